"""One event on a page of its own: its evidence at full width, who took part, what came before and after."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from bayah import evidence, query
from bayah.query import Filters, write_filters
from bayah.report import Picture
from pages.shared import atlas
from pages.shared.comparison import FEW, comparison_table
from pages.shared.components import draw_empty, draw_event_table, say_counts
from pages.shared.event import UNKNOWN, draw_claims, draw_event_list, draw_happening, draw_others, event_of
from pages.shared.evidence import DOSSIERS
from pages.shared.reporting import offer
from pages.shared.story import script_of
from pages.shared.text import markdown

VIEW_WORDS = {"map": ("On the map", "map"), "network": ("In the network", "hub"),
              "flows": ("Among the flows", "swap_horiz"), "timeline": ("On the timeline", "view_timeline")}
PART_WORDS = {"subject": "who", "object": "the other party", "from_group": "group left", "to_group": "group joined",
              "from_leader": "oath withdrawn from", "to_leader": "oath given to"}


def leave_event() -> None:
    """Back to the list of events."""
    st.session_state.pop("event", None)


def draw_choice() -> None:
    """The events of the view, to choose one of."""
    selection = query.select_events(tables, filters)
    if selection.events.empty:
        draw_empty(filters, "events")
        return
    st.markdown("Choose an event to see its claims side by side, each with its paragraph and its article.")
    say_counts(selection, filters)
    draw_event_table(selection.events, "event_choice")


def draw_event(event: Any) -> None:
    """The event and what belongs to it."""
    st.subheader(markdown(event.label), anchor=False)
    if not evidence.is_shown(tables, filters, event.event_id):
        st.caption("The filters leave this event out of the other views; here it is shown all the same.")
    draw_happening(tables, filters, event)
    left, right = st.columns([8, 5], gap="medium")
    with left:
        draw_claims(tables, filters, event.event_id)
        draw_others(tables, event)
    with right:
        draw_actors(event.event_id)
        draw_where(event.event_id)
        draw_near(event)
        draw_address(event.event_id)


def compared(event: Any) -> Iterable[Picture]:
    """The claims side by side, for the report."""
    claims = query.select_claims(tables, [event.event_id])
    table = comparison_table(evidence.compare_claims(tables, [event.event_id]), claims, event.kind)
    words = "Each row is a field, each column after the first two a claim."
    return [Picture("The claims side by side", (), words, table, is_wide=len(claims) > FEW)]


def draw_actors(event_id: str) -> None:
    """Who took part and as what, each with the way to the dossier."""
    parts, actors = tables["event_actors"], tables["actors"].set_index("actor_id")
    st.markdown("#### Who takes part")
    with st.container(gap="xxsmall"):
        for actor_id, of_actor in parts[parts["event_id"] == event_id].groupby("actor_id", sort=False):
            words = ", ".join(PART_WORDS[part] for part in of_actor["part"])
            kind = actors.at[actor_id, "actor_type"]
            st.page_link(DOSSIERS[kind], icon=f":material/{'groups' if kind == 'group' else 'person'}:",
                         label=f"{markdown(actors.at[actor_id, 'name'])} ({words})",
                         query_params={**write_filters(filters), "actor": actor_id})


def draw_where(event_id: str) -> None:
    """The views that show it, and its provinces and places."""
    known = write_filters(Filters(known=filters.known, drafts=filters.drafts))
    called, places = atlas.names(), tables["places"].set_index("place_id")["name"]
    st.markdown("#### Where to see it")
    with st.container(gap="xxsmall"):
        for page, params in evidence.views_of(tables, filters, event_id).items():
            words, icon = VIEW_WORDS[page]
            st.page_link(script_of(page), label=words, icon=f":material/{icon}:", query_params={**known, **params})
        for table, key, page, icon, names in (
                ("event_provinces", "province_id", "province", "location_on", called),
                ("event_places", "place_id", "map", "pin_drop", places)):
            rows = tables[table]
            for place in rows.loc[rows["event_id"] == event_id, key]:
                st.page_link(script_of(page), label=markdown(names[place]), icon=f":material/{icon}:",
                             query_params={**known, key.removesuffix("_id"): place})


def draw_near(event: Any) -> None:
    """What the same subject is told to have done or met with shortly before and after."""
    near = evidence.select_near_in_time(tables, filters, event.event_id)
    if len(near):
        st.markdown("#### Before and after it")
        st.caption("What is told of the same subject; not what is only known to be before publication.")
    for way, words in (("before", "Before"), ("after", "After")):
        rows = near[near["when"] == way]
        if len(rows):
            st.markdown(f"**{words}**")
            draw_event_list(rows, place="near_")


def draw_address(event_id: str) -> None:
    """The address of the event alone, whatever the filters, and the ids that lead to it."""
    here = urlsplit(st.context.url or "http://localhost/event")
    address = urlunsplit(here._replace(query=urlencode({"event": event_id}), fragment=""))
    st.markdown("#### Its address")
    former = evidence.earlier_ids(tables, event_id)
    also = f" Earlier ids that lead here: {', '.join(former)}." if former else ""
    st.code(address, language=None, wrap_lines=True)
    st.caption(f"Stays the same whatever the filters and later articles.{also}")


filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
st.title("Event", anchor=False)
event_id = st.session_state.get("event")
chosen = event_of(tables, event_id) if event_id else None
if event_id:
    st.button("All events", key="leave_event", on_click=leave_event, type="tertiary", icon=":material/arrow_back:")
if chosen is not None:
    draw_event(chosen)
    offer(partial(compared, chosen), event_id=chosen.event_id)
elif event_id:
    st.markdown(UNKNOWN)
else:
    draw_choice()
