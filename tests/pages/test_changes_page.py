"""What changed, without a browser: which release is compared with, and what a stranger's link does."""

from pathlib import Path

import pytest

from bayah.model import TABLE
from bayah.store import tables_version
from bayah.versions import KEPT, kept_releases
from pages.shared import atlas as shared_atlas

ROOT = Path(__file__).resolve().parents[2]
OTHER = [release for release in kept_releases(ROOT / KEPT)
         if release.data_version != tables_version(ROOT / "data" / "tables")]


def headings(app):
    return [element.value for element in app.markdown if element.value.startswith("#### Since")]


def test_it_opens_on_the_newest_release_with_other_tables(opened):
    app = opened("changes")
    assert [error.message for error in app.exception] == []
    assert headings(app) == [f"#### Since release {OTHER[0].release.replace('.', chr(92) + '.')}"]


@pytest.mark.parametrize("release", [release.release for release in OTHER])
def test_each_release_can_be_compared_with(opened, release):
    app = opened("changes", since=[release], table=["events"])
    assert [error.message for error in app.exception] == []
    assert app.selectbox(key="since").value == release
    assert app.selectbox(key="table").value == "events"


def test_a_release_that_is_not_kept_gives_way_to_one_that_is(opened):
    app = opened("changes", since=["<b>9.9.9"])
    assert app.selectbox(key="since").value == OTHER[0].release


def test_without_kept_releases_the_page_asks_for_a_package(opened, monkeypatch):
    monkeypatch.setattr(shared_atlas, "releases", list)
    app = opened("changes")
    assert [info.value for info in app.info] == ["No earlier version is kept here; bring one."]
    assert any(caption.value.startswith("Bayah ") for caption in app.caption)


def test_only_tables_of_the_contract_are_offered(opened):
    app = opened("changes")
    assert set(app.selectbox(key="table").options) <= set(TABLE)


def test_every_page_says_which_data_these_are(opened):
    for page in ("overview", "map", "method"):
        (line,) = [caption.value for caption in opened(page).caption if caption.value.startswith("Bayah ")]
        assert f"Data version {tables_version(ROOT / 'data' / 'tables')}" in line
        assert "5 articles, the newest published about December 2023" in line
