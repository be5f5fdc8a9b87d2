"""The timeline page: every way of drawing stands, too many events become squares, and bad addresses harm nothing."""

import pytest

from bayah import query, timeline
from bayah.query import Filters
from bayah.timeline import LANES, ORDERS
from pages.shared.plot import SPAN


@pytest.mark.parametrize("lanes", list(LANES))
def test_every_lane_stands_with_and_without_the_lag(opened, lanes):
    for lag in ("true", "false"):
        assert not opened("timeline", lanes=[lanes], lag=[lag], states=["true"]).exception


@pytest.mark.parametrize("order", list(ORDERS))
def test_careers_stand_in_every_order(opened, published, order):
    app = opened("timeline", show=["careers"], order=[order], sides=["true"], lines=["both"])
    assert not app.exception
    careers = timeline.select_careers(published, Filters(), ("person", "cohort"))
    table = next(shown.value for shown in app.dataframe if "Stands with" in shown.value.columns)
    assert sorted(table["Who"]) == sorted(careers["name"])


def test_too_many_events_become_squares_and_the_page_says_so(opened, monkeypatch):
    monkeypatch.setattr(timeline, "MOST_MARKS", 60)
    app = opened("timeline", lanes=["person"])
    assert not app.exception
    said = " ".join(part.value for part in app.caption)
    assert "are drawn as squares by lane and year" in said
    assert "would be too many" in said


def test_squares_are_few_whatever_the_lanes(published, monkeypatch):
    events = query.select_events(published, Filters()).events
    rows = events.merge(timeline.select_lanes(published, "person"), on="event_id")
    for most in (20, 200, 2000):
        monkeypatch.setattr(timeline, "MOST_MARKS", most)
        cells, step, left_out = timeline.few_cells(rows, "month")
        assert len(cells) <= most
        lanes = cells["lane"].nunique()
        assert lanes + left_out >= rows["lane"].nunique() or not left_out
        assert step == "year" or not left_out


@pytest.mark.parametrize("span", ["near", "2014-01-01", "<b>,2015-01-01", "2015-13-01,x"])
def test_days_in_view_that_are_none_are_left_out(opened, span):
    assert not SPAN.fullmatch(span)
    assert not opened("timeline", span=[span]).exception


def test_a_view_of_states_alone_says_how_to_see_them(opened):
    app = opened("timeline", kind=["presence"])
    assert not app.exception
    assert any("Only states match" in part.value for part in app.info)
