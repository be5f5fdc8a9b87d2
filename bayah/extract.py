"""What a view leads to, as tables of the contract: the rows to take away when only a part of the atlas is wanted.

Reads the tables and the filters of a view. Returns all tables, each narrowed by one plain rule (docs/taking-away.md).
Refuses nothing. Spells, terms, relations and disputes come whole, with every event and every side by its id, also where
that event or claim is not of the view: `OUTWARD` names the columns through which that happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from bayah.model import TABLE, TABLES, split_list
from bayah.query import (
    Filters,
    Tables,
    select_allegiances,
    select_disputes,
    select_events,
    select_relations,
    select_successions,
    view,
)

OUTWARD: tuple[tuple[str, str], ...] = (
    ("allegiances", "start_event_id"), ("allegiances", "end_event_id"), ("allegiance_events", "event_id"),
    ("successions", "start_event_id"), ("successions", "end_event_id"), ("succession_events", "event_id"),
    ("relations", "event_id"), ("dispute_claims", "claim_id"),
)
"""(table, column) of the foreign keys that can name a row outside the view."""
_ACTORS = ("actors", "persons", "groups")


def select_tables(tables: Tables, filters: Filters) -> dict[str, pd.DataFrame]:
    """Every table (its own grain and key) with the rows that the view leads to, as known on its day.

    Without filters nothing is left out but what newer articles have changed. With any, also with `known` alone,
    reference tables hold only what the other rows name.
    """
    known = view(tables, filters)
    if filters.without("drafts").is_empty:
        return dict(known)
    found = _told(known, filters) | _standing(known, filters)
    found |= _actors(known, _named(found, _ACTORS))
    found |= _judged(known, found) | _places(known, found)
    found["sources"] = _rows(known, "sources", "source_id", _named(found, ("sources",)))
    found["agreement"] = _rows(known, "agreement", "source_id", {"all", *found["sources"]["source_id"]})
    found |= _stories(known, found["claims"]["claim_id"])
    return {table.name: found[table.name].reset_index(drop=True) for table in TABLES}


def _rows(tables: Tables, table: str, column: str, wanted: Iterable[str]) -> pd.DataFrame:
    rows: pd.DataFrame = tables[table]
    return rows[rows[column].isin(list(wanted))]


def _named(found: Mapping[str, pd.DataFrame], tables: Iterable[str]) -> set[str]:
    """The ids by which the rows found so far name rows of these tables."""
    return {cell for name, rows in found.items() for column in TABLE[name].columns
            if column.references and column.references[0] in tables for cell in rows[column.name].dropna()}


def _told(known: Tables, filters: Filters) -> dict[str, pd.DataFrame]:
    """The events of the view, and the claims that tell of them."""
    events = select_events(known, filters).events["event_id"]
    found = {name: _rows(known, name, "event_id", events) for name in (
        "events", "claims", "event_claims", "event_provinces", "event_places", "event_actors")}
    found["event_redirects"] = _rows(known, "event_redirects", "current_event_id", events)
    for name in ("claim_provinces", "claim_places"):
        found[name] = _rows(known, name, "claim_id", found["claims"]["claim_id"])
    return found


def _standing(known: Tables, filters: Filters) -> dict[str, pd.DataFrame]:
    """Spells, terms, relations and disputes, as the pages show them in this view, with all that they rest on."""
    found = {}
    for name, bridge, key, rows in (
        ("allegiances", "allegiance_events", "allegiance_id", select_allegiances(known, filters)),
        ("successions", "succession_events", "succession_id", select_successions(known, filters)),
        ("disputes", "dispute_claims", "dispute_id", select_disputes(known, filters)),
    ):
        for table in (name, bridge):
            found[table] = _rows(known, table, key, rows[key])
    found["relations"] = _rows(known, "relations", "relation_id", select_relations(known, filters)["relation_id"])
    return found


def _actors(known: Tables, named: set[str]) -> dict[str, pd.DataFrame]:
    """Who is named, the groups of the cohorts among them, and what these groups are part of."""
    cohorts = _rows(known, "cohorts", "cohort_id", named)
    groups = known["groups"]
    parent = dict(zip(groups["group_id"], groups["parent_group_id"], strict=True))
    ids, waiting = set(named), [*named, *cohorts["group_id"].dropna()]
    while waiting:
        actor_id = waiting.pop()
        ids.add(actor_id)
        above = parent.get(actor_id)
        if isinstance(above, str) and above not in ids:
            waiting.append(above)
    return {"actors": _rows(known, "actors", "actor_id", ids), "persons": _rows(known, "persons", "person_id", ids),
            "groups": _rows(known, "groups", "group_id", ids), "cohorts": cohorts}


def _judged(known: Tables, found: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Spellings and judgements on who is who, of articles published by the day of the view; offices that are named."""
    rows = {}
    for name in ("aliases", "identities"):
        of_actors = _rows(known, name, "actor_id", found["actors"]["actor_id"])
        article = of_actors["source_id"]
        rows[name] = of_actors[article.isna() | article.isin(known["sources"]["source_id"])]
    claims = set(found["claims"]["claim_id"])
    both = known["event_judgements"]
    roles = {role for name in ("claims", "events", "allegiances", "successions")
             for cell in found[name]["role"] for role in split_list(cell)}
    return rows | {
        "event_judgements": both[both["claim_id"].isin(claims) & both["other_claim_id"].isin(claims)],
        "offices": _rows(known, "offices", "role", roles)}


def _places(known: Tables, found: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Places that are named; provinces that are named, or that these places lie in or take in."""
    places = _rows(known, "places", "place_id", _named(found, ("places",)))
    provinces = _named({**found, "places": places}, ("provinces",))
    provinces |= {province for cell in places["provinces"] for province in split_list(cell)}
    return {"places": places, "provinces": _rows(known, "provinces", "province_id", provinces)}


def _stories(known: Tables, claims: pd.Series[str]) -> dict[str, pd.DataFrame]:
    """Sentences that rest on claims of the view alone, with their steps and stories."""
    rests = known["story_claims"]
    sentence, step = ["story_id", "part", "sentence"], ["story_id", "part"]
    inside = rests["claim_id"].isin(claims).groupby([rests[name] for name in sentence]).transform("all")
    rests = rests[inside.astype("bool")]

    def among(table: str, key: list[str]) -> pd.DataFrame:
        rows = known[table]
        return rows[pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(rests[key]))]

    return {"stories": _rows(known, "stories", "story_id", rests["story_id"]),
            "story_steps": among("story_steps", step), "story_sentences": among("story_sentences", sentence),
            "story_claims": rests}
