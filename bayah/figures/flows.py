"""Flows: who left which group for which, as a Sankey diagram.

Reads the rows of `query.select_flows`. Returns a Plotly figure; left is what was left, right what was joined.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from bayah.figures.look import NEUTRAL, Theme, base_layout, faded, plain, rows_of


def draw_flows(rows: pd.DataFrame, colours: Mapping[str, str], look: Theme) -> go.Figure:
    """A Sankey of `rows` (key from_group_id, to_group_id), as wide as the number of events."""
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
            "hovertemplate": "%{label}: %{value} events<extra></extra>",
        },
        link={
            "source": [left.index(group) for group in rows["from_group_id"]],
            "target": [len(left) + right.index(group) for group in rows["to_group_id"]],
            "value": rows["n_events"].tolist(),
            "color": [faded(colours.get(group, NEUTRAL), 0.5) for group in rows["to_group_id"]],
            "customdata": [people_words(row.people_min, row.people_max) for row in rows_of(rows)],
            "hovertemplate": "%{source.label} → %{target.label}<br>%{value} events; %{customdata}"
                             "<extra></extra>",
        },
        textfont={"color": look.ink, "size": 13, "shadow": "none"},
    )
    return figure


def people_words(low: int, high: int) -> str:
    """`at least 6 people`, `6 to 10 people`: only what numbers are told."""
    if not high and not low:
        return "number of people not told"
    if not low:
        return f"at most {high:,} {'person' if high == 1 else 'people'}"
    if high > low:
        return f"{low:,} to {high:,} people"
    return f"at least {low:,} {'person' if low == 1 else 'people'}"
