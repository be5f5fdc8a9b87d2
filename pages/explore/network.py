"""The network: who stood with whom, as it stood on a day."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from bayah import graph_files, query, ties
from bayah.dates import day_words, span_words
from bayah.export import safe_csv
from bayah.figures.look import DARK, LIGHT
from bayah.figures.network import STANDING_WORDS, draw_network, hulls
from bayah.figures.printed_network import print_network
from bayah.periods import STEPS
from bayah.query import Filters
from bayah.report import Picture
from bayah.ties import LEGEND, STANDING_KINDS, TIE_WORDS
from pages.shared import atlas
from pages.shared.address import default, link_of
from pages.shared.components import (
    beside,
    day,
    draw_download,
    draw_empty,
    end_known,
    ended,
    say_counts,
    with_drafts,
)
from pages.shared.evidence import DOSSIERS, draw_evidence
from pages.shared.filters import say_filters
from pages.shared.reporting import offer
from pages.shared.text import markdown
from pages.shared.ties_network import mount_network, opened

MOST = 1000  # more actors than a screen can hold; above, those with most ties are drawn
CLOCKS = {"on": "True on", "known": "Known by"}
SIGNS = (
    "Circle: person.", "Hexagon: cohort, larger for more people.",
    "Box: group; a tinted field holds a group and its parts.",
    "Colour: the group stood with.",
    "Solid line: stands; dotted: stood when last heard of; short dashes: uncertain on that day; long dashes: former.",
    "A question mark and a hatched band: disputed.",
    "The word draft and a dotted band: machine drafts alone; a dashed outline: whom only drafts name.",
    "Thin lines with a word: deeds, oaths to a leader, and how groups relate.",
)
DEPTHS = {"all": "Everyone", "1": "1 step", "2": "2 steps", "3": "3 steps"}
HOLDING_WORDS = {"held": "holds it", "presumed": "held it when last heard of",
                 "uncertain": "may hold it (uncertain start or end)", "former": "held it",
                 "not_yet": "not told to hold it yet"}


def spell_table(spells: pd.DataFrame) -> pd.DataFrame:
    """Spells as a reader's table."""
    return with_drafts(pd.DataFrame({
        "Who": spells["actor_name"],
        "How": spells["standing"].map(STANDING_WORDS),
        "Group": spells["group_name"],
        "Role": spells["role"].fillna("").str.replace(";", ", "),
        "Begun": [span_words(day(s.start_earliest), day(s.start_latest)) for s in spells.itertuples()],
        "Ended": [ended(s) for s in spells.itertuples()],
        "How known": [end_known(s) for s in spells.itertuples()],
        "Last evidence": spells["last_evidence_date"].dt.strftime("%Y-%m-%d"),
        "Disputed": spells["is_contested"],
    }), spells)


def office_table(terms: pd.DataFrame, on_a_day: bool) -> pd.DataFrame:
    """Terms of office as a reader's table."""
    words = HOLDING_WORDS if on_a_day else HOLDING_WORDS | {"held": "no end told"}
    return with_drafts(pd.DataFrame({
        "Group": terms["group_name"],
        "Office": terms["role"],
        "Place": terms["position"],
        "Who": terms["actor_name"],
        "Standing": terms["standing"].map(words),
        "Begun": [span_words(day(t.start_earliest), day(t.start_latest)) for t in terms.itertuples()],
        "Ended": [ended(t) for t in terms.itertuples()],
        "How known": [end_known(t) for t in terms.itertuples()],
        "Disputed": terms["is_contested"],
    }), terms)


def by_line(terms: pd.DataFrame) -> pd.DataFrame:
    """Terms with the offices first that two or more are told to have held."""
    holders = terms.groupby(["group_id", "role"])["actor_id"].transform("nunique")
    return terms.assign(alone=holders < 2).sort_values(
        ["alone", "group_name", "role", "position"], ignore_index=True).drop(columns="alone")


def tie_table(shown: pd.DataFrame) -> pd.DataFrame:
    """Ties as a reader's table."""
    words = [STANDING_WORDS[tie.standing] if tie.kind in STANDING_KINDS[:3] else TIE_WORDS[tie.kind]
             for tie in shown.itertuples()]
    return with_drafts(pd.DataFrame({
        "Who": shown["source_name"], "How": words, "Whom": shown["target_name"],
        "Kind": shown["kind"].str.replace("_", " "), "Role": shown["role"].fillna("").str.replace(";", ", "),
        "Begun or done": [span_words(day(tie.date_earliest), day(tie.date_latest)) if tie.kind != "within" else ""
                          for tie in shown.itertuples()],
        "Disputed": shown["is_contested"].astype(bool), "Claims": shown["n_claims"],
    }), shown)


def draw_offices(terms: pd.DataFrame) -> None:
    """Who held which office, in order."""
    st.markdown("#### Offices and who held them")
    if terms.empty:
        st.markdown("No office is told of in this view.")
        return
    st.caption("Each office of a group with its holders in order; offices with two or more holders first. Whom nobody "
               "tells of is missing from the line. Choose a row to see what is behind it.")
    st.session_state["_office_order"] = terms["actor_id"].tolist()
    offices = atlas.once(("office table", filters), lambda: office_table(terms, filters.on is not None))
    st.dataframe(offices, hide_index=True, key="office_table", alt="Offices; choose a row to open who held it",
                 on_select=lambda: choose_row("office_table", "_office_order", "actor"),
                 selection_mode="single-row",
                 column_config={"Place": st.column_config.NumberColumn(width=60)})
    draw_download(offices, "bayah-offices.csv", "offices_download")


def choose_ties() -> list[str]:
    """The legend: which ties are drawn; none chosen means all."""
    chosen: list[str] = st.pills("Ties", list(LEGEND), key="ties", selection_mode="multi",
                                 format_func=lambda name: LEGEND[name][0], help="None chosen: all of them.")
    return chosen


def choose_row(table: str, order: str, name: str) -> None:
    """A row of a table opens what a click opens."""
    if rows := st.session_state[table]["selection"]["rows"]:
        st.session_state[name] = st.session_state[order][rows[0]]
        if name == "actor":
            st.session_state.pop("event", None)


def draw_choice() -> None:
    """The way to an actor for who finds him easier by name than among the nodes."""
    def choose() -> None:
        st.session_state["actor"] = st.session_state["whose"]

    st.selectbox("Whose ties?", named, key="whose", index=None, format_func=atlas.names().get, width=380,
                 on_change=choose, placeholder="Type a name, or click a node")


def draw_reading(actor: str) -> tuple[str, str]:
    """What is drawn of those around the chosen actor: how many steps, and whether only the way to another."""
    called = atlas.names()
    others = [other for other in named if other != actor]
    if st.session_state.get("way") not in others:
        st.session_state["way"] = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state.setdefault("depth", default("depth"))
        depth = st.segmented_control(f"Around {markdown(called.get(actor, actor))}", list(DEPTHS), key="depth",
                                     required=True, format_func=DEPTHS.get)
        way = st.selectbox("Or how is he tied to", others, key="way", index=None, format_func=called.get, width=280,
                           placeholder="another actor")
    return depth, way or ""


def say_way(way: pd.DataFrame, actor: str, other: str) -> None:
    """The way between two actors, tie by tie."""
    called = atlas.names()
    if way.empty:
        st.markdown(f"Nothing in this view ties {markdown(called[actor])} to {markdown(called[other])}.")
        return
    st.markdown(f"**{len(way)} {'step' if len(way) == 1 else 'steps'}** from {markdown(called[actor])} to "
                f"{markdown(called[other])}:")
    rows = tie_table(way)
    lines = [f"{n}. {markdown(row.Who)} *{row.How}* {markdown(row.Whom)}"
             f"{' (disputed)' if row.Disputed else ''}" for n, row in enumerate(rows.itertuples(), 1)]
    st.markdown("\n".join(lines))


def say_time(filters: Filters) -> str:
    """Which time the lines are of, and what a line that ended means there."""
    if filters.on:
        return f"as it stood on **{day_words(filters.on)}**"
    if not (filters.from_ or filters.to):
        return "of all times; the slider below shows one day"
    return (f"what can have held **{span_words(filters.from_, filters.to)}**. Long dashes: it has ended, then or "
            "later; the slider below shows how it stood on one day")


def draw_take_away(legend: list[str]) -> None:
    """The network of this view as files; each is made when it is asked for."""
    of = "; ".join(LEGEND[name][0] for name in legend)
    said = say_filters(filters)
    about = {"title": f"Bayah: network{f' of {of.lower()}' if of else ''}{f', {said}' if said else ''}",
             "link": link_of(filters, "network"), "version": atlas.version(), "licence": "CC BY 4.0"}
    given = (shown, tables["actors"], atlas.positions(), atlas.colours(), about)

    def page() -> bytes:
        light, dark = (draw_network(shown, tables, atlas.colours(), atlas.positions(), look) for look in (LIGHT, DARK))
        return graph_files.html(light, dark, shown, TIE_WORDS, SIGNS, about)

    files = {
        "GEXF, for Gephi with its timeline": ("gexf", "application/gexf+xml", lambda: graph_files.gexf(*given)),
        "GraphML": ("graphml", "application/graphml+xml", lambda: graph_files.graphml(*given)),
        "JSON (node-link)": ("json", "application/json", lambda: graph_files.node_link(*given)),
        "CSV (a row a tie)": ("csv", "text/csv", lambda: safe_csv(graph_files.edge_frame(shown))),
        "HTML, this very view in one file": ("html", "text/html", page),
    }
    with st.popover("Take it away", icon=":material/download:"):
        for label, (kind, mime, make) in files.items():
            st.download_button(label, make, file_name=f"bayah-network.{kind}", mime=mime, key=f"network_{kind}",
                               on_click="ignore")


def pictures(positions: dict[str, tuple[float, float]], colours: dict[str, str]) -> list[Picture]:
    """The network on paper."""
    network = draw_network(shown, tables, colours, positions, LIGHT)
    words = f"Network of {len(network.nodes)} actors and {len(network.edges)} ties"
    drawn = print_network(network, words)
    return [Picture(words, [drawn] if drawn else [], " ".join(SIGNS), tie_table(shown), is_wide=True)]


filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
st.title("Network", anchor=False)
st.markdown(f"Persons, cohorts and groups, their oaths, offices and deeds, and how groups stand to each other: "
            f"{say_time(filters)}.")
say_counts(query.select_events(tables, filters), filters)
legend, certain = choose_ties(), st.toggle("Only what nobody disputes", key="certain")
whole = ties.only(atlas.once(("ties", filters), lambda: ties.select_ties(tables, filters)), legend, certain)
named = sorted({*whole["source_id"], *whole["target_id"]}, key=atlas.names().__getitem__)
actor = st.session_state.get("actor")
shown, focus = ties.most_tied(whole, MOST), ""
if actor in named:
    depth, other = draw_reading(actor)
    focus = f"{actor} {depth} {other}" if other or depth != "all" else ""
    if other:
        shown = ties.way_between(whole, actor, other)
        say_way(shown, actor, other)
    elif depth != "all":
        shown = ties.most_tied(ties.around(whole, actor, int(depth)), MOST)
elif not actor:
    draw_choice()
if len(named) > MOST:
    st.info(f"{len(named):,} actors are tied in this view; drawn are the {MOST:,} with most ties. Filters, or the "
            "steps around one actor, lead to the others; the tables below have them all.")
clock, step = (st.session_state.setdefault(name, default(name)) for name in ("clock", "step"))
periods = atlas.once(("tie periods", filters.without(clock, "on"), clock, step), lambda: ties.select_periods(
    atlas.view(filters.without(clock)), filters.without(clock, "on"), step, clock))
st.session_state["_events_of_ties"] = dict(zip(shown["tie_id"], shown["event_ids"].str.split(";").str[0], strict=True))

chosen = st.session_state.get("event") or actor
figure_column, panel = st.columns(beside(chosen), gap="medium")
with figure_column:
    if shown.empty:
        draw_empty(filters, "ties")
    else:
        look = atlas.theme()
        network = atlas.once(("network", filters, tuple(shown["tie_id"])), lambda: draw_network(
            shown, tables, atlas.colours(), atlas.positions(), look))
        mount_network(
            network, "network", f"Network of {len(network.nodes)} actors and {len(network.edges)} ties", actor,
            hulls(network, tables["groups"], atlas.colours()), focus, clock, periods, filters)
        if target := opened():
            kind = tables["actors"].set_index("actor_id").at[target, "actor_type"]
            st.switch_page(DOSSIERS[kind], query_params={**query.write_filters(filters), "actor": target})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control("The slider turns", list(CLOCKS), key="clock", required=True, format_func=CLOCKS.get)
        st.segmented_control("By", list(STEPS), key="step", required=True, format_func=str.capitalize)
    st.caption("Click a node or a line, or choose a row of a table below, to see what is behind it; double click a "
               f"node for its dossier. {' '.join(SIGNS)} While the slider moves, *new* and *ended* mark what changed.")
    if not shown.empty:
        draw_take_away(legend)
        offer(partial(pictures, atlas.positions(), atlas.colours()))
with panel:
    if chosen:
        draw_evidence(tables, filters)

spells = atlas.once(("spells", filters), lambda: query.select_allegiances(tables, filters))
st.markdown("#### Allegiances")
st.session_state["_spell_order"] = spells["actor_id"].tolist()
table = atlas.once(("spell table", filters), lambda: spell_table(spells))
st.dataframe(table, hide_index=True, key="spell_table", alt="Allegiances; choose a row to open the person",
             on_select=lambda: choose_row("spell_table", "_spell_order", "actor"), selection_mode="single-row")
draw_download(table, "bayah-allegiances.csv", "spells_download")
st.markdown("#### Every tie that is drawn")
st.session_state["_tie_order"] = shown["event_ids"].str.split(";").str[0].tolist()
table = atlas.once(("tie table", filters, tuple(shown["tie_id"])), lambda: tie_table(shown))
st.dataframe(table, hide_index=True, key="tie_table", alt="Ties; choose a row to open the event behind it",
             on_select=lambda: choose_row("tie_table", "_tie_order", "event"), selection_mode="single-row")
draw_download(table, "bayah-ties.csv", "ties_download")
st.markdown("#### Who is most tied")
st.caption("Degree: to how many others he is tied. Between: the share of the shortest ways between two others that "
           "lead through him. Changes: how often he is told to have changed sides.")
found = atlas.once(("measures", filters, tuple(legend), certain),
                   lambda: ties.measures_of(tables, filters, whole))
st.session_state["_measure_order"] = found["actor_id"].tolist()
table = pd.DataFrame({"Who": found["name"], "Type": found["actor_type"], "Ties": found["n_ties"],
                      "Degree": found["degree"], "Between": found["betweenness"].round(3),
                      "Changes": found["n_changes"]})
st.dataframe(table, hide_index=True, key="measure_table", alt="Actors; choose a row to open one",
             on_select=lambda: choose_row("measure_table", "_measure_order", "actor"), selection_mode="single-row")
draw_download(table, "bayah-actors.csv", "measures_download")
draw_offices(atlas.once(("offices", filters), lambda: by_line(query.select_successions(tables, filters))))
