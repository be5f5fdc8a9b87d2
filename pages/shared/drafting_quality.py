"""How good the machine's drafts are: frames and sentences that the method page shows.

Reads the committed measurement (`bayah.drafting.results`). Returns frames and sentences; nothing is typed that can be
counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from bayah.drafting.score import ALL, DEPTHS, MEASURED, MEASURED_KINDS, MODES
from bayah.model import KINDS

_KIND_WORDS = {MEASURED: f"the {len(MEASURED_KINDS)}", ALL: "all"}
_DEPTH_WORDS = {"actor": "Kind and who", "sides": "… and all sides", "date_place": "… and date and place"}
_SET_WORDS = {"coded": "Coded articles", "invented": "Invented articles", "coders": "The two coders"}
_SHARE_WORDS = {"province": "Province", "persons": "Person", "date": "Date", "modality": "Modality"}
EIGHT = "pledges, defections, deaths, detentions, releases, appointments, clashes and splits"


def by_depth(scores: pd.DataFrame) -> pd.DataFrame:
    """F1 on each set for each depth and mode, over the measured kinds and over all."""
    table = scores[scores["kind"].isin(_KIND_WORDS)].pivot(
        index=["kind", "depth", "mode"], columns="measured_on", values="f1")
    order = [(kind, depth, mode) for kind in _KIND_WORDS for depth in DEPTHS for mode in MODES]
    table = table.reindex(order)[_sets(table)].rename(columns=_SET_WORDS).reset_index().rename_axis(columns=None)
    return table.assign(kind=table["kind"].map(_KIND_WORDS), depth=table["depth"].map(_DEPTH_WORDS)).rename(
        columns={"kind": "Kinds", "depth": "Compared", "mode": "How"})


def _sets(columns: Iterable[str]) -> list[str]:
    """The sets that were measured, in the order in which they are shown."""
    return [name for name in _SET_WORDS if name in columns]


def by_kind(scores: pd.DataFrame) -> pd.DataFrame:
    """For each kind, with the sides, middle, on each set: how many claims there are, how many were drafted, and
    how good they are; the measured kinds together and all together first."""
    rows = scores[(scores["depth"] == "sides") & (scores["mode"] == "middle")]
    rows = rows.sort_values(["kind", "measured_on"], key=lambda cells: cells.map(
        {kind: number for number, kind in enumerate((*_KIND_WORDS, *KINDS, *_SET_WORDS))}))
    return pd.DataFrame({
        "Kind": rows["kind"].replace(_KIND_WORDS), "Measured on": rows["measured_on"].map(_SET_WORDS),
        "Claims": rows["n_gold"], "Drafted": rows["n_predicted"], "Right": rows["n_matched"],
        "Precision": rows["precision"], "Recall": rows["recall"], "F1": rows["f1"],
    }).reset_index(drop=True)


def of_what_was_found(shares: pd.DataFrame) -> pd.DataFrame:
    """Of the claims that tell of one fact, the share of which each column is right, on each set."""
    table = shares.assign(What=shares["measure"].map(_SHARE_WORDS)).pivot(
        index="What", columns="measured_on", values="share") * 100
    return table.reindex(_SHARE_WORDS.values())[_sets(table)].rename(columns=_SET_WORDS).reset_index().rename_axis(
        columns=None)


def by_confidence(bins: pd.DataFrame) -> pd.DataFrame:
    """For each span of confidence how many drafts it has, and how many of them hold."""
    return pd.DataFrame({
        "Confidence": [f"{row.low:.0%} to {row.high:.0%}" for row in bins.itertuples()], "Drafts": bins["n"],
        "Hold": bins["n_accepted"], "Share": bins["accepted"] * 100})


def say_found(scores: pd.DataFrame) -> str:
    """How many of the measured claims are found and how many drafts are right, on each set, middle."""
    rows = scores[(scores["kind"] == MEASURED) & (scores["depth"] == "sides") & (scores["mode"] == "middle")]
    told = {str(row.measured_on): row for row in rows.itertuples()}
    said = []
    for name, words in (("coded", "of the atlas"), ("invented", "that were invented for it")):
        if name in told:
            row: Any = told[name]
            said.append(
                f"On {row.n_articles:,} articles {words} it finds {row.n_matched:,} of {row.n_gold:,} claims, and "
                f"{row.n_matched:,} of the {row.n_predicted:,} that it drafts are right (**F1 {row.f1:.2f}**).")
    if "coders" in told:
        said.append(f"The second coder, measured by the first, reaches F1 {told['coders'].f1:.2f}.")
    return " ".join(said)
