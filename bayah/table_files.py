"""The tables as files to take away: CSV, Parquet, JSON, one Excel workbook, one Data Package.

Reads tables of the contract, whole or narrowed (`bayah.extract`), and the words `About` them. Returns bytes, the same
for the same rows in whatever order: archives bear no time of making. Refuses nothing. In CSV and Excel a text that a
spreadsheet would run gets an apostrophe before it (`export.safe_cell`); Parquet and JSON lines hold it as it is.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from bayah.cite import Work
from bayah.datapackage import descriptor, table_schema
from bayah.export import safe_cell
from bayah.model import TABLE, TABLES
from bayah.store import table_csv, typed

LICENCE = "Creative Commons Attribution 4.0 (CC BY 4.0), https://creativecommons.org/licenses/by/4.0/"
CREDITS = "Points of places: GeoNames, CC BY 4.0, https://www.geonames.org/"
LONGEST = 32_767
"""Characters that a cell of Excel holds; a longer text ends there with `CUT`."""
CUT = " [cut: Excel holds no more]"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip file can bear."""
_ARROW = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(),
          "date": pa.date32()}
_WIDTH = {"string": 24, "integer": 11, "number": 11, "boolean": 11, "date": 12}


@dataclass(frozen=True)
class About:
    """What a file says of itself; `rows`: which rows these are, `filters`: those of the view, both in words."""

    title: str
    version: str
    rows: str
    filters: str
    link: str
    licence: str = LICENCE
    credits: str = CREDITS

    def lines(self) -> list[tuple[str, str]]:
        """The words with their names, for readers."""
        named = {"title": "Title", "version": "Data version", "rows": "Rows", "filters": "Filters", "link": "The view",
                 "licence": "Licence", "credits": "Credits"}
        return [(named[name], str(words)) for name, words in asdict(self).items()]


def _ordered(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """The rows in the order of their key, the columns as the contract has them."""
    return typed(frame, table).sort_values(list(TABLE[table].key), ignore_index=True)


def _safe(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """The rows with texts that no spreadsheet runs."""
    texts = [column.name for column in TABLE[table].columns if column.type == "string"]
    return frame.assign(**{name: frame[name].map(safe_cell) for name in texts})


def csv(frame: pd.DataFrame, table: str) -> bytes:
    """The rows as CSV: ISO 8601 days, `true` and `false`, empty for missing; with the mark that spreadsheets need."""
    return ("\ufeff" + table_csv(_safe(frame, table), table)).encode()


def json_lines(frame: pd.DataFrame, table: str) -> bytes:
    """The rows as one JSON object a line, all columns in each; days as `2015-07-30`, `null` for missing."""
    return "".join(f"{line}\n" for line in _json_rows(frame, table)).encode()


def json_array(frame: pd.DataFrame, table: str) -> bytes:
    """The rows as one JSON array of the objects that `json_lines` writes."""
    rows = ",\n".join(_json_rows(frame, table))
    return f"[\n{rows}\n]\n".encode()


def _json_rows(frame: pd.DataFrame, table: str) -> Iterator[str]:
    columns = TABLE[table].column_names
    for row in zip(*(_cells(_ordered(frame, table)[name]) for name in columns), strict=True):
        yield json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=date.isoformat,
                         allow_nan=False)


def json_index(tables: Mapping[str, pd.DataFrame], work: Work, version: str) -> bytes:
    """What the files of `json_array` hold: the work, the data version, and each table with its file, its number of
    rows, and its columns and keys as a Table Schema."""
    told = {
        "title": work.title, "version": work.version, "released": work.released.isoformat(), "data_version": version,
        "licence": LICENCE, "credits": CREDITS,
        "rows": "All rows; those that hold today have no known_until.",
        "tables": [{"name": table.name, "path": f"{table.name}.json", "rows": len(tables[table.name]),
                    "description": table.description, "schema": table_schema(table)} for table in TABLES]}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def parquet(frame: pd.DataFrame, table: str, about: About) -> bytes:
    """The rows as Parquet with the types of the contract; columns bear their meaning, the file the words about it."""
    ordered = _ordered(frame, table)
    schema = pa.schema(
        [pa.field(column.name, _ARROW[column.type], metadata={"description": column.description})
         for column in TABLE[table].columns],
        metadata={"table": table, "description": TABLE[table].description, **asdict(about)})
    arrays = [pa.array(_cells(ordered[field.name]), type=field.type) for field in schema]
    file = BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), file)
    return file.getvalue()


def workbook(tables: Mapping[str, pd.DataFrame], about: About) -> bytes:
    """All tables as one Excel workbook: `about`, a sheet each, `columns` with what they mean.

    Days are days of Excel; one before 1900, which Excel does not know, is text.
    """
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"title": about.title, "comments": about.rows, "created": datetime(*_EPOCH)})
    head, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    first = book.add_worksheet("about")
    for table in TABLES:
        sheet = book.add_worksheet(table.name)
        _write(sheet, table.column_names, [_cells(column) for _, column in _ordered(tables[table.name], table.name)
                                           .items()], [_WIDTH[column.type] for column in table.columns], head, day)
    counts = [(table.name, len(tables[table.name]), table.description) for table in TABLES]
    _write(first, (), _turned(about.lines()), [20, 80], head, day)
    _write(first, ("Table", "Rows", "A row is"), _turned(counts), [20, 80, 80], head, day, top=len(about.lines()) + 1)
    meant = [(table.name, column.name, column.type, column.description) for table in TABLES for column in table.columns]
    _write(book.add_worksheet("columns"), ("Table", "Column", "Type", "What it means"),
           _turned(meant), [20, 24, 11, 100], head, day)
    book.close()
    return file.getvalue()


def package(tables: Mapping[str, pd.DataFrame], about: About, outward: Collection[tuple[str, str]] = ()) -> bytes:
    """All tables as a Data Package in a zip file, to be checked with `frictionless validate datapackage.json`.

    `outward` names the foreign keys, as (table, column), that these rows need not hold (`extract.OUTWARD`).
    """
    told = descriptor(outward)
    words = "\n".join(f"{name}: {text}" for name, text in about.lines())
    told |= {"description": f"{told['description']} {about.rows} Data version {about.version}."}
    ways = ", ".join(f"{table}.{column}" for table, column in outward)
    lead = f"These columns can name a row that is not among these; the whole atlas has it: {ways}.\n" if ways else ""
    files = {
        "README.txt": f"{words}\n\nEvery table and column is described in datapackage.json; `frictionless validate "
                      f"datapackage.json` checks the rows against it.\n{lead}",
        "datapackage.json": json.dumps(told, ensure_ascii=False, indent=2) + "\n",
        **{f"tables/{table.name}.csv": table_csv(_safe(tables[table.name], table.name), table.name)
           for table in TABLES}}
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, text in files.items():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, text.encode())
    return file.getvalue()


def _cells(column: pd.Series[Any]) -> list[Any]:
    """The cells as Python's own: text, numbers, flags, days; None for missing."""
    cells = column.dt.date if pd.api.types.is_datetime64_any_dtype(column) else column
    return [None if pd.isna(cell) else cell for cell in cells.astype("object")]


def _turned(rows: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    """Columns out of rows."""
    return [list(column) for column in zip(*rows, strict=True)]


def _write(sheet: Any, names: Collection[str], columns: list[list[Any]], widths: list[int], head: Any, day: Any,
           top: int = 0) -> None:
    """Names and, below them, columns, from the row `top` down; of a sheet that is one table the names stay in sight."""
    for number, name in enumerate(names):
        sheet.write_string(top, number, name, head)
    below = top + bool(names)
    for number, (cells, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(number, number, width)
        for row, cell in enumerate(cells, start=below):
            _write_cell(sheet, row, number, cell, day)
    if names and not top:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(columns[0]), 1), len(names) - 1)


def _write_cell(sheet: Any, row: int, number: int, cell: Any, day: Any) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, number, cell)
    elif isinstance(cell, date) and cell.year >= 1900:
        sheet.write_datetime(row, number, cell, day)
    elif isinstance(cell, int | float):
        sheet.write_number(row, number, cell)
    elif cell is not None:
        text = str(safe_cell(str(cell)))
        sheet.write_string(row, number, text if len(text) <= LONGEST else text[:LONGEST - len(CUT)] + CUT)
