"""What the words of the vocabularies are called for readers, and text as XML can hold it.

Reads values of columns. Returns text. Refuses nothing.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

MODALITY_WORDS = {
    "asserted": "Asserted by", "reported": "Passed on as hearsay by", "doubted": "Doubted by", "denied": "Denied by",
    "planned": "Told as planned by",
}
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def teller(asserted_by: str) -> str:
    """Who says so, in words."""
    return "the article itself" if asserted_by == "author" else asserted_by


def say_numbers(claim: Any) -> str:
    """The numbers of people that a claim gives, in words; empty if it gives none."""
    parts = []
    for what, word in (("killed", "killed"), ("injured", "injured"), ("count", "people")):
        low, high = getattr(claim, f"{what}_min"), getattr(claim, f"{what}_max")
        if pd.notna(low) or pd.notna(high):
            bounds = [f"{int(bound):,}" for bound in dict.fromkeys([low, high]) if pd.notna(bound)]
            least = "at least " if pd.isna(high) else "at most " if pd.isna(low) else ""
            parts.append(f"{least}{' to '.join(bounds)} {word}")
    return ", ".join(parts)


def xml_text(text: object) -> str:
    """The text with U+FFFD for what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", str(text))
