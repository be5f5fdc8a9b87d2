"""The dossiers of a person, a cohort or a group: what a view of the atlas tells of one actor.

Reads the typed tables of `bayah.store` or a view of them, with the filters of `bayah.query`. Returns small frames,
each with its grain stated. Refuses nothing: of an id that the atlas does not hold nothing is told. What a dossier has
in common with that of a province (changes of side, presence) is made by `bayah.dossier` and handed in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from bayah.flows import select_flows
from bayah.model import HAPPENED, MODALITIES
from bayah.query import (
    CHANGES_OF_SIDE,
    Filters,
    Tables,
    families,
    select_allegiances,
    select_disputes,
    select_events,
    select_relations,
    select_successions,
    view,
    with_descendants,
)
from bayah.ties import TIE_WORDS, select_ties

PARTS_TOLD = ("part_of", "splinter_of")
"""Relations that tell what a group is, or was, a part of."""
_OATHS = ["event_id", "claim_id", "how", "other_id", "other_name", "group_id", "group_name", "date_earliest",
          "date_latest", "modality", "asserted_by", "source_id", "paragraph", "is_contested", "is_draft"]
_TURNOVER = ["event_id", "actor_id", "name", "actor_type", "way", "left", "joined", "kind", "date_earliest",
             "date_latest", "people_min", "people_max", "is_contested", "is_draft"]
_KIN = ["other_id", "other_name", "how", "event_id", "date_earliest", "date_latest", "modality", "is_contested",
        "is_draft"]


@dataclass(frozen=True)
class Person:
    """All that a view tells of a person or cohort; each frame as the function of its name says."""

    events: pd.DataFrame
    spells: pd.DataFrame
    career: dict[str, str]
    oaths: pd.DataFrame
    offices: pd.DataFrame
    voices: pd.DataFrame
    disputes: pd.DataFrame
    tied: pd.DataFrame


@dataclass(frozen=True)
class Group:
    """All that a view tells of a group and its parts; each frame as the function of its name says."""

    events: pd.DataFrame
    leaders: pd.DataFrame
    flows: pd.DataFrame
    members: pd.DataFrame
    relations: pd.DataFrame
    kin: pd.DataFrame
    voices: pd.DataFrame
    disputes: pd.DataFrame


def select_person(tables: Tables, filters: Filters, actor_id: str) -> Person:
    """What the view tells of a person or cohort."""
    tables, own = view(tables, filters), own_view(tables, filters, actor_id)
    spells = select_spells(tables, filters, actor_id)
    return Person(
        events=select_events(tables, own).events, spells=spells, career=career_of(tables, spells),
        oaths=select_oaths(tables, filters, actor_id), offices=select_offices(tables, filters, actor_id),
        voices=select_voices(tables, own), disputes=select_questions(tables, filters, actor_id),
        tied=select_tied(tables, filters, actor_id))


def select_group(tables: Tables, filters: Filters, group_id: str) -> Group:
    """What the view tells of a group and its parts."""
    tables, own = view(tables, filters), own_view(tables, filters, group_id)
    return Group(
        events=select_events(tables, own).events, leaders=select_leaders(tables, filters, group_id),
        flows=select_own_flows(tables, filters, group_id), members=select_members(tables, filters, group_id),
        relations=select_own_relations(tables, filters, group_id), kin=select_kin(tables, filters, group_id),
        voices=select_voices(tables, own), disputes=select_questions(tables, filters, group_id))


def kept_actor(tables: Tables, actor_id: str) -> str:
    """The id under which an actor is kept: that of another, where both were judged the same."""
    same = tables["identities"][tables["identities"]["judgement"] == "same"].dropna(subset="other_id")
    kept = dict(zip(same["other_id"], same["actor_id"], strict=True))
    return str(kept.get(actor_id, actor_id))


def own_view(tables: Tables, filters: Filters, actor_id: str) -> Filters:
    """The view narrowed to one actor: to a group with its parts and cohorts, or to a person or cohort alone.

    What the filter of groups, or that of persons, chose before does not narrow it.
    """
    if actor_id in set(tables["groups"]["group_id"]):
        return replace(filters, group=(actor_id,))
    return replace(filters, person=(actor_id,))


def select_listed(tables: Tables, filters: Filters, types: Collection[str]) -> pd.DataFrame:
    """Actors of these types (key actor_id; name, actor_type) with `n_events`: what their dossier has in the view.

    Those of most events first, then by name. The filter that a dossier sets itself (`own_view`) does not narrow it.
    """
    tables = view(tables, filters)
    rows = tables["actors"][tables["actors"]["actor_type"].isin(types)]
    parts = tables["event_actors"][["event_id", "actor_id"]]
    groups, cohorts = tables["groups"], tables["cohorts"]
    told = {loose: set(select_events(tables, filters.without(loose)).events["event_id"])
            for loose in ("group", "person")}
    of_actor = parts.groupby("actor_id")["event_id"].agg(set).to_dict()

    def count(actor_id: str, actor_type: str) -> int:
        if actor_type != "group":
            return len(of_actor.get(actor_id, set()) & told["person"])
        family = with_descendants(groups, [actor_id])
        family |= set(cohorts.loc[cohorts["group_id"].isin(family), "cohort_id"])
        return len(set().union(*(of_actor.get(member, set()) for member in family)) & told["group"])

    counts = [count(actor, kind) for actor, kind in zip(rows["actor_id"], rows["actor_type"], strict=True)]
    return rows[["actor_id", "name", "actor_type"]].assign(
        n_events=pd.Series(counts, index=rows.index, dtype="int64")).sort_values(
        ["n_events", "name"], ascending=[False, True], ignore_index=True)


def select_identities(tables: Tables, actor_id: str) -> pd.DataFrame:
    """Judgements about the names of an actor (key identity_id): `same` first, then `undecided`, then `not_same`.

    Columns: judgement, other_id (the other actor; missing for a spelling), called (his name, or the spelling), reason.
    """
    rows = tables["identities"]
    rows = rows[(rows["actor_id"] == actor_id) | (rows["other_id"] == actor_id)]
    other = rows["other_id"].mask(rows["other_id"] == actor_id, rows["actor_id"])
    names = tables["actors"].set_index("actor_id")["name"]
    called = other.map(names).fillna(other).fillna(rows["alias"])
    known = other.where(other.isin(names.index))
    order = rows["judgement"].map({"same": 0, "undecided": 1, "not_same": 2})
    return rows.assign(other_id=known, called=called, order=order).sort_values(
        ["order", "called"], ignore_index=True)[["identity_id", "judgement", "other_id", "called", "reason"]]


def select_spells(tables: Tables, filters: Filters, actor_id: str) -> pd.DataFrame:
    """The spells of an actor as rows of `query.select_allegiances` (key allegiance_id), the earliest first."""
    spells = select_allegiances(tables, own_view(tables, filters, actor_id))
    return _by_start(spells[spells["actor_id"] == actor_id])


def _by_start(spells: pd.DataFrame) -> pd.DataFrame:
    begun = spells["start_latest"].fillna(spells["end_latest"]).fillna(spells["last_evidence_date"])
    return spells.assign(begun=begun).sort_values(
        ["begun", "allegiance_id"], ignore_index=True).drop(columns="begun")


def career_of(tables: Tables, spells: pd.DataFrame) -> dict[str, str]:
    """For each act behind these spells the group on whose line of the career it stands, by event_id.

    An act that is behind several spells stands on the line of the last that it closes or opens; what bears out a spell
    and is a state is its line itself.
    """
    tables = view(tables)
    acts = tables["events"].loc[~tables["events"]["is_state"], "event_id"]
    bridge = tables["allegiance_events"]
    bridge = bridge[bridge["event_id"].isin(acts)]
    lines: dict[str, str] = {}
    for spell in _by_start(spells).itertuples():
        behind = bridge.loc[bridge["allegiance_id"] == spell.allegiance_id, "event_id"]
        lines |= dict.fromkeys(behind, str(spell.group_id))
    return lines


def select_oaths(tables: Tables, filters: Filters, actor_id: str) -> pd.DataFrame:
    """Oaths that an actor gave, withdrew, received or lost, as claims tell them (key claim_id, how), in time order.

    A claim tells an oath as given if it is a `pledge`, or a change of side that names `to_leader`; as withdrawn if it
    is a `renunciation`, or a change of side that names `from_leader`. `how`: `gave` and `withdrew`, by the actor;
    `received` and `lost`, where the actor is that leader. `other_*` is to or from whom: the leader, or the group where
    none is told; of an oath received or lost the one who swore. `group_*`: the group told. Days and `is_contested` are
    those of the event; `modality` and who says so are the claim's, what is planned or denied too.
    """
    tables = view(tables, filters)
    events = select_events(tables, own_view(tables, filters, actor_id)).events
    claims = tables["claims"][["event_id", "claim_id", "kind", "subject_id", "from_group_id", "to_group_id",
                               "from_leader_id", "to_leader_id", "modality", "asserted_by", "source_id", "paragraph"]]
    claims = claims[claims["kind"].isin(CHANGES_OF_SIDE)].merge(
        events[["event_id", "date_earliest", "date_latest", "is_contested", "is_draft"]], on="event_id")
    found = []
    for end, kind, did, met in (("to", "pledge", "gave", "received"), ("from", "renunciation", "withdrew", "lost")):
        leader_id, group_id = claims[f"{end}_leader_id"], claims[f"{end}_group_id"]
        told = claims.assign(leader_id=leader_id, group_id=group_id)
        told = told[(claims["kind"] == kind) | leader_id.notna()]
        mine, theirs = told[told["subject_id"] == actor_id], told[told["leader_id"] == actor_id]
        found.append(mine.assign(how=did, other_id=mine["leader_id"].fillna(mine["group_id"])))
        found.append(theirs.assign(how=met, other_id=theirs["subject_id"]))
    names = tables["actors"].set_index("actor_id")["name"]
    rows = pd.concat(found, ignore_index=True)
    return rows.assign(other_name=rows["other_id"].map(names), group_name=rows["group_id"].map(names)).sort_values(
        ["date_latest", "date_earliest", "claim_id", "how"], ignore_index=True)[_OATHS]


def select_offices(tables: Tables, filters: Filters, actor_id: str) -> pd.DataFrame:
    """The terms of office of an actor as rows of `query.select_successions` (key succession_id), the earliest first."""
    terms = select_successions(tables, own_view(tables, filters, actor_id))
    return terms[terms["actor_id"] == actor_id].sort_values(
        ["last_evidence_date", "succession_id"], ignore_index=True)


def select_voices(tables: Tables, filters: Filters) -> pd.DataFrame:
    """Who tells the events of a view (key source_id, asserted_by), the one of most claims first.

    Columns: title, publisher, published, url; n_claims, n_events; n_asserted, n_reported, n_doubted, n_denied and
    n_planned claims; kinds (of its claims with numbers, most first).
    """
    tables = view(tables, filters)
    events = select_events(tables, filters).events
    claims = tables["claims"]
    claims = claims[claims["event_id"].isin(events["event_id"])]
    firmness = {f"n_{modality}": claims["modality"] == modality for modality in MODALITIES}
    found = claims.assign(**firmness).groupby(["source_id", "asserted_by"]).agg(
        n_claims=("claim_id", "nunique"), n_events=("event_id", "nunique"),
        **{name: (name, "sum") for name in firmness}, kinds=("kind", _numbered)).reset_index()
    sources = tables["sources"][["source_id", "title", "publisher", "published", "url"]]
    return sources.merge(found, on="source_id").sort_values(
        ["n_claims", "source_id", "asserted_by"], ascending=[False, True, True], ignore_index=True)


def _numbered(kinds: pd.Series[str]) -> str:
    counts = kinds.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return ", ".join(f"{kind} {n}" for kind, n in counts.items())


def select_questions(tables: Tables, filters: Filters, actor_id: str) -> pd.DataFrame:
    """Disputes in which events of the actor are told (key dispute_id), as rows of `query.select_disputes`.

    `is_own`: the actor itself is in question, or a part of the group; these come first.
    """
    rows = select_disputes(tables, own_view(tables, filters, actor_id))
    is_own = rows["actor_id"].isin(with_descendants(tables["groups"], [actor_id]))
    return rows.assign(is_own=is_own).sort_values("is_own", ascending=False, kind="stable", ignore_index=True)


def select_tied(tables: Tables, filters: Filters, actor_id: str) -> pd.DataFrame:
    """The ties of an actor (key tie_id) as rows of `ties.select_ties`, with the one at the other end.

    Columns beside those: other_id, other_name, other_type, words (the tie as a sentence without its end), n_ties (with
    that one). Those with most ties first.
    """
    tied = select_ties(tables, own_view(tables, filters, actor_id))
    mine = tied[(tied["source_id"] == actor_id) | (tied["target_id"] == actor_id)]
    outward = mine["source_id"] == actor_id
    other = mine["target_id"].where(outward, mine["source_id"])
    actors = tables["actors"].set_index("actor_id")
    words = mine["source_name"] + " " + mine["kind"].map(TIE_WORDS) + " " + mine["target_name"]
    rows = mine.assign(other_id=other, other_name=other.map(actors["name"]), words=words,
                       other_type=other.map(actors["actor_type"]), n_ties=other.map(other.value_counts()))
    return rows.sort_values(["n_ties", "other_name", "date_latest", "tie_id"], ascending=[False, True, True, True],
                            ignore_index=True)


def select_leaders(tables: Tables, filters: Filters, group_id: str) -> pd.DataFrame:
    """Terms of office in a group and its parts as rows of `query.select_successions` (key succession_id).

    `is_sole`: an office of the group itself that one holds at a time. These come first, then the group's others, then
    those of its parts; an office that two or more held before one with a single holder, each from its first on. Who is
    not told to hold it yet on the day `on` is left out.
    """
    tables = view(tables, filters)
    terms = select_successions(tables, own_view(tables, filters, group_id))
    terms = terms[terms["group_id"].isin(with_descendants(tables["groups"], [group_id]))
                  & (terms["standing"] != "not_yet")]
    holders = terms.groupby(["group_id", "role"])["actor_id"].transform("nunique")
    sole = tables["offices"].loc[tables["offices"]["is_sole"], "role"]
    is_own = terms["group_id"] == group_id
    rows = terms.assign(is_sole=is_own & terms["role"].isin(sole), is_own=is_own, is_line=holders > 1)
    return rows.sort_values(
        ["is_sole", "is_own", "is_line", "group_name", "role", "position"],
        ascending=[False, False, False, True, True, True], ignore_index=True).drop(columns=["is_own", "is_line"])


def select_own_flows(tables: Tables, filters: Filters, group_id: str) -> pd.DataFrame:
    """The rows of `flows.select_flows` (key from_group_id, to_group_id) that lead to the group, away from it or within.

    `way`: `came`, `left` or `within`, by whether the group or a part of it was joined, left, or both.
    """
    tables = view(tables, filters)
    own = with_descendants(tables["groups"], [group_id])
    flows = select_flows(tables, own_view(tables, filters, group_id))
    joined, left = flows["to_group_id"].isin(own), flows["from_group_id"].isin(own)
    return flows.assign(way=_ways(joined, left))[joined | left].reset_index(drop=True)


def _ways(joined: pd.Series[bool], left: pd.Series[bool]) -> pd.Series[str]:
    ways = pd.Series("within", index=joined.index, dtype="str")
    return ways.mask(joined & ~left, "came").mask(left & ~joined, "left")


def select_turnover(tables: Tables, filters: Filters, group_id: str, changes: pd.DataFrame) -> pd.DataFrame:
    """Who came to the group and who left it: those rows of `changes` (key event_id, actor_id) that name it or a part.

    `changes` is what `dossier.select_changes` makes of the group's own view. `way`: `came` (joined it, or swore to it),
    `left`, `within` (from one part of it to another), `rose` (a split that tells no other side: who stands up against
    his leaders has not left). `people_min`, `people_max` (persons) are the numbers of the event, else of the cohort,
    and 1 for a person; missing where none is told.
    """
    tables = view(tables, filters)
    own = with_descendants(tables["groups"], [group_id])
    parts = tables["event_actors"]
    parts = parts[parts["actor_id"].isin(own)]
    named = {end: set(parts.loc[parts["part"] == f"{end}_group", "event_id"]) for end in ("to", "from")}
    joined, left = (changes["event_id"].isin(named[end]) for end in ("to", "from"))
    elsewhere = changes["event_id"].isin(tables["event_actors"].loc[
        tables["event_actors"]["part"] == "to_group", "event_id"])
    ways = _ways(joined, left).mask((changes["kind"] == "split") & ~elsewhere, "rose")
    rows = changes.assign(way=ways)[joined | left]
    counts = tables["events"].set_index("event_id")[["count_min", "count_max"]]
    cohorts = tables["cohorts"].set_index("cohort_id")[["count_min", "count_max"]]
    for end in ("min", "max"):
        told = rows["event_id"].map(counts[f"count_{end}"]).fillna(rows["actor_id"].map(cohorts[f"count_{end}"]))
        rows = rows.assign(**{f"people_{end}": told.mask(told.isna() & (rows["actor_type"] == "person"), 1).astype(
            "Int64")})
    return rows.sort_values(["date_latest", "date_earliest", "event_id", "actor_id"], ignore_index=True)[_TURNOVER]


def select_members(tables: Tables, filters: Filters, group_id: str) -> pd.DataFrame:
    """Spells with a group or a part of it as rows of `query.select_allegiances` (key allegiance_id).

    Who stands with it first (`held`, then `presumed`, then `uncertain`), then who did; of these persons first.
    """
    tables = view(tables, filters)
    spells = select_allegiances(tables, own_view(tables, filters, group_id))
    spells = spells[spells["group_id"].isin(with_descendants(tables["groups"], [group_id]))]
    order = spells["standing"].map({"held": 0, "presumed": 1, "uncertain": 2, "former": 3})
    types = spells["actor_type"].map({"person": 0, "cohort": 1, "group": 2})
    return spells.assign(order=order, types=types).sort_values(
        ["order", "types", "actor_name", "allegiance_id"], ignore_index=True).drop(columns=["order", "types"])


def select_grounds(told: pd.DataFrame, presence: Mapping[str, pd.DataFrame], party_id: str) -> pd.DataFrame:
    """Where a group is told to be: one row a province (key province_id), first told first.

    `told` names the provinces (`dossier.select_told`); `presence` holds for each what `dossier.select_presence` makes
    of it in the group's own view; `party_id` is the group, or the ranked one that it counts for (`party_of`). Columns
    as there, with `name` that of the province.
    """
    called = dict(zip(told["province_id"], told["name"], strict=True))
    rows = [row._asdict() | {"province_id": province_id, "name": called[province_id]}
            for province_id, parties in presence.items() for row in _rows(parties, party_id)]
    columns = ["province_id", "name", "first_earliest", "first_latest", "last_earliest", "last_latest", "n_events",
               "n_undated", "how", "standing", "is_contested", "is_doubted"]
    return pd.DataFrame(rows, columns=columns).sort_values(
        ["first_latest", "first_earliest", "name"], ignore_index=True)


def _rows(presence: pd.DataFrame, party_id: str) -> list[Any]:
    return list(presence[presence["party_id"] == party_id].itertuples(index=False))


def party_of(tables: Tables, group_id: str) -> str:
    """The ranked group that a group counts for where presence is told: itself, or the nearest above."""
    return families(tables["groups"]).get(group_id, group_id)


def select_own_relations(tables: Tables, filters: Filters, group_id: str) -> pd.DataFrame:
    """How a group or a part of it stood to others, as rows of `query.select_relations` (key relation_id).

    Columns beside those: other_id, other_name, words (the relation as a sentence). Grouped by the other party, those
    with most relations first, each in time order. What holds between the group and its own parts is left to
    `select_kin`.
    """
    tables = view(tables, filters)
    own = with_descendants(tables["groups"], [group_id])
    rows = select_relations(tables, own_view(tables, filters, group_id))
    is_subject, is_object = rows["subject_id"].isin(own), rows["object_id"].isin(own)
    rows = rows[(is_subject != is_object) & ~rows["role"].isin(PARTS_TOLD)]
    side = rows["subject_id"].isin(own)
    words = rows["subject_name"] + " " + rows["role"].map(TIE_WORDS) + " " + rows["object_name"]
    other = rows["object_id"].where(side, rows["subject_id"])
    return rows.assign(
        other_id=other, other_name=rows["object_name"].where(side, rows["subject_name"]), words=words,
        n=other.map(other.value_counts())).sort_values(
        ["n", "other_name", "date_latest", "relation_id"], ascending=[False, True, True, True],
        ignore_index=True).drop(columns="n")


def select_kin(tables: Tables, filters: Filters, group_id: str) -> pd.DataFrame:
    """What a group is part of, its parts and who broke away from it (key other_id, how, event_id).

    `how`: `above` and `below`, by the table of groups (no event); `part_of`, `has_part`, `splinter_of`,
    `has_splinter`, as relations of the view tell it; `split`: who broke away from the group or a part of it, or stood
    up in it, by events of the view. What is only planned or denied is no kin.
    """
    tables = view(tables, filters)
    groups, names = tables["groups"], tables["actors"].set_index("actor_id")["name"]
    own, view_of_it = with_descendants(groups, [group_id]), own_view(tables, filters, group_id)
    parent = groups.loc[groups["group_id"] == group_id, "parent_group_id"].dropna()
    below = groups.loc[groups["parent_group_id"] == group_id, "group_id"]
    kin = [pd.DataFrame({"other_id": ids, "how": how}) for how, ids in (("above", parent), ("below", below))]
    told = select_relations(tables, view_of_it)
    told = told[told["role"].isin(PARTS_TOLD) & told["modality"].isin(HAPPENED)]
    is_subject = told["subject_id"] == group_id
    told = told[is_subject | (told["object_id"] == group_id)]
    backward = told["role"].map({"part_of": "has_part", "splinter_of": "has_splinter"})
    kin.append(told.assign(other_id=told["object_id"].where(is_subject, told["subject_id"]),
                           how=told["role"].where(is_subject, backward)))
    events = select_events(tables, view_of_it).events
    splits = events[(events["kind"] == "split") & events["modality"].isin(HAPPENED)]
    parts = tables["event_actors"]
    left = parts.loc[(parts["part"] == "from_group") & parts["actor_id"].isin(own), "event_id"]
    who = parts.loc[parts["part"] == "subject", ["event_id", "actor_id"]].rename(columns={"actor_id": "other_id"})
    kin.append(splits[splits["event_id"].isin(left)].merge(who, on="event_id").assign(how="split"))
    rows = pd.concat(kin, ignore_index=True).reindex(columns=[*_KIN])
    order = rows["how"].map({"above": 0, "part_of": 1, "splinter_of": 2, "below": 3, "has_part": 4})
    return rows.assign(other_name=rows["other_id"].map(names), order=order.fillna(5),
                       is_contested=rows["is_contested"].eq(True), is_draft=rows["is_draft"].eq(True)).sort_values(
        ["order", "date_latest", "date_earliest", "other_name"], ignore_index=True)[_KIN]
