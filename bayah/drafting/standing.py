"""Where the men of an article stand: with which group, in which office, by what the article says of them anywhere.

Reads the mentions of an article, and `data/leaders.csv` for men whom an article need not introduce. Returns for an
actor's key his group, role, and whether he has left it. Refuses nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

from bayah.drafting.contract import Mention, Sentence
from bayah.drafting.grammar import grammar
from bayah.drafting.people import own_words
from bayah.names import normalise


@dataclass(frozen=True, slots=True)
class Standing:
    """One man's place: the group's name and id, his office, and the mention and sentence that say so."""

    mention: Mention
    group: str
    group_id: str
    role: str
    is_former: bool
    sentence: Sentence
    place: Mention | None = None


def actor_key(mention: Mention) -> str:
    """What tells an actor from others in one article."""
    return mention.actor_id or normalise(mention.name or mention.text)


_FARTHEST = 70
"""Characters between a man and what is told of him."""
_OF_PLACE = re.compile(
    r" (?:of|for|in|from) (?:(?:the|its|neighbouring|neighboring|eastern|western|northern|southern|central) )*"
)
_SEAT_BEFORE = re.compile(r"(?:['\u2019]s?)?(?: [a-z]+)? ")
_INSIDE = re.compile(
    r",? (?:(?:the|a|an|its|their|his|new|present|current|former|one of|ex|late|then|founding|once|now) )*"
)

_IS = re.compile(
    r"(?:,? who)? (?P<verb>was|is|were|are|had been|has been|became|served as|had served as|used to be|had once been)"
    r"(?P<rest>(?: (?:also|once|then|formerly|previously|already|long|still|now|itself|himself))*"
    r"(?: (?:a|an|the|its|their|his|one of|one of the|among the))?(?: [\w'\u2019-]+){0,5} ?)"
)
"""Between a man and the office that he is told to hold: "Gul had been the Taliban's military chief"."""
_NO_PREDICATE = re.compile(
    r"\b(?:by|to|with|from|of|in|on|at|for|and|as|not|never|when|while|\w+ed|\w+ing|shot|caught|held|slain)\b"
)
_LISTED = re.compile(r",?:? (?:and |identified as |named |namely )?")
"""Between the number of some men and their names, and between the names."""
_FORMERLY = ("had", "used")
_WITH_GROUP = re.compile(
    r"(?: of|,? (?P<then>formerly|previously|once|until recently|earlier|originally),? (?:with|of|in|from|a part of|"
    r"fighting for|loyal to|aligned with|affiliated with|allied with)) (?:the )?"
)
"""Between a man and the group of which he is: "Gul of the TTP", "Gul, formerly with the TTP"."""


def standings(sentences: Iterable[Sentence], text: str) -> dict[str, list[Standing]]:
    """Every standing that the article tells, by actor, in the order of the text."""
    found: dict[str, list[Standing]] = {}
    for sentence in sentences:
        _read_sentence(sentence, text, found)
        _read_bands(sentence, text, found)
    return found


def _read_bands(sentence: Sentence, text: str, found: dict[str, list[Standing]]) -> None:
    """`Two TTP commanders, Gul and Noor, …`: as many men as are named behind their number stand where the number does.
    """
    for at, band in enumerate(sentence.mentions):
        if band.kind != "cohort" or not band.group or band.count_min not in (2, 3, 4, 5, 6):
            continue
        men = sentence.mentions[at + 1 : at + 2 + band.count_min]
        listed: list[Mention] = []
        for before, man in pairwise((band, *men)):
            if man.kind != "person" or not _LISTED.fullmatch(text, before.end, man.start):
                break
            listed.append(man)
        if len(listed) == band.count_min:
            for man in listed:
                _add(found, man, band, sentence)


def _read_sentence(sentence: Sentence, text: str, found: dict[str, list[Standing]]) -> None:
    office: Mention | None = None
    person: Mention | None = None
    man: Mention | None = None
    place: Mention | None = None
    seat: Mention | None = None
    for mention, following, third in _with_next(sentence.mentions):
        if mention.kind in ("person", "cohort"):
            _read_predicate(mention, following, third, text, sentence, found)
        if mention.kind == "person":
            role = _beside(office, mention, text) or (_beside(seat, mention, text) and office)
            if mention.group or mention.role or role is not None:
                _add(found, mention, role, sentence)
            if role is not None and seat is not None:
                _set_place(found[actor_key(mention)], sentence, seat)
            person, man, office, seat = mention, mention, None, None
        elif mention.kind == "office":
            if person is not None and _beside(person, mention, text) is not None:
                _add(found, person, mention, sentence)
            seat = place if place is not None and _SEAT_BEFORE.fullmatch(text, place.end, mention.start) else None
            if man is not None and seat is not None and _beside(man, seat, text):
                _set_place(found.get(actor_key(man), []), sentence, seat)
            office, person = mention, None
        elif mention.kind == "place":
            place = mention
            if office is not None and _OF_PLACE.fullmatch(text, office.end, mention.start):
                seat = mention
            held = office or man
            if held is not None and man is not None and _OF_PLACE.fullmatch(text, held.end, mention.start):
                _set_place(found.get(actor_key(man), []), sentence, mention)
        elif mention.kind != "group":
            office = person = man = seat = None


def _with_next(mentions: tuple[Mention, ...]) -> Iterator[tuple[Mention, Mention | None, Mention | None]]:
    """Every mention with the two after it."""
    return zip(mentions, (*mentions[1:], None), (*mentions[2:], None, None), strict=False)


def _read_predicate(
    man: Mention,
    following: Mention | None,
    third: Mention | None,
    text: str,
    sentence: Sentence,
    found: dict[str, list[Standing]],
) -> None:
    """Adds where a man stands whom a verb or a preposition puts there, by one of the two mentions behind him."""
    end = man.end
    if following is not None and following.kind == "place" and third is not None:
        end, following, third = following.end, third, None
    if following is None or following.start - end > _FARTHEST:
        return
    if following.kind == "group":
        match = _WITH_GROUP.fullmatch(text, end, following.start)
        is_state = following.name.lower() in grammar().lists["states"]
        if match is not None and man.kind == "person" and not is_state:
            told = Standing(man, following.name, following.actor_id, "", match["then"] is not None, sentence)
            found.setdefault(actor_key(man), []).append(told)
            return
    office = third if following.kind == "group" and third is not None and third.kind == "office" else following
    if office.kind not in ("office", "cohort") or not office.group or office.count_max not in (1, None):
        return
    match = _IS.fullmatch(text, end, office.start)
    if match is None or _NO_PREDICATE.search(match["rest"]):
        return
    is_former = office.is_former or match["verb"].startswith(_FORMERLY) or " once" in match["rest"]
    told = Standing(man, office.group, office.group_id, office.role or office.text, is_former, sentence)
    found.setdefault(actor_key(man), []).append(told)


def _set_place(told: list[Standing], sentence: Sentence, place: Mention) -> None:
    if told and told[-1].sentence is sentence and told[-1].place is None:
        told[-1] = replace(told[-1], place=place)


def _beside(one: Mention | None, other: Mention, text: str) -> Mention | None:
    """The first of two mentions, if the second follows it directly or as its apposition."""
    if one is None or other.start - one.end > 30 or not _INSIDE.fullmatch(text, one.end, other.start):
        return None
    return one


def _add(found: dict[str, list[Standing]], person: Mention, office: Mention | None, sentence: Sentence) -> None:
    group, group_id = (
        (person.group, person.group_id) if person.group or office is None else (office.group, office.group_id)
    )
    role = office.role or office.text if office is not None else person.role
    is_former = person.is_former or (office is not None and office.is_former)
    found.setdefault(actor_key(person), []).append(Standing(person, group, group_id, role, is_former, sentence))


@cache
def known_leaders() -> dict[str, tuple[str, str]]:
    """Leaders whom articles do not introduce: spelling to the name and id of the group that an oath to him is an oath
    to.
    """
    text = files("bayah.drafting").joinpath("data/leaders.csv").read_text(encoding="utf-8")
    return {normalise(spelling): (row["group"], row["group_id"]) for row in csv.DictReader(text.splitlines())
            for spelling in row["names"].split(";")}


def group_of_leader(leader: Mention, told: dict[str, list[Standing]]) -> tuple[str, str]:
    """The group that a leader leads, as the article says or else as is known; two empty strings: not known."""
    own = [standing for standing in told.get(actor_key(leader), ()) if standing.group and not standing.is_former]
    if own:
        return own[0].group, own[0].group_id
    leaders = known_leaders()
    names = (normalise(leader.name), normalise(leader.text), " ".join(own_words(leader.name)))
    return next((leaders[name] for name in names if name in leaders), ("", ""))
