"""Figures on paper: every one of the atlas is printed, with its marks, its names and nothing that runs."""

from xml.etree import ElementTree

import pandas as pd
import plotly.graph_objects as go
import pytest

from bayah import flows, provinces, query, ties, timeline
from bayah.figures.careers import draw_careers
from bayah.figures.flows import draw_flows, draw_matrix, draw_periods
from bayah.figures.look import LIGHT, group_colours
from bayah.figures.map import add_labels, add_places, draw_provinces
from bayah.figures.network import draw_network, layout
from bayah.figures.printed import MOST_HEIGHT, print_figure
from bayah.figures.printed_network import print_network
from bayah.figures.timeline import draw_cells, draw_events
from bayah.query import Filters

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = [[62, 30], [62, 36], [70, 36], [70, 30], [62, 30]]


@pytest.fixture(scope="module")
def known(published):
    return query.view(published, Filters())


@pytest.fixture(scope="module")
def colours(known):
    return group_colours(known["groups"], query.families(known["groups"]))


def parts(drawing, tag):
    return list(ElementTree.fromstring(drawing).iter(SVG + tag))  # noqa: S314


def words(drawings):
    return [text.text for drawing in drawings for text in parts(drawing, "text")]


def height(drawing):
    return float(ElementTree.fromstring(drawing).get("viewBox").split()[3])  # noqa: S314


def events_figure(known, events, **more):
    laned = events.merge(timeline.select_lanes(known, "group"), on="event_id")
    order = timeline.order_lanes(laned)
    return draw_events(laned, order, dict.fromkeys(laned["event_id"], "#0072B2"), LIGHT, **more), order


def test_a_timeline_goes_on_over_pages_with_every_lane(known):
    figure, order = events_figure(known, known["events"], told=timeline.told_dates(known, known["events"]), lag=True,
                                  on=pd.Timestamp(2015, 6, 1))
    pieces = print_figure(figure, "All events")
    assert len(pieces) > 1
    assert all(height(piece) <= MOST_HEIGHT + 60 for piece in pieces)
    assert set(order) <= set(words(pieces))
    alts = [ElementTree.fromstring(piece).get("aria-label") for piece in pieces]  # noqa: S314
    assert alts == [f"All events (part {n} of {len(pieces)})" for n in range(1, len(pieces) + 1)]


def test_every_mark_of_a_timeline_stands_on_one_of_its_pieces(known):
    figure, _ = events_figure(known, known["events"])
    n_bars = sum(len(trace.y) for trace in figure.data if trace.type == "bar")
    hatched = sum(sum(bool(shape) for shape in trace.marker.pattern.shape or ()) for trace in figure.data
                  if trace.type == "bar" and trace.marker.pattern.shape is not None)
    lanes = len(figure.layout.shapes)
    pieces = print_figure(figure, "All events")
    drawn = sum(len(parts(piece, "rect")) for piece in pieces) - len(pieces)  # each has one that it is cut by
    squares = len(pieces) * lanes  # grounds of lanes stand on every piece, cut there
    assert drawn == n_bars + hatched + squares


def test_no_part_of_one_drawing_is_called_as_one_of_another(known):
    first, _ = events_figure(known, known["events"].head(9))
    second, _ = events_figure(known, known["events"].tail(9))
    names = [part.get("id") for drawing in print_figure(first, "One") + print_figure(second, "Two")
             for part in ElementTree.fromstring(drawing).iter() if part.get("id")]  # noqa: S314
    assert len(names) == len(set(names)) > 0


def test_careers_have_a_line_for_everybody(known, colours):
    spells = query.select_allegiances(known, Filters())
    careers = timeline.select_careers(known, Filters(), ("person",))
    figure = draw_careers(spells[spells["actor_type"] == "person"], known["events"].iloc[:0], {},
                          timeline.order_careers(careers, "name", False), colours, LIGHT)
    assert set(careers["name"]) <= set(words(print_figure(figure, "Careers")))


def test_squares_of_too_many_events_are_drawn(known):
    laned = known["events"].merge(timeline.select_lanes(known, "group"), on="event_id")
    cells, _, _ = timeline.few_cells(laned, "year")
    pieces = print_figure(draw_cells(cells, sorted(set(cells["lane"])), LIGHT), "Cells")
    assert sum(len(parts(piece, "polygon")) for piece in pieces) == len(cells)


@pytest.mark.parametrize("drawn", ["streams", "matrix", "periods"])
def test_flows_name_their_groups_and_numbers(known, colours, drawn):
    crossings = flows.select_crossings(known, Filters())
    rows = flows.count_flows(crossings)
    called = query.short_group_names(known)
    if drawn == "streams":
        (drawing,) = print_figure(draw_flows(rows, colours, LIGHT), "Flows")
        assert {*rows["from_group"], *rows["to_group"]} == set(words([drawing]))
        dashed = [path for path in parts(drawing, "path") if path.get("stroke-dasharray")]
        assert (len(parts(drawing, "path")), len(dashed)) == (len(rows), int((rows["n_contested"] > 0).sum()))
        return
    if drawn == "matrix":
        figure = draw_matrix(rows, called, colours, LIGHT)
    else:
        periods = flows.select_periods(crossings, "year", "window")
        figure = draw_periods(flows.by_period(crossings, periods), rows, periods, called, colours, LIGHT)
    told = words(print_figure(figure, "Flows"))
    assert {called[group] for group in rows["to_group_id"]} <= {word.removeprefix("to ") for word in told}
    assert set(figure.data[0].text) <= set(told)


def test_a_map_shades_what_is_told_and_says_what_shades_mean(known):
    rows = provinces.select_shades(known, [Filters()], "events", "count", ("", ""))[0]
    points = provinces.select_points(known, [Filters()], "events")[0]
    shapes = {"features": [{"id": province, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
                           for province in rows["province_id"]]}
    figure = draw_provinces(rows, shapes, "Events", ("AF-NAN",), LIGHT)
    add_places(figure, points, "Events", LIGHT)
    at = known["provinces"][["province_id", "latitude", "longitude"]]
    add_labels(figure, rows.merge(at, on="province_id"), LIGHT)
    (drawing,) = print_figure(figure, "Map")
    paths = parts(drawing, "path")
    assert len(paths) == len(rows) + 1  # and the outline of what is chosen
    assert sum(path.get("fill") == "none" for path in paths) == 1
    told = words([drawing])
    assert {"nothing told", "Events", "0", "Helmand", "Nangarhar"} <= set(told)
    assert len(parts(drawing, "circle")) + len(parts(drawing, "polygon")) == len(points)


@pytest.mark.parametrize("shade", ["share", "balance"])
def test_maps_of_shares_and_balances_are_printed(known, shade):
    rows = provinces.select_shades(known, [Filters()], "events", shade, ("iskp", "afghan-taliban"))[0]
    shapes = {"features": [{"id": province, "geometry": {"type": "MultiPolygon", "coordinates": [[SQUARE]]}}
                           for province in rows["province_id"]]}
    (drawing,) = print_figure(draw_provinces(rows, shapes, "Events", (), LIGHT, shade=shade, sides=("A", "B")), "Map")
    assert {"share": "100%", "balance": "only A"}[shade] in words([drawing])


def test_the_network_names_its_nodes_and_draws_every_line(known, colours):
    rows = ties.select_ties(known, Filters())
    places = layout(ties.ever(known.whole), known["groups"])
    network = draw_network(rows, known, colours, places, LIGHT)
    drawing = print_network(network, "Network")
    contested = sum(bool(edge.get("background", {}).get("enabled")) for edge in network.edges)
    assert len(parts(drawing, "path")) == len(network.edges) + contested
    persons = known["persons"].set_index("person_id")["name"]
    told = " ".join(words([drawing]))
    assert [name for name in persons.reindex([node["id"] for node in network.nodes]).dropna()
            if name.split()[0] not in told] == []
    assert print_network(draw_network(rows.iloc[:0], known, colours, places, LIGHT), "Nobody") == ""


def test_names_are_text_whatever_they_hold(known, evil):
    events = known["events"].head(5).assign(label=evil)
    figure, _ = events_figure(known, events)
    for drawing in print_figure(figure, evil):
        assert not parts(drawing, "b") + parts(drawing, "script")
        assert ElementTree.fromstring(drawing).get("aria-label").startswith(evil)  # noqa: S314


def test_another_type_of_trace_is_refused():
    with pytest.raises(ValueError, match="nobody knows how to print pie"):
        print_figure(go.Figure(go.Pie(values=[1])), "A pie")
