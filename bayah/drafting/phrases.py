"""Known phrases in running words: the longest one that starts at a word, whatever its transliteration.

Reads phrases with what they mean. Returns, for a word, the longest phrase that starts there. Refuses what is written
otherwise than a name is: a capital of the phrase must be one in the text, and an abbreviation must be the same
letters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from bayah.drafting.language import Words, fold, words_of
from bayah.drafting.lexicon import CAPITAL

Meaning = TypeVar("Meaning")
_HYPHENS = frozenset("-\u2010\u2011\u2013")
_MOST_WORDS = 50_000
_SHORT = 6


@dataclass(frozen=True, slots=True)
class _Phrase(Generic[Meaning]):
    texts: tuple[str, ...]
    folds: tuple[str, ...]
    is_exact: bool
    meanings: list[Meaning]
    spelt: set[str]


@dataclass(slots=True)
class _Start(Generic[Meaning]):
    """The phrases that start with one word: the word alone, and longer ones by their second word."""

    alone: list[_Phrase[Meaning]] = field(default_factory=list)
    longer: dict[str, list[_Phrase[Meaning]]] = field(default_factory=dict)


class Phrases(Generic[Meaning]):
    """An index of phrases by their first two words."""

    def __init__(self, phrases: Iterable[tuple[str, Meaning]]) -> None:
        """Each phrase with its meaning; what is spelt alike keeps all meanings, in order, and the fewest capitals."""
        merged: dict[tuple[str, ...], _Phrase[Meaning]] = {}
        for phrase, meaning in phrases:
            texts = tuple(text for text in words_of(phrase).texts if text not in _HYPHENS)
            folds, is_exact = tuple(fold(text) for text in texts), _is_abbreviation(phrase)
            if folds and folds[0]:
                key = ("=", *texts) if is_exact else folds
                other = merged.get(key, _Phrase(texts, folds, is_exact, [], set()))
                spelt = tuple(one if one[0].islower() else two for one, two in zip(other.texts, texts, strict=True))
                merged[key] = _Phrase(
                    spelt, folds, is_exact, [*other.meanings, meaning], other.spelt | {phrase.casefold()}
                )
        self._starts: dict[str, _Start[Meaning]] = {}
        self._lower: set[str] = set()
        for one in merged.values():
            start = self._starts.setdefault(one.folds[0], _Start())
            (start.longer.setdefault(one.folds[1], []) if len(one.folds) > 1 else start.alone).append(one)
            if one.texts[0][0].islower():
                self._lower.add(one.texts[0])
        for start in self._starts.values():
            for longer in start.longer.values():
                longer.sort(key=lambda one: -len(one.folds))
        self._of_word = _StartOfWord(self)

    def starts_in(self, words: Words, first: int, last: int) -> list[int]:
        """The words between two at which a phrase may start; remembered by word, for most start none.

        Most words are sifted out by the few phrases that start with a small letter: to look up each is slow.
        """
        of_word, texts, kinds, lower = self._of_word, words.texts, words.kinds, self._lower
        return [
            at
            for at in range(first, last)
            if (kinds[at] & CAPITAL or texts[at] in lower) and of_word[texts[at]] is not None
        ]

    def of_word(self, word: str) -> _Start[Meaning] | None:
        """The phrases that start with a word as it stands in a text."""
        return self._starts.get(fold(word))

    def longest(self, words: Words, at: int, last: int) -> tuple[int, list[Meaning]] | None:
        """The end (exclusive) and meanings of the longest phrase from `at` (one of `starts_in`), before `last`."""
        word = words.texts[at]
        start = self._of_word[word]
        if start is None:
            return None
        if start.longer:
            follower = at + 2 if at + 1 < last and words.texts[at + 1] in _HYPHENS else at + 1
            if follower < last:
                for phrase in start.longer.get(fold(_without_stop(words.texts[follower])), ()):
                    end = _match(words, at, last, phrase)
                    if end:
                        return end, phrase.meanings
        for phrase in start.alone:
            if _is_word(word, phrase):
                return at + 1, phrase.meanings
        return None


class _StartOfWord(dict[str, "_Start[Any] | None"]):
    """The phrases that start with a word, for every word met; all are forgotten when they are too many."""

    def __init__(self, phrases: Phrases[Any]) -> None:
        self._phrases = phrases

    def __missing__(self, word: str) -> _Start[Any] | None:
        if len(self) >= _MOST_WORDS:
            self.clear()
        found = self[word] = self._phrases.of_word(word)
        return found


def _is_word(word: str, phrase: _Phrase[Meaning]) -> bool:
    """Whether a phrase of one word is this one; short ones must be written as they are known (`More` is not Murree)."""
    own = phrase.texts[0]
    if phrase.is_exact:
        return word == own
    if own[0].isupper() and word[0].islower():
        return False
    return len(own) > _SHORT or word.casefold() in phrase.spelt


def _without_stop(text: str) -> str:
    """`ISIL-K.` at the end of a sentence: one letter with its full stop stands for the letter."""
    return text[0] if len(text) == 2 and text[1] == "." else text


def _match(words: Words, at: int, last: int, phrase: _Phrase[Meaning]) -> int:
    """The end of the phrase where it stands at the word `at`, else 0."""
    for number, folded in enumerate(phrase.folds):
        if number:
            at += 1
            if at < last and words.texts[at] in _HYPHENS:
                at += 1
        if at >= last:
            return 0
        text, own = _without_stop(words.texts[at]), phrase.texts[number]
        if phrase.is_exact:
            if text != own:
                return 0
        elif fold(text) != folded or (own[0].isupper() and text[0].islower()):
            return 0
    return at + 1


def _is_abbreviation(phrase: str) -> bool:
    letters = [letter for letter in phrase if letter.isalpha()]
    return (
        len(letters) <= 7 and " " not in phrase and sum(letter.isupper() for letter in letters) * 2 >= len(letters) > 1
    )
