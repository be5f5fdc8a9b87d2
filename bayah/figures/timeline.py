"""The timeline: events with honest dates, and careers as lines.

Reads selections of `query`. Returns Plotly figures in which a mark is a day, a bar is the span within which the
day lies, and an arrow points back from a day by which it had happened. Disputed ones are hollow or
hatched.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bayah.dates import day_words, span_words
from bayah.figures.look import (
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
CAREER_ROW = 27
"""Height of one career line in pixels."""
STUB = pd.Timedelta(days=120)
"""Length of the faded stub that stands for an end that is not told."""
_INDENT = "\u00a0" * 5
"""Room for the mark at the beginning of a bar."""
_HOVER = "<b>%{customdata[1]}</b><br>%{customdata[2]}<extra></extra>"
_NO_HOVER_END = "<extra></extra>"


def draw_events(
    events: pd.DataFrame, lanes: Mapping[str, str], lane_order: Sequence[str], colours: Mapping[str, str],
    look: Theme, on: pd.Timestamp | None = None,
) -> go.Figure:
    """Events (key event_id) in lanes; `lanes` and `colours` are by event_id.

    A click carries the event_id as the first of its customdata. The figure opens on `busiest` years and has a
    button for all.
    """
    events = events.assign(lane=events["event_id"].map(lanes), colour=events["event_id"].map(colours))
    placed, bands, n_rows = _pack(events, lane_order)
    figure = go.Figure(layout=base_layout(look, 110 + ROW * max(n_rows, 8)))
    _lane_bands(figure, bands, look)
    is_bar = placed["date_earliest"].notna() & (placed["date_precision"] != "day")
    _add_bars(figure, placed[is_bar], look)
    at = placed["date_latest"].mask(is_bar, placed["date_earliest"])
    _add_marks(figure, placed.assign(at=at, is_bar=is_bar, is_open=placed["date_earliest"].isna()), look)
    _time_axis(figure, placed, look, on)
    figure.update_yaxes(range=[n_rows - 0.3, -0.9], visible=False, fixedrange=True)
    # A bar too short for its words shows none; they stand in the hover and the table.
    figure.update_layout(uniformtext={"minsize": 9, "mode": "hide"})
    return figure


def _pack(
    events: pd.DataFrame, lane_order: Sequence[str]
) -> tuple[pd.DataFrame, list[tuple[str, int, int]], int]:
    """Each event on a row of its lane where it meets no other (interval partitioning, n log n).

    The first row of a lane is kept free for its name.
    """
    rows: dict[str, int] = {}
    bands, base = [], 0
    first, last = busiest(events)
    width = max((last - first) / 80, pd.Timedelta(days=4))
    for lane in lane_order:
        members = events[events["lane"] == lane]
        if members.empty:
            continue
        starts = members["date_earliest"].fillna(members["date_latest"] - width)
        latest = members["date_latest"].fillna(starts + STUB)
        free: list[tuple[pd.Timestamp, int]] = []
        used = 0
        for index in starts.sort_values(kind="stable").index:
            start = starts[index]
            if free and free[0][0] < start:
                _, row = heapq.heappop(free)
            else:
                row, used = used, used + 1
            end = latest[index]
            heapq.heappush(free, (max(end, start) + width, row))
            rows[str(events.at[index, "event_id"])] = base + 1 + row
        bands.append((lane, base, base + used))
        base += used + 1
    placed = events[events["event_id"].isin(rows)]
    return placed.assign(row=placed["event_id"].map(rows)), bands, base


def _lane_bands(figure: go.Figure, bands: list[tuple[str, int, int]], look: Theme) -> None:
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
    disputed = "<br>Disputed" if event.is_contested else ""
    return event.event_id, wrapped(event.label), f"{plain(event.kind)}, {when}<br>{told}{disputed}"


def _add_bars(figure: go.Figure, bars: pd.DataFrame, look: Theme) -> None:
    if bars.empty:
        return
    latest = bars["date_latest"].fillna(bars["date_earliest"] + STUB)
    length = (latest - bars["date_earliest"]).dt.total_seconds() * 1000 + 86_400_000
    figure.add_bar(
        orientation="h", base=bars["date_earliest"], x=length, y=bars["row"], width=0.88,
        text=[_INDENT + plain(label) for label in bars["label"]], textposition="inside", insidetextanchor="start",
        textfont={"color": look.ink, "size": 10.5}, textangle=0,
        customdata=[_hover(event) for event in rows_of(bars)], hovertemplate=_HOVER,
        name="within this span",
        marker={
            "color": [faded(colour, 0.45) for colour in bars["colour"]],
            "line": {"width": 1, "color": bars["colour"]},
            "pattern": {"shape": ["/" if c else "" for c in bars["is_contested"]],
                        "fgcolor": look.ink, "size": 5, "solidity": 0.25},
        },
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}}, showlegend=False,
    )


def _add_marks(figure: go.Figure, marks: pd.DataFrame, look: Theme) -> None:
    """A mark for each event at `at` on its `row`, a trace a symbol, so that the legend says what symbols mean.

    At the beginning of a bar it is small (`is_bar`). An arrow to the left (`is_open`): by this day at the latest,
    nobody says since when. Hollow: disputed.
    """
    symbols = marks["kind"].map(SYMBOLS).fillna(OTHER_SYMBOL)
    for symbol, rows in marks.groupby(symbols, sort=True):
        hollow = [f"{symbol}-open" if contested else symbol for contested in rows["is_contested"]]
        figure.add_scatter(
            x=rows["at"], y=rows["row"], mode="markers+text", name=SYMBOL_WORDS[str(symbol)],
            customdata=[_hover(event) for event in rows_of(rows)], hovertemplate=_HOVER,
            text=["\u2190" if is_open else "" for is_open in rows["is_open"]], textposition="middle left",
            textfont={"color": look.muted, "size": 13},
            marker={"symbol": hollow, "size": [9 if is_bar else 12 for is_bar in rows["is_bar"]],
                    "color": rows["colour"].mask(rows["is_bar"], look.ink),
                    "line": {"width": [2.5 if c else 1 for c in rows["is_contested"]],
                             "color": rows["colour"].where(rows["is_contested"], look.paper)}},
            selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
        )


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


def _time_axis(figure: go.Figure, events: pd.DataFrame, look: Theme, on: pd.Timestamp | None) -> None:
    ends = pd.concat([events["date_earliest"], events["date_latest"]]).dropna()
    if len(ends):
        margin = max((ends.max() - ends.min()) * 0.03, pd.Timedelta(days=20))
        whole = [ends.min() - margin, ends.max() + margin]
        first, last = busiest(events)
        window = [first - pd.Timedelta(days=25), last + pd.Timedelta(days=25)]
        figure.update_xaxes(range=window)
        _window_buttons(figure, {f"{first.year} to {last.year - 1}": window, "All years": whole}, look)
    figure.update_xaxes(type="date", gridcolor=look.grid, zeroline=False, side="top",
                        tickfont={"color": look.muted})
    if on is not None:
        figure.add_vline(x=on, line={"color": look.ink, "width": 1.5, "dash": "dot"})
    figure.update_layout(barmode="overlay", dragmode="pan", clickmode="event+select", bargap=0,
                         margin={"t": 64}, legend={"y": -0.01, "yanchor": "top", "entrywidth": 120})


def _window_buttons(figure: go.Figure, windows: Mapping[str, list[pd.Timestamp]], look: Theme) -> None:
    figure.update_layout(updatemenus=[{
        "type": "buttons", "direction": "right", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom",
        "pad": {"b": 28, "t": 0}, "showactive": False, "bgcolor": look.paper, "bordercolor": look.muted,
        "font": {"color": look.ink, "size": 12},
        "buttons": [{"label": label, "method": "relayout",
                     "args": [{"xaxis.range": [day.isoformat() for day in window]}]}
                    for label, window in windows.items()],
    }])


def draw_careers(
    spells: pd.DataFrame, events: pd.DataFrame, actor_of: Mapping[str, str], order: Sequence[str],
    colours: Mapping[str, str], look: Theme, on: pd.Timestamp | None = None,
) -> go.Figure:
    """One line an actor: spells coloured by group, uncertain ends faded, events as marks.

    `spells` are rows of `query.select_allegiances`; `actor_of` maps event_id to the actor whose line it stands
    on; `order` lists actor ids from top to bottom; `colours` are by group.
    """
    names = dict(zip(spells["actor_id"], spells["actor_name"], strict=True))
    row_of = {actor: row for row, actor in enumerate(order)}
    figure = go.Figure(layout=base_layout(look, 130 + CAREER_ROW * max(len(order), 5)))
    pieces = [piece for actor, placed in _levels(spells).items()
              for spell, level, levels in placed for piece in _pieces(spell, row_of[actor], level, levels)]
    _add_pieces(figure, pd.DataFrame(pieces), colours)
    dated = _dated_marks(events, actor_of, row_of, look)
    _add_marks(figure, dated, look)
    _time_axis(figure, _career_span(spells, dated), look, on)
    figure.update_yaxes(
        tickvals=list(row_of.values()), ticktext=[plain(names[actor]) for actor in order],
        range=[len(order) - 0.4, -0.7], showgrid=True, gridcolor=look.grid, zeroline=False,
        tickfont={"color": look.ink}, fixedrange=True, automargin=True)
    return figure


def _dated_marks(
    events: pd.DataFrame, actor_of: Mapping[str, str], row_of: Mapping[str, int], look: Theme
) -> pd.DataFrame:
    """Events with the row of their actor and `at`, the middle of their span, where the mark is set."""
    rows = events["event_id"].map(actor_of).map(row_of)
    middle = events["date_earliest"] + (events["date_latest"] - events["date_earliest"]) / 2
    at = middle.fillna(events["date_latest"]).fillna(events["date_earliest"])
    dated = events.assign(row=rows, colour=look.ink, at=at, is_bar=False, is_open=events["date_earliest"].isna())
    return dated[rows.notna() & dated["at"].notna()]


def _levels(spells: pd.DataFrame) -> dict[str, list[tuple[Any, int, int]]]:
    """Each actor's spells with their level in his line and their number: those of one time stand above each other."""
    ends: dict[str, list[pd.Timestamp]] = defaultdict(list)
    placed: dict[str, list[tuple[Any, int]]] = defaultdict(list)
    last = spells["end_latest"].fillna(spells["last_evidence_date"])
    first = spells["start_earliest"].fillna(spells["start_latest"].fillna(last) - STUB)  # as `_pieces` draws it
    for spell in rows_of(spells.assign(first=first).sort_values(["first", "allegiance_id"])):
        mine = ends[spell.actor_id]
        level = next((i for i, taken in enumerate(mine) if taken <= spell.first), len(mine))
        mine[level:level + 1] = [spell.last_evidence_date]
        placed[spell.actor_id].append((spell, level))
    return {actor: [(spell, level, len(ends[actor])) for spell, level in theirs] for actor, theirs in placed.items()}


def _pieces(spell: Any, row: int, level: int, levels: int) -> list[dict[str, Any]]:
    """A spell as bars: faded where it may have begun or ended, full where it surely held."""
    start, end = spell.start_latest, spell.end_earliest
    is_open = pd.isna(spell.end_latest)
    last = spell.last_evidence_date if is_open else spell.end_latest
    first = spell.start_earliest if pd.notna(spell.start_earliest) else (
        (start if pd.notna(start) else last) - STUB)
    sure_from = start if pd.notna(start) else last
    sure_to = last if is_open else (end if pd.notna(end) else sure_from)
    spans = [("uncertain", first, min(sure_from, last)), ("sure", sure_from, max(sure_to, sure_from)),
             ("uncertain", max(sure_to, sure_from), last)]
    if is_open:
        spans.append(("open", last, last + STUB))
    words, width = _spell_words(spell), 0.7 / levels
    place = {"row": row - 0.35 + width * (level + 0.5), "width": width * 0.9}
    return [{"actor_id": spell.actor_id, "group_id": spell.group_id, "how": how, "from": a, "to": b,
             "words": words, "is_contested": spell.is_contested, **place}
            for how, a, b in spans if b > a or how == "sure"]


def _spell_words(spell: Any) -> str:
    began = span_words(_date(spell.start_earliest), _date(spell.start_latest))
    heard = "told as holding on" if spell.end_basis == "open" else "last heard of"
    end = f"no end told; {heard} {day_words(spell.last_evidence_date)}"
    if pd.notna(spell.end_latest):
        end = f"ended {span_words(_date(spell.end_earliest), _date(spell.end_latest))}"
    role = f" ({plain(spell.role.replace(';', ', '))})" if isinstance(spell.role, str) else ""
    return f"{wrapped(f'{spell.actor_name}: {spell.group_name}')}{role}<br>Begun {began}<br>{end}" + (
        "<br>Disputed" if spell.is_contested else "")


def _add_pieces(figure: go.Figure, pieces: pd.DataFrame, colours: Mapping[str, str]) -> None:
    if pieces.empty:
        return
    opacity = {"sure": 0.95, "uncertain": 0.35, "open": 0.18}
    least = 5 * 86_400_000
    for how in ("open", "uncertain", "sure"):
        rows = pieces[pieces["how"] == how]
        if rows.empty:
            continue
        length = ((rows["to"] - rows["from"]).dt.total_seconds() * 1000).clip(lower=least)
        figure.add_bar(
            orientation="h", base=rows["from"], x=length, y=rows["row"], width=rows["width"],
            customdata=rows[["actor_id", "words"]].to_numpy(),
            hovertemplate="%{customdata[1]}" + _NO_HOVER_END, showlegend=False, name=how,
            marker={"color": rows["group_id"].map(colours).fillna(NEUTRAL), "opacity": opacity[how],
                    "line": {"width": 0},
                    "pattern": {"shape": ["/" if c else "" for c in rows["is_contested"]],
                                "size": 5, "solidity": 0.2}},
            selected={"marker": {"opacity": opacity[how]}}, unselected={"marker": {"opacity": opacity[how]}},
        )


def _career_span(spells: pd.DataFrame, dated: pd.DataFrame) -> pd.DataFrame:
    starts = spells["start_earliest"].fillna(spells["start_latest"])
    return pd.DataFrame({
        "date_earliest": pd.concat([starts, dated["date_earliest"]], ignore_index=True),
        "date_latest": pd.concat([spells["last_evidence_date"], dated["date_latest"]], ignore_index=True),
    })


def _date(value: Any) -> Any:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()
