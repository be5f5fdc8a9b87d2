"""The desk without a browser: it exists for whoever may use it, and for nobody else."""

import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from bayah.review import do, open_review
from pages.desk import access, session
from pages.desk.access import is_editor, is_of_this_machine

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
SOURCE = "2015-04-22_lantern_commander-walks-over"
HERE = {"Host": "localhost:8501", "Origin": "http://localhost:8501"}


@pytest.fixture
def root(project, monkeypatch):
    """The fixture project with a draft, as the one that the desk works on."""
    shutil.copy(TESTS / "fixtures/desk" / f"{SOURCE}.yml", project / "seeds/drafts")
    monkeypatch.setattr(session, "ROOT", project)
    monkeypatch.setattr("pages.desk.pile.ROOT", project)
    monkeypatch.setattr("pages.desk.publishing.ROOT", project)
    monkeypatch.setattr(session, "TEXTS", project / "build/texts")
    st.cache_resource.clear()
    return project


@pytest.fixture
def app():
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def test_without_leave_the_page_is_not_there(app, root, monkeypatch):
    monkeypatch.delenv(access.DESK, raising=False)
    app.run()
    for page in ("review", "sign_in"):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            app.switch_page(f"pages/desk/{page}.py")


def test_with_leave_the_pile_and_a_draft_are_there(app, root, monkeypatch):
    monkeypatch.setenv(access.DESK, access.NETWORK)
    monkeypatch.setenv("BAYAH_EDITOR", "ann")
    app.run()
    app.switch_page("pages/desk/review.py").run()
    assert [error.message for error in app.exception] == []
    assert [title.value for title in app.title] == ["Desk"]
    app.button(key=f"desk_open_{SOURCE}").click().run()
    assert [title.value for title in app.title] == ["Commander walks over"]
    app.query_params["claim"] = "03"
    app.run()
    app.button(key="desk_accept_03").click().run()
    assert [error.message for error in app.exception] == []
    journal = root / "seeds/reviews" / f"{SOURCE}.jsonl"
    assert '"act":"accept","by":"ann"' in journal.read_text()


def test_a_run_that_was_overtaken_takes_nothing_back(root):
    before = open_review(root, SOURCE)
    after = do(before, "ann", "accept", ["01"])
    desk = session.Desk()
    choice = desk.choice
    assert desk.see(after) is after
    assert desk.see(before) is after
    desk.choice = session.Choice("02")
    desk.turn(choice, session.Choice("01", is_told=True))
    assert desk.choice == session.Choice("02")


def test_who_was_refused_is_shown_what_stands(root):
    before = open_review(root, SOURCE)
    desk = session.Desk(seen=do(before, "ann", "accept", ["01"]), refused="Not taken")
    assert desk.see(before) is before


def test_a_draft_that_is_not_there_says_so(app, root, monkeypatch):
    monkeypatch.setenv(access.DESK, access.NETWORK)
    app.query_params["draft"] = "../../etc/passwd"
    app.run()
    app.query_params["draft"] = "../../etc/passwd"
    app.switch_page("pages/desk/review.py").run()
    assert any("is no id of an article" in error.value for error in app.error)


@pytest.mark.parametrize(("headers", "address", "is_here"), [
    (HERE, None, True),
    ({"Host": "127.0.0.1:8501"}, None, True),
    ({"Host": "[::1]:8501", "Origin": "http://[::1]:8501"}, None, True),
    (HERE, "10.0.0.7", False),
    ({**HERE, "X-Forwarded-For": "10.0.0.7"}, None, False),
    ({**HERE, "Forwarded": "for=10.0.0.7"}, None, False),
    ({"Host": "atlas.example.org"}, None, False),
    ({"Host": "localhost:8501", "Origin": "https://atlas.example.org"}, None, False),
    ({"Host": "localhost.evil.org"}, None, False),
    ({}, None, False),
])
def test_the_local_desk_is_for_this_machine_alone(headers, address, is_here):
    assert is_of_this_machine(headers, address) is is_here


@pytest.mark.parametrize(("email", "verified", "editors", "may"), [
    ("ann@example.org", True, ("ann@example.org",), True),
    ("Ann@Example.org", True, ("ann@example.org",), True),
    ("bob@example.org", True, ("@example.org",), True),
    ("bob@example.org", False, ("@example.org",), False),
    ("bob@example.org", "true", ("@example.org",), False),
    ("bob@example.org.evil.net", True, ("@example.org",), False),
    ("bob@notexample.org", True, ("@example.org",), False),
    ("@example.org", True, ("@example.org",), False),
    ("bob@evil.net@example.org", True, ("@example.org",), False),
    (None, True, ("@example.org",), False),
    ("ann@example.org", True, (), False),
])
def test_only_a_verified_address_of_an_editor_counts(email, verified, editors, may):
    assert is_editor(email, verified, editors) is may
