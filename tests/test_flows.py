"""Flows: who went where, counted by events and by people, by period and by motive."""

import pandas as pd
import pytest

from bayah import flows, query
from bayah.query import Filters

CROSS = {"kind": "defection", "from_group": "front", "to_group": "pines", "date": "2014"}
COHORTS = [("cohort-some", "front", None, None), ("cohort-six", "front", 4, 6)]


def only_flow(tables):
    (flow,) = flows.select_flows(tables, Filters()).itertuples()
    return flow


def test_flows_count_who_left_which_for_which(atlas):
    flow = only_flow(atlas)
    assert (flow.from_group, flow.to_group) == ("River Council", "Standing Pines")
    assert (flow.n_events, flow.people_min, flow.people_max, flow.n_contested) == (1, 2, 2, 0)


def test_what_did_not_happen_is_left_out_and_a_missing_number_knows_no_most(made):
    rows = [CROSS | {"subject": "man"}, CROSS | {"subject": "cohort-six"},
            CROSS | {"subject": "man-2", "modality": "planned"}, CROSS | {"subject": "man-3", "modality": "denied"}]
    flow = only_flow(made(*rows, cohorts=COHORTS))
    assert (flow.n_events, flow.people_min, flow.people_max) == (2, 5, 7)
    rows.append(CROSS | {"subject": "cohort-some"})
    flow = only_flow(made(*rows, cohorts=COHORTS))
    assert (flow.n_events, flow.people_min, flow.people_max) == (3, 5, 5)


def test_who_is_told_of_in_several_events_counts_once_with_the_highest_number(made):
    tables = made(CROSS | {"subject": "man"}, CROSS | {"subject": "man", "date": "2017", "kind": "joining"},
                  CROSS | {"subject": "cohort-six", "count_min": 5, "count_max": 9},
                  CROSS | {"subject": "cohort-six", "date": "2018", "source": "c"}, cohorts=COHORTS)
    flow = only_flow(tables)
    assert flow.n_events == 4
    assert (flow.people_min, flow.people_max) == (1 + 5, 1 + 9)


def test_flows_agree_with_the_crossings_behind_them(published):
    crossings = flows.select_crossings(published, Filters())
    rows = flows.select_flows(published, Filters())
    assert len(rows) > 3
    for flow in rows.itertuples():
        mine = flows.of_flow(crossings, (flow.from_group_id, flow.to_group_id))
        assert mine["event_id"].nunique() == flow.n_events
        assert mine.loc[mine["is_contested"], "event_id"].nunique() == flow.n_contested
        motives = set(";".join(mine["motives"].dropna()).split(";")) - {""}
        assert set(flow.motives.split(";")) - {""} == motives
    assert rows["n_events"].is_monotonic_decreasing
    events = query.select_events(published, Filters()).events
    assert set(crossings["event_id"]) <= set(events["event_id"])
    assert set(crossings["kind"]) <= set(query.CHANGES_OF_SIDE)


@pytest.mark.parametrize("step", ["year", "quarter", "month"])
def test_a_cell_counts_what_can_and_what_surely_lies_in_its_period(published, step):
    crossings = flows.select_crossings(published, Filters())
    periods = flows.select_periods(crossings, step)
    cells = flows.by_period(crossings, periods)
    assert not cells.duplicated(["from_group_id", "to_group_id", "name"]).any()
    assert (cells["n_sure"] <= cells["n_events"]).all()
    assert (cells["n_events"] > 0).all()
    for cell in cells.iloc[:: max(len(cells) // 12, 1)].itertuples():
        view = Filters(from_=cell.first.date(), to=cell.last.date())
        same = flows.of_flow(flows.select_crossings(published, view), (cell.from_group_id, cell.to_group_id))
        assert same["event_id"].nunique() == cell.n_events
        surely = same[(same["date_earliest"] >= cell.first) & (same["date_latest"] <= cell.last)]
        assert surely["event_id"].nunique() == cell.n_sure
    each = crossings.drop_duplicates("event_id")
    assert periods["n_events"].tolist() == [
        len(flows.within(each, first, last)) for first, last in zip(periods["first"], periods["last"], strict=True)]


def test_on_the_clock_of_knowledge_a_crossing_stands_where_it_was_first_told(published):
    crossings = flows.select_crossings(published, Filters()).drop_duplicates("event_id")
    periods = flows.select_periods(crossings, "year", "known").set_index("name")
    told = crossings["known_date"].dt.year.astype("str").value_counts()
    assert periods.loc[periods["n_events"] > 0, "n_events"].to_dict() == told.to_dict()
    assert (periods["n_sure"] == periods["n_events"]).all()


def test_motives_are_counted_and_untold_ones_stand_last(made):
    tables = made(CROSS | {"subject": "man", "motives": "money;grievance"}, CROSS | {"subject": "man-2"},
                  CROSS | {"subject": "man-3", "motives": "money", "to_group": "river"})
    rows = flows.count_motives(flows.select_crossings(tables, Filters()))
    assert rows["motive"].tolist() == ["money", "grievance", ""]
    assert rows["n_events"].tolist() == [2, 1, 1]
    assert rows["flows"].tolist() == ["front to pines; front to river", "front to pines", "front to pines"]


def test_a_view_without_crossings_has_no_flow_period_or_motive(atlas):
    nobody = flows.select_crossings(atlas, Filters(kind=("death",)))
    assert nobody.empty
    assert flows.count_flows(nobody).empty
    assert flows.count_motives(nobody).empty
    periods = flows.select_periods(nobody, "year")
    assert flows.by_period(nobody, periods).empty
    assert isinstance(periods, pd.DataFrame)
