"""Machine drafts beside the coded atlas: who is proposed gets an id of the draft's own, what is unsound stays out.

Reads `Seeds` of coded articles and drafts together. Returns them without the drafts' faulty claims and articles, and
the problems for which they were left out: a draft never stops the build of what people have coded. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from slugify import slugify

from bayah.model import PROPOSED, Problem
from bayah.names import Names, UnresolvedName, normalise
from bayah.resolve import Resolver
from bayah.seeds import DRAFTS, AliasSeed, CohortSeed, GroupSeed, Located, PersonSeed, ProposedSeed, Seeds


def join_drafts(seeds: Seeds) -> tuple[Seeds, tuple[Problem, ...]]:
    """The seeds with the drafts' sound claims and the actors that these propose; and what was left out, and why.

    `seeds` are those of `read_seeds` over coded articles and drafts.
    """
    left_out = [problem for problem in seeds.problems if _of_draft(problem.file)]
    seeds = _without(replace(seeds, problems=[p for p in seeds.problems if not _of_draft(p.file)]), left_out)
    joined = _with_proposed(seeds)
    resolver = Resolver(joined)
    resolver.reference_tables()
    resolver.claims()
    faults = [problem for problem in resolver.problems if _of_draft(problem.file)]
    if not faults:
        return joined, tuple(sorted(set(left_out)))
    # An actor that only a faulty claim names is not proposed either.
    return _with_proposed(_without(seeds, faults)), tuple(sorted({*left_out, *faults}))


def _of_draft(file: str) -> bool:
    return file.startswith(f"{DRAFTS}/")


def _without(seeds: Seeds, faults: Iterable[Problem]) -> Seeds:
    """Without the claims that a fault names; without the whole draft where a fault names none of its claims."""
    of_claims = {(fault.file, fault.where) for fault in faults if fault.where.startswith(f"{Path(fault.file).stem}.")}
    broken = {fault.file for fault in faults if (fault.file, fault.where) not in of_claims}
    return replace(
        seeds,
        articles=[row for row in seeds.articles if row[0].file not in broken],
        claims=[row for row in seeds.claims
                if row[0].file not in broken and (row[0].file, row[2].claim_id) not in of_claims],
        proposed=[row for row in seeds.proposed if row[0].file not in broken])


def _with_proposed(seeds: Seeds) -> Seeds:
    """The proposed actors that a draft's claim names and nobody bears, as rows of the reference tables.

    Two drafts that propose one name mean one actor until somebody has said otherwise. His name says that it is a
    draft's, wherever it stands.
    """
    named = {normalise(getattr(claim, part)) for at, _, claim in seeds.claims if _of_draft(at.file)
             for part in ("subject", "object", "from_group", "to_group", "from_leader", "to_leader")}
    known = Resolver(seeds).names
    joined = replace(seeds, persons=list(seeds.persons), groups=list(seeds.groups), cohorts=list(seeds.cohorts),
                     aliases=list(seeds.aliases))
    taken = {row.person_id for _, row in seeds.persons} | {row.group_id for _, row in seeds.groups}
    taken |= {row.cohort_id for _, row in seeds.cohorts}
    seen: set[tuple[str, str]] = set()
    for at, actor in seeds.proposed:
        key = (actor.actor_type, normalise(actor.name))
        if key[1] in named and key not in seen and not _is_known(known, actor):
            seen.add(key)
            _add(joined, at, actor, _minted(actor, taken), known)
    return joined


def _is_known(known: Names, actor: ProposedSeed) -> bool:
    try:
        return bool(known.resolve(actor.name, (actor.actor_type,)))
    except UnresolvedName:
        return False


def _minted(actor: ProposedSeed, taken: set[str]) -> str:
    """An id unlike all others, which the same drafts give again."""
    stem = f"{PROPOSED}{actor.actor_type}-{slugify(actor.name) or 'unnamed'}"
    actor_id, number = stem, 1
    while actor_id in taken:
        number += 1
        actor_id = f"{stem}-{number}"
    taken.add(actor_id)
    return actor_id


def _add(seeds: Seeds, at: Located, actor: ProposedSeed, actor_id: str, known: Names) -> None:
    note, name = "Proposed by a machine draft; nobody has said yet who it is.", f"{actor.name} (draft)"
    if actor.actor_type == "person":
        seeds.persons.append((at, PersonSeed(person_id=actor_id, name=name, notes=note)))
    elif actor.actor_type == "group":
        seeds.groups.append((at, GroupSeed(group_id=actor_id, name=name, kind="faction", notes=note)))
    else:
        seeds.cohorts.append((at, CohortSeed(
            cohort_id=actor_id, name=name, group_id=_group_id(known, actor.group), count_min=actor.count_min,
            count_max=actor.count_max, notes=note)))
    spelt = {normalise(alias): alias for alias in (*actor.aliases, actor.name)}
    seeds.aliases += [(at, AliasSeed(actor_id=actor_id, alias=alias)) for alias in spelt.values()]


def _group_id(known: Names, group: str) -> str:
    """The group that a cohort is of; a group that is itself only proposed, or not known, is left open."""
    try:
        return known.resolve(group, ("group",)) if group else ""
    except UnresolvedName:
        return ""
