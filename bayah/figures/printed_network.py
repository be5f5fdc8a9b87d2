"""The network for paper: nodes and lines of `figures.network.draw_network` as SVG, where they stand on the screen.

Reads a network of pyvis. Returns one drawing, as large as its nodes need.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from pyvis.network import Network

from bayah.figures.look import LIGHT
from bayah.figures.svg import add, add_symbol, add_text, drawing, number, to_text, width_of

_EDGE = 12.0
_ARROW = 11.0


def print_network(network: Network, alt: str) -> str:
    """The network as SVG; empty where it has no nodes."""
    nodes: dict[str, Mapping[str, Any]] = {node["id"]: node for node in network.nodes}
    if not nodes:
        return ""
    boxes = [_room(node) for node in nodes.values()]
    left, top = (min(box[axis] for box in boxes) - _EDGE for axis in (0, 1))
    right, bottom = (max(box[axis] for box in boxes) + _EDGE for axis in (2, 3))
    root = drawing(right - left, bottom - top, alt, left, top)
    for edge in network.edges:
        _line(root, edge, nodes[edge["from"]], nodes[edge["to"]])
    for node in nodes.values():
        _node(root, node)
    return to_text(root)


def _node(root: Element, node: Mapping[str, Any]) -> None:
    x, y, fill, font = float(node["x"]), float(node["y"]), node["color"]["background"], node["font"]
    lines, size = str(node["label"]).split("\n"), float(font["size"])
    if node["shape"] == "box":
        wide, high = _half_box(node)
        add(root, "rect", x=x - wide, y=y - high, width=2 * wide, height=2 * high, rx="5", fill=fill,
            stroke=node["color"]["border"], stroke_width="1")
        add_text(root, x, y, lines, size, font["color"], anchor="middle")
        return
    radius = float(node["size"])
    add_symbol(root, "circle" if node["shape"] == "dot" else "hexagon", x, y, 2 * radius, fill, LIGHT.paper, 2.0)
    add_text(root, x, y + radius + size * (0.7 + 0.6 * (len(lines) - 1)), lines, size, LIGHT.ink, anchor="middle",
             halo=LIGHT.paper)


def _room(node: Mapping[str, Any]) -> tuple[float, float, float, float]:
    """What a node covers with its name: left, top, right, bottom."""
    x, y, lines, size = float(node["x"]), float(node["y"]), str(node["label"]).split("\n"), float(node["font"]["size"])
    wide, high = _half_box(node)
    if node["shape"] == "box":
        return x - wide, y - high, x + wide, y + high
    radius = float(node["size"])
    return x - max(wide, radius), y - radius, x + max(wide, radius), y + radius + len(lines) * size * 1.2 + 4


def _half_box(node: Mapping[str, Any]) -> tuple[float, float]:
    lines, size = str(node["label"]).split("\n"), float(node["font"]["size"])
    return max(width_of(line, size) for line in lines) / 2 + 8, len(lines) * size * 0.6 + 8


def _line(root: Element, edge: Mapping[str, Any], source: Mapping[str, Any], target: Mapping[str, Any]) -> None:
    """A line with its arrow and its word; behind what is disputed a broad pale band."""
    start, over = ((float(node["x"]), float(node["y"])) for node in (source, target))
    roundness = float(edge["smooth"]["roundness"]) if isinstance(edge.get("smooth"), dict) else 0.0
    middle = (start[0] + over[0]) / 2, (start[1] + over[1]) / 2
    bend = middle[0] + roundness * (over[1] - start[1]), middle[1] - roundness * (over[0] - start[0])
    tip = _rim(target, bend if roundness else start)
    path = (f"M{number(start[0])} {number(start[1])}Q{number(bend[0])} {number(bend[1])} {number(tip[0])} "
            f"{number(tip[1])}")
    colour, opacity = _colour(edge)
    if edge.get("background", {}).get("enabled"):
        add(root, "path", d=path, fill="none", stroke=edge["background"]["color"], stroke_width="8",
            stroke_dasharray="2 3")
    dashes = edge.get("dashes") or None
    add(root, "path", d=path, fill="none", stroke=colour, stroke_opacity=opacity, stroke_width=float(edge["width"]),
        stroke_dasharray=" ".join(map(str, dashes)) if isinstance(dashes, list) else None)
    if edge.get("arrows"):
        _arrow(root, bend if roundness else start, tip, colour, opacity)
    if word := str(edge.get("label", "")).strip():
        at = (start[0] + 2 * bend[0] + tip[0]) / 4, (start[1] + 2 * bend[1] + tip[1]) / 4
        add_text(root, *at, [word], float(edge["font"]["size"]), LIGHT.ink, anchor="middle", halo=LIGHT.paper)


def _colour(edge: Mapping[str, Any]) -> tuple[str, str]:
    told = edge["color"]
    return (told["color"], str(told["opacity"])) if isinstance(told, dict) else (str(told), "1")


def _rim(node: Mapping[str, Any], towards: Sequence[float]) -> tuple[float, float]:
    """Where a line that comes from `towards` meets the outline of a node."""
    x, y = float(node["x"]), float(node["y"])
    dx, dy = towards[0] - x, towards[1] - y
    far = math.hypot(dx, dy) or 1.0
    if node["shape"] == "box":
        wide, high = _half_box(node)
        share = min(wide / abs(dx) if dx else math.inf, high / abs(dy) if dy else math.inf, 1.0)
        return x + dx * share, y + dy * share
    radius = float(node["size"]) + 2
    return x + dx / far * radius, y + dy / far * radius


def _arrow(root: Element, origin: Sequence[float], tip: Sequence[float], colour: str, opacity: str) -> None:
    turn = math.atan2(tip[1] - origin[1], tip[0] - origin[0])
    points = [tip, *((tip[0] - _ARROW * math.cos(turn + side), tip[1] - _ARROW * math.sin(turn + side))
                     for side in (0.4, -0.4))]
    add(root, "polygon", points=" ".join(f"{number(x)},{number(y)}" for x, y in points), fill=colour,
        fill_opacity=opacity)
