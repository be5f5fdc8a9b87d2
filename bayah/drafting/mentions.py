"""Who, what, where and when in an article: its sentences, each with its mentions linked to what is known.

Reads an `Article` and a `Reference`. Returns the sentences of its body with mentions in order. Refuses nothing: a
name that nobody knows is a new person, a group that no list has a new group.
"""

from __future__ import annotations

import re
from itertools import pairwise

from bayah.drafting import coreference
from bayah.drafting.cohorts import cohorts_of, group_behind, numbers_of, office, offices_of, role_after, role_before
from bayah.drafting.contract import Article, Paragraph, Sentence
from bayah.drafting.groups import (
    look,
    mark_institutions,
    mark_movements,
    mark_mujahideen,
    mark_new_groups,
    resolve_abbreviations,
    settle_taliban,
)
from bayah.drafting.language import sentences_of, words_of
from bayah.drafting.marks import Mark, Passage, by_place
from bayah.drafting.names import byname, is_name_word, lower_list, mark_names
from bayah.drafting.people import People, Person, alike, own_words
from bayah.drafting.places import MERGED, is_government, is_place, merged, settle_places, unknown_place
from bayah.drafting.reference import KnownActor, KnownPlace, Reference
from bayah.drafting.when import Clock

_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'\u2019/-]+(?:(?:[ -]| / )[A-Z][A-Z.'\u2019-]*)*(?:,? [A-Z][\w.]+(?: [A-Z]\w+)?)?(?:, "
    r"[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?"
    r"(?: ?\([^)]{2,40}\))?(?: ?(?:\u2014|\u2013|--) ?| - |: )|[A-Z][\w' -]{2,25}(?:, [A-Z][\w ]{2,25})? "
    r"\([A-Z][^)]{1,38}\) ?(?:\u2014|\u2013|-{1,2}) ?)"
)


def mentions_of(article: Article, reference: Reference) -> list[Sentence]:
    """The sentences of the article's body, in order, each with its mentions."""
    passages = _passages(article, reference)
    scene = look(passages, article.title)
    settle_places(passages)
    settle_taliban(passages, scene)
    mark_mujahideen(passages)
    resolve_abbreviations(passages, article.text)
    _name_people(passages, article, reference)
    mark_movements(passages)
    for passage in passages:
        _give_roles(passage)
        cohorts_of(passage, article.text)
        mark_institutions(passage, scene.country)
    coreference.resolve(passages, article.text)
    for passage in passages:
        offices_of(passage, article.text)
        numbers_of(passage, article.text)
        _date_places(passage, article.published)
    return [_sentence(passage, article.text) for passage in passages]


def _sentence(passage: Passage, text: str) -> Sentence:
    words = passage.words
    marks = sorted(passage.marks, key=by_place)
    return Sentence(
        passage.paragraph,
        words.starts[passage.first],
        words.ends[passage.end - 1],
        tuple(mark.mention(text, words) for mark in marks),
    )


def _passages(article: Article, reference: Reference) -> list[Passage]:
    clock, passages = Clock(article.published), []
    for paragraph in article.paragraphs:
        if not paragraph.furniture:
            passages += _read_paragraph(article, paragraph, reference, clock)
    return passages


def _read_paragraph(article: Article, paragraph: Paragraph, reference: Reference, clock: Clock) -> list[Passage]:
    text = article.text
    dateline = _DATELINE.match(text, paragraph.start, paragraph.end)
    start = dateline.end() if dateline else paragraph.start
    words = words_of(text[start : paragraph.end], start)
    cover: list[Mark | None] = [None] * len(words)
    passages = []
    for first, end in sentences_of(words):
        passage = Passage(paragraph.number, words, first, end, cover)
        _mark_dates(passage, text, clock)
        _mark_known(passage, text, reference)
        mark_new_groups(passage, text)
        mark_names(passage, text)
        _mark_unknown_places(passage, text)
        passages.append(passage)
    return passages


def _mark_dates(passage: Passage, text: str, clock: Clock) -> None:
    words = passage.words
    at = passage.first
    for dated in clock.dates_in(text, words, passage.first, passage.end):
        while words.starts[at] < dated.start:
            at += 1
        end = at
        while end < passage.end and words.ends[end] <= dated.end:
            end += 1
        if end - 1 > at and words.texts[end - 1] == ".":
            end -= 1
        if end > at:
            passage.put(Mark(at, end, "date", name=dated.date, date=dated.date, date_basis=dated.basis))


def _mark_known(passage: Passage, text: str, reference: Reference) -> None:
    """Marks the known groups and places, the longest first."""
    words, longest, cover, free_from = passage.words, reference.phrases.longest, passage.cover, passage.first
    for at in reference.phrases.starts_in(words, passage.first, passage.end):
        found = longest(words, at, passage.end) if at >= free_from and cover[at] is None else None
        if found is not None:
            if _runs_on(passage, *found):
                found = longest(words, at, found[0] - 1)
            mark = _known_mark(passage, text, at, *found) if found is not None else None
            if mark is not None:
                passage.put(mark)
                free_from = mark.end


def _runs_on(passage: Passage, end: int, meanings: list[KnownActor | KnownPlace]) -> bool:
    """A group's name that ends within a man's: "Hizb-e-Islami of Gulbuddin | Hekmatyar"."""
    return (
        isinstance(meanings[0], KnownActor)
        and end < passage.end
        and is_name_word(passage.words.texts[end])
        and passage.words.texts[end][0].isupper()
        and is_name_word(passage.words.texts[end - 1])
    )


def _known_mark(
    passage: Passage, text: str, first: int, end: int, meanings: list[KnownActor | KnownPlace]
) -> Mark | None:
    if not passage.is_free(first, end):
        return None
    name = passage.text(text, first, end)
    if end - first > 1:
        name = " ".join(name.split())
    places = [known for known in meanings if isinstance(known, KnownPlace)]
    groups = [known for known in meanings if isinstance(known, KnownActor)]
    if len(places) > 1:
        places.sort(key=lambda known: known.is_ambiguous)
    if groups and places:
        if is_government(passage, first, end, places[0]):
            places = []
        else:
            groups = []
    if groups:
        name = name[4:] if name[:4].lower() == "the " else name
        return Mark(
            first, end, "group", "alias" if groups[0].actor_id else "new", name, groups[0].actor_id, known=groups[0]
        )
    place = places[0]
    if not is_place(passage, first, end, place):
        return None
    options = tuple(dict.fromkeys(known.provinces for known in places if known.provinces)) if len(places) > 1 else ()
    is_fine = place.kind not in ("province", "country")
    if (not is_fine and passage.word(end) in ("city",)) or (
        passage.word(end) in ("district", "tehsil", "valley", "agency", "village") and end < passage.end
    ):
        end, is_fine = end + 1, True
        name = passage.text(text, first, end)
    elif passage.word(end) in ("province", "city"):
        end += 1
    return Mark(
        first,
        end,
        "place",
        "name" if place.provinces or place.countries else "new",
        name,
        provinces=place.provinces,
        countries=() if place.provinces else place.countries,
        place=name if is_fine else "",
        known=place,
        options=options if len(options) > 1 and place.kind != "province" else (),
    )


def _mark_unknown_places(passage: Passage, text: str) -> None:
    """Names that are no person's and stand where places stand."""
    for mark in [mark for mark in passage.marks if mark.kind == "person" and not mark.is_sure]:
        place = unknown_place(passage, text, mark.first, mark.end)
        if place is not None:
            behind = passage.cover[min(place.end + 1, passage.end - 1)]
            if behind is not None and behind.kind == "place" and passage.word(place.end) in (",", "of", "in"):
                place.provinces = behind.provinces
            passage.take(mark)
            passage.put(place)


def _name_people(passages: list[Passage], article: Article, reference: Reference) -> None:
    """Gives every mark of a name the person whom it means; names that are nobody's go."""
    names, bynames = [], []
    for passage in passages:
        marks = sorted((mark for mark in passage.marks if mark.kind == "person"), key=by_place)
        for mark in marks:
            _take_in_rank(passage, article.text, mark)
            if mark.is_sure or reference.is_known(mark.name):
                names.append(mark.name)
        for one, other in pairwise(marks):
            between = article.text[passage.words.ends[one.end - 1] : passage.words.starts[other.first]]
            is_of_another = not lower_list("of_another").isdisjoint(between.lower().split())
            if len(between) < 160 and not is_of_another and byname().fullmatch(between) and between.strip(" ,"):
                names += [one.name, other.name]
                bynames.append((one.name, other.name))
    people = People(names, bynames, reference)
    last_seen: dict[int, int] = {}
    for number, passage in enumerate(passages):
        for mark in sorted((mark for mark in passage.marks if mark.kind == "person"), key=by_place):
            person = _chosen(people.of(mark.name), mark, last_seen)
            if person is None or _is_tribe(passage, mark):
                passage.take(mark)
                continue
            last_seen[id(person)] = number * 1000 + mark.first
            mark.name, mark.actor_id, mark.how = person.name, person.actor_id, person.how if person.actor_id else "new"


def _take_in_rank(passage: Passage, text: str, mark: Mark) -> None:
    """Makes a soldier's rank a part of his name, as articles do."""
    ranks, first = lower_list("military_ranks"), mark.first
    while (
        first > passage.first
        and passage.cover[first - 1] is None
        and (
            (passage.word(first - 1).rstrip(".") in ranks and passage.words.texts[first - 1][0].isupper())
            or (passage.word(first - 1) == "." and passage.word(first - 2) in ranks)
        )
    ):
        first -= 1
    if first < mark.first:
        passage.take(mark)
        mark.first, mark.name = first, " ".join(passage.text(text, first, mark.end).split())
        passage.put(mark)


def _chosen(persons: list[Person], mark: Mark, last_seen: dict[int, int]) -> Person | None:
    """The one person, or of several the one last told of; one whose last name it is goes before."""
    if len(persons) < 2:
        return persons[0] if persons else None
    last_word = own_words(mark.name)[-1]
    by_last = [
        person
        for person in persons
        if any(alike(own_words(name)[-1], last_word) for name in (*person.names, *person.bynames))
    ]
    seen = [person for person in by_last or persons if id(person) in last_seen]
    if seen:
        return max(seen, key=lambda person: last_seen[id(person)])
    return by_last[0] if len(by_last) == 1 else None


def _is_tribe(passage: Passage, mark: Mark) -> bool:
    """ "the Mehsud hills", "Wazir tribesmen": a people's name, no man's."""
    if mark.end - mark.first > 1:
        return False
    return (
        passage.word(mark.first - 1) in ("the", "a", "ethnic") and passage.word(mark.end) not in ("'s",)
    ) or passage.word(mark.end) in (
        "tribe",
        "tribes",
        "tribesmen",
        "tribesman",
        "tribal",
        "clan",
        "clans",
        "hills",
        "area",
        "areas",
        "elders",
        "people",
        "militants",
        "fighters",
        "men",
        "militia",
        "sub",
        "subtribe",
    )


def _give_roles(passage: Passage) -> None:
    """The office and group that stand in front of a name or behind it."""
    for mark in [mark for mark in passage.marks if mark.kind == "person"]:
        before = role_before(passage, mark)
        after = role_after(passage, mark)
        for phrase in filter(None, (before, after)):
            told = office(passage, phrase.first, phrase.head)
            group = phrase.group or (group_behind(passage, phrase.head) if phrase is after else None)
            if not mark.role:
                mark.role, mark.is_former = told, phrase.is_former
            if group is not None and not mark.group:
                mark.group, mark.group_id = group.name, group.actor_id
        if not mark.role:
            rank = passage.word(mark.first - 1 - (passage.word(mark.first - 1) == "."))
            if rank.rstrip(".") in lower_list("ranks"):
                mark.role = rank.rstrip(".") if rank not in ("mr.", "mr", "mrs.", "ms.", "dr.") else ""


def _date_places(passage: Passage, published: str) -> None:
    """The tribal areas are a part of Khyber Pakhtunkhwa for what happened after their merger."""
    if not any("PK-TA" in mark.provinces for mark in passage.marks):
        return
    dates = [
        mark.date.partition("/")[0] or mark.date.rpartition("/")[2] for mark in passage.marks if mark.kind == "date"
    ]
    day = next((date.strip("~?") for date in dates if date[:4].isdigit() and date[:4] < MERGED[:4]), published)
    for mark in passage.marks:
        mark.provinces = merged(mark.provinces, day)
