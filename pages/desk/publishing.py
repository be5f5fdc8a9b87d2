"""Publishing from the desk: what would be written, what stands in the way of it, and where it then shows.

Reads the review. Draws; writes only when the reader has seen what.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import streamlit as st

from bayah.model import BayahError
from bayah.publish import Publication, plan, publish
from bayah.review import Review
from pages.desk.session import ROOT, alone, choose, hush, mine, seen, who
from pages.shared import atlas
from pages.shared.text import markdown

_LONGEST = 400


@st.cache_resource(max_entries=4, show_spinner="Building a copy with it …")
def _plan(found: Review, source_id: str, version: int, stamp: float) -> Publication:
    return plan(found)


def draw_publishing(found: Review) -> None:
    """What is ready to be published, a look at it, and the button."""
    n_accepted = found.count()["accepted"]
    published = [one for one in found.standing if one.state == "published"]
    with st.container(border=True, key="desk_publish"):
        st.markdown("#### Publish")
        if published:
            _draw_published(found, [(one.published_as, one.claim.summary) for one in published])
        if not n_accepted:
            st.caption("Accept a claim, and it can be published." if not published else
                       "Nothing more is accepted. Who accepts more can publish again.")
            return
        st.markdown(f"**{n_accepted}** accepted and not published yet.")
        st.button("Look at what would be written", key="desk_look", on_click=_look, args=(found.version,))
        if mine().looked_at == found.version:
            _draw_plan(found)


def _look(version: int) -> None:
    mine().looked_at = version


def _draw_plan(found: Review) -> None:
    publication = _plan(found, found.source_id, found.version, (ROOT / "seeds" / "reference").stat().st_mtime)
    if publication.problems:
        st.error(f"{len(publication.problems)} to mend first; nothing can be written before.", icon=":material/block:")
        for key, problem in publication.problems:
            st.markdown(f"- {f'Claim **{key}**: ' if key else ''}{markdown(problem.what)}. {markdown(problem.todo)}")
            if key:
                st.button(f"Turn to claim {key}", key=f"desk_mend_{key}_{hash(problem)}", on_click=choose, args=(key,))
        return
    if publication.left_out:
        st.warning("Places that the gazetteer does not hold are left out: " + "; ".join(
            f"{markdown(name)} (claim {key})" for key, name in publication.left_out), icon=":material/wrong_location:")
    for name, text in publication.files.items():
        st.caption(f"`{name}`")
        lines = list(_new_lines(name, text))
        st.code("\n".join(lines[:_LONGEST]), language="diff", wrap_lines=True)
    st.button(f"Publish {len(publication.claims)} claims" if len(publication.claims) > 1 else "Publish the claim",
              key="desk_go", type="primary", on_click=_publish, args=(found.version,), icon=":material/publish:")


def _new_lines(name: str, text: str) -> Iterator[str]:
    """The lines that a file gains or loses."""
    path = ROOT / name
    before = path.read_text(encoding="utf-8-sig").splitlines() if path.exists() else []
    return (line for line in difflib.unified_diff(before, text.splitlines(), n=0, lineterm="")
            if not line.startswith(("---", "+++", "@@")))


@alone
def _publish(version: int) -> None:
    """Publish what was looked at, once, however often the button was pressed."""
    if seen().version != version:
        return
    hush()
    try:
        review, publication, _ = publish(seen(), who())
    except (BayahError, OSError) as error:
        mine().refused = str(error)
        return
    desk = mine()
    desk.see(review)
    desk.done = f"{len(publication.claims)} published; the dashboard shows them now."
    atlas.version.clear()


def _draw_published(found: Review, claims: list[tuple[str, str]]) -> None:
    """What is published of this draft, with the way to its mark."""
    try:
        rows = atlas.tables()["claims"]
    except BayahError:
        return
    events = dict(zip(rows["claim_id"], rows["event_id"], strict=True))
    with st.expander(f"Published: {len(claims)}", icon=":material/check_circle:"):
        for claim_id, summary in claims:
            if claim_id in events:
                st.page_link("pages/explore/map.py", label=f"{markdown(summary)} (on the map)",
                             icon=":material/map:", query_params={"event": events[claim_id]})
            else:
                st.markdown(f"{markdown(summary)} (`{claim_id}`)")
