"""The shared filters: one set of controls in the frame, kept over all pages.

Reads the session's state, which the address feeds. Returns `Filters`. A bound that is not a date is said beside its
field and left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st

from bayah.dates import day_words, read_bound
from bayah.model import DateError
from bayah.query import Filters, known_values
from pages.shared import atlas
from pages.shared.address import put_filters
from pages.shared.text import markdown

_COUNTRY = {"AF": "Afghanistan", "PK": "Pakistan"}


def draw_filters(tables: Mapping[str, pd.DataFrame]) -> Filters:
    """The controls in the sidebar, and what they say."""
    options, called = known_values(tables), atlas.names()
    for name, known in options.items():  # whom only drafts name is no choice without them
        chosen = st.session_state.get(name, [])
        if gone := set(chosen) - set(known):
            st.session_state[name] = [value for value in chosen if value not in gone]
    country = dict(zip(tables["provinces"]["province_id"], tables["provinces"]["country"], strict=True))
    with st.sidebar:
        st.subheader("Filter the atlas", anchor=False)
        st.multiselect("Province", options["province"], key="province", placeholder="All provinces",
                       format_func=lambda p: f"{called[p]}, {_COUNTRY[country[p]]}")
        st.multiselect("Group", options["group"], key="group", placeholder="All groups",
                       format_func=called.__getitem__,
                       help="A group stands for its councils and factions too.")
        st.multiselect("Person or cohort", options["person"], key="person", placeholder="Everyone",
                       format_func=called.__getitem__)
        st.multiselect("Kind of event", options["kind"], key="kind", placeholder="All kinds",
                       format_func=str.capitalize)
        st.multiselect("Source", options["source"], key="source", placeholder="All sources",
                       format_func=called.__getitem__)
        left, right = st.columns(2)
        left.text_input("From", key="from", placeholder="2014", help="A year, a month or a day: "
                        "2014, 2014-09 or 2014-09-30. Keeps what can have happened since.")
        right.text_input("To", key="to", placeholder="2017",
                         help="Keeps what can have happened until then.")
        st.subheader("Two clocks", anchor=False)
        last = date.today().replace(month=12, day=31)
        st.date_input("True on", key="on", value=None, min_value=date(1979, 1, 1), max_value=last,
                      format="YYYY-MM-DD", help="As it stood on this day: who was with whom, and what "
                      "had happened by then. A typed day counts once you leave the field.")
        st.date_input("Known by", key="known", value=None, min_value=date(1979, 1, 1), max_value=last,
                      format="YYYY-MM-DD", help="Only what had been published by this day; everything "
                      "is derived anew from those articles alone.")
        st.toggle("Show machine drafts", key="drafts", help="Claims drafted by the machine that "
                  "nobody has reviewed yet.")
        filters = _filters()
        st.button("Reset all filters", on_click=put_filters, args=(Filters(),), width="stretch",
                  disabled=filters.is_empty, icon=":material/restart_alt:")
    return filters


def _filters() -> Filters:
    state = st.session_state
    return Filters(
        **{name: tuple(state[name]) for name in ("province", "group", "person", "kind", "source")},
        from_=_bound("from"), to=_bound("to", last=True),
        on=state["on"], known=state["known"], drafts=state["drafts"])


def _bound(name: str, *, last: bool = False) -> date | None:
    try:
        return read_bound(st.session_state[name], last=last)
    except DateError as error:
        st.warning(markdown(f"{error}. The bound is left out."), icon=":material/calendar_month:")
        return None


def say_filters(filters: Filters) -> str:
    """The filters in words, one line; empty when there are none."""
    called = atlas.names()
    parts = [
        " or ".join(called[value] for value in getattr(filters, name))
        for name in ("province", "group", "person", "source") if getattr(filters, name)
    ]
    if filters.kind:
        parts.append(" or ".join(filters.kind))
    if filters.from_ or filters.to:
        parts.append(f"{f'from {day_words(filters.from_)} ' if filters.from_ else ''}"
                     f"{f'to {day_words(filters.to)}' if filters.to else ''}".strip())
    if filters.on:
        parts.append(f"as it stood on {day_words(filters.on)}")
    if filters.known:
        parts.append(f"as known by {day_words(filters.known)}")
    if filters.drafts:
        parts.append("with machine drafts that nobody has reviewed")
    return "; ".join(parts)
