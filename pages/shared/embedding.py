"""A view inside another page (`?embed=true`): the figure alone, with a line that leads to the whole view.

Reads what Streamlit says of the window. Streamlit leaves out its own bars; a style sheet leaves out all that is no
figure, so that no page has to know.
"""

from __future__ import annotations

import html
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from bayah.query import Filters
from pages.shared import atlas
from pages.shared.address import link_of
from pages.shared.filters import say_filters

FIGURES = ("", "map", "network", "flows", "timeline")
"""The pages that have a figure to embed; of the others the whole page stands in the frame."""
_HERE = Path(__file__).resolve().parent


def is_embedded() -> bool:
    """Whether the window shows the view inside another page."""
    return bool(st.context.is_embedded)


def embedded_link(address: str) -> str:
    """The address of a view as one to embed."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, "embed=true")))))


def leave_out(page: str) -> None:
    """Take the frame away, and all of the page that is no figure."""
    if is_embedded():
        st.html(_HERE / "embedded.css")
        if page in FIGURES:
            st.html(_HERE / "figure_alone.css")


def draw_way_back(filters: Filters, page: str) -> None:
    """The line under an embedded view: what it is, of which data, and the whole view in a window of its own."""
    if is_embedded():
        said = say_filters(filters) or "the whole atlas, as known today"
        # In a frame the server is told another address than the frame's own; what follows `?` the browser completes.
        whole = f"?{urlsplit(link_of(filters, page)).query}"
        with st.container(key="way_back"):
            st.html(f'<p>Bayah, data version {html.escape(atlas.version())}: {html.escape(said)}. '
                    f'<a href="{html.escape(whole)}" target="_blank" rel="noopener">Open the full view</a></p>')
