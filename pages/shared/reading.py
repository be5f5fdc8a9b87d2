"""The paragraph that a claim rests on: opened in place where the text is at hand, else the way to the publisher.

Reads rows of `query.select_claims` and the texts of `pages.shared.texts`. Draws; how far the reader went before and
after the paragraph stands in the session's state.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

import streamlit as st

from bayah.model import TextError
from bayah.query import Filters, write_filters
from bayah.texts import Paragraph, Range, cut_at_marks, find_evidence, paragraph_range, split_paragraphs
from pages.shared import texts
from pages.shared.text import markdown

SOURCES = "pages/evidence/sources.py"
BASIS_WORDS = {
    "span": "Marked: the words that were noted when the claim was coded.",
    "names": "Marked: the sentences that hold most of the claim's names. The coding names the paragraph, not the "
             "sentence.",
    "paragraph": "Nothing is marked: no sentence holds the claim's names. The coding names the paragraph as a whole.",
}


def draw_reading(claim: Any, filters: Filters, place: str = "") -> None:
    """The way from a claim to its paragraph; `place` tells apart two of the same claim on one page."""
    if not texts.is_served():
        _draw_publisher(claim)
        return
    key = f"read_{place}{claim.claim_id}"
    told = f"Read paragraph {claim.paragraph} of the article"
    with st.expander(markdown(told), key=key, on_change="rerun", icon=":material/menu_book:") as opened:
        if opened.open:
            _draw_text(claim, filters, key)


def _draw_publisher(claim: Any) -> None:
    """Where the text can be read, if the dashboard has no copy."""
    if isinstance(claim.url, str) and claim.url.startswith(("http://", "https://")):
        st.link_button("Read the article at the publisher", claim.url, type="tertiary", icon=":material/open_in_new:",
                       key=f"publisher_{claim.claim_id}")
    else:
        st.caption("No address at the publisher is known.")


def _draw_text(claim: Any, filters: Filters, key: str) -> None:
    try:
        text = texts.text_of(claim.text_sha256)
    except TextError as error:
        st.warning(markdown(str(error)), icon=":material/folder_off:")
        return
    if text is None:
        st.caption("The folder of texts holds no file with the bytes that were coded from "
                   f"(SHA-256 `{claim.text_sha256[:12]}…`).")
        _draw_publisher(claim)
        return
    paragraphs = split_paragraphs(text)
    first, last = paragraph_range(claim.paragraph)
    passage = [paragraph for paragraph in paragraphs if first <= paragraph.number <= last]
    if not passage:
        st.caption(f"The text has {len(paragraphs)} paragraphs; the claim names paragraph {claim.paragraph}.")
        return
    evidence = find_evidence(claim, passage, claim.language)
    before, after = st.session_state.get(f"{key}_reach", (0, 0))
    shown = [paragraph for paragraph in paragraphs if first - before <= paragraph.number <= last + after]
    _draw_step(key, "before", first - before > 1)
    st.html(passage_html(shown, (first, last), evidence.marks, claim.language))
    _draw_step(key, "after", last + after < len(paragraphs))
    st.caption(f"{BASIS_WORDS[evidence.basis]} The text is the publisher's, and comes from the folder of whoever runs "
               "this dashboard.")
    if st.session_state.get("_page") != "sources":
        st.page_link(SOURCES, label="All that was coded of this article", icon=":material/article:",
                     query_params={**write_filters(filters), "article": claim.source_id})


def _draw_step(key: str, way: str, is_more: bool) -> None:
    """The button that adds the next paragraph on one side."""
    if is_more:
        icon = "keyboard_arrow_up" if way == "before" else "keyboard_arrow_down"
        st.button(f"The paragraph {way}", key=f"{key}_{way}", type="tertiary", icon=f":material/{icon}:",
                  on_click=_reach, args=(key, way))


def _reach(key: str, way: str) -> None:
    before, after = st.session_state.get(f"{key}_reach", (0, 0))
    st.session_state[f"{key}_reach"] = (before + 1, after) if way == "before" else (before, after + 1)


def passage_html(shown: Iterable[Paragraph], own: Range, marks: Iterable[Range], language: str) -> str:
    """Paragraphs with their numbers, those of the claim set off, their evidence marked; all of it escaped."""
    ranges = list(marks)
    parts = []
    for paragraph in shown:
        kind = "own" if own[0] <= paragraph.number <= own[1] else "near"
        words = "".join(f"<mark>{html.escape(text)}</mark>" if is_evidence else html.escape(text)
                        for text, is_evidence in cut_at_marks(paragraph, ranges if kind == "own" else ()))
        parts.append(f'<p class="{kind}"><span class="number">{paragraph.number}</span>'
                     f'<bdi dir="auto">{words}</bdi></p>')
    return f'<div class="passage" lang="{html.escape(language)}">{"".join(parts)}</div>'
