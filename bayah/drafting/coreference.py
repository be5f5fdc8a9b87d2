"""Who "he", "the commander", "they" and "the group" are, where that is safe.

Reads the sentences of an article, in order, with persons, cohorts and groups marked. Returns more marks of them.
Refuses to choose where two may be meant and neither the order of the sentence nor an office tells: then there is no
mention.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from bayah.drafting.cohorts import lists, phrase_to
from bayah.drafting.groups import is_movement
from bayah.drafting.lexicon import ARTICLE, PRONOUN, QUOTE, nouns, word_lists
from bayah.drafting.marks import Mark, Passage, by_place

_HE = frozenset(("he", "him", "his", "himself"))
_SHE = frozenset(("she", "her", "hers", "herself"))
_QUOTES = frozenset(('"', "\u201c", "\u201d", "``", "''"))


@cache
def _words(name: str) -> frozenset[str]:
    """One of the lists of coreference.yml."""
    found: frozenset[str] = word_lists("coreference")[name]
    return found


@dataclass(slots=True)
class _Story:
    """What has been told so far."""

    named: list[Mark] = field(default_factory=list)
    before: list[Mark] = field(default_factory=list)
    speaker: Mark | None = None
    roles: dict[str, list[Mark]] = field(default_factory=dict)
    cohorts: list[Mark] = field(default_factory=list)
    plural: list[Mark] = field(default_factory=list)
    topic: tuple[str, str] | None = None
    about: Mark | None = None


def resolve(passages: list[Passage], article: str) -> None:
    """Marks what pronouns and descriptions mean, sentence after sentence."""
    story, paragraph = _Story(topic=_topic(passages)), 0
    for number, passage in enumerate(passages):
        if number and passage.paragraph != paragraph:
            story.before = (
                story.before[:1] if len({_key(mark) for mark in story.before}) == 1 else _subjects(passages[number - 1])
            )
            story.before = [story.about] if story.about is not None else story.before
        paragraph = passage.paragraph
        _resolve_sentence(passage, article, story)
    _lead(passages)


def _topic(passages: list[Passage]) -> tuple[str, str] | None:
    """Of whom the article tells: the man whom it names twice as often as any other."""
    named = Counter(_key(mark) for passage in passages for mark in passage.marks if mark.kind == "person")
    (key, count), (_, second) = [*named.most_common(2), (None, 0), (None, 0)][:2]
    return key if count > 3 and count >= 2 * second else None


def _resolve_sentence(passage: Passage, article: str, story: _Story) -> None:
    in_quote, marks = False, sorted(passage.marks, key=by_place)
    speaker = _speaker(passage, marks)
    so_far: list[Mark] = []
    told = {mark.first for mark in marks}.union(passage.of_kind(PRONOUN | ARTICLE | QUOTE))
    for at in sorted(told):
        word, mark = passage.words.lowers[at], passage.cover[at]
        if passage.words.texts[at] in _QUOTES:
            in_quote = passage.words.texts[at] == "\u201c" or (passage.words.texts[at] == '"' and not in_quote)
        if mark is not None:
            if mark.first == at:
                _tell(mark, story, so_far)
                if mark.kind == "cohort":
                    _again(passage, mark, story)
            continue
        found = None
        if word in _HE or word in _SHE:
            found = _he(passage, at, so_far, story, speaker if in_quote else None)
        elif (word == "the" and not in_quote) or word in ("its", "their"):
            found = _description(passage, at, story) or _same_man(passage, at, so_far, story)
        elif word in ("they", "them") and not in_quote:
            found = _they(passage, at, so_far, story)
        if found is not None:
            passage.put(found)
            if _is_one(found):
                so_far.append(found)
                if found.kind == "person" and found.how == "description":
                    story.named.append(found)
    subject = _choose(passage, so_far)
    story.before = so_far if subject is None else [subject, *(mark for mark in so_far if mark is not subject)]
    story.speaker = speaker or next(iter(_subjects(passage)), story.speaker)
    story.plural = [
        mark
        for mark in sorted(passage.marks, key=by_place)
        if mark.kind == "cohort" and mark.is_plural and passage.word(mark.end) not in _words("speech")
    ]


def _tell(mark: Mark, story: _Story, so_far: list[Mark]) -> None:
    if mark.kind == "person":
        so_far.append(mark)
        story.named.append(mark)
        story.about = mark if _key(mark) == story.topic else story.about
        if mark.role:
            story.roles.setdefault(_head(mark.role), []).append(mark)
    elif mark.kind == "cohort" and mark.count_max == 1:
        so_far.append(mark)
        story.roles.setdefault(_head(mark.role), []).append(mark)


def _head(role: str) -> str:
    return role.rpartition(" ")[2]


def _key(mark: Mark) -> tuple[str, str]:
    return mark.kind, mark.actor_id or mark.name


def _subjects(passage: Passage) -> list[Mark]:
    """The first person of a sentence who is not behind a preposition: its subject, as far as words alone tell."""
    for mark in sorted(passage.marks, key=by_place):
        is_voice = mark.kind == "cohort" and passage.word(mark.end) in _words("speech")
        if _is_one(mark) and not is_voice and passage.word(mark.first - 1) not in _words("behind"):
            return [mark]
    return []


def _is_one(mark: Mark) -> bool:
    return mark.kind == "person" or (mark.kind == "cohort" and mark.count_max == 1)


def _speaker(passage: Passage, marks: list[Mark]) -> Mark | None:
    """Who says what the sentence quotes: a verb of speech stands behind him, or before him and his rank."""
    if _words("speech").isdisjoint(passage.words.lowers[passage.first : passage.end]):
        return None
    for mark in marks:
        if _is_one(mark) and (
            passage.word(mark.end) in _words("speech")
            or _says_before(passage, mark)
            or any(
                passage.word(at) in _words("speech") and passage.word(at - 1) == ","
                for at in range(mark.end, min(mark.end + 14, passage.end))
            )
        ):
            return mark
    return None


def _says_before(passage: Passage, mark: Mark) -> bool:
    for at in range(mark.first - 1, max(mark.first - 7, passage.first - 1), -1):
        if passage.word(at) in _words("speech"):
            return True
        between = passage.cover[at]
        if (between is not None and between.kind == "person") or passage.word(at) in (".", ";", "that"):
            return False
    return False


def _he(passage: Passage, at: int, so_far: list[Mark], story: _Story, quoted: Mark | None) -> Mark | None:
    word = passage.words.lowers[at]
    if (
        word == "he"
        and passage.word(at + 1) in _words("speech")
        and passage.word(at - 1) in (",", '"', "\u201d", "")
        and story.speaker is not None
        and not any(mark for mark in so_far if mark is story.speaker)
    ):
        return story.speaker.like(at, at + 1, "pronoun")
    here = [mark for mark in so_far if quoted is None or _key(mark) != _key(quoted)]
    if word == "he" and story.before and len(here) == 1 and passage.word(here[0].end) in ("'s", "\u2019s"):
        here = []
    chosen = (
        _object_meant(passage, at, here)
        or _of_clause(passage, at, here)
        or _choose(passage, here)
        or (_choose_before(story.before, quoted, story.topic) if not here else None)
    )
    if chosen is None:
        return None
    return chosen.like(at, at + 1, "pronoun")


def _object_meant(passage: Passage, at: int, marks: list[Mark]) -> Mark | None:
    """ "Gul rejected Omar but swore allegiance to him": he to whom something is done is not its subject."""
    subject = _choose(passage, marks)
    if passage.words.lowers[at] != "him" or subject is None:
        return None
    others = [
        mark
        for mark in marks
        if _key(mark) != _key(subject)
        and not _is_doer(passage, mark, at)
        and passage.word(mark.first - 1) not in (",", "and", "of", "by")
    ]
    if not others or any(
        passage.word(near) in ("who", "whom", "whose", "that", "which") for near in range(subject.end, at)
    ):
        return None
    return others[-1]


def _is_doer(passage: Passage, mark: Mark, at: int) -> bool:
    """ "after a bomber killed him": who stands right before the verb of which the pronoun is the object."""
    between = [passage.word(near) for near in range(mark.end, at)]
    return 0 < len(between) < 3 and not set(between) & {",", "but", "and", "to", "of", "with", ";"}


def _of_clause(passage: Passage, at: int, marks: list[Mark]) -> Mark | None:
    """The subject of the clause that the last `that` before the pronoun opens, if it has one."""
    for opener in range(at - 1, passage.first, -1):
        if passage.word(opener) == "that":
            inside = _choose(passage, [mark for mark in marks if mark.first > opener])
            if inside is not None:
                return inside
    return None


def _choose(passage: Passage, marks: list[Mark]) -> Mark | None:
    """The only one, or the subject."""
    if not marks:
        return None
    if len({_key(mark) for mark in marks}) == 1:
        return marks[-1]
    free = [
        mark
        for mark in marks
        if passage.word(mark.first - 1) not in _words("behind") and passage.word(mark.end) not in ("'s", "\u2019s")
    ]
    return free[0] if free else None


def _choose_before(marks: list[Mark], quoted: Mark | None, topic: tuple[str, str] | None) -> Mark | None:
    rest = [mark for mark in marks if quoted is None or _key(mark) != _key(quoted)]
    if not rest:
        return None
    if len({_key(mark) for mark in rest}) == 1:
        return rest[-1]
    return next((mark for mark in rest if _key(mark) == topic), rest[0])


def _description(passage: Passage, at: int, story: _Story) -> Mark | None:
    """ "the commander", "the group's leader", "the 45-year-old"."""
    head = _office_behind(passage, at)
    if head < 0:
        return _aged(passage, at, story)
    phrase = phrase_to(passage, head, "office_modifiers")
    if passage.word(head + 1) in ("of", "for") or phrase.first != at:
        return None
    if passage.word(at - 1) == "," and at - 2 >= passage.first and passage.cover[at - 2] is not None:
        return None
    known = story.roles.get(passage.words.lowers[head], [])
    if phrase.group is not None:
        known = [
            mark
            for mark in known
            if mark.group_id == phrase.group.actor_id and (mark.group_id or mark.group == phrase.group.name)
        ]
    elif passage.words.lowers[at] != "the":
        return None
    told = set(phrase.modifiers) - _words("empty")
    known = [mark for mark in known if told <= set(mark.role.split())]
    if (
        any(mark is not None and mark.kind == "place" for mark in passage.cover[at:head])
        or len({_key(mark) for mark in known[-4:]}) != 1
    ):
        return None
    if phrase.group is not None and phrase.group.first <= head:
        passage_first = phrase.group.end
        while passage_first < head and passage.word(passage_first) in ("'s", "\u2019s", "'"):
            passage_first += 1
        return known[-1].like(passage_first, head + 1, "description")
    return known[-1].like(at, head + 1, "description")


def _same_man(passage: Passage, at: int, so_far: list[Mark], story: _Story) -> Mark | None:
    """ "Gul led a band in Zabul. The militant commander was killed in May": the only man told of right before.

    Only where the words open the sentence or stand behind its time, and where they fit what he is called by.
    """
    if so_far or passage.word(at) != "the" or len({_key(mark) for mark in story.before}) != 1:
        return None
    before = range(passage.first, at)
    opens = all(_is_date(passage.cover[near]) for near in before if passage.cover[near] is not None)
    opens = opens and not any(passage.word(near) in _words("speech") for near in before)
    man, head = story.before[-1], _noun_of_man(passage, at)
    if not opens or man.kind != "person" or head < 0 or passage.word(head + 1) not in _words("predicates"):
        return None
    word = passage.word(head)
    if man.role and word != _head(man.role) and word in lists()["offices"]:
        return None
    if word in _words("officials") and passage.word(at + 1) != "former":
        return None
    return man.like(at, head + 1, "description")


def _is_date(mark: Mark | None) -> bool:
    return mark is not None and mark.kind == "date"


def _noun_of_man(passage: Passage, at: int) -> int:
    """The noun behind an article and at most four words of no other actor, if it is one of a man; -1 if it is not."""
    for head in range(at + 1, min(at + 6, passage.end)):
        mark = passage.cover[head]
        if mark is not None and mark.kind not in ("group", "place"):
            return -1
        if passage.word(head + 1) in _words("predicates"):
            return head if passage.word(head) in lists()["offices"] | _words("men") else -1
    return -1


def _office_behind(passage: Passage, at: int) -> int:
    """The noun of an office behind an article, with only its modifiers between; -1 if there is none."""
    for head in range(at + 1, min(at + 7, passage.end)):
        word, mark = passage.words.lowers[head], passage.cover[head]
        if mark is not None:
            if mark.kind in ("group", "place"):
                continue
            return -1
        follower = passage.word(head + 1)
        if word in lists()["offices"] and follower not in lists()["offices"]:
            next_mark = passage.cover[head + 1] if head + 1 < passage.end else None
            return (
                -1
                if (next_mark is not None and next_mark.kind == "person")
                or (follower in ("-", "'s") and follower == "-")
                else head
            )
        if (
            word not in lists()["office_modifiers"]
            and word not in ("'s", "\u2019s", "-")
            and word not in lists()["peoples"]
        ):
            return -1
    return -1


def _aged(passage: Passage, at: int, story: _Story) -> Mark | None:
    word = passage.word(at + 1)
    if not word[:2].isdigit():
        return None
    end = next(
        (near + 1 for near in range(at + 1, min(at + 7, passage.end)) if passage.word(near) in ("old", "year-old")), 0
    )
    if not end or (passage.word(end) and passage.word(end)[0].isalpha() and passage.word(end) in nouns()):
        return None
    if len({_key(mark) for mark in story.before}) == 1:
        return story.before[-1].like(at, end, "description")
    return None


def _they(passage: Passage, at: int, so_far: list[Mark], story: _Story) -> Mark | None:
    plural = [
        mark
        for mark in passage.marks
        if mark.first < at
        and mark.kind in ("cohort", "group")
        and (mark.is_plural or (mark.kind == "group" and is_movement(mark)))
    ]
    cohorts = [mark for mark in plural if mark.kind == "cohort"]
    if len({_key(mark) for mark in cohorts}) == 1:
        return cohorts[-1].like(at, at + 1, "pronoun")
    if not plural and not so_far and story.plural and passage.words.lowers[at] == "they":
        return story.plural[0].like(at, at + 1, "pronoun")
    return None


def _again(passage: Passage, mark: Mark, story: _Story) -> None:
    """A cohort told before ("the six commanders", "the fighters") is the same."""
    is_definite = passage.word(mark.first) in ("the", "these", "those", "both") or passage.word(mark.first - 1) in (
        "the",
        "these",
        "those",
    )
    if is_definite and mark.role and not mark.group:
        for other in reversed(story.cohorts[-6:]):
            if (
                other.role == mark.role
                and other.is_plural == mark.is_plural
                and (
                    (mark.count_min is None and mark.count_max is None)
                    or (mark.count_min, mark.count_max) == (other.count_min, other.count_max)
                )
            ):
                mark.name, mark.how, mark.group, mark.group_id = other.name, "description", other.group, other.group_id
                mark.count_min, mark.count_max, mark.count_note = other.count_min, other.count_max, other.count_note
                break
    if mark.is_plural:
        story.cohorts.append(mark)


def _speaks(passage: Passage, named: Mark) -> bool:
    """Whether the first verb after a name is one of saying: `Khan, the deputy minister, first announced …`."""
    said = _words("announcing")
    after = (passage.word(at) for at in range(named.end, named.end + 16))
    return next((word for word in after if word in said or word in _words("other_verbs")), "") in said


def _lead(passages: list[Passage]) -> None:
    """The nameless man whom the first sentence tells of is he whom the second paragraph names first."""
    if len(passages) < 2:
        return
    subject = next(
        (mark for mark in sorted(passages[0].marks, key=by_place) if mark.kind == "cohort"), None
    )
    if (
        subject is None
        or subject.count_max != 1
        or passages[0].word(subject.first) not in ("a", "an")
        or (subject.first > passages[0].first + 1 and passages[0].word(subject.first - 1) != ",")
    ):
        return
    following = next(passage for passage in passages[1:])
    if following.paragraph == passages[0].paragraph:
        return
    named = next((mark for mark in sorted(following.marks, key=by_place) if mark.kind == "person"), None)
    earlier = {mark.name for mark in passages[0].marks if mark.kind == "person"}
    if (
        named is None
        or named.name in earlier
        or _head(named.role) in _words("officials")
        or following.word(named.first - 1) in _words("behind")
        or _speaks(following, named)
        or following.word(named.first - 1) in ("said", "told")
    ):
        return
    old = subject.name
    for mark in passages[0].marks:
        if mark.kind == "cohort" and mark.name == old and mark.count_max == 1:
            mark.kind, mark.name, mark.actor_id = "person", named.name, named.actor_id
            mark.how = "description" if mark is subject else "pronoun"
            mark.count_min = mark.count_max = None
