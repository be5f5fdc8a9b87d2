"""The dashboard works where there is no internet: whatever a reader does, only its own server is asked."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from bayah import actors, dossier, query
from bayah.query import Filters

from .steps import HEADINGS, close, eventually, expect_params, go, params_of, select_row, settled, turn_to

pytestmark = pytest.mark.browser

TITLES = ("Stories", "Map", "Province", "Person", "Group", "Network", "Flows", "Timeline", "Sources",
          "Disputes", "Method and data", "Overview")


def test_no_page_and_no_interaction_asks_another_host(visitor, app, tables):
    page = visitor.stranger()
    own, asked = urlsplit(app).netloc, set()

    def let_through(route):
        host = urlsplit(route.request.url).netloc
        asked.add(host)
        if host == own:
            route.continue_()
        else:
            route.abort()

    page.context.route("**/*", let_through)
    go(page, "/")
    for title in TITLES:
        turn_to(page, title)
        settled(page)
        INTERACTIONS.get(title, lambda page, tables: None)(page, tables)
        settled(page)
    expect(page.locator("h1")).to_have_text(HEADINGS["Overview"])
    assert asked == {own}


def use_map(page, tables):
    page.get_by_label("Shade the provinces by").first.click()
    page.get_by_role("option", name="Claims", exact=True).click()
    expect_params(page, {"measure": ["claims"]})
    page.locator(".choroplethlayer path").first.hover(force=True)
    page.mouse.wheel(0, 200)


def use_province(page, tables):
    place = dossier.select_told(tables, Filters())["province_id"].iloc[0]
    page.locator(f".st-key-dossier_way_{place} button").click()
    expect_params(page, {"province": [place]})
    settled(page)
    page.get_by_test_id("stSidebar").get_by_role("button", name="Reset all filters").click()
    expect_params(page, {})


def use_person(page, tables):
    use_actor(page, tables, "person", ("person", "cohort"))


def use_group(page, tables):
    use_actor(page, tables, "group", ("group",))


def use_actor(page, tables, key, types):
    actor = actors.select_listed(tables, Filters(), types)["actor_id"].iloc[0]
    page.locator(f".st-key-{key}_way_{actor} button").click()
    expect_params(page, {"actor": [actor]})
    settled(page)
    page.locator(f".st-key-{key}_choice").get_by_role("button", name="Clear value").click()
    expect_params(page, {})


def use_network(page, tables):
    actor = query.select_allegiances(tables, Filters())["actor_id"].iloc[0]
    page.get_by_role("button", name="Zoom in").click()
    select_row(page, page.locator(".st-key-spell_table"), 0)
    expect_params(page, {"actor": [actor]})
    close(page, "actor")
    expect_params(page, {})


def use_timeline(page, tables):
    page.get_by_role("radio", name="Careers", exact=True).click()
    expect_params(page, {"show": ["careers"]})
    page.get_by_role("button", name="All years").click()
    eventually(page, lambda: set(params_of(page)), {"show", "span"})


def use_flows(page, tables):
    page.get_by_role("radio", name="Matrix", exact=True).click()
    expect_params(page, {"drawn": ["matrix"]})


def use_sources(page, tables):
    select_row(page, page.locator(".st-key-source_table"), 1)
    by_day = tables["sources"].sort_values("known_date", ignore_index=True)
    expect_params(page, {"article": [by_day.at[1, "source_id"]]})


def use_disputes(page, tables):
    last = query.select_disputes(tables, Filters()).iloc[-1]["dispute_id"]
    page.locator("[data-testid=stExpander] summary").last.click()
    page.get_by_role("button", name="Show only this dispute").last.click()
    expect_params(page, {"dispute": [last]})
    page.get_by_role("button", name="All disputes").click()
    expect_params(page, {})


INTERACTIONS = {"Map": use_map, "Province": use_province, "Person": use_person, "Group": use_group,
                "Network": use_network, "Flows": use_flows, "Timeline": use_timeline,
                "Sources": use_sources, "Disputes": use_disputes}
