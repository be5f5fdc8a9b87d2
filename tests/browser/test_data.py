"""Every table is taken away in every form, read back, and holds what the page counts."""

import json
from datetime import datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import expect

from bayah import query
from bayah.datapackage import validate_package
from bayah.extract import select_tables
from bayah.model import TABLES
from bayah.query import Filters
from bayah.store import tables_version, typed

from .conftest import ROOT
from .steps import expect_params, go, settled
from .test_pages import NARROW, OVERFLOW

pytestmark = pytest.mark.browser
VIEWS = {
    "today": ("/method?table=events", Filters(), ""),
    "view": ("/method?group=iskp&from=2015&table=events", Filters(group=("iskp",), from_=datetime(2015, 1, 1).date()),
             "-view"),
    "all": ("/method?group=iskp&rows=all&table=events", None, ""),
}


def downloaded(page, button, name):
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    assert waiting.value.suggested_filename == name
    return waiting.value.path().read_bytes()


def counted(page, name):
    """The line under the choice of a table, which tells its rows."""
    return page.get_by_test_id("stCaptionContainer").filter(has_text=f"{name} rows, ")


@pytest.mark.parametrize("view", VIEWS)
def test_one_table_is_read_back_from_each_form(page, tables, view):
    address, filters, ending = VIEWS[view]
    events = (tables if filters is None else select_tables(tables, filters))["events"].sort_values(
        ["event_id", "known_from"], ignore_index=True)
    go(page, address)
    expect(counted(page, f"{len(events):,}")).to_have_count(1)
    csv = downloaded(page, "CSV", f"bayah-events{ending}.csv").decode("utf-8-sig")
    read = typed(pd.read_csv(StringIO(csv), dtype="str", keep_default_na=False), "events")
    pd.testing.assert_frame_equal(read, typed(events, "events"))
    parquet = pq.read_table(BytesIO(downloaded(page, "Parquet", f"bayah-events{ending}.parquet")))
    assert parquet["event_id"].to_pylist() == events["event_id"].tolist()
    assert parquet["date_latest"].to_pylist() == [None if pd.isna(day) else day.date() for day in events["date_latest"]]
    assert parquet.schema.metadata[b"version"].decode() == tables_version(ROOT / "data" / "tables")
    lines = downloaded(page, "JSON lines", f"bayah-events{ending}.jsonl").decode().splitlines()
    assert [json.loads(line)["label"] for line in lines] == events["label"].tolist()


@pytest.mark.parametrize("view", VIEWS)
def test_all_tables_are_read_back_from_one_file(page, tables, tmp_path, view):
    address, filters, ending = VIEWS[view]
    wanted = tables if filters is None else select_tables(tables, filters)
    rows = {table.name: len(wanted[table.name]) for table in TABLES}
    go(page, address)
    book = openpyxl.load_workbook(BytesIO(downloaded(page, "Excel workbook", f"bayah{ending}.xlsx")))
    assert {name: book[name].max_row - 1 for name in rows} == rows
    about = dict(row[:2] for row in book["about"].iter_rows(values_only=True, max_row=7))
    assert about["Data version"] == tables_version(ROOT / "data" / "tables")
    assert about["The view"] == page.url
    with ZipFile(BytesIO(downloaded(page, "Data Package (zip)", f"bayah{ending}.zip"))) as archive:
        archive.extractall(tmp_path)
    assert validate_package(tmp_path / "datapackage.json") == []
    assert {name: len(pd.read_csv(tmp_path / "tables" / f"{name}.csv")) for name in rows} == rows
    lines = downloaded(page, "FollowTheMoney (JSON lines)", f"bayah{ending}.ftm.json").decode().splitlines()
    schemata = [json.loads(line)["schema"] for line in lines]
    today = query.view(tables)["events"] if filters is None else wanted["events"]
    assert schemata.count("Event") == len(today)
    assert schemata.count("Person") == rows["persons"]


def test_the_rows_are_chosen_and_stand_in_the_address(page, tables):
    go(page, "/method?kind=pledge")
    claims = select_tables(tables, Filters(kind=("pledge",)))["claims"]
    expect(counted(page, len(claims))).to_have_count(1)
    page.get_by_text("All, with what newer articles changed", exact=True).click()
    settled(page)
    expect(counted(page, len(tables["claims"]))).to_have_count(1)
    expect_params(page, {"kind": ["pledge"], "rows": ["all"]})


def test_on_a_phone_the_buttons_fit(visitor):
    page = visitor.stranger(viewport=NARROW, has_touch=True, is_mobile=True, color_scheme="dark")
    go(page, "/method?group=iskp")
    expect(page.get_by_role("button", name="FollowTheMoney (JSON lines)", exact=True)).to_be_visible()
    assert page.evaluate(OVERFLOW) == []
