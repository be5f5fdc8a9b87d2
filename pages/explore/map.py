"""The map: what happened where, by a chosen measure, in both countries."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from bayah import query
from bayah.figures.map import add_labels, draw_provinces
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


def draw_map() -> go.Figure:
    """The figure of this view."""
    drawn = draw_provinces(rows, atlas.boundaries(day is not None), label, filters.province, atlas.theme())
    points = tables["provinces"].set_index("province_id")[["latitude", "longitude"]]
    return add_labels(drawn, rows[rows["value"].notna()].join(points, on="province_id"), atlas.theme())


filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
st.title("Map", anchor=False)
st.session_state.setdefault("measure", default("measure"))
measure = st.segmented_control("Shade the provinces by", list(MEASURES), key="measure", required=True,
                               format_func=lambda name: MEASURES[name][0])
label = MEASURES[measure][0]
selection = query.select_events(tables, filters)
day = atlas.boundary_day(filters)
rows = atlas.once(("provinces", filters, measure),
                  lambda: query.select_provinces(tables, filters, measure, day))
say_counts(selection, filters)

figure_column, panel = st.columns([7, 4], gap="medium")
with figure_column:
    figure = atlas.once(("map", filters, measure), draw_map)
    told = rows["value"].notna().sum()
    draw_figure(figure, KEY, f"Map of provinces by {label.lower()}; {told} provinces have data",
                choose_province, scrollZoom=False)
    unplaced = query.select_unplaced(tables, filters, measure)
    st.caption(
        f"{told} of {len(rows)} provinces have data. {len(unplaced):,} events name no province and are not on "
        "the map. " + ("Borders since 31 May 2018: FATA is part of Khyber Pakhtunkhwa." if day else
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
            table = listed[["name", "value", "n_contested"]].set_axis(["Province", label, "Disputed"], axis=1)
            st.dataframe(table, hide_index=True, key="province_table", alt=f"Provinces by {label.lower()}",
                         on_select=province_list, selection_mode="multi-row", height="auto",
                         column_config={label: st.column_config.NumberColumn(width=80),
                                        "Disputed": st.column_config.NumberColumn(width=80)})
            draw_download(table, f"bayah-provinces-{measure}.csv", "provinces_download")

with st.expander(f"Events that name no province ({len(unplaced):,})"):
    draw_event_table(unplaced, "unplaced_events")
