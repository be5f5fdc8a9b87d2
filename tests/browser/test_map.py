"""The map in Chromium: provinces are chosen, shaded anew, compared, played through time, and taken away."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from playwright.sync_api import expect

from bayah import provinces, query
from bayah.provinces import MEASURES
from bayah.query import FATA_MERGED, MERGED_INTO, Filters

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
    params_of,
    select_row,
    settled,
    turn_to,
)

pytestmark = pytest.mark.browser

SHADES = """gd.calcdata.filter((trace) => trace[0]?.trace.name === "" && trace[0].loc)
  .flatMap((trace) => trace.map((place) => [place.loc, place.z]))"""
DRAWN = "[...new Set(gd.calcdata.flatMap((trace) => trace.map((place) => place.loc)))].filter(Boolean)"
OUTLINED = "gd.data.find((trace) => trace.meta === 'chosen').locations"
# A spot within a province, the nearest to the middle of its box.
SPOT_OF = """(id) => {
  const shape = [...document.querySelectorAll(".choroplethlayer path")]
    .find((path) => path.__data__?.loc === id);
  if (!shape) return null;
  shape.scrollIntoView({ block: "center", behavior: "instant" });
  const box = shape.getBoundingClientRect();
  const points = [...document.querySelectorAll(".scatterlayer .point")].map((point) => point.getBoundingClientRect());
  const clear = (x, y) => points.every((at) => Math.hypot(at.x + at.width / 2 - x, at.y + at.height / 2 - y) > 12);
  const spots = [];
  for (let i = 1; i < 20; i++) for (let j = 1; j < 20; j++) spots.push([i / 20, j / 20]);
  spots.sort(([a, b], [c, d]) => Math.hypot(a - .5, b - .5) - Math.hypot(c - .5, d - .5));
  for (const [x, y] of spots) {
    const spot = new DOMPoint(box.left + x * box.width, box.top + y * box.height);
    const isInside = shape.isPointInFill(spot.matrixTransform(shape.getScreenCTM().inverse()));
    if (isInside && clear(spot.x, spot.y)) return { x: spot.x, y: spot.y };
  }
  return null;
}"""


@pytest.fixture
def province_id(tables):
    """The province of most events."""
    return provinces.select_provinces(tables, Filters(), "events").iloc[0]["province_id"]


def shades(tables, measure):
    """The value of every province that has one."""
    rows = provinces.select_provinces(tables, Filters(), measure).dropna(subset="value")
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
    rows = provinces.select_provinces(tables, Filters(), "events").set_index("province_id")
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
    first = provinces.select_provinces(tables, Filters(), "events").iloc[0]["province_id"]
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
    rows = provinces.select_provinces(tables, Filters(), "changes").dropna(subset="value")
    shares = {row.province_id: pytest.approx(row.share, abs=1e-4) for row in rows.itertuples()}
    eventually(page, lambda: dict(figure(page, SHADES)) == shares, True)
    expect_params(page, {"measure": ["changes"], "shade": ["share"]})
    go(page, "/map?shade=balance&one=iskp&other=afghan-taliban")
    expect(page.get_by_role("radio", name="One group against another")).to_be_checked()
    rows = provinces.select_balance(tables, Filters(), "events", ("iskp", "afghan-taliban")).dropna(subset="value")
    balance = {row.province_id: pytest.approx(row.value, abs=1e-4) for row in rows.itertuples()}
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


SCALE = "gd._fullLayout.geo.projection.scale"
SCALES = """() => [...document.querySelectorAll(".provinces .plot")].map((gd) => gd._fullLayout.geo.projection.scale)"""


def rows_of(tables, filters, measure="events", **more):
    """The provinces that have a value in a view."""
    tables = query.view(tables, filters)
    return provinces.select_provinces(tables, filters, measure, query.boundary_day(filters), **more).dropna(
        subset="value")


def values_of(tables, filters, measure="events"):
    """Their values."""
    rows = rows_of(tables, filters, measure)
    return dict(zip(rows["province_id"], rows["value"], strict=True))


def periods_of(tables, step="year", turn="window"):
    """The periods of the slider, as filters."""
    rows = provinces.select_periods(tables, Filters(), "events", step, turn)
    return rows, [provinces.turned(Filters(), turn, row.first.date(), row.last.date()) for row in rows.itertuples()]


def zoom_in(page, times=2):
    """Press the button; the map comes to be larger."""
    before = figure(page, SCALE)
    for _ in range(times):
        page.get_by_role("button", name="Zoom in").click()
    eventually(page, lambda: figure(page, SCALE) > before * 1.3**times, True)
    page.wait_for_function("new URL(location).searchParams.has('zoom')")


def test_recolouring_playing_and_choosing_keep_the_zoom(page, tables):
    go(page, "/map")
    zoom_in(page)
    scale = figure(page, SCALE)
    page.get_by_label("Shade the provinces by").first.click()
    page.get_by_role("option", name=MEASURES["claims"].label, exact=True).click()
    eventually(page, lambda: dict(figure(page, SHADES)), shades(tables, "claims"))
    assert figure(page, SCALE) == scale
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".periods")).to_have_attribute("data-playing", "true")
    page.get_by_role("button", name="Pause").click()
    settled(page)
    assert figure(page, SCALE) == scale
    click_where(page, SPOT_OF, "AF-ZAB")
    page.wait_for_function("new URL(location).searchParams.get('province') === 'AF-ZAB'")
    settled(page)
    assert figure(page, SCALE) == scale
    page.get_by_role("button", name="Show everything").click()
    eventually(page, lambda: figure(page, SCALE), 1)
    page.wait_for_function("!new URL(location).searchParams.has('zoom')")


def test_a_link_opens_at_its_zoom(page, visitor):
    go(page, "/map")
    zoom_in(page)
    settled(page)
    colleague = visitor.window()
    go(colleague, page.url)
    eventually(page, lambda: round(figure(colleague, SCALE), 2), round(figure(page, SCALE), 2))
    go(colleague, "/map?zoom=<script>")
    assert figure(colleague, SCALE) == 1


def test_shift_adds_a_province_and_takes_it_off(page, tables):
    go(page, "/map?province=AF-HEL")
    for expected in (("AF-HEL", "AF-ZAB"), ("AF-HEL",)):
        page.keyboard.down("Shift")
        click_where(page, SPOT_OF, "AF-ZAB")
        page.keyboard.up("Shift")
        expect_view(page, tables, province=expected)
        settled(page)


@pytest.mark.parametrize("mode", ["Box", "Lasso"])
def test_what_is_drawn_around_is_chosen(page, mode):
    go(page, "/map")
    page.get_by_role("button", name=mode, exact=True).click()
    corners = [page.evaluate("([lon, lat]) => document.querySelector('.plot').whereIs(lon, lat)", spot)
               for spot in ((65.8, 31.4), (68.6, 31.4), (68.6, 33.2), (65.8, 33.2), (65.8, 31.4))]
    page.mouse.move(**corners[0])
    page.mouse.down()
    for corner in corners[1:] if mode == "Lasso" else [corners[2]]:
        page.mouse.move(corner["x"], corner["y"], steps=6)
    page.mouse.up()
    page.wait_for_function("new URL(location).searchParams.has('province')")
    settled(page)
    chosen = figure(page, OUTLINED)
    assert "AF-ZAB" in chosen
    assert not {"AF-HER", "AF-BAL", "PK-SD"} & set(chosen)


def test_provinces_are_reached_and_chosen_by_keyboard(page, tables):
    go(page, "/map")
    reachable = page.locator("path.choroplethlocation[tabindex='0']")
    expect(reachable).to_have_count(1)
    reachable.focus()
    before = page.evaluate("document.activeElement.dataset.id")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    at = page.evaluate("document.activeElement.dataset.id")
    assert at != before
    page.keyboard.press("Enter")
    expect_view(page, tables, province=(at,))
    settled(page)
    held = page.evaluate("""() => { const at = document.activeElement;
      return [at.dataset.id, at.getAttribute("aria-pressed"), at.getAttribute("aria-label")]; }""")
    name = tables["provinces"].set_index("province_id").at[at, "name"]
    assert held[:2] == [at, "true"]
    assert held[2].startswith(f"{name}. ")


def test_playing_shows_each_period_and_pausing_keeps_it_in_the_address(page, tables):
    rows, views = periods_of(tables)
    go(page, "/map")
    page.get_by_role("button", name="Play", exact=True).click()
    for nth in (0, 1, 2):
        eventually(page, lambda nth=nth: page.locator(".provinces").get_attribute("data-frame"), rows["name"][nth])
        words = f"{rows['name'][nth]}: {rows['n_events'][nth]} events on the map"
        expect(page.locator(".provinces output")).to_contain_text(words)
        assert dict(figure(page, SHADES)) == values_of(tables, views[nth])
    page.get_by_role("button", name="Pause").click()
    expect_params(page, query.write_filters(views[2]))
    settled(page)
    assert dict(figure(page, SHADES)) == values_of(tables, views[2])
    page.get_by_role("button", name="All times").click()
    expect_params(page, {})
    eventually(page, lambda: dict(figure(page, SHADES)), values_of(tables, Filters()))


@pytest.mark.parametrize(("turn", "word"), [("upto", "to"), ("on", "on"), ("known", "known")])
def test_the_slider_turns_the_window_and_both_clocks(page, tables, turn, word):
    rows, views = periods_of(tables, turn=turn)
    nth = 1
    go(page, f"/map?turn={turn}")
    page.locator(f".bars [data-n='{nth}']").click()
    expect_params(page, {"turn": [turn], **query.write_filters(views[nth])})
    assert list(query.write_filters(views[nth])) == [word]
    eventually(page, lambda: dict(figure(page, SHADES)), values_of(tables, views[nth]))
    expect(page.locator(".provinces output")).to_contain_text(f"end of {rows['name'][nth]}")
    page.locator(".provinces input").press("ArrowRight")
    expect_params(page, {"turn": [turn], **query.write_filters(views[nth + 1])})
    eventually(page, lambda: dict(figure(page, SHADES)), values_of(tables, views[nth + 1]))


def test_quarters_and_months_have_bars_of_their_own(page, tables):
    go(page, "/map")
    for step in ("Quarter", "Month"):
        page.get_by_role("radio", name=step, exact=True).click()
        rows, _ = periods_of(tables, step.lower())
        expect(page.locator(".bars [data-n]")).to_have_count(len(rows))
        told = page.locator(".bars [data-n] title").all_text_contents()
        assert told[0].startswith(f"{rows['name'][0]}: {rows['n_events'][0]}")


def test_two_groups_beside_each_other_have_one_zoom_and_one_scale(page, tables):
    go(page, "/map?compare=group&against=iskp")
    expect(page.locator(".provinces figcaption")).to_have_text(["Events, all groups", "Events, ISKP"])
    found = page.evaluate("""() => [...document.querySelectorAll(".provinces .plot")].map((gd) => {
      const told = gd.data.find((trace) => trace.meta === "told");
      return [told.zmax, Object.fromEntries(told.locations.map((id, n) => [id, told.z[n]]))]; })""")
    both = [values_of(tables, Filters()), values_of(tables, Filters(group=("iskp",)))]
    assert [shown for _, shown in found] == both
    assert {top for top, _ in found} == {max(both[0].values())}
    zoom_in(page)
    eventually(page, lambda: len({round(scale, 3) for scale in page.evaluate(SCALES)}), 1)
    assert page.evaluate(SCALES)[1] > 1.5
    click_where(page, SPOT_OF, "AF-ZAB")
    expect_params(page, {"compare": ["group"], "against": ["iskp"], "province": ["AF-ZAB"],
                         "zoom": query_zoom(page)})


def query_zoom(page):
    """The zoom in the address."""
    return [page.evaluate("new URL(location).searchParams.get('zoom')")]


@pytest.mark.parametrize("compare", ["known", "on"])
def test_two_days_beside_each_other(page, tables, compare):
    day = date(2015, 5, 8)
    go(page, f"/map?compare={compare}&against={day}")
    expect(page.locator(".provinces figcaption").last).to_contain_text("8 May 2015")
    shown = page.evaluate("""() => {
      const told = document.querySelectorAll(".provinces .plot")[1].data.find((trace) => trace.meta === "told");
      return Object.fromEntries(told.locations.map((id, n) => [id, told.z[n]])); }""")
    assert shown == values_of(tables, replace(Filters(), **{compare: day}))


def test_a_place_finer_than_a_province_opens_its_events(page, tables):
    place = provinces.select_places(tables, Filters(), "events").iloc[0]
    go(page, "/map")
    spot = page.evaluate("([lon, lat]) => document.querySelector('.plot').whereIs(lon, lat)",
                         [place["longitude"], place["latitude"]])
    page.mouse.move(**spot)
    page.wait_for_timeout(300)
    page.mouse.click(**spot)
    expect_params(page, {"place": [place["place_id"]]})
    expect(page.get_by_role("heading", name=place["name"], exact=True)).to_be_visible()
    told = query.view(tables)["event_places"]
    told = told.loc[told["place_id"] == place["place_id"], "event_id"]
    for event_id in told:
        expect(page.locator(f".st-key-event_{event_id}")).to_be_visible()


def test_what_is_taken_away_holds_the_numbers_shown(page, tables, tmp_path):
    go(page, "/map")
    rows = rows_of(tables, Filters())
    taken = {}
    for name, button in (("csv", "Download these rows (CSV)"), ("geojson", "Download the map (GeoJSON)"),
                         ("png", "Download as PNG"), ("svg", "Download as SVG")):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).first.click()
        taken[name] = tmp_path / download.value.suggested_filename
        download.value.save_as(taken[name])
        assert taken[name].suffix == f".{name}"
    table = list(csv.DictReader(io.StringIO(taken["csv"].read_text(encoding="utf-8-sig"))))
    assert {row["Province"]: int(row["Events"]) for row in table} == dict(zip(rows["name"], rows["value"], strict=True))
    features = json.loads(taken["geojson"].read_text())["features"]
    held = {of["id"]: of["properties"]["value"] for of in features}
    assert {place: value for place, value in held.items() if value is not None} == values_of(tables, Filters())
    assert len(features) == len(tables["provinces"])
    with Image.open(taken["png"]) as picture:
        assert picture.width > 800
        assert len(picture.convert("RGB").getcolors(10**6)) > 50
    drawn = taken["svg"].read_text()
    shown = figure(page, "gd.data.find((trace) => trace.meta === 'labels').text")
    assert len([text for text in shown if text]) > 5
    for text in filter(None, shown):
        assert text.split("<br>")[-1].strip("\u2066\u2069") in drawn
    assert "Natural Earth" in drawn


def test_the_map_fits_a_phone_in_the_dark(visitor, tables):
    page = visitor.stranger(viewport={"width": 390, "height": 844}, color_scheme="dark")
    go(page, "/map?compare=group&against=iskp")
    boxes = page.evaluate("""() => [...document.querySelectorAll(".provinces .plot")].map((gd) => {
      const box = gd.getBoundingClientRect(); return [box.left, box.right, box.top]; })""")
    assert all(left >= 0 and right <= 390 for left, right, _ in boxes)
    assert boxes[0][2] < boxes[1][2]  # one below the other
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert dict(figure(page, SHADES)) == values_of(tables, Filters())


def test_names_can_be_read_in_persian_and_urdu(page, tables):
    go(page, "/map")
    page.get_by_role("radio", name="Persian").click()
    expect_params(page, {"names": ["fa"]})
    names = tables["provinces"].set_index("province_id")["name_fa"]
    eventually(page, lambda: names["AF-HEL"] in "".join(figure(
        page, "gd.data.find((trace) => trace.meta === 'labels').text")), True)


def test_a_drag_moves_the_map_and_chooses_nothing(page):
    go(page, "/map")
    spot = page.evaluate("([lon, lat]) => document.querySelector('.plot').whereIs(lon, lat)", [64.2, 31.2])
    page.mouse.move(**spot)
    page.mouse.down()
    page.mouse.move(spot["x"] + 90, spot["y"] + 30, steps=8)
    page.wait_for_timeout(200)
    page.mouse.up()
    page.wait_for_function("new URL(location).searchParams.has('zoom')")
    settled(page)
    assert set(params_of(page)) == {"zoom"}
    assert figure(page, OUTLINED) == []


def test_all_times_ends_a_play_and_draws_them(page, tables):
    go(page, "/map")
    page.get_by_role("button", name="Play", exact=True).click()
    eventually(page, lambda: page.locator(".provinces").get_attribute("data-frame"), periods_of(tables)[0]["name"][1])
    page.get_by_role("button", name="All times").click()
    eventually(page, lambda: dict(figure(page, SHADES)), values_of(tables, Filters()))
    expect(page.locator(".periods output")).to_have_text("All times")
    expect(page.locator(".periods")).to_have_attribute("data-playing", "false")


def test_the_keyboard_stays_where_the_reader_has_gone(page, tables):
    go(page, "/map")
    page.locator("path.choroplethlocation[tabindex='0']").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("new URL(location).searchParams.has('province')")
    settled(page)
    page.locator(".periods input").focus()
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(800)
    assert page.evaluate("document.activeElement.type") == "range"


def test_a_choice_on_the_map_takes_the_place_of_what_was_open(page, tables):
    go(page, "/map?province=AF-HEL&actor=iskp")
    expect(page.locator(".st-key-evidence")).to_be_visible()
    click_where(page, SPOT_OF, "AF-ZAB")
    expect_params(page, {"province": ["AF-ZAB"]})
    expect(page.locator(".st-key-evidence")).to_have_count(0)
    expect(page.get_by_text("Zabul", exact=True).first).to_be_visible()


def test_the_choices_of_the_page_outlive_a_turn_to_another(page):
    go(page, "/map?measure=changes&shade=share&turn=upto&step=quarter&names=fa")
    turn_to(page, "Timeline")
    settled(page)
    turn_to(page, "Map")
    settled(page)
    expect_params(page, {"measure": ["changes"], "shade": ["share"], "turn": ["upto"], "step": ["quarter"],
                         "names": ["fa"]})


def test_a_day_beside_a_period_is_a_day_of_its_own(page, tables):
    go(page, "/map?compare=on&against=2023&from=2014&to=2014")
    expect(page.locator(".provinces figcaption")).to_have_text([
        "Events, from 1 January 2014 to 31 December 2014", "Events, as it stood on 31 December 2023"])
    shown = page.evaluate("""() => [...document.querySelectorAll(".provinces .plot")].map((gd) => {
      const told = gd.data.find((trace) => trace.meta === "told");
      return [told.zmax, Object.fromEntries(told.locations.map((id, n) => [id, told.z[n]]))]; })""")
    both = [values_of(tables, Filters(from_=date(2014, 1, 1), to=date(2014, 12, 31))),
            values_of(tables, Filters(on=date(2023, 12, 31)))]
    assert [values for _, values in shown] == both
    assert all(max(values.values()) <= top for top, values in shown)


def test_a_filter_is_followed_after_the_slider_came_back_to_where_it_stood(page, tables):
    go(page, "/map?from=2015&to=2015")
    page.locator(".bars [data-n='1']").click()
    page.wait_for_timeout(500)
    field = page.get_by_label("To", exact=True)
    field.fill("2016")
    field.press("Enter")
    expect_params(page, {"from": ["2015"], "to": ["2016"]})
    both = Filters(from_=date(2015, 1, 1), to=date(2016, 12, 31))
    eventually(page, lambda: dict(figure(page, SHADES)), values_of(tables, both))
    expect(page.locator(".periods output")).to_have_text("The days set in the filters")
