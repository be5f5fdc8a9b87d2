"""The evidence panel: what a mark stands for, down to claims, paragraphs and sources; the same on every page.

Reads the view and an id out of the address (`event`, `actor`). Draws; choosing an event or an actor in it changes
the address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from bayah import query
from bayah.dates import span_words
from bayah.figures.look import counted
from bayah.model import split_list
from bayah.query import Filters
from pages.shared import atlas
from pages.shared.claims import draw_claim
from pages.shared.components import day, told_end, when
from pages.shared.disputes import draw_lead, field_words, is_open, open_dispute, say_sides
from pages.shared.text import markdown

Tables = Mapping[str, pd.DataFrame]
DOSSIERS = {"person": "pages/explore/person.py", "cohort": "pages/explore/person.py",
            "group": "pages/explore/group.py"}
_LONGEST = 40


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


def _open(name: str, value: str) -> None:
    st.session_state[name] = value
    if name == "actor":
        st.session_state.pop("event", None)


def _head(title: str, name: str) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="top"):
        st.markdown(f"#### {markdown(title)}", width="stretch")
        st.button("Close", key=f"close_{name}", on_click=_close, args=(name,), type="tertiary", width="content",
                  icon=":material/close:")


def draw_event_list(events: pd.DataFrame, dispute_id: str = "") -> None:
    """Events one below the other, for narrow places; choosing one opens its evidence, beside the dispute if they are
    listed in one."""
    for event in events.head(_LONGEST).itertuples():
        mark = " :material/balance:" if event.is_contested else ""
        choose, given = (open_dispute, (dispute_id,)) if dispute_id else (_open, ("event",))
        st.button(f"{when(event)}: {markdown(event.label)}{mark}", key=f"{dispute_id}event_{event.event_id}",
                  type="tertiary", on_click=choose, args=(*given, event.event_id))
    if len(events) > _LONGEST:
        st.caption(f"The first {_LONGEST} of {len(events):,}; the table has them all.")


def _draw_event(tables: Tables, filters: Filters, event_id: str) -> None:
    rows = tables["events"][tables["events"]["event_id"] == event_id]
    if rows.empty:
        _head("Event not shown", "event")
        st.markdown("The link names an event that the atlas does not hold, or that was **not yet known** on "
                    "the day set under *Known by*.")
        return
    event: Any = next(rows.itertuples())
    _head(event.label, "event")
    places = _places(tables, event)
    st.markdown(f"{event.kind.capitalize()}, **{when(event)}**{f', {markdown(places)}' if places else ''}")
    _draw_disputes(tables, filters, event)
    if event.is_draft:
        st.warning("**Machine draft:** nobody has reviewed it.", icon=":material/edit_note:")
    claims = query.select_claims(tables, [event_id])
    st.markdown(f"**{counted(len(claims), 'claim')} from {counted(event.n_sources, 'source')}**")
    for claim in claims.itertuples():
        draw_claim(claim)
    _draw_actors(tables, event_id)


def _draw_disputes(tables: Tables, filters: Filters, event: Any) -> None:
    """Each dispute that claims of the event are part of, once; what else it reaches is listed below."""
    contested = split_list(event.contested_fields)
    others: list[str] = []
    ids = [found for found in query.disputes_of(tables, event.event_id) if not is_open(found)]
    disputes, sides = tables["disputes"], query.select_sides(tables, ids)
    for dispute in disputes[disputes["dispute_id"].isin(ids)].itertuples():
        mine = sides[sides["dispute_id"] == dispute.dispute_id]
        if dispute.field in contested:
            what = f"{field_words(dispute.field, event.kind)}."
            if dispute.basis == "judgement":  # what an editor asks is more than the name of the field
                what = markdown(dispute.question)
            st.warning(f"**Disputed:** {what}\n{say_sides(mine)}", icon=":material/balance:")
            others += mine["event_id"].tolist()
            draw_lead(dispute.dispute_id, filters, "Side by side, claim by claim")
        else:
            draw_lead(dispute.dispute_id, filters, f"Speaks in a dispute: {markdown(dispute.question)}")
    others = [other for other in dict.fromkeys(others) if other != event.event_id]
    if others:
        st.markdown("**Other events in dispute with it**")
        rows = tables["events"]
        draw_event_list(rows[rows["event_id"].isin(others)].sort_values(["date_earliest", "event_id"]))


def _places(tables: Tables, event: Any) -> str:
    bridge = tables["event_provinces"]
    ids = bridge.loc[bridge["event_id"] == event.event_id, "province_id"]
    called = atlas.names()
    provinces = " and ".join(called[province] for province in ids)
    place = ", ".join(split_list(event.place))
    return "; ".join(part for part in (place, provinces) if part)


def _draw_actors(tables: Tables, event_id: str) -> None:
    rows = tables["event_actors"]
    ids = rows.loc[rows["event_id"] == event_id, "actor_id"].drop_duplicates()
    called = atlas.names()
    st.caption("Who takes part")
    with st.container(horizontal=True, gap="small"):
        for actor_id in ids:
            st.button(markdown(called[actor_id]), key=f"open_{actor_id}", on_click=_open, args=("actor", actor_id),
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
    st.markdown("\n".join(lines[:_LONGEST]))
    if len(lines) > _LONGEST:
        st.caption(f"{len(lines) - _LONGEST} more stand in the table under the figure.")


def _draw_actor_events(tables: Tables, filters: Filters, actor_id: str) -> None:
    events = query.select_actor_events(tables, filters, actor_id)
    st.markdown(f"**{counted(len(events), 'event')}**")
    draw_event_list(events)
