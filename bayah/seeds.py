"""The seeds: coded articles (YAML) and reference tables (CSV), checked row by row.

Reads `seeds/articles/*.yml`, `seeds/drafts/*.yml`, `seeds/reference/*.csv`, `seeds/judgements/*`,
`seeds/stories/*.yml` and `seeds/registers/event_ids.csv` under a project's root. Returns `Seeds`. Refuses nothing at
once: whatever is wrong is collected as a `Problem` with file, line and what to do, so that one run shows all of it.
Source: codebook, section 1.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from bayah.dates import parse_date
from bayah.model import (
    NEEDS,
    PREC_OF_PLACE,
    ActorType,
    Coding,
    DateBasis,
    DateError,
    DisputedField,
    EventJudgement,
    Genre,
    GroupKind,
    IdentityJudgement,
    Kind,
    Modality,
    Motive,
    PlaceKind,
    Problem,
    PublishedBasis,
    PublisherKind,
    RelationRole,
    split_list,
)
from bayah.names import did_you_mean

STORIES = "seeds/stories"
DRAFTS = "seeds/drafts"
SOURCE_ID = r"^\d{4}(-\d{2}){0,2}_[a-z0-9]+_[a-z0-9-]+$"
SLUG = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"
Slug = Annotated[str, Field(pattern=SLUG)]
Edtf = Annotated[str, BeforeValidator(lambda text: _checked_date(text))]
# A NUL or another control character cannot be shown, and breaks CSV readers.
OptionalText = Annotated[str, Field(max_length=5000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")]
Text = Annotated[OptionalText, Field(min_length=1)]
Number = Annotated[int, Field(ge=0)]
Optional = BeforeValidator(lambda cell: None if cell == "" else cell)
OptionalNumber = Annotated[int | None, Field(ge=0), Optional]
OptionalDay = Annotated[date | None, Optional]
Codes = Annotated[str, Field(pattern=r"^([A-Z]{2}(;[A-Z]{2})*)?$")]


def _checked_date(text: object) -> object:
    if isinstance(text, str):
        parse_date(text)
    return text


def _flag(cell: object) -> object:
    return {"true": True, "false": False}.get(cell, cell) if isinstance(cell, str) else cell


class Seed(BaseModel):
    """A row or mapping of the seeds; unknown columns are errors, never dropped."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _reversed(seed: Seed, *numbers: str) -> Iterator[str]:
    for number in numbers:
        low, high = getattr(seed, f"{number}_min"), getattr(seed, f"{number}_max")
        if low is not None and high is not None and low > high:
            yield f"{number}_min {low} is larger than {number}_max {high}"


class PersonSeed(Seed):
    """A row of persons.csv."""

    person_id: Slug
    name: Text
    notes: OptionalText = ""


class GroupSeed(Seed):
    """A row of groups.csv."""

    group_id: Slug
    name: Text
    short_name: OptionalText = ""
    kind: GroupKind
    parent_group_id: OptionalText = ""
    rank: OptionalNumber = None
    notes: OptionalText = ""


class CohortSeed(Seed):
    """A row of cohorts.csv."""

    cohort_id: Slug
    name: Text
    group_id: OptionalText = ""
    count_min: OptionalNumber = None
    count_max: OptionalNumber = None
    notes: OptionalText = ""

    @model_validator(mode="after")
    def _ordered(self) -> CohortSeed:
        if faults := list(_reversed(self, "count")):
            raise ValueError("; ".join(faults))
        return self


class AliasSeed(Seed):
    """A row of aliases.csv."""

    actor_id: Slug
    alias: Text
    source_id: OptionalText = ""


class NamedSeed(Seed):
    """What bears a name and other spellings: a row of provinces.csv or of places.csv."""

    name: Annotated[Text, Field(pattern="^[^;]+$")]
    aliases: OptionalText = ""

    @property
    def spellings(self) -> list[str]:
        """Its name, and its other names."""
        return [self.name, *split_list(self.aliases)]


class ProvinceSeed(NamedSeed):
    """A row of provinces.csv."""

    province_id: Annotated[str, Field(pattern=r"^(AF|PK)-[A-Z]{2,3}$")]
    country: Annotated[str, Field(pattern="^(AF|PK)$")]
    name_fa: OptionalText = ""
    name_ps: OptionalText = ""
    name_ur: OptionalText = ""
    latitude: float
    longitude: float
    valid_from: OptionalDay = None
    valid_until: OptionalDay = None


class PlaceSeed(NamedSeed):
    """A row of places.csv, the gazetteer: a place that is no province and no country."""

    place_id: Slug
    kind: PlaceKind
    province_id: OptionalText = ""
    provinces: OptionalText = ""
    country: Codes = ""
    latitude: Annotated[float | None, Field(ge=-90, le=90), Optional] = None
    longitude: Annotated[float | None, Field(ge=-180, le=180), Optional] = None
    where_prec: int
    source: Text
    notes: OptionalText = ""

    @model_validator(mode="after")
    def _one_kind(self) -> PlaceSeed:
        if faults := [*self._prec_fault(), *(self._region_faults() if self.kind == "region" else self._point_faults())]:
            raise ValueError("; ".join(faults))
        return self

    @property
    def _noun(self) -> str:
        return f"an {self.kind}" if self.kind == "agency" else f"a {self.kind}"

    def _prec_fault(self) -> Iterator[str]:
        fitting = PREC_OF_PLACE[self.kind]
        if self.where_prec not in fitting:
            yield f"where_prec of {self._noun} is {' or '.join(map(str, fitting))}, not {self.where_prec}"

    def _region_faults(self) -> Iterator[str]:
        if self.latitude is not None or self.longitude is not None:
            yield "a region has no latitude and longitude, for it is no point"
        if self.province_id:
            yield "a region lies in no one province: name what it takes in under `provinces`, or nothing"

    def _point_faults(self) -> Iterator[str]:
        if self.latitude is None or self.longitude is None:
            yield f"{self._noun} needs latitude and longitude"
        if self.provinces:
            yield f"`provinces` is for what a region takes in; {self._noun} has its `province_id`"
        if len(split_list(self.country)) != 1:
            yield f"{self._noun} lies in one country"
        elif (self.country in ("AF", "PK") or self.province_id) and not self.province_id.startswith(f"{self.country}-"):
            yield f"{self._noun} of {self.country} needs the province_id of a province of {self.country}"


class EventIdSeed(Seed):
    """A row of the register of event ids."""

    event_id: Annotated[str, Field(pattern=r"^E\d{4,}$")]
    claim_id: Text


class OfficeSeed(Seed):
    """A row of offices.csv."""

    role: Text
    is_sole: bool
    notes: OptionalText = ""


class IdentitySeed(Seed):
    """A row of judgements/identities.csv: whether an id or a spelling is this actor."""

    actor_id: Slug
    other_id: OptionalText = ""
    alias: OptionalText = ""
    source_id: OptionalText = ""
    judgement: IdentityJudgement
    reason: Text

    @model_validator(mode="after")
    def _one_of(self) -> IdentitySeed:
        if bool(self.other_id) == bool(self.alias):
            raise ValueError("give either `other_id` or `alias`")
        return self


class EventJudgementSeed(Seed):
    """A row of judgements/events.csv: whether two claims tell of one event."""

    claim_id: Text
    other_claim_id: Text
    judgement: EventJudgement
    reason: Text


class SideSeed(Seed):
    """One side of a judged dispute."""

    position: Text
    claims: Annotated[tuple[Text, ...], Field(min_length=1)]


class DisputeSeed(Seed):
    """One entry of judgements/disputes.yml: a dispute that no rule can see.

    Its events are marked as disputed, unless only what they add up to is (`marks_events: false`).
    """

    dispute_id: Slug
    field: DisputedField
    question: Text
    actor_id: Slug
    reason: Text
    marks_events: Annotated[bool, BeforeValidator(_flag)] = True
    sides: Annotated[tuple[SideSeed, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _on_one_side(self) -> DisputeSeed:
        claims = [claim for side in self.sides for claim in side.claims]
        if twice := sorted({claim for claim in claims if claims.count(claim) > 1}):
            raise ValueError(f"{', '.join(twice)} stands on two sides, or twice on one")
        return self


class ClaimSeed(Seed):
    """One coded claim (codebook, section 1)."""

    claim_id: Annotated[str, Field(pattern=r"^[a-z0-9_-]+\.\d{2,}$")]
    paragraph: Annotated[str, Field(pattern=r"^[1-9]\d*(-[1-9]\d*)?$")]
    kind: Kind
    subject: Text
    subject_id: OptionalText = ""
    object: OptionalText = ""
    object_id: OptionalText = ""
    from_group: OptionalText = ""
    from_group_id: OptionalText = ""
    to_group: OptionalText = ""
    to_group_id: OptionalText = ""
    from_leader: OptionalText = ""
    from_leader_id: OptionalText = ""
    to_leader: OptionalText = ""
    to_leader_id: OptionalText = ""
    role: OptionalText = ""
    motives: tuple[Motive, ...] = ()
    killed_min: Number | None = None
    killed_max: Number | None = None
    injured_min: Number | None = None
    injured_max: Number | None = None
    count_min: Number | None = None
    count_max: Number | None = None
    count_note: OptionalText = ""
    date: Edtf = ""
    date_basis: DateBasis
    provinces: tuple[str, ...] = ()
    countries: tuple[Annotated[str, Field(pattern="^[A-Z]{2}$")], ...] = ()
    place: OptionalText = ""
    asserted_by: Text
    modality: Modality
    coding: Coding
    summary: Text
    evidence_start: Number | None = None
    evidence_end: Number | None = None
    confidence: Annotated[float | None, Field(ge=0, le=1)] = None
    rule: OptionalText = ""

    @model_validator(mode="after")
    def _whole(self) -> ClaimSeed:
        faults = [*self._missing(), *_reversed(self, "killed", "injured", "count")]
        first, _, last = self.paragraph.partition("-")
        if last and int(last) < int(first):
            faults.append(f"paragraph {self.paragraph} ends before it begins")
        if self.kind == "relation" and self.role not in get_args(RelationRole):
            faults.append(f"a relation needs a role out of {', '.join(get_args(RelationRole))}")
        if bool(self.date) == (self.date_basis == "publication"):
            faults.append("give `date` with date_basis stated, relative or context, and leave it "
                          "out with date_basis publication")
        faults += self._evidence_faults()
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _evidence_faults(self) -> Iterator[str]:
        if (self.evidence_start is None) != (self.evidence_end is None):
            yield "give both `evidence_start` and `evidence_end`, or neither"
        elif self.evidence_start is not None and self.evidence_end is not None and (
                self.evidence_start >= self.evidence_end):
            yield f"evidence_start {self.evidence_start} is not before evidence_end {self.evidence_end}"

    def _missing(self) -> Iterator[str]:
        for choice in NEEDS[self.kind]:
            if not any(getattr(self, column) for column in choice):
                yield f"a {self.kind} needs `{'` or `'.join(choice)}`"


class ArticleSeed(Seed):
    """One coded article: what is known of it, and its claims."""

    source_id: Annotated[str, Field(pattern=SOURCE_ID)]
    title: Text
    authors: tuple[Text, ...]
    publisher: Text
    publisher_kind: Annotated[PublisherKind | None, Optional] = None
    published: Annotated[Edtf, Field(min_length=4)]
    published_basis: PublishedBasis
    published_note: Text
    url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    language: Annotated[str, Field(pattern="^[a-z]{2}$")]
    genre: Genre
    text_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    note: OptionalText = ""
    engine: OptionalText = ""


class ProposedSeed(Seed):
    """An actor whom a draft names and nobody has added to the reference tables yet."""

    actor_type: ActorType
    name: Text
    aliases: tuple[Text, ...] = ()
    group: OptionalText = ""
    count_min: OptionalNumber = None
    count_max: OptionalNumber = None


class StorySeed(Seed):
    """The head of a story: what it is called, and what it tells."""

    story_id: Slug
    position: Annotated[int, Field(ge=1)]
    title: Text
    about: Text


class StepSeed(Seed):
    """A step of a story without its sentences: the view that it is told on."""

    part: Annotated[int, Field(ge=1)]
    page: Text
    view: Annotated[dict[str, tuple[Text, ...]], BeforeValidator(lambda view: _lists(view))] = {}
    heading: Text


class SentenceSeed(Seed):
    """A sentence of a step, and the claims that it rests on."""

    text: Text
    claims: tuple[Text, ...]


def _lists(view: object) -> object:
    """A parameter that stands once may be written without a list."""
    if isinstance(view, dict):
        return {name: (value,) if isinstance(value, str) else value for name, value in view.items()}
    return view


@dataclass(frozen=True)
class Located:
    """Where a seed row stands, for messages."""

    file: str
    line: int


@dataclass(frozen=True)
class ToldStep:
    """A step of a story where it stands, with its sentences; of what could not be read, None."""

    at: Located
    step: StepSeed | None
    sentences: tuple[tuple[Located, SentenceSeed | None], ...]


@dataclass(frozen=True)
class ToldStory:
    """A story where it stands, with its steps; `story_id` as it is written, if its head could not be read."""

    at: Located
    story_id: str
    head: StorySeed | None
    steps: tuple[ToldStep, ...]


@dataclass
class Seeds:
    """All seeds of a project, with where each row stands; `problems` is what was wrong in them."""

    articles: list[tuple[Located, ArticleSeed]] = field(default_factory=list)
    claims: list[tuple[Located, str, ClaimSeed]] = field(default_factory=list)
    persons: list[tuple[Located, PersonSeed]] = field(default_factory=list)
    groups: list[tuple[Located, GroupSeed]] = field(default_factory=list)
    cohorts: list[tuple[Located, CohortSeed]] = field(default_factory=list)
    aliases: list[tuple[Located, AliasSeed]] = field(default_factory=list)
    provinces: list[tuple[Located, ProvinceSeed]] = field(default_factory=list)
    places: list[tuple[Located, PlaceSeed]] = field(default_factory=list)
    offices: list[tuple[Located, OfficeSeed]] = field(default_factory=list)
    identities: list[tuple[Located, IdentitySeed]] = field(default_factory=list)
    event_judgements: list[tuple[Located, EventJudgementSeed]] = field(default_factory=list)
    disputes: list[tuple[Located, DisputeSeed]] = field(default_factory=list)
    event_ids: list[tuple[Located, EventIdSeed]] = field(default_factory=list)
    stories: list[ToldStory] = field(default_factory=list)
    proposed: list[tuple[Located, ProposedSeed]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


Row = TypeVar("Row", bound=Seed)


def article_files(root: Path) -> list[Path]:
    """The coded articles under a project's root, by name."""
    return sorted((root / "seeds" / "articles").glob("*.yml"))


def draft_files(root: Path) -> list[Path]:
    """The machine drafts that wait for a person, by name; not those kept beside an article that is coded by now."""
    coded = {path.name for path in article_files(root)}
    return sorted(path for path in (root / "seeds" / "drafts").glob("*.yml") if path.name not in coded)


def read_seeds(root: Path, files: Iterable[Path] | None = None) -> Seeds:
    """All seeds under `root`; `files` lets a caller pass the articles one by one with progress."""
    seeds = Seeds()
    reference = root / "seeds" / "reference"

    def rows(path: Path, model: type[Row]) -> list[tuple[Located, Row]]:
        return list(_read_csv(path, model, root, seeds.problems))

    seeds.persons = rows(reference / "persons.csv", PersonSeed)
    seeds.groups = rows(reference / "groups.csv", GroupSeed)
    seeds.cohorts = rows(reference / "cohorts.csv", CohortSeed)
    seeds.aliases = rows(reference / "aliases.csv", AliasSeed)
    seeds.provinces = rows(reference / "provinces.csv", ProvinceSeed)
    judgements = root / "seeds" / "judgements"

    def optional(path: Path, model: type[Row]) -> list[tuple[Located, Row]]:
        return rows(path, model) if path.exists() else []

    seeds.places = optional(reference / "places.csv", PlaceSeed)
    seeds.offices = optional(reference / "offices.csv", OfficeSeed)
    seeds.identities = optional(judgements / "identities.csv", IdentitySeed)
    seeds.event_judgements = optional(judgements / "events.csv", EventJudgementSeed)
    if (judgements / "disputes.yml").exists():
        _read_disputes(judgements / "disputes.yml", root, seeds)
    seeds.event_ids = optional(root / "seeds" / "registers" / "event_ids.csv", EventIdSeed)
    for path in article_files(root) if files is None else files:
        _read_article(path, root, seeds)
    for path in sorted((root / STORIES).glob("*.yml")):
        _read_story(path, root, seeds)
    if not seeds.articles and not seeds.problems:
        seeds.problems.append(Problem("seeds/articles", 0, "", "there is no coded article",
                                      "Add a <source_id>.yml (docs/adding-an-article.md)"))
    return seeds


def _read_csv(
    path: Path, model: type[Row], root: Path, problems: list[Problem]
) -> Iterator[tuple[Located, Row]]:
    name = path.relative_to(root).as_posix()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(name, 0, "", f"cannot be read ({error})", "Write it as UTF-8 CSV"))
        return
    reader = csv.DictReader(io.StringIO(text), restkey="_surplus", restval="", strict=True)
    header = reader.fieldnames or []
    if not header or len(set(header)) < len(header):
        problems.append(Problem(name, 1, "", "has no header, or one column twice",
                                f"Known: {', '.join(model.model_fields)}"))
        return
    try:
        for cells in reader:
            at = Located(name, reader.line_num)
            row = _validated(model, cells, at, next(iter(cells.values()), ""), problems, {})
            if row is not None:
                yield at, row
    except csv.Error as error:
        problems.append(Problem(name, reader.reader.line_num, "", f"is not CSV ({error})",
                                "Close each quoted cell, and double the quotes inside it"))


_UNREADABLE = object()


class _LineLoader(yaml.SafeLoader):
    """YAML with every scalar as text (EDTF must not become a date) and each mapping's lines."""


_LineLoader.yaml_implicit_resolvers = {}


def _mapping(loader: _LineLoader, node: yaml.MappingNode) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    lines: dict[str, int] = {"": node.start_mark.line + 1}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str) or key in mapping:
            fault = "stands twice" if isinstance(key, str) else "is not a name"
            raise yaml.constructor.ConstructorError(
                None, None, f"the key '{key}' {fault}", key_node.start_mark
            )
        mapping[key] = loader.construct_object(value_node, deep=True)
        lines[key] = key_node.start_mark.line + 1
    mapping["_lines"] = lines
    return mapping


_LineLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def _read_yaml(path: Path, root: Path, seeds: Seeds) -> Any:
    """The document, every scalar as text, or None with a problem told."""
    name = path.relative_to(root).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
        return yaml.load(text, _LineLoader)  # noqa: S506 (a subclass of SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        seeds.problems.append(
            Problem(name, 0, "", f"cannot be read ({error})", "Write it as UTF-8 YAML"))
    except yaml.YAMLError as error:
        seeds.problems.append(Problem(name, _yaml_line(error, text), "",
                                      f"is not YAML ({_yaml_fault(error)})",
                                      "Mend the line; quote text that holds a colon"))
    return _UNREADABLE


def _read_disputes(path: Path, root: Path, seeds: Seeds) -> None:
    name = path.relative_to(root).as_posix()
    document = _read_yaml(path, root, seeds)
    if document is _UNREADABLE:
        return
    if not isinstance(document, list) or not all(isinstance(entry, dict) for entry in document):
        seeds.problems.append(Problem(name, 1, "", "is not a list of disputes", "See docs/adding-an-article.md"))
        return
    for entry in document:
        cells = _without_lines(entry)
        lines = entry["_lines"]
        at = Located(name, lines[""])
        row = _validated(DisputeSeed, cells, at, str(entry.get("dispute_id", "")), seeds.problems, lines)
        if row is not None:
            seeds.disputes.append((at, row))


def _without_lines(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _without_lines(value) for key, value in node.items() if key != "_lines"}
    return [_without_lines(value) for value in node] if isinstance(node, list) else node


def _read_article(path: Path, root: Path, seeds: Seeds) -> None:
    name = path.relative_to(root).as_posix()
    document = _read_yaml(path, root, seeds)
    if document is _UNREADABLE:
        return
    if not isinstance(document, dict) or not isinstance(document.get("claims"), list):
        seeds.problems.append(Problem(name, 1, "", "is not an article with a list of `claims`",
                                      "See docs/adding-an-article.md"))
        return
    claims = document.pop("claims")
    proposed = document.pop("proposed", []) if name.startswith(f"{DRAFTS}/") else []
    lines = document.pop("_lines")
    at = Located(name, 1)
    article = _validated(ArticleSeed, document, at, "", seeds.problems, lines)
    source_id = str(document.get("source_id", ""))
    if article is not None:
        seeds.articles.append((at, article))
        if path.stem != article.source_id:
            seeds.problems.append(Problem(name, 1, "", f"the file is not named {source_id}.yml",
                                          "Rename the file or mend source_id"))
    for claim in claims:
        _read_claim(claim, name, source_id, seeds)
    _read_proposed(proposed, Located(name, lines.get("proposed", 1)), seeds)


def _read_proposed(proposed: Any, at: Located, seeds: Seeds) -> None:
    if not _is_list_of_mappings(proposed):
        seeds.problems.append(Problem(at.file, at.line, "", "`proposed` is not a list of actors",
                                      "Write each with its `actor_type` and its `name`"))
        return
    for actor in proposed:
        here = Located(at.file, actor["_lines"][""])
        row = _validated(ProposedSeed, _without_lines(actor), here, str(actor.get("name", "")), seeds.problems,
                         actor["_lines"])
        if row is not None:
            seeds.proposed.append((here, row))


def _read_story(path: Path, root: Path, seeds: Seeds) -> None:
    name = path.relative_to(root).as_posix()
    document = _read_yaml(path, root, seeds)
    if document is _UNREADABLE:
        return
    if not isinstance(document, dict) or not _is_list_of_mappings(document.get("steps")):
        seeds.problems.append(Problem(name, 1, "", "is not a story with a list of `steps`", "See docs/stories.md"))
        return
    steps, lines = document.pop("steps"), document.pop("_lines")
    at, story_id = Located(name, 1), str(document.get("story_id", path.stem))
    head = _validated(StorySeed, document, at, story_id, seeds.problems, lines)
    if head is not None and path.stem != head.story_id:
        seeds.problems.append(Problem(name, 1, "", f"the file is not named {head.story_id}.yml",
                                      "Rename the file or mend story_id"))
    told = tuple(_read_step(step, name, story_id, number, seeds) for number, step in enumerate(steps, start=1))
    seeds.stories.append(ToldStory(at, story_id, head, told))


def _is_list_of_mappings(node: Any) -> bool:
    return isinstance(node, list) and all(isinstance(entry, dict) for entry in node)


def _read_step(step: dict[str, Any], name: str, story_id: str, number: int, seeds: Seeds) -> ToldStep:
    step = dict(step)  # YAML may name one mapping twice
    lines = step.pop("_lines")
    at, where = Located(name, lines[""]), f"{story_id}, part {number}"
    sentences = step.pop("sentences", [])
    if not _is_list_of_mappings(sentences):
        seeds.problems.append(Problem(name, lines["sentences"], where, "`sentences` is not a list of sentences",
                                      "Write each with its `text` and its `claims`"))
        sentences = []
    told = []
    for nth, sentence in enumerate(sentences, start=1):
        of_sentence = Located(name, sentence["_lines"][""])
        told.append((of_sentence, _validated(
            SentenceSeed, _without_lines(sentence), of_sentence, f"{where}, sentence {nth}", seeds.problems,
            sentence["_lines"])))
    row = _validated(StepSeed, _without_lines(step), at, where, seeds.problems, lines)
    return ToldStep(at, row, tuple(told))


def _yaml_line(error: yaml.YAMLError, text: str) -> int:
    if isinstance(error, yaml.reader.ReaderError):
        return text.count("\n", 0, error.position) + 1
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 0


def _yaml_fault(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.reader.ReaderError):
        return f"the control character U+{error.character:04X}"
    return str(getattr(error, "problem", error))


def _read_claim(claim: Any, name: str, source_id: str, seeds: Seeds) -> None:
    if not isinstance(claim, dict):
        seeds.problems.append(Problem(name, 0, "", f"'{claim}' is not a claim",
                                      "Write each claim as a mapping under `claims:`"))
        return
    claim = dict(claim)  # YAML may name one mapping twice
    lines = claim.pop("_lines")
    at = Located(name, lines[""])
    claim_id = str(claim.get("claim_id", "claim without an id"))
    row = _validated(ClaimSeed, claim, at, claim_id, seeds.problems, lines)
    if row is None:
        return
    if row.coding == "machine" and not name.startswith(f"{DRAFTS}/"):
        seeds.problems.append(Problem(name, lines.get("coding", at.line), claim_id,
                                      "a machine draft among coded articles",
                                      "Move it to seeds/drafts, or write `reviewed` once a person has confirmed it"))
    if row.claim_id.rpartition(".")[0] != source_id:
        seeds.problems.append(Problem(name, at.line, claim_id,
                                      f"the claim_id does not begin with '{source_id}.'",
                                      "Claims bear the id of their article"))
    seeds.claims.append((at, source_id, row))


def _validated(
    model: type[Row], cells: dict[str, Any], at: Located, where: str,
    problems: list[Problem], lines: dict[str, int],
) -> Row | None:
    try:
        return model.model_validate(cells)
    except ValidationError as error:
        for fault in error.errors():
            column, what, todo = _fault(model, dict(fault))
            problems.append(Problem(at.file, lines.get(column, at.line), where, what, todo))
        return None


def faults_of(model: type[Seed], cells: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What is wrong with a row of the seeds as (column, what, what to do); the column is empty for what no one cell
    is to blame for."""
    try:
        model.model_validate(cells)
    except ValidationError as error:
        return [_fault(model, dict(fault)) for fault in error.errors()]
    return []


def _fault(model: type[Seed], fault: dict[str, Any]) -> tuple[str, str, str]:
    column = str(fault["loc"][0]) if fault["loc"] else ""
    return (column, *_explain(model, column, fault))


def _explain(model: type[Seed], column: str, fault: dict[str, Any]) -> tuple[str, str]:
    """A pydantic fault in the words of a coder: what is wrong, and what to do."""
    given, kind = fault.get("input"), fault["type"]
    if column == "_surplus":
        return "has more cells than the header has columns", "Quote cells that hold a comma"
    if kind == "missing":
        return f"`{column}` is missing", "Add it"
    if kind == "extra_forbidden":
        return f"unknown column `{column}`", (
            did_you_mean(column, model.model_fields) or f"Known: {', '.join(model.model_fields)}")
    if kind == "literal_error":
        known = re.findall(r"'([^']+)'", fault["ctx"]["expected"])
        return f"unknown {column} '{given}'", (
            did_you_mean(str(given), known) or f"Known: {', '.join(known)}")
    if isinstance(fault.get("ctx", {}).get("error"), (DateError, ValueError)):
        return f"{column + ' ' if column else ''}{fault['ctx']['error']}", (
            "Mend the claim" if model is ClaimSeed else "Mend it")
    message = fault["msg"][:1].lower() + fault["msg"][1:]
    return f"`{column}` cannot be '{given}' ({message})", "Mend the cell"
