"""What changed: the tables that are shown beside an earlier version, kept of a release or brought by the reader.

It compares whole tables as known today; the filters do not apply. Choosing a row opens the event or the actor.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from bayah.changes import CHANGES, MAIN
from bayah.figures.look import counted
from bayah.model import TABLE
from bayah.query import Filters
from bayah.versions import Version, VersionError, read_zip
from pages.shared import atlas
from pages.shared.atlas import Changed
from pages.shared.components import beside, draw_download
from pages.shared.evidence import draw_evidence
from pages.shared.footer import say_data
from pages.shared.text import markdown

MOST_MB = 50  # the largest file that a reader may bring
_SHOWN = 500
_WORDS = {"came": "Came", "went": "Went", "changed": "Changed"}


def choose_release() -> str:
    """The release to compare with: that of the address, else the newest with other tables."""
    releases = atlas.releases()
    names = {release.release: f"Release {release.name}" for release in releases}
    other = next((one.release for one in releases if one.data_version != atlas.version()), next(iter(names), ""))
    if st.session_state.get("since") not in names:
        st.session_state["since"] = other
    if not names:
        return ""
    chosen: str = st.selectbox("Compared with", list(names), key="since", format_func=names.get, width=320)
    return chosen


def brought() -> Version | None:
    """The version that the reader brought; what is none is refused with all that is wrong."""
    with st.expander("Or with a Data Package that you took away", expanded=bool(st.session_state.get("brought"))):
        st.caption("A Data Package (zip) as *Method and data* gives it, *All* rows or without filters. It is read, not "
                   "kept: nobody else sees it, and it does not stand in the link.")
        file = st.file_uploader("Data Package", type="zip", key="brought", max_upload_size=MOST_MB)
    if file is None:
        return None
    try:
        return Version(file.name, read_zip(file, file.name))
    except VersionError as error:
        st.error(markdown(str(error)), icon=":material/error:")
        return None


def draw_counts(changed: Changed) -> None:
    """How much changed in which table."""
    counts = changed.counts
    counts = counts[counts[list(CHANGES)].any(axis=1) | (counts["columns"] != "")]
    if counts.empty:
        st.markdown("**Nothing changed.** Every row of every table is as it was.")
        return
    is_main = counts["table"].isin(MAIN)
    if not is_main.any():
        st.markdown("No claim, event, allegiance, relation, source or dispute changed.")
    for title, rows in (("main", counts[is_main]), ("others", counts[~is_main])):
        if rows.empty:
            continue
        table = rows.rename(columns={"table": "Table", "columns": "Tables and columns", **_WORDS})
        if title == "main":
            st.dataframe(table, hide_index=True, alt="Changes by table", height="content")
        else:
            with st.expander(f"{counted(len(rows), 'other table')}, which mostly follow from these"):
                st.dataframe(table, hide_index=True, alt="Changes of the other tables", height="content")


def opens(table: str, row: str) -> tuple[str, str]:
    """What a row leads to: its event, or its actor; empty where it leads to neither, or is no longer there."""
    rows, key = tables[table], TABLE[table].key[0]
    for name, column in (("event", "event_id"), ("actor", "actor_id")):
        if column in rows.columns:
            found = rows.loc[rows[key].astype("str") == row, column].dropna()
            if len(found):
                return name, str(found.iloc[0])
    return "", ""


def choose_row(shown: pd.DataFrame, table: str) -> None:
    """A change opens what it changed."""
    if rows := st.session_state["change_table"]["selection"]["rows"]:
        change = shown.iloc[rows[0]]
        name, value = opens(table, change["after"] if change["change"] == "went" and change["after"] else change["id"])
        for other in ("event", "actor"):
            st.session_state.pop(other, None)
        if name:
            st.session_state[name] = value


def reader_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Changes as a reader's table."""
    merged = rows["after"].where(rows["change"] == "went", "")
    return pd.DataFrame({
        "Change": rows["change"].map(_WORDS), "What": rows["name"].where(rows["name"] != "", rows["id"]),
        "Column": rows["column"], "Before": rows["before"],
        "Now": rows["after"].where(merged == "", "part of " + merged), "Id": rows["id"]})


def draw_changes(found: Changed, older: str) -> None:
    """What changed since an older version: how much of each table, and one table row by row."""
    st.markdown(f"#### Since {markdown(older)}")
    draw_counts(found)
    offered = [*(name for name in MAIN if name in found.by_table),
               *(name for name in found.by_table if name not in MAIN)]
    if st.session_state.get("table") not in offered:
        st.session_state["table"] = next((name for name in offered if len(found.by_table[name])), offered[0])
    table = st.selectbox("Table", offered, key="table", width=320)
    chosen = st.session_state.get("event") or st.session_state.get("actor")
    list_column, panel = st.columns(beside(chosen), gap="medium")
    with list_column:
        draw_table(found.by_table[table], table)
    with panel:
        if chosen:
            draw_evidence(tables, Filters())


def draw_table(shown: pd.DataFrame, table: str) -> None:
    """The changes of one table."""
    if shown.empty:
        st.markdown("Nothing changed in this table.")
        return
    st.dataframe(reader_table(shown.head(_SHOWN)), hide_index=True, key="change_table", height="auto",
                 on_select=lambda: choose_row(shown, table), selection_mode="single-row",
                 alt=f"Changes of {table}; choose a row to open it",
                 column_config={"What": st.column_config.TextColumn(width="large"),
                                "Change": st.column_config.TextColumn(width=80)})
    if len(shown) > _SHOWN:
        st.caption(f"The first {_SHOWN} of {len(shown):,}; the file has them all.")
    draw_download(shown, f"bayah-changes-{table}.csv", "changes_download")
    st.caption("An event that *went* and is *part of* another was found to be the same happening: links to it lead "
               "there. The same on the command line: `bayah diff`.")


tables = atlas.view(Filters())
st.title("What changed", anchor=False)
st.markdown(f"{say_data()} Compared are whole tables, each as its own readers knew it last; the filters do not apply "
            "here.")
release, package = choose_release(), brought()
if package:
    draw_changes(atlas.changed(package), f"the package {package.name}")
elif release:
    draw_changes(atlas.changes_since(atlas.version(), release), f"release {release}")
else:
    st.info("No earlier version is kept here; bring one.")
