"""The map: provinces of both countries shaded by a measure.

Reads the rows of `query.select_provinces` and the boundaries. Returns a Plotly figure without a base map, so that
nothing is fetched. A province of which nothing is told has a class of its own, which is not zero.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from bayah.figures.look import Theme, base_layout, plain, rows_of

NO_DATA = "nothing told"
Shade = Literal["count", "share", "balance"]


def draw_provinces(
    rows: pd.DataFrame, boundaries: dict[str, Any], label: str, selected: Collection[str], look: Theme,
    height: int = 560, shade: Shade = "count", sides: tuple[str, str] = ("", ""),
) -> go.Figure:
    """A choropleth of `rows` (key province_id; name, value, n_contested, and what `shade` needs).

    `label` names the measure; `selected` provinces wear a strong outline. `shade` is a `count`, a `share` (value from
    0 to 1) or a `balance` of two groups called `sides` (value from -1 to 1, with the counts `first` and `second`).
    """
    figure = go.Figure(layout=base_layout(look, height))
    told, silent = rows[rows["value"].notna()], rows[rows["value"].isna()]
    common = {"geojson": boundaries, "featureidkey": "id"}
    figure.add_choropleth(
        **common, locations=silent["province_id"], z=[0] * len(silent), name=NO_DATA, showlegend=True,
        colorscale=[[0, look.no_data], [1, look.no_data]], showscale=False,
        text=[plain(name) for name in silent["name"]],
        hovertemplate=f"<b>%{{text}}</b><br>{NO_DATA}<extra></extra>",
        marker={"line": {"color": look.border, "width": 1}},
    )
    if len(told):
        _add_told(figure, told, common, label, look, shade, sides)
    _add_outline(figure, rows[rows["province_id"].isin(selected)], common, look)
    # Fixed bounds keep the frame when a filter leaves nothing to fit to.
    figure.update_geos(
        visible=False, projection_type="mercator", bgcolor="rgba(0,0,0,0)",
        lonaxis_range=[60.3, 78.0], lataxis_range=[23.4, 38.7],
    )
    figure.update_layout(
        dragmode="pan", clickmode="event+select",
        legend={"x": 0.99, "xanchor": "right", "y": 0.02, "yanchor": "bottom"})
    return figure


def _add_told(
    figure: go.Figure, told: pd.DataFrame, common: dict[str, Any], label: str, look: Theme, shade: Shade,
    sides: tuple[str, str],
) -> None:
    scale = look.balance if shade == "balance" else look.scale
    low, high, ticks = _ticks(told["value"], shade, sides)
    steps = len(scale) - 1
    disputed = [f"<br>{n} disputed" if n else "" for n in told["n_contested"].fillna(0).astype(int)]
    words = [_told_words(row, label, shade, sides) for row in rows_of(told)]
    figure.add_choropleth(
        **common, locations=told["province_id"], z=told["value"].astype(float), zmin=low, zmax=high,
        colorscale=[[i / steps, colour] for i, colour in enumerate(scale)],
        text=[plain(name) for name in told["name"]],
        customdata=[word + more for word, more in zip(words, disputed, strict=True)], name="",
        hovertemplate="<b>%{text}</b><br>%{customdata}<extra></extra>",
        marker={"line": {"color": look.border, "width": 1}},
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
        colorbar={
            "title": {"text": label, "side": "top"}, "orientation": "h", "thickness": 10, "len": 0.34,
            "x": 0.9 if shade == "balance" else 0.99, "xanchor": "right", "y": 0.1, "yanchor": "bottom",
            "outlinewidth": 0, "tickvals": list(ticks), "ticktext": list(ticks.values()),
        },
    )


def _ticks(values: pd.Series[float], shade: Shade, sides: tuple[str, str]) -> tuple[float, float, dict[float, str]]:
    """The ends of the scale, and what stands at its ticks."""
    if shade == "balance":
        first, second = (plain(side) for side in sides)
        return -1, 1, {-1: f"only {second}", 0: "alike", 1: f"only {first}"}
    if shade == "share":
        return 0, 1, {0: "0%", 0.5: "50%", 1: "100%"}
    top = max(int(values.max()), 1)
    return 0, top, {tick: f"{tick:,}" for tick in sorted({0, round(top / 2), top})}


def _told_words(row: Any, label: str, shade: Shade, sides: tuple[str, str]) -> str:
    """What the hover tells of one province."""
    if shade == "balance":
        return f"{label}<br>{plain(sides[0])}: {int(row.first)}<br>{plain(sides[1])}: {int(row.second)}"
    return f"{label}: {short_value(row, shade)}"


def short_value(row: Any, shade: Shade = "count") -> str:
    """The value of a province in the least room: 3, 19 to 20, 48%, 18 : 9."""
    if shade == "balance":
        return f"{int(row.first)} : {int(row.second)}"
    if shade == "share":
        return f"{float(row.value):.0%}"
    most = getattr(row, "value_max", row.value)
    return f"{int(row.value):,}" if pd.isna(most) or most == row.value else f"{int(row.value):,} to {int(most):,}"


def _add_outline(
    figure: go.Figure, chosen: pd.DataFrame, common: dict[str, Any], look: Theme
) -> None:
    if len(chosen):
        figure.add_choropleth(
            **common, locations=chosen["province_id"], z=[0] * len(chosen), showscale=False,
            colorscale=[[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]], hoverinfo="skip",
            marker={"line": {"color": look.ink, "width": 3}}, name="chosen", showlegend=False,
        )


def add_labels(figure: go.Figure, rows: pd.DataFrame, look: Theme, shade: Shade = "count") -> go.Figure:
    """Names and values of the provinces in `rows` (name, latitude, longitude, value) set inside them.

    Their ink is light on dark shades and dark on light ones.
    """
    rows = _apart(rows)
    weight = rows["value"].astype(float).abs()
    top = max(float(weight.max()), 1.0) if len(rows) and shade == "count" else 1.0
    strong = weight / top > (0.75 if shade == "balance" else 0.45)
    light, dark = ("#FFFFFF", "#10161E")
    on_strong = light if look.name == "light" else dark
    on_weak = dark if look.name == "light" else light
    figure.add_scattergeo(
        lon=rows["longitude"], lat=rows["latitude"], mode="text", hoverinfo="skip", showlegend=False,
        text=[f"{plain(_short(row.name))}<br>{short_value(row, shade)}" for row in rows_of(rows)],
        textfont={"size": 10.5, "color": [on_strong if s else on_weak for s in strong], "shadow": "none"},
    )
    figure.add_scattergeo(
        lon=[65.6, 66.2], lat=[36.0, 27.4], mode="text", hoverinfo="skip", showlegend=False,
        text=["AFGHANISTAN", "PAKISTAN"], textfont={"size": 12, "color": look.muted},
    )
    return figure


def _apart(rows: pd.DataFrame) -> pd.DataFrame:
    """Of labels that would cover each other the one of the higher value; the rest show on hover."""
    kept: list[tuple[float, float, float]] = []
    chosen = []
    for row in rows_of(rows.sort_values("value", ascending=False)):
        half = 0.085 * max(len(_short(row.name)), 3)  # half the width of the text in degrees
        free = all(abs(row.longitude - x) > half + other or abs(row.latitude - y) > 0.75
                   for x, y, other in kept)
        if free:
            kept.append((row.longitude, row.latitude, half))
            chosen.append(row.Index)
    return rows.loc[chosen]


def _short(name: str) -> str:
    """Names too long for their province by the initials they go by."""
    return "".join(word[0] for word in name.split()) if len(name) > 20 else name
