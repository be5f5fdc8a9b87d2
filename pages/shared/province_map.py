"""The mounted map: Plotly inside a component of ours, so that zoom, selection and playing outlive a new figure.

Reads what each map is to show (`Shown`) and the periods of the slider. Sends the browser figures and counts by
province and period, never events. Returns nothing: what the reader chooses on the map is put into the session's state.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from slugify import slugify

from bayah import provinces, query
from bayah.figures.look import LIGHT, plain
from bayah.figures.map import (
    Cell,
    add_labels,
    add_places,
    cells_of,
    draw_provinces,
    ink_of,
    point_symbol,
    scale_top,
    strong_from,
)
from bayah.figures.printed import print_figure
from bayah.model import Shade
from bayah.query import Filters
from pages.shared import atlas
from pages.shared.filters import say_filters
from pages.shared.slider import Slider

ZOOM = re.compile(r"-?\d{1,3}\.\d\d,-?\d{1,2}\.\d\d,\d{1,3}\.\d\d")
"""How the address tells the zoom: longitude and latitude of the middle, scale."""
_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Shown:
    """What one map shows: a measure of a view, and how it is told. `turns` is false where the slider leaves it."""

    filters: Filters
    measure: str
    shade: Shade
    sides: tuple[str, str]
    called: tuple[str, str]
    label: str
    title: str
    language: str = "en"
    turns: bool = True


def rows_shown(shown: Shown) -> pd.DataFrame:
    """The rows that one map shades."""
    return atlas.once(("map rows", shown.filters, shown.measure, shown.shade, shown.sides), lambda: _shades(
        [shown.filters], shown)[0])


def points_shown(shown: Shown) -> pd.DataFrame:
    """The places that one map marks; a balance and a share mark none, for their numbers are of provinces."""
    rows = atlas.once(("map points", shown.filters, shown.measure), lambda: _points([shown.filters], shown)[0])
    return rows if shown.shade == "count" else rows.iloc[:0]


def _shades(views: Sequence[Filters], shown: Shown) -> list[pd.DataFrame]:
    return list(_by_knowledge(views, lambda tables, some: provinces.select_shades(
        tables, some, shown.measure, shown.shade, shown.sides)))


def _points(views: Sequence[Filters], shown: Shown) -> list[pd.DataFrame]:
    return list(_by_knowledge(views, lambda tables, some: provinces.select_points(tables, some, shown.measure)))


def _by_knowledge(
    views: Sequence[Filters], select: Callable[[Any, Sequence[Filters]], list[pd.DataFrame]]
) -> Iterator[pd.DataFrame]:
    """The selections of views on any days of knowledge; those between two publications are the same."""
    for _, some in groupby(views, key=lambda one: id(atlas.view(one))):
        same = list(some)
        tables = atlas.view(same[0])
        if len({one.known for one in same}) > 1:
            yield from select(tables, same[:1]) * len(same)
        else:
            yield from select(tables, same)


def mount(maps: Sequence[Shown], slider: Slider, key: str, chosen: Sequence[str], height: int = 620) -> None:
    """Draw one map, or two beside each other with one zoom, and the slider under them."""
    at = slider.at(maps[0].filters)
    tops = _tops(maps, slider, at)
    drawn = [_drawn(shown, slider, n, at, tops) for n, shown in enumerate(maps)]
    base = st.get_option("server.baseUrlPath").strip("/")
    static = f"/{base}/app/static" if base else "/app/static"
    zoom = st.session_state.get("zoom", "")
    _component()(
        key=key, on_chosen_change=lambda: _choose(key), on_period_change=lambda: slider.turned(key),
        on_zoom_change=lambda: _zoom(key), on_place_change=lambda: _place(key),
        data={
            "maps": drawn, "chosen": list(chosen), "height": height,
            "time": slider.told(maps[0].filters, "events on the map"),
            "boundaries": {name: atlas.boundaries(name == "since") for name in ("until", "since")},
            "plotly": f"{static}/plotly/plotly-geo.min.js", "topojson": f"{static}/topo/",
            "paper": atlas.theme().paper, "zoom": zoom if ZOOM.fullmatch(zoom) else "",
            "credit": f"Bayah, data version {atlas.version()}, CC BY 4.0. Borders: Natural Earth. Places: GeoNames.",
        })


def _tops(maps: Sequence[Shown], slider: Slider, at: int | None) -> list[tuple[float, float]]:
    """For each map the end of its scale: of what stands, and of what plays. Maps of one measure have one scale."""
    own = [(scale_top(rows_shown(one), one.shade), _play_top(one, slider)) for one in maps]
    if len({(one.measure, one.shade) for one in maps}) == 1:
        own = [(max(top for top, _ in own), max(top for _, top in own))] * len(own)
    # A period that the slider stands at has the scale that it has while playing, so that nothing jumps.
    return own if at is None else [(play, play) for _, play in own]


def _play_top(shown: Shown, slider: Slider) -> float:
    if not shown.turns:
        return scale_top(rows_shown(shown), shown.shade)
    return max([scale_top(rows, shown.shade) for rows, _ in _frames(shown, slider)], default=1.0)


def _frames(shown: Shown, slider: Slider) -> list[tuple[pd.DataFrame, pd.DataFrame]]:
    """The rows and the points of every period."""
    if not shown.turns:
        return []
    free = provinces.turned_back(shown.filters, slider.turn)
    days = tuple(slider.rows["last"].dt.date)
    wanted = ("frames", free, shown.measure, shown.shade, shown.sides, slider.turn, slider.step, days)

    def make() -> list[tuple[pd.DataFrame, pd.DataFrame]]:
        views = slider.views(free)
        points = _points(views, shown) if shown.shade == "count" else [pd.DataFrame({"value": []})] * len(views)
        return list(zip(_shades(views, shown), points, strict=True))

    return atlas.once(wanted, make)


def _drawn(shown: Shown, slider: Slider, nth: int, at: int | None, tops: list[tuple[float, float]]) -> dict[str, Any]:
    top, play_top = tops[nth]
    rows, points, look = rows_shown(shown), points_shown(shown), atlas.theme()
    since = query.boundary_day(shown.filters) is not None
    named = _named(rows, shown.language)
    points_at = _points_at()

    def draw() -> dict[str, Any]:
        figure = draw_provinces(named, "borders", shown.label, (), look, shade=shown.shade, sides=shown.called, top=top)
        add_places(figure, points, shown.label, look)
        every = named.merge(points_at, on="province_id")
        add_labels(figure, every, look, shown.shade, top)
        return dict(json.loads(figure.to_json()))

    frames = atlas.once(("cells", shown, slider.turn, slider.step, tuple(slider.rows["last"])), lambda: [
        {"borders": "since" if query.boundary_day(view) is not None else "until",
         "cells": _cells(of_rows, shown), "points": cells_of(of_points, "place_id", shown.label)}
        for view, (of_rows, of_points) in zip(slider.views(shown.filters), _frames(shown, slider), strict=False)])
    told = len(rows.dropna(subset="value"))
    return {
        "title": shown.title, "heading": plain(shown.title), "said": say_filters(shown.filters.without("province")),
        "name": slugify(f"bayah map {shown.title}")[:80],
        "alt": f"Map of provinces by {shown.title}; {told} provinces have data",
        "figure": atlas.once(("figure", shown, top), draw), "borders": "since" if since else "until",
        "cells": _cells(rows, shown), "points": cells_of(points, "place_id", shown.label), "frames": frames,
        "names": {province: plain(name) for province, name in _all_names(shown.language).items()},
        "spoken": _all_names(shown.language), "places": _places(), "inks": dict(ink_of(look)),
        "strong": strong_from(shown.shade, top),
        "play": {"top": play_top, "strong": strong_from(shown.shade, play_top)},
    }


def print_map(shown: Shown, rows: pd.DataFrame, points: pd.DataFrame, top: float) -> list[str]:
    """One map on paper: `rows` and `points` are those that it shows, `top` the end of its scale."""
    since = query.boundary_day(shown.filters) is not None
    named = _named(rows, shown.language)
    figure = draw_provinces(named, atlas.boundaries(since), shown.label, shown.filters.province, LIGHT,
                            shade=shown.shade, sides=shown.called, top=top)
    add_places(figure, points, shown.label, LIGHT)
    add_labels(figure, named.merge(_points_at(), on="province_id"), LIGHT, shown.shade, top)
    return print_figure(figure, f"Map of provinces by {shown.title}")


def _cells(rows: pd.DataFrame, shown: Shown) -> dict[str, Cell]:
    return cells_of(rows, "province_id", shown.label, shown.shade, shown.called)


def _all_names(language: str) -> dict[str, str]:
    rows, column = atlas.tables()["provinces"], "name" if language == "en" else f"name_{language}"
    return dict(zip(rows["province_id"], rows[column].fillna(rows["name"]), strict=True))


def _named(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """The rows with the names of the chosen language, where there is one."""
    return rows.assign(name=rows["province_id"].map(_all_names(language)))


def _points_at() -> pd.DataFrame:
    return atlas.tables()["provinces"][["province_id", "latitude", "longitude"]]


def _places() -> list[dict[str, Any]]:
    rows = atlas.tables()["places"].dropna(subset=["latitude", "longitude"])
    return [{"id": row.place_id, "name": f"{plain(row.name)} ({row.kind})", "lon": row.longitude, "lat": row.latitude,
             "symbol": point_symbol(row.where_prec)} for row in rows.itertuples()]


# --- What the reader does on the map ---------------------------------------------------------


def _told(key: str, name: str) -> Any:
    return st.session_state[key][name]


def _choose(key: str) -> None:
    """What is chosen on the map is the province filter of all pages."""
    chosen = _told(key, "chosen")
    if chosen is not None:
        known = set(atlas.tables()["provinces"]["province_id"])
        st.session_state["province"] = [province for province in chosen["ids"] if province in known]
        for other in ("place", "event", "actor"):
            st.session_state.pop(other, None)


def _zoom(key: str) -> None:
    words = _told(key, "zoom")
    if words is not None:
        st.session_state["zoom"] = words if ZOOM.fullmatch(words) else ""


def _place(key: str) -> None:
    """A place opens the events that are told of it."""
    place = _told(key, "place")
    if place in set(atlas.tables()["places"]["place_id"]):
        st.session_state["place"] = place
        for other in ("event", "actor"):
            st.session_state.pop(other, None)


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    def part(name: str) -> str:
        return (_HERE / name).read_text(encoding="utf-8")

    return st.components.v2.component(
        "bayah_map", isolate_styles=False, html=part("map.html").replace("<!-- periods -->", part("periods.html")),
        css=part("map.css") + part("periods.css"), js=part("plotly.js") + part("periods.js") + part("map.js"))
