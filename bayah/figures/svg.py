"""Drawings in SVG that need no browser to be made: signs, text and patterns, for what is printed.

Reads numbers and text. Returns elements of `xml.etree`, which escapes every text. Text of figures comes in Plotly's
small HTML, of which only line breaks and bold are known (`lines_of`).
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from xml.etree.ElementTree import Element, SubElement, tostring

from bayah.words import xml_text

FONT = "system-ui, 'Noto Sans', 'Noto Naskh Arabic', sans-serif"
_LETTER = 0.6
"""Mean width of a letter, of the height of the text; nobody measures fonts here."""
_TAGS = re.compile("</?b>")


def drawing(width: float, height: float, alt: str, left: float = 0, top: float = 0) -> Element:
    """An empty drawing with what it is in words, which screen readers tell."""
    return Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": " ".join(map(number, (left, top, width, height))),
        "role": "img", "aria-label": xml_text(alt), "font-family": FONT})


def own_name(name: str, *of: object) -> str:
    """A name for a part of one drawing, which no other drawing of the same page has."""
    return f"{name}-{sha256(repr(of).encode()).hexdigest()[:10]}"


def to_text(root: Element) -> str:
    """The drawing as text to stand in a page."""
    return tostring(root, encoding="unicode")


def number(value: float) -> str:
    """A length, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def add(parent: Element, tag: str, **attributes: object) -> Element:
    """An element; `stroke_width` becomes `stroke-width`, floats are cut to a tenth, what is None is left out."""
    return SubElement(parent, tag, {
        name.rstrip("_").replace("_", "-"): number(value) if isinstance(value, float) else xml_text(value)
        for name, value in attributes.items() if value is not None})


def lines_of(text: object) -> list[str]:
    """The lines of a text of a figure, as they are read."""
    return [html.unescape(_TAGS.sub("", line)) for line in str(text).split("<br>")]


def width_of(text: str, size: float) -> float:
    """About how wide a line of text is."""
    return len(text) * size * _LETTER


def cut(text: str, size: float, room: float) -> str:
    """The text, or as much of it as there is about room for, with an ellipsis."""
    fits = max(int(room / (size * _LETTER)), 1)
    return text if len(text) <= fits else f"{text[:fits - 1].rstrip()}…"


def add_text(
    parent: Element, x: float, y: float, lines: Sequence[str], size: float, fill: str, *, anchor: str = "start",
    weight: str | None = None, halo: str | None = None,
) -> None:
    """Lines of text about the height `y`; with a `halo` in the colour of the ground they are read upon lines."""
    first = y - (len(lines) - 1) * size * 0.6
    for nth, line in enumerate(lines):
        text = add(parent, "text", x=float(x), y=float(first + nth * size * 1.2), font_size=float(size), fill=fill,
                   text_anchor=anchor, dominant_baseline="central", font_weight=weight, stroke=halo,
                   stroke_width=3.0 if halo else None, paint_order="stroke" if halo else None,
                   style="unicode-bidi: plaintext")
        text.text = xml_text(line)


def add_hatch(defs: Element, name: str, ink: str, opacity: float = 0.45) -> str:
    """A pattern of thin slanting lines; gives what `fill` calls it."""
    pattern = add(defs, "pattern", id=name, width="5", height="5", patternUnits="userSpaceOnUse",
                  patternTransform="rotate(45)")
    add(pattern, "line", x1="0", y1="0", x2="0", y2="5", stroke=ink, stroke_width="1.3", stroke_opacity=str(opacity))
    return f"url(#{name})"


def add_symbol(
    parent: Element, symbol: str, x: float, y: float, size: float, fill: str, line: str, width: float,
) -> None:
    """A mark of this symbol of Plotly; `-open` is hollow."""
    name, is_open = symbol.removesuffix("-open"), symbol.endswith("-open")
    common = {"fill": "none" if is_open else fill, "stroke": line if not is_open or line else fill,
              "stroke_width": float(max(width, 1.4) if is_open else width)}
    radius = size / 2
    if name == "circle":
        add(parent, "circle", cx=float(x), cy=float(y), r=float(radius), **common)
    elif name == "line-ns":
        add(parent, "line", x1=float(x), x2=float(x), y1=float(y - radius), y2=float(y + radius), stroke=line,
            stroke_width=float(width))
    else:
        points = " ".join(f"{number(x + radius * dx)},{number(y + radius * dy)}" for dx, dy in _SHAPES.get(
            name, _SHAPES["pentagon"]))
        add(parent, "polygon", points=points, **common)


def _regular(corners: int, turn: float = -math.pi / 2) -> list[tuple[float, float]]:
    return [(math.cos(turn + 2 * math.pi * n / corners), math.sin(turn + 2 * math.pi * n / corners))
            for n in range(corners)]


def _star() -> list[tuple[float, float]]:
    outer, inner = _regular(5), _regular(5, -math.pi / 2 + math.pi / 5)
    return [point for one, (x, y) in zip(outer, inner, strict=True) for point in (one, (0.45 * x, 0.45 * y))]


def _turned(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    half = math.sqrt(0.5)
    return [((x - y) * half, (x + y) * half) for x, y in points]


_CROSS = [(-0.35, -1), (0.35, -1), (0.35, -0.35), (1, -0.35), (1, 0.35), (0.35, 0.35), (0.35, 1), (-0.35, 1),
          (-0.35, 0.35), (-1, 0.35), (-1, -0.35), (-0.35, -0.35)]
_SHAPES: dict[str, Sequence[tuple[float, float]]] = {
    "diamond": [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)],
    "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    "triangle-up": _regular(3), "triangle-down": _regular(3, math.pi / 2), "pentagon": _regular(5), "star": _star(),
    "bowtie": [(-1, -0.9), (1, 0.9), (1, -0.9), (-1, 0.9)], "cross": _CROSS, "x": _turned(_CROSS),
    "hexagon": _regular(6, 0),
}
