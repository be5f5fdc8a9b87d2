"""The address of a view: what the page shows, written into the URL and read back from it.

Reads and writes `st.query_params` and the session's state. Ids stand in the address, never labels, so that a link
outlives a renamed label (docs/decisions). What an address names that the atlas does not hold is set aside and
said on the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args
from urllib.parse import urlencode, urlsplit, urlunsplit

import pandas as pd
import streamlit as st

from bayah import search
from bayah.dates import short_bound
from bayah.model import TABLES, DisputedField
from bayah.periods import STEPS
from bayah.provinces import MEASURES
from bayah.query import Filters, current_event, read_filters, write_filters
from bayah.ties import LEGEND

OF_PAGE: dict[str, tuple[str, ...]] = {
    "": ("event",),
    "map": ("measure", "shade", "one", "other", "turn", "step", "compare", "against", "names", "zoom", "place", "actor",
            "event"),
    "province": ("actor", "event"),
    "person": ("actor", "event"),
    "group": ("actor", "event"),
    "network": ("ties", "certain", "depth", "way", "clock", "step", "actor", "event"),
    "timeline": ("lanes", "show", "states", "actor", "event"),
    "sources": ("article", "event"),
    "disputes": ("about", "dispute", "actor", "event"),
    "method": ("table",),
    "search": ("q", "among"),
}
"""Beside the filters, the parameters that each page keeps in its address."""
CHOICES: dict[str, tuple[str, ...]] = {
    "measure": tuple(MEASURES),
    "shade": ("count", "share", "balance"),
    "turn": ("window", "upto", "on", "known"),
    "step": tuple(STEPS),
    "compare": ("none", "measure", "group", "on", "known"),
    "names": ("en", "fa", "ur"),
    "lanes": ("group", "kind", "province", "source"),
    "show": ("events", "careers"),
    "states": ("false", "true"),
    "ties": tuple(LEGEND),
    "certain": ("false", "true"),
    "depth": ("all", "1", "2", "3"),
    "clock": ("on", "known"),
    "table": ("claims", *(table.name for table in TABLES if table.name != "claims")),
    "about": get_args(DisputedField),
    "among": ("all", *search.KINDS),
}
"""The values that a page's own controls take; the first is what a page shows when its address does not say."""
REPEATED = ("about", "ties")
"""Controls that take several values; without any, nothing is left out."""
FLAGS = ("states", "certain")
"""Controls that are on or off."""
_PAGE_PARAMS = tuple(dict.fromkeys(name for names in OF_PAGE.values() for name in names))
_REMEMBERED = 40


def read_address(tables: Mapping[str, pd.DataFrame], page: str) -> None:
    """Take over the address, unless it is one that this session wrote itself.

    Fast clicks can bring a rerun with an address of before the last click; taking that over would undo
    the click, so every address that we wrote is known as ours. Who turns to another page by the menu keeps the
    view; who follows a link with parameters gets the link's.
    """
    state = st.session_state
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    turned = state.get("_page") not in (None, page)
    state["_page"] = page
    ours = _frozen(params) in state.setdefault("_written", [])
    if turned and not params and not ours:  # the bare address that Streamlit notes when the page is turned
        state["_written"].append(_frozen(params))
    if (turned and not params) or (ours and not turned):
        return
    state["_written"].append(_frozen(params))
    filters, refused = read_filters(params, tables)
    put_filters(filters)
    for name in _PAGE_PARAMS:
        given = params.get(name, []) if name in OF_PAGE.get(page, ()) else []
        given = list(dict.fromkeys(given)) if name in REPEATED else given[:1]
        unknown = [value for value in given if value and name in CHOICES and value not in CHOICES[name]]
        refused += [f"{name} '{value}'" for value in unknown]
        taken = [value for value in given if value and value not in unknown]
        _put(name, [current_event(tables, value) for value in taken] if name == "event" else taken)
    state["_refused"] = refused


def keep_choices() -> None:
    """Hold on to what the controls of the other pages are set to: Streamlit drops what a run does not draw."""
    for name in CHOICES:
        if name in st.session_state and name not in OF_PAGE.get(st.session_state["_page"], ()):
            st.session_state[name] = st.session_state[name]


def _put(name: str, values: list[str]) -> None:
    """Set a page's own parameter, or take it away; a toggle holds a flag, what can be repeated a list."""
    if not values:
        st.session_state.pop(name, None)
    elif name in REPEATED:
        st.session_state[name] = values
    else:
        st.session_state[name] = values[0] == "true" if name in FLAGS else values[0]


def put_filters(filters: Filters) -> None:
    """Set every filter widget; to be called before they are drawn."""
    state = st.session_state
    for name in ("province", "group", "person", "kind", "source"):
        state[name] = list(getattr(filters, name))
    state["from"] = short_bound(filters.from_) if filters.from_ else ""
    state["to"] = short_bound(filters.to, last=True) if filters.to else ""
    state["on"], state["known"], state["drafts"] = filters.on, filters.known, filters.drafts


def params_of(filters: Filters, page: str) -> dict[str, list[str]]:
    """The parameters of the view: its filters, and what the page's own controls are set to."""
    params: dict[str, list[str]] = dict(write_filters(filters))
    for name in OF_PAGE.get(page, ()):
        value = st.session_state.get(name)
        text = str(value).lower() if isinstance(value, bool) else value
        if text and text != default(name):
            params[name] = list(text) if name in REPEATED else [text]
    return params


def link_of(filters: Filters, page: str) -> str:
    """The whole address of the view, as the reader's browser knows the server."""
    address = urlsplit(st.context.url or "http://localhost/")
    return urlunsplit(address._replace(query=urlencode(params_of(filters, page), doseq=True)))


def write_address(filters: Filters, page: str) -> None:
    """Write the view into the address, when it is not there already."""
    params = params_of(filters, page)
    current = {name: st.query_params.get_all(name) for name in st.query_params}
    if params != current:
        st.query_params.from_dict(params)
    written = st.session_state.setdefault("_written", [])
    if _frozen(params) not in written:
        written.append(_frozen(params))
        del written[:-_REMEMBERED]


def default(name: str) -> str:
    """What a page shows when its address does not say; empty for what is only shown when chosen."""
    return CHOICES[name][0] if name in CHOICES and name not in REPEATED else ""


def _frozen(params: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(sorted((name, tuple(values)) for name, values in params.items()))
