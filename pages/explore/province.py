"""A province: what the atlas knows of it, and the way to the others."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from bayah import dossier, query
from bayah.query import Filters
from pages.shared import atlas
from pages.shared.components import beside, draw_empty, say_counts
from pages.shared.dossier import COUNTRY, draw_dossier, say_events, switch_province
from pages.shared.evidence import draw_evidence
from pages.shared.text import markdown

KEY = "dossier_province"


def choose_province() -> None:
    """The list sets the province filter of all pages, or takes it off."""
    if chosen := st.session_state[KEY]:
        switch_province(chosen)
    else:
        st.session_state["province"] = []


def draw_choice(told: pd.DataFrame) -> None:
    """The list of provinces, those of which something is told first."""
    said = {row.province_id: f"{row.name}, {COUNTRY[row.country]}: {say_events(row.n_events)}"
            for row in told.itertuples()}
    st.session_state[KEY] = filters.province[0] if len(filters.province) == 1 else None
    st.selectbox("Choose a province", list(said), key=KEY, index=None, format_func=said.get, width=460,
                 on_change=choose_province, placeholder="Several are chosen" if filters.province else "Choose one")


def draw_ways_in(told: pd.DataFrame) -> None:
    """Without a province chosen: those of which something is told."""
    told = told[told["n_events"] > 0]
    if told.empty:
        draw_empty(filters, "events" if selection.events.empty else "events tied to a province")
        return
    st.markdown(f"Choose a province to see all that the articles tell of it. Something is told of **{len(told)}** of "
                f"the {len(tables['provinces'])}:")
    with st.container(horizontal=True, gap="small"):
        for row in told.itertuples():
            st.button(f"{markdown(row.name)}: {say_events(row.n_events)}", key=f"dossier_way_{row.province_id}",
                      on_click=switch_province, args=(row.province_id,))


filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
st.title("Province", anchor=False)
places = atlas.once(("told", filters.without("province")), lambda: dossier.select_told(tables, filters))
draw_choice(places)
selection = query.select_events(tables, filters)
say_counts(selection, filters)
chosen = st.session_state.get("event") or st.session_state.get("actor")
main, panel = st.columns(beside(chosen), gap="medium")
with main:
    if filters.province:
        draw_dossier(tables, filters, narrow=False)
    else:
        draw_ways_in(places)
with panel:
    if chosen:
        draw_evidence(tables, filters)
