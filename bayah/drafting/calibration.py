"""What a raw score of the engine is worth: the chance that a person would accept the claim.

Reads `data/calibration.yml` beside this module: for kinds with enough drafts of their own, and for `others`, knots (raw
score, share accepted). Returns probabilities between 0 and 1 with two decimals, by interpolation between the knots.
Refuses a curve whose knots do not rise. `make score` fits and writes the curve (`bayah.drafting.held_out`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import yaml

from bayah.model import BayahError

OTHERS = "others"
ENOUGH = 25
"""Drafts of a kind from which on it has a curve of its own."""
PRIOR = 10
"""Drafts' worth of the curve's mean in each step of a curve."""
DATA = Path(__file__).parent / "data" / "calibration.yml"


@dataclass(frozen=True)
class Curve:
    """Knots of a curve that never falls; between them it is straight, outside of them level."""

    raw: tuple[float, ...]
    accepted: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.raw) != len(self.accepted) or not self.raw:
            raise BayahError("A calibration curve needs as many raw scores as shares, and at least one")
        if any(a >= b for a, b in pairwise(self.raw)) or any(a > b for a, b in pairwise(self.accepted)):
            raise BayahError(f"The knots {self.raw}, {self.accepted} of a calibration curve do not rise")

    def at(self, raw: float) -> float:
        """The share accepted at a raw score."""
        return float(np.interp(raw, self.raw, self.accepted))


@dataclass(frozen=True)
class Judged:
    """A draft claim that was held against the gold: of which article, its raw score and kind, and whether it holds."""

    source: str
    raw: float
    kind: str
    is_accepted: bool


IDENTITY: Mapping[str, Curve] = {OTHERS: Curve((0.0, 1.0), (0.0, 1.0))}
"""Takes a raw score for what it is worth; drafts that shall be measured are made with it."""


def probability(raw: float, kind: str, curves: Mapping[str, Curve] | None = None) -> float:
    """The chance that a person accepts a claim of this kind and raw score, by the committed curves or these."""
    return _by_committed_curves(raw, kind) if curves is None else _by(curves, raw, kind)


def _by(curves: Mapping[str, Curve], raw: float, kind: str) -> float:
    return round(curves.get(kind, curves[OTHERS]).at(raw), 2)


@lru_cache(maxsize=4096)
def _by_committed_curves(raw: float, kind: str) -> float:
    return _by(read_curves(), raw, kind)


@lru_cache(maxsize=1)
def read_curves() -> Mapping[str, Curve]:
    """The committed curves, by kind and for `others`.

    Raises: BayahError when their knots do not rise.
    """
    return {kind: Curve(*(tuple(map(float, column)) for column in zip(*knots, strict=True)))
            for kind, knots in yaml.safe_load(DATA.read_text(encoding="utf-8"))["curves"].items()}


def fit(judged: Iterable[Judged]) -> Mapping[str, Curve]:
    """The curves of these drafts, isotonic: for each kind of which there are enough, and for all the others together.

    Raises: BayahError without a single draft.
    """
    rows = list(judged)
    number = Counter(row.kind for row in rows)
    kinds = sorted(kind for kind in number if number[kind] >= ENOUGH)
    others = [row for row in rows if row.kind not in kinds]
    return {OTHERS: _isotonic(others or rows)} | {
        kind: _isotonic([row for row in rows if row.kind == kind]) for kind in kinds}


def leave_one_out(judged: Sequence[Judged]) -> list[tuple[float, bool]]:
    """Each draft's probability by the curves of all other articles, and whether it holds."""
    found = []
    for source in sorted({row.source for row in judged}):
        curves = fit(row for row in judged if row.source != source)
        found += [(probability(row.raw, row.kind, curves), row.is_accepted) for row in judged if row.source == source]
    return found


def _isotonic(judged: Sequence[Judged]) -> Curve:
    """The rising curve that fits best (pool adjacent violators), drawn to its mean by `PRIOR` drafts of it.

    Without that, three drafts that happen to hold would be certain.
    """
    if not judged:
        raise BayahError("No draft was judged, so that no calibration can be fitted")
    mean = sum(row.is_accepted for row in judged) / len(judged)
    blocks: list[tuple[float, float, float]] = []  # drafts, their raw scores added up, how many of them hold
    for raw, same in groupby(sorted(judged, key=lambda row: row.raw), key=lambda row: row.raw):
        held = [row.is_accepted for row in same]
        blocks = _pooled([*blocks, (len(held), raw * len(held), sum(held))])
    drawn: list[tuple[float, float, float]] = []
    for drafts, raws, held_up in blocks:
        weight = (drafts + PRIOR) / drafts
        drawn = _pooled([*drawn, (drafts + PRIOR, raws * weight, held_up + PRIOR * mean)])
    return Curve(tuple(round(raws / drafts, 4) for drafts, raws, _ in drawn),
                 tuple(round(held_up / drafts, 4) for drafts, _, held_up in drawn))


def _pooled(blocks: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """The blocks with the last ones made one as long as their shares fall."""
    while len(blocks) > 1 and blocks[-2][2] / blocks[-2][0] >= blocks[-1][2] / blocks[-1][0]:
        last, before = blocks.pop(), blocks.pop()
        blocks.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    return blocks


def write_curves(curves: Mapping[str, Curve], path: Path) -> None:
    """Write curves as `read_curves` reads them."""
    lines = ["# From the engine's raw score to the share of such claims that a person accepts.",
             "# Written by `make score`: do not edit.", "curves:"]
    for kind, curve in curves.items():
        lines += [f"  {kind}:", *(f"    - [{raw}, {share}]" for raw, share in zip(
            curve.raw, curve.accepted, strict=True))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
