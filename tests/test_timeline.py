"""Timelines: lanes, dates told otherwise, density, cells of lanes and periods, careers in order."""

from datetime import date

import pandas as pd
import pytest

from bayah import query, timeline
from bayah.derive import Known
from bayah.figures.look import CATEGORIES
from bayah.model import KINDS
from bayah.query import Filters
from bayah.timeline import LANES, ORDERS

CROSS = {"kind": "defection", "from_group": "front", "to_group": "pines", "date": "2014"}


@pytest.mark.parametrize("by", list(LANES))
def test_every_event_has_a_lane_and_none_twice(published, by):
    rows = timeline.select_lanes(published, by)
    events = query.view(published)["events"]
    assert set(rows["event_id"]) == set(events["event_id"])
    assert not rows.duplicated(["event_id", "lane_id"]).any()
    assert rows["lane"].notna().all()
    assert ((rows["lane"] == query.NOT_TOLD) == (rows["lane_id"] == "")).all()


def test_lanes_are_those_that_were_known(published):
    early = Filters(known=date(2015, 5, 8))
    sources = set(timeline.select_lanes(published, "source", early)["lane_id"])
    known = published["sources"].loc[published["sources"]["known_date"] <= "2015-05-08", "source_id"]
    assert sources == set(known)


def test_the_fullest_lane_stands_first_and_that_of_none_last():
    rows = pd.DataFrame({"lane": ["B", "A", query.NOT_TOLD, query.NOT_TOLD, query.NOT_TOLD, "A", "C"]})
    assert timeline.order_lanes(rows) == ["A", "B", "C", query.NOT_TOLD]


def test_of_a_disputed_date_every_span_is_told_and_of_others_none(made):
    tables = made(CROSS | {"subject": "man", "date": "2014-03"}, CROSS | {"subject": "man-2", "date": "2014-05"})
    events = query.select_events(tables, Filters()).events
    assert timeline.told_dates(tables, events).empty
    both = tables["claims"]["event_id"].iloc[0]
    told = tables["claims"].assign(event_id=both)
    disputed = events.assign(contested_fields="modality;date")
    spans = timeline.told_dates(_with_claims(tables, told), disputed)
    assert [str(day.date()) for day in spans["date_earliest"]] == ["2014-03-01", "2014-05-01"]
    assert spans["n_claims"].tolist() == [1, 1]


def _with_claims(tables, claims):
    """The view with other claims."""
    return Known({**tables, "claims": claims}, tables, None)


@pytest.mark.parametrize("step", ["year", "quarter", "month"])
def test_the_density_counts_each_dated_event_once_in_all(published, step):
    events = query.select_events(published, Filters()).events
    events = events[~events["is_state"]]
    periods = timeline.select_density(events, step)
    assert periods[list(CATEGORIES)].sum(axis=1).tolist() == periods["n_sure"].tolist()
    dated = events.dropna(subset=["date_earliest", "date_latest"])
    assert periods["n_sure"].sum() + periods["n_spread"].sum() == pytest.approx(len(dated), abs=0.5)
    assert (periods["n_sure"] <= periods["n_events"]).all()


def test_a_span_gives_each_period_its_share_of_days(made):
    tables = made(CROSS | {"subject": "man", "date": "2014-12-01/2015-01-31"}, CROSS | {"subject": "man-2"})
    periods = timeline.select_density(query.select_events(tables, Filters()).events, "year").set_index("name")
    assert periods["n_spread"].to_dict() == {"2014": 0.5, "2015": 0.5}
    assert periods["n_sure"].to_dict() == {"2014": 1, "2015": 0}


def test_every_kind_belongs_to_one_category():
    assert sorted(kind for kinds in CATEGORIES.values() for kind in kinds) == sorted(KINDS)


def test_cells_count_what_can_and_what_surely_lies_in_lane_and_period(published):
    events = query.select_events(published, Filters()).events
    events = events[~events["is_state"]]
    rows = events.merge(timeline.select_lanes(published, "kind"), on="event_id")
    cells = timeline.by_lane(rows, "year")
    assert set(cells["lane"]) <= set(events["kind"])
    assert not cells.duplicated(["lane_id", "name"]).any()
    for cell in cells.iloc[::7].itertuples():
        can = rows[(rows["lane_id"] == cell.lane_id) & ~(rows["date_latest"] < cell.first)
                   & ~(rows["date_earliest"] > cell.last)]
        assert len(can) == cell.n_events > 0
        assert can["is_contested"].sum() == cell.n_contested
    assert timeline.by_lane(rows.iloc[:0], "year").empty


def test_careers_tell_changes_of_side_and_with_whom_he_stands_now(made):
    tables = made({"kind": "joining", "subject": "man", "to_group": "front", "date": "2010"},
                  CROSS | {"subject": "man"}, {"kind": "joining", "subject": "man-2", "to_group": "front",
                                               "date": "2012"},
                  {"kind": "death", "subject": "man-2", "date": "2013"}, parents={"front": None, "pines": None})
    careers = timeline.select_careers(tables, Filters(), ("person",)).set_index("actor_id")
    assert careers["n_changes"].to_dict() == {"man": 2, "man-2": 1}
    assert careers.at["man", "n_groups"] == 2
    assert careers.at["man", "group_id"] == "pines"
    assert pd.isna(careers.at["man-2", "group_id"])
    assert careers.at["man", "first_change"] == pd.Timestamp("2010-12-31")
    then = timeline.select_careers(tables, Filters(on=date(2012, 6, 1)), ("person",)).set_index("actor_id")
    assert then.at["man", "group_id"] == "front"


@pytest.mark.parametrize("by", list(ORDERS))
@pytest.mark.parametrize("grouped", [False, True])
def test_careers_are_ordered_and_gathered_without_losing_anybody(published, by, grouped):
    careers = timeline.select_careers(published, Filters(), ("person",))
    bands = timeline.order_careers(careers, by, grouped)
    assert sorted(actor for _, actors in bands for actor in actors) == sorted(careers["actor_id"])
    assert all(heading for heading, _ in bands) == grouped
    rows = careers.set_index("actor_id")
    for heading, actors in bands:
        mine = rows.loc[actors]
        if by == "name":
            assert mine["name"].is_monotonic_increasing
        elif by == "changes":
            assert mine["n_changes"].is_monotonic_decreasing
        else:
            assert mine["first_change"].dropna().is_monotonic_increasing
            assert mine["first_change"].isna().tolist() == sorted(mine["first_change"].isna())
        if grouped and mine["group"].notna().any():
            assert set(mine["group"]) == {heading}


def test_nobody_has_no_career(atlas):
    nobody = timeline.select_careers(atlas, Filters(kind=("death",), known=date(1999, 1, 1)), ("person",))
    assert nobody.empty
    assert timeline.order_careers(nobody, "first", True) == []
