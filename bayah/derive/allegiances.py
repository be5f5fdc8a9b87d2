"""Allegiance spells: who stood with which group, over which uncertain interval.

Reads events, who took part, and which group is part of which. Returns spells and the events behind
each. A spell opens with an oath, a joining, a change of side, an office or told membership; it
closes with a break, a change of side or a death that nothing later contradicts. Who leaves a group
leaves its parts, and who joins a group stands alone no more. A spell is never carried beyond its
evidence without saying so: where no end is told, `end_basis` is `open` and `last_evidence_date` is
the last day that a claim speaks of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Any, NamedTuple

import pandas as pd

from bayah.dates import DateSpan, hull, intersect, unit_end
from bayah.model import HAPPENED, INDEPENDENT, TABLE, join_list, split_list
from bayah.store import typed

OPENS = frozenset({"pledge", "defection", "joining", "merger", "split", "appointment"})
CLOSES = frozenset(
    {"pledge", "renunciation", "defection", "joining", "surrender", "split", "merger"}
)

Signs = dict[tuple[str, str], list["Sign"]]
Parts = dict[str, dict[str, list[str]]]


class Sign(NamedTuple):
    """What one event says of an actor and a group: that he is in it, or leaves it.

    An implied sign tells of another group (see `_imply`), so it can end a spell but not show one.
    """

    event: Any
    is_end: bool
    is_implied: bool = False


@dataclass
class Spell:
    """A spell while it is being put together from signs in time order."""

    actor_id: str
    group_id: str
    signs: list[Any] = field(default_factory=list)
    ends: list[Any] = field(default_factory=list)
    is_death: bool = False
    disputed_by: Any = None

    @property
    def opening(self) -> Any:
        """The act that began it; told membership before any act leaves the beginning unknown."""
        return self.signs[0] if self.signs and self.signs[0].kind in OPENS else None

    @property
    def events(self) -> list[Any]:
        """Every event behind it, once each."""
        disputing = [] if self.disputed_by is None else [self.disputed_by]
        return [*self.signs, *self.ends, *disputing]


def derive_allegiances(
    events: pd.DataFrame, actors_of: pd.DataFrame, groups: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Allegiances (key allegiance_id) and allegiance_events (allegiance_id, event_id)."""
    happened = events[events["modality"].isin(HAPPENED)]
    parts = _parts_by_event(actors_of)
    signs: Signs = defaultdict(list)
    deaths: dict[str, Any] = {}
    for event in happened.itertuples(index=False):
        _collect(event, parts[str(event.event_id)], signs, deaths)
    _imply(signs, dict(zip(groups["group_id"], groups["parent_group_id"], strict=True)))
    spells = [spell for (actor, group), of_pair in sorted(signs.items())
              for spell in _spells(actor, group, of_pair, deaths.get(actor))]
    rows = [_row(spell, parts) for spell in spells]
    allegiances = pd.DataFrame(rows, columns=TABLE["allegiances"].column_names)
    bridge = pd.DataFrame(
        [(row["allegiance_id"], event.event_id)
         for row, spell in zip(rows, spells, strict=True) for event in spell.events],
        columns=["allegiance_id", "event_id"], dtype="str",
    ).drop_duplicates()
    return (
        typed(allegiances.sort_values("allegiance_id", ignore_index=True), "allegiances"),
        bridge.sort_values(["allegiance_id", "event_id"], ignore_index=True),
    )


def _parts_by_event(actors_of: pd.DataFrame) -> Parts:
    parts: Parts = defaultdict(lambda: defaultdict(list))
    for event_id, actor_id, part in actors_of.itertuples(index=False):
        parts[str(event_id)][str(part)].append(str(actor_id))
    return parts


def _collect(event: Any, parts: dict[str, list[str]], signs: Signs, deaths: dict[str, Any]) -> None:
    for subject in parts["subject"]:
        if event.kind == "death":
            deaths[subject] = event
        if event.kind in OPENS or event.kind == "affiliation":
            for group in parts["to_group"]:
                signs[subject, group].append(Sign(event, False))
        if event.kind in CLOSES:
            # Who stands up against his leaders has not left, unless the claim says whereto.
            if event.kind == "split" and not parts["to_group"]:
                continue
            for group in parts["from_group"]:
                signs[subject, group].append(Sign(event, True))


def _imply(signs: Signs, parent: dict[str, Any]) -> None:
    """Who leaves a group leaves its parts; who joins a group stands alone no more."""
    told = {pair: list(of_pair) for pair, of_pair in signs.items()}
    groups_of: dict[str, list[str]] = defaultdict(list)
    for actor, group in told:
        groups_of[actor].append(group)
    for actor, group in told:
        above = parent.get(group)
        while isinstance(above, str):
            ends = [sign.event for sign in told.get((actor, above), []) if sign.is_end]
            signs[actor, group] += [Sign(event, True, True) for event in ends]
            above = parent.get(above)
        if group == INDEPENDENT:
            joined = [sign.event for other in groups_of[actor] if other != INDEPENDENT
                      for sign in told[actor, other]
                      if sign.event.kind in OPENS and not sign.is_end]
            signs[actor, group] += [Sign(event, True, True) for event in joined]


def _spells(actor: str, group: str, signs: Iterable[Sign], death: Any) -> list[Spell]:
    """Signs of one actor and group in time order, cut into spells at each return."""
    spells: list[Spell] = []
    implied: list[Any] = []
    for sign in sorted(signs, key=_time_order):
        event, spell = sign.event, spells[-1] if spells else None
        if sign.is_implied:
            if spell is not None and _is_open(spell):
                spell.ends.append(event)
            else:
                implied.append(event)
        elif sign.is_end:
            if spell is None:
                spells.append(spell := Spell(actor, group))
            spell.ends.append(event)
        elif spell is None or _begins_anew(spell, event):
            begun = _day(event.date_earliest)
            ends = [end for end in implied if begun and begun <= _seen(end)]
            spells.append(Spell(actor, group, [event], ends))
        elif _is_open(spell) and _tells_former(event) and not split_list(event.role):
            spell.ends.append(event)  # a former office may be another one of the same group
        else:
            spell.signs.append(event)
    if death is not None:
        for spell in spells:
            _die(spell, death)
    return spells


def _begins_anew(spell: Spell, event: Any) -> bool:
    """Whether this sign of membership opens another spell, or belongs to the one before it."""
    if not spell.ends:
        return event.kind in OPENS and _is_former(spell)
    earliest, left = _day(event.date_earliest), _day(spell.ends[0].date_earliest)
    if event.kind not in OPENS:
        return earliest is not None and earliest > _seen(spell.ends[0])
    # A vague day of joining that encloses the day of leaving is no return if nothing else began it.
    return bool(spell.signs) or earliest is None or left is None or earliest > left


def _die(spell: Spell, death: Any) -> None:
    """A death ends what stands open; told of a man who acts later, it disputes what held then."""
    start, end = _ends(spell)
    told_after = start.earliest is not None and start.earliest > _seen(death)
    if told_after or "alive" in split_list(death.contested_fields):
        died = _day(death.date_earliest)
        if died is None or end.latest is None or died <= end.latest:
            spell.disputed_by = death
    elif _is_open(spell):
        spell.ends, spell.is_death = [death], True


def _time_order(sign: Sign) -> tuple[date, date, bool, str]:
    """By the last day on which it can have happened: told by then; an end after what it ends."""
    event = sign.event
    latest = _day(event.date_latest) or date.max
    return latest, _day(event.date_earliest) or date.min, sign.is_end, event.event_id


def _row(spell: Spell, parts: Parts) -> dict[str, Any]:
    start, end = _ends(spell)
    leaders = [leader for event in spell.signs for leader in parts[event.event_id]["to_leader"]]
    seen = max(_seen(event) for event in [*spell.signs, *spell.ends])
    return {
        "allegiance_id": f"{spell.actor_id}.{spell.group_id}.{spell.events[0].event_id}",
        "actor_id": spell.actor_id,
        "group_id": spell.group_id,
        "role": join_list(
            role for event in spell.signs if event.kind in ("appointment", "affiliation")
            for role in split_list(event.role)),
        "leader_id": leaders[-1] if leaders else None,
        "start_earliest": start.earliest,
        "start_latest": start.latest,
        "end_earliest": end.earliest,
        "end_latest": end.latest,
        "start_event_id": spell.opening.event_id if spell.opening is not None else None,
        "end_event_id": spell.ends[0].event_id if spell.ends else None,
        "end_basis": "open" if _is_open(spell) else "death" if spell.is_death else "event",
        "last_evidence_date": min(seen, end.latest or seen),
        "is_contested": any(event.is_contested for event in spell.events),
        "n_claims": sum(event.n_claims for event in spell.events),
    }


def _ends(spell: Spell) -> tuple[DateSpan, DateSpan]:
    """Start and end; it ends after its start and after the days on which it was told to hold."""
    start, end = _start(spell), _end(spell)
    if end.latest is None:
        return start, end
    held = [_day(event.date_earliest) for event in spell.signs if event.kind == "affiliation"]
    after = max(filter(None, [start.earliest, end.earliest, *held]), default=None)
    start = DateSpan(start.earliest, start.latest and min(start.latest, end.latest), "range")
    return start, DateSpan(after and min(after, end.latest), end.latest, "range")


def _start(spell: Spell) -> DateSpan:
    """An opening act dates the start; mere membership only says that it had begun by then.

    Membership "2016/2020-04" began some day of 2016, so it surely stood from the last day of that year.
    """
    if spell.opening is not None:
        return DateSpan(_day(spell.opening.date_earliest), _seen(spell.opening), "range")
    told = [_begun_by(event) for event in spell.signs if not _tells_former(event)]
    return DateSpan(None, min(filter(None, told), default=None), "range")


def _begun_by(event: Any) -> date | None:
    earliest, latest = _day(event.date_earliest), _day(event.date_latest)
    if earliest is None or latest is None:
        return latest or (earliest and unit_end(earliest))
    return min(unit_end(earliest), latest)


def _end(spell: Spell) -> DateSpan:
    """An end by act or death; told membership that was over ends within what was told."""
    if _is_former(spell):
        return DateSpan(None, _day(spell.signs[0].date_latest), "range")
    if not spell.ends:
        return DateSpan(None, None, "unknown")
    spans = [DateSpan(_day(event.date_earliest), _seen(event), "range") for event in spell.ends]
    end = reduce(intersect, spans)
    is_apart = end.earliest and end.latest and end.earliest > end.latest
    return reduce(hull, spans) if is_apart else end


def _is_open(spell: Spell) -> bool:
    return not spell.ends and not _is_former(spell)


def _is_former(spell: Spell) -> bool:
    """Only told as membership that was over by some day."""
    return not spell.ends and all(_tells_former(event) for event in spell.signs)


def _tells_former(event: Any) -> bool:
    return bool(event.kind == "affiliation" and _day(event.date_earliest) is None
                and event.date_precision == "range")


def _seen(event: Any) -> date:
    """The last day for which the event is evidence; without a date, the day it was published."""
    return _day(event.date_latest) or _day(event.known_date) or date.max


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()
