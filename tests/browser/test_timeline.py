"""The timeline in Chromium: marks, bars and career lines are clicked; lanes and years are changed."""

import html
import json
from datetime import date

import pandas as pd
import pytest
from playwright.sync_api import expect

from bayah import query, timeline
from bayah.dates import read_bound
from bayah.figures.timeline import busiest
from bayah.query import Filters

from .steps import (
    click_where,
    eventually,
    expect_claims,
    expect_params,
    figure,
    go,
    panel,
    params_of,
    settled,
    turn_to,
)

pytestmark = pytest.mark.browser

# A spot on the marks or bars that carry an id: of what is in the window, and not near another mark,
# for a click takes what is nearest.
SPOT_OF = """([layer, id]) => {
  const points = (within) => [...document.querySelectorAll(`.js-plotly-plot:not([data-part=brush]) ${within} .point`)];
  const mine = points(layer).filter((mark) => {
    const [{ trace }] = mark.closest(".trace").__data__;
    return trace.customdata[mark.__data__.i][0] === id;
  });
  for (const mark of mine) {
    mark.scrollIntoView({ block: "center", behavior: "instant" });
    const plot = document.querySelector(".js-plotly-plot:not([data-part=brush]) .nsewdrag").getBoundingClientRect();
    const box = mark.getBoundingClientRect();
    const left = Math.max(box.left, plot.left), right = Math.min(box.right, plot.right);
    const others = points(".scatterlayer").filter((other) => other !== mark)
      .map((other) => other.getBoundingClientRect());
    for (const share of [.5, .25, .75, .1, .9]) {
      const spot = { x: left + share * (right - left), y: box.top + box.height / 2 };
      const isFree = others.every((other) => spot.x < other.left - 4 || spot.x > other.right + 4
        || spot.y < other.top - 2 || spot.y > other.bottom + 2);
      if (right > left && isFree) return spot;
    }
  }
  return null;
}"""
LANES = "(gd.layout.annotations ?? []).map((lane) => lane.text).sort()"
RANGE = "gd.layout.xaxis.range"
ACTORS = """gd.calcdata.filter(([bar]) => bar.trace.type === "bar")
  .flatMap((trace) => trace.map((bar) => trace[0].trace.customdata[bar.i][0]))"""
LINES = "gd.layout.yaxis.ticktext ?? []"


def acts(tables):
    """Events that the timeline draws without being asked for states."""
    events = query.select_events(tables, Filters()).events
    return events[~events["is_state"]]


def within(events):
    """Of these events those that the timeline opens on."""
    first, last = busiest(events)
    return events[(events["date_earliest"] >= first) & (events["date_latest"] < last)]


def test_clicked_mark_opens_its_claims(page, tables):
    shown = within(acts(tables))
    event_id = shown.loc[shown["date_precision"] == "day", "event_id"].iloc[0]
    go(page, "/timeline")
    click_where(page, SPOT_OF, [".scatterlayer", event_id])
    expect_claims(page, tables, event_id)
    expect_params(page, {"event": [event_id]})


def test_clicked_bar_opens_its_claims_and_the_next_one_others(page, tables):
    shown = within(acts(tables))
    bars = shown.loc[shown["date_precision"] == "month", "event_id"].tolist()
    go(page, "/timeline")
    first = free_bar(page, bars)
    click_where(page, SPOT_OF, [".barlayer", first])
    expect_claims(page, tables, first)
    expect_params(page, {"event": [first]})
    settled(page)
    second = free_bar(page, [event_id for event_id in bars if event_id != first])
    click_where(page, SPOT_OF, [".barlayer", second])
    expect_claims(page, tables, second)
    expect_params(page, {"event": [second]})


def free_bar(page, ids):
    """The first of these bars that can be clicked."""
    find = f"(ids) => ids.find((id) => ({SPOT_OF})(['.barlayer', id]))"
    return page.wait_for_function(find, arg=ids).json_value()


def test_lanes_switch(page, tables):
    kinds = sorted(f"<b>{kind}</b>" for kind in acts(tables)["kind"].unique())
    go(page, "/timeline")
    assert figure(page, LANES) != kinds
    page.get_by_role("radio", name="Kind", exact=True).click()
    eventually(page, lambda: figure(page, LANES), kinds)
    expect_params(page, {"lanes": ["kind"]})


def test_careers_show_persons_and_a_line_opens_one(page, tables):
    spells = query.select_allegiances(tables, Filters())
    people = spells[spells["actor_type"] == "person"]
    go(page, "/timeline")
    page.get_by_role("radio", name="Careers", exact=True).click()
    expect_params(page, {"show": ["careers"]})
    eventually(page, lambda: sorted(figure(page, LINES)), sorted(people["actor_name"].unique()))
    actor = free_bar(page, figure(page, ACTORS))
    assert actor in set(people["actor_id"])
    click_where(page, SPOT_OF, [".barlayer", actor])
    expect_params(page, {"show": ["careers"], "actor": [actor]})
    name = people.set_index("actor_id").loc[[actor], "actor_name"].iloc[0]
    expect(panel(page).get_by_role("heading", name=name)).to_be_visible()


def test_buttons_and_keys_zoom_and_the_link_holds_the_days_in_view(page, tables, visitor):
    events = acts(tables)
    days = pd.concat([events["date_earliest"], events["date_latest"]]).dropna()
    go(page, "/timeline")
    opened = span(page)
    assert opened[0] > days.min() or opened[1] < days.max()
    page.get_by_role("button", name="All years").click()
    eventually(page, lambda: span(page)[0] < days.min() and span(page)[1] > days.max(), True)
    eventually(page, lambda: "span" in params_of(page), True)
    page.get_by_role("button", name=fits(tables)).click()
    eventually(page, lambda: span(page), opened)
    expect_params(page, {})
    page.locator(".plot[data-part=main]").focus()
    page.keyboard.press("+")
    eventually(page, lambda: length(span(page)) < length(opened), True)
    page.keyboard.press("Shift+ArrowRight")
    eventually(page, lambda: span(page)[1] > opened[1] - 0.3 * length(opened), True)
    eventually(page, lambda: "span" in params_of(page), True)
    settled(page)
    shown = span(page)
    other = visitor.window()
    go(other, page.url)
    first, last = span(other)
    assert abs(first - shown[0]) < DAY
    assert abs(last - shown[1]) < DAY
    page.keyboard.press("0")
    eventually(page, lambda: span(page), opened)


DAY = pd.Timedelta(days=1)


def span(page):
    """The days that the figure shows."""
    return tuple(pd.Timestamp(day) for day in figure(page, RANGE))


def length(days):
    return days[1] - days[0]


def fits(tables):
    """The words of the button that shows the years in which most lies."""
    first, last = busiest(acts(tables))
    return f"{first.year} to {last.year - 1}"


def test_the_wheel_zooms_with_ctrl_and_scrolls_without(page):
    go(page, "/timeline")
    opened = span(page)
    box = page.locator(".plot[data-part=main]").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60)
    page.mouse.wheel(0, 200)
    page.wait_for_timeout(300)
    assert span(page) == opened
    box = page.locator(".plot[data-part=main]").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, max(box["y"] + 60, 100))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    eventually(page, lambda: length(span(page)) < length(opened), True)


def test_brushing_the_density_sets_from_and_to_for_all_pages(page, tables):
    go(page, "/timeline")
    box = page.locator(".plot[data-part=brush] .nsewdrag").bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 40, steps=8)
    page.mouse.up()
    eventually(page, lambda: {"from", "to"} <= set(params_of(page)), True)
    given = params_of(page)
    first, last = (read_bound(given[name][0], last=name == "to") for name in ("from", "to"))
    events = query.select_events(tables, Filters(from_=first, to=last)).events
    shown = len(events[~events["is_state"]])
    expect(page.get_by_role("application", name=f"Timeline of {shown} events")).to_be_visible()
    eventually(page, lambda: span(page)[0].date(), first)
    turn_to(page, "Map")
    settled(page)
    assert params_of(page)["from"] == given["from"]
    turn_to(page, "Timeline")
    settled(page)
    page.get_by_role("button", name="All times").click()
    expect_params(page, {})


def test_a_new_bound_shows_its_days_whatever_was_in_view(page, tables):
    go(page, "/timeline?span=2014-02-01,2014-09-01")
    assert span(page)[0].date() == date(2014, 2, 1)
    page.get_by_label("From", exact=True).fill("2016")
    page.keyboard.press("Enter")
    expect_params(page, {"from": ["2016"]})
    eventually(page, lambda: span(page)[0].date(), date(2016, 1, 1))


def test_a_bar_of_the_density_sets_its_period(page):
    go(page, "/timeline?density=year")
    bar = page.evaluate("""() => {
      const gd = document.querySelector(".plot[data-part=brush]");
      const at = [...gd.querySelectorAll(".barlayer .point")].map((bar) => bar.getBoundingClientRect())
        .filter((box) => box.height > 8 && box.width > 8)[0];
      return { x: at.x + at.width / 2, y: at.y + at.height / 2 };
    }""")
    page.mouse.click(**bar)
    eventually(page, lambda: set(params_of(page)), {"density", "from", "to"})
    given = params_of(page)
    assert given["from"] == given["to"]
    assert len(given["from"][0]) == 4


def test_marks_are_reached_and_opened_by_key(page, tables):
    go(page, "/timeline")
    page.locator(".plot[data-part=main]").focus()
    said = page.locator(".plots .said")
    page.keyboard.press("ArrowDown")
    expect(said).not_to_be_empty()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".ring.cursor")).to_be_visible()
    page.keyboard.press("Enter")
    eventually(page, lambda: "event" in params_of(page), True)
    expect_claims(page, tables, params_of(page)["event"][0])


@pytest.mark.parametrize("by", ["Province", "Kind", "Person", "Source"])
def test_an_event_stands_in_each_of_its_lanes(page, tables, by):
    rows = acts(tables)[["event_id"]].merge(timeline.select_lanes(tables, by.lower()), on="event_id")
    go(page, "/timeline")
    page.get_by_role("radio", name=by, exact=True).click()
    wanted = sorted(f"<b>{html.escape(lane, quote=False)}</b>" for lane in rows["lane"].unique())
    eventually(page, lambda: figure(page, LANES), wanted)


def test_the_day_by_which_an_event_was_known_is_a_tick(page, tables):
    go(page, "/timeline")
    page.get_by_text("Show when it became known", exact=True).click()
    expect_params(page, {"lag": ["true"]})
    ticks = "(gd.data.find((trace) => trace.name === 'first published') ?? { x: [] }).x.length"
    eventually(page, lambda: figure(page, ticks), len(acts(tables)))


def test_careers_are_ordered_gathered_and_found_by_name(page, tables):
    careers = timeline.select_careers(tables, Filters(), ("person",))
    go(page, "/timeline?show=careers")
    page.get_by_role("radio", name="Name", exact=True).click()
    eventually(page, lambda: figure(page, LINES), careers["name"].tolist())
    page.get_by_text("By present side", exact=True).click()
    bands = timeline.order_careers(careers, "name", True)
    eventually(page, lambda: figure(page, LANES), sorted(f"<b>{heading}</b>" for heading, _ in bands))
    last = bands[-1][1][-1]
    name = careers.set_index("actor_id").at[last, "name"]
    box = page.get_by_role("combobox", name="Find a line")
    box.fill(name)
    page.get_by_role("option", name=name, exact=True).click()
    eventually(page, lambda: params_of(page).get("actor"), [last])
    expect(page.locator(".ring.chosen")).to_be_in_viewport()


def test_cohorts_have_lines_too(page, tables):
    cohorts = timeline.select_careers(tables, Filters(), ("cohort",))
    go(page, "/timeline?show=careers&lines=cohorts")
    assert sorted(figure(page, LINES)) == sorted(cohorts["name"])


def test_both_clocks_narrow_the_timeline(page, tables):
    go(page, "/timeline?known=2015-05-08&on=2015-01-31")
    filters = Filters(known=date(2015, 5, 8), on=date(2015, 1, 31))
    events = query.select_events(tables, filters).events
    shown = len(events[~events["is_state"]])
    expect(page.get_by_role("application", name=f"Timeline of {shown} events")).to_be_visible()
    lines = figure(page, "gd.layout.shapes.filter((shape) => shape.type === 'line').map((shape) => shape.x0)")
    assert [pd.Timestamp(day).date() for day in lines] == [date(2015, 1, 31)]


def test_the_timeline_is_taken_away_for_timeline_js_and_as_a_picture(page, tables):
    go(page, "/timeline?group=iskp")
    with page.expect_download() as got:
        page.get_by_role("button", name="TimelineJS3").click()
    made = json.loads(got.value.path().read_text(encoding="utf-8"))
    events = query.select_events(tables, Filters(group=("iskp",))).events
    assert {slide["unique_id"] for slide in made["events"]} == set(events["event_id"])
    assert all({"year", "month", "day"} <= set(slide["start_date"]) for slide in made["events"])
    with page.expect_download() as got:
        page.get_by_role("button", name="Download as SVG").click()
    assert b"Islamic State Khorasan" in got.value.path().read_bytes()


def test_a_phone_in_the_dark_shows_the_timeline(visitor):
    page = visitor.stranger(viewport={"width": 390, "height": 844}, color_scheme="dark")
    go(page, "/timeline")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert figure(page, "gd.data.length") > 3


def test_states_are_drawn_when_asked_for(page, tables):
    events = query.select_events(tables, Filters()).events
    go(page, "/timeline")
    expect(page.get_by_role("application", name=f"Timeline of {len(acts(tables))} events")).to_be_visible()
    page.get_by_text("Draw states too", exact=True).click()
    expect(page.get_by_role("application", name=f"Timeline of {len(events)} events")).to_be_visible()
    expect_params(page, {"states": ["true"]})
