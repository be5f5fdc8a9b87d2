"""The build: seeds to tables, checked against the contract before anything is replaced.

Reads the seeds under a project's root. Returns or writes the tables, `data/datapackage.json` and the register of
event ids. Refuses seeds with any problem (all of them at once) and tables that break the contract; until the new
tables are whole and valid, the old ones stay.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from bayah.agreement import measure, read_codings
from bayah.datapackage import validate_package, write_datapackage
from bayah.derive import Given, derive
from bayah.derive.events import JudgedDispute, JudgedSide, Judgements
from bayah.drafts import join_drafts
from bayah.model import TABLE, TABLES, Problem, SeedError, TableError
from bayah.resolve import Resolver
from bayah.seeds import STORIES, EventIdSeed, Located, Seeds, article_files, draft_files, read_seeds
from bayah.store import typed, write_table
from bayah.stories import problems_of, story_tables

REGISTER = Path("seeds/registers/event_ids.csv")


@dataclass(frozen=True)
class Built:
    """What a build made: the tables by name, those with the machine drafts if there are any, the register of event
    ids, and what of the drafts was left out, and why."""

    tables: dict[str, pd.DataFrame]
    with_drafts: dict[str, pd.DataFrame] | None
    register: pd.DataFrame
    left_out: tuple[Problem, ...] = ()


def check(root: Path, progress: Callable[[Iterable[Path]], Iterable[Path]] = iter) -> Built:
    """Read, resolve and derive everything under `root`, writing nothing.

    Raises: SeedError with every problem of every file.
    """
    coded, drafts = article_files(root), draft_files(root)
    codings, faults = read_codings(root)
    seeds = read_seeds(root, progress(coded))
    seeds.problems += faults
    tables, minted = _tables(seeds)
    known = set(tables["sources"]["source_id"])
    tables["event_redirects"] = _redirects(seeds, tables)
    tables["agreement"] = measure({source: of_coder for source, of_coder in codings.items() if source in known})
    register = _register(seeds, tables["claims"], minted)
    with_drafts: dict[str, pd.DataFrame] | None = None
    left_out: tuple[Problem, ...] = ()
    if drafts:
        drafted, left_out = join_drafts(read_seeds(root, [*coded, *drafts]))
        # Coded events keep their ids; those of drafts count on, and are no promises.
        drafted.event_ids = [(Located(REGISTER.as_posix(), 0), EventIdSeed(event_id=event_id, claim_id=claim_id))
                             for event_id, claim_id in register.itertuples(index=False, name=None)]
        with_drafts = _tables(drafted)[0]
    return Built(tables, with_drafts, register, left_out)


def _tables(seeds: Seeds) -> tuple[dict[str, pd.DataFrame], list[tuple[str, str]]]:
    resolver = Resolver(seeds)
    reference = resolver.reference_tables()
    claims = resolver.claims()
    known = {**reference, "claims": claims}
    if any(not problem.file.startswith(f"{STORIES}/") for problem in resolver.problems):
        raise SeedError([*resolver.problems, *problems_of(seeds.stories, known)])
    derived = derive(claims, _given(resolver, reference))
    tables = {**reference, **derived.tables, "claims": derived.claims.drop(columns="known_date"),
              "claim_provinces": _claim_provinces(claims), "claim_places": _claim_places(resolver.places_of),
              "agreement": measure({}), "event_redirects": _frame_of_redirects({}), **story_tables(seeds.stories)}
    # What is wrong in stories alone leaves the rest whole: their ids of events and disputes are looked up in it.
    if problems := [*resolver.problems, *problems_of(seeds.stories, tables)]:
        raise SeedError(problems)
    return {table.name: tables[table.name] for table in TABLES}, derived.minted


def build(root: Path, progress: Callable[[Iterable[Path]], Iterable[Path]] = iter) -> Built:
    """Check, then write `data/tables`, `data/datapackage.json` and the register, all or nothing.

    Machine drafts, if there are any, make a second set of tables, `data/drafts`; what is unsound in them stays out of
    it, and stops nothing. Raises: SeedError; TableError when
    the tables break the contract (our fault, not the seeds').
    """
    built = check(root, progress)
    data = root / "data"
    data.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".build-", dir=data) as aside:
        fresh = Path(aside)
        _write_package(built.tables, fresh)
        if built.with_drafts is not None:
            (fresh / "drafts").mkdir()
            _write_package(built.with_drafts, fresh / "drafts")
        register = fresh / "event_ids.csv"
        built.register.to_csv(register, index=False, lineterminator="\n")
        _replace(data, fresh, register, root / REGISTER)
    return built


def _write_package(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    (folder / "tables").mkdir()
    for table in TABLES:
        write_table(tables[table.name], table.name, folder / "tables" / f"{table.name}.csv")
    write_datapackage(folder)
    if breaches := validate_package(folder / "datapackage.json"):
        raise TableError(breaches)


def _replace(data: Path, fresh: Path, register: Path, register_home: Path) -> None:
    """Rename the new files into place; a rename on one file system is whole or not at all."""
    old = fresh / "old"
    old.mkdir()
    for name in ("tables", "drafts"):
        if (data / name).exists():
            (data / name).rename(old / name)
    try:
        for name in ("tables", "drafts"):
            if (fresh / name).exists():
                (fresh / name).rename(data / name)
    except OSError:
        for path in old.iterdir():
            shutil.rmtree(data / path.name, ignore_errors=True)
            path.rename(data / path.name)
        raise
    (fresh / "datapackage.json").replace(data / "datapackage.json")
    register_home.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(register, register_home)


def _given(resolver: Resolver, reference: dict[str, pd.DataFrame]) -> Given:
    """What the derivation is told beside the claims."""
    seeds = resolver.seeds
    register: dict[str, list[str]] = defaultdict(list)
    for _, row in sorted(seeds.event_ids, key=lambda row: int(row[1].event_id[1:])):
        register[row.claim_id].append(row.event_id)
    names = dict(zip(reference["actors"]["actor_id"], reference["actors"]["name"], strict=True))
    provinces = dict(zip(reference["provinces"]["province_id"], reference["provinces"]["name"], strict=True))
    groups = reference["groups"]
    pairs = [row for _, row in seeds.event_judgements]
    return Given(
        names={**provinces, **names},
        places=resolver.places_of,
        parent=dict(zip(groups["group_id"], groups["parent_group_id"], strict=True)),
        sole_offices=frozenset(row.role for _, row in seeds.offices if row.is_sole),
        judgements=Judgements(
            same=tuple((row.claim_id, row.other_claim_id) for row in pairs if row.judgement == "same_event"),
            apart=frozenset(frozenset((row.claim_id, row.other_claim_id)) for row in pairs
                            if row.judgement == "not_same_event")),
        disputes=tuple(
            JudgedDispute(row.dispute_id, row.field, row.question, resolver.stands_for(row.actor_id), row.reason,
                          tuple(JudgedSide(side.position, side.claims) for side in row.sides), row.marks_events)
            for _, row in seeds.disputes),
        register=register,
        next_number=max((int(row.event_id[1:]) for _, row in seeds.event_ids), default=0) + 1,
    )


def _redirects(seeds: Seeds, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """For each id of the register that no version of an event bears, today's event of a claim of it that is left."""
    today = dict(zip(tables["claims"]["claim_id"], tables["claims"]["event_id"], strict=True))
    borne = set(tables["events"]["event_id"])
    return _frame_of_redirects({row.event_id: today[row.claim_id] for _, row in reversed(seeds.event_ids)
                                if row.event_id not in borne and row.claim_id in today})


def _frame_of_redirects(current: dict[str, str]) -> pd.DataFrame:
    rows = pd.DataFrame(sorted(current.items()), columns=TABLE["event_redirects"].column_names)
    return typed(rows, "event_redirects")


def _register(seeds: Seeds, claims: pd.DataFrame, minted: list[tuple[str, str]]) -> pd.DataFrame:
    """Every claim with its event's id, and every id ever minted: none is used twice.

    A claim stands a second time where its event was found to be another one, of a lower id, and where earlier readers
    found an event of its own.
    """
    columns = ["event_id", "claim_id"]
    now = pd.concat([claims[columns], pd.DataFrame(minted, columns=columns)])
    before = pd.DataFrame([(row.event_id, row.claim_id) for _, row in seeds.event_ids], columns=columns)
    is_kept = before["claim_id"].isin(now["claim_id"]) & before["event_id"].isin(now["event_id"])
    gone = before[~is_kept]
    return pd.concat([now, gone]).drop_duplicates().sort_values(columns, ignore_index=True)


def _claim_provinces(claims: pd.DataFrame) -> pd.DataFrame:
    lists = claims["provinces"].fillna("").str.split(";")
    bridge = claims[["claim_id"]].assign(province_id=lists).explode("province_id")
    bridge = bridge[bridge["province_id"] != ""]
    return bridge.sort_values(["claim_id", "province_id"], ignore_index=True)


def _claim_places(places_of: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    rows = sorted((claim_id, place_id) for claim_id, places in places_of.items() for place_id in places)
    return typed(pd.DataFrame(rows, columns=TABLE["claim_places"].column_names), "claim_places")
