"""How good the data are: frames that the method page shows, each a table of its own.

Reads the tables of a view. Returns frames and sentences; nothing is typed that can be counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from bayah import query
from bayah.model import TABLE

Tables = Mapping[str, pd.DataFrame]
GOOD, TENTATIVE = 0.8, 0.667
"""Krippendorff's bounds for alpha: reliable from the first, for tentative conclusions from the second."""
UNCHECKED = "not yet checked by a person"
"""What the note of a source says as long as nobody has read its claims against the article."""
_LOWEST = 3
_MEANING = {column.name: column.description.split(";")[0] for column in TABLE["claims"].columns} | {
    "count": "Number of people", "killed": "Number of people killed", "countries": "Country, if no province is known"}


def pooled(agreement: pd.DataFrame) -> Any:
    """The row on the finding of claims over all articles; None where nothing was measured."""
    rows = agreement[(agreement["source_id"] == "all") & (agreement["column"] == "claims")
                     & (agreement["value"] == "all")]
    return next(rows.itertuples(), None)


def by_column(agreement: pd.DataFrame) -> pd.DataFrame:
    """For each column that was compared: alpha, how to read it, and the share of equal cells; weakest first."""
    rows = agreement[agreement["source_id"] == "all"]
    alpha = rows[rows["measure"] == "alpha"]
    equal = rows[rows["value"] == "equal"].set_index("column")["agreement"]
    found = pd.DataFrame({
        "Column": alpha["column"], "Means": alpha["column"].map(_MEANING), "Alpha": alpha["agreement"].round(2),
        "Reading": alpha["agreement"].map(_reading), "Equal cells": alpha["column"].map(equal) * 100,
    })
    return found.sort_values(["Alpha", "Column"], ignore_index=True)


def _reading(alpha: float) -> str:
    if pd.isna(alpha):
        return "not defined"
    return "good" if alpha >= GOOD else "tentative" if alpha >= TENTATIVE else "weak"


def say_weakest(columns: pd.DataFrame) -> str:
    """Which columns the coders agree on least, by the table of `by_column`."""
    weak = columns[columns["Reading"] == "weak"]
    lowest = columns[columns["Alpha"].notna()].head(_LOWEST) if weak.empty else weak
    named = ", ".join(f"`{row.Column}` ({row.Alpha:.2f})" for row in lowest.itertuples())
    if weak.empty:
        return f"No column is weak; the lowest are {named}."
    return f"{len(weak)} of {len(columns)} columns are weak, and to be used with care: {named}."


def say_dates(agreement: pd.DataFrame) -> str:
    """How many dates are equal, and how many at least leave a day on which both hold; empty if not measured."""
    rows = agreement[(agreement["source_id"] == "all") & (agreement["column"] == "date")]
    shares = rows.set_index("value")["agreement"].reindex(["equal", "can meet"])
    if shares.isna().any():
        return ""
    return f"Of the dates {shares['equal']:.0%} are equal, and {shares['can meet']:.0%} can both be true."


def by_kind(agreement: pd.DataFrame) -> pd.DataFrame:
    """For each kind how far the coders found the same claims, the kind that was coded most first."""
    rows = agreement[(agreement["source_id"] == "all") & (agreement["column"] == "claims")]
    rows = rows[rows["value"] != "all"]
    return _found(rows, "Kind", rows["value"]).sort_values(
        ["Claims of the first", "Kind"], ascending=[False, True], ignore_index=True)


def by_article(agreement: pd.DataFrame, called: Mapping[str, str]) -> pd.DataFrame:
    """For each article how far the coders found the same claims."""
    rows = agreement[(agreement["source_id"] != "all") & (agreement["column"] == "claims")]
    return _found(rows, "Article", rows["source_id"].map(lambda source: called.get(source, source)))


def _found(rows: pd.DataFrame, name: str, named: pd.Series[str]) -> pd.DataFrame:
    return pd.DataFrame({
        name: named, "F1": rows["agreement"].round(2), "Claims of the first": rows["n_first"],
        "Claims of the second": rows["n_second"], "Found by both": rows["n_matched"],
    }).reset_index(drop=True)


def claims_by_kind(tables: Tables, called: Mapping[str, str]) -> pd.DataFrame:
    """Claims of each kind in each article, the articles in the order of their publication, and in all."""
    order = tables["sources"].sort_values("known_date")["source_id"]
    claims = tables["claims"]
    counts = pd.crosstab(claims["kind"], claims["source_id"]).reindex(columns=order, fill_value=0)
    counts.columns = [called[source] for source in counts.columns]
    counts.insert(0, "All", counts.sum(axis=1))
    counts.index.name = "Kind"
    return counts.sort_values(["All"], ascending=False, kind="stable").reset_index()


def shares(tables: Tables) -> pd.DataFrame:
    """How finely the events are known, and how many claims name who says so."""
    complete = query.completeness(tables)
    events = pd.DataFrame({"What": "Events " + complete["measure"], "Number": complete["n"],
                           "Of": len(tables["events"]), "Share": complete["share"] * 100})
    claims = tables["claims"]
    named = int((claims["asserted_by"] != "author").sum())
    return pd.concat([events, pd.DataFrame({
        "What": ["Claims told by a named source"], "Number": [named], "Of": [len(claims)],
        "Share": [100 * named / max(len(claims), 1)]})], ignore_index=True)


def articles(tables: Tables) -> pd.DataFrame:
    """What each article is: who published it, when, in which language and genre, how many claims it gave."""
    sources = tables["sources"].sort_values("known_date", ignore_index=True)
    counts = tables["claims"]["source_id"].value_counts()
    return pd.DataFrame({
        "Publisher": sources["publisher"], "Published": sources["published"], "Genre": sources["genre"],
        "Language": sources["language"], "Claims": sources["source_id"].map(counts).fillna(0).astype(int),
        "Title": sources["title"], "How it was coded": sources["note"].fillna(""),
    })
