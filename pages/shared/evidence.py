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
from bayah.dates import edtf_words, span_words
from bayah.figures.look import counted
from bayah.model import split_list
from bayah.query import Filters
from pages.shared import atlas
from pages.shared.components import day, when
from pages.shared.text import markdown

Tables = Mapping[str, pd.DataFrame]
MODALITY_WORDS = {
    "asserted": "Asserted by", "reported": "Passed on as hearsay by", "doubted": "Doubted by", "denied": "Denied by",
    "planned": "Told as planned by",
}
FIELD_WORDS = {
    "modality": "whether it happened or holds (someone denies or doubts it)",
    "alive": "whether he died (he is told to have acted later)",
    "date": "when", "provinces": "where", "count": "how many people", "killed": "how many were killed",
    "injured": "how many were injured", "object": "who the other party was", "from_group": "which group was left",
    "to_group": "which group was joined", "from_leader": "whose oath was withdrawn",
    "to_leader": "who received the oath",
}
OTHER_PARTY = {"appointment": "who chose him", "death": "who killed him", "detention": "who holds him",
               "formation": "who declared it"}
_LONGEST = 40


def draw_evidence(tables: Tables, filters: Filters, hint: str = "") -> None:
    """The panel beside a view: the chosen event, else the chosen actor, else `hint`."""
    event_id, actor_id = st.session_state.get("event"), st.session_state.get("actor")
    with st.container(border=True, key="evidence"):
        if event_id:
            _draw_event(tables, event_id)
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


def draw_event_list(events: pd.DataFrame) -> None:
    """Events one below the other, for narrow places; choosing one opens its evidence."""
    for event in events.head(_LONGEST).itertuples():
        mark = " :material/balance:" if event.is_contested else ""
        st.button(f"{when(event)}: {markdown(event.label)}{mark}", key=f"event_{event.event_id}", type="tertiary",
                  on_click=_open, args=("event", event.event_id))
    if len(events) > _LONGEST:
        st.caption(f"The first {_LONGEST} of {len(events):,}; the table has them all.")


def _draw_event(tables: Tables, event_id: str) -> None:
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
    _draw_dispute(tables, event)
    claims = query.select_claims(tables, [event_id])
    st.markdown(f"**{counted(len(claims), 'claim')} from {counted(event.n_sources, 'source')}**")
    for claim in claims.itertuples():
        _draw_claim(claim)
    _draw_actors(tables, event_id)


def _draw_dispute(tables: Tables, event: Any) -> None:
    fields = split_list(event.contested_fields)
    if event.is_contested:
        words = {**FIELD_WORDS, "object": OTHER_PARTY.get(event.kind, FIELD_WORDS["object"])}
        st.warning(f"**Disputed:** {'; '.join(words.get(field, field) for field in fields)}.",
                   icon=":material/balance:")
    if "alive" in fields:
        st.markdown("**Told of him later**")
        draw_event_list(query.select_later_life(tables, event.event_id))
    if event.is_draft:
        st.warning("**Machine draft:** nobody has reviewed it.", icon=":material/edit_note:")


def _places(tables: Tables, event: Any) -> str:
    bridge = tables["event_provinces"]
    ids = bridge.loc[bridge["event_id"] == event.event_id, "province_id"]
    called = atlas.names()
    provinces = " and ".join(called[province] for province in ids)
    place = ", ".join(split_list(event.place))
    return "; ".join(part for part in (place, provinces) if part)


def _draw_claim(claim: Any) -> None:
    by = "the article itself" if claim.asserted_by == "author" else claim.asserted_by
    dated = edtf_words(claim.date) if isinstance(claim.date, str) else "not given"
    numbers = _numbers(claim)
    title = f"[{markdown(claim.title)}]({claim.url})" if isinstance(claim.url, str) else markdown(claim.title)
    with st.container(border=True):
        st.markdown(markdown(claim.summary))
        st.caption(
            f"{MODALITY_WORDS[claim.modality]} {markdown(by)}. "
            f"Date: {markdown(dated)}{f'. {numbers}' if numbers else ''}  \n"
            f"**{markdown(claim.publisher)}**, {edtf_words(claim.published)}, paragraph {claim.paragraph}: "
            f"{title}  \n`{claim.claim_id}`")


def _numbers(claim: Any) -> str:
    parts = []
    for what, word in (("killed", "killed"), ("injured", "injured"), ("count", "people")):
        low, high = getattr(claim, f"{what}_min"), getattr(claim, f"{what}_max")
        if pd.notna(low) or pd.notna(high):
            bounds = [f"{int(bound):,}" for bound in dict.fromkeys([low, high]) if pd.notna(bound)]
            least = "at least " if pd.isna(high) else "at most " if pd.isna(low) else ""
            parts.append(f"{least}{' to '.join(bounds)} {word}")
    return ", ".join(parts)


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
    if spellings := query.aliases_of(tables, actor_id):
        st.caption("Also written " + ", ".join(markdown(name) for name in spellings))
    _draw_spells(tables, filters, actor_id)
    _draw_actor_events(tables, filters, actor_id)


def _draw_spells(tables: Tables, filters: Filters, actor_id: str) -> None:
    spells = query.select_allegiances(tables, Filters(on=filters.on))
    spells = spells[(spells["actor_id"] == actor_id) | (spells["group_id"] == actor_id)]
    if spells.empty:
        return
    st.markdown("**Allegiances**")
    lines = []
    for spell in spells.sort_values(["last_evidence_date", "allegiance_id"]).itertuples():
        other = spell.group_name if spell.actor_id == actor_id else spell.actor_name
        role = f", {markdown(spell.role.replace(';', ', '))}" if isinstance(spell.role, str) else ""
        began = span_words(day(spell.start_earliest), day(spell.start_latest))
        end = f"no end told, last heard of {span_words(*[day(spell.last_evidence_date)] * 2)}"
        if spell.end_basis != "open":
            how = " by death" if spell.end_basis == "death" else ""
            end = f"ended{how} {span_words(day(spell.end_earliest), day(spell.end_latest))}"
        disputed = " **(disputed)**" if spell.is_contested else ""
        lines.append(f"- {markdown(other)}{role}: begun {began}; {end}{disputed}")
    st.markdown("\n".join(lines[:_LONGEST]))
    if len(lines) > _LONGEST:
        st.caption(f"{len(lines) - _LONGEST} more stand in the table under the figure.")


def _draw_actor_events(tables: Tables, filters: Filters, actor_id: str) -> None:
    events = query.select_actor_events(tables, filters, actor_id)
    st.markdown(f"**{counted(len(events), 'event')}**")
    draw_event_list(events)
