"""The page of one event: its evidence whole, who took part, where else it is seen, what came before and after."""

from datetime import date

import pytest

from bayah import evidence, query
from bayah.query import Filters
from pages.shared.text import markdown


def said(app):
    """All Markdown and captions of the page, one text."""
    return "\n".join(part.value for part in [*app.markdown, *app.caption, *app.subheader])


def links(app):
    """The ways to other pages: label, page and parameters."""
    return [(link.proto.label, link.proto.page, link.proto.query_string) for link in app.get("page_link")]


def tables_of_claims(app):
    return [element.proto.body for element in app.get("html") if "comparison" in element.proto.body
            and "<table>" in element.proto.body]


@pytest.fixture
def event(published):
    """An event that several articles tell, and dispute."""
    events = query.view(published)["events"]
    return events[events["is_contested"]].sort_values(["n_sources", "event_id"], ascending=[False, True]).iloc[0]


def test_the_event_is_told_whole(opened, published, event):
    app = opened("event", event=[event["event_id"]])
    assert [title.value for title in app.title] == ["Event"]
    text = said(app)
    assert markdown(event["label"]) in text
    claims = query.select_claims(query.view(published), [event["event_id"]])
    for claim in claims.itertuples():
        assert markdown(claim.summary) in text
        assert f"`{claim.claim_id}`" in text
    (table,) = tables_of_claims(app)
    assert all(f"Claim {number}<" in table for number in range(1, len(claims) + 1))
    assert any("Disputed" in warning.value for warning in app.warning)


def test_everybody_leads_to_his_dossier_and_every_view_shows_it(opened, published, event):
    app = opened("event", event=[event["event_id"]])
    known = query.view(published)
    found = links(app)
    called = known["actors"].set_index("actor_id")["name"]
    parts = known["event_actors"]
    for actor_id in parts.loc[parts["event_id"] == event["event_id"], "actor_id"].unique():
        assert any(label.startswith(markdown(called[actor_id])) and f"actor={actor_id}" in query_string
                   for label, _, query_string in found)
    offered = evidence.views_of(known, Filters(), event["event_id"])
    pages = [page for _, page, query_string in found if f"event={event['event_id']}" in query_string]
    assert sorted(pages) == sorted(offered)


def test_neighbours_lead_on(opened, published, event):
    near = evidence.select_near_in_time(query.view(published), Filters(), event["event_id"])
    app = opened("event", event=[event["event_id"]])
    other = near["event_id"].iloc[0]
    app.button(key=f"near_event_{other}").click().run()
    assert app.session_state["event"] == other
    assert list(app.exception) == []
    app.button(key="leave_event").click().run()
    assert "event" not in app.session_state
    assert "Choose an event" in said(app)


def test_every_kind_of_dispute_is_told(opened, published):
    """What is in dispute with an event can lie near it in time too."""
    events = query.view(published)["events"]
    for event_id in events[events["is_contested"]].drop_duplicates(["kind", "contested_fields"])["event_id"]:
        app = opened("event", event=[event_id])
        assert [error.message for error in app.exception] == []
        assert any("Disputed" in warning.value for warning in app.warning)


def test_a_former_id_leads_on_and_is_told(opened, published):
    row = published["event_redirects"].iloc[0]
    app = opened("event", event=[row["event_id"]])
    assert app.session_state["event"] == row["current_event_id"]
    assert f"Earlier ids that lead here: {row['event_id']}" in said(app)


@pytest.mark.parametrize("event_id", ["E999999", "<b>", "E0012 "])
def test_an_unknown_event_is_said_to_be_unknown(opened, event_id):
    app = opened("event", event=[event_id])
    assert "names an event that the atlas does not hold" in said(app)
    assert tables_of_claims(app) == []


def test_an_event_that_was_not_known_yet_is_said_to_be_so(opened, published):
    events = query.view(published)["events"]
    late = events.sort_values("known_date").iloc[-1]
    app = opened("event", event=[late["event_id"]], known=["2015-01-31"])
    assert "not yet known" in said(app)


def test_a_filter_that_leaves_the_event_out_does_not_hide_it(opened, published, event):
    kind = next(kind for kind in query.view(published)["events"]["kind"] if kind != event["kind"])
    app = opened("event", event=[event["event_id"]], kind=[kind])
    assert markdown(event["label"]) in said(app)
    assert "The filters leave this event out" in said(app)


def test_the_own_address_has_no_filters(opened, event):
    app = opened("event", event=[event["event_id"]], group=["iskp"], known=[str(date(2024, 1, 1))])
    (address,) = [code.value for code in app.code]
    assert address.endswith(f"?event={event['event_id']}")


def test_every_panel_leads_to_the_page(opened, event):
    for page in ("overview", "map", "network", "timeline", "flows"):
        found = links(opened(page, event=[event["event_id"]]))
        assert [(page_, f"event={event['event_id']}" in query_string) for label, page_, query_string in found
                if label == "Open the event's page"] == [("event", True)], page
