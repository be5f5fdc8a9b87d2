"""What was measured of the rule engine: the committed tables that the Method page shows.

Reads and writes `data/scoring/*.csv` (`make score`). Returns frames. Refuses tables with other columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from bayah.drafting.score import SCORES, SHARES
from bayah.model import TableError

FOLDER = Path("data/scoring")
BINS = ("low", "high", "n", "n_accepted", "mean", "accepted")
_COLUMNS = {"scores": ("measured_on", "n_articles", *SCORES), "shares": ("measured_on", *SHARES), "calibration": BINS}


@dataclass(frozen=True)
class Results:
    """`scores` (key measured_on, kind, depth, mode) and `shares` (key measured_on, measure): how far drafts and gold
    agree on the `n_articles` coded articles (`coded`), on invented ones (`invented`), and the two coders with one
    another (`coders`). `calibration` (key low): drafts by their confidence from `low` up to `high`: how many (`n`),
    how many of them the gold holds (`n_accepted`), and the means of both, 0 to 1."""

    scores: pd.DataFrame
    shares: pd.DataFrame
    calibration: pd.DataFrame


def read_results(root: Path) -> Results | None:
    """The committed measurement under a project's root; None where there is none.

    Raises: TableError when a table has other columns.
    """
    folder = root / FOLDER
    if not folder.is_dir():
        return None
    frames = {}
    for name, columns in _COLUMNS.items():
        path = folder / f"{name}.csv"
        try:
            frames[name] = pd.read_csv(path)
        except (OSError, ValueError) as error:
            raise TableError([f"{path} cannot be read ({error}); `make score` writes it"]) from error
        if list(frames[name].columns) != list(columns):
            raise TableError([f"{path} has other columns than {', '.join(columns)}; `make score` writes it"])
    return Results(**frames)


def write_results(results: Results, root: Path) -> None:
    """Write the three tables, the same bytes for the same figures."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name in _COLUMNS:
        getattr(results, name).to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


def expected_error(calibration: pd.DataFrame) -> float:
    """The expected calibration error: how far confidence and share accepted lie apart, on average over all drafts."""
    apart = (calibration["mean"] - calibration["accepted"]).abs() * calibration["n"]
    return float(apart.sum() / calibration["n"].sum())
