"""Measurements, as ratios of one run on the same work: `make bench`.

1. Deriving: seconds a claim at 1, 10 and 100 times the atlas; near-linear means that the ratio stays near 1.
2. Repaint: from the key that commits a filter (From: 2016, and back) or a measure of the map (Claims, and back) to the
   first frame with the new figure in it, in Chromium; the app's page against a bare Streamlit page that shows the very
   same figures (scripts/bench_bare.py). Of the timeline also from the click that changes its lanes. Both servers run at
   once and take turns, so that a drift of the machine meets both.
3. Scale: what the map sends to the browser at 1, 10 and 100 times the atlas.
4. First stable paint of the network with 100 and with 1,000 actors (scripts/bench_network.py).
5. Drafting: beside the tokenizer alone, its memory, and two Dask workers over one (scripts/bench_drafting.py).

Reads data/tables. Prints seven tables. Needs Chromium; no figure here is a limit that a test holds.
"""

from __future__ import annotations

import json
import pickle
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from bench_drafting import bench_drafting
from bench_network import bench_first_paint
from bench_server import ROOT, chromium, server
from playwright.sync_api import Page
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bayah import provinces, query, ties
from bayah.derive import Given, as_known, derive
from bayah.figures import look, network, timeline
from bayah.figures.careers import draw_careers
from bayah.figures.flows import draw_flows
from bayah.figures.map import add_labels, add_places, cells_of, draw_provinces
from bayah.flows import select_flows
from bayah.query import Filters
from bayah.store import read_tables
from bayah.timeline import order_lanes, select_density, select_lanes

PAGES = {"overview": "", "map": "map", "map by measure": "map", "network": "network", "timeline": "timeline",
         "timeline by lanes": "timeline", "careers": "timeline?show=careers"}
FIELDS = {"map by measure": ("Shade the provinces by", "Events", "Claims"),
          "timeline by lanes": ("", "Group", "Kind")}
"""Which field of a page is turned, between which values; of the others From, between nothing and 2016. Without a label:
buttons of which one is pressed."""
ROUNDS = 12
# From the commit of the field, or the click, to two frames after the figure in the page has become another one.
WAIT = """() => new Promise((resolve, reject) => {
  const host = [...document.querySelectorAll('*')].find(e => e.shadowRoot?.querySelector('.net'));
  const signature = () => {
    if (host) return host.shadowRoot.querySelector('.net').dataset.ready;
    const plot = [...document.querySelectorAll('.js-plotly-plot')].at(-1);
    if (!plot || !plot._fullLayout || !plot.querySelector('.main-svg')) return null;
    const sum = values => Array.from(values || []).reduce((total, value) => total + (Number(value) || 0), 0);
    return JSON.stringify((plot._fullData || []).map(
      t => [t.type, (t.x || t.z || []).length, sum(t.y), sum(t.z), sum(t.link?.value)]));
  };
  const before = signature(); let start = null; const dead = performance.now() + 20000;
  window.addEventListener('keydown', e => { if (e.key === 'Enter') start = e.timeStamp; }, {capture: true, once: true});
  window.addEventListener('click', e => { start ??= e.timeStamp; }, {capture: true, once: true});
  window.__took = null;
  const tick = () => {
    const now = signature();
    if (start !== null && now !== null && now !== before)
      requestAnimationFrame(() => requestAnimationFrame(() => { window.__took = performance.now() - start; }));
    else if (performance.now() > dead) window.__took = -1;
    else requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick); resolve();
})"""


def bench_derive(tables: dict[str, pd.DataFrame]) -> Table:
    """Seconds a claim as the atlas grows: copies of it with their own actors and articles."""
    known = tables["sources"][["source_id", "known_date"]]
    parent = dict(zip(tables["groups"]["group_id"], tables["groups"]["parent_group_id"], strict=True))
    claims = tables["claims"].merge(known, on="source_id").drop(columns="event_id")
    table = Table("claims", "seconds", "µs a claim", "ratio to the atlas", "versions of events a claim",
                  "as known on a day, ms", "ratio to deriving", title="Deriving, and selecting what was known",
                  title_justify="left")
    base = None
    for copies in (1, 10, 100):
        many, actors = _copied(claims, tables["actors"], copies)
        start = time.perf_counter()
        names = dict(zip(actors["actor_id"], actors["name"], strict=True))
        derived = derive(many, Given(names=names, parent=parent))
        took = time.perf_counter() - start
        whole = {**tables, **derived.tables, "claims": derived.claims.drop(columns="known_date")}
        start = time.perf_counter()
        as_known(whole, tables["sources"]["known_date"].sort_values().iloc[1].date())
        selected = time.perf_counter() - start
        each = took / len(many)
        base = base or each
        table.add_row(f"{len(many):,}", f"{took:.2f}", f"{each * 1e6:.0f}", f"{each / base:.2f}",
                      f"{len(derived.tables['events']) / len(many):.2f}", f"{selected * 1000:.0f}",
                      f"1 : {took / selected:.0f}")
    return table


def _copied(claims: pd.DataFrame, actors: pd.DataFrame, copies: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    named = ["claim_id", "source_id", "subject_id", "object_id"]
    many = pd.concat([claims.assign(**{column: claims[column] + f"-{n}" for column in named}) for n in range(copies)],
                     ignore_index=True)
    known = pd.concat([actors, *(actors.assign(actor_id=actors["actor_id"] + f"-{n}") for n in range(copies))],
                      ignore_index=True)
    return many, known


def figure_pairs(tables: dict[str, pd.DataFrame]) -> dict[str, tuple[Any, Any]]:
    """For each page the app's figure without a filter and with From 2016; of the map also of events and of claims."""
    early, late = (_figures(tables, filters) for filters in (Filters(), Filters(from_=date(2016, 1, 1))))
    early["map by measure"], late["map by measure"] = (_map(tables, Filters(), name) for name in ("events", "claims"))
    early["timeline by lanes"], late["timeline by lanes"] = (
        _timeline(query.view(tables), Filters(), by) for by in ("group", "kind"))
    return {name: (early[name], late[name]) for name in PAGES}


def _map(tables: dict[str, pd.DataFrame], filters: Filters, measure: str) -> Any:
    label = provinces.MEASURES[measure].label
    boundaries = json.loads((ROOT / "data/boundaries/admin1_until_2018.geojson").read_text())
    rows = provinces.select_provinces(tables, filters, measure)
    figure = draw_provinces(rows, boundaries, label, (), look.LIGHT)
    add_places(figure, provinces.select_places(tables, filters, measure), label, look.LIGHT)
    points = tables["provinces"][["province_id", "latitude", "longitude"]]
    return add_labels(figure, rows.merge(points, on="province_id"), look.LIGHT)


def _network(tables: query.Tables, filters: Filters, colours: dict[str, str], positions: dict[str, Any]) -> Any:
    """All that the page mounts: nodes and lines, the fields round groups, and the periods of the slider."""
    drawn = network.draw_network(ties.select_ties(tables, filters), tables, colours, positions, look.LIGHT)
    return drawn, network.hulls(drawn, tables["groups"], colours), ties.select_periods(tables, filters, "year", "on")


def _timeline(tables: query.Tables, filters: Filters, by: str) -> Any:
    """The density and the events in lanes."""
    theme, colours = look.LIGHT, look.group_colours(tables["groups"], query.families(tables["groups"]))
    events = query.select_events(tables, filters).events
    acts = events[~events["is_state"]]
    group_of = query.group_of_events(tables)
    rows = acts.merge(select_lanes(tables, by), on="event_id")
    worn = {event: colours.get(group_of.get(event, ""), look.NEUTRAL) for event in acts["event_id"]}
    return (timeline.draw_density(select_density(acts, "month"), theme, timeline.opening(acts)),
            timeline.draw_events(rows, order_lanes(rows), worn, theme))


def _figures(tables: dict[str, pd.DataFrame], filters: Filters) -> dict[str, Any]:
    tables = query.view(tables, filters)
    theme, colours = look.LIGHT, look.group_colours(tables["groups"], query.families(tables["groups"]))
    events = query.select_events(tables, filters).events
    acts = events[~events["is_state"]]
    spells = query.select_allegiances(tables, filters)
    persons = spells[spells["actor_type"] == "person"]
    order = sorted(persons["actor_id"].unique())
    parts = tables["event_actors"]
    mine = parts[(parts["part"] == "subject") & parts["actor_id"].isin(order)]
    actor_of = dict(zip(mine["event_id"], mine["actor_id"], strict=True))
    positions = network.layout(ties.ever(tables), tables["groups"])
    return {
        "overview": draw_flows(select_flows(tables, filters), colours, theme),
        "map": _map(tables, filters, "events"),
        "network": _network(tables, filters, colours, positions),
        "timeline": _timeline(tables, filters, "group"),
        "careers": draw_careers(persons, acts, actor_of, order, colours, theme,
                                until=tables["sources"]["known_date"].max()),
    }


def repaint(page: Page, label: str, value: str) -> float:
    """Milliseconds from Enter in the field, or from the click, to the new figure's first frame."""
    if label:
        field = page.get_by_label(label, exact=True).last
        field.fill(value)
        page.wait_for_timeout(250)  # a list shows its options
        page.evaluate(WAIT)
        field.press("Enter")
    else:
        page.evaluate(WAIT)
        page.get_by_role("radio", name=value, exact=True).click()
    page.wait_for_function("window.__took !== null", timeout=25_000)
    took = float(page.evaluate("window.__took"))
    if took < 0:
        raise RuntimeError(f"no other figure came for {label} {value!r} on {page.url}")
    page.wait_for_timeout(400)
    return took


def bench_repaint(tables: dict[str, pd.DataFrame], console: Console) -> Table:
    """Median repaint of every page of the app, and of a bare page with the same figure."""
    table = Table("page", "app ms", "bare ms", "ratio", title="Repaint after a filter", title_justify="left")
    with tempfile.TemporaryDirectory() as folder:
        pickled = Path(folder) / "figures.pickle"
        pickled.write_bytes(pickle.dumps(figure_pairs(tables)))
        with server("app.py", {}) as app, server("scripts/bench_bare.py", {"BAYAH_BENCH": str(pickled)}) as bare, \
                chromium() as browser:
            for name, path in track(PAGES.items(), "Repainting", console=console):
                ours = _opened(browser, app + path)
                floor = _opened(browser, f"{bare}?page={name}".replace(" ", "%20"))
                label, first, second = FIELDS.get(name, ("From", "", "2016"))
                times: dict[str, list[float]] = {"app": [], "bare": []}
                for turn in range(ROUNDS):
                    value = second if turn % 2 == 0 else first
                    times["app"].append(repaint(ours, label, value))
                    times["bare"].append(repaint(floor, label, value))
                app_ms, bare_ms = (statistics.median(times[which][2:]) for which in ("app", "bare"))
                table.add_row(name, f"{app_ms:.0f}", f"{bare_ms:.0f}", f"{app_ms / bare_ms:.2f}")
                ours.close()
                floor.close()
    return table


def _opened(browser: Any, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(address)
    page.wait_for_selector(".js-plotly-plot .main-svg, .net[data-ready]", timeout=60_000)
    page.wait_for_timeout(1500)
    return page


def bench_scale(tables: dict[str, pd.DataFrame]) -> Table:
    """Bytes that the map sends for a view and for every year of its slider, as the atlas grows."""
    known = tables["sources"][["source_id", "known_date"]]
    parent = dict(zip(tables["groups"]["group_id"], tables["groups"]["parent_group_id"], strict=True))
    claims = tables["claims"].merge(known, on="source_id").drop(columns="event_id")
    table = Table("claims", "figure, bytes", "years of the slider, bytes", "selecting them, ms",
                  title="What the map sends to the browser", title_justify="left")
    for copies in (1, 10, 100):
        many, actors = _copied(claims, tables["actors"], copies)
        names = dict(zip(actors["actor_id"], actors["name"], strict=True))
        derived = derive(many, Given(names=names, parent=parent))
        named = many.assign(province_id=many["provinces"].str.split(";"))[["claim_id", "province_id"]]
        whole = {**tables, **derived.tables, "actors": actors, "claims": derived.claims.drop(columns="known_date"),
                 "claim_provinces": named.explode("province_id").dropna(subset="province_id")}
        view = query.view(whole)
        start = time.perf_counter()
        periods = provinces.select_periods(view, Filters(), "claims", "year", "window")
        views = [Filters(from_=row.first.date(), to=row.last.date()) for row in periods.itertuples()]
        frames = [cells_of(rows, "province_id", "Claims") for rows in provinces.select_shades(view, views, "claims")]
        took = time.perf_counter() - start
        rows = provinces.select_provinces(view, Filters(), "claims")
        figure = draw_provinces(rows, "borders", "Claims", (), look.LIGHT)
        table.add_row(f"{len(many):,}", f"{len(figure.to_json()):,}", f"{len(json.dumps(frames)):,}",
                      f"{took * 1000:.0f}")
    return table


def main() -> None:
    """Print the seven tables."""
    console = Console()
    tables = read_tables(ROOT / "data" / "tables")
    console.print(bench_derive(tables))
    console.print(bench_scale(tables))
    console.print(bench_first_paint(tables, console))
    console.print(bench_repaint(tables, console))
    for table in bench_drafting():
        console.print(table)


if __name__ == "__main__":
    main()
