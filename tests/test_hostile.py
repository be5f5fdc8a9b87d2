"""Labels that are hard to show, through every file that is taken away: read back, they are text and what they were."""

import csv
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from io import BytesIO, StringIO
from xml.etree import ElementTree
from zipfile import ZipFile

import networkx as nx
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from bayah import changes, cite, entities, graph_files, query, table_files, ties, timeline
from bayah.export import geojson, safe_cell, safe_csv, timeline_js
from bayah.extract import select_tables
from bayah.figures.look import DARK, LIGHT, group_colours
from bayah.figures.network import draw_network, layout
from bayah.figures.printed import print_figure
from bayah.figures.printed_network import print_network
from bayah.figures.timeline import draw_events
from bayah.query import Filters
from bayah.report import Picture, write_report
from bayah.table_files import About
from bayah.versions import Version, read_zip

ABOUT = About("The atlas", "0123456789ab", "All rows.", "none", "http://localhost/method?rows=all")
VIEW = cite.View(cite.Work("The atlas", (cite.Author("Somebody"),), "1.0.0", date(2026, 1, 2)), "Timeline",
                 "https://atlas.example/timeline", "0123456789ab", date(2026, 1, 3))
TABLES = ("claims", "events", "actors", "sources", "disputes")
HARMFUL = {"script", "img", "b", "iframe", "object", "link", "base", "form", "foreignobject", "image", "use"}


@pytest.fixture(scope="module")
def hostile(atlas, make_hostile):
    return make_hostile(atlas)


@pytest.fixture(scope="module")
def known(hostile):
    return query.view(hostile, Filters())


class Seen(HTMLParser):
    """The elements, attributes and texts of a page."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.attributes, self.told = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.told += data


def texts_of(rows, column):
    return rows[column].dropna().tolist()


def spaced(text):
    """A text as a browser shows it: white space is one space."""
    return " ".join(text.split())


@pytest.mark.parametrize("table", TABLES)
def test_json_parquet_and_entities_hold_them_as_they_are(hostile, table):
    rows = hostile[table].sort_values(list(table_files.TABLE[table].key), ignore_index=True)
    columns = [name for name in rows if pd.api.types.is_string_dtype(rows[name])]
    wanted = rows[columns].astype("object").where(rows[columns].notna(), None).to_dict("list")
    array = json.loads(table_files.json_array(hostile[table], table))
    lines = [json.loads(line) for line in table_files.json_lines(hostile[table], table).split(b"\n") if line]
    parquet = pq.read_table(BytesIO(table_files.parquet(hostile[table], table, ABOUT))).to_pylist()
    for read in (array, lines, parquet):
        assert {name: [row[name] for row in read] for name in columns} == wanted


@pytest.mark.parametrize("table", TABLES)
def test_a_spreadsheet_runs_none_of_them(hostile, table):
    rows = hostile[table].sort_values(list(table_files.TABLE[table].key), ignore_index=True)
    (column,) = [name for name in ("summary", "label", "name", "title", "question") if name in rows]
    read = list(csv.DictReader(StringIO(table_files.csv(hostile[table], table).decode("utf-8-sig"), newline="")))
    wanted = [safe_cell(text).replace("\r", "\n") for text in rows[column]]  # no carriage return within a cell
    assert [row[column] for row in read] == wanted
    sheet = openpyxl.load_workbook(BytesIO(table_files.workbook(hostile, ABOUT)))[table]
    at = [cell.value for cell in sheet[1]].index(column)
    cells = [row[at] for row in sheet.iter_rows(min_row=2)]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    # OOXML's own way to write a carriage return, which openpyxl leaves as it is.
    assert [cell.value.replace("_x000D_", "\n") for cell in cells] == wanted
    loose = csv.reader(StringIO(safe_csv(hostile[table]).decode("utf-8-sig"), newline=""))
    assert not [cell for row in loose for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_package_that_was_taken_away_leads_back_to_the_same(hostile):
    older = Version("taken", read_zip(BytesIO(table_files.package(hostile, ABOUT)), "taken.zip"))
    with ZipFile(BytesIO(table_files.package(hostile, ABOUT))) as archive:
        assert "tables/claims.csv" in archive.namelist()
    newer = Version("given", {"actors": hostile["actors"].map(lambda cell: cell.replace("\r", "\n"))})
    assert changes.compare(older, newer)["actors"].empty


def test_followthemoney_holds_them(known, hostile):
    lines = entities.follow_the_money(select_tables(known, Filters()), known).splitlines()
    told = {text for line in lines for values in json.loads(line)["properties"].values() for text in values}
    assert set(hostile["actors"]["name"]) <= told
    assert all(json.loads(line)["id"] for line in lines)


@pytest.fixture(scope="module")
def drawn(known):
    rows = ties.select_ties(known, Filters())
    colours = group_colours(known["groups"], query.families(known["groups"]))
    return rows, known["actors"], layout(ties.ever(known.whole), known["groups"]), colours


def test_graph_files_are_read_back(drawn, known):
    about = {"title": "A view", "link": "https://atlas.example/network", "version": "1", "licence": "CC BY 4.0"}
    names = known["actors"].set_index("actor_id")["name"]
    for data in (graph_files.gexf(*drawn, about), graph_files.graphml(*drawn, about)):
        ElementTree.fromstring(data)  # noqa: S314
    graph = nx.node_link_graph(json.loads(graph_files.node_link(*drawn, about)), edges="edges")
    assert {node: cells["label"] for node, cells in graph.nodes(data=True)} == {
        node: graph_files.xml_text(names[node]) for node in graph}
    marked = nx.read_graphml(BytesIO(graph_files.graphml(*drawn, about)))
    assert {spaced(cells["label"]) for _, cells in marked.nodes(data=True)} == {
        spaced(graph_files.xml_text(names[node])) for node in graph}
    light, dark = (draw_network(drawn[0], known, drawn[3], drawn[2], look) for look in (LIGHT, DARK))
    page = Seen(graph_files.html(light, dark, drawn[0], ties.TIE_WORDS, [], about).decode())
    assert page.elements.count("script") == 3
    assert not (HARMFUL - {"script"}) & set(page.elements)


def test_a_map_is_json(hostile):
    rows = hostile["provinces"][["province_id", "name"]].assign(value=1)
    shapes = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": row.province_id, "properties": {"name": row.name},
         "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}}
        for row in rows.itertuples()]}
    told = json.loads(geojson(shapes, rows, {"title": rows["name"].iloc[0]}))
    assert [of["properties"]["name"] for of in told["features"]] == rows["name"].tolist()


def test_timelinejs_takes_html_and_gets_none_of_theirs(known):
    told = json.loads(timeline_js(known["events"], {}, {}, {"title": "<b>", "link": "https://atlas.example"}))
    for slide in told["events"]:
        assert not Seen(slide["text"]["headline"]).elements
    assert {Seen(slide["text"]["headline"]).told for slide in told["events"]} <= set(known["events"]["label"])


def test_references_hold_a_title_in_one_line(hostile):
    for title in hostile["sources"]["title"]:
        view = replace(VIEW, title=spaced(title))
        assert json.loads(cite.csl_json(view))[0]["title"] == view.title
        assert view.title in cite.apa(view)
        assert len([line for line in cite.ris(view).splitlines() if line.startswith("TI  - ")]) == 1
        assert cite.bibtex(view).count("{") == cite.bibtex(view).count("}")


def pictures_of(known, drawn):
    laned = known["events"].merge(timeline.select_lanes(known, "group"), on="event_id")
    colours = dict.fromkeys(laned["event_id"], "#0072B2")
    figure = draw_events(laned, timeline.order_lanes(laned), colours, LIGHT)
    network = draw_network(drawn[0], known, drawn[3], drawn[2], LIGHT)
    return [Picture(known["events"]["label"].iloc[0], print_figure(figure, known["events"]["label"].iloc[1]), "Signs"),
            Picture("Network", [print_network(network, "<b>")], "Signs", known["actors"], is_wide=True)]


def test_a_report_shows_every_label_as_text_and_lets_nothing_in(known, drawn):
    page = write_report(known, Filters(), replace(VIEW, title=known["events"]["label"].iloc[0]),
                        known["actors"]["name"].iloc[0], pictures_of(known, drawn)).decode()
    seen = Seen(page)
    assert not HARMFUL & set(seen.elements)
    assert not [name for name, _ in seen.attributes if name.startswith("on") or name in ("src", "srcset", "data")]
    assert {value.split(":")[0] for name, value in seen.attributes if name == "href" and not value.startswith("#")} <= {
        "http", "https"}
    assert "default-src 'none'" in dict(seen.attributes)["content"] or "Content-Security-Policy" in page
    told = spaced(seen.told)
    for table, column in (("events", "label"), ("claims", "summary"), ("disputes", "question"), ("sources", "title"),
                          ("actors", "name")):
        for text in texts_of(known[table], column):
            assert spaced(table_files_text(text)) in told, (table, text[:40])
    for drawing in re.findall(r"<svg.*?</svg>", page, re.S):
        ElementTree.fromstring(drawing)  # noqa: S314


def table_files_text(text):
    """What HTML can hold of a text: no carriage return."""
    return graph_files.xml_text(text)
