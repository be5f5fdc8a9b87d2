"""The look of all figures: palette, symbols, template, and text made safe for Plotly.

Reads the groups table and the theme's name. Returns colours, symbols and a layout. The categorical colours are
those of Okabe and Ito (2008), told apart by colour-blind readers; no figure tells by colour alone.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import pandas as pd
import plotly.graph_objects as go

CATEGORICAL = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6BB1", "#A6761D",
)
GREYS = ("#7A828C", "#9AA1AA", "#646B75")
NEUTRAL = "#8A919B"

SYMBOLS = {
    "pledge": "circle",
    "joining": "circle",
    "defection": "diamond",
    "renunciation": "x",
    "surrender": "x",
    "split": "x",
    "merger": "circle",
    "formation": "star",
    "appointment": "triangle-up",
    "removal": "triangle-down",
    "detention": "square",
    "release": "bowtie",
    "death": "cross",
}
OTHER_SYMBOL = "pentagon"
SYMBOL_WORDS = {
    "circle": "oath, joining",
    "diamond": "change of side",
    "x": "break, split",
    "star": "formation",
    "triangle-up": "office gained",
    "triangle-down": "office lost",
    "square": "detention",
    "bowtie": "release",
    "cross": "death",
    "pentagon": "other",
}

CATEGORIES: dict[str, tuple[str, ...]] = {
    "oaths and changes of side": ("pledge", "renunciation", "defection", "joining", "surrender", "split", "merger",
                                  "formation"),
    "offices": ("appointment", "removal", "affiliation"),
    "violence": ("attack", "clash", "death"),
    "detention and release": ("detention", "release"),
    "other": ("presence", "withdrawal", "recruitment", "negotiation", "relation", "statement"),
}
"""Every kind of event, gathered for a density that can be read."""


@dataclass(frozen=True)
class Theme:
    """The colours of a figure on a light or a dark page."""

    name: str
    ink: str
    muted: str
    paper: str
    grid: str
    no_data: str
    border: str
    scale: tuple[str, ...]
    balance: tuple[str, ...]
    """From all the second group's to all the first's: purple to orange, told apart by colour-blind readers."""


LIGHT = Theme("light", "#1D2430", "#5B6472", "#FFFFFF", "#E3E6EB", "#ECEAE4", "#FFFFFF",
              ("#D6E6EE", "#93BFD3", "#4A8FB0", "#1D5F85", "#0B2F4D"),
              ("#542788", "#998EC3", "#EDEBEA", "#F1A340", "#B35806"))
DARK = Theme("dark", "#EEF0F3", "#A9B1BD", "#12161C", "#2B323C", "#262B33", "#12161C",
             ("#1F4258", "#2C6A8C", "#4A97BB", "#8CC5DC", "#DDF1F8"),
             ("#C9B8F0", "#8073AC", "#3A3F48", "#C77E2B", "#FFC477"))


def theme(name: str | None) -> Theme:
    """The theme of this name; light when the browser does not tell."""
    return DARK if name == "dark" else LIGHT


def plain(text: object) -> str:
    """Text that Plotly shows as it stands: its small HTML is escaped."""
    return html.escape(text, quote=False) if isinstance(text, str) else ""


def wrapped(text: object, width: int = 54) -> str:
    """Plain text broken into lines for a hover box."""
    words, lines, line = plain(text).split(), [], ""
    for word in words:
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "<br>".join([*lines, line])


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame as named tuples; their fields have no type that pandas could tell."""
    return frame.itertuples()


def faded(colour: str, opacity: float) -> str:
    """A `#rrggbb` colour with an opacity, as Plotly takes it."""
    red, green, blue = (int(colour[i:i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def counted(number: int, noun: str) -> str:
    """`1 claim`, `2 claims`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def group_colours(groups: pd.DataFrame, family: dict[str, str]) -> dict[str, str]:
    """A colour for every group: its own when ranked, else that of the family it belongs to.

    `groups` is the groups table; states and organisations wear greys.
    """
    ranked = groups[groups["rank"].notna()].sort_values("rank")
    bodies = {"state", "organisation"}
    colours = dict(zip(ranked.loc[~ranked["kind"].isin(bodies), "group_id"], cycle(CATEGORICAL),
                       strict=False))
    colours |= dict(zip(ranked.loc[ranked["kind"].isin(bodies), "group_id"], cycle(GREYS),
                        strict=False))
    return {group: colours.get(head, NEUTRAL) for group, head in family.items()}


def base_layout(look: Theme, height: int) -> go.Layout:
    """What all figures share: ground, ink, margins, hover."""
    return go.Layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": look.ink, "size": 13},
        hoverlabel={"align": "left", "bgcolor": look.paper, "bordercolor": look.muted,
                    "font": {"color": look.ink, "size": 13}},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0,
                "font": {"color": look.ink}, "title": {"font": {"color": look.muted}}},
    )
