"""Deaths whose killer, or whose truth, other sentences tell: who made the raid, who is blamed, who turned up alive.

Reads the claims of an article in the order of its sentences, among them some that only help (`HELPING_RULES`). Returns
the claims without the helping ones: deaths with the killers that those told, and a denial for each man seen alive after
he was told dead, and for each who denied a deed. Refuses a help that no death near it needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bayah.drafting.contract import DraftClaim
from bayah.drafting.grammar import grammar
from bayah.names import normalise

_CLAIMS = frozenset({"claimed-attack", "claimed-an-attack"})
_TELLING_KILLERS = _CLAIMS | {"carried-out", "was-carried-out", "blamed", "held-responsible"}
"""Rules whose subject did what the paragraph told before."""
NATURAL_DEATH = "died-of-illness"
"""The rule of deaths by which nobody has killed."""
HELPING_RULES = (_TELLING_KILLERS - _CLAIMS) | {"struck", "seen-alive", "denied-deed"}
"""Rules of claims that stand for nothing by themselves."""


def with_killers(claims: list[DraftClaim]) -> list[DraftClaim]:
    """The claims, each helping one used and dropped."""
    found = [claim for claim in claims if claim.rule not in HELPING_RULES]
    for claim in claims:
        if claim.modality not in ("asserted", "reported"):
            continue
        if claim.rule in _TELLING_KILLERS:
            _give_killer(found, claim)
        elif claim.rule == "struck":
            _give_striker(found, claim)
        elif claim.rule == "seen-alive":
            found += _denial_by_life(found, claim)
        elif claim.rule == "denied-deed":
            found += _denial_of_deed(found, claim)
    return found


def _latest(found: list[DraftClaim], claim: DraftClaim, fits: Callable[[DraftClaim], bool]) -> list[int]:
    """The deaths that the paragraph told last before a claim, or with it."""
    before = [
        at
        for at, death in enumerate(found)
        if death.kind == "death"
        and death.modality in ("asserted", "reported")
        and death.paragraph == claim.paragraph
        and death.evidence_start <= claim.evidence_start
        and fits(death)
    ]
    latest = max((found[at].evidence_start for at in before), default=-1)
    return [at for at in before if found[at].evidence_start == latest]


def _lacks_killer(death: DraftClaim) -> bool:
    """Whether nobody, or only somebody without a name or a group, is told to have killed."""
    words = death.object.lower().split()
    if death.rule == NATURAL_DEATH:
        return False
    return not words or (not death.object_id and words[-1] in grammar().lists["nameless_killers"] and len(words) < 4)


def _give_killer(found: list[DraftClaim], claim: DraftClaim) -> None:
    """`Khan was shot dead. The Islamic State claimed the killing.`"""
    for at in _latest(found, claim, _lacks_killer):
        if claim.rule == "claimed-an-attack" and found[at].evidence_start != claim.evidence_start:
            continue
        if _key(found[at].subject, found[at].subject_id) != _key(claim.subject, claim.subject_id):
            found[at] = replace(found[at], object=claim.subject, object_id=claim.subject_id)


def _give_striker(found: list[DraftClaim], claim: DraftClaim) -> None:
    """`A US drone hit Khan` tells who killed him, if he is told elsewhere to have died."""
    key = _key(claim.subject, claim.subject_id)
    for at, death in enumerate(found):
        if death.kind == "death" and _key(death.subject, death.subject_id) == key and claim.object and (
            death.modality == "asserted" and not death.object
        ):
            found[at] = replace(death, object=claim.object, object_id=claim.object_id)


def _denial_by_life(found: list[DraftClaim], claim: DraftClaim) -> list[DraftClaim]:
    """`Officials said Khan was dead; he gave an interview`: his death is denied."""
    key = _key(claim.subject, claim.subject_id)
    told = [
        death
        for death in found
        if death.kind == "death"
        and death.asserted_by != "author"
        and _key(death.subject, death.subject_id) == key
        and death.evidence_start <= claim.evidence_start
        and abs(_paragraph(death) - _paragraph(claim)) < 2
        and not (claim.date and death.date and claim.date < death.date)
    ]
    if not told or any(death.modality == "denied" for death in told):
        return []
    return [
        replace(
            told[-1],
            modality="denied",
            asserted_by=claim.asserted_by,
            rule=claim.rule,
            date="",
            date_basis="publication",
            confidence=claim.confidence,
            evidence_start=claim.evidence_start,
            evidence_end=claim.evidence_end,
            paragraph=claim.paragraph,
        )
    ]


def _denial_of_deed(found: list[DraftClaim], claim: DraftClaim) -> list[DraftClaim]:
    """`The authorities blamed Khan for the murder of Omar; he denied the charge`: the murder by Khan is denied."""
    denier = _key(claim.subject, claim.subject_id)
    denied = [found[at] for at in _latest(found, claim, lambda death: bool(death.object))]
    return [
        replace(death, modality="denied", asserted_by=claim.subject, rule=claim.rule, confidence=claim.confidence)
        for death in denied
        if _key(death.object, death.object_id) == denier
    ]


def _paragraph(claim: DraftClaim) -> int:
    return int(claim.paragraph.split("-")[0])


def _key(name: str, actor_id: str) -> str:
    return actor_id or normalise(name)
