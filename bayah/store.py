"""The tables on disk: the only module, with `query`, that knows how they are held.

Reads and writes `data/tables/*.csv` (UTF-8, `\\n`, RFC 4180). Returns typed frames: text as `str`
with missing cells as NaN, integers as `Int64`, flags as `bool`, days as `datetime64[s]`. Refuses a
folder whose tables are missing or have other columns than the contract.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from bayah.model import TABLE, TABLES, TableError

CARRIAGE_RETURN = "\r\n?"
"""Python's `csv` writes one unquoted where lines end with `\\n`: a reader would take the rest for a row of its own."""
_FLAGS = {"true": True, "false": False, True: True, False: False}


def typed(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """The frame with the columns of `table` in their order and types; empty text becomes missing.

    Raises: ValueError or KeyError when a cell is not of its column's type.
    """
    columns: dict[str, pd.Series[Any]] = {}
    for column in TABLE[table].columns:
        cells = frame[column.name]
        if column.type == "date":
            days = pd.to_datetime(cells.replace("", None), format="%Y-%m-%d")
            columns[column.name] = days.astype("datetime64[s]")
        elif column.type == "boolean":
            columns[column.name] = cells.map(_FLAGS.__getitem__).astype("bool")
        elif column.type == "string":
            columns[column.name] = cells.astype("str").mask(cells.isna() | (cells == ""))
        else:
            numbers = pd.to_numeric(cells.replace("", None))
            columns[column.name] = numbers.astype(
                "Int64" if column.type == "integer" else "float64")
    return pd.DataFrame(columns, index=frame.index)


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Every table of the atlas by name.

    Raises: TableError naming all tables that are missing, or whose columns or cells are not the
    contract's.
    """
    tables, breaches = {}, []
    for table in TABLES:
        path = folder / f"{table.name}.csv"
        if not path.exists():
            breaches.append(f"{path}: there is no such table. Run `make build`.")
            continue
        frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
        if list(frame.columns) != table.column_names:
            breaches.append(f"{path}: its columns are not those of this version. Run `make build`.")
            continue
        try:
            tables[table.name] = typed(frame, table.name)
        except (ValueError, KeyError, TypeError) as error:
            breaches.append(f"{path}: a cell is not of its type ({error}). Run `make build`.")
    if breaches:
        raise TableError(breaches)
    return tables


def write_table(frame: pd.DataFrame, table: str, path: Path) -> None:
    """Write one table as `table_csv` says it."""
    path.write_bytes(table_csv(frame, table).encode())


def table_csv(frame: pd.DataFrame, table: str) -> str:
    """One table as CSV: key order, ISO 8601 days, `true`/`false`, empty for missing, `\\n` within cells too."""
    ordered = typed(frame, table).sort_values(list(TABLE[table].key), ignore_index=True)
    for column in TABLE[table].columns:
        cells = ordered[column.name]
        if column.type == "date":
            ordered[column.name] = cells.dt.strftime("%Y-%m-%d")
        elif column.type == "boolean":
            ordered[column.name] = cells.map({True: "true", False: "false"})
        elif column.type == "string":
            ordered[column.name] = cells.str.replace(CARRIAGE_RETURN, "\n", regex=True)
    return str(ordered.to_csv(index=False, lineterminator="\n", na_rep="", quoting=csv.QUOTE_MINIMAL))


def tables_version(folder: Path) -> str:
    """Twelve hex digits that change whenever a byte of a table does."""
    digest = hashlib.sha256()
    for table in TABLES:
        path = folder / f"{table.name}.csv"
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()[:12]


def rows_by_table(tables: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    """Number of rows of each table, in the order of the contract."""
    return {table.name: len(tables[table.name]) for table in TABLES}
