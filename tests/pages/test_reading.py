"""The paragraph of a claim: opened in place for those who hold the text, and for nobody else."""

import shutil
from pathlib import Path

import pytest
import streamlit as st

from bayah.texts import Paragraph
from pages.shared import atlas as shared_atlas
from pages.shared.reading import passage_html

TEXTS = Path(__file__).resolve().parents[1] / "fixtures" / "atlas" / "texts"
RAID = "2014-06-10_herald_banner-in-the-valley.03"
HERALD, COURIER = RAID.rpartition(".")[0], "2014-09_courier_oaths-on-the-river"


@pytest.fixture
def invented(built, monkeypatch):
    """The app over the fixture's tables; what other tests left in the caches is gone."""
    monkeypatch.setattr(shared_atlas, "DATA", built / "data")
    monkeypatch.setattr(shared_atlas, "DRAFTS", built / "data" / "drafts" / "tables")
    monkeypatch.delenv("BAYAH_TEXTS", raising=False)
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def raid(invented, atlas):
    """The event that the Herald and the Courier tell."""
    return atlas["claims"].set_index("claim_id").at[RAID, "event_id"]


@pytest.fixture
def with_texts(monkeypatch, tmp_path):
    """A folder of the texts under names that say nothing."""
    for path in TEXTS.iterdir():
        shutil.copy(path, tmp_path / f"{path.stem}.copy")
    monkeypatch.setenv("BAYAH_TEXTS", str(tmp_path))
    return tmp_path


def shown(app):
    """Whatever the app sent to the browser that could hold a paragraph."""
    return "\n".join([*(element.proto.body for element in app.get("html")),
                      *(part.value for part in [*app.markdown, *app.caption])])


def read(app, claim_id=RAID):
    app.session_state[f"read_{claim_id}"] = True
    return app.run()


def test_without_a_folder_no_text_is_sent_and_the_publisher_is_named(raid, opened):
    app = read(opened("timeline", event=[raid]))
    assert "toll house" not in shown(app)
    assert not any("Read paragraph" in expander.label for expander in app.expander)
    assert [link.proto.url for link in app.get("link_button")] == ["https://example.org/banner"]
    assert "No address at the publisher is known." in shown(app)  # the Courier's


@pytest.mark.parametrize("folder", ["", None])
def test_an_empty_setting_is_none(raid, opened, monkeypatch, folder):
    if folder is not None:
        monkeypatch.setenv("BAYAH_TEXTS", folder)
    app = opened("timeline", event=[raid])
    assert not any("Read" in expander.label for expander in app.expander)


def test_a_text_is_sent_only_once_it_is_asked_for(raid, opened, with_texts):
    app = opened("timeline", event=[raid])
    assert [expander.label for expander in app.expander if "Read" in expander.label] == [
        "Read paragraph 3\\-4 of the article", "Read paragraph 2 of the article"]
    assert "toll house" not in shown(app)
    text = shown(read(app))
    assert "They burned the toll house." in text
    assert "Eight were buried" not in text  # the other claim's stays shut


@pytest.mark.parametrize("page", ["timeline", "map", "network", "event", "overview"])
def test_the_paragraph_opens_with_its_evidence_marked(raid, opened, with_texts, page):
    text = shown(read(opened(page, event=[raid])))
    assert "<mark>By noon its men stood at the upper bridge, where Standing Pines had kept a toll.</mark>" in text
    assert 'class="number">3<' in text
    assert 'class="number">4<' in text
    assert 'class="number">2<' not in text
    assert "The coding names the paragraph, not the sentence." in text


def test_the_paragraphs_before_and_after_are_a_click_away(raid, opened, with_texts):
    app = read(opened("event", event=[raid]))
    app = app.button(key=f"read_{RAID}_before").click().run()
    assert "We carry one flag" in shown(app)
    app = app.button(key=f"read_{RAID}_before").click().run()
    assert "by a ford that no map shows" in shown(app)
    keys = {button.key for button in app.button}
    assert f"read_{RAID}_before" not in keys  # there is none before the first
    app = app.button(key=f"read_{RAID}_after").click().run()
    assert "The River Council" in shown(app)
    assert f"read_{RAID}_after" not in {button.key for button in app.button}
    assert shown(app).count("<mark>") == 1  # neighbours are no evidence


def test_a_text_that_is_not_in_the_folder_is_said_to_be_missing(raid, opened, with_texts):
    (with_texts / "one.copy").write_text("Another text under this name, of the toll house.")
    text = shown(read(opened("event", event=[raid])))
    assert "holds no file with the bytes that were coded from" in text
    assert "toll house" not in text


def test_a_changed_folder_shows_without_a_restart(raid, opened, with_texts):
    text = (with_texts / "one.copy").read_bytes()
    (with_texts / "one.copy").unlink()
    app = read(opened("event", event=[raid]))
    assert "holds no file" in shown(app)
    (with_texts / "late").write_bytes(text)
    st.cache_resource.clear()  # instead of waiting for two seconds
    assert "They burned the toll house." in shown(app.run())


def test_a_folder_that_is_none_is_said_to_be_so(raid, opened, monkeypatch, tmp_path):
    monkeypatch.setenv("BAYAH_TEXTS", str(tmp_path / "missing"))
    app = read(opened("event", event=[raid]))
    assert any("cannot be read" in warning.value and "BAYAH\\_TEXTS" in warning.value for warning in app.warning)
    assert list(app.exception) == []


def test_the_page_of_an_article_opens_its_paragraphs(invented, opened, with_texts):
    app = opened("sources", article=[COURIER])
    assert "mending his saddle" not in shown(app)
    app.session_state["text_5"] = True
    text = shown(app.run())
    assert "mending his saddle" in text
    assert "\nThe saddle is new." in text
    assert "Nobody followed them" not in text


def test_whatever_a_text_holds_is_text():
    hostile = "<script>alert(1)</script> & $x$ **b** </p></div> خراسان"
    told = passage_html([Paragraph(3, 0, hostile)], (3, 3), [(0, 8)], 'en" onload="alert(1)')
    assert "<mark>&lt;script&gt;</mark>alert(1)&lt;/script&gt; &amp; $x$ **b** &lt;/p&gt;&lt;/div&gt; خراسان" in told
    assert 'lang="en&quot; onload=&quot;alert(1)"' in told
