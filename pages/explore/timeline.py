"""The timeline: events with honest dates, and careers as lines."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from bayah import query
from bayah.figures.look import NEUTRAL
from bayah.figures.timeline import busiest, draw_careers, draw_events
from bayah.query import Filters
from pages.shared import atlas
from pages.shared.address import DEFAULTS
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
NOT_TOLD = "not told"


def choose_mark() -> None:
    """A mark opens its event; a bar of a career its actor."""
    for point in chosen_points(KEY):
        chosen = point["customdata"][0]
        is_actor = chosen in set(atlas.tables()["actors"]["actor_id"])
        st.session_state["actor" if is_actor else "event"] = chosen
        if is_actor:
            st.session_state.pop("event", None)


def group_of_events(tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """The group whose lane and colour an event wears: the one joined or held to, else the one acting."""
    heads = query.families(tables["groups"])
    parts = tables["event_actors"]
    cohorts = tables["cohorts"].set_index("cohort_id")["group_id"].dropna()
    of_event: dict[str, str] = {}
    for part in ("object", "from_group", "subject", "to_group"):
        rows = parts[parts["part"] == part]
        groups = rows["actor_id"].where(rows["actor_id"].isin(heads), rows["actor_id"].map(cohorts)).map(heads)
        of_event |= dict(zip(rows.loc[groups.notna(), "event_id"], groups.dropna(), strict=True))
    return of_event


def lanes_by(tables: dict[str, pd.DataFrame], by: str, group_of: dict[str, str]) -> dict[str, str]:
    """The lane of every event; of several provinces or sources the first."""
    called = atlas.names()
    events = tables["events"]
    if by == "kind":
        return dict(zip(events["event_id"], events["kind"], strict=True))
    if by == "group":
        return {event: called[group_of[event]] if event in group_of else NOT_TOLD for event in events["event_id"]}
    table, column = ("event_provinces", "province_id") if by == "province" else ("claims", "source_id")
    first = tables[table].drop_duplicates("event_id").set_index("event_id")[column].map(called)
    return events.set_index("event_id").index.to_series().map(first).fillna(NOT_TOLD).to_dict()


def show_events(tables: dict[str, pd.DataFrame], filters: Filters, events: pd.DataFrame, n_states: int) -> None:
    """Events in lanes; `n_states` states are left to careers and network."""
    if events.empty:
        st.info(f"Only states match: {n_states:,}. Choose *Draw states too* to see them here.")
        return
    by = st.session_state["lanes"]
    group_of = group_of_events(tables)
    lanes = lanes_by(tables, by, group_of)
    counts = events["event_id"].map(lanes).value_counts()
    order = sorted(counts.index, key=lambda lane: (lane == NOT_TOLD, -counts[lane], lane))
    colours = {event: atlas.colours().get(group_of.get(event, ""), NEUTRAL) for event in events["event_id"]}
    on = pd.Timestamp(filters.on) if filters.on else None
    draw_figure(draw_events(events, lanes, order, colours, atlas.theme(), on), KEY,
                f"Timeline of {len(events)} events in lanes by {by}", choose_mark, scrollZoom=False)
    first, last = busiest(events)
    years = f"Opens on {first.year} to {last.year - 1}, where most of it lies; *All years* shows the rest. "
    states = f" {n_states:,} states (membership, presence, relations) are not drawn." if n_states else ""
    st.caption(f"Click a mark to see its claims. {years}Mark: known to the day. Bar: somewhere within this span. "
               "Arrow: by this day at the latest. Hollow or hatched: disputed. Colour: the group joined, else the "
               f"group that acts. Drag to move, buttons to zoom.{states}")


def show_careers(tables: dict[str, pd.DataFrame], filters: Filters) -> None:
    """Careers as lines, those with most changes first."""
    spells = query.select_allegiances(tables, filters)
    spells = spells[spells["actor_type"] == "person"]
    if spells.empty:
        draw_empty(filters, "careers")
        return
    changes = spells.groupby("actor_id")["group_id"].nunique()
    names = spells.drop_duplicates("actor_id").set_index("actor_id")["actor_name"]
    order = sorted(changes.index, key=lambda actor: (-changes[actor], names[actor]))
    parts = tables["event_actors"]
    mine = parts[(parts["part"] == "subject") & parts["actor_id"].isin(order)]
    acts = query.select_events(tables, filters.without("person")).events
    acts = acts[~acts["is_state"] & (acts["kind"] != "statement")]
    actor_of = dict(zip(mine["event_id"], mine["actor_id"], strict=True))
    on = pd.Timestamp(filters.on) if filters.on else None
    figure = draw_careers(spells, acts[acts["event_id"].isin(list(actor_of))], actor_of, order, atlas.colours(),
                          atlas.theme(), on)
    draw_figure(figure, KEY, f"Career lines of {len(order)} persons", choose_mark, scrollZoom=False)
    st.caption("Click a mark or a line to see what is behind it. A line is coloured by the group stood with. Full: "
               "surely held; pale: may have begun or ended; palest: no end told. Hatched or hollow: disputed. Those "
               "with most groups first.")


filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
st.title("Timeline", anchor=False)
for name in ("show", "lanes"):
    st.session_state.setdefault(name, DEFAULTS[name])
with st.container(horizontal=True, vertical_alignment="bottom"):
    shown = st.segmented_control("Show", list(SHOW), key="show", format_func=SHOW.__getitem__, required=True)
    if shown == "events":
        st.segmented_control("Lanes by", list(LANES), key="lanes", format_func=LANES.__getitem__, required=True)
    with_states = st.toggle("Draw states too", key="states", persist_state="session", disabled=shown != "events",
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
