"""Names of persons in running words: which runs of capitals are a man's name, with his titles, and which are not.

Reads a sentence's words. Returns runs: the words of a name with the ranks in front of it. Refuses organisations, peoples, months and
whatever else begins with a capital, unless the words around it say that a person bears it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bayah.drafting.language import Words, fold, word_lists

_GLUE = frozenset("-\u2010\u2011")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitals; `first` to `end` are its words, the name starts at `name_first`.

    `rank` is what stands in front of the name and is no part of it. `is_sure`: its words or its neighbours make it a person.
    """

    first: int
    name_first: int
    end: int
    is_sure: bool
    rank: str = ""
    has_title: bool = False


@cache
def _folded(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in word_lists("names")[name])


@cache
def lower_list(name: str) -> frozenset[str]:
    """One of the lists of names.yml, as it stands."""
    return frozenset(word_lists("names")[name])


@cache
def name_words() -> frozenset[str]:
    """The folded words of which names are made."""
    return _folded("given") | _folded("last") | _folded("western")


def runs_of(words: Words, first: int, last: int, taken: list[bool]) -> list[Run]:
    """The runs between two words that may name a person, known phrases left out."""
    found, at = [], first
    while at < last:
        if not taken[at] and _may_start(words, at, last):
            end = _end_of(words, at, last, taken)
            found += _cut(words, at, end, first, last)
            at = end
        else:
            at += 1
    return found


def _may_start(words: Words, at: int, last: int) -> bool:
    text = words.texts[at]
    if text[0].isupper():
        return text[0].isalpha()
    if text in ("al", "bin", "ibn") and at + 1 < last:
        follower = at + 2 if words.texts[at + 1] in _GLUE else at + 1
        return follower < last and words.texts[follower][0].isupper()
    return False


def _end_of(words: Words, at: int, last: int, taken: list[bool]) -> int:
    texts, lowers, particles = words.texts, words.lowers, lower_list("particles")
    end = at + 1
    while end < last and not taken[end]:
        text = texts[end]
        if text[0].isupper() and text[0].isalpha():
            end += 1
        elif text in _GLUE and end + 1 < last and words.starts[end] == words.ends[end - 1] \
                and words.starts[end + 1] == words.ends[end] and (texts[end + 1][0].isupper() or lowers[end + 1] in particles):
            end += 2
        elif lowers[end] in particles and len(text) > 1 and end + 1 < last \
                and (texts[end + 1][0].isupper() or texts[end + 1] in _GLUE):
            end += 1
        elif text == "." and lowers[end - 1] in lower_list("ranks"):
            end += 1
        else:
            break
    return end


def _cut(words: Words, first: int, end: int, sentence: int, last: int) -> list[Run]:
    """The run without words that are none of a name, in pieces where such a word parts it."""
    never = lower_list("never")
    pieces, start = [], None
    for at in range(first, end):
        if words.lowers[at] in never and fold(words.texts[at]) not in name_words():
            if start is not None:
                pieces.append((start, at))
            start = None
        elif start is None and words.texts[at] not in _GLUE:
            start = at
    if start is not None:
        pieces.append((start, end))
    runs = (_classified(words, start, stop, sentence, last) for start, stop in pieces)
    return [run for run in runs if run is not None]


def _classified(words: Words, first: int, end: int, sentence: int, last: int) -> Run | None:
    ranks, titles = lower_list("ranks"), lower_list("name_titles")
    at = first
    while at < end and (words.lowers[at].rstrip(".") in ranks or words.texts[at] == "."):
        at += 1
    if at == end:
        return None
    body = [word for word in words.lowers[at:end] if word not in _GLUE]
    if any(word in lower_list("organisation_words") for word in body):
        return None
    has_title = body[0] in titles and len(body) > 1
    known = sum(fold(word) in name_words() for word in body)
    rank = " ".join(words.texts[first:at])
    is_sure = bool(rank) or has_title or known >= 2 or known == 1 and len(body) > 1 or _is_person_by_neighbours(words, first, end, last, len(body))
    return Run(first, at, end, is_sure, rank, has_title)


_CUES = frozenset(("commander", "spokesman", "spokeswoman", "leader", "chief", "cleric", "militant", "elder", "analyst", "official", "resident", "named", "called", "governor",
                   "identified", "lawmaker", "officer", "reporter", "journalist", "deputy", "emir", "known", "alias", "aka", "nicknamed", "facilitator", "son", "brother"))
_VERBS = frozenset(("said", "says", "told", "added", "claimed", "was", "who", "whose", "denied", "joined", "pledged", "swore", "announced", "warned", "insisted", "has", "had"))


def _is_person_by_neighbours(words: Words, first: int, end: int, last: int, length: int) -> bool:
    if length < 2:
        return False
    before = words.lowers[first - 1] if first else ""
    after = words.lowers[end] if end < last else ""
    return before in _CUES or after in ("said", "says", "told", "added", "who", "whose") or (
        after == "," and end + 1 < last and words.lowers[end + 1] in ("a", "an", "the", "who", "whose", "former", "spokesman", "governor"))
