"""Allegiance spells: who stood with which group, over which uncertain interval.

Reads versions of events, and which group is part of which. Returns versions of spells with the events behind each. A
spell opens with an oath, a joining, a change of side, an office or told membership; it closes with a break, a change
of side or a death. Who leaves a group leaves its parts, and who joins a group stands alone no more. A spell is never
carried beyond its evidence without saying so: where no end is told, `end_basis` is `open` or `last_evidence`, and
`last_evidence_date` is the last day that a claim speaks of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Any, NamedTuple

from bayah.dates import DateSpan, hull, intersect, unit_end
from bayah.derive.contested import contradicted
from bayah.derive.events import Event
from bayah.derive.versions import Version, by_key, moments, standing_on, versions
from bayah.model import HAPPENED, INDEPENDENT, join_list, split_list

OPENS = frozenset({"pledge", "defection", "joining", "merger", "split", "appointment"})
CLOSES = frozenset(
    {"pledge", "renunciation", "defection", "joining", "surrender", "split", "merger"}
)

Signs = dict[tuple[str, str], list["Sign"]]


class Sign(NamedTuple):
    """What one event says of an actor and a group: that he is in it, or leaves it.

    An implied sign tells of another group (see `_imply`), so it can end a spell but not show one.
    """

    event: Event
    is_end: bool
    is_implied: bool = False


class Death(NamedTuple):
    """A death, and the later events that contradict it."""

    event: Event
    lived: Sequence[Event] = ()

    @property
    def has_last_word(self) -> bool:
        """Whether an article newer than every sign of later life tells it, and where disputed not as hearsay only."""
        told = [claim for claim in self.event.claims if claim.modality in HAPPENED]
        if "alive" in split_list(self.event.contested_fields) and all(c.modality != "asserted" for c in told):
            return False
        newest = max(claim.known_date for claim in told)
        return all(claim.known_date < newest for event in self.lived for claim in event.claims)


@dataclass
class Spell:
    """A spell or a term of office while it is being put together from signs in time order."""

    actor_id: str
    group_id: str
    signs: list[Event] = field(default_factory=list)
    ends: list[Event] = field(default_factory=list)
    is_death: bool = False
    disputed_by: Event | None = None

    @property
    def opening(self) -> Event | None:
        """The act that began it; told membership before any act leaves the beginning unknown."""
        return self.signs[0] if self.signs and self.signs[0].kind in OPENS else None

    @property
    def events(self) -> list[Event]:
        """Every event behind it, once each."""
        disputing = [] if self.disputed_by is None else [self.disputed_by]
        return list({event.event_id: event for event in [*self.signs, *self.ends, *disputing]}.values())


@dataclass(frozen=True)
class Term:
    """A spell or a term of office as a row of its table, and the events behind it.

    `stem` is its id without the event that tells it from others; `own_ids` are the events that only it has.
    """

    stem: str
    own_ids: tuple[str, ...]
    event_ids: tuple[str, ...]
    row: Mapping[str, Any]
    term_id: str = ""


def derive_allegiances(events: Sequence[Version[Event]], parent: Mapping[str, Any]) -> list[Version[Term]]:
    """Versions of spells; `parent` maps a group_id to the group that it is part of.

    Ids are given looking back from today: a spell of then is the one of today that one of its signs belongs to.
    """
    found: list[Version[Term]] = []
    for actor, of_actor in sorted(by_key(_telling(events), lambda event: event.parts["subject"]).items()):
        states = [(day, _told_of(actor, standing_on(of_actor, day), parent)) for day in moments(of_actor)]
        found += named_terms(states)
    return found


def _telling(events: Sequence[Version[Event]]) -> list[Version[Event]]:
    """What tells of membership, and of the dead whatever shows when they lived."""
    kinds = OPENS | CLOSES | {"affiliation", "removal"}
    dead = {actor for version in events if version.content.kind == "death"
            for actor in version.content.parts["subject"]}
    return [version for version in events if version.content.modality in HAPPENED
            and (version.content.kind in kinds or dead.intersection(version.content.parts["subject"]))]


def _told_of(actor: str, events: Iterable[Event], parent: Mapping[str, Any]) -> list[Term]:
    """The spells of one actor as his events tell them."""
    signs: Signs = defaultdict(list)
    known = list(events)
    for event in known:
        _collect(event, actor, signs)
    _imply(signs, parent)
    return [_allegiance(spell) for (_, group), of_pair in sorted(signs.items())
            for spell in cut_spells(actor, group, of_pair, death_of(known))]


def death_of(events: Sequence[Event]) -> Death | None:
    """The death that the events of one actor tell of, and what contradicts it."""
    return next((Death(event, lived) for event, lived in contradicted(events)), None)


def _allegiance(spell: Spell) -> Term:
    leaders = [leader for event in spell.signs for leader in event.parts.get("to_leader", ())]
    row = {
        "actor_id": spell.actor_id,
        "group_id": spell.group_id,
        "role": join_list(role for event in spell.signs if event.kind in ("appointment", "affiliation")
                          for role in split_list(event.role)),
        "leader_id": leaders[-1] if leaders else None,
        **told_days(spell),
    }
    return term_of(spell, f"{spell.actor_id}.{spell.group_id}", row)


def term_of(spell: Spell, stem: str, row: Mapping[str, Any]) -> Term:
    """The finished spell; its id is given when all states are known (`named_terms`)."""
    own = tuple(event.event_id for event in spell.signs or spell.ends)
    return Term(stem, own, tuple(sorted(event.event_id for event in spell.events)), row)


def named_terms(states: Sequence[tuple[date, list[Term]]]) -> list[Version[Term]]:
    """Versions of spells or terms of office, each under the id that it has today or would have had."""
    today = states[-1][1] if states else []
    of_event = {(term.stem, event): f"{term.stem}.{_first_minted(term.own_ids)}"
                for term in today for event in term.own_ids}
    named: list[tuple[date, dict[str, Term]]] = []
    for day, terms in states:
        state: dict[str, Term] = {}
        for term in terms:
            known = [of_event[term.stem, event] for event in term.own_ids if (term.stem, event) in of_event]
            own = f"{term.stem}.{_first_minted(term.own_ids)}"
            term_id = next((found for found in [*known, own] if found not in state), own)
            state[term_id] = replace(term, term_id=term_id)
        named.append((day, state))
    return versions(named)


def _first_minted(event_ids: Iterable[str]) -> str:
    return min(event_ids, key=lambda event_id: int(event_id[1:]))


def _collect(event: Event, actor: str, signs: Signs) -> None:
    if event.kind in OPENS or event.kind == "affiliation":
        for group in event.parts.get("to_group", ()):
            signs[actor, group].append(Sign(event, False))
    if event.kind == "removal":  # who loses an office was in the group until then
        for group in event.parts.get("from_group", ()):
            signs[actor, group].append(Sign(event, False))
    for group in groups_left(event):
        signs[actor, group].append(Sign(event, True))


def groups_left(event: Event) -> tuple[str, ...]:
    """The groups that the subject leaves by this event; who only rises against his leaders has not left."""
    if event.kind not in CLOSES or (event.kind == "split" and not event.parts.get("to_group")):
        return ()
    return event.parts.get("from_group", ())


def _imply(signs: Signs, parent: Mapping[str, Any]) -> None:
    """Who leaves a group leaves its parts; who joins a group stands alone no more."""
    told = {pair: list(of_pair) for pair, of_pair in signs.items()}
    for actor, group in told:
        above = parent.get(group)
        while isinstance(above, str):
            ends = [sign.event for sign in told.get((actor, above), []) if sign.is_end]
            signs[actor, group] += [Sign(event, True, True) for event in ends]
            above = parent.get(above)
        if group == INDEPENDENT:
            joined = [sign.event for (_, other), of_other in told.items() if other != INDEPENDENT
                      for sign in of_other if sign.event.kind in OPENS and not sign.is_end]
            signs[actor, group] += [Sign(event, True, True) for event in joined]


def cut_spells(
    actor: str, group: str, signs: Iterable[Sign], death: Death | None, is_office: bool = False
) -> list[Spell]:
    """Signs of one actor and group, or `is_office` of one office, in time order, cut into spells at each return."""
    spells: list[Spell] = []
    implied: list[Event] = []
    for sign in sorted(signs, key=_time_order):
        event, spell = sign.event, spells[-1] if spells else None
        if sign.is_implied:
            if spell is not None and is_open(spell):
                spell.ends.append(event)
            else:
                implied.append(event)
        elif sign.is_end:
            if spell is None:
                spells.append(spell := Spell(actor, group))
            spell.ends.append(event)
        elif is_office and spell is not None and _is_taken_up(spell, event):
            spell.signs, spell.ends = [event], spell.signs
        elif spell is None or _begins_anew(spell, event):
            ends = [end for end in implied if event.date_earliest and event.date_earliest <= _seen(end)]
            spells.append(Spell(actor, group, [event], ends))
        elif is_open(spell) and tells_former(event) and (is_office or not event.role):
            spell.ends.append(event)  # a former office may be another one of the same group
        else:
            spell.signs.append(event)
    if death is not None:
        for spell in spells:
            _die(spell, death)
    return spells


def _is_taken_up(spell: Spell, event: Event) -> bool:
    """Whether an appointment is the beginning of a term that is told only as over."""
    over = spell.signs[-1].date_latest if _is_former(spell) else None
    return event.kind in OPENS and over is not None and (event.date_earliest is None or event.date_earliest <= over)


def _begins_anew(spell: Spell, event: Event) -> bool:
    """Whether this sign of membership opens another spell, or belongs to the one before it."""
    if not spell.ends:
        return event.kind in OPENS and _is_former(spell)
    earliest, left = event.date_earliest, spell.ends[0].date_earliest
    if event.kind not in OPENS:
        return earliest is not None and earliest > _seen(spell.ends[0])
    # A vague day of joining that encloses the day of leaving is no return if nothing else began it.
    return bool(spell.signs) or earliest is None or left is None or earliest > left


def _die(spell: Spell, death: Death) -> None:
    """A death ends what stands open; one that later life contradicts only if it has the last word."""
    start, end = told_span(spell)
    died = death.event
    told_after = start.earliest is not None and start.earliest > _seen(died)
    if told_after or not death.has_last_word:
        if died.date_earliest is None or end.latest is None or died.date_earliest <= end.latest:
            spell.disputed_by = died
    elif is_open(spell):
        spell.ends, spell.is_death = [died], True
    elif spell.ends and all(tells_former(event) for event in spell.ends):  # over by some day: by his death
        spell.ends, spell.is_death = [died, *spell.ends], True


def _time_order(sign: Sign) -> tuple[date, date, bool, int]:
    """By the last day on which it can have happened: told by then; an end after what it ends."""
    event = sign.event
    return event.date_latest or date.max, event.date_earliest or date.min, sign.is_end, int(event.event_id[1:])


def told_days(spell: Spell) -> dict[str, Any]:
    """The columns that a spell and a term of office have in common."""
    start, end = told_span(spell)
    seen = max(_seen(event) for event in [*spell.signs, *spell.ends])
    return {
        "start_earliest": start.earliest,
        "start_latest": start.latest,
        "end_earliest": end.earliest,
        "end_latest": end.latest,
        "start_event_id": spell.opening.event_id if spell.opening is not None else None,
        "end_event_id": _closing(spell),
        "end_basis": _end_basis(spell),
        "last_evidence_date": min(seen, end.latest or seen),
        "is_contested": spell.disputed_by is not None or any(event.is_contested for event in spell.events),
        "n_claims": sum(event.n_claims for event in spell.events),
    }


def _closing(spell: Spell) -> str | None:
    """The first of its ends; of what is only told as over, the event that tells it."""
    over = spell.ends or (spell.signs if _is_former(spell) else [])
    return over[0].event_id if over else None


def _end_basis(spell: Spell) -> str:
    if not is_open(spell):
        return "death" if spell.is_death else "event"
    told_now = any(
        claim.kind == "affiliation" and claim.date_precision != "unknown"
        and (claim.date_latest is None or claim.date_latest >= claim.known_date)
        for event in spell.signs if not tells_former(event) for claim in event.claims)
    return "open" if told_now else "last_evidence"


def told_span(spell: Spell) -> tuple[DateSpan, DateSpan]:
    """Start and end; it ends after its start and after the days on which it was told to hold."""
    start, end = _start(spell), _end(spell)
    if end.latest is None:
        return start, end
    held = [event.date_earliest for event in spell.signs if event.kind == "affiliation"]
    after = max((day for day in [start.earliest, end.earliest, *held] if day and day <= end.latest), default=None)
    start = DateSpan(start.earliest, start.latest and min(start.latest, end.latest), "range")
    return start, DateSpan(after, end.latest, "range")


def _start(spell: Spell) -> DateSpan:
    """An opening act dates the start; mere membership only says that it had begun by then.

    Membership "2016/2020-04" began some day of 2016, so it surely stood from the last day of that year.
    """
    if spell.opening is not None:
        return DateSpan(spell.opening.date_earliest, _seen(spell.opening), "range")
    told = [_begun_by(event) for event in spell.signs if not tells_former(event)]
    return DateSpan(None, min(filter(None, told), default=None), "range")


def _begun_by(event: Event) -> date | None:
    earliest, latest = event.date_earliest, event.date_latest
    if earliest is None or latest is None:
        return latest or (earliest and unit_end(earliest))
    return min(unit_end(earliest), latest)


def _end(spell: Spell) -> DateSpan:
    """An end by act or death; told membership that was over ends within what was told."""
    if _is_former(spell):
        return DateSpan(None, spell.signs[0].date_latest, "range")
    if not spell.ends:
        return DateSpan(None, None, "unknown")
    spans = [DateSpan(event.date_earliest, _seen(event), "range") for event in spell.ends]
    end = reduce(intersect, spans)
    is_apart = end.earliest and end.latest and end.earliest > end.latest
    return reduce(hull, spans) if is_apart else end


def is_open(spell: Spell) -> bool:
    """Whether no end of it is told."""
    return not spell.ends and not _is_former(spell)


def _is_former(spell: Spell) -> bool:
    """Only told as membership that was over by some day."""
    return not spell.ends and all(tells_former(event) for event in spell.signs)


def tells_former(event: Event) -> bool:
    """Whether it tells membership or an office that was over by some day."""
    return event.kind == "affiliation" and event.date_earliest is None and event.date_precision == "range"


def _seen(event: Event) -> date:
    """The last day for which the event is evidence; without a date, the day it was published."""
    return event.date_latest or event.known_date
