"""The button that cites the view: its reference in four forms, to copy and as files, and the lines that embed it.

Reads the session's state, from which the address of the view is made, too. Draws.
"""

from __future__ import annotations

import html
from datetime import date

import streamlit as st

from bayah import cite
from bayah.provinces import MEASURES
from bayah.query import Filters
from pages.shared import atlas
from pages.shared.address import OF_PAGE, default, link_of
from pages.shared.embedding import FIGURES, embedded_link
from pages.shared.filters import say_filters

_ROWS = {"event": ("events", "event_id", "label"), "actor": ("actors", "actor_id", "name"),
         "place": ("places", "place_id", "name"), "article": ("sources", "source_id", "title"),
         "dispute": ("disputes", "dispute_id", "question")}
"""What can be chosen on a page, with the table and the column that name it."""


def draw_cite(filters: Filters, page: str, title: str) -> None:
    """The button, and behind it the reference of the view that is shown."""
    with st.popover("Cite", key="cite", icon=":material/format_quote:", on_change="rerun") as popover:
        if not popover.open:
            return
        view = cite.View(atlas.work(), say_view(filters, page, title), link_of(filters, page), atlas.version(),
                         date.today(), filters.known)
        st.caption("This very view: the filters, the day of knowledge and the version of the data stand in it. What it "
                   "shows rests on articles; cite those too, from their claims.")
        forms = {"APA": (cite.apa(view), ""), "BibTeX": (cite.bibtex(view), "bib"), "RIS": (cite.ris(view), "ris"),
                 "CSL-JSON": (cite.csl_json(view), "json")}
        names = [*forms, *(["Embed"] if page in FIGURES else [])]
        for name, tab in zip(names, st.tabs(names), strict=True):
            with tab:
                if name == "Embed":
                    _draw_embed(view)
                else:
                    _draw_form(name, *forms[name], view.key)


def _draw_form(name: str, text: str, ending: str, key: str) -> None:
    st.code(text, language=None, wrap_lines=True, height=220 if ending else "content")
    if ending:
        st.download_button(f"Download (.{ending})", text, file_name=f"{key}.{ending}", key=f"cite_{ending}",
                           mime="application/json" if ending == "json" else "text/plain", on_click="ignore",
                           icon=":material/download:")


def _draw_embed(view: cite.View) -> None:
    address, title = html.escape(embedded_link(view.link)), html.escape(f"{view.work.title}. {view.title}")
    st.code(f'<iframe src="{address}" title="{title}" width="100%" height="700" style="border: 0"></iframe>',
            language=None, wrap_lines=True)
    st.caption("Puts the figure alone into a page of yours, with a line that leads back here.")


def say_view(filters: Filters, page: str, title: str) -> str:
    """What the view shows, in one line: the page, what is chosen on it, the filters; not the day of knowledge."""
    state, known = st.session_state, atlas.view(filters)
    parts = []
    if page == "map":
        parts.append(MEASURES[state.get("measure") or default("measure")].label)
    for name, (table, key, column) in _ROWS.items():
        if name in OF_PAGE.get(page, ()) and state.get(name):
            rows = known[table]
            parts += rows.loc[rows[key] == state[name], column].head(1).tolist()
    if page == "search" and state.get("q"):
        parts.append(f"“{state['q']}”")
    if said := say_filters(filters.without("known")):
        parts.append(said)
    return " ".join(f"{title}{': ' if parts else ''}{'; '.join(parts)}".split())
