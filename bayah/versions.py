"""Versions of the tables: those kept of every release, and any other that is brought as a folder or a Data Package.

Reads `data/versions` (a zip file a release, and `versions.csv` with a row each), folders of tables and zip files, these
also from strangers: they are never unpacked onto the disk, only tables that the contract names are read, and no more
than `MOST_BYTES` of them. Returns frames of text, for an older version has other columns. Refuses what is no version,
with all that is wrong with it, and to keep a release anew with other tables.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import pandas as pd

from bayah.cite import Work
from bayah.dates import day_words
from bayah.model import TABLE, TABLES, BayahError
from bayah.store import tables_version

KEPT = Path("data/versions")
REGISTER = "versions.csv"
MOST_BYTES = 200_000_000
"""So many bytes of tables are read from a zip file, whatever it says of itself."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip file can bear: the same tables make the same bytes."""
_ADVICE = "Give a folder of tables, a Data Package as *Method and data* gives it, or a release that is kept"


class VersionError(BayahError):
    """What should be a version of the tables is none; carries a line for each thing that is wrong."""

    def __init__(self, name: str, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{name}: {'; '.join(faults)}. {_ADVICE}.")


@dataclass(frozen=True)
class Version:
    """A version of the tables: what it is called, and the tables that it has, their cells as text."""

    name: str
    tables: Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Release:
    """A release whose tables are kept."""

    release: str
    released: date
    data_version: str
    path: Path

    @property
    def name(self) -> str:
        """The release as a reader calls it."""
        return f"{self.release} of {day_words(self.released)}"


def read_version(path: Path) -> Version:
    """The version in a folder of tables, in one that has such a folder as `tables` or `data/tables`, or in a zip file.

    Raises: VersionError when there is none.
    """
    if path.is_file():
        with path.open("rb") as file:
            return Version(str(path), read_zip(file, path.name))
    for folder in (path, path / "tables", path / "data" / "tables"):
        files = {table.name: folder / f"{table.name}.csv" for table in TABLES}
        found = {name: file.read_bytes() for name, file in files.items() if file.is_file()}
        if found:
            return Version(str(path), _frames(found, str(path)))
    raise VersionError(str(path), ["there are no tables here" if path.exists() else "there is no such folder or file"])


def read_zip(file: IO[bytes], name: str) -> dict[str, pd.DataFrame]:
    """The tables in a zip file, wherever in it a folder `tables` stands.

    Raises: VersionError when the file is no zip file, holds no table or too much, or a table cannot be read.
    """
    try:
        with ZipFile(file) as archive:
            return _frames(_unpacked(archive, name), name)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:  # also what is encrypted
        raise VersionError(name, [f"it is no zip file that can be read ({error})"]) from error


def _unpacked(archive: ZipFile, name: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = MOST_BYTES
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename)
        if path.suffix != ".csv" or path.parent.name != "tables" or path.stem not in TABLE:
            continue
        if path.stem in found:
            raise VersionError(name, [f"it holds the table {path.stem} twice"])
        with archive.open(entry) as file:
            found[path.stem] = file.read(left + 1)
        left -= len(found[path.stem])
        if left < 0:
            raise VersionError(name, [f"its tables are larger than {MOST_BYTES // 1_000_000} MB"])
    if not found:
        raise VersionError(name, ["it holds no tables"])
    return found


def _frames(found: Mapping[str, bytes], name: str) -> dict[str, pd.DataFrame]:
    frames, faults = {}, []
    for table, content in found.items():
        try:
            frames[table] = pd.read_csv(BytesIO(content), dtype="str", keep_default_na=False, encoding="utf-8-sig")
        except ValueError as error:  # no UTF-8, no CSV, empty
            faults.append(f"the table {table} cannot be read ({error})")
            continue
        if isinstance(frames[table].index, pd.RangeIndex):
            faults += _faults(frames[table], table)
        else:
            faults.append(f"the table {table} has rows that are longer than its heading")
    if faults:
        raise VersionError(name, faults)
    return frames


def key_of(table: str) -> list[str]:
    """What names a row of a table among those that hold on one day: its key without the day from which it holds."""
    return [column for column in TABLE[table].key if column != "known_from"]


def today(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that held for the readers of a version's own day."""
    return frame[frame["known_until"] == ""] if "known_until" in frame else frame


def _faults(frame: pd.DataFrame, table: str) -> Iterator[str]:
    missing = [column for column in key_of(table) if column not in frame]
    if missing:
        yield f"the table {table} has no column {', '.join(missing)}"
    elif today(frame).duplicated(key_of(table)).any():
        yield f"the table {table} has several rows of one key ({', '.join(key_of(table))})"


def kept_releases(folder: Path) -> list[Release]:
    """The releases kept in a folder, the newest first; none where there is no such folder."""
    register = folder / REGISTER
    if not register.exists():
        return []
    rows = pd.read_csv(register, dtype="str", keep_default_na=False)
    cells = zip(rows["release"], rows["released"], rows["data_version"], strict=True)
    return [Release(release, date.fromisoformat(released), data_version, folder / f"{release}.zip")
            for release, released, data_version in cells][::-1]


def keep(root: Path, work: Work) -> Release:
    """Keep the built tables under `root` as those of the release `work`, for later versions to be compared with.

    Raises: VersionError when the release is kept already with other tables, or there are none.
    """
    folder, tables = root / KEPT, root / "data" / "tables"
    read_version(tables)
    release = Release(work.version, work.released, tables_version(tables), folder / f"{work.version}.zip")
    kept = kept_releases(folder)
    same = next((one for one in kept if one.release == release.release), None)
    if same and same.data_version != release.data_version:
        raise VersionError(release.path.name, [
            f"release {same.release} is kept already, with data version {same.data_version}; these tables are "
            f"{release.data_version}. Raise the version in bayah/__init__.py and CITATION.cff first"])
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{release.path.name}"
    fresh.write_bytes(_packed(root / "data"))
    fresh.replace(release.path)
    if not same:
        rows = [(one.release, one.released.isoformat(), one.data_version) for one in [*reversed(kept), release]]
        text = pd.DataFrame(rows, columns=["release", "released", "data_version"]).to_csv(index=False,
                                                                                        lineterminator="\n")
        register = folder / f".{REGISTER}"
        register.write_text(text, encoding="utf-8")
        register.replace(folder / REGISTER)
    return release


def _packed(data: Path) -> bytes:
    """The files as they are, with no time of making."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for path in [data / "datapackage.json", *sorted((data / "tables").glob("*.csv"))]:
            entry = ZipInfo(path.relative_to(data).as_posix(), _EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, path.read_bytes())
    return file.getvalue()
