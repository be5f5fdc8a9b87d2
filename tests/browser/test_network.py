"""The network in Chromium: nodes are clicked, and stay where they are when the clock is set."""

import json
from datetime import date, timedelta

import networkx as nx
import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import expect

from bayah import query, ties
from bayah.figures.look import DARK
from bayah.figures.network import strongest
from bayah.query import Filters
from scripts.larger_atlas import atlas_of, write_atlas

from .steps import (
    close,
    count_line,
    eventually,
    expect_claims,
    expect_params,
    go,
    panel,
    params_of,
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
    found = ties.select_ties(tables, filters)
    return sorted({*found["source_id"], *found["target_id"]})


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
    page.wait_for_timeout(300)
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


def drawn_ties(page):
    """The ids of the lines, and the standing of each."""
    return page.locator(".net").evaluate("(box) => box.linesNow()")


def expect_ties(page, found):
    """The network comes to draw these ties."""
    wanted = set(strongest(found)["tie_id"])
    eventually(page, lambda: set(drawn_ties(page)), wanted)


def test_the_legend_chooses_which_ties_are_drawn(page, tables):
    go(page, "/network")
    page.get_by_role("button", name="Enemies and pressure").click()
    expect_params(page, {"ties": ["foes"]})
    expect_ties(page, ties.only(ties.select_ties(tables, Filters()), ["foes"], False))
    page.get_by_text("Only what nobody disputes").click()
    expect_params(page, {"ties": ["foes"], "certain": ["true"]})
    expect_ties(page, ties.only(ties.select_ties(tables, Filters()), ["foes"], True))


def test_steps_around_an_actor_and_the_way_to_another(page, tables):
    whole = ties.select_ties(tables, Filters())
    one, other = "abdul-rauf-khadim", "abdul-qayum-zakir"
    go(page, f"/network?actor={one}")
    page.get_by_role("radio", name="1 step").click()
    expect_params(page, {"actor": [one], "depth": ["1"]})
    expect_ties(page, ties.around(whole, one, 1))
    go(page, f"/network?actor={one}&way={other}")
    way = ties.way_between(whole, one, other)
    expect_ties(page, way)
    lines = page.get_by_test_id("stMain").locator("ol li")
    expect(lines).to_have_count(len(way))
    expect(lines.first).to_contain_text(name_of(tables, one))
    expect(lines.last).to_contain_text(name_of(tables, other))


def test_a_double_click_opens_the_dossier(page, tables):
    go(page, "/network")
    actors = actors_of(tables, Filters())
    expect_nodes(page, actors)
    actor = lonely_person(page, tables, actors)
    page.locator(".net").scroll_into_view_if_needed()
    page.mouse.dblclick(**page.locator(".net").evaluate(CLICKED, actor))
    page.wait_for_url("**/person?**")
    expect_params(page, {"actor": [actor]})


def test_the_dossier_is_opened_by_key_and_from_the_panel_with_the_filters_kept(page, tables):
    filters = {"from": ["2015"], "kind": ["pledge", "appointment"]}
    address = "/network?actor=iskp&from=2015&kind=pledge&kind=appointment"
    go(page, address)
    page.locator(".net").focus()
    page.keyboard.press("ArrowDown")
    cursor = page.locator(".net").get_attribute("data-cursor")
    assert cursor not in (None, "iskp")
    page.keyboard.press("Shift+Enter")
    kind = tables["actors"].set_index("actor_id").at[cursor, "actor_type"]
    expect(page.locator("h1")).to_have_text("Group" if kind == "group" else "Person")
    expect_params(page, {"actor": [cursor], **filters})
    go(page, address)
    panel(page).get_by_role("link", name="Open the dossier").click()
    expect(page.locator("h1")).to_have_text("Group")
    expect_params(page, {"actor": ["iskp"], **filters})


@pytest.mark.parametrize("kind", ["person", "cohort", "group"])
def test_a_link_alone_opens_an_actor_of_any_kind_and_marks_his_node(page, tables, kind):
    actors = tables["actors"].set_index("actor_id")["actor_type"]
    actor = next(actor for actor in actors_of(tables, Filters()) if actors[actor] == kind)
    go(page, f"/network?actor={actor}")
    expect(panel(page).get_by_role("heading", name=name_of(tables, actor))).to_be_visible()
    assert page.locator(".net").evaluate("(box) => box.chosenNow()") == [actor]
    panel(page).get_by_role("link", name="Open the dossier").click()
    expect(page.locator("h1")).to_have_text("Group" if kind == "group" else "Person")
    expect_params(page, {"actor": [actor]})


def test_the_network_is_that_of_the_filters(page, tables):
    source = tables["claims"]["source_id"].value_counts().index[0]
    for filters in (Filters(kind=("death", "detention")), Filters(source=(source,)), Filters(province=("AF-NAN",)),
                    Filters(group=("iskp", "islamic-state"), from_=date(2014, 9, 1), to=date(2015, 2, 28))):
        words = "&".join(f"{name}={value}" for name, values in query.write_filters(filters).items()
                         for value in ([values] if isinstance(values, str) else values))
        found = ties.select_ties(tables, filters)
        assert 0 < len(found) < len(ties.select_ties(tables, Filters()))
        go(page, f"/network?{words}")
        expect_nodes(page, actors_of(tables, filters))
        expect_ties(page, found)


def test_how_khadim_is_tied_to_zakir_is_asked_on_the_page_alone(page, tables):
    one, other = "abdul-rauf-khadim", "abdul-qayum-zakir"
    go(page, "/network")
    for label, actor, params in (("Whose ties?", one, {"actor": [one]}),
                                 ("Or how is he tied to", other, {"actor": [one], "way": [other]})):
        box = page.get_by_role("combobox", name=label)
        box.fill(name_of(tables, actor))
        page.get_by_role("option", name=name_of(tables, actor)).click()
        expect_params(page, params)
        settled(page)
    way = ties.way_between(ties.select_ties(tables, Filters()), one, other)
    assert len(way) == 2
    lines = page.get_by_test_id("stMain").locator("ol li")
    expect(lines).to_have_count(2)
    expect(lines.last).to_contain_text(name_of(tables, other))
    expect_ties(page, way)
    # By the day before anything ties the two it says so.
    first = tables["sources"]["known_date"].min().date()
    known = ties.select_ties(tables, Filters(known=first))
    assert ties.way_between(known, one, other).empty
    go(page, f"/network?actor={one}&way={other}&known={first}")
    if other in actors_of(tables, Filters(known=first)):
        expect(page.get_by_text("Nothing in this view ties")).to_be_visible()
    else:
        expect(box).to_have_value("")  # whom no tie names then is no choice


def test_above_a_thousand_actors_the_most_tied_are_drawn_and_the_page_says_so(visitor, start_app, tables, tmp_path):
    many = atlas_of(tables, 1040)
    address = start_app(BAYAH_DATA=str(write_atlas(many, tmp_path / "data")))
    page = visitor.window(address)
    page.set_default_timeout(120_000)
    go(page, f"{address}/network")
    expect(page.get_by_text("1,040 actors are tied in this view; drawn are the 1,000 with most ties.")).to_be_visible()
    kept = ties.most_tied(ties.select_ties(many, Filters()), 1000)
    expect_nodes(page, sorted({*kept["source_id"], *kept["target_id"]}))
    expect(count_line(page)).to_contain_text(f"All {len(query.view(many)['events']):,}")
    page.goto(f"{address}/network?actor=abdul-rauf-khadim-3&depth=1")
    expect_nodes(page, actors_around(many, "abdul-rauf-khadim-3"))


def actors_around(tables, actor):
    near = ties.around(ties.select_ties(tables, Filters()), actor, 1)
    return sorted({*near["source_id"], *near["target_id"]})


def test_nodes_are_reached_and_chosen_by_keyboard(page, tables):
    go(page, "/network?actor=iskp")
    page.locator(".net").focus()
    page.keyboard.press("ArrowLeft")
    cursor = page.locator(".net").get_attribute("data-cursor")
    assert cursor not in (None, "iskp")
    expect(page.locator(".frame + .said")).to_contain_text(name_of(tables, cursor))
    page.keyboard.press("Enter")
    expect_params(page, {"actor": [cursor]})


def test_a_line_opens_the_event_behind_it(page, tables):
    go(page, "/network?actor=abdul-rauf-khadim&way=iskp")
    (tie,) = ties.way_between(ties.select_ties(tables, Filters()), "abdul-rauf-khadim", "iskp").itertuples()
    page.locator(".net").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    ends = [page.locator(".net").evaluate(CLICKED, actor) for actor in (tie.source_id, tie.target_id)]
    page.mouse.click(*[(ends[0][axis] + ends[1][axis]) / 2 for axis in ("x", "y")])
    expect_claims(page, tables, tie.event_ids.split(";")[0])


def test_playing_turns_the_clock_while_nodes_stay(page, tables):
    rows = ties.select_periods(tables, Filters(), "year", "on")
    days = [last.date() for last in rows["last"]]
    go(page, "/network")
    expect_nodes(page, actors_of(tables, Filters()))
    stay = actors_of(tables, Filters(on=days[0]))
    page.wait_for_timeout(300)
    places = page.locator(".net").evaluate(PLACES, stay)
    page.locator(".periods [data-play]").click()
    page.wait_for_function(f"new URL(location).searchParams.get('on') >= '{days[2]}'")
    page.locator(".periods [data-play]").click()
    settled(page)
    shown = params_of(page)["on"][0]
    assert shown in {str(day) for day in days}
    expect_ties(page, ties.select_ties(tables, Filters(on=date.fromisoformat(shown))))
    assert page.locator(".net").evaluate(PLACES, stay) == places
    page.get_by_role("button", name="All times").click()
    expect_params(page, {})


def test_the_slider_turns_what_was_known(page, tables):
    rows = ties.select_periods(tables, Filters(), "year", "known")
    go(page, "/network?clock=known")
    day = rows["last"][0].date()
    stay = actors_of(tables, Filters(known=day))
    page.wait_for_timeout(300)
    places = page.locator(".net").evaluate(PLACES, stay)
    page.locator(".bars [data-n='0']").click()
    expect_params(page, {"clock": ["known"], "known": [str(day)]})
    expect_nodes(page, stay)
    assert page.locator(".net").evaluate(PLACES, stay) == places
    expect_ties(page, ties.select_ties(tables, Filters(known=day)))
    expect(page.locator(".periods output")).to_have_text(f"As known at the end of {rows['name'][0]}")


def test_the_network_fits_a_phone_in_the_dark_and_is_taken_away_as_a_picture(visitor, tables, tmp_path):
    page = visitor.stranger(viewport={"width": 390, "height": 844}, color_scheme="dark")
    go(page, "/network")
    box = page.locator(".net").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as PNG").click()
    download.value.save_as(tmp_path / "network.png")
    with Image.open(tmp_path / "network.png") as picture:
        colours = picture.convert("RGB").getcolors(10**6)
        assert max(colours)[1] == tuple(bytes.fromhex(DARK.paper[1:]))
        assert len(colours) > 50


def test_the_network_is_taken_away_as_files_that_hold_its_ties(page, tables, tmp_path):
    go(page, "/network?actor=iskp&depth=1&on=2015-08-01")
    shown = ties.around(ties.select_ties(tables, Filters(on=date(2015, 8, 1))), "iskp", 1)
    page.get_by_role("button", name="Take it away").click()
    for kind in ("gexf", "graphml", "json", "csv", "html"):
        with page.expect_download() as download:
            page.locator(f".st-key-network_{kind} button").click()
        assert download.value.suggested_filename == f"bayah-network.{kind}"
        download.value.save_as(tmp_path / kind)
    graphs = [nx.read_gexf(tmp_path / "gexf", version="1.3"), nx.read_graphml(tmp_path / "graphml"),
              nx.node_link_graph(json.loads((tmp_path / "json").read_text()), edges="edges")]
    for graph in graphs:
        assert set(graph.nodes) == {*shown["source_id"], *shown["target_id"]}
        assert graph.number_of_edges() == len(shown)
    assert set(pd.read_csv(tmp_path / "csv")["tie_id"]) == set(shown["tie_id"])
    told = (tmp_path / "html").read_text()
    assert "on=2015-08-01" in told
    assert all(tie in told for tie in shown["source_name"])
