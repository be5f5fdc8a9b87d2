"""Mounted figures: Plotly inside a component of ours, so that every kind of mark can be clicked and reached by key,
and the days in view outlive a new figure.

Reads Plotly figures whose marks carry what they stand for as the first of their customdata, and the words of their
hover box after it. Returns nothing: what the reader chooses goes to the callback of the page, the days in view into
the session's state (`span`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st
from slugify import slugify
from streamlit.components.v1 import declare_component

from bayah.figures.look import plain
from bayah.query import Filters
from pages.shared import atlas
from pages.shared.filters import say_filters
from pages.shared.slider import Slider

SPAN = re.compile(r"\d{4}-\d\d-\d\d,\d{4}-\d\d-\d\d")
"""How the address tells the days in view: the first and the last."""
_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Days:
    """The days that figures over time open on, and all that they have; `called`: the former in words; `bounded`: a
    filter says what they are, so that a new one shows them whatever was in view."""

    opens: tuple[str, str]
    whole: tuple[str, str]
    called: str
    bounded: bool = False


Figure = dict[str, Any]
"""A figure as the browser takes it."""


def as_data(figure: go.Figure) -> Figure:
    """The figure as the browser takes it; made once and kept, since making it costs more than drawing."""
    return dict(json.loads(figure.to_json()))


def mount_plots(
    plots: Sequence[tuple[Figure, str]], key: str, title: str, filters: Filters, choose: Callable[[str], None],
    *, chosen: str | None = None, days: Days | None = None, brush: Callable[[str, str], None] | None = None,
    slider: Slider | None = None, jump: bool = False,
) -> None:
    """Draw figures with what each is in words, one above the other; the last is the one that marks are chosen in.

    With `days` they have one axis of time that can be zoomed; with `brush` the upper ones can be brushed;
    with a `slider` it stands under them. `jump` brings what is chosen into sight.
    """
    base = st.get_option("server.baseUrlPath").strip("/")
    root = f"/{base}" if base else ""
    span = st.session_state.get("span", "") if days else ""
    _component()(
        key=key, on_chosen_change=lambda: _choose(key, choose), on_brush_change=lambda: _brush(key, brush),
        on_span_change=lambda: _span(key), on_period_change=lambda: slider.turned(key) if slider else None,
        data={
            "plots": [{"figure": figure, "alt": alt, "brush": n < len(plots) - 1}
                      for n, (figure, alt) in enumerate(plots)],
            "time": slider.told(filters, "events") if slider else None,
            "chosen": chosen, "jump": jump, "zooms": days is not None, "opens": days.opens if days else None,
            "whole": days.whole if days else None, "fit": days.called if days else "",
            "bounded": days is not None and days.bounded,
            "span": span if SPAN.fullmatch(span) else "", "plotly": f"{root}/component/{_bundle()}/plotly.min.js",
            "topojson": f"{root}/app/static/topo/", "name": slugify(f"bayah {title}")[:80], "heading": plain(title),
            "said": plain(say_filters(filters)), "paper": atlas.theme().paper,
            "credit": f"Bayah, data version {atlas.version()}, CC BY 4.0.",
        })


def _choose(key: str, choose: Callable[[str], None]) -> None:
    chosen = st.session_state[key]["chosen"]
    if isinstance(chosen, str):
        choose(chosen)


def _brush(key: str, brush: Callable[[str, str], None] | None) -> None:
    days = st.session_state[key]["brush"]
    if days and brush:
        brush(days["from"], days["to"])


def _span(key: str) -> None:
    words = st.session_state[key]["span"]
    if words is not None:
        st.session_state["span"] = words if SPAN.fullmatch(words) else ""


def _bundle() -> str:
    """Where Streamlit serves the folder in which the Python package keeps Plotly's bundle; known only while a page
    runs, so it is declared by every run."""
    folder = Path(str(files("plotly"))) / "package_data"
    return str(declare_component("plotly", path=str(folder)).name)


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    def part(name: str) -> str:
        return (_HERE / name).read_text(encoding="utf-8")

    return st.components.v2.component(
        "bayah_plots", isolate_styles=False, html=part("plot.html").replace("<!-- periods -->", part("periods.html")),
        css=part("plot.css") + part("periods.css"), js=part("plotly.js") + part("periods.js") + part("plot.js"))
