"""The pages of persons and groups: what they tell is what the selections say, in any view, and every name leads on."""

import html
import re
from datetime import date

import pandas as pd
import pytest
import streamlit as st

from bayah import actors, dossier, query
from bayah.query import Filters
from pages.shared import atlas
from pages.shared.actor_dossier import (
    PLACES,
    kin_table,
    oath_table,
    office_table,
    relation_table,
    spell_table,
    tie_table,
    turnover_table,
    voice_table,
)
from pages.shared.components import event_table
from pages.shared.text import markdown

MAN, GROUP = "abdul-rauf-khadim", "iskp"
CLOCKS = [{}, {"on": date(2015, 2, 1)}, {"known": date(2016, 5, 1)}]


@pytest.fixture
def tables(published):
    """The atlas as known today."""
    return query.view(published)


def said(app):
    """All Markdown and captions of the page, one text, as it is read."""
    return "\n".join(part.value for part in [*app.markdown, *app.caption]).replace("\\", "")


def head(app):
    """The head of the dossier as HTML; empty where none is shown."""
    return next((part.proto.body for part in app.get("html") if "dossier-head" in part.proto.body), "")


def counts(app):
    return {what: int(n.replace(",", "")) for n, what in re.findall(r"<li><b>([\d,]+)</b> (\w+)</li>", head(app))}


def shown(app, key):
    """The table with this key, as it is shown."""
    return next((table.value for table in app.dataframe if table.proto.id.endswith(f"-{key}")), None)


def links(app):
    return [(link.proto.label, link.proto.page, link.proto.query_string) for link in app.get("page_link")]


def address(app):
    """The parameters of the address, lists by name."""
    return {name: value if isinstance(value, list) else [value] for name, value in dict(app.query_params).items()}


def buttons(app, prefix):
    return {button.key.removeprefix(prefix): button.label for button in app.button
            if button.key and button.key.startswith(prefix)}


def texts(clock):
    return {name: [str(day)] for name, day in clock.items()}


def expect_table(app, key, frame, table):
    """The page shows this table, or none where there is nothing to show."""
    told = shown(app, key)
    assert told is None if frame.empty else told.equals(table), key


def headed(app, column):
    """The tables with this column; those whose rows lead nowhere have no key."""
    return [table.value for table in app.dataframe if column in table.value]


@pytest.mark.parametrize(("page", "key", "types"), [
    ("person", "person", ("person", "cohort")), ("group", "group", ("group",))])
def test_without_an_actor_it_offers_those_of_whom_most_is_told(opened, tables, page, key, types):
    listed = actors.select_listed(tables, Filters(), types)
    app = opened(page)
    assert head(app) == ""
    assert f"Something is told of **{(listed['n_events'] > 0).sum()}** of the {len(listed)}" in said(app)
    assert list(buttons(app, f"{key}_way_")) == listed["actor_id"].head(12).tolist()
    options = app.selectbox(key=f"{key}_choice").options
    assert len(options) == len(listed)
    assert options[0].startswith(listed["name"].iloc[0])
    assert [option.endswith("nothing told") for option in options] == [n == 0 for n in listed["n_events"]]
    first = listed["actor_id"].iloc[0]
    app = app.button(key=f"{key}_way_{first}").click().run()
    assert address(app) == {"actor": [first]}
    assert f"<h2>{html.escape(listed['name'].iloc[0])}</h2>" in head(app)


def test_the_list_chooses_an_actor_and_lets_him_go(opened):
    app = opened("person")
    app = app.selectbox(key="person_choice").set_value(MAN).run()
    assert address(app) == {"actor": [MAN]}
    assert head(app)
    app = app.selectbox(key="person_choice").set_value(None).run()
    assert address(app) == {}
    assert head(app) == ""


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("actor", [MAN, "akhtar-mohammad-mansour", "cohort-nangarhar-defectors-2016"])
def test_a_person_is_told_as_the_selections_say(opened, published, actor, clock):
    filters = Filters(**clock)
    tables = query.view(published, filters)
    found = actors.select_person(tables, filters, actor)
    app = opened("person", actor=[actor], **texts(clock))
    assert list(app.exception) == []
    if found.events.empty:
        assert "tells an event of this view" in said(app)
        assert any(part.value == "#### No events for these filters" for part in app.markdown)
        return
    own = actors.own_view(tables, filters, actor)
    numbers = counts(app)
    assert numbers.get("events", numbers.get("event")) == len(found.events)
    assert numbers.get("claims", numbers.get("claim")) == found.voices["n_claims"].sum() == dossier.select_articles(
        tables, own)["n_claims"].sum()
    assert numbers["disputed"] == found.events["is_contested"].sum()
    assert set(shown(app, f"events_{actor}")["Event"]) == set(event_table(found.events)["Event"])
    expect_table(app, f"spells_{actor}", found.spells, spell_table(found.spells, filters).drop(columns="Who"))
    expect_table(app, f"oaths_{actor}", found.oaths, oath_table(found.oaths))
    expect_table(app, f"offices_{actor}", found.offices, office_table(found.offices, filters).drop(columns="Who"))
    expect_table(app, f"ties_{actor}", found.tied, tie_table(found.tied))
    (voices,) = headed(app, "How firmly")
    assert voices.equals(voice_table(found.voices))
    assert set(buttons(app, f"{actor}_tied_")) == set(found.tied["other_id"])


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("group", [GROUP, "quetta-shura"])
def test_a_group_is_told_as_the_selections_say(opened, published, group, clock):
    filters = Filters(**clock)
    tables = query.view(published, filters)
    found = actors.select_group(tables, filters, group)
    app = opened("group", actor=[group], **texts(clock))
    assert list(app.exception) == []
    kin = found.kin
    assert set(buttons(app, f"{group}_kin_")) == set(kin.loc[kin["how"].isin(["above", "below"]), "other_id"])
    if found.events.empty:
        assert "tells an event of this view" in said(app)
        return
    numbers = counts(app)
    assert numbers.get("events", numbers.get("event")) == len(found.events)
    changes = actors.select_turnover(tables, filters, group, dossier.select_changes(
        tables, actors.own_view(tables, filters, group)))
    expect_table(app, f"offices_{group}", found.leaders, office_table(found.leaders, filters))
    expect_table(app, f"turnover_{group}", changes, turnover_table(changes))
    expect_table(app, f"members_{group}", found.members, spell_table(found.members, filters))
    expect_table(app, f"relations_{group}", found.relations, relation_table(found.relations))
    expect_table(app, f"parts_{group}", found.kin, kin_table(found.kin))
    for row in found.flows.itertuples():
        assert f"{row.from_group} to {row.to_group}: {row.n_events} event" in said(app)


def test_where_a_group_was_is_what_each_province_says_of_it(opened, tables):
    app = opened("group", actor=[GROUP])
    (told,) = headed(app, "Province")
    names = tables["provinces"].set_index("name")["province_id"]
    for row in told.to_dict("records"):
        own = Filters(group=(GROUP,), province=(names[row["Province"]],))
        presence = dossier.select_presence(tables, own).set_index("party_id")
        assert row["How known"] == presence.at[GROUP, "how"]
    assert len(told) > 0


def test_a_name_leads_to_his_own_page_with_an_address_of_its_own(opened):
    app = opened("person", actor=[MAN], known=["2016-05-01"])
    app = app.button(key=f"{MAN}_tied_islamic-state").click().run()
    assert [title.value for title in app.title] == ["Group"]
    assert address(app) == {"actor": ["islamic-state"], "known": ["2016-05-01"]}
    assert "<h2>Islamic State</h2>" in head(app)
    app = opened("person", actor=["mullah-omar"])
    app = app.button(key="mullah-omar_identity_abu-omar-khorasani").click().run()
    assert [title.value for title in app.title] == ["Person"]
    assert address(app) == {"actor": ["abu-omar-khorasani"]}
    app = opened("group", actor=[GROUP])
    app = app.button(key=f"{GROUP}_kin_islamic-state").click().run()
    assert address(app) == {"actor": ["islamic-state"]}


def test_who_is_chosen_on_the_wrong_page_is_said_and_led_to(opened):
    app = opened("person", actor=[GROUP])
    assert [title.value for title in app.title] == ["Person"]
    assert "is no person or cohort" in said(app)
    assert ("group", f"actor={GROUP}") in [link[1:] for link in links(app)]
    app = opened("group", actor=[MAN], on=["2015-02-01"])
    assert ("person", f"on=2015-02-01&actor={MAN}") in [link[1:] for link in links(app)]


@pytest.mark.parametrize("page", ["person", "group"])
def test_a_stranger_is_named_as_one_and_the_choice_stays(opened, page):
    app = opened(page, actor=["<b>nobody"])
    assert list(app.exception) == []
    assert "The link names an actor that the atlas does not hold." in [warning.value for warning in app.warning]
    assert head(app) == ""
    assert buttons(app, f"{page}_way_")


def test_an_id_that_was_judged_the_same_leads_to_who_is_kept(opened, published, monkeypatch):
    row = pd.DataFrame({"identity_id": ["x"], "actor_id": [MAN], "other_id": ["khadim"], "judgement": ["same"],
                        "reason": ["One man under two ids."]})
    identities = pd.concat([published["identities"], row], ignore_index=True)
    monkeypatch.setattr(atlas, "read_tables", lambda _: {**published, "identities": identities})
    st.cache_resource.clear()
    app = opened("person", actor=["khadim"])
    st.cache_resource.clear()
    assert address(app) == {"actor": [MAN]}
    assert "One man under two ids." in said(app)
    assert head(app)


def test_only_an_event_opens_the_panel_and_closing_it_keeps_the_actor(opened, tables):
    assert "close_actor" not in buttons(opened("person", actor=[MAN]), "")
    event_id = actors.select_person(tables, Filters(), MAN).events["event_id"].iloc[0]
    app = opened("person", actor=[MAN], event=[event_id])
    assert address(app) == {"actor": [MAN], "event": [event_id]}
    app = app.button(key="close_event").click().run()
    assert address(app) == {"actor": [MAN]}
    assert head(app)


def test_names_in_the_panel_lead_on_too(opened, tables):
    events = actors.select_person(tables, Filters(), MAN).events
    parts = tables["event_actors"].merge(tables["actors"], on="actor_id")
    parts = parts[parts["event_id"].isin(events["event_id"]) & (parts["actor_id"] != MAN)]
    other = parts[parts["actor_type"] != "group"].iloc[0]
    app = opened("person", actor=[MAN], event=[other["event_id"]])
    app = app.button(key=f"open_{other['actor_id']}").click().run()
    assert address(app) == {"actor": [other["actor_id"]]}
    assert head(app)


def test_disputes_articles_and_provinces_have_their_links(opened, tables):
    found = actors.select_person(tables, Filters(), MAN)
    told = links(opened("person", actor=[MAN]))
    assert len(found.disputes) > 0
    for dispute in found.disputes.itertuples():
        assert (markdown(dispute.question), "disputes", f"dispute={dispute.dispute_id}") in told
    own = actors.own_view(tables, Filters(), MAN)
    for article in dossier.select_articles(tables, own).itertuples():
        assert (markdown(article.title), "sources", f"article={article.source_id}") in told
    places = dossier.select_told(tables, own)
    places = places[places["n_events"] > 0]
    assert len(places) > 0
    assert {f"province={place}" for place in places["province_id"]} == {
        link[2] for link in told if link[1] == "province"}


def test_the_filter_that_a_dossier_sets_itself_is_named_and_all_others_hold(opened, tables):
    app = opened("person", actor=[MAN], person=["mullah-omar"], source=[tables["sources"]["source_id"].iloc[0]])
    assert "*Person or cohort* does not narrow this dossier" in said(app)
    own = Filters(person=(MAN,), source=(tables["sources"]["source_id"].iloc[0],))
    assert counts(app)["events"] == len(query.select_events(tables, own).events)
    assert "does not narrow this dossier" not in said(opened("person", actor=[MAN], person=[MAN]))
    assert "*Group* does not narrow" in said(opened("group", actor=[GROUP], group=["ttp"]))


def test_names_full_of_markup_are_shown_as_written(opened, published, monkeypatch):
    hostile = "<img src=x onerror=alert(1)>"
    changed = {table: published[table].assign(name=hostile, notes=hostile) for table in ("persons", "groups")}
    monkeypatch.setattr(atlas, "read_tables", lambda _: {**published, **changed})
    st.cache_resource.clear()
    told = [head(opened(page, actor=[actor])) for page, actor in (("person", MAN), ("group", GROUP))]
    st.cache_resource.clear()
    for text in told:
        assert "<img" not in text
        assert text.count(html.escape(hostile)) >= 2


def test_every_type_of_actor_has_one_page(tables):
    types = [kind for place in PLACES.values() for kind in place.types]
    assert sorted(types) == sorted(tables["actors"]["actor_type"].unique())
