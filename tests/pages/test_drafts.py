"""Every page with machine drafts that name people nobody knows: it works, and says of each mark that it is a draft."""

import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from bayah.build import build
from bayah.store import read_tables
from pages.shared import atlas as shared_atlas
from tests.pages.test_every_page import TITLES

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
SOURCE = "2015-04-22_lantern_commander-walks-over"
MAN = "draft-person-mullah-torak-ember"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The fixture project with a draft that proposes a man, built."""
    root = tmp_path_factory.mktemp("drafts")
    shutil.copytree(TESTS / "fixtures/atlas/seeds", root / "seeds")
    shutil.copy(TESTS / "fixtures/desk" / f"{SOURCE}.yml", root / "seeds/drafts")
    build(root)
    return root


@pytest.fixture(scope="module")
def tables(root):
    return read_tables(root / "data/drafts/tables")


@pytest.fixture
def app(root, monkeypatch):
    """The app over these tables, before its first run."""
    monkeypatch.setattr(shared_atlas, "DATA", root / "data")
    monkeypatch.setattr(shared_atlas, "DRAFTS", root / "data/drafts/tables")
    st.cache_resource.clear()
    yield AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    st.cache_resource.clear()


def turn_to(app, page, **params):
    app.query_params.clear()
    for name, value in {"drafts": "true", **params}.items():
        app.query_params[name] = value
    app.switch_page(f"pages/{page}.py").run()
    assert [error.message for error in app.exception] == []
    return app


def said(app):
    texts = [*app.markdown, *app.caption, *app.warning]
    return "\n".join(element.value for element in texts) + "\n".join(button.label for button in app.button)


def test_every_page_works_with_drafts_and_says_that_they_are_there(app):
    app.run()
    for page, title in TITLES.items():
        turn_to(app, page)
        assert [element.value for element in app.title] == [title], page
        assert "with machine drafts that nobody has reviewed" in said(app), page


def test_whom_only_a_draft_names_can_be_opened_filtered_and_found(app):
    app.run()
    turn_to(app, "explore/person", actor=MAN)
    assert MAN in [box.value for box in app.selectbox]
    tables = [frame.value for frame in app.dataframe]
    assert any("Draft" in table and (table["Draft"] == "machine draft").all() for table in tables)
    turn_to(app, "explore/timeline", person=MAN)
    assert app.session_state["filters"].person == (MAN,)
    turn_to(app, "explore/search", q="Torak Ember")
    assert "#### People (1)" in said(app)


def test_without_drafts_the_man_is_nobody_and_his_filter_goes(app):
    app.run()
    turn_to(app, "explore/network", person=MAN)
    app.toggle(key="drafts").set_value(False).run()
    assert [error.message for error in app.exception] == []
    assert app.session_state["filters"].person == ()
    assert "draft" not in said(app).replace("Show machine drafts", "").lower().replace(
        "the word draft and a dotted band: machine drafts alone; a dashed outline: whom only drafts name", "")


def test_every_event_and_actor_of_a_draft_opens(app, tables):
    app.run()
    events = tables["events"].query("is_draft and known_until.isna()")
    assert len(events) > 4
    for event in events.itertuples():
        turn_to(app, "explore/map", event=event.event_id)
        assert "**Machine draft:** nobody has reviewed it." in said(app)
        assert event.label.startswith("Draft: ")
    turn_to(app, "explore/network", actor=MAN)
    assert "machine draft" in said(app)
