"""From a review into the atlas: the accepted claims as coded ones, who is new into the reference tables, all rebuilt.

Reads a `Review`. Returns what would be written (`plan`), or writes it (`publish`): `seeds/articles/<source_id>.yml`,
`seeds/reference/*.csv`, `seeds/judgements/identities.csv`, then the tables. Refuses as long as `bayah.build.check`
finds anything wrong in a copy with the new files; all is written or nothing.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from slugify import slugify

from bayah.build import REGISTER, Built, build, check
from bayah.journal import StaleReviewError, journal_of, lock_of, read_journal
from bayah.model import PARTS, PROPOSED, BayahError, Problem, SeedError, join_list
from bayah.names import normalise
from bayah.resolve import Gazetteer, Resolver, names_in
from bayah.review import NewName, Review, ReviewedClaim, do, new_names, open_review
from bayah.seed_files import article_yaml, with_claims, with_rows
from bayah.seeds import (
    AliasSeed,
    ClaimSeed,
    CohortSeed,
    GroupSeed,
    IdentitySeed,
    PersonSeed,
    Seed,
)

_REFERENCE: dict[type[Seed], str] = {
    PersonSeed: "seeds/reference/persons.csv", GroupSeed: "seeds/reference/groups.csv",
    CohortSeed: "seeds/reference/cohorts.csv", AliasSeed: "seeds/reference/aliases.csv",
    IdentitySeed: "seeds/judgements/identities.csv"}
_UNREVIEWED = ("drafts", "reviews")
"""Folders of the seeds that have no part in what is published."""


class PublishError(BayahError):
    """What is wrong with what was to be published, by the key of its claim; nothing was written."""

    def __init__(self, problems: Sequence[tuple[str, Problem]]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(["Nothing was published.", *(
            f"Claim {key}: {problem.what}. {problem.todo}" if key else str(problem) for key, problem in problems)]))


@dataclass(frozen=True)
class Publication:
    """What is published: claims by key, rows of the reference tables, places that are left out, files by path.

    `problems` are (key or empty, problem); with any, nothing can be written.
    """

    claims: Mapping[str, ClaimSeed]
    rows: tuple[Seed, ...]
    left_out: tuple[tuple[str, str], ...]
    files: Mapping[str, str]
    problems: tuple[tuple[str, Problem], ...] = ()


def plan(review: Review) -> Publication:
    """What publishing the accepted claims would write, and what is wrong with it; writes nothing."""
    accepted = [found for found in review.standing if found.state == "accepted"]
    names = new_names(review, accepted)
    untold = [(found.key, Problem("", 0, found.key, f"'{name}' is nobody known", "Say who is meant, or who is new"))
              for found in accepted for name, who in names.items() if who is None and _names(found, name)]
    rows = _rows(review, [name for name in names.values() if name])
    gazetteer = Gazetteer((row for _, row in review.seeds.places), (row for _, row in review.seeds.provinces))
    highest = highest_number(review.root, review.source_id)
    claims: dict[str, ClaimSeed] = {}
    left_out: list[tuple[str, str]] = []
    for number, found in enumerate(accepted, start=highest + 1):
        places = names_in(found.claim.place)
        known = [name for name in places if gazetteer.find(name) is not None]
        left_out += [(found.key, name) for name in places if name not in known]
        claims[found.key] = found.claim.model_copy(update={
            "claim_id": f"{review.source_id}.{number:02d}", "coding": "reviewed", "place": join_list(known)})
    if untold or not claims:
        return Publication(claims, tuple(rows), tuple(left_out), {}, tuple(untold))
    files = _files(review, list(claims.values()), rows)
    problems = _checked(review.root, files)
    key_of = {claim.claim_id: key for key, claim in claims.items()}
    return Publication(
        claims, tuple(rows), tuple(left_out), files,
        tuple((key_of.get(problem.where, ""), problem) for problem in problems))


def _names(found: ReviewedClaim, name: str) -> bool:
    return any(getattr(found.claim, part) == name for part in PARTS)


def highest_number(root: Path, source_id: str) -> int:
    """The highest number that a claim of the article ever had, in the seeds, the register or a journal; 0 if none."""
    pattern = re.compile(rf"{re.escape(source_id)}\.(\d+)")
    told = [root / "seeds" / "articles" / f"{source_id}.yml", root / REGISTER,
            *sorted((root / "seeds" / "judgements").glob("*"))]
    texts = [path.read_text(encoding="utf-8") for path in told if path.is_file()]
    texts += [" ".join(entry.claim_ids.values()) for entry in read_journal(journal_of(root, source_id))]
    return max((int(number) for text in texts for number in pattern.findall(text)), default=0)


def _rows(review: Review, names: Sequence[NewName]) -> list[Seed]:
    """Rows for who is new: himself, his spellings in this article, and what was judged of namesakes."""
    rows: list[Seed] = []
    taken = Resolver(review.seeds).ids()
    aliases: dict[str, list[str]] = {normalise(actor.name): list(actor.aliases) for _, actor in review.seeds.proposed}
    spelt = {(row.actor_id, row.alias) for _, row in review.seeds.aliases}
    for named in names:
        actor_id = named.actor_id or _minted(named, taken)
        called = named.called or named.name
        if not named.actor_id:
            rows.append(_row(named, actor_id, called))
            rows += [IdentitySeed(actor_id=other.other_id, other_id=actor_id, judgement=other.judgement,
                                      reason=other.reason) for other in named.others]
        for alias in dict.fromkeys([named.name, *aliases.get(normalise(named.name), [])]):
            is_own = not named.actor_id and normalise(alias) == normalise(called)
            if not is_own and (actor_id, alias) not in spelt:
                rows.append(AliasSeed(actor_id=actor_id, alias=alias, source_id=review.source_id))
                spelt.add((actor_id, alias))
    return rows


def _minted(named: NewName, taken: set[str]) -> str:
    """An id that nobody bears, of the words of the name."""
    slug = slugify(named.called or named.name) or "unnamed"
    stem = f"cohort-{slug}" if named.actor_type == "cohort" else slug
    stem = f"the-{stem}" if stem.startswith(PROPOSED) else stem
    actor_id, number = stem, 1
    while actor_id in taken:
        number += 1
        actor_id = f"{stem}-{number}"
    taken.add(actor_id)
    return actor_id


def _row(named: NewName, actor_id: str, called: str) -> Seed:
    if named.actor_type == "person":
        return PersonSeed(person_id=actor_id, name=called, notes=named.notes)
    if named.actor_type == "group":
        return GroupSeed(group_id=actor_id, name=called, kind=named.kind, parent_group_id=named.parent_group_id,
                         notes=named.notes)
    return CohortSeed(cohort_id=actor_id, name=called, group_id=named.group_id, count_min=named.count_min,
                      count_max=named.count_max, notes=named.notes)


def _files(review: Review, claims: Sequence[ClaimSeed], rows: Sequence[Seed]) -> dict[str, str]:
    """The new text of each file that changes."""
    files: dict[str, str] = {}
    article = f"seeds/articles/{review.source_id}.yml"
    path = review.root / article
    engine = review.article.engine or "a machine"
    head = review.article.model_copy(update={"note": f"Drafted by {engine}; a person has confirmed each claim."})
    files[article] = (with_claims(path.read_text(encoding="utf-8"), claims) if path.exists()
                      else article_yaml(head, claims))
    for model, name in _REFERENCE.items():
        if mine := [row for row in rows if isinstance(row, model)]:
            known = review.root / name
            text = known.read_text(encoding="utf-8-sig") if known.exists() else ""
            files[name] = with_rows(text, model, mine)
    return files


def _checked(root: Path, files: Mapping[str, str]) -> tuple[Problem, ...]:
    """What a build of the seeds with these files would refuse."""
    with tempfile.TemporaryDirectory(prefix="bayah-publish-") as aside:
        copy = Path(aside)
        shutil.copytree(root / "seeds", copy / "seeds", ignore=shutil.ignore_patterns(*_UNREVIEWED))
        for name, text in files.items():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_text(text, encoding="utf-8")
        try:
            check(copy)
        except SeedError as error:
            return error.problems
    return ()


def publish(review: Review, by: str) -> tuple[Review, Publication, Built]:
    """Write what `plan` says and rebuild the tables; the review after it.

    The journal tells first which claim gets which id, so that no id is given twice after a crash; a claim counts as
    published once its article holds it. Raises: PublishError; StaleReviewError; TableError; OSError. After any of them
    files and tables are what they were.
    """
    root = review.root
    with lock_of(root, "publish"):
        # The reference tables may be others than when the page read them, though the journal is the same.
        current = open_review(root, review.source_id)
        if current.version != review.version:
            raise StaleReviewError(current.entries[review.version:])
        publication = plan(current)
        if publication.problems:
            raise PublishError(publication.problems)
        if not publication.claims:
            raise PublishError([("", Problem("", 0, "", "No claim is accepted", "Accept one first"))])
        ids = {key: claim.claim_id for key, claim in publication.claims.items()}
        do(current, by, "publish", list(ids), claim_ids=ids)
        with _put(root, publication.files):
            built = build(root)
    return open_review(root, review.source_id), publication, built


@contextmanager
def _put(root: Path, files: Mapping[str, str]) -> Iterator[None]:
    """The files in their places; the old ones again if anything fails within."""
    before = {name: (root / name).read_bytes() if (root / name).exists() else None for name in files}
    try:
        for name, text in files.items():
            _replace(root / name, text.encode())
        yield
    except BaseException:
        for name, old in before.items():
            if old is None:
                (root / name).unlink(missing_ok=True)
            else:
                _replace(root / name, old)
        raise


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.part")
    aside.write_bytes(content)
    aside.replace(path)
