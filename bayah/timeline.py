"""What a timeline shows: lanes of events, dates that are told otherwise, density, cells of lanes, careers in order.

Reads the typed tables of `bayah.store` or a view of them, with the filters of `bayah.query`. Returns small frames, each
with its grain stated. Refuses nothing; an event without a lane stands under `query.NOT_TOLD`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bayah.figures.look import CATEGORIES
from bayah.model import HAPPENED
from bayah.periods import STEPS, count_periods
from bayah.query import (
    CHANGES_OF_SIDE,
    NOT_TOLD,
    Filters,
    Tables,
    group_of_events,
    names_of,
    select_allegiances,
    select_events,
    view,
)

LANES = {"group": "Group", "province": "Province", "kind": "Kind", "person": "Person", "source": "Source"}
"""What a lane can be: key in the address, and words."""
MOST_MARKS = 1500
"""More events than this are drawn as cells of lanes and periods."""
ORDERS = {"changes": "Changes of side", "first": "First change of side", "name": "Name"}
"""How careers can be ordered: key in the address, and words."""


def select_lanes(tables: Tables, by: str, filters: Filters | None = None) -> pd.DataFrame:
    """The lanes of every event (key event_id, lane_id) with their names (`lane`), by one of `LANES`.

    An event stands in the lane of every province, article, person and cohort that it names, but in that of one group:
    the one whose colour it wears (`query.group_of_events`).
    """
    tables = view(tables, filters)
    events, called = tables["events"], names_of(tables)
    if by == "kind":
        found = events[["event_id"]].assign(lane_id=events["kind"])
    elif by == "group":
        found = pd.DataFrame(sorted(group_of_events(tables).items()), columns=["event_id", "lane_id"], dtype="str")
    elif by == "person":
        actors = tables["actors"]
        people = set(actors.loc[actors["actor_type"] != "group", "actor_id"])
        parts = tables["event_actors"]
        found = parts[parts["actor_id"].isin(people)].rename(columns={"actor_id": "lane_id"})
    else:
        table, column = {"province": ("event_provinces", "province_id"), "source": ("claims", "source_id")}[by]
        found = tables[table].rename(columns={column: "lane_id"})
    found = found[["event_id", "lane_id"]].drop_duplicates()
    without = events.loc[~events["event_id"].isin(found["event_id"]), ["event_id"]].assign(lane_id="")
    rows = pd.concat([found, without], ignore_index=True)
    lane = rows["lane_id"] if by == "kind" else rows["lane_id"].map(called)
    return rows.assign(lane=lane.fillna(NOT_TOLD).astype("str"))


def order_lanes(events: pd.DataFrame) -> list[str]:
    """The names of the lanes (`lane`) of these rows, the fullest first and that without a name last."""
    counts = events["lane"].value_counts()
    return sorted(counts.index, key=lambda lane: (lane == NOT_TOLD, -counts[lane], lane))


def told_dates(tables: Tables, events: pd.DataFrame) -> pd.DataFrame:
    """Of events whose date is disputed every span that a claim gives (key event_id, date_earliest, date_latest), with
    n_claims."""
    tables = view(tables)
    disputed = events["contested_fields"].fillna("").str.split(";").map(lambda named: "date" in named)
    claims = tables["claims"]
    claims = claims[claims["event_id"].isin(events.loc[disputed, "event_id"])]
    spans = claims.groupby(["event_id", "date_earliest", "date_latest"], dropna=False)
    return spans.size().rename("n_claims").reset_index()


def select_density(events: pd.DataFrame, step: str) -> pd.DataFrame:
    """Periods of these events (key first) with name, first, last (days), n_events that can lie in it, n_sure, a column
    of how many surely do for each of `CATEGORIES`, and n_spread.

    n_spread is the aoristic sum (Ratcliffe 2000) of those that need not lie in it: an event that can have happened on
    any of n days counts 1/n for each. An event that is open on a side has no such days, and is spread over none.
    """
    dated = events[events["date_precision"] != "unknown"]
    periods = count_periods(events, dated, step)
    for category, kinds in CATEGORIES.items():
        mine = count_periods(events[events["kind"].isin(kinds)], dated, step)
        periods = periods.assign(**{category: mine["n_sure"]})
    return periods.assign(n_spread=_spread(events.dropna(subset=["date_earliest", "date_latest"]), periods))


def _spread(spans: pd.DataFrame, periods: pd.DataFrame) -> NDArray[np.float64]:
    """For each period the sum of the parts of these spans' days that it holds, without those that lie wholly in it."""
    first, last = (periods[column].to_numpy("datetime64[D]")[None, :] for column in ("first", "last"))
    earliest, latest = (spans[column].to_numpy("datetime64[D]")[:, None] for column in ("date_earliest", "date_latest"))
    days = (np.minimum(latest, last) - np.maximum(earliest, first)).astype("int64") + 1
    weight = np.clip(days, 0, None) / ((latest - earliest).astype("int64") + 1)
    found: NDArray[np.float64] = np.where(weight < 1, weight, 0).sum(axis=0).round(3)
    return found


def by_lane(events: pd.DataFrame, step: str) -> pd.DataFrame:
    """Cells of a timeline that has too many events for marks: lane_id, name of the period (key).

    `events` are rows with their lane (key event_id, lane_id). Columns: lane, first, last (days), n_events that can lie
    in the period, n_sure, n_contested. Cells in which nothing can lie are left out.
    """
    dated = events[events["date_precision"] != "unknown"]
    found = []
    for lane_id, rows in events.groupby("lane_id", sort=True):
        disputed = count_periods(rows[rows["is_contested"].astype(bool)], dated, step)
        found.append(count_periods(rows, dated, step).assign(
            lane_id=str(lane_id), lane=str(rows["lane"].iloc[0]), n_contested=disputed["n_events"]))
    cells = pd.concat(found, ignore_index=True) if found else count_periods(events, dated, step).assign(
        lane_id="", lane="", n_contested=0)
    return cells[cells["n_events"] > 0].reset_index(drop=True)


def few_cells(events: pd.DataFrame, step: str) -> tuple[pd.DataFrame, str, int]:
    """At most `MOST_MARKS` cells of `by_lane`, by this step or the next longer one that makes few enough; how long it
    is, and how many of the emptiest lanes even years leave out."""
    steps = list(reversed(STEPS))
    for longer in steps[steps.index(step):]:
        cells = by_lane(events, longer)
        if len(cells) <= MOST_MARKS:
            return cells, longer, 0
    order = order_lanes(events)
    size = cells["lane"].value_counts().reindex(order, fill_value=0).cumsum()
    kept = [lane for lane in order if size[lane] <= MOST_MARKS]
    return cells[cells["lane"].isin(kept)].reset_index(drop=True), steps[-1], len(order) - len(kept)


def select_careers(tables: Tables, filters: Filters, who: Sequence[str]) -> pd.DataFrame:
    """Who has a career in the view (key actor_id), of the actor_types `who`, with name.

    Columns: n_groups that he stood with; n_changes: events in which he changed sides; first_change: the earliest day by
    which one of them had happened (missing where none is told); group_id, group: with whom he stood when last heard
    of, on the day `on` if there is one; with nobody where he had left or died.
    """
    tables = view(tables, filters)
    spells = select_allegiances(tables, filters)
    spells = spells[spells["actor_type"].isin(who)]
    events = select_events(tables, filters.without("person")).events
    events = events[events["kind"].isin(CHANGES_OF_SIDE) & events["modality"].isin(HAPPENED)]
    parts = tables["event_actors"]
    changes = parts[parts["part"] == "subject"].merge(events, on="event_id").groupby("actor_id")
    stands = spells[spells["standing"].isin(("held", "presumed"))].sort_values(["last_evidence_date", "allegiance_id"])
    now = stands.drop_duplicates("actor_id", keep="last").set_index("actor_id")
    rows = spells.groupby("actor_id").agg(
        name=("actor_name", "first"), n_groups=("group_id", "nunique")).reset_index()
    n_changes = rows["actor_id"].map(changes["event_id"].nunique()).fillna(0).astype("int64")
    return rows.assign(
        n_changes=n_changes, first_change=changes["date_latest"].min().reindex(rows["actor_id"]).array,
        group_id=rows["actor_id"].map(now["group_id"]),
        group=rows["actor_id"].map(now["group_name"])).sort_values(["name", "actor_id"], ignore_index=True)


def order_careers(careers: pd.DataFrame, by: str, grouped: bool) -> list[tuple[str, list[str]]]:
    """Headings with the actors below them, in the order `by` (one of `ORDERS`); one empty heading unless `grouped` by
    present side, the fullest side first and those with nobody last."""
    keys = {"changes": ["n_changes", "n_groups", "name"], "first": ["first_change", "name"], "name": ["name"]}[by]
    ordered = careers.sort_values(keys, ascending=[not key.startswith("n_") for key in keys], na_position="last")
    if not grouped:
        return [("", ordered["actor_id"].tolist())] if len(ordered) else []
    side = ordered["group"].fillna("with no group that is told of")
    counts = side.value_counts()
    headings = sorted(counts.index, key=lambda name: (name == "with no group that is told of", -counts[name], name))
    return [(heading, ordered.loc[side == heading, "actor_id"].tolist()) for heading in headings]
