"""Seeds resolved: names to ids, dates to days, judgements checked; every problem collected.

Reads `Seeds`. Returns the reference tables and the claims as a derivation takes them. Refuses nothing at once: what
is wrong is added to `problems`, for whoever builds to raise. Source: codebook, section 1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import networkx as nx
import pandas as pd

from bayah.dates import DateSpan, acled_time_precision, parse_date, ucdp_date_prec
from bayah.model import PARTS, STATES, TABLE, Problem, join_list
from bayah.names import Names, UnresolvedName, did_you_mean, namesakes
from bayah.seeds import ArticleSeed, ClaimSeed, IdentitySeed, Located, Seeds
from bayah.store import typed

_PART_TYPES = {
    "subject": ("person", "group", "cohort"),
    "object": ("person", "group", "cohort"),
    "from_group": ("group",),
    "to_group": ("group",),
    "from_leader": ("person",),
    "to_leader": ("person",),
}


def _last_day(claim: ClaimSeed, span: DateSpan, known: date) -> date | None:
    """What is told as done or standing is told up to publication; a state may stand open after."""
    stands_open = bool(claim.date) and span.latest is None and claim.kind in STATES
    if claim.modality == "planned" or stands_open:
        return span.latest
    return min(span.latest or known, known)


class Resolver:
    """Turns seeds into reference tables and resolved claims, and gathers what is wrong."""

    def __init__(self, seeds: Seeds) -> None:
        self.seeds = seeds
        self.problems = list(seeds.problems)
        self.provinces = {row.province_id: row for _, row in seeds.provinces}
        self.known_date: dict[str, date] = {}
        self.merged = self._merged()
        self.groups = {self.stands_for(row.group_id) for _, row in seeds.groups}
        self.names = Names(self._kept(), self._spellings())

    def _merged(self) -> dict[str, str]:
        """For each id that was judged the same as another, the id that stands for both."""
        return {row.other_id: row.actor_id for _, row in self.seeds.identities
                if row.other_id and row.judgement == "same"}

    def stands_for(self, actor_id: str) -> str:
        """The id that stands for this one."""
        seen = {actor_id}
        while (kept := self.merged.get(actor_id, "")) and kept not in seen:
            seen.add(actor_id := kept)
        return actor_id

    def _actors(self) -> Iterator[tuple[str, str, list[str]]]:
        for _, person in self.seeds.persons:
            yield person.person_id, "person", [person.name]
        for _, group in self.seeds.groups:
            yield group.group_id, "group", [group.name, group.short_name]
        for _, cohort in self.seeds.cohorts:
            yield cohort.cohort_id, "cohort", [cohort.name]

    def _kept(self) -> Iterator[tuple[str, str, list[str]]]:
        """The actors without ids that another stands for."""
        return ((actor_id, kind, names) for actor_id, kind, names in self._actors() if actor_id not in self.merged)

    def _spellings(self) -> list[tuple[str, str]]:
        """Every alias, and the names of merged ids as aliases of the one that stands for them."""
        spelt = [(self.stands_for(row.actor_id), row.alias) for _, row in self.seeds.aliases]
        return spelt + [(self.stands_for(actor_id), name) for actor_id, _, names in self._actors()
                        if actor_id in self.merged for name in names if name]

    def reference_tables(self) -> dict[str, pd.DataFrame]:
        """The tables that the seeds hold as they are, by name; ids that another stands for are left out."""
        self._refuse_duplicates()
        self._refuse_dangling()
        self._refuse_judgements()
        rows = [(actor_id, kind, names[0]) for actor_id, kind, names in self._kept()]
        actors = pd.DataFrame(rows, columns=TABLE["actors"].column_names)
        sources = [self._source_row(place, article) for place, article in self.seeds.articles]
        frames = {
            "sources": _frame(sources, "sources"),
            "actors": typed(actors, "actors"),
            "identities": _frame([self._identity(row) for _, row in self.seeds.identities], "identities"),
            "event_judgements": _frame([row.model_dump() for _, row in self.seeds.event_judgements],
                                       "event_judgements"),
            "aliases": self._aliases(),
        }
        for name, key in (("persons", "person_id"), ("groups", "group_id"), ("cohorts", "cohort_id")):
            kept = [row for _, row in getattr(self.seeds, name) if getattr(row, key) not in self.merged]
            frames[name] = _frame([self._redirected(row.model_dump()) for row in kept], name)
        for name in ("provinces", "offices"):
            frames[name] = _frame([row.model_dump() for _, row in getattr(self.seeds, name)], name)
        return frames

    def _redirected(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row with the ids of other groups that it names as they are today."""
        return {column: self.stands_for(cell) if column in ("group_id", "parent_group_id") and cell else cell
                for column, cell in row.items()}

    def _aliases(self) -> pd.DataFrame:
        seen = {(self.stands_for(row.actor_id), row.alias): row.source_id for _, row in reversed(self.seeds.aliases)}
        rows = [{"actor_id": actor_id, "alias": alias, "source_id": seen.get((actor_id, alias), "")}
                for actor_id, alias in dict.fromkeys(self._spellings())]
        return _frame(rows, "aliases")

    def _identity(self, row: IdentitySeed) -> dict[str, Any]:
        actor_id = self.stands_for(row.actor_id)
        return {**row.model_dump(), "actor_id": actor_id, "identity_id": f"{row.actor_id}.{row.other_id or row.alias}"}

    def _source_row(self, place: Located, article: ArticleSeed) -> dict[str, Any]:
        span = parse_date(article.published)
        if span.earliest is None or span.latest is None:
            self._problem(place, "", f"published '{article.published}' has an open end",
                          "Give the month or year in which it must have appeared")
        known = span.latest or date.max
        self.known_date[article.source_id] = known
        return {**article.model_dump(), "authors": join_list(article.authors),
                "published_earliest": span.earliest, "known_date": known}

    def _refuse_duplicates(self) -> None:
        seeds = self.seeds
        keys: list[list[tuple[Located, str]]] = [
            [(place, claim.claim_id) for place, _, claim in seeds.claims],
            [(place, f"{row.event_id} / {row.claim_id}") for place, row in seeds.event_ids],
            [(place, article.source_id) for place, article in seeds.articles],
            [*((place, row.person_id) for place, row in seeds.persons),
             *((place, row.group_id) for place, row in seeds.groups),
             *((place, row.cohort_id) for place, row in seeds.cohorts)],
            [(place, row.province_id) for place, row in seeds.provinces],
            [(place, f"{row.actor_id} / {row.alias}") for place, row in seeds.aliases],
            [(place, row.role) for place, row in seeds.offices],
            [(place, row.dispute_id) for place, row in seeds.disputes],
            [(place, f"{row.actor_id} / {row.other_id or row.alias}") for place, row in seeds.identities],
            [(place, " / ".join(sorted((row.claim_id, row.other_claim_id)))) for place, row in seeds.event_judgements],
        ]
        for of_table in keys:
            counts = Counter(identifier for _, identifier in of_table)
            for place, identifier in of_table:
                if counts[identifier] > 1:
                    self._problem(place, identifier, f"the id stands {counts[identifier]} times",
                                  "Give each its own; ids are never reused")

    def _refuse_dangling(self) -> None:
        actors = {actor_id for actor_id, _, _ in self._actors()}
        for place, alias in self.seeds.aliases:
            self._known(place, alias.alias, "actor_id", alias.actor_id, actors)
            if alias.source_id:
                articles = {article.source_id for _, article in self.seeds.articles}
                self._known(place, alias.alias, "source_id", alias.source_id, articles)
        for place, group in self.seeds.groups:
            if group.parent_group_id:
                self._known(place, group.group_id, "parent_group_id", self.stands_for(group.parent_group_id),
                            self.groups)
        for place, cohort in self.seeds.cohorts:
            if cohort.group_id:
                self._known(place, cohort.cohort_id, "group_id", self.stands_for(cohort.group_id), self.groups)
        self._refuse_circles()

    def _refuse_judgements(self) -> None:
        self._refuse_identities()
        self._refuse_namesakes()
        claims = {claim.claim_id for _, _, claim in self.seeds.claims}
        same = nx.Graph((row.claim_id, row.other_claim_id) for _, row in self.seeds.event_judgements
                        if row.judgement == "same_event")
        one = {claim: number for number, found in enumerate(nx.connected_components(same)) for claim in found}
        for place, pair in self.seeds.event_judgements:
            for claim_id in (pair.claim_id, pair.other_claim_id):
                self._known(place, pair.claim_id, "claim_id", claim_id, claims)
            if pair.judgement == "not_same_event" and one.get(pair.claim_id, -1) == one.get(pair.other_claim_id, -2):
                self._problem(place, pair.claim_id, "other judgements make the two one event",
                              "Take back one of them")
        ids = self.ids()
        for place, dispute in self.seeds.disputes:
            self._known(place, dispute.dispute_id, "actor_id", dispute.actor_id, ids)
            for claim_id in (claim for side in dispute.sides for claim in side.claims):
                self._known(place, dispute.dispute_id, "claim_id", claim_id, claims)

    def ids(self) -> set[str]:
        """Every id of an actor, also those that another stands for."""
        return {actor_id for actor_id, _, _ in self._actors()}

    def _refuse_identities(self) -> None:
        ids, spelt = self.ids(), set(self._spellings())
        names = {(actor_id, name) for actor_id, _, names in self._actors() for name in names}
        articles = {article.source_id for _, article in self.seeds.articles}
        for place, row in self.seeds.identities:
            for actor_id in filter(None, (row.actor_id, row.other_id)):
                self._known(place, row.actor_id, "actor_id", actor_id, ids)
            if row.source_id:
                self._known(place, row.actor_id, "source_id", row.source_id, articles)
            is_his = (self.stands_for(row.actor_id), row.alias) in spelt | names
            if row.alias and is_his != (row.judgement == "same"):
                self._problem(place, row.actor_id,
                              f"'{row.alias}' is judged {row.judgement}, and aliases.csv says otherwise",
                              "Add the alias" if row.judgement == "same" else "Take the alias away from this actor")
            if row.other_id and self.stands_for(row.actor_id) == row.other_id:
                self._problem(place, row.actor_id, "the id stands for itself", "Take back one of the judgements")

    def _refuse_namesakes(self) -> None:
        """Two persons of whom one may bear the other's name are judged, or somebody merges them by mistake."""
        persons = {row.person_id: [row.name] for _, row in self.seeds.persons if row.person_id not in self.merged}
        for actor_id, alias in self._spellings():
            if actor_id in persons:
                persons[actor_id].append(alias)
        judged = {frozenset((row.actor_id, row.other_id)) for _, row in self.seeds.identities if row.other_id}
        places = {row.person_id: place for place, row in self.seeds.persons}
        for first, second in namesakes(persons):
            if frozenset((first, second)) not in judged:
                self._problem(places[second], second, f"the name may also mean {first}",
                              f"Judge it in seeds/judgements/identities.csv: {first},{second},,,"
                              "same | not_same | undecided,<reason>")

    def _refuse_circles(self) -> None:
        parent = {group.group_id: group.parent_group_id for _, group in self.seeds.groups}
        for place, group in self.seeds.groups:
            seen, above = {group.group_id}, group.parent_group_id
            while above and above not in seen:
                seen.add(above)
                above = parent.get(above, "")
            if above == group.group_id:
                self._problem(place, group.group_id, "the group is its own ancestor",
                              "Mend parent_group_id")

    def _known(self, place: Located, where: str, column: str, value: str, known: set[str]) -> None:
        if value not in known:
            self._problem(place, where, f"unknown {column} '{value}'",
                          did_you_mean(value, sorted(known)) or "Add it to seeds/reference")

    def claims(self) -> pd.DataFrame:
        """Resolved claims with `known_date` of their source, sorted by claim_id."""
        rows = [self._claim_row(*claim) for claim in self.seeds.claims]
        rows.sort(key=lambda row: str(row["claim_id"]))
        frame = _frame([{**row, "event_id": ""} for row in rows], "claims").drop(columns="event_id")
        return frame.assign(known_date=[row["known_date"] for row in rows])

    def _claim_row(self, place: Located, source_id: str, claim: ClaimSeed) -> dict[str, Any]:
        known = self.known_date.get(source_id, date.max)
        span = parse_date(claim.date)
        if claim.modality != "planned" and span.earliest is not None and span.earliest > known:
            self._problem(place, claim.claim_id,
                          f"date '{claim.date}' is after the article appeared",
                          "Mend the date, or the modality if it is planned")
        row = claim.model_dump() | {
            "source_id": source_id,
            "known_date": known,
            "motives": join_list(claim.motives),
            "provinces": join_list(sorted(claim.provinces)),
            "countries": join_list(sorted(claim.countries)),
            "date_earliest": span.earliest,
            "date_latest": _last_day(claim, span, known),
            "date_precision": span.precision,
            "date_prec": ucdp_date_prec(span),
            "time_precision": acled_time_precision(span),
        }
        self._check_provinces(place, claim, span)
        for part in PARTS:
            row[f"{part}_as_written"] = row.pop(part)
            row[f"{part}_id"] = self._resolve(place, claim, part)
        return row

    def _resolve(self, place: Located, claim: ClaimSeed, part: str) -> str:
        name, explicit_id = getattr(claim, part), self.stands_for(getattr(claim, f"{part}_id"))
        if not name:
            if explicit_id:
                self._problem(place, claim.claim_id, f"`{part}_id` stands without `{part}`",
                              f"Write the article's name in `{part}`")
            return ""
        try:
            return self.names.resolve(name, _PART_TYPES[part], explicit_id)
        except UnresolvedName as error:
            self._problem(place, claim.claim_id, f"{part}: {error.what}", error.todo)
            return ""

    def _check_provinces(self, place: Located, claim: ClaimSeed, span: DateSpan) -> None:
        for code in claim.provinces:
            province = self.provinces.get(code)
            if province is None:
                self._problem(place, claim.claim_id, f"unknown province '{code}'", self._near(code))
            elif province.valid_until and span.earliest and span.earliest >= province.valid_until:
                self._problem(place, claim.claim_id,
                              f"{province.name} ({code}) was no more from {province.valid_until}",
                              "Use the province that it was merged into")

    def _near(self, code: str) -> str:
        spellings = {row.province_id: row.province_id for row in self.provinces.values()}
        for row in self.provinces.values():
            spellings |= dict.fromkeys([row.name, *row.aliases.split(";")], row.province_id)
        hint = did_you_mean(code, [spelling for spelling in spellings if spelling])
        for spelling in re.findall(r"'([^']+)'", hint):
            province = self.provinces[spellings[spelling]]
            return f"Did you mean '{province.province_id}' ({province.name})?"
        return "Use an ISO 3166-2 code of seeds/reference/provinces.csv"

    def _problem(self, place: Located, where: str, what: str, todo: str) -> None:
        self.problems.append(Problem(place.file, place.line, where, what, todo))


def _frame(rows: list[dict[str, Any]], table: str) -> pd.DataFrame:
    return typed(pd.DataFrame(rows, columns=TABLE[table].column_names), table)
