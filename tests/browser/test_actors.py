"""The pages of persons and groups in Chromium: a name leads on by click and by key, an event opens beside it."""

import pytest
from playwright.sync_api import expect

from bayah import actors, query
from bayah.query import Filters

from .steps import (
    click_where,
    close,
    expect_claims,
    expect_params,
    expect_view,
    go,
    select_row,
    settled,
    turn_to,
)
from .test_pages import NARROW, OVERFLOW
from .test_timeline import SPOT_OF

pytestmark = pytest.mark.browser

MAN, GROUP = "abdul-rauf-khadim", "iskp"
NARROWED = {"known": ["2016-05-01"], "kind": ["pledge", "joining", "affiliation"]}


@pytest.fixture
def called(tables):
    """What every actor is called."""
    return tables["actors"].set_index("actor_id")["name"]


def heading(page):
    return page.locator(".dossier-head").get_by_role("heading")


def test_a_person_is_chosen_from_the_list(page, tables, called):
    go(page, "/")
    turn_to(page, "Person")
    box = page.get_by_role("combobox", name="Choose a person or cohort")
    box.fill("Khadim")
    page.get_by_role("option", name="Abdul Rauf Khadim").click()
    expect_params(page, {"actor": [MAN]})
    expect(heading(page)).to_have_text(called[MAN])
    events = actors.select_person(tables, Filters(), MAN).events
    expect(page.locator(".dossier-head li").first).to_have_text(f"{len(events)} events")


def test_a_name_leads_to_its_own_page_and_keeps_the_filters(page, called):
    words = "&".join(f"{name}={value}" for name, values in NARROWED.items() for value in values)
    go(page, f"/person?actor={MAN}&{words}")
    page.locator(f".st-key-{MAN}_tied_islamic-state button").click()
    expect(page.locator("h1")).to_have_text("Group")
    expect(heading(page)).to_have_text(called["islamic-state"])
    expect_params(page, {"actor": ["islamic-state"], **NARROWED})


def test_a_name_is_reached_by_key(page, called):
    go(page, f"/group?actor={GROUP}")
    part = page.locator(f".st-key-{GROUP}_kin_iskp-central-council button")
    part.focus()
    page.keyboard.press("Enter")
    expect_params(page, {"actor": ["iskp-central-council"]})
    expect(heading(page)).to_have_text(called["iskp-central-council"])


def test_an_event_opens_its_claims_from_the_career_and_from_the_table(page, tables):
    found = actors.select_person(tables, Filters(), MAN)
    lines = list(found.career.values())
    event_id = next(event for event, line in found.career.items() if lines.count(line) == 1)  # nothing covers it
    go(page, f"/person?actor={MAN}")
    click_where(page, SPOT_OF, [".scatterlayer", event_id])
    expect_claims(page, tables, event_id)
    expect_params(page, {"actor": [MAN], "event": [event_id]})
    close(page, "event")
    expect_params(page, {"actor": [MAN]})
    settled(page)
    first = found.events.sort_values(["date_earliest", "date_latest", "event_id"])["event_id"].iloc[0]
    select_row(page, page.locator(f".st-key-events_{MAN}"), 0)
    expect_claims(page, tables, first)


def test_a_row_of_who_held_office_leads_to_the_holder(page, tables, called):
    first = actors.select_leaders(tables, Filters(), GROUP)["actor_id"].iloc[0]
    go(page, f"/group?actor={GROUP}")
    select_row(page, page.locator(f".st-key-offices_{GROUP}"), 0)
    expect(page.locator("h1")).to_have_text("Person")
    expect_params(page, {"actor": [first]})
    expect(heading(page)).to_have_text(called[first])


def test_the_clock_of_knowledge_applies(page, tables):
    known = tables["sources"]["known_date"].sort_values().iloc[1].date()
    filters = Filters(known=known)
    go(page, f"/group?actor={GROUP}&known={known}")
    own = actors.own_view(tables, filters, GROUP)
    events = query.select_events(tables, own).events
    assert 0 < len(events) < len(actors.select_group(tables, Filters(), GROUP).events)
    expect(page.locator(".dossier-head li").first).to_have_text(f"{len(events)} events")


def test_a_province_and_a_dispute_are_a_link_away(page, tables):
    dispute = actors.select_person(tables, Filters(), MAN).disputes.iloc[0]
    go(page, f"/person?actor={MAN}")
    page.get_by_test_id("stMain").get_by_role("link", name="Helmand:").click()
    expect_view(page, tables, province=("AF-HEL",))
    expect(page.locator("h1")).to_have_text("Province")
    go(page, f"/person?actor={MAN}")
    page.get_by_test_id("stMain").get_by_role("link", name=dispute["question"]).click()
    expect_params(page, {"dispute": [dispute["dispute_id"]]})


@pytest.mark.parametrize("address", [
    f"/person?actor={MAN}", "/person?actor=mullah-omar&on=2015-01-01", f"/group?actor={GROUP}",
    "/group?actor=afghan-taliban", "/group"])
def test_the_whole_dossier_fits_on_a_phone(visitor, address):
    page = visitor.stranger(viewport=NARROW, has_touch=True, is_mobile=True)
    go(page, address)
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate(OVERFLOW) == []
