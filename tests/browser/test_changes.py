"""What changed since a release that is kept, or since a package that the reader brings; the tables as JSON."""

import json
from io import StringIO
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pandas as pd
import pytest
from playwright.sync_api import expect

from bayah import changes
from bayah.model import TABLE, TABLES
from bayah.store import tables_version, typed
from bayah.versions import KEPT, read_version

from .conftest import ROOT
from .steps import expect_params, go, params_of, select_row, settled
from .test_data import downloaded

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def since():
    """The changes from release 0.2.0 to the tables that are shown."""
    return changes.compare(read_version(ROOT / KEPT / "0.2.0.zip"), read_version(ROOT))


def test_every_page_says_which_data_these_are_and_leads_to_what_changed(page):
    go(page, "/timeline?group=iskp")
    foot = page.locator(".st-key-colophon")
    expect(foot).to_contain_text(f"Data version {tables_version(ROOT / 'data' / 'tables')}")
    expect(foot).to_contain_text("November 2026")
    expect(foot.get_by_role("link", name="CC BY 4.0")).to_have_attribute(
        "href", "https://creativecommons.org/licenses/by/4.0/")
    foot.get_by_role("link", name="What changed").click()
    expect(page.locator("h1")).to_have_text("What changed")


def test_changes_are_those_of_the_tables_and_are_taken_away(page, since):
    go(page, "/changes?since=0.2.0&table=events")
    assert params_of(page) == {"since": ["0.2.0"], "table": ["events"]}
    expect(page.get_by_role("heading", name="Since release 0.2.0")).to_be_visible()
    data = downloaded(page, "Download these rows (CSV)", "bayah-changes-events.csv").decode("utf-8-sig")
    read = pd.read_csv(StringIO(data), dtype="str", keep_default_na=False)
    assert read.to_dict("records") == since["events"].to_dict("records")


def test_a_change_opens_its_event(page, since):
    go(page, "/changes?since=0.2.0&table=events")
    event = since["events"].iloc[0]
    select_row(page, page.locator(".st-key-change_table"), 0)
    expect_params(page, {"since": ["0.2.0"], "table": ["events"], "event": [event["id"]]})
    expect(page.locator(".st-key-evidence")).to_contain_text(event["name"])


def test_a_package_that_was_taken_away_has_no_changes(page, tmp_path):
    go(page, "/method?rows=all")
    file = tmp_path / "mine.zip"
    file.write_bytes(downloaded(page, "Data Package (zip)", "bayah.zip"))
    go(page, "/changes")
    bring(page, file)
    expect(page.get_by_text("Nothing changed. Every row")).to_be_visible()
    expect(page.get_by_role("heading", name="Since the package mine.zip")).to_be_visible()


def test_an_older_package_has_the_changes_of_its_release(page, since):
    go(page, "/changes?table=claims")
    bring(page, ROOT / KEPT / "0.2.0.zip")
    expect(page.get_by_role("heading", name="Since the package 0.2.0.zip")).to_be_visible()
    data = downloaded(page, "Download these rows (CSV)", "bayah-changes-claims.csv").decode("utf-8-sig")
    assert len(pd.read_csv(StringIO(data))) == len(since["claims"])


def test_what_is_no_package_is_refused(page, tmp_path):
    file = tmp_path / "bad.zip"
    file.write_bytes(b"<b>no zip</b>")
    go(page, "/changes")
    bring(page, file)
    expect(page.get_by_test_id("stAlert")).to_contain_text("bad.zip: it is no zip file that can be read")
    expect(page.get_by_role("heading", name="Since release")).to_be_visible()


def bring(page, file):
    page.get_by_text("Or with a Data Package that you took away").click()
    page.locator(".st-key-brought input[type=file]").set_input_files(file)
    settled(page)


def answer(address, **head):
    """What the server answers: status, head, body."""
    try:
        with urlopen(Request(address, headers=head), timeout=30) as found:  # noqa: S310
            return found.status, dict(found.headers), found.read()
    except HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def test_every_table_stands_as_json_under_an_address_that_stays(app, tables):
    status, head, body = answer(f"{app}/tables/index.json")
    told = json.loads(body)
    version = tables_version(ROOT / "data" / "tables")
    assert (status, head["content-type"], told["data_version"]) == (200, "application/json", version)
    assert head["access-control-allow-origin"] == "*"
    assert [(one["path"], one["rows"]) for one in told["tables"]] == [
        (f"{table.name}.json", len(tables[table.name])) for table in TABLES]
    assert "CC BY 4.0" in told["licence"]
    for name in ("events", "claims", "allegiances"):
        rows = pd.DataFrame(json.loads(answer(f"{app}/tables/{name}.json")[2]), dtype="object")
        key = list(TABLE[name].key)
        pd.testing.assert_frame_equal(typed(rows.fillna(""), name), tables[name].sort_values(key, ignore_index=True))


def test_a_program_is_told_when_nothing_is_new(app):
    tag = answer(f"{app}/tables/events.json")[1]["etag"]
    assert answer(f"{app}/tables/events.json", **{"If-None-Match": tag})[::2] == (304, b"")


@pytest.mark.parametrize("name", ["evnts", "..%2F..%2Fdatapackage", "%3Cb%3E"])
def test_there_is_no_other_table(app, name):
    assert answer(f"{app}/tables/{name}.json")[0] in (400, 404)


def test_other_tables_are_served_as_they_are_shown(start_app, built, visitor):
    address = start_app(BAYAH_DATA=str(built / "data"))
    told = json.loads(answer(f"{address}/tables/index.json")[2])
    assert told["data_version"] == tables_version(built / "data" / "tables")
    page = visitor.window(address)
    go(page, f"{address}/method?table=claims")
    link = page.get_by_role("link", name="claims.json")
    expect(link).to_have_attribute("href", f"{address}/tables/claims.json")
    expect(page.locator(".st-key-colophon")).to_contain_text(told["data_version"])
    go(page, f"{address}/changes")
    expect(page.get_by_text("No earlier version is kept here; bring one.")).to_be_visible()
