"""Where it happened: what a measure counts in each province, in one view of the atlas or in many periods at once.

Reads the typed tables of `bayah.store` or a view of them, with the filters of `bayah.query`. Returns one row a
province, place, period or event, as each function says. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from babel import Locale
from numpy.typing import NDArray

from bayah.model import HAPPENED, Shade, split_list
from bayah.periods import count_periods
from bayah.query import (
    CHANGES_OF_SIDE,
    FATA_MERGED,
    MERGED_INTO,
    Filters,
    Tables,
    boundary_day,
    select_events,
    view,
    with_descendants,
    within,
)

Turn = Literal["window", "upto", "on", "known"]
"""What a slider over periods moves: what happened in the period, up to its end, and the two clocks at its end."""

NO_PLACE = "no place told"
VIOLENCE = ("attack", "clash", "death")


@dataclass(frozen=True)
class Measure:
    """What the map can count of the events of some `kinds` (none: all).

    `side` keeps the events that name a group there, the chosen ones or any; `column` counts claims or sources instead
    of events, or adds up people (`killed`).
    """

    label: str
    kinds: tuple[str, ...] = ()
    side: str = ""
    column: str = "event_id"


MEASURES: dict[str, Measure] = {
    "events": Measure("Events"),
    "claims": Measure("Claims", column="claim_id"),
    "sources": Measure("Sources", column="source_id"),
    "changes": Measure("Changes of side", CHANGES_OF_SIDE),
    "joined": Measure("Changes of side to a group", CHANGES_OF_SIDE, side="to_group"),
    "left": Measure("Changes of side away from a group", CHANGES_OF_SIDE, side="from_group"),
    "pledges": Measure("Pledges", ("pledge",)),
    "violence": Measure("Violence", VIOLENCE),
    "attacks": Measure("Attacks", ("attack",)),
    "clashes": Measure("Clashes", ("clash",)),
    "deaths": Measure("Deaths of named people", ("death",)),
    "killed": Measure("People killed, at least", VIOLENCE, column="killed"),
    "presence": Measure("Presence", ("presence", "withdrawal")),
}
"""What the map can show, by its key in the address."""


def select_provinces(
    tables: Tables, filters: Filters, measure: str, day: date | None = None
) -> pd.DataFrame:
    """Provinces that exist on `day` (key province_id) with `value`, missing where nothing is told.

    Columns: province_id, name, country, value (count of `measure`; of `killed` the fewest), value_min (of events those
    that surely happened in the time of the view), value_max (of people killed the most), n_events, n_contested, share
    (of all events of the province in the view, those that the measure counts; 0 to 1). The province filter does not
    narrow it: the map must show what can be chosen. Without `day`, provinces of before 31 May 2018. What happened in a
    province that was merged counts where it was merged into; an event of several provinces in each.
    """
    after = day is not None and day >= FATA_MERGED
    tables = view(tables, filters)
    return _count(tables, [filters], measure, _in_provinces(tables, after), after)[0]


def select_places(tables: Tables, filters: Filters, measure: str) -> pd.DataFrame:
    """Places with a point on the map of which something is told (key place_id), with the columns of
    `select_provinces` and kind, where_prec (UCDP), latitude, longitude (degrees), province_id."""
    tables = view(tables, filters)
    return _with_points(tables, _count(tables, [filters], measure, _in_places(tables), False)[0])


def select_shades(
    tables: Tables, views: Sequence[Filters], measure: str, shade: Shade = "count", sides: tuple[str, str] = ("", "")
) -> list[pd.DataFrame]:
    """What a map of each view shades its provinces by: for each of `views` rows as of `select_provinces`, with the
    borders of its day, or as of `select_balance`.

    The views must differ in nothing but `from_`, `to` and `on`; what is common to them is worked out once.
    """
    if shade == "balance":
        first, second = ([*_frames(tables, [replace(one, group=(side,)) for one in views], measure)] for side in sides)
        return [_balance(*pair) for pair in zip(first, second, strict=True)]
    frames = _frames(tables, views, measure)
    if shade == "count":
        return frames
    return [_sorted(rows.assign(value=rows["share"].where(rows["value"].notna()))) for rows in frames]


def select_points(tables: Tables, views: Sequence[Filters], measure: str) -> list[pd.DataFrame]:
    """For each of `views`, which differ in nothing but time, the rows of `select_places`."""
    tables = view(tables, views[0])
    return [_with_points(tables, rows) for rows in _count(tables, views, measure, _in_places(tables), False)]


def _frames(tables: Tables, views: Sequence[Filters], measure: str) -> list[pd.DataFrame]:
    tables = view(tables, views[0])
    found: dict[int, pd.DataFrame] = {}
    for after in (False, True):
        chosen = [n for n, one in enumerate(views) if (boundary_day(one) is not None) is after]
        if chosen:
            where = _in_provinces(tables, after)
            found |= zip(chosen, _count(tables, [views[n] for n in chosen], measure, where, after), strict=True)
    return [found[n] for n in range(len(views))]


@dataclass(frozen=True)
class _Where:
    """What is counted by: `areas` (key `key`), and which events and which claims lie in them."""

    key: str
    areas: pd.DataFrame
    events: pd.DataFrame
    claims: pd.DataFrame


def _in_provinces(tables: Tables, after: bool) -> _Where:
    areas = tables["provinces"][["province_id", "name", "country"]]
    events, claims = tables["event_provinces"][["event_id", "province_id"]], tables["claim_provinces"]
    if after:
        areas = areas[~areas["province_id"].isin(MERGED_INTO)]
        events, claims = (rows.assign(province_id=rows["province_id"].replace(MERGED_INTO)).drop_duplicates()
                          for rows in (events, claims))
    return _Where("province_id", areas, events, claims)


def _in_places(tables: Tables) -> _Where:
    areas = tables["places"].dropna(subset=["latitude", "longitude"])
    areas = areas[areas["country"].isin(["AF", "PK"])]
    return _Where("place_id", areas[["place_id", "name", "country"]],
                  tables["event_places"][["event_id", "place_id"]], tables["claim_places"])


def _with_points(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    columns = ["place_id", "kind", "where_prec", "latitude", "longitude", "province_id"]
    return rows[rows["value"].notna()].merge(tables["places"][columns], on="place_id")


def _count(
    tables: Tables, views: Sequence[Filters], measure: str, where: _Where, after: bool
) -> list[pd.DataFrame]:
    """For each view the areas with their counts: every number is a matrix of areas by views, summed at once."""
    whole = select_events(tables, views[0].without("province", "from_", "to", "on")).events
    held = _matrix(views, lambda one: within(whole, one))
    sure = held & _matrix(views, lambda one: _surely_within(whole, one))
    bound = _bound(where.events, where, whole)
    wanted = MEASURES[measure]
    counted = bound[bound["event_id"].isin(_measured(tables, whole, views[0], measure)["event_id"])]
    area, at = counted["area"].to_numpy(), counted["at"].to_numpy()
    n_areas = len(where.areas)
    n_events, n_sure = _sums(area, held[at], n_areas), _sums(area, sure[at], n_areas)
    contested, drafts = (counted[column].to_numpy(bool) for column in ("is_contested", "is_draft"))
    value = low = most = n_events
    if wanted.column == "event_id":
        low = n_sure
    elif wanted.column == "killed":
        people = counted[["killed_min", "killed_max"]].ffill(axis=1).astype("int64").to_numpy()
        value, most = (_sums(area, held[at] * people[:, [n]], n_areas) for n in (0, 1))
        low = value
    else:
        value = low = most = _distinct(tables, where, counted, held, wanted.column)
    told = _sums(bound["area"].to_numpy(), held[bound["at"].to_numpy()], n_areas)
    numbers = {"value": value, "value_min": low, "value_max": most, "n_events": n_events,
               "n_contested": _sums(area[contested], held[at[contested]], n_areas),
               "n_draft": _sums(area[drafts], held[at[drafts]], n_areas)}
    return [_frame(where.areas, {name: matrix[:, n] for name, matrix in numbers.items()}, told[:, n])
            for n in range(len(views))]


def _matrix(views: Sequence[Filters], holds: Callable[[Filters], pd.Series[bool]]) -> NDArray[np.bool_]:
    return np.column_stack([holds(one).to_numpy(bool) for one in views])


def _surely_within(events: pd.DataFrame, filters: Filters) -> pd.Series[bool]:
    """Which did not only perhaps happen in the view's time: acts whose whole span lies within it, states told to hold
    over an interval that reaches into it."""
    acts, states = (pd.Series(True, index=events.index) for _ in range(2))
    earliest, latest = events["date_earliest"], events["date_latest"]
    if filters.from_:
        acts &= earliest >= pd.Timestamp(filters.from_)
        states &= earliest.notna() & (latest.isna() | (latest >= pd.Timestamp(filters.from_)))
    if filters.to:
        acts &= latest <= pd.Timestamp(filters.to)
        states &= earliest <= pd.Timestamp(filters.to)
    if filters.on:
        acts &= latest <= pd.Timestamp(filters.on)
        states &= (earliest <= pd.Timestamp(filters.on)) & (latest.isna() | (latest >= pd.Timestamp(filters.on)))
    return acts.where(~events["is_state"], states)


def _bound(rows: pd.DataFrame, where: _Where, events: pd.DataFrame) -> pd.DataFrame:
    """The rows with the place of their area (`area`) and event (`at`) in order, and what an event counts by."""
    columns = ["event_id", "is_contested", "is_draft", "killed_min", "killed_max"]
    found = rows.merge(events[columns].assign(at=range(len(events))), on="event_id")
    return found.assign(area=pd.Index(where.areas[where.key]).get_indexer(found[where.key])).query("area >= 0")


def _sums(area: NDArray[np.int64], weights: NDArray[np.int64] | NDArray[np.bool_], n_areas: int) -> NDArray[np.int64]:
    """The weights (a row an event and an area, a column a view) added up by area."""
    sums = np.zeros((n_areas, weights.shape[1]), dtype="int64")
    np.add.at(sums, area, weights)
    return sums


def _distinct(
    tables: Tables, where: _Where, counted: pd.DataFrame, held: NDArray[np.bool_], column: str
) -> NDArray[np.int64]:
    """By area and view the number of claims or sources that tell of the counted events there."""
    claims = tables["claims"][["event_id", "claim_id", "source_id"]]
    claims = claims.merge(counted[["event_id", "at"]].drop_duplicates(), on="event_id")
    claims = claims.merge(where.claims, on="claim_id")
    claims = claims.assign(area=pd.Index(where.areas[where.key]).get_indexer(claims[where.key])).query("area >= 0")
    pairs = claims.groupby(["area", column], sort=True).ngroup().to_numpy()
    tells = np.zeros((pairs.max(initial=-1) + 1, held.shape[1]), dtype=bool)
    np.logical_or.at(tells, pairs, held[claims["at"].to_numpy()])
    area = claims.assign(pair=pairs).drop_duplicates("pair").sort_values("pair")["area"].to_numpy()
    return _sums(area, tells, len(where.areas))


def _frame(areas: pd.DataFrame, numbers: dict[str, NDArray[np.int64]], told: NDArray[np.int64]) -> pd.DataFrame:
    """The areas with their numbers, missing where the measure counts nothing there."""
    counted = numbers["n_events"] > 0
    columns = {name: pd.Series(values, index=areas.index, dtype="Int64").where(counted)
               for name, values in numbers.items()}
    share = pd.Series(numbers["n_events"] / np.maximum(told, 1), index=areas.index).where(counted)
    return _sorted(areas.assign(**columns, share=share))


def _sorted(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(["value", "name"], ascending=[False, True], ignore_index=True)


def _measured(tables: Tables, events: pd.DataFrame, filters: Filters, measure: str) -> pd.DataFrame:
    """Those of the events that a measure counts."""
    wanted = MEASURES[measure]
    if wanted.kinds:
        events = events[events["kind"].isin(wanted.kinds)]
    if wanted.side:
        parts = tables["event_actors"]
        parts = parts[parts["part"] == wanted.side]
        if filters.group:
            parts = parts[parts["actor_id"].isin(with_descendants(tables["groups"], filters.group))]
        events = events[events["event_id"].isin(parts["event_id"]) & events["modality"].isin(HAPPENED)]
    return events[events["killed_min"].notna()] if wanted.column == "killed" else events


def select_balance(
    tables: Tables, filters: Filters, measure: str, sides: tuple[str, str], day: date | None = None
) -> pd.DataFrame:
    """Provinces (key province_id) with `first` and `second`: what `measure` counts there for each of two groups.

    `value` is their balance: 1 where only the first is told of, -1 where only the second, 0 where both alike, missing
    where neither. The group filter does not narrow it. An event of both counts for both. `n_contested` adds up both.
    """
    first, second = (select_provinces(tables, replace(filters, group=(side,)), measure, day) for side in sides)
    return _balance(first, second)


def _balance(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    one, other = one.set_index("province_id"), other.set_index("province_id").reindex(one["province_id"])
    first, second = (rows["value"].fillna(0).astype("int64") for rows in (one, other))
    return _sorted(one[["name", "country"]].assign(
        first=first, second=second, n_contested=one["n_contested"].fillna(0) + other["n_contested"].fillna(0),
        value=((first - second) / (first + second)).where(first + second > 0)).reset_index())


def select_unplaced(tables: Tables, filters: Filters, measure: str) -> pd.DataFrame:
    """Events (key event_id) of the view that `measure` counts and that name no province."""
    tables = view(tables, filters)
    events = _measured(tables, select_events(tables, filters.without("province")).events, filters, measure)
    return events[~events["event_id"].isin(tables["event_provinces"]["event_id"])]


def select_wider(tables: Tables, filters: Filters, measure: str) -> pd.DataFrame:
    """The events of `select_unplaced` (key event_id) with `area`, the region or the countries that they are told of,
    and `where_prec` (UCDP: 5 region, 6 country; missing where no place at all is told)."""
    tables = view(tables, filters)
    events = select_unplaced(tables, filters, measure)
    places = tables["event_places"].merge(tables["places"][["place_id", "name"]], on="place_id")
    regions = places.sort_values("name").groupby("event_id")["name"].agg(" and ".join)
    countries = events["countries"].map(lambda codes: " and ".join(country_name(code) for code in split_list(codes)))
    area = events["event_id"].map(regions).fillna(countries.where(countries != "", NO_PLACE))
    return events.assign(area=area)


def country_name(code: str) -> str:
    """The English name of an ISO 3166-1 alpha-2 code (Unicode CLDR); a code that it does not know stays."""
    return str(Locale("en").territories.get(code, code))


def select_periods(tables: Tables, filters: Filters, measure: str, step: str, turn: Turn) -> pd.DataFrame:
    """Years, quarters or months (`step`), one row each without gaps (key first), from the first day told to the last.

    Columns: name, first, last (days, both inclusive), n_events: events that the map counts and that can have happened
    in it, n_sure: those of them whose whole span lies in it. What is only known to be before publication begins no
    period, but can have happened in each of them before. On the clock `known` an event stands, surely, in the period
    in which its first claim was published.
    """
    tables = view(tables, filters)
    whole = filters.without("province", "from_", "to", "on")
    events = _measured(tables, select_events(tables, whole).events, filters, measure)
    events = events[events["event_id"].isin(tables["event_provinces"]["event_id"])]
    if turn == "known":
        events = events.assign(date_earliest=events["known_date"], date_latest=events["known_date"])
    dated = events[events["date_precision"] != "unknown"] if turn != "known" else events
    return count_periods(events, dated, step)


def turned(filters: Filters, turn: Turn, first: date, last: date) -> Filters:
    """The view with the period from `first` to `last` set as `turn` says. What happened in a time and how things stood
    on a day are set one instead of the other; no other filter changes."""
    if turn == "known":
        return replace(filters, known=last)
    if turn == "on":
        return replace(filters, from_=None, to=None, on=last)
    return replace(filters, from_=first if turn == "window" else None, to=last, on=None)


def turned_back(filters: Filters, turn: Turn) -> Filters:
    """The view without what a slider sets."""
    return filters.without("known") if turn == "known" else filters.without("from_", "to", "on")
