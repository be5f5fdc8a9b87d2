"""How well one coding of articles finds what another holds: precision, recall, F1, at three depths, strict and relaxed.

Reads codings: CSVs in the codebook's columns with `source`, coded articles or drafts (YAML), or folders of either.
Returns the frames that `bayah score` prints; docs/scoring.md says what is counted. Refuses unknown columns and kinds,
dates and paragraphs that are none, and two codings without a common article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import yaml
from rapidfuzz import fuzz

from bayah.agreement import pair_off
from bayah.dates import parse_date
from bayah.drafting.comparing import KnownNames, is_near_date, is_near_spelling, is_same_date, is_same_spelling
from bayah.model import KINDS, MODALITIES, PARTS, BayahError, DateError, Problem, split_list
from bayah.names import did_you_mean
from bayah.seeds import ClaimSeed

Depth = Literal["actor", "sides", "date_place"]
Mode = Literal["strict", "middle", "relaxed"]
DEPTHS: tuple[Depth, ...] = ("actor", "sides", "date_place")
DEPTH_WORDS: dict[Depth, str] = {"actor": "actor", "sides": "+ sides", "date_place": "+ date, place"}
MODES: tuple[Mode, ...] = ("strict", "middle", "relaxed")
ALL, MEASURED = "all", "measured"
MEASURED_KINDS = ("pledge", "defection", "death", "detention", "release", "appointment", "clash", "split")
"""The kinds that the machine's drafts are measured on (`measured`)."""
SIDES = PARTS[1:]
MUTUAL = frozenset(("clash", "negotiation"))
"""Kinds in which it says nothing who of the two stands first."""
COLUMNS = ("source", "source_id", *ClaimSeed.model_fields)
"""The columns that a coding may have."""
NEEDED = ("source", "paragraph", "kind", "subject")
FIGURES = ("precision", "recall", "f1")
SCORES = ("kind", "depth", "mode", "n_gold", "n_predicted", "n_matched", *FIGURES)
_PARAGRAPHS = re.compile(r"[1-9]\d{0,5}(-[1-9]\d{0,5})?(,[1-9]\d{0,5}(-[1-9]\d{0,5})?)*")
"""More forgiving than the codebook: a coding may name paragraphs that do not follow one another, `6,10`."""
SHARES = ("measure", "n", "n_right", "share")


class ScoreError(BayahError):
    """Codings that cannot be measured; carries every problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(["Nothing was measured.", *map(str, self.problems)]))


@dataclass(frozen=True, eq=False)
class Told:
    """A claim as it is compared: its sides as (name, id where known) by part."""

    source: str
    paragraphs: frozenset[int]
    kind: str
    sides: Mapping[str, tuple[str, str]]
    date: str
    provinces: frozenset[str]
    places: tuple[str, ...]
    modality: str

    def turned(self) -> Told:
        """The same fact told from the other side."""
        return replace(self, sides={**self.sides, "subject": self.sides["object"], "object": self.sides["subject"]})


@dataclass(frozen=True)
class Score:
    """`rows`: one a kind, depth and mode (key), beside each kind `measured` and `all`; figures 0 to 1, missing where
    nothing is there to count. `shares`: of what was matched, how much is right (key measure). `left_out`: articles
    that only the prediction has."""

    rows: pd.DataFrame
    shares: pd.DataFrame
    articles: tuple[str, ...]
    left_out: tuple[str, ...]


def score(gold: Sequence[Told], predicted: Sequence[Told], known: KnownNames) -> Score:
    """Measure a prediction against the gold, over the articles of the gold.

    Raises: ScoreError when they have no article in common.
    """
    articles = sorted({claim.source for claim in gold})
    left_out = sorted({claim.source for claim in predicted} - set(articles))
    if predicted and not {claim.source for claim in predicted} & set(articles):
        raise ScoreError([Problem("the two codings", 0, "", "have no article in common: the first has "
                                  f"{', '.join(articles) or 'none'}, the second {', '.join(left_out)}",
                                  "Both name an article in `source`, by its file's name without extension")])
    counted = [claim for claim in predicted if claim.source not in left_out]
    rows = [row for depth in DEPTHS for mode in MODES for row in _rows(gold, counted, known, depth, mode)]
    return Score(pd.DataFrame(rows, columns=SCORES), _shares(gold, counted, known), tuple(articles), tuple(left_out))


def matched(gold: Sequence[Told], predicted: Sequence[Told], known: KnownNames, depth: Depth,
            mode: Mode) -> list[tuple[Told, Told]]:
    """Pairs of claims of one article that fit at this depth: at most one to one, as many as can be."""
    fitting = partial(_fit, known=known, depth=depth, mode=mode)
    return [pair for of_gold, of_predicted in _alike(gold, predicted)
            for pair in pair_off(of_gold, of_predicted, fitting, 1.0)]


def _alike(gold: Sequence[Told], predicted: Sequence[Told]) -> Iterator[tuple[list[Told], list[Told]]]:
    """The claims of both by article and kind, for nothing else is compared."""
    heaps: dict[tuple[str, str], tuple[list[Told], list[Told]]] = {}
    for number, claims in enumerate((gold, predicted)):
        for claim in claims:
            heaps.setdefault((claim.source, claim.kind), ([], []))[number].append(claim)
    return (heap for heap in heaps.values() if all(heap))


def _fit(gold: Told, predicted: Told, known: KnownNames, depth: Depth, mode: Mode) -> float:
    """0 where two claims of one kind do not fit, else 20 and up to 6 for what is alike beyond that."""
    turns = (predicted, predicted.turned()) if gold.kind in MUTUAL else (predicted,)
    fitting = [turn for turn in turns if _fits(gold, turn, known, depth, mode)]
    return max((20 + _nearness(gold, turn, known) for turn in fitting), default=0.0)


def _fits(gold: Told, predicted: Told, known: KnownNames, depth: Depth, mode: Mode) -> bool:
    if not _is_side(gold, predicted, "subject", known, mode):
        return False
    if depth != "actor" and not all(_is_side(gold, predicted, part, known, mode) for part in SIDES):
        return False
    return depth != "date_place" or (_is_date(gold, predicted, mode) and _is_place(gold, predicted, known, mode))


def _nearness(gold: Told, predicted: Told, known: KnownNames) -> float:
    """Which of several fitting claims is meant: subject, paragraphs, sides, date, provinces and modality decide."""
    sides = [part for part in SIDES if gold.sides[part][0] and predicted.sides[part][0]]
    same = sum(_is_side(gold, predicted, part, known, "relaxed") for part in sides)
    wording = float(fuzz.token_sort_ratio(gold.sides["subject"][0], predicted.sides["subject"][0])) / 100
    return (wording + float(_meet(gold, predicted)) + (same / len(sides) if sides else 0.0)
            + (is_near_date(gold.date, predicted.date) + is_same_date(gold.date, predicted.date)) / 2
            + float(gold.provinces == predicted.provinces) + float(gold.modality == predicted.modality))


def _meet(gold: Told, predicted: Told) -> bool:
    return not gold.paragraphs.isdisjoint(predicted.paragraphs)


def _is_side(gold: Told, predicted: Told, part: str, known: KnownNames, mode: Mode) -> bool:
    (one, one_id), (other, other_id) = gold.sides[part], predicted.sides[part]
    if not one or not other:
        return one == other or _is_forgiven(one, mode)
    if not (one_id and other_id) and is_same_spelling(one, other):
        return True  # where an id is only looked up, the article may mean another of the name
    ids = one_id or known.actor_id(one, part), other_id or known.actor_id(other, part)
    if all(ids):
        return ids[0] == ids[1] or (mode != "strict" and known.is_part(*ids))
    return mode != "strict" and is_near_spelling(one, other)


def _is_forgiven(gold: object, mode: Mode) -> bool:
    """Whether something that only one of the two tells, the gold or the other, does not count against."""
    return mode == "relaxed" or (mode == "middle" and not gold)


def _is_date(gold: Told, predicted: Told, mode: Mode) -> bool:
    if mode == "strict":
        return is_same_date(gold.date, predicted.date)
    if not gold.date or not predicted.date:
        return gold.date == predicted.date or _is_forgiven(gold.date, mode)
    return is_near_date(gold.date, predicted.date)


def _is_place(gold: Told, predicted: Told, known: KnownNames, mode: Mode) -> bool:
    if mode == "strict":
        return gold.provinces == predicted.provinces
    first, second = (claim.provinces or known.provinces_of(claim.places) for claim in (gold, predicted))
    if not first or not second:
        return first == second or _is_forgiven(first, mode)
    return bool(first & second)


def _rows(gold: Sequence[Told], predicted: Sequence[Told], known: KnownNames, depth: Depth,
          mode: Mode) -> Iterator[dict[str, Any]]:
    """A row each over all kinds, over those that are measured, and for every kind that either holds."""
    pairs = matched(gold, predicted, known, depth, mode)
    lists = [[claim.kind for claim in claims] for claims in (gold, predicted, [one for one, _ in pairs])]
    present = {kind for kinds in lists for kind in kinds}
    choices = {ALL: KINDS, MEASURED: MEASURED_KINDS} | {kind: (kind,) for kind in KINDS if kind in present}
    for name, choice in choices.items():
        counts = [sum(kind in choice for kind in kinds) for kinds in lists]
        yield dict(zip(SCORES, (name, depth, mode, *counts, *figures(*counts)), strict=True))


def figures(n_gold: int, n_predicted: int, n_matched: int) -> tuple[float | None, float | None, float | None]:
    """Precision, recall and F1 with four decimals; None where nothing is there to divide by."""
    shares = ((n_matched, n_predicted), (n_matched, n_gold), (2 * n_matched, n_gold + n_predicted))
    precision, recall, f1 = (round(part / whole, 4) if whole else None for part, whole in shares)
    return precision, recall, f1


def _shares(gold: Sequence[Told], predicted: Sequence[Told], known: KnownNames) -> pd.DataFrame:
    """Of the claims that tell of one fact, how often province, persons, date and modality are right."""
    pairs = [pair for of_gold, of_predicted in _alike(gold, predicted)
             for pair in pair_off(of_gold, of_predicted, partial(_is_one_fact, known=known), 1.0)]
    pairs = [(one, _turned_to(one, other, known)) for one, other in pairs]
    asked = {
        "province": [one.provinces == other.provinces for one, other in pairs if one.provinces],
        "persons": [_is_side(one, other, part, known, "relaxed") for one, other in pairs for part in PARTS
                    if one.sides[part][0] and other.sides[part][0] and known.is_person(one.sides[part], part)],
        "date": [is_near_date(one.date, other.date) for one, other in pairs if one.date and other.date],
        "modality": [one.modality == other.modality for one, other in pairs],
    }
    rows = [(name, len(cells), sum(cells), round(sum(cells) / len(cells), 4) if cells else None)
            for name, cells in asked.items()]
    return pd.DataFrame(rows, columns=SHARES)


def _is_one_fact(gold: Told, predicted: Told, known: KnownNames) -> float:
    """How surely two claims of one kind tell of one fact, also where one names the wrong man; 0: they do not.

    The same subject will do; else they stand in one paragraph and share another side, or both date and province.
    """
    turn = _turned_to(gold, predicted, known)
    subject = _is_side(gold, turn, "subject", known, "relaxed")
    sides = any(gold.sides[part][0] and turn.sides[part][0] and _is_side(gold, turn, part, known, "relaxed")
                for part in SIDES)
    setting = bool(gold.date and gold.provinces & turn.provinces) and is_same_date(gold.date, turn.date)
    if not subject and not (_meet(gold, turn) and (sides or setting)):
        return 0.0
    return 1 + 20 * subject + _nearness(gold, turn, known)


def _turned_to(gold: Told, predicted: Told, known: KnownNames) -> Told:
    """The claim told from the side that the gold tells it from, where the kind has no sides of its own."""
    turned = predicted.turned()
    fits = [_is_side(gold, claim, "subject", known, "relaxed") for claim in (predicted, turned)]
    return turned if gold.kind in MUTUAL and fits == [False, True] else predicted


def read_coding(path: Path) -> list[Told]:
    """The claims of a CSV, of a coded article, or of all of them in a folder.

    Raises: ScoreError with every problem of every file.
    """
    files = sorted(file for file in path.iterdir() if file.suffix in _READERS) if path.is_dir() else [path]
    problems = [] if files else [Problem(str(path), 0, "", "holds no .csv and no .yml", "Name a coding")]
    claims: list[Told] = []
    for file in files:
        try:
            rows = _READERS[file.suffix](file)
        except KeyError:
            problems.append(Problem(str(file), 0, "", "is neither .csv nor .yml", "Name a CSV or a coded article"))
        except (OSError, ValueError, yaml.YAMLError) as error:
            problems.append(Problem(str(file), 0, "", f"cannot be read ({error})", "Write it as UTF-8 CSV or YAML"))
        else:
            claims += _claims(file, rows, problems)
    if problems:
        raise ScoreError(problems)
    return claims


def _read_csv(path: Path) -> list[dict[str, str]]:
    frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    if frame.empty and "source" not in frame:
        raise ValueError("no column source")
    return [{str(column): cell for column, cell in row.items()} for row in frame.to_dict("records")]


def _read_yaml(path: Path) -> list[dict[str, str]]:
    """The claims of a coded article as rows of text, the article's id as their source."""
    document = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 (all scalars as text)
    claims = document.get("claims") if isinstance(document, dict) else None
    if not isinstance(claims, list) or not all(isinstance(claim, dict) for claim in claims):
        raise ValueError("no mapping with a list of `claims`")
    source = {"source": document.get("source_id", path.stem)}
    return [source | {column: ";".join(cell) if isinstance(cell, list) else cell for column, cell in claim.items()}
            for claim in claims]


_READERS: dict[str, Callable[[Path], list[dict[str, str]]]] = {
    ".csv": _read_csv, ".yml": _read_yaml, ".yaml": _read_yaml}


def _claims(path: Path, rows: Sequence[Mapping[str, str]], problems: list[Problem]) -> Iterator[Told]:
    """The rows of a file as claims; what is wrong in them goes to `problems`."""
    found = dict.fromkeys(column for row in rows for column in row)
    for column in found:
        if column not in COLUMNS:
            problems.append(Problem(str(path), 1, "", f"unknown column '{column}'",
                                    did_you_mean(column, COLUMNS) or f"Known: {', '.join(COLUMNS)}"))
    if missing := [column for column in NEEDED if rows and column not in found]:
        problems.append(Problem(str(path), 1, "", f"has no column {', '.join(missing)}", "See docs/scoring.md"))
        return
    for number, row in enumerate(rows, start=1):
        where = row.get("claim_id") or f"claim {number}"
        faults = list(_faults(row))
        problems += [Problem(str(path), 0, where, what, todo) for what, todo in faults]
        if not faults:
            yield told_of(row)


def _faults(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if (kind := row.get("kind", "")) not in KINDS:
        yield f"unknown kind '{kind}'", did_you_mean(kind, KINDS) or f"Known: {', '.join(KINDS)}"
    if (modality := row.get("modality", "")) and modality not in MODALITIES:
        yield f"unknown modality '{modality}'", f"Known: {', '.join(MODALITIES)}"
    if not _PARAGRAPHS.fullmatch(paragraph := row.get("paragraph", "")):
        yield f"'{paragraph}' is no paragraph", "Write 4 or 4-5"
    for column in ("source", "subject"):
        if not row.get(column):
            yield f"`{column}` is empty", "Fill it"
    try:
        parse_date(row.get("date", ""))
    except DateError as error:
        yield str(error), "Mend the date"


def told_of(row: Mapping[str, str]) -> Told:
    """A row of a coding, its cells as text, as a claim to compare."""
    ranges = [part.partition("-") for part in row["paragraph"].split(",")]
    return Told(
        row["source"],
        frozenset(number for first, _, last in ranges for number in range(int(first), int(last or first) + 1)),
        row["kind"],
        {part: (row.get(part, ""), row.get(f"{part}_id", "")) for part in PARTS}, row.get("date", ""),
        frozenset(split_list(row.get("provinces", ""))), tuple(split_list(row.get("place", ""))),
        row.get("modality") or "asserted")
