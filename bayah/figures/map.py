"""The map: provinces of both countries shaded by a measure, and points for places that are known more finely.

Reads the rows of `provinces.select_shades` and `provinces.select_points`, and the boundaries. Returns a Plotly figure
without a base map, so that nothing is fetched, and the cells from which the page redraws it while time plays. A
province of which nothing is told has a class of its own, which is not zero.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bayah.figures.look import Theme, base_layout, plain, rows_of
from bayah.model import Shade

NO_DATA = "nothing told"
Cell = tuple[float, str, str]
"""What the map says of one province or place: its value, the text set into it, and what the hover tells."""
_STRONG = {"count": 0.45, "share": 0.45, "balance": 0.75}
"""From which part of the scale on its shades want the ink of the other theme."""
_FRAME = {"lonaxis_range": [60.3, 78.0], "lataxis_range": [23.4, 38.7]}


def draw_provinces(
    rows: pd.DataFrame, boundaries: object, label: str, selected: Collection[str], look: Theme,
    height: int = 560, shade: Shade = "count", sides: tuple[str, str] = ("", ""), top: float | None = None,
) -> go.Figure:
    """A choropleth of `rows` (key province_id; name, value, n_contested, and what `shade` needs).

    `label` names the measure; `selected` provinces wear a strong outline. `shade` is a `count`, a `share` (value from
    0 to 1) or a `balance` of two groups called `sides` (value from -1 to 1, with the counts `first` and `second`).
    `top` ends the scale, so that several maps can have the same; without it the scale ends at the highest value.
    `boundaries` is a GeoJSON, or what stands for one until the page puts it in.
    """
    figure = go.Figure(layout=base_layout(look, height))
    told, silent = rows[rows["value"].notna()], rows[rows["value"].isna()]
    common = {"geojson": boundaries, "featureidkey": "id"}
    figure.add_choropleth(
        **common, locations=silent["province_id"], z=[0] * len(silent), name=NO_DATA, showlegend=True,
        colorscale=[[0, look.no_data], [1, look.no_data]], showscale=False,
        text=[plain(name) for name in silent["name"]], meta="silent",
        hovertemplate=f"<b>%{{text}}</b><br>{NO_DATA}<extra></extra>",
        marker={"line": {"color": look.border, "width": 1}}, **_KEPT_WHEN_OTHERS_ARE_CHOSEN,
    )
    if len(told) or top is not None:
        _add_told(figure, told, common, label, look, shade, sides, top)
    _add_outline(figure, rows[rows["province_id"].isin(selected)], common, look)
    # Fixed bounds keep the frame when a filter leaves nothing to fit to.
    figure.update_geos(visible=False, projection_type="mercator", bgcolor="rgba(0,0,0,0)", **_FRAME)
    figure.update_layout(
        dragmode="pan", hoverdistance=5,  # a place does not swallow the clicks on a small province
        legend={"x": 0.99, "xanchor": "right", "y": 0.02, "yanchor": "bottom"})
    return figure


_KEPT_WHEN_OTHERS_ARE_CHOSEN = {
    "selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}


def _add_told(
    figure: go.Figure, told: pd.DataFrame, common: dict[str, Any], label: str, look: Theme, shade: Shade,
    sides: tuple[str, str], top: float | None,
) -> None:
    scale = look.balance if shade == "balance" else look.scale
    low, high, ticks = _ticks(scale_top(told, shade) if top is None else top, shade, sides)
    steps = len(scale) - 1
    cells = cells_of(told, "province_id", label, shade, sides)
    figure.add_choropleth(
        **common, locations=list(cells), z=[cell[0] for cell in cells.values()], zmin=low, zmax=high,
        colorscale=[[i / steps, colour] for i, colour in enumerate(scale)],
        text=[plain(name) for name in told["name"]], meta="told",
        customdata=[cell[2] for cell in cells.values()], name="",
        hovertemplate="<b>%{text}</b><br>%{customdata}<extra></extra>",
        marker={"line": {"color": look.border, "width": 1}}, **_KEPT_WHEN_OTHERS_ARE_CHOSEN,
        colorbar={
            "title": {"text": label, "side": "top", "font": {"size": 12}}, "tickfont": {"size": 11},
            "orientation": "h", "thickness": 10, "len": 0.24 if shade == "balance" else 0.3,
            "x": 0.93 if shade == "balance" else 0.99, "xanchor": "right", "y": 0.1, "yanchor": "bottom",
            "outlinewidth": 0, "tickvals": list(ticks), "ticktext": list(ticks.values()),
        },
    )


def scale_top(rows: pd.DataFrame, shade: Shade) -> float:
    """Where the scale of these rows ends."""
    highest = rows["value"].max()
    return 1.0 if shade != "count" or pd.isna(highest) else max(float(highest), 1.0)


def _ticks(top: float, shade: Shade, sides: tuple[str, str]) -> tuple[float, float, dict[float, str]]:
    """The ends of the scale, and what stands at its ticks."""
    if shade == "balance":
        first, second = (plain(side) for side in sides)
        return -1, 1, {-1: f"only {second}", 0: "alike", 1: f"only {first}"}
    if shade == "share":
        return 0, 1, {0: "0%", 0.5: "50%", 1: "100%"}
    return 0, top, {tick: f"{tick:,}" for tick in sorted({0, round(top / 2), round(top)})}


def cells_of(
    rows: pd.DataFrame, key: str, label: str, shade: Shade = "count", sides: tuple[str, str] = ("", "")
) -> dict[str, Cell]:
    """By `key` what the map says of each of these rows that has a value."""
    told = rows_of(rows[rows["value"].notna()])
    return {getattr(row, key): (round(float(row.value), 4), marked_value(row, shade),
                                _told_words(row, label, shade, sides)) for row in told}


def _told_words(row: Any, label: str, shade: Shade, sides: tuple[str, str]) -> str:
    """What the hover tells of one province or place."""
    if shade == "balance":
        words = f"{label}<br>{plain(sides[0])}: {int(row.first)}<br>{plain(sides[1])}: {int(row.second)}"
    elif shade == "share":
        n, whole = int(row.n_events), round(row.n_events / row.value) if row.value else 0
        words = f"{label}: {n:,} of {whole:,} ({short_value(row, shade)})"
    else:
        words = f"{label}: {short_value(row, shade)}"
    words += f"<br>{int(row.n_contested)} disputed" if pd.notna(row.n_contested) and row.n_contested else ""
    return words + (f"<br>{n_drafts} of machine drafts" if (n_drafts := _n_drafts(row)) else "")


def _n_drafts(row: Any) -> int:
    """How many of its events are machine drafts; a balance of two groups does not tell."""
    told = getattr(row, "n_draft", 0)
    return 0 if pd.isna(told) else int(told)


def _is_draft(row: Any) -> bool:
    """Whether all that is told of it are machine drafts."""
    n_drafts = _n_drafts(row)
    return n_drafts > 0 and n_drafts == int(row.n_events)


def short_value(row: Any, shade: Shade = "count") -> str:
    """The value of a province in the least room: 3, 19–20, 48%, 18 : 9.

    A span runs from what surely happened in the time of the view to what can have, or from the fewest people to the
    most.
    """
    if shade == "balance":
        return f"{int(row.first)} : {int(row.second)}"
    if shade == "share":
        return f"{float(row.value):.0%}"
    low, high = (getattr(row, name, None) for name in ("value_min", "value_max"))
    low, high = (int(row.value) if end is None or pd.isna(end) else int(end) for end in (low, high))
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def marked_value(row: Any, shade: Shade = "count") -> str:
    """The value with a `?` where sources dispute something of it, and `draft` where all of it is machine drafts."""
    disputed = pd.notna(row.n_contested) and row.n_contested > 0
    return short_value(row, shade) + (" draft" if _is_draft(row) else "") + (" ?" if disputed else "")


def _add_outline(
    figure: go.Figure, chosen: pd.DataFrame, common: dict[str, Any], look: Theme
) -> None:
    figure.add_choropleth(
        **common, locations=chosen["province_id"], z=[0] * len(chosen), showscale=False,
        colorscale=[[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]], hoverinfo="skip", meta="chosen",
        marker={"line": {"color": look.ink, "width": 3}}, name="chosen", showlegend=False,
        **_KEPT_WHEN_OTHERS_ARE_CHOSEN,
    )


def add_places(figure: go.Figure, points: pd.DataFrame, label: str, look: Theme) -> go.Figure:
    """Points for places finer than a province (key place_id; name, kind, where_prec, latitude, longitude, value).

    A disc is an exact place, a diamond stands at the seat of a district; larger for more. With a dot in it: machine
    drafts alone.
    """
    cells = cells_of(points, "place_id", label)
    figure.add_scattergeo(
        lon=points["longitude"].tolist(), lat=points["latitude"].tolist(), mode="markers", meta="places",
        showlegend=False, name="",
        text=[f"{plain(row.name)} ({row.kind})" for row in rows_of(points)],
        customdata=[[place_id, *cell] for place_id, cell in cells.items()],
        hovertemplate="<b>%{text}</b><br>%{customdata[3]}<extra></extra>",
        marker={"size": [point_size(cell[0]) for cell in cells.values()], "color": look.paper, "opacity": 0.95,
                "symbol": [f"{point_symbol(row.where_prec)}{'-dot' if _is_draft(row) else ''}"
                           for row in rows_of(points)],
                "line": {"color": look.ink, "width": 1.5}}, **_KEPT_WHEN_OTHERS_ARE_CHOSEN,
    )
    return figure


def point_symbol(where_prec: int) -> str:
    """A disc for an exact place, a diamond for the seat of a district."""
    return "circle" if where_prec <= 2 else "diamond"


def point_size(value: float) -> float:
    """The width of a point in pixels; its area grows with the value."""
    return float(round(5 + 3 * value**0.5, 1))


def add_labels(
    figure: go.Figure, rows: pd.DataFrame, look: Theme, shade: Shade = "count", top: float | None = None,
) -> go.Figure:
    """Names and values of the provinces in `rows` (name, latitude, longitude, value) at a point inside them.

    Their ink is light on dark shades and dark on light ones. The page sets what fits into its province (`map.js`).
    """
    figure.add_scattergeo(  # lines to labels that stand beside their province; the page draws them
        lon=[None], lat=[None], mode="lines", hoverinfo="skip", showlegend=False, meta="leaders",
        line={"color": look.ink, "width": 1})
    inks = ink_of(look)
    limit = _STRONG[shade] * (scale_top(rows, shade) if top is None else top)
    strong = (rows["value"].astype("Float64").abs() > limit).fillna(False)
    figure.add_scattergeo(
        lon=rows["longitude"].tolist(), lat=rows["latitude"].tolist(), mode="text", hoverinfo="skip",
        showlegend=False, meta="labels",
        text=[_label(row, shade) for row in rows_of(rows)],
        customdata=[[row.province_id, plain(_short(row.name))] for row in rows_of(rows)],
        textfont={"size": 11, "color": [inks["silent"] if pd.isna(value) else inks["strong" if dark else "weak"]
                                          for value, dark in zip(rows["value"], strong, strict=True)],
                  "shadow": "none"},
    )
    figure.add_scattergeo(
        lon=[65.6, 66.2], lat=[36.0, 27.4], mode="text", hoverinfo="skip", showlegend=False, meta="countries",
        text=["AFGHANISTAN", "PAKISTAN"], textfont={"size": 12, "color": look.muted},
    )
    return figure


def ink_of(look: Theme) -> Mapping[str, str]:
    """The ink of labels on strong shades, on weak ones, where nothing is told, and beside the province."""
    light, dark = ("#FFFFFF", "#10161E")
    on = (light, dark) if look.name == "light" else (dark, light)
    return {"strong": on[0], "weak": on[1], "silent": look.muted, "beside": look.ink}


def strong_from(shade: Shade, top: float) -> float:
    """The value from which on a province has a strong shade."""
    return _STRONG[shade] * top


def _label(row: Any, shade: Shade) -> str:
    name = plain(_short(row.name))
    return name if pd.isna(row.value) else f"{name}<br>{marked_value(row, shade)}"


def _short(name: str) -> str:
    """Names too long for their province by the initials they go by."""
    return "".join(word[0] for word in name.split()) if len(name) > 20 else name
