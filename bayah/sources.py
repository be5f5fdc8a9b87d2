"""The articles of a view: what each contributes, what it alone says, and what others say otherwise.

Reads the typed tables of `bayah.store` or a view of them. Returns small frames, each with its grain stated. Refuses
nothing: an article that the view does not hold tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from bayah.evidence import compare_claims
from bayah.model import CODINGS
from bayah.query import Tables, select_sides, view

_OTHERWISE = ["event_id", "field", "standing", "claim_id", "value", "other_claim_id", "other_source_id", "other_value"]
_TOLD_OTHERWISE = ("fits", "differs")
_VOICE = ("asserted_by", "modality")
"""Fields that tell who says a thing and how, not what it was: that they differ is no other telling."""


@dataclass(frozen=True)
class Article:
    """All that a view tells of one article; each frame as the function of its name says."""

    claims: pd.DataFrame
    only_here: pd.DataFrame
    disputed: pd.DataFrame
    otherwise: pd.DataFrame


def select_article(tables: Tables, source_id: str) -> Article:
    """What the view tells of an article."""
    tables = view(tables)
    return Article(select_own_claims(tables, source_id), select_only_here(tables, source_id),
                   select_disputed(tables, source_id), select_otherwise(tables, source_id))


def select_contributions(tables: Tables) -> pd.DataFrame:
    """What each article of the view gives to it (key source_id), in the order of publication.

    n_claims; n_events that it tells of and their `share` of all; n_alone, those that no other article tells; n_disputes
    in which it speaks; n_spells of allegiance that rest on it, and n_spells_alone, those that rest on no other.
    """
    tables = view(tables)
    told = _told(tables)
    spells = tables["allegiance_events"].merge(told, on="event_id")[["allegiance_id", "source_id"]].drop_duplicates()
    sides = tables["dispute_claims"].merge(tables["claims"][["claim_id", "source_id"]], on="claim_id")
    counts = {
        "n_claims": tables["claims"]["source_id"].value_counts(),
        "n_events": told["source_id"].value_counts(),
        "n_alone": _alone(told, "event_id")["source_id"].value_counts(),
        "n_disputes": sides.groupby("source_id")["dispute_id"].nunique(),
        "n_spells": spells["source_id"].value_counts(),
        "n_spells_alone": _alone(spells, "allegiance_id")["source_id"].value_counts(),
    }
    sources = tables["sources"].sort_values(["known_date", "source_id"], ignore_index=True)
    rows = sources[["source_id", "title", "publisher", "published"]]
    rows = rows.assign(**{name: rows["source_id"].map(count).fillna(0).astype("int64")
                          for name, count in counts.items()})
    return rows.assign(share=rows["n_events"] / max(len(tables["events"]), 1))


def _told(tables: Tables) -> pd.DataFrame:
    """Which article tells of which event (key event_id, source_id)."""
    claims = tables["event_claims"].merge(tables["claims"][["claim_id", "source_id"]], on="claim_id")
    return claims[["event_id", "source_id"]].drop_duplicates(ignore_index=True)


def _alone(told: pd.DataFrame, key: str) -> pd.DataFrame:
    """The rows whose `key` no other article stands beside."""
    return told[~told[key].duplicated(keep=False)]


def select_own_claims(tables: Tables, source_id: str) -> pd.DataFrame:
    """The claims of an article (key claim_id) in the order of its paragraphs.

    Of the event that each tells of: `is_alone`, no other article tells it; `is_contested`.
    """
    tables = view(tables)
    claims = tables["claims"]
    claims = claims[claims["source_id"] == source_id]
    bounds = claims["paragraph"].str.extract(r"^(?P<first>\d+)-?(?P<last>\d*)$")
    first = bounds["first"].astype("int64")
    last = bounds["last"].where(bounds["last"] != "", bounds["first"]).astype("int64")
    contested = tables["events"].set_index("event_id")["is_contested"]
    return claims.assign(
        first=first, last=last, is_alone=claims["event_id"].isin(_alone(_told(tables), "event_id")["event_id"]),
        is_contested=claims["event_id"].map(contested).astype("bool"),
    ).sort_values(["first", "last", "claim_id"], ignore_index=True).drop(columns=["first", "last"])


def select_only_here(tables: Tables, source_id: str) -> pd.DataFrame:
    """Events that no other article tells (key event_id), in time order."""
    tables = view(tables)
    alone = _alone(_told(tables), "event_id")
    rows = tables["events"]
    rows = rows[rows["event_id"].isin(alone.loc[alone["source_id"] == source_id, "event_id"])]
    return rows.sort_values(["date_latest", "date_earliest", "event_id"], ignore_index=True)


def select_disputed(tables: Tables, source_id: str) -> pd.DataFrame:
    """The sides of the disputes in which other articles stand against this one (key dispute_id, claim_id).

    As `select_sides`, with `question` and `is_own`. A dispute that an article has with itself, or with one that stands
    on the same side only, is left out.
    """
    tables = view(tables)
    sides = tables["dispute_claims"].merge(tables["claims"][["claim_id", "source_id"]], on="claim_id")
    own = sides.loc[sides["source_id"] == source_id, ["dispute_id", "side"]].drop_duplicates()
    others = sides[sides["source_id"] != source_id].merge(own, on="dispute_id", suffixes=("", "_own"))
    against = others.loc[others["side"] != others["side_own"], "dispute_id"].unique()
    found = select_sides(tables, against)
    questions = tables["disputes"].set_index("dispute_id")["question"]
    return found.assign(question=found["dispute_id"].map(questions), is_own=found["source_id"] == source_id)


def select_otherwise(tables: Tables, source_id: str) -> pd.DataFrame:
    """What other articles tell differently of the same events (key event_id, field, claim_id, other_claim_id).

    `standing` as `compare_claims` gives it: `fits` or `differs`. Who says it and how firmly is left out, and what only
    one of the two tells.
    """
    tables = view(tables)
    told = _told(tables)
    shared = told[told["event_id"].duplicated(keep=False) & (told["source_id"] == source_id)]
    cells = compare_claims(tables, shared["event_id"])
    cells = cells[cells["standing"].isin(_TOLD_OTHERWISE) & ~cells["field"].isin(_VOICE)].dropna(subset="value")
    cells = cells.merge(tables["claims"][["claim_id", "source_id"]], on="claim_id")
    own = cells[cells["source_id"] == source_id]
    other = cells.loc[cells["source_id"] != source_id, ["event_id", "field", "claim_id", "source_id", "value"]]
    pairs = own.merge(other.add_prefix("other_").rename(columns={
        "other_event_id": "event_id", "other_field": "field"}), on=["event_id", "field"])
    return pairs.loc[pairs["value"] != pairs["other_value"], _OTHERWISE].reset_index(drop=True)


def count_codings(claims: pd.DataFrame) -> pd.DataFrame:
    """How many of the claims were coded in which way (key coding), in the order of the vocabulary."""
    counts = claims["coding"].value_counts().reindex(list(CODINGS), fill_value=0)
    return pd.DataFrame({"coding": counts.index, "n_claims": counts.to_numpy()})
