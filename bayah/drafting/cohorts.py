"""People whom a text does not name, and the offices that those hold whom it names.

Reads a sentence with its groups, places and names. Returns cohorts (by number, group and rank), offices, and the role
and group that stand in front of a name or behind it. Refuses a bare "man" or "official", of whom nothing is told.
Source: codebook, section 1 (`subject`, `count_min`, `count_max`, `role`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from bayah.drafting.lexicon import NOUN, NUMBER, OFFICE, nouns, number_words, word_lists
from bayah.drafting.marks import Mark, Passage

_DETERMINERS = frozenset(
    ("a", "an", "the", "his", "her", "its", "their", "this", "that", "these", "those", "another", "any", "no", "our")
)
_POSSESSIVES = frozenset(("his", "her", "their", "its"))
_CLITICS = frozenset(("'s", "\u2019s", "'", "\u2019"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of persons, as the codebook writes it."""

    low: int | None
    high: int | None
    note: str = ""


@dataclass(slots=True)
class Phrase:
    """A noun phrase of people: from its number or article to its noun, and the groups, places and persons in it."""

    first: int
    head: int
    determiner: str
    quantity: Quantity | None
    is_former: bool
    group: Mark | None
    owner: Mark | None
    role: str
    modifiers: tuple[str, ...]


@cache
def lists() -> Any:
    """The content of cohorts.yml."""
    return word_lists("cohorts")


_AUXILIARIES = frozenset(("been", "was", "were", "is", "are", "being", "be", "has", "had", "have"))


def phrase_to(passage: Passage, head: int, modifiers: str) -> Phrase:
    """The phrase whose last word is `head`; `modifiers` names the list of words that may stand in it."""
    words, cover, allowed = passage.words, passage.cover, lists()[modifiers]
    at, group, owner, is_former, told = head - 1, None, None, False, []
    while at >= passage.first:
        mark, word = cover[at], words.lowers[at]
        if mark is not None:
            if mark.kind == "group":
                group = group or mark
            elif mark.kind != "place":
                break
            at = mark.first - 1
            continue
        if word in _CLITICS:
            holder = cover[at - 1] if at > passage.first else None
            if holder is None and _is_body(passage, at - 1):
                at -= 2
                continue
            if holder is None or holder.kind not in ("group", "place", "person"):
                break
            if holder.kind == "person":
                owner = holder
            elif holder.kind == "group":
                group = group or holder
            at = holder.first - 1
            if holder.kind == "person":
                break
            continue
        if word in lists()["former"]:
            is_former = is_former or word not in ("late", "slain")
        elif word in allowed and not (word.endswith("ed") and _is_predicate(passage, at)):
            told.append(word)
        elif word not in lists()["peoples"]:
            break
        at -= 1
    determiner, quantity, first = _front(passage, at) if owner is None else ("", None, at + 1)
    at = min(at, first - 1)
    is_former = is_former or passage.word(at) in ("formerly", "previously", "once")
    role = " ".join(word for word in [*reversed(told), words.lowers[head]] if word not in ("-", "\u2013"))
    return Phrase(at + 1, head, determiner, quantity, is_former, group, owner, role, tuple(told))


def _is_predicate(passage: Passage, at: int) -> bool:
    """ "was reportedly appointed governor": a participle that an auxiliary governs is no part of the office."""
    before = at - 1
    while passage.word(before).endswith("ly") or passage.word(before) in ("also", "then", "later", "once", "never"):
        before -= 1
    return passage.word(before) in _AUXILIARIES


def _is_body(passage: Passage, at: int) -> bool:
    """ "the group's", "the army's": a body that is no mention yet."""
    word = passage.word(at)
    return word in lists()["movement_words"] or word in lists()["institutions"]


def _front(passage: Passage, at: int) -> tuple[str, Quantity | None, int]:
    """The determiner and number that end at the word `at`, and where they begin; behind `at` if there are none."""
    determiner, first, word = "", at + 1, passage.word(at)
    if word in _DETERMINERS:
        determiner, first, at = word, at, at - 1
        if word in ("a", "an", "another"):
            return determiner, Quantity(1, 1), first
        if passage.word(at) == "of":  # three of his bodyguards
            quantity, start = quantity_to(passage, at - 1)
            return determiner, quantity, start if quantity else first
        return determiner, None, first
    if word == "of":
        quantity, start = quantity_to(passage, at - 1)
        return determiner, quantity, start if quantity else first
    quantity, start = quantity_to(passage, at)
    if quantity is not None:
        first = start
        if passage.word(start - 1) in ("the", "these", "those", "his", "their", "its", "all"):
            determiner, first = passage.word(start - 1), start - 1
    return determiner, quantity, first


def quantity_to(passage: Passage, at: int) -> tuple[Quantity | None, int]:
    """The number whose last word is `at`, and its first word."""
    word = passage.word(at)
    if not word or not (word[0].isdigit() or word in number_words()) or passage.cover[at] is not None:
        return None, at + 1
    first = at
    while (
        first > passage.first
        and at - first < 7
        and passage.cover[first - 1] is None
        and (
            passage.word(first - 1) in number_words()
            or passage.word(first - 1)[0].isdigit()
            or passage.word(first - 1) in _joints()
        )
    ):
        first -= 1
    texts = [passage.words.lowers[number] for number in range(first, at + 1)]
    for skipped in range(len(texts)):
        quantity = _read_quantity(" ".join(texts[skipped:]))
        if quantity is not None:
            return quantity, first + skipped
    return None, at + 1


@cache
def _joints() -> frozenset[str]:
    words = {word for name in ("about", "at_least", "at_most") for phrase in lists()[name] for word in phrase.split()}
    return frozenset(
        words
        | {
            "between",
            "or",
            "to",
            "and",
            "-",
            "\u2013",
            "of",
            "the",
            "a",
            "an",
            "as",
            "only",
            "just",
            "another",
            "other",
        }
    )


@cache
def _quantity_pattern() -> re.Pattern[str]:
    def either(words: Any) -> str:
        return "|".join(sorted(map(re.escape, words), key=len, reverse=True))

    ones = either(lists()["numbers"])
    number = (
        rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+|(?:{ones})(?: ?- ?(?:{ones})| hundred and (?:{ones}))?)"
        "(?: (?:dozen|hundred|thousand|million))?"
    )
    vague = either(lists()["vague"])
    return re.compile(
        rf"(?:the )?(?:(?P<least>{either(lists()['at_least'])}) |(?P<most>{either(lists()['at_most'])}) |"
        rf"(?P<about>{either(lists()['about'])}) |only |just |all |another |other )*"
        rf"(?:(?:between )?(?P<one>{number})(?: ?(?P<join>or|to|and|-|\u2013) ?(?P<two>{number}))?"
        rf"|a (?P<some>couple|pair|trio|dozen|hundred|thousand|handful|number|few|score)|(?P<lone>lone|single)"
        rf"|(?P<vague>(?:tens of thousands|hundreds of thousands|several (?:dozen|hundred|thousand)|a few (?:dozen|"
        rf"hundred)|{vague})))"
        rf"(?: (?:more|other|others))?"
    )


@lru_cache(maxsize=4096)
def _read_quantity(text: str) -> Quantity | None:
    match = _quantity_pattern().fullmatch(text)
    if match is None:
        return None
    if match["vague"] and match["least"] == "over":
        return None  # "won over several"
    if match["vague"]:
        return Quantity(None, None, match["vague"])
    if match["some"]:
        exact = {"couple": 2, "pair": 2, "trio": 3}.get(match["some"])
        loose = lists()["multipliers"].get(match["some"])
        if exact or loose:
            return _bounded(match, exact or loose, exact or loose, "" if exact else "~")
        return Quantity(None, None, f"a {match['some']}")
    if match["lone"]:
        return Quantity(1, 1)
    low = _whole(match["one"])
    if low is None:
        return None
    if match["two"]:
        high = _whole(match["two"])
        if high is None or high < low:
            return None
        return Quantity(low, high, "~" if match["about"] else "")
    return _bounded(match, low, low, "")


def _bounded(match: re.Match[str], low: int, high: int, note: str) -> Quantity:
    if match["least"]:
        return Quantity(low, None, note)
    if match["most"]:
        return Quantity(None, high, note)
    return Quantity(low, high, "~" if match["about"] else note)


def _whole(text: str) -> int | None:
    total, numbers, multipliers = 0, lists()["numbers"], lists()["multipliers"]
    for word in text.replace(",", "").replace(" - ", " ").replace("-", " ").split():
        if word.isdigit():
            total += int(word)
        elif word in multipliers:
            total = max(total, 1) * multipliers[word]
        elif word in numbers:
            total += numbers[word]
        elif word != "and":
            return None
    return total or (0 if text == "0" else None)


def role_before(passage: Passage, person: Mark) -> Phrase | None:
    """The office in front of a name: "TTP commander Gul", "the army's spokesman, Gen. Bajwa"."""
    head = person.first - 1
    if passage.word(head) == "," and (apart := _office_apart(passage, head - 1)) is not None:
        return apart
    if passage.word(head) == "," and passage.word(head - 1) in lists()["offices"]:
        phrase = phrase_to(passage, head - 1, "office_modifiers")
        return phrase if phrase.determiner in ("the", "its", "their", "his") or phrase.group or phrase.owner else None
    if passage.word(head) not in lists()["offices"] or passage.cover[head] is not None:
        return None
    return phrase_to(passage, head, "office_modifiers")


def _office_apart(passage: Passage, at: int) -> Phrase | None:
    """ "the governor of Kunar", "the group's commander for Swat": an office whose group or place ends at the word."""
    mark = passage.cover[at] if at >= passage.first else None
    if mark is None or mark.kind not in ("group", "place"):
        return None
    link = mark.first - 1 - (passage.word(mark.first - 1) == "the")
    if passage.word(link) not in ("of", "for", "in", "from") or passage.word(link - 1) not in lists()["offices"]:
        return None
    phrase = phrase_to(passage, link - 1, "office_modifiers")
    phrase.group = phrase.group or (mark if mark.kind == "group" else None)
    return (
        phrase
        if phrase.determiner in ("the", "its", "their") or phrase.group or phrase.first == passage.first
        else None
    )


_OPENERS = frozenset((",", "(", "-", "\u2013", "\u2014", "--"))


def role_after(passage: Passage, person: Mark) -> Phrase | None:
    """The office behind a name: "Gul, a former commander of the TTP", "Gul, who led the group's wing" has none."""
    at = person.end
    if passage.word(at) not in _OPENERS:
        return None
    at += 1
    if passage.word(at) == "who" and passage.word(at + 1) in ("is", "was", "served", "serves"):
        at += 2
        at += passage.word(at) == "as"
    for head in range(at, min(at + 10, passage.end)):
        mark, word = passage.cover[head], passage.word(head)
        if (mark is not None and mark.kind in ("person", "date", "cohort")) or word in (
            ",",
            ".",
            ";",
            ":",
            "who",
            "said",
            "was",
            "is",
            "has",
            "and",
        ):
            return None
        if mark is None and word in lists()["offices"] and not _goes_on(passage, head):
            phrase = phrase_to(passage, head, "office_modifiers")
            if passage.first < person.first and _begins_clause(passage, head):
                return None
            return phrase if phrase.first <= at or (phrase.first - 1 == at and passage.word(at) in ("one",)) else None
    return None


_JOINING = frozenset(("of", "for", "in", "from", "the", "a", "an", "its", "'s", "\u2019s"))


def _begins_clause(passage: Passage, head: int) -> bool:
    """The office is the subject of what follows: `…signed with Gul, a commander in Kapisa has announced`."""
    for at in range(head + 1, min(head + 9, passage.end)):
        word = passage.word(at)
        if word in ("has", "had", "have", "was", "were", "is", "said"):
            return True
        if passage.cover[at] is None and word not in _JOINING and word not in lists()["movement_words"]:
            return False
    return False


def _goes_on(passage: Passage, head: int) -> bool:
    """A compound whose head comes later: "army chief of staff" is told by `chief`, "commander level" not."""
    for at in range(head + 1, min(head + 4, passage.end)):
        if passage.cover[at] is not None:
            return False
        word = passage.word(at)
        if word in lists()["offices"] or (word == "-" and at == head + 1):
            return True
        if word not in lists()["office_modifiers"]:
            return False
    return False


def group_behind(passage: Passage, head: int) -> Mark | None:
    """The group that an `of`, `for`, `from` or `in` behind the noun names: "commander of the TTP in Swat"."""
    at = head + 1
    if passage.word(at) not in ("of", "for", "from", "in", "with", "within", "belonging", "loyal"):
        return None
    at += 1 + (passage.word(at) in ("belonging", "loyal"))
    for near in range(at, min(at + 4, passage.end)):
        mark = passage.cover[near]
        if mark is not None:
            return mark if mark.kind == "group" else None
        if passage.word(near) not in (
            "the",
            "a",
            "an",
            "its",
            "banned",
            "outlawed",
            "proscribed",
            "afghan",
            "pakistani",
            "so-called",
            "rival",
            "local",
        ):
            return None
    return None


def cohorts_of(passage: Passage, article: str) -> None:
    """Marks the cohorts of a sentence, after groups, places and names are marked."""
    table = nouns()
    for head in passage.of_kind(NOUN):
        if passage.cover[head] is None and not _goes_on_as_noun(passage, head):
            _mark_cohort(passage, article, head, *table[passage.words.lowers[head]])
    _mark_counted_groups(passage, article)


def _goes_on_as_noun(passage: Passage, head: int) -> bool:
    """The noun is but the front of another ("militant group", "police officer", "leader Gul")."""
    follower = passage.word(head + 1)
    if follower in (
        "-",
        "group",
        "groups",
        "leadership",
        "attack",
        "attacks",
        "organisation",
        "organization",
        "network",
        "groupings",
        "camp",
        "camps",
        "outfit",
        "outfits",
    ):
        return True
    return (follower in nouns() or follower in lists()["offices"]) and (
        passage.words.ends[head] < passage.words.starts[head + 1]
    )


def _mark_cohort(passage: Passage, article: str, head: int, role: str, is_plural: bool, is_weak: bool) -> None:
    phrase = phrase_to(passage, head, "modifiers")
    owner = phrase.owner or _possessor(passage, phrase)
    quantity, group = phrase.quantity, phrase.group or group_behind(passage, head)
    if is_weak and not is_plural and _is_introduction(passage, head):
        return
    if (
        not is_plural
        and quantity is None
        and phrase.determiner not in ("his", "her", "their", "its", "another")
        and phrase.owner is None
    ):
        return
    if is_weak and quantity is None and group is None and owner is None and not phrase.modifiers and not is_plural:
        return
    if not is_plural and _is_description(passage, phrase):
        return
    if phrase.determiner in _POSSESSIVES | {""} and phrase.owner and passage.word(head) not in lists()["kin"]:
        return
    if quantity is None and not is_plural:
        quantity = Quantity(1, 1)
    is_led_in = phrase.determiner in ("the", "these", "those") or (phrase.determiner == "that" and is_plural)
    first = phrase.first + (is_led_in and phrase.quantity is None)
    mark = Mark(
        first,
        head + 1,
        "cohort",
        "new",
        _name(passage, article, first, head),
        role=role,
        is_former=phrase.is_former,
        is_plural=is_plural,
    )
    if quantity is not None:
        mark.count_min, mark.count_max, mark.count_note = quantity.low, quantity.high, quantity.note
    if group is not None:
        mark.group, mark.group_id = group.name, group.actor_id
    if phrase.owner is not None and phrase.owner.first >= first:
        mark.first = phrase.owner.end  # the owner keeps his own mention
        if passage.word(mark.first) in _CLITICS:
            mark.first += 1
    passage.put(mark)


def _is_introduction(passage: Passage, head: int) -> bool:
    """ "a man identified as Gul": the name that follows is his."""
    near = [passage.word(at) for at in range(head + 1, head + 6)]
    return any(word in ("as", "named", "called") for word in near) and any(
        mark is not None and mark.kind == "person" for mark in passage.cover[head + 1 : min(head + 7, passage.end)]
    )


def _possessor(passage: Passage, phrase: Phrase) -> bool:
    return phrase.determiner in _POSSESSIVES


def _name(passage: Passage, article: str, first: int, head: int) -> str:
    """The phrase, with the group or the owner that an `of` names behind it; `another 25 fighters` are 25 fighters."""
    first += passage.word(first) == "another" and first + 1 < head
    end = head + 1
    if passage.word(end) in ("of", "from", "loyal") and end + 1 < passage.end:
        at = end + 1 + (passage.word(end) == "loyal")
        at += passage.word(at) in ("the", "a", "an")
        mark = passage.cover[at] if at < passage.end else None
        if mark is not None and mark.kind in ("group", "person"):
            end = mark.end
    return " ".join(passage.text(article, first, end).split())


def _is_description(passage: Passage, phrase: Phrase) -> bool:
    """The phrase tells of somebody who is named: "Gul, a commander", "he was a commander", "as a commander"."""
    before = passage.first - 1 if phrase.first == passage.first else phrase.first - 1
    word = passage.word(before)
    if word in ("is", "was", "as", "become", "became", "being", "be", "been", "remains", "remained", "named", "called"):
        return True
    holder = passage.cover[before - 1] if before - 1 >= passage.first else None
    if word in _OPENERS and holder is not None and holder.kind == "person" and not _begins_clause(passage, phrase.head):
        return not _is_in_list(passage, phrase)
    behind = group_behind(passage, phrase.head)
    if behind is not None and passage.word(behind.end) == "," and behind.end + 1 < passage.end:
        apposed = passage.cover[behind.end + 1]  # a leader of the network, Gul
        if apposed is not None and apposed.kind == "person":
            return True
    if passage.word(phrase.head + 1) == "," and (phrase.owner or phrase.determiner in _POSSESSIVES | {"the"}):
        apposed = passage.cover[phrase.head + 2] if phrase.head + 2 < passage.end else None
        if apposed is not None and apposed.kind == "person":
            return True
    follower = passage.cover[phrase.head + 1] if phrase.head + 1 < passage.end else None
    return follower is not None and follower.kind == "person"


def _is_in_list(passage: Passage, phrase: Phrase) -> bool:
    """ "Gul, his driver and two guards": one of several, as the number or the owner after `and` tells."""
    after = passage.word(phrase.head + 2)
    return (
        phrase.determiner in _POSSESSIVES
        and passage.word(phrase.head + 1) == "and"
        and (after in _POSSESSIVES or after in number_words() or after[:1].isdigit())
        and after not in ("a", "one")
    )


def _mark_counted_groups(passage: Passage, article: str) -> None:
    """ "35 Taliban": a group behind a number is a cohort."""
    for mark in [mark for mark in passage.marks if mark.kind == "group"]:
        quantity, first = quantity_to(passage, mark.first - 1)
        if quantity is None or passage.word(mark.first - 1) in (
            "a",
            "an",
            "one",
            "both",
            "another",
            "all",
            "some",
            "of",
        ):
            continue
        if passage.cover[min(mark.end, passage.end - 1)] is None and passage.word(mark.end) in nouns():
            continue
        passage.put(
            Mark(
                first,
                mark.end,
                "cohort",
                "new",
                passage.text(article, first, mark.end),
                group=mark.name,
                group_id=mark.actor_id,
                count_min=quantity.low,
                count_max=quantity.high,
                count_note=quantity.note,
                is_plural=True,
            )
        )


def offices_of(passage: Passage, article: str) -> None:
    """Marks offices that are given, held or lost: "appointed governor of Kunar", "as the group's military chief"."""
    for head in passage.of_kind(OFFICE):
        if passage.cover[head] is None and not _goes_on(passage, head):
            phrase = phrase_to(passage, head, "office_modifiers")
            group = phrase.group or group_behind(passage, head)
            first = phrase.first + (phrase.determiner != "")
            while first < head and passage.cover[first] is not None:
                first = passage.cover[first].end  # type: ignore[union-attr]
            while first < head and (passage.word(first) in _CLITICS or passage.word(first) in lists()["former"]):
                first += 1
            if any(passage.cover[at] is not None for at in range(first, head)):
                first = head
            passage.put(
                Mark(
                    first,
                    head + 1,
                    "office",
                    "name",
                    passage.text(article, first, head + 1),
                    group=group.name if group else "",
                    group_id=group.actor_id if group else "",
                    role=office(passage, first, head),
                    is_former=phrase.is_former,
                )
            )


def office(passage: Passage, first: int, head: int) -> str:
    """The office in lower case, without what is said of its holder ("senior", "former")."""
    told = [word for at, word in enumerate(passage.words.lowers[first:head], start=first) if _is_of_office(passage, at)]
    return " ".join([*(word for word in told if word not in _beside_offices()), passage.words.lowers[head]])


def _is_of_office(passage: Passage, at: int) -> bool:
    mark = passage.cover[at]
    return mark is None or mark.kind == "office"


@cache
def _beside_offices() -> frozenset[str]:
    """What stands in front of an office and is no part of it."""
    told = lists()
    return frozenset({*told["former"], *told["epithets"], *told["peoples"], *_DETERMINERS, *_CLITICS, "-", "\u2013"})


def numbers_of(passage: Passage, article: str) -> None:
    """Marks numbers of people that stand alone: "killing 12", "19 or 20 were wounded"."""
    for at in reversed(passage.of_kind(NUMBER)):
        word = passage.words.lowers[at]
        if passage.cover[at] is None and word not in (
            "a",
            "an",
            "one",
            "some",
            "all",
            "many",
            "most",
            "few",
            "number",
            "another",
            "both",
        ):
            quantity, first = quantity_to(passage, at)
            if (
                quantity is not None
                and _counts_people(passage, first, at + 1)
                and all(passage.cover[near] is None for near in range(first, at + 1))
            ):
                passage.put(
                    Mark(
                        first,
                        at + 1,
                        "number",
                        "name",
                        passage.text(article, first, at + 1),
                        count_min=quantity.low,
                        count_max=quantity.high,
                        count_note=quantity.note,
                    )
                )


def _counts_people(passage: Passage, first: int, end: int) -> bool:
    after, before = passage.word(end), passage.word(first - 1)
    if before == "," and after == ",":
        return False  # an age: "Gul, 38, a trader"
    if before in ("$", "\u20ac", "\u00a3", "rs", "no", "section", "article", "camp", "brigade", "aged") or after in (
        "%",
        "percent",
        "per",
        "-",
        "/",
        "th",
    ):
        return False
    return after in (
        ",",
        ".",
        "and",
        "were",
        "was",
        "of",
        "others",
        "more",
        "had",
        "have",
        "dead",
        "killed",
        "wounded",
        "injured",
        "in",
        "at",
        "on",
        "-",
        "",
    ) or (
        before
        in (
            "killed",
            "killing",
            "wounded",
            "wounding",
            "injured",
            "injuring",
            "arrested",
            "arresting",
            "captured",
            "freed",
            "kills",
            "wounds",
        )
    )
