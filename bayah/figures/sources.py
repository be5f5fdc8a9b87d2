"""The figure of the articles: how many events each tells, and how many of them no other does.

Reads the rows of `sources.select_contributions`. Returns a Plotly figure in which the numbers stand on the bars, so
that no shade has to be read.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bayah.dates import edtf_words
from bayah.figures.look import Theme, base_layout, plain, rows_of

BAR = 44
"""Height of a bar and the room around it in pixels."""
_BESIDE_BARS = 40
"""Height of the legend in pixels."""
_ROOM = 1.15
"""Length of the axis in lengths of the longest bar: a number stands beside a part that is too short for it."""
_LONGEST = 40
"""Letters of a publisher's name beside a bar."""


def draw_contributions(rows: pd.DataFrame, look: Theme, chosen: str = "") -> go.Figure:
    """A bar each article, the first at the top: events that it alone tells, and those that others tell too.

    The name of the `chosen` one is bold. A click carries the source_id as its customdata.
    """
    figure = go.Figure(layout=base_layout(look, _BESIDE_BARS + BAR * max(len(rows), 1)))
    shared = rows["n_events"] - rows["n_alone"]
    for name, numbers, colour in (("told only here", rows["n_alone"], look.scale[3]),
                                  ("told by others too", shared, look.scale[1])):
        figure.add_bar(
            x=numbers, y=rows["source_id"], orientation="h", name=name, text=[str(n) if n else "" for n in numbers],
            customdata=rows["source_id"], marker={"color": colour, "line": {"color": look.ink, "width": 1}},
            textposition="auto", insidetextanchor="middle", textangle=0,
            hovertemplate=f"%{{x}} events {name}<extra></extra>")
    figure.update_layout(barmode="stack", bargap=0.35, legend={"traceorder": "normal"})
    most = max(rows["n_events"], default=0)
    figure.update_xaxes(visible=False, fixedrange=True, range=[0, max(most, 1) * _ROOM])
    figure.update_yaxes(
        autorange="reversed", fixedrange=True, automargin=True, tickmode="array", tickvals=rows["source_id"],
        ticktext=[_named(row, row.source_id == chosen) for row in rows_of(rows)])
    return figure


def _named(row: Any, is_chosen: bool) -> str:
    words = f"{plain(row.publisher[:_LONGEST])}<br>{edtf_words(row.published)}"
    return f"<b>{words}</b>" if is_chosen else words
