"""The page of flows: what it draws, what its tables say, and what a chosen flow shows."""

import pytest

from bayah import flows
from bayah.query import Filters


def table(app, column):
    """The table that has this column."""
    return next(shown.value for shown in app.dataframe if column in shown.value.columns)


@pytest.mark.parametrize("drawn", ["sankey", "matrix", "periods"])
@pytest.mark.parametrize("count", ["events", "people"])
def test_every_drawing_stands_and_the_table_has_its_numbers(opened, published, drawn, count):
    app = opened("flows", drawn=[drawn], count=[count], step=["quarter"])
    assert not app.exception
    rows = flows.select_flows(published, Filters())
    shown = table(app, "Why, as it is told")
    assert shown["Events"].tolist() == rows["n_events"].tolist()
    assert shown["Disputed"].tolist() == rows["n_contested"].tolist()


def test_a_chosen_flow_lists_its_events(opened, published):
    crossings = flows.select_crossings(published, Filters())
    flow = flows.count_flows(crossings).iloc[0]
    app = opened("flows", flow=[f"{flow['from_group_id']},{flow['to_group_id']}"])
    mine = flows.of_flow(crossings, (flow["from_group_id"], flow["to_group_id"]))
    buttons = {button.key for button in app.button}
    assert {f"event_{event}" for event in mine["event_id"]} <= buttons
    assert f"#### {flow['from_group']} to {flow['to_group']}" in [part.value for part in app.markdown]


def test_a_chosen_cell_lists_the_events_of_its_period_alone(opened, published):
    crossings = flows.select_crossings(published, Filters())
    cells = flows.by_period(crossings, flows.select_periods(crossings, "year"))
    cell = cells[cells["n_events"] < cells.groupby(flows.PAIR)["n_events"].transform("max")].iloc[0]
    app = opened("flows", drawn=["periods"], flow=[f"{cell['from_group_id']},{cell['to_group_id']},{cell['name']}"])
    assert sum((button.key or "").startswith("event_") for button in app.button) == cell["n_events"]


@pytest.mark.parametrize("flow", ["nobody,nowhere", "<b>x</b>,y,z", "one"])
def test_a_flow_that_the_atlas_does_not_hold_harms_nothing(opened, flow):
    app = opened("flows", flow=[flow])
    assert not app.exception
    assert not [part for part in app.markdown if "<b>x" in part.value]


def test_a_view_without_flows_offers_the_way_out(opened):
    app = opened("flows", kind=["death"])
    assert not app.exception
    assert any("No changes of side" in part.value for part in app.markdown)


def test_what_the_slider_of_the_map_turns_and_flows_do_not_falls_back(opened):
    app = opened("flows", turn=["on"])
    assert not app.exception
    assert app.session_state["turn"] == "window"
