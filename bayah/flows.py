"""Who went where: changes of side that name both sides, singly, as flows between groups, by period and by motive.

Reads the typed tables of `bayah.store` or a view of them, with the filters of `bayah.query`. Returns small frames, each
with its grain stated. Refuses nothing; an event that names one side only is in no flow.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from bayah.model import HAPPENED, split_list
from bayah.periods import count_periods
from bayah.query import CHANGES_OF_SIDE, Filters, Tables, select_events, view

PAIR = ["from_group_id", "to_group_id"]
"""What a flow goes by."""


def select_crossings(tables: Tables, filters: Filters) -> pd.DataFrame:
    """Who went from a group to a group in which event of the view (key event_id, from_group_id, to_group_id, who), in
    time order.

    Without what is only planned or denied. `who` is a subject of the event; where an event of several subjects gives a
    number of its own, it is the event. Beside the columns of the event: people_min, people_max (persons; the event's
    own number, else that of `who`: a person counts 1, a cohort its bounds; missing where it is not told), from_group
    and to_group, their names.
    """
    tables = view(tables, filters)
    events = select_events(tables, filters).events
    crossings = events[events["kind"].isin(CHANGES_OF_SIDE) & events["modality"].isin(HAPPENED)]
    sides = tables["event_actors"]
    for part, column in (("from_group", "from_group_id"), ("to_group", "to_group_id"), ("subject", "who")):
        named = sides.loc[sides["part"] == part, ["event_id", "actor_id"]].drop_duplicates()
        crossings = crossings.merge(named.rename(columns={"actor_id": column}), on="event_id")
    several = crossings.groupby("event_id")["who"].transform("nunique") > 1
    as_one = several & crossings["count_min"].notna()
    crossings = crossings.assign(who=crossings["who"].mask(as_one, crossings["event_id"])).drop_duplicates(
        ["event_id", *PAIR, "who"])
    people = _people(tables)
    names = tables["actors"].set_index("actor_id")["name"]
    return crossings.assign(
        people_min=crossings["count_min"].astype("Int64").fillna(crossings["who"].map(people["low"])).astype("Int64"),
        people_max=crossings["count_max"].astype("Int64").fillna(crossings["who"].map(people["high"])).astype("Int64"),
        from_group=crossings["from_group_id"].map(names), to_group=crossings["to_group_id"].map(names),
    ).reset_index(drop=True)


def _people(tables: Tables) -> pd.DataFrame:
    persons = pd.DataFrame({"low": 1, "high": 1}, index=tables["persons"]["person_id"])
    cohorts = tables["cohorts"].set_index("cohort_id")[["count_min", "count_max"]]
    return pd.concat([persons, cohorts.set_axis(["low", "high"], axis=1)]).astype("Int64")


def select_flows(tables: Tables, filters: Filters) -> pd.DataFrame:
    """Who left which group for which: from_group_id, to_group_id (key) with names and counts, the largest first.

    Columns: n_events, people_min, people_max (persons; who is told of in several events counts once, with the highest
    number told), n_contested (events), motives (of any of the events, `;`). Who comes without a number adds 0 to
    people_min and leaves people_max unknown; where it is unknown, people_max equals people_min.
    """
    return count_flows(select_crossings(tables, filters))


def count_flows(crossings: pd.DataFrame) -> pd.DataFrame:
    """Flows out of the rows of `select_crossings`, as `select_flows` gives them."""
    sides = crossings.groupby(PAIR)
    who = crossings.groupby([*PAIR, "who"])
    people = pd.DataFrame({"low": who["people_min"].max(), "high": who["people_max"].max()}).groupby(level=PAIR)
    contested = crossings[crossings["is_contested"].astype(bool)].groupby(PAIR)["event_id"].nunique()
    flows = pd.DataFrame({
        "from_group": sides["from_group"].first(), "to_group": sides["to_group"].first(),
        "n_events": sides["event_id"].nunique(), "people_min": people["low"].sum(),
        "people_max": people["high"].sum(skipna=False).fillna(people["low"].sum()),
        "motives": sides["motives"].agg(_joined),
    })
    return flows.assign(n_contested=contested.reindex(flows.index).fillna(0).astype("int64")).reset_index().sort_values(
        ["n_events", "from_group", "to_group"], ascending=[False, True, True], ignore_index=True)


def _joined(motives: pd.Series[str]) -> str:
    return ";".join(sorted({motive for cell in motives.fillna("") for motive in split_list(cell)}))


def count_motives(crossings: pd.DataFrame) -> pd.DataFrame:
    """Why they went (key motive): n_events, n_contested, and the flows that it is told of, most told first.

    An event can give several motives; those that give none stand under an empty motive, last.
    """
    told = crossings.assign(motive=crossings["motives"].fillna("").str.split(";")).explode("motive")
    pairs = told["from_group"] + " to " + told["to_group"]
    events = told.drop_duplicates(["event_id", "motive"]).groupby("motive")
    rows = pd.DataFrame({
        "n_events": events["event_id"].nunique(), "n_contested": events["is_contested"].sum().astype("int64"),
        "flows": pairs.groupby(told["motive"]).agg(lambda names: "; ".join(sorted(set(names)))),
    }).reset_index()
    return rows.assign(untold=rows["motive"] == "").sort_values(
        ["untold", "n_events", "motive"], ascending=[True, False, True], ignore_index=True).drop(columns="untold")


def select_periods(crossings: pd.DataFrame, step: str, turn: str = "window") -> pd.DataFrame:
    """Years, quarters or months of these crossings as `periods.count_periods` gives them; what is only known to be
    before publication begins no period, but can lie in each before. On the clock `known` an event stands in the period
    in which its first claim was published."""
    events = crossings.drop_duplicates("event_id").assign(is_state=False)
    if turn == "known":
        told = events.assign(date_earliest=events["known_date"], date_latest=events["known_date"])
        return count_periods(told, told, step)
    return count_periods(events, events[events["date_precision"] != "unknown"], step)


def by_period(crossings: pd.DataFrame, periods: pd.DataFrame) -> pd.DataFrame:
    """How much of each flow lies in each period: from_group_id, to_group_id, name of the period (key).

    Columns as of `count_flows` for what can lie in the period, first, last (days), and n_sure: events that surely do.
    Periods in which a flow can have nothing are left out.
    """
    found = []
    for name, first, last in zip(periods["name"], periods["first"], periods["last"], strict=True):
        rows = within(crossings, first, last)
        sure = rows[(rows["date_earliest"] >= first) & (rows["date_latest"] <= last)]
        n_sure = sure.groupby(PAIR)["event_id"].nunique().rename("n_sure").reset_index()
        found.append(count_flows(rows).merge(n_sure, on=PAIR, how="left").assign(name=name, first=first, last=last))
    columns = [*PAIR, "from_group", "to_group", "n_events", "people_min", "people_max", "motives",
               "n_contested", "n_sure", "name", "first", "last"]
    filled = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)
    return filled.assign(n_sure=filled["n_sure"].fillna(0).astype("int64"))


def within(crossings: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """The crossings that can lie between two days, both inclusive."""
    return crossings[~(crossings["date_latest"] < first) & ~(crossings["date_earliest"] > last)]


def of_flow(crossings: pd.DataFrame, pair: Sequence[str]) -> pd.DataFrame:
    """The crossings from the first of these groups to the second."""
    return crossings[(crossings["from_group_id"] == pair[0]) & (crossings["to_group_id"] == pair[1])]
