"""What the parts of the desk share: the project, the review as this reader last saw it, and acts on it.

Reads `BAYAH_ROOT` and `BAYAH_TEXTS`. An act rests on what was last drawn for this reader, so that whoever decides on
what he has not seen is told.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from bayah.journal import Act, journal_of
from bayah.model import BayahError
from bayah.review import Review, do, draft_path, open_review
from bayah.unsaved import keep_form, read_forms, read_text
from pages.desk.access import editor
from pages.shared import atlas
from pages.shared.text import markdown

ROOT = atlas.ROOT
TEXTS = Path(os.environ.get("BAYAH_TEXTS") or ROOT / "build" / "texts").resolve()
NEW = "new"
"""The key of a claim that is being written and not in the journal yet."""


def who() -> str:
    """The name under which this reader's decisions are written; stops for whoever has lost the right."""
    name = editor()
    if name is None:
        st.error("You are no longer signed in as an editor. Nothing was changed.")
        st.stop()
    return name


def _stamp(source_id: str) -> tuple[tuple[str, int, int], ...]:
    """What tells that a file which a review rests on has changed."""
    seeds = ROOT / "seeds"
    files = [draft_path(ROOT, source_id), journal_of(ROOT, source_id), seeds / "articles" / f"{source_id}.yml",
             *sorted((seeds / "reference").glob("*.csv")), seeds / "judgements" / "identities.csv"]
    states = [(path, path.stat()) for path in files if path.exists()]
    return tuple((path.name, state.st_mtime_ns, state.st_size) for path, state in states)


@st.cache_resource(max_entries=8, show_spinner=False)
def _opened(root: Path, source_id: str, stamp: tuple[tuple[str, int, int], ...]) -> Review:
    return open_review(root, source_id)


def review() -> Review | None:
    """The review that the address names, as it stands now; None where it names none, or one that cannot be opened."""
    source_id = st.query_params.get("draft", "")
    if not source_id:
        return None
    try:
        found = _opened(ROOT, source_id, _stamp(source_id))
    except BayahError as error:
        st.error(markdown(str(error)))
        return None
    before = st.session_state.get("_desk_seen")
    if before and before.source_id == source_id and before.version < found.version and not is_refused():
        st.session_state["_desk_meanwhile"] = [entry.words for entry in found.entries[before.version:]]
    st.session_state["_desk_seen"] = found
    _follow_address(source_id)
    return found


def seen() -> Review:
    """The review as it was last drawn for this reader, with what he has done since."""
    found: Review = st.session_state["_desk_seen"]
    return found


def _follow_address(source_id: str) -> None:
    """Choose what the address names if somebody went there; else the address names what is chosen.

    What is chosen stands in the session, not in the address: a request that left before the browser heard of the last
    choice bears the address of before, and would take the choice back.
    """
    state, asked, ctx = st.session_state, st.query_params.get("claim"), get_script_run_ctx()
    key, is_told = state.get("_desk_claim"), state.get("_desk_is_told")
    if state.get("_desk_draft") != source_id or is_told or (ctx is not None and ctx.is_history_navigation):
        if asked != key:
            choose(asked)
        state["_desk_draft"], state["_desk_is_told"] = source_id, True
    elif asked == key:
        state["_desk_is_told"] = True
    elif key:
        st.query_params["claim"] = key
    else:
        del st.query_params["claim"]


@st.cache_resource(max_entries=8, show_spinner=False)
def _text(folder: Path, source_id: str, sha256: str, _when: float) -> str | None:
    return read_text(folder, source_id, sha256)


def text_of(found: Review) -> str | None:
    """The text that was drafted from, if it is at hand."""
    if not TEXTS.is_dir():
        return None
    return _text(TEXTS, found.source_id, found.article.text_sha256, TEXTS.stat().st_mtime)


# What is called back writes into the session alone: whatever sends to the browser, the address too, is where Streamlit
# breaks off for the next request, and the rest would not be done.


def act(name: Act, *claims: str, **more: Any) -> bool:
    """Do one act on the review as this reader last saw it; whether it was taken. What went wrong the page tells."""
    hush()
    try:
        st.session_state["_desk_seen"] = do(seen(), who(), name, claims, **more)
    except (BayahError, OSError) as error:
        st.session_state["_desk_told"] = str(error)
        return False
    return True


def choose(key: str | None) -> None:
    """Turn to a claim, or to none."""
    hush()
    st.session_state["_desk_claim"] = key
    st.session_state["_desk_is_told"] = False
    st.session_state.pop("_desk_mode", None)


def hush() -> None:
    """Forget what the last act led to: it stands until the next, however often the page is drawn."""
    for name in ("_desk_told", "_desk_meanwhile", "_desk_done"):
        st.session_state.pop(name, None)


def is_refused() -> bool:
    """Whether the last act was not taken."""
    return "_desk_told" in st.session_state


def chosen(found: Review) -> str | None:
    """The key of the claim that is chosen; `NEW` while a new one is written."""
    key: str | None = st.session_state.get("_desk_claim")
    return key if key == NEW or key in {one.key for one in found.standing} else None


def next_waiting(found: Review, after: str) -> str | None:
    """The next claim that nobody has decided on, from the one after this; round to the first; None if there is none."""
    keys = [one.key for one in found.standing]
    at = keys.index(after) + 1 if after in keys else 0
    waiting = [one.key for one in found.standing if one.state == "waiting" and one.key != after]
    return next((key for key in keys[at:] + keys[:at] if key in waiting), None)


def forms(found: Review) -> dict[str, dict[str, Any]]:
    """This reader's half-filled forms."""
    return read_forms(ROOT, found.source_id, who())


def keep(found: Review, key: str, values: dict[str, Any] | None) -> None:
    """Remember what is filled in of a claim and not saved, or forget it."""
    keep_form(ROOT, found.source_id, who(), key, values)
