"""The pile: drafts that wait, those under review and published, and an article given to be drafted.

Reads `seeds/drafts` and what is pasted or uploaded. Draws; writes a draft and, where git does not look, the text that
it points to.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st

from bayah.build import build
from bayah.model import BayahError
from bayah.review import select_waiting
from pages.desk.session import ROOT, TEXTS, hush, mine
from pages.shared.text import markdown

_SUFFIXES = ["txt", "md", "html", "htm", "pdf", "docx"]
_LARGEST = 20
"""Megabytes that an uploaded article may have."""
_LONGEST = 1_000_000
"""Characters that a pasted article may have."""
_MOST = 500


def draw_pile() -> None:
    """All drafts, and the way to a new one."""
    st.title("Desk", anchor=False)
    st.markdown("What the machine drafted, for a person to accept, mend or reject. Nothing of it is in the atlas until "
                "it is published here.")
    rows = list(select_waiting(ROOT))
    _draw_drafts(pd.DataFrame([vars(row) for row in rows[:_MOST]]), len(rows))
    _draw_new()
    st.button("Build the tables, so that the dashboard's drafts are these", key="desk_build", on_click=_build,
              help="`Show machine drafts` in the filters shows the drafts of the last build.")


def _build() -> None:
    hush()
    try:
        built = build(ROOT)
    except (BayahError, OSError) as error:
        mine().refused = str(error)
    else:
        left = f" {len(built.left_out)} unsound claims or drafts were left out." if built.left_out else ""
        mine().done = f"Built.{left}"


def _draw_drafts(drafts: pd.DataFrame, n_all: int) -> None:
    if drafts.empty:
        st.info("No draft waits. Paste or upload an article below, or run `bayah draft` over a folder.")
        return
    waiting = drafts[drafts["n_decided"] < drafts["n_claims"]]
    st.markdown(f"**{len(waiting):,}** of {n_all:,} drafts wait for decisions.")
    ordered = pd.concat([waiting, drafts.drop(waiting.index)], ignore_index=True)
    for row in ordered.itertuples():
        with st.container(horizontal=True, vertical_alignment="center", key=f"desk_row_{row.source_id}"):
            st.button(markdown(row.source_id), key=f"desk_open_{row.source_id}", on_click=_open, args=(row.source_id,),
                      type="tertiary", icon=":material/edit_note:")
            left = row.n_claims - row.n_decided
            st.caption(f"{left} of {row.n_claims} claims wait" if left else f"all {row.n_claims} decided",
                       width="content")
            if row.n_published:
                st.caption(f":material/check_circle: {row.n_published} published", width="content")
    if n_all > _MOST:
        st.caption(f"The first {_MOST:,} by id. Others open by their address: `desk?draft=<source_id>`.")


def _open(source_id: str) -> None:
    hush()
    st.query_params.from_dict({"draft": source_id})  # at once, for Streamlit may break off between two


def _draw_new() -> None:
    with st.container(border=True, key="desk_new"):
        st.markdown("#### Draft an article")
        pasted, uploaded = st.tabs(["Paste its text", "Upload a file"])
        with pasted:
            text = st.text_area("Text, with a blank line between paragraphs", key="desk_text", height=200,
                                max_chars=_LONGEST)
        with uploaded:
            file = st.file_uploader("Text, Markdown, HTML, PDF or Word", _SUFFIXES, key="desk_file",
                                    max_upload_size=_LARGEST)
        left, right = st.columns(2)
        given = {
            "title": left.text_input("Title", key="desk_title", help="Empty: as the file says"),
            "published": right.text_input("Published (EDTF)", key="desk_published", placeholder="2015-05-08",
                                          help="Dates such as \u201clast week\u201d are worked out from it"),
            "publisher": left.text_input("Publisher", key="desk_publisher"),
            "url": right.text_input("Address", key="desk_url", placeholder="https://")}
        if st.button("Draft it", key="desk_draft", type="primary", icon=":material/edit_note:"):
            _draft(text, file, {name: value.strip() for name, value in given.items()})


def _draft(text: str, file: Any, given: dict[str, str]) -> None:
    # Loads spaCy, which the other pages do without.
    from pages.desk.drafting import draft_article

    if not (file or text.strip()):
        st.error("There is no text yet: paste one, or upload a file.")
        return
    # Of the name of a file only its last part counts, and of that only the ending is used.
    name = PurePath(file.name.replace("\\", "/")) if file else PurePath("pasted.txt")
    try:
        with st.spinner("Drafting …"):
            raw = file.getvalue() if file else text.encode()
            source_id = draft_article(name.stem, name.suffix, raw, given, ROOT, TEXTS)
    except (BayahError, ValueError, OSError) as error:
        st.error(markdown(str(error)))
        return
    _open(source_id)
    st.rerun()
