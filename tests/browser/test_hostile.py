"""An atlas whose labels are markup, formulas, text from right to left and five thousand characters: shown as text, on
every page, wide and narrow, and in the report."""

import pytest
from playwright.sync_api import expect

from bayah.model import TABLES
from bayah.store import write_table

from .steps import eventually, go, settled, unlinked
from .test_pages import NARROW, OVERFLOW
from .test_report import offline, saved  # noqa: F401

pytestmark = pytest.mark.browser
# An address is a link of its own words, if anything: Markdown leads to what is written.
BROKEN = """() => Boolean(window.broken) || [...document.querySelectorAll("img, iframe")].some(
  (one) => /evil|h\\.test/.test(one.src)) || [...document.querySelectorAll("a")].some(
  (one) => /^https?:..[^/]*(evil|h\\.test)/.test(one.href) && !one.textContent.startsWith("http"))"""


@pytest.fixture(scope="module")
def hostile_app(start_app, atlas, make_hostile, tmp_path_factory):
    """The address of an app that shows these tables."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "tables").mkdir()
    tables = make_hostile(atlas)
    for table in TABLES:
        write_table(tables[table.name], table.name, folder / "tables" / f"{table.name}.csv")
    return start_app(BAYAH_DATA=str(folder))


@pytest.fixture(scope="module")
def pages(atlas):
    """Every page, with something open on those that open something."""
    event = atlas["events"].loc[atlas["events"]["is_contested"], "event_id"].iloc[0]
    person = atlas["allegiances"]["actor_id"].iloc[0]
    group = atlas["allegiances"]["group_id"].iloc[0]
    source, province = (atlas[table][key].iloc[0] for table, key in (
        ("sources", "source_id"), ("event_provinces", "province_id")))
    return ["/", f"/?event={event}", "/map", f"/map?province={province}", f"/province?province={province}",
            f"/person?actor={person}", f"/group?actor={group}", f"/network?actor={person}", "/flows", "/timeline",
            f"/timeline?event={event}", "/timeline?show=careers", f"/sources?article={source}", "/disputes", "/method",
            "/search?q=script", "/changes"]


def test_no_page_runs_them_or_grows_wider(hostile_app, pages, visitor):
    page = visitor.window(hostile_app)
    for address in pages:
        page.set_viewport_size({"width": 1440, "height": 900})
        go(page, f"{hostile_app}{address}")
        assert not page.evaluate(BROKEN), address
        page.set_viewport_size(NARROW)
        settled(page)
        eventually(page, lambda: page.evaluate(OVERFLOW), [])  # figures take a moment to grow narrow


def test_the_evidence_tells_them_as_they_are(hostile_app, atlas, make_hostile, visitor):
    events = make_hostile(atlas)["events"]
    events = events[events["known_until"].isna() & events["label"].str.startswith(("<", "+", "-", "=", "@", "*"))]
    assert len(events) > 1
    page = visitor.window(hostile_app)
    for event in events.head(3).itertuples():
        go(page, f"{hostile_app}/timeline?event={event.event_id}")
        expect(page.locator(".st-key-evidence h4")).to_have_text(unlinked(event.label))


def test_a_report_of_them_opens_and_prints(hostile_app, visitor, tmp_path, offline):  # noqa: F811
    for address in ("/timeline", "/network"):
        page = visitor.window(hostile_app)
        go(page, f"{hostile_app}{address}")
        report = offline(saved(page, tmp_path), **NARROW)
        assert not report.evaluate(BROKEN)
        assert report.evaluate(OVERFLOW) == []
        report.emulate_media(media="print")
        report.set_viewport_size({"width": 680, "height": 1000})
        assert report.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
