"""The page of a province in Chromium: its events are those of the selection, and its neighbours are a click away."""

import pytest
from playwright.sync_api import expect

from bayah import dossier, query
from bayah.dates import span_words
from bayah.query import Filters

from .steps import (
    click_where,
    close,
    count_words,
    eventually,
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

PLACE = "AF-NAN"
ADDRESS = f"/province?province={PLACE}"
DRAWN = """(plot) => plot.calcdata.filter(([point]) => point?.trace.customdata)
  .flatMap((trace) => trace.map((point) => trace[0].trace.customdata[point.i][0]))"""
LABELS = """(plot) => [...plot.querySelectorAll(".scatterlayer .trace")].slice(-2)
  .map((trace) => getComputedStyle(trace).display !== "none")"""
# A spot within a province of the small map.
SPOT_IN = """(id) => {
  const shape = [...document.querySelectorAll(".st-key-dossier_map .choroplethlayer path")]
    .find((path) => path.__data__?.loc === id);
  if (!shape) return null;
  shape.scrollIntoView({ block: "center", behavior: "instant" });
  const box = shape.getBoundingClientRect(), spots = [];
  for (let i = 1; i < 20; i++) for (let j = 1; j < 20; j++) {
    const spot = new DOMPoint(box.left + i / 20 * box.width, box.top + j / 20 * box.height);
    const isInside = shape.isPointInFill(spot.matrixTransform(shape.getScreenCTM().inverse()));
    if (isInside) spots.push({ x: spot.x, y: spot.y });
  }
  return spots[Math.floor(spots.length / 2)] ?? null;
}"""


@pytest.fixture
def events(tables):
    """The events of the province."""
    return query.select_events(tables, Filters(province=(PLACE,))).events


def timeline(page):
    return page.locator(".st-key-dossier_timeline .js-plotly-plot")


def test_the_events_shown_are_those_of_the_selection(page, tables, events):
    go(page, ADDRESS)
    expect_view(page, tables, province=(PLACE,))
    head = page.locator(".dossier-head")
    expect(head.get_by_role("heading")).to_have_text(
        tables["provinces"].set_index("province_id").at[PLACE, "name"])
    expect(head.locator("li").first).to_have_text(f"{len(events)} events")
    dated = events.dropna(subset="date_latest")
    assert set(timeline(page).evaluate(DRAWN)) == set(dated["event_id"])
    expect(page.get_by_role("figure", name=f"Timeline of {len(events)} events in")).to_be_visible()


def test_a_neighbour_switches_province_and_address_by_click_and_by_key(page, tables):
    told = dossier.select_told(tables, Filters()).set_index("province_id")["n_events"]
    go(page, ADDRESS)
    page.locator(".st-key-dossier_near_AF-KNR button").click()
    expect_view(page, tables, province=("AF-KNR",))
    expect(page.locator(".dossier-head").get_by_role("heading")).to_have_text("Kunar")
    settled(page)
    back = page.locator(f".st-key-dossier_near_{PLACE} button")
    expect(back).to_have_text(f"Nangarhar: {told[PLACE]} events")
    back.focus()
    page.keyboard.press("Enter")
    expect_view(page, tables, province=(PLACE,))


def test_a_neighbour_is_reached_on_the_small_map(page, tables):
    go(page, ADDRESS)
    click_where(page, SPOT_IN, "AF-KNR")
    expect_view(page, tables, province=("AF-KNR",))


def test_an_event_opens_its_claims_from_the_figure_and_from_the_table(page, tables, events):
    event_id = events.loc[events["kind"] == "presence", "event_id"].iloc[0]
    go(page, ADDRESS)
    click_where(page, SPOT_OF, [".scatterlayer", event_id])
    expect_claims(page, tables, event_id)
    expect_params(page, {"province": [PLACE], "event": [event_id]})
    close(page, "event")
    expect_params(page, {"province": [PLACE]})
    settled(page)
    first = events.sort_values(["date_earliest", "date_latest", "event_id"])["event_id"].iloc[0]
    select_row(page, page.locator(".st-key-dossier_events"), 0)
    expect_claims(page, tables, first)


def test_a_row_of_who_is_present_opens_the_group(page, tables):
    party = dossier.select_presence(tables, Filters(province=(PLACE,))).iloc[0]
    go(page, ADDRESS)
    select_row(page, page.locator(".st-key-dossier_presence"), 0)
    expect_params(page, {"province": [PLACE], "actor": [party["party_id"]]})
    expect(page.locator(".st-key-evidence")).to_contain_text(party["name"])


def test_a_province_is_chosen_from_the_list(page, tables):
    go(page, "/")
    turn_to(page, "Province")
    box = page.get_by_role("combobox", name="Choose a province")
    box.fill("Nangarhar")
    page.get_by_role("option", name="Nangarhar, Afghanistan").click()
    expect_view(page, tables, province=(PLACE,))
    expect(page.locator(".dossier-head")).to_be_visible()


def test_links_lead_to_the_dispute_and_to_the_article(page, tables):
    filters = Filters(province=(PLACE,))
    dispute = query.select_disputes(tables, filters).iloc[0]
    article = dossier.select_articles(tables, filters).iloc[0]
    go(page, ADDRESS)
    page.get_by_test_id("stMain").get_by_role("link", name=dispute["question"]).click()
    expect_params(page, {"province": [PLACE], "dispute": [dispute["dispute_id"]]})
    expect(page.locator("h1")).to_have_text("What the sources dispute")
    go(page, ADDRESS)
    page.get_by_test_id("stMain").get_by_role("link", name=article["title"]).click()
    expect_params(page, {"province": [PLACE], "article": [article["source_id"]]})
    expect(page.locator("h1")).to_have_text("Sources")


def test_the_clock_of_knowledge_applies(page, tables):
    known = tables["sources"]["known_date"].sort_values().iloc[1].date()
    go(page, f"{ADDRESS}&known={known}")
    expect_view(page, tables, province=(PLACE,), known=known)
    told = query.select_events(tables, Filters(province=(PLACE,), known=known)).events
    eventually(page, lambda: set(timeline(page).evaluate(DRAWN)), set(told.dropna(subset="date_latest")["event_id"]))


def test_the_whole_dossier_fits_on_a_phone(visitor, tables):
    page = visitor.stranger(viewport=NARROW, has_touch=True, is_mobile=True)
    go(page, ADDRESS)
    expect(page.get_by_text(count_words(tables, Filters(province=(PLACE,))))).to_be_visible()
    assert page.evaluate(OVERFLOW) == []
    assert timeline(page).evaluate(LABELS) == [False, True]  # the short ones
    go(page, "/province?province=AF-BDG")
    assert page.evaluate(OVERFLOW) == []


def test_labels_are_long_where_there_is_room(page):
    go(page, ADDRESS)
    assert timeline(page).evaluate(LABELS) == [True, False]


def test_beside_the_map_every_section_opens(page, tables):
    filters = Filters(province=(PLACE,))
    presence = dossier.select_presence(tables, filters)
    changes = dossier.select_changes(tables, filters)
    go(page, f"/map?province={PLACE}")
    page.get_by_text(f"Who is present, and since when ({len(presence)})").click()
    first = span_words(*(presence.iloc[0][f"first_{end}"].date() for end in ("earliest", "latest")))
    party = page.locator(f".st-key-dossier_party_{presence.iloc[0]['party_id']}")
    expect(party).to_contain_text(first)
    page.get_by_text(f"Who changed sides there ({len(changes)})").click()
    change = changes.iloc[0]
    page.locator(f".st-key-dossier_change_{change['event_id']}_{change['actor_id']} button").click()
    expect_claims(page, tables, change["event_id"])
