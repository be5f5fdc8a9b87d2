"""The desk in Chromium: an invented article goes from its text to a mark on the map; two editors; nothing is lost."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bayah import provinces
from bayah.build import build
from bayah.journal import journal_of, read_journal
from bayah.query import Filters
from bayah.review import open_review
from bayah.store import read_tables

from .steps import eventually, figure, go, params_of, settled
from .test_map import SHADES

pytestmark = pytest.mark.browser

TESTS = Path(__file__).resolve().parents[1]
SOURCE = "2015-04-22_lantern_commander-walks-over"
TEXT = """\
Commander changes his banner

Mullah Torak Ember defected from the Red Banner Front to the Standing Pines in Nangarhar on 14 April 2015, \
officials said.

Fighters of the Red Banner Front attacked the Standing Pines in Kunar on 16 April 2015. Four men were killed.

Hakan Pasha was arrested in Nangarhar on 20 April 2015, officials said. Temor Lawang, the leader of the Red Banner \
Front, denied it.
"""
DRAFTED = "2015-04-22_lantern_commander-changes-his-banner"
# Selects the words in the article, as a reader's mouse would, and tells the page.
SELECT = """(words) => {
  const walker = document.createTreeWalker(document.querySelector(".desk-text .article"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(range);
    return true;
  }
  return false;
}"""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The fixture project, built, with a draft that waits and its text."""
    root = tmp_path_factory.mktemp("desk")
    shutil.copytree(TESTS / "fixtures/atlas/seeds", root / "seeds")
    shutil.copy(TESTS / "fixtures/desk" / f"{SOURCE}.yml", root / "seeds/drafts")
    (root / "build/texts").mkdir(parents=True)
    shutil.copy(TESTS / "fixtures/desk" / f"{SOURCE}.txt", root / "build/texts")
    build(root)
    return root


@pytest.fixture(scope="module")
def desk(start_app, root):
    """The address of an app that was started for the desk."""
    return start_app(BAYAH_ROOT=str(root), BAYAH_DESK="1", BAYAH_EDITOR="ann", BAYAH_DATA="", BAYAH_TEXTS="")


@pytest.fixture
def fresh(root):
    """The draft as if nobody had reviewed it."""
    journal_of(root, SOURCE).unlink(missing_ok=True)
    shutil.rmtree(root / "build/unsaved", ignore_errors=True)
    return SOURCE


def open_desk(page, desk, source_id=""):
    """The desk, or one draft on it. The first page of a fresh server is asked for first: Streamlit does not know any
    other by its address yet."""
    go(page, desk)
    go(page, f"{desk}/desk{f'?draft={source_id}' if source_id else ''}")
    if source_id:
        ready(page)


def ready(page):
    """Nothing runs, and all that was pressed in the list or the text has its answer."""
    page.wait_for_selector(".desk-claims .rows[data-ready]:not([aria-busy=true])")
    settled(page)


def press(page, key):
    """A key that is no letter of any field."""
    ready(page)
    page.keyboard.press(key)


def push(page, name):
    """A button, once nothing runs: what interrupts a run may leave its half-drawn page for a while."""
    settled(page)
    page.get_by_role("button", name=name).click()


def summary_of(page):
    """The field of the summary. Streamlit keeps one that another has replaced until the run ends, hidden."""
    return page.get_by_role("textbox", name="Summary, one sentence of our own")


def row(page, key):
    return page.locator(f"#desk-claim-{key}")


def expect_state(page, key, state):
    expect(row(page, key)).to_contain_text(state)


def expect_chosen(page, key):
    expect(row(page, key)).to_have_attribute("aria-selected", "true")
    eventually(page, lambda: params_of(page).get("claim"), [key])


def test_an_article_goes_from_its_text_to_a_mark_on_the_map(visitor, desk, root):
    page = visitor.window(desk)
    before = _shades(root)
    open_desk(page, desk)
    page.get_by_label("Text, with a blank line between paragraphs").fill(TEXT)
    for label, value in (("Title", "Commander changes his banner"), ("Published (EDTF)", "2015-04-22"),
                         ("Publisher", "The Lantern")):
        page.get_by_role("textbox", name=label).fill(value)
    push(page, "Draft it")
    expect(page.locator("h1")).to_have_text("Commander changes his banner")
    ready(page)
    assert (root / "build/texts" / f"{DRAFTED}.txt").read_text() == TEXT
    expect(page.locator(".desk-text .article")).to_contain_text("defected from the Red Banner Front")
    expect_state(page, "01", "defection: Mullah Torak Ember → Red Banner Front → Standing Pines")

    press(page, "j")
    expect_chosen(page, "01")
    expect(page.locator(".stretch.chosen")).to_contain_text("defected from the Red Banner Front")
    press(page, "a")
    expect_state(page, "01", "accepted")
    expect_chosen(page, "02")
    ready(page)
    summary = summary_of(page)
    summary.fill("Fighters of the front went against the Pines in Kunar.")
    summary.press("Tab")
    expect(page.get_by_text("Filled in and not saved")).to_be_visible()
    ready(page)
    page.locator(".st-key-desk_accept button").click()
    expect_state(page, "02", "accepted")
    expect_chosen(page, "03")
    press(page, "r")
    expect(page.get_by_text("Why is it rejected?")).to_be_visible()
    press(page, "2")
    expect_state(page, "03", "rejected")
    press(page, "u")
    expect_state(page, "03", "waiting")
    press(page, "Shift+U")
    expect_state(page, "03", "rejected")
    assert [entry.act for entry in read_journal(journal_of(root, DRAFTED))] == [
        "opened", "accept", "accept", "reject", "undo", "redo"]

    push(page, "Look at what would be written")
    expect(page.locator(".st-key-desk_publish")).to_contain_text("mullah-torak-ember,Mullah Torak Ember,")
    push(page, "Publish 2 claims")
    expect(page.get_by_text("2 published; the dashboard shows them now.")).to_be_visible()
    expect_state(page, "01", "published")
    ready(page)
    page.get_by_text("Published: 2").click()
    page.get_by_role("link", name=re.compile("Mullah Torak Ember left")).click()
    expect(page.locator("h1")).to_have_text("Map")
    settled(page)
    expect(page.locator(".st-key-evidence")).to_contain_text(f"{DRAFTED}.01")
    after = _shades(root)
    assert after["AF-NAN"] == before["AF-NAN"] + 1
    eventually(page, lambda: dict(figure(page, SHADES)), after)


def _shades(root):
    rows = provinces.select_provinces(read_tables(root / "data/tables"), Filters(), "events").dropna(subset="value")
    return dict(zip(rows["province_id"], rows["value"], strict=True))


def test_a_click_in_the_text_chooses_and_a_selection_becomes_a_claim(visitor, desk, root, fresh):
    page = visitor.window(desk)
    open_desk(page, desk, fresh)
    page.get_by_text("Two days later the Red Banner Front").click()
    expect_chosen(page, "03")
    ready(page)
    assert page.evaluate(SELECT, "and would say no more")
    push(page, "New claim from the selection")
    expect(page.get_by_role("heading", name="A new claim")).to_be_visible()
    expect(page.locator(".stretch.chosen")).to_have_text("and would say no more")
    expect(page.get_by_role("textbox", name="Paragraph")).to_have_value("4")
    ready(page)
    page.locator(".st-key-desk_accept button").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("subject is missing")
    assert not journal_of(root, SOURCE).exists()
    page.reload()
    ready(page)
    expect(page.get_by_role("heading", name="A new claim")).to_be_visible()
    _choose(page, "Kind", "statement")
    expect(page.get_by_text("Needed:")).to_have_text("Needed: subject.")
    _choose(page, "Who (subject)", "Temor Lawang")
    summary = summary_of(page)
    summary.fill("Lawang kept his silence.")
    summary.press("Tab")
    ready(page)
    page.locator(".st-key-desk_accept button").click()
    expect_state(page, "n1", "statement: Temor Lawang")
    added = open_review(root, SOURCE).claims["n1"].claim
    text = (root / "build/texts" / f"{SOURCE}.txt").read_text()
    assert text[added.evidence_start:added.evidence_end] == "and would say no more"


def _choose(page, label, option):
    """Pick an option of a list of the form."""
    ready(page)
    box = page.locator(".st-key-desk_form").get_by_role("combobox", name=label, exact=True)
    box.click()  # a list opens for a hand, not for what fills it
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    expect(box).to_have_value(option)
    ready(page)


def test_everything_outlives_a_reload_and_an_unsaved_form_does_too(visitor, desk, fresh):
    page = visitor.window(desk)
    open_desk(page, desk, fresh)
    press(page, "j")
    expect_chosen(page, "01")
    press(page, "s")
    expect_chosen(page, "n1a")
    ready(page)
    summary = summary_of(page)
    summary.fill("Half of it.")
    summary.press("Tab")
    expect(page.get_by_text("Filled in and not saved")).to_be_visible()
    page.reload()
    ready(page)
    expect_chosen(page, "n1a")
    expect(summary_of(page)).to_have_value("Half of it.")
    push(page, "Discard what is not saved")
    expect(summary_of(page)).to_have_value(
        "Mullah Torak Ember left the Red Banner Front for the Standing Pines.")
    press(page, "m")
    push(page, "Make one claim of them")
    expect_chosen(page, "n2")
    expect(page.get_by_text("0 of 6 decided")).to_be_visible()


def test_the_second_of_two_editors_is_told_what_the_first_did(visitor, desk, root, fresh):
    one, other = visitor.window(desk), visitor.window(desk)
    for page in (one, other):
        open_desk(page, desk, fresh)
        press(page, "j")
        expect_chosen(page, "01")
        ready(page)
    press(one, "a")
    expect_state(one, "01", "accepted")
    press(other, "s")
    told = other.get_by_test_id("stAlert").filter(has_text="Not taken")
    expect(told).to_contain_text("ann accepted 01")
    expect_state(other, "01", "accepted")
    assert open_review(root, SOURCE).claims["01"].state == "accepted"
    press(other, "r")
    press(other, "1")
    expect_state(other, "01", "rejected")
    press(one, "j")
    expect(one.get_by_test_id("stAlert").filter(has_text="Meanwhile")).to_contain_text("ann rejected 01")


def test_quick_keys_are_all_done_once_and_in_order(visitor, desk, root, fresh):
    page = visitor.window(desk)
    open_desk(page, desk, fresh)
    ready(page)
    for key in ("j", "a", "a", "j", "r", "2", "u", "Shift+U"):
        page.keyboard.press(key)  # without waiting for anything
    expect_state(page, "02", "rejected")
    ready(page)
    assert [(entry.act, entry.claims) for entry in read_journal(journal_of(root, SOURCE))] == [
        ("opened", ()), ("accept", ("01",)), ("reject", ("02",)), ("undo", ()), ("redo", ())]
    expect_state(page, "01", "accepted")
    expect_chosen(page, "03")


def test_what_is_typed_outlives_what_another_field_brings(visitor, desk, fresh):
    page = visitor.window(desk)
    open_desk(page, desk, fresh)
    press(page, "n")
    expect(page.get_by_role("heading", name="A new claim")).to_be_visible()
    ready(page)
    summary_of(page).fill("Lawang kept his silence.")
    paragraph = page.get_by_role("textbox", name="Paragraph")
    paragraph.fill("7")  # leaves the summary, whose fault goes, and is not left itself
    expect(page.get_by_text("summary is missing")).to_have_count(0)
    ready(page)
    expect(paragraph).to_have_value("7")
    expect(paragraph).to_be_focused()


def test_the_way_back_leads_to_the_claim_before(visitor, desk, fresh):
    page = visitor.window(desk)
    open_desk(page, desk, fresh)
    for key in ("01", "02"):
        press(page, "j")
        expect_chosen(page, key)
    page.go_back()
    expect_chosen(page, "01")
    expect(page.get_by_role("heading", name="Claim 01")).to_be_visible()
    page.go_forward()
    expect_chosen(page, "02")
    expect(page.get_by_role("heading", name="Claim 02")).to_be_visible()


def test_keys_do_nothing_while_somebody_types(visitor, desk, root, fresh):
    page = visitor.window(desk)
    open_desk(page, desk, fresh)
    press(page, "j")
    expect_chosen(page, "01")
    press(page, "e")
    summary = summary_of(page)
    expect(summary).to_be_focused()
    page.keyboard.type("rajus")
    ready(page)
    assert not journal_of(root, SOURCE).exists()
    expect(summary).to_have_value(re.compile("rajus"))


def test_without_leave_there_is_no_desk(page):
    go(page, "/")
    page.goto("/desk")
    expect(page.get_by_role("dialog")).to_contain_text("Page not found")
    expect(page.get_by_role("link", name="Desk")).to_have_count(0)
