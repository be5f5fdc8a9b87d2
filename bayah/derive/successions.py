"""Successions: who held which office of a group, in which order, and how each term ended.

Reads versions of events, which group is part of which, and which offices one holds at a time. Returns versions of
terms of office with the events behind each. A term is made like a spell (derive/allegiances.py) from what is told of
that office; it also ends when its holder leaves the group, and in a sole office, where nothing else is told, when the
next man takes it (`succeeded`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Any

from slugify import slugify

from bayah.derive.allegiances import (
    Sign,
    Spell,
    Term,
    cut_spells,
    death_of,
    groups_left,
    named_terms,
    tells_former,
    term_of,
    told_days,
)
from bayah.derive.events import Event
from bayah.derive.versions import Version, by_key, moments, standing_on
from bayah.model import HAPPENED, INDEPENDENT, split_list

GAINS = frozenset({"appointment", "affiliation"})
Office = tuple[str, str]
"""A group and the name of the office."""


def derive_successions(
    events: Sequence[Version[Event]], parent: Mapping[str, Any], sole: Set[str]
) -> list[Version[Term]]:
    """Versions of terms of office; `parent` maps a group_id to what it is part of, `sole` are offices that one holds
    at a time."""
    told = [version for version in events if version.content.modality in HAPPENED]
    of_office = by_key(told, _offices)
    of_actor = by_key(told, lambda event: event.parts.get("subject", ()))
    found: list[Version[Term]] = []
    for office in sorted(of_office):
        holders = {actor for version in of_office[office] for actor in version.content.parts["subject"]}
        theirs = [version for actor in sorted(holders) for version in of_actor[actor]]
        seen = list({id(version): version for version in [*of_office[office], *theirs]}.values())
        states = [(day, _line(office, holders, standing_on(seen, day), parent, sole)) for day in moments(seen)]
        found += named_terms(states)
    return found


def _offices(event: Event) -> Iterable[Office]:
    part = "to_group" if event.kind in GAINS else "from_group" if event.kind == "removal" else ""
    return [(group, role) for group in event.parts.get(part, ()) if group != INDEPENDENT
            for role in split_list(event.role)]


def _line(
    office: Office, holders: Set[str], events: Sequence[Event], parent: Mapping[str, Any], sole: Set[str]
) -> list[Term]:
    """The terms of one office in order, each with its place, and in a sole office with those before and after."""
    group, role = office
    of_holder: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        for actor in holders & set(event.parts["subject"]):
            of_holder[actor].append(event)
    spells = [spell for actor, known in sorted(of_holder.items())
              for spell in _terms(actor, office, known, parent) if spell.signs or spell.ends]
    rows = sorted(((spell, told_days(spell)) for spell in spells), key=_order)
    if role in sole and rows:
        rows = [(spell, _succeeded(row, after[1] if after else None))
                for (spell, row), after in zip(rows, [*rows[1:], None], strict=True)]
    line = []
    for position, (spell, row) in enumerate(rows, start=1):
        before = rows[position - 2][0].actor_id if role in sole and position > 1 else None
        after = rows[position][0].actor_id if role in sole and position < len(rows) else None
        columns = {"group_id": group, "role": role, "position": position, "actor_id": spell.actor_id,
                   "predecessor_id": before, "successor_id": after, **row}
        term = term_of(spell, f"{group}.{slugify(role)}.{spell.actor_id}", columns)
        line.append(replace(term, event_ids=tuple(sorted({*term.event_ids, row["end_event_id"] or term.event_ids[0]}))))
    return line


def _terms(actor: str, office: Office, events: Sequence[Event], parent: Mapping[str, Any]) -> list[Spell]:
    group = office[0]
    above = {group}
    while isinstance(parent.get(group), str):
        group = parent[group]
        above.add(group)
    signs = []
    for event in events:
        if office in _offices(event):
            signs.append(Sign(event, event.kind == "removal"))
        elif above.intersection(groups_left(event)) or (
                tells_former(event) and not event.role and above.intersection(event.parts["to_group"])):
            signs.append(Sign(event, True, True))
    return cut_spells(actor, office[0], signs, death_of(events), is_office=True)


def _order(told: tuple[Spell, Mapping[str, Any]]) -> tuple[date, bool, date, str]:
    """By the last day for which each was told to hold, those that are over first; starts are seldom told."""
    spell, row = told
    last = row["end_latest"] or row["last_evidence_date"]
    return last, row["end_latest"] is None, row["start_latest"] or last, spell.actor_id


def _succeeded(row: dict[str, Any], after: Mapping[str, Any] | None) -> dict[str, Any]:
    """The term closed by the next man's beginning, unless its end is told or it is told to hold after that."""
    if after is None:
        return row
    if row["end_latest"] is not None:  # of a sole office nobody is left when the next man holds it
        begun = after["start_latest"]
        vague = row["end_earliest"] is None and row["start_latest"] is None
        if not vague or begun is None or row["end_latest"] <= begun:
            return row
        return {**row, "end_latest": begun, "last_evidence_date": min(row["last_evidence_date"], begun)}
    taken_over = after["start_latest"] or after["end_latest"] or after["last_evidence_date"]
    if row["last_evidence_date"] > taken_over:
        return row
    begun = max((day for day in (row["start_earliest"], after["start_earliest"]) if day), default=None)
    return {**row, "end_earliest": begun, "end_latest": taken_over, "end_basis": "succeeded",
            "end_event_id": after["start_event_id"]}
