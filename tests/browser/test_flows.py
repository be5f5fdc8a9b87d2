"""Flows in Chromium: streams and squares are clicked and reached by key, the slider plays, the counts change."""

import pytest
from playwright.sync_api import expect

from bayah import flows
from bayah.query import Filters

from .steps import close, eventually, expect_claims, expect_params, figure, go, params_of, settled, turn_to

pytestmark = pytest.mark.browser

STREAMS = "gd.data[0].link.customdata.map((told) => told[0])"
SPOT_OF_STREAM = """(id) => {
  const link = [...document.querySelectorAll(".sankey-link")].find((one) => one.__data__.link.customdata[0] === id);
  const box = link.getBoundingClientRect();
  for (let x = box.left + 40; x < box.right - 40; x += 7)
    for (let y = box.top + 2; y < box.bottom; y += 3)
      if (document.elementFromPoint(x, y) === link) return { x, y };
  return null;
}"""
SPOT_OF_SQUARE = """(id) => {
  const gd = document.querySelector(".plot[data-part=main]");
  const square = [...gd.querySelectorAll(".point")].find((one) => gd.data[0].customdata[one.__data__.i][0] === id);
  square.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  const box = square.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}"""


def key_of(flow):
    return f"{flow.from_group_id},{flow.to_group_id}"


def panel_of_flow(page):
    return page.locator(".st-key-flow_panel")


def test_a_clicked_stream_lists_its_events_and_one_of_them_opens_its_claims(page, tables):
    crossings = flows.select_crossings(tables, Filters())
    flow = next(flows.count_flows(crossings).itertuples())
    go(page, "/flows")
    page.mouse.click(**page.evaluate(SPOT_OF_STREAM, key_of(flow)))
    expect_params(page, {"flow": [key_of(flow)]})
    expect(panel_of_flow(page)).to_contain_text(f"{flow.n_events} events, {flow.n_contested} disputed")
    settled(page)
    event = flows.of_flow(crossings, (flow.from_group_id, flow.to_group_id)).iloc[0]
    page.locator(f".st-key-event_{event['event_id']} button").click()
    expect_claims(page, tables, event["event_id"])
    page.get_by_role("button", name="Back to the flow").click()
    expect(panel_of_flow(page)).to_be_visible()
    close(page, "flow")
    expect_params(page, {})


def test_squares_of_the_matrix_and_of_a_period_open_their_events(page, tables):
    crossings = flows.select_crossings(tables, Filters())
    flow = next(flows.count_flows(crossings).itertuples())
    go(page, "/flows?drawn=matrix")
    page.mouse.click(**page.evaluate(SPOT_OF_SQUARE, key_of(flow)))
    expect_params(page, {"drawn": ["matrix"], "flow": [key_of(flow)]})
    page.get_by_role("radio", name="Through time").click()
    eventually(page, lambda: figure(page, "gd.layout.xaxis.ticktext.length > 5"), True)
    cells = flows.by_period(crossings, flows.select_periods(crossings, "year"))
    cell = cells.sort_values("n_sure", ascending=False).iloc[0]
    key = f"{cell['from_group_id']},{cell['to_group_id']},{cell['name']}"
    settled(page)
    page.mouse.click(**page.evaluate(SPOT_OF_SQUARE, key))
    expect_params(page, {"drawn": ["periods"], "flow": [key]})
    expect(panel_of_flow(page)).to_contain_text(f"{cell['name']}: {cell['n_events']} events")


def test_streams_are_reached_and_opened_by_key(page):
    go(page, "/flows")
    page.locator(".plots .plot").focus()
    page.keyboard.press("ArrowDown")
    said = page.locator(".plots .said")
    expect(said).to_contain_text(" to ")
    page.keyboard.press("ArrowDown")
    words = said.inner_text()
    page.keyboard.press("Enter")
    eventually(page, lambda: "flow" in params_of(page), True)
    expect(panel_of_flow(page).get_by_role("heading")).to_contain_text(words.split(",")[0])


def test_streams_of_which_something_is_disputed_are_dashed(page, tables):
    rows = flows.select_flows(tables, Filters())
    go(page, "/flows")
    dashed = page.evaluate("""() => [...document.querySelectorAll(".sankey-link")].filter(
      (link) => getComputedStyle(link).strokeDasharray !== "none").map((link) => link.__data__.link.customdata[0])""")
    assert sorted(dashed) == sorted(key_of(flow) for flow in rows[rows["n_contested"] > 0].itertuples())
    assert 0 < len(dashed) < len(rows)


def test_counting_people_leaves_out_who_comes_without_a_number(page, tables):
    rows = flows.select_flows(tables, Filters())
    go(page, "/flows")
    assert figure(page, "gd.data[0].link.value") == rows["n_events"].tolist()
    page.get_by_role("radio", name="People, at least").click()
    wanted = rows.loc[rows["people_min"] > 0, "people_min"].tolist()
    eventually(page, lambda: figure(page, "gd.data[0].link.value"), wanted)
    expect_params(page, {"count": ["people"]})


def test_the_slider_sets_the_period_of_all_pages_and_plays_on(page, tables):
    go(page, "/flows")
    periods = flows.select_periods(flows.select_crossings(tables, Filters()), "year")
    page.locator(".periods .bars [data-n='0'] .hit").click()
    first = periods.iloc[0]
    year = str(first["first"].year)
    expect_params(page, {"from": [year], "to": [year]})
    rows = flows.select_flows(tables, Filters(from_=first["first"].date(), to=first["last"].date()))
    eventually(page, lambda: figure(page, STREAMS), [key_of(flow) for flow in rows.itertuples()])
    page.get_by_role("button", name="Play").click()
    eventually(page, lambda: params_of(page).get("from", [""])[0] > year, True)
    page.get_by_role("button", name="Pause").click()


def test_a_stream_of_the_overview_leads_to_its_events(page, tables):
    flow = next(flows.select_flows(tables, Filters()).itertuples())
    go(page, "/")
    page.mouse.click(**page.evaluate(SPOT_OF_STREAM, key_of(flow)))
    expect(page.locator("h1")).to_have_text("Flows")
    expect_params(page, {"flow": [key_of(flow)]})
    turn_to(page, "Map")
    settled(page)


def test_a_phone_in_the_dark_shows_the_flows(visitor, app):
    page = visitor.stranger(viewport={"width": 390, "height": 844}, color_scheme="dark")
    go(page, "/flows?drawn=periods")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    assert figure(page, "gd.data[0].x.length") > 0


@pytest.mark.parametrize("kind", ["PNG", "SVG"])
def test_the_figure_is_taken_away_as_a_picture(page, kind):
    go(page, "/flows")
    with page.expect_download() as got:
        page.get_by_role("button", name=f"Download as {kind}").click()
    made = got.value.path().read_bytes()
    assert got.value.suggested_filename == f"bayah-flows-between-groups.{kind.lower()}"
    assert made.startswith(b"\x89PNG") if kind == "PNG" else b"Flows between groups" in made
