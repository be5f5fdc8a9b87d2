"""The persons of an article: which names mean one man, and whether the reference tables know him.

Reads the marks of names of one article. Returns for each the fullest name that the article gives, and an id where
somebody known bears it. Refuses to guess: two men who share common words stay two, and a known man is he only if the
words that are his own fit and none contradicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from text_unidecode import unidecode

from bayah.drafting.contract import HowLinked
from bayah.drafting.language import fold
from bayah.drafting.names import lower_list
from bayah.drafting.reference import KnownActor, Reference
from bayah.names import normalise

_MARKS = str.maketrans("", "", "'\u2018\u2019`\u02bc.\u201c\u201d\"()")


@dataclass(slots=True)
class Person:
    """A man of one article with every name that it gives him, in order."""

    names: list[str]
    words: tuple[str, ...]
    actor_id: str = ""
    how: HowLinked = "new"
    known: str = ""
    bynames: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The known one's name, if he bears it; else the fullest that he is introduced by, if possible with a title."""
        if len(self.names) == 1 and not self.bynames:
            return self.names[0]
        for name in (*self.names, *self.bynames) if self.bynames else ():
            if self.known and normalise(self.known) == normalise(name):
                return name
        return max(self.names, key=lambda name: (len(own_words(name)), _honorifics(name) > 0, -self.names.index(name)))


@lru_cache(maxsize=16384)
def own_words(name: str) -> tuple[str, ...]:
    """The words of a name that are its bearer's, in order: without titles in front and particles between."""
    words = [word for word in unidecode(name).translate(_MARKS).replace("-", " ").lower().split() if word]
    honorifics, particles = lower_list("honorifics") | lower_list("military_ranks"), lower_list("connectors")
    start = next((at + 1 for at, word in enumerate(words[:-1]) if word in lower_list("of_the_faithful")), 0)
    while start < len(words) - 1 and words[start] in honorifics:
        start += 1
    return tuple(word for word in words[start:] if word not in particles) or tuple(words[-1:])


@lru_cache(maxsize=16384)
def _honorifics(name: str) -> int:
    return sum(word in lower_list("honorifics") for word in name.lower().split()[:2])


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Whether two words are one name in two transliterations; an `e` may stand for any vowel."""
    if fold(one) == fold(other):
        return True
    one, other = _loose(one), _loose(other)
    return (
        len(one) == len(other)
        and len(one) > 3
        and all(
            a == b or (a == "e" and b in "aiu") or (b == "e" and a in "aiu") for a, b in zip(one, other, strict=True)
        )
    )


@lru_cache(maxsize=65536)
def _loose(word: str) -> str:
    plain = (
        word.replace("ee", "i")
        .replace("oo", "u")
        .replace("ou", "u")
        .replace("q", "k")
        .replace("ai", "e")
        .replace("ei", "e")
        .replace("ck", "k")
    )
    plain = plain.replace("o", "u").replace("w", "v").replace("y", "i").replace("ae", "e").replace("ie", "e")
    if "c" in plain and "ch" not in plain:
        plain = plain.replace("c", "k")
    return "".join(letter for at, letter in enumerate(plain) if not at or letter != plain[at - 1])


@lru_cache(maxsize=16384)
def within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the words of one name stand, in order, in the other."""
    at = 0
    for word in short:
        while at < len(long) and not alike(word, long[at]):
            at += 1
        if at == len(long):
            return False
        at += 1
    return True


_COMMON = frozenset(
    (
        "khan",
        "mohammad",
        "muhammad",
        "mohammed",
        "abdul",
        "ahmad",
        "ahmed",
        "ali",
        "gul",
        "shah",
        "jan",
        "agha",
        "mullah",
        "haji",
        "said",
        "sayed",
        "syed",
        "ullah",
        "abu",
        "abd",
        "rahman",
        "rehman",
        "noor",
        "wali",
        "mir",
        "malik",
        "akhund",
    )
)


class People:
    """The persons of one article, gathered from its surest names first."""

    def __init__(self, names: Iterable[str], bynames: Iterable[tuple[str, str]], reference: Reference) -> None:
        """`names` in the order of the text; `bynames` are pairs that the text says are one man's."""
        self.persons: list[Person] = []
        self._of_name: dict[str, Person] = {}
        self._several: dict[str, list[Person]] = {}
        ordered = list(dict.fromkeys(names))
        for name in sorted(ordered, key=lambda name: (-len(own_words(name)), -_honorifics(name))):
            self._add(name, reference)
        for one, other in bynames:
            self._join(one, other)
        for person in self.persons:
            _link(person, reference)
        self._join_linked(ordered)

    def _add(self, name: str, reference: Reference) -> None:
        words = own_words(name)
        holders = [person for person in self.persons if _may_be(name, words, person)]
        if holders and (len(words) > 1 or _honorifics(name)) and (known := reference.bearers(normalise(name))):
            holders = [
                person for person in holders
                if _is_shortened(name, words, person.name)
                or any(_is_he(person.name, person.words, one.spellings) for one in known)
            ]
        if len(holders) == 1:
            holders[0].names.append(name)
            self._of_name[name] = holders[0]
        elif not holders:
            person = Person([name], words)
            self.persons.append(person)
            self._of_name[name] = person

    def _join(self, one: str, other: str) -> None:
        first, second = self._of_name.get(one), self._of_name.get(other)
        if first is None or second is None or first is second:
            return
        first.bynames += [*second.names, *second.bynames]
        for name in (*second.names, *second.bynames):
            self._of_name[name] = first
        self.persons.remove(second)

    def _join_linked(self, ordered: list[str]) -> None:
        """Two names that the reference tables give to one man are his; the one that stands first leads."""
        by_id: dict[str, Person] = {}
        for person in sorted(self.persons, key=lambda person: min(map(ordered.index, person.names))):
            key = person.actor_id or person.known
            if not key:
                continue
            first = by_id.setdefault(key, person)
            if first is not person:
                self._join(first.names[0], person.names[0])

    def of(self, name: str) -> list[Person]:
        """Those whom the name may mean: one, several of whom the text has to tell, or nobody."""
        if name in self._of_name:
            return [self._of_name[name]]
        if name not in self._several:
            words = own_words(name)
            self._several[name] = [
                person
                for person in self.persons
                if any(_may_be(name, words, person, other) for other in (*person.names, *person.bynames))
            ]
        return self._several[name]


def _may_be(name: str, words: tuple[str, ...], person: Person, full: str = "") -> bool:
    """Whether the name is a shorter form of one of the person's."""
    long = own_words(full) if full else person.words
    if len(words) > len(long) or not within(words, long):
        return False
    if len(words) == 1:
        if long[0] == "abu" and len(long) > 2 and not alike(words[0], long[-1]):
            return False  # Abu Omar Khorasani is no Omar
        return words[0] not in _COMMON or alike(words[0], long[-1]) or alike(words[0], long[0])
    return not all(word in _COMMON for word in words) or len(words) == len(long) or _begins(words, long)


def _begins(words: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Two common names and nothing left out: `Gul Rahman` after `Mufti Gul Rahman Shabikhel`."""
    return len(words) + 1 == len(long) and long[-1] not in _COMMON and all(map(alike, words, long))


def _is_shortened(name: str, words: tuple[str, ...], full: str) -> bool:
    """`Mullah Dadullah` after `Mullah Mansour Dadullah`: title and last name of a man named in full."""
    return name.split()[0] == full.split()[0] and _honorifics(full) > 0 and alike(words[-1], own_words(full)[-1])


def _link(person: Person, reference: Reference) -> None:
    """Gives the person the id of the known one whom his names mean, if that is exactly one."""
    for name in sorted((*person.names, *person.bynames), key=lambda name: -len(own_words(name))):
        exact = reference.bearers(normalise(name))
        is_short = len(own_words(name)) == 1 and not _honorifics(name)
        if is_short and (len(own_words(person.name)) > 1 or own_words(name)[0] in lower_list("given")):
            continue
        if len(exact) == 1:
            person.actor_id, person.known = exact[0].actor_id, exact[0].name
            person.how = "name" if normalise(exact[0].name) == normalise(name) else "alias"
            return
    words = own_words(person.name)
    fitting = {
        known.actor_id or known.name: known
        for known in _candidates(words, reference)
        if _is_he(person.name, words, known.spellings)
    }
    if len(fitting) == 1:
        known = next(iter(fitting.values()))
        person.actor_id, person.known, person.how = known.actor_id, known.name, "transliteration"


def _candidates(words: tuple[str, ...], reference: Reference) -> list[KnownActor]:
    """Those known who bear the rarest of the words that are the man's own; who lacks it cannot be he."""
    found = [reference.namesakes(word) for word in words if word not in _EXTRA]
    return min(found, key=len, default=[])


_EXTRA = _COMMON | {"mujahid", "akhundzada", "sahib", "sheikh", "mehsud", "mahsud"}


def _is_he(name: str, words: tuple[str, ...], spellings: Iterable[str]) -> bool:
    """Whether a name of the article fits one of the spellings of somebody known, without a word that contradicts."""
    return any(_fits(name, words, spelling) for spelling in spellings)


def _fits(name: str, words: tuple[str, ...], spelling: str) -> bool:
    known = own_words(spelling)
    if _are_borne_by_many(words) and _honorifics(spelling) and not _honorifics(name):
        return False  # a governor Mohammad Omar is not Mullah Mohammad Omar
    if len(known) == len(words) and all(map(alike, words, known)):
        return len(words) > 1 or bool(_honorifics(name) and _honorifics(spelling))
    shorter = words if len(words) < len(known) else known
    if len(shorter) < 2 or (_are_borne_by_many(shorter) and not _honorifics(name)):
        return False
    if within(words, known):
        return len(words) * 3 >= len(known) * 2
    extra = [word for word in words if not any(alike(word, other) for other in known)]
    return within(known, words) and all(word in _EXTRA for word in extra)


def _are_borne_by_many(words: Sequence[str]) -> bool:
    """Only given names, and at most one that is not among the commonest."""
    own = [word for word in words if word not in _COMMON]
    return len(own) < 2 and all(word in lower_list("given") for word in own)
