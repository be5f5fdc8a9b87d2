"""The sources: each article, how its date is known, and its claims paragraph by paragraph."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from bayah.dates import edtf_words
from bayah.query import Filters
from pages.shared import atlas
from pages.shared.components import draw_download, draw_empty
from pages.shared.evidence import draw_evidence
from pages.shared.text import markdown

BASIS = {"stated": "stated in the article", "address": "from the address", "context": "from what the text speaks of",
         "estimated": "estimated"}


def choose_article() -> None:
    """A row of the list opens the article."""
    rows = st.session_state["source_table"]["selection"]["rows"]
    if rows:
        st.session_state["article"] = st.session_state["_source_order"][rows[0]]


def draw_article(source: Any, claims: pd.DataFrame) -> None:
    """One article: what is known of it, and its claims in their order."""
    st.markdown(f"#### {markdown(source.title)}")
    authors = source.authors.replace(";", ", ") if isinstance(source.authors, str) else "author not given"
    link = f" [At the publisher]({source.url})" if isinstance(source.url, str) else " Address not known."
    st.markdown(f"{markdown(authors)}, **{markdown(source.publisher)}**, {edtf_words(source.published)} "
                f"({BASIS[source.published_basis]}).{link}")
    note = f"  \n{markdown(source.note)}" if isinstance(source.note, str) else ""
    st.caption(markdown(source.published_note) + note)
    mine = claims[claims["source_id"] == source.source_id].reset_index(drop=True)
    table = mine[["paragraph", "kind", "summary", "date", "asserted_by", "modality", "event_id"]].set_axis(
        ["Paragraph", "Kind", "Claim", "Date", "Said by", "How", "Event"], axis=1)

    def choose_claim() -> None:
        if rows := st.session_state["claim_table"]["selection"]["rows"]:
            st.session_state["event"] = mine.at[rows[0], "event_id"]

    st.dataframe(table, hide_index=True, key="claim_table", alt="Claims of the article",
                 on_select=choose_claim, selection_mode="single-row",
                 height=520, column_config={"Claim": st.column_config.TextColumn(width="large")})
    draw_download(mine, f"{source.source_id}.csv", "claims_download")


filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
st.title("Sources", anchor=False)
sources, claims = tables["sources"].sort_values("known_date", ignore_index=True), tables["claims"]
if filters.source:
    sources = sources[sources["source_id"].isin(filters.source)].reset_index(drop=True)
st.caption(f"**{len(sources)} of {len(atlas.tables(filters.drafts)['sources'])}** articles"
           + (", those published by the day set under *Known by*" if filters.known else "")
           + ". The filters for source and for what was known apply here; an article is always shown whole.")
if sources.empty:
    draw_empty(filters, "articles")
else:
    st.session_state["_source_order"] = sources["source_id"].tolist()
    counts = claims["source_id"].value_counts()
    st.dataframe(
        pd.DataFrame({
            "Title": sources["title"], "Publisher": sources["publisher"], "Published": sources["published"],
            "Date known": sources["published_basis"].map(BASIS), "Genre": sources["genre"],
            "Claims": sources["source_id"].map(counts).fillna(0).astype(int),
        }), hide_index=True, key="source_table", alt="Articles", on_select=choose_article, selection_mode="single-row",
        column_config={"Title": st.column_config.TextColumn(width="large")})
    article = st.session_state.get("article")
    chosen = sources[sources["source_id"] == article]
    left, right = st.columns([7, 4], gap="medium")
    with left:
        draw_article(next((chosen if len(chosen) else sources).itertuples()), claims)
    with right:
        draw_evidence(tables, filters, "#### Nothing chosen\nChoose a claim to see its event, and what other articles "
                      "say of it.")
