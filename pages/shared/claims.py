"""A claim as a reader sees it: our summary, who says so and how, the numbers, the paragraph and the article.

Reads rows of `query.select_claims`. Draws.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from bayah.dates import edtf_words
from bayah.model import split_list
from bayah.words import MODALITY_WORDS, say_numbers, teller
from pages.shared.text import link, markdown


def by_authors(authors: object) -> str:
    """Who wrote an article, as it follows its title; empty where the publisher names nobody."""
    names = split_list(authors)
    return f" by {' and '.join([', '.join(names[:-1]), names[-1]] if len(names) > 1 else names)}" if names else ""


def draw_claim(claim: Any, *, border: bool = True, number: int | None = None) -> None:
    """One claim with all that it rests on; `number` is that of its column, where several stand side by side."""
    dated = edtf_words(claim.date) if isinstance(claim.date, str) else "not given"
    numbers = say_numbers(claim)
    draft = "Machine draft. " if claim.coding == "machine" else ""
    with st.container(border=border):
        st.markdown(f"{f'**Claim {number}.** ' if number else ''}{markdown(claim.summary)}")
        st.caption(
            f"{draft}{MODALITY_WORDS[claim.modality]} {markdown(teller(claim.asserted_by))}. "
            f"Date: {markdown(dated)}{f'. {numbers}' if numbers else ''}  \n"
            f"**{markdown(claim.publisher)}**, {edtf_words(claim.published)}, paragraph {markdown(claim.paragraph)}: "
            f"{link(claim.title, claim.url)}{markdown(by_authors(claim.authors))}  \n`{claim.claim_id}`")
