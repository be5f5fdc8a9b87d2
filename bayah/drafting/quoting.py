"""Where words that somebody quotes stand in a text, and whether a sentence says a text's own words.

Reads a text. Returns characters of it. Refuses nothing; words that do not stand there are not found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_ONE_FORM = str.maketrans({
    "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u2032": "'", "`": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"',
    "\u00ab": '"', "\u00bb": '"', "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-"})
"""Marks that a copy may write otherwise, one character for one."""
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
OWN_WORDS = 8
"""How many words in a row a sentence of ours may share with an article."""


class Quotable:
    """A text in which words are found however their white space, quotation marks, dashes and case are written."""

    def __init__(self, text: str) -> None:
        self._form, self._at = _folded(text)

    def find(self, quote: str, within: Sequence[range] = ()) -> tuple[int, int] | None:
        """Start and end (exclusive) of the first place where the quote stands as whole words, else None.

        A place `within` one of these ranges of characters comes before an earlier one.
        """
        words = _folded(quote.strip().strip("\"'\u201c\u201d\u2018\u2019"))[0].strip()
        if not re.search(r"\w", words):
            return None
        spans = [(self._at[place.start()], self._at[place.end() - 1] + 1)
                 for place in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", self._form)]
        near = [span for span in spans if any(span[0] in part and span[1] - 1 in part for part in within)]
        return next(iter(near or spans), None)


def _folded(text: str) -> tuple[str, list[int]]:
    """The text with one form for each mark and one space for each gap, and where each of its characters stood."""
    form: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text):
        if character in _UNSEEN:
            continue
        if character.isspace():
            if form and form[-1] == " ":
                continue
            character = " "
        form.append(low if len(low := character.translate(_ONE_FORM).lower()) == 1 else character)
        at.append(place)
    return "".join(form), at


def shares_wording(sentence: str, text: str, most: int = OWN_WORDS) -> bool:
    """True when more than `most` words in a row of the sentence stand so in the text."""
    def runs(words: list[str]) -> set[tuple[str, ...]]:
        return set(zip(*(words[start:] for start in range(most + 1)), strict=False))

    own, told = (re.findall(r"\w+", _folded(written)[0]) for written in (sentence, text))
    return not runs(own).isdisjoint(runs(told))
