"""The timeline: events with honest dates in lanes, their density, and cells where they are too many.

Reads selections of `bayah.timeline`. Returns Plotly figures in which a mark is a day, a bar is the span within which
the day lies, and what fades to one side is open there. Disputed ones are hollow or hatched, and a disputed date shows
every span that is told. A mark carries its event_id as the first of its customdata, a cell what it narrows to.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bayah.dates import span_words
from bayah.figures.look import (
    CATEGORIES,
    NEUTRAL,
    OTHER_SYMBOL,
    SYMBOL_WORDS,
    SYMBOLS,
    Theme,
    base_layout,
    counted,
    faded,
    plain,
    rows_of,
    wrapped,
)

ROW = 21
"""Height of one row of marks in pixels."""
STUB = pd.Timedelta(days=120)
"""Length of the fading stub that stands for an end that is not told."""
HOVER = "<b>%{customdata[1]}</b><br>%{customdata[2]}<extra></extra>"
_INDENT = "\u00a0" * 5
"""Room for the mark at the beginning of a bar."""
_FADES = (0.32, 0.2, 0.1)
"""How a span that is open on one side fades out."""
_PATTERNS = ("", "/", "x", ".", "-")
_DENSITY = 146
"""Height of the density in pixels."""
_CELL_SIDES = (8, 26)


def draw_events(
    events: pd.DataFrame, lane_order: Sequence[str], colours: Mapping[str, str], look: Theme,
    on: pd.Timestamp | None = None, told: pd.DataFrame | None = None, lag: bool = False,
) -> go.Figure:
    """Events with their `lane` (key event_id, lane) in lanes; `colours` are by event_id.

    `told` are rows of `timeline.told_dates`; with `lag` a line leads from each event to the day by which it was
    known. The figure opens on the `busiest` years.
    """
    events = events.assign(colour=events["event_id"].map(colours)).reset_index(drop=True)
    placed, bands, n_rows = _pack(events, lane_order, lag)
    figure = go.Figure(layout=base_layout(look, 110 + ROW * max(n_rows, 8)))
    _lane_bands(figure, bands, look)
    is_bar = placed["date_earliest"].notna() & (placed["date_precision"] != "day")
    if lag:
        _add_lags(figure, placed, look)
    _add_fades(figure, placed)
    _add_bars(figure, placed[is_bar], look)
    if told is not None:
        _add_told(figure, placed, told, look)
    at = placed["date_latest"].mask(is_bar, placed["date_earliest"])
    add_marks(figure, placed.assign(at=at, is_bar=is_bar, is_open=placed["date_earliest"].isna()), look)
    time_axis(figure, placed, look, on)
    figure.update_yaxes(range=[n_rows - 0.3, -0.9], visible=False, fixedrange=True)
    # A bar too short for its words shows none; they stand in the hover and the table.
    figure.update_layout(uniformtext={"minsize": 9, "mode": "hide"})
    return figure


def _pack(
    events: pd.DataFrame, lane_order: Sequence[str], lag: bool
) -> tuple[pd.DataFrame, list[tuple[str, int, int]], int]:
    """Each event on a row of its lane where it meets no other (interval partitioning, n log n).

    The first row of a lane is kept free for its name.
    """
    rows: dict[Any, int] = {}
    bands, base = [], 0
    first, last = busiest(events)
    width = max((last - first) / 80, pd.Timedelta(days=4))
    starts = events["date_earliest"].fillna(events["date_latest"] - STUB)
    ends = events["date_latest"].fillna(starts + STUB)
    if lag:
        ends = ends.where(ends > events["known_date"], events["known_date"])
    for lane in lane_order:
        if not (events["lane"] == lane).any():
            continue
        mine = starts[events["lane"] == lane].dropna()
        free: list[tuple[pd.Timestamp, int]] = []
        used = 0
        for index in mine.sort_values(kind="stable").index:
            start = starts[index]
            if free and free[0][0] < start:
                _, row = heapq.heappop(free)
            else:
                row, used = used, used + 1
            heapq.heappush(free, (max(ends[index], start) + width, row))
            rows[index] = base + 1 + row
        bands.append((lane, base, base + used))
        base += used + 1
    placed = events.loc[sorted(rows)]
    return placed.assign(row=pd.Series(rows, dtype="int64").reindex(placed.index)), bands, base


def _lane_bands(figure: go.Figure, bands: Sequence[tuple[str, int, int]], look: Theme) -> None:
    """A ground for every lane, and its name at the upper left of it; set at once, since each addition costs."""
    grounds = [
        {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": low - 0.5, "y1": high + 0.5, "line": {"width": 0},
         "fillcolor": look.grid, "opacity": 0.4, "layer": "below"} for _, low, high in bands[::2]]
    names = [
        {"x": 0, "xref": "paper", "xanchor": "left", "y": low, "yref": "y", "showarrow": False,
         "text": f"<b>{plain(lane)}</b>", "font": {"color": look.ink, "size": 12.5}} for lane, low, _ in bands]
    figure.update_layout(shapes=grounds, annotations=names)


def _hover(event: Any) -> tuple[str, str, str]:
    when = span_words(_date(event.date_earliest), _date(event.date_latest))
    told = f"{counted(event.n_claims, 'claim')} in {counted(event.n_sources, 'source')}"
    known = f"<br>Known by {span_words(*[_date(event.known_date)] * 2)}" if hasattr(event, "known_date") else ""
    disputed = "<br>Disputed" if event.is_contested else ""
    draft = "<br>Machine draft, nobody has reviewed it" if event.is_draft else ""
    return event.event_id, wrapped(event.label), f"{plain(event.kind)}, {when}<br>{told}{known}{disputed}{draft}"


def _length(first: pd.Series[Any], last: pd.Series[Any]) -> pd.Series[float]:
    """Milliseconds from the beginning of the first day to the end of the last."""
    return (last - first).dt.total_seconds() * 1000 + 86_400_000


def _add_bars(figure: go.Figure, bars: pd.DataFrame, look: Theme) -> None:
    if bars.empty:
        return
    latest = bars["date_latest"].fillna(bars["date_earliest"])
    figure.add_bar(
        orientation="h", base=bars["date_earliest"], x=_length(bars["date_earliest"], latest), y=bars["row"],
        width=0.88, text=[_INDENT + plain(label) for label in bars["label"]], textposition="inside",
        insidetextanchor="start", textfont={"color": look.ink, "size": 10.5}, textangle=0,
        customdata=[_hover(event) for event in rows_of(bars)], hovertemplate=HOVER, name="within this span",
        marker={
            "color": [faded(colour, 0.45) for colour in bars["colour"]],
            "line": {"width": 1, "color": bars["colour"]},
            "pattern": {"shape": shapes_of(bars),
                        "fgcolor": look.ink, "size": 5, "solidity": 0.25},
        },
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}}, showlegend=False,
    )


def _add_fades(figure: go.Figure, placed: pd.DataFrame) -> None:
    """What is known to be before or after a day only fades out on the open side."""
    part = STUB / len(_FADES)
    before, after = placed[placed["date_earliest"].isna()], placed[placed["date_latest"].isna()]
    pieces = [rows.assign(base=rows[end] + (n * part if way > 0 else -(n + 1) * part), opacity=opacity)
              for rows, end, way in ((before, "date_latest", -1), (after, "date_earliest", 1))
              for n, opacity in enumerate(_FADES)]
    fades = pd.concat(pieces, ignore_index=True)
    if fades.empty:
        return
    figure.add_bar(
        orientation="h", base=fades["base"], x=[part.total_seconds() * 1000] * len(fades), y=fades["row"], width=0.6,
        name="open", showlegend=False, customdata=[_hover(event) for event in rows_of(fades)], hovertemplate=HOVER,
        marker={"color": [faded(row.colour, row.opacity) for row in rows_of(fades)], "line": {"width": 0}},
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}})


def _add_told(figure: go.Figure, placed: pd.DataFrame, told: pd.DataFrame, look: Theme) -> None:
    """Every span that is told of an event whose date is disputed, as an outline round it."""
    spans = told.merge(placed.drop(columns=["date_earliest", "date_latest", "n_claims"]), on="event_id")
    spans = spans.dropna(subset=["date_earliest", "date_latest"])
    if spans.empty:
        return
    figure.add_bar(
        orientation="h", base=spans["date_earliest"], x=_length(spans["date_earliest"], spans["date_latest"]),
        y=spans["row"], width=0.95, name="told by some", showlegend=False, hovertemplate=HOVER,
        customdata=[(row.event_id, wrapped(row.label),
                     f"Told by {counted(row.n_claims, 'claim')}: "
                     f"{span_words(_date(row.date_earliest), _date(row.date_latest))}") for row in rows_of(spans)],
        marker={"color": "rgba(0,0,0,0)", "line": {"width": 1.6, "color": look.ink}},
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}})


def _add_lags(figure: go.Figure, placed: pd.DataFrame, look: Theme) -> None:
    """From each event a thin line to a tick on the day by which the first article told of it."""
    last = placed["date_latest"].fillna(placed["date_earliest"])
    later = placed[last < placed["known_date"]].assign(last=last)
    x: list[Any] = []
    y: list[Any] = []
    for row in rows_of(later):
        x += [row.last, row.known_date, None]
        y += [row.row, row.row, None]
    figure.add_scatter(x=x, y=y, mode="lines", line={"color": look.muted, "width": 1}, hoverinfo="skip",
                       showlegend=False, name="lag")
    figure.add_scatter(
        x=placed["known_date"], y=placed["row"], mode="markers", name="first published", hovertemplate=HOVER,
        customdata=[_hover(event) for event in rows_of(placed)],
        marker={"symbol": "line-ns", "size": 9, "line": {"width": 2, "color": look.muted}},
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}})


def add_marks(figure: go.Figure, marks: pd.DataFrame, look: Theme) -> None:
    """A mark for each event at `at` on its `row`, a trace a symbol, so that the legend says what symbols mean.

    At the beginning of a bar it is small (`is_bar`). An arrow to the left (`is_open`): by this day at the latest,
    nobody says since when. Hollow: disputed. With a dot in it: a machine draft.
    """
    symbols = marks["kind"].map(SYMBOLS).fillna(OTHER_SYMBOL)
    for symbol, rows in marks.groupby(symbols, sort=True):
        marked = [f"{symbol}{'-open' if row.is_contested else ''}{'-dot' if row.is_draft else ''}"
                  for row in rows_of(rows)]
        figure.add_scatter(
            x=rows["at"], y=rows["row"], mode="markers+text", name=SYMBOL_WORDS[str(symbol)],
            customdata=[_hover(event) for event in rows_of(rows)], hovertemplate=HOVER,
            text=["\u2190" if is_open else "" for is_open in rows["is_open"]], textposition="middle left",
            textfont={"color": look.muted, "size": 13},
            marker={"symbol": marked, "size": [9 if is_bar else 12 for is_bar in rows["is_bar"]],
                    "color": rows["colour"].mask(rows["is_bar"], look.ink),
                    "line": {"width": [2.5 if c else 1 for c in rows["is_contested"]],
                             "color": rows["colour"].where(rows["is_contested"], look.paper)}},
            selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
        )


def shapes_of(rows: pd.DataFrame) -> list[str]:
    """The hatching of bars: strokes where something is disputed, dots where all is machine drafts."""
    return ["/" if row.is_contested else "." if row.is_draft else "" for row in rows_of(rows)]


def busiest(events: pd.DataFrame, share: float = 0.75) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The fewest whole years, one after another, that hold `share` of the events; all when they are few."""
    years = events["date_latest"].fillna(events["date_earliest"]).dt.year.dropna().astype(int)
    if years.empty:
        return pd.Timestamp(2014, 1, 1), pd.Timestamp(2018, 1, 1)
    counts = years.value_counts()
    low, high = int(years.min()), int(years.max())
    for length in range(1, high - low + 2):
        held = {start: int(counts.reindex(range(start, start + length)).sum())
                for start in range(low, high - length + 2)}
        best = max(held, key=lambda start: (held[start], -start))
        if held[best] >= share * len(years):
            return pd.Timestamp(best, 1, 1), pd.Timestamp(best + length, 1, 1)
    return pd.Timestamp(low, 1, 1), pd.Timestamp(high + 1, 1, 1)


def time_axis(figure: go.Figure, events: pd.DataFrame, look: Theme, on: pd.Timestamp | None) -> None:
    """An axis of days above the figure, open on the busiest years, with a line on the day `on`."""
    if not events.empty:
        figure.update_xaxes(range=list(opening(events)))
    figure.update_xaxes(type="date", gridcolor=look.grid, zeroline=False, side="top",
                        tickfont={"color": look.muted})
    if on is not None:
        figure.add_vline(x=on, line={"color": look.ink, "width": 1.5, "dash": "dot"})
    figure.update_layout(barmode="overlay", dragmode="pan", clickmode="event+select", bargap=0,
                         margin={"t": 34}, legend={"y": -0.01, "yanchor": "top", "entrywidth": 120})


def opening(events: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The days that a figure of these events opens on: the busiest years with some room about them."""
    first, last = busiest(events)
    return first - pd.Timedelta(days=25), last + pd.Timedelta(days=25)


def whole(events: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The days of all these events with some room about them."""
    ends = pd.concat([events["date_earliest"], events["date_latest"]]).dropna()
    if ends.empty:
        return opening(events)
    room = max((ends.max() - ends.min()) * 0.03, pd.Timedelta(days=20))
    return ends.min() - room - STUB, ends.max() + room


def draw_density(
    periods: pd.DataFrame, look: Theme, opens: tuple[pd.Timestamp, pd.Timestamp],
    window: tuple[pd.Timestamp | None, pd.Timestamp | None] = (None, None),
) -> go.Figure:
    """How many events lie in each of `periods` (rows of `timeline.select_density`): stacked what surely does, by
    category; hollow above it what is spread over longer spans. It shows the days of `opens`; `window` is what is chosen
    of it.

    A bar carries the first and the last day of its period as the first two of its customdata.
    """
    figure = go.Figure(layout=base_layout(look, _DENSITY))
    length = _length(periods["first"], periods["last"])
    common: dict[str, Any] = {
        "x": periods["first"] + (periods["last"] - periods["first"]) / 2, "width": length * 0.94,
        "customdata": [[row.first.strftime("%Y-%m-%d"), row.last.strftime("%Y-%m-%d"), row.name,
                        f"{counted(row.n_events, 'event')} can lie in it, {row.n_sure:,} surely"]
                       for row in rows_of(periods)]}
    for n, category in enumerate(CATEGORIES):
        figure.add_bar(y=periods[category], name=category, hovertemplate=(
            f"<b>%{{customdata[2]}}</b><br>{category}: %{{y}}<br>%{{customdata[3]}}<extra></extra>"), marker={
                "color": faded(look.muted, 0.95 - 0.12 * n), "line": {"width": 0},
                "pattern": {"shape": _PATTERNS[n], "fgcolor": look.paper, "size": 5, "solidity": 0.3,
                            "fillmode": "overlay"}}, **common)
    figure.add_bar(y=periods["n_spread"], name="share of longer spans", hovertemplate=(
        "<b>%{customdata[2]}</b><br>spread over longer spans: %{y:.1f}<br>%{customdata[3]}<extra></extra>"), marker={
            "color": faded(look.muted, 0.12), "line": {"width": 0.8, "color": look.muted}}, **common)
    if any(day is not None for day in window):
        first, last = (day if day is not None else end for day, end in zip(
            window, (periods["first"].min(), periods["last"].max()), strict=True))
        figure.add_vrect(x0=first, x1=last, fillcolor=look.scale[2], opacity=0.25, line={"width": 0}, layer="below")
    figure.update_xaxes(type="date", range=list(opens), gridcolor=look.grid, zeroline=False, fixedrange=True,
                        tickfont={"color": look.muted, "size": 11})
    highest = (periods["n_sure"] + periods["n_spread"]).max() if len(periods) else 1
    figure.update_yaxes(fixedrange=True, showticklabels=False, showgrid=False, zeroline=False,
                        range=[0, 1.06 * max(highest, 1)])
    figure.update_layout(barmode="stack", bargap=0, margin={"t": 24, "b": 18}, legend={
        "y": 1, "yanchor": "bottom", "x": 0, "orientation": "h", "font": {"size": 10.5, "color": look.muted},
        "traceorder": "normal", "maxheight": 1, "itemclick": False, "itemdoubleclick": False})
    return figure


def draw_cells(
    cells: pd.DataFrame, lane_order: Sequence[str], look: Theme, on: pd.Timestamp | None = None
) -> go.Figure:
    """Cells of lanes and periods (rows of `timeline.by_lane`): a square as large as what can lie in it, pale where
    nothing surely does, with an outline where something is disputed.

    A square carries `lane_id,first,last` as the first of its customdata.
    """
    row_of = {lane: 2 * n + 1 for n, lane in enumerate(lane_order)}
    figure = go.Figure(layout=base_layout(look, 110 + ROW * max(2 * len(lane_order), 8)))
    _lane_bands(figure, [(lane, row - 1, row) for lane, row in row_of.items()], look)
    least, most = _CELL_SIDES
    top = max(cells["n_events"].max(), 1) if len(cells) else 1
    figure.add_scatter(
        x=cells["first"] + (cells["last"] - cells["first"]) / 2, y=cells["lane"].map(row_of), mode="markers",
        hovertemplate=HOVER, showlegend=False, name="events",
        customdata=[_cell(row) for row in rows_of(cells.rename(columns={"name": "period"}))],
        marker={"symbol": "square", "size": least + (most - least) * (cells["n_events"] / top) ** 0.5,
                "color": [faded(NEUTRAL, 0.75 if sure else 0.25) for sure in cells["n_sure"]],
                "line": {"width": [2 if n else 0 for n in cells["n_contested"]], "color": look.ink}},
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}})
    time_axis(figure, cells.assign(date_earliest=cells["first"], date_latest=cells["last"]), look, on)
    figure.update_yaxes(range=[2 * len(lane_order) - 0.3, -0.9], visible=False, fixedrange=True)
    return figure


def _cell(row: Any) -> tuple[str, str, str]:
    disputed = f"<br>{row.n_contested:,} disputed" if row.n_contested else ""
    return (f"{row.lane_id},{row.first:%Y-%m-%d},{row.last:%Y-%m-%d}", wrapped(f"{row.lane}: {row.period}"),
            f"{counted(row.n_events, 'event')} can lie in it, {row.n_sure:,} surely{disputed}")


def _date(value: Any) -> Any:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()
