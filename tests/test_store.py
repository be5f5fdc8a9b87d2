"""Tables on disk: what is written is read back, in the contract's types."""

import shutil

import pandas as pd
import pytest

from bayah.model import TABLES, TableError
from bayah.store import read_tables, rows_by_table, tables_version, typed, write_table

DTYPES = {
    "string": "str", "integer": "Int64", "number": "float64", "boolean": "bool", "date": "datetime64[s]",
}


@pytest.fixture
def folder(data):
    return data / "tables"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns_are_read_in_the_contracts_order_and_types(atlas, table):
    frame = atlas[table.name]
    assert list(frame.columns) == table.column_names
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        column.name: DTYPES[column.type] for column in table.columns}
    assert not frame[[c.name for c in table.columns if c.required]].isna().any(axis=None)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_round_trip_gives_the_same_bytes(atlas, table, tmp_path, folder):
    again = tmp_path / "again.csv"
    shuffled = atlas[table.name].sample(frac=1, random_state=7)
    write_table(shuffled, table.name, again)
    assert again.read_bytes() == (folder / f"{table.name}.csv").read_bytes()


def test_an_empty_table_keeps_its_types(tmp_path):
    write_table(pd.DataFrame(columns=["claim_id", "province_id"]), "claim_provinces", tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == b"claim_id,province_id\n"
    empty = pd.read_csv(tmp_path / "t.csv", dtype="str")
    assert [str(dtype) for dtype in typed(empty, "claim_provinces").dtypes] == ["str", "str"]


def test_text_that_looks_like_missing_stays_text(tmp_path):
    rows = pd.DataFrame({"person_id": ["a", "b", "c"], "name": ["NA", "null", 'a "b", c'],
                         "notes": ["None", "", "one\ntwo"]})
    write_table(rows, "persons", tmp_path / "persons.csv")
    cells = pd.read_csv(tmp_path / "persons.csv", dtype="str", keep_default_na=False)
    back = typed(cells, "persons")
    assert back["name"].tolist() == ["NA", "null", 'a "b", c']
    assert back["notes"].isna().tolist() == [False, True, False]
    assert back["notes"][2] == "one\ntwo"


def test_all_missing_tables_are_named(folder):
    (folder / "events.csv").unlink()
    (folder / "claims.csv").unlink()
    with pytest.raises(TableError) as caught:
        read_tables(folder)
    assert [breach.partition(": ")[0].rpartition("/")[2] for breach in caught.value.breaches] == [
        "claims.csv", "events.csv"]
    assert "make build" in str(caught.value)


@pytest.mark.parametrize(("old", "new", "what"), [
    ("event_id,kind", "event_id,sort", "its columns are not those of this version"),
    (",false,", ",perhaps,", "a cell is not of its type"),
    ("2014-05-01", "soon", "a cell is not of its type"),
    ("month,,,,", "month,many,,,", "a cell is not of its type"),
])
def test_a_damaged_table_is_refused_and_not_guessed_at(folder, old, new, what):
    path = folder / "events.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableError, match=what) as caught:
        read_tables(folder)
    assert len(caught.value.breaches) == 1


def test_the_version_changes_with_any_byte_and_only_then(folder, tmp_path):
    before = tables_version(folder)
    copy = shutil.copytree(folder, tmp_path / "copy")
    assert tables_version(copy) == before
    assert len(before) == 12
    (copy / "relations.csv").write_bytes((copy / "relations.csv").read_bytes() + b"\n")
    changed = tables_version(copy)
    (copy / "relations.csv").unlink()
    assert len({before, changed, tables_version(copy)}) == 3


def test_rows_by_table_follows_the_contract(atlas):
    rows = rows_by_table(atlas)
    assert list(rows) == [table.name for table in TABLES]
    assert (rows["sources"], rows["claims"], rows["events"]) == (3, 17, 18)
