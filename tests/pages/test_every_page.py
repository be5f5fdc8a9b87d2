"""Every page, run without a browser: under each filter, with nothing to show, and with names full of markup."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from bayah import query
from bayah.query import Filters
from bayah.store import read_tables
from pages.shared import atlas as shared_atlas

ROOT = Path(__file__).resolve().parents[2]
TITLES = {
    "explore/overview": "Bayah, the atlas of allegiances",
    "explore/stories": "Stories",
    "explore/map": "Map",
    "explore/province": "Province",
    "explore/person": "Person",
    "explore/group": "Group",
    "explore/event": "Event",
    "explore/network": "Network",
    "explore/timeline": "Timeline",
    "explore/search": "Search",
    "evidence/sources": "Sources",
    "evidence/disputes": "What the sources dispute",
    "evidence/method": "Method and data",
    "evidence/changes": "What changed",
}
UNCOUNTED = ("explore/stories", "explore/search")
COUNTED = [page for page in TITLES if page.startswith("explore/") and page not in UNCOUNTED]
HOSTILE = "<b>b</b> **c** _d_ $e$ :red[f] [g](http://h.test) `i`"


@pytest.fixture(scope="module")
def tables():
    """The published tables, which the pages show."""
    return read_tables(ROOT / "data" / "tables")


@pytest.fixture
def app():
    """The app before its first run; what an earlier test left in the caches is gone."""
    st.cache_resource.clear()
    yield AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    st.cache_resource.clear()


def turn_to(app, page):
    app.switch_page(f"pages/{page}.py").run()
    assert [error.message for error in app.exception] == []
    assert [title.value for title in app.title] == [TITLES[page]]


def captions(app):
    return [caption.value for caption in app.caption]


def opened(app, params):
    """The overview at this address."""
    for name, values in params.items():
        app.query_params[name] = values
    app.run()
    assert [error.message for error in app.exception] == []
    return app


@pytest.mark.parametrize("name", [
    "none", "province", "group", "person", "kind", "source", "from", "to", "on", "known", "drafts"])
def test_every_page_runs_under_each_filter_alone(app, tables, name):
    filters = alone(tables, name)
    params = query.write_filters(filters)
    opened(app, params)
    selection = query.select_events(query.view(tables, filters), filters)
    shown = len(selection.events)
    assert shown > 0
    said = f"**{shown:,} of {selection.n_all:,}** events"
    if shown == selection.n_all:
        said = f"**All {shown:,}** events"
    for page in TITLES:
        turn_to(app, page)
        assert app.session_state["filters"] == filters
        if page in COUNTED:
            assert sum(caption.startswith(said) for caption in captions(app)) == 1, page


def alone(tables, name):
    """A view with one filter, taken from the tables so that it keeps something."""
    middle = tables["events"]["date_latest"].median().date()
    if name == "none":
        return Filters()
    if name == "drafts":
        return Filters(drafts=True)
    if name == "from":
        return Filters(from_=date(middle.year, 1, 1))
    if name == "to":
        return Filters(to=date(middle.year, 12, 31))
    if name == "on":
        return Filters(on=middle)
    if name == "known":
        return Filters(known=tables["sources"]["known_date"].sort_values().iloc[1].date())
    column = {"province": ("event_provinces", "province_id"), "kind": ("events", "kind"),
              "source": ("claims", "source_id")}
    if name in column:
        table, key = column[name]
        return Filters(**{name: (tables[table][key].value_counts().index[0],)})
    parts = tables["event_actors"].merge(tables["actors"], on="actor_id")
    is_group = parts["actor_type"] == "group"
    often = parts.loc[is_group if name == "group" else ~is_group, "actor_id"].value_counts()
    return Filters(**{name: (often.index[0],)})


def test_before_the_first_article_every_page_says_why_it_is_empty(app, tables):
    before = tables["sources"]["known_date"].min().date() - timedelta(days=1)
    opened(app, {"known": [str(before)]})
    for page in [*COUNTED, "evidence/sources", "evidence/disputes"]:
        turn_to(app, page)
        texts = [element.value for element in app.markdown]
        assert any(text.startswith("#### No ") for text in texts), page
        assert any("what had been published by that day" in text for text in texts), page
    turn_to(app, "evidence/method")


def test_filters_that_leave_nothing_offer_the_way_out(app, tables):
    """A province and a kind that never meet."""
    places = tables["event_provinces"].merge(tables["events"], on="event_id")
    province, kind = next(
        (province, kind) for province in places["province_id"].unique()
        for kind in tables["events"]["kind"].unique()
        if not ((places["province_id"] == province) & (places["kind"] == kind)).any())
    opened(app, {"province": [province], "kind": [kind]})
    turn_to(app, "explore/timeline")
    app.button(key="reset_events").click().run()
    assert [error.message for error in app.exception] == []
    assert app.session_state["filters"] == Filters()
    assert dict(app.query_params) == {}


@pytest.mark.parametrize("chosen", ["E9999999", "nobody", "<b>"])
def test_links_to_what_is_not_there_say_so(app, chosen):
    """Each page has its own name for what is chosen; none of them may break on a stranger."""
    app.run()
    for page, name in (("explore/overview", "event"), ("explore/map", "event"), ("explore/province", "event"),
                       ("explore/province", "actor"), ("explore/person", "actor"), ("explore/person", "event"),
                       ("explore/group", "actor"), ("explore/event", "event"), ("explore/network", "actor"),
                       ("explore/timeline", "actor"),
                       ("evidence/sources", "article"), ("evidence/disputes", "dispute"),
                       ("evidence/disputes", "event")):
        app.switch_page(f"pages/{page}.py")
        app.query_params[name] = chosen
        turn_to(app, page)
        app.query_params.clear()


def test_every_event_and_every_actor_opens(app, tables):
    """One of each kind of event and each type of actor, as the panel tells them differently."""
    app.run()
    turn_to(app, "explore/network")
    events = tables["events"].sort_values("is_contested", ascending=False).drop_duplicates("kind")
    for event in events.itertuples():
        app.session_state["event"] = event.event_id
        app.run()
        assert [error.message for error in app.exception] == []
        claims = query.select_claims(tables, [event.event_id])
        for claim in claims.itertuples():
            assert sum(f"`{claim.claim_id}`" in caption for caption in captions(app)) == 1
    del app.session_state["event"]
    actors = tables["actors"].drop_duplicates("actor_type")
    assert len(actors) == 3
    for actor in actors.itertuples():
        app.session_state["actor"] = actor.actor_id
        app.run()
        assert [error.message for error in app.exception] == []
        assert any(element.value.startswith(f"{actor.actor_type.capitalize()}. ") for element in app.markdown)


def test_names_full_of_markup_are_shown_as_written(app, tables, free_text, monkeypatch):
    hostile = dict(tables)
    for table, columns in free_text.items():
        texts = {column: tables[table][column].where(tables[table][column].isna(), HOSTILE)
                 for column in columns}
        hostile[table] = tables[table].assign(**texts)
    monkeypatch.setattr(shared_atlas, "read_tables", lambda _: hostile)
    event = tables["events"].loc[tables["events"]["is_contested"], "event_id"].iloc[0]
    place = tables["event_provinces"].iloc[0]
    dispute = tables["disputes"]["dispute_id"].iloc[0]
    actor = tables["identities"]["actor_id"].iloc[0]
    story = tables["stories"]["story_id"].iloc[0]
    opened(app, {"province": [place["province_id"]], "story": [story]})
    slipped = {}
    for page in TITLES:
        for chosen in ({}, {"event": event}, {"event": place["event_id"]}, {"actor": actor},
                       {"dispute": dispute, "event": event}):
            for name in ("event", "actor", "dispute"):
                if name in app.session_state:
                    del app.session_state[name]
            for name, value in chosen.items():
                app.session_state[name] = value
            turn_to(app, page)
            slipped |= dict.fromkeys(raw(app), page)
    assert slipped == {}


def raw(app):
    """Texts that Streamlit takes for Markdown and in which the hostile text stands unescaped."""
    texts = [element.value for kind in (app.markdown, app.caption, app.warning, app.info, app.subheader)
             for element in kind]
    texts += [part.label for part in [*app.button, *app.expander]]
    # A piece of it is enough.
    return [text for text in texts if any(piece in text for piece in HOSTILE.split() if len(piece) > 2)]
