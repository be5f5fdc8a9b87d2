"""The figures of an actor's dossier: a career, a line a group; and who held the offices of a group, a line a term.

Reads spells or terms of office and the figure that `careers.draw_careers` makes of them. Returns Plotly figures in
which each line bears its name, so that no colour has to be read, opened on all their years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from bayah.figures.careers import draw_careers
from bayah.figures.look import Theme, plain
from bayah.figures.timeline import STUB

LINE = 46
"""Height of a line and its name in pixels."""
_BESIDE_LINES = 64
"""Height of the axis and the margins in pixels."""
_LEGEND = 46
_ROOM = 0.04
"""Room before the first and after the last day, in lengths of all the time between."""


def draw_career(
    spells: pd.DataFrame, events: pd.DataFrame, group_of: Mapping[str, str], colours: Mapping[str, str], look: Theme,
    on: pd.Timestamp | None = None,
) -> go.Figure:
    """The career of one actor: a line each group that he stood with, with the acts behind it as marks.

    `spells` are his rows of `query.select_allegiances` in time order; `group_of` maps event_id to the group on whose
    line it stands. A click carries the group_id, or the event_id, as the first of its customdata.
    """
    groups = dict(zip(spells["group_id"], spells["group_name"], strict=True))
    lines = spells.assign(actor_id=spells["group_id"])
    figure = draw_careers(lines, events, group_of, list(groups), colours, look, on)
    return _named(figure, list(groups.values()), lines, events, look)


def draw_terms(
    terms: pd.DataFrame, colours: Mapping[str, str], look: Theme, on: pd.Timestamp | None = None
) -> go.Figure:
    """Terms of office one below the other: `terms` are rows of `query.select_successions` in the order of the lines.

    A click carries the succession_id as the first of its customdata.
    """
    lines = terms.assign(allegiance_id=terms["succession_id"], actor_id=terms["succession_id"])
    none = pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in (
        ("event_id", "str"), ("kind", "str"), ("is_contested", "bool"), ("is_draft", "bool"),
        ("date_earliest", "datetime64[ns]"), ("date_latest", "datetime64[ns]"))})
    figure = draw_careers(lines, none, {}, lines["actor_id"].tolist(), colours, look, on)
    names = [f"{term.actor_name}, {term.role}" for term in terms.itertuples()]
    return _named(figure, names, lines, none, look)


def _named(
    figure: go.Figure, names: Sequence[str], spells: pd.DataFrame, events: pd.DataFrame, look: Theme
) -> go.Figure:
    """The figure with a name above each line, on all its years."""
    figure.update_layout(
        annotations=[{"x": 0, "xref": "paper", "xanchor": "left", "y": row - 0.3, "yref": "y", "yanchor": "bottom",
                      "text": plain(name), "showarrow": False, "font": {"color": look.ink, "size": 12.5}}
                     for row, name in enumerate(names)],
        margin={"t": 30}, height=_BESIDE_LINES + LINE * len(names) + (_LEGEND if len(events) else 0))
    figure.update_yaxes(showticklabels=False, showgrid=False, range=[len(names) - 0.5, -0.85])
    first = [*spells["start_earliest"].fillna(spells["start_latest"] - STUB), *events["date_earliest"],
             *(spells["last_evidence_date"] - STUB)]
    last = [*spells["end_latest"], *(spells["last_evidence_date"] + STUB), *events["date_latest"]]
    begun, over = pd.Series(first).min(), pd.Series(last).max()
    room = (over - begun) * _ROOM
    figure.update_xaxes(range=[begun - room, over + room])
    return figure
