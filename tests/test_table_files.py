"""Tables taken away: each format is read back by another library and holds what the tables hold."""

import json
from dataclasses import asdict
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from bayah import table_files
from bayah.datapackage import validate_package
from bayah.export import safe_cell
from bayah.model import TABLE, TABLES
from bayah.store import read_tables, typed
from bayah.table_files import About

ABOUT = About("The atlas", "0123456789ab", "All rows.", "none", "http://localhost/method?rows=all")
LONG = 'A long "tale". ' * 333 + "0end."
RIGHT_TO_LEFT = "حافظ سعید خان، \u202bامیر خراسان\u202c"  # noqa: RUF001
TEXTS = ["=HYPERLINK(\"http://h.test\")", "+1", "-2", "@SUM(A1)", "<b>bold</b> & 'quoted', \"twice\"; a\nnew line",
         RIGHT_TO_LEFT, LONG, "NA", "007", "2015", "true", "_x0041_ as it stands"]
WHOLE = [table.name for table in TABLES]


@pytest.fixture(scope="module")
def hostile(atlas):
    """The fixture's tables with persons whose notes are hard to write, a number below zero and an early day."""
    persons = pd.DataFrame([{"person_id": f"man-{number:02d}", "name": f"Man {number}", "notes": text}
                            for number, text in enumerate(TEXTS)])
    actors = pd.DataFrame({"actor_id": persons["person_id"], "actor_type": "person", "name": persons["name"]})
    agreement = pd.DataFrame([{"source_id": "all", "column": "hair", "value": "all", "measure": "alpha",
                               "agreement": -0.1795, "n_first": 1, "n_second": 2, "n_matched": 0}])
    more = {"persons": persons, "actors": actors, "agreement": agreement}
    provinces = atlas["provinces"].copy()
    provinces.loc[provinces.index[0], "valid_from"] = pd.Timestamp("1893-11-12")
    joined = {name: typed(pd.concat([atlas[name].astype("object"), rows]), name) for name, rows in more.items()}
    return atlas | joined | {"provinces": provinces}


def held(frame, table, safe=False):
    """The rows in the order of their key, as Python's own values; `safe`: as a spreadsheet may have them."""
    ordered = typed(frame, table).sort_values(list(TABLE[table].key))
    rows = []
    for row in ordered.to_dict("records"):
        cells = [None if pd.isna(cell) else cell.date() if isinstance(cell, datetime) else cell
                 for cell in row.values()]
        rows.append([safe_cell(cell) for cell in cells] if safe else cells)
    return rows


def test_five_thousand_signs_are_among_the_texts():
    assert len(LONG) == 5000


@pytest.mark.parametrize("table", WHOLE)
def test_csv_is_read_back_by_pandas(hostile, table):
    read = pd.read_csv(BytesIO(table_files.csv(hostile[table], table)), dtype="str", keep_default_na=False,
                       encoding="utf-8-sig")
    assert held(read, table) == held(hostile[table], table, safe=True)


@pytest.mark.parametrize("table", WHOLE)
def test_parquet_is_read_back_by_pyarrow_with_its_types(hostile, table):
    read = pq.read_table(BytesIO(table_files.parquet(hostile[table], table, ABOUT)))
    assert [list(row.values()) for row in read.to_pylist()] == held(hostile[table], table)
    kinds = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool", "date": "date32[day]"}
    assert [str(field.type) for field in read.schema] == [kinds[column.type] for column in TABLE[table].columns]
    assert [field.metadata[b"description"].decode() for field in read.schema] == [
        column.description for column in TABLE[table].columns]
    told = {key.decode(): value.decode() for key, value in read.schema.metadata.items()}
    assert told == {"table": table, "description": TABLE[table].description, **asdict(ABOUT)}


@pytest.mark.parametrize("table", WHOLE)
def test_json_lines_are_read_back(hostile, table):
    lines = table_files.json_lines(hostile[table], table).decode().split("\n")
    assert lines.pop() == ""
    read = [json.loads(line) for line in lines]
    assert all(list(row) == TABLE[table].column_names for row in read)
    days = [column.name for column in TABLE[table].columns if column.type == "date"]
    for row in read:
        row |= {name: date.fromisoformat(row[name]) for name in days if row[name]}
    assert [list(row.values()) for row in read] == held(hostile[table], table)


def test_the_workbook_is_read_back_by_openpyxl(hostile):
    book = openpyxl.load_workbook(BytesIO(table_files.workbook(hostile, ABOUT)))
    assert book.sheetnames == ["about", *WHOLE, "columns"]
    for table in WHOLE:
        head, *rows = book[table].iter_rows()
        assert [cell.value for cell in head] == TABLE[table].column_names
        assert not [cell.coordinate for row in rows for cell in row if cell.data_type == "f" or cell.hyperlink]
        read = [[cell.value.date() if isinstance(cell.value, datetime) else cell.value for cell in row] for row in rows]
        wanted = [["1893-11-12" if cell == date(1893, 11, 12) else cell for cell in row]
                  for row in held(hostile[table], table, safe=True)]
        assert read == wanted, table


def test_the_first_sheet_says_what_the_workbook_is(hostile):
    book = openpyxl.load_workbook(BytesIO(table_files.workbook(hostile, ABOUT)))
    rows = [[cell for cell in row if cell is not None] for row in book["about"].iter_rows(values_only=True)]
    assert rows[:7] == [list(line) for line in ABOUT.lines()]
    assert ["Data version", "0123456789ab"] in rows
    assert "CC BY 4.0" in dict(ABOUT.lines())["Licence"]
    assert rows[9:] == [[table.name, len(hostile[table.name]), table.description] for table in TABLES]
    meant = list(book["columns"].iter_rows(values_only=True, min_row=2))
    assert meant == [(table.name, column.name, column.type, column.description)
                     for table in TABLES for column in table.columns]


def test_a_text_longer_than_a_cell_says_that_it_was_cut(atlas):
    persons = atlas["persons"].assign(notes="x" * 40_000)
    book = openpyxl.load_workbook(BytesIO(table_files.workbook({**atlas, "persons": persons}, ABOUT)))
    text = book["persons"]["C2"].value
    assert len(text) == table_files.LONGEST
    assert text.endswith("x [cut: Excel holds no more]")


def test_the_package_is_valid_once_unzipped_and_holds_the_tables(hostile, tmp_path):
    with ZipFile(BytesIO(table_files.package(hostile, ABOUT))) as archive:
        archive.extractall(tmp_path)
        assert archive.namelist()[:2] == ["README.txt", "datapackage.json"]
    assert validate_package(tmp_path / "datapackage.json") == []
    read = read_tables(tmp_path / "tables")
    for table in WHOLE:
        assert held(read[table], table) == held(hostile[table], table, safe=True)
    told = (tmp_path / "README.txt").read_text(encoding="utf-8")
    assert all(f"{name}: {words}" in told for name, words in ABOUT.lines())
    assert "0123456789ab" in json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["description"]


def test_the_whole_package_holds_the_bytes_that_the_build_wrote(atlas, built):
    with ZipFile(BytesIO(table_files.package(atlas, ABOUT))) as archive:
        for table in WHOLE:
            path = f"tables/{table}.csv"
            assert archive.read(path) == (built / "data" / path).read_bytes()


def test_a_part_of_the_atlas_says_which_columns_lead_out(atlas):
    outward = (("relations", "event_id"), ("allegiances", "start_event_id"))
    with ZipFile(BytesIO(table_files.package(atlas, ABOUT, outward))) as archive:
        told, words = json.loads(archive.read("datapackage.json")), archive.read("README.txt").decode()
    assert "relations.event_id, allegiances.start_event_id" in words
    keys = {resource["name"]: {key["fields"][0] for key in resource["schema"].get("foreignKeys", [])}
            for resource in told["resources"]}
    assert "event_id" not in keys["relations"]
    assert keys["allegiances"] == {"actor_id", "group_id", "leader_id", "end_event_id"}


def test_the_same_rows_in_another_order_give_the_same_bytes(atlas):
    turned = {name: rows.iloc[::-1] for name, rows in atlas.items()}
    for make in (lambda of: table_files.workbook(of, ABOUT), lambda of: table_files.package(of, ABOUT),
                 lambda of: table_files.parquet(of["claims"], "claims", ABOUT),
                 lambda of: table_files.csv(of["claims"], "claims"),
                 lambda of: table_files.json_lines(of["claims"], "claims")):
        assert make(atlas) == make(turned)


def test_archives_bear_no_time_of_making(atlas):
    for made in (table_files.workbook(atlas, ABOUT), table_files.package(atlas, ABOUT)):
        with ZipFile(BytesIO(made)) as archive:
            assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}
