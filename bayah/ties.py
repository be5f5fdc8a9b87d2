"""Who is tied to whom: oaths, memberships, offices, deeds and relations of a view as one graph.

Reads the typed tables of `bayah.store` or a view of them, with the filters of `bayah.query`. Returns ties, one row
each, and what follows from them: neighbourhoods, ways between two actors, measures of actors. Refuses nothing; an actor
that no tie names has no neighbourhood and no way. Source of the measures: networkx (Freeman 1977 for betweenness).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import networkx as nx
import pandas as pd

from bayah.derive.labels import RELATION_WORDS
from bayah.model import HAPPENED
from bayah.periods import count_periods
from bayah.query import (
    CHANGES_OF_SIDE,
    Filters,
    Tables,
    select_allegiances,
    select_events,
    select_relations,
    standing_on,
    view,
)

LEGEND: dict[str, tuple[str, tuple[str, ...]]] = {
    "oaths": ("Oaths", ("oath", "oath_to")),
    "memberships": ("Memberships", ("membership",)),
    "offices": ("Offices", ("office", "appointed", "removed")),
    "friends": ("Allies and contacts", ("allied", "supports", "cooperates", "in_contact")),
    "foes": ("Enemies and pressure", ("hostile", "rival", "declared_war", "pressures")),
    "violence": ("Killings and arrests", ("killed", "detained")),
    "descent": ("Parts and splinters", ("part_of", "splinter_of", "within")),
}
"""What the legend lets a reader choose: key in the address, words, and the kinds of ties that it stands for."""
DEEDS = {"death": "killed", "detention": "detained", "appointment": "appointed", "removal": "removed"}
"""Events with a doer (`object`) that tie him to whom it was done to, and the kind of that tie."""
STANDING_KINDS = ("oath", "membership", "office", "oath_to")
"""Ties that hold over a time, and so stand somehow on a day."""
TIE_WORDS = {
    "oath": "gave his oath to", "membership": "belongs to", "office": "holds office in", "oath_to": "gave his oath to",
    "killed": "killed", "detained": "detained", "appointed": "appointed", "removed": "removed",
    "within": "is part of",
    **RELATION_WORDS,
}
"""Every kind of tie, in words that stand between its two actors."""
COLUMNS = ["tie_id", "source_id", "target_id", "kind", "standing", "role", "date_earliest", "date_latest",
           "end_earliest", "end_latest", "end_basis", "last_evidence_date", "is_contested", "is_draft", "n_claims",
           "event_ids"]


def select_ties(tables: Tables, filters: Filters) -> pd.DataFrame:
    """Ties of the view (key tie_id), from source to target, with names.

    `kind`: `office` where the spell has one, `oath` where it was sworn, else `membership`, all from an actor to a
    group; `oath_to` from an actor to the leader that he swore to; a deed (`DEEDS`) from its doer; the role of a
    relation; `within` from a group to its parent. `standing` as in `query.select_allegiances`; of a deed and of a
    relation `held`. `date_*` is when it can have begun or happened; `end_*` when it can have ended; `event_ids` what is
    behind it (`;`); `is_draft`: nothing but machine drafts is.
    """
    tables = view(tables, filters)
    ties = pd.concat([_of_spells(tables, filters), _of_deeds(tables, filters), _of_relations(tables, filters)],
                     ignore_index=True)
    ties = pd.concat([ties, _of_parents(tables["groups"], {*ties["source_id"], *ties["target_id"]})],
                     ignore_index=True)
    names = tables["actors"].set_index("actor_id")["name"]
    return ties.assign(source_name=ties["source_id"].map(names), target_name=ties["target_id"].map(names)).sort_values(
        "tie_id", ignore_index=True)


def _of_spells(tables: Tables, filters: Filters) -> pd.DataFrame:
    spells = select_allegiances(tables, filters)
    bridge = tables["allegiance_events"].merge(tables["events"][["event_id", "kind"]], on="event_id")
    sworn = set(bridge.loc[bridge["kind"] == "pledge", "allegiance_id"])
    behind = bridge.groupby("allegiance_id")["event_id"].agg(lambda ids: ";".join(sorted(set(ids))))
    ties = pd.DataFrame({
        "tie_id": spells["allegiance_id"], "source_id": spells["actor_id"], "target_id": spells["group_id"],
        "kind": [_kind(spell, sworn) for spell in spells.itertuples()], "standing": spells["standing"],
        "role": spells["role"], "date_earliest": spells["start_earliest"], "date_latest": spells["start_latest"],
        "end_earliest": spells["end_earliest"], "end_latest": spells["end_latest"], "end_basis": spells["end_basis"],
        "last_evidence_date": spells["last_evidence_date"], "is_contested": spells["is_contested"],
        "is_draft": spells["is_draft"], "n_claims": spells["n_claims"],
        "event_ids": spells["allegiance_id"].map(behind),
    }, columns=COLUMNS)
    to_leader = spells["leader_id"].notna() & (spells["leader_id"] != spells["actor_id"])
    oaths = ties[to_leader.to_numpy()].assign(
        tie_id=lambda rows: rows["tie_id"] + ".oath", kind="oath_to", role=None,
        target_id=spells.loc[to_leader, "leader_id"])
    return pd.concat([ties, oaths], ignore_index=True)


def _kind(spell: Any, sworn: Collection[str]) -> str:
    if isinstance(spell.role, str):
        return "office"
    return "oath" if spell.allegiance_id in sworn else "membership"


def _of_deeds(tables: Tables, filters: Filters) -> pd.DataFrame:
    events = select_events(tables, filters.without("kind")).events
    if filters.kind:
        events = events[events["kind"].isin(filters.kind)]
    deeds = events[events["kind"].isin(DEEDS) & events["modality"].isin(HAPPENED)]
    parts = tables["event_actors"]
    for part in ("object", "subject"):
        mine = parts.loc[parts["part"] == part, ["event_id", "actor_id"]]
        deeds = deeds.merge(mine.rename(columns={"actor_id": part}), on="event_id")
    return pd.DataFrame({
        "tie_id": deeds["event_id"] + "." + deeds["object"] + "." + deeds["subject"], "source_id": deeds["object"],
        "target_id": deeds["subject"], "kind": deeds["kind"].map(DEEDS), "standing": "held", "role": deeds["role"],
        "date_earliest": deeds["date_earliest"], "date_latest": deeds["date_latest"],
        "is_contested": deeds["is_contested"], "is_draft": deeds["is_draft"],
        "n_claims": deeds["n_claims"], "event_ids": deeds["event_id"],
    }, columns=COLUMNS)


def _of_relations(tables: Tables, filters: Filters) -> pd.DataFrame:
    rows = select_relations(tables, filters)
    return pd.DataFrame({
        "tie_id": rows["relation_id"], "source_id": rows["subject_id"], "target_id": rows["object_id"],
        "kind": rows["role"], "standing": "held", "date_earliest": rows["date_earliest"],
        "date_latest": rows["date_latest"], "is_contested": rows["is_contested"], "is_draft": rows["is_draft"],
        "n_claims": rows["n_claims"], "event_ids": rows["event_id"],
    }, columns=COLUMNS)


def _of_parents(groups: pd.DataFrame, named: Collection[str]) -> pd.DataFrame:
    """From each group that a tie names to its parent, and on to the top."""
    parent = dict(zip(groups["group_id"], groups["parent_group_id"], strict=True))
    found: dict[str, str] = {}
    for group in named:
        below = group
        while isinstance(above := parent.get(below), str) and below not in found:
            found[below] = above
            below = above
    rows = [{"tie_id": f"{below}.within.{above}", "source_id": below, "target_id": above, "kind": "within",
             "standing": "held", "is_contested": False, "is_draft": False, "n_claims": 0, "event_ids": ""}
            for below, above in sorted(found.items())]
    return pd.DataFrame(rows, columns=COLUMNS)


def ever(tables: Tables) -> pd.DataFrame:
    """Who was ever found to be tied to whom (key source_id, target_id, kind), whatever was known when: what a layout
    that is the same for all views goes by. `kind` is `membership`, `oath_to`, a deed or the role of a relation."""
    spells, relations, parts = tables["allegiances"], tables["relations"], tables["event_actors"]
    deeds = tables["events"][["event_id", "kind"]].drop_duplicates()
    deeds = deeds[deeds["kind"].isin(DEEDS)].assign(kind=lambda rows: rows["kind"].map(DEEDS))
    for part, end in (("object", "source_id"), ("subject", "target_id")):
        mine = parts.loc[parts["part"] == part, ["event_id", "actor_id"]].drop_duplicates()
        deeds = deeds.merge(mine.rename(columns={"actor_id": end}), on="event_id")
    columns = ["source_id", "target_id", "kind"]
    oaths = spells[spells["leader_id"].notna() & (spells["leader_id"] != spells["actor_id"])]
    every = pd.concat([
        spells.rename(columns={"actor_id": "source_id", "group_id": "target_id"}).assign(kind="membership")[columns],
        oaths.rename(columns={"actor_id": "source_id", "leader_id": "target_id"}).assign(kind="oath_to")[columns],
        deeds[columns],
        relations.rename(columns={"subject_id": "source_id", "object_id": "target_id", "role": "kind"})[columns]])
    return every.drop_duplicates().sort_values(columns, ignore_index=True)


def standings(tables: Tables, filters: Filters, days: Sequence[date]) -> list[dict[str, str]]:
    """For each day the standing of every tie of the view that stands somehow on it, by tie_id: as `select_ties` gives
    it for a view with that day as `on`, all worked out from one selection."""
    tables = view(tables, filters)
    ties = select_ties(tables, filters.without("on"))
    spells = select_allegiances(tables, filters.without("on"))
    of_spells = dict(zip(spells["allegiance_id"], spells.itertuples(index=False), strict=True))
    is_state = ties["kind"].isin(RELATION_WORDS)
    standing_of = ties["kind"].isin(STANDING_KINDS)
    found = []
    for day in days:
        on = pd.Timestamp(day)
        told = ~(ties["date_earliest"] > on) & ~(is_state & (ties["date_latest"] < on))
        held = dict.fromkeys(ties.loc[told & ~standing_of & (ties["kind"] != "within"), "tie_id"], "held")
        for tie in ties.loc[standing_of, "tie_id"]:
            standing = standing_on(of_spells[tie.removesuffix(".oath")], day)
            if standing != "not_yet":
                held[tie] = standing
        named = ties[ties["tie_id"].isin(held)]
        parents = _of_parents(tables["groups"], {*named["source_id"], *named["target_id"]})
        found.append(held | dict.fromkeys(parents["tie_id"], "held"))
    return found


def only(ties: pd.DataFrame, chosen: Collection[str], certain: bool) -> pd.DataFrame:
    """The ties of these parts of the legend (none: all), and only those that nobody disputes if `certain`."""
    kinds = {kind for name in chosen for kind in LEGEND[name][1]}
    kept = ties[ties["kind"].isin(kinds)] if chosen else ties
    return kept[~kept["is_contested"].astype(bool)] if certain else kept


def most_tied(ties: pd.DataFrame, most: int) -> pd.DataFrame:
    """The ties among the `most` actors with most ties, for a graph that a screen can hold; all if there are fewer."""
    ends = pd.concat([ties["source_id"], ties["target_id"]]).value_counts()
    ranked = ends.rename_axis("actor_id").reset_index().sort_values(["count", "actor_id"], ascending=[False, True])
    kept = set(ranked["actor_id"].head(most))
    return ties[ties["source_id"].isin(kept) & ties["target_id"].isin(kept)]


def select_periods(tables: Tables, filters: Filters, step: str, clock: str) -> pd.DataFrame:
    """Periods of a slider over one of the clocks, as `periods.count_periods` gives them: how many ties can have begun,
    and surely began, in each; on the clock `known` how many events were first told of."""
    if clock == "known":
        events = select_events(tables, filters.without("on", "known")).events
        told = events.assign(date_earliest=events["known_date"], date_latest=events["known_date"])
        return count_periods(told, told, step)
    ties = select_ties(tables, filters.without("on"))
    ties = ties[(ties["kind"] != "within") & (ties["date_earliest"].notna() | ties["date_latest"].notna())]
    dated = ties[ties["date_earliest"].notna() & ties["date_latest"].notna()]
    return count_periods(ties, dated, step)


def around(ties: pd.DataFrame, actor_id: str, depth: int) -> pd.DataFrame:
    """The ties among those who are at most `depth` ties away from the actor, whichever way the ties point."""
    graph = _graph(ties)
    if actor_id not in graph:
        return ties.iloc[:0]
    near = set(nx.single_source_shortest_path_length(graph, actor_id, cutoff=depth))
    return ties[ties["source_id"].isin(near) & ties["target_id"].isin(near)].reset_index(drop=True)


def way_between(ties: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    """The ties along a shortest way from one actor to the other, in order, whichever way they point.

    Between two actors on the way the firmest tie stands: undisputed before disputed, standing before former, then by
    number of claims. Empty where there is none. Of several shortest ways the one whose ids come first.
    """
    graph = _graph(ties)
    if one not in graph or other not in graph or not nx.has_path(graph, one, other):
        return ties.iloc[:0]
    way = min(nx.all_shortest_paths(graph, one, other))
    steps = [_firmest(ties, *pair) for pair in pairwise(way)]
    return pd.DataFrame([step._asdict() for step in steps], columns=["Index", *ties.columns]).drop(columns="Index")


def _firmest(ties: pd.DataFrame, one: str, other: str) -> Any:
    between = ties[((ties["source_id"] == one) & (ties["target_id"] == other))
                   | ((ties["source_id"] == other) & (ties["target_id"] == one))]
    ranked = between.assign(is_former=between["standing"] != "held").sort_values(
        ["is_contested", "is_former", "n_claims", "tie_id"], ascending=[True, True, False, True])
    return next(ranked.drop(columns="is_former").itertuples())


def measures_of(tables: Tables, filters: Filters, ties: pd.DataFrame) -> pd.DataFrame:
    """Actors of these ties (key actor_id), the most central first, with name and actor_type.

    Columns: n_ties; degree (other actors tied to); betweenness (share of the shortest ways between two others that pass
    through the actor, 0 to 1); n_changes (changes of side of the view of which the actor is the subject, without what
    is only planned or denied).
    """
    tables = view(tables, filters)
    graph = _graph(ties)
    between = nx.betweenness_centrality(graph)
    events = select_events(tables, filters).events
    changes = events[events["kind"].isin(CHANGES_OF_SIDE) & events["modality"].isin(HAPPENED)]
    subjects = tables["event_actors"]
    subjects = subjects[(subjects["part"] == "subject") & subjects["event_id"].isin(changes["event_id"])]
    n_changes = subjects.groupby("actor_id")["event_id"].nunique()
    ends = pd.concat([ties["source_id"], ties["target_id"]]).value_counts()
    rows = tables["actors"][tables["actors"]["actor_id"].isin(list(graph))]
    return rows.assign(
        n_ties=rows["actor_id"].map(ends).astype("int64"),
        degree=[graph.degree(actor) for actor in rows["actor_id"]],
        betweenness=[round(between[actor], 6) for actor in rows["actor_id"]],
        n_changes=rows["actor_id"].map(n_changes).fillna(0).astype("int64"),
    ).sort_values(["betweenness", "degree", "name"], ascending=[False, False, True], ignore_index=True)


def _graph(ties: pd.DataFrame) -> nx.Graph[str]:
    """Who is tied to whom at all, whichever way the ties point."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from(sorted(zip(ties["source_id"], ties["target_id"], strict=True)))
    return graph
