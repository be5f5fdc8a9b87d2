"""Seeds resolved: names of actors and places to ids, dates to days, judgements checked; every problem collected.

Reads `Seeds`. Returns the reference tables and the claims as a derivation takes them. Refuses nothing at once: what
is wrong is added to `problems`, for whoever builds to raise. Source: codebook, section 1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import networkx as nx
import pandas as pd

from bayah.dates import DateSpan, acled_time_precision, parse_date, ucdp_date_prec
from bayah.model import IN_COUNTRY, IN_PROVINCE, PARTS, PROPOSED, STATES, TABLE, Problem, join_list, split_list
from bayah.names import Names, UnresolvedName, did_you_mean, namesakes, normalise
from bayah.seeds import ArticleSeed, ClaimSeed, IdentitySeed, Located, PlaceSeed, ProvinceSeed, Seeds
from bayah.store import typed

PART_TYPES: dict[str, tuple[str, ...]] = {
    "subject": ("person", "group", "cohort"),
    "object": ("person", "group", "cohort"),
    "from_group": ("group",),
    "to_group": ("group",),
    "from_leader": ("person",),
    "to_leader": ("person",),
}
"""What types of actors each part of a claim may name."""


def _last_day(claim: ClaimSeed, span: DateSpan, known: date) -> date | None:
    """What is told as done or standing is told up to publication; a state may stand open after."""
    stands_open = bool(claim.date) and span.latest is None and claim.kind in STATES
    if claim.modality == "planned" or stands_open:
        return span.latest
    return min(span.latest or known, known)


def _where_prec(claim: ClaimSeed, places: Sequence[PlaceSeed]) -> int | None:
    """How finely the claim tells where; None where it tells no place at all."""
    told = [place.where_prec for place in places]
    told += [IN_PROVINCE] if claim.provinces else [IN_COUNTRY] if claim.countries else []
    return min(told, default=None)


class Gazetteer:
    """The index of every spelling of every place and province."""

    def __init__(self, places: Iterable[PlaceSeed], provinces: Iterable[ProvinceSeed]) -> None:
        rows: list[PlaceSeed | ProvinceSeed] = [*provinces, *places]  # a name that both bear (Kabul) means the place
        self._bearers = {normalise(name): row for row in rows for name in row.spellings}
        self._spelt = [name for row in rows for name in row.spellings]

    def find(self, name: str) -> PlaceSeed | ProvinceSeed | None:
        """What bears this name: a place, else a province, else nothing."""
        return self._bearers.get(normalise(name))

    def near(self, name: str) -> str:
        """What to do about a name that nothing bears."""
        hint, table = did_you_mean(name, self._spelt), "seeds/reference/places.csv"
        return f"{hint} If not, add it to {table}" if hint else f"Add it to {table}"


class Resolver:
    """Turns seeds into reference tables and resolved claims, and gathers what is wrong."""

    def __init__(self, seeds: Seeds) -> None:
        self.seeds = seeds
        self.problems = list(seeds.problems)
        self.provinces = {row.province_id: row for _, row in seeds.provinces}
        self.gazetteer = Gazetteer((row for _, row in seeds.places), self.provinces.values())
        self.known_date: dict[str, date] = {}
        self.places_of: dict[str, list[str]] = {}
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
        self._refuse_places()
        self._refuse_judgements()
        rows = [(actor_id, kind, names[0]) for actor_id, kind, names in self._kept()]
        actors = pd.DataFrame(rows, columns=TABLE["actors"].column_names)
        sources = [self._source_row(at, article) for at, article in self.seeds.articles]
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
        for name in ("provinces", "places", "offices"):
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

    def _source_row(self, at: Located, article: ArticleSeed) -> dict[str, Any]:
        span = parse_date(article.published)
        if span.earliest is None or span.latest is None:
            self._problem(at, "", f"published '{article.published}' has an open end",
                          "Give the month or year in which it must have appeared")
        known = span.latest or date.max
        self.known_date[article.source_id] = known
        return {**article.model_dump(), "authors": join_list(article.authors),
                "published_earliest": span.earliest, "known_date": known}

    def _refuse_duplicates(self) -> None:
        seeds = self.seeds
        keys: list[list[tuple[Located, str]]] = [
            [(at, claim.claim_id) for at, _, claim in seeds.claims],
            [(at, f"{row.event_id} / {row.claim_id}") for at, row in seeds.event_ids],
            [(at, article.source_id) for at, article in seeds.articles],
            [*((at, row.person_id) for at, row in seeds.persons),
             *((at, row.group_id) for at, row in seeds.groups),
             *((at, row.cohort_id) for at, row in seeds.cohorts)],
            [(at, row.province_id) for at, row in seeds.provinces],
            [(at, row.place_id) for at, row in seeds.places],
            [(at, f"{row.actor_id} / {row.alias}") for at, row in seeds.aliases],
            [(at, row.role) for at, row in seeds.offices],
            [(at, row.dispute_id) for at, row in seeds.disputes],
            [(at, f"{row.actor_id} / {row.other_id or row.alias}") for at, row in seeds.identities],
            [(at, " / ".join(sorted((row.claim_id, row.other_claim_id)))) for at, row in seeds.event_judgements],
        ]
        for of_table in keys:
            counts = Counter(identifier for _, identifier in of_table)
            for at, identifier in of_table:
                if counts[identifier] > 1:
                    self._problem(at, identifier, f"the id stands {counts[identifier]} times",
                                  "Give each its own; ids are never reused")

    def _refuse_dangling(self) -> None:
        actors = {actor_id for actor_id, _, _ in self._actors()}
        for at, alias in self.seeds.aliases:
            self._known(at, alias.alias, "actor_id", alias.actor_id, actors)
            if alias.source_id:
                articles = {article.source_id for _, article in self.seeds.articles}
                self._known(at, alias.alias, "source_id", alias.source_id, articles)
        for at, group in self.seeds.groups:
            if group.parent_group_id:
                self._known(at, group.group_id, "parent_group_id", self.stands_for(group.parent_group_id),
                            self.groups)
        for at, cohort in self.seeds.cohorts:
            if cohort.group_id:
                self._known(at, cohort.cohort_id, "group_id", self.stands_for(cohort.group_id), self.groups)
        self._refuse_circles()

    def _refuse_places(self) -> None:
        """A place lies in provinces that we know, and no two bear one name."""
        bearer: dict[str, str] = {}
        for at, row in self.seeds.places:
            for code in filter(None, [row.province_id, *split_list(row.provinces)]):
                if code not in self.provinces:
                    self._problem(at, row.place_id, f"unknown province '{code}'", self._near(code))
            for name in dict.fromkeys(row.spellings):
                other = bearer.setdefault(normalise(name), row.place_id)
                if other != row.place_id:
                    self._problem(at, row.place_id, f"the name '{name}' is borne by {other} too",
                                  "Give the name to one of them, and tell the other by a longer one")

    def _refuse_judgements(self) -> None:
        self._refuse_identities()
        self._refuse_namesakes()
        claims = {claim.claim_id for _, _, claim in self.seeds.claims}
        same = nx.Graph((row.claim_id, row.other_claim_id) for _, row in self.seeds.event_judgements
                        if row.judgement == "same_event")
        one = {claim: number for number, found in enumerate(nx.connected_components(same)) for claim in found}
        for at, pair in self.seeds.event_judgements:
            for claim_id in (pair.claim_id, pair.other_claim_id):
                self._known(at, pair.claim_id, "claim_id", claim_id, claims)
            if pair.judgement == "not_same_event" and one.get(pair.claim_id, -1) == one.get(pair.other_claim_id, -2):
                self._problem(at, pair.claim_id, "other judgements make the two one event",
                              "Take back one of them")
        ids = self.ids()
        for at, dispute in self.seeds.disputes:
            self._known(at, dispute.dispute_id, "actor_id", dispute.actor_id, ids)
            for claim_id in (claim for side in dispute.sides for claim in side.claims):
                self._known(at, dispute.dispute_id, "claim_id", claim_id, claims)

    def ids(self) -> set[str]:
        """Every id of an actor, also those that another stands for."""
        return {actor_id for actor_id, _, _ in self._actors()}

    def _refuse_identities(self) -> None:
        ids, spelt = self.ids(), set(self._spellings())
        names = {(actor_id, name) for actor_id, _, names in self._actors() for name in names}
        articles = {article.source_id for _, article in self.seeds.articles}
        for at, row in self.seeds.identities:
            for actor_id in filter(None, (row.actor_id, row.other_id)):
                self._known(at, row.actor_id, "actor_id", actor_id, ids)
            if row.source_id:
                self._known(at, row.actor_id, "source_id", row.source_id, articles)
            is_his = (self.stands_for(row.actor_id), row.alias) in spelt | names
            if row.alias and is_his != (row.judgement == "same"):
                self._problem(at, row.actor_id,
                              f"'{row.alias}' is judged {row.judgement}, and aliases.csv says otherwise",
                              "Add the alias" if row.judgement == "same" else "Take the alias away from this actor")
            if row.other_id and self.stands_for(row.actor_id) == row.other_id:
                self._problem(at, row.actor_id, "the id stands for itself", "Take back one of the judgements")

    def _refuse_namesakes(self) -> None:
        """Two persons of whom one may bear the other's name are judged, or somebody merges them by mistake."""
        persons = {row.person_id: [row.name] for _, row in self.seeds.persons
                   if row.person_id not in self.merged and not row.person_id.startswith(PROPOSED)}
        for actor_id, alias in self._spellings():
            if actor_id in persons:
                persons[actor_id].append(alias)
        judged = {frozenset((row.actor_id, row.other_id)) for _, row in self.seeds.identities if row.other_id}
        rows = {row.person_id: at for at, row in self.seeds.persons}
        for first, second in namesakes(persons):
            if frozenset((first, second)) not in judged:
                self._problem(rows[second], second, f"the name may also mean {first}",
                              f"Judge it in seeds/judgements/identities.csv: {first},{second},,,"
                              "same | not_same | undecided,<reason>")

    def _refuse_circles(self) -> None:
        parent = {group.group_id: group.parent_group_id for _, group in self.seeds.groups}
        for at, group in self.seeds.groups:
            seen, above = {group.group_id}, group.parent_group_id
            while above and above not in seen:
                seen.add(above)
                above = parent.get(above, "")
            if above == group.group_id:
                self._problem(at, group.group_id, "the group is its own ancestor",
                              "Mend parent_group_id")

    def _known(self, at: Located, where: str, column: str, value: str, known: set[str]) -> None:
        if value not in known:
            self._problem(at, where, f"unknown {column} '{value}'",
                          did_you_mean(value, sorted(known)) or "Add it to seeds/reference")

    def claims(self) -> pd.DataFrame:
        """Resolved claims with `known_date` of their source, sorted by claim_id; fills `places_of`."""
        rows = [self._claim_row(*claim) for claim in self.seeds.claims]
        rows.sort(key=lambda row: str(row["claim_id"]))
        frame = _frame([{**row, "event_id": ""} for row in rows], "claims").drop(columns="event_id")
        return frame.assign(known_date=[row["known_date"] for row in rows])

    def _claim_row(self, at: Located, source_id: str, claim: ClaimSeed) -> dict[str, Any]:
        known = self.known_date.get(source_id, date.max)
        span = parse_date(claim.date)
        if claim.modality != "planned" and span.earliest is not None and span.earliest > known:
            self._problem(at, claim.claim_id,
                          f"date '{claim.date}' is after the article appeared",
                          "Mend the date, or the modality if it is planned")
        last = _last_day(claim, span, known)
        places = self._places(at, claim, last)
        self.places_of[claim.claim_id] = [place.place_id for place in places]
        row = claim.model_dump() | {
            "source_id": source_id,
            "known_date": known,
            "motives": join_list(claim.motives),
            "provinces": join_list(sorted(claim.provinces)),
            "countries": join_list(sorted(claim.countries)),
            "place": join_list(names_in(claim.place)),
            "where_prec": _where_prec(claim, places),
            "date_earliest": span.earliest,
            "date_latest": last,
            "date_precision": span.precision,
            "date_prec": ucdp_date_prec(span),
            "time_precision": acled_time_precision(span),
        }
        self._check_provinces(at, claim, span)
        for part in PARTS:
            row[f"{part}_as_written"] = row.pop(part)
            row[f"{part}_id"] = self._resolve(at, claim, part)
        return row

    def _resolve(self, at: Located, claim: ClaimSeed, part: str) -> str:
        name, explicit_id = getattr(claim, part), self.stands_for(getattr(claim, f"{part}_id"))
        if not name:
            if explicit_id:
                self._problem(at, claim.claim_id, f"`{part}_id` stands without `{part}`",
                              f"Write the article's name in `{part}`")
            return ""
        try:
            return self.names.resolve(name, PART_TYPES[part], explicit_id)
        except UnresolvedName as error:
            self._problem(at, claim.claim_id, f"{part}: {error.what}", error.todo)
            return ""

    def _places(self, at: Located, claim: ClaimSeed, last: date | None) -> list[PlaceSeed]:
        """The places of the gazetteer that the claim names; the name of a province gives none."""
        found: dict[str, PlaceSeed] = {}
        for name in names_in(claim.place):
            named = self.gazetteer.find(name)
            if claim.coding == "machine" and not self._lies_within(claim, last, named):
                continue  # The place of a draft stays as text, until a person says where it lies.
            if named is None:
                self._problem(at, claim.claim_id, f"unknown place '{name}'", self.gazetteer.near(name))
                continue
            if isinstance(named, PlaceSeed):
                found[named.place_id] = named
            self._check_within(at, claim, last, name, named)
        return list(found.values())

    def _check_within(
        self, at: Located, claim: ClaimSeed, last: date | None, name: str, named: PlaceSeed | ProvinceSeed
    ) -> None:
        """Refuses a place whose province, or whose one country if it has no province, the claim does not name."""
        if missing := self._missing_around(claim, last, named):
            column, code = missing
            self._problem(at, claim.claim_id, f"the place '{name}' is of {code}, which is not among the {column}",
                          f"Add {code} to `{column}`, or mend `place`")

    def _lies_within(self, claim: ClaimSeed, last: date | None, named: PlaceSeed | ProvinceSeed | None) -> bool:
        return named is not None and self._missing_around(claim, last, named) is None

    def _missing_around(
        self, claim: ClaimSeed, last: date | None, named: PlaceSeed | ProvinceSeed
    ) -> tuple[str, str] | None:
        """(column, code) of the province or country of the place that the claim does not name."""
        countries = split_list(named.country)
        if named.province_id:
            if not self._has_province(claim, named.province_id, last):
                return "provinces", named.province_id
        elif len(countries) == 1 and not claim.provinces and countries[0] not in claim.countries:
            return "countries", countries[0]
        return None

    def _has_province(self, claim: ClaimSeed, code: str, last: date | None) -> bool:
        """Whether the claim names the province, or another of its country where that one can have been no more.

        An unknown province, here or there, is told elsewhere.
        """
        if code in claim.provinces or {code, *claim.provinces} - self.provinces.keys():
            return True
        until, country = self.provinces[code].valid_until, self.provinces[code].country
        can_be_over = until is not None and (last is None or last >= until)
        return can_be_over and any(self.provinces[other].country == country for other in claim.provinces)

    def _check_provinces(self, at: Located, claim: ClaimSeed, span: DateSpan) -> None:
        for code in claim.provinces:
            province = self.provinces.get(code)
            if province is None:
                self._problem(at, claim.claim_id, f"unknown province '{code}'", self._near(code))
            elif province.valid_until and span.earliest and span.earliest >= province.valid_until:
                self._problem(at, claim.claim_id,
                              f"{province.name} ({code}) was no more from {province.valid_until}",
                              "Use the province that it was merged into")

    def _near(self, code: str) -> str:
        spellings = {row.province_id: row.province_id for row in self.provinces.values()}
        for row in self.provinces.values():
            spellings |= dict.fromkeys(row.spellings, row.province_id)
        hint = did_you_mean(code, spellings)
        for spelling in re.findall(r"'([^']+)'", hint):
            province = self.provinces[spellings[spelling]]
            return f"Did you mean '{province.province_id}' ({province.name})?"
        return "Use an ISO 3166-2 code of seeds/reference/provinces.csv"

    def _problem(self, at: Located, where: str, what: str, todo: str) -> None:
        self.problems.append(Problem(at.file, at.line, where, what, todo))


def names_in(cell: str) -> list[str]:
    """The names of places in a cell `place`."""
    return list(filter(None, (name.strip() for name in split_list(cell))))


def _frame(rows: list[dict[str, Any]], table: str) -> pd.DataFrame:
    return typed(pd.DataFrame(rows, columns=TABLE[table].column_names), table)
