"""The network: persons, cohorts and groups, their allegiances, and how groups stand to each other.

Reads the rows of `query.select_allegiances` and `query.select_relations`. Returns a pyvis network with fixed
positions. Positions are worked out once for all dates (`layout`), so that nothing moves when time does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyvis.network import Network

from bayah.dates import day_words, span_words
from bayah.derive.labels import RELATION_WORDS
from bayah.figures.look import NEUTRAL, Theme, rows_of

STANDING_WORDS = {
    "held": "stands with",
    "presumed": "stood with when last heard of",
    "uncertain": "may stand with (uncertain start or end)",
    "former": "stood with",
}
_DASHES: dict[str, Any] = {"held": False, "presumed": [1, 6], "uncertain": [6, 6], "former": [14, 8]}
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    # The wheel scrolls the page until the reader has clicked into the graph.
    "interaction": {"hover": True, "tooltipDelay": 120, "zoomView": False,
                    "keyboard": {"enabled": True, "bindToWindow": False}},
    "edges": {"smooth": False, "selectionWidth": 1.5, "arrows": {"to": {"scaleFactor": 0.6}}},
}
_WIDTH, _HEIGHT = 1450, 1050
_LABEL_WIDTH, _LABEL_HEIGHT, _SPACING_ROUNDS = 112, 60, 90
_ALL_NAMES = 45
"""Up to so many actors, cohorts wear their names; above, their numbers, and the name shows on hover."""
_RANK = {"held": 0, "presumed": 1, "uncertain": 2, "former": 3}


def layout(spells: pd.DataFrame, relations: pd.DataFrame, groups: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """A place for every actor, the same for the same tables: x and y in pixels.

    Spells pull a man towards his group, parents their councils, relations their two sides a little.
    """
    graph: nx.Graph[str] = nx.Graph()
    for spell in rows_of(spells.sort_values("allegiance_id")):
        graph.add_edge(spell.actor_id, spell.group_id, weight=1.0)
    for relation in rows_of(relations.sort_values("relation_id")):
        if not graph.has_edge(relation.subject_id, relation.object_id):
            graph.add_edge(relation.subject_id, relation.object_id, weight=0.25)
    parents = dict(zip(groups["group_id"], groups["parent_group_id"], strict=True))
    for actor_id in sorted(graph):
        below = actor_id
        while isinstance(above := parents.get(below), str):
            graph.add_edge(below, above, weight=2.0)
            below = above
    if not graph:
        return {}
    # Parts that nothing ties to the rest would drift out of sight: a weak tie to the middle keeps them.
    middle = max(sorted(graph), key=graph.degree)
    for part in list(nx.connected_components(graph)):
        if middle not in part:
            graph.add_edge(middle, max(sorted(part), key=graph.degree), weight=0.3)
    # Springs give a sound start; the atlas forces with strong gravity then fill the frame evenly.
    start = nx.spring_layout(graph, seed=7, k=1.6 / len(graph) ** 0.5, iterations=200)
    spread = nx.forceatlas2_layout(
        graph, pos={node: 50 * place for node, place in start.items()}, seed=7, max_iter=600,
        scaling_ratio=2.0, strong_gravity=True, weight="weight")
    return _framed(spread)


def _framed(spread: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Positions stretched to a canvas that is wider than high."""
    nodes = list(spread)
    places = np.array([[float(x), float(y)] for x, y in spread.values()])
    low, extent = places.min(axis=0), np.ptp(places, axis=0)
    places = (places - low) / np.where(extent == 0, 1, extent) * (_WIDTH, _HEIGHT)
    for _ in range(_SPACING_ROUNDS):
        places = _spaced(places)
    return {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(nodes, places, strict=True)}


def _spaced(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """One step that moves apart, up and down, the nodes whose labels would cover each other."""
    gap = places[:, None, :] - places[None, :, :]
    near = (np.abs(gap[..., 0]) < _LABEL_WIDTH) & (np.abs(gap[..., 1]) < _LABEL_HEIGHT)
    np.fill_diagonal(near, False)
    order = np.arange(len(places))
    away = np.where(gap[..., 1] == 0, np.sign(order[:, None] - order[None, :]), np.sign(gap[..., 1]))
    push = np.where(near, away * (_LABEL_HEIGHT - np.abs(gap[..., 1])) * 0.25, 0).sum(axis=1)
    moved: NDArray[np.float64] = places + np.column_stack([np.zeros(len(places)), push])
    return moved


def draw_network(
    spells: pd.DataFrame, relations: pd.DataFrame, tables: Mapping[str, pd.DataFrame],
    colours: Mapping[str, str], positions: Mapping[str, tuple[float, float]], look: Theme,
) -> Network:
    """The network of these spells and relations.

    Circles are persons, hexagons cohorts, boxes groups. A solid line stands, a dotted one stood when last
    heard of, a short-dashed one is uncertain, a long-dashed one is former; `?` on a line: disputed.
    """
    network = Network(height="600px", width="100%", directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(_OPTIONS))
    colour_of = _colour_of(spells, colours)
    actors = _actors(spells, relations, tables["groups"])
    known = {key: rows.set_index(key).to_dict("index") for key, rows in (
        ("actor_id", tables["actors"]), ("group_id", tables["groups"]), ("cohort_id", tables["cohorts"]))}
    for actor_id in actors:
        _add_actor(network, actor_id, known, colour_of, positions, look, len(actors) <= _ALL_NAMES)
    for spell in rows_of(_strongest(spells)):
        _add_spell(network, spell, colours.get(spell.group_id, NEUTRAL), look)
    for relation in rows_of(relations.drop_duplicates(["subject_id", "role", "object_id"])):
        _add_relation(network, relation, look)
    shown = set(network.get_nodes())
    for group in rows_of(tables["groups"].dropna(subset="parent_group_id")):
        if {group.group_id, group.parent_group_id} <= shown:
            network.add_edge(group.group_id, group.parent_group_id, color=look.muted, width=1,
                             dashes=[2, 2], arrows="", title="is part of")
    return network


def _actors(spells: pd.DataFrame, relations: pd.DataFrame, groups: pd.DataFrame) -> list[str]:
    chosen = set(spells["actor_id"]) | set(spells["group_id"])
    chosen |= set(relations["subject_id"]) | set(relations["object_id"])
    parents = dict(zip(groups["group_id"], groups["parent_group_id"], strict=True))
    for actor_id in list(chosen):
        above = parents.get(actor_id)
        while isinstance(above, str):
            chosen.add(above)
            above = parents.get(above)
    return sorted(chosen)


def _strongest(spells: pd.DataFrame) -> pd.DataFrame:
    """One line an actor and group: the spell that stands best on the day, else the latest."""
    ranked = spells.assign(order=spells["standing"].map(_RANK))
    ranked = ranked.sort_values(["order", "last_evidence_date", "allegiance_id"],
                                ascending=[True, False, True])
    return ranked.drop_duplicates(["actor_id", "group_id"])


def _colour_of(spells: pd.DataFrame, colours: Mapping[str, str]) -> dict[str, str]:
    """An actor wears the colour of the group he stands with best; a group its own."""
    best = _strongest(spells).drop_duplicates("actor_id")
    worn = {row.actor_id: colours.get(row.group_id, NEUTRAL) for row in rows_of(best)}
    return worn | dict(colours)


def _add_actor(
    network: Network, actor_id: str, known: Mapping[str, Mapping[Any, Any]], colour_of: Mapping[str, str],
    positions: Mapping[str, tuple[float, float]], look: Theme, all_names: bool,
) -> None:
    actor = known["actor_id"][actor_id]
    colour = colour_of.get(actor_id, NEUTRAL)
    x, y = positions.get(actor_id, (0.0, 0.0))
    common: dict[str, Any] = {"x": x, "y": y, "title": str(actor["name"])}
    if actor["actor_type"] == "group":
        group = known["group_id"][actor_id]
        ranked = pd.notna(group["rank"])
        label = group["short_name"] if isinstance(group["short_name"], str) else group["name"]
        network.add_node(
            actor_id, label=str(label), shape="box", margin=8,
            color={"background": colour, "border": look.ink if ranked else colour,
                   "highlight": {"background": colour, "border": look.ink}},
            borderWidth=1, font={"color": "#FFFFFF", "size": 28 if ranked else 18}, **common)
        return
    is_person = actor["actor_type"] == "person"
    count = None if is_person else known["cohort_id"][actor_id]["count_min"]
    number = "" if is_person or pd.isna(count) else f"{int(count):,}"
    network.add_node(
        actor_id, label=_broken(str(actor["name"])) if is_person or all_names else number or " ",
        shape="dot" if is_person else "hexagon", size=14 if is_person else _cohort_size(count),
        color={"background": colour, "border": look.paper,
               "highlight": {"background": colour, "border": look.ink}},
        borderWidth=2,
        font={"color": look.ink, "size": 20 if is_person else 15, "strokeWidth": 4, "strokeColor": look.paper},
        **common)


def _cohort_size(count: Any) -> float:
    """Grows with the cube root of the number told, so that two thousand do not cover the rest."""
    return 10.0 if pd.isna(count) else min(10 + 3 * float(count) ** (1 / 3), 44)


def _broken(label: str, width: int = 18) -> str:
    lines, line = [], ""
    for word in label.split():
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def _add_spell(network: Network, spell: Any, colour: str, look: Theme) -> None:
    faint = spell.standing in ("former", "presumed")
    role = f" as {spell.role.replace(';', ', ')}" if isinstance(spell.role, str) else ""
    began = span_words(*_ends(spell.start_earliest, spell.start_latest))
    how = " by death" if spell.end_basis == "death" else ""
    ended = f"; no end told, evidence until {day_words(spell.last_evidence_date)}" if pd.isna(spell.end_latest) else (
        f"; ended{how} {span_words(*_ends(spell.end_earliest, spell.end_latest))}")
    network.add_edge(
        spell.actor_id, spell.group_id, color={"color": colour, "opacity": 0.55 if faint else 0.95},
        width=1.5 if faint else 2.5, dashes=_DASHES[spell.standing], arrows="to",
        label="?" if spell.is_contested else " ",
        font={"color": look.ink, "size": 22, "strokeWidth": 5, "strokeColor": look.paper},
        title=f"{spell.actor_name} {STANDING_WORDS[spell.standing]} {spell.group_name}{role}\n"
              f"Begun {began}{ended}{' (disputed)' if spell.is_contested else ''}")


def _ends(earliest: Any, latest: Any) -> tuple[Any, Any]:
    return tuple(None if pd.isna(day) else day.date() for day in (earliest, latest))  # type: ignore[return-value]


def _add_relation(network: Network, relation: Any, look: Theme) -> None:
    words = RELATION_WORDS[relation.role]
    network.add_edge(
        relation.subject_id, relation.object_id, color={"color": look.muted, "opacity": 0.7}, width=1,
        dashes=[3, 5] if relation.is_contested else False, arrows="to",
        smooth={"enabled": True, "type": "curvedCW", "roundness": 0.18},
        label=relation.role.replace("_", " ") + (" ?" if relation.is_contested else ""),
        font={"color": look.muted, "size": 12, "strokeWidth": 4, "strokeColor": look.paper},
        title=f"{relation.subject_name} {words} {relation.object_name}"
              f"{' (disputed)' if relation.is_contested else ''}")
