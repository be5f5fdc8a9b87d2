"""Derivations: claims to events, events to spells, terms of office, relations and disputes.

Reads the resolved claims, the reference tables and the judgements. Returns the derived tables. Refuses nothing: what
it is given has been checked. Two clocks: every derived row says for which readers it held (`known_from`,
`known_until`), and is derived from the claims that had been published by then alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import pandas as pd

from bayah.derive.allegiances import Term, derive_allegiances
from bayah.derive.contested import mark_contested
from bayah.derive.disputes import Dispute, derive_disputes
from bayah.derive.events import EVENT_COLUMNS, Event, Given, claim_rows, derive_events
from bayah.derive.relations import derive_relations
from bayah.derive.successions import derive_successions
from bayah.derive.versions import Version, by_key, follow
from bayah.model import TABLE, VERSIONED
from bayah.store import typed

__all__ = ["DERIVED", "Derived", "Given", "Known", "as_known", "derive"]
DERIVED = VERSIONED
"""The tables that are derived from claims, all with both clocks."""
Content = TypeVar("Content")


@dataclass(frozen=True)
class Derived:
    """The derived tables, `claims` with their `event_id` of today, and (event_id, claim_id) of ids that only earlier
    readers need."""

    tables: dict[str, pd.DataFrame]
    claims: pd.DataFrame
    minted: list[tuple[str, str]]


def derive(claims: pd.DataFrame, given: Given) -> Derived:
    """All derived tables out of `claims` (key claim_id), which carry `known_date` of their source (a day)."""
    rows = claim_rows(claims)
    claim_of = {claim.claim_id: claim for claim in rows}
    events, minted = derive_events(rows, given)
    events = mark_contested(events, given.disputes, claim_of)
    spells = derive_allegiances(events, given.parent)
    terms = derive_successions(events, given.parent, given.sole_offices)
    disputes = derive_disputes(events, claim_of, given)
    tables = {
        "events": _frame("events", events, lambda event: {name: getattr(event, name) for name in EVENT_COLUMNS}),
        **_bridges(events),
        **_with_events("allegiance", spells),
        **_with_events("succession", terms),
        "relations": _frame("relations", derive_relations(events), lambda row: row),
        "disputes": _frame("disputes", disputes, _dispute_row),
        "dispute_claims": _bridge("dispute_claims", disputes, lambda dispute: dispute.dispute_id, _dispute_claims),
    }
    today = {claim_id: version.content.event_id for version in events if version.known_until is None
             for claim_id in version.content.claim_ids}
    named = claims.assign(event_id=claims["claim_id"].map(today).astype("str"))
    return Derived(tables, named, minted)


class Known(dict[str, pd.DataFrame]):
    """The tables as readers of one day found them; `whole` are all versions, `day` is None for today."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], whole: Mapping[str, pd.DataFrame], day: date | None) -> None:
        super().__init__(tables)
        self.whole = whole
        self.day = day


def as_known(tables: Mapping[str, pd.DataFrame], day: date | None) -> Known:
    """The atlas as a reader of `day` could know it; `None` is today. A selection: nothing is derived.

    A source counts as published on its `known_date`, the last day of its publication date. The claims of the view
    carry the `event_id` that they had then. A view of the same day comes back as it is.
    """
    if isinstance(tables, Known):
        return tables if tables.day == day else as_known(tables.whole, day)
    sources = tables["sources"]
    known = sources if day is None else sources[sources["known_date"] <= pd.Timestamp(day)]
    view = {**tables, "sources": known.reset_index(drop=True)}
    for name in VERSIONED:
        rows = tables[name]
        if day is None:
            rows = rows[rows["known_until"].isna()]
        else:
            then = pd.Timestamp(day)
            rows = rows[(rows["known_from"] <= then) & ~(rows["known_until"] <= then)]
        view[name] = rows.reset_index(drop=True)
    if day is not None:
        claims = tables["claims"]
        claims = claims[claims["source_id"].isin(known["source_id"])]
        of_claim = view["event_claims"].set_index("claim_id")["event_id"]
        view["claims"] = claims.assign(event_id=claims["claim_id"].map(of_claim)).reset_index(drop=True)
        for name in ("claim_provinces", "claim_places"):
            bridge = tables[name]
            view[name] = bridge[bridge["claim_id"].isin(claims["claim_id"])].reset_index(drop=True)
    return Known(view, tables, day)


def _bridges(events: Sequence[Version[Event]]) -> dict[str, pd.DataFrame]:
    """Who took part, where, and which claims tell it: rows that stay while the event itself may change."""
    def bridge(name: str, of: Callable[[Event], Iterable[dict[str, str]]]) -> pd.DataFrame:
        return _bridge(name, events, lambda event: event.event_id,
                       lambda event: [{"event_id": event.event_id, **row} for row in of(event)])

    return {
        "event_claims": bridge("event_claims", lambda event: [{"claim_id": claim} for claim in event.claim_ids]),
        "event_provinces": bridge("event_provinces", lambda event: [{"province_id": p} for p in event.provinces]),
        "event_places": bridge("event_places", lambda event: [{"place_id": place} for place in event.place_ids]),
        "event_actors": bridge("event_actors", lambda event: [
            {"actor_id": actor, "part": part} for part, actors in event.parts.items() for actor in actors]),
    }


def _with_events(noun: str, terms: Sequence[Version[Term]]) -> dict[str, pd.DataFrame]:
    key = f"{noun}_id"
    rows = _frame(f"{noun}s", terms, lambda term: {key: term.term_id, **term.row})
    bridge = _bridge(f"{noun}_events", terms, lambda term: term.term_id,
                     lambda term: [{key: term.term_id, "event_id": event} for event in term.event_ids])
    return {f"{noun}s": rows, f"{noun}_events": bridge}


def _dispute_row(dispute: Dispute) -> dict[str, Any]:
    claims = {claim.claim_id: claim for side in dispute.sides for claim in side}
    return {"dispute_id": dispute.dispute_id, "field": dispute.field, "question": dispute.question,
            "actor_id": dispute.actor_id, "basis": dispute.basis, "reason": dispute.reason,
            "n_sides": len(dispute.sides), "n_claims": len(claims),
            "n_sources": len({claim.source_id for claim in claims.values()})}


def _dispute_claims(dispute: Dispute) -> Iterable[dict[str, Any]]:
    for number, (position, side) in enumerate(zip(dispute.positions, dispute.sides, strict=True), start=1):
        for claim in side:
            yield {"dispute_id": dispute.dispute_id, "claim_id": claim.claim_id, "side": number, "position": position,
                   "asserted_by": claim.asserted_by, "known_date": claim.known_date}


def _bridge(
    table: str, rows: Sequence[Version[Content]], key: Callable[[Content], Hashable],
    of: Callable[[Content], Iterable[dict[str, Any]]],
) -> pd.DataFrame:
    """The rows that `of` makes of each content, one version as long as they stay the same."""
    def state(known: list[Content]) -> dict[Hashable, dict[str, Any]]:
        return {tuple(row.values()): row for content in known for row in of(content)}

    versions = [version for of_key in by_key(rows, lambda content: (key(content),)).values()
                for version in follow(of_key, state)]
    return _frame(table, versions, lambda row: row)


def _frame(
    table: str, rows: Iterable[Version[Content]], columns: Callable[[Content], Mapping[str, Any]]
) -> pd.DataFrame:
    made = [{**columns(version.content), "known_from": version.known_from, "known_until": version.known_until}
            for version in rows]
    frame = pd.DataFrame(made, columns=TABLE[table].column_names)
    return typed(frame, table).sort_values(list(TABLE[table].key), ignore_index=True)
