"""English as far as drafting needs it: words, sentences, lemmas, and one form for all transliterations of a name.

Reads the text of paragraphs. Returns words with their characters and kinds, sentences as ranges of words, lemmas, and folded
forms. Refuses nothing: any text has words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import spacy
from spacy.lang.en import English
from spacy.lookups import Table, load_lookups
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
def pipeline() -> English:
    """The blank English pipeline: a tokenizer, no trained parts."""
    return spacy.blank("en")


_MOST_WORDS = 100_000
_CHUNK = re.compile(r"\S+")


@lru_cache(maxsize=65536)
def _words_in(chunk: str) -> tuple[tuple[str, str, int, int, int], ...]:
    """The words of a stretch without blanks: text, lower-cased, first and last character, kinds.

    spaCy's tokenizer splits at blanks first, so that a stretch has the same words wherever it stands. spaCy itself keeps every word that
    it ever met: with too many of them it is made anew, so that memory stays flat.
    """
    if len(pipeline().vocab) > _MOST_WORDS:
        pipeline.cache_clear()
    return tuple((token.text, token.lower_, token.idx, token.idx + len(token), kinds_of(token.text))
                 for token in pipeline().make_doc(chunk))


def words_of(text: str, offset: int = 0) -> Words:
    """The words of a text that starts at the character `offset` of its article."""
    rows = [(word, lower, start + at, end + at, kinds) for match in _CHUNK.finditer(text) for at in (match.start() + offset,)
            for word, lower, start, end, kinds in _words_in(match[0])]
    if not rows:
        return Words([], [], [], [], [])
    texts, lowers, starts, ends, kinds = zip(*rows, strict=True)
    return Words(list(texts), list(lowers), list(starts), list(ends), list(kinds))


def sentences_of(words: Words) -> list[tuple[int, int]]:
    """The sentences as ranges of words, the end exclusive; closing quotes belong to the sentence they close."""
    found, first, at, count = [], 0, 0, len(words)
    texts = words.texts
    kinds = words.kinds
    while at < count:
        if kinds[at] & FULL_STOP and _may_end(words, at):
            at += 1
            while at < count and texts[at] in _QUOTES and _closes(words, at):
                at += 1
            if at >= count or _may_begin(texts, at):
                found.append((first, at))
                first = at
        else:
            at += 1
    if first < count:
        found.append((first, count))
    return found


def _may_end(words: Words, at: int) -> bool:
    word = words.texts[at]
    if word == ".":
        is_glued = at > 0 and words.ends[at - 1] == words.starts[at]
        before = words.lowers[at - 1] if at else ""
        return not (is_glued and (before in abbreviations() or len(before) == 1 and before.isalpha()))
    if word[-1] == "." and len(word) > 1 and word.strip("."):  # U.S., Gen., R.: the tokenizer kept the full stop
        follower = words.texts[at + 1] if at + 1 < len(words) else ""
        return word.count(".") > 1 and follower in _OPENERS
    return True


_OPENERS = frozenset((
    "The", "A", "An", "In", "On", "At", "He", "She", "They", "It", "But", "However", "His", "Their", "This", "That", "These",
    "Those", "We", "I", "When", "After", "Since", "As", "By", "For", "If", "There", "Meanwhile", "Some",
))


def _closes(words: Words, at: int) -> bool:
    """A quote or bracket that touches what stands before it."""
    return words.starts[at] == words.ends[at - 1]


def _may_begin(texts: list[str], at: int) -> bool:
    word = texts[at]
    if word[0] in _OPENING and at + 1 < len(texts):
        word = texts[at + 1]
    return not word[0].islower() or word.startswith("al")


@lru_cache(maxsize=65536)
def lemma(word: str) -> str:
    """The lemma of a lower-cased English word, the word itself where none is known."""
    return str(_lemmas().get(word, word))


@cache
def _lemmas() -> Table:
    return load_lookups("en", ["lemma_lookup"]).get_table("lemma_lookup")


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
