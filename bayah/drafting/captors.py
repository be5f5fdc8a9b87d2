"""Who held a man, or let him go, where another sentence of the article says so.

Reads an article's draft claims. Returns them with the captors that other claims tell: who is freed is freed by whom he
was held by; who surrendered and is held is held by those to whom he surrendered; men named after their number are
freed or held by whom the number was. An unnamed man of the lead who is named in what follows is told once, and so are
people who are counted twice. Refuses to fill what a claim says for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bayah.dates import can_meet, parse_date
from bayah.drafting.contract import DraftClaim
from bayah.names import normalise

_CUSTODY = ("detention", "release")
_LISTS = frozenset({"among-the-arrested", "among-the-freed"})
"""Rules of claims that name some of those whom another claim counts."""
_NAMED_WITHIN = 3
"""Paragraphs within which the unnamed man of the lead is named."""
_GOES_ON = 2
"""Paragraphs for which the article goes on about a release."""
_MANY = 3
"""People of one number, from this on, are the same people."""


def with_captors(claims: list[DraftClaim]) -> list[DraftClaim]:
    """The claims, in their order, each detention and release with the captor that the others tell."""
    found: list[DraftClaim] = []
    for claim in claims:
        keeper = _keeper(claim, found) if claim.kind in _CUSTODY and not claim.object else None
        if keeper is not None and _actor(claim, "subject") != _actor(keeper, "object"):
            claim = replace(claim, object=keeper.object, object_id=keeper.object_id)
        found.append(claim)
    return _told_once(found)


def _keeper(claim: DraftClaim, before: list[DraftClaim]) -> DraftClaim | None:
    """The latest claim before that tells in whose hands the subject of a claim is."""
    if claim.rule == "swapped":
        return None
    if claim.rule in _LISTS:
        return _latest(before, lambda other: other.kind == claim.kind and other.rule not in _LISTS and (
            other.paragraph == claim.paragraph and bool(other.count_min)))
    if claim.modality == "denied":
        return _latest(before, lambda other: other.kind == claim.kind and _is_same_man(other, claim))
    kinds = ("surrender",) if claim.kind == "detention" else ("detention", "surrender")
    told_before = _latest(before, lambda other: other.kind == "release" and _is_same_man(other, claim))
    if claim.kind == "release" and told_before is not None and _can_be_one(told_before, claim, is_near=True):
        return told_before
    keeper = _latest(before, lambda other: other.kind in kinds and _is_same_man(other, claim))
    if claim.kind == "detention" and keeper is not None and keeper.evidence_start != claim.evidence_start:
        return None
    return keeper or (_releaser(claim, before) if claim.kind == "release" else None)


def _releaser(claim: DraftClaim, before: list[DraftClaim]) -> DraftClaim | None:
    """Who has just been told to free others: he frees those of whom the next sentences tell."""
    return _latest(before, lambda other: other.kind == "release" and _paragraph(claim) - _paragraph(other) <= _GOES_ON)


def _latest(claims: list[DraftClaim], fits: Callable[[DraftClaim], bool]) -> DraftClaim | None:
    return next((other for other in reversed(claims)
                 if other.object and other.modality in ("asserted", "reported") and fits(other)), None)


def _is_same_man(one: DraftClaim, other: DraftClaim) -> bool:
    return _actor(one, "subject") == _actor(other, "subject")


def _told_once(claims: list[DraftClaim]) -> list[DraftClaim]:
    """Without the unnamed who are named, or counted again, in what follows: `captured a commander`, `Khan was seized`.

    What is told of them where they are not named is kept for where they are.
    """
    told = dict(enumerate(claims))
    for at in range(len(claims)):
        claim = told.get(at)
        if claim is None or claim.kind not in _CUSTODY:
            continue
        later = next((k for k in range(at + 1, len(claims)) if k in told and _is_he(claim, told[k])), -1)
        if later < 0:
            continue
        if told[later].count_min:
            told[at] = _with_what_was_told(claim, told.pop(later))
        else:
            told[later] = _with_what_was_told(told[later], told.pop(at))
    return list(told.values())


def _is_he(unnamed: DraftClaim, other: DraftClaim) -> bool:
    """Whether a later claim may be of the man whom an earlier one does not name, or of the people it counts."""
    if (other.kind, other.modality) != (unnamed.kind, unnamed.modality):
        return False
    counted = (unnamed.count_min, unnamed.count_max)
    is_named = counted == (1, 1) and not other.count_min
    is_counted = counted == (other.count_min, other.count_max) and (
        (unnamed.count_min or 0) >= _MANY or other.subject.lower().startswith("the ")
    )
    if not (is_named or is_counted) or not 0 <= _paragraph(other) - _paragraph(unnamed) <= _NAMED_WITHIN:
        return False
    is_near = is_named and _paragraph(other) - _paragraph(unnamed) <= 1
    return other.evidence_start > unnamed.evidence_start and _can_be_one(unnamed, other, is_near)


def _can_be_one(one: DraftClaim, other: DraftClaim, is_near: bool) -> bool:
    alike = is_near or not (one.object and other.object) or _actor(one, "object") == _actor(other, "object")
    in_one_place = not (one.provinces and other.provinces) or set(one.provinces) == set(other.provinces)
    at_one_time = not (one.date and other.date) or can_meet(parse_date(one.date), parse_date(other.date))
    return alike and in_one_place and at_one_time


def _with_what_was_told(claim: DraftClaim, before: DraftClaim) -> DraftClaim:
    """A claim with the captor, date and place that it lacks and the claim before has."""
    given: dict[str, Any] = {}
    if not claim.object and _actor(claim, "subject") != _actor(before, "object"):
        given |= {"object": before.object, "object_id": before.object_id}
    if not claim.date:
        given |= {"date": before.date, "date_basis": before.date_basis}
    if not claim.provinces and not claim.countries:
        given |= {"provinces": before.provinces, "countries": before.countries, "place": before.place}
    return replace(claim, **given)


def _paragraph(claim: DraftClaim) -> int:
    return int(claim.paragraph.partition("-")[0])


def _actor(claim: DraftClaim, part: str) -> str:
    return str(getattr(claim, f"{part}_id") or normalise(getattr(claim, part)))
