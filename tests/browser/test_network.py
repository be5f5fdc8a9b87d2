"""The network in Chromium: nodes are clicked, and stay where they are when the clock is set."""

from datetime import timedelta

import pandas as pd
import pytest
from playwright.sync_api import expect

from bayah import query
from bayah.query import Filters

from .steps import (
    close,
    eventually,
    expect_claims,
    expect_params,
    go,
    panel,
    select_row,
    set_day,
    settled,
)

pytestmark = pytest.mark.browser

PLACES = """(box, ids) => Object.fromEntries(ids.map((id) => {
  const { x, y } = box.whereIs(id);
  return [id, [Math.round(x), Math.round(y)]];
}))"""
CLICKED = """(box, id) => {
  const [frame, place] = [box.getBoundingClientRect(), box.whereIs(id)];
  return { x: frame.left + place.x, y: frame.top + place.y };
}"""
SIZE = "(box) => [box.clientWidth, box.clientHeight]"


def actors_of(tables, filters):
    """Who stands in the network of a view: all who are tied, and what their groups are part of."""
    spells = query.select_allegiances(tables, filters)
    relations = query.select_relations(tables, filters)
    actors = set(spells["actor_id"]) | set(spells["group_id"])
    actors |= set(relations["subject_id"]) | set(relations["object_id"])
    groups = tables["groups"]
    parents = groups.loc[groups["group_id"].isin(actors), "parent_group_id"].dropna()
    while not set(parents) <= actors:
        actors |= set(parents)
        parents = groups.loc[groups["group_id"].isin(actors), "parent_group_id"].dropna()
    return sorted(actors)


def expect_nodes(page, actors):
    """The network comes to have these nodes and no others."""
    net = page.locator(".net")
    expect(net).to_have_attribute("data-ready", str(len(actors)))
    assert sorted(net.evaluate(PLACES, actors)) == actors


def lonely_person(page, tables, actors):
    """The person farthest from his neighbours, so that there is no doubt who is clicked."""
    places = page.locator(".net").evaluate(PLACES, actors)
    width, height = page.locator(".net").evaluate(SIZE)

    def room(actor):
        x, y = places[actor]
        others = (abs(x - a) + abs(y - b) for other, (a, b) in places.items() if other != actor)
        return min(min(others), x, y, width - x, height - y)

    return max((actor for actor in actors if actor in set(tables["persons"]["person_id"])), key=room)


def name_of(tables, actor_id):
    return tables["actors"].set_index("actor_id").at[actor_id, "name"]


def test_clicked_node_opens_its_actor_and_an_event_its_claims(page, tables):
    actors = actors_of(tables, Filters())
    go(page, "/network")
    expect_nodes(page, actors)
    actor = lonely_person(page, tables, actors)
    page.locator(".net").scroll_into_view_if_needed()
    page.mouse.click(**page.locator(".net").evaluate(CLICKED, actor))
    expect_params(page, {"actor": [actor]})
    expect(panel(page).get_by_role("heading", name=name_of(tables, actor))).to_be_visible()
    event_id = query.select_actor_events(tables, Filters(), actor).iloc[0]["event_id"]
    panel(page).locator(f".st-key-event_{event_id} button").click()
    expect_claims(page, tables, event_id)
    expect_params(page, {"actor": [actor], "event": [event_id]})
    # Closing the event leads back to the actor, closing him to the bare network.
    close(page, "event")
    expect_params(page, {"actor": [actor]})
    close(page, "actor")
    expect_params(page, {})


def test_another_node_can_be_clicked_while_an_event_is_open(page, tables):
    """A click leads from any panel to the actor that was clicked."""
    actors = actors_of(tables, Filters())
    event_id = tables["events"]["event_id"].iloc[0]
    go(page, f"/network?event={event_id}")
    expect_nodes(page, actors)
    actor = lonely_person(page, tables, actors)
    page.locator(".net").scroll_into_view_if_needed()
    page.mouse.click(**page.locator(".net").evaluate(CLICKED, actor))
    expect(panel(page).get_by_role("heading", name=name_of(tables, actor))).to_be_visible()
    expect_params(page, {"actor": [actor]})


def test_link_opens_an_actor_and_the_table_another(page, tables):
    spells = query.select_allegiances(tables, Filters())
    other = spells["actor_id"].iloc[0]
    actor = next(actor for actor in spells["actor_id"] if actor != other)
    go(page, f"/network?actor={actor}")
    expect(panel(page).get_by_role("heading", name=name_of(tables, actor))).to_be_visible()
    select_row(page, page.locator(".st-key-spell_table"), 0)
    expect_params(page, {"actor": [other]})
    expect(panel(page).get_by_role("heading", name=name_of(tables, other))).to_be_visible()


def test_clock_changes_who_is_there_but_not_where(page, tables):
    """The day before the first half of all spells had begun."""
    day = query.select_allegiances(tables, Filters())["start_latest"].median().date()
    day -= timedelta(days=1)
    before, after = actors_of(tables, Filters()), actors_of(tables, Filters(on=day))
    stay = sorted(set(before) & set(after))
    assert stay
    assert set(after) != set(before)
    go(page, "/network")
    expect_nodes(page, before)
    places = page.locator(".net").evaluate(PLACES, stay)
    set_day(page, "True on", day)
    expect_params(page, {"on": [str(day)]})
    expect_nodes(page, after)
    settled(page)
    eventually(page, lambda: page.locator(".net").evaluate(PLACES, stay), places)


def test_offices_stand_in_order_and_lead_to_who_held_them(page, tables):
    """Offices with two or more holders come first; the first row is the first of such a line."""
    terms = query.select_successions(tables, Filters())
    holders = terms.groupby(["group_name", "role"])["actor_id"].nunique()
    group, role = min(holders[holders > 1].index)
    line = terms[(terms["group_name"] == group) & (terms["role"] == role)]
    go(page, "/network")
    table = page.locator(".st-key-office_table")
    for row, term in enumerate(line.head(2).itertuples()):
        for column, text in ((1, group), (2, role), (3, str(term.position)), (4, term.actor_name)):
            expect(table.get_by_test_id(f"glide-cell-{column}-{row}")).to_have_text(text)
    select_row(page, table, 1)
    expect_params(page, {"actor": [line.iloc[1]["actor_id"]]})
    expect(panel(page).get_by_role("heading", name=line.iloc[1]["actor_name"])).to_be_visible()
    with page.expect_download() as download:
        page.locator(".st-key-offices_download button").click()
    told = pd.read_csv(download.value.path())
    assert len(told) == len(terms)
    assert told["Who"].tolist()[:len(line)] == line["actor_name"].tolist()
