"""Disputes in words: what is in question, on what it rests, who holds which side; and the way to the page of them.

Reads rows of `query.select_disputes` and `query.select_sides`. Returns Markdown that is safe to show, and draws.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from bayah.dates import edtf_words
from bayah.query import Filters, write_filters
from bayah.words import teller
from pages.shared.text import markdown

PAGE = "pages/evidence/disputes.py"
FIELD_WORDS = {
    "modality": "whether it happened or holds",
    "alive": "whether he died or lived on",
    "date": "when it was",
    "provinces": "where it was",
    "killed": "how many were killed",
    "injured": "how many were injured",
    "count": "how many people",
    "subject": "who it was",
    "object": "who the other party was",
    "from_group": "which group was left",
    "to_group": "which group was joined",
    "from_leader": "whose oath was withdrawn",
    "to_leader": "who received the oath",
    "office": "who held an office",
    "allegiance": "who stood with whom",
    "presence": "who was present where",
    "relation": "how two parties stood to each other",
    "motives": "why it happened",
}
OTHER_PARTY = {"appointment": "who chose him", "death": "who killed him", "detention": "who holds him",
               "formation": "who declared it"}
_RULES = {
    "modality": "one party tells it, another doubts or denies it",
    "alive": "he is told to have died, and to have acted on a later day",
}
_RULE = "claims of one event that cannot all be true"


def field_words(field: str, kind: str = "") -> str:
    """What is in question, in words; `kind` is that of the event, if it is known."""
    return OTHER_PARTY.get(kind, FIELD_WORDS[field]) if field == "object" else FIELD_WORDS[field]


def say_basis(dispute: Any) -> str:
    """How the atlas came to call it a dispute."""
    if dispute.basis == "judgement":
        return f"An editor's judgement: {markdown(dispute.reason)}"
    return f"Found by rule: {_RULES.get(dispute.field, _RULE)}."


def say_position(position: str) -> str:
    """What a side holds, as the beginning of a line."""
    return markdown(position[:1].upper() + position[1:])


def say_sides(sides: pd.DataFrame) -> str:
    """The sides of one dispute as a list: what each holds, who says so, and in which article."""
    lines = []
    for _, side in sides.groupby("side"):
        told: dict[str, list[str]] = {}
        for claim in side.itertuples():
            article = f"{markdown(claim.publisher)}, {edtf_words(claim.published)}"
            told.setdefault(article, []).append(markdown(teller(claim.asserted_by)))
        who = "; ".join(f"{', '.join(dict.fromkeys(names))} ({article})" for article, names in told.items())
        lines.append(f"- **{say_position(side['position'].iloc[0])}:** {who}")
    return "\n".join(lines)


def open_dispute(dispute_id: str, event_id: str = "") -> None:
    """Show this dispute by itself, and one of its events beside it."""
    st.session_state["dispute"] = dispute_id
    if event_id:
        st.session_state["event"] = event_id


def is_open(dispute_id: str) -> bool:
    """Whether the page that is shown tells this dispute already."""
    return st.session_state.get("_page") == "disputes" and st.session_state.get("dispute") == dispute_id


def draw_lead(dispute_id: str, filters: Filters, label: str) -> None:
    """The way to a dispute, from any page; the filters stay."""
    if st.session_state.get("_page") == "disputes":
        # A link would bring an address that this session may have written before, which counts for nothing.
        st.button(label, key=f"lead_{dispute_id}", on_click=open_dispute, args=(dispute_id,), type="tertiary",
                  icon=":material/balance:")
    else:
        st.page_link(PAGE, label=label, icon=":material/balance:",
                     query_params={**write_filters(filters), "dispute": dispute_id})
