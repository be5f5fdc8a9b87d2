"""Graphs as files: every file is read back and compared with the ties, hostile names too."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from itertools import cycle
from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pytest
from playwright.sync_api import sync_playwright

from bayah.export import safe_csv
from bayah.figures.look import DARK, LIGHT, group_colours
from bayah.figures.network import draw_network
from bayah.graph_files import ABOUT, DATES, INTERVALS, edge_frame, gexf, graphml, html, node_link
from bayah.query import Filters, families, view
from bayah.ties import STANDING_KINDS, TIE_WORDS, select_ties

ABOUT_VIEW = {"title": "Who stood with <whom> & \"when\"", "link": "https://atlas.example/network?on=2015-01-01&kind=death",
              "version": "0.3.0", "licence": "CC BY 4.0"}
HOSTILE = ("</script><script>window.broken=1</script>", "\"Tor\" & 'Sons' <b>", "🕊 Dove 🦅", "ملا عبدالرؤوف خادم",
           "]]> <!-- ${title} $link", "<img src=https://evil.example/x.png onerror=window.broken=1>", "=1+1",
           "\u2028 broken")
DAYS = ("date_earliest", "date_latest", "end_earliest", "end_latest", "last_evidence_date")
ENDS = ("tie_id", "source_id", "target_id", "source_name", "target_name")
VIZ = "{http://gexf.net/1.3/viz}"


@pytest.fixture(params=["as told", "hostile"])
def told(request, atlas):
    """The ties of the whole fixture, its actors, and where and how they are drawn; once with names that break out."""
    tables = dict(view(atlas, Filters()))
    ties = select_ties(atlas, Filters())
    if request.param == "hostile":
        for name in ("actors", "groups", "persons", "cohorts"):
            key = f"{name[:-1]}_id"
            hostile = [f"{evil} {owner}" for evil, owner in zip(cycle(HOSTILE), tables[name][key], strict=False)]
            tables[name] = tables[name].assign(name=hostile)
        names = tables["actors"].set_index("actor_id")["name"]
        ties = ties.assign(
            source_name=ties["source_id"].map(names), target_name=ties["target_id"].map(names),
            role=ties["role"].mask(ties["role"].notna(), HOSTILE[0]))
    places = {actor_id: (number * 1.5, -number * 2.0) for number, actor_id in enumerate(tables["actors"]["actor_id"])}
    colours = group_colours(tables["groups"], families(tables["groups"]))
    return ties, tables, places, colours


def written(form, told, about=ABOUT_VIEW):
    ties, tables, places, colours = told
    return form(ties, tables["actors"], places, colours, about)


def page_of(told, about=ABOUT_VIEW):
    ties, tables, places, colours = told
    light, dark = (draw_network(ties, tables, colours, places, look) for look in (LIGHT, DARK))
    return html(light, dark, ties, TIE_WORDS, ["Circle: person.", "? on a line: disputed & open."], about)


def cells_of(tie):
    """What a file must say of a tie: what is told, dates as text."""
    cells = {name: cell for name, cell in tie.items() if name not in ENDS and not pd.isna(cell) and cell != ""}
    return cells | {name: cells[name].date().isoformat() for name in DAYS if name in cells}


def ties_of(told):
    return {tie["tie_id"]: (tie["source_id"], tie["target_id"], cells_of(tie)) for tie in told[0].to_dict("records")}


def read(form, data):
    """The graph that networkx reads out of a file."""
    if form is gexf:
        return nx.MultiDiGraph(nx.read_gexf(BytesIO(data), version="1.3"))
    if form is graphml:
        return nx.read_graphml(BytesIO(data), force_multigraph=True)
    return nx.node_link_graph(json.loads(data), edges="edges")


@pytest.mark.parametrize("form", [gexf, graphml, node_link])
def test_a_file_gives_back_every_tie_with_all_that_is_told_of_it(form, told):
    found = {}
    for source, target, key, cells in read(form, written(form, told)).edges(keys=True, data=True):
        mark = " ?" if cells["is_contested"] else ""
        assert cells.pop("label") == cells["kind"].replace("_", " ") + mark
        tie_id = cells.get("id", key)
        found[tie_id] = source, target, {
            name: cell for name, cell in cells.items() if name not in ("id", "start", "end")}
    assert len(found) > 10
    assert found == ties_of(told)
    assert {type(cells["is_contested"]) for *_, cells in found.values()} == {bool}
    assert {type(cells["n_claims"]) for *_, cells in found.values()} == {int}


@pytest.mark.parametrize("form", [gexf, graphml, node_link])
def test_a_file_gives_back_every_actor_with_name_place_and_colour(form, told):
    ties, tables, places, colours = told
    graph = read(form, written(form, told))
    actors = tables["actors"].set_index("actor_id")
    drawn = {node["id"]: node for node in draw_network(ties, tables, colours, places, LIGHT).nodes}
    assert set(graph) == {*ties["source_id"], *ties["target_id"]} == set(drawn)
    for actor_id, cells in graph.nodes(data=True):
        assert (cells["label"], cells["actor_type"]) == tuple(actors.loc[actor_id, ["name", "actor_type"]])
        colour, place = cells.get("colour"), (cells.get("x"), cells.get("y"))
        if form is gexf:  # y grows upwards there
            position, shade = cells["viz"]["position"], cells["viz"].get("color")
            colour = shade and "#{r:02X}{g:02X}{b:02X}".format(**shade)
            place = (position["x"], -position["y"])
        assert place == places[actor_id]
        if "group_id" in cells:
            assert cells["group_name"] == actors.loc[cells["group_id"], "name"]
            assert colour == colours[cells["group_id"]] == drawn[actor_id]["color"]["background"]
        else:
            assert colour is None
            assert ties.loc[(ties["source_id"] == actor_id) & ties["kind"].isin(STANDING_KINDS)].empty
    assert sum("group_id" in cells for _, cells in graph.nodes(data=True)) > 5


def test_the_timeline_of_gexf_goes_from_the_earliest_to_the_latest_day_that_is_possible(told):
    spans = {cells["id"]: (cells.get("start"), cells.get("end"))
             for *_, cells in read(gexf, written(gexf, told)).edges(data=True)}
    for tie_id, (_, _, cells) in ties_of(told).items():
        last = "end_latest" if cells["kind"] in STANDING_KINDS else "date_latest"
        assert spans[tie_id] == (cells.get("date_earliest"), cells.get(last)), tie_id
    assert all(start <= end for start, end in spans.values() if start and end)


@pytest.mark.parametrize(("tie", "span"), [
    ({"kind": "oath", "end_basis": "event", "date_earliest": "2014-05-01", "date_latest": "2014-05-31",
      "end_earliest": "2015-02-01", "end_latest": "2015-03-31"}, ("2014-05-01", "2015-03-31")),
    ({"kind": "membership", "end_basis": "last_evidence", "date_earliest": "2014-05-01", "date_latest": "2014-05-31"},
     ("2014-05-01", None)),
    ({"kind": "office", "end_basis": "open", "date_latest": "2014-05-31"}, (None, None)),
    ({"kind": "killed", "date_earliest": "2015-02-09", "date_latest": "2015-02-09"}, ("2015-02-09", "2015-02-09")),
    ({"kind": "hostile", "date_latest": "2015-02-28"}, (None, "2015-02-28")),
    ({"kind": "within", "event_ids": ""}, (None, None)),
], ids=lambda value: value.get("kind") if isinstance(value, dict) else "")
def test_an_end_that_is_not_told_is_open(tie, span):
    rows = pd.DataFrame([{"tie_id": "t", "source_id": "man", "target_id": "pines", "standing": "held",
                          "is_contested": False, "is_draft": False, "n_claims": 1, "event_ids": "E0001", **tie}])
    rows = rows.reindex(columns=[*rows, *({"role", "end_basis", *DAYS} - set(rows))])
    rows = rows.assign(**{name: pd.to_datetime(rows[name]) for name in DAYS})
    actors = pd.DataFrame({"actor_id": ["man", "pines"], "actor_type": ["person", "group"], "name": ["Man", "Pines"]})
    ((_, _, cells),) = read(gexf, gexf(rows, actors, {}, {}, ABOUT_VIEW)).edges(data=True)
    assert (cells.get("start"), cells.get("end")) == span


def test_gexf_is_dynamic_by_dates_and_says_what_its_dates_mean(told):
    root = ElementTree.fromstring(written(gexf, told))  # noqa: S314 our own file
    drawn = root.find("{*}graph")
    assert (root.tag, root.get("version")) == ("{http://gexf.net/1.3}gexf", "1.3")
    assert {name: drawn.get(name) for name in ("mode", "timeformat", "timerepresentation", "defaultedgetype")} == {
        "mode": "dynamic", "timeformat": "date", "timerepresentation": "interval", "defaultedgetype": "directed"}
    description = root.findtext("{*}meta/{*}description")
    assert all(part in description for part in (
        ABOUT_VIEW["title"], ABOUT_VIEW["link"], ABOUT_VIEW["licence"], INTERVALS, DATES))
    assert ABOUT_VIEW["version"] in root.findtext("{*}meta/{*}creator")
    assert [part.tag.rpartition("}")[2] for part in drawn] == ["attributes", "attributes", "nodes", "edges"]
    assert drawn.find(f"{{*}}nodes/{{*}}node/{VIZ}position") is not None
    for group in ("nodes/{*}node", "edges/{*}edge"):
        declared = {of.get("id") for of in drawn.findall(f"{{*}}attributes[@class='{group[:4]}']/{{*}}attribute")}
        used = {value.get("for") for value in drawn.findall(f"{{*}}{group}/{{*}}attvalues/{{*}}attvalue")}
        assert used == declared != set()
    flags = drawn.findall("{*}edges/{*}edge/{*}attvalues/{*}attvalue[@for='is_contested']")
    assert {flag.get("value") for flag in flags} == {"true", "false"}  # as XML Schema writes them


def test_gephi_keeps_apart_what_has_the_same_ends_and_kind(told):
    ties, *more = told
    twice = pd.concat([ties, ties.assign(tie_id=ties["tie_id"] + ".again")], ignore_index=True)
    root = ElementTree.fromstring(written(gexf, (twice, *more)))  # noqa: S314 our own file
    edges = root.findall("{*}graph/{*}edges/{*}edge")
    kept_apart = {tuple(edge.get(name) for name in ("source", "target", "kind")) for edge in edges}
    assert len(kept_apart) == len(edges) == len(twice)
    kinds = {edge.find("{*}attvalues/{*}attvalue[@for='kind']").get("value") for edge in edges}
    assert kinds == set(ties["kind"])


@pytest.mark.parametrize("form", [graphml, node_link])
def test_the_graph_says_what_it_is(form, told):
    graph = read(form, written(form, told)).graph
    assert {word: graph[word] for word in ABOUT} == ABOUT_VIEW
    assert graph["dates"] == DATES


def test_an_edge_list_is_what_graph_programs_read(told):
    ties = told[0]
    table = pd.read_csv(BytesIO(safe_csv(edge_frame(ties))), encoding="utf-8-sig", dtype="str", keep_default_na=False)
    graph = nx.from_pandas_edgelist(table, edge_attr=True, create_using=nx.MultiDiGraph, edge_key="tie_id")
    assert {key: (source, target) for source, target, key in graph.edges(keys=True)} == {
        tie_id: (source, target) for tie_id, (source, target, _) in ties_of(told).items()}
    ranked = ties.sort_values("tie_id")
    assert [name.removeprefix("'") for name in table["source_name"]] == ranked["source_name"].tolist()
    assert not table["source_name"].str.startswith("=").any()
    assert table["date_latest"].tolist() == [cells_of(tie).get("date_latest", "") for tie in ranked.to_dict("records")]
    assert list(table)[:5] == ["source", "target", "source_name", "kind", "target_name"]


@pytest.mark.parametrize("form", [gexf, graphml, node_link])
def test_the_same_rows_in_another_order_give_the_same_bytes(form, told):
    ties, tables, *more = told
    again = ({**tables, "actors": tables["actors"].sample(frac=1, random_state=2)}, *more)
    assert written(form, (ties.sample(frac=1, random_state=1), *again)) == written(form, told)
    empty = draw_network(ties.iloc[:0], tables, {}, {}, LIGHT)
    shuffled = ties.sample(frac=1, random_state=1)
    assert len({html(empty, empty, rows, TIE_WORDS, [], ABOUT_VIEW) for rows in (ties, shuffled)}) == 1
    pd.testing.assert_frame_equal(edge_frame(shuffled), edge_frame(ties))


@pytest.mark.parametrize("form", [gexf, graphml, node_link])
def test_characters_that_xml_cannot_hold_are_shown_as_such(form, told):
    ties, tables, *more = told
    tables = {**tables, "actors": tables["actors"].assign(name="a\x00b\x0bc\ufffed")}
    graph = read(form, written(form, (ties, tables, *more)))
    assert set(nx.get_node_attributes(graph, "label").values()) == {"a\ufffdb\ufffdc\ufffdd"}


@pytest.mark.parametrize("form", [gexf, graphml, node_link])
def test_a_view_without_ties_is_an_empty_graph(form, told):
    ties, *more = told
    assert read(form, written(form, (ties.iloc[:0], *more))).number_of_nodes() == 0
    assert Page(page_of((ties.iloc[:0], *more))).rows == []


@pytest.mark.parametrize("write", [page_of, *(lambda told, about, form=form: written(form, told, about)
                                              for form in (gexf, graphml, node_link))])
def test_words_that_are_missing_and_a_link_that_is_none_are_refused(write, told):
    with pytest.raises(ValueError, match=re.escape(
            "about the view: no version: say it; no licence: say it; link 'javascript:x()' is no web address: give the "
            "whole one, from https:// on")):
        write(told, {"title": "Network", "link": "javascript:x()", "licence": ""})


class Page(HTMLParser):
    """What a browser makes of the file: its elements, addresses, scripts, and the rows of its table."""

    def __init__(self, data):
        super().__init__()
        self.elements, self.addresses, self.scripts, self.rows, self.texts = [], [], [], [], {}
        self.policy, self._inside = "", ""
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self._inside = tag
        self.addresses += [value for name, value in attrs if name in ("src", "href", "srcset", "data", "action")]
        if ("http-equiv", "Content-Security-Policy") in attrs:
            self.policy = dict(attrs)["content"]
        if tag == "script":
            self.scripts.append("")
        elif tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self._inside = ""
        if tag == "thead":
            self.rows.clear()

    def handle_data(self, data):
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside == "td":
            self.rows[-1][-1] += data
        self.texts[self._inside] = self.texts.get(self._inside, "") + data


def test_the_page_holds_the_drawing_in_both_themes_and_stands_still(told):
    ties, tables, places, colours = told
    drawings = json.loads(Page(page_of(told)).scripts[0])
    for name, look in (("light", LIGHT), ("dark", DARK)):
        network = draw_network(ties, tables, colours, places, look)
        assert drawings[name]["nodes"] == network.nodes
        assert drawings[name]["edges"] == network.edges
        assert drawings[name]["options"] == {**network.options, "physics": {"enabled": False}}
    assert drawings["light"] != drawings["dark"]


def test_the_page_tells_the_view_its_legend_and_every_tie_in_plain_words(told):
    ties = told[0]
    page = Page(page_of(told))
    assert page.texts["h1"] == page.texts["title"] == ABOUT_VIEW["title"]
    assert page.texts["li"] == "Circle: person.? on a line: disputed & open."
    words = " ".join(page.texts.values())
    assert ABOUT_VIEW["version"] in words
    assert ABOUT_VIEW["licence"] in words
    ranked = ties.sort_values(["source_name", "tie_id"])
    assert [row[:3] for row in page.rows] == [
        [tie.source_name, TIE_WORDS[tie.kind], tie.target_name] for tie in ranked.itertuples()]
    for row, tie in zip(page.rows, ranked.itertuples(), strict=True):
        assert row[8] == ("disputed" if tie.is_contested else "")
        assert row[9:] == [str(tie.n_claims), tie.event_ids.replace(";", ", ")]
        assert bool(row[4]) == bool(row[6]) == (tie.kind in STANDING_KINDS)
        assert bool(row[5]) == (tie.kind != "within")


@pytest.mark.parametrize(("tie", "cells"), [
    ({"end_basis": "death", "date_earliest": "2014-05-01", "date_latest": "2014-05-31", "end_earliest": "2015-02-09",
      "end_latest": "2015-02-09", "last_evidence_date": "2015-02-09", "standing": "former", "role": "governor;judge"},
     ["governor, judge", "former", "May 2014", "by death, 9 February 2015", "9 February 2015"]),
    ({"end_basis": "last_evidence", "date_latest": "2014-12-31", "last_evidence_date": "2016-01-31"},
     ["", "stands", "by 2014", "no end told", "31 January 2016"]),
    ({"kind": "killed", "date_earliest": "2015-02-09", "date_latest": "2015-02-09"},
     ["", "", "9 February 2015", "", ""]),
    ({"kind": "within", "event_ids": ""}, ["", "", "", "", ""]),
])
def test_a_row_of_the_page_says_only_what_is_told(tie, cells, atlas):
    rows = pd.DataFrame([{"tie_id": "t", "source_id": "man", "target_id": "pines", "source_name": "Man", "kind": "oath",
                          "target_name": "Pines", "standing": "held", "is_contested": False, "is_draft": False,
                          "n_claims": 1,
                          "event_ids": "E0001", **tie}])
    rows = rows.reindex(columns=[*rows, *({"role", "end_basis", *DAYS} - set(rows))])
    rows = rows.assign(**{name: pd.to_datetime(rows[name]) for name in DAYS})
    empty = draw_network(select_ties(atlas, Filters()).iloc[:0], dict(view(atlas)), {}, {}, LIGHT)
    (row,) = Page(html(empty, empty, rows, TIE_WORDS, [], ABOUT_VIEW)).rows
    assert row[3:8] == cells


def test_nothing_of_the_page_is_loaded_from_elsewhere_and_no_name_breaks_out(told):
    data = page_of(told)
    page = Page(data)
    assert page.addresses == [ABOUT_VIEW["link"]]
    assert not {"link", "img", "iframe", "object", "b", "base", "form"} & set(page.elements)
    assert page.elements.count("script") == len(page.scripts) == 3
    assert "sourceMappingURL" not in page.scripts[1]
    assert not re.search(r"url\(|@import", page.texts["style"])
    hashes = [f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in page.scripts[1:]]
    assert page.policy.split("; ") == [
        "default-src 'none'", "style-src 'unsafe-inline'", "img-src data:", "base-uri 'none'", "form-action 'none'",
        f"script-src {' '.join(hashes)}"]
    assert b"\r" not in data  # a browser would read another script than the one that was hashed


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_opens_offline_by_itself(told, theme, tmp_path):
    file = tmp_path / "network.html"
    file.write_bytes(page_of(told))
    asked, wrong = [], []
    with sync_playwright() as program:
        browser = program.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(offline=True, color_scheme=theme).new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(file.as_uri())
        page.wait_for_selector(f"#network[data-drawn={theme}] canvas")
        assert page.evaluate("network.body.data.nodes.length") == len({*told[0]["source_id"], *told[0]["target_id"]})
        assert page.evaluate("window.broken") is None
        page.get_by_role("button", name="Zoom in").click()
        other = "dark" if theme == "light" else "light"
        page.emulate_media(color_scheme=other)
        page.wait_for_selector(f"#network[data-drawn={other}] canvas")
        browser.close()
    assert (asked, wrong) == ([file.as_uri()], [])
