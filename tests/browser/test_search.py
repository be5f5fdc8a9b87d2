"""Search as a reader does it: by the box, by the key, while typing, from link to link, on a phone and in the dark."""

import re

import pytest
from playwright.sync_api import expect

from bayah import query

from .steps import IDLE, expect_claims, expect_params, go, panel, params_of, settled
from .test_pages import GROUND, NARROW, OVERFLOW, brightness

pytestmark = pytest.mark.browser


def box(page):
    return page.get_by_role("searchbox", name="Search the atlas")


def hits(page, kind):
    """The links to what was found of a kind."""
    return page.locator(f'[class*="st-key-hit_{kind}_"] a')


def test_the_box_of_any_page_leads_to_what_is_meant(page, tables):
    go(page, "/timeline?kind=pledge&known=2016-12-31")
    box(page).fill("Hafez Sayed Khan")
    box(page).press("Enter")
    expect(page.locator("h1")).to_have_text("Search")
    expect(hits(page, "person").first).to_have_text(re.compile("Hafiz Saeed Khan Orakzai"))
    expect_params(page, {"kind": ["pledge"], "known": ["2016-12-31"], "q": ["Hafez Sayed Khan"]})
    hits(page, "person").first.click()
    expect(page.locator("h1")).to_have_text("Person")
    expect_params(page, {"known": ["2016-12-31"], "actor": ["hafiz-saeed-khan-orakzai"]})
    expect(box(page)).to_have_value("")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Search")
    expect(box(page)).to_have_value("Hafez Sayed Khan")
    settled(page)


def test_the_key_goes_to_the_box_and_typing_finds_at_once(page):
    go(page, "/search?q=omar")
    expect(page.locator(".st-key-search_key [data-ready]")).to_be_attached()
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.type("mullah ", delay=40)
    page.wait_for_timeout(1200)  # longer than the pause after which the search begins
    page.keyboard.type("yac", delay=40)
    expect(hits(page, "person").first).to_have_text(re.compile("Mullah Yacoub"))
    expect(box(page)).to_have_value("mullah yac")
    expect(box(page)).to_be_focused()
    expect_params(page, {"q": ["mullah yac"]})


def test_the_key_is_a_letter_while_something_is_written(page):
    go(page, "/network")
    page.get_by_label("From", exact=True).click()
    page.keyboard.type("2014/1")
    expect(page.get_by_label("From", exact=True)).to_have_value("2014/1")
    page.keyboard.press("Escape")


def test_events_claims_places_and_provinces_open(page, tables):
    go(page, "/search?q=Jallalabad+suicide")
    hits(page, "claim").first.click()
    expect(page.locator("h1")).to_have_text("Sources")
    event = params_of(page)["event"][0]
    assert tables["claims"].set_index("event_id")["source_id"].loc[[event]].isin(params_of(page)["article"]).any()
    expect_claims(page, tables, event)
    go(page, "/search?q=Mullah+Omar+died")
    hits(page, "event").first.click()
    expect(page.locator("h1")).to_have_text("Event")
    settled(page)
    for claim in query.select_claims(tables, params_of(page)["event"]).itertuples():
        expect(page.get_by_test_id("stMain")).to_contain_text(claim.summary)
    go(page, "/search?q=Jallalabad")
    hits(page, "place").first.click()
    expect(page.locator("h1")).to_have_text("Map")
    expect_params(page, {"place": ["jalalabad"]})
    settled(page)
    go(page, "/search?q=%D9%88%D8%B1%D8%AF%DA%A9")
    hits(page, "province").first.click()
    expect_params(page, {"province": ["AF-WAR"]})
    settled(page)


def test_what_matches_is_marked_and_markup_is_text(page):
    go(page, "/search?q=Daesh")
    expect(page.locator(".found mark").first).to_have_text("Da'esh")
    shout = "<img src=x onerror=alert(1)><b>omar</b>"
    box(page).fill(shout)
    box(page).press("Enter")
    expect(page.locator(".nothing")).to_contain_text(shout)
    assert page.locator("[data-testid=stMain] img[src=x]").count() == 0


def test_on_a_phone_and_in_the_dark(visitor):
    page = visitor.stranger(viewport=NARROW, has_touch=True, is_mobile=True, color_scheme="dark")
    go(page, "/search?q=Nangahar")
    assert brightness(page) < 128, GROUND
    assert page.evaluate(OVERFLOW) == []
    box(page).fill("wardag")
    box(page).press("Enter")
    expect(hits(page, "province").first).to_have_text(re.compile("Wardak"))
    hits(page, "province").first.tap()
    expect(page.locator("h1")).to_have_text("Province")
    page.wait_for_selector(IDLE)
    assert page.evaluate(OVERFLOW) == []


def test_the_panel_is_not_needed_to_search(page):
    """A query of 5,000 characters is cut, and its address too."""
    go(page, f"/search?q={'x' * 5000}")
    expect(page.locator(".nothing")).to_be_visible()
    assert len(params_of(page)["q"][0]) == 200
    assert panel(page).count() == 0
