"""Names of persons in running words: which runs of capitals are a man's name, and which are not.

Reads a sentence whose known groups, places and dates are marked. Returns marks of names, sure ones and such as must
be a shorter form of a sure one. Refuses organisations, peoples, months and whatever else begins with a capital,
unless the words around it say that a person bears it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bayah.drafting.language import fold
from bayah.drafting.lexicon import CAPITAL, PARTICLE, nouns, word_lists
from bayah.drafting.marks import Mark, Passage

_GLUE = frozenset("-\u2010\u2011")


@cache
def lower_list(name: str) -> frozenset[str]:
    """One of the lists of names.yml."""
    found: frozenset[str] = word_lists("names")[name]
    return found


@cache
def _folded(*names: str) -> frozenset[str]:
    return frozenset(fold(word) for name in names for word in word_lists("names")[name])


@lru_cache(maxsize=65536)
def is_name_word(word: str) -> bool:
    """Whether persons bear the word as a part of their name: it is a known one, or ends as names do."""
    folded = fold(word)
    return folded in _folded("given", "last", "western") or folded.endswith(_endings())


@cache
def _endings() -> tuple[str, ...]:
    return tuple(fold(ending) for ending in word_lists("names")["endings"])


def mark_names(passage: Passage, article: str) -> None:
    """Marks the runs of a sentence that may name a person; `is_sure` where they do."""
    free_from = passage.first
    for at in passage.of_kind(CAPITAL | PARTICLE):
        if at >= free_from and passage.cover[at] is None and _may_start(passage, at):
            free_from = _end_of(passage, at)
            for first, stop in _pieces(passage, at, free_from):
                _mark(passage, article, first, stop)


def _may_start(passage: Passage, at: int) -> bool:
    text = passage.words.texts[at]
    if text[0].isupper():
        return True
    if text in ("al", "bin", "ibn", "el") and at + 1 < passage.end:
        follower = at + 2 if passage.words.texts[at + 1] in _GLUE else at + 1
        return follower < passage.end and passage.words.texts[follower][0].isupper()
    return False


def _end_of(passage: Passage, at: int) -> int:
    """The end of the run of capitals, with the particles and hyphens inside of it."""
    words, last, particles = passage.words, passage.end, lower_list("particles")
    end = at + 1
    while end < last and passage.cover[end] is None:
        text = words.texts[end]
        is_followed = end + 1 < last and passage.cover[end + 1] is None
        if text[0].isupper():
            end += 1
        elif (
            text in _GLUE
            and is_followed
            and words.starts[end] == words.ends[end - 1]
            and words.starts[end + 1] == words.ends[end]
            and (words.texts[end + 1][0].isupper() or words.lowers[end + 1] in particles)
        ):
            end += 2
        elif (
            words.lowers[end] in particles
            and len(text) > 1
            and is_followed
            and (words.texts[end + 1][0].isupper() or words.texts[end + 1] in _GLUE)
        ) or (text == "." and words.lowers[end - 1] in lower_list("ranks")):
            end += 1
        else:
            break
    return end


def _pieces(passage: Passage, first: int, end: int) -> list[tuple[int, int]]:
    """The run without ranks and words that are none of a name, in pieces where such a word parts it."""
    never, ranks = lower_list("never"), lower_list("ranks")
    pieces, start = [], None
    for at in range(first, end):
        word = passage.words.lowers[at]
        is_outside = (
            (word in never and not _is_byname(passage, at, start))
            or word in ranks
            or word.rstrip(".") in ranks
            or word == "."
            or (start is None and _is_office(word))
        )
        if is_outside and start is not None and word in ranks and is_name_word(word):
            is_outside = False  # a name like Sultan inside of a name
        if is_outside and not (word in never and is_name_word(word) and word not in ranks):
            if start is not None:
                pieces.append((start, at))
            start = None
        elif start is None and passage.words.texts[at] not in _GLUE and not _opens_before_title(passage, at, end):
            start = at
    if start is not None:
        pieces.append((start, end))
    return pieces


def _is_byname(passage: Passage, at: int, start: int | None) -> bool:
    """`Abu Huraira al-Pakistani`: a people's name that is a part of a man's."""
    return start is not None and passage.word(at - 1) in _GLUE and passage.word(at - 2) in ("al", "el")


def _opens_before_title(passage: Passage, at: int, end: int) -> bool:
    """The first word of a sentence, with a capital for that alone: `Overnight Mawlawi Gul fled`."""
    return (
        at == passage.first
        and at + 1 < end
        and passage.words.lowers[at + 1] in lower_list("honorifics")
        and passage.words.lowers[at] not in lower_list("honorifics")
        and not is_name_word(passage.words.texts[at])
    )


def _is_office(word: str) -> bool:
    return word in word_lists("cohorts")["offices"] and word not in lower_list("honorifics") and not is_name_word(word)


def _mark(passage: Passage, article: str, first: int, end: int) -> None:
    words = passage.words
    body = [word for word in words.lowers[first:end] if word not in _GLUE and word not in lower_list("connectors")]
    if not body or any(len(text) > 1 and text.isupper() for text in words.texts[first:end]):
        return
    if not body[0][0].isalpha() or not lower_list("organisation_words").isdisjoint(body):
        return
    if all(word in lower_list("honorifics") for word in body):
        return
    is_sure = _is_person(passage, first, end, body)
    if is_sure is None:
        return
    name = " ".join(passage.text(article, first, end).split())
    if name[-1] == "." and len(words.texts[end - 1]) > 2:
        name = name[:-1]
    passage.put(Mark(first, end, "person", "new", name, name_first=first, is_sure=is_sure))


def _is_person(passage: Passage, first: int, end: int, body: list[str]) -> bool | None:
    """True for a sure name, False for what may be a shorter form of one, None for what is no name."""
    has_title = body[0] in lower_list("honorifics") and len(body) > 1
    if has_title:
        return True
    known = sum(map(is_name_word, body))
    has_rank = _has_rank(passage, first)
    if len(body) == 1:
        if body[0] in nouns():
            return None
        if body[0] in lower_list("not_alone"):
            return None
        if passage.word(end) in lower_list("office_words") and passage.word(first - 1) in lower_list("before_kinds"):
            return None  # "another Haqqani commander"
        if body[0] in lower_list("short_only"):
            return False
        if has_rank or (known and (_acts(passage, first, end) or _is_apposed(passage, end))):
            return bool(known or (has_rank and first > passage.first))
        return (
            (fold(body[0]) in _folded("given") or fold(body[0]).endswith(_endings()))
            and first > passage.first
            and len(body[0]) > 4
            and passage.word(first - 1) not in ("in", "at", "near", "the", "a", "from", "of", "-")
        )
    if known >= 2 or has_rank or (known and (known * 2 >= len(body)) and not _is_after_place_word(passage, first)):
        return True
    return True if _is_introduced(passage, first, end) else None


def _has_rank(passage: Passage, first: int) -> bool:
    before = passage.word(first - 1)
    if before == ".":
        before = passage.word(first - 2)
    if before == "as":  # a man identified as Gul
        return passage.word(first - 2) in ("identified", "named", "known", "himself", "herself")
    return before.rstrip(".") in lower_list("ranks") or before in lower_list("cues")


def _acts(passage: Passage, first: int, end: int) -> bool:
    return (
        passage.word(end) in lower_list("verbs")
        or passage.word(end) in ("'s", "\u2019s")
        or passage.word(first - 1) in lower_list("cues")
    )


def _is_after_place_word(passage: Passage, first: int) -> bool:
    return passage.word(first - 1) in ("in", "at", "near", "outside")


def _is_introduced(passage: Passage, first: int, end: int) -> bool:
    """Neighbours that only persons have: "called X", "X, who", "X, a spokesman", "said X"."""
    before, after = passage.word(first - 1), passage.word(end)
    if _is_after_place_word(passage, first):
        return False
    if before in lower_list("cues") or after in ("who", "whose", "whom"):
        return True
    if after in lower_list("speech") or (before in lower_list("speech") and after in (",", ".", "")):
        return True
    return _is_apposed(passage, end) or (after == "," and bool(re.fullmatch(r"\d\d", passage.word(end + 1))))


def _is_apposed(passage: Passage, end: int) -> bool:
    """An office behind a comma: "X, the group's spokesman"."""
    if passage.word(end) != "," or passage.word(end + 1) not in lower_list("apposed"):
        return False
    near = [passage.word(at) for at in range(end + 1, end + 10)]
    return near[0] in ("who", "whose", "whom") or any(word in lower_list("office_words") for word in near)


@cache
def byname() -> re.Pattern[str]:
    """What stands between a name and another of the same man: "Gul, a commander better known as"."""
    keys = "|".join(sorted(lower_list("byname_keys"), key=len, reverse=True))
    fillers = "|".join(lower_list("byname_fillers"))
    return re.compile(
        rf"(?:[^.;:\"\u201c]{{0,80}}?[\s,])??[\s,(\u2013\u2014-]*(?:(?:{fillers}) )*"
        rf"(?:known(?: to [a-z ]{{1,30}})?(?: (?:as|by)(?: (?:his|the) [a-z ]{{4,18}})?)?|(?:{keys})(?: (?:is|was|"
        rf"of))?)"
        rf"[\s,:]*[\"'\u201c\u2018]?\s*(?:the )?",
        re.IGNORECASE,
    )
