"""How far the confidence of a draft can be trusted: the share of drafts that hold, by what was promised.

Reads the bins of `bayah.drafting.results`. Returns a Plotly figure. Refuses nothing.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from bayah.figures.look import CATEGORICAL, Theme, base_layout, counted

_SMALLEST, _LARGEST = 9, 26
"""Sizes of the marks in pixels."""


def draw_calibration(bins: pd.DataFrame, look: Theme, height: int = 360) -> go.Figure:
    """The reliability diagram of `bins` (key low; n, mean, accepted), the number of drafts written at each mark."""
    figure = go.Figure(layout=base_layout(look, height))
    figure.add_scatter(x=[0, 1], y=[0, 1], mode="lines", hoverinfo="skip", name="as promised",
                       line={"color": look.muted, "dash": "dash", "width": 1.5})
    most = max(bins["n"].max(), 1)
    figure.add_scatter(
        x=bins["mean"], y=bins["accepted"], mode="markers+text", name="drafts (their number)",
        text=[f"{n:,}" for n in bins["n"]], textposition="bottom center", textfont={"color": look.ink, "size": 12},
        marker={"size": _SMALLEST + (_LARGEST - _SMALLEST) * (bins["n"] / most) ** 0.5, "color": CATEGORICAL[0],
                "line": {"color": look.paper, "width": 1.5}},
        customdata=[counted(n, "draft") for n in bins["n"]],
        hovertemplate="%{customdata}: %{x:.0%} promised, %{y:.0%} hold<extra></extra>")
    axis = {"range": [-0.03, 1.06], "tickformat": ".0%", "gridcolor": look.grid, "zeroline": False, "color": look.ink,
            "fixedrange": True, "automargin": True}
    figure.update_layout(xaxis=axis | {"title": {"text": "Confidence", "standoff": 8}},
                         yaxis=axis | {"title": {"text": "Drafts that hold", "standoff": 8}})
    return figure
