"""The map: what happened where, by a chosen measure, in both countries."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from bayah import query
from bayah.figures.look import counted
from bayah.figures.map import Shade, add_labels, draw_provinces
from bayah.query import MEASURES, Filters
from pages.shared import atlas
from pages.shared.address import default
from pages.shared.components import (
    chosen_points,
    draw_download,
    draw_empty,
    draw_event_table,
    draw_figure,
    say_counts,
)
from pages.shared.evidence import draw_event_list, draw_evidence
from pages.shared.text import markdown

KEY = "province_map"


def choose_province() -> None:
    """A click sets the province filter of all pages; a second click on the same one takes it off."""
    clicked = [point["location"] for point in chosen_points(KEY) if "location" in point]
    if clicked:
        before = st.session_state["province"]
        st.session_state["province"] = [] if before == clicked else clicked


def province_list() -> None:
    """The same choice from the table: reachable by keyboard."""
    rows = st.session_state["province_table"]["selection"]["rows"]
    shown = st.session_state["_province_order"]
    st.session_state["province"] = [shown[row] for row in rows]


def select_rows() -> pd.DataFrame:
    """The provinces with the value that is shown."""
    if shade == "balance":
        return atlas.once(("balance", filters, measure, sides),
                          lambda: query.select_balance(tables, filters, measure, sides, day))
    found = atlas.once(("provinces", filters, measure), lambda: query.select_provinces(tables, filters, measure, day))
    if shade == "share":
        return found.assign(value=found["share"].where(found["value"].notna())).sort_values(
            ["value", "name"], ascending=[False, True], ignore_index=True)
    return found


def draw_map() -> go.Figure:
    """The figure of this view."""
    drawn = draw_provinces(rows, atlas.boundaries(day is not None), title, filters.province, atlas.theme(),
                           shade=shade, sides=names)
    points = tables["provinces"].set_index("province_id")[["latitude", "longitude"]]
    return add_labels(drawn, rows[rows["value"].notna()].join(points, on="province_id"), atlas.theme(), shade)


def choose_shade() -> Shade:
    """How the provinces are shaded: by number, by share of all that is told there, or one group against another."""
    held = {"count": "Number", "share": "Share of all events there", "balance": "One group against another"}
    counts_events = MEASURES[measure].column == "event_id"
    offered = list(held) if counts_events else ["count", "balance"]
    if st.session_state.setdefault("shade", default("shade")) not in offered:
        st.session_state["shade"] = default("shade")
    chosen: Shade = st.segmented_control("Show it as", offered, key="shade", required=True, format_func=held.get)
    return chosen


def choose_sides() -> tuple[str, str]:
    """The two groups of a balance; what the address names and the atlas does not hold gives way to the first ones."""
    known = query.known_values(tables)["group"]
    for name, first in (("one", known[0]), ("other", known[1])):
        if st.session_state.get(name) not in known:
            st.session_state[name] = first
    called = atlas.names()
    with st.container(horizontal=True):
        one = st.selectbox("One group", known, key="one", format_func=called.get)
        other = st.selectbox("The other", known, key="other", format_func=called.get)
    return one, other


def province_table(listed: pd.DataFrame) -> pd.DataFrame:
    """The provinces that have data, as a reader's table."""
    shown = {"Province": listed["name"]}
    if shade == "balance":
        first, second = names if names[0] != names[1] else (names[0], f"{names[1]} again")
        shown |= {first: listed["first"], second: listed["second"]}
    elif shade == "share":
        shown |= {"Share": listed["value"].map("{:.0%}".format), label: listed["n_events"]}
    else:
        shown |= {label: listed["value"]}
        if (listed["value_max"] != listed["value"]).any():
            shown["At most"] = listed["value_max"]
    return pd.DataFrame({**shown, "Disputed": listed["n_contested"].astype("Int64")})


filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
st.title("Map", anchor=False)
st.session_state.setdefault("measure", default("measure"))
with st.container(horizontal=True, vertical_alignment="bottom"):
    measure = st.selectbox("Shade the provinces by", list(MEASURES), key="measure", width=320,
                           format_func=lambda name: MEASURES[name].label)
    shade = choose_shade()
label = MEASURES[measure].label
sides = choose_sides() if shade == "balance" else ("", "")
names = query.short_names(tables, sides)
title = f"{label}, share of all events" if shade == "share" else label
selection = query.select_events(tables, filters)
day = atlas.boundary_day(filters)
rows = select_rows()
say_counts(selection, filters)

figure_column, panel = st.columns([7, 4], gap="medium")
with figure_column:
    figure = atlas.once(("map", filters, measure, shade, sides), draw_map)
    told = rows["value"].notna().sum()
    draw_figure(figure, KEY, f"Map of provinces by {title.lower()}; {told} provinces have data",
                choose_province, scrollZoom=False)
    counted_of = replace(filters, group=sides) if shade == "balance" else filters
    unplaced = query.select_unplaced(tables, counted_of, measure)
    st.caption(
        f"{told} of {len(rows)} provinces have data. {counted(len(unplaced), 'event')} that the map would count "
        "can be tied to no province. " + ("Borders since 31 May 2018: FATA is part of Khyber Pakhtunkhwa." if day else
                       "Borders until 31 May 2018, with FATA; *True on* a later day shows the later ones."))
with panel:
    if st.session_state.get("event"):
        draw_evidence(tables, filters)
    elif filters.province:
        st.markdown(f"#### {markdown(', '.join(atlas.names()[province] for province in filters.province))}")
        if selection.events.empty:
            draw_empty(filters)
        else:
            st.caption("Choose an event to see its claims. :material/balance: disputed")
            with st.container(height=520, border=False):
                draw_event_list(selection.events)
            draw_download(selection.events, "bayah-events.csv", "events_download")
    else:
        st.markdown("#### Provinces")
        st.caption("Choose a province here or on the map to see its events.")
        listed = rows[rows["value"].notna()]
        st.session_state["_province_order"] = listed["province_id"].tolist()
        if listed.empty:
            draw_empty(filters, "provinces")
        else:
            table = province_table(listed)
            st.dataframe(table, hide_index=True, key="province_table", alt=f"Provinces by {title.lower()}",
                         on_select=province_list, selection_mode="multi-row", height="auto")
            draw_download(table, f"bayah-provinces-{measure}.csv", "provinces_download")

with st.expander(f"Events that name no province ({len(unplaced):,})"):
    draw_event_table(unplaced, "unplaced_events")
