"""The files of articles under what a caller names: files, and folders with all that lies in them.

Reads folders, not files. Returns paths in the order of their names, each once. Refuses nothing at once: what cannot
be opened is told as a problem beside the rest. Hidden files and folders are passed over; a folder that links lead
back to is entered once.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bayah.drafting.formats import SUFFIXES
from bayah.model import Problem


@dataclass(frozen=True)
class Found:
    """Files of articles; `others` counts by ending what a folder holds beside them."""

    files: tuple[Path, ...]
    others: Counter[str]
    problems: tuple[Problem, ...]


def find_articles(named: Iterable[Path]) -> Found:
    """The files that are named and those in the folders that are named.

    A file that is named stands in the result whatever its ending; of a folder's only those of articles.
    """
    files: set[Path] = set()
    others: Counter[str] = Counter()
    problems: list[Problem] = []
    for path in named:
        if not path.is_dir():
            files.add(path)
            continue
        for file in _walk(path, problems):
            if file.suffix.lower() in SUFFIXES:
                files.add(file)
            else:
                others[file.suffix.lower() or "no ending"] += 1
    return Found(tuple(sorted(files, key=Path.as_posix)), others, tuple(problems))


def _walk(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """Every file under a folder that is not hidden, also behind links, each folder once."""
    def refused(error: OSError) -> None:
        problems.append(Problem(str(error.filename), 0, "", f"cannot be opened ({error.strerror})",
                                "Look whether you may read it"))

    entered: set[tuple[int, int]] = set()
    for at, inner, names in os.walk(folder, onerror=refused, followlinks=True):
        status = Path(at).stat()
        if (status.st_dev, status.st_ino) in entered:
            inner.clear()
            continue
        entered.add((status.st_dev, status.st_ino))
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        yield from (Path(at) / name for name in names if not name.startswith("."))
