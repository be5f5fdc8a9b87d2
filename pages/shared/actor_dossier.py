"""The dossier of one actor, on the page of persons and cohorts or on that of groups: what the atlas knows of him.

Reads the view and the address parameter `actor`. Draws what `bayah.actors` selects; choosing an event or another actor
in it changes the address. Every name leads to the dossier of who bears it, on the page where he belongs.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from bayah import actors, dossier, query
from bayah.actors import Group, Person
from bayah.dates import day_words, edtf_words, span_words
from bayah.figures.actors import draw_career, draw_terms
from bayah.figures.flows import draw_flows, people_words
from bayah.figures.look import counted
from bayah.model import MODALITIES
from bayah.query import Filters, Tables
from bayah.words import teller
from pages.shared import atlas
from pages.shared.components import (
    beside,
    chosen_points,
    day,
    draw_download,
    draw_empty,
    draw_event_table,
    draw_figure,
    end_known,
    ended,
    say_counts,
    when,
    with_drafts,
)
from pages.shared.disputes import draw_lead, field_words
from pages.shared.dossier import COUNTS, SOURCES, presence_table, say_events, say_paragraphs
from pages.shared.evidence import draw_evidence
from pages.shared.reporting import offer_events
from pages.shared.text import markdown

PROVINCE = "pages/explore/province.py"
OFFERED = 12
"""Actors that a page offers as buttons before one is chosen; the list has them all."""
STANDING_WORDS = {"held": "stands with it", "presumed": "stood with it when last heard of",
                  "uncertain": "not certain on that day", "former": "stood with it"}
HOLDING_WORDS = {"held": "holds it", "presumed": "held it when last heard of",
                 "uncertain": "may hold it (uncertain start or end)", "former": "held it",
                 "not_yet": "not told to hold it yet"}
OATH_WORDS = {"gave": "swore to", "withdrew": "withdrew it from, or left", "received": "was sworn to by",
              "lost": "lost the oath of"}
WAY_WORDS = {"came": "came, or swore to it", "left": "left", "within": "within the group",
             "rose": "stood up in it or broke away; no other side told"}
KIN_WORDS = {"above": "it is part of", "part_of": "it is told as part of", "splinter_of": "it is told as a splinter of",
             "below": "a part of it", "has_part": "told as a part of it", "has_splinter": "told as a splinter of it",
             "split": "broke away, or stood up in it"}
JUDGEMENT_WORDS = {"same": "The same", "undecided": "Perhaps the same, undecided", "not_same": "Not the same"}
_CSS = Path(__file__).resolve().parent / "dossier.css"


@dataclass(frozen=True)
class Place:
    """The page of a type of actors: where it stands, which types it takes, and how it calls one of them."""

    path: str
    types: tuple[str, ...]
    noun: str
    loose: str
    """The filter that the page sets itself, and so does not obey."""


PLACES = {
    "Person": Place("pages/explore/person.py", ("person", "cohort"), "person or cohort", "person"),
    "Group": Place("pages/explore/group.py", ("group",), "group", "group"),
}


def draw_page(title: str, draw: Callable[[Tables, Filters, str], None]) -> None:
    """The page of one actor, or the choice of one; an event that is chosen stands beside it."""
    filters: Filters = st.session_state["filters"]
    tables, place = atlas.view(filters), PLACES[title]
    actor_id = _chosen(tables, filters, place)
    st.title(title, anchor=False)
    listed = atlas.once(("listed", title, filters), lambda: actors.select_listed(tables, filters, place.types))
    is_here = actor_id in set(listed["actor_id"])
    _draw_choice(listed, place, actor_id if is_here else None)
    say_counts(query.select_events(tables, filters), filters)
    event_id = st.session_state.get("event")
    main, panel = st.columns(beside(event_id), gap="medium")
    with main:
        if is_here and actor_id:
            if set(getattr(filters, place.loose)) - {actor_id}:
                name = "Person or cohort" if place.loose == "person" else "Group"
                st.caption(f"The filter *{name}* does not narrow this dossier; all others do.")
            draw(tables, filters, actor_id)
        else:
            if actor_id:
                _draw_stranger(tables, filters, actor_id, place)
            _draw_ways_in(filters, listed, place)
    with panel:
        if event_id:
            draw_evidence(tables, filters)


def _chosen(tables: Tables, filters: Filters, place: Place) -> str | None:
    """The actor of the address under the id that he is kept by; one of another type, chosen here, leads to his page."""
    state = st.session_state
    actor_id = state.get("actor")
    if not actor_id:
        return None
    state["actor"] = actor_id = actors.kept_actor(tables, actor_id)
    if state.pop("_lead", False):
        other = _place_of(tables, actor_id)
        if other and other != place:
            # A bare turn would lose the filters: they go along as an address.
            st.switch_page(other.path, query_params={**query.write_filters(filters), "actor": actor_id})
    return actor_id


def _place_of(tables: Tables, actor_id: str) -> Place | None:
    types = tables["actors"].set_index("actor_id")["actor_type"]
    return next((place for place in PLACES.values() if types.get(actor_id) in place.types), None)


def open_actor(actor_id: str) -> None:
    """Choose this actor; what was open of the one before is closed."""
    st.session_state["actor"] = actor_id
    st.session_state["_lead"] = True
    st.session_state.pop("event", None)


def _open_event(event_id: str) -> None:
    st.session_state["event"] = event_id


def _draw_choice(listed: pd.DataFrame, place: Place, actor_id: str | None) -> None:
    """The list of actors, those of whom most is told first."""
    key = f"{place.loose}_choice"
    said = {row.actor_id: f"{row.name}{' (cohort)' if row.actor_type == 'cohort' else ''}: {say_events(row.n_events)}"
            for row in listed.itertuples()}

    def choose() -> None:
        if chosen := st.session_state[key]:
            open_actor(chosen)
        else:
            st.session_state.pop("actor", None)
            st.session_state.pop("event", None)

    st.session_state[key] = actor_id
    st.selectbox(f"Choose a {place.noun}", list(said), key=key, index=None, format_func=said.get, width=460,
                 on_change=choose, placeholder="Type a name, or choose one")


def _draw_stranger(tables: Tables, filters: Filters, actor_id: str, place: Place) -> None:
    """An id that is not of this page: it belongs to the other one, or to nobody."""
    other = _place_of(tables, actor_id)
    if other is None:
        st.warning("The link names an actor that the atlas does not hold.", icon=":material/link_off:")
        return
    name = markdown(atlas.names()[actor_id])
    st.markdown(f"**{name}** is no {place.noun}.")
    st.page_link(other.path, label=f"The dossier of {name}", icon=":material/arrow_forward:",
                 query_params={**query.write_filters(filters), "actor": actor_id})


def _draw_ways_in(filters: Filters, listed: pd.DataFrame, place: Place) -> None:
    """Without an actor chosen: those of whom most is told."""
    told = listed[listed["n_events"] > 0]
    if told.empty:
        draw_empty(filters)
        return
    st.markdown(f"Choose a {place.noun} to see all that the articles tell. Something is told of **{len(told)}** of the "
                f"{len(listed)}; most of these:")
    _draw_names(f"{place.loose}_way", [(row.actor_id, f"{row.name}: {say_events(row.n_events)}")
                                       for row in told.head(OFFERED).itertuples()])


def _draw_names(key: str, named: Iterable[tuple[str, str]], lead: str = "") -> None:
    """Actors beside each other, each leading to his dossier, after words that say who they are."""
    named = list(named)
    if not named:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if lead:
            st.caption(lead, width="content")
        for actor_id, label in named:
            st.button(markdown(label), key=f"{key}_{actor_id}", on_click=open_actor, args=(actor_id,))


def _draw_table(table: pd.DataFrame, ids: Iterable[object], key: str, alt: str, choose: Callable[[str], None],
                **columns: Any) -> None:
    """A table whose rows lead on to these ids, and its takeaway; a row without an id leads nowhere."""
    targets = list(ids)

    def chosen() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        if rows and isinstance(targets[rows[0]], str):
            choose(str(targets[rows[0]]))

    st.dataframe(table, hide_index=True, key=key, alt=alt, on_select=chosen, selection_mode="single-row",
                 column_config=columns)
    draw_download(table, f"bayah-{key}.csv", f"{key}_download")


def _draw_head(tables: Tables, actor_id: str, above: str, events: pd.DataFrame, articles: pd.DataFrame) -> None:
    """Name, what he is by the articles, how much is told, other spellings, and judgements of identity."""
    kind = tables["actors"].set_index("actor_id").at[actor_id, "actor_type"]
    row = tables[f"{kind}s"].set_index(f"{kind}_id").loc[actor_id]
    numbers = {"event": len(events), "claim": int(articles["n_claims"].sum()), "source": len(articles)}
    counts = "".join(f"<li><b>{n:,}</b> {noun if n == 1 else f'{noun}s'}</li>" for noun, n in numbers.items())
    counts += f"<li><b>{int(events['is_contested'].sum()):,}</b> disputed</li>"
    told = f"<ul>{counts}</ul>" if len(events) else ""  # nothing told is no zero
    notes = html.escape(row["notes"]) if isinstance(row["notes"], str) else ""
    st.html(_CSS)
    st.html(f'<div class="dossier-head"><p class="country">{html.escape(above)}</p>'
            f"<h2>{html.escape(row['name'])}</h2><p>{notes}</p>{told}</div>")
    if spellings := query.aliases_of(tables, actor_id):
        st.caption("Also written " + ", ".join(markdown(name) for name in spellings))
    _draw_identities(tables, actor_id)


def _draw_identities(tables: Tables, actor_id: str) -> None:
    """Who was judged to be the same or not, with the reasons."""
    rows = actors.select_identities(tables, actor_id)
    if rows.empty:
        return
    with st.expander(f"Who is who: {counted(len(rows), 'judgement')} with reasons"):
        for row in rows.itertuples():
            st.markdown(f"**{JUDGEMENT_WORDS[row.judgement]}: {markdown(row.called)}.** {markdown(row.reason)}")
        others = rows.dropna(subset="other_id").drop_duplicates("other_id")
        _draw_names(f"{actor_id}_identity", zip(others["other_id"], others["called"], strict=True), "Go to")
        draw_download(rows, f"bayah-identities-{actor_id}.csv", f"identities_{actor_id}_download")


def _draw_nothing(tables: Tables, filters: Filters, actor_id: str) -> None:
    st.markdown(f"None of the {len(tables['sources'])} articles tells an event of this view in which "
                f"{markdown(atlas.names()[actor_id])} takes part.")
    draw_empty(filters)


def draw_person(tables: Tables, filters: Filters, actor_id: str) -> None:
    """The dossier of a person or cohort."""
    found = atlas.once(("person", filters, actor_id), lambda: actors.select_person(tables, filters, actor_id))
    own = actors.own_view(tables, filters, actor_id)
    articles = atlas.once(("articles", own), lambda: dossier.select_articles(tables, own))
    kind = tables["actors"].set_index("actor_id").at[actor_id, "actor_type"]
    _draw_head(tables, actor_id, kind, found.events, articles)
    offer_events(tables, own, found.events, atlas.names()[actor_id])
    if found.events.empty:
        _draw_nothing(tables, filters, actor_id)
        return
    st.markdown("#### Career")
    _draw_career(filters, found, actor_id)
    st.markdown("#### Oaths")
    _draw_oaths(found.oaths, actor_id)
    st.markdown("#### Offices")
    _draw_offices(filters, found.offices, actor_id)
    st.markdown("#### Tied to")
    _draw_tied(found.tied, actor_id)
    _draw_where(tables, filters, actor_id)
    _draw_events(found.events, actor_id)
    _draw_told_by(filters, found, articles, actor_id)


def _draw_career(filters: Filters, found: Person, actor_id: str) -> None:
    """Whom he stood with as lines and as a table."""
    spells, key = found.spells, f"career_{actor_id}"
    if spells.empty:
        st.markdown("Nobody tells of a group that he stood with in this view.")
        return

    def choose() -> None:
        for point in chosen_points(key):
            chosen = point["customdata"][0]
            if chosen in set(spells["group_id"]):
                open_actor(chosen)
            else:
                _open_event(chosen)

    marks = found.events[found.events["event_id"].isin(found.career)]
    figure = atlas.once(("career", filters, actor_id), lambda: draw_career(
        spells, marks, found.career, atlas.colours(), atlas.theme(), _on(filters)))
    draw_figure(figure, key, f"Career of {atlas.names()[actor_id]}: {counted(len(spells), 'spell')}, as in the table "
                "below", choose, scrollZoom=False)
    st.caption("A line is a group stood with; a mark an act behind it. Full: surely held. Pale: may have begun or "
               "ended. Palest: no end told. Hatched or hollow: disputed. Click a mark to see its claims, a line to go "
               "to the group.")
    _draw_table(spell_table(spells, filters).drop(columns="Who"), spells["group_id"], f"spells_{actor_id}",
                "Groups stood with; choose a row to go to the group", open_actor)


def _on(filters: Filters) -> pd.Timestamp | None:
    return pd.Timestamp(filters.on) if filters.on else None


def spell_table(spells: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Spells as a reader's table."""
    words = STANDING_WORDS if filters.on else STANDING_WORDS | {"held": "no end told"}
    return with_drafts(pd.DataFrame({
        "Who": spells["actor_name"], "Group": spells["group_name"],
        "Role": spells["role"].fillna("").str.replace(";", ", "), "How": spells["standing"].map(words),
        "Begun": [span_words(day(s.start_earliest), day(s.start_latest)) for s in spells.itertuples()],
        "Ended": [ended(s) for s in spells.itertuples()], "How known": [end_known(s) for s in spells.itertuples()],
        "Disputed": spells["is_contested"].map({True: "disputed", False: ""}),
    }), spells)


def _draw_oaths(oaths: pd.DataFrame, actor_id: str) -> None:
    if oaths.empty:
        st.markdown("No oath is told in this view.")
        return
    st.caption("One row a claim. An oath that is only planned, doubted or denied says so under *Told as*. Choose a "
               "row to see the event.")
    _draw_table(oath_table(oaths), oaths["event_id"], f"oaths_{actor_id}", "Oaths; choose a row to see its claims",
                _open_event)
    others = oaths.dropna(subset="other_id").drop_duplicates("other_id")
    _draw_names(f"{actor_id}_oath", zip(others["other_id"], others["other_name"], strict=True), "Go to")


def oath_table(oaths: pd.DataFrame) -> pd.DataFrame:
    """Oaths as a reader's table."""
    return with_drafts(pd.DataFrame({
        "Oath": oaths["how"].map(OATH_WORDS), "To or from whom": oaths["other_name"].fillna("not told"),
        "Group": oaths["group_name"].fillna(""), "When": [when(row) for row in oaths.itertuples()],
        "Told as": oaths["modality"], "Who says so": oaths["asserted_by"].map(teller), "Claim": oaths["claim_id"],
        "Paragraph": oaths["paragraph"], "Disputed": oaths["is_contested"].map({True: "disputed", False: ""}),
    }), oaths)


def _draw_offices(filters: Filters, terms: pd.DataFrame, actor_id: str) -> None:
    if terms.empty:
        st.markdown("No office is told in this view.")
        return
    _draw_table(office_table(terms, filters).drop(columns="Who"), terms["group_id"], f"offices_{actor_id}",
                "Offices; choose a row to go to the group", open_actor)
    near = {row.actor: row.name for column in ("predecessor", "successor") for row in terms.dropna(
        subset=f"{column}_id").rename(columns={f"{column}_id": "actor", f"{column}_name": "name"}).itertuples()}
    _draw_names(f"{actor_id}_office", near.items(), "Before and after")


def office_table(terms: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Terms of office as a reader's table."""
    words = HOLDING_WORDS if filters.on else HOLDING_WORDS | {"held": "no end told"}
    return with_drafts(pd.DataFrame({
        "Office": terms["role"], "Group": terms["group_name"], "Who": terms["actor_name"],
        "Standing": terms["standing"].map(words),
        "Begun": [span_words(day(t.start_earliest), day(t.start_latest)) for t in terms.itertuples()],
        "Ended": [ended(t) for t in terms.itertuples()], "How known": [end_known(t) for t in terms.itertuples()],
        "After": terms["predecessor_name"].fillna(""), "Before": terms["successor_name"].fillna(""),
        "Disputed": terms["is_contested"].map({True: "disputed", False: ""}),
    }), terms)


def _draw_tied(tied: pd.DataFrame, actor_id: str) -> None:
    if tied.empty:
        st.markdown("No tie to another actor is told in this view.")
        return
    others = tied.drop_duplicates("other_id")
    _draw_names(f"{actor_id}_tied", zip(others["other_id"], others["other_name"], strict=True))
    with st.expander(f"How: {counted(len(tied), 'tie')}"):
        _draw_table(tie_table(tied), tied["other_id"], f"ties_{actor_id}",
                    "Ties; choose a row to go to who is at the other end", open_actor)


def tie_table(tied: pd.DataFrame) -> pd.DataFrame:
    """Ties as a reader's table."""
    return with_drafts(pd.DataFrame({
        "Tie": tied["words"], "Office": tied["role"].astype("str").fillna("").str.replace(";", ", "),
        "When": [when(row) for row in tied.itertuples()], "Claims": tied["n_claims"].astype("int64"),
        "Disputed": tied["is_contested"].map({True: "disputed", False: ""}),
    }), tied)


def _draw_where(tables: Tables, filters: Filters, actor_id: str) -> None:
    """The provinces in which events are placed, each leading to its dossier."""
    own = actors.own_view(tables, filters, actor_id)
    told = atlas.once(("told", own.without("province")), lambda: dossier.select_told(tables, own))
    told = told[told["n_events"] > 0]
    st.markdown("#### Where")
    if told.empty:
        st.markdown("None of the events is placed in a province.")
        return
    with st.container(horizontal=True, gap="medium"):
        for row in told.itertuples():
            st.page_link(PROVINCE, label=f"{markdown(row.name)}: {say_events(row.n_events)}",
                         icon=":material/location_on:",
                         query_params=query.write_filters(replace(filters, province=(row.province_id,))))
    if filters.province:
        st.caption("The filter *Province* does not narrow this line.")


def _draw_events(events: pd.DataFrame, actor_id: str) -> None:
    st.markdown("#### Events")
    draw_event_table(events, f"events_{actor_id}")


def _draw_told_by(filters: Filters, found: Person | Group, articles: pd.DataFrame, actor_id: str) -> None:
    """Who says all this, what is disputed of it, and the articles."""
    st.markdown("#### Who vouches for it")
    st.caption("Who says so inside each article, how often and how firmly. Asserted: told as a fact. Reported: passed "
               "on as hearsay. Claims of all events above.")
    table = voice_table(found.voices)
    st.dataframe(table, hide_index=True, key=f"voices_{actor_id}", alt="Who vouches: by article and by voice")
    draw_download(table, f"bayah-voices-{actor_id}.csv", f"voices_{actor_id}_download")
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("#### What is disputed")
        _draw_disputes(filters, found.disputes, actor_id)
    with right:
        st.markdown("#### Sources")
        _draw_articles(filters, articles, actor_id)


def voice_table(voices: pd.DataFrame) -> pd.DataFrame:
    """Who vouches as a reader's table."""
    return pd.DataFrame({
        "Who says so": voices["asserted_by"].map(teller),
        "Article": voices["publisher"] + ", " + voices["published"].map(edtf_words),
        "Claims": voices["n_claims"],
        "How firmly": [", ".join(f"{modality} {n}" for modality in MODALITIES if (n := getattr(row, f"n_{modality}")))
                       for row in voices.itertuples()],
        "Of what": voices["kinds"],
    })


def _draw_disputes(filters: Filters, disputes: pd.DataFrame, actor_id: str) -> None:
    if disputes.empty:
        st.markdown("Nothing that is told here is disputed in this view.")
        return
    for row in disputes.itertuples():
        with st.container(gap="xxsmall"):
            draw_lead(row.dispute_id, filters, markdown(row.question))
            about = "" if row.is_own else f", of {markdown(row.actor_name)}"
            st.caption(f"About {field_words(row.field)}{about}; {counted(row.n_sides, 'side')}, "
                       f"{counted(row.n_claims, 'claim')}, {counted(row.n_sources, 'article')}")
    draw_download(disputes, f"bayah-disputes-{actor_id}.csv", f"disputes_{actor_id}_download")


def _draw_articles(filters: Filters, articles: pd.DataFrame, actor_id: str) -> None:
    for row in articles.itertuples():
        with st.container(gap="xxsmall"):
            st.page_link(SOURCES, label=markdown(row.title), icon=":material/article:",
                         query_params={**query.write_filters(filters), "article": row.source_id})
            st.caption(f"{markdown(row.publisher)}, {edtf_words(row.published)}: "
                       f"{counted(row.n_claims, 'claim')}; {markdown(say_paragraphs(row.paragraphs))}")
    draw_download(articles.drop(columns="n_placed"), f"bayah-sources-{actor_id}.csv", f"sources_{actor_id}_download")


def draw_group(tables: Tables, filters: Filters, group_id: str) -> None:
    """The dossier of a group."""
    found = atlas.once(("group", filters, group_id), lambda: actors.select_group(tables, filters, group_id))
    own = actors.own_view(tables, filters, group_id)
    articles = atlas.once(("articles", own), lambda: dossier.select_articles(tables, own))
    kin = found.kin
    above = [row.other_name for row in kin[kin["how"] == "above"].itertuples()]
    kind = tables["groups"].set_index("group_id").at[group_id, "kind"]
    _draw_head(tables, group_id, f"{kind}{f', part of {above[0]}' if above else ''}", found.events, articles)
    offer_events(tables, own, found.events, atlas.names()[group_id])
    fixed = kin[kin["how"].isin(["above", "below"])]
    if len(fixed):
        _draw_names(f"{group_id}_kin", [(row.other_id, f"{'Part of ' if row.how == 'above' else ''}{row.other_name}")
                                        for row in fixed.itertuples()])
    if (kin["how"] == "below").any():
        st.caption("What is told of its parts and of their men counts for it too.")
    if found.events.empty:
        _draw_nothing(tables, filters, group_id)
        return
    _draw_leaders(filters, found.leaders, group_id)
    _draw_turnover(tables, filters, found, group_id)
    _draw_members(filters, found.members, group_id)
    _draw_grounds(tables, filters, group_id)
    _draw_relations(found, group_id)
    _draw_events(found.events, group_id)
    _draw_told_by(filters, found, articles, group_id)


def _draw_leaders(filters: Filters, terms: pd.DataFrame, group_id: str) -> None:
    """Who held which office: the leading ones as lines, all as a table."""
    st.markdown("#### Leaders and offices through time")
    if terms.empty:
        st.markdown("No office in it is told in this view.")
        return
    drawn, key = terms[terms["is_sole"]], f"leaders_{group_id}"
    if len(drawn):
        holder = dict(zip(drawn["succession_id"], drawn["actor_id"], strict=True))

        def choose() -> None:
            for point in chosen_points(key):
                open_actor(holder[point["customdata"][0]])

        figure = atlas.once(("leaders", filters, group_id), lambda: draw_terms(
            drawn, atlas.colours(), atlas.theme(), _on(filters)))
        draw_figure(figure, key, f"Leaders of {atlas.names()[group_id]}: {counted(len(drawn), 'term')} of office, as "
                    "in the table below", choose, scrollZoom=False)
        st.caption("Offices that one holds at a time, each holder a line. Full: surely held. Pale: may have begun or "
                   "ended. Palest: no end told. Hatched: disputed. Click a line to go to its holder. Whom nobody tells "
                   "of is missing.")
    _draw_table(office_table(terms, filters), terms["actor_id"], f"offices_{group_id}",
                "Offices in the group; choose a row to go to who held it", open_actor)


def _draw_turnover(tables: Tables, filters: Filters, found: Group, group_id: str) -> None:
    """Who came and who left: the flows as a figure, and by name."""
    st.markdown("#### Who came and who left")
    own = actors.own_view(tables, filters, group_id)
    changes = atlas.once(("turnover", filters, group_id), lambda: actors.select_turnover(
        tables, filters, group_id, dossier.select_changes(tables, own)))
    if changes.empty:
        st.markdown("Nobody is told to have come or left in this view.")
        return
    if len(found.flows):
        figure = atlas.once(("own_flows", filters, group_id), lambda: draw_flows(
            found.flows, atlas.colours(), atlas.theme()))
        draw_figure(figure, f"flows_{group_id}", f"Flows to and from {atlas.names()[group_id]}: "
                    f"{counted(len(found.flows), 'pair')}; the numbers stand below")
        st.caption("Left: the group that was left. Right: the group joined. Width: number of events that name both. "
                   + " ".join(_flow_words(row) for row in found.flows.itertuples()))
    _draw_table(turnover_table(changes), changes["event_id"], f"turnover_{group_id}",
                "Who came and who left; choose a row to see its claims", _open_event)


def _flow_words(row: Any) -> str:
    disputed = f", {row.n_contested} disputed" if row.n_contested else ""
    return (f"{markdown(row.from_group)} to {markdown(row.to_group)}: {counted(row.n_events, 'event')}, "
            f"{people_words(row.people_min, row.people_max)}{disputed}.")


def turnover_table(changes: pd.DataFrame) -> pd.DataFrame:
    """Who came and who left as a reader's table."""
    return pd.DataFrame({
        "Way": changes["way"].map(WAY_WORDS), "Who": changes["name"], "People": [
            _people(row.people_min, row.people_max) for row in changes.itertuples()],
        "Left": changes["left"], "Joined": changes["joined"], "When": [when(row) for row in changes.itertuples()],
        "Kind": changes["kind"], "Disputed": changes["is_contested"].map({True: "disputed", False: ""}),
    })


def _people(low: Any, high: Any) -> str:
    """How many people, as far as it is told."""
    if pd.isna(low) and pd.isna(high):
        return "not told"
    if pd.isna(high):
        return f"{low:,} or more"
    return f"up to {high:,}" if pd.isna(low) else f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _draw_members(filters: Filters, spells: pd.DataFrame, group_id: str) -> None:
    """Who stands with it and who stood with it."""
    st.markdown("#### Members")
    if spells.empty:
        st.markdown("Nobody is told to have stood with it in this view.")
        return
    former = spells["standing"] == "former"
    said = f"Stood with it on {day_words(filters.on)}, or may have" if filters.on else "No end told"
    n_now, n_former = spells.loc[~former, "actor_id"].nunique(), spells.loc[former, "actor_id"].nunique()
    st.caption(f"{said}: **{n_now:,}**. Former: **{n_former:,}**. Who left and came back counts as both. Choose a row "
               "to go to him.")
    _draw_table(spell_table(spells, filters), spells["actor_id"], f"members_{group_id}",
                "Members now and former; choose a row to go to him", open_actor)


def _draw_grounds(tables: Tables, filters: Filters, group_id: str) -> None:
    """The provinces in which it is told to be, and those in which anything of it happened."""
    own = actors.own_view(tables, filters, group_id)
    grounds = atlas.once(("grounds", filters, group_id), lambda: _grounds(tables, own, group_id))
    _draw_where(tables, filters, group_id)
    if grounds.empty:
        st.markdown("In none of them is it told to be present itself.")
        return
    party = actors.party_of(tables, group_id)
    above = "" if party == group_id else f" It counts for {markdown(atlas.names()[party])}, of which it is a part."
    st.caption(f"{COUNTS.replace('Who is', 'Where it is', 1)}{above}")
    table = presence_table(grounds, filters).rename(columns={"Who": "Province"})
    st.dataframe(table, hide_index=True, key=f"grounds_{group_id}", alt="Provinces in which it is told to be present")
    draw_download(table, f"bayah-presence-{group_id}.csv", f"grounds_{group_id}_download")


def _grounds(tables: Tables, own: Filters, group_id: str) -> pd.DataFrame:
    told = dossier.select_told(tables, own.without("kind", "on", "from_", "to"))
    told = told[told["n_events"] > 0]
    if own.province:
        told = told[told["province_id"].isin(query.with_merged(own).province)]
    presence = {place: dossier.select_presence(tables, replace(own, province=(place,)))
                for place in told["province_id"]}
    return actors.select_grounds(told, presence, actors.party_of(tables, group_id))


def _draw_relations(found: Group, group_id: str) -> None:
    """How it stood to others, and what it is part of or lost."""
    st.markdown("#### How it stood to others")
    relations = found.relations
    if relations.empty:
        st.markdown("Nothing is told of it in this view.")
    else:
        _draw_table(relation_table(relations), relations["event_id"], f"relations_{group_id}",
                    "Relations to others; choose a row to see its claims", _open_event)
        others = relations.drop_duplicates("other_id")
        _draw_names(f"{group_id}_relation", zip(others["other_id"], others["other_name"], strict=True), "Go to")
    st.markdown("#### Parts and splinters")
    kin = found.kin
    if kin.empty:
        st.markdown("No part and no splinter of it is told in this view.")
        return
    st.caption("Choose a row to go to who it is.")
    _draw_table(kin_table(kin), kin["other_id"], f"parts_{group_id}",
                "Parts and splinters; choose a row to go to who it is", open_actor)


def relation_table(relations: pd.DataFrame) -> pd.DataFrame:
    """Relations as a reader's table."""
    return with_drafts(pd.DataFrame({
        "With": relations["other_name"], "How": relations["words"],
        "When": [when(row) for row in relations.itertuples()], "Told as": relations["modality"],
        "Claims": relations["n_claims"],
        "Disputed": relations["is_contested"].map({True: "disputed", False: ""}),
    }), relations)


def kin_table(kin: pd.DataFrame) -> pd.DataFrame:
    """Parts and splinters as a reader's table; what the table of groups says has no day."""
    return with_drafts(pd.DataFrame({
        "Who": kin["other_name"], "How": kin["how"].map(KIN_WORDS),
        "When": [when(row) if isinstance(row.event_id, str) else "" for row in kin.itertuples()],
        "Told as": kin["modality"].fillna("table of groups"),
        "Disputed": kin["is_contested"].map({True: "disputed", False: ""}),
    }), kin)
