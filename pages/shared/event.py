"""One event as a reader sees it: what happened, what is disputed, its claims side by side, each down to its paragraph.

Reads the view. Draws the same in the panel beside a figure and on the page of its own; choosing an event in a list
changes the address.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from bayah import evidence, query
from bayah.figures.look import counted
from bayah.model import split_list
from bayah.query import Filters, Tables, write_filters
from pages.shared import atlas
from pages.shared.claims import draw_claim
from pages.shared.comparison import comparison_html
from pages.shared.components import when
from pages.shared.disputes import draw_lead, field_words, is_open, open_dispute, say_sides
from pages.shared.reading import draw_reading
from pages.shared.text import markdown

PAGE = "pages/explore/event.py"
UNKNOWN = ("The link names an event that the atlas does not hold, or that was **not yet known** on the day set under "
           "*Known by*.")
LONGEST = 40
"""Events or spells that a narrow list shows; the tables have them all."""
CSS = Path(__file__).resolve().parent / "evidence.css"
"""The look of the claims side by side, and of a paragraph."""


def open_event(event_id: str) -> None:
    """Show the evidence of this event."""
    st.session_state["event"] = event_id


def draw_event_list(events: pd.DataFrame, dispute_id: str = "", place: str = "") -> None:
    """Events one below the other, for narrow places; choosing one opens its evidence, beside the dispute if they are
    listed in one. `place` tells apart two lists of one page."""
    for event in events.head(LONGEST).itertuples():
        mark = " :material/balance:" if event.is_contested else ""
        choose, given = (open_dispute, (dispute_id,)) if dispute_id else (open_event, ())
        st.button(f"{when(event)}: {markdown(event.label)}{mark}", key=f"{dispute_id}{place}event_{event.event_id}",
                  type="tertiary", on_click=choose, args=(*given, event.event_id))
    if len(events) > LONGEST:
        st.caption(f"The first {LONGEST} of {len(events):,}; the table has them all.")


def event_of(tables: Tables, event_id: str) -> Any:
    """The row of an event of the view, or None."""
    rows = tables["events"]
    return next(rows[rows["event_id"] == event_id].itertuples(), None)


def draw_happening(tables: Tables, filters: Filters, event: Any) -> None:
    """What happened, when and where; what is disputed of it; the claims side by side."""
    st.html(CSS)
    places = say_places(tables, event)
    st.markdown(f"{event.kind.capitalize()}, **{when(event)}**{f', {markdown(places)}' if places else ''}")
    _draw_disputes(tables, filters, event)
    if event.is_draft:
        st.warning("**Machine draft:** nobody has reviewed it.", icon=":material/edit_note:")
    claims = query.select_claims(tables, [event.event_id])
    st.markdown(f"**{counted(len(claims), 'claim')} from {counted(event.n_sources, 'source')}**")
    st.html(atlas.once(("comparison", filters.known, filters.drafts, event.event_id), lambda: comparison_html(
        evidence.compare_claims(tables, [event.event_id]), claims, event.kind,
        atlas.theme().paper)))


def draw_claims(tables: Tables, filters: Filters, event_id: str) -> None:
    """Each claim of the event: our summary, its paragraph and its article."""
    claims = query.select_claims(tables, [event_id])
    for number, claim in enumerate(claims.itertuples(), start=1):
        with st.container(border=True, gap="xsmall"):
            draw_claim(claim, border=False, number=number if len(claims) > 1 else None)
            draw_reading(claim, filters)


def draw_way(filters: Filters, event_id: str) -> None:
    """The way to the page of the event; the filters stay."""
    st.page_link(PAGE, label="Open the event's page", icon=":material/open_in_full:",
                 query_params={**write_filters(filters), "event": event_id})


def _draw_disputes(tables: Tables, filters: Filters, event: Any) -> None:
    """Each dispute that claims of the event are part of, once."""
    contested = split_list(event.contested_fields)
    ids = [found for found in query.disputes_of(tables, event.event_id) if not is_open(found)]
    disputes, sides = tables["disputes"], query.select_sides(tables, ids)
    for dispute in disputes[disputes["dispute_id"].isin(ids)].itertuples():
        mine = sides[sides["dispute_id"] == dispute.dispute_id]
        if dispute.field in contested:
            what = f"{field_words(dispute.field, event.kind)}."
            if dispute.basis == "judgement":  # what an editor asks is more than the name of the field
                what = markdown(dispute.question)
            st.warning(f"**Disputed:** {what}\n{say_sides(mine)}", icon=":material/balance:")
            draw_lead(dispute.dispute_id, filters, "Side by side, claim by claim")
        else:
            draw_lead(dispute.dispute_id, filters, f"Speaks in a dispute: {markdown(dispute.question)}")


def draw_others(tables: Tables, event: Any) -> None:
    """What else is in dispute with the event, where its disputes reach over several."""
    disputes = tables["disputes"]
    ids = [found for found in query.disputes_of(tables, event.event_id) if not is_open(found)]
    ids = disputes.loc[disputes["dispute_id"].isin(ids) & disputes["field"].isin(split_list(event.contested_fields)),
                       "dispute_id"]
    others = set(query.select_sides(tables, ids)["event_id"]) - {event.event_id}
    if others:
        st.markdown("**Other events in dispute with it**")
        rows = tables["events"]
        draw_event_list(rows[rows["event_id"].isin(others)].sort_values(["date_earliest", "event_id"]))


def say_places(tables: Tables, event: Any) -> str:
    """Where it happened, the places as named and the provinces."""
    bridge = tables["event_provinces"]
    ids = bridge.loc[bridge["event_id"] == event.event_id, "province_id"]
    called = atlas.names()
    provinces = " and ".join(called[province] for province in ids)
    place = ", ".join(split_list(event.place))
    return "; ".join(part for part in (place, provinces) if part)
