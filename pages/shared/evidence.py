"""The evidence panel: what a mark stands for, down to claims, paragraphs and sources; the same on every page.

Reads the view and an id out of the address (`event`, `actor`). Draws; choosing an event or an actor in it changes
the address.
"""

from __future__ import annotations

import streamlit as st

from bayah import query
from bayah.dates import span_words
from bayah.figures.look import counted
from bayah.query import Filters, Tables
from pages.shared import atlas
from pages.shared.components import day, told_end
from pages.shared.event import (
    LONGEST,
    UNKNOWN,
    draw_claims,
    draw_event_list,
    draw_happening,
    draw_others,
    draw_way,
    event_of,
)
from pages.shared.text import markdown

DOSSIERS = {"person": "pages/explore/person.py", "cohort": "pages/explore/person.py",
            "group": "pages/explore/group.py"}
"""The page of the dossier of each type of actor."""


def draw_evidence(tables: Tables, filters: Filters, hint: str = "") -> None:
    """The panel beside a view: the chosen event, else the chosen actor, else `hint`."""
    event_id, actor_id = st.session_state.get("event"), st.session_state.get("actor")
    with st.container(border=True, key="evidence"):
        if event_id:
            _draw_event(tables, filters, event_id)
        elif actor_id:
            _draw_actor(tables, filters, actor_id)
        else:
            st.markdown(hint)


def _close(name: str) -> None:
    st.session_state.pop(name, None)


def _open_actor(actor_id: str) -> None:
    st.session_state["actor"] = actor_id
    st.session_state.pop("event", None)


def _head(title: str, name: str) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="top"):
        st.markdown(f"#### {markdown(title)}", width="stretch")
        st.button("Close", key=f"close_{name}", on_click=_close, args=(name,), type="tertiary", width="content",
                  icon=":material/close:")


def _draw_event(tables: Tables, filters: Filters, event_id: str) -> None:
    event = event_of(tables, event_id)
    if event is None:
        _head("Event not shown", "event")
        st.markdown(UNKNOWN)
        return
    _head(event.label, "event")
    draw_happening(tables, filters, event)
    draw_claims(tables, filters, event_id)
    draw_others(tables, event)
    draw_way(filters, event_id)
    _draw_actors(tables, event_id)


def _draw_actors(tables: Tables, event_id: str) -> None:
    rows = tables["event_actors"]
    ids = rows.loc[rows["event_id"] == event_id, "actor_id"].drop_duplicates()
    called = atlas.names()
    st.caption("Who takes part")
    with st.container(horizontal=True, gap="small"):
        for actor_id in ids:
            st.button(markdown(called[actor_id]), key=f"open_{actor_id}", on_click=_open_actor, args=(actor_id,),
                      type="secondary")


def _draw_actor(tables: Tables, filters: Filters, actor_id: str) -> None:
    actors = tables["actors"].set_index("actor_id")
    if actor_id not in actors.index:
        _head("Nobody of this id", "actor")
        st.markdown("The link names an actor that the atlas does not hold.")
        return
    _head(actors.at[actor_id, "name"], "actor")
    kind = actors.at[actor_id, "actor_type"]
    table = tables[f"{kind}s"].set_index(f"{kind}_id")
    notes = table.at[actor_id, "notes"]
    st.markdown(f"{kind.capitalize()}. {markdown(notes)}")
    _draw_way(filters, actor_id, kind)
    if spellings := query.aliases_of(tables, actor_id):
        st.caption("Also written " + ", ".join(markdown(name) for name in spellings))
    _draw_identities(tables, actor_id)
    _draw_spells(tables, filters, actor_id)
    _draw_actor_events(tables, filters, actor_id)


def _draw_way(filters: Filters, actor_id: str, kind: str) -> None:
    """The way to the dossier of an actor of this kind; the filters stay."""
    icon = "groups" if kind == "group" else "person"
    st.page_link(DOSSIERS[kind], label="Open the dossier", icon=f":material/{icon}:",
                 query_params={**query.write_filters(filters), "actor": actor_id})


def _draw_identities(tables: Tables, actor_id: str) -> None:
    """Whom he must not be taken for, and who may be he; that a spelling is his own stands among the spellings."""
    rows, called = tables["identities"], atlas.names()
    words = {"not_same": "Not to be confused with {}", "undecided": "May be the same as {} (undecided)"}
    lines = []
    for row in rows[(rows["actor_id"] == actor_id) | (rows["other_id"] == actor_id)].itertuples():
        other = row.alias if isinstance(row.alias, str) else called[
            row.actor_id if row.other_id == actor_id else row.other_id]
        if row.judgement in words:
            lines.append(f"- **{words[row.judgement].format(markdown(other))}:** {markdown(row.reason)}")
    if lines:
        st.markdown("\n".join(lines))


def _draw_spells(tables: Tables, filters: Filters, actor_id: str) -> None:
    spells = query.select_allegiances(tables, Filters(on=filters.on, known=filters.known))
    spells = spells[(spells["actor_id"] == actor_id) | (spells["group_id"] == actor_id)]
    if spells.empty:
        return
    st.markdown("**Allegiances**")
    lines = []
    for spell in spells.sort_values(["last_evidence_date", "allegiance_id"]).itertuples():
        other = spell.group_name if spell.actor_id == actor_id else spell.actor_name
        role = f", {markdown(spell.role.replace(';', ', '))}" if isinstance(spell.role, str) else ""
        began = span_words(day(spell.start_earliest), day(spell.start_latest))
        marks = " **(disputed)**" if spell.is_contested else ""
        marks += " **(machine draft)**" if spell.is_draft else ""
        lines.append(f"- {markdown(other)}{role}: begun {began}; {markdown(told_end(spell))}{marks}")
    st.markdown("\n".join(lines[:LONGEST]))
    if len(lines) > LONGEST:
        st.caption(f"{len(lines) - LONGEST} more stand in the table under the figure.")


def _draw_actor_events(tables: Tables, filters: Filters, actor_id: str) -> None:
    events = query.select_actor_events(tables, filters, actor_id)
    st.markdown(f"**{counted(len(events), 'event')}**")
    draw_event_list(events)
