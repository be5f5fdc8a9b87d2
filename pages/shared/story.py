"""A story while it is told: its step above the page that shows it, with the claims behind every sentence.

Reads the story and the part out of the session's state, which the address feeds. Draws; going on turns to the page of
the next step and sets its view. The reader may change the view, open evidence or turn to another page: the story waits,
and says how to come back.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pandas as pd
import streamlit as st

from bayah import stories
from bayah.query import Filters, Tables, read_filters
from bayah.stories import Sentence, Step
from bayah.views import FIRST, OF_PAGE
from pages.shared import atlas
from pages.shared.address import leave_story, params_of, put_view
from pages.shared.text import markdown

STORIES = "pages/explore/stories.py"
_PAGES = Path(__file__).resolve().parents[1]
CONTROL_WORDS = {
    "province": "Province", "group": "Group", "person": "Person or cohort", "kind": "Kind of event",
    "source": "Source", "from": "From", "to": "To", "on": "True on", "known": "Known by", "drafts": "Machine drafts",
    "actor": "who is chosen", "way": "the way to another", "depth": "the steps around him", "ties": "Ties",
    "certain": "Only what nobody disputes", "clock": "The slider turns", "step": "By", "turn": "what the slider shows",
    "measure": "Shade the provinces by", "shade": "Show it as", "one": "One group", "other": "The other",
    "compare": "Compare with", "against": "what it is compared with", "names": "Names", "place": "the place",
    "lanes": "Lanes by", "show": "Show", "states": "Draw states too", "about": "About", "dispute": "the dispute",
    "article": "the article", "table": "the table", "drawn": "Draw", "count": "By number of",
    "lag": "Show when it became known", "lines": "Lines for", "order": "Order by", "sides": "By present side",
    "density": "Density by", "q": "the search", "among": "what is searched", "rows": "Rows",
    "since": "Compared with",
}
"""What a reader knows the parameters of a view by: mostly what stands at their control."""


def script_of(page: str) -> str:
    """The file of a page, by its name in the address, as Streamlit turns to it."""
    found = next(path for path in sorted(_PAGES.glob(f"*/{page or FIRST}.py")) if path.parent.name != "shared")
    return found.relative_to(_PAGES.parent).as_posix()


def title_of(page: str) -> str:
    """What the menu calls a page."""
    return "Method and data" if page == "method" else (page or FIRST).capitalize()


def steps_of(tables: Tables, story_id: str) -> list[Step]:
    """The steps of a story; they are the same on every day of knowledge."""
    return atlas.once(("steps", story_id), lambda: stories.select_steps(tables, story_id))


def address_of(step: Step) -> dict[str, list[str]]:
    """The parameters of the address of a step: its view, its story and its number."""
    return {**step.params, "story": [step.story_id], "part": [str(step.part)]}


def follow_story() -> None:
    """Turn to the page that the reader was sent to; to be called before the address is read."""
    if turn := st.session_state.pop("_turn", None):
        page, params = turn
        st.switch_page(script_of(page), query_params=params)


def _tell(step: Step, page: str, event: str = "") -> None:
    """Show a step, from whatever page; with the evidence of an event if one is named."""
    opened = {"event": [event]} if event else {}
    st.session_state["_refused"] = []
    if page != step.page:
        st.session_state["_turn"] = (step.page, {**address_of(step), **opened})
        return
    # An address that this session has written before would count for nothing, so the view is set at once.
    put_view(atlas.tables(), page, {**step.params, **opened})
    st.session_state["story"], st.session_state["part"] = step.story_id, str(step.part)


def _open_claim(step: Step, page: str, event: str) -> None:
    """Open what stands behind a claim: on this page, or on the step's own where this one shows no evidence."""
    if "event" in OF_PAGE[page]:
        st.session_state["event"] = event
    else:
        _tell(step, page, event)


def _end() -> None:
    leave_story()
    st.session_state["_turn"] = ("stories", {})


def draw_story(tables: Tables, filters: Filters, page: str) -> None:
    """The step that is being told, if a story is; `page` is the one that is shown below."""
    story_id = st.session_state.get("story")
    steps = steps_of(tables, story_id) if story_id else []
    if not steps:
        return
    # A rebuild while the story is read can have shortened it.
    step = next((step for step in steps if str(step.part) == st.session_state["part"]), steps[0])
    with st.container(border=True, key="story", gap="xsmall"):
        _draw_head(steps, step, page)
        is_here = page == step.page
        with st.expander(f"**{markdown(step.heading)}**", expanded=is_here, key=f"story_text_{step.part}_{is_here}"):
            for number, sentence in enumerate(sentences_of(step), start=1):
                _draw_sentence(number, sentence, step, page)
        _draw_way_back(step, filters, page)


def sentences_of(step: Step) -> list[Sentence]:
    """What a step says, its claims as the step's own view knows them."""
    day = read_filters(step.params, atlas.tables())[0].known
    return atlas.once(("story", step.story_id, step.part), lambda: stories.select_sentences(
        atlas.view(Filters(known=day)), step))


def _draw_head(steps: Sequence[Step], step: Step, page: str) -> None:
    """The story, how far it is, and the way on."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f":material/menu_book: {markdown(step.title)} · **{step.part} of {step.n_parts}**")
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", width="content",
                          key="story_ways"):
            st.button("Back", key="story_back", icon=":material/arrow_back:", shortcut="Alt+B", disabled=step.part == 1,
                      on_click=_tell, args=(steps[max(step.part - 2, 0)], page))
            if step.part < step.n_parts:
                st.button("Next", key="story_next", icon=":material/arrow_forward:", shortcut="Alt+N", type="primary",
                          on_click=_tell, args=(steps[step.part], page))
            else:
                st.button("All stories", key="story_end", icon=":material/menu_book:", shortcut="Alt+N", type="primary",
                          on_click=_end)
            st.button("Leave the story", key="story_leave", icon=":material/close:", type="tertiary",
                      on_click=leave_story)


def _draw_sentence(number: int, sentence: Sentence, step: Step, page: str) -> None:
    """A sentence, and a button for each claim that it rests on."""
    with st.container(horizontal=True, gap="xsmall", key=f"story_sentence_{number}"):
        st.markdown(markdown(sentence.text))
        for claim, label in zip(sentence.claims.itertuples(), labels_of(sentence.claims), strict=True):
            is_open = st.session_state.get("event") == claim.event_id
            st.button(markdown(label), key=f"story_claim_{number}_{claim.claim_id}", type="tertiary",
                      icon=":material/visibility:" if is_open else None,
                      on_click=_open_claim, args=(step, page, claim.event_id))


def labels_of(claims: pd.DataFrame) -> list[str]:
    """What the button of each claim says: article and paragraph, with a letter where several come from one."""
    places = [f"{claim.publisher} ¶{claim.paragraph}" for claim in claims.itertuples()]
    return [f"{place} {ascii_lowercase[places[:nth].count(place)]}" if places.count(place) > 1 else place
            for nth, place in enumerate(places)]


def _draw_way_back(step: Step, filters: Filters, page: str) -> None:
    """What the reader sees instead of the step's view, and the way back to it."""
    if page != step.page:
        said, way = f"This step is told on the page *{title_of(step.page)}*.", f"To {title_of(step.page)}"
    elif differing := stories.changed(step, params_of(filters, page, story=False)):
        words = ", ".join(f"*{CONTROL_WORDS[name]}*" for name in differing)
        said, way = f"You have changed the view: {words}.", "Back to the story's view"
    else:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="story_changed"):
        st.markdown(f":material/alt_route: {said}", width="content")
        st.button(way, key="story_return", icon=":material/undo:", on_click=_tell, args=(step, page))


def draw_way_in(tables: Tables, story: Any, *, about: bool = False) -> None:
    """The door to a story, a row of `stories.select_stories`: its title, its steps, and what it tells if asked for."""
    steps = steps_of(tables, story.story_id)
    st.page_link(script_of(steps[0].page), label=f"**{markdown(story.title)}**", icon=":material/arrow_forward:",
                 query_params=address_of(steps[0]))
    if about:
        st.markdown(markdown(story.about))
    st.caption(_say_steps(steps) if about else f"{story.n_parts} steps")


def draw_stories(tables: Tables) -> None:
    """Every story with what it tells, how many steps it has, and the way in."""
    for story in stories.select_stories(tables).itertuples():
        with st.container(border=True):
            draw_way_in(tables, story, about=True)


def _say_steps(steps: Sequence[Step]) -> str:
    pages = dict.fromkeys(title_of(step.page) for step in steps)
    return f"{len(steps)} steps, on the pages {', '.join(pages)}"


def step_table(tables: Tables) -> pd.DataFrame:
    """Every step as a row: story, number, heading, page."""
    rows = [step for story in stories.select_stories(tables)["story_id"]
            for step in steps_of(tables, story)]
    return pd.DataFrame({
        "Story": [step.title for step in rows], "Step": [step.part for step in rows],
        "Heading": [step.heading for step in rows], "Page": [title_of(step.page) for step in rows]})
