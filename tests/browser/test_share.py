"""A view is cited, downloaded and embedded."""

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import bibtexparser
import pytest
import rispy
from playwright.sync_api import expect

from bayah.store import tables_version

from .conftest import ROOT
from .steps import IDLE, go, params_of, settled
from .test_pages import NARROW, OVERFLOW

pytestmark = pytest.mark.browser
VIEW = "/map?measure=pledges&province=AF-NAN&known=2016-12-31"
NETWORK = ".net[data-ready]"
FIGURES = {"/map": ".provinces[data-ready]", "/network": NETWORK, "/timeline": ".js-plotly-plot .main-svg",
           "/": ".js-plotly-plot .sankey-node"}


def open_cite(page):
    page.get_by_role("button", name="Cite", exact=False).click()
    expect(page.get_by_role("tab", name="APA")).to_be_visible()


def downloaded(page, form, ending):
    page.get_by_role("tab", name=form, exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Download (.{ending})").click()
    download = waiting.value
    assert download.suggested_filename == f"bayah-map-{date.today():%Y%m%d}.{ending}"
    return download.path().read_text(encoding="utf-8")


def test_what_is_downloaded_is_read_back_and_leads_to_the_view(page, app):
    go(page, VIEW)
    open_cite(page)
    version, link = tables_version(ROOT / "data" / "tables"), app + VIEW
    expect(page.get_by_test_id("stCode").first).to_contain_text("contributors. (2026). Map: Pledges; Nangarhar")
    bib = bibtexparser.parse_string(downloaded(page, "BibTeX", "bib"))
    assert bib.failed_blocks == []
    (ris,) = rispy.loads(downloaded(page, "RIS", "ris"))
    (csl,) = json.loads(downloaded(page, "CSL-JSON", "json"))
    for found in (bib.entries[0]["url"], ris["urls"][0], csl["URL"]):
        assert urlsplit(found)[:3] == urlsplit(link)[:3]
        assert parse_qs(urlsplit(found).query) == parse_qs(urlsplit(link).query)
    assert bib.entries[0]["version"] == ris["edition"] == csl["version"] == version
    assert csl["note"] == f"Data version {version}, as known on 31 December 2016"
    assert csl["accessed"]["date-parts"] == [[date.today().year, date.today().month, date.today().day]]


def test_the_citation_follows_the_view(page):
    go(page, "/timeline")
    page.get_by_role("radio", name="Careers", exact=True).click()
    settled(page)
    open_cite(page)
    expect(page.get_by_test_id("stCode").first).to_contain_text("timeline?show=careers")


def test_on_a_phone_the_citation_fits(visitor):
    page = visitor.stranger(viewport=NARROW, has_touch=True, is_mobile=True, color_scheme="dark")
    go(page, "/group?actor=iskp")
    open_cite(page)
    assert page.evaluate(OVERFLOW) == []


@pytest.mark.parametrize("address", FIGURES)
def test_embedded_is_the_figure_alone(page, app, address):
    whole = f"{app}{address}?group=iskp&known=2017-12-31"
    page.set_viewport_size({"width": 900, "height": 800})
    page.route("**/embedding", lambda route: route.fulfill(
        content_type="text/html", body=f'<h2>A page</h2><iframe src="{whole}&embed=true" width="860" height="700">'))
    page.goto("/embedding")
    frame = page.frame_locator("iframe")
    frame.locator(FIGURES[address]).first.wait_for(state="visible")
    frame.locator(IDLE).wait_for()
    expect(frame.locator("h1")).to_be_hidden()
    for hidden in (".st-key-masthead", "[data-testid=stSidebar]", "[data-testid=stHeader]", ".st-key-colophon"):
        assert all(not box.is_visible() for box in frame.locator(hidden).all()), hidden
    assert all(not table.is_visible() for table in frame.locator("[data-testid=stDataFrame]").all())
    back = frame.get_by_role("link", name="Open the full view")
    found = urlsplit(back.evaluate("(link) => link.href"))
    assert back.get_attribute("target") == "_blank"
    assert found.path == urlsplit(whole).path
    assert parse_qs(found.query) == {"group": ["iskp"], "known": ["2017-12-31"]}
    expect(frame.locator(".st-key-way_back")).to_contain_text("Islamic State Khorasan Province")


def test_an_embedded_view_keeps_its_mark_and_refuses_nothing(page):
    go(page, "/timeline?embed=true&kind=pledge")
    assert params_of(page) == {"embed": ["true"], "kind": ["pledge"]}
    assert page.get_by_test_id("stAlert").count() == 0


def test_an_embedded_view_of_nothing_says_so(page):
    go(page, "/timeline?embed=true&known=2014-01-01")
    expect(page.get_by_text("No events for these filters")).to_be_visible()


def test_a_page_without_a_figure_is_embedded_whole(page):
    go(page, "/disputes?embed=true")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".st-key-masthead")).to_be_hidden()
    expect(page.get_by_role("link", name="Open the full view")).to_be_visible()


def test_the_lines_to_embed_lead_to_the_view(page, app):
    go(page, VIEW)
    open_cite(page)
    page.get_by_role("tab", name="Embed").click()
    lines = page.get_by_test_id("stCode").filter(has_text="<iframe").inner_text()
    source = lines.split('src="')[1].split('"')[0].replace("&amp;", "&")
    assert parse_qs(urlsplit(source).query) == {**parse_qs(urlsplit(VIEW).query), "embed": ["true"]}
