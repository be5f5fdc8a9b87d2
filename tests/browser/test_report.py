"""A view is saved as a report: it opens without a network, tells what the page tells, and prints on A4."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from bayah import query
from bayah.query import Filters
from bayah.store import tables_version

from .conftest import ROOT
from .steps import count_line, go
from .test_pages import NARROW, OVERFLOW

pytestmark = pytest.mark.browser
VIEWS = {
    "/?kind=defection": ("Overview", Filters(kind=("defection",)), 1),
    "/map?measure=pledges&from=2014&to=2016": ("Map: Pledges", None, 1),
    "/map?compare=measure&against=claims": ("Map: Events", Filters(), 2),
    "/network?on=2015-02-01": ("Network", None, 1),
    "/flows?drawn=periods&group=iskp": ("Flows", Filters(group=("iskp",)), 1),
    "/timeline?group=ttp": ("Timeline", Filters(group=("ttp",)), 1),
    "/timeline?show=careers&group=iskp": ("Timeline", Filters(group=("iskp",)), 1),
    "/province?province=AF-NAN": ("Province", Filters(province=("AF-NAN",)), 1),
    "/person?actor=abdul-rauf-khadim": ("Person: Abdul Rauf Khadim", Filters(person=("abdul-rauf-khadim",)), 1),
    "/group?actor=ttp": ("Group: Tehreek-e-Taliban Pakistan", Filters(group=("ttp",)), 1),
    "/disputes?kind=death": ("Disputes", Filters(kind=("death",)), 0),
    "/sources?article=2015-01_vice_ex-taliban-fighting-for-islamic-state&kind=pledge":
        ("Sources", Filters(source=("2015-01_vice_ex-taliban-fighting-for-islamic-state",)), 0),
}


def saved(page, tmp_path):
    with page.expect_download() as waiting:
        page.locator(".st-key-save_report button").first.click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


@pytest.fixture
def offline(chromium):
    """Opens a file of the disk in a browser without a network; fails when anything is asked for, or complained of."""
    context = chromium.new_context(offline=True)
    asked, complaints = [], []

    def open_file(file, **size):
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if size:
            page.set_viewport_size(size)
        page.goto(file.as_uri())
        return page

    yield open_file
    context.close()
    assert [url for url in asked if not url.startswith("file:")] == []
    assert complaints == []


@pytest.mark.parametrize("address", VIEWS)
def test_a_report_tells_what_the_page_tells(page, app, tables, tmp_path, offline, address):
    title, filters, n_figures = VIEWS[address]
    go(page, address)
    counts = re.match(r"(All )?([\d,]+)", count_line(page).inner_text())[2] if filters is None else None
    link = page.url
    report = offline(saved(page, tmp_path))
    expect(report.locator("h1")).to_contain_text(title)
    assert report.locator("figure").count() == n_figures
    assert report.locator("svg").count() >= n_figures
    live = report.locator("dd a").get_attribute("href")
    assert [part.rstrip("/") for part in urlsplit(live)[:3]] == [part.rstrip("/") for part in urlsplit(link)[:3]]
    assert parse_qs(urlsplit(live).query) == parse_qs(urlsplit(link).query)
    expect(report.locator("dl")).to_contain_text(tables_version(ROOT / "data" / "tables"))
    expect(report.locator("pre")).to_contain_text("@misc{bayah-")
    if filters is None:
        expect(report.locator("header")).to_contain_text(f"{counts} of ")
        return
    events = query.select_events(tables, filters).events
    labels = report.locator("#events ~ section h3").all_inner_texts()
    assert [label for label in events["label"] if label not in labels] == [] or len(events) > 300
    claims = query.select_claims(tables, events["event_id"].head(300))
    shown = report.locator("body").inner_text()
    assert len(events) > 300 or [text for text in claims["summary"] if text not in shown] == []
    disputes = query.select_disputes(query.view(tables), filters)
    assert [text for text in disputes["question"].head(100) if text not in shown] == []
    assert report.locator("#sources + p + ul li").count() >= claims["source_id"].nunique()


def test_the_report_of_an_event_has_its_claims_side_by_side(page, tables, tmp_path, offline):
    known = query.view(tables)
    event = known["events"].sort_values(["n_sources", "n_claims", "event_id"]).iloc[-1]
    go(page, f"/event?event={event['event_id']}&kind=release")
    report = offline(saved(page, tmp_path))
    assert report.locator("#events ~ section h3 a").first.inner_text() == event["label"]
    claims = query.select_claims(known, [event["event_id"]])
    heads = report.locator("figure thead th").all_inner_texts()
    assert [head.split(":")[0] for head in heads[2:]] == [f"Claim {n}" for n in range(1, len(claims) + 1)]
    shown = report.locator("body").inner_text()
    assert [text for text in claims["summary"] if text not in shown] == []
    disputed = known["disputes"].set_index("dispute_id").loc[query.disputes_of(known, event["event_id"]), "question"]
    assert [text for text in disputed if text not in shown] == []


def test_a_link_of_the_report_opens_the_event_in_the_view(page, tmp_path, offline):
    go(page, "/timeline?kind=pledge&known=2015-05-08")
    report = offline(saved(page, tmp_path))
    link = report.locator("#events ~ section h3 a").first
    label, address = link.inner_text(), link.get_attribute("href")
    go(page, address)
    expect(page.locator(".st-key-evidence")).to_contain_text(label)


def test_it_knows_only_what_was_known(page, tables, tmp_path, offline):
    go(page, "/disputes?known=2015-05-08")
    report = offline(saved(page, tmp_path))
    expect(report.locator("dl")).to_contain_text("8 May 2015, from the 2 articles published by then")
    assert report.locator("#sources + p + ul li").count() == 2


def test_a_view_of_nothing_is_a_report_too(page, tmp_path, offline):
    go(page, "/timeline?known=2014-01-01")
    report = offline(saved(page, tmp_path))
    expect(report.get_by_text("No event matches this view.")).to_be_visible()
    expect(report.get_by_text("Nothing in this view is disputed.")).to_be_visible()


def test_it_prints_on_a4_and_fits_a_phone(page, tmp_path, offline):
    go(page, "/network?group=iskp&from=2016")
    file = saved(page, tmp_path)
    report = offline(file, **NARROW)
    assert report.evaluate(OVERFLOW) == []
    pdf = report.pdf(prefer_css_page_size=True)
    boxes = {tuple(round(float(side)) for side in box.split()) for box in re.findall(
        r"/MediaBox \[([\d. ]+)\]", pdf.decode("latin-1"))}
    assert boxes == {(0, 0, 595, 842), (0, 0, 842, 595)}  # A4 upright, and across for the network
    report.emulate_media(media="print")
    assert report.locator("nav").is_hidden()
    report.set_viewport_size({"width": 680, "height": 1000})
    assert report.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("address", ["/stories", "/search", "/method", "/changes"])
def test_pages_without_a_view_offer_none(page, address):
    go(page, address)
    assert page.locator(".st-key-save_report").count() == 0
