"""Mentions in the making: words of a sentence that have been given a meaning, and the sentence that holds them.

Reads nothing. Returns the shapes that the stages of linking fill in one after the other, and the finished `Mention`.
Refuses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter

from bayah.drafting.contract import HowLinked, Mention, MentionKind
from bayah.drafting.language import Words
from bayah.drafting.reference import KnownActor, KnownPlace


@dataclass(slots=True, eq=False)
class Mark:
    """The words `first` to `end` (exclusive) of a paragraph and what they mean, as far as is known yet."""

    first: int
    end: int
    kind: MentionKind
    how: HowLinked = "name"
    name: str = ""
    actor_id: str = ""
    group: str = ""
    group_id: str = ""
    role: str = ""
    is_former: bool = False
    count_min: int | None = None
    count_max: int | None = None
    count_note: str = ""
    provinces: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    place: str = ""
    date: str = ""
    date_basis: str = ""
    known: KnownActor | KnownPlace | None = None
    name_first: int = -1
    """Where the name of a person begins, behind his rank."""
    options: tuple[tuple[str, ...], ...] = ()
    """Provinces of places of one name, of which the text has to tell the right one."""
    is_plural: bool = False
    is_sure: bool = True

    def like(self, first: int, end: int, how: HowLinked) -> Mark:
        """The same actor, in other words."""
        made = Mark(*_values(self))
        made.first, made.end, made.how = first, end, how
        return made

    def mention(self, text: str, words: Words) -> Mention:
        """The finished mention; `text` is the article's."""
        start, end = words.starts[self.first], words.ends[self.end - 1]
        return Mention(
            start,
            end,
            self.kind,
            text[start:end],
            self.how,
            self.name,
            self.actor_id,
            self.group,
            self.group_id,
            self.role,
            self.is_former,
            self.count_min,
            self.count_max,
            self.count_note,
            self.provinces,
            self.countries,
            self.place,
            self.date,
            self.date_basis,
        )


_values = attrgetter(*(of.name for of in fields(Mark)))
by_place = attrgetter("first")
"""Sorts marks in the order of the text."""


@dataclass(slots=True)
class Passage:
    """A sentence in the making: the words `first` to `end` of its paragraph, and for each the mark that covers it."""

    paragraph: int
    words: Words
    first: int
    end: int
    cover: list[Mark | None]
    marks: list[Mark] = field(default_factory=list)
    _told: list[tuple[int, int]] = field(default_factory=list)
    _kinds: int = 0
    """All kinds that the words have: a stage that asks for others need not look."""

    def __post_init__(self) -> None:
        kinds = self.words.kinds[self.first : self.end]
        self._told = [(at, of_word) for at, of_word in enumerate(kinds, self.first) if of_word]
        for of_word in {*kinds}:
            self._kinds |= of_word

    def put(self, mark: Mark) -> Mark:
        """Adds a mark; those that it covers go."""
        if not self.is_free(mark.first, mark.end):
            gone = {id(other) for other in self.cover[mark.first : mark.end] if other is not None}
            for other in [one for one in self.marks if id(one) in gone]:
                self.cover[other.first : other.end] = [None] * (other.end - other.first)
                self.marks.remove(other)
        self.cover[mark.first : mark.end] = [mark] * (mark.end - mark.first)
        self.marks.append(mark)
        return mark

    def is_free(self, first: int, end: int) -> bool:
        """Whether no word from `first` to `end` (exclusive) is marked."""
        cover = self.cover
        return cover[first] is None if end - first == 1 else not any(cover[first:end])

    def of_kind(self, kinds: int) -> list[int]:
        """The words of one of the kinds (bits of `lexicon`)."""
        return [at for at, told in self._told if told & kinds] if self._kinds & kinds else []

    def take(self, mark: Mark) -> None:
        """Takes a mark away."""
        self.cover[mark.first : mark.end] = [None] * (mark.end - mark.first)
        self.marks.remove(mark)

    def word(self, at: int) -> str:
        """The lower-cased word, empty outside of the sentence."""
        return self.words.lowers[at] if self.first <= at < self.end else ""

    def text(self, article: str, first: int, end: int) -> str:
        """The article's text from the word `first` to the word `end` (exclusive)."""
        return article[self.words.starts[first] : self.words.ends[end - 1]]
