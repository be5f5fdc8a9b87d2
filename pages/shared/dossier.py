"""The dossier of the chosen provinces, beside the map or on the page of its own: what the atlas knows of them.

Reads the view and its `province` filter. Draws `bayah.dossier.select_dossier`; choosing an event, a party or a
neighbour in it changes the address. The narrow one stands in the place of the evidence, never beside it: both list
events by the same buttons.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from bayah import dossier, query, timeline
from bayah.dates import day_words, edtf_words, span_words
from bayah.dossier import Dossier
from bayah.figures.dossier import NOTHING, draw_surroundings, open_all_years
from bayah.figures.flows import draw_flows, people_words
from bayah.figures.look import NEUTRAL, counted
from bayah.figures.timeline import draw_events
from bayah.model import split_list
from bayah.query import FATA_MERGED, MERGED_INTO, Filters, Tables, boundary_day
from pages.shared import atlas
from pages.shared.components import (
    chosen_points,
    day,
    draw_download,
    draw_empty,
    draw_event_table,
    draw_figure,
    when,
)
from pages.shared.disputes import draw_lead, field_words
from pages.shared.event import draw_event_list
from pages.shared.reporting import offer_events
from pages.shared.text import markdown

SOURCES = "pages/evidence/sources.py"
COUNTRY = {"AF": "Afghanistan", "PK": "Pakistan"}
NATIVE = {"name_fa": ("fa", "Persian"), "name_ps": ("ps", "Pashto"), "name_ur": ("ur", "Urdu")}
"""Columns of native names with their languages, all written from right to left."""
STANDING = {"presumed": "no leaving told", "withdrawn": "left", "uncertain": "left, or back: not certain"}
STANDING_ON = {"held": "told there on that day", "presumed": "told before, no leaving told",
               "withdrawn": "left before that day", "uncertain": "not certain"}
COUNTS = ("Who is told to be present, to fight, attack, recruit, hold office, be declared or leave there; not what is "
          "only planned or denied. It tells who was seen there, not who held the ground.")
_HERE = Path(__file__).resolve().parent


def draw_dossier(tables: Tables, filters: Filters, narrow: bool) -> None:
    """The dossier of the provinces of the filters, in one narrow column or over the whole page."""
    after = boundary_day(filters) is not None
    touching = atlas.once(("neighbours", after), lambda: dossier.neighbours(atlas.boundaries(after)))
    found = atlas.once(("dossier", filters), lambda: dossier.select_dossier(tables, filters, touching))
    st.html(_HERE / "dossier.css")
    if narrow:
        _draw_head(tables, filters, found, narrow)
    else:
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _draw_head(tables, filters, found, narrow)
        with right:
            _draw_surroundings(tables, filters, found)
    if not narrow:
        offer_events(tables, filters, found.events, f"Events in {_named(filters)}")
    if found.events.empty:
        st.markdown(f"None of the {len(tables['sources'])} articles ties an event of this view to "
                    f"{markdown(_named(filters))}.")
        draw_empty(filters)
    elif narrow:
        _draw_narrow(tables, filters, found)
    else:
        _draw_wide(tables, filters, found)
    _draw_near(tables, filters, found, narrow)


def switch_province(province_id: str) -> None:
    """Choose this province alone, on all pages; what was open of the one before is closed."""
    st.session_state["province"] = [province_id]
    for name in ("event", "actor"):
        st.session_state.pop(name, None)


def say_events(n_events: int) -> str:
    """How much is told of a province: nothing told is no zero."""
    return counted(n_events, "event") if n_events else NOTHING


def _draw_narrow(tables: Tables, filters: Filters, found: Dossier) -> None:
    with st.expander(f"Events in time ({len(found.events):,})", expanded=True):
        _draw_timeline(tables, filters, found, narrow=True)
        st.caption("Choose an event to see its claims. :material/balance: disputed")
        with st.container(height=360 if len(found.events) > 7 else "content", border=False):
            draw_event_list(found.events)
        draw_download(found.events, "bayah-province-events.csv", "dossier_narrow_events_download")
    with st.expander(f"Who is present, and since when ({len(found.presence):,})"):
        _draw_presence(filters, found, narrow=True)
    with st.expander(f"Who changed sides there ({len(found.changes):,})"):
        _draw_changes(filters, found, narrow=True)
    with st.expander(f"Disputes ({len(found.disputes):,})"):
        _draw_disputes(filters, found, narrow=True)
    with st.expander(f"Sources ({len(found.articles):,})"):
        _draw_articles(filters, found, narrow=True)


def _draw_wide(tables: Tables, filters: Filters, found: Dossier) -> None:
    st.markdown("#### Its events in time")
    _draw_timeline(tables, filters, found, narrow=False)
    draw_event_table(found.events, "dossier_events")
    st.markdown("#### Who is present, and since when")
    _draw_presence(filters, found, narrow=False)
    st.markdown("#### Who changed sides there")
    _draw_changes(filters, found, narrow=False)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("#### What is disputed")
        _draw_disputes(filters, found, narrow=False)
    with right:
        st.markdown("#### Sources")
        _draw_articles(filters, found, narrow=False)


def _named(filters: Filters) -> str:
    called = [atlas.names()[place] for place in filters.province]
    return " and ".join([", ".join(called[:-1]), called[-1]]) if len(called) > 1 else "".join(called)


def _draw_head(tables: Tables, filters: Filters, found: Dossier, narrow: bool) -> None:
    """The names of the provinces, and how much is told of them and not told."""
    rows = tables["provinces"].set_index("province_id").loc[list(filters.province)]
    native = "".join(_native(row) for _, row in rows.iterrows())
    countries = " and ".join(COUNTRY[country] for country in dict.fromkeys(rows["country"]))
    n_claims, n_contested = int(found.articles["n_claims"].sum()), int(found.events["is_contested"].sum())
    counts = "".join(f"<li><b>{n:,}</b> {what}</li>" for n, what in (
        (len(found.events), "event" if len(found.events) == 1 else "events"),
        (n_claims, "claim" if n_claims == 1 else "claims"),
        (len(found.articles), "source" if len(found.articles) == 1 else "sources"), (n_contested, "disputed")))
    told = f"<ul>{counts}</ul>" if len(found.events) else ""  # nothing told is no zero
    st.html(f'<div class="dossier-head{" narrow" if narrow else ""}"><p class="country">{html.escape(countries)}</p>'
            f'<h2>{html.escape(_named(filters))}</h2><p class="native">{native}</p>{told}</div>')
    for words in (_say_untold(found), _say_merger(filters)):
        if words:
            st.caption(words)


def _native(province: pd.Series[Any]) -> str:
    """The names of a province in its own languages; those that are written alike stand once."""
    told: dict[str, list[tuple[str, str]]] = {}
    for column, language in NATIVE.items():
        if isinstance(province[column], str):
            told.setdefault(province[column], []).append(language)
    return "".join(f'<span lang="{languages[0][0]}" dir="rtl">{html.escape(name)}</span>'
                   f"<small>{', '.join(words for _, words in languages)}</small>" for name, languages in told.items())


def _say_untold(found: Dossier) -> str:
    """What the sources do not say: the day."""
    n_events, n_exact = len(found.events), int((found.events["date_precision"] == "day").sum())
    if n_exact == n_events:
        return ""
    undated = f"; {found.n_undated:,} only known to be before publication" if found.n_undated else ""
    return f"The sources give no exact day for {n_events - n_exact:,} of {counted(n_events, 'event')}{undated}."


def _say_merger(filters: Filters) -> str:
    """Which province was part of which on the day of the view."""
    called = {place: markdown(name) for place, name in atlas.names().items()}
    merged = [place for place in query.with_merged(filters).province if place not in filters.province]
    if merged:
        return f"With {' and '.join(called[place] for place in merged)}, part of it since {day_words(FATA_MERGED)}."
    return " ".join(f"{called[old]} became part of {called[new]} on {day_words(FATA_MERGED)}."
                    for old, new in MERGED_INTO.items() if old in filters.province)


def _draw_timeline(tables: Tables, filters: Filters, found: Dossier, narrow: bool) -> None:
    """The events as marks and spans, in lanes by group."""
    key = "dossier_narrow_timeline" if narrow else "dossier_timeline"

    def choose() -> None:
        for point in chosen_points(key):
            _open_event(point["customdata"][0])

    figure = atlas.once(("dossier_timeline", filters, narrow),
                        lambda: _timeline(tables, filters, found.events, labelled=not narrow))
    draw_figure(figure, key, f"Timeline of {counted(len(found.events), 'event')} in {_named(filters)}; the list below "
                "has the same", choose, scrollZoom=False)
    st.caption("Mark: known to the day. Bar: somewhere within this span. Arrow: by this day at the latest. Hollow or "
               "hatched: disputed. Click one to see its claims.")


def _timeline(tables: Tables, filters: Filters, events: pd.DataFrame, labelled: bool) -> go.Figure:
    group_of = query.group_of_events(tables)
    laned = events.merge(timeline.select_lanes(tables, "group"), on="event_id")
    colours = {event: atlas.colours().get(group_of.get(event, ""), NEUTRAL) for event in events["event_id"]}
    on = pd.Timestamp(filters.on) if filters.on else None
    figure = draw_events(laned, timeline.order_lanes(laned), colours, atlas.theme(), on)
    return open_all_years(figure, events, atlas.theme(), labelled)


def _draw_presence(filters: Filters, found: Dossier, narrow: bool) -> None:
    """Who is told there: a list in narrow places, else a table whose rows open the party."""
    unmoved = " *Kind of event*, *From* and *To* do not shorten these spans." \
        if filters.kind or filters.from_ or filters.to else ""
    if found.presence.empty:
        st.markdown("Nobody is told to be there in this view.")
        return
    st.caption(COUNTS + unmoved)
    table = presence_table(found.presence, filters)
    if narrow:
        for party_id, row in zip(found.presence["party_id"], table.to_dict("records"), strict=True):
            st.button(_presence_line(row), key=f"dossier_party_{party_id}", type="tertiary", on_click=_open_party,
                      args=(party_id,))
    else:
        def choose() -> None:
            if rows := st.session_state["dossier_presence"]["selection"]["rows"]:
                _open_party(found.presence.at[rows[0], "party_id"])

        st.dataframe(table, hide_index=True, key="dossier_presence", on_select=choose, selection_mode="single-row",
                     alt="Who is told to be there; choose a row to open the group", height="content",
                     column_config={"Events": st.column_config.NumberColumn(width=60),
                                    "Undated": st.column_config.NumberColumn(width=65)})
    draw_download(table, "bayah-province-presence.csv",
                  "dossier_narrow_presence_download" if narrow else "dossier_presence_download")


def presence_table(presence: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Who is told there as a reader's table."""
    on = day_words(filters.on) if filters.on else ""
    doubt = presence["is_doubted"].map({True: "only told in doubt", False: ""})
    return pd.DataFrame({
        "Who": presence["name"],
        "First told there": [span_words(day(row.first_earliest), day(row.first_latest))
                             for row in presence.itertuples()],
        "Last told there": [span_words(day(row.last_earliest), day(row.last_latest)) for row in presence.itertuples()],
        f"On {on}" if on else "Since then": presence["standing"].map(STANDING_ON if on else STANDING),
        "How known": presence["how"],
        "Undated": presence["n_undated"],
        "Disputed": doubt.mask(presence["is_contested"], "disputed"),
    })


def _presence_line(row: dict[str, Any]) -> str:
    """One party in words, for narrow places."""
    who, first, last, standing, how, undated, disputed = row.values()
    span = f"told there {first}" if first == last else f"first told there {first}, last {last}"
    day_said = next(column for column in row if column.startswith(("On ", "Since ")))
    said = f"{day_said}: {standing}" if day_said.startswith("On ") else standing
    more = f", {undated} undated" if undated else ""
    mark = f" :material/balance: {disputed}" if disputed else ""
    return f"**{markdown(who)}:** {markdown(span)}; {markdown(said)} ({markdown(how)}{more}){mark}"


def _draw_changes(filters: Filters, found: Dossier, narrow: bool) -> None:
    """The flows between groups, and by name who went."""
    key = "dossier_narrow" if narrow else "dossier"
    if found.changes.empty:
        st.markdown("Nobody is told to have changed sides there in this view.")
        return
    if len(found.flows):
        _draw_flows(filters, found, narrow)
    table = changes_table(found.changes)
    if narrow:
        for row, words in zip(found.changes.itertuples(), _changes_words(table), strict=True):
            st.button(words, key=f"dossier_change_{row.event_id}_{row.actor_id}", type="tertiary",
                      on_click=_open_event, args=(row.event_id,))
    else:
        def choose() -> None:
            if rows := st.session_state["dossier_changes"]["selection"]["rows"]:
                _open_event(found.changes.at[rows[0], "event_id"])

        st.dataframe(table, hide_index=True, key="dossier_changes", on_select=choose, selection_mode="single-row",
                     alt="Who changed sides there; choose a row to see the claims")
    draw_download(table, "bayah-province-changes.csv", f"{key}_changes_download")


def _open_event(event_id: str) -> None:
    st.session_state["event"] = event_id


def _open_party(party_id: str) -> None:
    st.session_state["actor"] = party_id
    st.session_state.pop("event", None)


def _draw_flows(filters: Filters, found: Dossier, narrow: bool) -> None:
    flows, key = found.flows, "dossier_narrow_flows" if narrow else "dossier_flows"
    if narrow:  # names as long as the figure is wide
        whole = atlas.tables(filters.drafts)
        short = [query.short_names(whole, pair) for pair in zip(
            flows["from_group_id"], flows["to_group_id"], strict=True)]
        flows = flows.assign(from_group=[pair[0] for pair in short], to_group=[pair[1] for pair in short])
    figure = atlas.once(("dossier_flows", filters, narrow), lambda: draw_flows(flows, atlas.colours(), atlas.theme()))
    draw_figure(figure, key, f"Flows between groups: {counted(len(flows), 'pair')}; the numbers stand below")
    st.caption("Left: the group that was left. Right: the group joined. Width: number of events that name both. "
               + " ".join(f"{markdown(row.from_group)} to {markdown(row.to_group)}: {counted(row.n_events, 'event')}, "
                          f"{people_words(row.people_min, row.people_max)}"
                          f"{f', {row.n_contested} disputed' if row.n_contested else ''}."
                          for row in flows.itertuples()))


def changes_table(changes: pd.DataFrame) -> pd.DataFrame:
    """Who changed sides as a reader's table."""
    return pd.DataFrame({
        "Who": changes["name"], "Left": changes["left"], "Joined": changes["joined"],
        "When": [when(row) for row in changes.itertuples()], "Kind": changes["kind"],
        "Disputed": changes["is_contested"].map({True: "disputed", False: ""}),
    })


def _changes_words(table: pd.DataFrame) -> list[str]:
    """Each change in a line, for narrow places."""
    lines = []
    for row in table.to_dict("records"):
        sides = " ".join(f"{verb} {row[column]}" for verb, column in (("left", "Left"), ("for", "Joined"))
                         if row[column]) if row["Left"] else f"to {row['Joined']}"
        mark = " :material/balance:" if row["Disputed"] else ""
        lines.append(f"{markdown(row['When'])}: **{markdown(row['Who'])}** {markdown(sides)}{mark}")
    return lines


def _draw_disputes(filters: Filters, found: Dossier, narrow: bool) -> None:
    """What is disputed of the events there, each with the way to its sides."""
    if found.disputes.empty:
        st.markdown("Nothing that is told of it is disputed in this view.")
        return
    for row in found.disputes.itertuples():
        with st.container(gap="xxsmall"):
            draw_lead(row.dispute_id, filters, markdown(row.question))
            st.caption(f"About {field_words(row.field)}; {counted(row.n_sides, 'side')}, "
                       f"{counted(row.n_claims, 'claim')}, {counted(row.n_sources, 'article')}")
    draw_download(found.disputes, "bayah-province-disputes.csv",
                  "dossier_narrow_disputes_download" if narrow else "dossier_disputes_download")


def _draw_articles(filters: Filters, found: Dossier, narrow: bool) -> None:
    """The articles that tell of it, each with its paragraphs and the way to it."""
    for row in found.articles.itertuples():
        named = "" if row.n_placed == row.n_claims else f", {row.n_placed} of them naming the province"
        with st.container(gap="xxsmall"):
            st.page_link(SOURCES, label=markdown(row.title), icon=":material/article:",
                         query_params={**query.write_filters(filters), "article": row.source_id})
            st.caption(f"{markdown(row.publisher)}, {edtf_words(row.published)}: "
                       f"{counted(row.n_claims, 'claim')}{named}; {markdown(say_paragraphs(row.paragraphs))}")
    draw_download(found.articles, "bayah-province-sources.csv",
                  "dossier_narrow_sources_download" if narrow else "dossier_sources_download")


def say_paragraphs(told: str) -> str:
    """Which paragraphs of an article tell it."""
    paragraphs = split_list(told)
    return f"paragraph{'' if len(paragraphs) == 1 else 's'} {', '.join(paragraphs)}"


def _draw_near(tables: Tables, filters: Filters, found: Dossier, narrow: bool) -> None:
    """The provinces across its borders, to go on to."""
    key = "dossier_narrow_near" if narrow else "dossier_near"
    st.markdown("#### Neighbours")
    with st.container(horizontal=True, gap="small"):
        for row in found.near.itertuples():
            abroad = "" if row.country in _countries(tables, filters) else f", {COUNTRY[row.country]}"
            st.button(f"{markdown(row.name + abroad)}: {say_events(row.n_events)}", key=f"{key}_{row.province_id}",
                      on_click=switch_province, args=(row.province_id,))


def _countries(tables: Tables, filters: Filters) -> set[str]:
    provinces = tables["provinces"]
    return set(provinces.loc[provinces["province_id"].isin(filters.province), "country"])


def _draw_surroundings(tables: Tables, filters: Filters, found: Dossier) -> None:
    """The small map, on which a click goes on to a neighbour."""
    key, near = "dossier_map", set(found.near["province_id"])

    def choose() -> None:
        for point in chosen_points(key):
            if point.get("location") in near:
                switch_province(point["location"])

    figure = atlas.once(("dossier_map", filters), lambda: _surroundings(tables, filters, found))
    draw_figure(figure, key, f"Map of {_named(filters)} and its neighbours; the buttons below have the same", choose,
                scrollZoom=False, displayModeBar=False)


def _surroundings(tables: Tables, filters: Filters, found: Dossier) -> go.Figure:
    boundaries = atlas.boundaries(boundary_day(filters) is not None)
    drawn = {feature["id"] for feature in boundaries["features"]}
    chosen = [place if place in drawn else MERGED_INTO.get(place, place) for place in filters.province]
    rows = dossier.select_told(tables, filters)
    rows = rows[rows["province_id"].isin({*chosen, *found.near["province_id"]})]
    return draw_surroundings(rows, chosen, boundaries, atlas.theme())
