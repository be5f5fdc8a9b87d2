"""English as far as drafting needs it: words, sentences, and one form for all transliterations of a name.

Reads the text of paragraphs. Returns words with their characters and kinds, sentences as ranges of words, and folded
forms. Refuses nothing: any text has words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add
from sys import intern

import spacy
from spacy.language import Language
from text_unidecode import unidecode

from bayah.drafting.lexicon import FULL_STOP, kinds_of, word_lists

_QUOTES = "\"'\u201c\u201d\u2018\u2019)]*"
_OPENING = "\"'\u201c\u2018([*-\u2013\u2014"
_LEFT_OUT = str.maketrans("", "", "'\u2018\u2019`\u02bc.")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a paragraph; `starts` and `ends` are characters of the article's text, `kinds` bits of `lexicon`."""

    texts: list[str]
    lowers: list[str]
    starts: list[int]
    ends: list[int]
    kinds: list[int]

    def __len__(self) -> int:
        return len(self.texts)


@cache
def pipeline() -> Language:
    """The blank English pipeline: a tokenizer, no trained parts."""
    return spacy.blank("en")


_FULL_STOP = re.compile(r"\w-[A-Z](\.)\W*$")
"""Behind a letter with a hyphen before it, which is the end of a name ("ISIL-K.") and no initial."""
_MOST_WORDS = 100_000
_MOST_CHUNKS = 65_536


_Word = tuple[str, str, int, int]
"""A word of a stretch: its text, its small letters, where it begins in the stretch, its kinds."""


class _Chunks(dict[str, tuple[_Word, ...]]):
    """The words of every stretch met, which all are forgotten when they are too many: quicker than an `lru_cache`."""

    def __missing__(self, chunk: str) -> tuple[_Word, ...]:
        if len(self) >= _MOST_CHUNKS:
            self.clear()
        found = self[chunk] = _words_in(chunk)
        return found


_CHUNKS = _Chunks()


def _words_in(chunk: str) -> tuple[_Word, ...]:
    """The words of a stretch without blanks.

    spaCy's tokenizer splits at blanks first, so that a stretch has the same words wherever it stands. spaCy itself
    keeps every word that it ever met: with too many of them it is made anew, so that memory stays flat.
    """
    if stop := _FULL_STOP.search(chunk):
        at = stop.start(1)
        return (*_words_in(chunk[:at]), *(_word(mark, at + nth) for nth, mark in enumerate(chunk[at:])))
    bare = chunk[:-1] if chunk[-1] == "," else chunk
    if bare.isalpha() and chunk not in _exceptions() and bare not in _exceptions():
        return _plain(bare, chunk)
    if len(pipeline().vocab) > _MOST_WORDS:
        pipeline.cache_clear()
    return tuple(_word(token.text, token.idx) for token in pipeline().make_doc(chunk))


def _word(text: str, first: int) -> _Word:
    """The word; its letters are the same object wherever they stand, for what lies apart is slow to reach."""
    return intern(text), intern(text.lower()), first, kinds_of(text)


@cache
def _exceptions() -> frozenset[str]:
    """The stretches that the tokenizer takes apart against its rules: "cannot"."""
    return frozenset(getattr(pipeline().tokenizer, "rules", ()))


def _plain(word: str, chunk: str) -> tuple[_Word, ...]:
    """A word of letters, with a comma behind it or none: nothing that a tokenizer would have to find."""
    return (_word(word, 0),) if word == chunk else (_word(word, 0), _word(",", len(word)))


def words_of(text: str, offset: int = 0) -> Words:
    """The words of a text that starts at the character `offset` of its article."""
    chunks = text.split()
    texts: list[str] = []
    lowers: list[str] = []
    starts: list[int] = []
    kinds: list[int] = []
    for chunk, place in zip(chunks, _places(text, chunks, offset), strict=True):
        for word, lower, first, of_word in _CHUNKS[chunk]:
            texts.append(word)
            lowers.append(lower)
            starts.append(place + first)
            kinds.append(of_word)
    return Words(texts, lowers, starts, list(map(add, starts, map(len, texts))), kinds)


def _places(text: str, chunks: list[str], offset: int) -> list[int]:
    """Where each stretch begins; with one blank between any two they need not be looked for."""
    places, at = [], 0
    if " ".join(chunks) == text:
        at = offset
        for chunk in chunks:
            places.append(at)
            at += len(chunk) + 1
        return places
    for chunk in chunks:
        at = text.index(chunk, at)
        places.append(at + offset)
        at += len(chunk)
    return places


def sentences_of(words: Words) -> list[tuple[int, int]]:
    """The sentences as ranges of words, the end exclusive; closing quotes belong to the sentence they close."""
    found, first, count = [], 0, len(words)
    texts = words.texts
    for at in [at for at, kinds in enumerate(words.kinds) if kinds & FULL_STOP]:
        if at < first or not _may_end(words, at):
            continue
        end = at + 1
        while end < count and texts[end] in _QUOTES and _closes(words, end):
            end += 1
        if end >= count or _may_begin(texts, end):
            found.append((first, end))
            first = end
    if first < count:
        found.append((first, count))
    return found


def _may_end(words: Words, at: int) -> bool:
    word = words.texts[at]
    if word == ".":
        is_glued = at > 0 and words.ends[at - 1] == words.starts[at]
        before = words.lowers[at - 1] if at else ""
        is_initial = len(before) == 1 and before.isalpha() and words.texts[at - 2 : at - 1] != ["-"]
        return not (is_glued and (before in abbreviations() or is_initial))
    if word[-1] == "." and len(word) > 1 and word.strip("."):  # U.S., Gen., R.: the tokenizer kept the full stop
        follower = words.texts[at + 1] if at + 1 < len(words) else ""
        return word.count(".") > 1 and follower in word_lists("language")["openers"]
    return True


def _closes(words: Words, at: int) -> bool:
    """A quote or bracket that touches what stands before it."""
    return words.starts[at] == words.ends[at - 1]


def _may_begin(texts: list[str], at: int) -> bool:
    word = texts[at]
    if word[0] in _OPENING and at + 1 < len(texts):
        word = texts[at + 1]
    return not word[0].islower() or word.startswith("al")


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The form in which transliterations of one word meet: `Mansoor`, `Mansour` and `Mansur` are all `mansur`."""
    plain = unidecode(word).lower().translate(_LEFT_OUT)
    plain = plain.replace("ee", "i").replace("oo", "u").replace("ou", "u").replace("q", "k").replace("ph", "f")
    plain = plain.replace("ae", "ai").replace("o", "u").replace("e", "i").replace("w", "v").replace("y", "i")
    return "".join(letter for at, letter in enumerate(plain) if not at or letter != plain[at - 1])


@cache
def abbreviations() -> frozenset[str]:
    """Lower-cased abbreviations after which a full stop ends no sentence."""
    return frozenset(word_lists("language")["abbreviations"])
