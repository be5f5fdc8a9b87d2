"""The map: what happened where, by a chosen measure, in both countries and over time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from bayah import provinces, query
from bayah.dates import day_words, read_bound
from bayah.export import geojson
from bayah.figures.look import counted
from bayah.figures.map import scale_top
from bayah.model import WHERE_PREC_WORDS, DateError, Shade
from bayah.periods import STEPS
from bayah.provinces import MEASURES
from bayah.query import Filters
from bayah.report import Picture
from pages.shared import atlas, province_map
from pages.shared.address import default, link_of
from pages.shared.components import draw_download, draw_empty, draw_event_table, say_counts
from pages.shared.dossier import draw_dossier
from pages.shared.event import draw_event_list
from pages.shared.evidence import draw_evidence
from pages.shared.filters import say_filters
from pages.shared.province_map import Shown
from pages.shared.reporting import offer
from pages.shared.slider import Slider
from pages.shared.text import markdown

TURNS = {"window": "In a period", "upto": "Up to its end", "on": "True on", "known": "Known by"}
COMPARED = {"none": "Nothing", "measure": "Another measure", "group": "Another group", "on": "Another day (true on)",
            "known": "Another day (known by)"}
SIGNS = ("?: something of it is disputed. A span such as 1–5: so many surely, so many perhaps in that time. Disc: a "
         "place known exactly; diamond: a district, at its seat.")
LANGUAGES = {"en": "English", "fa": "Persian", "ur": "Urdu"}


def choose(name: str, label: str, options: dict[str, str], wide: bool = False) -> Any:
    """A choice of the address, as buttons in a row or, when there are many, as a list."""
    if st.session_state.setdefault(name, default(name)) not in options:
        st.session_state[name] = default(name)
    if wide:
        return st.segmented_control(label, list(options), key=name, required=True, format_func=options.get)
    return st.selectbox(label, list(options), key=name, format_func=options.get, width=220)


def choose_shade() -> Shade:
    """How the provinces are shaded: by number, by share of all that is told there, or one group against another."""
    held = {"count": "Number", "share": "Share of all events there", "balance": "One group against another"}
    counts_events = MEASURES[measure].column == "event_id"
    offered = {name: words for name, words in held.items() if counts_events or name != "share"}
    chosen: Shade = choose("shade", "Show it as", offered, wide=True)
    return chosen


def choose_sides() -> tuple[str, str]:
    """The two groups of a balance; what the address names and the atlas does not hold gives way to the first ones."""
    known = query.known_values(tables)["group"]
    for name, first in (("one", known[0]), ("other", known[1])):
        if st.session_state.get(name) not in known:
            st.session_state[name] = first
    called = atlas.names()
    one = st.selectbox("One group", known, key="one", format_func=called.get, width=220)
    other = st.selectbox("The other", known, key="other", format_func=called.get, width=220)
    return one, other


def choose_against() -> str:
    """What the second map shows instead; empty while nothing is compared, or a day that cannot be read."""
    compare = st.session_state["compare"]
    if compare == "none":
        st.session_state.pop("against", None)
        return ""
    key = f"against_{compare}"
    held = st.session_state.get("against", "")
    if compare in ("on", "known"):
        # What another comparison was with is no day.
        is_other = held in MEASURES or held in query.known_values(tables)["group"]
        st.session_state.setdefault(key, "" if is_other else held)
        text: str = st.text_input("Day", key=key, placeholder="2015-05-08", width=220,
                                  help="A year, a month or a day; of a year or a month the last day.")
        st.session_state["against"] = text
        return text if _day(text) else ""
    known = list(MEASURES) if compare == "measure" else query.known_values(tables)["group"]
    called = {name: of.label for name, of in MEASURES.items()} if compare == "measure" else atlas.names()
    if st.session_state.get(key) not in known:
        st.session_state[key] = held if held in known else next(name for name in known if name != measure)
    chosen: str = st.selectbox("Beside it", known, key=key, format_func=called.get, width=220)
    st.session_state["against"] = chosen
    return chosen


def _day(text: str) -> Any:
    try:
        return read_bound(text, last=True)
    except DateError as error:
        st.warning(markdown(f"{error}. The second map waits for a day."), icon=":material/calendar_month:")
        return None


def shown(view: Filters, of: str, said: str = "", turns: bool = True) -> Shown:
    """What one map shows of a view."""
    fits = shade != "share" or MEASURES[of].column == "event_id"
    label = MEASURES[of].label
    told_as: Shade = shade if fits else "count"
    called = query.short_names(tables, sides)
    words = {"count": label, "share": f"{label}, share of all events there",
             "balance": f"{label}: {called[0]} against {called[1]}"}[told_as]
    return Shown(view, of, told_as, sides, called, label, f"{words}{', ' if said else ''}{said}", language, turns)


def compared(against: str) -> list[Shown]:
    """The map, and what it is compared with beside it."""
    compare = st.session_state["compare"]
    if not against:
        return [shown(filters, measure)]
    if compare == "measure":
        return [shown(filters, measure), shown(filters, against)]
    if compare == "group":
        return [shown(filters, measure, ", ".join(group_words(group) for group in filters.group) or "all groups"),
                shown(replace(filters, group=(against,)), measure, group_words(against))]
    day = read_bound(against, last=True)
    if compare == "known":
        own = f"as known on {day_words(filters.known)}" if filters.known else "as known today"
        return [shown(filters, measure, own),
                shown(replace(filters, known=day), measure, f"as known on {day_words(day)}", turns=turn != "known")]
    # The other map has a day of its own, whatever days are set for the one.
    own = say_filters(Filters(from_=filters.from_, to=filters.to, on=filters.on)) or "of all times"
    other = replace(provinces.turned_back(filters, "on"), on=day)
    return [shown(filters, measure, own),
            shown(other, measure, f"as it stood on {day_words(day)}", turns=turn == "known")]


def group_words(group: str) -> str:
    """A group for a narrow place."""
    return query.short_names(tables, (group, ""))[0]


def choose_row(table: str, name: str) -> None:
    """The same choice from a table: reachable by keyboard. The provinces stay as they are when their table goes."""
    rows = st.session_state[table]["selection"]["rows"]
    ids = [st.session_state[f"_{table}_order"][row] for row in rows]
    for other in ("place", "event", "actor"):
        st.session_state.pop(other, None)
    if name == "place":
        st.session_state.update(place=ids[0] if ids else None)
    else:
        st.session_state["province"] = ids


def province_table(rows: pd.DataFrame, of: Shown) -> pd.DataFrame:
    """The provinces that have data, as a reader's table."""
    table = {"Province": rows["name"]}
    if of.shade == "balance":
        first, second = of.called if of.called[0] != of.called[1] else (of.called[0], f"{of.called[1]} again")
        table |= {first: rows["first"], second: rows["second"]}
    elif of.shade == "share":
        table |= {"Share, %": (100 * rows["value"]).round().astype("int64"), of.label: rows["n_events"],
                  "Of all": (rows["n_events"] / rows["value"]).round().astype("int64")}
    else:
        if (rows["value_min"] != rows["value"]).any():
            table["Surely"] = rows["value_min"]
        table |= {of.label: rows["value"]}
        if (rows["value_max"] != rows["value"]).any():
            table["At most"] = rows["value_max"]
    return pd.DataFrame({**table, "Disputed": rows["n_contested"].astype("Int64"), **drafts_of(rows)})


def drafts_of(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """A column that says how many events are machine drafts, where any is."""
    has_drafts = "n_draft" in rows and rows["n_draft"].gt(0).any()
    return {"Drafts": rows["n_draft"].astype("Int64")} if has_drafts else {}


def draw_list() -> None:
    """The provinces and places of the map as tables, to choose from; of two maps the provinces of both."""
    for nth, of in enumerate(maps):
        rows = province_map.rows_shown(of)
        listed = rows[rows["value"].notna()]
        if len(maps) > 1:
            st.markdown(f"**{markdown(of.title)}**")
        if listed.empty:
            draw_empty(of.filters, "provinces" if nth == 0 else "provinces here")
            continue
        table = province_table(listed, of)
        if nth == 0:
            st.session_state["_province_table_order"] = listed["province_id"].tolist()
            st.dataframe(table, hide_index=True, key="province_table", alt=f"Provinces by {of.title}",
                         on_select=lambda: choose_row("province_table", "province"), selection_mode="multi-row",
                         height="auto")
        else:
            st.dataframe(table, hide_index=True, alt=f"Provinces by {of.title}", height="auto")
        name = "" if nth == 0 else "-compared"
        draw_download(table, f"bayah-provinces-{of.measure}{name}.csv", f"provinces_download{name}")
        draw_geojson(rows, of, name)


def pictures(drawn: list[tuple[Shown, pd.DataFrame, pd.DataFrame]]) -> list[Picture]:
    """The maps on paper, those of one measure with one scale."""
    def top(of: Shown) -> float:
        return max(scale_top(rows, one.shade) for one, rows, _ in drawn
                   if (one.measure, one.shade) == (of.measure, of.shade))

    return [Picture(of.title, province_map.print_map(of, rows, points, top(of)), SIGNS,
                    province_table(rows[rows["value"].notna()], of)) for of, rows, points in drawn]


def draw_places() -> None:
    """The places finer than a province of which the map counts something."""
    points = province_map.points_shown(maps[0])
    if points.empty:
        return
    st.session_state["_place_table_order"] = points["place_id"].tolist()
    table = pd.DataFrame({"Place": points["name"], "Known to": points["where_prec"].map(WHERE_PREC_WORDS),
                          maps[0].label: points["value"], "Disputed": points["n_contested"], **drafts_of(points)})
    st.dataframe(table, hide_index=True, key="place_table", alt="Places; choose a row for its events",
                 on_select=lambda: choose_row("place_table", "place"), selection_mode="single-row")
    draw_download(table, "bayah-places.csv", "places_download")


def draw_geojson(rows: pd.DataFrame, of: Shown, name: str) -> None:
    """The provinces with their numbers as GeoJSON, for a map program."""
    since = query.boundary_day(of.filters) is not None
    about = {"title": of.title, "filters": say_filters(of.filters.without("province")) or "none",
             "link": link_of(filters, "map"), "measure": of.measure, "shown_as": of.shade,
             "data_version": atlas.version(),
             "licence": "Tables: CC BY 4.0. Borders: Natural Earth, public domain."}
    if of.shade == "balance":
        about |= {"first": of.sides[0], "second": of.sides[1]}
    st.download_button("Download the map (GeoJSON)", lambda: geojson(atlas.boundaries(since), rows, about),
                       file_name=f"bayah-map-{of.measure}{name}.geojson", key=f"geojson_download{name}",
                       mime="application/geo+json", on_click="ignore", icon=":material/download:")


def draw_place(place_id: str) -> None:
    """The events that are told of a place finer than a province."""
    place = next(tables["places"][tables["places"]["place_id"] == place_id].itertuples(), None)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="top"):
        st.markdown(f"#### {markdown(place.name if place else place_id)}", width="stretch")
        st.button("Close", key="close_place", on_click=lambda: st.session_state.pop("place"), type="tertiary",
                  width="content", icon=":material/close:")
    if place is None:
        st.markdown("The link names a place that the gazetteer does not hold.")
        return
    bridge = tables["event_places"]
    events = query.select_events(tables, filters.without("province")).events
    told = events[events["event_id"].isin(bridge.loc[bridge["place_id"] == place_id, "event_id"])]
    st.caption(f"{place.kind.capitalize()}; known to: {WHERE_PREC_WORDS[place.where_prec]}. Its point: "
               f"{markdown(place.source)}. {counted(len(told), 'event')} of this view, of every kind.")
    draw_event_list(told)


filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
st.title("Map", anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom"):
    measure = choose("measure", "Shade the provinces by", {name: of.label for name, of in MEASURES.items()})
    shade = choose_shade()
    sides = choose_sides() if shade == "balance" else ("", "")
    choose("compare", "Compare with", COMPARED if shade != "balance" else {
        name: words for name, words in COMPARED.items() if name != "group"})
    against = choose_against()
turn, step, language = (st.session_state.setdefault(name, default(name)) for name in ("turn", "step", "names"))
selection = query.select_events(tables, filters)
maps = compared(against)
# On the clock `known` the periods are those of all that is published, whatever day is set.
whole = provinces.turned_back(filters, turn)
whole = replace(whole, group=sides) if shade == "balance" else whole
slider = Slider(turn, step, atlas.once(("periods", whole, measure, step, turn), lambda: provinces.select_periods(
    atlas.view(whole), whole, measure, step, turn)))
say_counts(selection, filters)
if shade == "balance" and filters.group:
    st.caption("The map sets the two groups against each other; the filter *Group* does not narrow it.")

# Two maps want the width; the panel then stands below them.
figure_column, panel = st.columns([7, 4], gap="medium") if len(maps) == 1 else (st.container(), st.container())
with figure_column:
    province_map.mount(maps, slider, "province_map", filters.province)
    offer(partial(pictures, [(of, province_map.rows_shown(of), province_map.points_shown(of)) for of in maps]))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choose("turn", "The slider shows what happened or held", TURNS, wide=True)
        choose("step", "By", {name: name.capitalize() for name in STEPS}, wide=True)
        choose("names", "Names", LANGUAGES, wide=True)
    rows = province_map.rows_shown(maps[0])
    unplaced = provinces.select_wider(
        tables, replace(filters, group=sides) if shade == "balance" else filters, measure)
    since = query.boundary_day(filters) is not None
    st.caption(
        f"{rows['value'].notna().sum()} of {len(rows)} provinces have data. {counted(len(unplaced), 'event')} that the "
        f"map would count can be tied to no province: see below the map. {SIGNS} "
        + ("Borders since 31 May 2018: FATA is part of Khyber Pakhtunkhwa." if since else
           "Borders until 31 May 2018, with FATA; a later day under *True on* shows the later ones."))
with panel:
    if st.session_state.get("event") or st.session_state.get("actor"):
        draw_evidence(tables, filters)
    elif st.session_state.get("place"):
        draw_place(st.session_state["place"])
    elif filters.province:
        st.button("All provinces", key="all_provinces", icon=":material/arrow_back:", type="tertiary",
                  on_click=lambda: st.session_state.update(province=[]))
        draw_dossier(tables, filters, narrow=True)
    else:
        st.markdown("#### Provinces")
        st.caption("Choose a province here or on the map for its dossier.")
        draw_list()
        draw_places()
if any(st.session_state.get(name) for name in ("event", "actor", "place")) or filters.province:
    with st.expander("The map as a table"):
        draw_list()
        draw_places()

st.markdown("#### Told of no province")
if unplaced.empty:
    st.markdown("Every event that the map counts is tied to a province.")
else:
    st.caption("These events are told of a region, of a country, of a place elsewhere or of none at all. They stand "
               "on no point of the map, for nobody says where on it they belong.")
    areas = unplaced.groupby("area", sort=False).agg(
        where_prec=("where_prec", "min"), n=("event_id", "size"), disputed=("is_contested", "sum")).reset_index()
    areas = areas.sort_values(["where_prec", "n", "area"], ascending=[True, False, True], ignore_index=True)
    wider = pd.DataFrame({"Where": areas["area"], "Known to": areas["where_prec"].map(WHERE_PREC_WORDS).fillna("-"),
                          "Events": areas["n"], "Disputed": areas["disputed"]})
    left, right = st.columns([4, 5], gap="medium")
    with left:
        narrow = {name: st.column_config.NumberColumn(width=65) for name in ("Events", "Disputed")}
        picked = st.dataframe(wider, hide_index=True, key="areas", on_select="rerun", selection_mode="single-row",
                              alt="Regions and countries; choose a row to list its events",
                              column_config=narrow)["selection"]["rows"]
    with right:
        events = unplaced if not picked else unplaced[unplaced["area"] == areas.at[picked[0], "area"]]
        draw_event_table(events.drop(columns="area"), "unplaced_events", height=320)
