"""How long a reader waits for the network: a part of `scripts/bench.py`, by itself `python scripts/bench_network.py`.

From the navigation in a fresh browser profile to the first stable paint of /network: the frame after which nothing of
the network is drawn anew for `QUIET` milliseconds, and the server has nothing more to say. Atlases of 100 and of 1,000
actors (`larger_atlas`), served beside each other, take turns; every server was asked once before, so that the layout,
which is made once for a data version, stands as it does for all readers but the first. What it costs that first one is
told beside it.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pandas as pd
from bench_server import ROOT, chromium, server
from larger_atlas import atlas_of, write_atlas
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bayah import ties
from bayah.figures import network
from bayah.query import Filters
from bayah.store import read_tables

SIZES = (100, 1000)
ROUNDS = 7
QUIET = 1500
# Every drawing of vis-network begins by clearing its canvas: the last one before the quiet is the stable paint.
WATCH = """(() => {
  window.__paints = [];
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...given) {
    const host = this.canvas.getRootNode().host;
    if (host && this.canvas.closest(".net")) requestAnimationFrame(() => requestAnimationFrame(() => {
      window.__paints.push(performance.now());
    }));
    return clear.apply(this, given);
  };
})()"""
STABLE = """(quiet) => {
  const net = [...document.querySelectorAll("*")].map((e) => e.shadowRoot?.querySelector(".net")).find(Boolean);
  const idle = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";
  const last = window.__paints.at(-1);
  return net?.dataset.ready && idle && last && performance.now() - last > quiet;
}"""


def bench_first_paint(tables: dict[str, pd.DataFrame], console: Console) -> Table:
    """Median milliseconds to the first stable paint at each size, and whether the bound holds."""
    table = Table("actors", "ties", "first paint ms", "stable paint ms", "cold layout ms",
                  title="Network, first stable paint from navigation", title_justify="left")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        larger = {size: atlas_of(tables, size) for size in SIZES}
        addresses = {size: running.enter_context(
            server("app.py", {"BAYAH_DATA": str(write_atlas(larger[size], Path(folder) / str(size)))}))
            for size in SIZES}
        browser = running.enter_context(chromium())
        for address in addresses.values():
            first_paint(browser, address)
        times: dict[int, list[tuple[float, float]]] = {size: [] for size in SIZES}
        for _ in track(range(ROUNDS), "Opening networks", console=console):
            for size, address in addresses.items():
                times[size].append(first_paint(browser, address))
    stable = {size: statistics.median(last for _, last in found) for size, found in times.items()}
    for size, found in times.items():
        n_ties = len(network.strongest(ties.select_ties(larger[size], Filters())))
        table.add_row(f"{size:,}", f"{n_ties:,}", f"{statistics.median(first for first, _ in found):.0f}",
                      f"{stable[size]:.0f}", f"{cold_layout(larger[size]):.0f}")
    few, many = (stable[size] for size in SIZES)
    bound = 2 * few + 200
    table.caption = (f"{many:.0f} : {few:.0f} = {many / few:.2f}; twice the smaller and 200 ms: {bound:.0f} "
                     f"({'holds' if many < bound else 'does not hold'})")
    return table


def first_paint(browser: Any, address: str) -> tuple[float, float]:
    """Milliseconds from navigation to the first and to the stable paint, in a profile that was never here."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address + "network")
    page.wait_for_function(STABLE, arg=QUIET, timeout=120_000)
    paints = page.evaluate("window.__paints")
    context.close()
    return paints[0], paints[-1]


def cold_layout(tables: dict[str, pd.DataFrame]) -> float:
    """Milliseconds that the places of all actors take."""
    start = time.perf_counter()
    network.layout(ties.ever(tables), tables["groups"])
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    output = Console()
    output.print(bench_first_paint(read_tables(ROOT / "data" / "tables"), output))
