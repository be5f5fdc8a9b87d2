"""Known phrases in running words: the longest one that starts at a word, whatever its transliteration.

Reads phrases with what they mean. Returns, for a word, the longest phrase that starts there. Refuses what is written otherwise
than a name is: a capital of the phrase must be one in the text, and an abbreviation must be the same letters.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Generic, TypeVar

from bayah.drafting.language import Words, fold, words_of

Meaning = TypeVar("Meaning")
_HYPHENS = frozenset("-\u2010\u2011\u2013")


class Phrases(Generic[Meaning]):
    """An index of phrases by their first word."""

    def __init__(self, phrases: Iterable[tuple[str, Meaning]]) -> None:
        """Each phrase with its meaning; what is spelt alike keeps all meanings, in order."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], bool, tuple[Meaning, ...]]]] = {}
        merged: dict[tuple[tuple[str, ...], bool], tuple[tuple[str, ...], tuple[str, ...], list[Meaning]]] = {}
        for phrase, meaning in phrases:
            texts = tuple(text for text in words_of(phrase).texts if text not in _HYPHENS)
            folds = tuple(fold(text) for text in texts)
            is_exact = _is_abbreviation(phrase)
            if folds and folds[0]:
                merged.setdefault((texts if is_exact else folds, is_exact), (texts, folds, []))[2].append(meaning)
        for (_, is_exact), (texts, folds, meanings) in merged.items():
            self._by_first.setdefault(folds[0], []).append((texts, folds, is_exact, tuple(meanings)))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    @cached_property
    def lower_starts(self) -> frozenset[str]:
        """The lower-case words with which phrases start."""
        return frozenset(texts[0] for entries in self._by_first.values() for texts, _, _, _ in entries if texts[0][0].islower())

    def longest(self, words: Words, at: int, last: int) -> tuple[int, tuple[Meaning, ...]] | None:
        """The end (exclusive) and meanings of the longest phrase from the word `at`, before the word `last`."""
        entries = self._by_first.get(fold(words.texts[at]))
        if entries:
            for texts, folds, is_exact, meanings in entries:
                end = _match(words, at, last, texts, folds, is_exact)
                if end:
                    return end, meanings
        return None


def _match(words: Words, at: int, last: int, texts: tuple[str, ...], folds: tuple[str, ...], is_exact: bool) -> int:
    """The end of the phrase where it stands at the word `at`, else 0."""
    for number, folded in enumerate(folds):
        if number:
            at += 1
            if at < last and words.texts[at] in _HYPHENS:
                at += 1
        if at >= last:
            return 0
        text = words.texts[at]
        if is_exact:
            if text != texts[number]:
                return 0
        elif fold(text) != folded or texts[number][0].isupper() and text[0].islower():
            return 0
    return at + 1


def _is_abbreviation(phrase: str) -> bool:
    letters = [letter for letter in phrase if letter.isalpha()]
    return len(letters) <= 7 and " " not in phrase and sum(letter.isupper() for letter in letters) * 2 >= len(letters) > 1
