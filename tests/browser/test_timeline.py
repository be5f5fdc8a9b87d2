"""The timeline in Chromium: marks, bars and career lines are clicked; lanes and years are changed."""

import pandas as pd
import pytest
from playwright.sync_api import expect

from bayah import query
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
    settled,
)

pytestmark = pytest.mark.browser

# A spot on the marks or bars that carry an id: of what is in the window, and not near another mark,
# for a click takes what is nearest.
SPOT_OF = """([layer, id]) => {
  const points = (within) => [...document.querySelectorAll(`.js-plotly-plot ${within} .point`)];
  const mine = points(layer).filter((mark) => {
    const [{ trace }] = mark.closest(".trace").__data__;
    return trace.customdata[mark.__data__.i][0] === id;
  });
  for (const mark of mine) {
    mark.scrollIntoView({ block: "center", behavior: "instant" });
    const plot = document.querySelector(".js-plotly-plot .nsewdrag").getBoundingClientRect();
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
LANES = "gd.layout.annotations.map((lane) => lane.text).sort()"
RANGE = "gd.layout.xaxis.range"
ACTORS = """gd.calcdata.filter(([bar]) => bar.trace.type === "bar")
  .flatMap((trace) => trace.map((bar) => trace[0].trace.customdata[bar.i][0]))"""
LINES = "gd.layout.yaxis.ticktext"


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


def test_button_shows_all_years(page, tables):
    events = acts(tables)
    days = pd.concat([events["date_earliest"], events["date_latest"]]).dropna()
    go(page, "/timeline")
    first, last = map(pd.Timestamp, figure(page, RANGE))
    assert first > days.min() or last < days.max()
    page.locator(".updatemenu-button").filter(has_text="All years").click()

    def shows_all():
        first, last = map(pd.Timestamp, figure(page, RANGE))
        return bool(first < days.min() and last > days.max())

    eventually(page, shows_all, True)


def test_states_are_drawn_when_asked_for(page, tables):
    events = query.select_events(tables, Filters()).events
    go(page, "/timeline")
    expect(page.get_by_role("figure", name=f"Timeline of {len(acts(tables))} events")).to_be_visible()
    page.get_by_text("Draw states too", exact=True).click()
    expect(page.get_by_role("figure", name=f"Timeline of {len(events)} events")).to_be_visible()
    expect_params(page, {"states": ["true"]})
