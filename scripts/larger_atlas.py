"""An atlas of any number of actors, made from the published one: what measurements and tests of scale need.

Reads the typed tables of `bayah.store`. Returns tables of the same form: persons and cohorts are copied with all that
is told of them, as other men with other events and claims; groups, articles and places stay the same. Refuses a number
of actors that dropping whole men cannot give.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from bayah import ties
from bayah.model import TABLE, TABLES
from bayah.query import Filters
from bayah.store import write_table

Tables = Mapping[str, pd.DataFrame]


def atlas_of(tables: Tables, n_actors: int) -> dict[str, pd.DataFrame]:
    """The tables with as many copies of their men as it takes for `n_actors` in the network of no filter.

    Raises: ValueError when no whole number of men gives that many.
    """
    people = tables["actors"].loc[tables["actors"]["actor_type"] != "group", "actor_id"]
    one = len(tied(tables))
    copies = 1 + max(0, n_actors - one) // max(1, len(tied(tables) & set(people))) + 1
    grown = {name: pd.concat([frame, *(_copy(tables, name, set(people), n) for n in range(1, copies))],
                             ignore_index=True) for name, frame in tables.items()}
    newest = grown["actors"].loc[grown["actors"]["actor_type"] != "group", "actor_id"].tolist()
    while (extra := len(tied(grown)) - n_actors) > 0 and newest:
        # With a man go those whom only he tied to anybody, so that not all can be dropped at once.
        without = [newest.pop() for _ in range(min(max(1, extra // 2), len(newest)))]
        fewer = _without(grown, set(without))
        if len(tied(fewer)) >= n_actors:
            grown = fewer
    if len(tied(grown)) != n_actors:
        raise ValueError(f"no whole number of men gives {n_actors} actors in the network; try another number")
    return grown


def write_atlas(tables: Tables, folder: Path) -> Path:
    """Write the tables as a folder that BAYAH_DATA can name; the folder."""
    (folder / "tables").mkdir(parents=True)
    for table in TABLES:
        write_table(tables[table.name], table.name, folder / "tables" / f"{table.name}.csv")
    return folder


def tied(tables: Tables) -> set[str]:
    """The ids of all who stand in the network of no filter."""
    found = ties.select_ties(tables, Filters())
    return {*found["source_id"], *found["target_id"]}


def _copy(tables: Tables, name: str, people: set[str], nth: int) -> pd.DataFrame:
    """The rows of a table that tell of men, as of the `nth` of their namesakes."""
    own = _ids_of(tables, people)
    frame = tables[name]
    key = TABLE[name].key[0]
    rows = frame[frame[key].isin(own)]
    if name == "event_claims":
        rows = rows[rows["claim_id"].isin(own)]
    ids = [column for column in frame.columns if column.endswith("_id")]
    renamed = rows.assign(**{column: rows[column].map(lambda cell: f"{cell}-{nth}" if cell in own else cell)
                             for column in ids})
    return renamed.assign(name=renamed["name"] + f" {nth}") if name in ("actors", "persons", "cohorts") else renamed


def _ids_of(tables: Tables, people: set[str]) -> set[str]:
    """The ids of men, and of all that is told of them: events, claims, spells, terms, relations."""
    parts = tables["event_actors"]
    own = people | set(parts.loc[parts["actor_id"].isin(people), "event_id"])
    for name, told_by in (("event_claims", "event_id"), ("allegiance_events", "event_id"),
                          ("succession_events", "event_id"), ("relations", "event_id"), ("dispute_claims", "claim_id")):
        frame = tables[name]
        key = "claim_id" if name == "event_claims" else TABLE[name].key[0]
        own = own | set(frame.loc[frame[told_by].isin(own), key])
    return own


def _without(tables: Tables, dropped: set[str]) -> dict[str, pd.DataFrame]:
    """The tables without these men and all that is told of them."""
    gone = _ids_of(tables, dropped)
    return {name: frame[~frame[TABLE[name].key[0]].isin(gone)] for name, frame in tables.items()}
