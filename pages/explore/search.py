"""The search: what the words in the box of the frame find, by kind, best first."""

from __future__ import annotations

import html
from pathlib import Path

import streamlit as st

from bayah import search
from bayah.dates import day_words
from bayah.figures.look import counted
from bayah.query import Filters, write_filters
from bayah.search import Hit, Pieces
from pages.shared import atlas
from pages.shared.text import markdown

WORDS = {"person": "People", "group": "Groups", "cohort": "Cohorts", "province": "Provinces", "place": "Places",
         "event": "Events", "claim": "Claims", "source": "Sources"}
# The page that tells of a thing, and the parameter that chooses it there.
OPENS = {"person": ("pages/explore/person.py", "actor"), "cohort": ("pages/explore/person.py", "actor"),
         "group": ("pages/explore/group.py", "actor"), "province": ("pages/explore/province.py", "province"),
         "place": ("pages/explore/map.py", "place"), "event": ("pages/explore/event.py", "event"),
         "claim": ("pages/evidence/sources.py", "event"), "source": ("pages/evidence/sources.py", "article")}
ICONS = {"person": "person", "group": "groups", "cohort": "group", "province": "location_on", "place": "pin_drop",
         "event": "event", "claim": "format_quote", "source": "article"}
FEW, MANY = 5, 100


def target(hit: Hit) -> tuple[str, dict[str, object]]:
    """Where a hit leads: a page and its parameters, on the same day of knowledge."""
    kept = write_filters(Filters(known=filters.known, drafts=filters.drafts))
    page, name = OPENS[hit.entry.kind]
    if hit.entry.kind == "claim":  # in its article, beside the event that it tells of
        article, event = hit.entry.leads
        return page, {**kept, "article": article, name: event}
    return page, {**kept, name: hit.entry.key}


def marked_label(pieces: Pieces) -> str:
    """A title as a link's label, what matches in bold."""
    return "".join(f"**{markdown(text)}**" if is_match else markdown(text) for text, is_match in pieces)


def marked_html(pieces: Pieces) -> str:
    """A text with what matches marked; read from the side that its letters begin."""
    told = "".join(f"<mark>{html.escape(text)}</mark>" if is_match else html.escape(text) for text, is_match in pieces)
    return f'<bdi dir="auto">{told}</bdi>'


def draw_hit(hit: Hit, nth: int) -> None:
    """One hit: a link, what it is, and where it matches."""
    page, params = target(hit)
    with st.container(key=f"hit_{hit.entry.kind}_{nth}", gap=None):
        st.page_link(page, label=marked_label(hit.title), query_params=params,
                     icon=f":material/{ICONS[hit.entry.kind]}:")
        lines = [marked_html(hit.about)] if hit.about else []
        if hit.other:
            also = "also written " if "".join(text for text, _ in hit.other) in hit.entry.names else "told with "
            lines.append(also + marked_html(hit.other))
        if lines:
            st.html(f'<p class="found">{"<br>".join(lines)}</p>')


def draw_results(results: search.Results) -> None:
    """What was found, by kind; of one kind alone all of it."""
    among = st.session_state["among"]
    for kind, number, hits in results.groups:
        if among not in ("all", kind):
            continue
        st.markdown(f"#### {WORDS[kind]} ({number:,})")
        for nth, hit in enumerate(hits):
            draw_hit(hit, nth)
        if number > len(hits) and among == "all":
            st.button(f"All {number:,} {WORDS[kind].lower()}", key=f"all_{kind}", type="tertiary",
                      icon=":material/expand_more:", on_click=st.session_state.update, kwargs={"among": kind})
        elif number > len(hits):
            st.caption(f"The first {MANY} of {number:,}; a further word narrows the search.")


def draw_kinds(results: search.Results) -> None:
    """Which kind is shown."""
    counts = {kind: number for kind, number, _ in results.groups}
    offered = {"all": f"All ({results.n_found:,})", **{kind: f"{WORDS[kind]} ({n:,})" for kind, n in counts.items()}}
    st.pills("Show", list(offered), key="among", required=True, format_func=offered.get, label_visibility="collapsed")


def draw_nothing() -> None:
    """Nothing was asked, or nothing found: what can be."""
    with st.container(border=True):
        if asked:
            st.html(f'<p class="nothing">Nothing found for <bdi dir="auto">“{html.escape(asked)}”</bdi></p>')
        st.markdown(
            "- Type a name, a place or a few words into the box above; the key **/** leads there from every page.\n"
            "- Spelling is forgiven: *Hafez Sayed Khan* finds Hafiz Saeed Khan, and *Wardag* finds Wardak.\n"
            "- Names in Persian, Pashto or Urdu letters are understood.\n"
            "- Of three words two must be found: fewer words find more."
            + ("\n- **Known by** leaves only what had been published by that day." if filters.known else ""))


filters: Filters = st.session_state["filters"]
asked: str = st.session_state["q"]
st.title("Search", anchor=False)
index = atlas.index(filters)
if st.session_state.get("among") not in ("all", *search.KINDS):
    st.session_state["among"] = "all"
results = search.search(index, asked, limit=FEW)
if st.session_state["among"] != "all":
    if st.session_state["among"] not in {kind for kind, _, _ in results.groups}:
        st.session_state["among"] = "all"
    else:
        results = search.search(index, asked, only=st.session_state["among"], limit=MANY)
st.html(Path(__file__).resolve().parents[1] / "shared" / "search.css")
if asked:
    said = f"**{counted(results.n_found, 'result')}** in the whole atlas"
    said += f" as known by {day_words(filters.known)}" if filters.known else ""
    if filters.without("known", "drafts") != Filters():
        said += "; the other filters do not narrow a search, and results open without them"
    st.caption(said + ".")
if results.n_found:
    draw_kinds(results)
    draw_results(results)
else:
    draw_nothing()
