"""Claims to events: which claims tell of one happening (docs/reconciling.md).

Reads resolved claims, actor names and judgements. Returns versions of events: what each said, and from when until
when a reader found it so. Near-linear: claims are put into blocks by kind and actors, sorted within a block, and each
is compared with the events of its block only; a block is looked at once for each day on which a claim of it was
published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import networkx as nx
import pandas as pd

from bayah.dates import DateSpan, can_meet, hull, intersect, span_precision
from bayah.derive.labels import event_label
from bayah.derive.sides import contested_fields, told_range
from bayah.derive.versions import Version, versions
from bayah.model import MODALITIES, PARTS, STATES, TABLE, join_list, split_list

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
MUTUAL = frozenset({"allied", "hostile", "rival", "cooperates", "in_contact"})
"""Relations that hold both ways, so that their two sides may change places."""

Claim = Any
"""A row of the claims frame, cells as text, numbers, days or None (`claim_rows`)."""


class Told(NamedTuple):
    """Who tells a claim: within an article, one party does not tell one event twice."""

    source_id: str
    asserted_by: str
    modality: str


@dataclass(frozen=True)
class Event:
    """An event as its claims tell it: the columns of the table, who took part, where, and the claims."""

    event_id: str
    kind: str
    is_state: bool
    label: str
    role: str
    date_earliest: date | None
    date_latest: date | None
    date_precision: str
    killed_min: int | None
    killed_max: int | None
    injured_min: int | None
    injured_max: int | None
    count_min: int | None
    count_max: int | None
    motives: str
    countries: str
    place: str
    where_prec: int | None
    modality: str
    is_contested: bool
    contested_fields: str
    is_draft: bool
    n_claims: int
    n_sources: int
    known_date: date
    parts: Mapping[str, tuple[str, ...]]
    provinces: tuple[str, ...]
    place_ids: tuple[str, ...]
    claim_ids: tuple[str, ...]
    claims: tuple[Claim, ...] = field(compare=False, repr=False)


EVENT_COLUMNS = [name for name in TABLE["events"].column_names if not name.startswith("known_") or name == "known_date"]


@dataclass(frozen=True)
class JudgedSide:
    """One side of a dispute that an editor found: what it holds, and its claims."""

    position: str
    claim_ids: tuple[str, ...]


@dataclass(frozen=True)
class JudgedDispute:
    """A dispute that no rule can see, with the editor's reason."""

    dispute_id: str
    field: str
    question: str
    actor_id: str
    reason: str
    sides: tuple[JudgedSide, ...]
    marks_events: bool = True


@dataclass(frozen=True)
class Judgements:
    """What editors judged of claims: the same event or not, by pairs of claim ids."""

    same: tuple[tuple[str, str], ...] = ()
    apart: frozenset[frozenset[str]] = frozenset()


@dataclass(frozen=True)
class Given:
    """What a derivation is told beside the claims.

    `names` of actors and provinces by id; `places` holds for a claim_id the ids of the places that it names; `parent`
    maps a group_id to what it is part of; `sole_offices` are those that one holds at a time; `register` holds for a
    claim_id the event ids that it had before; new ones count up from `next_number`.
    """

    names: Mapping[str, str]
    parent: Mapping[str, Any]
    places: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sole_offices: frozenset[str] = frozenset()
    judgements: Judgements = field(default_factory=Judgements)
    disputes: tuple[JudgedDispute, ...] = ()
    register: Mapping[str, Sequence[str]] = field(default_factory=dict)
    next_number: int = 1


@dataclass(frozen=True)
class Telling:
    """A claim with what the comparing needs of it, worked out once."""

    claim: Claim
    block: tuple[str, ...]
    span: DateSpan
    provinces: frozenset[str]
    countries: frozenset[str]
    told: Told
    founding: tuple[int, date, str]

    @property
    def claim_id(self) -> str:
        """The id of the claim."""
        return str(self.claim.claim_id)

    @property
    def is_over(self) -> bool:
        """True for a state of the interval `../date`: over by then."""
        return self.claim.kind in STATES and self.span.earliest is None and self.span.precision == "range"


@dataclass
class Cluster:
    """The tellings that were found to be of one event, and the days and places left to it.

    Each claim of an act narrows its days; claims that cannot meet widen them to hold both sides,
    and from then on nothing narrows them. A state held on the days of either claim.
    """

    tellings: list[Telling]
    span: DateSpan
    provinces: frozenset[str]
    countries: frozenset[str]
    told: set[Told] = field(default_factory=set)
    is_apart: bool = False

    @property
    def claims(self) -> list[Claim]:
        """Its claims, in the order of the tellings."""
        return [telling.claim for telling in self.tellings]

    def add(self, telling: Telling) -> None:
        """Take one more claim in."""
        self.tellings.append(telling)
        self.span = self._with(telling.span, telling.claim.kind in STATES)
        self.provinces |= telling.provinces
        self.countries |= telling.countries
        self.told.add(telling.told)

    def _with(self, span: DateSpan, is_state: bool) -> DateSpan:
        meets = can_meet(self.span, span)
        if is_state and self.span.earliest and span.earliest:
            return hull(self.span, span)
        if meets and not self.is_apart:
            return intersect(self.span, span)
        self.is_apart = True
        return self.span if meets else hull(self.span, span)


def claim_rows(claims: pd.DataFrame) -> list[Claim]:
    """The claims as plain rows: a missing cell is None, a day a `date`."""
    plain = {}
    for name in claims.columns:
        cells = claims[name]
        if pd.api.types.is_datetime64_any_dtype(cells):
            cells = cells.dt.date
        plain[name] = cells.astype(object).where(cells.notna(), None)
    return list(pd.DataFrame(plain).itertuples(index=False, name="Claim"))


def derive_events(claims: Sequence[Claim], given: Given) -> tuple[list[Version[Event]], list[tuple[str, str]]]:
    """Versions of events, and (event_id, claim_id) of ids minted for what fell together since.

    `claims` as of `claim_rows`, each with `known_date`.
    """
    blocks = _blocks([_telling(claim) for claim in claims], given.judgements)
    states = [[(day, _reconcile([telling for telling in block if telling.claim.known_date <= day], given.judgements))
               for day in sorted({telling.claim.known_date for telling in block})] for block in blocks]
    ids = _Ids(given.register, given.next_number)
    today = sorted(((number, cluster) for number, of_block in enumerate(states) for cluster in of_block[-1][1]),
                   key=lambda found: found[1].tellings[0].founding)
    named = {id(cluster): ids.give(number, cluster) for number, cluster in today}
    rows: list[Version[Event]] = []
    for number, of_block in enumerate(states):
        of_day: list[tuple[date, dict[str, Event]]] = []
        before: dict[str, Event] = {}
        for day, clusters in of_block:
            state: dict[str, Event] = {}
            # Who was known first keeps the id, so that it does not change from day to day.
            for cluster in sorted(clusters, key=_first_known):
                event_id = named.get(id(cluster)) or ids.give_again(number, cluster, state.keys())
                state[event_id] = _same(before.get(event_id), cluster) or _event(event_id, cluster, given)
            of_day.append((day, state))
            before = state
        rows += versions(of_day)
    return rows, ids.minted


def _telling(claim: Claim) -> Telling:
    provinces = frozenset(split_list(claim.provinces))
    return Telling(
        claim, _block(claim), claim_span(claim), provinces,
        frozenset({code[:2] for code in provinces} | set(split_list(claim.countries))),
        Told(claim.source_id, claim.asserted_by, claim.modality),
        (MODALITIES.index(claim.modality), claim.known_date, claim.claim_id))


def claim_span(claim: Claim) -> DateSpan:
    """The days of a claim as an interval."""
    return DateSpan(claim.date_earliest, claim.date_latest, claim.date_precision)


def _blocks(tellings: Sequence[Telling], judgements: Judgements) -> list[list[Telling]]:
    """Tellings that may be of one event; a judgement that two claims are joins their blocks.

    What happens again and again and is not dated finely enough to be told apart is alone in its block.
    """
    key_of = {telling.claim_id: telling.block if _is_comparable(telling) else (*telling.block, telling.claim_id)
              for telling in tellings}
    joined = nx.Graph((key_of[a], key_of[b]) for a, b in judgements.same if a in key_of and b in key_of)
    first = {key: min(component) for component in nx.connected_components(joined) for key in component}
    blocks: dict[tuple[str, ...], list[Telling]] = defaultdict(list)
    for telling in tellings:
        key = key_of[telling.claim_id]
        blocks[first.get(key, key)].append(telling)
    return [part for block in blocks.values() for part in _apart_in_time(block, judgements)]


def _is_comparable(telling: Telling) -> bool:
    return telling.claim.kind not in RECURRENT or telling.span.days <= RECURRENT_DAYS


def _apart_in_time(block: list[Telling], judgements: Judgements) -> Iterator[list[Telling]]:
    """The block cut where no interval of days reaches over: what lies before can never meet what lies after."""
    judged = {claim_id for pair in judgements.same for claim_id in pair}
    if any(telling.claim.kind in ONCE or telling.claim_id in judged for telling in block):
        yield block
        return
    part: list[Telling] = []
    reach = date.min
    for telling in sorted(block, key=lambda telling: (telling.span.earliest or date.min, telling.claim_id)):
        if part and telling.span.earliest is not None and telling.span.earliest > reach:
            yield part
            part = []
        part.append(telling)
        reach = max(reach, telling.span.latest or date.max)
    yield part


def _block(claim: Claim) -> tuple[str, ...]:
    sides = (claim.subject_id, claim.object_id or "")
    if claim.kind in UNORDERED:
        return (claim.kind, *sorted(sides))
    if claim.kind == "relation" and claim.role in MUTUAL:
        return (claim.kind, claim.role, *sorted(sides))
    shared = SAME_EVENT.get(claim.kind, ())
    if claim.kind in ("pledge", "renunciation"):  # an oath to a group and to its emir are one oath
        group, leader = shared
        shared = (group,) if getattr(claim, group) else (leader,)
    return (claim.kind, claim.subject_id, *(getattr(claim, column) or "" for column in shared))


def _reconcile(block: list[Telling], judgements: Judgements) -> list[Cluster]:
    """Precise claims first; each joins the one event it can tell of, or none if it could be two."""
    bundle = _bundles(block, judgements)
    clusters: list[Cluster] = []
    of_bundle: dict[str, Cluster] = {}
    for telling in sorted(block, key=lambda telling: (telling.span.days, telling.founding)):
        own = bundle.get(telling.claim_id)
        if own in of_bundle:
            of_bundle[own].add(telling)
            continue
        fitting = [cluster for cluster in clusters
                   if _fits(cluster, telling) and not _judged_apart(cluster, telling, judgements)]
        if len(fitting) == 1:
            found = fitting[0]
            found.add(telling)
        else:
            found = Cluster([telling], telling.span, telling.provinces, telling.countries, {telling.told})
            clusters.append(found)
        if own is not None:
            of_bundle[own] = found
    for cluster in clusters:
        cluster.tellings.sort(key=lambda telling: telling.founding)
    return sorted(clusters, key=lambda cluster: cluster.tellings[0].founding)


def _bundles(block: list[Telling], judgements: Judgements) -> dict[str, str]:
    """For each claim that was judged to tell of one event with others, the first of them."""
    present = {telling.claim_id for telling in block}
    pairs = [(a, b) for a, b in judgements.same if a in present and b in present]
    return {claim: min(component) for component in nx.connected_components(nx.Graph(pairs)) for claim in component}


def _judged_apart(cluster: Cluster, telling: Telling, judgements: Judgements) -> bool:
    return bool(judgements.apart) and any(
        frozenset((other.claim_id, telling.claim_id)) in judgements.apart for other in cluster.tellings)


def _fits(cluster: Cluster, telling: Telling) -> bool:
    first = cluster.tellings[0]
    if telling.block not in {other.block for other in cluster.tellings}:
        return False  # their blocks were joined for other claims
    if telling.claim.kind in ONCE:
        return True
    if telling.told in cluster.told or not can_meet(cluster.span, telling.span):
        return False
    if telling.is_over != first.is_over:
        return False  # that it was so and that it is so are two things
    if telling.claim.kind in RECURRENT:
        dated = max(telling.span.days, cluster.span.days) <= RECURRENT_DAYS
        return dated and bool(telling.provinces & cluster.provinces or telling.provinces == cluster.provinces)
    return (_places_meet(telling.provinces, cluster.provinces)
            and _places_meet(telling.countries, cluster.countries))


def _places_meet(a: Set[str], b: Set[str]) -> bool:
    return not a or not b or bool(a & b)


def _first_known(cluster: Cluster) -> tuple[date, str]:
    return min((telling.claim.known_date, telling.claim_id) for telling in cluster.tellings)


def _same(before: Event | None, cluster: Cluster) -> Event | None:
    """The event of the day before, if nothing was added to it."""
    return before if before and list(before.claims) == cluster.claims else None


class _Ids:
    """Gives each event the lowest id minted for any of its claims, and a new one where there is none.

    Today's events choose first. What stood alone for earlier readers takes an id of its block that no other event of
    that day has, or a new one that is registered, so that a link of then still leads somewhere. Whatever is given is
    learnt as the register will hold it, so that the next build finds the same.
    """

    def __init__(self, register: Mapping[str, Sequence[str]], next_number: int) -> None:
        self.known = {claim_id: set(ids) for claim_id, ids in register.items()}
        self.next_number = next_number
        self.block_of: dict[str, int] = {}
        self.minted: list[tuple[str, str]] = []

    def give(self, block: int, cluster: Cluster) -> str:
        """The id of an event of today."""
        free = [event_id for event_id in self._candidates(cluster) if event_id not in self.block_of]
        event_id = free[0] if free else self._mint()
        for claim in cluster.claims:
            self.known.setdefault(claim.claim_id, set()).add(event_id)
        self.block_of[event_id] = block
        return event_id

    def give_again(self, block: int, cluster: Cluster, taken: Container[str]) -> str:
        """The id of an event of an earlier day, on which `taken` are given already."""
        free = [event_id for event_id in self._candidates(cluster)
                if self.block_of.get(event_id, block) == block and event_id not in taken]
        event_id = free[0] if free else self._mint()
        if not free:
            first = cluster.claims[0].claim_id
            self.known.setdefault(first, set()).add(event_id)
            self.minted.append((event_id, first))
        self.block_of[event_id] = block
        return event_id

    def _candidates(self, cluster: Cluster) -> list[str]:
        found = {event_id for claim in cluster.claims for event_id in self.known.get(claim.claim_id, ())}
        return sorted(found, key=lambda event_id: int(event_id[1:]))

    def _mint(self) -> str:
        event_id = f"E{self.next_number:04d}"
        self.next_number += 1
        return event_id


def _event(event_id: str, cluster: Cluster, given: Given) -> Event:
    claims = cluster.claims
    first, span = claims[0], cluster.span
    contested = contested_fields(claims, given.parent)
    is_draft = all(claim.coding == "machine" for claim in claims)
    undated = all(claim.date_precision == "unknown" for claim in claims)
    return Event(
        event_id=event_id,
        kind=first.kind,
        is_state=first.kind in STATES,
        label=f"{'Draft: ' if is_draft else ''}{event_label(claims, given.names, contested)}",
        role=join_list(claim.role or "" for claim in claims),
        date_earliest=span.earliest,
        date_latest=span.latest,
        date_precision="unknown" if undated else span_precision(span.earliest, span.latest),
        **_numbers(claims),
        motives=join_list(m for claim in claims for m in split_list(claim.motives)),
        countries=join_list(sorted(c for claim in claims for c in split_list(claim.countries))),
        place=join_list(name for claim in claims for name in split_list(claim.place)),
        where_prec=min((claim.where_prec for claim in claims if claim.where_prec is not None), default=None),
        modality=first.modality,
        is_contested=bool(contested),
        contested_fields=join_list(contested),
        is_draft=is_draft,
        n_claims=len(claims),
        n_sources=len({claim.source_id for claim in claims}),
        known_date=min(claim.known_date for claim in claims),
        parts=_parts(claims),
        provinces=tuple(sorted(cluster.provinces)),
        place_ids=tuple(sorted({place for claim in claims for place in given.places.get(claim.claim_id, ())})),
        claim_ids=tuple(sorted(claim.claim_id for claim in claims)),
        claims=tuple(claims),
    )


def _numbers(claims: Sequence[Claim]) -> dict[str, int | None]:
    """From the fewest to the most that any claim gives; "at least five" beside "four" is a most of five."""
    numbers: dict[str, int | None] = {}
    for what in ("killed", "injured", "count"):
        told = [number for claim in claims for number in told_range(claim, what) if number is not None]
        has_low = any(told_range(claim, what)[0] is not None for claim in claims)
        has_high = any(told_range(claim, what)[1] is not None for claim in claims)
        numbers[f"{what}_min"] = min(told) if has_low else None
        numbers[f"{what}_max"] = max(told) if has_high else None
    return numbers


def _parts(claims: Iterable[Claim]) -> dict[str, tuple[str, ...]]:
    """The actors of each part, in the order of the claims; the sides of a mutual relation as it was first told."""
    found: dict[str, dict[str, None]] = {}
    mutual = None
    for claim in claims:
        if claim.kind == "relation" and claim.role in MUTUAL:
            mutual = mutual or claim
        told = mutual or claim
        for part in PARTS:
            actor_id = getattr(told if part in ("subject", "object") else claim, f"{part}_id")
            if actor_id:
                found.setdefault(part, {})[actor_id] = None
    return {part: tuple(actors) for part, actors in found.items()}
