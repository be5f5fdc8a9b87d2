"""The timeline: honest dates, lanes whose events do not meet, careers, and what an event's lane and colour are."""

from datetime import timedelta
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bayah import query, timeline
from bayah.derive import Known
from bayah.figures.careers import draw_careers
from bayah.figures.look import CATEGORIES, LIGHT, NEUTRAL
from bayah.figures.timeline import STUB, busiest, draw_cells, draw_density, draw_events, opening, whole

EVENT_DAYS = ["date_earliest", "date_latest"]
SPELL_DAYS = ["start_earliest", "start_latest", "end_earliest", "end_latest", "last_evidence_date"]
DAY = pd.Timedelta(days=1)
ESCAPED = "&lt;b&gt;Tor &amp; Sons&lt;/b&gt;&lt;script&gt;x()&lt;/script&gt;"


def dated(rows, columns, days):
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(**{day: pd.to_datetime(frame[day]).astype("datetime64[s]") for day in days})


def events_of(*rows):
    """Events of (earliest, latest, precision) and what else is told of them; ids e0, e1, ..."""
    made = [{"event_id": f"e{i}", "kind": "pledge", "label": f"Event {i}", "is_contested": False, "is_draft": False,
             "n_claims": 1, "n_sources": 1, "date_earliest": row[0], "date_latest": row[1], "date_precision": row[2]}
            | dict(*row[3:]) for i, row in enumerate(rows)]
    columns = ["event_id", "kind", "label", "is_contested", "is_draft", "n_claims", "n_sources", *EVENT_DAYS,
               "date_precision"]
    return dated(made, columns, EVENT_DAYS)


def draw(events, lanes=None, order=("Lane",), look=LIGHT, on=None, **more):
    ids = events["event_id"]
    laned = events.assign(lane=ids.map(lanes or dict.fromkeys(ids, "Lane")))
    return draw_events(laned, order, dict.fromkeys(ids, "#010203"), look, on, **more)


def marks_of(figure):
    return {data[0]: (pd.Timestamp(x), y, symbol, text)
            for trace in figure.data if trace.type == "scatter"
            for data, x, y, symbol, text in zip(
                trace.customdata, trace.x, trace.y, trace.marker.symbol, trace.text, strict=True)}


def bars_of(figure):
    """First and last moment, row and hatching of every bar, by what its customdata begins with."""
    return [(data[0], pd.Timestamp(base), pd.Timestamp(base) + pd.Timedelta(milliseconds=length), y, shape, trace)
            for trace in figure.data if trace.type == "bar" and trace.marker.pattern.shape
            for data, base, length, y, shape in zip(
                trace.customdata, trace.base, trace.x, trace.y, trace.marker.pattern.shape, strict=True)]


DAY_EVENT = ("2015-03-05", "2015-03-05", "day")
MONTH = ("2015-03-01", "2015-03-31", "month")
BY_THEN = (None, "2015-06-01", "unknown")


def test_a_day_is_a_mark_a_span_a_bar_and_an_open_start_an_arrow():
    figure = draw(events_of(DAY_EVENT, MONTH, BY_THEN))
    marks = marks_of(figure)
    ((event_id, first, last, row, _, _),) = bars_of(figure)
    assert (event_id, first, last) == ("e1", pd.Timestamp("2015-03-01"), pd.Timestamp("2015-04-01"))
    assert (marks["e1"][0], marks["e1"][1]) == (first, row)  # its mark stands at its beginning
    assert marks["e0"][0] == pd.Timestamp("2015-03-05")
    assert marks["e2"][0] == pd.Timestamp("2015-06-01")
    assert [marks[i][3] for i in ("e0", "e1", "e2")] == ["", "", "←"]


def test_the_disputed_are_hollow_and_hatched():
    disputed = {"is_contested": True}
    figure = draw(events_of(DAY_EVENT, (*DAY_EVENT, disputed), MONTH, (*MONTH, disputed)))
    assert [marks_of(figure)[f"e{i}"][2] for i in range(4)] == ["circle", "circle-open"] * 2
    assert {bar[0]: bar[4] for bar in bars_of(figure)} == {"e2": "", "e3": "/"}
    hovers = {data[0]: data[2] for trace in figure.data for data in trace.customdata}
    assert {i: "Disputed" in hover for i, hover in hovers.items()} == {"e0": False, "e1": True, "e2": False, "e3": True}


def test_the_legend_says_what_symbols_mean():
    kinds = ("pledge", "death", "statement", "split")
    figure = draw(events_of(*[(*DAY_EVENT, {"kind": kind}) for kind in kinds]))
    symbols = {trace.name: trace.marker.symbol[0] for trace in figure.data}
    assert symbols == {"oath, joining": "circle", "death": "cross", "other": "pentagon", "break, split": "x"}


def test_the_hover_tells_kind_days_and_sources():
    figure = draw(events_of((*MONTH, {"n_claims": 3, "n_sources": 2})))
    assert list(figure.data[0].customdata[0]) == ["e0", "Event 0", "pledge, March 2015<br>3 claims in 2 sources"]


def test_markup_in_labels_and_lanes_is_shown_as_it_stands(look, evil, texts):
    rows = [(*when, {"label": evil, "kind": kind}) for when in (DAY_EVENT, MONTH) for kind in ("pledge", evil)]
    events = events_of(*rows)
    written = texts(draw(events, dict.fromkeys(events["event_id"], evil), [evil], look))
    assert not [text for text in written if "<b>Tor" in text or "<script" in text]
    assert f"<b>{ESCAPED}</b>" in written  # the lane's name
    # In two bars, two hovers of bars and four of marks.
    assert sum(text.replace("<br>", " ").endswith(ESCAPED) for text in written) == 8
    assert any(text.startswith(f"{ESCAPED}, ") for text in written)  # the kind


def test_lanes_stand_in_their_order_below_their_names_and_others_are_left_out():
    events = events_of(DAY_EVENT, DAY_EVENT, MONTH, DAY_EVENT)
    figure = draw(events, {"e0": "Low", "e1": "High", "e2": "Low", "e3": "Elsewhere"}, ["High", "Empty", "Low"])
    names = {note.text: note.y for note in figure.layout.annotations}
    rows = {i: mark[1] for i, mark in marks_of(figure).items()}
    assert set(rows) == {"e0", "e1", "e2"}
    assert names["<b>High</b>"] < rows["e1"] < names["<b>Low</b>"] < min(rows["e0"], rows["e2"])
    assert len(names) == 2
    bottom, top = figure.layout.yaxis.range
    assert top < 0 <= max(rows.values()) < bottom


OFFSETS = st.integers(0, 1500)
WHEN = st.one_of(
    OFFSETS.map(lambda at: (at, at, "day")), OFFSETS.map(lambda at: (at, None, "range")),
    OFFSETS.map(lambda at: (None, at, "unknown")),
    st.tuples(OFFSETS, st.integers(1, 700)).map(lambda span: (span[0], sum(span), "range")))


@settings(max_examples=60)
@given(st.lists(st.tuples(WHEN, st.sampled_from(["A", "B"])), min_size=1, max_size=25))
def test_no_two_events_of_a_lane_meet_on_a_row(drawn):
    start = pd.Timestamp("2014-01-01")
    spans = [[None if at is None else start + timedelta(days=at) for at in when[:2]] for when, _ in drawn]
    events = events_of(*[(*span, when[2]) for span, (when, _) in zip(spans, drawn, strict=True)])
    lanes = {f"e{i}": lane for i, (_, lane) in enumerate(drawn)}
    figure = draw(events, lanes, ["A", "B"])
    ends = {i: (at, at, row) for i, (at, row, _, _) in marks_of(figure).items()}
    ends |= {i: (first, last, row) for i, first, last, row, _, _ in bars_of(figure)}
    assert set(ends) == set(lanes)
    for row in {row for _, _, row in ends.values()}:
        here = sorted((first, last, i) for i, (first, last, at) in ends.items() if at == row)
        assert len({lanes[i] for _, _, i in here}) == 1
        assert all(before[1] < after[0] for before, after in pairwise(here))
    tops = {note.text: note.y for note in figure.layout.annotations}
    assert not set(tops.values()) & {row for _, _, row in ends.values()}


def years_of(*years):
    return events_of(*[(f"{year}-05-01", f"{year}-05-01", "day") for year in years])


@pytest.mark.parametrize(("years", "first", "last"), [
    ([2015] * 4, 2015, 2016), ([2001, *[2015] * 3], 2015, 2016), ([2001, 2015, 2015, 2016], 2015, 2017),
    ([2014, 2015, 2016, 2017], 2014, 2017), ([2010, 2020], 2010, 2021), ([2015], 2015, 2016), ([], 2014, 2018),
])
def test_the_busiest_years_are_the_fewest_that_hold_most(years, first, last):
    assert busiest(years_of(*years)) == (pd.Timestamp(first, 1, 1), pd.Timestamp(last, 1, 1))


def test_the_share_that_the_busiest_years_hold_can_be_chosen():
    assert busiest(years_of(2001, 2015, 2015, 2015), share=1) == (pd.Timestamp(2001, 1, 1), pd.Timestamp(2016, 1, 1))
    assert busiest(events_of(("2015-02-01", None, "range"))) == (pd.Timestamp(2015, 1, 1), pd.Timestamp(2016, 1, 1))


def test_it_opens_on_the_busiest_years_and_all_hold_every_day():
    events = years_of(2001, *[2015] * 9)
    opened = tuple(pd.Timestamp(day) for day in draw(events).layout.xaxis.range)
    assert opened == opening(events)
    assert opened[0] < pd.Timestamp("2015-01-01") < pd.Timestamp("2016-01-01") < opened[1]
    low, high = whole(events)
    assert low < pd.Timestamp("2001-05-01") < pd.Timestamp("2015-05-01") < high


def test_what_is_open_on_a_side_fades_out_there():
    figure = draw(events_of(BY_THEN, ("2015-01-10", None, "range"), DAY_EVENT))
    (fades,) = [trace for trace in figure.data if trace.name == "open"]
    ends = [(data[0], pd.Timestamp(base), pd.Timestamp(base) + pd.Timedelta(milliseconds=length))
            for data, base, length in zip(fades.customdata, fades.base, fades.x, strict=True)]
    before = [end for end in ends if end[0] == "e0"]
    after = [end for end in ends if end[0] == "e1"]
    assert max(end[2] for end in before) == pd.Timestamp("2015-06-01")
    assert min(end[1] for end in before) == pd.Timestamp("2015-06-01") - STUB
    assert (min(end[1] for end in after), max(end[2] for end in after)) == (
        pd.Timestamp("2015-01-10"), pd.Timestamp("2015-01-10") + STUB)
    assert len(before) + len(after) == len(ends) == 6
    opacity = [float(colour.rstrip(")").split(",")[-1]) for colour in fades.marker.color]
    assert opacity[:3] == sorted(opacity[:3], reverse=True)


def test_a_disputed_date_shows_every_span_that_is_told():
    told = dated([{"event_id": "e0", "date_earliest": "2015-01-01", "date_latest": "2015-01-31", "n_claims": 2},
                  {"event_id": "e0", "date_earliest": "2015-03-01", "date_latest": "2015-03-31", "n_claims": 1}],
                 ["event_id", *EVENT_DAYS, "n_claims"], EVENT_DAYS)
    event = ("2015-01-01", "2015-03-31", "range", {"is_contested": True})
    (outlines,) = [trace for trace in draw(events_of(event), told=told).data if trace.name == "told by some"]
    assert [data[2] for data in outlines.customdata] == [
        "Told by 2 claims: January 2015", "Told by 1 claim: March 2015"]
    assert len(set(outlines.y)) == 1
    assert not [trace for trace in draw(events_of(event), told=told.iloc[:0]).data if trace.name == "told by some"]


def test_a_line_leads_to_the_day_by_which_an_event_was_known_if_asked_for():
    events = events_of(DAY_EVENT, MONTH).assign(known_date=pd.to_datetime(["2015-03-05", "2016-01-15"]))
    figure = draw(events, lag=True)
    (ticks,) = [trace for trace in figure.data if trace.name == "first published"]
    assert [pd.Timestamp(x) for x in ticks.x] == list(events["known_date"])
    (lines,) = [trace for trace in figure.data if trace.name == "lag"]
    assert [pd.Timestamp(x) for x in lines.x[:2]] == [pd.Timestamp("2015-03-31"), pd.Timestamp("2016-01-15")]
    assert len(lines.x) == 3  # the first was known on its day
    assert "Known by 15 January 2016" in figure.data[-1].customdata[-1][2] or any(
        "Known by 15 January 2016" in data[2] for trace in figure.data if trace.customdata is not None
        for data in trace.customdata)
    assert not [trace for trace in draw(events).data if trace.name in ("lag", "first published")]


def test_an_event_of_two_lanes_stands_in_both():
    events = pd.concat([events_of(DAY_EVENT).assign(lane=lane) for lane in ("High", "Low")])
    figure = draw_events(events, ["High", "Low"], {"e0": "#010203"}, LIGHT)
    (marks,) = [trace for trace in figure.data if trace.type == "scatter"]
    assert len(set(marks.y)) == 2


def test_the_density_stacks_what_surely_lies_in_a_period_and_the_share_of_longer_spans():
    periods = pd.DataFrame({
        "name": ["2014", "2015"], "first": pd.to_datetime(["2014-01-01", "2015-01-01"]),
        "last": pd.to_datetime(["2014-12-31", "2015-12-31"]), "n_events": [3, 1], "n_sure": [2, 0],
        "n_spread": [0.5, 0.5], **{category: [n == 0, 0] for n, category in enumerate(CATEGORIES)}})
    opens = (pd.Timestamp("2014-01-01"), pd.Timestamp("2016-01-01"))
    figure = draw_density(periods, LIGHT, opens, (pd.Timestamp("2014-06-01"), None))
    assert [trace.name for trace in figure.data] == [*CATEGORIES, "share of longer spans"]
    assert list(figure.data[-1].y) == [0.5, 0.5]
    assert list(figure.data[0].customdata[0][:3]) == ["2014-01-01", "2014-12-31", "2014"]
    (window,) = figure.layout.shapes
    assert (pd.Timestamp(window.x0), pd.Timestamp(window.x1)) == (
        pd.Timestamp("2014-06-01"), pd.Timestamp("2015-12-31"))
    assert len({trace.marker.pattern.shape for trace in figure.data[:-1]}) == len(CATEGORIES)  # never by colour alone
    assert not draw_density(periods, LIGHT, opens).layout.shapes


def test_cells_are_as_large_as_what_can_lie_in_them_and_carry_lane_and_days():
    cells = pd.DataFrame({
        "lane_id": ["a", "b"], "lane": ["A", "B"], "name": ["2014", "2015"],
        "first": pd.to_datetime(["2014-01-01", "2015-01-01"]), "last": pd.to_datetime(["2014-12-31", "2015-12-31"]),
        "n_events": [9, 1], "n_sure": [3, 0], "n_contested": [1, 0]})
    (squares,) = draw_cells(cells, ["A", "B"], LIGHT).data
    assert [data[0] for data in squares.customdata] == ["a,2014-01-01,2014-12-31", "b,2015-01-01,2015-12-31"]
    assert squares.marker.size[0] > squares.marker.size[1]
    assert squares.marker.color[0] != squares.marker.color[1]
    assert list(squares.marker.line.width) == [2, 0]


def test_the_day_asked_for_is_a_line(look):
    on = pd.Timestamp("2015-08-01")
    lines = [shape for shape in draw(years_of(2015), look=look, on=on).layout.shapes if shape.type == "line"]
    assert [(pd.Timestamp(line.x0), pd.Timestamp(line.x1)) for line in lines] == [(on, on)]
    assert lines[0].line.color == look.ink
    assert not [shape for shape in draw(years_of(2015), look=look).layout.shapes if shape.type == "line"]


def test_no_events_are_an_empty_figure():
    figure = draw(events_of())
    assert not figure.data
    assert figure.layout.height > 0


def spells_of(*rows):
    """Spells of (actor, group, days in the order of SPELL_DAYS) and what else is told of them."""
    made = [{"allegiance_id": f"s{i}", "actor_id": row[0], "actor_name": f"The {row[0]}", "group_id": row[1],
             "group_name": f"The {row[1]}", "role": None, "is_contested": False, "is_draft": False,
             "end_basis": "last_evidence" if row[2][3] is None else "event"}
            | dict(zip(SPELL_DAYS, row[2], strict=True)) | dict(*row[3:]) for i, row in enumerate(rows)]
    columns = ["allegiance_id", "actor_id", "actor_name", "group_id", "group_name", "role", "is_contested", "is_draft",
               "end_basis", *SPELL_DAYS]
    return dated(made, columns, SPELL_DAYS)


def careers(spells, events=None, actor_of=None, look=LIGHT, order=None, on=None):
    events = events_of() if events is None else events
    order = order or list(dict.fromkeys(spells["actor_id"]))
    return draw_careers(spells, events, actor_of or {}, order, {"banner": "#010203"}, look, on)


ENDED = ("2014-05-01", "2014-05-31", "2015-03-01", "2015-03-31", "2015-03-31")
OPEN = ("2016-05-01", "2016-05-31", None, None, "2017-01-01")


def pieces_of(figure):
    return [(trace.name, str(first.date()), str(last.date())) for *_, first, last, _, _, trace in bars_of(figure)]


def test_an_ended_spell_is_faded_where_it_may_have_begun_or_ended():
    assert sorted(pieces_of(careers(spells_of(("man", "banner", ENDED))))) == [
        ("sure", "2014-05-31", "2015-03-01"), ("uncertain", "2014-05-01", "2014-05-31"),
        ("uncertain", "2015-03-01", "2015-03-31")]


def test_old_evidence_is_drawn_thin_to_the_next_spell_or_the_last_day():
    spells = spells_of(("man", "banner", OPEN), ("man", "pines", (
        "2018-02-01", "2018-02-01", None, None, "2018-06-01")))
    until = pd.Timestamp("2020-01-01")
    figure = draw_careers(spells, events_of(), {}, ["man"], {}, LIGHT, until=until)
    old = [piece[1:] for piece in pieces_of(figure) if piece[0] == "old"]
    assert sorted(old) == [("2017-01-01", "2018-02-01"), ("2018-06-01", "2020-01-01")]


def test_lines_stand_below_their_headings():
    spells = spells_of(("man", "banner", ENDED), ("other", "banner", OPEN))
    figure = draw_careers(spells, events_of(), {}, [("Banner", ["other"]), ("Nobody", ["man"])], {}, LIGHT)
    assert {note.text: note.y for note in figure.layout.annotations} == {"<b>Banner</b>": 0, "<b>Nobody</b>": 2}
    assert dict(zip(figure.layout.yaxis.ticktext, figure.layout.yaxis.tickvals, strict=True)) == {
        "The other": 1, "The man": 3}


def test_a_spell_of_which_no_end_is_told_goes_on_thinly_after_its_last_evidence():
    after = str((pd.Timestamp("2017-01-01") + STUB).date())
    assert sorted(pieces_of(careers(spells_of(("man", "banner", OPEN))))) == [
        ("old", "2017-01-01", after), ("sure", "2016-05-31", "2017-01-01"),
        ("uncertain", "2016-05-01", "2016-05-31")]


def test_a_spell_of_which_only_the_end_is_told_is_nowhere_long_sure():
    figure = careers(spells_of(("man", "banner", (None, None, "2015-03-01", "2015-03-31", "2015-03-31"))))
    before = str((pd.Timestamp("2015-03-31") - STUB).date())
    assert sorted(pieces_of(figure)) == [("sure", "2015-03-31", "2015-04-05"), ("uncertain", before, "2015-03-31")]


def test_a_spell_by_a_day_without_a_first_one_has_a_faded_beginning():
    figure = careers(spells_of(("man", "banner", (None, "2014-05-31", None, None, "2015-01-01"))))
    assert ("uncertain", str((pd.Timestamp("2014-05-31") - STUB).date()), "2014-05-31") in pieces_of(figure)


def test_the_less_sure_the_fainter():
    figure = careers(spells_of(("man", "banner", OPEN), ("other", "pines", OPEN)))
    traces = {trace.name: trace.marker for trace in figure.data}
    assert 0 < traces["uncertain"].opacity < traces["sure"].opacity <= 1
    widths = {trace.name: trace.width for trace in figure.data}
    assert max(widths["old"]) < min(widths["sure"])
    assert list(traces["sure"].color) == ["#010203", NEUTRAL]


def test_spells_of_one_time_stand_above_each_other_and_later_ones_in_line():
    spells = spells_of(("man", "banner", ENDED), ("man", "pines", ENDED), ("man", "river", OPEN), ("other", "x", ENDED))
    (sure,) = [trace for trace in careers(spells).data if trace.name == "sure"]
    first, second, later, other = zip(sure.y, sure.width, strict=True)
    assert abs(first[0] - second[0]) >= (first[1] + second[1]) / 2  # neither covers the other
    assert later[0] == min(first[0], second[0])
    assert all(-0.36 < y - width / 2 < y + width / 2 < 0.36 for y, width in (first, second, later))
    assert other[0] == 1  # alone in the middle of his line
    assert other[1] > first[1]


def test_a_faded_beginning_does_not_run_under_the_spell_before():
    untold = (None, "2015-05-31", None, None, "2016-01-01")  # drawn from January, while the first lasts
    (sure,) = [trace for trace in careers(spells_of(("man", "banner", ENDED), ("man", "pines", untold))).data
               if trace.name == "sure"]
    first, second = zip(sure.y, sure.width, strict=True)
    assert abs(first[0] - second[0]) >= (first[1] + second[1]) / 2


def test_a_disputed_spell_is_hatched():
    figure = careers(spells_of(("man", "banner", ENDED), ("other", "banner", ENDED, {"is_contested": True})))
    shapes = {(bar[0], bar[4]) for bar in bars_of(figure)}
    assert shapes == {("man", ""), ("other", "/")}


def test_the_hover_of_a_spell_tells_group_office_and_days():
    def hover(spell):
        return careers(spells_of(spell)).data[-1].customdata[0][1]

    assert hover(("man", "banner", ENDED, {"role": "governor;judge", "is_contested": True})) == (
        "The man: The banner (governor, judge)<br>Begun May 2014<br>ended March 2015<br>Disputed")
    assert hover(("man", "banner", OPEN)).endswith("no end told; last heard of 1 January 2017")
    assert hover(("man", "banner", OPEN, {"end_basis": "open"})).endswith("told as holding on 1 January 2017")


def test_lines_stand_in_the_order_given():
    spells = spells_of(("man", "banner", ENDED), ("other", "banner", OPEN))
    axis = careers(spells, order=["other", "man"]).layout.yaxis
    assert (list(axis.tickvals), list(axis.ticktext)) == ([0, 1], ["The other", "The man"])
    bottom, top = axis.range
    assert top < 0 < 1 < bottom


def test_events_are_marks_on_the_line_of_their_actor():
    events = events_of(DAY_EVENT, MONTH, BY_THEN, ("2015-03-01", None, "range"), (None, None, "unknown"), DAY_EVENT,
                       (*DAY_EVENT, {"is_contested": True, "kind": "death"}))
    actor_of = {f"e{i}": ("man", "other")[i % 2] for i in range(5)} | {"e5": "nobody", "e6": "man"}
    spells = spells_of(("man", "banner", ENDED), ("other", "banner", OPEN))
    marks = marks_of(careers(spells, events, actor_of))
    assert {i: (str(at.date()), row, text) for i, (at, row, _, text) in marks.items()} == {
        "e0": ("2015-03-05", 0, ""), "e1": ("2015-03-16", 1, ""), "e2": ("2015-06-01", 0, "←"),
        "e3": ("2015-03-01", 1, ""), "e6": ("2015-03-05", 0, "")}
    assert marks["e6"][2] == "cross-open"


def test_markup_in_careers_is_shown_as_it_stands(look, evil, texts):
    spells = spells_of(("man", "banner", OPEN, {"actor_name": evil, "group_name": evil, "role": evil}))
    events = events_of((*DAY_EVENT, {"label": evil}))
    figure = careers(spells, events, {"e0": "man"}, look)
    written = texts(figure)
    assert not [text for text in written if "<b>Tor" in text or "<script" in text]
    assert list(figure.layout.yaxis.ticktext) == [ESCAPED]
    assert f"({ESCAPED})" in figure.data[0].customdata[0][1]


def test_careers_have_the_line_of_the_day():
    on = pd.Timestamp("2016-01-01")
    figure = careers(spells_of(("man", "banner", ENDED), ("other", "banner", OPEN)), on=on)
    assert [pd.Timestamp(line.x0) for line in figure.layout.shapes] == [on]


def test_no_spells_are_an_empty_figure():
    assert not careers(spells_of()).data


def lane_tables(*parts):
    """A view of events with (event_id, part, actor_id)."""
    groups = [("banner", None, 1), ("council", "banner", None), ("pines", None, 2)]
    names = {"banner": "Banner", "council": "Council", "pines": "Pines", "man": "Man", "cohort": "Men"}
    ids = ["e0", "e1"]
    tables = {
        "groups": pd.DataFrame(groups, columns=["group_id", "parent_group_id", "rank"]),
        "actors": pd.DataFrame({"actor_id": list(names), "name": list(names.values()),
                                "actor_type": ["group"] * 3 + ["person", "cohort"]}),
        "cohorts": pd.DataFrame({"cohort_id": ["cohort"], "group_id": ["council"]}),
        "provinces": pd.DataFrame({"province_id": ["X-1", "X-2"], "name": ["Upper Vale", "Lower Vale"]}),
        "sources": pd.DataFrame({"source_id": ["s1", "s2"], "publisher": ["Courier", "Herald"],
                                 "published": ["2014-09", "2015"]}),
        "events": pd.DataFrame({"event_id": ids, "kind": ["defection", "attack"]}),
        "event_actors": pd.DataFrame(parts, columns=["event_id", "part", "actor_id"], dtype="str"),
        "event_provinces": pd.DataFrame({"event_id": ["e0", "e0"], "province_id": ["X-2", "X-1"]}),
        "claims": pd.DataFrame({"event_id": ["e1", "e0", "e1"], "source_id": ["s2", "s1", "s1"]}),
    }
    return Known(tables, tables, None)


@pytest.mark.parametrize(("parts", "group"), [
    ([("subject", "man"), ("from_group", "banner"), ("to_group", "pines")], "pines"),
    ([("subject", "pines"), ("from_group", "banner")], "pines"),
    ([("subject", "council"), ("object", "pines")], "banner"),
    ([("subject", "cohort")], "banner"), ([("subject", "man"), ("object", "pines")], "pines"),
    ([("from_group", "council"), ("object", "pines")], "banner"), ([("subject", "man")], None),
])
def test_an_event_wears_the_colour_of_whom_it_leads_to_else_of_who_acts(parts, group):
    tables = lane_tables(*[("e0", *part) for part in parts])
    assert query.group_of_events(tables) == ({"e0": group} if group else {})


@pytest.mark.parametrize(("by", "lanes"), [
    ("group", {"e0": ["Banner"], "e1": [query.NOT_TOLD]}), ("kind", {"e0": ["defection"], "e1": ["attack"]}),
    ("province", {"e0": ["Lower Vale", "Upper Vale"], "e1": [query.NOT_TOLD]}),
    ("source", {"e0": ["Courier, September 2014"], "e1": ["Courier, September 2014", "Herald, 2015"]}),
    ("person", {"e0": [query.NOT_TOLD], "e1": ["Man"]}),
])
def test_an_event_stands_in_every_lane_that_it_names_else_in_that_of_none(by, lanes):
    rows = timeline.select_lanes(lane_tables(("e0", "to_group", "council"), ("e1", "subject", "man")), by)
    assert not rows.duplicated(["event_id", "lane_id"]).any()
    assert rows.groupby("event_id")["lane"].agg(lambda names: sorted(names)).to_dict() == lanes
