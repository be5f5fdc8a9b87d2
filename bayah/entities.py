"""The tables as entities of FollowTheMoney (followthemoney.tech), the model of Aleph and OpenSanctions, as JSON lines.

Reads tables of the contract of one day of knowledge, whole or narrowed (`bayah.extract`). Returns bytes, the same for
the same rows in whatever order. Refuses nothing. Articles become Article, persons Person, groups Organization (states
PublicBody), cohorts LegalEntity, spells Membership, relations UnknownLink, events Event, with their articles as proof.
The library itself is not needed to write them (docs/decisions/0014-taking-away.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from bayah.dates import day_words, span_words
from bayah.model import INDEPENDENT, split_list

Tables = Mapping[str, pd.DataFrame]
_ACTOR, _SOURCE = "bayah.actor.", "bayah.source."


def follow_the_money(tables: Tables, known: Tables) -> bytes:
    """All entities of `tables`, one a line, those that others point to first; `known`: all tables of that day, in which
    stand the claims and articles that bear them out.

    A day that is known only within a span is given as far as both of its ends agree, `2015-05` or `2015`; the span
    stands in the description. To stand alone (`independent`) is no membership and is left out.
    """
    actors = set(tables["actors"]["actor_id"]) - {INDEPENDENT}
    proofs = _proofs(known)
    rest = [*_actors(tables, actors), *_memberships(tables, actors, proofs), *_links(tables, actors, proofs),
            *_events(tables, actors, proofs)]
    named = {proof for entity in rest for proof in entity["properties"].get("proof", [])}
    entities = [*(article for article in _articles(known) if article["id"] in named), *rest]
    return "".join(json.dumps(entity, ensure_ascii=False) + "\n" for entity in entities).encode()


def _entity(kind: str, schema: str, key: str, **properties: object) -> dict[str, Any]:
    """An entity with the properties that hold anything, each a list of distinct texts."""
    told = {name: list(dict.fromkeys(_texts(value))) for name, value in properties.items()}
    return {"id": _id(f"bayah.{kind}.", key), "schema": schema,
            "properties": {name: texts for name, texts in told.items() if texts}}


def _id(prefix: str, key: str) -> str:
    """An id of letters, digits, points and hyphens, as FollowTheMoney wants it; no two keys share one."""
    return prefix + key.replace("_", "--")


def _texts(value: object) -> Iterator[str]:
    values = [value] if isinstance(value, str) else value if isinstance(value, Iterable) else []
    yield from (text for text in values if isinstance(text, str) and text)


def _sorted(tables: Tables, table: str, *key: str) -> Any:
    return tables[table].sort_values(list(key)).itertuples(index=False)


def _day(cell: Any) -> date | None:
    return None if pd.isna(cell) else cell.date()


def _common(earliest: Any, latest: Any) -> str:
    """The day, month or year that both ends of a span lie in; empty where there is none."""
    if pd.isna(earliest) or pd.isna(latest):
        return ""
    first, last = str(earliest.date()), str(latest.date())
    sizes = [len(form) for form in ("2015-05-08", "2015-05", "2015")]
    return next((first[:size] for size in sizes if first[:size] == last[:size]), "")


def _proofs(tables: Tables) -> dict[str, list[Any]]:
    """For each event its claims, in order."""
    sources = tables["sources"].set_index("source_id")["url"]
    claims = tables["claims"].assign(url=tables["claims"]["source_id"].map(sources)).sort_values("claim_id")
    found: dict[str, list[Any]] = {}
    for claim in claims.itertuples(index=False):
        found.setdefault(str(claim.event_id), []).append(claim)
    return found


def _proof(claims: list[Any]) -> dict[str, object]:
    """Articles, their addresses and the claims in them, as properties that every entity takes."""
    return {"proof": [_id(_SOURCE, claim.source_id) for claim in claims], "sourceUrl": [claim.url for claim in claims]}


def _articles(tables: Tables) -> Iterator[dict[str, Any]]:
    for row in _sorted(tables, "sources", "source_id"):
        yield _entity("source", "Article", row.source_id, title=row.title, name=row.title,
                      author=split_list(row.authors), publisher=row.publisher, sourceUrl=row.url,
                      publishedAt=_common(row.published_earliest, row.known_date))


def _actors(tables: Tables, actors: set[str]) -> Iterator[dict[str, Any]]:
    spellings = tables["aliases"].sort_values("alias").groupby("actor_id")["alias"].agg(list).to_dict()
    for row in _sorted(tables, "persons", "person_id"):
        yield _entity("actor", "Person", row.person_id, name=row.name, alias=spellings.get(row.person_id),
                      notes=row.notes)
    for row in _sorted(tables, "groups", "group_id"):
        parent, is_known = row.parent_group_id, row.parent_group_id in actors
        if row.group_id in actors:
            yield _entity("actor", "PublicBody" if row.kind == "state" else "Organization", row.group_id,
                          name=row.name, alias=[row.short_name, *spellings.get(row.group_id, [])], notes=row.notes,
                          classification=row.kind, parent=_id(_ACTOR, parent) if is_known else None)
    for row in _sorted(tables, "cohorts", "cohort_id"):
        yield _entity("actor", "LegalEntity", row.cohort_id, name=row.name, alias=spellings.get(row.cohort_id),
                      notes=row.notes, description="Unnamed people who act together.")


def _memberships(tables: Tables, actors: set[str], proofs: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    behind = tables["allegiance_events"].groupby("allegiance_id")["event_id"].agg(list).to_dict()
    called = tables["actors"].set_index("actor_id")["name"]
    for row in _sorted(tables, "allegiances", "allegiance_id"):
        if {row.actor_id, row.group_id} <= actors:
            oath = f" The last oath was given to {called[row.leader_id]}." if row.leader_id in actors else ""
            claims = [claim for event in sorted(behind[row.allegiance_id]) for claim in proofs.get(event, [])]
            yield _entity("spell", "Membership", row.allegiance_id, member=_id(_ACTOR, row.actor_id),
                          organization=_id(_ACTOR, row.group_id), role=split_list(row.role),
                          startDate=_common(row.start_earliest, row.start_latest),
                          endDate=_common(row.end_earliest, row.end_latest), recordId=row.allegiance_id,
                          status="disputed" if row.is_contested else None, description=_say_spell(row) + oath,
                          **_proof(claims))


def _say_spell(row: Any) -> str:
    told = span_words(_day(row.end_earliest), _day(row.end_latest))
    end = "No end is told" if pd.isna(row.end_latest) and pd.isna(row.end_earliest) else f"Ended: {told}"
    return (f"Begun: {span_words(_day(row.start_earliest), _day(row.start_latest))}. {end}. Last evidence: "
            f"{day_words(row.last_evidence_date.date())}.")


def _links(tables: Tables, actors: set[str], proofs: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    for row in _sorted(tables, "relations", "relation_id"):
        if {row.subject_id, row.object_id} <= actors:
            yield _entity("relation", "UnknownLink", row.relation_id, subject=_id(_ACTOR, row.subject_id),
                          object=_id(_ACTOR, row.object_id), role=row.role.replace("_", " "), recordId=row.relation_id,
                          date=_common(row.date_earliest, row.date_latest), status=_status(row),
                          description=f"Held: {span_words(_day(row.date_earliest), _day(row.date_latest))}.",
                          **_proof(proofs.get(row.event_id, [])))


def _status(row: Any) -> list[str]:
    return [row.modality, *(["disputed"] if row.is_contested else [])]


def _events(tables: Tables, actors: set[str], proofs: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    parts = tables["event_actors"].sort_values("actor_id").groupby("event_id")["actor_id"].agg(list).to_dict()
    where = _where(tables)
    for row in _sorted(tables, "events", "event_id"):
        claims = proofs.get(row.event_id, [])
        yield _entity("event", "Event", row.event_id, name=row.label, keywords=[row.kind, *_status(row)],
                      involved=[_id(_ACTOR, actor) for actor in parts.get(row.event_id, []) if actor in actors],
                      date=_common(row.date_earliest, row.date_latest), recordId=row.event_id,
                      location=where.get(row.event_id), summary=[claim.summary for claim in claims],
                      description=f"When: {span_words(_day(row.date_earliest), _day(row.date_latest))}.",
                      country=[code.lower() for code in split_list(row.countries)], **_proof(claims))


def _where(tables: Tables) -> dict[str, list[str]]:
    """For each event the names of its places and provinces."""
    found: dict[str, list[str]] = {}
    for bridge, noun in (("event_places", "place"), ("event_provinces", "province")):
        names = tables[f"{noun}s"].set_index(f"{noun}_id")["name"]
        for row in _sorted(tables, bridge, "event_id", f"{noun}_id"):
            found.setdefault(row.event_id, []).append(names[getattr(row, f"{noun}_id")])
    return found
