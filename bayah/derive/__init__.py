"""Derivations: claims to events, events to spells and relations.

Reads the resolved claims and the reference tables. Returns the derived tables. Refuses nothing:
what it is given has been checked. Every derivation is a pure function of the claims it is handed,
so what was known on a day is derived from the claims published by that day alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from bayah.derive.allegiances import derive_allegiances
from bayah.derive.contested import mark_contradicted_deaths
from bayah.derive.events import derive_events
from bayah.derive.relations import derive_relations

DERIVED = (
    "events", "event_provinces", "event_actors", "allegiances", "allegiance_events", "relations",
)


def derive(
    claims: pd.DataFrame, actors: pd.DataFrame, groups: pd.DataFrame,
    event_ids: Mapping[str, str], next_number: int,
) -> dict[str, pd.DataFrame]:
    """All derived tables, and `claims` with their `event_id`.

    `claims` is keyed by claim_id, with `known_date` (day) of its source beside the columns of the
    table; `groups` tells which is part of which; `event_ids` maps claims to the ids already minted;
    new ids count up from `next_number`.
    """
    events, claims, actors_of = derive_events(claims, actors, event_ids, next_number)
    events = mark_contradicted_deaths(events, actors_of)
    allegiances, allegiance_events = derive_allegiances(events, actors_of, groups)
    return {
        "claims": claims,
        "events": events,
        "event_actors": actors_of,
        "event_provinces": _event_provinces(claims),
        "allegiances": allegiances,
        "allegiance_events": allegiance_events,
        "relations": derive_relations(events, actors_of),
    }


def as_known(
    tables: Mapping[str, pd.DataFrame], day: date | None, with_drafts: bool = False
) -> dict[str, pd.DataFrame]:
    """The atlas as a reader of `day` could know it: derived anew from what was published by then.

    A source counts as published on its `known_date`, the last day of its publication date. `None`
    is today's knowledge. Machine drafts that nobody has reviewed take part only `with_drafts`.
    Where nothing falls away, nothing is derived. Event ids stay those of the whole atlas; an event
    that falls apart without a later claim keeps its id for the first part, the others count from
    E1000000.
    """
    sources = tables["sources"]
    known = sources if day is None else sources[sources["known_date"] <= pd.Timestamp(day)]
    claims = tables["claims"].merge(known[["source_id", "known_date"]], on="source_id")
    if not with_drafts:
        claims = claims[claims["coding"] != "machine"]
    if len(claims) == len(tables["claims"]):
        return {**tables, "sources": known}
    ids = dict(zip(claims["claim_id"], claims["event_id"], strict=True))
    claims = claims.drop(columns="event_id")
    derived = derive(claims, tables["actors"], tables["groups"], ids, 10**6)
    kept = set(claims["claim_id"])
    bridge = tables["claim_provinces"]
    return {
        **tables,
        **derived,
        "claims": derived["claims"].drop(columns="known_date"),
        "claim_provinces": bridge[bridge["claim_id"].isin(kept)],
        "sources": known,
    }


def _event_provinces(claims: pd.DataFrame) -> pd.DataFrame:
    provinces = claims["provinces"].fillna("").str.split(";")
    bridge = claims[["event_id"]].assign(province_id=provinces).explode("province_id")
    bridge = bridge[bridge["province_id"] != ""].drop_duplicates()
    return bridge.sort_values(["event_id", "province_id"], ignore_index=True)
