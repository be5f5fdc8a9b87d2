"""The journal of a review: what people decided about a draft, an entry a line, only ever added to.

Reads and writes `seeds/reviews/<source_id>.jsonl`. Returns entries. An entry is on the disk before anybody is told that
it was taken (fsync); of a line that a crash tore only the whole ones before it count. Refuses a line that is no entry,
and an entry by somebody who has not seen the last one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bayah.model import BayahError

REVIEWS = "seeds/reviews"
LOCKS = "build/locks"
Act = Literal["opened", "accept", "edit", "split", "merge", "reject", "add", "reopen", "identify", "publish", "undo",
              "redo"]
Reason = Literal["not_stated", "wrong_actor", "wrong_kind", "wrong_date_or_place", "duplicate", "other"]
ACT_WORDS: dict[str, str] = {
    "opened": "began the review", "accept": "accepted", "edit": "edited", "split": "split", "merge": "merged",
    "reject": "rejected", "add": "added a claim", "reopen": "reopened", "identify": "said who is meant",
    "publish": "published", "undo": "took back the last act", "redo": "did it again"}
"""What was done, in words that stand after a name."""


class Entry(BaseModel):
    """One act of one person: who did what, when, to which claims, with which values.

    `number` counts from 0 through the whole journal. `opened` carries the sha256 of the draft's bytes that the entries
    after it speak of, `publish` the claim_id that each claim was given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: Annotated[int, Field(ge=0)]
    act: Act
    by: Annotated[str, Field(min_length=1, max_length=320)]
    at: str
    claims: tuple[str, ...] = ()
    values: tuple[dict[str, Any], ...] = ()
    reason: Reason | None = None
    text: Annotated[str, Field(max_length=5000)] = ""
    draft_sha256: str = ""
    claim_ids: dict[str, str] = {}

    @property
    def words(self) -> str:
        """Who did what to which claims."""
        return " ".join([self.by, ACT_WORDS[self.act], ", ".join(self.claims)]).strip()


class JournalError(BayahError):
    """A journal that cannot be read; nothing of it is guessed."""


class StaleReviewError(BayahError):
    """Others have written since this writer last looked; `missed` is what he has not seen."""

    def __init__(self, missed: Sequence[Entry]) -> None:
        self.missed = tuple(missed)
        told = "; ".join(f"{entry.words} at {entry.at}" for entry in missed)
        super().__init__(f"Not taken, for the review went on meanwhile: {told}. Look at it, then do yours again.")


def journal_of(root: Path, source_id: str) -> Path:
    """Where the journal of an article's review lies."""
    return root / REVIEWS / f"{source_id}.jsonl"


def lock_of(root: Path, name: str) -> FileLock:
    """The lock by which one process at a time writes what bears the name."""
    path = root / LOCKS / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path, timeout=60)


def read_journal(path: Path) -> list[Entry]:
    """All whole entries, in order; none where there is no journal.

    Raises: JournalError naming the line.
    """
    if not path.exists():
        return []
    entries: list[Entry] = []
    for number, line in enumerate(_whole_lines(path)):
        try:
            entry = Entry.model_validate_json(line)
        except ValidationError as error:
            fault = error.errors()[0]["msg"]
            raise JournalError(f"{path}:{number + 1}: is no entry of a journal ({fault}). "
                               "Restore the line from the history of the file") from error
        if entry.number != number:
            raise JournalError(f"{path}:{number + 1}: bears the number {entry.number}, and {number} is due. "
                               "Restore the journal from its history; entries are only ever added")
        entries.append(entry)
    return entries


def append(path: Path, lock: FileLock, seen: int, new: Sequence[Entry]) -> list[Entry]:
    """Add entries, by somebody who has seen the first `seen` ones; the journal as it is then.

    Raises: StaleReviewError if there are more; JournalError; OSError where the disk refuses.
    """
    with lock:
        entries = read_journal(path)
        if len(entries) != seen:
            raise StaleReviewError(entries[seen:])
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            # What a crash tore was never taken, and would spoil the line after it.
            file.truncate(sum(len(line) + 1 for line in _whole_lines(path)))
            file.write(b"".join(_line(entry) for entry in new))
            file.flush()
            os.fsync(file.fileno())
    return [*entries, *new]


def _whole_lines(path: Path) -> list[bytes]:
    return path.read_bytes().split(b"\n")[:-1]


def _line(entry: Entry) -> bytes:
    return entry.model_dump_json(exclude_defaults=True).encode() + b"\n"
