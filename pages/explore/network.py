"""The network: who stood with whom, as it stood on a day."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from bayah import query
from bayah.dates import day_words, span_words
from bayah.figures.network import STANDING_WORDS, draw_network
from bayah.query import Filters
from pages.shared import atlas
from pages.shared.components import beside, day, draw_download, draw_empty, draw_mounted_network, say_counts
from pages.shared.evidence import draw_evidence


def spell_table(spells: pd.DataFrame) -> pd.DataFrame:
    """Spells as a reader's table."""
    return pd.DataFrame({
        "Who": spells["actor_name"],
        "How": spells["standing"].map(STANDING_WORDS),
        "Group": spells["group_name"],
        "Role": spells["role"].fillna("").str.replace(";", ", "),
        "Begun": [span_words(day(s.start_earliest), day(s.start_latest)) for s in spells.itertuples()],
        "Ended": ["no end told" if s.end_basis == "open" else span_words(day(s.end_earliest), day(s.end_latest))
                  for s in spells.itertuples()],
        "Last evidence": spells["last_evidence_date"].dt.strftime("%Y-%m-%d"),
        "Disputed": spells["is_contested"],
    })


def choose_actor() -> None:
    """A row of the table opens what a click on the node opens."""
    if rows := st.session_state["spell_table"]["selection"]["rows"]:
        st.session_state["actor"] = st.session_state["_spell_order"][rows[0]]
        st.session_state.pop("event", None)


filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
st.title("Network", anchor=False)
day_said = f" as it stood on **{day_words(filters.on)}**" if filters.on else \
    " of all times; set **True on** to see one day"
st.markdown(f"Persons, cohorts and groups, their oaths and memberships{day_said}.")
say_counts(query.select_events(tables, filters), filters)
spells = atlas.once(("spells", filters), lambda: query.select_allegiances(tables, filters))
relations = atlas.once(("relations", filters), lambda: query.select_relations(tables, filters))

chosen = st.session_state.get("event") or st.session_state.get("actor")
figure_column, panel = st.columns(beside(chosen), gap="medium")
with figure_column:
    if spells.empty and relations.empty:
        draw_empty(filters, "allegiances")
    else:
        look = atlas.theme()
        network = atlas.once(("network", filters), lambda: draw_network(
            spells, relations, tables, atlas.colours(), atlas.positions(), look))
        clicked = draw_mounted_network(
            network, "network", f"Network of {len(network.nodes)} actors and {len(network.edges)} ties",
            st.session_state.get("actor"), look.name == "dark")
        if clicked and (clicked != st.session_state.get("actor") or st.session_state.get("event")):
            st.session_state["actor"] = clicked
            st.session_state.pop("event", None)
            st.rerun()
        st.caption("Click a node, or choose a row of the table below, to see what is behind it. Circle: person. "
                   "Hexagon: cohort, larger for more people. Box: group. Colour: the group stood with. Solid line: "
                   "stands; dotted: stood when last heard of; short dashes: uncertain on that day; long dashes: "
                   "former. **?** on a line: disputed. Grey lines: how groups relate.")
with panel:
    if st.session_state.get("event") or st.session_state.get("actor"):
        draw_evidence(tables, filters)

st.markdown("#### As a table")
st.session_state["_spell_order"] = spells["actor_id"].tolist()
table = spell_table(spells)
st.dataframe(table, hide_index=True, key="spell_table", alt="Allegiances; choose a row to open the person",
             on_select=choose_actor, selection_mode="single-row")
draw_download(table, "bayah-allegiances.csv", "spells_download")
