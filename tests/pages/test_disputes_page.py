"""The page of disputes: every side with its claims, the filters, links to one dispute, and what is not there."""

from typing import get_args

import pytest

from bayah import query
from bayah.model import DisputedField
from bayah.query import Filters
from pages.shared.disputes import FIELD_WORDS, say_position, say_sides
from pages.shared.text import markdown


@pytest.fixture
def tables(published):
    """The atlas as known today."""
    return query.view(published)


def said(app):
    """All Markdown and captions of the page, one text."""
    return "\n".join(part.value for part in [*app.markdown, *app.caption, *app.info])


def questions(app):
    """The questions in the list, escaped as they are shown."""
    return [expander.label for expander in app.expander]


def claims_of(tables, dispute_ids):
    sides = query.select_sides(tables, dispute_ids)
    return sides[["dispute_id", "side", "position", "claim_id"]].merge(
        query.select_claims(tables, sides["event_id"]), on="claim_id")


def test_every_dispute_stands_there_with_all_its_sides_and_claims(opened, tables):
    disputes = query.select_disputes(tables, Filters())
    app = opened("disputes")
    text, labels = said(app), questions(app)
    rule = (disputes["basis"] == "rule").sum()
    assert f"**{len(disputes)} disputes**: {rule} found by rule, {len(disputes) - rule} by an editor's" in text
    assert [label.split("** :small")[0] for label in labels] == [f"**{markdown(q)}" for q in disputes["question"]]
    for claim in claims_of(tables, disputes["dispute_id"]).itertuples():
        assert f"**{say_position(claim.position)}**" in text
        assert markdown(claim.summary) in text
        assert f"`{claim.claim_id}`" in text
        assert f"paragraph {markdown(claim.paragraph)}" in text
    for dispute in disputes[disputes["basis"] == "judgement"].itertuples():
        assert f"An editor's judgement: {markdown(dispute.reason)}" in text


def test_disputes_obey_the_shared_filters_and_the_clock_of_knowledge(opened, published):
    known = published["sources"]["known_date"].sort_values().iloc[1].date()
    tables = query.view(published, Filters(known=known))
    source = tables["claims"]["source_id"].value_counts().index[0]
    filters = Filters(known=known, source=(source,))
    wanted = query.select_disputes(tables, filters)
    assert 0 < len(wanted) < len(query.view(published)["disputes"])
    app = opened("disputes", known=[str(known)], source=[source])
    assert len(questions(app)) == len(wanted)
    assert [f"**{markdown(q)}" for q in wanted["question"]] == [q.split("** :small")[0] for q in questions(app)]


def test_days_leave_disputes_as_they_are_and_that_is_said(opened, tables):
    app = opened("disputes", from_=["2016"], to=["2016"])
    assert len(questions(app)) == len(tables["disputes"])
    assert "leave disputes as they are" in said(app)


def test_disputes_about_a_field_alone(opened, tables):
    field = tables["disputes"]["field"].value_counts().index[-1]
    wanted = tables["disputes"][tables["disputes"]["field"] == field]
    app = opened("disputes", about=[field])
    assert len(questions(app)) == len(wanted)
    options = app.multiselect(key="about").options
    assert set(options) == {FIELD_WORDS[field].capitalize() for field in tables["disputes"]["field"]}
    app.multiselect(key="about").set_value([]).run()
    assert len(questions(app)) == len(tables["disputes"])


def test_a_field_that_nothing_is_about_offers_the_way_out(opened, tables):
    absent = next(field for field in FIELD_WORDS if field not in set(tables["disputes"]["field"]))
    app = opened("disputes", about=[absent])
    assert questions(app) == []
    assert "No dispute of this view is about what is chosen" in said(app)
    next(button for button in app.button if button.label == "Any question").click().run()
    assert len(questions(app)) == len(tables["disputes"])


def test_a_link_opens_one_dispute_and_its_event(opened, tables):
    dispute = query.select_disputes(tables, Filters()).iloc[-1]
    claims = claims_of(tables, [dispute["dispute_id"]])
    app = opened("disputes", dispute=[dispute["dispute_id"]])
    assert markdown(dispute["question"]) in [head.value for head in app.subheader]
    assert questions(app) == []
    text = said(app)
    assert all(text.count(f"`{claim}`") == 1 for claim in claims["claim_id"])
    event_id = claims["event_id"].iloc[0]
    app.button(key=f"{dispute['dispute_id']}event_{event_id}").click().run()
    assert list(app.exception) == []
    assert dict(app.query_params) == {"dispute": dispute["dispute_id"], "event": event_id}
    assert app.button(key="close_event").label == "Close"
    # The dispute that stands beside the panel is not told again inside it.
    assert f"lead_{dispute['dispute_id']}" not in {button.key for button in app.button}
    assert not any(say_sides(query.select_sides(tables, [dispute["dispute_id"]])) in warning.value
                   for warning in app.warning)
    app.button(key="leave_dispute").click().run()
    assert dict(app.query_params) == {}
    assert len(questions(app)) == len(tables["disputes"])


def test_an_event_alone_opens_the_dispute_that_it_is_part_of(opened, tables):
    event_id = claims_of(tables, tables["disputes"]["dispute_id"])["event_id"].iloc[0]
    app = opened("disputes", event=[event_id])
    assert app.session_state["dispute"] == query.disputes_of(tables, event_id)[0]
    app.button(key="close_event").click().run()
    assert "event" not in app.session_state


def test_an_event_that_nobody_disputes_stands_beside_the_list(opened, tables):
    event_id = next(event for event in tables["events"]["event_id"] if not query.disputes_of(tables, event))
    app = opened("disputes", event=[event_id])
    assert len(questions(app)) == len(tables["disputes"])
    assert app.button(key="close_event").label == "Close"


@pytest.mark.parametrize("dispute", ["E9999999.modality", "nothing", "<b>**x**</b>"])
def test_an_unknown_dispute_is_said_to_be_unknown(opened, tables, dispute):
    app = opened("disputes", dispute=[dispute])
    assert any("names a dispute that the atlas does not hold" in warning.value for warning in app.warning)
    assert not any(dispute in warning.value for warning in app.warning)
    assert len(questions(app)) == len(tables["disputes"])


def test_a_dispute_is_not_yet_known_before_its_sides_are_published(opened, published):
    later = published["disputes"].groupby("dispute_id")["known_from"].min()
    days = published["sources"]["known_date"].sort_values()
    dispute = later[later > days.iloc[0]].index[0]
    app = opened("disputes", dispute=[dispute], known=[str(days.iloc[0].date())])
    assert any("not yet known" in warning.value for warning in app.warning)


def test_every_field_has_words():
    assert set(FIELD_WORDS) == set(get_args(DisputedField))
