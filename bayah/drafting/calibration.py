"""What a raw score of the engine is worth: the chance that a person would accept the claim.

Reads `data/calibration.yml` beside this module: for `all`, and for kinds with enough drafts of their own, knots (raw
score, share accepted). Returns probabilities between 0 and 1 with two decimals, by interpolation between the knots.
Refuses a curve whose knots do not rise. `make score` fits and writes the curve (`bayah.drafting.held_out`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise

import numpy as np
import yaml

from bayah.model import BayahError

ALL = "all"


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


IDENTITY: Mapping[str, Curve] = {ALL: Curve((0.0, 1.0), (0.0, 1.0))}
"""Takes a raw score for what it is worth; drafts that shall be measured are made with it."""


def probability(raw: float, kind: str, curves: Mapping[str, Curve] | None = None) -> float:
    """The chance that a person accepts a claim of this kind and raw score, by the committed curves or these."""
    known = read_curves() if curves is None else curves
    return round(known.get(kind, known[ALL]).at(raw), 2)


@lru_cache(maxsize=1)
def read_curves() -> Mapping[str, Curve]:
    """The committed curves, by kind and for `all`.

    Raises: BayahError when their knots do not rise.
    """
    text = resources.files("bayah.drafting").joinpath("data/calibration.yml").read_text(encoding="utf-8")
    return {kind: Curve(*(tuple(map(float, column)) for column in zip(*knots, strict=True)))
            for kind, knots in yaml.safe_load(text)["curves"].items()}
