"""Groups in running words: which Taliban, which government, what "the group" is, and names that a text makes up itself.

Reads the sentences of an article with their known phrases. Returns group marks with names and ids. Refuses to say
which movement "the group" is where two may be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from bayah.drafting.cohorts import lists
from bayah.drafting.lexicon import ARTICLE, CAPITAL, INSTITUTION, nouns, word_lists
from bayah.drafting.marks import Mark, Passage, by_place
from bayah.drafting.names import is_name_word, lower_list
from bayah.drafting.reference import KnownActor


@dataclass(slots=True)
class Scene:
    """What an article's country and movements are, as far as its explicit words tell."""

    countries: Counter[str] = field(default_factory=Counter)
    taliban: Counter[str] = field(default_factory=Counter)

    @property
    def country(self) -> str:
        """AF or PK, whichever the article names more; empty where it names neither."""
        found = self.countries["AF"], self.countries["PK"]
        return "" if found == (0, 0) else "AF" if found[0] >= found[1] else "PK"


def look(passages: Iterable[Passage], title: str) -> Scene:
    """Counts the countries and the two Taliban that the article names."""
    scene = Scene()
    for passage in passages:
        for mark in passage.marks:
            if mark.kind == "place":
                for code in {province[:2] for province in mark.provinces} or set(mark.countries):
                    scene.countries[code] += 1
            elif mark.kind == "group" and mark.name.lower() not in _words("plain"):
                if mark.actor_id in ("ttp", "afghan-taliban"):
                    scene.taliban[mark.actor_id] += 1
                lower = mark.name.lower()
                scene.countries["PK"] += "pakistan" in lower
                scene.countries["AF"] += "afghan" in lower
    lower = title.lower()
    scene.countries["PK"] += "pakistan" in lower
    scene.countries["AF"] += "afghan" in lower
    return scene


def settle_taliban(passages: list[Passage], scene: Scene) -> None:
    """Gives plain "Taliban" the id of the Pakistani movement where the text around means that one."""
    if not scene.taliban["ttp"]:
        is_pakistani = scene.country == "PK" and not scene.taliban["afghan-taliban"] and scene.countries["AF"] == 0
        for mark in _plain(passages) if is_pakistani else ():
            mark.actor_id = "ttp"
        return
    paragraph, near = 0, ""
    for passage in passages:
        if passage.paragraph != paragraph:
            paragraph, near = passage.paragraph, _of_paragraph(passages, passage.paragraph, scene)
        for mark in sorted(passage.marks, key=by_place):
            if mark.kind != "group" or mark.actor_id not in ("ttp", "afghan-taliban"):
                continue
            if mark.name.lower() in _words("plain"):
                mark.actor_id = near or mark.actor_id
            elif not (passage.word(mark.first - 1) in ("and", "or") or passage.word(mark.end) in ("and", "or")):
                near = mark.actor_id


def mark_mujahideen(passages: list[Passage]) -> None:
    """Marks "the Mujahideen" where the article speaks as the Islamic Emirate does: they are its men, and it."""
    emirate = next((mark for passage in passages for mark in passage.marks if mark.actor_id == "afghan-taliban"
                    and mark.name.lower() in _words("emirate")), None)
    if emirate is None:
        return
    for passage in passages:
        for at in passage.of_kind(CAPITAL):
            if passage.cover[at] is None and passage.words.lowers[at] in _words("mujahideen"):
                meant = Mark(at, at + 1, "group", "description", emirate.name, emirate.actor_id, known=emirate.known)
                passage.put(meant)


def _plain(passages: list[Passage]) -> list[Mark]:
    return [
        mark
        for passage in passages
        for mark in passage.marks
        if mark.kind == "group" and mark.name.lower() in _words("plain") and mark.actor_id == "afghan-taliban"
    ]


def _of_paragraph(passages: list[Passage], paragraph: int, scene: Scene) -> str:
    """What the places of the paragraph say, else what the article mostly tells of."""
    countries: Counter[str] = Counter()
    for passage in passages:
        if passage.paragraph == paragraph:
            for mark in passage.marks:
                if mark.kind == "place":
                    countries.update({province[:2] for province in mark.provinces} or mark.countries)
    if countries["AF"] != countries["PK"]:
        is_pakistani = countries["PK"] > countries["AF"]
    else:
        is_pakistani = scene.country == "PK" and scene.taliban["ttp"] >= scene.taliban["afghan-taliban"]
    if is_pakistani and scene.taliban["afghan-taliban"] and not countries["PK"]:
        is_pakistani = False
    return "ttp" if is_pakistani else "afghan-taliban"


def mark_movements(passages: list[Passage]) -> None:
    """Marks "the group", "the movement" as the one last told of; of two in a sentence as the one that stands first."""
    before: list[Mark] = []
    for passage in passages:
        here: list[Mark] = []
        starts = {mark.first: mark for mark in passage.marks if is_movement(mark)}
        for at in sorted([*starts, *passage.of_kind(ARTICLE)]):
            if at in starts:
                here.append(starts[at])
            elif _is_movement_word(passage, at):
                meant = _fitting(here, passage.word(at + 1)) or _fitting(before, passage.word(at + 1))
                if meant is not None:
                    here.append(
                        passage.put(
                            Mark(at, at + 2, "group", "description", meant.name, meant.actor_id, known=meant.known)
                        )
                    )
        before = here or before


def _is_movement_word(passage: Passage, at: int) -> bool:
    if (
        passage.words.lowers[at] != "the"
        or passage.word(at + 1) not in lists()["movement_words"]
        or passage.cover[at + 1] is not None
    ):
        return False
    follower = passage.word(at + 2)
    return follower not in ("of", "-", "called", "led", "headed", "known", "calling") and (
        follower not in nouns() or follower == "members"
    )


def _fitting(marks: list[Mark], word: str) -> Mark | None:
    """The movement meant: the only one, the one whose name has the word, or the first."""
    named = [
        mark
        for mark in marks
        if word == "party" and any(part in mark.name.lower() for part in ("hizb", "hezb", "party", "jamaat", "jamiat"))
    ]
    rest = named or marks
    return rest[0] if rest else None


def mark_institutions(passage: Passage, scene_country: str) -> None:
    """Marks "the army", "the government", "security forces"; the government gets an id where the country is clear."""
    found = lists()["institutions"]
    for at in passage.of_kind(INSTITUTION):
        before = passage.cover[at - 1] if at > passage.first else None
        if passage.cover[at] is not None or (before is not None and before.kind == "group"):
            continue
        words = passage.words.lowers[at : min(at + 3, passage.end)]
        length = next((count for count in (3, 2, 1) if " ".join(words[:count]) in found and count <= len(words)), 0)
        end = at + length
        if length and passage.is_free(at, end) and _stands_alone(passage, end):
            name = " ".join(words[:length])
            actor_id = (
                {"AF": "afghan-government", "PK": "pakistan"}.get(scene_country, "")
                if name in ("government", "authorities")
                else ""
            )
            passage.put(
                Mark(
                    at,
                    end,
                    "group",
                    "alias" if actor_id else "new",
                    name,
                    actor_id,
                    is_plural=name not in ("army", "government", "military"),
                )
            )


def _stands_alone(passage: Passage, end: int) -> bool:
    """The word is no front of another: "army chief", "police station", "government-held"."""
    follower = passage.word(end)
    if not follower or not follower[0].isalpha():
        return follower != "-"
    return follower in _words("followers") or (follower.endswith(("ed", "ly")) and follower not in ("armed",))


@cache
def _words(name: str) -> frozenset[str]:
    """One of the lists of groups.yml."""
    found: frozenset[str] = word_lists("groups")[name]
    return found


@cache
def _introducers() -> frozenset[str]:
    """The last words of what introduces a name: without one of them near, `_introduction` need not be asked."""
    return frozenset(phrase.split()[-1] for phrase in _words("introduced_by"))


@cache
def _introduction() -> re.Pattern[str]:
    """A common noun of groups, and behind it what introduces the name: "a faction calling itself"."""
    kinds, verbs = (
        "|".join(sorted(map(re.escape, _words(name)), key=len, reverse=True)) for name in ("kinds", "introduced_by")
    )
    return re.compile(
        rf"\b(?:{kinds})s?\b.*(?<!so-)\b(?:{verbs})\s+(?:the\s+)?[\"'\u201c\u2018]?$", re.IGNORECASE | re.DOTALL
    )


def mark_new_groups(passage: Passage, article: str) -> None:
    """Marks runs of capitals that name a group which no list has: by their own words, or by how they are introduced."""
    words, free_from = passage.words, passage.first
    for place in [mark for mark in passage.marks if mark.kind == "place"]:
        if passage.word(place.end) in _words("parts"):
            name = passage.text(article, place.first, place.end + 1)
            passage.put(Mark(place.first, place.end + 1, "group", "new", name))
    for at in passage.of_kind(CAPITAL):
        if at < free_from or passage.cover[at] is not None:
            continue
        end = at + 1
        while (
            end < passage.end
            and passage.cover[end] is None
            and (
                words.texts[end][0].isupper()
                or (words.texts[end] in _words("connectives") and _goes_on(passage, end))
                or (
                    words.texts[end] in ("of", "for", "the")
                    and words.lowers[end - 1] in _words("group_words") | {"of", "for"}
                    and _goes_on(passage, end)
                )
            )
        ):
            end += 1
        first = at
        while first < end and words.lowers[first] in _words("skipped"):
            first += 1
        if first < end:
            _mark_new(passage, article, first, end)
        free_from = end


def _goes_on(passage: Passage, at: int) -> bool:
    """A particle inside of a name: a capital or another particle follows."""
    for near in (at + 1, at + 2, at + 3):
        if near >= passage.end or passage.cover[near] is not None:
            return False
        text = passage.words.texts[near]
        if text[0].isupper():
            return True
        if text not in ("-", "of", "e", "i", "ul", "ur", "al", "the"):
            return False
    return False


def _mark_new(passage: Passage, article: str, first: int, end: int) -> None:
    words = passage.words
    low = words.starts[max(passage.first, first - 8)]
    before = article[low : words.starts[first]]
    is_near = not _introducers().isdisjoint(words.lowers[max(passage.first, first - 3) : first])
    follows = passage.word(end)
    is_chosen = follows == "as" or (is_name_word(words.texts[first]) and follows in word_lists("cohorts")["offices"])
    introduced = is_near and not is_chosen and bool(_introduction().search(before))
    body = words.lowers[first:end]
    is_group = len(body) > 1 and not _words("group_words").isdisjoint(body) and not _names_a_man(body)
    after = passage.word(end)
    has_noun = after in _words("nouns") and len(body) < 5
    if has_noun:
        end += 1
    if (introduced or is_group or has_noun) and body[0] != "operation":
        passage.put(Mark(first, end, "group", "new", " ".join(passage.text(article, first, end).split())))


def _names_a_man(body: list[str]) -> bool:
    """A rank or title among the words: "Police Chief Abdul Raziq"."""
    return any(word.rstrip(".") in lower_list("ranks") or word in lower_list("honorifics") for word in body)


def abbreviations_of(passage: Passage, article: str) -> dict[str, Mark]:
    """The abbreviations that the sentence gives in brackets behind a group's name: "Jamaat-ul-Ahrar (JuA)"."""
    found = {}
    for mark in passage.marks:
        if mark.kind == "group" and passage.word(mark.end) == "(" and passage.word(mark.end + 2) == ")":
            text = passage.words.texts[mark.end + 1]
            if 2 <= len(text) <= 8 and sum(letter.isupper() for letter in text) * 2 >= len(text):
                found[text] = mark
    return found


def resolve_abbreviations(passages: list[Passage], article: str) -> None:
    """Gives each abbreviation of the article the group behind which it first stood in brackets."""
    known: dict[str, Mark] = {}
    for passage in passages:
        known = abbreviations_of(passage, article) | known
    if not known:
        return
    for passage in passages:
        for at in range(passage.first, passage.end):
            full = known.get(passage.words.texts[at])
            if full is None:
                continue
            mark = passage.cover[at]
            if mark is None or (mark.kind == "person" and mark.end - mark.first == 1):
                passage.put(Mark(at, at + 1, "group", "alias", full.name, full.actor_id))
            elif mark.kind == "group" and mark.end - mark.first == 1:
                mark.actor_id, mark.name = full.actor_id or mark.actor_id, full.name


def is_movement(mark: Mark) -> bool:
    """Whether "the group" may mean it: no state, no army."""
    if mark.kind != "group":
        return False
    if isinstance(mark.known, KnownActor):
        return mark.known.kind in ("movement", "wilayat", "faction")
    return mark.how == "new" and mark.name.lower() not in lists()["institutions"]
