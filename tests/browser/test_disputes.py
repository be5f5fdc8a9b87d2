"""The disputes in Chromium: both sides are seen, lead to the event, have an address, and fit on a phone."""

import re
from itertools import pairwise

import pandas as pd
import pytest
from playwright.sync_api import expect

from bayah import query
from bayah.query import Filters

from .steps import close, expect_claims, expect_params, go, panel, select_row, settled, turn_to
from .test_pages import NARROW, OVERFLOW

pytestmark = pytest.mark.browser

CARDS = """(heads) => heads.map((head) => {
  const { x, y, width } = head.closest("[data-testid=stColumn]").getBoundingClientRect();
  return [x, y, width];
})"""


def disputes_of(tables, filters=None):
    """The disputes in the order of the page."""
    return query.select_disputes(tables, filters or Filters())


def two_sided(tables):
    """A dispute with two sides that is not the first of the list, and its claims."""
    disputes = disputes_of(tables).iloc[1:]
    dispute = disputes[disputes["n_sides"] == 2].iloc[0]
    return dispute, query.select_sides(tables, [dispute["dispute_id"]])


def entry(page, question):
    """The part of the list that tells one dispute."""
    return page.get_by_test_id("stExpander").filter(has=page.locator("summary", has_text=question))


def sides_in(box):
    """Where the sides stand: x, y and width of each."""
    return box.locator("p", has_text=re.compile(r"^Side \d+$")).evaluate_all(CARDS)


def test_both_sides_stand_beside_each_other_and_lead_to_the_event(page, tables):
    dispute, sides = two_sided(tables)
    go(page, "/")
    turn_to(page, "Disputes")
    box = entry(page, dispute["question"])
    box.locator("summary").click()
    for claim in sides.itertuples():
        card = box.get_by_test_id("stColumn").filter(
            has=page.get_by_text(f"Side {claim.side}", exact=True))
        expect(card).to_contain_text(claim.position[1:])
        expect(card).to_contain_text(claim.summary)
        expect(card).to_contain_text(f"paragraph {claim.paragraph}")
        expect(card).to_contain_text(claim.publisher)
    (left, top, _), (right, beside, _) = sides_in(box)
    assert right > left
    assert beside == top
    event_id = sides["event_id"].iloc[0]
    box.locator(f"[class*=event_{event_id}] button").click()
    expect_params(page, {"dispute": [dispute["dispute_id"]], "event": [event_id]})
    expect_claims(page, tables, event_id)
    expect(panel(page)).to_be_in_viewport()
    close(page, "event")
    expect_params(page, {"dispute": [dispute["dispute_id"]]})
    page.get_by_role("button", name="All disputes").click()
    expect_params(page, {})
    expect(page.get_by_test_id("stExpander")).to_have_count(len(disputes_of(tables)))


def test_link_opens_one_dispute(page, tables):
    dispute, sides = two_sided(tables)
    go(page, f"/disputes?dispute={dispute['dispute_id']}")
    expect(page.get_by_role("heading", name=dispute["question"])).to_be_visible()
    for summary in sides["summary"]:
        expect(page.get_by_test_id("stMain")).to_contain_text(summary)
    expect(page.get_by_test_id("stExpander")).to_have_count(0)
    expect_params(page, {"dispute": [dispute["dispute_id"]]})


def test_link_to_no_dispute_shows_all(page, tables):
    go(page, "/disputes?dispute=nothing")
    expect(page.get_by_text("names a dispute that the atlas does not hold")).to_be_visible()
    expect(page.get_by_test_id("stExpander")).to_have_count(len(disputes_of(tables)))


def test_event_on_another_page_leads_to_its_dispute_and_keeps_the_filters(page, tables):
    view = query.view(tables)
    event = view["events"][view["events"]["is_contested"]].iloc[0]
    dispute_id = query.disputes_of(view, event["event_id"])[0]
    go(page, f"/timeline?kind={event['kind']}&event={event['event_id']}")
    panel(page).get_by_test_id("stPageLink").first.get_by_role("link").click()
    expect_params(page, {"kind": [event["kind"]], "dispute": [dispute_id]})
    question = view["disputes"].set_index("dispute_id").at[dispute_id, "question"]
    expect(page.get_by_role("heading", name=question)).to_be_visible()


def test_list_is_narrowed_by_what_is_in_question(page, tables):
    field = disputes_of(tables)["field"].value_counts().index[-1]
    go(page, f"/disputes?about={field}")
    wanted = disputes_of(tables)
    expect(page.get_by_test_id("stExpander")).to_have_count(int((wanted["field"] == field).sum()))
    expect_params(page, {"about": [field]})


def test_list_is_reached_by_the_keyboard(page, tables):
    """The first stands open; the second is opened by the keyboard alone."""
    question = disputes_of(tables).iloc[1]["question"]
    go(page, "/disputes")
    box = entry(page, question)
    box.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(box.get_by_text("Side 2")).to_be_visible()


def test_row_of_the_table_opens_its_dispute_and_its_rows_can_be_taken_away(page, tables):
    dispute = disputes_of(tables).iloc[0]
    sides = query.select_sides(tables, [dispute["dispute_id"]])
    go(page, "/disputes")
    with page.expect_download() as download:
        page.locator(".st-key-disputes_download button").click()
    told = pd.read_csv(download.value.path())
    every = query.select_sides(tables, disputes_of(tables)["dispute_id"])
    assert sorted(told["claim_id"]) == sorted(every["claim_id"])
    select_row(page, page.locator(".st-key-dispute_table"), 0)
    expect_params(page, {"dispute": [dispute["dispute_id"]], "event": [sides["event_id"].iloc[0]]})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_sides_stand_below_each_other(visitor, tables, scheme):
    dispute, sides = two_sided(tables)
    page = visitor.stranger(viewport=NARROW, has_touch=True, is_mobile=True, color_scheme=scheme)
    go(page, f"/disputes?dispute={dispute['dispute_id']}&event={sides['event_id'].iloc[0]}")
    assert page.evaluate(OVERFLOW) == []
    boxes = sides_in(page.get_by_test_id("stMain"))
    assert len(boxes) == 2
    assert all(width > 300 for _, _, width in boxes)
    assert all(above < below for (_, above, _), (_, below, _) in pairwise(boxes))
    expect_claims(page, tables, sides["event_id"].iloc[0])
    page.get_by_role("button", name="All disputes").click()
    settled(page)
    assert page.evaluate(OVERFLOW) == []
