"""From the facts of an article's sentences to its claims: one claim a fact, with a summary of our own and a raw
confidence.

Reads facts and `data/telling.yml`. Returns draft claims in the order of their evidence, and the actors to be proposed.
Refuses nothing; facts below the threshold are left out unless they are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bayah.dates import can_meet, parse_date
from bayah.drafting.calibration import probability
from bayah.drafting.captors import with_captors
from bayah.drafting.contract import Article, DraftClaim, Mention, ProposedActor, Sentence
from bayah.drafting.frames import Fact
from bayah.drafting.grammar import grammar
from bayah.drafting.killers import with_killers
from bayah.drafting.standing import Standing
from bayah.model import PARTS, ActorType
from bayah.names import normalise

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_WORD = re.compile(r"[a-z]+")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Words:
    """`telling.yml`: templates of summaries and weights of the confidence."""

    summaries: dict[str, str]
    modalities: dict[str, str]
    start: float
    weights: dict[str, float]
    threshold: float


@cache
def words() -> Words:
    """The templates and weights, read once a process."""
    said: dict[str, Any] = yaml.safe_load(
        files("bayah.drafting").joinpath("data/telling.yml").read_text(encoding="utf-8")
    )
    confidence = said["confidence"]
    return Words(
        said["summaries"], said["modalities"], confidence["start"], confidence["features"], confidence["threshold"]
    )


def claim_of(fact: Fact, sentence: Sentence, motives: tuple[str, ...]) -> DraftClaim:
    """The claim that a fact of a sentence makes."""
    columns: dict[str, Any] = {}
    for part, mention in {"subject": fact.subject, **fact.parts}.items():
        columns[part] = actor_name(mention)
        columns[f"{part}_id"] = mention.actor_id
    if fact.subject.kind == "cohort":
        columns |= {
            "count_min": fact.subject.count_min,
            "count_max": fact.subject.count_max,
            "count_note": fact.subject.count_note,
        }
    if fact.killed is not None:
        columns |= {"killed_min": fact.killed[0], "killed_max": fact.killed[1]}
    if fact.date is not None:
        columns |= {
            "date": fact.date.date,
            "date_basis": "context" if fact.date_cost else fact.date.date_basis or "stated",
        }
    columns |= _where(fact.places)
    return DraftClaim(
        paragraph=str(sentence.paragraph),
        kind=fact.kind,
        evidence_start=sentence.start,
        evidence_end=sentence.end,
        confidence=raw_confidence(fact, columns),
        rule=fact.rule,
        role=role_of(fact.role),
        motives=motives,
        asserted_by=fact.asserted_by,
        modality=fact.modality,
        **columns,
    )


def claims_of_standing(told: dict[str, list[Standing]], article: Article) -> list[DraftClaim]:
    """That a man is or was with a group, in an office, as words beside his name say: one claim a man, group and tense.

    It is dated from the day of publication: a state then, or one over by then.
    """
    found: dict[tuple[str, str, bool], DraftClaim] = {}
    for actor, standings in told.items():
        for standing in standings:
            if not standing.group or not standing.role:
                continue
            sentence, published = standing.sentence, article.published
            claim = DraftClaim(
                paragraph=str(sentence.paragraph),
                kind="affiliation",
                subject=actor_name(standing.mention),
                subject_id=standing.mention.actor_id,
                to_group=standing.group,
                to_group_id=standing.group_id,
                role=role_of(standing.role),
                evidence_start=sentence.start,
                evidence_end=sentence.end,
                confidence=_standing_confidence(),
                rule="apposition",
                date=f"../{published}" if standing.is_former and published else published,
                date_basis="relative" if published else "publication",
                **_where([standing.place] if standing.place else []),
            )
            found.setdefault((actor, standing.group_id or normalise(standing.group), standing.is_former), claim)
    return list(found.values())


def _standing_confidence() -> float:
    return round(words().start + words().weights["apposition"], 2)


def actor_name(mention: Mention) -> str:
    """The name under which a claim has an actor: the fullest that the article gives."""
    name = mention.name or mention.text
    return " ".join(name.split()) if "\n" in name or "  " in name else name


def role_of(role: str) -> str:
    """An office as the codebook writes it."""
    plain = " ".join(role.split()).lower()
    return grammar().offices.get(plain, plain)


def _where(places: list[Mention]) -> dict[str, Any]:
    provinces = tuple(dict.fromkeys(province for place in places for province in place.provinces))
    countries = () if provinces else tuple(dict.fromkeys(country for place in places for country in place.countries))
    named = dict.fromkeys(place.place for place in places if place.place)
    return {"provinces": provinces, "countries": countries, "place": ";".join(named)}


def motives_of(sentence: str) -> tuple[str, ...]:
    """The motives of which a sentence, in small letters, tells."""
    if grammar().any_motive.isdisjoint(_WORD.findall(sentence)):
        return ()
    return tuple(dict.fromkeys([motive for motive, cue in _motive_cues() if cue in sentence]))


@cache
def _motive_cues() -> tuple[tuple[str, str], ...]:
    return tuple((motive, cue) for motive, cues in grammar().motives.items() for cue in cues)


def raw_confidence(fact: Fact, columns: Mapping[str, Any]) -> float:
    """The sum of the features' weights, kept between 0.01 and 0.99.

    The curve of `calibration` makes a probability of it.
    """
    features = set(fact.features)
    features |= {"not asserted"} if fact.modality != "asserted" else set()
    features |= {"has date"} if columns.get("date") else set()
    features |= {"has place"} if columns["provinces"] or columns["countries"] else set()
    features |= {"object told"} if columns.get("object") else set()
    weights = words().weights
    return round(min(0.99, max(0.01, words().start + sum(weights.get(feature, 0.0) for feature in features))), 2)


def tell(claims: Iterable[DraftClaim], keep_all: bool = False) -> list[DraftClaim]:
    """The article's claims: each fact once, with its summary and its confidence, in the order of the evidence.

    With `keep_all` also those below the threshold, and all with their raw confidence, for `make score` to judge.
    """
    told = _merged(with_killers(_with_givers_of_offices(with_captors(_with_doers_of_companions(list(claims))))))
    merged = _swallowed(_with_groups_of_offices(_with_defections(_with_splits(told))))
    kept = [claim for claim in merged if keep_all or claim.confidence >= words().threshold]
    kept.sort(key=lambda claim: (claim.evidence_start, claim.evidence_end, claim.kind, claim.subject, claim.object))
    return [replace(claim, summary=summary_of(claim), confidence=_worth(claim, keep_all)) for claim in kept]


def _worth(claim: DraftClaim, is_raw: bool) -> float:
    return claim.confidence if is_raw else probability(claim.confidence, claim.kind)


def _with_doers_of_companions(claims: list[DraftClaim]) -> list[DraftClaim]:
    """`Khan was freed along with Gul`: who is told elsewhere to have freed Gul has freed Khan too."""
    doers = {(claim.kind, _actor_key(claim, "subject")): claim for claim in claims if claim.object}
    told: dict[tuple[int, str, str], list[DraftClaim]] = {}
    for claim in claims:
        told.setdefault((claim.evidence_start, claim.kind, claim.rule), []).append(claim)

    def completed(claim: DraftClaim) -> DraftClaim:
        if claim.object or claim.kind not in ("death", "detention", "release") or claim.modality != "asserted":
            return claim
        companions = told[claim.evidence_start, claim.kind, claim.rule]
        found = (doers.get((claim.kind, _actor_key(other, "subject"))) for other in companions if other is not claim)
        doer = next(filter(None, found), None)
        return replace(claim, object=doer.object, object_id=doer.object_id) if doer is not None else claim

    return [completed(claim) for claim in claims]


def _with_givers_of_offices(claims: list[DraftClaim]) -> list[DraftClaim]:
    """`A council chose Mansour as leader, with Haqqani as his deputy`: who chose the one chose the other."""
    given = {claim.evidence_start: claim for claim in claims
             if claim.kind == "appointment" and claim.object and claim.rule != "with-as"}

    def completed(claim: DraftClaim) -> DraftClaim:
        giver = given.get(claim.evidence_start) if claim.rule == "with-as" and not claim.object else None
        if giver is None:
            return claim
        group, group_id = (giver.to_group, giver.to_group_id) if giver.to_group else (claim.to_group, claim.to_group_id)
        return replace(claim, object=giver.object, object_id=giver.object_id, to_group=group, to_group_id=group_id)

    return [completed(claim) for claim in claims]


def _merged(claims: Iterable[DraftClaim]) -> list[DraftClaim]:
    found: list[DraftClaim] = []
    by_key: dict[tuple[str, str, str], list[int]] = {}
    for claim in claims:
        truth = claim.modality if claim.modality in ("denied", "doubted") else ""
        key = (claim.kind, _actor_key(claim, "subject"), truth)
        for at in by_key.get(key, []):
            if _agree(found[at], claim):
                found[at] = _joined(found[at], claim)
                break
        else:
            by_key.setdefault(key, []).append(len(found))
            found.append(claim)
    return found


def _actor_key(claim: DraftClaim, part: str) -> str:
    return getattr(claim, f"{part}_id") or normalise(getattr(claim, part))


def _agree(one: DraftClaim, other: DraftClaim) -> bool:
    """Whether two claims of one kind about one subject can be one fact: a man dies once; else no side may differ."""
    if one.kind == "death" and not one.count_min:
        return True
    for part in (*PARTS[1:],):
        mine, theirs = _actor_key(one, part), _actor_key(other, part)
        if mine and theirs and mine != theirs and not (part == "object" and _is_one_captor(one, other)):
            return False
    if one.kind == "detention" and _is_other_custody(one, other):
        return False
    dates = [parse_date(claim.date) for claim in (one, other) if claim.date]
    if one.kind == "detention" and len(dates) == 2 and not can_meet(*dates):
        return False
    return not (one.role and other.role and one.role != other.role)


_ARRESTS = frozenset({"arrested", "arrest-of"})


def _is_other_custody(one: DraftClaim, other: DraftClaim) -> bool:
    """Whether an arrest and a stay in prison are told of two captors: who seized a man hands him on."""
    stays = [claim for claim in (one, other) if claim.rule not in _ARRESTS]
    if len(stays) != 1:
        return False
    stay, arrest = stays[0], other if stays[0] is one else one
    is_by_other = bool(stay.object) and _actor_key(stay, "object") != _actor_key(arrest, "object")
    is_elsewhere = is_by_other and not _can_be_in_one_place(stay, arrest)
    is_handed_on = bool(stay.object) and not arrest.object and stay.paragraph != arrest.paragraph
    return is_elsewhere or is_handed_on or stay.rule == "handed-over"


def _is_one_captor(one: DraftClaim, other: DraftClaim) -> bool:
    """Whether who arrested or freed a man in two claims can be one: called more fully, or told of one arrest."""
    names = [set(_actor_key(replace(claim, object_id=""), "object").split()) for claim in (one, other)]
    is_fuller = one.kind in ("detention", "release") and (names[0] <= names[1] or names[1] <= names[0])
    return is_fuller or _is_one_arrest(one, other)


def _is_one_arrest(one: DraftClaim, other: DraftClaim) -> bool:
    """Whether two tellings of a man's arrest, by forces of other names, are one: told side by side, of one place."""
    apart = int(other.paragraph.partition("-")[0]) - int(one.paragraph.rpartition("-")[2])
    return (
        {one.rule, other.rule} <= _ARRESTS
        and not one.count_min
        and 0 <= apart <= 1
        and one.evidence_start != other.evidence_start
        and _can_be_in_one_place(one, other)
    )


def _can_be_in_one_place(one: DraftClaim, other: DraftClaim) -> bool:
    """Whether the places of two claims, of whom one may tell none, do not contradict."""
    here, there = (claim.provinces or claim.countries for claim in (one, other))
    lands = [{place[:2] for place in places} for places in (here, there)]
    return not (here and there) or set(here) == set(there) or (lands[0] == lands[1] and not (
        one.provinces and other.provinces))


def _joined(one: DraftClaim, other: DraftClaim) -> DraftClaim:
    """Two tellings of one fact: what the stronger lacks, the other gives."""
    strong, weak = (one, other) if one.confidence >= other.confidence else (other, one)
    given: dict[str, Any] = {}
    for part in PARTS[1:]:
        if not getattr(strong, part) and getattr(weak, part):
            given |= {part: getattr(weak, part), f"{part}_id": getattr(weak, f"{part}_id")}
    if not strong.role:
        given["role"] = weak.role
    if not strong.date:
        given |= {"date": weak.date, "date_basis": weak.date_basis}
    if not strong.provinces and not strong.countries:
        given |= {"provinces": weak.provinces, "countries": weak.countries, "place": weak.place}
    given["motives"] = tuple(dict.fromkeys((*strong.motives, *weak.motives)))
    numbers = sorted({int(part) for claim in (one, other) for part in claim.paragraph.split("-")})
    given["paragraph"] = str(numbers[0]) if numbers[0] == numbers[-1] else f"{numbers[0]}-{numbers[-1]}"
    given["confidence"] = round(min(0.99, strong.confidence + words().weights.get("told twice", 0.0)), 2)
    return replace(strong, **given)


def _with_splits(claims: list[DraftClaim]) -> list[DraftClaim]:
    """Who leaves a group and founds another in one paragraph has broken away."""
    founders = {
        (_actor_key(claim, "object"), claim.paragraph) for claim in claims if claim.kind == "formation" and claim.object
    }
    return [replace(claim, kind="split") if claim.kind == "renunciation" and (
        (_actor_key(claim, "subject"), claim.paragraph) in founders) else claim for claim in claims]


_PARTINGS = frozenset({"broke-with", "group-left"})
"""Rules of splits that are but the first half of a defection, where the other group is told too."""


def _with_defections(claims: list[DraftClaim]) -> list[DraftClaim]:
    """Who is told in one paragraph to have left one group, and to have joined or sworn to another, has defected."""
    left = {(_actor_key(claim, "subject"), claim.paragraph, claim.modality): claim for claim in claims
            if (claim.kind == "renunciation" or claim.rule in _PARTINGS) and claim.from_group}
    served = {(_actor_key(claim, "subject"), claim.evidence_start): claim for claim in claims
              if claim.kind == "affiliation" and claim.rule == "serves"}
    made = list(claims)
    for claim in claims:
        if claim.kind not in ("joining", "pledge") or not claim.to_group:
            continue
        leaving = left.get((_actor_key(claim, "subject"), claim.paragraph, claim.modality))
        if leaving is None and (before := served.get((_actor_key(claim, "subject"), claim.evidence_start))) is not None:
            leaving = replace(before, from_group=before.to_group, from_group_id=before.to_group_id)
        if leaving is None or _actor_key(leaving, "from_group") == _actor_key(claim, "to_group"):
            continue
        first, last = sorted((leaving, claim), key=lambda told: told.evidence_start)
        made.append(
            replace(
                claim,
                kind="defection",
                from_group=leaving.from_group,
                from_group_id=leaving.from_group_id,
                from_leader=leaving.from_leader,
                from_leader_id=leaving.from_leader_id,
                evidence_start=first.evidence_start,
                evidence_end=last.evidence_end,
                confidence=min(leaving.confidence, claim.confidence),
                rule=f"{leaving.rule} + {claim.rule}",
            )
        )
    return made


def _with_groups_of_offices(claims: list[DraftClaim]) -> list[DraftClaim]:
    """An office whose group nothing tells is in the group that the man is told to have joined."""
    joined = {_actor_key(claim, "subject"): claim for claim in claims
              if claim.kind in ("defection", "joining", "pledge") and claim.to_group and claim.modality == "asserted"}
    return [
        replace(claim, to_group=there.to_group, to_group_id=there.to_group_id)
        if claim.kind == "appointment"
        and not claim.to_group
        and (there := joined.get(_actor_key(claim, "subject"))) is not None
        else claim
        for claim in claims
    ]


def _swallowed(claims: list[DraftClaim]) -> list[DraftClaim]:
    """A defection holds the leaving and the joining of the same man; they are not told again."""
    defections = [claim for claim in claims if claim.kind == "defection"]

    def is_told(claim: DraftClaim) -> bool:
        for defection in defections:
            if _actor_key(defection, "subject") != _actor_key(claim, "subject"):
                continue
            same = {part: _actor_key(defection, part) == _actor_key(claim, part) for part in ("from_group", "to_group")}
            if (claim.kind == "renunciation" or claim.rule in _PARTINGS) and same["from_group"]:
                return True
            if claim.kind == "joining" and same["to_group"]:
                return True
            if claim.kind == "pledge" and same["to_group"] and not claim.to_leader:
                return True
        return False

    return [claim for claim in claims if not is_told(claim)]


def summary_of(claim: DraftClaim) -> str:
    """The fact in a sentence of our own, made from the claim's columns."""
    template = words().summaries[claim.kind]

    def filled(text: str) -> str:
        return _SLOT.sub(lambda match: str(getattr(claim, match.group(1)) or ""), text)

    def optional(match: re.Match[str]) -> str:
        part = match.group(1)
        return filled(part) if all(getattr(claim, name) for name in _SLOT.findall(part)) else ""

    fact = filled(_OPTIONAL.sub(optional, template))
    return words().modalities[claim.modality].format(fact=fact)


def proposed_actors(claims: Iterable[DraftClaim], mentions: Iterable[Mention]) -> list[ProposedActor]:
    """Every actor of the claims whom the reference tables do not know, once, by name, with his other spellings."""
    unknown = {
        getattr(claim, part): part for claim in claims for part in PARTS
        if getattr(claim, part) and not getattr(claim, f"{part}_id")
    }
    meant: dict[str, list[Mention]] = {name: [] for name in unknown}
    for mention in mentions:
        name = actor_name(mention)
        if name in meant and mention.kind in ("person", "group", "cohort"):
            meant[name].append(mention)
    return [_proposed(name, meant[name], part) for name, part in unknown.items()]


def _proposed(name: str, mentions: list[Mention], part: str) -> ProposedActor:
    first = mentions[0] if mentions else None
    kind: ActorType = "person" if part.endswith("leader") else "group"
    if first is not None and first.kind in ("person", "group", "cohort"):
        kind = first.kind
    spellings = dict.fromkeys(
        " ".join(mention.text.split()) for mention in mentions if mention.how not in ("pronoun", "description"))
    return ProposedActor(
        kind, name, aliases=tuple(spelling for spelling in spellings if spelling != name and kind != "cohort"),
        group=first.group if first is not None else "", count_min=first.count_min if first is not None else None,
        count_max=first.count_max if first is not None else None)
