"""Claims to events: which claims tell of one happening (docs/reconciling.md).

Reads resolved claims and actor names. Returns events, the claims with their event, and who took
which part. Near-linear: claims are put into blocks by kind and actors, sorted within a block, and
each is compared with the events of its block only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from bayah.dates import DateSpan, can_meet, hull, intersect, span_precision
from bayah.derive.labels import event_label
from bayah.model import MODALITIES, PARTS, STATES, TABLE, join_list, split_list
from bayah.store import typed

ONCE = frozenset({"death", "formation"})
"""Happens to one subject once; two reports of it that cannot meet are one disputed event."""
RECURRENT = frozenset(
    {"attack", "clash", "presence", "withdrawal", "recruitment", "negotiation", "statement"}
)
"""Happens again and again between the same actors: claims meet only when dated and placed alike."""
RECURRENT_DAYS = 100
"""Two recurrent claims may be one event when each is dated to a season or finer."""
SAME_EVENT: dict[str, tuple[str, ...]] = {
    "pledge": ("to_group_id", "to_leader_id"),
    "renunciation": ("from_group_id", "from_leader_id"),
    "defection": ("to_group_id",),
    "joining": ("to_group_id",),
    "split": ("from_group_id",),
    "merger": ("to_group_id",),
    "appointment": ("to_group_id", "role"),
    "removal": ("from_group_id", "role"),
    "affiliation": ("to_group_id", "role"),
    "relation": ("object_id", "role"),
    "attack": ("object_id",),
    "statement": ("object_id",),
    "surrender": ("object_id",),
    "recruitment": ("object_id",),
}
"""Beside the subject, the columns that claims of one event share."""
UNORDERED = frozenset({"clash", "negotiation"})
"""Kinds in which subject and object may change places."""

Claim = Any
"""A row of the claims frame as itertuples gives it."""


class Told(NamedTuple):
    """Who tells a claim: within an article, one party does not tell one event twice."""

    source_id: str
    asserted_by: str
    modality: str


@dataclass
class Cluster:
    """The claims that were found to tell of one event, and the days and places left to it.

    Each claim of an act narrows its days; claims that cannot meet widen them to hold both sides,
    and from then on nothing narrows them. A state held on the days of either claim.
    """

    claims: list[Claim]
    span: DateSpan
    provinces: set[str]
    countries: set[str]
    told: set[Told] = field(default_factory=set)
    is_apart: bool = False

    def add(self, claim: Claim, span: DateSpan) -> None:
        """Take one more claim in."""
        self.claims.append(claim)
        self.span = self._with(span, claim.kind in STATES)
        self.provinces |= set(split_list(claim.provinces))
        self.countries |= _countries(claim)
        self.told.add(_told(claim))

    def _with(self, span: DateSpan, is_state: bool) -> DateSpan:
        meets = can_meet(self.span, span)
        if is_state and self.span.earliest and span.earliest:
            return hull(self.span, span)
        if meets and not self.is_apart:
            return intersect(self.span, span)
        self.is_apart = True
        return self.span if meets else hull(self.span, span)


def derive_events(
    claims: pd.DataFrame, actors: pd.DataFrame, event_ids: Mapping[str, str], next_number: int
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Events (key event_id), claims with event_id, event_actors (event_id, actor_id, part).

    `claims` carries known_date; `event_ids` maps claim_id to an id minted earlier.
    """
    clusters = _clusters(claims)
    ids = _assign_ids(clusters, event_ids, next_number)
    names = dict(zip(actors["actor_id"], actors["name"], strict=True))
    rows: list[dict[str, Any]] = []
    parts: list[tuple[str, str, str]] = []
    event_of: dict[str, str] = {}
    for event_id, cluster in zip(ids, clusters, strict=True):
        rows.append(_event_row(event_id, cluster, names))
        parts.extend(_parts(event_id, cluster))
        event_of.update({claim.claim_id: event_id for claim in cluster.claims})
    events = _frame(rows, "events")
    actors_of = pd.DataFrame(parts, columns=["event_id", "actor_id", "part"]).drop_duplicates()
    actors_of = actors_of.sort_values(["event_id", "actor_id", "part"], ignore_index=True)
    claims = claims.assign(event_id=claims["claim_id"].map(event_of).astype("str"))
    return events, claims, actors_of


def claim_span(claim: Claim) -> DateSpan:
    """The days of a claim as an interval."""
    return DateSpan(_day(claim.date_earliest), _day(claim.date_latest), claim.date_precision)


def _clusters(claims: pd.DataFrame) -> list[Cluster]:
    blocks: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims.itertuples(index=False):
        blocks[_block(claim)].append(claim)
    clusters = [cluster for block in blocks.values() for cluster in _reconcile(block)]
    for cluster in clusters:
        cluster.claims.sort(key=_founding)
    return sorted(clusters, key=lambda cluster: _founding(cluster.claims[0]))


def _block(claim: Claim) -> tuple[str, ...]:
    if claim.kind in UNORDERED:
        return (claim.kind, *sorted((claim.subject_id, _cell(claim.object_id))))
    shared = SAME_EVENT.get(claim.kind, ())
    if claim.kind in ("pledge", "renunciation"):  # an oath to a group and to its emir are one oath
        group, leader = shared
        shared = (group,) if _cell(getattr(claim, group)) else (leader,)
    return (claim.kind, claim.subject_id, *(_cell(getattr(claim, column)) for column in shared))


def _reconcile(block: list[Claim]) -> list[Cluster]:
    """Precise claims first; each joins the one event it can tell of, or none if it could be two."""
    spans = {claim.claim_id: claim_span(claim) for claim in block}
    block.sort(key=lambda claim: (spans[claim.claim_id].days, _founding(claim)))
    clusters: list[Cluster] = []
    for claim in block:
        span = spans[claim.claim_id]
        fitting = [cluster for cluster in clusters if _fits(cluster, claim, span)]
        if len(fitting) == 1:
            fitting[0].add(claim, span)
        else:
            clusters.append(Cluster([claim], span, set(split_list(claim.provinces)),
                                    _countries(claim), {_told(claim)}))
    return clusters


def _fits(cluster: Cluster, claim: Claim, span: DateSpan) -> bool:
    if claim.kind in ONCE:
        return True
    if _told(claim) in cluster.told or not can_meet(cluster.span, span):
        return False
    if claim.kind in STATES and _is_over(claim) != _is_over(cluster.claims[0]):
        return False  # that it was so and that it is so are two things
    provinces, countries = set(split_list(claim.provinces)), _countries(claim)
    if claim.kind in RECURRENT:
        dated = max(span.days, cluster.span.days) <= RECURRENT_DAYS
        return dated and bool(provinces & cluster.provinces or provinces == cluster.provinces)
    return _places_meet(provinces, cluster.provinces) and _places_meet(countries, cluster.countries)


def _is_over(state: Claim) -> bool:
    """True for a state of the interval `../date`: over by then."""
    return bool(pd.isna(state.date_earliest) and state.date_precision == "range")


def _places_meet(a: Set[str], b: Set[str]) -> bool:
    return not a or not b or bool(a & b)


def _countries(claim: Claim) -> set[str]:
    return {code[:2] for code in split_list(claim.provinces)} | set(split_list(claim.countries))


def _told(claim: Claim) -> Told:
    return Told(claim.source_id, claim.asserted_by, claim.modality)


def _founding(claim: Claim) -> tuple[int, date, str]:
    """Order within an event: firmest first, then what was known first."""
    return MODALITIES.index(claim.modality), claim.known_date, claim.claim_id


def _assign_ids(
    clusters: Sequence[Cluster], event_ids: Mapping[str, str], next_number: int
) -> list[str]:
    """The lowest id minted for any of an event's claims; a new one where there is none."""
    taken: set[str] = set()
    ids: list[str] = []
    for cluster in clusters:
        minted = sorted({event_ids[claim.claim_id] for claim in cluster.claims
                         if claim.claim_id in event_ids} - taken, key=lambda e: int(e[1:]))
        if minted:
            event_id = minted[0]
        else:
            event_id = f"E{next_number:04d}"
            next_number += 1
        taken.add(event_id)
        ids.append(event_id)
    return ids


def _event_row(event_id: str, cluster: Cluster, names: Mapping[str, str]) -> dict[str, Any]:
    claims = cluster.claims
    first = claims[0]
    span, contested = cluster.span, _contested_fields(claims)
    precision = span_precision(span.earliest, span.latest)
    undated = all(claim.date_precision == "unknown" for claim in claims)
    return {
        "event_id": event_id,
        "kind": first.kind,
        "is_state": first.kind in STATES,
        "label": event_label(first, names),
        "role": join_list(_cell(claim.role) for claim in claims),
        "date_earliest": span.earliest,
        "date_latest": span.latest,
        "date_precision": "unknown" if undated else precision,
        **_numbers(claims),
        "motives": join_list(m for claim in claims for m in split_list(claim.motives)),
        "countries": join_list(sorted(c for claim in claims for c in split_list(claim.countries))),
        "place": join_list(_cell(claim.place).replace(";", ",") for claim in claims),
        "modality": first.modality,
        "is_contested": bool(contested),
        "contested_fields": join_list(contested),
        "is_draft": all(claim.coding == "machine" for claim in claims),
        "n_claims": len(claims),
        "n_sources": len({claim.source_id for claim in claims}),
        "known_date": min(claim.known_date for claim in claims),
    }


def _numbers(claims: Iterable[Claim]) -> dict[str, int | None]:
    rows = list(claims)
    numbers: dict[str, int | None] = {}
    for what in ("killed", "injured", "count"):
        lows = _told_numbers(rows, f"{what}_min")
        highs = _told_numbers(rows, f"{what}_max")
        # "At least five" beside "four" is a most of five: no side falls out of the range.
        numbers[f"{what}_min"] = min(lows + highs) if lows else None
        numbers[f"{what}_max"] = max(lows + highs) if highs else None
    return numbers


def _told_numbers(claims: Iterable[Claim], column: str) -> list[int]:
    numbers = (_number(getattr(claim, column)) for claim in claims)
    return [number for number in numbers if number is not None]


def _contested_fields(claims: Sequence[Claim]) -> list[str]:
    """What the claims of one event dispute among themselves."""
    fields = []
    if any(claim.modality in ("denied", "doubted") for claim in claims):
        fields.append("modality")
    spans = [claim_span(claim) for claim in claims]
    if claims[0].kind not in STATES and _any_pair_apart(spans, can_meet):
        fields.append("date")
    places = [frozenset(split_list(claim.provinces)) for claim in claims]
    if _any_pair_apart(places, _places_meet):
        fields.append("provinces")
    for what in ("killed", "injured", "count"):
        ranges = [tuple(_number(getattr(claim, f"{what}_{end}")) for end in ("min", "max"))
                  for claim in claims]
        if _any_pair_apart(ranges, _ranges_meet):
            fields.append(what)
    for part in PARTS[1:]:
        if claims[0].kind in UNORDERED and part == "object":
            continue
        if len({_cell(getattr(claim, f"{part}_id")) for claim in claims} - {""}) > 1:
            fields.append(part)
    return fields


def _any_pair_apart(values: Iterable[Any], meet: Callable[[Any, Any], bool]) -> bool:
    """Distinct values only, so that a much-reported event costs no more than a disputed one."""
    distinct = list(dict.fromkeys(values))
    return any(not meet(a, b) for i, a in enumerate(distinct) for b in distinct[i + 1:])


def _ranges_meet(a: tuple[int | None, int | None], b: tuple[int | None, int | None]) -> bool:
    return (a[0] is None or b[1] is None or a[0] <= b[1]) and (
        b[0] is None or a[1] is None or b[0] <= a[1])


def _parts(event_id: str, cluster: Cluster) -> Iterable[tuple[str, str, str]]:
    for claim in cluster.claims:
        for part in PARTS:
            actor_id = _cell(getattr(claim, f"{part}_id"))
            if actor_id:
                yield event_id, actor_id, part


def _frame(rows: list[dict[str, Any]], table: str) -> pd.DataFrame:
    return typed(pd.DataFrame(rows, columns=TABLE[table].column_names), table)


def _cell(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    return None if value is None or pd.isna(value) else int(value)  # type: ignore[call-overload]


def _day(value: object) -> date | None:
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    return pd.Timestamp(value).date()  # type: ignore[arg-type]
