"""Who held a man, or let him go, where another sentence of the article says so.

Reads an article's draft claims. Returns them with the captors that other claims tell: who is freed is freed by whom he
was held by; who surrendered and is held is held by those to whom he surrendered; men named after their number are
freed or held by whom the number was. An unnamed man of the lead who is named in what follows is told once. Refuses to
fill what a claim says for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bayah.drafting.contract import DraftClaim
from bayah.names import normalise

_CUSTODY = ("detention", "release")
_LISTS = frozenset({"among-the-arrested", "among-the-freed"})
"""Rules of claims that name some of those whom another claim counts."""
_NAMED_WITHIN = 3
"""Paragraphs within which the unnamed man of the lead is named."""


def with_captors(claims: list[DraftClaim]) -> list[DraftClaim]:
    """The claims, in their order, each detention and release with the captor that the others tell."""
    found: list[DraftClaim] = []
    for claim in claims:
        keeper = _keeper(claim, found) if claim.kind in _CUSTODY and not claim.object else None
        if keeper is not None and _actor(claim, "subject") != (keeper.object_id or normalise(keeper.object)):
            claim = replace(claim, object=keeper.object, object_id=keeper.object_id)
        found.append(claim)
    return _told_once(found)


def _keeper(claim: DraftClaim, before: list[DraftClaim]) -> DraftClaim | None:
    """The latest claim before that tells in whose hands the subject of a claim is."""
    if claim.rule in _LISTS:
        return _latest(before, lambda other: other.kind == claim.kind and other.rule not in _LISTS and (
            other.paragraph == claim.paragraph and bool(other.count_min)))
    kinds = ("surrender",) if claim.kind == "detention" else ("detention",)
    keeper = _latest(before, lambda other: other.kind in kinds and _is_same_man(other, claim))
    if claim.kind == "detention" and keeper is not None and keeper.evidence_start != claim.evidence_start:
        return None
    return keeper


def _latest(claims: list[DraftClaim], fits: Callable[[DraftClaim], bool]) -> DraftClaim | None:
    return next((other for other in reversed(claims)
                 if other.object and other.modality in ("asserted", "reported") and fits(other)), None)


def _is_same_man(one: DraftClaim, other: DraftClaim) -> bool:
    return _actor(one, "subject") == _actor(other, "subject")


def _told_once(claims: list[DraftClaim]) -> list[DraftClaim]:
    """Without the unnamed men who are named in what follows: `captured a commander`, `Khan was seized`."""
    return [claim for claim in claims if not (
        claim.kind in _CUSTODY
        and claim.count_min == claim.count_max == 1
        and any(_is_he(claim, other) for other in claims)
    )]


def _is_he(unnamed: DraftClaim, named: DraftClaim) -> bool:
    """Whether a later claim may be of the man whom an earlier one does not name."""
    if named.kind != unnamed.kind or named.count_min or named.modality != unnamed.modality:
        return False
    if not 0 <= _paragraph(named) - _paragraph(unnamed) <= _NAMED_WITHIN:
        return False
    is_later = named.evidence_start > unnamed.evidence_start
    alike = not (unnamed.object and named.object) or _actor(unnamed, "object") == _actor(named, "object")
    in_one_place = not (unnamed.provinces and named.provinces) or set(unnamed.provinces) == set(named.provinces)
    return is_later and alike and in_one_place


def _paragraph(claim: DraftClaim) -> int:
    return int(claim.paragraph.partition("-")[0])


def _actor(claim: DraftClaim, part: str) -> str:
    return str(getattr(claim, f"{part}_id") or normalise(getattr(claim, part)))
