"""What the tests of figures share: a name that is markup, and the text a figure carries."""

import json

import pytest

from bayah.figures.look import DARK, LIGHT


@pytest.fixture
def evil():
    """A name that would be markup where it is not escaped."""
    return "<b>Tor & Sons</b><script>x()</script>"


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def look(request):
    return request.param


@pytest.fixture
def texts():
    """Every text in a figure, its templates too, as the browser gets it."""
    return lambda figure: list(_texts(json.loads(figure.to_json())))


def _texts(part):
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from _texts(inner)
