"""The figures of a dossier: where a province lies among those that it touches, and what happened there in words.

Reads provinces with their number of events and the boundaries; events and the figure that `timeline.draw_events` made
of them. Returns Plotly figures without a base map, so that nothing is fetched. Names and numbers stand on them, so that
no shade has to be read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bayah.figures.look import Theme, base_layout, counted, plain, rows_of, wrapped
from bayah.figures.timeline import ROW

NOTHING = "nothing told"
_MARGIN = 0.6
"""How much of the neighbours is seen, in lengths of what is chosen."""
_LEAST = 1.2
"""The least width and height of the frame in degrees."""
_GRID = 24
_INDENT = "\u00a0" * 3
LABELS = (84, 42)
"""Lengths of the labels of a timeline, in characters: its last two traces, of which the page shows one."""
_BESIDE_ROWS = 110
"""Height of the axis and the legend of a timeline in pixels."""
_ROOM_FOR_LABELS = 1.1
"""Room for labels after the last event, in lengths of all the time before."""
_LINE, _LETTER = 24, 0.022
"""Letters to a line of a name on the map, and the width of one in widths of the map."""
Spot = tuple[float, float]
Frame = tuple[float, float, float, float]
"""West, south, east and north in degrees."""


def draw_surroundings(
    rows: pd.DataFrame, chosen: Collection[str], boundaries: Mapping[str, Any], look: Theme, height: int = 300
) -> go.Figure:
    """The `chosen` provinces among the others of `rows`, on which a click carries the province_id as its location.

    `rows` (key province_id; name, n_events) holds the chosen ones and their neighbours. Large neighbours are cut off
    at the frame, and named where most of them is seen.
    """
    figure = go.Figure(layout=base_layout(look, height))
    own = rows["province_id"].isin(list(chosen))
    silent = ~own & (rows["n_events"] == 0)
    ground = [feature["id"] for feature in boundaries["features"] if feature["id"] not in set(rows["province_id"])]
    _add_ground(figure, ground, boundaries, look)
    for places, colour in ((rows[silent], look.no_data), (rows[~own & ~silent], look.scale[0])):
        _add_places(figure, places, boundaries, colour, look.muted, 1)
    _add_places(figure, rows[own], boundaries, look.scale[2], look.ink, 2.5)
    frame = _frame(chosen, boundaries)
    rings = {feature["id"]: feature["geometry"]["coordinates"][0] for feature in boundaries["features"]}
    first = rows.assign(own=own).sort_values(["own", "n_events", "name"], ascending=[False, False, True])
    named = _apart([(spot, row) for row in rows_of(first) if (spot := _room(rings.get(row.province_id, []), frame))],
                   frame)
    figure.add_scattergeo(
        lon=[spot[0] for spot, _ in named], lat=[spot[1] for spot, _ in named], mode="text", hoverinfo="skip",
        text=[_label(row, row.province_id in chosen) for _, row in named], showlegend=False,
        textfont={"size": 11, "color": look.ink, "shadow": "none"})
    west, south, east, north = frame
    figure.update_geos(visible=False, projection_type="mercator", bgcolor="rgba(0,0,0,0)",
                       lonaxis_range=[west, east], lataxis_range=[south, north])
    figure.update_layout(dragmode=False, clickmode="event+select", margin={"l": 0, "r": 0, "t": 0, "b": 0})
    return figure


def _add_ground(figure: go.Figure, ids: Sequence[str], boundaries: Mapping[str, Any], look: Theme) -> None:
    """The outlines of all that is further away, which tell nothing."""
    if ids:
        figure.add_choropleth(
            geojson=boundaries, featureidkey="id", locations=ids, z=[0] * len(ids), showscale=False, hoverinfo="skip",
            colorscale=[[0, look.paper], [1, look.paper]], marker={"line": {"color": look.grid, "width": 1}})


def _add_places(
    figure: go.Figure, places: pd.DataFrame, boundaries: Mapping[str, Any], colour: str, line: str, width: float
) -> None:
    """Provinces in one colour, each with its number of events."""
    if len(places):
        figure.add_choropleth(
            geojson=boundaries, featureidkey="id", locations=places["province_id"], z=[0] * len(places),
            showscale=False, colorscale=[[0, colour], [1, colour]],
            text=[f"<b>{plain(row.name)}</b><br>{counted(row.n_events, 'event') if row.n_events else NOTHING}"
                  for row in rows_of(places)], hovertemplate="%{text}<extra></extra>",
            marker={"line": {"color": line, "width": width}},
            selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}})


def _apart(named: list[tuple[Spot, Any]], frame: Frame) -> list[tuple[Spot, Any]]:
    """Of names that would cover each other the one that comes first; the rest show on hover, and below the map."""
    west, south, east, north = frame
    taken: list[tuple[float, float, float]] = []
    kept = []
    for (x, y), row in named:
        half = min(len(row.name), _LINE) / 2 * _LETTER * (east - west)
        if all(abs(ox - x) > half + other or abs(oy - y) > 2 * _LETTER * (north - south) for ox, oy, other in taken):
            taken.append((x, y, half))
            kept.append(((x, y), row))
    return kept


def _label(row: Any, is_chosen: bool) -> str:
    words = wrapped(row.name if is_chosen or not row.n_events else f"{row.name} {row.n_events:,}", _LINE)
    return f"<b>{words}</b>" if is_chosen else words


def _frame(chosen: Collection[str], boundaries: Mapping[str, Any]) -> Frame:
    """What is shown: the chosen provinces with room around them; without any all there is."""
    features = boundaries["features"]
    rings = [feature["geometry"]["coordinates"][0] for feature in features if feature["id"] in chosen]
    points = [point for ring in rings or [feature["geometry"]["coordinates"][0] for feature in features]
              for point in ring]
    west, south = (min(point[axis] for point in points) for axis in (0, 1))
    east, north = (max(point[axis] for point in points) for axis in (0, 1))
    room = _MARGIN * max(east - west, north - south, _LEAST) if rings else 0
    return west - room, south - room, east + room, north + room


def _room(ring: Sequence[Sequence[float]], frame: Frame) -> Spot | None:
    """Of a grid over the frame the point inside the outline that lies furthest from it and from the frame."""
    west, south, east, north = frame
    best, most = None, 0.0
    for i in range(1, _GRID):
        for j in range(1, _GRID):
            x, y = west + (east - west) * i / _GRID, south + (north - south) * j / _GRID
            if _is_inside(x, y, ring):
                # A name is wider than high, so room to the sides counts for less.
                free = min(*(max(abs(x - px) / 2, abs(y - py)) for px, py in ring),
                           (x - west) / 2, (east - x) / 2, y - south, north - y)
                if free > most:
                    best, most = (x, y), free
    return best


def _is_inside(x: float, y: float, ring: Sequence[Sequence[float]]) -> bool:
    """Whether a ray from the point crosses the outline an odd number of times."""
    crossings = [True for (ax, ay), (bx, by) in pairwise(ring)
                 if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay)]
    return len(crossings) % 2 == 1


def open_all_years(figure: go.Figure, events: pd.DataFrame, look: Theme, labelled: bool) -> go.Figure:
    """A timeline opened on all its years; `labelled` sets beside the last event of each row what it is.

    `figure` is what `timeline.draw_events` made of `events` (key event_id). The other labels stand in the hover. The
    last two traces are the labels, long and short, for the page to show those that it has room for.
    """
    ends = events.assign(end=events["date_latest"].fillna(events["date_earliest"])).dropna(subset="end")
    if ends.empty:
        return figure
    begun, over = ends["date_earliest"].fillna(ends["end"]).min(), ends["end"].max()
    width = max(over - begun, pd.Timedelta(days=60))
    if labelled:
        figure.update_traces(text=None, selector={"type": "bar"})
        _add_labels(figure, ends, look)
    figure.update_layout(margin={"t": 34}, height=_BESIDE_ROWS + ROW * max(figure.layout.yaxis.range[0], 2))
    figure.update_xaxes(range=[begun - width * 0.06, over + width * (_ROOM_FOR_LABELS if labelled else 0.06)])
    return figure


def _add_labels(figure: go.Figure, ends: pd.DataFrame, look: Theme) -> None:
    called, end_of = ends.set_index("event_id")["label"], ends.set_index("event_id")["end"]
    row_of = {data[0]: row for trace in figure.data if trace.type == "scatter"
              for data, row in zip(trace.customdata, trace.y, strict=True)}
    last = {row: event_id for event_id, row in sorted(row_of.items(), key=lambda found: end_of[found[0]])}
    for longest in LABELS:
        figure.add_scatter(
            mode="text", x=[end_of[event_id] for event_id in last.values()], y=list(last),
            text=[_INDENT + plain(_cut(called[event_id], longest)) for event_id in last.values()],
            textposition="middle right", textfont={"color": look.ink, "size": 11}, cliponaxis=False, hoverinfo="skip",
            showlegend=False, selected={"textfont": {"color": look.ink}}, unselected={"textfont": {"color": look.ink}})


def _cut(label: str, longest: int) -> str:
    return label if len(label) <= longest else f"{label[:longest].rsplit(' ', 1)[0]} …"
