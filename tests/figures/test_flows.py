"""The Sankey diagram of who left which group for which."""

import pandas as pd
import pytest

from bayah.figures.flows import draw_flows, people_words
from bayah.figures.look import LIGHT, NEUTRAL, faded


def flows_of(*rows):
    columns = ["from_group_id", "to_group_id", "n_events", "people_min", "people_max", "n_contested"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(from_group=frame["from_group_id"].str.title(), to_group=frame["to_group_id"].str.title())


@pytest.mark.parametrize(("low", "high", "words"), [
    (0, 0, "number of people not told"), (1, 1, "at least 1 person"), (6, 6, "at least 6 people"),
    (6, 10, "6 to 10 people"), (1200, 3000, "1,200 to 3,000 people"), (2000, 2000, "at least 2,000 people"),
    (0, 5, "at most 5 people"), (0, 1, "at most 1 person"),
])
def test_only_what_numbers_are_told(low, high, words):
    assert people_words(low, high) == words


def test_links_are_as_wide_as_their_events_and_wear_the_colour_of_what_was_joined():
    rows = flows_of(("pines", "banner", 3, 4, 9, 0), ("river", "banner", 1, 0, 0, 0), ("banner", "pines", 2, 5, 5, 1))
    (sankey,) = draw_flows(rows, {"pines": "#010203", "banner": "#0A0B0C"}, LIGHT).data
    called = list(sankey.node.label)
    assert called == ["Pines", "River", "Banner", "Banner", "Pines"]  # left of it what was left, then what was joined
    assert sankey.node.color == ("#010203", NEUTRAL, "#0A0B0C", "#0A0B0C", "#010203")
    assert [(called[a], called[b]) for a, b in zip(sankey.link.source, sankey.link.target, strict=True)] == [
        ("Pines", "Banner"), ("River", "Banner"), ("Banner", "Pines")]
    assert max(sankey.link.source) < 3 <= min(sankey.link.target)
    assert list(sankey.link.value) == [3, 1, 2]
    assert list(sankey.link.color) == [faded("#0A0B0C", 0.5), faded("#0A0B0C", 0.5), faded("#010203", 0.5)]
    assert list(sankey.link.customdata) == ["4 to 9 people", "number of people not told", "at least 5 people"]


def test_more_groups_make_it_higher():
    few = draw_flows(flows_of(("a", "b", 1, 1, 1, 0)), {}, LIGHT)
    many = draw_flows(flows_of(*[(f"g{i}", "b", 1, 1, 1, 0) for i in range(9)]), {}, LIGHT)
    assert few.layout.height < many.layout.height


def test_names_are_shown_as_they_stand(look, evil, texts):
    rows = flows_of(("a", "b", 1, 1, 1, 0)).assign(from_group=evil, to_group=evil)
    figure = draw_flows(rows, {}, look)
    assert list(figure.data[0].node.label) == ["&lt;b&gt;Tor &amp; Sons&lt;/b&gt;&lt;script&gt;x()&lt;/script&gt;"] * 2
    assert not [text for text in texts(figure) if "<b>Tor" in text or "<script" in text]


def test_no_flows_are_an_empty_diagram():
    (sankey,) = draw_flows(flows_of(), {}, LIGHT).data
    assert not sankey.node.label
    assert not sankey.link.value
