"""The desk: a machine draft beside its article, for an editor to decide on; without a draft in the address, the pile.

Reads the review that the address names (`draft`, `claim`). Every decision is in the journal before the page shows it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from bayah.journal import ACT_WORDS
from bayah.model import PARTS
from bayah.review import REASONS, Review, ReviewedClaim
from pages.desk import editor
from pages.desk.names import draw_names
from pages.desk.pile import draw_pile
from pages.desk.publishing import draw_publishing
from pages.desk.session import (
    NEW,
    TEXTS,
    act,
    alone,
    choose,
    chosen,
    forms,
    hush,
    mine,
    review,
    seen,
    text_of,
)
from pages.shared.text import markdown

HERE = Path(__file__).resolve().parent
LOW = 0.7  # confidence below which a claim is worth a second look
SHOWN = {"all": "All", "waiting": "Waiting", "low": f"Confidence under {LOW}"}
STATE_WORDS = {"waiting": "waiting", "accepted": "\u2713 accepted", "rejected": "\u2717 rejected",
               "published": "\u2713\u2713 published"}
ARROW = " \u2192 "
HELP = ("Keys: **j** **k** next, previous · **a** accept · **r** reject, then the number of the reason · **e** edit · "
        "**s** split · **m** merge · **n** new from the selection · **u** undo · **Shift U** redo")


@st.cache_resource(show_spinner=False)
def _component(name: str) -> Any:
    def part(ending: str) -> str:
        return (HERE / f"{name}.{ending}").read_text(encoding="utf-8")

    # In the document itself, so that what is selected in the text can be read.
    return st.components.v2.component(f"bayah_desk_{name}", html=part("html"), css=part("css"), js=part("js"),
                                      isolate_styles=False)


def said(one: ReviewedClaim) -> str:
    """A claim in one line: its kind, and whom it names."""
    names = [getattr(one.claim, part) for part in PARTS]
    return f"{one.claim.kind}: {ARROW.join(name for name in names if name)}"


def listed(found: Review) -> list[ReviewedClaim]:
    """The claims that the filter leaves."""
    shown, kind = st.session_state.get("desk_shown", "all"), st.session_state.get("desk_kind")
    low = [one.key for one in found.standing if one.claim.confidence is not None and one.claim.confidence < LOW]
    return [one for one in found.standing if (kind is None or one.claim.kind == kind) and (
        shown == "all" or (one.state == "waiting" if shown == "waiting" else one.key in low))]


@alone
def answer() -> None:
    """Do what was chosen or pressed, each act once and in its order.

    The list tells all that it has no answer to, and all of it again with the next act. Of what follows an act that is
    refused nothing is done: who pressed it had not seen that.
    """
    told, desk = st.session_state["desk_claims"]["acts"] or [], mine()
    new = [one for one in told if one["number"] > desk.answered]
    if new:
        hush()
    for one in new:
        desk.answered = one["number"]
        if not desk.refused:
            obey(one)


def obey(told: dict[str, Any]) -> None:
    """Do one act of the text or the list."""
    found, name, key = seen(), told["name"], told.get("key") or ""
    if name == "choose" and (key == NEW or key in found.claims):
        choose(key)
    elif name == "leave":
        editor.set_mode(None)
    elif name in ("undo", "redo"):
        act(name)
    elif name == "new":
        begin(told)
    elif name == "evidence" and (key == NEW or key in found.claims):
        editor.fill(found, key, evidence(found, told))
    elif key in found.claims and editor.is_open(key):
        decide(key, name, told)


def decide(key: str, name: str, told: dict[str, Any]) -> None:
    """Do what a key means on an open claim."""
    if name == "accept":
        editor.accept(key)
    elif name in ("reject", "merge"):
        editor.set_mode(name)
    elif name == "reason":
        editor.reject(key, list(REASONS)[told["n"] - 1])
    elif name == "split":
        editor.split(key)


def begin(told: dict[str, Any]) -> None:
    """Begin a claim, with what is selected as its evidence."""
    editor.fill(seen(), NEW, evidence(seen(), told) if "start" in told else {})
    choose(NEW)


def evidence(found: Review, told: dict[str, Any]) -> dict[str, Any]:
    """The span that was selected, and the paragraphs that it stands in."""
    start, end = int(told["start"]), int(told["end"])
    inside = [part["number"] for part in paragraphs(text_of(found) or "")
              if part["start"] < end and part["start"] + len(part["text"]) > start]
    numbers = f"{inside[0]}-{inside[-1]}" if len(inside) > 1 else str(inside[0]) if inside else "1"
    return {"evidence_start": start, "evidence_end": end, "paragraph": numbers}


@st.cache_data(max_entries=8, show_spinner=False)
def paragraphs(text: str) -> list[dict[str, Any]]:
    """The paragraphs of a text with number and first character."""
    from bayah.drafting.reading import paragraph_spans

    return [{"number": number, "start": start, "text": text[start:end]}
            for number, (start, end) in enumerate(paragraph_spans(text), start=1)]


def draw_text(found: Review, key: str | None) -> None:
    """The article with the evidence of the claims."""
    text = text_of(found)
    if text is None:
        st.info(f"The text of this article is not at hand. Put it into `{TEXTS}` (any name, ending `.txt`); it is "
                f"known by its fingerprint, sha256 {found.article.text_sha256[:12]}…", icon=":material/article:")
        return
    spans = [{"key": one.key, "start": one.claim.evidence_start, "end": one.claim.evidence_end, "state": one.state,
              "words": f"{said(one)} ({one.state})"} for one in found.standing if one.claim.evidence_start is not None]
    if key == NEW and "evidence_start" in (form := forms(found).get(NEW, {})):
        spans.append({"key": NEW, "start": form["evidence_start"], "end": form["evidence_end"], "state": "waiting",
                      "words": "the new claim"})
    _component("text")(key="desk_article", data={"paragraphs": paragraphs(text), "spans": spans, "chosen": key})


def draw_list(found: Review, key: str | None) -> None:
    """The claims that the filter leaves, and the keys."""
    with st.container(horizontal=True, vertical_alignment="top"):
        st.segmented_control("Show", list(SHOWN), key="desk_shown", default="all", required=True,
                             format_func=SHOWN.get)
        kinds = sorted({one.claim.kind for one in found.standing})
        st.selectbox("Kind", kinds, None, key="desk_kind", placeholder="every kind", width=170)
    claims = [{"key": one.key, "state": one.state, "what": said(one), "told": STATE_WORDS[one.state],
               "confidence": "" if one.claim.confidence is None else f"{one.claim.confidence:.2f}"}
              for one in listed(found)]
    _component("claims")(key="desk_claims", on_acts_change=answer, data={
        "claims": claims, "chosen": key, "mode": mine().mode, "n_reasons": len(REASONS),
        "answered": mine().answered})
    with st.container(key="desk_keys"):
        st.caption(HELP)


def draw_progress(found: Review) -> None:
    """How many are decided, and the way back."""
    count = found.count()
    n_all = len(found.standing)
    n_decided = n_all - count["waiting"]
    words = ", ".join(f"{count[state]} {state}" for state in ("accepted", "rejected", "published"))
    st.progress(n_decided / n_all if n_all else 0.0, f"**{n_decided} of {n_all} decided**: {words}")
    with st.container(horizontal=True, vertical_alignment="center"):
        for name, entry, icon in (("undo", found.undoable, "undo"), ("redo", found.redoable, "redo")):
            words = f": {ACT_WORDS[entry.act]} {', '.join(entry.claims)} ({entry.by})" if entry else ""
            st.button(f"{name.capitalize()}{markdown(words)}", key=f"desk_{name}", on_click=act, args=(name,),
                      disabled=entry is None, icon=f":material/{icon}:")
        st.button("New claim", key="desk_begin", on_click=begin, args=({},), icon=":material/add:")


def draw_told() -> None:
    """What the last act led to, in a place of its own."""
    desk = mine()
    with st.container(key="desk_told"):
        if desk.refused:
            lines = [markdown(line.replace("`", "")) for line in desk.refused.split("\n")]
            st.error("  \n".join(lines), icon=":material/error:")
        if desk.meanwhile:
            st.info(f"Meanwhile: {markdown('; '.join(desk.meanwhile))}.", icon=":material/group:")
        if desk.done:
            st.success(markdown(desk.done), icon=":material/check_circle:")


def leave() -> None:
    """Go back to the pile."""
    hush()
    st.query_params.clear()


def draw_review(found: Review) -> None:
    """One draft with all that is decided about it."""
    st.button("All drafts", key="desk_back", on_click=leave, icon=":material/arrow_back:",
              type="tertiary")
    article = found.article
    st.title(markdown(article.title), anchor=False)
    engine = markdown(article.engine or "a machine")
    st.caption(f"{markdown(article.publisher)}, {article.published}. Drafted by {engine}. `{found.source_id}`")
    draw_told()
    if found.is_of_another_draft:
        st.warning("The draft was made anew since its review began, so that decisions of then may not fit. They stay "
                   "in the journal.", icon=":material/difference:")
        st.button("Begin the review of the new draft", key="desk_anew", on_click=act, args=("opened",), type="primary")
        return
    with st.container(key="desk_left_out"):
        if found.problems:
            with st.expander(f"Left out of the draft, as unsound: {len(found.problems)}"):
                for problem in found.problems:
                    st.markdown(f"- {markdown(str(problem))}")
    draw_progress(found)
    key = chosen(found)
    st.html(HERE / "desk.css")
    left, right = st.columns([6, 5], gap="medium")
    with left, st.container(key="desk_left"):
        draw_text(found, key)
    with right:
        draw_list(found, key)
        with st.container():
            if key:
                editor.draw_editor(found, key)
            else:
                st.caption("Choose a claim in the list or in the text; **j** begins with the first.")
        with st.container():
            draw_names(found)
        draw_publishing(found)


# One place for each of the two, of which one is empty: what stood in the other goes before anything is drawn.
with st.container():
    found = review()
pile = st.empty() if found else st.container()
one = st.container() if found else st.empty()
if found:
    with one:
        draw_review(found)
else:
    with pile:
        draw_told()
        draw_pile()
