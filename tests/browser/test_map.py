"""The map in Chromium: provinces are clicked, shaded anew, and merged."""

from datetime import date

import pytest
from playwright.sync_api import expect

from bayah import query
from bayah.query import FATA_MERGED, MEASURES, MERGED_INTO, Filters

from .steps import (
    click_where,
    close,
    count_words,
    eventually,
    expect_claims,
    expect_params,
    expect_view,
    figure,
    go,
    select_row,
    settled,
)

pytestmark = pytest.mark.browser

SHADES = """gd.calcdata.filter((trace) => trace[0]?.trace.name === "" && trace[0].loc)
  .flatMap((trace) => trace.map((place) => [place.loc, place.z]))"""
DRAWN = "[...new Set(gd.calcdata.flatMap((trace) => trace.map((place) => place.loc)))].filter(Boolean)"
OUTLINED = """gd.calcdata.filter((trace) => trace[0]?.trace.name === "chosen")
  .flatMap((trace) => trace.map((place) => place.loc))"""
# A spot within a province, the nearest to the middle of its box.
SPOT_OF = """(id) => {
  const shape = [...document.querySelectorAll(".choroplethlayer path")]
    .find((path) => path.__data__?.loc === id);
  if (!shape) return null;
  shape.scrollIntoView({ block: "center", behavior: "instant" });
  const box = shape.getBoundingClientRect();
  const spots = [];
  for (let i = 1; i < 20; i++) for (let j = 1; j < 20; j++) spots.push([i / 20, j / 20]);
  spots.sort(([a, b], [c, d]) => Math.hypot(a - .5, b - .5) - Math.hypot(c - .5, d - .5));
  for (const [x, y] of spots) {
    const spot = new DOMPoint(box.left + x * box.width, box.top + y * box.height);
    const isInside = shape.isPointInFill(spot.matrixTransform(shape.getScreenCTM().inverse()));
    if (isInside) return { x: spot.x, y: spot.y };
  }
  return null;
}"""


@pytest.fixture
def province_id(tables):
    """The province of most events."""
    return query.select_provinces(tables, Filters(), "events").iloc[0]["province_id"]


def shades(tables, measure):
    """The value of every province that has one."""
    rows = query.select_provinces(tables, Filters(), measure).dropna(subset="value")
    return dict(zip(rows["province_id"], rows["value"], strict=True))


def test_click_chooses_a_province_and_a_second_click_lets_it_go(page, tables, province_id):
    go(page, "/map")
    eventually(page, lambda: figure(page, OUTLINED), [])
    click_where(page, SPOT_OF, province_id)
    expect_view(page, tables, province=(province_id,))
    eventually(page, lambda: figure(page, OUTLINED), [province_id])
    events = query.select_events(tables, Filters(province=(province_id,))).events
    for event_id in events["event_id"].head(5):
        expect(page.locator(f".st-key-event_{event_id}")).to_be_visible()
    # A click soon after another would be a double click, which means something else to Plotly.
    page.wait_for_timeout(500)
    settled(page)
    click_where(page, SPOT_OF, province_id)
    expect_view(page, tables)
    eventually(page, lambda: figure(page, OUTLINED), [])


def test_silent_province_can_be_chosen_and_says_that_nothing_is_told(page, tables):
    rows = query.select_provinces(tables, Filters(), "events").set_index("province_id")
    # One that lies far from what has a name on the map.
    places = tables["provinces"].set_index("province_id")[["latitude", "longitude"]]
    told = places.loc[rows.index[rows["value"].notna()]]
    silent = places.loc[rows.index[rows["value"].isna()]]
    room = silent.apply(lambda place: ((told - place) ** 2).sum(axis=1).min(), axis=1)
    go(page, "/map")
    click_where(page, SPOT_OF, room.idxmax())
    expect_view(page, tables, province=(room.idxmax(),))
    expect(page.get_by_role("heading", name="No events for these filters")).to_be_visible()


def test_event_beside_the_map_opens_its_claims(page, tables, province_id):
    event_id = query.select_events(tables, Filters(province=(province_id,))).events.iloc[0]["event_id"]
    go(page, f"/map?province={province_id}")
    page.locator(f".st-key-event_{event_id} button").click()
    expect_claims(page, tables, event_id)
    expect_params(page, {"province": [province_id], "event": [event_id]})
    close(page, "event")
    expect_params(page, {"province": [province_id]})


def test_row_of_the_table_chooses_what_a_click_chooses(page, tables):
    first = query.select_provinces(tables, Filters(), "events").iloc[0]["province_id"]
    go(page, "/map")
    select_row(page, page.locator(".st-key-province_table"), 0)
    expect_view(page, tables, province=(first,))


def test_measure_shades_anew_and_stands_in_the_address(page, tables):
    by_events = shades(tables, "events")
    measure = next(name for name in MEASURES if shades(tables, name) != by_events)
    go(page, "/map")
    eventually(page, lambda: dict(figure(page, SHADES)), by_events)
    page.get_by_label("Shade the provinces by").first.click()
    page.get_by_role("option", name=MEASURES[measure].label, exact=True).click()
    eventually(page, lambda: dict(figure(page, SHADES)), shades(tables, measure))
    expect_params(page, {"measure": [measure]})
    go(page, f"/map?measure={measure}")
    expect(page.get_by_role("combobox", name="Shade the provinces by")).to_have_value(MEASURES[measure].label)
    assert dict(figure(page, SHADES)) == shades(tables, measure)


def test_a_share_and_a_balance_shade_anew_and_stand_in_the_address(page, tables):
    go(page, "/map?measure=changes")
    page.get_by_role("radio", name="Share of all events there").click()
    rows = query.select_provinces(tables, Filters(), "changes").dropna(subset="value")
    shares = {place: pytest.approx(share) for place, share in zip(rows["province_id"], rows["share"], strict=True)}
    eventually(page, lambda: dict(figure(page, SHADES)) == shares, True)
    expect_params(page, {"measure": ["changes"], "shade": ["share"]})
    go(page, "/map?shade=balance&one=iskp&other=afghan-taliban")
    expect(page.get_by_role("radio", name="One group against another")).to_be_checked()
    rows = query.select_balance(tables, Filters(), "events", ("iskp", "afghan-taliban")).dropna(subset="value")
    balance = {place: pytest.approx(value) for place, value in zip(rows["province_id"], rows["value"], strict=True)}
    eventually(page, lambda: dict(figure(page, SHADES)) == balance, True)
    assert "only ISKP" in page.locator(".colorbar, .infolayer").first.inner_html()


def test_fata_is_on_the_map_until_it_was_merged(page, tables):
    before = set(tables["provinces"]["province_id"])
    assert set(MERGED_INTO) < before
    go(page, "/map")
    assert set(figure(page, DRAWN)) == before
    later = date(FATA_MERGED.year + 1, 1, 1)
    go(page, f"/map?on={later}")
    assert set(figure(page, DRAWN)) == before - set(MERGED_INTO)
    expect(page.get_by_text(count_words(tables, Filters(on=later)))).to_be_visible()
    assert f"{len(before) - len(MERGED_INTO)} provinces have data" in page.get_by_test_id(
        "stMain").inner_text()
