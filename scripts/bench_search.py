"""Measures the search: what making its index and one query cost, at the published atlas and at a hundred times it.

Reads data/tables. Prints a table; docs/searching.md tells its numbers. Run: .venv/bin/python scripts/bench_search.py
"""

from __future__ import annotations

import random
import statistics
import time
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from bayah import query, search
from bayah.derive import Known
from bayah.store import read_tables

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ("Hafez Sayed Khan", "taliban", "ننگرهار", "Nangahar attack", "death of mullah omar", "isl",
           "Sirajuddin Haqqani", "afghan taliban kabul 2015")
COPIED = {"events": ["event_id"], "claims": ["claim_id", "event_id"], "event_actors": ["event_id", "actor_id"],
          "event_provinces": ["event_id"], "claim_provinces": ["claim_id"], "persons": ["person_id"],
          "cohorts": ["cohort_id"], "actors": ["actor_id"]}
ROUNDS = 9


def grown(view: Known, copies: int) -> Known:
    """The view with all that is told so many times, each copy with a new word in every name and claim."""
    chance = random.Random(1)  # noqa: S311
    more = dict(view)
    for name, keys in COPIED.items():
        frames = [view[name]]
        for nth in range(1, copies):
            frame = view[name].assign(**{key: view[name][key].astype("str") + f"-{nth}" for key in keys})
            word = "".join(chance.choice("bdfghjklmnrstz") + chance.choice("aeiou") for _ in range(3))
            texts = [column for column in ("summary", "label", "name") if column in frame]
            frames.append(frame.assign(**{column: frame[column].astype("str") + f" {word}" for column in texts}))
        more[name] = pd.concat(frames, ignore_index=True)
    return Known(more, more, None)


def main() -> None:
    """Print the table."""
    table = Table("claims", "to be found", "words", "index, s", "a query, ms: median", "slowest", title="Search")
    view = query.view(read_tables(ROOT / "data" / "tables"))
    for copies in (1, 100):
        larger = grown(view, copies)
        start = time.perf_counter()
        index = search.make_index(larger)
        made, medians = time.perf_counter() - start, []
        for text in QUERIES:
            times = []
            for _ in range(ROUNDS):
                start = time.perf_counter()
                search.search(index, text)
                times.append(time.perf_counter() - start)
            medians.append(statistics.median(times) * 1000)
        table.add_row(f"{len(larger['claims']):,}", f"{len(index.entries):,}", f"{len(index.vocabulary.words):,}",
                      f"{made:.1f}", f"{statistics.median(medians):.1f}", f"{max(medians):.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
