"""The parts of the timeline page: which rows it draws, its figures, and what a click, a brush or a name does.

Reads the view, its events and the page's controls. Draws; what is chosen goes into the session's state.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from bayah import query, timeline
from bayah.dates import short_bound
from bayah.export import timeline_js
from bayah.figures.careers import career_span, draw_careers
from bayah.figures.look import NEUTRAL, Theme, counted
from bayah.figures.timeline import busiest, draw_cells, draw_density, draw_events, opening, whole
from bayah.query import Filters, Tables
from pages.shared import atlas
from pages.shared.address import default, link_of
from pages.shared.filters import say_filters
from pages.shared.plot import Days, Figure, as_data, mount_plots

KEY = "timeline_figure"
WHO = {"persons": ("person",), "cohorts": ("cohort",), "both": ("person", "cohort")}


@dataclass(frozen=True)
class Drawing:
    """The rows that the page draws of a view, with the page's own controls."""

    tables: Tables
    filters: Filters
    selected: pd.DataFrame

    def of(self, name: str) -> Any:
        """What a control of the page is set to."""
        return st.session_state.get(name) or default(name)

    @cached_property
    def lag(self) -> bool:
        """Whether lines lead to the days by which events were known."""
        return bool(st.session_state.get("lag"))

    @cached_property
    def events(self) -> pd.DataFrame:
        """The events to draw (key event_id): without states unless they are asked for."""
        return self.selected if st.session_state.get("states") else self.selected[~self.selected["is_state"]]

    @property
    def is_dense(self) -> bool:
        """Whether there are too many for marks."""
        return len(self.events) > timeline.MOST_MARKS

    @cached_property
    def laned(self) -> pd.DataFrame:
        """The events with their lanes (key event_id, lane_id); those of a filter by person, province or source only
        with the lanes that it asks for."""
        by = self.of("lanes")
        lanes = atlas.once(("lanes", self.filters.known, self.filters.drafts, by),
                           lambda: timeline.select_lanes(self.tables, by))
        rows = self.events.merge(lanes, on="event_id")
        wanted = {"province": query.with_merged(self.filters).province, "person": self.filters.person,
                  "source": self.filters.source}.get(by)
        return rows[rows["lane_id"].isin(wanted)] if wanted else rows

    @cached_property
    def cells(self) -> tuple[pd.DataFrame, str, int]:
        """What is drawn of too many events, by which step, and how many lanes are left out."""
        return atlas.once(("cells of lanes", *self.key("lanes", "states", "density")),
                          lambda: timeline.few_cells(self.laned, self.of("density")))

    @cached_property
    def on(self) -> pd.Timestamp | None:
        """The day of the clock `on`, to be drawn as a line."""
        return pd.Timestamp(self.filters.on) if self.filters.on else None

    @cached_property
    def spells(self) -> pd.DataFrame:
        """The spells of those who have a line."""
        spells = atlas.once(("spells", self.filters), lambda: query.select_allegiances(self.tables, self.filters))
        return spells[spells["actor_type"].isin(WHO[self.of("lines")])]

    @cached_property
    def careers(self) -> pd.DataFrame:
        """Who has a line (key actor_id)."""
        return atlas.once(("careers rows", self.filters, self.of("lines")), lambda: timeline.select_careers(
            self.tables, self.filters, WHO[self.of("lines")]))

    @cached_property
    def order(self) -> tuple[str, bool]:
        """How careers are ordered, and whether they are gathered by present side."""
        return self.of("order"), bool(st.session_state.get("sides"))

    @cached_property
    def actor_of(self) -> dict[str, str]:
        """On whose line each event stands."""
        parts = self.tables["event_actors"]
        mine = parts[(parts["part"] == "subject") & parts["actor_id"].isin(self.careers["actor_id"])]
        return dict(zip(mine["event_id"], mine["actor_id"], strict=True))

    @cached_property
    def acts(self) -> pd.DataFrame:
        """The events that are marked on careers."""
        acts = query.select_events(self.tables, self.filters.without("person")).events
        return acts[~acts["is_state"] & (acts["kind"] != "statement") & acts["event_id"].isin(list(self.actor_of))]

    def read(self, *parts: str) -> Drawing:
        """This drawing with these parts of it read already: outside of a run there is no session to ask."""
        for part in parts:
            getattr(self, part)
        return self

    def key(self, *controls: str) -> tuple[Any, ...]:
        """What a figure depends on."""
        return (self.filters, *(str(self.of(name)) for name in controls))


def choose_mark(chosen: str) -> None:
    """A mark opens its event; a line its actor; a square its lane and period, as filters."""
    if "," in chosen:
        lane_id, first, last = chosen.rsplit(",", 2)
        by = st.session_state.get("lanes") or default("lanes")
        if lane_id:
            st.session_state[by] = [lane_id]
        set_window(first, last)
        return
    is_actor = chosen in set(atlas.tables(st.session_state["filters"].drafts)["actors"]["actor_id"])
    st.session_state["actor" if is_actor else "event"] = chosen
    if is_actor:
        st.session_state.pop("event", None)


def set_window(first: str, last: str) -> None:
    """What is brushed on the density is From and To of all pages."""
    begun, over = date.fromisoformat(first), date.fromisoformat(last)
    st.session_state["from"], st.session_state["to"] = short_bound(begun), short_bound(over, last=True)
    st.session_state.pop("span", None)


def mount_events(drawing: Drawing) -> None:
    """The density, and below it the events in lanes."""
    by = drawing.of("lanes")
    main = atlas.once(("timeline", *drawing.key("lanes", "states", "lag", "density")),
                      lambda: as_data(events_figure(drawing, atlas.theme())))
    density = atlas.once(("density", *drawing.key("states", "density")), lambda: _density_figure(drawing))
    words = f"Timeline of {counted(len(drawing.events), 'event')} in lanes by {by}"
    mount_plots([(density, "How many events lie in each period; drag over it to set From and To"), (main, words)],
                KEY, f"Timeline by {by}", drawing.filters, choose_mark, chosen=st.session_state.get("event"),
                days=_days(drawing.events, drawing.filters), brush=set_window)


def events_figure(drawing: Drawing, look: Theme) -> go.Figure:
    """The events in lanes, or squares for too many of them."""
    rows = drawing.laned
    order = timeline.order_lanes(rows)
    if drawing.is_dense:
        cells = drawing.cells[0]
        return draw_cells(cells, [lane for lane in order if lane in set(cells["lane"])], look, drawing.on)
    group_of = query.group_of_events(drawing.tables)
    colours = {event: atlas.colours().get(group_of.get(event, ""), NEUTRAL) for event in rows["event_id"]}
    told = timeline.told_dates(drawing.tables, drawing.events)
    return draw_events(rows, order, colours, look, drawing.on, told, lag=drawing.lag)


def _density_figure(drawing: Drawing) -> Figure:
    """The density of all times, so that what is chosen of it can be seen and chosen anew."""
    free = drawing.filters.without("from_", "to")
    events = query.select_events(drawing.tables, free).events
    events = events if st.session_state.get("states") else events[~events["is_state"]]
    window = tuple(None if day is None else pd.Timestamp(day) for day in (drawing.filters.from_, drawing.filters.to))
    periods = timeline.select_density(events, drawing.of("density"))
    return as_data(draw_density(periods, atlas.theme(), opening(events), window))


def _days(events: pd.DataFrame, filters: Filters) -> Days:
    """What the filters bound, else the busiest years."""
    every = whole(events)
    if filters.from_ or filters.to:
        bounds = (pd.Timestamp(day) if day else end for day, end in zip(
            (filters.from_, filters.to), every, strict=True))
        opens, called = tuple(bounds), "From and To"
    else:
        opens = opening(events)
        first, last = busiest(events)
        called = f"{first.year} to {last.year - 1}" if last.year - 1 > first.year else str(first.year)
    every = min(every[0], opens[0]), max(every[1], opens[1])
    (opened, to), (begun, over) = ([f"{day:%Y-%m-%d}" for day in days] for days in (opens, every))
    return Days((opened, to), (begun, over), called, bool(filters.from_ or filters.to))


def mount_careers(drawing: Drawing) -> None:
    """A line for everybody who has a career in the view."""
    figure, days = atlas.once(("careers", *drawing.key("lines", "order", "sides")), lambda: _careers_data(drawing))
    mount_plots([(figure, f"Career lines of {len(drawing.careers)}")], KEY, "Careers", drawing.filters, choose_mark,
                chosen=st.session_state.get("event") or st.session_state.get("actor"), days=days,
                jump=st.session_state.pop("_jump", False))


def _careers_data(drawing: Drawing) -> tuple[Figure, Days]:
    return as_data(careers_figure(drawing, atlas.theme())), _days(career_span(drawing.spells, drawing.acts),
                                                                  drawing.filters)


def careers_figure(drawing: Drawing, look: Theme) -> go.Figure:
    """A line for everybody who has a career in the view."""
    order = timeline.order_careers(drawing.careers, *drawing.order)
    until = drawing.on if drawing.on is not None else drawing.tables["sources"]["known_date"].max()
    return draw_careers(drawing.spells, drawing.acts, drawing.actor_of, order, atlas.colours(), look, drawing.on, until)


def find_name(drawing: Drawing) -> None:
    """A name leads to its line."""
    def jump() -> None:
        if found := st.session_state["find_name"]:
            st.session_state["actor"], st.session_state["_jump"] = found, True
            st.session_state.pop("event", None)

    names = dict(zip(drawing.careers["actor_id"], drawing.careers["name"], strict=True))
    st.selectbox("Find a line", list(names), key="find_name", index=None, format_func=names.get, on_change=jump,
                 placeholder="a name", width=320)


def take_away(drawing: Drawing) -> None:
    """The events of the view for TimelineJS3; pictures stand above the figure, the rows as CSV below the table."""
    said = say_filters(drawing.filters)
    about = {"title": f"Bayah: timeline{f', {said}' if said else ''}", "link": link_of(drawing.filters, "timeline")}

    def make() -> bytes:
        events = drawing.selected
        lanes = timeline.select_lanes(drawing.tables, "group").set_index("event_id")["lane"].to_dict()
        claims = query.select_claims(drawing.tables, events["event_id"])
        told = claims["publisher"] + ", paragraph " + claims["paragraph"].astype("str")
        told_by = told.groupby(claims["event_id"]).agg(lambda rows: "; ".join(dict.fromkeys(rows))).to_dict()
        return timeline_js(events, lanes, told_by, about)

    st.download_button("TimelineJS3 (JSON)", make, file_name="bayah-timeline.json", mime="application/json",
                       key="timeline_json", on_click="ignore", icon=":material/download:")
