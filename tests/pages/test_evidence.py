"""A mark leads to its claims, paragraphs and sources, and what is disputed says so."""

from types import SimpleNamespace
from typing import get_args

import pandas as pd
import pytest

from bayah import query
from bayah.dates import day_words
from bayah.model import EndBasis, split_list
from pages.shared.components import END_WORDS, told_end
from pages.shared.disputes import say_position
from pages.shared.text import markdown


def said(app):
    """All Markdown and captions of the page, one text."""
    return "\n".join(part.value for part in [*app.markdown, *app.caption])


def test_every_claim_of_an_event_stands_with_paragraph_and_publisher(opened, published):
    event = published["events"].sort_values(["n_sources", "event_id"], ascending=[False, True]).iloc[0]
    claims = published["claims"]
    claims = claims[claims["event_id"] == event["event_id"]].merge(published["sources"], on="source_id")
    text = said(opened("timeline", event=[event["event_id"]]))
    assert len(claims) > 1
    for claim in claims.itertuples():
        assert markdown(claim.summary) in text
        assert claim.claim_id in text
        assert f"**{markdown(claim.publisher)}**" in text
        assert f"paragraph {claim.paragraph}" in text


def test_a_disputed_event_says_what_is_in_dispute(opened, published):
    events = query.view(published)["events"]
    contested, sure = events[events["is_contested"]].iloc[0], events[~events["is_contested"]].iloc[0]
    app = opened("overview", event=[contested["event_id"]])
    assert any("Disputed" in warning.value for warning in app.warning)
    app = opened("overview", event=[sure["event_id"]])
    assert not any("Disputed" in warning.value for warning in app.warning)


def test_a_disputed_event_tells_each_dispute_once_with_all_its_sides(opened, published):
    tables = query.view(published)
    events = tables["events"]
    for event in events[events["is_contested"]].drop_duplicates("contested_fields").itertuples():
        disputes = tables["disputes"][tables["disputes"]["dispute_id"].isin(query.disputes_of(tables, event.event_id))]
        own = disputes[disputes["field"].isin(split_list(event.contested_fields))]
        app = opened("timeline", event=[event.event_id])
        warnings = [warning.value for warning in app.warning]
        assert len(warnings) == len(own) > 0
        for dispute in own.itertuples():
            sides = query.select_sides(tables, [dispute.dispute_id])
            assert any(all(say_position(side) in warning for side in sides["position"]) for warning in warnings)


def test_an_event_that_a_dispute_is_about_elsewhere_leads_there(opened, published):
    """The later acts of a man reported dead, for instance, are not disputed themselves."""
    tables = query.view(published)
    sure = tables["events"][~tables["events"]["is_contested"]]
    event_id = next(event for event in sure["event_id"] if query.disputes_of(tables, event))
    app = opened("timeline", event=[event_id])
    assert list(app.warning) == []
    links = [element.proto.label for element in app.get("page_link")]
    assert any(label.startswith("Speaks in a dispute") for label in links)


def test_a_death_contradicted_by_later_life_shows_that_life(opened, published):
    tables = query.view(published)
    events = tables["events"]
    death = events[(events["kind"] == "death") & events["contested_fields"].fillna("").str.contains("alive")].iloc[0]
    sides = query.select_sides(tables, [f"{death['event_id']}.alive"])
    later = set(sides.loc[sides["side"] == 2, "event_id"]) - {death["event_id"]}
    assert later
    app = opened("overview", event=[death["event_id"]])
    assert "Other events in dispute with it" in said(app)
    shown = {button.key for button in app.button if button.key}
    assert {f"event_{event}" for event in later} <= shown


def test_an_actor_says_whom_he_must_not_be_taken_for(opened, published):
    rows = published["identities"]
    row = rows[(rows["judgement"] == "not_same") & rows["other_id"].notna()].iloc[0]
    called = published["actors"].set_index("actor_id")["name"]
    for actor, other in ((row["actor_id"], row["other_id"]), (row["other_id"], row["actor_id"])):
        text = said(opened("network", actor=[actor]))
        assert f"Not to be confused with {markdown(called[other])}" in text
        assert markdown(row["reason"]) in text


def test_an_actor_opens_with_spellings_spells_and_events(opened, published):
    spells = query.view(published)["allegiances"]
    actor = spells.loc[spells["actor_id"].isin(published["aliases"]["actor_id"]), "actor_id"].iloc[0]
    app = opened("network", actor=[actor])
    text = said(app)
    assert markdown(published["actors"].set_index("actor_id").at[actor, "name"]) in text
    assert "**Allegiances**" in text
    assert "Also written" in text
    event = next(button for button in app.button if button.key and button.key.startswith("event_E"))
    app = event.click().run()
    assert app.session_state["event"] == event.key.removeprefix("event_")
    assert list(app.exception) == []


def test_an_unknown_event_or_actor_is_said_to_be_unknown(opened):
    assert "names an event that the atlas does not hold" in said(opened("overview", event=["E999999"]))
    assert "names an actor that the atlas does not hold" in said(opened("network", actor=["nobody"]))


def test_spells_say_how_their_end_is_known(opened, published):
    """One of each: told, by death, told as holding on, last heard of."""
    spells = query.view(published)["allegiances"]
    for spell in spells.drop_duplicates("end_basis").itertuples():
        text = said(opened("network", actor=[spell.actor_id]))
        assert markdown(told_end(spell)) in text
    last = spells[spells["end_basis"] == "last_evidence"].iloc[0]
    assert told_end(last) == f"no end told, last heard of {day_words(last['last_evidence_date'])}"


@pytest.mark.parametrize(("basis", "end", "words"), [
    ("event", "2015-07-31", "ended July 2015"),
    ("death", "2015-07-31", "ended by death, July 2015"),
    ("succeeded", "2015-07-31", "ended (succeeded by Another) July 2015"),
    ("open", None, "no end told, told as holding on 1 August 2015"),
    ("last_evidence", None, "no end told, last heard of 1 August 2015"),
])
def test_every_basis_of_an_end_has_words(basis, end, words):
    row = SimpleNamespace(
        end_basis=basis, end_earliest=pd.Timestamp("2015-07-01") if end else pd.NaT, end_latest=pd.Timestamp(end),
        last_evidence_date=pd.Timestamp("2015-08-01"), successor_name="Another")
    assert told_end(row) == words
    assert set(END_WORDS) == set(get_args(EndBasis))
