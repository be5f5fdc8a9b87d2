"""A story in Chromium: walked by button and keyboard, changed and put right, sent as a link, on a phone and dark."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from bayah import query, stories

from .steps import HEADINGS, choose, expect_claims, expect_params, go, panel, settled, turn_to
from .test_pages import NARROW, OVERFLOW

pytestmark = pytest.mark.browser

TITLES = {"": HEADINGS["Overview"], "disputes": HEADINGS["Disputes"]}
STORY = "birth-of-iskp"


def steps_of(tables, story=STORY):
    return stories.select_steps(tables, story)


def params_of(step, **more):
    return {**step.params, "story": [step.story_id], "part": [str(step.part)], **more}


def address_of(step):
    return f"/{step.page}?{urlencode(params_of(step), doseq=True)}"


def told(page):
    """The panel of the story."""
    return page.locator(".st-key-story")


def expect_step(page, tables, step):
    """The panel comes to tell this step on its page, with its view in the address and nothing to put back."""
    expect(told(page)).to_contain_text(f"{step.title} · {step.part} of {step.n_parts}")
    expect(told(page)).to_contain_text(step.heading)
    expect(page.locator("h1")).to_have_text(TITLES.get(step.page, step.page.capitalize()))
    expect_params(page, params_of(step))
    settled(page)
    for sentence in stories.select_sentences(query.view(tables), step):
        expect(told(page)).to_contain_text(sentence.text)
    expect(told(page).get_by_text("You have changed the view")).to_have_count(0)


def press(page, name):
    told(page).get_by_role("button", name=name).click()


def test_a_story_is_walked_from_the_list_to_its_end(page, tables):
    steps = steps_of(tables)
    go(page, "/stories")
    page.get_by_test_id("stPageLink").get_by_role("link", name=steps[0].title).click()
    expect_step(page, tables, steps[0])
    for step in steps[1:]:
        press(page, "Next")
        expect_step(page, tables, step)
    press(page, "All stories")
    expect(page.locator("h1")).to_have_text("Stories")
    expect_params(page, {})
    expect(told(page)).to_have_count(0)


def test_keys_lead_on_and_back(page, tables):
    first, second, third = steps_of(tables)[:3]
    go(page, address_of(first))
    for key, step in (("Alt+n", second), ("Alt+n", third), ("Alt+b", second), ("Alt+b", first)):
        page.keyboard.press(key)
        expect_step(page, tables, step)


def test_keys_lead_on_while_the_network_has_the_focus(page, tables):
    step = next(step for step in steps_of(tables) if step.page == "network")
    go(page, address_of(step))
    page.locator(".net").focus()
    page.keyboard.press("ArrowRight")
    settled(page)
    page.keyboard.press("Alt+n")
    expect_step(page, tables, steps_of(tables)[step.part])


def test_steps_on_one_page_follow_each_other(page, tables):
    steps = [step for step in steps_of(tables, "razzaq") if step.part in (3, 4)]
    assert {step.page for step in steps} == {"disputes"}
    go(page, address_of(steps[0]))
    press(page, "Next")
    expect_step(page, tables, steps[1])
    press(page, "Back")
    expect_step(page, tables, steps[0])
    press(page, "Next")
    expect_step(page, tables, steps[1])


def test_a_changed_filter_is_pointed_out_and_put_back(page, tables):
    step = steps_of(tables)[0]
    go(page, address_of(step))
    choose(page, "Person or cohort", "Abdul Rauf Khadim")
    expect(told(page)).to_contain_text("You have changed the view: Person or cohort.")
    expect_params(page, params_of(step, person=["abdul-rauf-khadim"]))
    press(page, "Back to the story's view")
    expect_step(page, tables, step)


def test_claim_of_a_sentence_opens_beside_the_figure_and_the_story_stays(page, tables):
    step = steps_of(tables)[0]
    go(page, address_of(step))
    claim = stories.select_sentences(query.view(tables), step)[1].claims.iloc[0]
    told(page).locator(".st-key-story_sentence_2").get_by_role("button").first.click()
    expect_claims(page, tables, claim["event_id"])
    expect(panel(page)).to_be_in_viewport()
    expect_params(page, params_of(step, event=[claim["event_id"]]))
    expect(told(page).get_by_text("You have changed the view")).to_have_count(0)
    press(page, "Next")
    expect_step(page, tables, steps_of(tables)[1])


def test_another_page_keeps_the_story_and_leaving_ends_it(page, tables):
    step = steps_of(tables)[0]
    go(page, address_of(step))
    turn_to(page, "Sources")
    expect(told(page)).to_contain_text("This step is told on the page Timeline.")
    press(page, "To Timeline")
    expect_step(page, tables, step)
    press(page, "Leave the story")
    expect(told(page)).to_have_count(0)
    expect_params(page, step.params)
    turn_to(page, "Map")
    expect(told(page)).to_have_count(0)


def test_a_copied_link_opens_the_same_step_for_a_stranger(page, visitor, tables):
    steps = steps_of(tables, "omar-hidden")
    go(page, address_of(steps[0]))
    press(page, "Next")
    expect_step(page, tables, steps[1])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    link = page.evaluate("() => navigator.clipboard.readText()")
    other = visitor.stranger()
    go(other, link)
    expect_step(other, tables, steps[1])


def test_a_story_that_is_not_there_is_said(page):
    go(page, "/map?story=nobody&part=3")
    expect(page.get_by_text("The link names what the atlas does not hold")).to_contain_text("story 'nobody', part '3'")
    expect_params(page, {})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_figure_is_near(visitor, tables, scheme):
    step = next(step for step in steps_of(tables) if step.page == "map")
    phone = visitor.stranger(viewport=NARROW, has_touch=True, is_mobile=True, color_scheme=scheme)
    go(phone, address_of(step))
    assert phone.evaluate(OVERFLOW) == []
    box = told(phone).bounding_box()
    assert box["height"] < NARROW["height"] * 0.6
    expect(told(phone).get_by_role("button", name="Next")).to_be_in_viewport()
    expect(phone.get_by_role("heading", name="Map", exact=True)).to_be_in_viewport()
    summary = told(phone).locator("summary")
    summary.click()
    phone.wait_for_function("(before) => document.querySelector('.st-key-story').clientHeight < before - 100",
                            arg=box["height"])
    press(phone, "Next")
    expect(told(phone)).to_contain_text(f"{step.part + 1} of {step.n_parts}")
    settled(phone)
    assert phone.evaluate(OVERFLOW) == []
