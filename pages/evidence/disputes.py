"""Disputes: what the sources contradict each other on, every side with its claims, and the events behind it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from bayah import query
from bayah.dates import edtf_words
from bayah.figures.look import counted
from bayah.query import Filters
from bayah.words import teller
from pages.shared import atlas
from pages.shared.address import CHOICES
from pages.shared.claims import draw_claim
from pages.shared.components import beside, draw_download, draw_empty
from pages.shared.disputes import FIELD_WORDS, field_words, open_dispute, say_basis, say_position
from pages.shared.event import draw_event_list
from pages.shared.evidence import draw_evidence
from pages.shared.text import markdown

ABREAST = 3  # sides beside each other; one less beside the evidence


def select_told(disputes: pd.DataFrame) -> pd.DataFrame:
    """The claims of these disputes, one row a side's claim, with all that a claim's words need."""
    sides = query.select_sides(tables, disputes["dispute_id"])
    claims = query.select_claims(tables, sides["event_id"])
    return sides[["dispute_id", "side", "position", "claim_id"]].merge(claims, on="claim_id")


def leave_dispute() -> None:
    """Back to all disputes."""
    for name in ("dispute", "event", "actor"):
        st.session_state.pop(name, None)


def any_field() -> None:
    """Take the filter by field off."""
    st.session_state["about"] = []


def draw_dispute(dispute: Any, sides: pd.DataFrame) -> None:
    """One dispute: what it is about, its sides beside each other, on what it rests, and its events."""
    st.markdown(f"About **{field_words(dispute.field, sides['kind'].iloc[0])}**")
    numbers, room = sorted(sides["side"].unique()), ABREAST - bool(opened)
    for first in range(0, len(numbers), room):
        abreast = numbers[first:first + room]
        for column, number in zip(st.columns(len(abreast)), abreast, strict=True):
            with column.container(border=True, height="stretch"):
                mine = sides[sides["side"] == number]
                st.caption(f"Side {number}")
                st.markdown(f"**{say_position(mine['position'].iloc[0])}**")
                for claim in mine.itertuples():
                    draw_claim(claim, border=False)
    st.caption(say_basis(dispute))
    events = tables["events"]
    events = events[events["event_id"].isin(sides["event_id"])]
    st.markdown("Choose an event to see all its claims:" if len(events) > 1 else "All claims of the event:")
    draw_event_list(events.sort_values(["date_earliest", "date_latest", "event_id"]), dispute.dispute_id)


def say_size(dispute: Any) -> str:
    """How many sides it has, told by how much, and how it was found."""
    sides = counted(dispute.n_sides, "side")
    how = "by judgement" if dispute.basis == "judgement" else "by rule"
    return f"{sides}, {counted(dispute.n_claims, 'claim')}, {counted(dispute.n_sources, 'article')}; {how}"


def draw_list(disputes: pd.DataFrame, told: pd.DataFrame) -> None:
    """All disputes, one below the other; the first stands open to show what is inside."""
    for number, dispute in enumerate(disputes.itertuples()):
        with st.expander(f"**{markdown(dispute.question)}** :small[{say_size(dispute)}]", expanded=number == 0,
                         icon=":material/balance:"):
            draw_dispute(dispute, told[told["dispute_id"] == dispute.dispute_id])
            st.button("Show only this dispute, with an address of its own", key=f"only_{dispute.dispute_id}",
                      on_click=open_dispute, args=(dispute.dispute_id,), type="tertiary", icon=":material/link:")


def draw_one(dispute: Any, told: pd.DataFrame) -> None:
    """One dispute alone, and the evidence of what was chosen in it."""
    left, right = st.columns(beside(opened), gap="medium")
    with left:
        st.button("All disputes", key="leave_dispute", on_click=leave_dispute, type="tertiary",
                  icon=":material/arrow_back:")
        st.subheader(markdown(dispute.question), anchor=False)
        st.caption(say_size(dispute).capitalize())
        draw_dispute(dispute, told)
    with right:
        if opened:
            draw_evidence(tables, filters)


def draw_table(disputes: pd.DataFrame, told: pd.DataFrame) -> None:
    """Every side's claims as rows; choosing one opens its dispute and its event."""
    rows = disputes[["dispute_id", "question", "field", "basis"]].merge(told, on="dispute_id")

    def choose() -> None:
        if chosen := st.session_state["dispute_table"]["selection"]["rows"]:
            row = rows.iloc[chosen[0]]
            open_dispute(row["dispute_id"], row["event_id"])

    table = pd.DataFrame({
        "Question": rows["question"], "Side": rows["side"], "Position": rows["position"],
        "Who says so": rows["asserted_by"].map(teller), "How": rows["modality"],
        "Claim": rows["summary"], "Publisher": rows["publisher"],
        "Published": rows["published"].map(edtf_words), "Paragraph": rows["paragraph"],
        "About": rows["field"].map(FIELD_WORDS), "Found": rows["basis"],
    })
    st.markdown("#### As a table")
    st.dataframe(table, hide_index=True, key="dispute_table", on_select=choose, selection_mode="single-row",
                 alt="Claims of each side; choose a row to open the dispute and the event",
                 column_config={"Question": st.column_config.TextColumn(width="medium"),
                                "Claim": st.column_config.TextColumn(width="large"),
                                "Side": st.column_config.NumberColumn(width=50)})
    links = rows[["url", "title", "claim_id", "event_id", "dispute_id"]].set_axis(
        ["Address", "Title", "claim_id", "event_id", "dispute_id"], axis=1)
    draw_download(table.join(links), "bayah-disputes.csv", "disputes_download")


def say_number(disputes: pd.DataFrame, n_all: int) -> str:
    """How many disputes there are, and how they were found."""
    rule = int((disputes["basis"] == "rule").sum())
    shown = f"{len(disputes):,} of {n_all:,}" if len(disputes) < n_all else f"{n_all:,}"
    return (f"**{shown} {'dispute' if n_all == 1 else 'disputes'}**: {rule:,} found by rule, "
            f"{len(disputes) - rule:,} by an editor's judgement.")


filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
st.title("What the sources dispute", anchor=False)
st.markdown("Questions on which the articles, or the parties that they quote, contradict each other. The atlas says "
            "who holds what; it never says who is right.")
every = tables["disputes"]
found = query.select_disputes(tables, filters)
event_id, dispute_id = st.session_state.get("event"), st.session_state.get("dispute")
opened = event_id or st.session_state.get("actor")
if event_id and not dispute_id and (of_event := query.disputes_of(tables, event_id)):
    dispute_id = of_event[0]
    st.session_state["dispute"] = dispute_id
chosen = every[every["dispute_id"] == dispute_id]
if len(chosen):
    told = select_told(chosen)
    draw_one(next(chosen.itertuples()), told)
    draw_table(chosen, told)
else:
    if dispute_id:
        st.warning("The link names a dispute that the atlas does not hold, or that was **not yet known** on the day "
                   "set under *Known by*.", icon=":material/link_off:")
    fields = {*found["field"], *st.session_state.get("about", ())}
    fields = [field for field in CHOICES["about"] if field in fields]
    about = st.multiselect("About", fields, key="about", placeholder="Any question", persist_state="page",
                           format_func=lambda field: FIELD_WORDS[field].capitalize())
    shown = found[found["field"].isin(about)] if about else found
    said = " The filters *From*, *To* and *True on* leave disputes as they are." if filters.from_ or filters.to \
        or filters.on else ""
    st.caption(say_number(shown, len(every)) + said)
    left, right = st.columns(beside(opened), gap="medium") if opened else (st.container(), st.container())
    with left, st.container(gap="xsmall"):
        if found.empty:
            draw_empty(filters.without("from_", "to", "on"), "disputes")
        elif shown.empty:
            st.markdown("No dispute of this view is about what is chosen.")
            st.button("Any question", on_click=any_field, type="primary", icon=":material/restart_alt:")
        else:
            told = select_told(shown)
            draw_list(shown, told)
    with right:
        if opened:
            draw_evidence(tables, filters)
    if len(shown):
        draw_table(shown, told)
