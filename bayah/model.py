"""The contract: every table, column and vocabulary of the atlas, defined once, and the error tree.

Reads nothing. Returns the definitions from which the seeds are checked, the tables are written and read,
`data/datapackage.json` and the data dictionary are made. Refuses nothing itself; the other modules raise the errors
defined here. Source: the codebook (docs/codebook.md), sections 1 and 2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal[
    "pledge",
    "renunciation",
    "defection",
    "joining",
    "surrender",
    "split",
    "merger",
    "formation",
    "appointment",
    "removal",
    "affiliation",
    "detention",
    "release",
    "death",
    "clash",
    "attack",
    "presence",
    "withdrawal",
    "recruitment",
    "negotiation",
    "relation",
    "statement",
]
RelationRole = Literal[
    "allied",
    "hostile",
    "rival",
    "supports",
    "cooperates",
    "in_contact",
    "part_of",
    "splinter_of",
    "pressures",
    "declared_war",
]
Motive = Literal[
    "ideology",
    "leadership_dispute",
    "conduct",
    "money",
    "coercion",
    "grievance",
    "rivalry",
    "concealed_death",
    "opportunity",
]
Modality = Literal["asserted", "reported", "doubted", "denied", "planned"]
DateBasis = Literal["stated", "relative", "context", "publication"]
PublishedBasis = Literal["stated", "address", "context", "estimated"]
Coding = Literal["human", "machine", "reviewed"]
Genre = Literal["news", "analysis", "opinion"]
PublisherKind = Literal[
    "news_agency",
    "newspaper",
    "magazine",
    "broadcaster",
    "online_news",
    "think_tank",
    "advocacy",
    "government",
    "armed_group",
    "other",
]
GroupKind = Literal["movement", "wilayat", "council", "faction", "state", "organisation"]
ActorType = Literal["person", "group", "cohort"]
PlaceKind = Literal["town", "district", "agency", "region", "site"]
Precision = Literal["day", "month", "season", "year", "range", "unknown"]
Part = Literal["subject", "object", "from_group", "to_group", "from_leader", "to_leader"]
EndBasis = Literal["event", "death", "succeeded", "open", "last_evidence"]
DisputedField = Literal[
    "modality",
    "date",
    "provinces",
    "killed",
    "injured",
    "count",
    "subject",
    "object",
    "from_group",
    "to_group",
    "from_leader",
    "to_leader",
    "alive",
    "office",
    "allegiance",
    "presence",
    "relation",
    "motives",
]
DisputeBasis = Literal["rule", "judgement"]
EventJudgement = Literal["same_event", "not_same_event"]
IdentityJudgement = Literal["same", "not_same", "undecided"]
AgreementMeasure = Literal["f1", "alpha", "share"]
Shade = Literal["count", "share", "balance"]
"""How a measure shows on the map: its number, its share of all that is told there, or one group against another."""

KINDS: tuple[str, ...] = get_args(Kind)
PARTS: tuple[str, ...] = get_args(Part)
MODALITIES: tuple[str, ...] = get_args(Modality)
CODINGS: tuple[str, ...] = get_args(Coding)
HAPPENED: tuple[str, ...] = ("asserted", "reported", "doubted")
"""Modalities of what is told as a fact, if in doubt; what is only planned or denied is not."""
WHERE_PREC_WORDS: dict[int, str] = {
    1: "exact place", 2: "within 25 km", 3: "district", 4: "province only", 5: "region only", 6: "country only"}
"""How finely a place is known, finest first: `where_prec` of UCDP GED, in words for readers."""
IN_PROVINCE, IN_REGION, IN_COUNTRY = 4, 5, 6
"""`where_prec` of what is told only for a province, a region or a country, and so is no point."""
PREC_OF_PLACE: dict[str, tuple[int, ...]] = {
    "town": (1, 2), "site": (1, 2), "district": (3,), "agency": (3,), "region": (IN_REGION,)}
"""What `where_prec` a place of each kind may have; a province and a country are no places of the gazetteer."""
INDEPENDENT = "independent"
"""The group id under which a man or a faction stands alone."""
PROPOSED = "draft-"
"""How the ids of actors begin whom a draft proposes: no promises, for whoever reviews it gives them their own."""
STATES = frozenset({"affiliation", "presence", "relation"})
"""Kinds that tell how things stood over an interval; all other kinds are acts."""

NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "pledge": (("subject",), ("to_group", "to_leader")),
    "renunciation": (("subject",), ("from_group", "from_leader")),
    "defection": (("subject",), ("from_group",), ("to_group",)),
    "joining": (("subject",), ("to_group",)),
    "surrender": (("subject",), ("object",)),
    "split": (("subject",), ("from_group",)),
    "merger": (("subject",), ("to_group",)),
    "formation": (("subject",),),
    "appointment": (("subject",), ("role",)),
    "removal": (("subject",), ("role",)),
    "affiliation": (("subject",), ("to_group",)),
    "detention": (("subject",),),
    "release": (("subject",),),
    "death": (("subject",),),
    "clash": (("subject",), ("object",)),
    "attack": (("subject",),),
    "presence": (("subject",),),
    "withdrawal": (("subject",),),
    "recruitment": (("subject",),),
    "negotiation": (("subject",), ("object",)),
    "relation": (("subject",), ("object",), ("role",)),
    "statement": (("subject",),),
}
"""What a claim of each kind must carry: one column of every tuple (codebook, section 1, `kind`)."""


class BayahError(Exception):
    """The root of all errors that this package raises on purpose."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with the input: where it stands, what it is and what to do about it."""

    file: str
    line: int
    where: str
    what: str
    todo: str

    def __str__(self) -> str:
        at = f"{self.file}:{self.line}" if self.line else self.file
        return f"{at}: {self.where + ': ' if self.where else ''}{self.what}. {self.todo}"


class SeedError(BayahError):
    """The seeds cannot be built; carries every problem of every file, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''} in the seeds; no table was changed."
        super().__init__("\n".join([head, *map(str, self.problems)]))


class ReadingError(BayahError):
    """A file gives no article; its `problem` says which file, what is wrong and what to do."""

    def __init__(self, file: str, what: str, todo: str, line: int = 0) -> None:
        self.problem = Problem(file, line, "", what, todo)
        super().__init__(str(self.problem))


class TableError(BayahError):
    """Built or stored tables break the contract; carries a line for each breach."""

    def __init__(self, breaches: Iterable[str]) -> None:
        self.breaches = tuple(breaches)
        super().__init__("\n".join(["The tables break the contract.", *self.breaches]))


class DateError(BayahError, ValueError):
    """A date is not EDTF, or not the part of EDTF that the codebook allows."""


ColumnType = Literal["string", "integer", "number", "boolean", "date"]


class TextError(BayahError):
    """The folder of texts of the articles cannot be read."""


@dataclass(frozen=True)
class Column:
    """One column: its name, type, meaning, and what its cells may hold.

    `vocabulary` closes the values; with `is_list` the cell holds several of them joined by `;`. `references` is
    (table, column) of a foreign key.
    """

    name: str
    type: ColumnType
    description: str
    required: bool = False
    vocabulary: tuple[str, ...] = ()
    is_list: bool = False
    references: tuple[str, str] | None = None


@dataclass(frozen=True)
class Table:
    """One table: its key, what a row is, and its columns in the order in which they are written."""

    name: str
    key: tuple[str, ...]
    description: str
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]


def _text(name: str, description: str, **options: object) -> Column:
    return Column(name, "string", description, **options)  # type: ignore[arg-type]


def _count(name: str, description: str, **options: object) -> Column:
    return Column(name, "integer", description, **options)  # type: ignore[arg-type]


def _number(name: str, description: str, **options: object) -> Column:
    return Column(name, "number", description, **options)  # type: ignore[arg-type]


def _day(name: str, description: str, **options: object) -> Column:
    return Column(name, "date", description, **options)  # type: ignore[arg-type]


def _flag(name: str, description: str) -> Column:
    return Column(name, "boolean", description, required=True)


def _key(name: str, table: str, description: str, required: bool = True) -> Column:
    target = f"{table[:-1]}_id"
    return Column(name, "string", description, required=required, references=(table, target))


def _vocabulary(name: str, values: object, description: str, required: bool = True) -> Column:
    return Column(name, "string", description, required=required, vocabulary=get_args(values))


_PEOPLE = (
    _count("killed_min", "Fewest people killed, persons; empty where the source gives no number"),
    _count("killed_max", "Most people killed, persons"),
    _count("injured_min", "Fewest people injured, persons"),
    _count("injured_max", "Most people injured, persons"),
    _count("count_min", "Fewest people who acted or were acted upon, persons"),
    _count("count_max", "Most people who acted or were acted upon, persons"),
)
_VALID_TIME = (
    _day("date_earliest", "First day on which it can have happened or held; empty: open"),
    _day("date_latest", "Last day on which it can have happened or held; empty: open"),
    _vocabulary("date_precision", Precision, "How finely the day is known"),
)


_KNOWLEDGE_TIME = (
    _day("known_from", "First day on which a reader of what was published found it so", required=True),
    _day("known_until", "Day from which a newer article had changed it; empty: it still holds"),
)


_TOLD_DAYS = (
    _day("start_earliest", "First day on which it can have begun; empty: not known"),
    _day("start_latest", "Last day on which it can have begun: surely held from here"),
    _day("end_earliest", "First day on which it can have ended"),
    _day("end_latest", "Last day on which it can have ended; empty: no end is known"),
    _key("start_event_id", "events", "The act that opens it", required=False),
    _key("end_event_id", "events", "The event that closes it", required=False),
    _vocabulary("end_basis", EndBasis,
                "How the end is known; `open`, `last_evidence`: no end is told, see last_evidence_date"),
    _day("last_evidence_date", "Last day for which a claim speaks of it", required=True),
    _flag("is_contested", "True where an event behind it is disputed, or disputes it"),
    _count("n_claims", "Number of claims behind it", required=True),
)
"""What a spell and a term of office have in common."""


def _where_prec(remark: str, **options: object) -> Column:
    words = ", ".join(f"{number} {word}" for number, word in WHERE_PREC_WORDS.items())
    return _count("where_prec", f"UCDP GED precision of place: {words}; {remark}", **options)


def _actor_columns() -> tuple[Column, ...]:
    what = {
        "subject": "Who acts or is acted upon",
        "object": "The other party",
        "from_group": "The group that is left",
        "to_group": "The group that is joined or held to",
        "from_leader": "From whom the oath is withdrawn",
        "to_leader": "To whom the oath is given",
    }
    columns: list[Column] = []
    for part, meaning in what.items():
        table = "groups" if part.endswith("group") else "persons"
        table = "actors" if part in ("subject", "object") else table
        required = part == "subject"
        columns.append(_key(f"{part}_id", table, meaning, required=required))
        columns.append(
            _text(f"{part}_as_written", f"{meaning}: the name in the article", required=required)
        )
    return tuple(columns)


def _key_of_story() -> Column:
    return Column("story_id", "string", "The story", required=True, references=("stories", "story_id"))


_PART_OF_STORY = _count("part", "Number of the step in its story, from 1; links name it", required=True)
_SENTENCE_OF_PART = _count("sentence", "Number of the sentence in its step, from 1", required=True)
SENTENCES = (3, 6)
"""The fewest and the most sentences of a step of a story."""
STEPS_OF_STORY = (4, 7)
"""The fewest and the most steps of a story."""


TABLES: tuple[Table, ...] = (
    Table(
        "sources",
        ("source_id",),
        "One row an article. Its publication is the knowledge time of its claims.",
        (
            _text("source_id", "Stable id of the article", required=True),
            _text("title", "Title", required=True),
            _text("authors", "Authors; empty where the publisher names none", is_list=True),
            _text("publisher", "Publisher", required=True),
            _vocabulary("publisher_kind", PublisherKind, "What kind of body the publisher is; empty: not coded",
                        required=False),
            _text("published", "Date of publication, EDTF", required=True),
            _day("published_earliest", "First day on which it can have appeared", required=True),
            _day(
                "known_date",
                "First day by which it had surely appeared: the last day of `published`. "
                "The clock `known` reads this column",
                required=True,
            ),
            _vocabulary("published_basis", PublishedBasis, "How the date is known"),
            _text("published_note", "How the date is known, in a sentence", required=True),
            _text("url", "Address at the publisher; empty: not known"),
            _text("language", "ISO 639-1", required=True),
            _vocabulary("genre", Genre, "Kind of text"),
            _text("text_sha256", "SHA-256 of the bytes of the text coded from", required=True),
            _text("note", "Remarks on the copy"),
        ),
    ),
    Table(
        "claims",
        ("claim_id",),
        "One row a fact that one article asserts (codebook, section 1).",
        (
            _text("claim_id", "`<source_id>.<nn>`; never reused", required=True),
            _key("source_id", "sources", "The article"),
            _key("event_id", "events", "The event that the build reconciled the claim into"),
            _text("paragraph", "1-based paragraph or range of the article", required=True),
            _vocabulary("kind", Kind, "What kind of fact"),
            *_actor_columns(),
            _text("role", "Office held, gained or lost; in a relation, how the two stand"),
            Column(
                "motives",
                "string",
                "Why, as the claim tells it",
                vocabulary=get_args(Motive),
                is_list=True,
            ),
            *_PEOPLE,
            _text("count_note", "`~` where the number is rounded or estimated"),
            _text("date", "Date as coded, EDTF; empty: only known to be before publication"),
            _vocabulary("date_basis", DateBasis, "How the date is known"),
            *_VALID_TIME,
            _count(
                "date_prec",
                "UCDP GED precision: 1 day, 2 up to 6 days, 3 a week, 4 a month, 5 a year; "
                "empty where it is coarser or unknown",
            ),
            _count("time_precision", "ACLED precision: 1 day, 2 week, 3 month; empty: coarser"),
            _text("provinces", "ISO 3166-2 codes", is_list=True),
            _text("countries", "ISO 3166-1 alpha-2, where no province is known", is_list=True),
            _text("place", "Places finer or coarser than a province, as named", is_list=True),
            _where_prec("empty where no place is told"),
            _text("asserted_by", "Who says so inside the article; `author` for its own voice",
                  required=True),
            _vocabulary("modality", Modality, "How it is said"),
            _vocabulary("coding", Coding, "Who coded it"),
            _text("summary", "The fact in our own words", required=True),
            _count("evidence_start", "First character of the evidence in the text, from 0; empty: coded by paragraph"),
            _count("evidence_end", "Character after the last of the evidence"),
            _number("confidence", "Confidence of the machine that drafted it, 0 to 1: how often a person accepts such "
                    "a claim; empty: coded by a person"),
        ),
    ),
    Table(
        "claim_provinces",
        ("claim_id", "province_id"),
        "One row a province that a claim names.",
        (
            _key("claim_id", "claims", "The claim"),
            _key("province_id", "provinces", "The province"),
        ),
    ),
    Table(
        "claim_places",
        ("claim_id", "place_id"),
        "One row a place of the gazetteer that a claim names.",
        (
            _key("claim_id", "claims", "The claim"),
            _key("place_id", "places", "The place"),
        ),
    ),
    Table(
        "events",
        ("event_id", "known_from"),
        "One row a happening or a state, all claims about it reconciled (docs/reconciling.md).",
        (
            _text("event_id", "Minted once, kept in seeds/registers/event_ids.csv", required=True),
            _vocabulary("kind", Kind, "What kind of happening"),
            _flag("is_state", "True for affiliation, presence and relation: it holds over a time"),
            _text("label", "The event in a line, made from its names", required=True),
            _text("role", "Offices or relation named by its claims", is_list=True),
            *_VALID_TIME,
            *_PEOPLE,
            Column(
                "motives",
                "string",
                "Motives that any of its claims gives",
                vocabulary=get_args(Motive),
                is_list=True,
            ),
            _text("countries", "ISO 3166-1 alpha-2, where no province is known", is_list=True),
            _text("place", "Places as named", is_list=True),
            _where_prec("of the claim that tells it most finely; empty where none tells a place"),
            _vocabulary("modality", Modality, "The firmest modality among its claims"),
            _flag("is_contested", "True where claims, of this event or another, contradict it"),
            Column("contested_fields", "string", "What is disputed", vocabulary=get_args(DisputedField), is_list=True),
            _flag("is_draft", "True while all its claims are machine drafts nobody has reviewed"),
            _count("n_claims", "Number of claims", required=True),
            _count("n_sources", "Number of articles", required=True),
            _day("known_date", "Day by which the first of its claims was published", required=True),
            *_KNOWLEDGE_TIME,
        ),
    ),
    Table(
        "event_redirects",
        ("event_id",),
        "One row an id that an event bore before it was found to be part of another: links to it lead on.",
        (
            _text("event_id", "The id that stands for no event any more", required=True),
            _key("current_event_id", "events", "The event that its claims tell of today"),
        ),
    ),
    Table(
        "event_claims",
        ("event_id", "claim_id", "known_from"),
        "One row a claim and the event that it was found to tell of, while it was.",
        (
            _key("event_id", "events", "The event"),
            _key("claim_id", "claims", "The claim"),
            *_KNOWLEDGE_TIME,
        ),
    ),
    Table(
        "event_provinces",
        ("event_id", "province_id", "known_from"),
        "One row a province where an event happened.",
        (
            _key("event_id", "events", "The event"),
            _key("province_id", "provinces", "The province"),
            *_KNOWLEDGE_TIME,
        ),
    ),
    Table(
        "event_places",
        ("event_id", "place_id", "known_from"),
        "One row a place of the gazetteer where an event happened.",
        (
            _key("event_id", "events", "The event"),
            _key("place_id", "places", "The place"),
            *_KNOWLEDGE_TIME,
        ),
    ),
    Table(
        "event_actors",
        ("event_id", "actor_id", "part", "known_from"),
        "One row an actor and the part it has in an event.",
        (
            _key("event_id", "events", "The event"),
            _key("actor_id", "actors", "The actor"),
            _vocabulary("part", Part, "Its part"),
            *_KNOWLEDGE_TIME,
        ),
    ),
    Table(
        "actors",
        ("actor_id",),
        "One row a person, group or cohort: the ids that claims point to.",
        (
            _text("actor_id", "The person_id, group_id or cohort_id", required=True),
            _vocabulary("actor_type", ActorType, "Which of the three"),
            _text("name", "Name", required=True),
        ),
    ),
    Table(
        "persons",
        ("person_id",),
        "One row a named person, under one id whatever the spelling.",
        (
            _key("person_id", "actors", "Stable id"),
            _text("name", "Best known spelling", required=True),
            _text("notes", "Who he is, by the articles"),
        ),
    ),
    Table(
        "groups",
        ("group_id",),
        "One row a movement, province of Islamic State, council, faction, state or organisation.",
        (
            _key("group_id", "actors", "Stable id"),
            _text("name", "Name", required=True),
            _text("short_name", "Name for narrow places"),
            _vocabulary("kind", GroupKind, "What kind of body"),
            _key("parent_group_id", "groups", "The body it is part of", required=False),
            _count("rank", "Order in legends; empty: shown with its parent"),
            _text("notes", "What it is, by the articles"),
        ),
    ),
    Table(
        "cohorts",
        ("cohort_id",),
        "One row a number of unnamed people who act together.",
        (
            _key("cohort_id", "actors", "Stable id"),
            _text("name", "Rank, number and group", required=True),
            _key("group_id", "groups", "The group they belonged to before the change",
                 required=False),
            _count("count_min", "Fewest people"),
            _count("count_max", "Most people"),
            _text("notes", "Remarks"),
        ),
    ),
    Table(
        "aliases",
        ("actor_id", "alias"),
        "One row a spelling seen beside the canonical name.",
        (
            _key("actor_id", "actors", "Whose"),
            _text("alias", "The spelling", required=True),
            _key("source_id", "sources", "First article it was seen in", required=False),
        ),
    ),
    Table(
        "offices",
        ("role",),
        "One row an office of which we know how many can hold it.",
        (
            _text("role", "The office, as claims name it", required=True),
            _flag("is_sole", "True where one holds it at a time, so that a successor ends a term"),
            _text("notes", "Why"),
        ),
    ),
    Table(
        "identities",
        ("identity_id",),
        "One row a judgement whether two names or two ids are one actor, with its reason.",
        (
            _text("identity_id", "`<actor_id>.<other_id>`, or `<actor_id>.` and the spelling", required=True),
            _key("actor_id", "actors", "The actor"),
            _text("other_id", "The other id; of a `same`, an id that stands for the actor and is kept as a promise"),
            _text("alias", "Or the spelling that is judged"),
            _key("source_id", "sources", "The article that the spelling stands in", required=False),
            _vocabulary("judgement", IdentityJudgement, "Whether they are one"),
            _text("reason", "Why, in our words", required=True),
        ),
    ),
    Table(
        "event_judgements",
        ("claim_id", "other_claim_id"),
        "One row a judgement that overrides the rules: whether two claims tell of one event.",
        (
            _key("claim_id", "claims", "One claim"),
            Column("other_claim_id", "string", "The other claim", required=True, references=("claims", "claim_id")),
            _vocabulary("judgement", EventJudgement, "Whether they tell of one event"),
            _text("reason", "Why, in our words", required=True),
        ),
    ),
    Table(
        "agreement",
        ("source_id", "column", "value"),
        "One row a measure of how far two coders who did not see each other's work agree on an article.",
        (
            _text("source_id", "The article; `all`: over all of them", required=True),
            _text("column", "The column compared; `claims`: whether both coded the claim at all", required=True),
            _text("value", "The kind that the figure is for; `all`: over all kinds", required=True),
            _vocabulary("measure", AgreementMeasure,
                        "`f1`: 2 * matched / (first + second); `alpha`: Krippendorff's, nominal; `share`: of cells"),
            Column("agreement", "number", "The figure; empty: not defined (nothing to compare, or nothing varies)"),
            _count("n_first", "Claims of the first coder", required=True),
            _count("n_second", "Claims of the second coder", required=True),
            _count("n_matched", "Claims of both that tell of one fact", required=True),
        ),
    ),
    Table(
        "provinces",
        ("province_id",),
        "One row a province or territory of Afghanistan and Pakistan; geometry in data/boundaries.",
        (
            _text("province_id", "ISO 3166-2", required=True),
            _text("name", "English name", required=True),
            Column("country", "string", "ISO 3166-1 alpha-2", required=True,
                   vocabulary=("AF", "PK")),
            _text("aliases", "Other spellings", is_list=True),
            _text("name_fa", "Persian name"),
            _text("name_ps", "Pashto name"),
            _text("name_ur", "Urdu name"),
            Column("latitude", "number", "Point inside, degrees north", required=True),
            Column("longitude", "number", "Point inside, degrees east", required=True),
            _day("valid_from", "First day of its existence; empty: before the atlas begins"),
            _day("valid_until", "Day from which it exists no more; empty: still exists"),
        ),
    ),
    Table(
        "places",
        ("place_id",),
        "One row a place finer or coarser than a province that a claim can name: the gazetteer.",
        (
            _text("place_id", "Stable id", required=True),
            _text("name", "English name", required=True),
            _vocabulary("kind", PlaceKind, "What kind of place"),
            _key("province_id", "provinces", "The province it lies in; empty: a region, or outside both countries",
                 required=False),
            _text("provinces", "ISO 3166-2 codes of what a region takes in, where that is commonly defined",
                  is_list=True),
            _text("country", "ISO 3166-1 alpha-2 of the country it lies in; several for a region", is_list=True),
            _text("aliases", "Other spellings, as articles name it", is_list=True),
            Column("latitude", "number", "Degrees north; empty: no point"),
            Column("longitude", "number", "Degrees east; empty: no point"),
            _where_prec("of a claim that names it", required=True),
            _text("source", "Where the point, or what the region takes in, comes from", required=True),
            _text("notes", "Remarks"),
        ),
    ),
    Table(
        "allegiances",
        ("allegiance_id", "known_from"),
        "One row a spell: an actor stands with a group over an interval with uncertain ends.",
        (
            _text("allegiance_id", "`<actor_id>.<group_id>.<id of the event first seen in>`",
                  required=True),
            _key("actor_id", "actors", "The person or cohort, or a group that pledged itself"),
            _key("group_id", "groups", "The group stood with"),
            _text("role", "Offices held during the spell, in order", is_list=True),
            _key("leader_id", "persons", "To whom the last oath of the spell was given",
                 required=False),
            *_TOLD_DAYS,
            *_KNOWLEDGE_TIME,
        ),
    ),
    Table(
        "allegiance_events",
        ("allegiance_id", "event_id", "known_from"),
        "One row an event that opens, closes, bears out or disputes a spell.",
        (
            _key("allegiance_id", "allegiances", "The spell"),
            _key("event_id", "events", "The event"),
            *_KNOWLEDGE_TIME,
        ),
    ),
    Table(
        "relations",
        ("relation_id", "known_from"),
        "One row how two groups, states or persons stood to each other over a time.",
        (
            _text("relation_id", "`<subject_id>.<role>.<object_id>.<event_id>`", required=True),
            _key("event_id", "events", "The event that holds its claims"),
            _key("subject_id", "actors", "Who stands so"),
            _key("object_id", "actors", "To whom"),
            _vocabulary("role", RelationRole, "How they stand"),
            _day("date_earliest", "First day on which it can have held; empty: open"),
            _day("date_latest", "Last day on which it can have held; empty: open"),
            _vocabulary("modality", Modality, "The firmest modality among its claims"),
            _flag("is_contested", "True where its event is disputed"),
            _count("n_claims", "Number of claims", required=True),
            *_KNOWLEDGE_TIME,
        ),
    ),
    Table(
        "successions",
        ("succession_id", "known_from"),
        "One row a term of office: who held which office of a group, in which order, and how it ended.",
        (
            _text("succession_id", "`<group_id>.<office>.<actor_id>.<id of the event minted first>`", required=True),
            _key("group_id", "groups", "The group"),
            _text("role", "The office", required=True),
            _count("position", "Place in the line of its holders, from 1", required=True),
            _key("actor_id", "actors", "Who held it"),
            _key("predecessor_id", "actors", "Who held it before; only of an office that one holds at a time",
                 required=False),
            _key("successor_id", "actors", "Who held it after; only of an office that one holds at a time",
                 required=False),
            *_TOLD_DAYS,
            *_KNOWLEDGE_TIME,
        ),
    ),
    Table(
        "succession_events",
        ("succession_id", "event_id", "known_from"),
        "One row an event that opens, closes, bears out or disputes a term of office.",
        (
            _key("succession_id", "successions", "The term"),
            _key("event_id", "events", "The event"),
            *_KNOWLEDGE_TIME,
        ),
    ),
    Table(
        "disputes",
        ("dispute_id", "known_from"),
        "One row a question on which the sources, or the parties that they quote, contradict each other.",
        (
            _text("dispute_id", "`<event_id>.<field>`, or the name given with a judgement", required=True),
            _vocabulary("field", DisputedField, "What is in question"),
            _text("question", "The question in a line", required=True),
            _key("actor_id", "actors", "Whom it is about"),
            _vocabulary("basis", DisputeBasis, "Found by a rule, or by an editor's judgement"),
            _text("reason", "Why an editor holds it to be disputed"),
            _count("n_sides", "Sides, each with a claim", required=True),
            _count("n_claims", "Number of claims", required=True),
            _count("n_sources", "Number of articles", required=True),
            *_KNOWLEDGE_TIME,
        ),
    ),
    Table(
        "dispute_claims",
        ("dispute_id", "claim_id", "known_from"),
        "One row a claim on one side of a dispute, with who says so and when it was published.",
        (
            _key("dispute_id", "disputes", "The dispute"),
            _key("claim_id", "claims", "The claim"),
            _count("side", "The side, from 1", required=True),
            _text("position", "What this side holds", required=True),
            _text("asserted_by", "Who says so inside the article", required=True),
            _day("known_date", "Day by which the article was published", required=True),
            *_KNOWLEDGE_TIME,
        ),
    ),
    Table(
        "stories",
        ("story_id",),
        "One row a story: a guided tour through views of the atlas (seeds/stories).",
        (
            _text("story_id", "Minted by hand; never changed, for links name it", required=True),
            _count("position", "Place in the list of stories, from 1", required=True),
            _text("title", "Title", required=True),
            _text("about", "What it tells, in a sentence or two", required=True),
        ),
    ),
    Table(
        "story_steps",
        ("story_id", "part"),
        "One row a step of a story: a view, and what is said beside it.",
        (
            _key_of_story(),
            _PART_OF_STORY,
            _text("page", "The page that it is told on, by the name in its address; the first page is `overview`",
                  required=True),
            _text("view", "The parameters of the view, as they stand in an address; empty: the page as it opens"),
            _text("heading", "Heading", required=True),
        ),
    ),
    Table(
        "story_sentences",
        ("story_id", "part", "sentence"),
        "One row a sentence of a step.",
        (
            _key_of_story(),
            _PART_OF_STORY,
            _SENTENCE_OF_PART,
            _text("text", "The sentence, in our own words", required=True),
        ),
    ),
    Table(
        "story_claims",
        ("story_id", "part", "sentence", "claim_id"),
        "One row a claim that a sentence of a story rests on.",
        (
            _key_of_story(),
            _PART_OF_STORY,
            _SENTENCE_OF_PART,
            _key("claim_id", "claims", "The claim"),
        ),
    ),
)

VERSIONED: tuple[str, ...] = tuple(
    table.name for table in TABLES if "known_from" in table.column_names)
"""Tables whose rows say for which readers they held: from `known_from` until before `known_until`."""

TABLE: dict[str, Table] = {table.name: table for table in TABLES}


def split_list(cell: object) -> list[str]:
    """The values of a `;`-joined cell, in order; an empty or missing cell gives none."""
    return [value for value in cell.split(";") if value] if isinstance(cell, str) else []


def join_list(values: Iterable[str]) -> str:
    """Distinct non-empty values joined by `;`, in first-seen order."""
    return ";".join(dict.fromkeys(value for value in values if value))
