"""Takeaways: frames as files that a spreadsheet opens without running anything.

Reads frames. Returns bytes. Refuses nothing; a cell that a spreadsheet would take for a formula gets an apostrophe
before it (OWASP, "CSV Injection").
"""

from __future__ import annotations

import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(cell: object) -> object:
    """The cell, with an apostrophe before text that a spreadsheet would run."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def safe_csv(frame: pd.DataFrame) -> bytes:
    """The frame as CSV (UTF-8 with a mark that spreadsheets need), safe to open."""
    text = frame.map(safe_cell).rename(columns=lambda name: str(safe_cell(name)))
    csv = text.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    return ("\ufeff" + csv).encode()
