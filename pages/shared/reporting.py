"""The button that saves the view as a report: one HTML file with its figures, events, disputes, sources and reference.

A page offers what it shows as pictures (`offer`); the frame draws the button once the page has run. The file is made
when somebody asks for it, outside of any run: what it needs of the session is taken before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from bayah import cite, query, timeline
from bayah.figures.look import LIGHT, NEUTRAL
from bayah.figures.printed import print_figure
from bayah.figures.timeline import draw_events
from bayah.query import Filters, Tables
from bayah.report import Picture, write_report
from pages.shared import atlas
from pages.shared.address import link_of
from pages.shared.citing import say_view
from pages.shared.filters import say_filters

SAVED = ("", "map", "province", "person", "group", "network", "flows", "timeline", "event", "sources", "disputes")
"""The pages that show a view of events, or of one."""
EVENT_SIGNS = ("Mark: known to the day. Bar: somewhere within this span. What fades to one side is open there; an "
               "arrow: by this day at the latest. Hollow or hatched: disputed. Colour: the group joined, else the "
               "group that acts.")
Make = Callable[[], Iterable[Picture]]


def offer(make: Make, own: Filters | None = None, event_id: str = "") -> None:
    """What the page shows as pictures, to be made when they are asked for; `own`: the view of a dossier, which is not
    that of the filters; `event_id`: the one event that the page is about."""
    st.session_state["_pictures"] = make, own, event_id


def draw_save(filters: Filters, page: str, title: str) -> None:
    """The button, on pages that show a view."""
    make, own, event_id = st.session_state.pop("_pictures", (tuple, None, ""))
    if page not in SAVED:
        return
    view = cite.View(atlas.work(), say_view(filters, page, title), link_of(filters, page), atlas.version(),
                     date.today(), filters.known)
    tables, said = atlas.view(filters), say_filters(filters)
    st.download_button(
        "Report", lambda: write_report(tables, own or filters, view, said, make(), event_id), key="save_report",
        file_name=f"{view.key}.html", mime="text/html", on_click="ignore", icon=":material/draft:",
        help="Save this view as a report: one HTML file with the figures, the filters in words, the events, the "
             "disputes, the sources and the citation. It opens without a network and prints on A4.")


def offer_events(tables: Tables, own: Filters, events: pd.DataFrame, title: str) -> None:
    """The events of a dossier, on a timeline in lanes by group."""
    offer(lambda: [_events_picture(tables, own, events, title)] if len(events) else [], own)


def _events_picture(tables: Tables, filters: Filters, events: pd.DataFrame, title: str) -> Picture:
    group_of, colours = query.group_of_events(tables), atlas.colours()
    laned = events.merge(timeline.select_lanes(tables, "group"), on="event_id")
    figure = draw_events(
        laned, timeline.order_lanes(laned), {event: colours.get(group_of.get(event, ""), NEUTRAL)
                                             for event in events["event_id"]},
        LIGHT, pd.Timestamp(filters.on) if filters.on else None)
    return Picture(title, print_figure(figure, title), f"{EVENT_SIGNS} {say_span(figure, events)}")


def say_span(figure: go.Figure, events: pd.DataFrame) -> str:
    """Which days a timeline on paper shows, and how many events lie outside of them."""
    first, last = (pd.Timestamp(day) for day in figure.layout.xaxis.range)
    outside = (events["date_latest"] < first) | (events["date_earliest"] > last)
    others = f"; {int(outside.sum()):,} earlier or later ones stand in the list below only" if outside.any() else ""
    return f"Drawn are the days from {first:%B %Y} to {last:%B %Y}{others}."
