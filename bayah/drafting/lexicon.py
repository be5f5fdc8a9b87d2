"""The word lists of drafting, and what kinds of word each word is.

Reads the files of `bayah/drafting/data`, once in a process. Returns lists as sets, rows, and for a word its kinds as
bits, so that a stage looks at the words that concern it and at no others. Refuses nothing: a word of no list has no
kind.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

CAPITAL, NOUN, OFFICE, NUMBER, DATE, INSTITUTION, PRONOUN, ARTICLE, QUOTE, FULL_STOP, PARTICLE = (
    1 << bit for bit in range(11)
)


@cache
def word_lists(name: str) -> Any:
    """The content of `data/<name>.yml`, with every list of words as a set."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    lists = yaml.load(_text(f"{name}.yml"), Loader=loader)  # noqa: S506 - both are safe loaders
    return {key: frozenset(value) if isinstance(value, list) else value for key, value in lists.items()}


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of `data/<name>.csv`."""
    yield from csv.DictReader(io.StringIO(_text(f"{name}.csv")))


def _text(file: str) -> str:
    return files("bayah.drafting").joinpath("data", file).read_text(encoding="utf-8")


@cache
def nouns() -> dict[str, tuple[str, bool, bool]]:
    """Each form of a noun of people, with its role, whether it is plural, and whether it says too little alone."""
    lists, found = word_lists("cohorts"), dict[str, tuple[str, bool, bool]]()
    for kind in ("weak", "fighters", "victims"):
        for noun, role in lists[kind].items():
            found[noun] = (role, False, kind == "weak")
            found[_plural(noun)] = (role, True, kind == "weak")
    for plural, noun in lists["irregular"].items():
        role, _, is_weak = found.get(noun, ("", False, True))
        found[plural] = (role, True, is_weak)
    return found


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "ch")) else "s")


@cache
def number_words() -> frozenset[str]:
    """The words of which numbers of people are made."""
    lists = word_lists("cohorts")
    return frozenset(
        {*lists["numbers"], *lists["multipliers"], *lists["vague"], "couple", "pair", "trio", "lone", "single"}
    )


@cache
def date_words() -> frozenset[str]:
    """The words on which a date may hang."""
    lists = word_lists("when")
    return frozenset(word for name in ("months", "weekdays", "seasons", "days", "units") for word in lists[name])


@cache
def _institution_starts() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in word_lists("cohorts")["institutions"])


_PRONOUNS = frozenset(("he", "him", "his", "himself", "she", "her", "hers", "herself", "they", "them"))
_ARTICLES = frozenset(("the", "its", "their"))
_QUOTES = frozenset(('"', "\u201c", "\u201d", "``", "''"))


@lru_cache(maxsize=65536)
def kinds_of(word: str) -> int:
    """The kinds of a word as it stands in a text."""
    lower, kinds = word.lower(), 0
    kinds |= CAPITAL * word[0].isupper()
    kinds |= NOUN * (lower in nouns())
    kinds |= OFFICE * (lower in word_lists("cohorts")["offices"])
    kinds |= NUMBER * (word[0].isdigit() or lower in number_words())
    kinds |= DATE * (word[0].isdigit() or word[-1].isdigit() or lower.rstrip(".") in date_words())
    kinds |= INSTITUTION * (lower in _institution_starts())
    kinds |= PRONOUN * (lower in _PRONOUNS) | ARTICLE * (lower in _ARTICLES) | QUOTE * (word in _QUOTES)
    kinds |= FULL_STOP * (word[-1] in ".!?\u2026")
    kinds |= PARTICLE * (word in ("al", "bin", "ibn", "el"))
    return kinds
