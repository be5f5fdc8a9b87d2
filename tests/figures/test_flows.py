"""The Sankey diagram of who left which group for which."""

import pandas as pd
import pytest

from bayah.figures.flows import draw_flows, draw_matrix, draw_periods, people_words
from bayah.figures.look import LIGHT, NEUTRAL, faded


def flows_of(*rows):
    columns = ["from_group_id", "to_group_id", "n_events", "people_min", "people_max", "n_contested"]
    frame = pd.DataFrame(rows, columns=columns)
    left, joined = (frame[side].str.title() for side in ("from_group_id", "to_group_id"))
    return frame.assign(motives="", from_group=left, to_group=joined)


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
    assert list(sankey.link.color) == [faded("#0A0B0C", 0.5), faded("#0A0B0C", 0.5), faded("#010203", 0.22)]
    assert [told[0] for told in sankey.link.customdata] == ["pines,banner", "river,banner", "banner,pines"]
    assert [told[2].split("<br>")[0] for told in sankey.link.customdata] == [
        "3 events; 4 to 9 people", "1 event; number of people not told", "2 events; at least 5 people"]
    assert [told[3] for told in sankey.link.customdata] == ["", "", "disputed"]


def test_by_people_a_flow_is_as_wide_as_the_least_number_and_one_without_is_left_out():
    rows = flows_of(("pines", "banner", 3, 4, 9, 0), ("river", "banner", 1, 0, 0, 0))
    (sankey,) = draw_flows(rows, {}, LIGHT, "people").data
    assert list(sankey.link.value) == [4]
    assert list(sankey.node.label) == ["Pines", "Banner"]


CALLED = {"pines": "P", "banner": "B", "river": "R"}


def test_a_square_stands_where_its_groups_meet_and_says_its_number():
    rows = flows_of(("pines", "banner", 3, 4, 9, 0), ("banner", "pines", 2, 5, 5, 1))
    figure = draw_matrix(rows, CALLED, {}, LIGHT)
    (squares,) = figure.data
    across, down = figure.layout.xaxis.ticktext, figure.layout.yaxis.ticktext
    assert [(down[y], across[x]) for x, y in zip(squares.x, squares.y, strict=True)] == [("P", "B"), ("B", "P")]
    assert list(squares.text) == ["3", "2 ?"]
    assert squares.marker.size[0] > squares.marker.size[1]
    assert list(draw_matrix(rows, CALLED, {}, LIGHT, "people").data[0].text) == ["4–9", "5+ ?"]
    untold = flows_of(("pines", "banner", 1, 0, 0, 0))
    assert list(draw_matrix(untold, CALLED, {}, LIGHT, "people").data[0].text) == ["?"]


def test_through_time_a_square_says_how_many_surely_and_how_many_perhaps():
    order = flows_of(("pines", "banner", 3, 4, 9, 0), ("river", "banner", 1, 0, 0, 0))
    periods = pd.DataFrame({"name": ["2014", "2015"]})
    cells = pd.concat([order.iloc[:1].assign(name="2014", n_sure=1), order.iloc[:1].assign(name="2015", n_sure=0),
                       order.iloc[1:].assign(name="2015", n_sure=1)], ignore_index=True)
    figure = draw_periods(cells, order, periods, CALLED, {"banner": "#010203"}, LIGHT)
    (squares,) = figure.data
    assert list(zip(squares.x, squares.y, squares.text, strict=True)) == [(0, 0, "1–3"), (1, 0, "0–3"), (1, 1, "1")]
    assert [told[0] for told in squares.customdata] == [
        "pines,banner,2014", "pines,banner,2015", "river,banner,2015"]
    assert squares.marker.color[0] == squares.marker.color[2] != squares.marker.color[1]  # pale: none surely
    assert "1 of them surely then" in squares.customdata[0][2]


def test_many_periods_make_small_squares_without_words():
    order = flows_of(("pines", "banner", 3, 4, 9, 0))
    names = [f"month {n}" for n in range(40)]
    cells = pd.concat([order.assign(name=name, n_sure=0) for name in names], ignore_index=True)
    figure = draw_periods(cells, order, pd.DataFrame({"name": names}), CALLED, {}, LIGHT)
    assert figure.data[0].mode == "markers"
    assert max(figure.data[0].marker.size) < 20
    assert len(figure.layout.xaxis.ticktext) < 12


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
