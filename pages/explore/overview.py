"""The overview: what the data say, how complete they are, who went where, and where to begin."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from bayah import flows, query
from bayah.figures.flows import draw_flows, people_words
from bayah.figures.look import LIGHT, counted
from bayah.figures.printed import print_figure
from bayah.query import Filters
from bayah.report import Picture
from bayah.stories import select_stories
from pages.shared import atlas
from pages.shared.components import draw_download, draw_empty, say_counts
from pages.shared.disputes import PAGE as DISPUTES
from pages.shared.event import draw_event_list
from pages.shared.evidence import draw_evidence
from pages.shared.plot import as_data, mount_plots
from pages.shared.reporting import offer
from pages.shared.story import STORIES, draw_way_in

FLOW_SIGNS = ("Left: the group that was left. Right: the group joined. Width: number of events that name both sides; "
              "dashed and pale: something of it is disputed.")


def draw_metrics(tables: dict[str, pd.DataFrame], events: pd.DataFrame) -> None:
    """Six figures that say how much there is in the view."""
    claims = tables["claims"]
    claims = claims[claims["event_id"].isin(events["event_id"])]
    actors = tables["event_actors"].merge(tables["actors"], on="actor_id")
    actors = actors[actors["event_id"].isin(events["event_id"])].drop_duplicates("actor_id")
    numbers = {
        "Events": len(events), "Claims": len(claims), "Sources": claims["source_id"].nunique(),
        "Named persons": int((actors["actor_type"] == "person").sum()),
        "Groups": int((actors["actor_type"] == "group").sum()),
        "Disputed events": int(events["is_contested"].sum()),
    }
    with st.container(horizontal=True, key="metrics"):
        for name, number in numbers.items():
            st.metric(name, f"{number:,}", width=120)


def draw_doors() -> None:
    """Ways in: the stories, each told on views that show what the atlas can do."""
    doors = select_stories(tables)
    if doors.empty:
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.markdown("#### Begin here: short tours", width="content")
        st.page_link(STORIES, label="What each of them tells", icon=":material/menu_book:")
    columns = st.columns(len(doors))
    for column, story in zip(columns, doors.itertuples(), strict=True):
        with column.container(border=True, height="stretch"):
            draw_way_in(tables, story)


def open_flow(chosen: str) -> None:
    """A stream leads to its events, on the page of flows."""
    st.session_state["_flow"] = chosen


def draw_flow_part(tables: dict[str, pd.DataFrame], filters: Filters) -> None:
    """Who left which group for which."""
    st.markdown("#### Who went where")
    rows = atlas.once(("flows", filters), lambda: flows.select_flows(tables, filters))
    if rows.empty:
        draw_empty(filters, "changes of side")
        return
    figure = atlas.once(("overview flows", filters), lambda: as_data(
        draw_flows(rows, atlas.colours(), atlas.theme())))
    mount_plots([(figure, f"Flows between groups: {counted(len(rows), 'pair')}; the table below has the numbers")],
                "overview_figure", "Flows between groups", filters, open_flow)
    st.caption(f"{FLOW_SIGNS} Click a stream to see its events.")
    table = pd.DataFrame({
        "From": rows["from_group"], "To": rows["to_group"], "Events": rows["n_events"],
        "People": [people_words(flow.people_min, flow.people_max) for flow in rows.itertuples()],
        "Disputed": rows["n_contested"],
    })
    offer(lambda: [Picture("Who went where", print_figure(
        draw_flows(rows, atlas.colours(), LIGHT), "Flows between groups"), FLOW_SIGNS, table)])
    with st.expander("As a table"):
        st.dataframe(table, hide_index=True, alt="Flows between groups")
        draw_download(table, "bayah-flows.csv", "flows_download")


if chosen_flow := st.session_state.pop("_flow", None):
    st.session_state["flow"] = chosen_flow
    st.switch_page("pages/explore/flows.py")
filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
selection = query.select_events(tables, filters)
st.title("Bayah, the atlas of allegiances", anchor=False)
st.markdown("Who swore allegiance to whom, who broke that oath, where and when, among the Afghan Taliban, the TTP, "
            "Islamic State Khorasan and their neighbours. Every mark leads back to a claim, a paragraph and an "
            "article; what the sources dispute is shown as disputed.")
draw_metrics(tables, selection.events)
say_counts(selection, filters)
draw_doors()
left, right = st.columns([7, 4], gap="medium")
with left:
    draw_flow_part(tables, filters)
with right:
    if st.session_state.get("event"):
        draw_evidence(tables, filters)
    else:
        st.markdown("#### In dispute")
        st.caption("Claims that cannot all be true, or that someone denies or doubts. Choose one to see its sides.")
        st.page_link(DISPUTES, label="All disputes, side by side", icon=":material/balance:",
                     query_params=query.write_filters(filters))
        contested = selection.events[selection.events["is_contested"]]
        if contested.empty:
            st.markdown("Nothing in this view is disputed.")
        else:
            with st.container(height=420, border=False):
                draw_event_list(contested)
            draw_download(contested, "bayah-disputed.csv", "disputed_download")
st.markdown("#### How complete it is")
complete = query.completeness(tables, selection.events)
st.dataframe(
    complete.assign(share=complete["share"] * 100).set_axis(["Events", "Number", "Share"], axis=1), hide_index=True,
    alt="How complete the events are",
    column_config={"Share": st.column_config.ProgressColumn(format="%.0f%%", min_value=0, max_value=100)})
st.caption("Few articles, all in English: the atlas shows what they tell, not all that happened. More under "
           "*Method and data*.")
