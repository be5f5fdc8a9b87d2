"""The dossier of a province: what a view of the atlas tells of it, and which provinces it touches.

Reads the typed tables of `bayah.store` or a view of them, with the filters of `bayah.query`; for neighbours also the
outlines of `data/boundaries`. Returns small frames, each with its grain stated. Refuses nothing; without a province in
the filters, all that the view tells counts as told of one place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd

from bayah.dates import unit_end
from bayah.flows import select_flows
from bayah.model import HAPPENED, INDEPENDENT
from bayah.query import (
    CHANGES_OF_SIDE,
    MERGED_INTO,
    Filters,
    Tables,
    boundary_day,
    families,
    select_disputes,
    select_events,
    view,
    with_merged,
)

SIGNS: dict[str, tuple[str, ...]] = {
    "presence": ("subject",),
    "withdrawal": ("subject",),
    "clash": ("subject", "object"),
    "attack": ("subject",),
    "recruitment": ("subject",),
    "formation": ("subject",),
    "affiliation": ("to_group",),
    "appointment": ("to_group",),
}
"""The kinds of events by which somebody is told to be in a place, and the parts that tell it (`select_presence`)."""
LEAVING = "withdrawal"
_BEFORE_ALL, _AFTER_ALL = pd.Timestamp(1700, 1, 1), pd.Timestamp(2200, 1, 1)
_PRESENCE = ["party_id", "name", "actor_type", "first_earliest", "first_latest", "last_earliest", "last_latest",
             "n_events", "n_undated", "how", "standing", "is_contested", "is_doubted"]
_CHANGES = ["event_id", "actor_id", "name", "actor_type", "kind", "left", "joined", "date_earliest", "date_latest",
            "is_contested", "is_draft"]


@dataclass(frozen=True)
class Dossier:
    """All that a view tells of its provinces; each frame as the function of its name says."""

    events: pd.DataFrame
    n_undated: int
    presence: pd.DataFrame
    flows: pd.DataFrame
    changes: pd.DataFrame
    disputes: pd.DataFrame
    articles: pd.DataFrame
    near: pd.DataFrame


def select_dossier(tables: Tables, filters: Filters, touching: Mapping[str, Sequence[str]]) -> Dossier:
    """What the view tells of its provinces; `touching` is what `neighbours` made of the day's outlines."""
    tables = view(tables, filters)
    selection = select_events(tables, filters)
    return Dossier(
        events=selection.events, n_undated=selection.n_undated, presence=select_presence(tables, filters),
        flows=select_flows(tables, filters), changes=select_changes(tables, filters),
        disputes=select_disputes(tables, filters), articles=select_articles(tables, filters),
        near=select_near(tables, filters, touching))


def neighbours(boundaries: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """For each province of the outlines those that it shares a border with, by id.

    Reads GeoJSON polygons whose borders were simplified once for both sides, so that neighbours have their common
    border vertex for vertex. Two that only meet in a point share no border.
    """
    owners: dict[frozenset[tuple[float, ...]], set[str]] = defaultdict(set)
    touching: dict[str, set[str]] = {feature["id"]: set() for feature in boundaries["features"]}
    for feature in boundaries["features"]:
        for ring in _rings(feature["geometry"]):
            for start, end in pairwise(ring):
                owners[frozenset((tuple(start), tuple(end)))].add(feature["id"])
    for sharing in owners.values():
        for province_id in sharing:
            touching[province_id] |= sharing - {province_id}
    return {province_id: tuple(sorted(others)) for province_id, others in touching.items()}


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[list[float]]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from polygon


def select_told(tables: Tables, filters: Filters) -> pd.DataFrame:
    """Every province (key province_id) with name, country and `n_events`: what the view shows if it alone is chosen.

    Those of most events first, then by name. The province filter does not narrow it.
    """
    tables = view(tables, filters)
    events = select_events(tables, filters.without("province")).events
    places = tables["event_provinces"]
    places = places.loc[places["event_id"].isin(events["event_id"]), ["event_id", "province_id"]]
    if boundary_day(filters) is not None:
        merged = places[places["province_id"].isin(MERGED_INTO)].replace({"province_id": MERGED_INTO})
        places = pd.concat([places, merged])
    counts = places.drop_duplicates(["event_id", "province_id"])["province_id"].value_counts()
    rows = tables["provinces"][["province_id", "name", "country"]]
    return rows.assign(n_events=rows["province_id"].map(counts).fillna(0).astype("int64")).sort_values(
        ["n_events", "name"], ascending=[False, True], ignore_index=True)


def select_near(tables: Tables, filters: Filters, touching: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Provinces that border on the chosen ones and are not chosen, as rows of `select_told`.

    A chosen one that the outlines do not know, since it was merged by then, has the neighbours of what it was merged
    into.
    """
    chosen = {place if place in touching else MERGED_INTO.get(place, place) for place in filters.province}
    near = {other for place in chosen for other in touching.get(place, ())} - chosen
    rows = select_told(tables, filters)
    return rows[rows["province_id"].isin(near)].reset_index(drop=True)


def select_presence(tables: Tables, filters: Filters) -> pd.DataFrame:
    """Who is told to have been there, since when and until when: one row a party (key party_id), first told first.

    A party is told there by the events of `SIGNS` in which it has one of the parts named there: it is said to be
    present, fights on either side, attacks, recruits, is declared, has a member or office-holder there, or leaves.
    What is only planned or denied tells nothing. Nor do being attacked, dying, talks, statements and changes of side:
    they happen where the others are. Nothing of this says who held the ground, and an attack may come from elsewhere.
    A council or faction counts for the ranked group that it is part of, a cohort for the group that it belonged to; a
    cohort or person of no group stands for itself, nobody for `independent`.

    `first_earliest`, `first_latest`: the days between which the first of the dated events lies; `last_*` the same of
    the last, which for a state told as still open is the day of publication. `n_undated` events give no first day and
    are left out of both, unless there are no others. `how`: their kinds with numbers, most first. `is_doubted`: every
    one of them is only told in doubt.
    `standing` is for the day `on`, or without it for all that is told (`_standing`). As with spells, the days and the
    kinds of the view do not shorten it, but who is not told there by `to` or `on`, or no more from `from` on, is left
    out.
    """
    tables = view(tables, filters)
    signs = _signs(tables, select_events(tables, with_merged(filters).without("kind", "on", "from_", "to")).events)
    called = tables["actors"].set_index("actor_id")
    rows = [_presence(str(party), mine, called, filters.on) for party, mine in signs.groupby("party_id")]
    found = pd.DataFrame(rows, columns=_PRESENCE)
    kept = found["standing"] != "not_yet"
    if filters.from_:
        kept &= ~(found["last_latest"] < pd.Timestamp(filters.from_))
    if filters.to:
        kept &= ~(found["first_earliest"].fillna(found["first_latest"]) > pd.Timestamp(filters.to))
    return found[kept].sort_values(["first_latest", "first_earliest", "n_events", "name"],
                                   ascending=[True, True, False, True], ignore_index=True)


def _signs(tables: Tables, events: pd.DataFrame) -> pd.DataFrame:
    """One row a party and an event that tells it to be there (key party_id, event_id)."""
    events = events[events["kind"].isin(SIGNS) & events["modality"].isin(HAPPENED)]
    parts = tables["event_actors"][["event_id", "actor_id", "part"]].merge(events, on="event_id")
    tells = [part in SIGNS[kind] for kind, part in zip(parts["kind"], parts["part"], strict=True)]
    parts = parts[pd.Series(tells, index=parts.index, dtype="bool")]
    heads = families(tables["groups"])
    cohorts = tables["cohorts"].dropna(subset="group_id")
    party_of = heads | {cohort: heads[group] for cohort, group in
                        zip(cohorts["cohort_id"], cohorts["group_id"], strict=True)}
    parts = parts.assign(party_id=[party_of.get(actor, actor) for actor in parts["actor_id"]])
    return parts[parts["party_id"] != INDEPENDENT].drop_duplicates(["party_id", "event_id"])


def _presence(party_id: str, signs: pd.DataFrame, called: pd.DataFrame, on: date | None) -> dict[str, Any]:
    """The row of one party out of the events that tell it to be there."""
    dated = signs[signs["date_earliest"].notna()]
    spans = signs if dated.empty else dated
    is_open = spans["date_latest"].isna()
    begun = spans["date_earliest"].map(lambda day: pd.Timestamp(unit_end(day.date())), na_action="ignore")
    kinds = signs["kind"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return {
        "party_id": party_id, "name": called.at[party_id, "name"], "actor_type": called.at[party_id, "actor_type"],
        "first_earliest": spans["date_earliest"].min(),
        "first_latest": spans["date_latest"].mask(is_open, begun).min(),
        "last_earliest": spans["date_earliest"].mask(is_open, spans["known_date"]).max(),
        "last_latest": spans["date_latest"].fillna(spans["known_date"]).max(),
        "n_events": len(signs), "n_undated": len(signs) - len(dated),
        "how": ", ".join(f"{kind} {n}" for kind, n in kinds.items()), "standing": _standing(signs, on),
        "is_contested": bool(signs["is_contested"].any()), "is_doubted": bool((signs["modality"] == "doubted").all()),
    }


def _standing(signs: pd.DataFrame, on: date | None) -> str:
    """Whether a party was there on a day, by the events that tell it to be there; without a day, after all of them.

    `held`: a state holds on that day, or an act happened on it. `presumed`: told there before, and nothing tells that
    it left. `withdrawn`: it left before that day, and can only have been there before. `uncertain`: the day lies
    between those on which it can have come or left, or it is not told which of both came last. `not_yet`: nothing
    tells it there by then.
    """
    day = _AFTER_ALL if on is None else pd.Timestamp(on)
    is_dated, leaves = signs["date_earliest"].notna(), signs["kind"] == LEAVING
    first = signs["date_earliest"].fillna(_BEFORE_ALL)
    last = signs["date_latest"].fillna(signs["known_date"])
    on_it, over = (first <= day) & (last >= day), last < day
    sure = on_it & ~leaves & is_dated & (signs["is_state"] | (first == last))
    if sure.any() and not (leaves & is_dated & (last >= first[sure].max()) & (first <= day)).any():
        return "held"
    if not over.any():
        return "uncertain" if on_it.any() else "not_yet"
    if (on_it & leaves).any():
        return "uncertain"
    left, seen = over & leaves, over & ~leaves
    if not left.any() or (first[seen] > last[left].max()).any():
        return "presumed"
    may_be_back = on_it.any() or (last[seen] > first[left].max()).any()
    return "uncertain" if may_be_back else "withdrawn"


def select_changes(tables: Tables, filters: Filters) -> pd.DataFrame:
    """Who changed sides in the view: one row an event and a subject of it (key event_id, actor_id).

    Named persons first, then cohorts and groups, each in time order. `left` and `joined` name the groups, or the
    leaders where the sources name no group; several where they differ; empty where none is told. Without what is only
    planned or denied.
    """
    tables = view(tables, filters)
    events = select_events(tables, filters).events
    events = events[events["kind"].isin(CHANGES_OF_SIDE) & events["modality"].isin(HAPPENED)]
    parts = tables["event_actors"].merge(tables["actors"], on="actor_id")
    parts = parts[parts["event_id"].isin(events["event_id"])]
    names = parts.groupby(["part", "event_id"])["name"].agg(" or ".join).to_dict()
    rows = events.merge(parts.loc[parts["part"] == "subject", ["event_id", "actor_id", "name", "actor_type"]],
                        on="event_id")
    sides = {column: [names.get((f"{end}_group", event)) or names.get((f"{end}_leader", event), "")
                      for event in rows["event_id"]] for column, end in (("left", "from"), ("joined", "to"))}
    rows = rows.assign(**sides, order=rows["actor_type"].map({"person": 0, "cohort": 1, "group": 2}))
    return rows.sort_values(["order", "date_latest", "date_earliest", "event_id", "actor_id"],
                            ignore_index=True)[_CHANGES]


def select_articles(tables: Tables, filters: Filters) -> pd.DataFrame:
    """The articles that tell of the events of the view (key source_id), the one of most claims first.

    Columns: title, publisher, published, n_claims, n_placed (those of the claims that name one of the provinces
    themselves), n_events, paragraphs (in order, joined by `;`).
    """
    tables = view(tables, filters)
    events = select_events(tables, filters).events
    claims = tables["claims"]
    claims = claims[claims["event_id"].isin(events["event_id"])]
    places = tables["claim_provinces"]
    placed = places.loc[places["province_id"].isin(with_merged(filters).province), "claim_id"]
    found = claims.assign(is_placed=claims["claim_id"].isin(placed)).groupby("source_id").agg(
        n_claims=("claim_id", "nunique"), n_placed=("is_placed", "sum"), n_events=("event_id", "nunique"),
        paragraphs=("paragraph", _in_order)).reset_index()
    sources = tables["sources"][["source_id", "title", "publisher", "published"]]
    return sources.merge(found, on="source_id").sort_values(["n_claims", "source_id"], ascending=[False, True],
                                                            ignore_index=True)


def _in_order(paragraphs: pd.Series[str]) -> str:
    """Distinct paragraphs as the article runs: 2 before 10, 4 before 4-5."""
    return ";".join(sorted(set(paragraphs), key=lambda told: [int(n) for n in re.findall(r"\d+", told)]))
