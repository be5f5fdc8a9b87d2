"""The network as files to take away: GEXF, GraphML, node-link JSON, an edge list, and a page that opens offline.

Reads the ties of a view (rows of `ties.select_ties`), the actors table, where and in which colours they are drawn, and
the words `about` the view. Returns bytes, the same for the same rows in whatever order. Refuses `about` without one of
its words or with a link that is no web address. Names are untrusted: they are escaped, and characters that XML cannot
hold become U+FFFD.
"""

from __future__ import annotations

import html as markup
import json
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from string import Template
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import networkx as nx
import pandas as pd
from pyvis.network import Network

from bayah.dates import day_words, span_words
from bayah.words import xml_text

ABOUT = ("title", "link", "version", "licence")
"""The words about a view that every file needs: its title, its whole address, the version and licence of the data."""
DATES = (
    "What is told of dates is kept as it is told: a tie began or happened between date_earliest and date_latest, and "
    "ended between end_earliest and end_latest; what is missing is open. A deed or a relation has no end of its own: "
    "date_earliest and date_latest are the days between which it happened or held.")
INTERVALS = (
    "The ends of ties are uncertain. The start of an edge is the earliest day on which the tie can have begun, its end "
    "the latest day on which it can have held; where one is missing, that end is open. So an edge that is shown on a "
    "day can have held on it, and need not have. Nodes have no dates.")
PLACES = "x and y are pixels of the drawing, y downwards."
_IDS = ("tie_id", "source_id", "target_id", "source_name", "target_name")
_DRAWN = ("label", "x", "y", "colour")
_STANDINGS = {"held": "stands", "presumed": "stood when last heard of", "uncertain": "uncertain start or end",
              "former": "former"}
_BEST_FIRST = ("held", "presumed", "uncertain", "former")
_GEXF = {
    "xmlns": "http://gexf.net/1.3", "xmlns:viz": "http://gexf.net/1.3/viz",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": "http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd", "version": "1.3",
}
_TYPES = {bool: "boolean", int: "integer", str: "string"}


def gexf(
    ties: pd.DataFrame, actors: pd.DataFrame, positions: Mapping[str, tuple[float, float]],
    colours: Mapping[str, str], about: Mapping[str, str],
) -> bytes:
    """The ties (key tie_id) as a dynamic graph in GEXF 1.3, which Gephi opens with its timeline.

    `actors` (key actor_id) has `name` and `actor_type`; `positions` are pixels by actor, `colours` `#rrggbb` by group.
    An edge's start and end are the days that `INTERVALS` says. Gephi makes one edge of several that have the same ends
    and `kind`, and keeps the attributes of one: the second of them has the kind `oath 2`, and `oath` as its attribute.
    Raises: ValueError as `_refuse` says; KeyError for an actor of a tie that `actors` does not hold.
    """
    graph = _graph(ties, actors, positions, colours, about)
    root = Element("gexf", _GEXF)
    meta = SubElement(root, "meta")
    SubElement(meta, "creator").text = f"Bayah, data version {xml_text(about['version'])}"
    SubElement(meta, "description").text = " ".join([
        f"{xml_text(about['title'])} ({xml_text(about['link'])}).", f"Licence: {xml_text(about['licence'])}.",
        INTERVALS, DATES])
    drawn = SubElement(root, "graph", mode="dynamic", defaultedgetype="directed", idtype="string",
                       timeformat="date", timerepresentation="interval")
    edges: list[Any] = list(graph.edges(keys=True, data=True))
    _declare(drawn, "node", [cells for _, cells in graph.nodes(data=True)])
    _declare(drawn, "edge", [cells for *_, cells in edges])
    inside = SubElement(drawn, "nodes")
    for actor_id, cells in graph.nodes(data=True):
        _add_node(inside, actor_id, cells)
    inside, seen = SubElement(drawn, "edges"), Counter[tuple[str, str, str]]()
    for source, target, tie_id, cells in edges:
        seen[source, target, cells["kind"]] += 1
        _add_edge(inside, source, target, tie_id, cells, seen[source, target, cells["kind"]])
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _declare(drawn: Element, of: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """The attributes of the nodes or edges: every cell that stands in no place of its own, with its type."""
    types = {name: _TYPES[type(cell)] for cells in rows for name, cell in cells.items() if name not in _DRAWN}
    declared = SubElement(drawn, "attributes", {"class": of, "mode": "static"})
    for name in sorted(types):
        SubElement(declared, "attribute", id=name, title=name, type=types[name])


def _add_node(inside: Element, actor_id: str, cells: Mapping[str, Any]) -> None:
    node = SubElement(inside, "node", id=actor_id, label=cells["label"])
    _add_values(node, cells)
    if "colour" in cells:
        red, green, blue = (str(int(cells["colour"][i:i + 2], 16)) for i in (1, 3, 5))
        SubElement(node, "viz:color", r=red, g=green, b=blue)
    if "x" in cells:  # in Gephi y grows upwards, on a screen downwards
        SubElement(node, "viz:position", x=str(cells["x"]), y=str(-cells["y"]), z="0.0")


def _add_edge(inside: Element, source: str, target: str, tie_id: str, cells: Mapping[str, Any], number: int) -> None:
    kind = cells["kind"] if number == 1 else f"{cells['kind']} {number}"
    edge = SubElement(inside, "edge", {"id": tie_id, "source": source, "target": target, "label": cells["label"],
                                       "kind": kind, **_interval(cells)})
    _add_values(edge, cells)


def _add_values(part: Element, cells: Mapping[str, Any]) -> None:
    values = SubElement(part, "attvalues")
    for name in sorted(set(cells) - set(_DRAWN)):
        cell = cells[name]
        value = str(cell).lower() if isinstance(cell, bool) else str(cell)
        SubElement(values, "attvalue", {"for": name, "value": value})


def _interval(cells: Mapping[str, Any]) -> dict[str, str]:
    """The days between which the tie can have held; only a spell has a known or open end of its own."""
    end = "end_latest" if "end_basis" in cells else "date_latest"
    days = {"start": cells.get("date_earliest"), "end": cells.get(end)}
    return {name: day for name, day in days.items() if day}


def graphml(
    ties: pd.DataFrame, actors: pd.DataFrame, positions: Mapping[str, tuple[float, float]],
    colours: Mapping[str, str], about: Mapping[str, str],
) -> bytes:
    """The ties (key tie_id) as GraphML; dates as `2015-07-30`, what is missing left out.

    Takes and raises what `gexf` does. What the view is stands in the attributes of the graph.
    """
    file = BytesIO()
    nx.write_graphml_xml(_graph(ties, actors, positions, colours, about), file, named_key_ids=True)
    return file.getvalue()


def node_link(
    ties: pd.DataFrame, actors: pd.DataFrame, positions: Mapping[str, tuple[float, float]],
    colours: Mapping[str, str], about: Mapping[str, str],
) -> bytes:
    """The ties (key tie_id, here `key`) as node-link JSON, which networkx and D3 read; dates as `2015-07-30`.

    Takes and raises what `gexf` does; what is missing is left out.
    """
    told = nx.node_link_data(_graph(ties, actors, positions, colours, about), edges="edges")
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def edge_frame(ties: pd.DataFrame) -> pd.DataFrame:
    """The ties (key tie_id) as an edge list for `export.safe_csv`: ids in `source` and `target`, the names that Gephi
    and networkx look for, then both names, then all else."""
    rows = ties.sort_values("tie_id", ignore_index=True).rename(columns={"source_id": "source", "target_id": "target"})
    first = ["source", "target", "source_name", "kind", "target_name"]
    return rows[[*first, *(name for name in rows.columns if name not in first)]]


def _graph(
    ties: pd.DataFrame, actors: pd.DataFrame, positions: Mapping[str, tuple[float, float]],
    colours: Mapping[str, str], about: Mapping[str, str],
) -> nx.MultiDiGraph[str]:
    """The ties as a graph: an edge a tie, its id as key; what is missing is left out."""
    _refuse(about)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.graph.update({word: xml_text(about[word]) for word in ABOUT} | {"dates": DATES, "places": PLACES})
    known = actors.set_index("actor_id")[["name", "actor_type"]].to_dict("index")
    group_of = _groups(ties, known)
    for actor_id in sorted({*ties["source_id"], *ties["target_id"]}):
        actor, group = known[actor_id], group_of.get(actor_id)
        x, y = positions.get(actor_id, (None, None))
        cells = {"label": actor["name"], "actor_type": actor["actor_type"], "group_id": group,
                 "group_name": known[group]["name"] if group else None, "colour": colours.get(group) if group else None}
        graph.add_node(xml_text(actor_id), **_told(cells), **({} if x is None or y is None else {"x": x, "y": y}))
    for tie in ties.sort_values("tie_id").to_dict("records"):
        label = tie["kind"].replace("_", " ") + (" ?" if tie["is_contested"] else "")
        cells = {str(name): cell for name, cell in tie.items() if name not in _IDS}
        graph.add_edge(xml_text(tie["source_id"]), xml_text(tie["target_id"]), key=xml_text(tie["tie_id"]),
                       label=label, **_told(cells))
    return graph


def _groups(ties: pd.DataFrame, known: Mapping[Any, Mapping[Any, Any]]) -> dict[str, str]:
    """For each actor the group that he stands with best, then the latest; a group is its own."""
    groups = {actor_id: actor_id for actor_id, actor in known.items() if actor["actor_type"] == "group"}
    spells = ties[ties["end_basis"].notna() & ties["target_id"].isin(groups)]
    ranked = spells.assign(order=spells["standing"].map(_BEST_FIRST.index)).sort_values(
        ["order", "last_evidence_date", "tie_id"], ascending=[True, False, True]).drop_duplicates("source_id")
    return dict(zip(ranked["source_id"], ranked["target_id"], strict=True)) | groups


def _told(cells: Mapping[str, Any]) -> dict[str, bool | int | str]:
    """What is told, as a file can say it."""
    return {name: _plain(cell) for name, cell in cells.items() if not pd.isna(cell) and cell != ""}


def _plain(cell: Any) -> bool | int | str:
    if isinstance(cell, date):  # a pandas timestamp is one
        return pd.Timestamp(cell).date().isoformat()
    if pd.api.types.is_bool(cell):
        return bool(cell)
    return int(cell) if pd.api.types.is_integer(cell) else xml_text(cell)


def _refuse(about: Mapping[str, str]) -> None:
    """Raises: ValueError, with all that is wrong: a word of `ABOUT` is missing, or the link is no web address."""
    wrong = [f"no {word}: say it" for word in ABOUT if not about.get(word)]
    link = about.get("link", "")
    if link and not link.startswith(("https://", "http://")):
        wrong.append(f"link '{link}' is no web address: give the whole one, from https:// on")
    if wrong:
        raise ValueError("about the view: " + "; ".join(wrong))


def html(
    light: Network, dark: Network, ties: pd.DataFrame, words: Mapping[str, str], legend: Iterable[str],
    about: Mapping[str, str],
) -> bytes:
    """The view as one HTML file that needs nothing beside it: the drawing, its legend, and the ties as a table.

    `light` and `dark` are the drawing (`figures.network.draw_network`) in either theme; the reader's browser chooses.
    `ties` (key tie_id) are all of the view, `words` says each of their kinds, `legend` the signs of the drawing, a
    sentence each. A policy in the file forbids the browser to run or load anything else, whatever a name holds.
    Raises: ValueError as `_refuse` says.
    """
    _refuse(about)
    drawings = {name: {"nodes": network.nodes, "edges": network.edges,
                       "options": {**network.options, "physics": {"enabled": False}}}
                for name, network in (("light", light), ("dark", dark))}
    page = _PAGE.substitute(
        {word: markup.escape(xml_text(about[word])) for word in ABOUT},
        policy="; ".join(["default-src 'none'", "style-src 'unsafe-inline'", "img-src data:", "base-uri 'none'",
                          "form-action 'none'", f"script-src {_hash(_library())} {_hash(_SCRIPT)}"]),
        style=_STYLE, library=_library(), script=_SCRIPT, drawings=_in_script(drawings),
        alt=f"Network of {len(light.nodes)} actors and {len(light.edges)} lines; the table below tells the same",
        legend=" ".join(f"<li>{markup.escape(xml_text(line))}</li>" for line in legend), table=_table(ties, words))
    return page.encode()


@cache
def _library() -> str:
    """The drawing library of pyvis, without the line that would make a browser look for its source."""
    script = files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return script.read_text(encoding="utf-8").replace("//# sourceMappingURL=vis-network.min.js.map", "")


def _hash(script: str) -> str:
    """A script as a content security policy names it."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def _in_script(told: object) -> str:
    """JSON that no name can break out of: nothing in it opens or closes a tag."""
    return json.dumps(told, separators=(",", ":"), allow_nan=False).translate(
        {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"})


def _table(ties: pd.DataFrame, words: Mapping[str, str]) -> str:
    rows = [_row(tie, words) for tie in ties.sort_values(["source_name", "tie_id"]).to_dict("records")]
    names = ["Who", "Tie", "Whom", "Role", "Standing", "Begun, or when", "Ended", "Last evidence", "Disputed", "Claims",
             "Events"]
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "\n".join(
        "<tr>" + "".join(f'<td dir="auto">{markup.escape(xml_text(cell))}</td>' for cell in row) + "</tr>"
        for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _row(tie: Mapping[Any, Any], words: Mapping[str, str]) -> list[str]:
    """A tie as its reader's row; what is part of a group by what it is has no date, and no claim tells it."""
    is_spell, last = isinstance(tie["end_basis"], str), _day(tie["last_evidence_date"])
    ended = "no end told" if pd.isna(tie["end_latest"]) else (
        ("by death, " if tie["end_basis"] == "death" else "")
        + span_words(_day(tie["end_earliest"]), _day(tie["end_latest"])))
    return [
        tie["source_name"], words.get(tie["kind"], tie["kind"].replace("_", " ")), tie["target_name"],
        tie["role"].replace(";", ", ") if isinstance(tie["role"], str) else "",
        _STANDINGS[tie["standing"]] if is_spell else "",
        span_words(_day(tie["date_earliest"]), _day(tie["date_latest"])) if tie["event_ids"] else "",
        ended if is_spell else "", day_words(last) if last else "", "disputed" if tie["is_contested"] else "",
        str(tie["n_claims"]), tie["event_ids"].replace(";", ", ")]


def _day(cell: Any) -> date | None:
    return None if pd.isna(cell) else cell.date()


_STYLE = """
:root { color-scheme: light dark; --ink: #1D2430; --muted: #5B6472; --paper: #FFFFFF; --line: #C9CED6;
  --link: #0B5A8A; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #EEF0F3; --muted: #A9B1BD; --paper: #12161C; --line: #3A424E; --link: #8CC5DC; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem clamp(.8rem, 3vw, 2.5rem); color: var(--ink); background: var(--paper);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .3rem; overflow-wrap: anywhere; }
a { color: var(--link); overflow-wrap: anywhere; }
figure { margin: 1rem 0; position: relative; }
#network { width: 100%; height: min(46rem, 76vh); border: 1px solid var(--line); border-radius: .5rem; }
#network:focus-visible, .vis-network:focus-visible, button:focus-visible, .wide:focus-visible {
  outline: 2px solid var(--link); }
.zoom { position: absolute; right: .6rem; top: .6rem; display: flex; gap: .3rem; }
.zoom button { min-width: 2.2rem; height: 2.2rem; font: 600 .9rem system-ui, sans-serif; cursor: pointer;
  color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; }
figcaption, .about { color: var(--muted); font-size: .92rem; }
figcaption ul { margin: .5rem 0; padding-left: 1.2rem; }
.vis-tooltip { position: absolute; visibility: hidden; z-index: 5; pointer-events: none; white-space: pre-line;
  max-width: 22rem; padding: .5rem .7rem; font-size: .85rem; color: var(--ink); background: var(--paper);
  border: 1px solid var(--line); border-radius: .4rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .88rem; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
"""

_SCRIPT = """
const drawings = JSON.parse(document.getElementById("drawings").textContent);
const box = document.getElementById("network");
const dark = matchMedia("(prefers-color-scheme: dark)");
let network;
function draw() {
  const { nodes, edges, options } = drawings[dark.matches ? "dark" : "light"];
  const view = network && { position: network.getViewPosition(), scale: network.getScale() };
  network?.destroy();
  network = new vis.Network(box, { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) }, options);
  // The wheel scrolls the page until the reader has clicked into the graph.
  network.on("click", () => network.setOptions({ interaction: { zoomView: true } }));
  if (view) network.moveTo(view); else show();
  box.dataset.drawn = dark.matches ? "dark" : "light";
}
// Everything where there is room; on a phone the middle, large enough to read.
function show() {
  network.fit();
  if (innerWidth <= 640) network.moveTo({ scale: Math.max(network.getScale(), 0.5) });
}
box.addEventListener("mouseleave", () => network.setOptions({ interaction: { zoomView: false } }));
document.querySelectorAll(".zoom button").forEach((button) => {
  button.onclick = () => ("fit" in button.dataset
    ? network.fit({ animation: true })
    : network.moveTo({ scale: network.getScale() * Number(button.dataset.by), animation: { duration: 150 } }));
});
dark.addEventListener("change", draw);
draw();
"""

_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="$policy">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>$style</style>
</head>
<body>
<h1>$title</h1>
<p class="about"><a href="$link" rel="noreferrer">See this view in the atlas</a>, with the claims behind every tie.
Data version $version. Licence: $licence. Drawn with vis-network.</p>
<figure>
<div id="network" role="application" tabindex="0" aria-label="$alt"></div>
<div class="zoom"><button type="button" data-by="1.3" aria-label="Zoom in">+</button>
<button type="button" data-by="0.77" aria-label="Zoom out">&minus;</button>
<button type="button" data-fit aria-label="Show everything">Fit</button></div>
<figcaption><ul>$legend</ul></figcaption>
</figure>
<noscript><p>The drawing needs JavaScript; the table tells the same.</p></noscript>
<h2>The ties as a table</h2>
<div class="wide" role="region" aria-label="Table of ties" tabindex="0">$table</div>
<script type="application/json" id="drawings">$drawings</script>
<script>$library</script>
<script>$script</script>
</body>
</html>
""")
