"""Flows: who went where, by period, by events and by people, and why."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from bayah import flows, query
from bayah.figures.flows import draw_flows, draw_matrix, draw_periods, motive_words, people_words
from bayah.figures.look import LIGHT, Theme, counted
from bayah.figures.printed import print_figure
from bayah.periods import STEPS
from bayah.provinces import turned_back
from bayah.query import Filters
from bayah.report import Picture
from pages.shared import atlas
from pages.shared.address import default
from pages.shared.components import beside, draw_download, draw_empty, draw_event_table, say_counts
from pages.shared.event import draw_event_list
from pages.shared.evidence import draw_evidence
from pages.shared.plot import Figure, as_data, mount_plots
from pages.shared.reporting import offer
from pages.shared.slider import Slider
from pages.shared.text import markdown

DRAWN = {"sankey": "Streams", "matrix": "Matrix", "periods": "Through time"}
COUNTS = {"events": "Events", "people": "People, at least"}
TURNS = {"window": "In a period", "upto": "Up to its end", "known": "As known then"}
SAID = {
    "sankey": "Left: the group that was left. Right: the group joined.",
    "matrix": "Down: the group that was left. Across: the group joined.",
    "periods": "Across: when. 2–5: so many surely, so many perhaps in that time (pale: none surely); an event that is "
               "dated to a span can lie in several.",
}
SIGNS = ("Colour: the group joined. Dashed and pale, or a ? in a square: something of it is disputed. Numbers of "
         "people are least numbers, since most articles give none; who is told of in several events counts once.")


def kept(key: str, known: Collection[str]) -> str:
    """What a control is set to; what another page has chosen and this one does not know falls back."""
    if st.session_state.get(key) not in known:
        st.session_state[key] = default(key)
    return str(st.session_state[key])


def choose(key: str, label: str, words: dict[str, str]) -> str:
    """One of the controls about the figure."""
    kept(key, words)
    return str(st.segmented_control(label, list(words), key=key, format_func=words.__getitem__, required=True))


def open_flow(chosen: str) -> None:
    """A stream, a square or a row opens the events behind it."""
    st.session_state["flow"] = chosen
    for other in ("event", "actor"):
        st.session_state.pop(other, None)


def chosen_flow() -> tuple[tuple[str, str], str] | None:
    """The two groups of the chosen flow, and its period if one was chosen."""
    pair = tuple(st.session_state.get("flow", "").split(",", 2))
    if len(pair) < 2:
        return None
    return (pair[0], pair[1]), pair[2] if len(pair) == 3 else ""


def draw_flow(pair: tuple[str, str], period: str) -> None:
    """The events of one flow, with its numbers and motives."""
    rows = flows.of_flow(crossings, pair)
    named = periods[periods["name"] == period]
    if period and len(named):
        rows = flows.within(rows, named["first"].iloc[0], named["last"].iloc[0])
    called = atlas.names()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="top"):
        st.markdown(f"#### {' to '.join(markdown(called.get(group, group)) for group in pair)}", width="stretch")
        st.button("Close", key="close_flow", on_click=lambda: st.session_state.pop("flow", None), type="tertiary",
                  width="content", icon=":material/close:")
    if rows.empty:
        st.markdown("Nobody is told to have gone this way in this view.")
        return
    (flow,) = flows.count_flows(rows).itertuples()
    when = f"**{markdown(period)}:** " if len(named) else ""
    disputed = f", {flow.n_contested:,} disputed" if flow.n_contested else ""
    st.markdown(f"{when}{counted(flow.n_events, 'event')}{disputed}; {people_words(flow.people_min, flow.people_max)}."
                + (f" Why, as it is told: {motive_words(flow.motives)}." if flow.motives else ""))
    draw_event_list(rows.drop_duplicates("event_id"))


def figure_of(look: Theme, called: dict[str, str]) -> tuple[go.Figure, str]:
    """The figure that is asked for, and what it is in words; `called`: the short names of groups."""
    colours = atlas.colours()
    if drawn == "sankey":
        return draw_flows(rows, colours, look, count), f"Flows between groups: {counted(len(rows), 'pair')}"
    if drawn == "matrix":
        return draw_matrix(rows, called, colours, look, count), f"Matrix of {counted(len(rows), 'flow')} between groups"
    cells = flows.by_period(crossings, shown_periods)
    return (draw_periods(cells, rows, shown_periods, called, colours, look, count),
            f"{counted(len(rows), 'flow')} by {step}")


def figure_as_data() -> tuple[Figure, str]:
    """The figure as the browser takes it."""
    figure, words = figure_of(atlas.theme(), called)
    return as_data(figure), words


def pictures(called: dict[str, str], table: pd.DataFrame) -> list[Picture]:
    """The figure on paper."""
    figure, words = figure_of(LIGHT, called)
    return [Picture("Who left which group for which", print_figure(figure, words),
                    f"{SAID[drawn]} {SIGNS}", table)]


def flow_table() -> pd.DataFrame:
    """Flows as a reader's table."""
    return pd.DataFrame({
        "From": rows["from_group"], "To": rows["to_group"], "Events": rows["n_events"],
        "People": [people_words(flow.people_min, flow.people_max) for flow in rows.itertuples()],
        "Why, as it is told": rows["motives"].map(motive_words), "Disputed": rows["n_contested"],
    })


def choose_row() -> None:
    """A row of the table opens its flow."""
    if chosen := st.session_state["flow_table"]["selection"]["rows"]:
        open_flow(st.session_state["_flow_order"][chosen[0]])


filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
st.title("Flows", anchor=False)
st.markdown("Who left which group for which: every event that names both sides.")
say_counts(query.select_events(tables, filters), filters)
with st.container(horizontal=True, vertical_alignment="bottom"):
    drawn = choose("drawn", "Draw", DRAWN)
    count = choose("count", "By number of", COUNTS)
turn, step = kept("turn", TURNS), kept("step", STEPS)
whole = turned_back(filters, turn)
called = atlas.names() | query.short_group_names(tables)
crossings = atlas.once(("crossings", filters), lambda: flows.select_crossings(tables, filters))
periods = atlas.once(("flow periods", whole, step, turn), lambda: flows.select_periods(
    flows.select_crossings(atlas.view(whole), whole), step, turn))
shown_periods = atlas.once(("shown periods", filters, step), lambda: flows.select_periods(crossings, step))
rows = flows.count_flows(crossings)
chosen = chosen_flow()
opened = st.session_state.get("event") or st.session_state.get("actor")
figure_column, panel = st.columns(beside(chosen or opened), gap="medium")
with figure_column:
    if rows.empty:
        draw_empty(filters, "changes of side that name both sides")
    else:
        figure, words = atlas.once(("flows figure", filters, drawn, count, step), figure_as_data)
        slider = Slider(turn, step, periods)
        mount_plots([(figure, f"{words}; the table below has the numbers")], "flows_figure", "Flows between groups",
                    filters, open_flow, chosen=st.session_state.get("flow"), slider=slider)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            choose("turn", "The slider shows what happened", TURNS)
            choose("step", "By", {name: name.capitalize() for name in STEPS})
        unnumbered = int((rows["people_min"] == 0).sum())
        missing = f" {counted(unnumbered, 'flow')} without any number of people is not drawn." if (
            count == "people" and drawn == "sankey" and unnumbered) else ""
        st.caption(
            f"{SAID[drawn]} Click one to see its events. {SIGNS}{missing}")
with panel:
    if opened:
        if chosen:
            st.button("Back to the flow", key="back_to_flow", type="tertiary", icon=":material/arrow_back:",
                      on_click=lambda: [st.session_state.pop(name, None) for name in ("event", "actor")])
        draw_evidence(tables, filters)
    elif chosen:
        with st.container(border=True, key="flow_panel"):
            draw_flow(*chosen)

if not rows.empty:
    st.markdown("#### As a table")
    st.session_state["_flow_order"] = (rows["from_group_id"] + "," + rows["to_group_id"]).tolist()
    table = flow_table()
    offer(lambda: pictures(called, table))
    st.dataframe(table, hide_index=True, key="flow_table", alt="Flows; choose a row to see its events",
                 on_select=choose_row, selection_mode="single-row")
    draw_download(table, "bayah-flows.csv", "flows_download")
    st.markdown("#### Why they went, as it is told")
    st.caption("Motives that a claim of an event gives. An event can give several; a motive is what somebody says, "
               "often the side that gained.")
    motives = flows.count_motives(crossings)
    table = pd.DataFrame({
        "Motive": motives["motive"].map(motive_words).replace("", "not told"), "Events": motives["n_events"],
        "Disputed": motives["n_contested"], "Flows": motives["flows"]})
    st.dataframe(table, hide_index=True, alt="Motives", column_config={
        "Flows": st.column_config.TextColumn(width="large")})
    draw_download(table, "bayah-motives.csv", "motives_download")
    st.markdown("#### The events")
    draw_event_table(crossings.drop_duplicates("event_id"), "flow_events")
