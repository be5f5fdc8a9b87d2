"""Every table of the atlas with what it holds, and the files that it can be taken away in, whole or of the view.

Reads the tables through the atlas, and the filters. Draws; a file is made only when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from bayah import entities, table_files
from bayah.extract import OUTWARD, select_tables
from bayah.figures.look import counted
from bayah.model import TABLE, TABLES
from bayah.query import Filters
from bayah.table_files import About
from pages.shared import atlas
from pages.shared.address import default, link_of
from pages.shared.filters import say_filters
from pages.shared.served import address_of, is_served

_SHOWN = 200
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw_tables(filters: Filters) -> None:
    """The tables: which rows, how many of each, one of them with its columns, and the files."""
    st.markdown("#### Tables to take away")
    st.session_state.setdefault("rows", default("rows"))
    is_narrow = not filters.without("drafts").is_empty
    of_view = "Of this view" if is_narrow else "As known today"
    st.radio("Rows", ["view", "all"], key="rows", horizontal=True,
             format_func={"view": of_view, "all": "All, with what newer articles changed"}.__getitem__)
    whole = atlas.view(filters).whole
    takes_all = st.session_state["rows"] == "all"
    tables = whole if takes_all else atlas.once(
        ("select_tables", filters), lambda: select_tables(atlas.view(filters), filters))
    about = say_rows(filters, takes_all=takes_all)
    st.caption(f"{about.rows} CC BY 4.0.")
    ending = "" if takes_all or not is_narrow else "-view"
    _draw_files(tables, about, ending, Filters(drafts=filters.drafts) if takes_all else filters)
    st.dataframe(pd.DataFrame({
        "Table": [table.name for table in TABLES],
        "Rows": [len(tables[table.name]) for table in TABLES],
        "Of all": [len(whole[table.name]) for table in TABLES],
        "A row is": [table.description for table in TABLES],
    }), hide_index=True, height="content", alt="The tables of the atlas", column_config={
        "Rows": st.column_config.NumberColumn(width=70), "Of all": st.column_config.NumberColumn(width=70)})
    _draw_table(tables, about, ending)


def say_rows(filters: Filters, *, takes_all: bool) -> About:
    """What the files say of themselves."""
    if takes_all:
        rows = "Every row, also those that only earlier readers found so (`known_until`)."
    elif filters.without("drafts").is_empty:
        rows = "Every row as known with all articles of this version."
    else:
        rows = ("The rows that the view leads to (the rules: docs/taking-away.md). Spells, terms, relations and "
                "disputes can name events and claims outside of it.")
    drafts = " Machine drafts that nobody has reviewed are among them." if filters.drafts else ""
    said = "none" if takes_all else say_filters(filters) or "none"
    return About(atlas.work().title, atlas.version(), rows + drafts, said, link_of(filters, "method"))


def _draw_files(tables: Mapping[str, pd.DataFrame], about: About, ending: str, filters: Filters) -> None:
    """All tables in one file; entities are of one day of knowledge, today's where all rows are taken."""
    st.markdown("**All tables in one file**")
    known = atlas.view(filters)
    with st.container(horizontal=True):
        _button("Excel workbook", "xlsx", f"bayah{ending}.xlsx", _EXCEL,
                lambda: table_files.workbook(tables, about))
        _button("Data Package (zip)", "package", f"bayah{ending}.zip", "application/zip",
                lambda: table_files.package(tables, about, OUTWARD if ending else ()))
        _button("FollowTheMoney (JSON lines)", "entities", f"bayah{ending}.ftm.json", "application/x-ndjson",
                lambda: entities.follow_the_money(select_tables(known, filters), known))


def _draw_table(tables: Mapping[str, pd.DataFrame], about: About, ending: str) -> None:
    """One table: its columns, its first rows, its files."""
    st.session_state.setdefault("table", default("table"))
    name = st.selectbox("Table", [table.name for table in TABLES], key="table")
    rows, table = tables[name], TABLE[name]
    st.caption(f"{table.description} {counted(len(rows), 'row')}, {counted(len(table.columns), 'column')}; key: "
               f"{', '.join(table.key)}.")
    with st.container(horizontal=True):
        _button("CSV", "csv", f"bayah-{name}{ending}.csv", "text/csv", lambda: table_files.csv(rows, name))
        _button("Parquet", "parquet", f"bayah-{name}{ending}.parquet", "application/vnd.apache.parquet",
                lambda: table_files.parquet(rows, name, about))
        _button("JSON lines", "jsonl", f"bayah-{name}{ending}.jsonl", "application/jsonl",
                lambda: table_files.json_lines(rows, name))
    if is_served():
        st.caption(f"For programs: [{name}.json]({address_of(name, about.link)}) has all rows, under an address that "
                   f"stays; [index.json]({address_of('index', about.link)}) lists all tables.")
    st.dataframe(rows.head(_SHOWN), hide_index=True, height=360, alt=f"Table {name}")
    if len(rows) > _SHOWN:
        st.caption(f"The first {_SHOWN} of {len(rows):,} rows; the files have them all.")
    with st.expander("What its columns mean"):
        st.dataframe(pd.DataFrame({
            "Column": table.column_names,
            "Type": [column.type for column in table.columns],
            "Filled": [int(rows[column.name].notna().sum()) for column in table.columns],
            "Means": [column.description for column in table.columns],
        }), hide_index=True, height="content", alt=f"Columns of the table {name}",
            column_config={"Filled": st.column_config.NumberColumn(width=70)})


def _button(label: str, kind: str, name: str, mime: str, make: Callable[[], bytes]) -> None:
    st.download_button(label, make, file_name=name, mime=mime, key=f"take_{kind}", on_click="ignore",
                       icon=":material/download:")
