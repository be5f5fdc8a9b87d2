"""Careers: one line an actor, coloured by the group that he stood with.

Reads spells of `query.select_allegiances` and events. Returns a Plotly figure: full where a spell surely held, pale
where it may have begun or ended, thin where it rests on old evidence. Disputed ones are hatched, machine drafts dotted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bayah.dates import day_words, span_words
from bayah.figures.look import NEUTRAL, Theme, base_layout, plain, rows_of, wrapped
from bayah.figures.timeline import STUB, add_marks, shapes_of, time_axis

CAREER_ROW = 27
"""Height of one career line in pixels."""
_OPACITY = {"sure": 0.95, "uncertain": 0.35, "old": 0.6}
_OLD_WIDTH = 0.28
"""How thick a line is that rests on old evidence, of one that is borne out."""


def draw_careers(
    spells: pd.DataFrame, events: pd.DataFrame, actor_of: Mapping[str, str],
    order: Sequence[str] | Sequence[tuple[str, Sequence[str]]], colours: Mapping[str, str], look: Theme,
    on: pd.Timestamp | None = None, until: pd.Timestamp | None = None,
) -> go.Figure:
    """One line an actor: spells coloured by group, uncertain ends faded, events as marks.

    `spells` are rows of `query.select_allegiances`; `actor_of` maps event_id to the actor whose line it stands on;
    `order` lists actor ids from top to bottom, or headings with the ids below them; `colours` are by group. A spell of
    which no end is told goes on thinly to the actor's next one, or `until`; without `until` for a stub.
    """
    names = dict(zip(spells["actor_id"], spells["actor_name"], strict=True))
    row_of, headings, n_rows = _rows(order)
    figure = go.Figure(layout=base_layout(look, 130 + CAREER_ROW * max(n_rows, 5)))
    pieces = [piece for actor, placed in _levels(spells).items()
              for spell, level, levels, following in placed
              for piece in _pieces(spell, row_of[actor], level, levels, _old_until(spell, following, until))]
    _add_pieces(figure, pd.DataFrame(pieces), colours)
    dated = _dated_marks(events, actor_of, row_of, look)
    add_marks(figure, dated, look)
    time_axis(figure, career_span(spells, dated), look, on)
    figure.update_layout(annotations=[
        {"x": 0, "xref": "paper", "xanchor": "left", "y": row, "yref": "y", "showarrow": False,
         "text": f"<b>{plain(heading)}</b>", "font": {"color": look.ink, "size": 12.5}} for heading, row in headings])
    figure.update_yaxes(
        tickvals=list(row_of.values()), ticktext=[plain(names[actor]) for actor in row_of],
        range=[n_rows - 0.4, -0.7], showgrid=True, gridcolor=look.grid, zeroline=False,
        tickfont={"color": look.ink}, fixedrange=True, automargin=True)
    return figure


def _rows(order: Sequence[Any]) -> tuple[dict[str, int], list[tuple[str, int]], int]:
    """The row of every actor, the headings with theirs, and how many rows there are."""
    bands = order if order and isinstance(order[0], tuple) else [("", list(order))]
    row_of: dict[str, int] = {}
    headings, row = [], 0
    for heading, actors in bands:
        if heading:
            headings.append((heading, row))
            row += 1
        for actor in actors:
            row_of[actor] = row
            row += 1
    return row_of, headings, row


def _old_until(spell: Any, following: pd.Timestamp | None, until: pd.Timestamp | None) -> pd.Timestamp:
    """To which day the line of a spell goes on after its last evidence, if no end of it is told."""
    last: pd.Timestamp = spell.last_evidence_date
    if until is None:
        return last + STUB
    return max(last, min(day for day in (following, until) if day is not None))


def _dated_marks(
    events: pd.DataFrame, actor_of: Mapping[str, str], row_of: Mapping[str, int], look: Theme
) -> pd.DataFrame:
    """Events with the row of their actor and `at`, the middle of their span, where the mark is set."""
    rows = events["event_id"].map(actor_of).map(row_of)
    middle = events["date_earliest"] + (events["date_latest"] - events["date_earliest"]) / 2
    at = middle.fillna(events["date_latest"]).fillna(events["date_earliest"])
    dated = events.assign(row=rows, colour=look.ink, at=at, is_bar=False, is_open=events["date_earliest"].isna())
    return dated[rows.notna() & dated["at"].notna()]


def _levels(spells: pd.DataFrame) -> dict[str, list[tuple[Any, int, int, pd.Timestamp | None]]]:
    """Each actor's spells with their level in his line, the number of levels, and where the next spell begins that
    begins after its last evidence: those of one time stand above each other."""
    ends: dict[str, list[pd.Timestamp]] = defaultdict(list)
    placed: dict[str, list[tuple[Any, int]]] = defaultdict(list)
    begun: dict[str, list[pd.Timestamp]] = defaultdict(list)
    last = spells["end_latest"].fillna(spells["last_evidence_date"])
    first = spells["start_earliest"].fillna(spells["start_latest"].fillna(last) - STUB)  # as `_pieces` draws it
    for spell in rows_of(spells.assign(first=first).sort_values(["first", "allegiance_id"])):
        mine = ends[spell.actor_id]
        level = next((i for i, taken in enumerate(mine) if taken <= spell.first), len(mine))
        mine[level:level + 1] = [spell.last_evidence_date]
        placed[spell.actor_id].append((spell, level))
        begun[spell.actor_id].append(spell.first)
    return {actor: [(spell, level, len(ends[actor]),
                     next((day for day in begun[actor] if day > spell.last_evidence_date), None))
                    for spell, level in theirs] for actor, theirs in placed.items()}


def _pieces(spell: Any, row: int, level: int, levels: int, old_until: pd.Timestamp) -> list[dict[str, Any]]:
    """A spell as bars: faded where it may have begun or ended, full where it surely held, thin after that."""
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
        spans.append(("old", last, old_until))
    words, width = _spell_words(spell), 0.7 / levels
    at = row - 0.35 + width * (level + 0.5)
    return [{"actor_id": spell.actor_id, "group_id": spell.group_id, "how": how, "from": a, "to": b, "row": at,
             "width": width * (_OLD_WIDTH if how == "old" else 0.9), "words": words,
             "is_contested": spell.is_contested, "is_draft": spell.is_draft}
            for how, a, b in spans if b > a or how == "sure"]


def _spell_words(spell: Any) -> str:
    began = span_words(_date(spell.start_earliest), _date(spell.start_latest))
    heard = "told as holding on" if spell.end_basis == "open" else "last heard of"
    end = f"no end told; {heard} {day_words(spell.last_evidence_date)}"
    if pd.notna(spell.end_latest):
        end = f"ended {span_words(_date(spell.end_earliest), _date(spell.end_latest))}"
    role = f" ({plain(spell.role.replace(';', ', '))})" if isinstance(spell.role, str) else ""
    return f"{wrapped(f'{spell.actor_name}: {spell.group_name}')}{role}<br>Begun {began}<br>{end}" + (
        "<br>Disputed" if spell.is_contested else "") + (
        "<br>Machine draft, nobody has reviewed it" if spell.is_draft else "")


def _add_pieces(figure: go.Figure, pieces: pd.DataFrame, colours: Mapping[str, str]) -> None:
    if pieces.empty:
        return
    least = 5 * 86_400_000
    for how, opacity in reversed(_OPACITY.items()):
        rows = pieces[pieces["how"] == how]
        if rows.empty:
            continue
        length = ((rows["to"] - rows["from"]).dt.total_seconds() * 1000).clip(lower=least)
        figure.add_bar(
            orientation="h", base=rows["from"], x=length, y=rows["row"], width=rows["width"],
            customdata=rows[["actor_id", "words"]].to_numpy(),
            hovertemplate="%{customdata[1]}" + "<extra></extra>", showlegend=False, name=how,
            marker={"color": [colours.get(group, NEUTRAL) for group in rows["group_id"]], "opacity": opacity,
                    "line": {"width": 0},
                    "pattern": {"shape": shapes_of(rows),
                                "size": 5, "solidity": 0.2}},
            selected={"marker": {"opacity": opacity}}, unselected={"marker": {"opacity": opacity}},
        )


def career_span(spells: pd.DataFrame, dated: pd.DataFrame) -> pd.DataFrame:
    """The days that careers have, one row a spell or event: date_earliest, date_latest."""
    starts = spells["start_earliest"].fillna(spells["start_latest"])
    return pd.DataFrame({
        "date_earliest": pd.concat([starts, dated["date_earliest"]], ignore_index=True),
        "date_latest": pd.concat([spells["last_evidence_date"], dated["date_latest"]], ignore_index=True),
    })


def _date(value: Any) -> Any:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()
