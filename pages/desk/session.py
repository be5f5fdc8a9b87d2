"""What the parts of the desk share: the project, the review as this reader last saw it, and acts on it.

Reads `BAYAH_ROOT` and `BAYAH_TEXTS`. An act rests on what was last drawn for this reader, so that whoever decides on
what he has not seen is told.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from threading import RLock
from typing import Any, ParamSpec, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from bayah.journal import Act, journal_of
from bayah.model import BayahError
from bayah.review import Review, do, draft_path, open_review
from bayah.texts import find_text
from bayah.unsaved import keep_form, read_forms
from pages.desk.access import editor
from pages.shared import atlas
from pages.shared.text import markdown

ROOT = atlas.ROOT
TEXTS = Path(os.environ.get("BAYAH_TEXTS") or ROOT / "build" / "texts").resolve()
P, T = ParamSpec("P"), TypeVar("T")
NEW = "new"
"""The key of a claim that is being written and not in the journal yet."""


@dataclass(frozen=True)
class Choice:
    """The claim that is chosen, and whether the browser's address names it."""

    claim: str | None = None
    is_told: bool = False


@dataclass
class Desk:
    """What one reader does at the desk: the review as it was last drawn for him with what he has done since, what is
    chosen, what an act asks for (`mode`), and what the last act led to.

    `answered` is the number of the last act of the list that was done, `nth` how often a form was filled from
    elsewhere than its fields, `looked_at` the version of the review whose publication is shown. A run that a later one
    has overtaken may go on for a while beside it; what it has read before does not replace what was done since.
    """

    seen: Review | None = None
    draft: str = ""
    choice: Choice = Choice()
    mode: str | None = None
    refused: str = ""
    meanwhile: tuple[str, ...] = ()
    done: str = ""
    answered: int = 0
    nth: int = 0
    looked_at: int | None = None
    lock: RLock = field(default_factory=RLock, repr=False)

    def see(self, found: Review) -> Review:
        """Take a review as the one that was seen, unless a later one was; the later one."""
        with self.lock:
            before = self.seen
            if before and before.source_id == found.source_id and before.version > found.version and not self.refused:
                return before
            self.seen = found
        return found

    def turn(self, before: Choice, after: Choice) -> None:
        """Put one choice in the place of another, unless something else was chosen since."""
        with self.lock:
            if self.choice is not before:
                return
            self.choice = after
            if after.claim != before.claim:
                self.mode = None

    def catch_up(self, found: Review) -> Review:
        """See the review as it stands now; what others did since it was last seen is to be told."""
        with self.lock:  # what this reader is just doing is not what others did
            before = self.seen
            if before and before.source_id == found.source_id and not self.refused:
                self.meanwhile = tuple(entry.words for entry in found.entries[before.version:]) or self.meanwhile
            return self.see(found)


def mine() -> Desk:
    """The desk of this reader, to be written into as well.

    Out of a copy of the session: at any other look into it, as with all that is sent to the browser, Streamlit breaks
    off for a request that has come meanwhile, and an act would be half done or lost. What is called back therefore
    looks into the session in no other way.
    """
    desk = st.session_state.to_dict().get("_desk")
    if not isinstance(desk, Desk):
        desk = st.session_state["_desk"] = Desk()
    return desk


def alone(do_it: Callable[P, T]) -> Callable[P, T]:
    """Of acts of one reader one at a time: Streamlit begins the next run, and what it calls back, beside a run that is
    still busy."""
    @wraps(do_it)
    def done_alone(*args: P.args, **kwargs: P.kwargs) -> T:
        with mine().lock:
            return do_it(*args, **kwargs)

    return done_alone


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
    desk = mine()
    _follow_address(desk, source_id)
    return desk.catch_up(found)


def seen() -> Review:
    """The review as it was last drawn for this reader, with what he has done since."""
    desk = mine()
    return desk.seen or desk.see(open_review(ROOT, desk.draft))


def _follow_address(desk: Desk, source_id: str) -> None:
    """Choose what the address names if somebody went there; else the address names what is chosen.

    What is chosen stands in the session, not in the address: a request that left before the browser heard of the last
    choice bears the address of before, and would take the choice back.
    """
    choice, asked, ctx = desk.choice, st.query_params.get("claim"), get_script_run_ctx()
    is_there = desk.draft != source_id or choice.is_told or (ctx is not None and ctx.is_history_navigation)
    desk.draft = source_id
    if is_there or asked == choice.claim:
        desk.turn(choice, Choice(asked, is_told=True))
    elif choice.claim:
        st.query_params["claim"] = choice.claim
    else:
        del st.query_params["claim"]


@st.cache_resource(max_entries=8, show_spinner=False)
def _text(folder: Path, source_id: str, sha256: str, _when: float) -> str | None:
    return find_text(folder, source_id, sha256)


def text_of(found: Review) -> str | None:
    """The text that was drafted from, if it is at hand."""
    if not TEXTS.is_dir():
        return None
    try:
        return _text(TEXTS, found.source_id, found.article.text_sha256, TEXTS.stat().st_mtime)
    except BayahError as error:
        st.error(markdown(str(error)))
        return None


@alone
def act(name: Act, *claims: str, **more: Any) -> bool:
    """Do one act on the review as this reader last saw it; whether it was taken. What went wrong the page tells."""
    hush()
    desk = mine()
    try:
        desk.see(do(seen(), who(), name, claims, **more))
    except (BayahError, OSError) as error:
        desk.refused = str(error)
        return False
    return True


def choose(key: str | None) -> None:
    """Turn to a claim, or to none."""
    hush()
    desk = mine()
    desk.choice, desk.mode = Choice(key), None


def hush() -> None:
    """Forget what the last act led to: it stands until the next, however often the page is drawn."""
    desk = mine()
    desk.refused, desk.meanwhile, desk.done = "", (), ""


def chosen(found: Review) -> str | None:
    """The key of the claim that is chosen; `NEW` while a new one is written."""
    key = mine().choice.claim
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
