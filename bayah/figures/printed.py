"""Figures for paper: what Plotly draws in a browser, drawn as SVG in Python, so that a report needs no script.

Reads the very figures of `bayah.figures` (their traces, shapes, notes and axes), so that paper and screen show the
same. Returns pieces of SVG, each no higher than a page. Knows what these figures use and no more: bars, marks, lines,
lanes, provinces, points, streams. Refuses a trace of another type.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from bayah.figures.look import LIGHT
from bayah.figures.svg import (
    add,
    add_hatch,
    add_symbol,
    add_text,
    cut,
    drawing,
    lines_of,
    number,
    own_name,
    to_text,
    width_of,
)

WIDTH = 820.0
MOST_HEIGHT = 1020.0
"""As wide as the text of an A4 page, and no higher."""
_TOP, _EDGE, _LEGEND = 30.0, 6.0, 22.0
_MOST_LABEL = 190.0
"""The room that names of rows may take at the left."""
_DAY = 86_400_000.0


def print_figure(figure: go.Figure, alt: str) -> list[str]:
    """The figure as SVG, in as many pieces as pages.

    Raises: ValueError for a trace of a type that no figure of the atlas has.
    """
    types = {trace.type for trace in figure.data}
    if unknown := types - {"bar", "scatter", "choropleth", "scattergeo", "sankey"}:
        raise ValueError(f"nobody knows how to print {', '.join(sorted(unknown))}")
    if "sankey" in types:
        return [_streams(figure, alt)]
    if "choropleth" in types:
        return [_map(figure, alt)]
    return list(_rows_in_pieces(figure, alt))


# --- Rows over time or over columns ------------------------------------------------------------


class _Plane:
    """Where days (or columns) and rows of one piece stand on the paper."""

    def __init__(self, figure: go.Figure, rows: tuple[float, float], unit: float) -> None:
        layout = figure.layout
        self.is_time = layout.xaxis.type == "date"
        self.first, self.last = (self.at(end) for end in layout.xaxis.range)
        self.rows, self.unit = rows, unit
        self.left, self.right = _EDGE + _label_room(figure), WIDTH - _EDGE
        self.top, self.bottom = _TOP, _TOP + (rows[1] - rows[0]) * unit

    def at(self, value: Any) -> float:
        """A day as milliseconds, a column as itself."""
        return float(pd.Timestamp(value).value / 1e6) if self.is_time else float(value)

    def x(self, value: float) -> float:
        return self.left + (value - self.first) / (self.last - self.first) * (self.right - self.left)

    def y(self, row: float) -> float:
        return self.top + (row - self.rows[0]) * self.unit

    def holds(self, row: float) -> bool:
        return self.rows[0] <= row <= self.rows[1]


def _rows_in_pieces(figure: go.Figure, alt: str) -> Iterator[str]:
    last, first = (float(end) for end in figure.layout.yaxis.range)  # rows go downwards
    height = float(figure.layout.height or 400)
    unit = max((height - 110) / (last - first), 14.0)
    most = (MOST_HEIGHT - _TOP - _LEGEND) / unit
    spans = list(pairwise(_breaks(first, last, most, [float(note.y) for note in figure.layout.annotations])))
    for nth, rows in enumerate(spans, start=1):
        part = f"{alt} (part {nth} of {len(spans)})" if len(spans) > 1 else alt
        yield _piece(figure, part, rows, unit)


def _breaks(first: float, last: float, most: float, lanes: Sequence[float]) -> list[float]:
    """Where to go on to another page: before a lane where one begins in time, else anywhere between two rows."""
    breaks = [first]
    while last - breaks[-1] > most:
        end = breaks[-1] + most
        before = [lane - 0.6 for lane in lanes if breaks[-1] + most / 2 < lane - 0.6 <= end]
        breaks.append(max(before) if before else math.floor(end) - 0.5)
    return [*breaks, last]


def _piece(figure: go.Figure, alt: str, rows: tuple[float, float], unit: float) -> str:
    plane = _Plane(figure, rows, unit)
    signs = _signs(figure, plane)
    root = drawing(WIDTH, plane.bottom + _EDGE + _LEGEND * (1 + max((row for *_, row in signs), default=0)), alt)
    defs = add(root, "defs")
    clip = own_name("plane", alt, rows, unit, len(figure.data))
    add(add(defs, "clipPath", id=clip), "rect", x=plane.left, y=plane.top, width=plane.right - plane.left,
        height=plane.bottom - plane.top)
    hatch = add_hatch(defs, own_name("hatch", clip), LIGHT.ink)
    inside = Element("g", {"clip-path": f"url(#{clip})"})
    _shapes(inside, figure, plane)
    _ticks(root, inside, figure, plane)
    for trace in figure.data:
        (_bars if trace.type == "bar" else _marks)(inside, trace, plane, hatch)
    root.append(inside)
    for note in figure.layout.annotations:
        if plane.holds(float(note.y)):
            add_text(root, plane.left + 3, plane.y(float(note.y)), lines_of(note.text), 11.5, LIGHT.ink, weight="bold")
    for symbol, words, x, row in signs:
        y = plane.bottom + _LEGEND * (row + 0.5) + 3
        add_symbol(root, symbol, x + 6, y, 9.0, LIGHT.muted, LIGHT.muted, 1.0)
        add_text(root, x + 15, y, [words], 10.5, LIGHT.ink)
    return to_text(root)


def _label_room(figure: go.Figure) -> float:
    axis = figure.layout.yaxis
    if axis.visible is False or axis.ticktext is None:
        return 0.0
    return min(max((width_of(line, 11) for text in axis.ticktext for line in lines_of(text)), default=0.0) + 8,
               _MOST_LABEL)


def _shapes(inside: Element, figure: go.Figure, plane: _Plane) -> None:
    """The grounds of lanes, and the day of the clock as a line."""
    for shape in figure.layout.shapes:
        if shape.type == "line":
            x = plane.x(plane.at(shape.x0))
            add(inside, "line", x1=x, x2=x, y1=plane.top, y2=plane.bottom, stroke=LIGHT.ink, stroke_width="1.5",
                stroke_dasharray="2 3")
        else:
            top, bottom = plane.y(float(shape.y0)), plane.y(float(shape.y1))
            add(inside, "rect", x=plane.left, y=top, width=plane.right - plane.left, height=bottom - top,
                fill=shape.fillcolor, fill_opacity=str(shape.opacity))


def _ticks(root: Element, inside: Element, figure: go.Figure, plane: _Plane) -> None:
    """What stands at the axes: days or columns above, names of rows at the left."""
    for value, words in _columns(figure, plane):
        x = plane.x(value)
        if plane.left <= x <= plane.right:
            add(inside, "line", x1=x, x2=x, y1=plane.top, y2=plane.bottom, stroke=LIGHT.grid, stroke_width="1")
            half = max(width_of(word, 11) for word in words) / 2
            add_text(root, min(max(x, plane.left + half), plane.right - half), plane.top - 12, words, 11, LIGHT.muted,
                     anchor="middle")
    axis = figure.layout.yaxis
    if axis.visible is not False and axis.ticktext is not None:
        for row, text in zip(axis.tickvals, axis.ticktext, strict=True):
            if plane.holds(float(row)):
                lines = [cut(line, 11, plane.left - 10) for line in lines_of(text)]
                add_text(root, plane.left - 6, plane.y(float(row)), lines, 11, LIGHT.ink, anchor="end")
                add(inside, "line", x1=plane.left, x2=plane.right, y1=plane.y(float(row)), y2=plane.y(float(row)),
                    stroke=LIGHT.grid, stroke_width="0.6")


def _columns(figure: go.Figure, plane: _Plane) -> list[tuple[float, list[str]]]:
    axis = figure.layout.xaxis
    if not plane.is_time:
        return [(float(value), lines_of(text)) for value, text in zip(axis.tickvals, axis.ticktext, strict=True)]
    days = (plane.last - plane.first) / _DAY
    step = next(months for months in (1, 3, 6, 12, 24, 60, 120, 240, 1200) if days / (months * 30.4) <= 14)
    first = pd.Timestamp(plane.first, unit="ms")
    begun = pd.Timestamp(first.year - first.year % max(step // 12, 1), 1, 1)
    found = pd.date_range(begun, pd.Timestamp(plane.last, unit="ms"), freq=f"{step}MS")
    return [(plane.at(day), [f"{day:%Y}" if step >= 12 else f"{day:%b %Y}"]) for day in found]


def _each(value: Any, length: int, otherwise: Any = None) -> list[Any]:
    """A property of every mark of a trace: it is given once for all, or for each."""
    if value is None:
        return [otherwise] * length
    if isinstance(value, list | tuple | np.ndarray | pd.Series):
        return list(value)
    return [value] * length


def _bars(inside: Element, trace: Any, plane: _Plane, hatch: str) -> None:
    """Spans: from `base` on, as long as x, in milliseconds."""
    n, marker = len(trace.y), trace.marker
    looks = zip(_each(marker.color, n), _each(marker.line.width, n, 0), _each(marker.line.color, n, "none"),
                _each(marker.pattern.shape, n, ""), _each(trace.width, n, 0.8), _each(trace.text, n, ""),
                _each(marker.opacity, n, 1), strict=True)
    for base, length, row, (fill, line, ink, pattern, width, text, opacity) in zip(
            trace.base, trace.x, trace.y, looks, strict=True):
        if not plane.holds(float(row)):
            continue
        begun = plane.at(base)
        left, right = plane.x(begun), plane.x(begun + float(length))
        where = {"x": left, "y": plane.y(float(row) - width / 2), "width": max(right - left, 1.0),
                 "height": float(width) * plane.unit}
        add(inside, "rect", **where, fill=fill, stroke=ink if line else "none", stroke_width=float(line),
            opacity=str(opacity))
        if pattern:
            add(inside, "rect", **where, fill=hatch)
        _bar_text(inside, text, max(left, plane.left), min(right, plane.right), plane.y(float(row)))


def _bar_text(inside: Element, text: str, left: float, right: float, y: float) -> None:
    words = lines_of(text)[0].strip() if text else ""
    if words and right - left > 90:
        add_text(inside, left + 16, y, [cut(words, 9.5, right - left - 20)], 9.5, LIGHT.ink)


def _marks(inside: Element, trace: Any, plane: _Plane, hatch: str) -> None:
    """Marks with what is written at them; a trace of lines connects them, but over a gap."""
    n, marker = len(trace.x), trace.marker
    spots = [None if x is None or pd.isna(x) else (plane.x(plane.at(x)), float(y))
             for x, y in zip(trace.x, trace.y, strict=True)]
    if trace.mode == "lines":
        for one, other in pairwise(spots):
            if one and other and plane.holds(one[1]):
                add(inside, "line", x1=one[0], y1=plane.y(one[1]), x2=other[0], y2=plane.y(other[1]),
                    stroke=trace.line.color, stroke_width=float(trace.line.width))
        return
    looks = zip(_each(marker.symbol, n, "circle"), _each(marker.size, n, 8), _each(marker.color, n, LIGHT.muted),
                _each(marker.line.color, n, "none"), _each(marker.line.width, n, 0), _each(trace.text, n, ""),
                strict=True)
    for spot, (symbol, size, fill, ink, width, text) in zip(spots, looks, strict=True):
        if spot is None or not plane.holds(spot[1]):
            continue
        x, y = spot[0], plane.y(spot[1])
        add_symbol(inside, symbol, x, y, float(size), fill or ink, ink, float(width))
        if text and "text" in (trace.mode or ""):
            beside = trace.textposition == "middle left"
            add_text(inside, x - size if beside else x, y, lines_of(text), 11, LIGHT.ink,
                     anchor="end" if beside else "middle")


def _signs(figure: go.Figure, plane: _Plane) -> list[tuple[str, str, float, int]]:
    """What the symbols mean: each with its words, and where it stands in which row below the figure."""
    signs, x, row = [], plane.left, 0
    for trace in figure.data:
        if trace.showlegend is False or not trace.name or trace.type != "scatter":
            continue
        wide = 30 + width_of(trace.name, 10.5)
        if x + wide > plane.right and x > plane.left:
            x, row = plane.left, row + 1
        signs.append((str(_each(trace.marker.symbol, 1)[0]).removesuffix("-open"), str(trace.name), x, row))
        x += wide
    return signs


# --- Provinces ---------------------------------------------------------------------------------

_LEGEND_OF_MAP = 46.0


def _mercator(latitude: float) -> float:
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


class _Projection:
    """Where a longitude and a latitude stand on the paper."""

    def __init__(self, figure: go.Figure) -> None:
        self.west, east = figure.layout.geo.lonaxis.range
        south, north = figure.layout.geo.lataxis.range
        self.north = _mercator(north)
        self.scale = WIDTH / (east - self.west)
        self.height = (self.north - _mercator(south)) * self.scale

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (longitude - self.west) * self.scale, (self.north - _mercator(latitude)) * self.scale


def _map(figure: go.Figure, alt: str) -> str:
    at = _Projection(figure)
    root = drawing(WIDTH, at.height + _LEGEND_OF_MAP, alt)
    widths: dict[str, float] = {}
    for trace in figure.data:
        if trace.type == "choropleth":
            _provinces(root, trace, at, widths)
    for trace in sorted(figure.data, key=lambda one: one.meta == "labels"):  # labels over marks
        if trace.type == "scattergeo":
            _points(root, trace, at, widths)
    _scale(root, figure, at.height)
    return to_text(root)


def _provinces(root: Element, trace: Any, at: _Projection, widths: dict[str, float]) -> None:
    shapes = {feature["id"]: feature["geometry"] for feature in trace.geojson["features"]}
    values = [float(value) for value in trace.z]
    low, high = (values[0], values[0] + 1) if trace.zmin is None and values else (trace.zmin or 0, trace.zmax or 1)
    stroke, width = trace.marker.line.color, float(trace.marker.line.width)
    for province, value in zip(trace.locations, values, strict=True):
        shade = min(max((value - low) / ((high - low) or 1), 0.0), 1.0)
        fill = "none" if trace.meta == "chosen" else sample_colorscale(list(map(list, trace.colorscale)), [shade])[0]
        rings = list(_rings(shapes[province], at))
        add(root, "path", d=" ".join(_ring(ring) for ring in rings), fill=fill, stroke=stroke, stroke_width=width,
            stroke_linejoin="round")
        longest = max(rings, key=len)
        across = [x for x, _ in longest]
        widths[province] = max(across) - min(across)


def _rings(geometry: Mapping[str, Any], at: _Projection) -> Iterator[list[tuple[float, float]]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield [at(*point[:2]) for point in ring]


def _ring(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "Z"


def _points(root: Element, trace: Any, at: _Projection, widths: Mapping[str, float]) -> None:
    """Marks of places, and the labels of provinces that are wide enough for them."""
    spots = [at(float(lon), float(lat)) for lon, lat in zip(trace.lon, trace.lat, strict=True) if lon is not None]
    if trace.meta == "places":
        marks = zip(spots, _each(trace.marker.symbol, len(spots)), _each(trace.marker.size, len(spots)), strict=True)
        for (x, y), symbol, size in marks:
            add_symbol(root, symbol, x, y, float(size), trace.marker.color, LIGHT.ink, 1.5)
    elif trace.meta == "labels":
        inks = _each(trace.textfont.color, len(spots))
        for (x, y), text, ink, told in zip(spots, trace.text, inks, trace.customdata, strict=True):
            lines = _fitting(lines_of(text), widths.get(told[0], 0.0))
            if lines:
                add_text(root, x, y, lines, 10, ink, anchor="middle")


def _fitting(lines: list[str], room: float) -> list[str]:
    """Name and number where both have room, else the number alone; a name alone only where it fits."""
    if max(width_of(line, 10) for line in lines) <= room:
        return lines
    return lines[1:] if len(lines) > 1 else []


def _scale(root: Element, figure: go.Figure, top: float) -> None:
    """What the shades mean."""
    y = top + 22
    add(root, "rect", x=_EDGE, y=y, width="14", height="10", fill=LIGHT.no_data)
    add_text(root, _EDGE + 20, y + 5, ["nothing told"], 11, LIGHT.ink)
    for trace in (one for one in figure.data if one.type == "choropleth" and one.meta == "told"):
        bar, width, left = trace.colorbar, 200.0, WIDTH - 250
        colours = sample_colorscale(list(map(list, trace.colorscale)), [n / 39 for n in range(40)])
        for n, colour in enumerate(colours):
            add(root, "rect", x=left + n * width / 40, y=y, width=width / 40 + 0.5, height="10", fill=colour)
        add_text(root, left - 8, y + 5, lines_of(bar.title.text), 11, LIGHT.ink, anchor="end")
        for value, text in zip(bar.tickvals, bar.ticktext, strict=True):
            x = left + (float(value) - trace.zmin) / (trace.zmax - trace.zmin) * width
            add_text(root, x, y + 18, lines_of(text), 10, LIGHT.muted, anchor="middle")


# --- Streams -----------------------------------------------------------------------------------

_BAR, _GAP = 12.0, 18.0


def _streams(figure: go.Figure, alt: str) -> str:
    """Two columns: left what was left, right what was joined; as high as the numbers."""
    (trace,) = figure.data
    link, node = trace.link, trace.node
    values = [float(value) for value in link.value]
    sides = [list(dict.fromkeys(ends)) for ends in (link.source, link.target)]
    most = max(map(len, sides), default=0)
    height = min(120 + 46.0 * most, MOST_HEIGHT)
    unit = max((height - 20 - _GAP * most) / max(sum(values), 1), 0.5)
    root = drawing(WIDTH, height, alt)
    tops = [_tops(ends, side, values, unit, height)
            for ends, side in zip((link.source, link.target), sides, strict=True)]
    order = sorted(range(len(values)), key=lambda n: (tops[0][link.source[n]], tops[1][link.target[n]]))
    used: list[dict[int, float]] = [{}, {}]
    for n in order:
        ends = []
        for side, index in enumerate((link.source[n], link.target[n])):
            begun = tops[side][index] + used[side].get(index, 0.0)
            used[side][index] = used[side].get(index, 0.0) + values[n] * unit
            ends.append(begun)
        _stream(root, ends[0], ends[1], values[n] * unit, link.color[n], is_disputed=bool(link.customdata[n][3]))
    for side, x in ((0, 0.0), (1, WIDTH - _BAR)):
        for index, top in tops[side].items():
            high = used[side].get(index, 0.0)
            add(root, "rect", x=x, y=top, width=_BAR, height=max(high, 1.0), fill=node.color[index])
            add_text(root, x + (_BAR + 6 if side == 0 else -6), top + high / 2,
                     [cut(line, 12, WIDTH * 0.46) for line in lines_of(node.label[index])], 12, LIGHT.ink,
                     anchor="end" if side else "start", halo=LIGHT.paper)
    return to_text(root)


def _tops(ends: Sequence[int], side: Sequence[int], values: Sequence[float], unit: float, height: float
          ) -> dict[int, float]:
    """Where each bar of a side begins; the side stands in the middle of the height."""
    highs = {index: sum(value for end, value in zip(ends, values, strict=True) if end == index) * unit
             for index in side}
    y = (height - sum(highs.values()) - _GAP * (len(side) - 1)) / 2
    tops = {}
    for index, high in highs.items():
        tops[index] = y
        y += high + _GAP
    return tops


def _stream(root: Element, left: float, right: float, high: float, fill: str, *, is_disputed: bool) -> None:
    near, far, middle = _BAR, WIDTH - _BAR, WIDTH / 2
    path = (f"M{number(near)} {number(left)}C{number(middle)} {number(left)} {number(middle)} {number(right)} "
            f"{number(far)} {number(right)}V{number(right + high)}C{number(middle)} {number(right + high)} "
            f"{number(middle)} {number(left + high)} {number(near)} {number(left + high)}Z")
    add(root, "path", d=path, fill=fill, stroke=LIGHT.ink if is_disputed else "none", stroke_width="1",
        stroke_dasharray="4 3" if is_disputed else None)
