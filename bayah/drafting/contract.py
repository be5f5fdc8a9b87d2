"""What the stages of drafting hand to each other: an article, its sentences with mentions, draft claims, the draft.

Reads nothing. Returns the shapes only. Refuses nothing. All `start` and `end` are characters of `Article.text`, the end
exclusive. Source: codebook, section 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeVar, dataclass_transform

MentionKind = Literal["person", "group", "cohort", "place", "date", "office", "number"]
HowLinked = Literal["name", "alias", "transliteration", "pronoun", "description", "new"]
"""By what a mention was linked; `new`: the reference tables hold nobody of the name."""

Shape = TypeVar("Shape")


@dataclass_transform(frozen_default=True)
def fixed(shape: type[Shape]) -> type[Shape]:
    """A dataclass that the type checker holds to be frozen. At run time it is not: a frozen one takes ten times as long
    to make, and of these a text has one in every few words.
    """
    return dataclass(slots=True, unsafe_hash=True)(shape)


@fixed
class Paragraph:
    """One of the blank-line separated paragraphs of a text; `number` counts from 1, furniture included.

    `furniture` says why it is not read ("title", "byline", "comment", "tags", …); empty: it is part of the article.
    """

    number: int
    start: int
    end: int
    furniture: str = ""


@dataclass(frozen=True)
class Article:
    """An article as read: its text as a UTF-8 text file would hold it, and what is known of it.

    `name` is the file's name without extension. `published` is EDTF, empty where nothing tells it. `text_sha256` is
    that of the UTF-8 bytes of `text`.
    """

    name: str
    source_id: str
    title: str
    authors: tuple[str, ...]
    publisher: str
    published: str
    published_basis: str
    published_note: str
    url: str
    language: str
    text: str
    text_sha256: str
    paragraphs: tuple[Paragraph, ...]


@fixed
class Mention:
    """What a stretch of text means: an actor, a place, a date, an office or a number.

    An actor bears the fullest `name` that the article gives it, and `actor_id` where the reference tables know it.
    `group` (name and id) is the one that a cohort or an apposition names ("six Taliban commanders", "TTP commander
    Gul"), `role` the office ("commander"). Numbers are persons, for a cohort. A place has `provinces` (ISO 3166-2),
    `countries` (ISO 3166-1) and `place` if it is finer or coarser than a province. A date has `date` (EDTF) and
    `date_basis`.
    """

    start: int
    end: int
    kind: MentionKind
    text: str
    how: HowLinked
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


@fixed
class Sentence:
    """A sentence of an article's body with its mentions in order, none overlapping."""

    paragraph: int
    start: int
    end: int
    mentions: tuple[Mention, ...]


@fixed
class DraftClaim:
    """One proposed claim in the columns of the codebook, with its evidence and a confidence between 0 and 1.

    `*_id` are empty for actors that the reference tables do not know. `rule` names the pattern that drew it, or the
    model.
    """

    paragraph: str
    kind: str
    subject: str
    evidence_start: int
    evidence_end: int
    confidence: float
    rule: str
    subject_id: str = ""
    object: str = ""
    object_id: str = ""
    from_group: str = ""
    from_group_id: str = ""
    to_group: str = ""
    to_group_id: str = ""
    from_leader: str = ""
    from_leader_id: str = ""
    to_leader: str = ""
    to_leader_id: str = ""
    role: str = ""
    motives: tuple[str, ...] = ()
    killed_min: int | None = None
    killed_max: int | None = None
    injured_min: int | None = None
    injured_max: int | None = None
    count_min: int | None = None
    count_max: int | None = None
    count_note: str = ""
    date: str = ""
    date_basis: str = "publication"
    provinces: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    place: str = ""
    asserted_by: str = "author"
    modality: str = "asserted"
    summary: str = ""


@fixed
class ProposedActor:
    """Somebody whom a draft names and the reference tables do not know: never dropped, proposed."""

    actor_type: Literal["person", "group", "cohort"]
    name: str
    aliases: tuple[str, ...] = ()
    group: str = ""
    count_min: int | None = None
    count_max: int | None = None


@dataclass(frozen=True)
class Draft:
    """What an engine makes of an article: claims in the order of their evidence, and the actors it proposes.

    `notes` say what a person who drafts should hear; they are not part of a draft's file.
    """

    article: Article
    engine: str
    claims: tuple[DraftClaim, ...]
    proposed: tuple[ProposedActor, ...] = field(default=())
    notes: tuple[str, ...] = ()
