"""Where the men of an article stand: with which group, in which office, by what the article says of them anywhere.

Reads the mentions of an article, and `data/leaders.csv` for men whom an article need not introduce. Returns for an actor's key
his group, role, and whether he has left it. Refuses nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bayah.drafting.contract import Mention, Sentence
from bayah.names import normalise


@dataclass(frozen=True, slots=True)
class Standing:
    """One man's place: the group's name and id, his office, and the sentence that says so."""

    group: str
    group_id: str
    role: str
    is_former: bool
    sentence: Sentence | None = None


def actor_key(mention: Mention) -> str:
    """What tells an actor from others in one article."""
    return mention.actor_id or normalise(mention.name or mention.text)


def standings(sentences: Iterable[Sentence]) -> dict[str, list[Standing]]:
    """Every standing that the article tells, by actor, in the order of the text."""
    found: dict[str, list[Standing]] = {}
    for sentence in sentences:
        for mention in sentence.mentions:
            if mention.kind == "person" and mention.group:
                found.setdefault(actor_key(mention), []).append(
                    Standing(mention.group, mention.group_id, mention.role, mention.is_former, sentence))
    return found


@cache
def known_leaders() -> dict[str, tuple[str, str]]:
    """Leaders whom articles do not introduce: spelling to the name and id of the group that an oath to him is an oath to."""
    text = files("bayah.drafting").joinpath("data/leaders.csv").read_text(encoding="utf-8")
    return {normalise(spelling): (row["group"], row["group_id"]) for row in csv.DictReader(text.splitlines())
            for spelling in row["names"].split(";")}


def group_of_leader(leader: Mention, told: dict[str, list[Standing]]) -> tuple[str, str]:
    """The group that a leader leads, as the article says or else as is known; two empty strings: not known."""
    own = [standing for standing in told.get(actor_key(leader), ()) if not standing.is_former]
    if own:
        return own[0].group, own[0].group_id
    leaders = known_leaders()
    return leaders.get(normalise(leader.name), leaders.get(normalise(leader.text), ("", "")))
