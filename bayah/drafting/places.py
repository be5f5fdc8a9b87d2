"""Places in running words: which of the known ones a name means here, and places that no list has.

Reads a sentence with its known phrases. Returns place marks with provinces and countries. Refuses a name of a place
that is here a man's name, a word, or the government that sits there.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from bayah.drafting.lexicon import word_lists
from bayah.drafting.marks import Mark, Passage
from bayah.drafting.names import is_name_word
from bayah.drafting.reference import KnownPlace

MERGED = "2018-05-31"
"""From this day on the tribal areas are a part of Khyber Pakhtunkhwa (seeds/reference/provinces.csv)."""


@cache
def cues(name: str) -> frozenset[str]:
    """One of the word lists of places.yml."""
    found: frozenset[str] = word_lists("places")[name]
    return found


def is_place(passage: Passage, first: int, end: int, known: KnownPlace) -> bool:
    """Whether the words mean the place, and not a man, a people or a common word."""
    if known.kind == "country":
        return True
    before, after = passage.word(first - 1), passage.word(end)
    if after in cues("kinds") or before in cues("kinds_before"):
        return not (known.is_ambiguous and _has_first_word(passage, first, before))
    if known.is_ambiguous:
        return (
            ((before in cues("prepositions") or _is_governed(passage, first)) and not _begins_a_name(passage, end))
            or (after == "," and _is_known_area(passage, end + 1))
            or (before in (",", "and", "or") and _place_before(passage, first - 1))
        )
    if known.kind == "province" and after == "-" and passage.word(end + 1) == "based":
        return True
    return not _continues_a_name(passage, first, end, before)


def _is_governed(passage: Passage, first: int) -> bool:
    """`chief for Kot`, `an air strike on Kot`."""
    before, head = passage.word(first - 1), passage.word(first - 2)
    return (before == "for" and head in word_lists("cohorts")["offices"]) or (before == "on" and head in cues("struck"))


def _has_first_word(passage: Passage, first: int, before: str) -> bool:
    """`the Spin Tangi area` is no Tangi."""
    at = first - 1
    return (
        at > passage.first
        and passage.cover[at] is None
        and passage.words.texts[at][0].isupper()
        and before not in cues("prepositions")
        and before not in word_lists("names")["never"]
    )


def _begins_a_name(passage: Passage, at: int) -> bool:
    """A capital follows that is no other place or group."""
    return at < passage.end and passage.words.texts[at][0].isupper() and passage.cover[at] is None


def _continues_a_name(passage: Passage, first: int, end: int, before: str) -> bool:
    """A name stands in front: "Attaullah Khogyani" is no place."""
    at = first - 1
    if at < passage.first or not passage.words.texts[at][0].isupper() or passage.cover[at] is not None:
        return False
    if (
        before in cues("prepositions")
        or before in word_lists("names")["never"]
        or before in word_lists("cohorts")["offices"]
    ):
        return False
    return (
        at > passage.first or is_name_word(passage.words.texts[at]) or passage.word(end) in word_lists("names")["verbs"]
    )


def _is_known_area(passage: Passage, at: int) -> bool:
    return at < passage.end and passage.words.texts[at][0].isupper() and passage.words.lowers[at] in cues("areas")


def _place_before(passage: Passage, at: int) -> bool:
    mark = passage.cover[at - 1] if at - 1 >= passage.first else None
    return mark is not None and mark.kind == "place"


def is_government(passage: Passage, first: int, end: int, known: KnownPlace) -> bool:
    """Whether the name of a country or its capital stands for its government ("Kabul said", "talks with Islamabad")."""
    before, after = passage.word(first - 1), passage.word(end)
    if before == "the":
        before = passage.word(first - 2)
        if known.countries == ("US",) and before not in cues("prepositions_of_place"):
            return True
    if before in cues("prepositions_of_place") or after in cues("kinds") or after == "-":
        return False
    if after == ",":
        return before in cues("before_aside") and known.kind != "country"
    if after in ("'s", "\u2019s", "'"):
        return False
    is_addressed = before in cues("before_government") or (
        before == "to" and any(passage.word(at) in cues("owed") for at in range(first - 4, first - 1))
    )
    if is_addressed and not (after and after[0].isalpha() and after not in cues("function_words")):
        return True
    return after in cues("verbs_of_governments") or (known.countries == ("US",) and after in cues("arms"))


def unknown_place(passage: Passage, article: str, first: int, end: int) -> Mark | None:
    """A place of a name that no list has: "in the Sipah area", "near Sandana"; None if nothing says that it is one."""
    before, after = passage.word(first - 1), passage.word(end)
    if (
        after == ","
        and passage.word(end + 1) in ("a", "an", "the")
        and any(passage.word(at) in cues("settlements") for at in range(end + 2, end + 6))
    ):
        pass
    elif after in cues("kinds"):
        end += 1
        if after in ("district", "province", "agency") and passage.word(end) == "of":
            return None
    elif not (
        before in cues("near")
        or (before in ("in", "at", "from", "to", "of") and passage.word(first - 2) in cues("kinds"))
    ):
        return None
    name = passage.text(article, first, end)
    if "khorasan" in name.lower():
        return None  # the wilayat's name for the whole region
    return Mark(first, end, "place", "new", name, place=name)


def settle_places(passages: list[Passage]) -> None:
    """Of places of one name takes the one in a province that the sentence, the paragraph or else the article names."""
    for passage in passages:
        _settle_by_area(passage)
    unsettled = [(passage, mark) for passage in passages for mark in passage.marks if mark.options]
    if not unsettled:
        return
    for passage, mark in unsettled:
        of_paragraph = [other for other in passages if other.paragraph == passage.paragraph]
        for near in ([passage], of_paragraph, passages):
            told = Counter(
                province
                for other in near
                for one in other.marks
                if one.kind == "place" and not one.options and not _is_capital(one)
                for province in one.provinces
            )
            fitting = [option for option in mark.options if told[option[0]]]
            if fitting:
                mark.provinces = max(fitting, key=lambda option: told[option[0]])
                break


def _settle_by_area(passage: Passage) -> None:
    """A place of a common name lies where the area does that is named behind it: `Ali Khel, North Waziristan`."""
    for mark in passage.marks:
        if not isinstance(mark.known, KnownPlace) or not (mark.options or mark.known.is_ambiguous):
            continue
        if mark.known.kind == "province" or passage.word(mark.end) not in (",", "in", "of"):
            continue
        at = mark.end + 1 + (passage.word(mark.end + 1) == "the")
        area = passage.cover[at] if at < passage.end else None
        if area is not None and len(area.provinces) == 1 and not area.options and area.end > at:
            mark.provinces, mark.options = area.provinces, ()


def _is_capital(mark: Mark) -> bool:
    """A capital is named in articles about anywhere."""
    return mark.name in ("Kabul", "Islamabad") and isinstance(mark.known, KnownPlace) and mark.known.kind == "town"


def merged(provinces: tuple[str, ...], day: str) -> tuple[str, ...]:
    """The provinces as they were on the day (EDTF, or empty): the tribal areas became a part of Khyber Pakhtunkhwa."""
    if "PK-TA" not in provinces or not day or day[:10] <= MERGED[: len(day[:10])]:
        return provinces
    return tuple(dict.fromkeys("PK-KP" if province == "PK-TA" else province for province in provinces))
