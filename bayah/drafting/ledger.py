"""What was drafted already, so that a run that was stopped goes on where it stood, and no article is drafted twice.

Reads and writes one SQLite file. Returns drafts by key, which whoever asks makes of content, options, engine and
version. Refuses a file that is no ledger. A draft that was added stands there whole or not at all, also after `kill
-9`; a torn end is put right when the ledger is opened again. Drafts of the same engine in another version are cleared
away.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from pydantic import TypeAdapter

from bayah.drafting.contract import Draft
from bayah.model import BayahError

_DRAFT: TypeAdapter[Draft] = TypeAdapter(Draft)
_TABLES = """
create table if not exists drafts (key text primary key, engine text, version text, draft blob) without rowid;
create temporary table run (position integer primary key, path text, key text);
"""


class Entry(NamedTuple):
    """A draft under its key, as the ledger holds it."""

    key: str
    draft: bytes


def packed(draft: Draft) -> bytes:
    """A draft as the ledger holds it."""
    return zlib.compress(_DRAFT.dump_json(draft), level=1)


def unpacked(blob: bytes) -> Draft:
    """A draft out of what the ledger holds."""
    return _DRAFT.validate_json(zlib.decompress(blob))


class Ledger:
    """The drafts of an engine in a version, and the order in which this run wants them."""

    def __init__(self, path: Path, engine: str, version: str) -> None:
        """Open or make the file.

        Raises: BayahError if it cannot be written, or is no ledger.
        """
        self._path, self._engine, self._version = path, engine, version
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = sqlite3.connect(path, timeout=60, isolation_level=None)
            self._file.execute("pragma journal_mode = wal")
            self._file.execute("pragma synchronous = normal")
            self._file.executescript(_TABLES)
            self._file.execute("delete from drafts where engine = ? and version != ?", (engine, version))
        except (OSError, sqlite3.Error) as error:
            raise BayahError(f"{path}: cannot be used as the ledger of drafts ({error}). Remove it, or give "
                             "--no-resume to do without it.") from error

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def want(self, position: int, path: str, key: str) -> bool:
        """Note that the run wants the draft at the position; whether it is there already."""
        self._file.execute("insert into run values (?, ?, ?)", (position, path, key))
        return self._file.execute("select 1 from drafts where key = ?", (key,)).fetchone() is not None

    def add(self, entries: Iterable[Entry]) -> None:
        """Keep drafts, all of them or none.

        Raises: BayahError if the disk is full, or the file is taken away.
        """
        rows = [(entry.key, self._engine, self._version, entry.draft) for entry in entries]
        try:
            self._file.execute("begin immediate")  # so that two runs at once wait for each other
            self._file.executemany("insert or replace into drafts values (?, ?, ?, ?)", rows)
            self._file.execute("commit")
        except sqlite3.Error as error:
            raise BayahError(f"{self._path}: the ledger of drafts cannot be written ({error}). Make room, and run the "
                             "same command again.") from error

    def wanted(self) -> Iterator[tuple[str, Draft]]:
        """The path and the draft of each article of the run that could be drafted, by position."""
        rows = self._file.execute("select path, draft from run join drafts using (key) order by position")
        yield from ((path, unpacked(blob)) for path, blob in rows)
