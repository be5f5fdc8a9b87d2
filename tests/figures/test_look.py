"""Palette, symbols, and text made safe for Plotly."""

import html
import re

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayah.figures import look
from bayah.figures.look import CATEGORICAL, DARK, GREYS, LIGHT, NEUTRAL, SYMBOL_WORDS, SYMBOLS
from bayah.model import KINDS


def groups_of(*rows):
    return pd.DataFrame(rows, columns=["group_id", "kind", "rank"]).astype({"rank": "Int64"})


def test_groups_wear_colours_and_states_greys_in_the_order_of_their_ranks():
    groups = groups_of(("second", "movement", 3), ("state", "state", 1), ("first", "movement", 2),
                       ("body", "organisation", 4), ("small", "faction", None))
    colours = look.group_colours(groups, {group: group for group in groups["group_id"]})
    assert colours == {"first": CATEGORICAL[0], "second": CATEGORICAL[1], "state": GREYS[0], "body": GREYS[1],
                       "small": NEUTRAL}


def test_a_family_wears_one_colour():
    groups = groups_of(("head", "movement", 1), ("council", "council", None), ("other", "movement", 2))
    family = {"head": "head", "council": "head", "other": "other"}
    colours = look.group_colours(groups, family)
    assert colours["council"] == colours["head"] != colours["other"]


def test_more_groups_than_colours_begin_again():
    groups = groups_of(*[(f"g{i:02}", "movement", i) for i in range(len(CATEGORICAL) + 1)])
    colours = look.group_colours(groups, {group: group for group in groups["group_id"]})
    assert set(colours.values()) == set(CATEGORICAL)
    assert colours[f"g{len(CATEGORICAL):02}"] == CATEGORICAL[0]


def test_no_colour_stands_for_two_things():
    assert len({*CATEGORICAL, *GREYS, NEUTRAL}) == len(CATEGORICAL) + len(GREYS) + 1


def test_every_symbol_has_a_word_and_a_kind():
    assert set(SYMBOLS) <= set(KINDS)
    assert {*SYMBOLS.values(), look.OTHER_SYMBOL} == set(SYMBOL_WORDS)
    assert len(set(SYMBOL_WORDS.values())) == len(SYMBOL_WORDS)


@pytest.mark.parametrize("symbol", SYMBOL_WORDS)
def test_plotly_has_every_symbol_full_and_hollow(symbol):
    drawn = go.Scatter(marker={"symbol": [symbol, f"{symbol}-open"]})
    assert drawn.marker.symbol == (symbol, f"{symbol}-open")


@pytest.mark.parametrize(("text", "shown"), [
    ("<b>Tor</b>", "&lt;b&gt;Tor&lt;/b&gt;"), ("A & B", "A &amp; B"), ("&lt;i&gt;", "&amp;lt;i&amp;gt;"),
    ('the "Lion"', 'the "Lion"'), ("زمرک", "زمرک"), ("", ""), (None, ""), (float("nan"), ""), (pd.NA, ""), (3, ""),
])
def test_plain_text_is_shown_as_it_stands(text, shown):
    assert look.plain(text) == shown


@given(st.text())
def test_plain_text_loses_nothing_and_holds_no_tag(text):
    shown = look.plain(text)
    assert not re.search("[<>]", shown)
    assert html.unescape(shown) == html.unescape(html.escape(text))


@given(st.text(alphabet="ab <>&", max_size=200), st.integers(5, 60))
def test_wrapped_text_keeps_its_words_and_holds_no_tag_but_breaks(text, width):
    lines = look.wrapped(text, width).split("<br>")
    assert " ".join(lines).split() == look.plain(text).split()
    assert not re.search("[<>]", "".join(lines))
    assert all(len(line) <= width or " " not in line for line in lines)


def test_wrapped_text_of_nothing_is_empty():
    assert look.wrapped(None) == look.wrapped("") == ""


def test_small_words():
    assert [look.counted(n, "claim") for n in (0, 1, 2, 1200)] == ["0 claims", "1 claim", "2 claims", "1,200 claims"]
    assert look.faded("#0072B2", 0.5) == "rgba(0,114,178,0.5)"


@pytest.mark.parametrize(("name", "theme"), [("dark", DARK), ("light", LIGHT), (None, LIGHT), ("sepia", LIGHT)])
def test_the_theme_is_light_when_none_is_told(name, theme):
    assert look.theme(name) is theme


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_figure_lets_the_page_show_through(theme):
    layout = look.base_layout(theme, 300)
    assert (layout.height, layout.font.color) == (300, theme.ink)
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert theme.ink != theme.paper
    assert theme.no_data not in theme.scale
