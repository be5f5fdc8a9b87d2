"""Places in running words: which of the known ones a name means here, and places that no list has.

Reads a sentence with its known phrases. Returns place marks with provinces and countries. Refuses a name of a place that is here a man's
name, a word, or the government that sits there.
"""

from __future__ import annotations

from functools import cache

from bayah.drafting.lexicon import word_lists
from bayah.drafting.marks import Mark, Passage
from bayah.drafting.reference import KnownPlace

MERGED = "2018-05-31"
"""From this day on the tribal areas are a part of Khyber Pakhtunkhwa (seeds/reference/provinces.csv)."""


@cache
def cues(name: str) -> frozenset[str]:
    """One of the word lists of places.yml."""
    return word_lists("places")[name]


def is_place(passage: Passage, first: int, end: int, known: KnownPlace) -> bool:
    """Whether the words mean the place, and not a man, a people or a common word."""
    if known.kind == "country":
        return True
    before, after = passage.word(first - 1), passage.word(end)
    if after in cues("kinds") or before in cues("kinds_before"):
        return True
    if known.is_ambiguous:
        return before in cues("prepositions") and not _begins_a_name(passage, end) or (
            after == "," and _is_known_area(passage, end + 1)) or (before in (",", "and", "or") and _place_before(passage, first - 1))
    if known.kind == "province" and after == "-" and passage.word(end + 1) == "based":
        return True
    return not (_begins_a_name(passage, end) and _continues_a_name(passage, first, before))


def _begins_a_name(passage: Passage, at: int) -> bool:
    """A capital follows that is no other place or group."""
    return at < passage.end and passage.words.texts[at][0].isupper() and passage.cover[at] is None


def _continues_a_name(passage: Passage, first: int, before: str) -> bool:
    """A capital stands in front, in the sentence."""
    return first - 1 > passage.first and passage.words.texts[first - 1][0].isupper() and before not in cues("prepositions")


def _is_known_area(passage: Passage, at: int) -> bool:
    return at < passage.end and passage.words.texts[at][0].isupper() and passage.words.lowers[at] in cues("areas")


def _place_before(passage: Passage, at: int) -> bool:
    mark = passage.cover[at - 1] if at - 1 >= passage.first else None
    return mark is not None and mark.kind == "place"


def is_government(passage: Passage, first: int, end: int, known: KnownPlace) -> bool:
    """Whether the name of a country or its capital stands for its government ("Kabul said", "talks with Islamabad")."""
    before, after = passage.word(first - 1), passage.word(end)
    if before in cues("prepositions_of_place") or after in cues("kinds") or after in (",", "-"):
        return False
    if after in ("'s", "\u2019s", "'"):
        return False
    if before in cues("before_government") and not (after and after[0].isalpha() and after not in cues("function_words")):
        return True
    return after in cues("verbs_of_governments")


def unknown_place(passage: Passage, article: str, first: int, end: int) -> Mark | None:
    """A place of a name that no list has: "in the Sipah area", "near Sandana"; None if nothing says that it is one."""
    before, after = passage.word(first - 1), passage.word(end)
    if after in cues("kinds"):
        end += 1
        if after in ("district", "province", "agency") and passage.word(end) == "of":
            return None
    elif not (before in cues("near") or before in ("in", "at", "from", "to", "of") and passage.word(first - 2) in cues("kinds")):
        return None
    name = passage.text(article, first, end)
    return Mark(first, end, "place", "new", name, place=name)


def merged(provinces: tuple[str, ...], day: str) -> tuple[str, ...]:
    """The provinces as they were on the day (EDTF, or empty): the tribal areas became a part of Khyber Pakhtunkhwa."""
    if "PK-TA" not in provinces or not day or day[:10] <= MERGED[:len(day[:10])]:
        return provinces
    return tuple(dict.fromkeys("PK-KP" if province == "PK-TA" else province for province in provinces))
