"""A claim as a reader sees it: our summary, who says so and how, the numbers, the paragraph and the article.

Reads rows of `query.select_claims`. Draws.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from bayah.dates import edtf_words
from bayah.model import split_list
from pages.shared.text import link, markdown

MODALITY_WORDS = {
    "asserted": "Asserted by", "reported": "Passed on as hearsay by", "doubted": "Doubted by", "denied": "Denied by",
    "planned": "Told as planned by",
}


def teller(asserted_by: str) -> str:
    """Who says so, in words."""
    return "the article itself" if asserted_by == "author" else asserted_by


def by_authors(authors: object) -> str:
    """Who wrote an article, as it follows its title; empty where the publisher names nobody."""
    names = split_list(authors)
    return f" by {' and '.join([', '.join(names[:-1]), names[-1]] if len(names) > 1 else names)}" if names else ""


def draw_claim(claim: Any, *, border: bool = True, number: int | None = None) -> None:
    """One claim with all that it rests on; `number` is that of its column, where several stand side by side."""
    dated = edtf_words(claim.date) if isinstance(claim.date, str) else "not given"
    numbers = _numbers(claim)
    draft = "Machine draft. " if claim.coding == "machine" else ""
    with st.container(border=border):
        st.markdown(f"{f'**Claim {number}.** ' if number else ''}{markdown(claim.summary)}")
        st.caption(
            f"{draft}{MODALITY_WORDS[claim.modality]} {markdown(teller(claim.asserted_by))}. "
            f"Date: {markdown(dated)}{f'. {numbers}' if numbers else ''}  \n"
            f"**{markdown(claim.publisher)}**, {edtf_words(claim.published)}, paragraph {markdown(claim.paragraph)}: "
            f"{link(claim.title, claim.url)}{markdown(by_authors(claim.authors))}  \n`{claim.claim_id}`")


def _numbers(claim: Any) -> str:
    parts = []
    for what, word in (("killed", "killed"), ("injured", "injured"), ("count", "people")):
        low, high = getattr(claim, f"{what}_min"), getattr(claim, f"{what}_max")
        if pd.notna(low) or pd.notna(high):
            bounds = [f"{int(bound):,}" for bound in dict.fromkeys([low, high]) if pd.notna(bound)]
            least = "at least " if pd.isna(high) else "at most " if pd.isna(low) else ""
            parts.append(f"{least}{' to '.join(bounds)} {word}")
    return ", ".join(parts)
