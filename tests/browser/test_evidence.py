"""From a mark to its paragraph in at most three clicks; the claims side by side; whatever a text holds is text."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bayah import query
from bayah.query import Filters
from bayah.store import read_tables, write_table

from . import test_map, test_network, test_timeline
from .conftest import ROOT
from .steps import PATIENCE, click_where, eventually, expect_params, go, panel, params_of, settled, unlinked
from .test_pages import NARROW, OVERFLOW

pytestmark = pytest.mark.browser

TEXTS = Path(__file__).resolve().parents[1] / "fixtures" / "atlas" / "texts"
OATH = "2014-06-10_herald_banner-in-the-valley.01"
SENTENCE = "and swore to Temor Lawang."
COUNT_CLICKS = "() => { window.clicks = 0; addEventListener('pointerdown', () => { window.clicks += 1; }, true); }"
HOSTILE = (
    "<b data-hostile>b</b><img src=http://h.test/x.png onerror=\"window.hostile=1\" data-hostile>",
    "=HYPERLINK(\"http://h.test\") $\\frac{1}{2}$ **bold** [link](http://h.test) :smile: `code` <!-- ",
    "\"double\" 'single' `back` &quot;escaped&quot; \\ %s {x}",
    "محمد بن عبد \u202eabc\u202c שלום",
    "long " + "x" * 4990 + " end",
)
"""HTML, formulas and markup, quotes, text from right to left, and 5,000 characters."""
FREE = {
    "actors": ["name"], "persons": ["name", "notes"], "groups": ["name", "short_name", "notes"],
    "cohorts": ["name", "notes"], "aliases": ["alias"], "sources": ["title", "authors", "publisher", "note"],
    "claims": ["summary", "asserted_by", "place", "subject_as_written"], "events": ["label", "place"],
    "disputes": ["question", "reason"], "dispute_claims": ["position", "asserted_by"],
    "identities": ["reason"], "stories": ["title", "about"], "story_steps": ["heading"], "story_sentences": ["text"],
}
MARKUP = """() => [...document.querySelectorAll("[data-hostile], .katex, a[href*='h.test'], img[src*='h.test'], svg a")]
  .map((element) => element.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="package")
def reading_room(start_app, built):
    """The app over the invented atlas, beside a folder of the invented texts."""
    return start_app(BAYAH_DATA=str(built / "data"), BAYAH_TEXTS=str(TEXTS))


@pytest.fixture
def reader(visitor, reading_room):
    """A window on it; gives a way to open a page from which clicks are counted."""
    page = visitor.window(reading_room)
    page.set_default_timeout(2 * PATIENCE)  # the first reader waits for what all later ones share

    def open_page(path):
        go(page, f"{reading_room}{path}")
        page.evaluate(COUNT_CLICKS)
        return page

    return open_page


@pytest.fixture
def oath(atlas):
    """The event of the oath by the ford, which two articles tell."""
    return atlas["claims"].set_index("claim_id").at[OATH, "event_id"]


def read(page, claim=1):
    """Open the paragraph of one of the claims in the panel."""
    page.get_by_text(re.compile(r"^Read paragraph")).nth(claim - 1).click()


def expect_paragraph(page):
    """The paragraph of the oath stands there, its sentence marked; it took at most three clicks."""
    expect(page.locator(".passage .own")).to_contain_text("Rain fell all afternoon.")
    expect(page.locator(".passage mark")).to_have_count(1)
    expect(page.locator(".passage mark")).to_contain_text(SENTENCE)
    expect(page.locator(".passage mark")).to_be_visible()
    assert page.evaluate("() => window.clicks") <= 3


def test_from_the_map(reader, oath):
    page = reader("/map")
    click_where(page, test_map.SPOT_OF, "AF-NAN")
    page.locator(f".st-key-event_{oath} button").click()
    read(page)
    expect_paragraph(page)


def test_from_the_network(reader, atlas, oath):
    page = reader("/network")
    actors = test_network.actors_of(query.view(atlas), Filters())
    test_network.expect_nodes(page, actors)
    page.locator(".net").scroll_into_view_if_needed()
    page.mouse.click(**page.locator(".net").evaluate(test_network.CLICKED, "baryal-sahak"))
    page.locator(f".st-key-event_{oath} button").click()
    read(page)
    expect_paragraph(page)


def test_from_the_timeline(reader, oath):
    page = reader("/timeline")
    click_where(page, test_timeline.SPOT_OF, [".barlayer", oath])
    read(page)
    expect_paragraph(page)


def test_the_paragraphs_around_it_are_reached_in_place(reader, oath):
    page = reader(f"/event?event={oath}")
    read(page)
    expect_paragraph(page)
    page.get_by_role("button", name="The paragraph after").click()
    expect(page.locator(".passage p")).to_have_count(2)
    expect(page.locator(".passage .near")).to_contain_text("We carry one flag")
    # The other claim's paragraph opens beside it.
    read(page, claim=2)
    expect(page.locator(".passage")).to_have_count(2)
    expect(page.locator(".passage").nth(1)).to_contain_text("keeps good scales")


def test_a_page_of_an_article_opens_its_paragraphs(reader):
    page = reader(f"/sources?article={OATH.rpartition('.')[0]}")
    page.get_by_text("Read it", exact=True).first.click()
    expect(page.locator(".passage")).to_contain_text(SENTENCE)


def test_without_a_folder_a_mark_leads_to_the_publisher(page, tables):
    """The app that all others share has no texts."""
    known = query.view(tables)
    with_address = known["sources"].loc[known["sources"]["url"].notna(), "source_id"]
    claims = known["claims"]
    told = set(claims.loc[claims["source_id"].isin(with_address), "event_id"])
    shown = test_timeline.within(test_timeline.acts(tables))
    shown = shown[(shown["date_precision"] == "day") & shown["event_id"].isin(told)]
    event_id = shown["event_id"].iloc[0]
    go(page, "/timeline")
    click_where(page, test_timeline.SPOT_OF, [".scatterlayer", event_id])
    expect_params(page, {"event": [event_id]})
    claims = query.select_claims(known, [event_id])
    links = panel(page).get_by_role("link", name="Read the article at the publisher")
    expect(links).to_have_count(int(claims["url"].notna().sum()))
    assert [link.get_attribute("href") for link in links.all()] == claims["url"].dropna().tolist()
    assert {link.get_attribute("target") for link in links.all()} == {"_blank"}
    expect(page.get_by_text(re.compile("^Read paragraph"))).to_have_count(0)


def test_every_panel_leads_to_the_page_of_the_event(page, tables):
    event_id = query.view(tables)["events"].sort_values(["n_sources", "event_id"]).iloc[-1]["event_id"]
    go(page, f"/timeline?event={event_id}&group=islamic-state")
    panel(page).get_by_role("link", name="Open the event's page").click()
    expect(page.locator("h1")).to_have_text("Event")
    expect_params(page, {"event": [event_id], "group": ["islamic-state"]})
    page.get_by_role("link", name="On the timeline").click()
    expect(page.locator("h1")).to_have_text("Timeline")
    eventually(page, lambda: params_of(page).get("event"), [event_id])


def test_the_claims_stand_side_by_side_and_scroll_by_keys(visitor, tables):
    """Of six claims on a phone two are in sight, and the names of the fields stay."""
    events = query.view(tables)["events"]
    event = events.sort_values(["n_claims", "event_id"]).iloc[-1]
    page = visitor.window(viewport=NARROW)
    go(page, f"/event?event={event['event_id']}")
    assert page.evaluate(OVERFLOW) == []
    table = page.get_by_role("region", name="What the claims tell, side by side")
    expect(table.get_by_role("columnheader", name=re.compile("^Claim"))).to_have_count(int(event["n_claims"]))
    assert table.evaluate("(box) => box.scrollWidth > box.clientWidth")
    head = table.get_by_role("rowheader").first
    before = head.bounding_box()
    table.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    eventually(page, lambda: table.evaluate("(box) => box.scrollLeft > 50"), True)
    assert abs(head.bounding_box()["x"] - before["x"]) < 2


@pytest.fixture(scope="package")
def hostile_app(start_app, tmp_path_factory):
    """The app over the published tables with hostile text in every free column."""
    tables = read_tables(ROOT / "data" / "tables")
    folder = tmp_path_factory.mktemp("hostile") / "tables"
    folder.mkdir()
    for name, frame in tables.items():
        for column in FREE.get(name, []):
            told = [HOSTILE[number % len(HOSTILE)] for number in range(len(frame))]
            frame = frame.assign(**{column: frame[column].mask(frame[column].notna(), told)})
        write_table(frame, name, folder / f"{name}.csv")
    return start_app(BAYAH_DATA=str(folder.parent))


@pytest.mark.parametrize("path", [
    "/", "/stories", "/map?event={event}", "/network?actor={actor}", "/network?event={event}", "/flows",
    "/timeline?event={event}", "/timeline?show=careers", "/event", "/event?event={event}", "/sources",
    "/sources?article={article}", "/disputes", "/disputes?event={event}", "/person?actor={actor}", "/group?actor=iskp",
    "/province?province=AF-NAN", "/search?q=bold", "/method"])
def test_hostile_text_is_text_everywhere(visitor, hostile_app, tables, path):
    known = query.view(tables)
    event = known["events"].sort_values(["n_sources", "event_id"]).iloc[-1]["event_id"]
    actor = known["persons"]["person_id"].iloc[0]
    article = known["sources"].sort_values("known_date")["source_id"].iloc[-1]
    page = visitor.window(hostile_app)
    page.set_default_timeout(4 * PATIENCE)  # texts of 5,000 characters by the hundred take their time
    go(page, hostile_app + path.format(event=event, actor=actor, article=article))
    assert page.evaluate(MARKUP) == []
    assert page.evaluate("() => window.hostile") is None
    assert page.evaluate(OVERFLOW) == []
    page.set_viewport_size(NARROW)
    settled(page)
    assert page.evaluate(OVERFLOW) == []


def test_hostile_labels_are_read_as_they_are_written(visitor, hostile_app, tables):
    """Each kind of hostile text in the panel: as the name of an event, as a summary, in the table of claims."""
    known = query.view(tables)
    page = visitor.window(hostile_app)
    whole = tables["events"].reset_index(drop=True)
    for number in range(len(HOSTILE)):
        row = whole[(whole.index % len(HOSTILE) == number) & whole["known_until"].isna()].iloc[0]
        go(page, f"{hostile_app}/timeline?event={row['event_id']}")
        heading = " ".join(HOSTILE[number].split())
        expect(panel(page).get_by_role("heading", level=4)).to_have_text(unlinked(heading))
        claims = query.select_claims(known, [row["event_id"]])
        place = tables["claims"].index[tables["claims"]["claim_id"] == claims["claim_id"].iloc[0]][0]
        expect(panel(page)).to_contain_text(unlinked(" ".join(HOSTILE[place % len(HOSTILE)].split())))
        assert page.evaluate(MARKUP) == []
