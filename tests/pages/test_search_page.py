"""The search and the citation, without a browser: what is found leads on, and no text does harm."""

from datetime import date

import pytest

from bayah import query, search
from bayah.query import Filters
from bayah.search import LONGEST

HARMFUL = ["<script>alert(1)</script>", "<b>omar</b>", "**omar** :red[x] $y$ [z](http://h.test)", "x" * 5000,
           "\u202eomar\u202c", "\u0648\u0631\u062f\u06a9 \u0646\u0646\u06af\u0631\u0647\u0627\u0631", "\x00", "`", "%",
           "omar\n# taliban", "'; DROP TABLE claims; --", "\U0001f600"]


def links(app):
    """The links of the page itself: label, page, parameters; not the one of the line under every page."""
    return [(link.proto.label, link.proto.page, link.proto.query_string) for link in app.get("page_link")
            if link.proto.page != "changes"]


def texts(app):
    return [element.value for kind in (app.markdown, app.caption) for element in kind]


def test_what_is_found_is_listed_by_kind_and_linked(opened, published):
    app = opened("search", q="Hafez Sayed Khan", known="2016-12-31")
    assert not app.exception
    view = query.view(published, Filters(known=date(2016, 12, 31)))
    results = search.search(search.make_index(view), "Hafez Sayed Khan")
    headings = [text for text in texts(app) if text.startswith("#### ")]
    assert headings == [f"#### {words} ({number})" for words, number in zip(
        ("People", "Events", "Claims"), [number for _, number, _ in results.groups], strict=True)]
    label, page, params = links(app)[0]
    assert label.startswith("**Hafiz** **Saeed** **Khan**")
    assert (page, params) == ("person", "known=2016-12-31&actor=hafiz-saeed-khan-orakzai")
    claims = [params for _, page, params in links(app) if page == "sources"]
    assert claims
    assert all("article=" in params and "event=E" in params and "known=2016-12-31" in params for params in claims)


@pytest.mark.parametrize(("text", "page", "params"), [
    ("Wardag", "province", "province=AF-WAR"), ("Daesh", "group", "actor=islamic-state"),
    ("Jallalabad", "map", "place=jalalabad"), ("young Taliban", "person", "actor=cohort-young-taliban"),
    ("Jihadi Realignments", "sources", "article=2015-05-08_diplomat_jihadi-realignments-in-khorasan"),
])
def test_each_kind_leads_to_its_page(opened, text, page, params):
    app = opened("search", q=text)
    assert next(link[1:] for link in links(app)) == (page, params)


def test_one_kind_alone_is_shown_whole(opened, published):
    app = opened("search", q="Nangarhar")
    few = len([page for _, page, _ in links(app) if page == "sources"])
    app.button(key="all_claim").click().run()
    assert app.session_state["among"] == "claim"
    assert dict(app.query_params) == {"q": "Nangarhar", "among": "claim"}
    results = search.search(search.make_index(query.view(published)), "Nangarhar")
    number = {kind: number for kind, number, _ in results.groups}["claim"]
    assert number > few == 5
    assert len(links(app)) == number


def test_the_box_leads_to_the_page_with_the_filters_kept(opened):
    app = opened("timeline", kind="pledge")
    app.text_input(key="q").set_value("omar").run()
    assert not app.exception
    assert [title.value for title in app.title] == ["Search"]
    assert dict(app.query_params) == {"kind": "pledge", "q": "omar"}
    assert "the other filters do not narrow a search" in " ".join(texts(app))


def test_a_kind_that_finds_nothing_gives_way_to_all(opened):
    app = opened("search", q="Wardag", among="source")
    assert app.session_state["among"] == "all"
    assert links(app)
    stranger = opened("search", q="Wardag", among="noise")
    assert any("among" in warning.value for warning in stranger.warning)


@pytest.mark.parametrize("text", HARMFUL)
def test_no_text_does_harm(opened, text):
    app = opened("search", q=text)
    assert not app.exception
    assert len(app.session_state["q"]) <= LONGEST
    told = " ".join(texts(app))  # Markdown
    assert not any(piece in told for piece in ("<script", "<b>", "[z](http", "**omar** :red", "$y$"))
    pages = " ".join(element.proto.body for element in app.get("html") if "<style>" not in element.proto.body)
    assert not any(piece in pages for piece in ("<script", "<b>", "\u202e"))


def test_nothing_asked_and_nothing_found_say_what_to_do(opened):
    for params in ({}, {"q": "xyzzy"}):
        app = opened("search", **params)
        assert any("Spelling is forgiven" in text for text in texts(app))
        assert links(app) == []


def test_what_was_not_known_is_not_found_and_it_is_said(opened):
    app = opened("search", q="Hibatullah", known="2015-05-08")
    assert links(app) == []
    assert any("what had been published by that day" in text for text in texts(app))


def test_kinds_are_told_in_words(opened):
    headings = " ".join(text for text in texts(opened("search", q="taliban")) if text.startswith("#### "))
    for words in ("People", "Groups", "Cohorts", "Events", "Claims", "Sources"):
        assert f"#### {words} (" in headings


def cited(app):
    """Open the citation and give its texts by their form."""
    app.session_state["cite"] = True
    app.run()
    assert not app.exception
    return [code.value for code in app.code]


@pytest.mark.parametrize(("page", "params", "said"), [
    ("map", {"measure": "pledges", "province": "AF-NAN"}, "Map: Pledges; Nangarhar"),
    ("person", {"actor": "mullah-omar"}, "Person: Mullah Omar"),
    ("timeline", {"kind": "pledge"}, "Timeline: pledge"),
    ("method", {}, "Method and data"),
    ("search", {"q": "Wardag"}, "Search: \u201cWardag\u201d"),
])
def test_the_view_is_cited_by_what_it_shows(opened, page, params, said):
    forms = cited(opened(page, **params, known="2016-12-31"))
    assert len(forms) == (5 if page in ("map", "timeline") else 4)
    assert all("as known on 31 December 2016" in form for form in forms[:4])
    assert f" {said} (Data version " in forms[0]
    for name, value in params.items():
        assert f"{name}={value}" in forms[0]
    assert "known=2016-12-31" in forms[0]
