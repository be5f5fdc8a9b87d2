"""The search box of the frame: on every page, by mouse or by the key `/`; what is asked is answered on the page of it.

Reads and sets the session's `q`. Turns to the page of the search.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from bayah.query import Filters, write_filters
from bayah.search import LONGEST, cleaned

SEARCH = "pages/explore/search.py"
_HERE = Path(__file__).resolve().parent


@st.cache_resource(show_spinner=False)
def _key_component() -> Any:
    return st.components.v2.component(
        "search_key", html="<span></span>", js=(_HERE / "search_key.js").read_text(encoding="utf-8"))


def draw_search_box(filters: Filters, page: str) -> None:
    """The box; `page` is the one that is shown. Away from the search it is empty, for any word to be asked anew."""
    state = st.session_state
    is_here = page == "search"
    asked = state.pop("_asked", "")
    if asked and not is_here:
        st.switch_page(SEARCH, query_params={**write_filters(filters), "q": asked})
    state["q"] = cleaned(state.get("q") or "") if is_here else ""
    with st.container(key="search_box", width=330):
        st.text_input("Search the atlas", key="q", type="search", on_change=_ask, max_chars=LONGEST,
                      live="350ms" if is_here else False, label_visibility="collapsed",
                      placeholder="Search people, places, claims  ( / )")
    with st.container(key="search_key"):
        _key_component()(key="search_key_listener", width="content", height="content")


def _ask() -> None:
    state = st.session_state
    state["_asked"] = cleaned(state["q"])
    state.pop("among", None)  # of which kind was shown belongs to the search before
