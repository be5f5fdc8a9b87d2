"""Filters, and the address that carries them from page to page and from reader to reader."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from bayah import provinces, query
from bayah.query import Filters

from .steps import (
    choose,
    count_line,
    expect_claims,
    expect_params,
    expect_view,
    figure,
    go,
    panel,
    params_of,
    set_day,
    settled,
    turn_to,
)

pytestmark = pytest.mark.browser

COUNTRIES = {"AF": "Afghanistan", "PK": "Pakistan"}
MARKS = "gd.calcdata.map((trace) => trace.map((mark) => [mark.x, mark.y, mark.b]))"


@pytest.fixture
def province(tables):
    """The province of most events: its id and how the list calls it."""
    row = provinces.select_provinces(tables, Filters(), "events").iloc[0]
    return row["province_id"], f"{row['name']}, {COUNTRIES[row['country']]}"


@pytest.fixture
def kinds(tables):
    """Three kinds that the timeline draws, the most frequent first."""
    events = tables["events"]
    kinds = events.loc[~events["is_state"], "kind"].value_counts().index[:3].tolist()
    assert len(kinds) == 3
    return kinds


def test_filter_changes_the_counts_and_the_address_and_survives_pages(page, tables, province):
    province_id, label = province
    go(page, "/map")
    expect_view(page, tables)
    choose(page, "Province", label)
    expect_view(page, tables, province=(province_id,))
    assert params_of(page) == {"province": [province_id]}
    for title in ("Timeline", "Overview"):
        turn_to(page, title)
        expect_view(page, tables, province=(province_id,))
    page.get_by_role("button", name="Reset all filters").click()
    expect_view(page, tables)
    expect(page.get_by_text("The whole atlas, as known today")).to_be_visible()
    expect(page.get_by_role("button", name="Reset all filters")).to_be_disabled()


def test_link_with_every_parameter_opens_its_view_and_stays_as_it_is(page, tables):
    """Filters taken from one event, so that they leave something to see."""
    params = parameters_of_an_event(tables)
    filters, refused = query.read_filters(params, tables)
    assert refused == []
    assert query.write_filters(filters) == params
    address = "/timeline?" + "&".join(f"{name}={value}" for name, values in params.items() for value in values)
    go(page, address)
    expect(count_line(page)).to_have_count(1)
    expect_view(page, tables, **vars(filters))
    # The address settles as it was, in its very order.
    assert page.url.endswith(address)
    expect(page.get_by_role("textbox", name="From", exact=True)).to_have_value(params["from"][0])
    for label, name in (("True on", "on"), ("Known by", "known")):
        said = page.get_by_role("group", name=label, exact=True).inner_text()
        assert re.sub(r"[^\d-]", "", said) == params[name][0]
    expect(page.get_by_role("switch", name=re.compile("Show machine drafts"))).to_be_checked()


def parameters_of_an_event(tables):
    """A link that names everything an event of several claims is found by."""
    events = tables["events"].sort_values(["n_sources", "event_id"], ascending=[False, True])
    parts = tables["event_actors"].merge(tables["actors"], on="actor_id")
    places = tables["event_provinces"]
    for event in events[events["date_earliest"].notna()].itertuples():
        mine = parts[parts["event_id"] == event.event_id].drop_duplicates("actor_id")
        groups = mine.loc[mine["actor_type"] == "group", "actor_id"].tolist()
        people = mine.loc[mine["actor_type"] != "group", "actor_id"].tolist()
        where = places.loc[places["event_id"] == event.event_id, "province_id"].tolist()
        if groups and people and where:
            told = tables["claims"].loc[tables["claims"]["event_id"] == event.event_id, "source_id"]
            others = set(tables["sources"]["source_id"]) - set(told)
            return {
                "province": where[:1], "group": groups, "person": people[:1], "kind": [event.kind],
                "source": [told.iloc[0], min(others)], "from": [f"{event.date_earliest:%Y}"],
                "to": [f"{event.date_latest:%Y-%m}"], "on": [f"{event.date_latest:%Y-%m-%d}"],
                "known": [f"{tables['sources']['known_date'].max():%Y-%m-%d}"], "drafts": ["true"],
            }
    raise AssertionError("no event has a day, a place, a person and a group")


def test_what_the_atlas_does_not_hold_is_named_and_left_out(page, tables, province):
    province_id, _ = province
    go(page, f"/map?province=XX-ZZZ&province={province_id}&kind=<b>&on=2015-13-40&nonsense=1")
    warning = page.get_by_role("alert").filter(has_text="The link names what the atlas does not hold")
    for refused in ("province 'XX-ZZZ'", "kind '<b>'", "on '2015-13-40'"):
        expect(warning).to_contain_text(refused)
    expect_view(page, tables, province=(province_id,))


def test_bound_that_is_no_date_is_said_and_left_out(page, tables):
    year = f"{tables['events']['date_latest'].median():%Y}"
    go(page, "/timeline")
    field = page.get_by_role("textbox", name="From", exact=True)
    field.fill("last *spring*")
    field.press("Enter")
    error = page.get_by_role("alert").filter(has_text="The bound is left out")
    # Shown as it was typed, not as markup.
    expect(error).to_contain_text("last *spring*")
    expect_view(page, tables)
    field.fill(year)
    field.press("Enter")
    expect_view(page, tables, from_=date(int(year), 1, 1))
    expect(error).to_have_count(0)


def test_empty_selection_explains_itself_and_offers_the_way_out(page, tables):
    before = tables["sources"]["known_date"].min().date() - timedelta(days=1)
    go(page, f"/timeline?known={before}")
    expect_view(page, tables, known=before)
    expect(page.get_by_role("heading", name="No events for these filters")).to_be_visible()
    expect(page.get_by_test_id("stMain")).to_contain_text("only what had been published by that day")
    page.get_by_test_id("stMain").get_by_role("button", name="Reset all filters").click()
    expect_view(page, tables)
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()


def test_clock_set_by_hand_goes_into_the_address(page, tables):
    known = tables["sources"]["known_date"].sort_values().iloc[1].date()
    go(page, "/timeline")
    set_day(page, "Known by", known)
    expect_view(page, tables, known=known)


def test_copied_link_opens_the_same_view_for_another_reader(page, visitor, tables, kinds):
    event = query.select_events(tables, Filters(kind=(kinds[0],))).events.iloc[0]
    go(page, f"/timeline?kind={kinds[0]}&lanes=source&event={event.event_id}")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page.url
    other = visitor.stranger()
    go(other, copied)
    expect_claims(other, tables, event.event_id)
    assert other.url == copied
    assert count_line(other).inner_text() == count_line(page).inner_text()
    expect(panel(other)).to_have_text(panel(page).text_content())
    settled(other)
    marks = figure(page, MARKS)
    assert marks
    assert figure(other, MARKS) == marks


def test_view_and_address_agree_after_going_back(page, tables, province, kinds):
    """Whatever the browser's Back does, the page shows what its address says."""
    province_id, label = province
    go(page, "/map")
    choose(page, "Province", label)
    expect_view(page, tables, province=(province_id,))
    choose(page, "Kind of event", kinds[0].capitalize())
    expect_view(page, tables, province=(province_id,), kind=(kinds[0],))
    page.go_back()
    expect_agreement(page, tables)


def expect_agreement(page, tables):
    """The page shows what its address says, once both have come to rest."""
    # Streamlit runs the page again a moment after a step back, and may write the address once more.
    page.wait_for_timeout(1500)
    settled(page)
    filters, refused = query.read_filters(params_of(page), tables)
    assert refused == []
    expect_view(page, tables, **vars(filters))


def test_going_back_leads_to_the_page_before_and_its_view(page, tables, province):
    """In one step or two: Streamlit may note the bare address of a page before the app adds the filters."""
    province_id, _ = province
    go(page, f"/map?province={province_id}")
    turn_to(page, "Timeline")
    expect_view(page, tables, province=(province_id,))
    settled(page)
    page.go_back()
    expect_agreement(page, tables)
    if page.locator("h1").inner_text() != "Map":
        page.go_back()
    expect(page.locator("h1")).to_have_text("Map")
    expect_view(page, tables, province=(province_id,))


def test_fast_changes_do_not_undo_each_other(page, tables, province, kinds):
    """Each is made while the app still works on the one before."""
    province_id, label = province
    go(page, "/timeline")
    choose(page, "Kind of event", kinds[0].capitalize())
    choose(page, "Kind of event", kinds[1].capitalize())
    choose(page, "Province", label)
    choose(page, "Kind of event", kinds[2].capitalize())
    expect_params(page, {"kind": kinds, "province": [province_id]})
    expect_view(page, tables, kind=tuple(kinds), province=(province_id,))
