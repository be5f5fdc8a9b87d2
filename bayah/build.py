"""The build: seeds to tables, checked against the contract before anything is replaced.

Reads the seeds under a project's root. Returns or writes the tables, `data/datapackage.json` and
the register of event ids. Refuses seeds with any problem (all of them at once) and tables that
break the contract; until the new tables are whole and valid, the old ones stay.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from bayah.datapackage import validate_package, write_datapackage
from bayah.dates import DateSpan, acled_time_precision, parse_date, ucdp_date_prec
from bayah.derive import derive
from bayah.model import PARTS, STATES, TABLE, TABLES, Problem, SeedError, TableError, join_list
from bayah.names import Names, UnresolvedName, did_you_mean
from bayah.seeds import ArticleSeed, ClaimSeed, Located, Seeds, article_files, read_seeds
from bayah.store import typed, write_table

REGISTER = Path("seeds/registers/event_ids.csv")
_PART_TYPES = {
    "subject": ("person", "group", "cohort"),
    "object": ("person", "group", "cohort"),
    "from_group": ("group",),
    "to_group": ("group",),
    "from_leader": ("person",),
    "to_leader": ("person",),
}


@dataclass(frozen=True)
class Built:
    """What a build made: the tables by name, and the register of event ids."""

    tables: dict[str, pd.DataFrame]
    register: pd.DataFrame


def check(root: Path, progress: Callable[[Iterable[Path]], Iterable[Path]] = iter) -> Built:
    """Read, resolve and derive everything under `root`, writing nothing.

    Raises: SeedError with every problem of every file.
    """
    seeds = read_seeds(root, progress(article_files(root)))
    resolver = _Resolver(seeds)
    reference = resolver.reference_tables()
    claims = resolver.claims()
    if resolver.problems:
        raise SeedError(resolver.problems)
    # The lowest id of a claim that bore several (see _register) is the one that stands.
    rows = sorted((row for _, row in seeds.event_ids), key=lambda row: -int(row.event_id[1:]))
    register = {row.claim_id: row.event_id for row in rows}
    numbers = [int(row.event_id[1:]) for _, row in seeds.event_ids]
    derived = derive(claims, reference["actors"], reference["groups"], register,
                     max(numbers, default=0) + 1)
    derived["claims"] = derived["claims"].drop(columns="known_date")
    tables = {**reference, **derived, "claim_provinces": _claim_provinces(claims)}
    return Built({t.name: tables[t.name] for t in TABLES}, _register(seeds, derived["claims"]))


def build(root: Path, progress: Callable[[Iterable[Path]], Iterable[Path]] = iter) -> Built:
    """Check, then write `data/tables`, `data/datapackage.json` and the register, all or nothing.

    Raises: SeedError; TableError when the tables break the contract (our fault, not the seeds').
    """
    built = check(root, progress)
    data = root / "data"
    data.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".build-", dir=data) as aside:
        fresh = Path(aside)
        (fresh / "tables").mkdir()
        for table in TABLES:
            path = fresh / "tables" / f"{table.name}.csv"
            write_table(built.tables[table.name], table.name, path)
        write_datapackage(fresh)
        if breaches := validate_package(fresh / "datapackage.json"):
            raise TableError(breaches)
        register = fresh / "event_ids.csv"
        built.register.to_csv(register, index=False, lineterminator="\n")
        _replace(data, fresh, register, root / REGISTER)
    return built


def _replace(data: Path, fresh: Path, register: Path, register_home: Path) -> None:
    """Rename the new files into place; a rename on one file system is whole or not at all."""
    old = fresh / "old"
    if (data / "tables").exists():
        (data / "tables").rename(old)
    try:
        (fresh / "tables").rename(data / "tables")
    except OSError:
        if old.exists():
            old.rename(data / "tables")
        raise
    (fresh / "datapackage.json").replace(data / "datapackage.json")
    register_home.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(register, register_home)


def _register(seeds: Seeds, claims: pd.DataFrame) -> pd.DataFrame:
    """Every claim with its event's id, and every id ever minted: none is used twice.

    A claim stands a second time where its event was found to be another one, of a lower id.
    """
    now = claims[["event_id", "claim_id"]]
    before = pd.DataFrame([(row.event_id, row.claim_id) for _, row in seeds.event_ids],
                          columns=["event_id", "claim_id"])
    is_kept = before["claim_id"].isin(now["claim_id"]) & before["event_id"].isin(now["event_id"])
    gone = before[~is_kept]
    return pd.concat([now, gone]).sort_values(["event_id", "claim_id"], ignore_index=True)


def _claim_provinces(claims: pd.DataFrame) -> pd.DataFrame:
    lists = claims["provinces"].fillna("").str.split(";")
    bridge = claims[["claim_id"]].assign(province_id=lists).explode("province_id")
    bridge = bridge[bridge["province_id"] != ""]
    return bridge.sort_values(["claim_id", "province_id"], ignore_index=True)


def _last_day(claim: ClaimSeed, span: DateSpan, known: date) -> date | None:
    """What is told as done or standing is told up to publication; a state may stand open after."""
    stands_open = bool(claim.date) and span.latest is None and claim.kind in STATES
    if claim.modality == "planned" or stands_open:
        return span.latest
    return min(span.latest or known, known)


class _Resolver:
    """Turns seeds into reference tables and resolved claims, and gathers what is wrong."""

    def __init__(self, seeds: Seeds) -> None:
        self.seeds = seeds
        self.problems = list(seeds.problems)
        self.provinces = {row.province_id: row for _, row in seeds.provinces}
        self.known_date: dict[str, date] = {}
        self.groups = {row.group_id for _, row in seeds.groups}
        self.names = Names(self._actors(), [(row.actor_id, row.alias) for _, row in seeds.aliases])

    def _actors(self) -> Iterator[tuple[str, str, list[str]]]:
        for _, person in self.seeds.persons:
            yield person.person_id, "person", [person.name]
        for _, group in self.seeds.groups:
            yield group.group_id, "group", [group.name, group.short_name]
        for _, cohort in self.seeds.cohorts:
            yield cohort.cohort_id, "cohort", [cohort.name]

    def reference_tables(self) -> dict[str, pd.DataFrame]:
        self._refuse_duplicates()
        self._refuse_dangling()
        rows = [(actor_id, kind, names[0]) for actor_id, kind, names in self._actors()]
        actors = pd.DataFrame(rows, columns=TABLE["actors"].column_names)
        sources = [self._source_row(place, article) for place, article in self.seeds.articles]
        frames = {
            "sources": _frame(sources, "sources"),
            "actors": typed(actors, "actors"),
        }
        for name in ("persons", "groups", "cohorts", "aliases", "provinces"):
            frames[name] = _frame([row.model_dump() for _, row in getattr(self.seeds, name)], name)
        return frames

    def _source_row(self, place: Located, article: ArticleSeed) -> dict[str, Any]:
        span = parse_date(article.published)
        if span.earliest is None or span.latest is None:
            self._problem(place, "", f"published '{article.published}' has an open end",
                          "Give the month or year in which it must have appeared")
        known = span.latest or date.max
        self.known_date[article.source_id] = known
        return {**article.model_dump(), "authors": join_list(article.authors),
                "published_earliest": span.earliest, "known_date": known}

    def _refuse_duplicates(self) -> None:
        ids = [(place, claim.claim_id) for place, _, claim in self.seeds.claims]
        ids += [(place, f"{row.event_id} / {row.claim_id}") for place, row in self.seeds.event_ids]
        ids += [(place, article.source_id) for place, article in self.seeds.articles]
        ids += [(place, row.person_id) for place, row in self.seeds.persons]
        ids += [(place, row.group_id) for place, row in self.seeds.groups]
        ids += [(place, row.cohort_id) for place, row in self.seeds.cohorts]
        ids += [(place, row.province_id) for place, row in self.seeds.provinces]
        ids += [(place, f"{row.actor_id} / {row.alias}") for place, row in self.seeds.aliases]
        counts = Counter(identifier for _, identifier in ids)
        for place, identifier in ids:
            if counts[identifier] > 1:
                self._problem(place, identifier, f"the id stands {counts[identifier]} times",
                              "Give each its own; ids are never reused")

    def _refuse_dangling(self) -> None:
        actors = {actor_id for actor_id, _, _ in self._actors()}
        for place, alias in self.seeds.aliases:
            self._known(place, alias.alias, "actor_id", alias.actor_id, actors)
            if alias.source_id:
                articles = {article.source_id for _, article in self.seeds.articles}
                self._known(place, alias.alias, "source_id", alias.source_id, articles)
        for place, group in self.seeds.groups:
            if group.parent_group_id:
                self._known(place, group.group_id, "parent_group_id", group.parent_group_id,
                            self.groups)
        for place, cohort in self.seeds.cohorts:
            if cohort.group_id:
                self._known(place, cohort.cohort_id, "group_id", cohort.group_id, self.groups)
        self._refuse_circles()

    def _refuse_circles(self) -> None:
        parent = {group.group_id: group.parent_group_id for _, group in self.seeds.groups}
        for place, group in self.seeds.groups:
            seen, above = {group.group_id}, group.parent_group_id
            while above and above not in seen:
                seen.add(above)
                above = parent.get(above, "")
            if above == group.group_id:
                self._problem(place, group.group_id, "the group is its own ancestor",
                              "Mend parent_group_id")

    def _known(self, place: Located, where: str, column: str, value: str, known: set[str]) -> None:
        if value not in known:
            self._problem(place, where, f"unknown {column} '{value}'",
                          did_you_mean(value, sorted(known)) or "Add it to seeds/reference")

    def claims(self) -> pd.DataFrame:
        """Resolved claims with `known_date` of their source, sorted by claim_id."""
        rows = [self._claim_row(*claim) for claim in self.seeds.claims]
        rows.sort(key=lambda row: str(row["claim_id"]))
        frame = _frame([{**row, "event_id": ""} for row in rows], "claims").drop(columns="event_id")
        return frame.assign(known_date=[row["known_date"] for row in rows])

    def _claim_row(self, place: Located, source_id: str, claim: ClaimSeed) -> dict[str, Any]:
        known = self.known_date.get(source_id, date.max)
        span = parse_date(claim.date)
        if claim.modality != "planned" and span.earliest is not None and span.earliest > known:
            self._problem(place, claim.claim_id,
                          f"date '{claim.date}' is after the article appeared",
                          "Mend the date, or the modality if it is planned")
        row = claim.model_dump() | {
            "source_id": source_id,
            "known_date": known,
            "motives": join_list(claim.motives),
            "provinces": join_list(sorted(claim.provinces)),
            "countries": join_list(sorted(claim.countries)),
            "date_earliest": span.earliest,
            "date_latest": _last_day(claim, span, known),
            "date_precision": span.precision,
            "date_prec": ucdp_date_prec(span),
            "time_precision": acled_time_precision(span),
        }
        self._check_provinces(place, claim, span)
        for part in PARTS:
            row[f"{part}_as_written"] = row.pop(part)
            row[f"{part}_id"] = self._resolve(place, claim, part)
        return row

    def _resolve(self, place: Located, claim: ClaimSeed, part: str) -> str:
        name, explicit_id = getattr(claim, part), getattr(claim, f"{part}_id")
        if not name:
            if explicit_id:
                self._problem(place, claim.claim_id, f"`{part}_id` stands without `{part}`",
                              f"Write the article's name in `{part}`")
            return ""
        try:
            return self.names.resolve(name, _PART_TYPES[part], explicit_id)
        except UnresolvedName as error:
            self._problem(place, claim.claim_id, f"{part}: {error.what}", error.todo)
            return ""

    def _check_provinces(self, place: Located, claim: ClaimSeed, span: DateSpan) -> None:
        for code in claim.provinces:
            province = self.provinces.get(code)
            if province is None:
                self._problem(place, claim.claim_id, f"unknown province '{code}'", self._near(code))
            elif province.valid_until and span.earliest and span.earliest >= province.valid_until:
                self._problem(place, claim.claim_id,
                              f"{province.name} ({code}) was no more from {province.valid_until}",
                              "Use the province that it was merged into")

    def _near(self, code: str) -> str:
        spellings = {row.province_id: row.province_id for row in self.provinces.values()}
        for row in self.provinces.values():
            spellings |= dict.fromkeys([row.name, *row.aliases.split(";")], row.province_id)
        hint = did_you_mean(code, [spelling for spelling in spellings if spelling])
        for spelling in re.findall(r"'([^']+)'", hint):
            province = self.provinces[spellings[spelling]]
            return f"Did you mean '{province.province_id}' ({province.name})?"
        return "Use an ISO 3166-2 code of seeds/reference/provinces.csv"

    def _problem(self, place: Located, where: str, what: str, todo: str) -> None:
        self.problems.append(Problem(place.file, place.line, where, what, todo))


def _frame(rows: list[dict[str, Any]], table: str) -> pd.DataFrame:
    return typed(pd.DataFrame(rows, columns=TABLE[table].column_names), table)
