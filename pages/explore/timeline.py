"""The timeline: events with honest dates, and careers as lines."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from bayah import query
from bayah.figures.look import NEUTRAL
from bayah.figures.timeline import busiest, draw_careers, draw_events
from bayah.query import Filters, Tables
from pages.shared import atlas
from pages.shared.address import default
from pages.shared.components import (
    beside,
    chosen_points,
    draw_empty,
    draw_event_table,
    draw_figure,
    say_counts,
)
from pages.shared.evidence import draw_evidence

KEY = "timeline_figure"
LANES = {"group": "Group", "kind": "Kind", "province": "Province", "source": "Source"}
SHOW = {"events": "Events", "careers": "Careers"}


def choose_mark() -> None:
    """A mark opens its event; a bar of a career its actor."""
    for point in chosen_points(KEY):
        chosen = point["customdata"][0]
        is_actor = chosen in set(atlas.tables()["actors"]["actor_id"])
        st.session_state["actor" if is_actor else "event"] = chosen
        if is_actor:
            st.session_state.pop("event", None)


def events_figure(tables: Tables, filters: Filters, events: pd.DataFrame, by: str) -> go.Figure:
    """Events in lanes, the fullest lane first and those without a lane last."""
    group_of, lanes = query.group_of_events(tables), query.select_lanes(tables, by)
    counts = events["event_id"].map(lanes).value_counts()
    order = sorted(counts.index, key=lambda lane: (lane == query.NOT_TOLD, -counts[lane], lane))
    colours = {event: atlas.colours().get(group_of.get(event, ""), NEUTRAL) for event in events["event_id"]}
    return draw_events(events, lanes, order, colours, atlas.theme(), on_clock(filters))


def show_events(tables: Tables, filters: Filters, events: pd.DataFrame, n_states: int) -> None:
    """Events in lanes; `n_states` states are left to careers and network."""
    if events.empty:
        st.info(f"Only states match: {n_states:,}. Choose *Draw states too* to see them here.")
        return
    by = st.session_state["lanes"]
    figure = atlas.once(("timeline", filters, by, bool(n_states)), lambda: events_figure(tables, filters, events, by))
    draw_figure(figure, KEY, f"Timeline of {len(events)} events in lanes by {by}", choose_mark, scrollZoom=False)
    first, last = busiest(events)
    years = f"Opens on {first.year} to {last.year - 1}, where most of it lies; *All years* shows the rest. "
    states = f" {n_states:,} states (membership, presence, relations) are not drawn." if n_states else ""
    st.caption(f"Click a mark to see its claims. {years}Mark: known to the day. Bar: somewhere within this span. "
               "With an arrow: by this day at the latest. Hollow or hatched: disputed. Colour: the group joined, "
               f"else the group that acts. Drag to move, buttons to zoom.{states}")


def careers_figure(tables: Tables, filters: Filters, spells: pd.DataFrame) -> go.Figure:
    """Career lines, those with most groups first."""
    groups = spells.groupby("actor_id")["group_id"].nunique()
    names = spells.drop_duplicates("actor_id").set_index("actor_id")["actor_name"]
    order = sorted(groups.index, key=lambda actor: (-groups[actor], names[actor]))
    parts = tables["event_actors"]
    mine = parts[(parts["part"] == "subject") & parts["actor_id"].isin(order)]
    acts = query.select_events(tables, filters.without("person")).events
    acts = acts[~acts["is_state"] & (acts["kind"] != "statement") & acts["event_id"].isin(mine["event_id"])]
    actor_of = dict(zip(mine["event_id"], mine["actor_id"], strict=True))
    return draw_careers(spells, acts, actor_of, order, atlas.colours(), atlas.theme(), on_clock(filters))


def show_careers(tables: Tables, filters: Filters) -> None:
    """Careers as lines."""
    spells = atlas.once(("spells", filters), lambda: query.select_allegiances(tables, filters))
    spells = spells[spells["actor_type"] == "person"]
    if spells.empty:
        draw_empty(filters, "careers")
        return
    figure = atlas.once(("careers", filters), lambda: careers_figure(tables, filters, spells))
    draw_figure(figure, KEY, f"Career lines of {spells['actor_id'].nunique()} persons", choose_mark, scrollZoom=False)
    st.caption("Click a mark or a line to see what is behind it. A line is coloured by the group stood with. Full: "
               "surely held; pale: may have begun or ended; palest: no end told. Hatched or hollow: disputed. Those "
               "with most groups first.")


def on_clock(filters: Filters) -> pd.Timestamp | None:
    """The day of the clock `on`, to be drawn as a line."""
    return pd.Timestamp(filters.on) if filters.on else None


filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
st.title("Timeline", anchor=False)
for name in ("show", "lanes"):
    st.session_state.setdefault(name, default(name))
with st.container(horizontal=True, vertical_alignment="bottom"):
    shown = st.segmented_control("Show", list(SHOW), key="show", format_func=SHOW.__getitem__, required=True)
    if shown == "events":
        st.segmented_control("Lanes by", list(LANES), key="lanes", format_func=LANES.__getitem__, required=True)
    with_states = st.toggle("Draw states too", key="states", disabled=shown != "events",
              help="Membership, presence and relations hold over a time; careers and the network show them better.")
selection = query.select_events(tables, filters)
say_counts(selection, filters)
chosen = st.session_state.get("event") or st.session_state.get("actor")
figure_column, panel = st.columns(beside(chosen), gap="medium")
with figure_column:
    if selection.events.empty:
        draw_empty(filters)
    elif shown == "events":
        events = selection.events if with_states else selection.events[~selection.events["is_state"]]
        show_events(tables, filters, events, len(selection.events) - len(events))
    else:
        show_careers(tables, filters)
with panel:
    if chosen:
        draw_evidence(tables, filters)
st.markdown("#### As a table")
if not selection.events.empty:
    draw_event_table(selection.events, "timeline_events")
