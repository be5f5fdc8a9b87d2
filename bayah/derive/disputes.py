"""Disputes: what is in question, and each side with its claims.

Reads versions of events, and judgements on claims. Returns versions of disputes. Three ways lead to one: the claims
of one event differ (derive/sides.py), a death and later signs of life (derive/contested.py), an editor's judgement
(seeds/judgements/disputes.yml). A dispute says that the claims cannot all be true, never which one is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from bayah.dates import span_words
from bayah.derive.contested import contradicted, visible_from
from bayah.derive.events import Claim, Event, Given, JudgedDispute
from bayah.derive.sides import Side, sides_by_field
from bayah.derive.versions import Version, by_key, follow, versions
from bayah.model import HAPPENED, MODALITIES

QUESTIONS = {
    "modality": "Is it so",
    "date": "When",
    "provinces": "Where",
    "killed": "How many were killed",
    "injured": "How many were injured",
    "count": "How many were they",
    "subject": "Who was it",
    "object": "Who was the other party",
    "from_group": "Which group was left",
    "to_group": "Which group was joined",
    "from_leader": "Whose oath was broken",
    "to_leader": "To whom was the oath given",
    "alive": "Dead, or alive after that day",
}
TOLD = ("told as a fact", "told as hearsay", "", "", "planned")
"""What the side that tells an event holds, by the firmest of its modalities."""
YES_AND_NO = ("modality", "alive")
"""Questions of which the side that tells the event comes first; else the side known first does."""
CHOSEN_BY = "Chosen or appointed by whom"
"""The question on the other party of an appointment."""


@dataclass(frozen=True)
class Dispute:
    """One question with its sides: what each holds, and its claims in order."""

    dispute_id: str
    field: str
    question: str
    actor_id: str
    basis: str
    reason: str
    claim_ids: tuple[tuple[str, ...], ...]
    positions: tuple[str, ...]
    sides: tuple[tuple[Claim, ...], ...] = dataclass_field(compare=False, repr=False)


def derive_disputes(
    events: Sequence[Version[Event]], claims: Mapping[str, Claim], given: Given
) -> list[Version[Dispute]]:
    """Versions of disputes; `claims` by claim_id."""
    contested = [version for version in events if version.content.is_contested]
    rows = [found for of_event in by_key(contested, lambda event: (event.event_id,)).values()
            for found in follow(of_event, lambda known: _inside(known, given))]
    about_death = by_key(events, lambda event: event.parts.get("subject", ()))
    for of_actor in about_death.values():
        if any("alive" in version.content.contested_fields for version in of_actor):
            rows += follow(of_actor, lambda known: _alive(known))
    return rows + [version for dispute in given.disputes for version in _judged(dispute, claims)]


def _inside(known: Iterable[Event], given: Given) -> dict[str, Dispute]:
    """The disputes of an event's own claims, by dispute_id."""
    found = {}
    for event in known:
        for what, sides in sides_by_field(event.claims, given.parent).items():
            words = CHOSEN_BY if (event.kind, what) == ("appointment", "object") else QUESTIONS[what]
            plain = event.label.removesuffix(" (denied)").removesuffix(" (doubted)")
            positions = [_position(what, side, given.names) for side in sides]
            dispute = _dispute(event, what, f"{plain}: {words.lower()}?", sides, positions)
            found[dispute.dispute_id] = dispute
    return found


def _alive(known: Sequence[Event]) -> dict[str, Dispute]:
    found = {}
    for death, later in contradicted(known):
        if later:
            lived = [claim for event in later for claim in event.claims
                     if claim.date_earliest and claim.date_earliest > death.date_latest]
            last = max(claim.date_earliest for claim in lived)
            # Who tells a death that can lie after all of that contradicts nobody.
            told = [claim for claim in death.claims if claim.modality in HAPPENED
                    and claim.date_latest and claim.date_latest < last]
            denied = [claim for claim in death.claims if claim.modality == "denied"]
            sides = [("", told), ("", [*denied, *lived])]
            when = span_words(death.date_earliest, death.date_latest)
            question = f"{death.label}, {when}: dead, or alive after that day?"
            dispute = _dispute(death, "alive", question, sides, ["dead", "alive after that day"])
            found[dispute.dispute_id] = dispute
    return found


def _dispute(event: Event, what: str, question: str, sides: Sequence[Side], positions: Sequence[str]) -> Dispute:
    pairs = list(zip(positions, sides, strict=True))
    if what not in YES_AND_NO:
        pairs.sort(key=lambda pair: min((claim.known_date, claim.claim_id) for claim in pair[1][1]))
    words = tuple(position for position, _ in pairs)
    told = tuple(tuple(claims) for _, (_, claims) in pairs)
    return Dispute(
        f"{event.event_id}.{what}", what, question, event.parts["subject"][0], "rule", "",
        tuple(tuple(claim.claim_id for claim in side) for side in told), words, told)


def _judged(dispute: JudgedDispute, claims: Mapping[str, Claim]) -> list[Version[Dispute]]:
    begins = visible_from(dispute, claims)
    if begins is None:
        return []
    told = [claims[claim] for side in dispute.sides for claim in side.claim_ids if claim in claims]
    states = []
    for day in sorted({max(begins, claim.known_date) for claim in told}):
        known = [(side.position, tuple(claims[claim] for claim in side.claim_ids
                                       if claim in claims and claims[claim].known_date <= day))
                 for side in dispute.sides]
        sides = [(position, of_side) for position, of_side in known if of_side]
        states.append((day, {dispute.dispute_id: Dispute(
            dispute.dispute_id, dispute.field, dispute.question, dispute.actor_id, "judgement", dispute.reason,
            tuple(tuple(claim.claim_id for claim in of_side) for _, of_side in sides),
            tuple(position for position, _ in sides), tuple(of_side for _, of_side in sides))}))
    return versions(states)


def _position(what: str, side: Side, names: Mapping[str, str]) -> str:
    """What one side holds, in words."""
    value, claims = side
    if what == "modality":
        if value == "for":
            return TOLD[min(MODALITIES.index(claim.modality) for claim in claims)]
        return "denied" if any(claim.modality == "denied" for claim in claims) else "doubted"
    if what == "date":
        return span_words(value.earliest, value.latest)
    if what == "provinces":
        return ", ".join(names.get(province, province) for province in sorted(value))
    if what in ("killed", "injured", "count"):
        return _range_words(*value)
    return names.get(value, value)


def _range_words(low: Any, high: Any) -> str:
    if low == high:
        return str(low)
    if low is None:
        return f"at most {high}"
    return f"at least {low}" if high is None else f"{low} to {high}"
