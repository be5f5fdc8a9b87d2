"""Stories without a browser: every step opens as it should, and the panel goes on, back, away and out."""

from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bayah import stories
from bayah.query import Filters, read_filters, view
from bayah.store import read_tables
from bayah.views import OF_PAGE, PASSING
from pages.shared.story import CONTROL_WORDS, address_of, labels_of, script_of, title_of
from pages.shared.text import markdown

ROOT = Path(__file__).resolve().parents[2]
TABLES = read_tables(ROOT / "data" / "tables")
STEPS = [step for story in stories.select_stories(TABLES)["story_id"]
         for step in stories.select_steps(TABLES, story)]
EMPTY = ("#### No ", "Event not shown", "The link names", "Nothing in this view ties")


def at(page, params):
    """The app on a page, at an address."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.run()
    for name, values in params.items():
        app.query_params[name] = values
    if page:
        app.switch_page(script_of(page))
    app.run()
    assert [error.message for error in app.exception] == []
    return app


def params_of(app):
    """The parameters of the address, lists by name, however the test's stand-in for a browser holds them."""
    params = {name: app.query_params[name] for name in app.query_params}
    return {name: [values] if isinstance(values, str) else list(values) for name, values in params.items()}


def press(app, key):
    app.button(key=key).click().run()
    assert [error.message for error in app.exception] == []
    return app


def texts(app):
    return [element.value for kind in (app.markdown, app.caption, app.warning, app.info, app.subheader)
            for element in kind]


def is_told(app, step):
    """Whether the panel tells this step, with its view in the address and nothing changed."""
    assert params_of(app) == address_of(step)
    assert f":material/menu_book: {markdown(step.title)} · **{step.part} of {step.n_parts}**" in texts(app)
    assert f"**{markdown(step.heading)}**" in [box.label for box in app.expander]
    assert "story_return" not in [button.key for button in app.button]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.story_id}-{step.part}")
def test_every_step_opens_its_view(step):
    app = at(step.page, address_of(step))
    is_told(app, step)
    shown = texts(app)
    assert [text for text in shown if text.startswith(EMPTY)] == []
    assert [text for text in shown if "does not hold" in text] == []
    said = stories.select_sentences(view(TABLES), step)
    assert [text for text in (markdown(sentence.text) for sentence in said) if text not in shown] == []
    keys = {button.key for button in app.button}
    assert {f"story_claim_{number}_{claim}" for number, sentence in enumerate(said, start=1)
            for claim in sentence.claims["claim_id"]} <= keys


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.story_id}-{step.part}")
def test_every_claim_of_a_step_was_known_in_its_view_and_has_its_event(step):
    known = view(TABLES, read_filters(step.params, TABLES)[0])
    events = set(known["events"]["event_id"])
    for sentence in stories.select_sentences(known, step):
        assert len(sentence.claims) > 0
        assert set(sentence.claims["event_id"]) <= events


def test_the_page_of_stories_lists_each_with_its_steps(opened):
    app = opened("stories")
    found = stories.select_stories(TABLES)
    shown = texts(app)
    assert len(found) == 5
    assert [story.about for story in found.itertuples() if markdown(story.about) not in shown] == []
    for story in found.itertuples():
        assert sum(text.startswith(f"{story.n_parts} steps, on the pages") for text in shown) >= 1
    assert len(app.dataframe[0].value) == len(STEPS)


def test_a_story_is_walked_to_its_end_and_back():
    steps = stories.select_steps(TABLES, STEPS[0].story_id)
    app = at(steps[0].page, address_of(steps[0]))
    assert app.button(key="story_back").disabled
    for step in steps[1:]:
        press(app, "story_next")
        is_told(app, step)
        assert app.session_state["_page"] == step.page
    for step in reversed(steps[:-1]):
        press(app, "story_back")
        is_told(app, step)
    for _ in steps[1:]:
        press(app, "story_next")
    press(app, "story_end")
    assert app.session_state["_page"] == "stories"
    assert params_of(app).keys().isdisjoint({"story", "part"})


def test_going_on_within_one_page_sets_the_view_anew():
    first, second = next((a, b) for a, b in pairwise(STEPS)
                         if a.story_id == b.story_id and a.page == b.page)
    app = at(first.page, address_of(first))
    press(app, "story_next")
    is_told(app, second)
    press(app, "story_back")
    is_told(app, first)
    press(app, "story_next")
    is_told(app, second)


def test_a_changed_filter_is_pointed_out_and_put_back():
    step = STEPS[0]
    app = at(step.page, address_of(step))
    app.multiselect(key="group").set_value(["ttp"])
    app.text_input(key="to").set_value("2017")
    app.segmented_control(key="lanes").set_value("source").run()
    (said,) = [text for text in texts(app) if "You have changed the view" in text]
    assert said.endswith("You have changed the view: *Group*, *To*, *Lanes by*.")
    assert app.session_state["story"] == step.story_id
    press(app, "story_return")
    is_told(app, step)


def test_evidence_of_a_claim_opens_and_the_story_goes_on():
    step = STEPS[0]
    app = at(step.page, address_of(step))
    claim = stories.select_sentences(view(TABLES), step)[1].claims.iloc[0]
    press(app, f"story_claim_2_{claim['claim_id']}")
    assert app.session_state["event"] == claim["event_id"]
    assert params_of(app) == {**address_of(step), "event": [claim["event_id"]]}
    assert any(f"`{claim['claim_id']}`" in caption.value for caption in app.caption)
    assert "story_return" not in [button.key for button in app.button]
    press(app, "story_next")
    is_told(app, STEPS[1])


def test_another_page_keeps_the_story_and_leads_back():
    step = STEPS[0]
    app = at(step.page, address_of(step))
    app.switch_page("pages/evidence/sources.py").run()
    assert [error.message for error in app.exception] == []
    assert f":material/alt_route: This step is told on the page *{title_of(step.page)}*." in texts(app)
    assert params_of(app)["story"] == [step.story_id]
    press(app, "story_return")
    is_told(app, step)


def test_a_link_of_the_atlas_that_names_no_story_keeps_the_one_being_told():
    step = STEPS[0]
    app = at(step.page, address_of(step))
    for name in list(params_of(app)):
        del app.query_params[name]
    dispute = TABLES["disputes"]["dispute_id"].iloc[0]
    app.query_params["dispute"] = [dispute]
    app.switch_page("pages/evidence/disputes.py").run()
    assert params_of(app) == {"dispute": [dispute], "story": [step.story_id], "part": ["1"]}
    press(app, "story_return")
    is_told(app, step)


def test_a_claim_opened_where_no_evidence_is_shown_leads_to_the_step():
    step = STEPS[0]
    claim = stories.select_sentences(view(TABLES), step)[0].claims.iloc[0]
    app = at("method", {"story": [step.story_id], "part": ["1"]})
    press(app, f"story_claim_1_{claim['claim_id']}")
    assert app.session_state["_page"] == step.page
    assert params_of(app) == {**address_of(step), "event": [claim["event_id"]]}


def test_leaving_keeps_the_view():
    step = STEPS[0]
    app = at(step.page, address_of(step))
    press(app, "story_leave")
    assert params_of(app) == step.params
    assert "story_next" not in [button.key for button in app.button]


@pytest.mark.parametrize(("params", "said"), [
    ({"story": ["nobody"], "part": ["2"]}, "story 'nobody', part '2'"),
    ({"part": ["2"]}, "part '2'"),
    ({"story": [STEPS[0].story_id], "part": ["99"]}, "part '99' of the story"),
    ({"story": [STEPS[0].story_id], "part": ["<b>"]}, "part '<b>' of the story"),
])
def test_a_story_that_the_atlas_does_not_hold_is_set_aside_and_said(params, said):
    app = at("map", params)
    (warning,) = [element.value for element in app.warning]
    assert markdown(said) in warning
    assert params_of(app) == ({} if "of the story" not in said else {**params, "part": ["1"]})


def test_a_story_without_a_part_begins():
    step = STEPS[0]
    assert params_of(at("map", {"story": [step.story_id]})) == {"story": [step.story_id], "part": ["1"]}


def test_every_parameter_has_words_and_every_page_a_script():
    names = {field.name.rstrip("_") for field in fields(Filters)} | {n for of in OF_PAGE.values() for n in of}
    assert set(CONTROL_WORDS) == names - set(PASSING)
    assert [page for page in OF_PAGE if not (ROOT / script_of(page)).exists()] == []


def test_claims_of_one_paragraph_are_told_apart():
    claims = stories.select_sentences(view(TABLES), STEPS[0])[0].claims
    assert labels_of(claims) == ["Stratheia ¶5 a", "Stratheia ¶5 b"]
    assert labels_of(claims.iloc[:1]) == ["Stratheia ¶5"]
