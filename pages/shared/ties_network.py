"""The mounted network: pyvis's nodes and edges in a component of ours, which tells of clicks, keys and periods.

Reads a pyvis network and the periods of its slider. Returns nothing: what the reader chooses on it is put into the
session's state.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from pyvis.network import Network

from bayah.query import Filters
from pages.shared import atlas
from pages.shared.address import put_filters
from pages.shared.slider import BEFORE

_HERE = Path(__file__).resolve().parent


def mount_network(
    network: Network, key: str, alt: str, chosen: str | None = None, hulls: list[dict[str, Any]] | None = None,
    focus: str = "", clock: str = "on", periods: pd.DataFrame | None = None, filters: Filters | None = None,
    height: int = 640,
) -> None:
    """Draw the network and under it the slider that turns `clock` of `filters` through `periods`.

    A new `focus` shows all that is drawn; otherwise the reader keeps the view.
    """
    data = {"nodes": network.nodes, "edges": network.edges, "options": network.options, "hulls": hulls or [],
            "paper": atlas.theme().paper}
    data["signature"] = hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()
    views = _views(periods, clock, filters)
    _component()(
        key=key, on_node_change=lambda: _choose(key), on_open_change=lambda: _open(key),
        on_tie_change=lambda: _open_tie(key), on_period_change=lambda: _turn(key, views, filters, clock),
        data={**data, "alt": alt, "height": height, "chosen": chosen, "focus": focus,
              "time": _time(periods, clock, filters, views)})


def opened() -> str | None:
    """The actor whose node was opened by a double click or by Shift and Enter, in the run after it."""
    actor = st.session_state.pop("_opened", None)
    return actor if actor in _actors() else None


def _actors() -> set[str]:
    """The ids that a node of the view can bear."""
    return set(atlas.tables(st.session_state["filters"].drafts)["actors"]["actor_id"])


def _views(periods: pd.DataFrame | None, clock: str, filters: Filters | None) -> list[Filters]:
    if periods is None or filters is None:
        return []
    return [_with(filters, clock, last.date()) for last in periods["last"]]


def _with(filters: Filters, clock: str, day: Any) -> Filters:
    return replace(filters, **{clock: day})


def _time(
    periods: pd.DataFrame | None, clock: str, filters: Filters | None, views: list[Filters]
) -> dict[str, Any] | None:
    if periods is None or periods.empty or filters is None:
        return None
    unset = getattr(filters, clock) is None
    words = ("Today" if clock == "known" else "All times") if unset else "The day set in the filters"
    return {"names": periods["name"].tolist(), "n_events": periods["n_events"].tolist(),
            "n_sure": periods["n_sure"].tolist(), "is_unset": unset, "unset": words, "before": BEFORE[clock],
            "counted": "", "at": next((n for n, view in enumerate(views) if view == filters), None)}


def _choose(key: str) -> None:
    actor = st.session_state[key]["node"]
    if actor in _actors():
        st.session_state["actor"] = actor
        st.session_state.pop("event", None)


def _open(key: str) -> None:
    st.session_state["_opened"] = st.session_state[key]["open"]


def _open_tie(key: str) -> None:
    """A line opens the first of the events behind it."""
    tie = st.session_state[key]["tie"]
    behind = st.session_state.get("_events_of_ties", {})
    if tie in behind:
        st.session_state["event"] = behind[tie]


def _turn(key: str, views: list[Filters], filters: Filters | None, clock: str) -> None:
    nth = st.session_state[key]["period"]
    if nth is None or filters is None or nth >= len(views):
        return
    put_filters(views[nth] if nth >= 0 else filters.without(clock))


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    library = Path(str(files("pyvis"))) / "lib" / "vis-9.1.2"
    script = (library / "vis-network.min.js").read_text(encoding="utf-8")
    # The bundle must see no module system, or it would not set the global `vis`.
    script = "const module=undefined,exports=undefined,define=undefined;\n" + script.replace(
        "//# sourceMappingURL=vis-network.min.js.map", "")

    def part(name: str) -> str:
        return (_HERE / name).read_text(encoding="utf-8")

    return st.components.v2.component(
        "bayah_network", html=part("network.html") + part("periods.html"),
        css=(library / "vis-network.css").read_text(encoding="utf-8") + part("network.css") + part("periods.css"),
        js="\n".join([script, part("periods.js"), part("network.js")]))
