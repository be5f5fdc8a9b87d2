"""What changed between two versions of the tables: which rows came, which went, and what changed in the others.

Reads two versions (`bayah.versions`), each as its own readers last knew it. Returns, a table, one row a change, in the
order of the contract's tables. Refuses nothing: a table or a column that only one version has is said, not compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from bayah.derive.labels import RELATION_WORDS
from bayah.export import safe_cell
from bayah.model import TABLE, TABLES
from bayah.versions import Version, key_of, today

CHANGES = ("came", "went", "changed")
MAIN = ("claims", "events", "allegiances", "relations", "sources", "disputes")
"""The tables that a reader asks after first; what changes in the others mostly follows from these."""
COLUMNS = ("change", "id", "name", "column", "before", "after")
_NAMED = {"claims": "summary", "events": "label", "sources": "title", "disputes": "question", "actors": "name",
          "persons": "name", "groups": "name", "cohorts": "name", "provinces": "name", "places": "name",
          "stories": "title", "story_steps": "heading", "story_sentences": "text", "dispute_claims": "position"}
"""The column by which a reader knows a row."""
_JOINED = {"allegiances": ("{} with {}", ("actor_id", "group_id")),
           "relations": ("{} {} {}", ("subject_id", "role", "object_id")),
           "successions": ("{}, {} of {}", ("actor_id", "role", "group_id"))}
"""The same, where it is made of several."""


def compare(old: Version, new: Version) -> dict[str, pd.DataFrame]:
    """The changes of every table that either version has.

    A frame has one row for each row that came or went (`column`, `before` and `after` are empty, but for an event that
    was found to be part of another, whose id stands in `after`) and one for each cell that changed. Its key is change,
    id, column; `id` joins a key of several columns by `, `, `name` is what a reader knows the row by.
    """
    return {table.name: _of_table(old.tables, new.tables, table.name) for table in TABLES
            if table.name in old.tables or table.name in new.tables}


def count_changes(old: Version, new: Version, changes: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """How much changed: a row a table, with the rows that came, went and changed, and `columns` that only one version
    has, in words; the tables of `MAIN` first."""
    order = [*MAIN, *(name for name in changes if name not in MAIN)]
    rows = []
    for table in (name for name in order if name in changes):
        of_table = changes[table]
        numbers = {change: of_table.loc[of_table["change"] == change, "id"].nunique() for change in CHANGES}
        rows.append({"table": table, **numbers, "columns": _say_columns(old.tables, new.tables, table)})
    return pd.DataFrame(rows, columns=["table", *CHANGES, "columns"])


def as_json(changes: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The changes by table and kind; of a row that changed, its cells before and after by column."""
    return {table: {change: _entries(rows[rows["change"] == change], change) for change in CHANGES}
            for table, rows in changes.items()}


def _entries(rows: pd.DataFrame, change: str) -> list[dict[str, Any]]:
    entries: dict[str, dict[str, Any]] = {}
    for row in rows.to_dict("records"):
        entry = entries.setdefault(row["id"], {"id": row["id"], "name": row["name"]})
        if change == "changed":
            entry.setdefault("columns", {})[row["column"]] = {"before": row["before"], "after": row["after"]}
        elif row["after"]:
            entry["now"] = row["after"]
    return list(entries.values())


def _of_table(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame], table: str) -> pd.DataFrame:
    before, after = (_rows(tables, table) for tables in (old, new))
    named = {**_names(old, before, table), **_names(new, after, table)}
    came, went = after.index.difference(before.index), before.index.difference(after.index)
    redirects = _redirects(new) if table == "events" else {}
    rows = [pd.DataFrame({"change": "came", "id": came, "column": "", "before": "", "after": ""}),
            pd.DataFrame({"change": "went", "id": went, "column": "", "before": "",
                          "after": [redirects.get(row, "") for row in went]}),
            *_cells(before, after)]
    found = pd.concat([part for part in rows if len(part)] or rows[:1], ignore_index=True).astype("str")
    order = {change: place for place, change in enumerate(CHANGES)}
    names = pd.Series([named.get(row, "") for row in found["id"]], index=found.index, dtype="str")
    found = found.assign(name=names, order=found["change"].map(order))
    ordered: pd.DataFrame = found.sort_values(["order", "id", "column"], ignore_index=True)
    return ordered[list(COLUMNS)]


def _rows(tables: Mapping[str, pd.DataFrame], table: str) -> pd.DataFrame:
    """The rows of a version's own day by their key; without the apostrophes of a file made for spreadsheets."""
    key = key_of(table)
    frame = today(tables[table]) if table in tables else pd.DataFrame(columns=TABLE[table].column_names, dtype="str")
    frame = frame.drop(columns="known_until", errors="ignore").map(_bare)
    cells = [frame[column].to_list() for column in key]
    return frame.set_axis(pd.Index([", ".join(of_row) for of_row in zip(*cells, strict=True)], dtype="str"), axis=0)


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and safe_cell(cell[1:]) == cell else cell


def _cells(before: pd.DataFrame, after: pd.DataFrame) -> list[pd.DataFrame]:
    """The cells that differ, of rows and columns that both versions have."""
    both = before.index.intersection(after.index)
    one, other = before.loc[both], after.loc[both]
    parts = []
    for column in (name for name in one.columns if name in other.columns):
        is_other = one[column] != other[column]
        parts.append(pd.DataFrame({
            "change": "changed", "id": both[is_other], "column": column, "before": one.loc[is_other, column].to_list(),
            "after": other.loc[is_other, column].to_list()}))
    return parts


def _redirects(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """For ids that events bore before they were found to be part of others, these others' ids."""
    if "event_redirects" not in tables:
        return {}
    rows = tables["event_redirects"]
    return dict(zip(rows["event_id"], rows["current_event_id"], strict=True))


def _names(tables: Mapping[str, pd.DataFrame], rows: pd.DataFrame, table: str) -> dict[str, str]:
    if table in _NAMED and _NAMED[table] in rows:
        return dict(zip(rows.index, rows[_NAMED[table]], strict=True))
    words, columns = _JOINED.get(table, ("", ()))
    if not columns or not set(columns) <= set(rows):
        return {}
    actors = tables.get("actors", pd.DataFrame(columns=["actor_id", "name"]))
    called = RELATION_WORDS | dict(zip(actors["actor_id"], actors.get("name", actors["actor_id"]), strict=True))
    cells = zip(*(rows[column] for column in columns), strict=True)
    return {row: words.format(*(called.get(cell, cell) for cell in of_row))
            for row, of_row in zip(rows.index, cells, strict=True)}


def _say_columns(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame], table: str) -> str:
    if table not in old or table not in new:
        return "only the newer version has this table" if table in new else "only the older version has this table"
    came, went = (sorted(map(str, set(one[table]) - set(other[table]))) for one, other in ((new, old), (old, new)))
    return "; ".join(f"{words}: {', '.join(columns)}" for words, columns in (("came", came), ("went", went)) if columns)
