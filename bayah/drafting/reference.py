"""What linking knows beforehand: persons, groups and places of the reference tables, widened by the lists of drafting.

Reads `seeds/reference` under a root, and the figures, groups and gazetteer of `bayah/drafting/data`. Returns a
`Reference`: spellings to known actors and places. Refuses reference tables that have faults. Known from the lists
alone are names and kinds; only the reference tables give ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

from text_unidecode import unidecode

from bayah.drafting.lexicon import rows_of
from bayah.drafting.phrases import Phrases
from bayah.model import INDEPENDENT, SeedError, split_list
from bayah.names import consonants, normalise, respelled
from bayah.resolve import Resolver
from bayah.seeds import Seeds, read_seeds


@dataclass(frozen=True, slots=True)
class KnownActor:
    """A person or a group: its id (empty if only the lists know it), name and spellings."""

    actor_id: str
    name: str
    spellings: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place: where it lies, and `kind` province, district, town, region, country or site.

    `is_ambiguous`: the name is a man's or a word, too, and means the place only where the text says so.
    """

    name: str
    kind: str
    provinces: tuple[str, ...]
    countries: tuple[str, ...]
    is_ambiguous: bool = False


@dataclass(frozen=True)
class Reference:
    """Who and what is known; made by `read_reference`."""

    root: Path
    persons: tuple[KnownActor, ...]
    groups: tuple[KnownActor, ...]
    places: tuple[tuple[str, KnownPlace], ...]
    _seeds: Seeds = field(repr=False, compare=False)

    def bearers(self, name: str) -> list[KnownActor]:
        """The persons who bear the normalised name; the reference tables go before the lists."""
        found = self._bearers.get(name, [])
        return [person for person in found if person.actor_id] or found

    @cached_property
    def _bearers(self) -> Mapping[str, list[KnownActor]]:
        found: dict[str, list[KnownActor]] = {}
        for person in self.persons:
            for spelling in dict.fromkeys(map(normalise, person.spellings)):
                found.setdefault(spelling, []).append(person)
        return found

    def is_known(self, name: str) -> bool:
        """Whether somebody known bears the name in this very spelling."""
        return normalise(name) in self._bearers

    def namesakes(self, word: str) -> list[KnownActor]:
        """The persons of whom a spelling holds the word, maybe in another transliteration."""
        return self._by_skeleton.get(_skeleton(word), [])

    @cached_property
    def _by_skeleton(self) -> Mapping[str, list[KnownActor]]:
        found: dict[str, list[KnownActor]] = {}
        for person in self.persons:
            words = {
                _skeleton(word)
                for spelling in person.spellings
                for word in re.findall(r"[a-z']+", unidecode(spelling).lower())
            }
            for word in words:
                found.setdefault(word, []).append(person)
        return found

    @cached_property
    def phrases(self) -> Phrases[KnownActor | KnownPlace]:
        """Groups and places by their spellings."""
        groups = [
            (spelling, group) for group in self.groups if group.actor_id != INDEPENDENT for spelling in group.spellings
        ]
        return Phrases[KnownActor | KnownPlace]([*self.places, *groups])

    def without_source(self, source_id: str) -> Reference:
        """The reference as if nobody had read that article: without its aliases and the actors that it alone names."""
        resolver = Resolver(read_seeds(self.root))
        claims = resolver.claims()
        columns = [
            column for column in claims.columns if column.endswith("_id") and column not in ("claim_id", "source_id")
        ]
        named = {
            source: {cell for column in columns for cell in rows[column] if cell}
            for source, rows in claims.groupby("source_id")
        }
        elsewhere = set().union(*(ids for source, ids in named.items() if source != source_id))
        alone = named.get(source_id, set()) - elsewhere
        aliases = {(row.actor_id, row.alias) for _, row in self._seeds.aliases if row.source_id == source_id}
        return _reference(self.root, self._seeds, alone, aliases)


@lru_cache(maxsize=16384)
def _skeleton(word: str) -> str:
    return consonants(respelled(word.replace("'", ""))) or word


def read_reference(root: Path) -> Reference:
    """The reference tables under a root, and the lists of drafting.

    Raises: SeedError when a reference table has faults.
    """
    seeds = read_seeds(root, files=())
    faults = [problem for problem in seeds.problems if problem.file != "seeds/articles"]
    if faults:
        raise SeedError(faults)
    return _reference(root, seeds, set(), set())


def _reference(root: Path, seeds: Seeds, gone: set[str], gone_aliases: set[tuple[str, str]]) -> Reference:
    aliases: dict[str, list[str]] = {}
    for _, row in seeds.aliases:
        if (row.actor_id, row.alias) not in gone_aliases:
            aliases.setdefault(row.actor_id, []).append(row.alias)
    persons = [
        KnownActor(row.person_id, row.name, (row.name, *aliases.get(row.person_id, ())))
        for _, row in seeds.persons
        if row.person_id not in gone
    ]
    groups = [
        KnownActor(
            row.group_id,
            row.name,
            (row.name, *filter(None, [row.short_name]), *aliases.get(row.group_id, ())),
            row.kind,
        )
        for _, row in seeds.groups
        if row.group_id not in gone
    ]
    places = [
        (
            spelling,
            KnownPlace(
                row.name,
                row.kind,
                tuple(filter(None, (row.province_id, *split_list(row.provinces)))),
                tuple(split_list(row.country)),
            ),
        )
        for _, row in seeds.places
        for spelling in row.spellings
    ]
    places += [
        (spelling, KnownPlace(row.name, "province", (row.province_id,), (row.country,)))
        for _, row in seeds.provinces
        for spelling in row.spellings
    ]
    return Reference(
        root,
        _widened(persons, _listed("figures")),
        _widened(groups, _listed("groups")),
        (*places, *_gazetteer()),
        seeds,
    )


def _widened(known: list[KnownActor], listed: Iterable[KnownActor]) -> tuple[KnownActor, ...]:
    """The known actors with the spellings that the lists have for them, and those whom only the lists know."""
    by_id = {actor.actor_id: actor for actor in known}
    bearers: dict[str, set[str]] = {}
    for actor in known:
        for spelling in actor.spellings:
            bearers.setdefault(normalise(spelling), set()).add(actor.actor_id)
    others = []
    for actor in listed:
        ids = {actor.actor_id} & set(by_id) or set().union(
            *(bearers.get(normalise(name), set()) for name in actor.spellings)
        )
        if len(ids) == 1:
            one = by_id[ids.pop()]
            by_id[one.actor_id] = replace(
                one, kind=one.kind or actor.kind, spellings=tuple(dict.fromkeys((*one.spellings, *actor.spellings)))
            )
        else:
            others.append(replace(actor, actor_id=""))
    return (*by_id.values(), *others)


def _listed(name: str) -> Iterable[KnownActor]:
    for row in rows_of(name):
        yield KnownActor(
            row.get("actor_id", ""), row["name"], (row["name"], *split_list(row["aliases"])), row.get("kind", "")
        )


def _gazetteer() -> Iterable[tuple[str, KnownPlace]]:
    for row in rows_of("gazetteer"):
        place = KnownPlace(
            row["name"],
            row["kind"],
            tuple(split_list(row["province"])),
            tuple(split_list(row["country"])),
            row["ambiguous"] == "true",
        )
        for spelling in (row["name"], *split_list(row["aliases"])):
            yield spelling, place
