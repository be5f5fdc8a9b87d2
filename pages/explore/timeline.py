"""The timeline: events with honest dates, and careers as lines."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from bayah import query
from bayah.figures.look import LIGHT, counted
from bayah.figures.printed import print_figure
from bayah.query import Filters
from bayah.report import Picture
from bayah.timeline import LANES, MOST_MARKS, ORDERS
from pages.shared import atlas
from pages.shared.address import default
from pages.shared.components import beside, draw_download, draw_empty, draw_event_table, say_counts
from pages.shared.evidence import draw_evidence
from pages.shared.reporting import EVENT_SIGNS, offer, say_span
from pages.shared.timeline import (
    Drawing,
    careers_figure,
    events_figure,
    find_name,
    mount_careers,
    mount_events,
    take_away,
)

SHOW = {"events": "Events", "careers": "Careers"}
LINES = {"persons": "People", "cohorts": "Cohorts", "both": "Both"}
CAREER_SIGNS = ("A line is coloured by the group stood with. Full: surely held; pale: may have begun or ended; thin: "
                "no end is told, the evidence is older. Hatched or hollow: disputed; dotted: machine drafts alone.")
ZOOM = "Drag to move; zoom by Ctrl with the wheel, by the buttons, or by the keys plus, minus and 0."
STEPS = {"month": "Month", "quarter": "Quarter", "year": "Year"}


def choose(key: str, label: str, words: dict[str, str]) -> str:
    """One of the controls above the figure."""
    st.session_state.setdefault(key, default(key))
    return str(st.segmented_control(label, list(words), key=key, format_func=words.__getitem__, required=True))


def show_events(drawing: Drawing, n_states: int) -> None:
    """Events in lanes; `n_states` states are left to careers and network."""
    if drawing.events.empty:
        st.info(f"Only states match: {n_states:,}. Choose *Draw states too* to see them here.")
        return
    mount_events(drawing)
    offer(partial(events_pictures, drawing.read("events", "laned", "lag", "on", *["cells"] * drawing.is_dense)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choose("density", "Density by", STEPS)
        if filters.from_ or filters.to:
            st.button("All times", key="all_times", icon=":material/restart_alt:",
                      on_click=lambda: st.session_state.update({"from": "", "to": ""}))
        take_away(drawing)
    states = f" {n_states:,} states (membership, presence, relations) are not drawn." if n_states else ""
    many = f" {say_cells(drawing)}" if drawing.is_dense else ""
    st.caption(
        f"Click a mark to see its claims.{many} Mark: known to the day. Bar: somewhere within this span. What fades to "
        "one side is open there; an arrow: by this day at the latest. Hollow or hatched: disputed; several outlines: "
        "its date is told in several ways. A dot in the mark, dots in the bar: machine drafts alone. Colour: the group "
        "joined, else the group that acts. Drag over the grey bars above to set From and To for all pages, or click "
        "one: dark is what surely lies in it; of what is dated to a "
        f"longer span each of its days has an equal share. {ZOOM}{states}")


def events_pictures(drawing: Drawing) -> list[Picture]:
    """The timeline on paper."""
    words = f"Timeline of {counted(len(drawing.events), 'event')}"
    figure = events_figure(drawing, LIGHT)
    many = f" {say_cells(drawing)}" if drawing.is_dense else ""
    return [Picture(words, print_figure(figure, words), f"{EVENT_SIGNS}{many} {say_span(figure, drawing.events)}")]


def careers_pictures(drawing: Drawing) -> list[Picture]:
    """The careers on paper."""
    words = f"Careers of {len(drawing.careers):,}"
    figure = careers_figure(drawing, LIGHT)
    return [Picture(words, print_figure(figure, words), f"{CAREER_SIGNS} {say_span(figure, drawing.acts)}",
                    career_table(drawing.careers))]


def career_table(careers: pd.DataFrame) -> pd.DataFrame:
    """Careers as a reader's table."""
    return pd.DataFrame({
        "Who": careers["name"], "Groups": careers["n_groups"], "Changes of side": careers["n_changes"],
        "First change of side": careers["first_change"].dt.strftime("by %Y-%m-%d"),
        "Stands with": careers["group"].fillna("")})


def say_cells(drawing: Drawing) -> str:
    """What is drawn instead of marks, and what is left out."""
    _, step, left_out = drawing.cells
    without = f" The {counted(left_out, 'emptiest lane')} would be too many: filter to see them." if left_out else ""
    return (f"More than {MOST_MARKS:,} events are drawn as squares by lane and {step}; choose one, or filter, to see "
            f"each.{without}")


def show_careers(drawing: Drawing) -> None:
    """Careers as lines."""
    if drawing.careers.empty:
        draw_empty(filters, "careers")
        return
    find_name(drawing)
    mount_careers(drawing)
    offer(partial(careers_pictures, drawing.read("spells", "careers", "acts", "actor_of", "order", "on")))
    st.caption(
        f"Click a mark or a line to see what is behind it. {CAREER_SIGNS} {ZOOM}")


filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
st.title("Timeline", anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom"):
    shown = choose("show", "Show", SHOW)
    if shown == "events":
        choose("lanes", "Lanes by", LANES)
        st.toggle("Draw states too", key="states",
                  help="Membership, presence and relations hold over a time; careers and the network show them better.")
        st.toggle("Show when it became known", key="lag",
                  help="A thin line from each event to the day by which the first article told of it.")
    else:
        choose("lines", "Lines for", LINES)
        choose("order", "Order by", ORDERS)
        st.toggle("By present side", key="sides", help="Gathers the lines by the group stood with when last heard of, "
                  "or on the day set under True on.")
selection = query.select_events(tables, filters)
say_counts(selection, filters)
drawing = Drawing(tables, filters, selection.events)
chosen = st.session_state.get("event") or st.session_state.get("actor")
figure_column, panel = st.columns(beside(chosen), gap="medium")
with figure_column:
    if selection.events.empty:
        draw_empty(filters)
    elif shown == "events":
        show_events(drawing, len(selection.events) - len(drawing.events))
    else:
        show_careers(drawing)
with panel:
    if chosen:
        draw_evidence(tables, filters)
st.markdown("#### As a table")
if shown == "careers" and not drawing.careers.empty:
    table = career_table(drawing.careers)
    st.dataframe(table, hide_index=True, alt="Careers")
    draw_download(table, "bayah-careers.csv", "careers_download")
if not selection.events.empty:
    draw_event_table(selection.events, "timeline_events")
