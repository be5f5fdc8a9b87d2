"""The patterns by which facts are found: trigger words, and where the parts of a claim stand about them.

Reads `data/patterns/*.yml` (format: docs/drafting.md). Returns the patterns by the lemma of their first word. Refuses,
all at once, a file that is not YAML, an unknown key, kind, column or position, and a pattern that cannot meet what its
kind needs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from bayah.model import KINDS, NEEDS, PARTS, BayahError, Problem

COLUMNS = (*PARTS, "role", "pair")
"""What a slot may fill: the parts of a claim, its role, and `pair`, the two sides of a clash in one list."""
_CLASSES = {"verbs": "V", "nouns": "n", "adjectives": "j", "prepositions": "p", "among": "l", "offices": "O"}
_KEYS = {"name", "kind", *_CLASSES, "slots", "needs", "unless", "must", "role", "subject_is", "only"}
_ONLY = frozenset({"militants", "negated", "founder"})
"""What `only` may ask: that all sides are armed bands of no state, that the verb is negated ("never accepted"), or that
the sentence tells what body the subject founded."""
_LETTERS = {"person": "P", "cohort": "C", "group": "G"}


class PatternError(BayahError):
    """The pattern files cannot be used; carries every problem, sorted."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(
            "\n".join(
                [f"{len(self.problems)} problems in the patterns; nothing was drafted.", *map(str, self.problems)]
            )
        )


@dataclass(frozen=True)
class Pattern:
    """One way to tell a fact. `word_class` is V (verb), n (noun) or j (adjective before a name)."""

    name: str
    kind: str
    word_class: str
    trigger: tuple[str, ...]
    slots: dict[str, tuple[str, ...]]
    needs: frozenset[str] = field(default=frozenset())
    unless: frozenset[str] = field(default=frozenset())
    must: frozenset[str] = field(default=frozenset())
    role: str = ""
    subject_letters: str = "PCG"
    only: frozenset[str] = field(default=frozenset())
    is_transitive: bool = False
    asks_for_deed: bool = False
    is_of_object: bool = False


@dataclass(frozen=True)
class Patterns:
    """All patterns: of verbs by lemma, of all others by word; the longest trigger of a word comes first.

    `lists` are words after `among`: "among the dead was Khan"; `offices` words before an office: "its new leader Khan".
    """

    verbs: dict[str, tuple[Pattern, ...]]
    nouns: dict[str, tuple[Pattern, ...]]
    adjectives: dict[str, tuple[Pattern, ...]]
    prepositions: dict[str, tuple[Pattern, ...]]
    lists: dict[str, tuple[Pattern, ...]]
    offices: dict[str, tuple[Pattern, ...]]


class _LineLoader(yaml.BaseLoader):
    """YAML with every scalar as text, and the line of each mapping under `_line`."""


def _mapping(loader: _LineLoader, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {loader.construct_object(key, deep=True): loader.construct_object(value, deep=True)
                             for key, value in node.value}
    return found | {"_line": node.start_mark.line + 1}


_LineLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


@cache
def patterns() -> Patterns:
    """The patterns that come with the package, read once a process.

    Raises:
        PatternError: with every problem of every file.
    """
    return read_patterns(Path(str(files("bayah.drafting").joinpath("data/patterns"))))


def read_patterns(folder: Path) -> Patterns:
    """The patterns of all `*.yml` of a folder.

    Raises:
        PatternError: with every problem of every file.
    """
    problems: list[Problem] = []
    found: list[Pattern] = []
    for path in sorted(folder.glob("*.yml")):
        for entry in _read_entries(path, problems):
            found += _read_pattern(entry, path.name, problems)
    if problems:
        raise PatternError(problems)
    return Patterns(*(_by_first_word(found, word_class) for word_class in _CLASSES.values()))


def _by_first_word(found: list[Pattern], word_class: str) -> dict[str, tuple[Pattern, ...]]:
    by_word: dict[str, list[Pattern]] = defaultdict(list)
    for pattern in found:
        if pattern.word_class == word_class:
            by_word[pattern.trigger[0]].append(pattern)
    return {word: tuple(sorted(those, key=lambda pattern: -len(pattern.trigger))) for word, those in by_word.items()}


def _read_entries(path: Path, problems: list[Problem]) -> list[dict[str, Any]]:
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), _LineLoader)  # noqa: S506 (a subclass of BaseLoader)
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(path.name, 0, "", f"cannot be read ({error})", "Write it as UTF-8 YAML"))
        return []
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(
            Problem(
                path.name,
                mark.line + 1 if mark else 1,
                "",
                f"is not YAML ({getattr(error, 'problem', error)})",
                "Mend the line; quote text that holds a colon",
            )
        )
        return []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        problems.append(Problem(path.name, 1, "", "is not a list of patterns", "See docs/drafting.md"))
        return []
    return entries


def _read_pattern(entry: dict[str, Any], file: str, problems: list[Problem]) -> list[Pattern]:
    line, name = entry.pop("_line"), str(entry.get("name", ""))
    before = len(problems)

    def tell(what: str, todo: str) -> None:
        problems.append(Problem(file, line, name, what, todo))

    for key in sorted(set(entry) - _KEYS):
        tell(f"the key '{key}' is unknown", f"Known: {', '.join(sorted(_KEYS))}")
    if not name:
        tell("has no name", "Give it one: claims tell by which pattern they were drawn")
    kind = entry.get("kind", "")
    if kind not in KINDS:
        tell(f"the kind '{kind}' is unknown", f"Known: {', '.join(KINDS)}")
    triggers = {letter: entry[key] for key, letter in _CLASSES.items() if key in entry}
    if len(triggers) != 1 or not all(isinstance(words, list) and words for words in triggers.values()):
        tell("has no list of trigger words, or two", f"Give one of {', '.join(_CLASSES)}")
    slots = _read_slots(entry.get("slots"), tell)
    if kind in KINDS and slots:
        _check_needs(kind, {*slots, *(("role",) if entry.get("role") else ())}, tell)
    needs, unless, must = (entry.get(key, []) for key in ("needs", "unless", "must"))
    for key, words_near in (("needs", needs), ("unless", unless)):
        if not isinstance(words_near, list):
            tell(f"`{key}` is not a list of words", "Write it as [prison, jail]")
    if not isinstance(must, list) or not set(must) <= set(slots):
        tell("`must` is not a list of its slots", "Name columns that `slots` fills: the fact is drawn only with them")
    only = entry.get("only", [])
    if not isinstance(only, list) or not set(only) <= _ONLY:
        tell("`only` is not a list of conditions", f"Known: {', '.join(sorted(_ONLY))}")
    subject_is = entry.get("subject_is", list(_LETTERS))
    if not isinstance(subject_is, list) or not set(subject_is) <= set(_LETTERS):
        tell("`subject_is` is not a list of person, cohort, group", "Write it as [person, cohort]")
    if len(problems) > before:
        return []
    (word_class, words), = triggers.items()
    common = Pattern(
        name=name,
        kind=kind,
        word_class=word_class,
        trigger=(),
        slots=slots,
        needs=frozenset(needs),
        unless=frozenset(unless),
        must=frozenset(must),
        role=entry.get("role", ""),
        only=frozenset(only),
        subject_letters="".join(_LETTERS[of] for of in subject_is),
        is_transitive=any("whom" in places for places in slots.values()),
        asks_for_deed=any("deed" in places for places in slots.values()),
        is_of_object=slots["subject"] != ("who",) or "pair" in slots,
    )
    return [replace(common, trigger=tuple(str(words_of).split())) for words_of in words]


def _read_slots(said: Any, tell: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(said, dict):
        tell("has no slots", "Say at least where the subject stands: {subject: who}")
        return {}
    slots: dict[str, tuple[str, ...]] = {}
    for column, places in said.items():
        if column == "_line":
            continue
        if column not in COLUMNS:
            tell(f"the slot '{column}' is unknown", f"Known: {', '.join(COLUMNS)}")
            continue
        slots[column] = tuple(place.strip() for place in str(places).split("|"))
        for place in slots[column]:
            if not place or not all(part.isalpha() for part in place.split()):
                tell(
                    f"'{places}' is no place for '{column}'",
                    "Write who, whom, of, or a preposition; several joined by |",
                )
    return slots


def _check_needs(kind: str, filled: set[str], tell: Any) -> None:
    if "pair" in filled:
        filled |= {"subject", "object"}
    for choice in NEEDS[kind]:
        if not filled & set(choice):
            tell(f"a {kind} needs {' or '.join(choice)}, and no slot fills it", "Add the slot")
