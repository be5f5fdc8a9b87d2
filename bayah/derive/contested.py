"""Disputes that span events: a man reported dead who acts later, and what an editor judged to be disputed.

Reads versions of events, and judgements on claims. Returns the events with `is_contested` and `contested_fields`
widened, from the day on which readers could see the contradiction. Disputes inside one event are found where it is
made (derive/events.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bayah.derive.events import Claim, Event, JudgedDispute
from bayah.derive.versions import Version, by_key, follow, moments, standing_on
from bayah.model import HAPPENED, join_list, split_list

POSTHUMOUS = frozenset({"death", "relation"})
"""Kinds that may be told of a man after his death without contradicting it."""
SIGNS_OF_LIFE = ("asserted", "reported")
"""Modalities in which an act shows that he lived."""

Flags = dict[str, list[Version[str]]]
"""For each event the fields that something outside it disputes, and for which readers."""


def mark_contested(
    events: Sequence[Version[Event]], judged: Iterable[JudgedDispute], claims: Mapping[str, Claim]
) -> list[Version[Event]]:
    """The events, cut where a dispute begins or ends that spans several of them; `claims` by claim_id."""
    flags: Flags = defaultdict(list)
    for of_actor in by_key(events, _of_life_and_death).values():
        if any(version.content.kind == "death" for version in of_actor):
            for death in follow(of_actor, _contradicted_ids):
                flags[death.content].append(replace(death, content="alive"))
    of_claim = by_key(events, lambda event: event.claim_ids)
    for dispute in judged:
        begins = visible_from(dispute, claims)
        if begins is not None and dispute.marks_events:
            for claim_id in (claim for side in dispute.sides for claim in side.claim_ids if claim in claims):
                for version in of_claim[claim_id]:
                    flags[version.content.event_id].append(Version(begins, None, dispute.field))
    return [piece for version in events for piece in _flagged(version, flags.get(version.content.event_id, []))]


def contradicted(events: Sequence[Event]) -> list[tuple[Event, list[Event]]]:
    """Each death among one actor's events, with those that he can only have had a part in after it.

    A day of life is the first day on which an event with the man as its subject can have happened, a day of death the
    last one; so only what cannot be otherwise counts. What is only planned or denied does not count, on either side,
    and what is doubted is no sign of life.
    """
    lived = [event for event in events if event.kind not in POSTHUMOUS and event.modality in SIGNS_OF_LIFE]
    deaths = [event for event in events if event.kind == "death" and event.modality in HAPPENED]
    return [(death, [event for event in lived if event.date_earliest and death.date_latest
                     and event.date_earliest > death.date_latest]) for death in deaths]


def _contradicted_ids(known: Sequence[Event]) -> dict[str, str]:
    return {death.event_id: death.event_id for death, later in contradicted(known) if later}


def visible_from(dispute: JudgedDispute, claims: Mapping[str, Claim]) -> date | None:
    """The day by which two sides of a judged dispute had been published."""
    told = sorted(min(claims[claim].known_date for claim in side.claim_ids if claim in claims)
                  for side in dispute.sides if any(claim in claims for claim in side.claim_ids))
    return told[1] if len(told) > 1 else None


def _of_life_and_death(event: Event) -> Sequence[str]:
    if event.kind != "death" and (event.kind in POSTHUMOUS or event.modality not in SIGNS_OF_LIFE):
        return ()
    return event.parts.get("subject", ())


def _flagged(version: Version[Event], flags: Sequence[Version[str]]) -> list[Version[Event]]:
    """The version cut at the days on which one of the flags begins or ends, each piece with its fields."""
    inside = [flag for flag in flags if flag.known_until is None or flag.known_until > version.known_from]
    cuts = [day for day in moments(inside) if day > version.known_from and version.holds_on(day)]
    starts = [version.known_from, *cuts]
    ends = [*cuts, version.known_until]
    pieces: list[Version[Event]] = []
    for start, end in zip(starts, ends, strict=True):
        fields = standing_on(inside, start)
        event = _with_fields(version.content, fields) if fields else version.content
        if pieces and pieces[-1].content == event:
            pieces[-1] = replace(pieces[-1], known_until=end)
        else:
            pieces.append(Version(start, end, event))
    return pieces


def _with_fields(event: Event, fields: Iterable[str]) -> Event:
    contested = join_list([*split_list(event.contested_fields), *sorted(fields)])
    return replace(event, is_contested=True, contested_fields=contested)
