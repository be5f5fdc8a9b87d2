"""Drafts of many files: on the cores of a machine or on a Dask cluster, with flat memory, to be taken up again.

Reads the files, each in this process, and hands their bytes out in bundles; nobody else needs to see the files.
Returns an `Outcome`, and writes drafts, texts and the CSV at the end in the order of the paths, so that the same
bytes come out whichever way they were drafted. Refuses a file that gives no article, which stops no other; a worker
that has another version of the engine or of the reference tables stops the run.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version as version_of
from multiprocessing.connection import wait as wait_for
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from bayah.drafting import files
from bayah.drafting.contract import Draft
from bayah.drafting.engines import Engine, MakeEngine
from bayah.drafting.finding import Found
from bayah.drafting.ledger import Entry, Ledger, packed
from bayah.drafting.reading import Given, article_of, read_bytes
from bayah.model import BayahError, Problem, ReadingError

LEDGER = Path("build") / "drafts.sqlite"
"""Where a project keeps what was drafted."""
_BUNDLE, _BUNDLE_BYTES = 8, 1_000_000
"""Articles that are handed out at once, and their bytes."""
_AHEAD = 3
"""Bundles for each worker that are under way at once."""
_PATIENCE = 20
"""Seconds in which a scheduler must answer."""
_BUNDLES_PER_WORKER = 800
"""Bundles after which a worker makes way for a fresh one, so that no library can hoard memory for ever."""
_LIBRARIES = ("spacy", "spacy-lookups-data", "trafilatura", "pypdf", "python-docx")


@dataclass(frozen=True)
class Order:
    """What is drafted by whom: `make_engine` is called once in each process with the root of the project."""

    root: Path
    engine: str
    make_engine: MakeEngine
    given: Given = field(default_factory=Given)


@dataclass(frozen=True)
class Outputs:
    """What is written; None: not."""

    drafts: Path | None = None
    csv: Path | None = None
    texts: Path | None = None
    force: bool = False


@dataclass
class Outcome:
    """What came of a run: counts, and what a person should hear of."""

    articles: int = 0
    claims: int = 0
    proposed: int = 0
    from_ledger: int = 0
    undated: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    twice: list[tuple[str, str]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _Task(NamedTuple):
    key: str
    path: str
    raw: bytes


@dataclass(frozen=True)
class _Answer:
    """What came of a bundle; `version`: the one by which it was drafted; `fault`: why it ends there, with the run."""

    version: str
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    fault: str = ""


def draft_files(found: Found, order: Order, outputs: Outputs, *, jobs: int = 1, scheduler: str = "",
                resume: bool = True, tell: Callable[[int], None] = lambda done: None) -> Outcome:
    """Draft the files and write what `outputs` names; `tell` is called with the number of files that are done.

    Raises: BayahError if the root has no reference tables, ledger, cluster or outputs cannot be used, or a worker dies.
    """
    version = version_at(order.root)
    _make_folders(outputs)
    outcome = Outcome(problems=list(found.problems))
    with _ledger(order, version, resume) as ledger:
        tasks = _tasks(found.files, order, version, ledger, outcome, tell)
        for answer in _answers(_bundles(tasks), order, jobs, scheduler):
            if answer.version != version:
                raise BayahError("The workers have another version of the engine or of seeds/reference than this "
                                 "machine. Bring them to the same commit, in a folder of the same path, and start them "
                                 "again.")
            ledger.add(answer.entries)
            if answer.fault:
                raise BayahError(answer.fault)
            outcome.problems += answer.problems
            tell(len(answer.entries) + len(answer.problems))
        with _told_if_unwritable():
            _write(ledger.wanted(), outputs, outcome)
    outcome.problems.sort()
    return outcome


def _make_folders(outputs: Outputs) -> None:
    """Make the folders of the outputs, so that hours of work do not end at a place that cannot be written."""
    with _told_if_unwritable():
        for folder in (outputs.drafts, outputs.texts, outputs.csv and outputs.csv.parent):
            if folder:
                folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def _told_if_unwritable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BayahError(f"{error.filename}: cannot be written ({error.strerror}). Give another place, or make room "
                         "there; what was drafted is kept for the next run.") from error


@cache
def version_at(root: Path) -> str:
    """What decides which drafts come out, as hex digits: code and data of drafting, libraries, reference tables.

    Raises: BayahError if the root has no reference tables.
    """
    seeds = root / "seeds"
    tables = sorted([*seeds.glob("reference/*.csv"), *seeds.glob("judgements/*.csv")])
    if not tables:
        raise BayahError(f"{seeds / 'reference'}: there are no reference tables. Run it in the project's folder, or "
                         "give that folder with --root.")
    package = Path(__file__).parent
    code = sorted([*package.rglob("*.py"), *package.rglob("data/**/*.*"), *package.parent.glob("*.py")])
    digest = hashlib.sha256("".join(f"{name}=={version_of(name)}\n" for name in _LIBRARIES).encode())
    for path in (*code, *tables):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@contextmanager
def _ledger(order: Order, version: str, resume: bool) -> Iterator[Ledger]:
    """The ledger of the project, or without `resume` one that goes with the run."""
    if resume:
        with Ledger(order.root / LEDGER, order.engine, version) as ledger:
            yield ledger
        return
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / LEDGER.name, order.engine, version) as ledger:
        yield ledger


def _tasks(paths: Sequence[Path], order: Order, version: str, ledger: Ledger, outcome: Outcome,
           tell: Callable[[int], None]) -> Iterator[_Task]:
    """What is still to be drafted; a text that stands in two files is drafted for the first."""
    first_of: dict[bytes, str] = {}
    for position, path in enumerate(paths):
        try:
            raw = read_bytes(path, order.given)
        except ReadingError as error:
            outcome.problems.append(error.problem)
            tell(1)
            continue
        content = hashlib.sha256(raw).digest()
        if content in first_of:
            outcome.twice.append((str(path), first_of[content]))
            tell(1)
            continue
        first_of[content] = str(path)
        key = _key(order, version, path, content)
        if ledger.want(position, str(path), key):
            outcome.from_ledger += 1
            tell(1)
        else:
            yield _Task(key, str(path), raw)


def _key(order: Order, version: str, path: Path, content: bytes) -> str:
    told = repr((order.engine, version, order.given, path.name))
    return hashlib.sha256(told.encode() + content).hexdigest()


def _bundles(tasks: Iterable[_Task]) -> Iterator[tuple[_Task, ...]]:
    bundle: list[_Task] = []
    size = 0
    for task in tasks:
        bundle.append(task)
        size += len(task.raw)
        if len(bundle) == _BUNDLE or size > _BUNDLE_BYTES:
            yield tuple(bundle)
            bundle, size = [], 0
    if bundle:
        yield tuple(bundle)


def _answers(bundles: Iterable[tuple[_Task, ...]], order: Order, jobs: int, scheduler: str) -> Iterator[_Answer]:
    """The answers as they come: from here, from processes of this machine, or from a cluster."""
    if scheduler:
        with _cluster(scheduler) as (executor, workers):
            yield from _spread(bundles, order, executor, workers * _AHEAD)
    elif jobs > 1:
        executor = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _obey_parent,
                                       max_tasks_per_child=_BUNDLES_PER_WORKER)
        try:
            yield from _spread(bundles, order, executor, jobs * _AHEAD)
        finally:
            executor.shutdown(cancel_futures=True)
    else:
        for bundle in bundles:
            yield draft_bundle(order, bundle)


def _obey_parent() -> None:
    """Leave Ctrl+C to the run, and end when that is killed: a worker would wait for work for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel
        Thread(target=lambda: (wait_for([sentinel]), os._exit(1)), daemon=True).start()


@contextmanager
def _cluster(scheduler: str) -> Iterator[tuple[Executor, int]]:
    """A Dask cluster as an executor, and how many workers it has."""
    from distributed import Client, KilledWorker  # half a second, which only a run on a cluster should wait for
    from distributed.comm.core import CommClosedError

    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise BayahError(f"{scheduler}: no Dask scheduler answers ({error}). Start one with `dask scheduler`, and "
                         "workers with `dask worker`.") from error
    with client:
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
        if not workers:
            raise BayahError(f"{scheduler}: the Dask scheduler has no worker. Start one: `dask worker {scheduler}`.")
        try:
            yield client.get_executor(pure=False, retries=2), workers
        except (KilledWorker, CommClosedError, CancelledError) as error:
            raise BayahError(f"{scheduler}: the Dask cluster failed ({error}). What was drafted is kept: run the same "
                             "command again.") from error


def _spread(bundles: Iterable[tuple[_Task, ...]], order: Order, executor: Executor, most: int) -> Iterator[_Answer]:
    """Hand out bundles, `most` at once, and give back the answers as they come."""
    under_way: set[Future[_Answer]] = set()
    try:
        for bundle in bundles:
            under_way.add(executor.submit(draft_bundle, order, bundle))
            if len(under_way) >= most:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    except BrokenProcessPool as error:
        raise BayahError("A worker died, perhaps for want of memory. What was drafted is kept: run the same command "
                         "again, with fewer --jobs.") from error


def draft_bundle(order: Order, bundle: Sequence[_Task]) -> _Answer:
    """Draft the articles of a bundle; what a worker runs.

    A fault of the engine itself is given back as words, with what was drafted before it: an error of ours does not go
    from one process to another whole.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    fault = ""
    try:
        engine = _engine(order.make_engine, order.root)
        for task in bundle:
            drafted = _draft(task, order, engine)
            if isinstance(drafted, Entry):
                entries.append(drafted)
            else:
                problems.append(drafted)
    except BayahError as error:
        fault = str(error)
    return _Answer(version_at(order.root), tuple(entries), tuple(problems), fault)


def _draft(task: _Task, order: Order, engine: Engine) -> Entry | Problem:
    """The draft of an article, or why there is none."""
    path = Path(task.path)
    try:
        article = article_of(path.stem, path.suffix, task.raw, order.given, file=task.path)
        return Entry(task.key, packed(engine(article)))
    except ReadingError as error:
        return replace(error.problem, file=task.path)
    except BayahError:
        raise
    except Exception as error:  # one article must not stop a hundred thousand; it is told at the end
        return Problem(task.path, 0, "", f"broke the engine ({type(error).__name__}: {error})",
                       "Leave it out, and report it with the article's address")


@cache
def _engine(make_engine: MakeEngine, root: Path) -> Engine:
    return make_engine(root)


def _write(wanted: Iterable[tuple[str, Draft]], outputs: Outputs, outcome: Outcome) -> None:
    drafts = _settled(wanted, outputs, outcome)
    if outputs.csv:
        files.write_csv(drafts, outputs.csv)
    else:
        for _ in drafts:
            pass


def _settled(wanted: Iterable[tuple[str, Draft]], outputs: Outputs, outcome: Outcome) -> Iterator[Draft]:
    """The drafts, each text once and each with an id of its own, while their files are written and they are counted."""
    first_of: dict[str, str] = {}
    owners: dict[str, str] = {}
    for path, draft in wanted:
        text = draft.article.text_sha256
        if text in first_of:
            outcome.twice.append((path, first_of[text]))
            continue
        first_of[text] = path
        if owners.setdefault(draft.article.source_id, text) != text:
            own = f"{draft.article.source_id}-{text[:8]}"
            draft = replace(draft, article=replace(draft.article, source_id=own if draft.article.source_id else ""))
        _count(draft, outcome, path)
        _write_files(draft, path, outputs, outcome)
        yield draft


def _count(draft: Draft, outcome: Outcome, path: str) -> None:
    outcome.articles += 1
    outcome.claims += len(draft.claims)
    outcome.proposed += len(draft.proposed)
    outcome.notes += [(path, note) for note in draft.notes]
    if not draft.article.published:
        outcome.undated.append(path)


def _write_files(draft: Draft, path: str, outputs: Outputs, outcome: Outcome) -> None:
    if outputs.texts:
        files.write_text(draft, outputs.texts)
    if outputs.drafts:
        try:
            if not files.write_draft(draft, outputs.drafts, outputs.force):
                outcome.kept.append(str(outputs.drafts / f"{draft.article.source_id}.yml"))
        except ReadingError as error:
            outcome.problems.append(replace(error.problem, file=path))


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
