"""When the cells of two codings mean the same: names of persons, groups and cohorts, dates, places.

Reads names and places of a project's reference tables, if it has any. Returns verdicts, strict or relaxed
(docs/scoring.md). Refuses nothing: what the tables do not know is compared as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import yaml

from bayah.dates import can_meet, parse_date
from bayah.model import PARTS
from bayah.names import UnresolvedName, consonants, distinctive, normalise, respelled
from bayah.resolve import Resolver
from bayah.seeds import PlaceSeed, read_seeds

_ACTORS = ("person", "group", "cohort")
TYPES: dict[str, tuple[str, ...]] = {
    part: ("group",) if part.endswith("group") else ("person",) if part.endswith("leader") else _ACTORS
    for part in PARTS}
"""The types of actor that each side of a claim can name."""
_LISTS = yaml.safe_load(resources.files("bayah.drafting").joinpath("data/comparing.yml").read_text(encoding="utf-8"))
_FIGHTERS, _OWNED = frozenset(_LISTS["fighters"]), frozenset(_LISTS["owned"])
_PARTICLES = frozenset(_LISTS["particles"])
_EMPTY = _PARTICLES | _OWNED | frozenset(_LISTS["passed_over"])
_NUMBERS = {word: str(number) for word, number in _LISTS["numbers"].items()}
_WORD = re.compile(r"[^\W_]+(?:,\d{3}|'[^\W_]+)*")


class Description(NamedTuple):
    """What a name says of whom it means: numbers, words of a name (as consonants), common nouns in the singular.

    `is_owned` where the people are told by whose they are (`his men`, `Gul's fighters`).
    """

    numbers: frozenset[str]
    proper: frozenset[str]
    nouns: frozenset[str]
    is_owned: bool

    @property
    def is_cohort(self) -> bool:
        """True where it describes people rather than to name them."""
        return bool(self.numbers or self.nouns)


@lru_cache(maxsize=65536)
def describe(name: str) -> Description:
    """A name taken apart; words in small letters are its nouns, but for those that stand within names."""
    written = _WORD.findall(name.replace("\u2019", "'"))
    words = [word.removesuffix("'s").replace(",", "") for word in written]
    small = [word.casefold() for word in words]
    telling = [word for word, low in zip(words, small, strict=True) if low not in _EMPTY]
    numbers = {word for word in telling if word.casefold() in _NUMBERS or word.isdigit()}
    nouns = {word for word in telling if word.islower()} - numbers
    proper = {own for word in telling if word not in numbers | nouns for own in words_of(word)}
    return Description(
        frozenset(_NUMBERS.get(word.casefold(), word) for word in numbers), frozenset(proper),
        frozenset(noun.removesuffix("s") for noun in nouns),
        bool(_OWNED & set(small)) or any(word.endswith("'s") for word in written))


@lru_cache(maxsize=65536)
def words_of(name: str) -> frozenset[str]:
    """The words that are its bearer's own, as consonants; all of them where a name has only words of most names."""
    return distinctive(name) or frozenset(consonants(respelled(word)) or word for word in normalise(name).split())


@lru_cache(maxsize=65536)
def initials(name: str) -> str:
    """`tip` for `Turkistan Islamic Party`; empty for a name of one word."""
    words = [word for word in re.findall(r"[^\W\d_]+", name) if word.casefold() not in _PARTICLES]
    return "".join(word[0] for word in words).casefold() if len(words) > 1 else ""


def is_same_spelling(one: str, other: str) -> bool:
    """Strict: the same words of a name in any transliteration and under any title, of a cohort the same number too."""
    if normalise(one) == normalise(other):
        return True
    first, second = describe(one), describe(other)
    if first.is_cohort or second.is_cohort:
        return first == second
    return words_of(one) == words_of(other)


def is_near_spelling(one: str, other: str) -> bool:
    """Relaxed: one name says nothing that the other does not, or is its initials; a cohort as `is_near_cohort`."""
    if is_same_spelling(one, other):
        return True
    first, second = describe(one), describe(other)
    if first.is_cohort or second.is_cohort:
        return is_near_cohort(first, second)
    shorter, longer = sorted((words_of(one), words_of(other)), key=len)
    short = {normalise(one), normalise(other)}
    return shorter <= longer or bool(short & ({initials(one), initials(other)} - {""}))


def is_near_cohort(one: Description, other: Description) -> bool:
    """Numbers that both tell are equal, names within one another, and nouns shared or both of fighters.

    A bare name fits the same name with a noun of fighters (`Taliban`, `Taliban militants`), but no number of them.
    """
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return False
    if not (one.proper <= other.proper or other.proper <= one.proper):
        return False
    if not one.is_cohort or not other.is_cohort:
        described = one if one.is_cohort else other
        bare = not described.numbers and not described.is_owned and described.nouns <= _FIGHTERS
        return bare and one.proper == other.proper
    if one.nouns & other.nouns or (one.nouns & _FIGHTERS and other.nouns & _FIGHTERS):
        return True
    return not (one.nouns and other.nouns) and bool(one.numbers & other.numbers or one.proper & other.proper)


class KnownNames:
    """The names and places of a project's reference tables; without tables none is known."""

    def __init__(self, root: Path) -> None:
        seeds = read_seeds(root, []) if (root / "seeds" / "reference").is_dir() else None
        resolver = Resolver(seeds) if seeds else None
        self._names = resolver.names if resolver else None
        self._gazetteer = resolver.gazetteer if resolver else None
        self._groups = resolver.groups if resolver else frozenset()
        self._persons = {row.person_id for _, row in seeds.persons} if seeds else set()
        self._parent = {row.group_id: row.parent_group_id for _, row in seeds.groups} if seeds else {}
        self._ids: dict[tuple[str, str], str] = {}

    def actor_id(self, name: str, part: str) -> str:
        """The id of the one actor whom a name means as this side of a claim; empty where it is none or several."""
        if (name, part) not in self._ids:
            try:
                found = self._names.resolve(name, TYPES[part]) if self._names and name else ""
            except UnresolvedName:
                found = ""
            self._ids[name, part] = found
        return self._ids[name, part]

    def is_part(self, one: str, other: str) -> bool:
        """True where one of two groups is a part of the other, as a council is of its movement."""
        return self._parent.get(one, "") == other or self._parent.get(other, "") == one

    def is_person(self, side: tuple[str, str], part: str) -> bool:
        """True where a side names one person: by id, by the column, or as a name that is no group's and no cohort's."""
        name, actor_id = side
        if known := actor_id or self.actor_id(name, part):
            return known in self._persons
        return part.endswith("leader") or (not part.endswith("group") and not describe(name).is_cohort)

    def provinces_of(self, places: Sequence[str]) -> frozenset[str]:
        """The provinces in which these places lie, as far as the gazetteer knows."""
        found = [self._gazetteer.find(place) for place in places] if self._gazetteer else []
        return frozenset(code for row in found if row for code in (
            [row.province_id, *row.provinces.split(";")] if isinstance(row, PlaceSeed) else [row.province_id]) if code)


def is_same_date(one: str, other: str) -> bool:
    """Strict: the same days, known as surely; two empty dates are the same."""
    return parse_date(one) == parse_date(other)


def is_near_date(one: str, other: str) -> bool:
    """Relaxed: one day lies in both; a date that is not told meets any."""
    return can_meet(parse_date(one), parse_date(other))
