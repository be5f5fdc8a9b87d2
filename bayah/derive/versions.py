"""The second clock: what changed in derived rows as articles appeared.

Reads states of a small part of the atlas (a block of claims, an actor, an office), one for each day on which
something of it was published. Returns versions: each content with the days of knowledge on which it held. Refuses
nothing. A new version begins only where a newly published claim changes the content, so there are no more versions
than claims change rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

Content = TypeVar("Content")
Other = TypeVar("Other")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Version(Generic[Content]):
    """What held for readers from `known_from` until the day before `known_until`; `None`: it still holds."""

    known_from: date
    known_until: date | None
    content: Content

    def holds_on(self, day: date) -> bool:
        """Whether a reader of that day would have found it so."""
        return self.known_from <= day and (self.known_until is None or day < self.known_until)


def versions(states: Iterable[tuple[date, Mapping[Key, Content]]]) -> list[Version[Content]]:
    """Versions of each key's content out of states in time order; a key that is missing from a state holds no more."""
    standing: dict[Key, tuple[date, Content]] = {}
    closed: list[Version[Content]] = []
    for day, state in states:
        for key in [key for key, (_, content) in standing.items()
                    if (now := state.get(key)) is not content and now != content]:
            since, content = standing.pop(key)
            closed.append(Version(since, day, content))
        for key, content in state.items():
            standing.setdefault(key, (day, content))
    return closed + [Version(since, None, content) for since, content in standing.values()]


def moments(rows: Iterable[Version[Content]]) -> list[date]:
    """The days on which any of the rows begins or ceases to hold, in order."""
    found: set[date] = set()
    for row in rows:
        found.add(row.known_from)
        if row.known_until is not None:
            found.add(row.known_until)
    return sorted(found)


def standing_on(rows: Iterable[Version[Content]], day: date) -> list[Content]:
    """What held for a reader of that day."""
    return [row.content for row in rows if row.holds_on(day)]


def follow(
    rows: Iterable[Version[Content]], state: Callable[[list[Content]], Mapping[Key, Other]]
) -> list[Version[Other]]:
    """Versions of what `state` makes of the rows that stood, looked at each time one of them changed."""
    known = list(rows)
    return versions((day, state(standing_on(known, day))) for day in moments(known))


def by_key(
    rows: Iterable[Version[Content]], keys: Callable[[Content], Iterable[Key]]
) -> dict[Key, list[Version[Content]]]:
    """The rows under each of their keys."""
    found: dict[Key, list[Version[Content]]] = defaultdict(list)
    for row in rows:
        for key in keys(row.content):
            found[key].append(row)
    return found
