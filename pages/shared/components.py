"""Parts of a page: counts, tables with a takeaway, empty selections, the copy-link button.

Reads frames and figures that were made elsewhere. Draws them; returns what the reader chose.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from bayah.dates import day_words, span_words
from bayah.export import safe_csv
from bayah.query import Filters, Selection
from pages.shared.address import put_filters

_HERE = Path(__file__).resolve().parent


def plotly_config(**more: Any) -> dict[str, Any]:
    """Plotly's settings for this app, offline also behind a base path."""
    base = st.get_option("server.baseUrlPath").strip("/")
    topo = f"/{base}/app/static/topo/" if base else "/app/static/topo/"
    # Without a base map Plotly would still ask a CDN for a world outline; ours is empty and local.
    return {"topojsonURL": topo, "displaylogo": False,
            "modeBarButtonsToRemove": ["select2d", "lasso2d", "toImage"], **more}


def draw_figure(figure: go.Figure, key: str, alt: str, on_select: Callable[[], None] | str = "ignore",
                **config: Any) -> None:
    """A figure that tells a screen reader what it is."""
    st.plotly_chart(figure, key=key, on_select=on_select, selection_mode="points", theme=None, alt=alt,
                    config=plotly_config(**config))


def chosen_points(key: str) -> list[dict[str, Any]]:
    """The points that the reader clicked on in the figure with this key."""
    return list(st.session_state[key]["selection"]["points"]) if key in st.session_state else []


def beside(chosen: object) -> list[int]:
    """Widths of a figure and the panel beside it, which takes room only once something is chosen.

    Always two columns: the figure is then resized rather than mounted anew, and keeps its zoom.
    """
    return [8, 5] if chosen else [999, 1]


def say_counts(selection: Selection, filters: Filters) -> None:
    """What is shown of how much, and what has no place or day."""
    shown = len(selection.events)
    parts = [f"**{shown:,} of {selection.n_all:,}** events" if shown < selection.n_all
             else f"**All {shown:,}** events"]
    if selection.n_without_province:
        parts.append(f"{selection.n_without_province:,} of them without a province")
    if selection.n_undated:
        parts.append(f"{selection.n_undated:,} only known to be before publication")
    if disputed := int(selection.events["is_contested"].sum()):
        parts.append(f"{disputed:,} disputed")
    if drafts := int(selection.events["is_draft"].sum()):
        parts.append(f"{drafts:,} machine drafts that nobody has reviewed")
    st.caption("; ".join(parts) + ".")


def draw_empty(filters: Filters, what: str = "events") -> None:
    """An empty selection explains itself and offers the way out."""
    with st.container(border=True, key=f"no_{what}"):
        st.markdown(f"#### No {what} for these filters")
        reasons = []
        if filters.known is not None:
            reasons.append("**Known by** leaves only what had been published by that day; the first "
                           "article here is of January 2015.")
        if filters.on is not None:
            reasons.append("**True on** leaves only what had happened or held on that day.")
        if filters.province:
            reasons.append("Most claims name no province; a **province** filter leaves those out.")
        reasons.append("Every further filter narrows what the others leave.")
        st.markdown("\n".join(f"- {reason}" for reason in reasons))
        st.button("Reset all filters", key=f"reset_{what}", on_click=put_filters, args=(Filters(),),
                  type="primary", icon=":material/restart_alt:")


def when(row: Any) -> str:
    """The span of a row with date_earliest and date_latest, in words."""
    return span_words(day(row.date_earliest), day(row.date_latest))


def day(value: Any) -> date | None:
    """A cell of a date column as a day."""
    return None if pd.isna(value) else pd.Timestamp(value).date()


END_WORDS = {"event": "an end is told", "death": "death", "succeeded": "succeeded", "open": "told as holding on",
             "last_evidence": "last heard of"}
"""How the end of a spell or of a term of office is known, or what is known instead."""


def ended(row: Any) -> str:
    """When a spell or a term ended, in words."""
    end = day(row.end_latest)
    return "no end told" if end is None else span_words(day(row.end_earliest), end)


def end_known(row: Any) -> str:
    """How the end of a spell or a term is known; where none is told, the last day that a claim speaks of."""
    words = END_WORDS[row.end_basis]
    if row.end_basis in ("open", "last_evidence"):
        return f"{words} {day_words(row.last_evidence_date)}"
    successor = getattr(row, "successor_name", None)
    return f"{words} by {successor}" if row.end_basis == "succeeded" and isinstance(successor, str) else words


def told_end(row: Any) -> str:
    """When and how a spell or a term ended, in one phrase."""
    if day(row.end_latest) is None:
        return f"no end told, {end_known(row)}"
    how = {"death": " by death,", "succeeded": f" ({end_known(row)})"}.get(row.end_basis, "")
    return f"ended{how} {ended(row)}"


def with_drafts(table: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """A reader's table of these rows with a column that says which rest on machine drafts alone, where any does."""
    is_draft = rows["is_draft"].astype(bool)
    if not is_draft.any():
        return table
    return table.assign(Draft=is_draft.map({True: "machine draft", False: ""}).to_numpy())


def event_table(events: pd.DataFrame) -> pd.DataFrame:
    """Events as a reader's table: when, what, kind, claims, sources, disputed."""
    return with_drafts(pd.DataFrame({
        "Event": events["label"],
        "When": [when(row) for row in events.itertuples()],
        "Kind": events["kind"],
        "Claims": events["n_claims"],
        "Sources": events["n_sources"],
        "Disputed": events["contested_fields"].fillna("").str.replace(";", ", ").str.replace("_", " "),
    }), events)


def draw_event_table(events: pd.DataFrame, key: str, height: int | str = "auto") -> None:
    """The table of events; choosing a row opens its evidence, as a click on its mark does."""
    shown = events.sort_values(["date_earliest", "date_latest", "event_id"], ignore_index=True)

    def choose() -> None:
        if rows := st.session_state[key]["selection"]["rows"]:
            st.session_state["event"] = shown.at[rows[0], "event_id"]

    st.dataframe(event_table(shown), key=key, on_select=choose, alt="Events; choose a row to see its claims",
                 selection_mode="single-row", hide_index=True, height=height,
                 column_config={"Event": st.column_config.TextColumn(width="large"),
                                "Claims": st.column_config.NumberColumn(width=60),
                                "Sources": st.column_config.NumberColumn(width=65)})
    draw_download(shown, f"bayah-{key}.csv", f"{key}_download")


def draw_download(frame: pd.DataFrame, name: str, key: str) -> None:
    """The rows of a table as a CSV that is safe to open in a spreadsheet."""
    st.download_button("Download these rows (CSV)", lambda: safe_csv(frame), file_name=name, key=key,
                       mime="text/csv", on_click="ignore", icon=":material/download:")


@st.cache_resource(show_spinner=False)
def _copy_component() -> Any:
    return st.components.v2.component(
        "copy_link", html='<button type="button" class="copy" title="Copy the address of this very view">'
        'Copy link</button><span class="told" role="status" aria-live="polite"></span>',
        css=(_HERE / "copy_link.css").read_text(encoding="utf-8"),
        js=(_HERE / "copy_link.js").read_text(encoding="utf-8"))


def draw_copy_link(page: str) -> None:
    """The button that copies the address of the view; `page` is the one that is shown."""
    _copy_component()(key="copy_link", data={"page": page}, width="content")
