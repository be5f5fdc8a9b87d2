"""The review of one machine draft: its claims as people have decided about them so far.

Reads a draft (`seeds/drafts/<source_id>.yml`) and the journal of its review (`bayah.journal`); what stands is the draft
with the entries folded into it. Returns a `Review`; every act is written at once and gives the review after it. Refuses
what cannot be done, with the reason, and an act by somebody who has not seen the last one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import Field

from bayah.dates import parse_date
from bayah.journal import Act, Entry, JournalError, Reason, append, journal_of, lock_of, read_journal
from bayah.model import PARTS, ActorType, BayahError, GroupKind, IdentityJudgement, Problem, join_list
from bayah.names import Names, UnresolvedName, namesakes, normalise
from bayah.resolve import PART_TYPES, Resolver, names_in
from bayah.seeds import (
    DRAFTS,
    ArticleSeed,
    ClaimSeed,
    Located,
    OptionalNumber,
    OptionalText,
    ProposedSeed,
    Seed,
    Seeds,
    Slug,
    Text,
    faults_of,
    read_seeds,
)

State = Literal["waiting", "accepted", "rejected", "replaced", "published"]
STATES: tuple[str, ...] = get_args(State)
REASONS: dict[str, str] = {
    "not_stated": "The text does not say so", "wrong_actor": "A wrong actor", "wrong_kind": "Another kind of thing",
    "wrong_date_or_place": "A wrong date or place", "duplicate": "The same claim stands already",
    "other": "Another reason"}
"""Why a claim is rejected, in words."""
_OF_ARTICLE = ("claim_id", "coding")
"""Columns of a claim that are not a reviewer's to write."""
_OPEN: tuple[State, ...] = ("waiting", "accepted")


class ReviewError(BayahError):
    """An act that cannot be done on this review; says why."""


class ClaimError(ReviewError):
    """Values that make no claim; `faults` are (column, what is wrong, what to do)."""

    def __init__(self, faults: Sequence[tuple[str, str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(f"{what}. {todo}." for _, what, todo in faults))


class JudgedOther(Seed):
    """That a new person is, or is not, one of a like name who is known already."""

    other_id: Slug
    judgement: IdentityJudgement
    reason: Text


class NewName(Seed):
    """Who is meant by a name that the reference tables do not know: somebody known (`actor_id`), or somebody new."""

    name: Text
    actor_type: ActorType
    actor_id: OptionalText = ""
    called: OptionalText = ""
    kind: GroupKind = "faction"
    parent_group_id: OptionalText = ""
    group_id: OptionalText = ""
    count_min: OptionalNumber = None
    count_max: OptionalNumber = None
    notes: OptionalText = ""
    others: tuple[JudgedOther, ...] = Field(default=())


@dataclass(frozen=True)
class ReviewedClaim:
    """A claim of the draft, or one that was made of it or added, and what was decided about it last."""

    key: str
    claim: ClaimSeed
    state: State = "waiting"
    reason: str = ""
    text: str = ""
    by: str = ""
    is_edited: bool = False
    published_as: str = ""


@dataclass(frozen=True)
class Review:
    """A draft as reviewed so far. `version` is the number of entries that it rests on.

    `problems` tell which claims of the draft are unsound and left out. `is_of_another_draft`: the draft was made anew
    since the review began, and what was decided does not apply to it.
    """

    root: Path
    article: ArticleSeed
    seeds: Seeds
    draft_sha256: str
    entries: tuple[Entry, ...]
    claims: Mapping[str, ReviewedClaim]
    names: Mapping[str, NewName]
    undoable: Entry | None
    redoable: Entry | None
    is_of_another_draft: bool
    problems: tuple[Problem, ...]

    @property
    def source_id(self) -> str:
        """The article."""
        return self.article.source_id

    @property
    def version(self) -> int:
        """What a writer has seen."""
        return len(self.entries)

    @property
    def standing(self) -> list[ReviewedClaim]:
        """The claims in the order of the text, without those that a split or a merger replaced."""
        return sorted((found for found in self.claims.values() if found.state != "replaced"), key=_place)

    def count(self) -> dict[str, int]:
        """How many claims are in each state."""
        return {state: sum(found.state == state for found in self.standing) for state in STATES}

    def find(self, key: str) -> ReviewedClaim:
        """The claim of the key.

        Raises: ReviewError.
        """
        if key not in self.claims:
            raise ReviewError(f"There is no claim {key} in this review.")
        return self.claims[key]


def _place(found: ReviewedClaim) -> tuple[int, int, str]:
    paragraph = int(found.claim.paragraph.partition("-")[0])
    return paragraph, found.claim.evidence_start or 0, found.key


@dataclass
class _Folded:
    claims: dict[str, ReviewedClaim]
    names: dict[str, NewName] = field(default_factory=dict)


def draft_path(root: Path, source_id: str) -> Path:
    """Where the draft of an article lies.

    Raises: ReviewError for what is no id of an article, which could lead elsewhere.
    """
    if not re.fullmatch(r"[0-9a-z_-]+", source_id):
        raise ReviewError(f"'{source_id}' is no id of an article.")
    return root / DRAFTS / f"{source_id}.yml"


def open_review(root: Path, source_id: str) -> Review:
    """The review of an article's draft as it stands.

    Raises: ReviewError where there is no sound draft; JournalError.
    """
    path = draft_path(root, source_id)
    if not path.is_file():
        raise ReviewError(f"There is no draft {path.relative_to(root).as_posix()}. Make one with `bayah draft`.")
    coded = root / "seeds" / "articles" / path.name
    seeds = read_seeds(root, [path])
    name = path.relative_to(root).as_posix()
    mine = [problem for problem in seeds.problems if problem.file == name]
    if not seeds.articles:
        raise ReviewError("\n".join(["The draft cannot be read.", *map(str, mine)]))
    seeds.problems = [problem for problem in seeds.problems if problem.file != name]
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    entries = read_journal(journal_of(root, source_id))
    began = max((entry.number for entry in entries if entry.act == "opened"), default=0)
    is_other = bool(entries) and entries[began].draft_sha256 != sha256
    done, undone = _effective(entries[began:])
    drafted = {claim.claim_id.rpartition(".")[2]: claim for _, _, claim in seeds.claims}
    folded = _Folded({key: ReviewedClaim(key, claim) for key, claim in drafted.items()})
    for entry in [] if is_other else done:
        _fold(folded, entry, source_id)
    return Review(
        root, seeds.articles[0][1], seeds, sha256, tuple(entries), _published(folded.claims, entries, coded),
        folded.names, None if is_other or not done or done[-1].act == "publish" else done[-1],
        None if is_other or not undone else undone[-1], is_other, tuple(mine))


def _effective(entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """The acts that hold, and those that were taken back and can be done again, the next one last.

    What was published cannot be taken back, nor anything before it.
    """
    done: list[Entry] = []
    undone: list[Entry] = []
    for entry in entries:
        if entry.act in ("undo", "redo"):
            source, target = (done, undone) if entry.act == "undo" else (undone, done)
            if not source:
                raise JournalError(f"Entry {entry.number} would {entry.act} what is not there. "
                                   "Restore the journal from its history; entries are only ever added")
            target.append(source.pop())
        elif entry.act != "opened":
            done.append(entry)
            undone.clear()
    return done, undone


def _published(
    claims: Mapping[str, ReviewedClaim], entries: Iterable[Entry], article: Path
) -> dict[str, ReviewedClaim]:
    """The claims with what the coded article holds of them: an entry alone may tell of what a crash prevented."""
    given = {key: claim_id for entry in entries for key, claim_id in entry.claim_ids.items()}
    text = article.read_text(encoding="utf-8") if article.exists() else ""
    held = set(re.findall(r"claim_id:\s*\"?([^\s\"]+)", text))
    return {key: replace(found, state="published", published_as=given[key])
            if found.state == "accepted" and given.get(key) in held else found for key, found in claims.items()}


# --- The fold ------------------------------------------------------------------------------------


def _fold(folded: _Folded, entry: Entry, source_id: str) -> None:
    """Apply one act.

    Raises: ReviewError where it does not fit what stands.
    """
    _FOLDS[entry.act](folded, entry, source_id)


def _mine(
    folded: _Folded, entry: Entry, states: Sequence[str], least: int = 1, most: int | None = None
) -> list[ReviewedClaim]:
    """The claims that the entry is about, all of them in one of these states."""
    if not least <= len(entry.claims) <= (most or len(entry.claims)):
        raise ReviewError(f"To {entry.act} takes {least if least == most else f'at least {least}'} claims.")
    for key in entry.claims:
        if key not in folded.claims:
            raise ReviewError(f"There is no claim {key} in this review.")
        if (state := folded.claims[key].state) not in states:
            raise ReviewError(f"Claim {key} is {state}, and cannot be {_DONE[entry.act]}.")
    return [folded.claims[key] for key in entry.claims]


_DONE = {"accept": "accepted", "edit": "edited", "split": "split", "merge": "merged", "reject": "rejected",
         "reopen": "reopened", "publish": "published"}


def _new(entry: Entry, source_id: str, least: int, most: int) -> list[ReviewedClaim]:
    """The claims that the entry adds: each bears the entry's number, and a letter where they are several."""
    if not least <= len(entry.values) <= most:
        raise ReviewError(f"To {entry.act} takes the values of {least} claims.")
    letters = "abcdefgh"[:len(entry.values)] if len(entry.values) > 1 else [""]
    return [ReviewedClaim(f"n{entry.number}{letter}", claim_of(values, source_id), by=entry.by, is_edited=True)
            for letter, values in zip(letters, entry.values, strict=True)]


def _accept(folded: _Folded, entry: Entry, source_id: str) -> None:
    for found in _mine(folded, entry, _OPEN):
        folded.claims[found.key] = replace(found, state="accepted", by=entry.by)
    if entry.values:
        _edit(folded, entry, source_id)


def _edit(folded: _Folded, entry: Entry, source_id: str) -> None:
    found, = _mine(folded, entry, _OPEN, 1, 1)
    folded.claims[found.key] = replace(found, claim=claim_of(entry.values[0], source_id), by=entry.by, is_edited=True)


def _reject(folded: _Folded, entry: Entry, source_id: str) -> None:
    if entry.reason is None:
        raise ReviewError("Say why it is rejected.")
    if entry.reason == "other" and not entry.text.strip():
        raise ReviewError("Another reason needs a sentence that says which.")
    for found in _mine(folded, entry, _OPEN):
        folded.claims[found.key] = replace(found, state="rejected", reason=entry.reason, text=entry.text, by=entry.by)


def _reopen(folded: _Folded, entry: Entry, source_id: str) -> None:
    for found in _mine(folded, entry, ("accepted", "rejected")):
        folded.claims[found.key] = replace(found, state="waiting", reason="", text="", by=entry.by)


def _replaced(folded: _Folded, old: Iterable[ReviewedClaim], new: Iterable[ReviewedClaim]) -> None:
    folded.claims |= {found.key: replace(found, state="replaced") for found in old}
    folded.claims |= {found.key: found for found in new}


def _split(folded: _Folded, entry: Entry, source_id: str) -> None:
    _replaced(folded, _mine(folded, entry, _OPEN, 1, 1), _new(entry, source_id, 2, 8))


def _merge(folded: _Folded, entry: Entry, source_id: str) -> None:
    _replaced(folded, _mine(folded, entry, _OPEN, 2), _new(entry, source_id, 1, 1))


def _add(folded: _Folded, entry: Entry, source_id: str) -> None:
    _replaced(folded, [], _new(entry, source_id, 1, 1))


def _identify(folded: _Folded, entry: Entry, source_id: str) -> None:
    for values in entry.values:
        if faults := faults_of(NewName, dict(values)):
            raise ClaimError(faults)
        named = NewName.model_validate(values)
        folded.names[normalise(named.name)] = named


def _publish(folded: _Folded, entry: Entry, source_id: str) -> None:
    if set(entry.claim_ids) != set(entry.claims):
        raise ReviewError("Each published claim needs its claim_id.")
    _mine(folded, entry, ("accepted",))


_FOLDS: dict[str, Callable[[_Folded, Entry, str], None]] = {
    "accept": _accept, "edit": _edit, "reject": _reject, "reopen": _reopen, "split": _split, "merge": _merge,
    "add": _add, "identify": _identify, "publish": _publish}


# --- Acts ----------------------------------------------------------------------------------------


def do(
    review: Review, by: str, act: Act, claims: Sequence[str] = (), values: Sequence[Mapping[str, Any]] = (),
    reason: Reason | None = None, text: str = "", claim_ids: Mapping[str, str] | None = None,
) -> Review:
    """Write one act into the journal and give the review after it.

    Raises: StaleReviewError if others have written since `review` was read; ReviewError where the act does not fit;
    ClaimError where values make no claim.
    """
    if review.is_of_another_draft and act != "opened":
        raise ReviewError("The draft was made anew since this review began. Begin the review of the new one first.")
    journal = journal_of(review.root, review.source_id)
    opened = [] if review.entries else [_entry(0, "opened", by, draft_sha256=review.draft_sha256)]
    entry = _entry(review.version + len(opened), act, by, claims=tuple(claims), values=tuple(map(dict, values)),
                   reason=reason, text=text, claim_ids=dict(claim_ids or {}),
                   draft_sha256=review.draft_sha256 if act == "opened" else "")
    _refuse_unfit(review, entry)
    append(journal, lock_of(review.root, review.source_id), review.version, [*opened, entry])
    return open_review(review.root, review.source_id)


def _entry(number: int, act: Act, by: str, **more: Any) -> Entry:
    return Entry(number=number, act=act, by=by, at=datetime.now(UTC).isoformat(timespec="seconds"), **more)


def _refuse_unfit(review: Review, entry: Entry) -> None:
    if entry.act == "undo" and review.undoable is None:
        raise ReviewError("There is nothing to undo: what was published stays.")
    if entry.act == "redo" and review.redoable is None:
        raise ReviewError("There is nothing to do again.")
    if entry.act in _FOLDS:
        _fold(_Folded(dict(review.claims), dict(review.names)), entry, review.source_id)


def claim_of(values: Mapping[str, Any], source_id: str) -> ClaimSeed:
    """A claim out of a reviewer's values, in the columns of the codebook without claim_id and coding.

    Raises: ClaimError with every fault.
    """
    cells = {name: cell for name, cell in values.items() if name not in _OF_ARTICLE}
    cells |= {"claim_id": f"{source_id}.00", "coding": "machine"}
    if faults := faults_of(ClaimSeed, cells):
        raise ClaimError(faults)
    return ClaimSeed.model_validate(cells)


def values_of(claim: ClaimSeed) -> dict[str, Any]:
    """The values of a claim as a journal holds them: what is filled, without what is not a reviewer's to write."""
    return claim.model_dump(mode="json", exclude_defaults=True, exclude=set(_OF_ARTICLE))


def merged(claims: Sequence[ClaimSeed]) -> dict[str, Any]:
    """The values of one claim for several: of each column what the first has that has any; the evidence of all."""
    values: dict[str, Any] = {}
    for claim in claims:
        values = {**values_of(claim), **values}
    bounds = [int(number) for claim in claims for number in claim.paragraph.split("-")]
    first, last = min(bounds), max(bounds)
    values["paragraph"] = f"{first}-{last}" if first < last else str(first)
    spans = [(claim.evidence_start, claim.evidence_end) for claim in claims]
    starts, ends = ([bound for bound in side if bound is not None] for side in zip(*spans, strict=True))
    if starts and ends:
        values |= {"evidence_start": min(starts), "evidence_end": max(ends)}
    return values


# --- Who is meant --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Meant:
    """Whom a part of a claim names: `actor_id` of somebody known, or `is_new`, or a fault in words."""

    name: str
    actor_id: str = ""
    is_new: bool = False
    fault: str = ""


def known_names(review: Review) -> Names:
    """The spellings of the reference tables."""
    return Resolver(review.seeds).names


def meant(names: Names, claim: Mapping[str, Any], part: str) -> Meant:
    """Whom the part of a claim (its values) names."""
    name, explicit_id = claim.get(part) or "", claim.get(f"{part}_id") or ""
    try:
        return Meant(name, names.resolve(name, PART_TYPES[part], explicit_id)) if name else Meant("")
    except UnresolvedName as error:
        is_new = not error.bearers and not explicit_id
        return Meant(name, is_new=is_new, fault="" if is_new else f"{error.what}. {error.todo}")


def new_names(review: Review, claims: Iterable[ReviewedClaim]) -> dict[str, NewName | None]:
    """By name as written whom these claims name and nobody knows: as a person said, else as the draft proposes, else
    by the part that they are in; None where somebody must say who or what it is."""
    names, proposed = known_names(review), {normalise(actor.name): actor for _, actor in review.seeds.proposed}
    found: dict[str, NewName | None] = {}
    for claim in claims:
        for part in PARTS:
            who = meant(names, claim.claim.model_dump(), part)
            if who.is_new:
                form = normalise(who.name)
                known = review.names.get(form) or (_as_proposed(names, proposed[form]) if form in proposed else None)
                found[who.name] = found.get(who.name) or known or _by_part(who.name, part)
    return found


def _as_proposed(names: Names, actor: ProposedSeed) -> NewName:
    try:
        group_id = names.resolve(actor.group, ("group",)) if actor.group else ""
    except UnresolvedName:
        group_id = ""
    return NewName(name=actor.name, actor_type=actor.actor_type, group_id=group_id, count_min=actor.count_min,
                   count_max=actor.count_max)


def namesakes_of(review: Review, named: NewName) -> list[str]:
    """Ids of known persons of whom a new person may bear a longer or a shorter name, and who is not judged yet."""
    if named.actor_type != "person" or named.actor_id:
        return []
    persons = {row.person_id: [row.name] for _, row in review.seeds.persons}
    for _, row in review.seeds.aliases:
        if row.actor_id in persons:
            persons[row.actor_id].append(row.alias)
    proposed = [alias for _, actor in review.seeds.proposed if normalise(actor.name) == normalise(named.name)
                for alias in actor.aliases]
    persons[""] = [named.called, named.name, *proposed]
    judged = {other.other_id for other in named.others}
    return [other for first, other in namesakes(persons) if first == "" and other not in judged]


def _by_part(name: str, part: str) -> NewName | None:
    types = PART_TYPES[part]
    return NewName.model_validate({"name": name, "actor_type": types[0]}) if len(types) == 1 else None


def doubts(review: Review, claim: ClaimSeed) -> list[Problem]:
    """What the build would refuse of a claim beside unknown names and places: provinces, a date after publication."""
    resolver = Resolver(replace(review.seeds, problems=[]))
    places = [name for name in names_in(claim.place) if resolver.gazetteer.find(name) is not None]
    resolver.seeds.claims = [(Located("", 0), review.source_id,
                              claim.model_copy(update={"coding": "reviewed", "place": join_list(places)}))]
    latest = parse_date(review.article.published).latest
    if latest is not None:
        resolver.known_date[review.source_id] = latest
    resolver.claims()
    return [problem for problem in resolver.problems if problem.what.partition(":")[0] not in PARTS]


# --- The pile ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """A draft of the pile: how many claims it has, how many of them are decided, and how many published."""

    source_id: str
    n_claims: int
    n_decided: int
    n_published: int


def select_waiting(root: Path) -> Iterator[Waiting]:
    """Every draft of the pile, in the order of the ids; only drafts whose review has begun are read whole."""
    for path in sorted((root / DRAFTS).glob("*.yml")):
        if not journal_of(root, path.stem).exists():
            n_claims = len(re.findall(rb"(?m)^\s*(?:- )?claim_id:", path.read_bytes()))
            yield Waiting(path.stem, n_claims, 0, 0)
            continue
        try:
            count = open_review(root, path.stem).count()
        except BayahError:  # told when it is opened
            continue
        n_claims = sum(count.values())
        yield Waiting(path.stem, n_claims, n_claims - count["waiting"], count["published"])
