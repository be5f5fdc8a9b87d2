"""The figures of a dossier: a province among its neighbours, and its timeline in words."""

import pandas as pd
import pytest

from bayah.figures.dossier import LABELS, draw_surroundings, open_all_years
from bayah.figures.look import LIGHT
from bayah.figures.timeline import draw_events


def square(name, x, y, size=1):
    ring = [[x, y], [x, y + size], [x + size, y + size], [x + size, y], [x, y]]
    return {"type": "Feature", "id": name, "geometry": {"type": "Polygon", "coordinates": [ring]}}


# A large neighbour to the east, of which only the edge is seen, and one that lies far away.
BOUNDARIES = {"type": "FeatureCollection", "features": [
    square("own", 10, 10), square("north", 10, 11), square("east", 11, 0, 20), square("far", 50, 50)]}


def places(*rows):
    return pd.DataFrame(rows, columns=["province_id", "name", "n_events"])


ROWS = places(("own", "Own Vale", 7), ("north", "North Vale", 2), ("east", "East Vale", 0))


def draw(rows=ROWS, chosen=("own",), look=LIGHT):
    return draw_surroundings(rows, chosen, BOUNDARIES, look)


def layers(figure):
    """The provinces of each layer, and its colour."""
    return [(list(trace.locations), trace.colorscale[0][1]) for trace in figure.data if trace.type == "choropleth"]


def labels(figure):
    (text,) = [trace for trace in figure.data if trace.type == "scattergeo"]
    return dict(zip(text.text, zip(text.lon, text.lat, strict=True), strict=True))


def test_the_chosen_ones_stand_out_and_nothing_told_is_a_shade_of_its_own(look):
    figure = draw(look=look)
    assert layers(figure) == [(["far"], look.paper), (["east"], look.no_data), (["north"], look.scale[0]),
                              (["own"], look.scale[2])]
    ground, _, north, own = figure.data[:4]
    assert ground.hoverinfo == "skip"
    assert own.marker.line.width > north.marker.line.width
    assert len({look.paper, look.no_data, look.scale[0], look.scale[2]}) == 4


def test_numbers_are_told_in_words(look):
    figure = draw(look=look)
    told = [text for trace in figure.data if trace.type == "choropleth" and trace.text is not None
            for text in trace.text]
    assert told == ["<b>East Vale</b><br>nothing told", "<b>North Vale</b><br>2 events", "<b>Own Vale</b><br>7 events"]
    assert set(labels(figure)) == {"<b>Own Vale</b>", "North Vale 2", "East Vale"}


def test_names_stand_inside_their_province_and_inside_the_frame():
    figure = draw()
    west, east = figure.layout.geo.lonaxis.range
    south, north = figure.layout.geo.lataxis.range
    assert west < 10 < 11 < east < 31
    assert south < 10 < 11 < north
    spots = labels(figure)
    for name, (x, y), size in (("<b>Own Vale</b>", (10, 10), 1), ("North Vale 2", (10, 11), 1),
                               ("East Vale", (11, 0), 20)):
        lon, lat = spots[name]
        assert x < lon < x + size
        assert y < lat < y + size
        assert west < lon < east
        assert south < lat < north


def test_of_names_that_would_cover_each_other_the_one_with_most_events_stays():
    boundaries = {"type": "FeatureCollection", "features": [
        square("own", 0, 0, 10), *[square(f"s{i}", i, 10) for i in range(10)]]}
    rows = places(("own", "Own Vale", 0), *[(f"s{i}", f"A Narrow Strip {i}", i) for i in range(10)])
    named = labels(draw_surroundings(rows, ["own"], boundaries, LIGHT))
    assert "<b>Own Vale</b>" in named
    assert "A Narrow Strip 9 9" in named
    assert len(named) < 11


def test_several_are_framed_together_and_without_any_all_is():
    both = draw(chosen=("own", "far")).layout.geo
    assert both.lonaxis.range[0] < 10 < 51 < both.lonaxis.range[1]
    none = draw(rows=places(), chosen=()).layout.geo
    assert (list(none.lonaxis.range), list(none.lataxis.range)) == ([10, 51], [0, 51])
    assert layers(draw(rows=places(), chosen=())) == [(["own", "north", "east", "far"], LIGHT.paper)]


def test_a_province_that_the_outlines_do_not_know_is_left_out():
    assert set(labels(draw(rows=pd.concat([ROWS, places(("gone", "Gone Vale", 1))])))) == set(labels(draw()))


def test_names_of_provinces_are_shown_as_they_stand(look, evil, texts):
    figure = draw(rows=ROWS.assign(name=evil), look=look)
    assert not [text for text in texts(figure) if "<b>Tor" in text or "<script" in text]


def events_of(*rows):
    """Events of (first day, last day) with a label."""
    frame = pd.DataFrame([
        {"event_id": f"e{i}", "label": label, "kind": "pledge", "date_earliest": first, "date_latest": last,
         "date_precision": "day" if first == last else "range", "is_contested": False, "is_draft": False, "n_claims": 1,
         "n_sources": 1}
        for i, (first, last, label) in enumerate(rows)])
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("date_earliest", "date_latest")})


def opened(events, labelled=True, look=LIGHT):
    ids = events["event_id"]
    figure = draw_events(events.assign(lane="Lane"), ["Lane"], dict.fromkeys(ids, "#0072B2"), look)
    return open_all_years(figure, events, look, labelled)


LONG = "A man of the valley swore allegiance to another man of another valley that lies far away from it"
EVENTS = events_of(("2001-05-01", "2001-05-01", "Early"), ("2015-03-01", "2015-03-31", LONG),
                   ("2015-03-01", "2015-04-30", "Late"))


def test_it_opens_on_all_years():
    figure = opened(EVENTS)
    first, last = (pd.Timestamp(day) for day in figure.layout.xaxis.range)
    assert first < pd.Timestamp("2001-05-01") < pd.Timestamp("2015-04-30") < last


def test_the_last_event_of_a_row_bears_its_label_long_and_short():
    figure = opened(EVENTS)
    long, short = figure.data[-2:]
    marks = {data[0]: y for trace in figure.data[:-2] if trace.type == "scatter"
             for data, y in zip(trace.customdata, trace.y, strict=True)}
    for trace, longest in zip((long, short), LABELS, strict=True):
        words = [text.strip("\u00a0") for text in trace.text]
        assert [len(word) <= longest + 2 for word in words] == [True] * len(words)
        assert (trace.mode, trace.showlegend, trace.hoverinfo) == ("text", False, "skip")
        assert set(trace.y) == set(marks.values())
    told = dict(zip(long.y, long.text, strict=True))
    assert told[marks["e2"]].endswith("Late")
    assert told[marks["e1"]].strip("\u00a0") == "A man of the valley swore allegiance to another man of another " \
        "valley that lies far …"
    if marks["e0"] in (marks["e1"], marks["e2"]):  # on one row the later one is told
        assert "Early" not in told[marks["e0"]]
    assert all(not trace.text for trace in figure.data if trace.type == "bar")


def test_without_labels_the_bars_keep_their_words():
    figure = opened(EVENTS, labelled=False)
    assert all(trace.mode != "text" for trace in figure.data if trace.type == "scatter")
    assert any("Late" in text for trace in figure.data if trace.type == "bar" for text in trace.text)
    assert pd.Timestamp(figure.layout.xaxis.range[1]) < pd.Timestamp(opened(EVENTS).layout.xaxis.range[1])


def test_few_events_take_little_room():
    many = pd.concat([EVENTS.tail(1).assign(event_id=f"e{i}") for i in range(20)], ignore_index=True)
    assert opened(EVENTS.head(1)).layout.height < opened(many).layout.height


@pytest.mark.parametrize("days", [(None, "2015-06-01"), ("2015-06-01", None), ("2015-06-01", "2015-06-01")])
def test_a_single_event_has_room_on_both_sides(days):
    figure = opened(events_of((*days, "Alone")))
    first, last = (pd.Timestamp(day) for day in figure.layout.xaxis.range)
    assert first < pd.Timestamp("2015-06-01") < last
    assert figure.data[-1].text[0].endswith("Alone")


def test_events_without_any_day_leave_the_figure_as_it_is():
    events = events_of((None, None, "Whenever"))
    assert len(opened(events).layout.annotations) == 1
    assert not opened(events).data


def test_labels_are_shown_as_they_stand(look, evil, texts):
    written = texts(opened(events_of(("2015-06-01", "2015-06-01", evil)), look=look))
    assert not [text for text in written if "<b>Tor" in text or "<script" in text]
