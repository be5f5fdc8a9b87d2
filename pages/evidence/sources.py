"""The sources: what each article gives to the atlas; and one of them whole, its claims paragraph by paragraph."""

from __future__ import annotations

import streamlit as st

from bayah.query import Filters
from pages.shared import atlas
from pages.shared.article import draw_article, draw_articles
from pages.shared.components import beside, draw_empty
from pages.shared.evidence import draw_evidence
from pages.shared.reporting import offer


def leave_article() -> None:
    """Back to all articles."""
    for name in ("article", "event", "actor"):
        st.session_state.pop(name, None)


filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
st.title("Sources", anchor=False)
sources = tables["sources"].sort_values(["known_date", "source_id"], ignore_index=True)
if filters.source:
    sources = sources[sources["source_id"].isin(filters.source)].reset_index(drop=True)
article_id, event_id = st.session_state.get("article"), st.session_state.get("event")
chosen = tables["sources"][tables["sources"]["source_id"] == article_id]
if article_id and chosen.empty:
    st.warning("The link names an article that the atlas does not hold, or that had **not yet appeared** on the day "
               "set under *Known by*.", icon=":material/link_off:")
if len(chosen):
    st.button("All articles", key="leave_article", on_click=leave_article, type="tertiary",
              icon=":material/arrow_back:")
else:
    st.caption(f"**{len(sources)} of {len(atlas.tables(filters.drafts)['sources'])}** articles"
               + (", those published by the day set under *Known by*" if filters.known else "")
               + ". The filters for source and for what was known apply here; an article is always shown whole.")
own = (article_id,) if len(chosen) else filters.source
offer(tuple, Filters(source=own, known=filters.known, drafts=filters.drafts))
if sources.empty and chosen.empty:
    draw_empty(filters, "articles")
else:
    left, right = st.columns(beside(event_id), gap="medium")
    with left:
        if len(chosen):
            draw_article(tables, filters, next(chosen.itertuples()))
        else:
            draw_articles(tables, sources)
    with right:
        if event_id:
            draw_evidence(tables, filters)
