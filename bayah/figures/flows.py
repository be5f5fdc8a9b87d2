"""Flows: who left which group for which, as a Sankey diagram, as a matrix, and through time.

Reads the rows of `bayah.flows`. Returns Plotly figures in which every mark carries `from_group_id,to_group_id`, and
through time the name of its period after it, as the first of its customdata.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bayah.figures.look import NEUTRAL, Theme, base_layout, counted, faded, plain, rows_of, wrapped

_HOVER = "<b>%{customdata[1]}</b><br>%{customdata[2]}<extra></extra>"
_CELL = 56
"""Height of a row of the matrix in pixels."""
_SIDES = (34, 50)
"""Sides of the squares of one and of the largest number in pixels: their words fit into them."""
_DENSE_SIDES = (7, 16)
_DENSE = 14
"""From so many columns on, squares are small and wordless; hover, keys and table tell their numbers."""


def draw_flows(rows: pd.DataFrame, colours: Mapping[str, str], look: Theme, count: str = "events") -> go.Figure:
    """A Sankey of `rows` (key from_group_id, to_group_id); left is what was left, right what was joined.

    As wide as the number of events, or (`count` people) as the least number of people; a flow of which no number is
    told then has no width and is left out. What is partly disputed is pale, and
    says so as the last of its customdata: Plotly gives a link no outline of its own, so the page draws it.
    """
    rows = rows[rows["people_min"] > 0] if count == "people" else rows
    left = list(dict.fromkeys(rows["from_group_id"]))
    right = list(dict.fromkeys(rows["to_group_id"]))
    names = dict(zip(rows["from_group_id"], rows["from_group"], strict=True))
    names |= dict(zip(rows["to_group_id"], rows["to_group"], strict=True))
    nodes = [*left, *right]
    figure = go.Figure(layout=base_layout(look, 90 + 44 * max(len(left), len(right))))
    figure.add_sankey(
        arrangement="snap",
        node={
            "label": [plain(names[group]) for group in nodes],
            "color": [colours.get(group, NEUTRAL) for group in nodes],
            "pad": 22, "thickness": 14, "line": {"width": 0},
            "hovertemplate": f"%{{label}}: %{{value}} {'people at least' if count == 'people' else 'events'}"
                             "<extra></extra>",
        },
        link={
            "source": [left.index(group) for group in rows["from_group_id"]],
            "target": [len(left) + right.index(group) for group in rows["to_group_id"]],
            "value": rows["people_min" if count == "people" else "n_events"].astype(int).tolist(),
            "color": [faded(colours.get(row.to_group_id, NEUTRAL), 0.22 if row.n_contested else 0.5)
                      for row in rows_of(rows)],
            "customdata": [_told(row) for row in rows_of(rows)],
            "hovertemplate": _HOVER,
        },
        textfont={"color": look.ink, "size": 13, "shadow": "none"},
    )
    return figure


def draw_matrix(
    rows: pd.DataFrame, called: Mapping[str, str], colours: Mapping[str, str], look: Theme, count: str = "events",
) -> go.Figure:
    """A matrix of `rows` (key from_group_id, to_group_id): down what was left, across what was joined; `called` are the
    short names of the groups.

    A square as large as the number that stands in it, in the colour of the group joined; an outline and a `?` where
    something in it is disputed.
    """
    down, across = (sorted(set(rows[side]), key=called.__getitem__) for side in ("from_group_id", "to_group_id"))
    figure = go.Figure(layout=base_layout(look, 120 + _CELL * max(len(down), 1)))
    _add_squares(figure, rows, [across.index(group) for group in rows["to_group_id"]],
                 [down.index(group) for group in rows["from_group_id"]], colours, look, count)
    _axes(figure, [wrapped(called[group], 10) for group in across], [wrapped(called[group], 18) for group in down],
          look)
    return figure


def draw_periods(
    rows: pd.DataFrame, flow_order: pd.DataFrame, periods: pd.DataFrame, called: Mapping[str, str],
    colours: Mapping[str, str], look: Theme, count: str = "events",
) -> go.Figure:
    """`rows` of `flows.by_period` (key from_group_id, to_group_id, name): down the flows in the order of `flow_order`
    (rows of `flows.select_flows`), across all periods, squares as in the matrix; `2–5`: 2 surely lie in it, 5 can."""
    pairs = list(zip(flow_order["from_group_id"], flow_order["to_group_id"], strict=True))
    names = periods["name"].tolist()
    figure = go.Figure(layout=base_layout(look, 110 + _CELL * max(len(pairs), 1)))
    _add_squares(figure, rows, [names.index(name) for name in rows["name"]],
                 [pairs.index((row.from_group_id, row.to_group_id)) for row in rows_of(rows)], colours, look, count)
    _axes(figure, [plain(name) for name in names],
          [f"{wrapped(called[left], 18)}<br>to {wrapped(called[joined], 18)}" for left, joined in pairs], look)
    return figure


def _add_squares(
    figure: go.Figure, rows: pd.DataFrame, x: list[int], y: list[int], colours: Mapping[str, str], look: Theme,
    count: str,
) -> None:
    values = rows["people_min" if count == "people" else "n_events"].astype(int).tolist()
    dense = len(set(x)) > _DENSE
    (least, most), top = _DENSE_SIDES if dense else _SIDES, max([*values, 1])
    worn = [colours.get(group, NEUTRAL) for group in rows["to_group_id"]]
    figure.add_scatter(
        x=x, y=y, mode="markers" if dense else "markers+text", customdata=[_told(row) for row in rows_of(rows)],
        text=[_cell_words(row, count) for row in rows_of(rows)], textposition="middle center", hovertemplate=_HOVER,
        textfont={"color": look.ink, "size": 12}, showlegend=False,
        marker={"symbol": "square", "opacity": 1,
                "size": [least + (most - least) * (max(value - 1, 0) / max(top - 1, 1)) ** 0.5 for value in values],
                "color": [faded(colour, 0.4 if getattr(row, "n_sure", 1) else 0.12)
                          for row, colour in zip(rows_of(rows), worn, strict=True)],
                "line": {"color": [look.ink if row.n_contested else colour
                                   for row, colour in zip(rows_of(rows), worn, strict=True)],
                         "width": [2.2 if row.n_contested else 1 for row in rows_of(rows)]}},
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}})


def _axes(figure: go.Figure, across: list[str], down: list[str], look: Theme) -> None:
    common: dict[str, Any] = {"zeroline": False, "gridcolor": look.grid, "fixedrange": True, "automargin": True,
                              "tickfont": {"color": look.ink, "size": 12}}
    every = -(-len(across) * max(map(len, across), default=1) // 60)  # as many names as stand side by side
    if len(across) <= _DENSE:  # squares with words want their width, also on a phone
        figure.update_layout(meta={"least_width": 110 + _SIDES[1] * len(across)})
    figure.update_xaxes(tickvals=list(range(0, len(across), every)), ticktext=across[::every], side="top",
                        range=[-0.6, len(across) - 0.4], tickangle=0, **common)
    figure.update_yaxes(tickvals=list(range(len(down))), ticktext=down, range=[len(down) - 0.45, -0.55], **common)


def _cell_words(row: Any, count: str) -> str:
    """`9`, `2–9`, `5+`: what can lie in the cell, and what surely does; for people at least so many."""
    sure = getattr(row, "n_sure", row.n_events)
    if count == "people":
        number = ("?" if not row.people_min else f"{row.people_min:,}" if row.people_max > row.people_min else
                  f"{row.people_min:,}+")
        number += f"–{row.people_max:,}" if row.people_min and row.people_max > row.people_min else ""
    else:
        number = f"{row.n_events:,}" if sure == row.n_events else f"{sure:,}–{row.n_events:,}"
    return f"{number} ?" if row.n_contested and number != "?" else number


def _told(row: Any) -> tuple[str, str, str, str]:
    """What a mark stands for, the words of its hover box, and whether something of it is disputed."""
    name = getattr(row, "name", None)
    sure = f", {row.n_sure:,} of them surely then" if name is not None and row.n_sure < row.n_events else ""
    disputed = f"<br>{counted(row.n_contested, 'event')} disputed" if row.n_contested else ""
    motives = f"<br>Why: {wrapped(motive_words(row.motives))}" if row.motives else ""
    when = f"{plain(name)}: " if name is not None else ""
    return (",".join([row.from_group_id, row.to_group_id, *([name] if name is not None else [])]),
            wrapped(f"{row.from_group} to {row.to_group}"),
            f"{when}{counted(row.n_events, 'event')}{sure}; {people_words(row.people_min, row.people_max)}"
            f"{disputed}{motives}", "disputed" if row.n_contested else "")


def motive_words(motives: str) -> str:
    """Motives (`;`) in words."""
    return motives.replace("_", " ").replace(";", ", ")


def people_words(low: int, high: int) -> str:
    """`at least 6 people`, `6 to 10 people`: only what numbers are told."""
    if not high and not low:
        return "number of people not told"
    if not low:
        return f"at most {high:,} {'person' if high == 1 else 'people'}"
    if high > low:
        return f"{low:,} to {high:,} people"
    return f"at least {low:,} {'person' if low == 1 else 'people'}"
