"""Every page runs in every kind of view: whole, filtered by each filter, empty, before anything was known."""

import pytest

from bayah import query
from bayah.query import Filters

PAGES = ("overview", "map", "network", "timeline", "sources", "method")
VIEWS = {
    "whole": {},
    "province": {"province": ["AF-NAN"]},
    "group": {"group": ["iskp", "ttp"]},
    "person": {"person": ["abdul-razzaq-mehdi"]},
    "kind": {"kind": ["defection"]},
    "source": {"source": ["2016-04_lwj_senior-isk-leaders-defect"]},
    "span": {"from_": ["2015"], "to": ["2015-06"]},
    "on": {"on": ["2015-02-01"]},
    "known": {"known": ["2015-05-08"]},
    "before all articles": {"known": ["2001-01-01"]},
    "empty": {"province": ["AF-NIM"], "kind": ["surrender"]},
    "drafts": {"drafts": ["true"]},
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_a_page_runs_and_has_a_heading(opened, page, view):
    app = opened(page, **VIEWS[view])
    assert [error.message for error in app.exception] == []
    assert len(app.title) == 1


@pytest.mark.parametrize("page", ["overview", "map", "network", "timeline"])
def test_a_page_counts_what_it_shows_of_how_much(opened, published, page):
    shown = query.select_events(query.view(published, Filters()), Filters(kind=("defection",)))
    app = opened(page, kind=["defection"])
    said = f"**{len(shown.events):,} of {shown.n_all:,}** events"
    assert any(said in caption.value for caption in app.caption)


@pytest.mark.parametrize("page", ["map", "timeline"])
def test_an_empty_view_explains_itself_and_offers_a_way_out(opened, page):
    app = opened(page, province=["AF-NIM"], kind=["surrender"])
    assert any("No events for these filters" in text.value for text in app.markdown)
    reset = next(button for button in app.button if button.key == "reset_events")
    app = reset.click().run()
    assert app.multiselect(key="province").value == []
    assert any(caption.value.startswith("**All ") for caption in app.caption)
    assert list(app.exception) == []


def test_what_is_known_late_is_not_shown_early(opened, published):
    late = published["events"].sort_values("known_date").iloc[-1]
    app = opened("overview", known=["2015-02-01"], event=[late["event_id"]])
    assert any("not yet known" in text.value for text in app.markdown)
    app = opened("overview", event=[late["event_id"]])
    assert not any("not yet known" in text.value for text in app.markdown)
