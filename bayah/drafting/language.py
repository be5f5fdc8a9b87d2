"""English as far as drafting needs it: words, sentences, lemmas, and the word lists that lie beside the code.

Reads the text of paragraphs and the files of `bayah/drafting/data`. Returns words with their characters, sentences as ranges
of words, lemmas, and folded forms under which transliterations meet. Refuses nothing: any text has words.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import spacy
import yaml
from spacy.lang.en import English
from spacy.lookups import Table, load_lookups
from text_unidecode import unidecode

_QUOTES = "\"'\u201c\u201d\u2018\u2019)]*"
_OPENING = "\"'\u201c\u2018([*-\u2013\u2014"
_ENDS = frozenset(".!?")
_LEFT_OUT = str.maketrans("", "", "'\u2018\u2019`\u02bc.")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a paragraph; `starts` and `ends` are characters of the article's text."""

    texts: list[str]
    lowers: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.texts)


@cache
def pipeline() -> English:
    """The blank English pipeline: a tokenizer, no trained parts."""
    return spacy.blank("en")


def words_of(text: str, offset: int = 0) -> Words:
    """The words of a text that starts at the character `offset` of its article."""
    nlp = pipeline()
    with nlp.memory_zone():  # else every new word of every article stays in memory
        pairs = [(token.text, token.idx + offset) for token in nlp.make_doc(text) if not token.is_space]
    texts = [pair[0] for pair in pairs]
    starts = [pair[1] for pair in pairs]
    return Words(texts, [word.lower() for word in texts], starts,
                 [start + len(word) for word, start in pairs])


def sentences_of(words: Words) -> list[tuple[int, int]]:
    """The sentences as ranges of words, the end exclusive; closing quotes belong to the sentence they close."""
    found, first, at, count = [], 0, 0, len(words)
    texts = words.texts
    while at < count:
        if _may_end(words, at):
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
    last = word[-1]
    if last not in _ENDS and word != "\u2026":
        return False
    if word == ".":
        is_glued = at > 0 and words.ends[at - 1] == words.starts[at]
        before = words.lowers[at - 1] if at else ""
        return not (is_glued and (before in abbreviations() or len(before) == 1 and before.isalpha()))
    if last == "." and len(word) > 1 and word.strip("."):  # U.S., Gen., R.: the tokenizer kept the full stop
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


@cache
def word_lists(name: str) -> Any:
    """The content of `data/<name>.yml`."""
    text = files("bayah.drafting").joinpath("data", f"{name}.yml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of `data/<name>.csv`."""
    with files("bayah.drafting").joinpath("data", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
