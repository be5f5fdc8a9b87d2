"""Selections: rows in, rows out. What every page asks for, and the filters it asks with.

Reads the typed tables of `bayah.store`. Returns small frames, each with its grain stated. Refuses nothing: filter
values of the wrong form and ids that the atlas does not hold are set aside and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import pandas as pd

from bayah.dates import edtf_words, read_bound, short_bound
from bayah.derive import Known, as_known
from bayah.model import KINDS, MODALITIES, DateError

Tables = Mapping[str, pd.DataFrame]

CHANGES_OF_SIDE = ("pledge", "renunciation", "defection", "joining", "surrender", "split", "merger")
NOT_TOLD = "not told"
"""The lane of events that name no group or province."""
FATA_MERGED = date(2018, 5, 31)
"""The day from which FATA (PK-TA) is part of Khyber Pakhtunkhwa (25th amendment)."""
MERGED_INTO = {"PK-TA": "PK-KP"}

@dataclass(frozen=True)
class Filters:
    """One view of the atlas; hashable, so that it can key a cache. Named as in the address."""

    province: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    from_: date | None = None
    to: date | None = None
    on: date | None = None
    known: date | None = None
    drafts: bool = False

    @property
    def is_empty(self) -> bool:
        """True for the whole atlas as known today."""
        return self == Filters()

    def without(self, *names: str) -> Filters:
        """The same view with these fields at their defaults."""
        empty = Filters()
        return replace(self, **{name: getattr(empty, name) for name in names})


@dataclass(frozen=True)
class Selection:
    """Events that a filter keeps, and what it leaves out."""

    events: pd.DataFrame
    n_all: int
    n_without_province: int
    n_undated: int


def known_values(tables: Tables) -> dict[str, list[str]]:
    """For each repeatable filter, the ids that it takes, in the order in which they are offered."""
    provinces = tables["provinces"].sort_values(["country", "name"])
    groups = tables["groups"].sort_values(["rank", "name"], na_position="last")
    actors = tables["actors"][tables["actors"]["actor_type"] != "group"]
    actors = actors.sort_values(["actor_type", "name"], ascending=[False, True])
    return {
        "province": provinces["province_id"].tolist(),
        "group": groups["group_id"].tolist(),
        "person": actors["actor_id"].tolist(),
        "kind": list(KINDS),
        "source": tables["sources"].sort_values("known_date")["source_id"].tolist(),
    }


def read_filters(params: Mapping[str, Sequence[str]], tables: Tables) -> tuple[Filters, list[str]]:
    """Filters out of the parameters of an address, and a line for each value that was set aside.

    The id of an actor that was judged the same as another stands for that one.
    """
    refused: list[str] = []
    values: dict[str, Any] = {}
    same = tables["identities"][tables["identities"]["judgement"] == "same"].dropna(subset="other_id")
    kept = dict(zip(same["other_id"], same["actor_id"], strict=True))
    for name, known in known_values(tables).items():
        given = list(dict.fromkeys(kept.get(value, value) for value in params.get(name, ())))
        refused += [f"{name} '{value}'" for value in given if value not in known]
        values[name] = tuple(value for value in given if value in known)
    for name, field in (("from", "from_"), ("to", "to"), ("on", "on"), ("known", "known")):
        text = next(iter(params.get(name, ())), "")
        try:
            values[field] = read_bound(text, last=name in ("to", "known"))
        except DateError:
            refused.append(f"{name} '{text}'")
    if values.get("from_") and values.get("to") and values["from_"] > values["to"]:
        refused.append(f"from '{values.pop('from_')}' after to '{values.pop('to')}'")
    values["drafts"] = next(iter(params.get("drafts", ())), "") in ("1", "true")
    return Filters(**values), refused


def write_filters(filters: Filters) -> dict[str, list[str]]:
    """The parameters of the address of a view; what is at its default is left out."""
    params: dict[str, list[str]] = {}
    for field in fields(filters):
        value = getattr(filters, field.name)
        name = field.name.rstrip("_")
        if isinstance(value, tuple):
            params[name] = list(value)
        elif isinstance(value, date):
            is_bound = name in ("from", "to")
            params[name] = [short_bound(value, last=name == "to") if is_bound else value.isoformat()]
        elif value:
            params[name] = ["true"]
    return {name: values for name, values in params.items() if values}


def view(tables: Tables, filters: Filters | None = None) -> Known:
    """The tables as known on the filters' `known` day; without filters a view stays as it is, and whole tables mean
    today.

    `drafts` is for the caller, who holds a set of tables with and one without machine drafts.
    """
    if filters is None:
        return tables if isinstance(tables, Known) else as_known(tables, None)
    return as_known(tables, filters.known)


def with_descendants(groups: pd.DataFrame, chosen: Iterable[str]) -> set[str]:
    """The chosen groups and all that are part of them."""
    children: dict[str, list[str]] = {}
    for group_id, parent in zip(groups["group_id"], groups["parent_group_id"], strict=True):
        if isinstance(parent, str):
            children.setdefault(parent, []).append(group_id)
    found: set[str] = set()
    waiting = list(chosen)
    while waiting:
        group_id = waiting.pop()
        if group_id not in found:
            found.add(group_id)
            waiting.extend(children.get(group_id, []))
    return found


def families(groups: pd.DataFrame) -> dict[str, str]:
    """For each group the nearest one, itself or above, that has a rank: whose colour it wears."""
    parent = dict(zip(groups["group_id"], groups["parent_group_id"], strict=True))
    ranked = set(groups.loc[groups["rank"].notna(), "group_id"])
    family = {}
    for group_id in parent:
        above = group_id
        while above not in ranked and isinstance(parent.get(above), str):
            above = parent[above]
        family[group_id] = above
    return family


def select_events(tables: Tables, filters: Filters) -> Selection:
    """Events (key event_id) of a view in time order, and counts of what was left out.

    Of what was known on the day `known`: `from`/`to` keep whatever can have happened between them; `on` keeps acts
    that can have happened by that day and states that can have held on it. A group stands for all that are part of
    it, and for cohorts that belonged to it; a province, on a day after a merger, for what was merged into it.
    """
    tables = view(tables, filters)
    events = tables["events"]
    kept = within(events, filters)
    for wanted, table, column in (
        (with_merged(filters).province, tables["event_provinces"], "province_id"),
        (_group_actors(tables, filters.group), tables["event_actors"], "actor_id"),
        (set(filters.person), tables["event_actors"], "actor_id"),
        (set(filters.source), tables["claims"], "source_id"),
    ):
        if wanted:
            kept &= events["event_id"].isin(table.loc[table[column].isin(wanted), "event_id"])
    if filters.kind:
        kept &= events["kind"].isin(filters.kind)
    rows = events[kept].sort_values(["date_latest", "date_earliest", "event_id"], ignore_index=True)
    placed = rows["event_id"].isin(tables["event_provinces"]["event_id"])
    return Selection(rows, len(events), int((~placed).sum()),
                     int((rows["date_precision"] == "unknown").sum()))


def within(events: pd.DataFrame, filters: Filters) -> pd.Series[bool]:
    """Which of the events can have happened, or held, in the time of the view (`from_`, `to`, `on`)."""
    kept = pd.Series(True, index=events.index)
    if filters.from_:
        kept &= ~(events["date_latest"] < pd.Timestamp(filters.from_))
    if filters.to:
        kept &= ~(events["date_earliest"] > pd.Timestamp(filters.to))
    if filters.on:
        on = pd.Timestamp(filters.on)
        kept &= ~(events["date_earliest"] > on)
        kept &= ~(events["is_state"] & (events["date_latest"] < on))
    return kept


def boundary_day(filters: Filters) -> date | None:
    """The day whose borders a view has: the clock `on`, else the beginning of a late period; None: before the merger
    of FATA."""
    day = filters.on or filters.from_
    return day if day is not None and day >= FATA_MERGED else None


def with_merged(filters: Filters) -> Filters:
    """The same view, its provinces with those that were part of them on the day of its borders."""
    if boundary_day(filters) is None:
        return filters
    merged = [old for old, new in MERGED_INTO.items() if new in filters.province and old not in filters.province]
    return replace(filters, province=(*filters.province, *merged))


def _group_actors(tables: Tables, chosen: Sequence[str]) -> set[str]:
    if not chosen:
        return set()
    groups = with_descendants(tables["groups"], chosen)
    cohorts = tables["cohorts"]
    return groups | set(cohorts.loc[cohorts["group_id"].isin(groups), "cohort_id"])


def select_claims(tables: Tables, event_ids: Iterable[str], filters: Filters | None = None) -> pd.DataFrame:
    """Claims of these events (key claim_id) with their article beside them, firmest first."""
    tables = view(tables, filters)
    claims = tables["claims"][tables["claims"]["event_id"].isin(list(event_ids))]
    sources = tables["sources"][["source_id", "title", "authors", "publisher", "published", "url", "language",
                                 "text_sha256", "known_date"]]
    claims = claims.merge(sources, on="source_id")
    firmness = claims["modality"].map(MODALITIES.index)
    return claims.assign(firmness=firmness).sort_values(
        ["firmness", "known_date", "claim_id"], ignore_index=True).drop(columns="firmness")


def select_allegiances(tables: Tables, filters: Filters) -> pd.DataFrame:
    """Spells of the view (key allegiance_id) with names, and `standing` on the day `on`.

    A spell belongs to the view when an event behind it does, whatever that event's day and kind, and when the spell
    can have held between `from` and `to`. `standing`: `held` (borne out for that day), `presumed` (told before, no
    end told), `uncertain` (the day lies within the uncertain start or end), `former`. Spells that nothing bears out
    yet on that day, or by `to`, are left out. Without `on`, ended spells are `former` and others `held`. `is_draft`:
    it rests on machine drafts alone.
    """
    tables = view(tables, filters)
    # A spell has its own clock: what began before a window and ended after it held all through it.
    events = select_events(tables, with_merged(filters).without("kind", "on", "from_", "to")).events
    bridge = tables["allegiance_events"]
    chosen = bridge.loc[bridge["event_id"].isin(events["event_id"]), "allegiance_id"]
    spells = tables["allegiances"]
    spells = spells[spells["allegiance_id"].isin(chosen) & _can_have_held(spells, filters)]
    standing = [standing_on(spell, filters.on) for spell in spells.itertuples(index=False)]
    spells = spells.assign(standing=pd.Series(standing, index=spells.index, dtype="str"))
    names = tables["actors"].set_index("actor_id")
    return spells[spells["standing"] != "not_yet"].assign(
        actor_name=lambda rows: rows["actor_id"].map(names["name"]),
        actor_type=lambda rows: rows["actor_id"].map(names["actor_type"]),
        group_name=lambda rows: rows["group_id"].map(names["name"]),
        is_draft=lambda rows: rows["allegiance_id"].isin(_drafted(tables, bridge, "allegiance_id")),
    ).reset_index(drop=True)


def _drafted(tables: Tables, bridge: pd.DataFrame, key: str) -> pd.Index[Any]:
    """The keys of a bridge whose events are all machine drafts that nobody has reviewed."""
    drafts = set(tables["events"].loc[tables["events"]["is_draft"].astype(bool), "event_id"])
    is_draft = bridge["event_id"].isin(drafts).groupby(bridge[key]).all()
    return is_draft.index[is_draft.to_numpy(bool)]


def _can_have_held(spells: pd.DataFrame, filters: Filters) -> pd.Series[bool]:
    held = pd.Series(True, index=spells.index)
    if filters.from_:
        held &= ~(spells["end_latest"] < pd.Timestamp(filters.from_))
    if filters.to:
        begun = spells["start_earliest"].fillna(spells["start_latest"])
        held &= ~(begun > pd.Timestamp(filters.to))
    return held


def standing_on(spell: Any, on: date | None) -> str:
    """How a spell or a term stands on a day, as `select_allegiances` says; `not_yet`: nothing bears it out by then."""
    if on is None:
        return "held" if spell.end_basis in ("open", "last_evidence") else "former"
    day = pd.Timestamp(on)
    if pd.notna(spell.start_latest) and day < spell.start_latest:
        begun = pd.notna(spell.start_earliest) and day >= spell.start_earliest
        return "uncertain" if begun else "not_yet"
    if pd.isna(spell.end_latest):
        return "held" if day <= spell.last_evidence_date else "presumed"
    if day > spell.end_latest:
        return "former"
    if pd.isna(spell.start_latest):  # only its end is told
        return "uncertain"
    surely = pd.notna(spell.end_earliest) and day < spell.end_earliest
    return "held" if surely else "uncertain"


def select_successions(tables: Tables, filters: Filters) -> pd.DataFrame:
    """Terms of office of the view (key succession_id) with names and `standing` on the day `on`, by office and place
    in line.

    A term belongs to the view as a spell does, and has `is_draft` as one (`select_allegiances`); the line of an office
    is shown whole as soon as one of its terms belongs to it.
    """
    tables = view(tables, filters)
    events = select_events(tables, with_merged(filters).without("kind", "on", "from_", "to")).events
    bridge, terms = tables["succession_events"], tables["successions"]
    chosen = bridge.loc[bridge["event_id"].isin(events["event_id"]), "succession_id"]
    offices = pd.MultiIndex.from_frame(terms.loc[terms["succession_id"].isin(chosen), ["group_id", "role"]])
    terms = terms[pd.MultiIndex.from_frame(terms[["group_id", "role"]]).isin(offices)]
    standing = [standing_on(term, filters.on) for term in terms.itertuples(index=False)]
    names = tables["actors"].set_index("actor_id")["name"]
    return terms.assign(
        standing=pd.Series(standing, index=terms.index, dtype="str"),
        actor_name=terms["actor_id"].map(names), group_name=terms["group_id"].map(names),
        predecessor_name=terms["predecessor_id"].map(names), successor_name=terms["successor_id"].map(names),
        is_draft=terms["succession_id"].isin(_drafted(tables, bridge, "succession_id")),
    ).sort_values(["group_name", "role", "position"], ignore_index=True)


def select_disputes(tables: Tables, filters: Filters) -> pd.DataFrame:
    """Disputes of the view (key dispute_id) with `actor_name`, those with most sides and claims first.

    A dispute belongs to the view when an event that one of its claims tells of does, whatever that event's day.
    """
    tables = view(tables, filters)
    events = select_events(tables, with_merged(filters).without("on", "from_", "to")).events
    claims = tables["event_claims"]
    told = claims.loc[claims["event_id"].isin(events["event_id"]), "claim_id"]
    sides = tables["dispute_claims"]
    rows = tables["disputes"]
    rows = rows[rows["dispute_id"].isin(sides.loc[sides["claim_id"].isin(told), "dispute_id"])]
    names = tables["actors"].set_index("actor_id")["name"]
    return rows.assign(actor_name=rows["actor_id"].map(names)).sort_values(
        ["n_sides", "n_sources", "n_claims", "dispute_id"], ascending=[False, False, False, True], ignore_index=True)


def select_sides(tables: Tables, dispute_ids: Iterable[str], filters: Filters | None = None) -> pd.DataFrame:
    """Claims of these disputes (key dispute_id, claim_id) side by side: what each says, its event and its article."""
    tables = view(tables, filters)
    sides = tables["dispute_claims"]
    sides = sides[sides["dispute_id"].isin(list(dispute_ids))]
    claims = tables["claims"][["claim_id", "event_id", "source_id", "paragraph", "modality", "date", "summary"]]
    sources = tables["sources"][["source_id", "title", "publisher", "published", "url"]]
    return sides.merge(claims, on="claim_id").merge(sources, on="source_id").sort_values(
        ["dispute_id", "side", "known_date", "claim_id"], ignore_index=True)


def disputes_of(tables: Tables, event_id: str) -> list[str]:
    """The ids of the disputes that a claim of this event is part of."""
    tables = view(tables)
    claims, sides = tables["event_claims"], tables["dispute_claims"]
    own = claims.loc[claims["event_id"] == event_id, "claim_id"]
    return sorted(set(sides.loc[sides["claim_id"].isin(own), "dispute_id"]))


def select_relations(tables: Tables, filters: Filters) -> pd.DataFrame:
    """Relations of the view (key relation_id) with names; `on` keeps what can have held then.

    `is_draft`: it rests on machine drafts alone.
    """
    tables = view(tables, filters)
    events = select_events(tables, filters.without("kind")).events
    relations = tables["relations"]
    relations = relations[relations["event_id"].isin(events["event_id"])]
    names = tables["actors"].set_index("actor_id")["name"]
    return relations.assign(
        subject_name=relations["subject_id"].map(names),
        object_name=relations["object_id"].map(names),
        is_draft=relations["relation_id"].isin(_drafted(tables, relations, "relation_id")),
    ).reset_index(drop=True)


def names_of(tables: Tables) -> dict[str, str]:
    """What to call every actor, province and source, by id."""
    called: dict[str, str] = {}
    for table, key in (("actors", "actor_id"), ("provinces", "province_id")):
        called |= dict(zip(tables[table][key], tables[table]["name"], strict=True))
    sources = tables["sources"]
    published = sources["published"].map(edtf_words)
    return called | dict(zip(sources["source_id"], sources["publisher"] + ", " + published, strict=True))


def short_group_names(tables: Tables) -> dict[str, str]:
    """What to call every group in narrow places."""
    groups = tables["groups"]
    return dict(zip(groups["group_id"], groups["short_name"].fillna(groups["name"]), strict=True))


def short_names(tables: Tables, group_ids: tuple[str, str]) -> tuple[str, str]:
    """The names of two groups for narrow places; empty for what is no group."""
    called = short_group_names(tables)
    first, second = (called.get(group_id, "") for group_id in group_ids)
    return first, second


def group_of_events(tables: Tables) -> dict[str, str]:
    """For each event the group whose colour it wears: the one joined or held to, else the one that acts.

    A council or faction wears that of its family, a cohort that of its group; events without any are left out.
    """
    tables = view(tables)
    heads = families(tables["groups"])
    parts = tables["event_actors"]
    cohorts = tables["cohorts"].set_index("cohort_id")["group_id"].dropna()
    of_event: dict[str, str] = {}
    for part in ("object", "from_group", "subject", "to_group"):
        rows = parts[parts["part"] == part]
        own = rows["actor_id"].where(rows["actor_id"].isin(heads))
        groups = own.fillna(rows["actor_id"].map(cohorts)).map(heads)
        of_event |= dict(zip(rows.loc[groups.notna(), "event_id"], groups.dropna(), strict=True))
    return of_event


def select_actor_events(tables: Tables, filters: Filters, actor_id: str) -> pd.DataFrame:
    """Events of the view in which the actor has any part (key event_id), in time order."""
    tables = view(tables, filters)
    events = select_events(tables, filters.without("person")).events
    actors = tables["event_actors"]
    mine = actors.loc[actors["actor_id"] == actor_id, "event_id"]
    return events[events["event_id"].isin(mine)].reset_index(drop=True)


def completeness(tables: Tables, events: pd.DataFrame | None = None) -> pd.DataFrame:
    """How complete these events are, or all of the view: measure (key), n, share of them."""
    tables = view(tables)
    events = tables["events"] if events is None else events
    placed = events["event_id"].isin(tables["event_provinces"]["event_id"])
    counts = {
        "dated to a day": (events["date_precision"] == "day").sum(),
        "dated to a month": (events["date_precision"] == "month").sum(),
        "dated to a season, a year or a range":
            events["date_precision"].isin(["season", "year", "range"]).sum(),
        "only known to be before publication": (events["date_precision"] == "unknown").sum(),
        "tied to a province": placed.sum(),
        "told by two or more articles": (events["n_sources"] > 1).sum(),
        "disputed": events["is_contested"].sum(),
    }
    total = max(len(events), 1)
    return pd.DataFrame([(measure, int(n), int(n) / total) for measure, n in counts.items()],
                        columns=["measure", "n", "share"])


def current_event(tables: Tables, event_id: str) -> str:
    """The id under which an event is kept today; ids that were found to be part of another lead there."""
    redirects = tables["event_redirects"].set_index("event_id")["current_event_id"]
    return str(redirects.get(event_id, event_id))


def orphans(tables: Tables) -> list[str]:
    """Ids of actors that no event names, and that are no group's parent and no cohort's group."""
    used = set(tables["event_actors"]["actor_id"])
    used |= set(tables["groups"]["parent_group_id"].dropna()) | set(tables["cohorts"]["group_id"].dropna())
    return sorted(set(tables["actors"]["actor_id"]) - used)


def aliases_of(tables: Tables, actor_id: str) -> list[str]:
    """Every other spelling of the actor, in order."""
    aliases = tables["aliases"]
    return sorted(aliases.loc[aliases["actor_id"] == actor_id, "alias"])
