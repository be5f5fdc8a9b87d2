"""The network: who stood with whom, as it stood on a day."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from bayah import query
from bayah.dates import day_words, span_words
from bayah.figures.network import STANDING_WORDS, draw_network
from bayah.query import Filters
from pages.shared import atlas
from pages.shared.components import (
    beside,
    day,
    draw_download,
    draw_empty,
    draw_mounted_network,
    end_known,
    ended,
    say_counts,
)
from pages.shared.evidence import draw_evidence

HOLDING_WORDS = {"held": "holds it", "presumed": "held it when last heard of",
                 "uncertain": "may hold it (uncertain start or end)", "former": "held it",
                 "not_yet": "not told to hold it yet"}


def spell_table(spells: pd.DataFrame) -> pd.DataFrame:
    """Spells as a reader's table."""
    return pd.DataFrame({
        "Who": spells["actor_name"],
        "How": spells["standing"].map(STANDING_WORDS),
        "Group": spells["group_name"],
        "Role": spells["role"].fillna("").str.replace(";", ", "),
        "Begun": [span_words(day(s.start_earliest), day(s.start_latest)) for s in spells.itertuples()],
        "Ended": [ended(s) for s in spells.itertuples()],
        "How known": [end_known(s) for s in spells.itertuples()],
        "Last evidence": spells["last_evidence_date"].dt.strftime("%Y-%m-%d"),
        "Disputed": spells["is_contested"],
    })


def office_table(terms: pd.DataFrame, on_a_day: bool) -> pd.DataFrame:
    """Terms of office as a reader's table."""
    words = HOLDING_WORDS if on_a_day else HOLDING_WORDS | {"held": "no end told"}
    return pd.DataFrame({
        "Group": terms["group_name"],
        "Office": terms["role"],
        "Place": terms["position"],
        "Who": terms["actor_name"],
        "Standing": terms["standing"].map(words),
        "Begun": [span_words(day(t.start_earliest), day(t.start_latest)) for t in terms.itertuples()],
        "Ended": [ended(t) for t in terms.itertuples()],
        "How known": [end_known(t) for t in terms.itertuples()],
        "Disputed": terms["is_contested"],
    })


def by_line(terms: pd.DataFrame) -> pd.DataFrame:
    """Terms with the offices first that two or more are told to have held."""
    holders = terms.groupby(["group_id", "role"])["actor_id"].transform("nunique")
    return terms.assign(alone=holders < 2).sort_values(
        ["alone", "group_name", "role", "position"], ignore_index=True).drop(columns="alone")


def choose_actor(table: str) -> None:
    """A row of a table opens what a click on the node opens."""
    if rows := st.session_state[f"{table}_table"]["selection"]["rows"]:
        st.session_state["actor"] = st.session_state[f"_{table}_order"][rows[0]]
        st.session_state.pop("event", None)


def draw_offices(terms: pd.DataFrame) -> None:
    """Who held which office, in order."""
    st.markdown("#### Offices and who held them")
    if terms.empty:
        st.markdown("No office is told of in this view.")
        return
    st.caption("Each office of a group with its holders in order; offices with two or more holders first. Whom nobody "
               "tells of is missing from the line. Choose a row to see what is behind it.")
    st.session_state["_office_order"] = terms["actor_id"].tolist()
    offices = office_table(terms, filters.on is not None)
    st.dataframe(offices, hide_index=True, key="office_table", alt="Offices; choose a row to open who held it",
                 on_select=lambda: choose_actor("office"), selection_mode="single-row",
                 column_config={"Place": st.column_config.NumberColumn(width=60)})
    draw_download(offices, "bayah-offices.csv", "offices_download")


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
             on_select=lambda: choose_actor("spell"), selection_mode="single-row")
draw_download(table, "bayah-allegiances.csv", "spells_download")
draw_offices(by_line(atlas.once(("offices", filters), lambda: query.select_successions(tables, filters))))
