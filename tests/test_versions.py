"""Versions of the tables: kept, read from folders and zip files, also from bad ones."""

import shutil
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
import pytest

from bayah import versions
from bayah.cite import Author, Work
from bayah.model import TABLES
from bayah.store import tables_version
from bayah.table_files import About, package
from bayah.versions import VersionError, keep, kept_releases, read_version, read_zip

ROOT = Path(__file__).resolve().parents[1]
WORK = Work("The atlas", (Author("Somebody"),), "1.0.0", date(2026, 1, 2))
ABOUT = About("The atlas", "0123456789ab", "All rows.", "none", "http://localhost/method?rows=all")


def zipped(**files):
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/") + ".csv", text)
    file.seek(0)
    return file


@pytest.fixture
def kept(data, tmp_path):
    keep(tmp_path, WORK)
    return tmp_path


def test_a_folder_is_read_wherever_the_tables_stand_in_it(built):
    for folder in (built, built / "data", built / "data" / "tables"):
        assert set(read_version(folder).tables) == {table.name for table in TABLES}


def test_a_package_of_a_reader_holds_what_the_folder_holds(atlas, built):
    found = read_zip(BytesIO(package(atlas, ABOUT)), "a.zip")
    for name, rows in read_version(built).tables.items():
        pd.testing.assert_frame_equal(found[name], rows)


def test_what_is_kept_is_what_was_built_and_gives_the_same_bytes(kept, data):
    (release,) = kept_releases(kept / versions.KEPT)
    assert (release.release, release.released, release.name) == ("1.0.0", date(2026, 1, 2), "1.0.0 of 2 January 2026")
    assert release.data_version == tables_version(data / "tables")
    with ZipFile(release.path) as archive:
        for table in TABLES:
            path = f"tables/{table.name}.csv"
            assert archive.read(path) == (data / path).read_bytes()
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}
    before = release.path.read_bytes()
    assert keep(kept, WORK) == release
    assert release.path.read_bytes() == before
    assert len(kept_releases(kept / versions.KEPT)) == 1


def test_the_newest_release_comes_first(kept):
    keep(kept, replace(WORK, version="1.1.0"))
    assert [release.release for release in kept_releases(kept / versions.KEPT)] == ["1.1.0", "1.0.0"]


def test_a_release_is_not_kept_anew_with_other_tables(kept, data):
    path = data / "tables" / "persons.csv"
    path.write_text(path.read_text(encoding="utf-8") + "man-new,New,\n", encoding="utf-8")
    with pytest.raises(VersionError, match=r"1\.0\.0 is kept already.*Raise the version in bayah/__init__\.py"):
        keep(kept, WORK)


def test_nothing_is_kept_where_nothing_was_built(tmp_path):
    with pytest.raises(VersionError, match="there is no such folder or file"):
        keep(tmp_path, WORK)
    assert kept_releases(tmp_path / versions.KEPT) == []


def test_every_release_that_is_kept_can_be_read_and_the_newest_is_this_one_or_older():
    releases = kept_releases(ROOT / versions.KEPT)
    assert [release.release for release in releases] == sorted(
        (release.release for release in releases), key=lambda name: [*map(int, name.split("."))], reverse=True)
    for release in releases:
        assert "claims" in read_version(release.path).tables


@pytest.mark.parametrize(("file", "what"), [
    (BytesIO(b"no zip"), "no zip file that can be read"),
    (BytesIO(b""), "no zip file that can be read"),
    (zipped(), "it holds no tables"),
    (zipped(claims="claim_id\n1"), "it holds no tables"),
    (zipped(tables__unheard="a\n1"), "it holds no tables"),
    (zipped(tables__claims="a,b\n1,2"), "the table claims has no column claim_id"),
    (zipped(tables__claims=""), "the table claims cannot be read"),
    (zipped(tables__claims=b"claim_id\n\xff\xfe"), "the table claims cannot be read"),
    (zipped(tables__claims="claim_id\na,b,c\nd"), "the table claims has rows that are longer than its heading"),
    (zipped(tables__claims="claim_id\na\na"), r"the table claims has several rows of one key \(claim_id\)"),
    (zipped(tables__claims="claim_id\na", old__tables__claims="claim_id\na"), "it holds the table claims twice"),
    (zipped(tables__claims="a\n1", tables__events=""), "the table claims .*; the table events"),
])
def test_what_is_no_version_is_refused_with_all_that_is_wrong(file, what):
    with pytest.raises(VersionError, match=f"given.zip: .*{what}.*Give a folder"):
        read_zip(file, "given.zip")


def test_a_damaged_file_is_refused():
    whole = zipped(tables__claims="claim_id\n" + "\n".join(map(str, range(5000)))).getvalue()
    with pytest.raises(VersionError, match="no zip file that can be read"):
        read_zip(BytesIO(whole[:90] + b"\0" * 900 + whole[990:]), "given.zip")


def test_a_bomb_is_left_after_so_many_bytes(monkeypatch):
    monkeypatch.setattr(versions, "MOST_BYTES", 1_000_000)
    bomb = zipped(tables__claims="claim_id\n" + "0" * 3_000_000)
    assert len(bomb.getvalue()) < 20_000
    with pytest.raises(VersionError, match="its tables are larger than 1 MB"):
        read_zip(bomb, "given.zip")


def test_paths_that_lead_out_of_a_file_are_only_names(tmp_path):
    found = read_zip(zipped(**{"..__..__tables__claims": "claim_id\na"}), "given.zip")
    assert list(found) == ["claims"]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_tables_is_refused(tmp_path):
    shutil.copy(ROOT / "README.md", tmp_path)
    with pytest.raises(VersionError, match="there are no tables here"):
        read_version(tmp_path)
