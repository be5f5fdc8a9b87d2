"""The address of a view: what the page shows, written into the URL and read back from it.

Reads and writes `st.query_params` and the session's state. Ids stand in the address, never labels, so that a link
outlives a renamed label (docs/decisions). What an address names that the atlas does not hold is set aside and
said on the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from bayah.dates import short_bound
from bayah.query import Filters, Tables, current_event, read_filters, write_filters
from bayah.stories import select_steps
from bayah.views import CHOICES, FLAGS, OF_EVERY_PAGE, OF_PAGE, REPEATED, default

__all__ = ["CHOICES", "FLAGS", "OF_PAGE", "REPEATED", "default", "keep_choices", "leave_story", "link_of",
           "params_of", "put_filters", "put_view", "read_address", "wants_drafts", "write_address"]
_PAGE_PARAMS = tuple(dict.fromkeys(name for names in OF_PAGE.values() for name in names))
_REMEMBERED = 40


def read_address(tables: Tables, page: str) -> None:
    """Take over the address, unless it is one that this session wrote itself.

    Fast clicks can bring a rerun with an address of before the last click; taking that over would undo
    the click, so every address that we wrote is known as ours. Who turns to another page by the menu keeps the
    view; who follows a link with parameters gets the link's. A story goes on until it is left, or until an address
    names another.
    """
    state = st.session_state
    params, is_news = _given(), _is_news(page)
    is_first, turned = "_page" not in state, _is_turned(page)
    state["_page"] = page
    ours = _frozen(params) in state.setdefault("_written", [])
    if turned and not params and not ours:  # the bare address that Streamlit notes when the page is turned
        state["_written"].append(_frozen(params))
    if not is_news:
        return
    state["_written"].append(_frozen(params))
    refused = put_view(tables, page, params)
    if is_first or any(name in params for name in OF_EVERY_PAGE):
        refused += _put_story(tables, params)
    state["_refused"] = refused


def _given() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _is_turned(page: str) -> bool:
    return st.session_state.get("_page") not in (None, page)


def _is_news(page: str) -> bool:
    """Whether the address is to be taken over."""
    params = _given()
    ours = _frozen(params) in st.session_state.get("_written", [])
    return not (params == {} if _is_turned(page) else ours)


def wants_drafts(page: str) -> bool:
    """Whether the view asks for machine drafts: by its address where that is to be taken over, else by the filters."""
    told = st.query_params.get("drafts") in ("1", "true")
    return told if _is_news(page) else bool(st.session_state.get("drafts", False))


def put_view(tables: Tables, page: str, params: Mapping[str, Sequence[str]]) -> list[str]:
    """Set the filters and the page's own controls to what these parameters say; gives what was set aside.

    To be called before the widgets are drawn.
    """
    filters, refused = read_filters(params, tables)
    put_filters(filters)
    for compared in CHOICES["compare"]:  # each comparison of the map has a control of its own for what it is with
        st.session_state.pop(f"against_{compared}", None)
    for name in _PAGE_PARAMS:
        given = list(params.get(name, [])) if name in OF_PAGE.get(page, ()) else []
        given = list(dict.fromkeys(given)) if name in REPEATED else given[:1]
        unknown = [value for value in given if value and name in CHOICES and value not in CHOICES[name]]
        refused += [f"{name} '{value}'" for value in unknown]
        taken = [value for value in given if value and value not in unknown]
        _put(name, [current_event(tables, value) for value in taken] if name == "event" else taken)
    return refused


def _put_story(tables: Tables, params: Mapping[str, Sequence[str]]) -> list[str]:
    """Set the story and its part, the first if none is named; gives what the atlas does not hold."""
    leave_story()
    story, part = (next(iter(params.get(name, [])), "") for name in OF_EVERY_PAGE)
    steps = select_steps(tables, story)
    if not steps:
        return [f"{name} '{value}'" for name, value in zip(OF_EVERY_PAGE, (story, part), strict=True) if value]
    is_told = not part or part in [str(step.part) for step in steps]
    st.session_state["story"] = story
    st.session_state["part"] = part if part and is_told else str(steps[0].part)
    return [] if is_told else [f"part '{part}' of the story"]


def leave_story() -> None:
    """No story is told any more; the view stays."""
    for name in OF_EVERY_PAGE:
        st.session_state.pop(name, None)


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


def params_of(filters: Filters, page: str, *, story: bool = True) -> dict[str, list[str]]:
    """The parameters of the view: its filters, what the page's own controls are set to, and the story being told."""
    params: dict[str, list[str]] = dict(write_filters(filters))
    for name in (*OF_PAGE.get(page, ()), *(OF_EVERY_PAGE if story else ())):
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


def _frozen(params: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(sorted((name, tuple(values)) for name, values in params.items()))
