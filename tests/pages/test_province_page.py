"""The page of a province: what it tells is what the selections say, in any view, and leads on."""

import html
import json
import re
from dataclasses import replace
from datetime import date

import pytest
import streamlit as st

from bayah import query
from bayah.dossier import neighbours, select_articles, select_changes, select_dossier, select_told
from bayah.query import Filters
from pages.shared import atlas
from pages.shared.components import event_table
from pages.shared.dossier import changes_table, presence_table, say_paragraphs
from pages.shared.text import markdown


@pytest.fixture
def tables(published):
    """The atlas as known today."""
    return query.view(published)


@pytest.fixture
def place(tables):
    """The province of most events."""
    return select_told(tables, Filters())["province_id"].iloc[0]


@pytest.fixture(scope="session")
def touching():
    """Who touches whom, before and after FATA's merger."""
    outlines = {after: (atlas.OWN / "boundaries" / f"admin1_{name}_2018.geojson").read_text(encoding="utf-8")
                for after, name in ((False, "until"), (True, "since"))}
    return {after: neighbours(json.loads(text)) for after, text in outlines.items()}


def said(app):
    """All Markdown and captions of the page, one text."""
    return "\n".join(part.value for part in [*app.markdown, *app.caption])


def head(app):
    """The head of the dossier as HTML."""
    return next(part.proto.body for part in app.get("html") if "dossier-head" in part.proto.body)


def counts(app):
    return {what: int(n.replace(",", "")) for n, what in re.findall(r"<li><b>([\d,]+)</b> (\w+)</li>", head(app))}


def shown(app, key):
    """The table with this key, as it is shown."""
    return next((table.value for table in app.dataframe if table.proto.id.endswith(f"-{key}")), None)


def links(app):
    """The labels and addresses of the links of the page."""
    return [(link.proto.label, link.proto.page, link.proto.query_string) for link in app.get("page_link")]


def address(app):
    """The parameters of the address, lists by name."""
    return {name: value if isinstance(value, list) else [value] for name, value in dict(app.query_params).items()}


def buttons(app, prefix):
    return {button.key.removeprefix(prefix): button.label for button in app.button
            if button.key and button.key.startswith(prefix)}


def test_without_a_province_it_offers_all_and_says_of_which_something_is_told(opened, tables):
    told = select_told(tables, Filters())
    app = opened("province")
    assert f"Something is told of **{(told['n_events'] > 0).sum()}** of the {len(told)}" in said(app)
    assert set(buttons(app, "dossier_way_")) == set(told.loc[told["n_events"] > 0, "province_id"])
    options = app.selectbox(key="dossier_province").options
    assert len(options) == len(told)
    assert [option.endswith("nothing told") for option in options] == [n == 0 for n in told["n_events"]]
    assert sum(told["n_events"] == 0) > 0


def test_the_list_chooses_a_province_on_all_pages_and_lets_it_go(opened, place):
    app = opened("province")
    app = app.selectbox(key="dossier_province").set_value(place).run()
    assert app.session_state["province"] == [place]
    assert address(app) == {"province": [place]}
    assert "dossier-head" in head(app)
    app = app.selectbox(key="dossier_province").set_value(None).run()
    assert app.session_state["province"] == []
    assert address(app) == {}


def test_a_way_in_leads_to_the_dossier(opened, place):
    app = opened("province").button(key=f"dossier_way_{place}").click().run()
    assert app.session_state["province"] == [place]
    assert app.selectbox(key="dossier_province").value == place


@pytest.mark.parametrize("clock", [
    {}, {"on": date(2015, 1, 15)}, {"known": date(2016, 5, 1)}, {"on": date(2019, 1, 1)}])
def test_it_tells_what_the_selections_say(opened, published, touching, place, clock):
    filters = Filters(province=(place,), **clock)
    tables = query.view(published, filters)
    found = select_dossier(tables, filters, touching["on" in clock and clock["on"].year > 2018])
    app = opened("province", province=[place], **{name: [str(day)] for name, day in clock.items()})
    assert list(app.exception) == []
    noun = {"event": len(found.events), "claim": int(found.articles["n_claims"].sum()), "source": len(found.articles)}
    assert counts(app) == {name if n == 1 else f"{name}s": n for name, n in noun.items()} | {
        "disputed": int(found.events["is_contested"].sum())}
    assert set(shown(app, "dossier_events")["Event"]) == set(event_table(found.events)["Event"])
    if found.presence.empty:
        assert "Nobody is told to be there in this view." in said(app)
    else:
        assert shown(app, "dossier_presence").equals(presence_table(found.presence, filters))
    if found.changes.empty:
        assert "Nobody is told to have changed sides there in this view." in said(app)
    else:
        assert shown(app, "dossier_changes").equals(changes_table(found.changes))
    for article in found.articles.itertuples():
        assert say_paragraphs(article.paragraphs) in said(app).replace("\\", "")
    assert set(buttons(app, "dossier_near_")) == set(found.near["province_id"])


def test_names_stand_in_their_own_scripts_with_language_and_direction(opened, tables):
    rows = tables["provinces"].set_index("province_id")
    told = head(opened("province", province=["AF-NAN"]))
    for column, language in (("name_fa", "fa"), ("name_ur", "ur")):
        assert f'<span lang="{language}" dir="rtl">{rows.at["AF-NAN", column]}</span>' in told
    assert "Afghanistan" in told
    alike = rows[rows["name_fa"] == rows["name_ur"]].index[0]
    told = head(opened("province", province=[alike]))
    assert told.count(rows.at[alike, "name_fa"]) == 1
    assert "Persian, Urdu" in told


def test_names_full_of_markup_are_shown_as_written(opened, published, monkeypatch):
    hostile = "<img src=x onerror=alert(1)>"
    names = dict.fromkeys(("name", "name_fa", "name_ps", "name_ur"), hostile)
    monkeypatch.setattr(atlas, "read_tables",
                        lambda _: {**published, "provinces": published["provinces"].assign(**names)})
    st.cache_resource.clear()
    told = head(opened("province", province=["AF-NAN"]))
    st.cache_resource.clear()
    assert "<img" not in told
    assert told.count(html.escape(hostile)) == 2  # the name, and once what three languages write alike
    assert "Persian, Pashto, Urdu" in told


def test_several_provinces_are_told_together_and_named(opened, tables, place):
    other = select_told(tables, Filters())["province_id"].iloc[1]
    called = tables["provinces"].set_index("province_id")["name"]
    app = opened("province", province=[place, other])
    assert f"<h2>{html.escape(called[place])} and {html.escape(called[other])}</h2>" in head(app)
    events = query.select_events(tables, Filters(province=(place, other))).events
    assert counts(app)["events"] == len(events)
    assert app.selectbox(key="dossier_province").value is None
    assert not {place, other} & set(buttons(app, "dossier_near_"))


def test_what_the_sources_do_not_say_is_said(opened, tables, place):
    selection = query.select_events(tables, Filters(province=(place,)))
    n_events, n_exact = len(selection.events), (selection.events["date_precision"] == "day").sum()
    text = said(opened("province", province=[place]))
    assert f"The sources give no exact day for {n_events - n_exact} of {n_events} events" in text
    if selection.n_undated:
        assert f"; {selection.n_undated} only known to be before publication." in text


def test_a_neighbour_leads_to_its_own_dossier_and_closes_what_is_open(opened, tables, place):
    event = query.select_events(tables, Filters(province=(place,))).events["event_id"].iloc[0]
    app = opened("province", province=[place], event=[event])
    other = next(iter(buttons(app, "dossier_near_")))
    app = app.button(key=f"dossier_near_{other}").click().run()
    assert app.session_state["province"] == [other]
    assert address(app) == {"province": [other]}
    assert place in buttons(app, "dossier_near_")


def test_a_province_of_which_nothing_is_told_says_so_and_leads_on(opened, tables):
    told = select_told(tables, Filters())
    silent = told.loc[told["n_events"] == 0, "province_id"].iloc[0]
    app = opened("province", province=[silent])
    called = tables["provinces"].set_index("province_id")["name"]
    n_articles = len(tables["sources"])
    assert f"None of the {n_articles} articles ties an event of this view to {markdown(called[silent])}" in said(app)
    assert "No events for these filters" in said(app)
    assert counts(app) == {}  # nothing told is no zero
    assert buttons(app, "dossier_near_")
    assert list(app.dataframe) == []


@pytest.mark.parametrize("name", ["event", "actor"])
def test_what_is_chosen_stands_beside_it(opened, tables, place, name):
    events = query.select_events(tables, Filters(province=(place,))).events
    parts = tables["event_actors"]
    chosen = {"event": events["event_id"].iloc[0],
              "actor": parts.loc[parts["event_id"].isin(events["event_id"]), "actor_id"].iloc[0]}[name]
    app = opened("province", province=[place], **{name: [chosen]})
    assert list(app.exception) == []
    assert app.button(key=f"close_{name}")
    assert address(app) == {"province": [place], name: [chosen]}


def test_disputes_and_articles_have_their_links(opened, tables, place):
    filters = Filters(province=(place,))
    found = links(opened("province", province=[place]))
    disputes = query.select_disputes(tables, filters)
    articles = select_articles(tables, filters)
    assert len(disputes) > 0
    for dispute in disputes.itertuples():
        assert (markdown(dispute.question), "disputes", f"province={place}&dispute={dispute.dispute_id}") in found
    for article in articles.itertuples():
        assert (markdown(article.title), "sources", f"province={place}&article={article.source_id}") in found


def test_fata_is_told_with_khyber_pakhtunkhwa_from_its_merger_on(opened, tables):
    later = date(2019, 1, 1)
    app = opened("province", province=["PK-KP"], on=[str(later)])
    assert "With Federally Administered Tribal Areas, part of it since 31 May 2018." in said(app).replace("\\", "")
    merged = Filters(province=("PK-KP",), on=later)
    assert counts(app)["events"] == len(query.select_events(tables, merged).events)
    assert "AF-NAN" in buttons(app, "dossier_near_")
    app = opened("province", province=["PK-TA"], on=[str(later)])
    assert "became part of Khyber Pakhtunkhwa on 31 May 2018" in said(app).replace("\\", "")
    assert "AF-NAN" in buttons(app, "dossier_near_")
    assert "PK-KP" not in buttons(app, "dossier_near_")


def test_filters_that_leave_presence_as_it_is_are_named(opened, place):
    assert "do not shorten these spans" not in said(opened("province", province=[place]))
    app = opened("province", province=[place], from_=["2014"])
    assert "do not shorten these spans" in said(app)


def test_the_narrow_one_has_the_same_sections_beside_the_map(opened, tables, place):
    filters = Filters(province=(place,))
    app = opened("map", province=[place])
    assert list(app.exception) == []
    labels = [expander.label for expander in app.expander]
    changes = select_changes(tables, filters)
    assert f"Events in time ({len(query.select_events(tables, filters).events)})" in labels
    assert f"Who changed sides there ({len(changes)})" in labels
    assert f"Sources ({len(select_articles(tables, filters))})" in labels
    assert set(buttons(app, "dossier_change_")) == {f"{row.event_id}_{row.actor_id}" for row in changes.itertuples()}
    party = next(iter(buttons(app, "dossier_party_")))
    near = next(iter(buttons(app, "dossier_narrow_near_")))
    opened_party = opened("map", province=[place]).button(key=f"dossier_party_{party}").click().run()
    assert opened_party.session_state["actor"] == party
    moved = app.button(key=f"dossier_narrow_near_{near}").click().run()
    assert moved.session_state["province"] == [near]


def test_a_change_of_side_in_the_narrow_one_opens_its_event(opened, tables, place):
    change = next(select_changes(tables, Filters(province=(place,))).itertuples())
    app = opened("map", province=[place])
    app = app.button(key=f"dossier_change_{change.event_id}_{change.actor_id}").click().run()
    assert app.session_state["event"] == change.event_id


def test_the_address_of_a_view_opens_that_dossier(opened, tables, place):
    known = tables["sources"]["known_date"].sort_values().iloc[1].date()
    filters = replace(Filters(province=(place,)), known=known)
    app = opened("province", **query.write_filters(filters))
    assert app.session_state["filters"] == filters
    assert address(app) == query.write_filters(filters)
