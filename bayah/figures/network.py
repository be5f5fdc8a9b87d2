"""The network: persons, cohorts and groups, their allegiances and deeds, and how groups stand to each other.

Reads the rows of `ties.select_ties`. Returns a pyvis network with fixed positions, which are worked out once for all
dates (`layout`), so that nothing moves when time does.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyvis.network import Network

from bayah.dates import day_words, span_words
from bayah.derive.labels import RELATION_WORDS
from bayah.figures.look import NEUTRAL, Theme, rows_of
from bayah.model import PROPOSED

STANDING_WORDS = {
    "held": "stands with",
    "presumed": "stood with when last heard of",
    "uncertain": "may stand with (uncertain start or end)",
    "former": "stood with",
}
SPELLS = ("office", "oath", "membership")
DEEDS = ("killed", "detained", "appointed", "removed")
TIE_LABELS = {"oath_to": "oath"}
OTHER_WORDS = {"oath_to": "gave his oath to"}
_DASHES: dict[str, Any] = {"held": False, "presumed": [1, 6], "uncertain": [6, 6], "former": [14, 8]}
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    # The wheel scrolls the page until the reader has clicked into the graph.
    "interaction": {"hover": True, "tooltipDelay": 120, "zoomView": False,
                    "keyboard": {"enabled": True, "bindToWindow": False}},
    "edges": {"smooth": False, "selectionWidth": 1.5, "arrows": {"to": {"scaleFactor": 0.6}}},
}
_WIDTH, _HEIGHT = 1550, 1000
_LABEL_WIDTH, _LABEL_HEIGHT = 140, 76
_ROOM = 120
"""Actors for whom that canvas has room."""
_CORE, _SPACING_ROUNDS = 450, {True: 400, False: 90}
"""Up to so many the forces place everyone (True), and there is time to spread labels until none covers another."""
_GOLDEN_ANGLE, _SPIRAL = 2.39996, 55
_ALL_NAMES = 45
"""Up to so many actors, cohorts wear their names; above, their numbers, and the name shows on hover."""
_RANK = {"held": 0, "presumed": 1, "uncertain": 2, "former": 3}


def layout(ties: pd.DataFrame, groups: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """A place for every actor, the same for the same rows of `ties.ever`: x and y in pixels.

    Memberships pull a man towards his group, parents their councils, all else its two sides a little.
    """
    graph: nx.Graph[str] = nx.Graph()
    ranked = ties.assign(weight=ties["kind"].map({"membership": 1.0}).fillna(0.25))
    for tie in rows_of(ranked.sort_values(["weight", "source_id", "target_id"], ascending=[False, True, True])):
        if not graph.has_edge(tie.source_id, tie.target_id):
            graph.add_edge(tie.source_id, tie.target_id, weight=tie.weight)
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
    # Forces cost the square of a crowd: beyond `_CORE` they place the most tied, and the others gather round these.
    core = graph
    if len(graph) > _CORE:
        chosen = sorted(graph, key=lambda node: (-graph.degree(node), node))[:_CORE]
        core = nx.Graph()
        core.add_nodes_from(chosen)
        core.add_edges_from((one, other, data) for one, other, data in graph.edges(data=True)
                            if one in core and other in core)
    # Springs give a sound start; the atlas forces with strong gravity then fill the frame evenly.
    start = nx.spring_layout(core, seed=7, k=1.6 / len(core) ** 0.5, iterations=200 if core is graph else 50)
    spread = nx.forceatlas2_layout(
        core, pos={node: 50 * place for node, place in start.items()}, seed=7,
        max_iter=600 if core is graph else 150, scaling_ratio=2.0, strong_gravity=True, weight="weight")
    return _framed(graph, spread)


def with_more(
    positions: Mapping[str, tuple[float, float]], ties: pd.DataFrame
) -> dict[str, tuple[float, float]]:
    """Places also for those who have none, near the most tied of those they are tied to; nobody else moves.

    `ties` are rows of `ties.ever` over all of them.
    """
    if not positions:
        return {}
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(positions)
    graph.add_edges_from(zip(ties["source_id"], ties["target_id"], strict=True))
    more = sorted(set(graph) - set(positions))
    found = _gathered(graph, list(positions), np.array(list(positions.values())))
    return {**positions, **{node: (round(float(x), 1), round(float(y), 1))
                            for node, (x, y) in zip(more, found, strict=True)}}


def _framed(graph: nx.Graph[str], spread: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Positions stretched to a canvas that is wider than high, and larger for more than a hundred or so; whom the
    forces did not place stands in a spiral round the most tied of those that he is tied to."""
    nodes = list(spread)
    places = np.array([[float(x), float(y)] for x, y in spread.values()])
    low, extent = places.min(axis=0), np.ptp(places, axis=0)
    larger = max(1.0, (len(graph) / _ROOM) ** 0.5)
    places = (places - low) / np.where(extent == 0, 1, extent) * (_WIDTH * larger, _HEIGHT * larger)
    places = np.vstack([places, *_gathered(graph, nodes, places)])
    nodes += sorted(set(graph) - set(spread))
    for _ in range(_SPACING_ROUNDS[len(spread) == len(graph)]):
        places = _spaced(places)
    return {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(nodes, places, strict=True)}


def _gathered(
    graph: nx.Graph[str], nodes: Sequence[str], places: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """Where those stand who are not among these nodes, in the order of their ids."""
    placed = dict(zip(nodes, places, strict=True))
    middle = places.mean(axis=0)
    round_whom: Counter[str] = Counter()
    found = []
    for node in sorted(set(graph) - set(placed)):
        known = sorted(set(graph[node]) & set(placed), key=lambda other: (-graph.degree(other), other))
        whom = known[0] if known else ""
        nth = round_whom[whom] = round_whom[whom] + 1
        turn, far = nth * _GOLDEN_ANGLE, _SPIRAL * (nth + 1) ** 0.5
        found.append(placed.get(whom, middle) + far * np.array([np.cos(turn), np.sin(turn)]))
    return found


def _spaced(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """One step that moves apart the nodes whose labels would cover each other, the shorter way: aside, or up and down.
    """
    gap = places[:, None, :] - places[None, :, :]
    cover = 1 - np.abs(gap) / (_LABEL_WIDTH, _LABEL_HEIGHT)
    near: NDArray[np.bool_] = np.all(cover > 0, axis=-1)
    np.fill_diagonal(near, False)
    aside = near & (cover[..., 0] < cover[..., 1])
    order = np.arange(len(places))
    moved: NDArray[np.float64] = places.copy()
    for axis, size, mine in ((0, _LABEL_WIDTH, aside), (1, _LABEL_HEIGHT, near & ~aside)):
        away = np.where(gap[..., axis] == 0, np.sign(order[:, None] - order[None, :]), np.sign(gap[..., axis]))
        moved[:, axis] += np.where(mine, away * cover[..., axis] * size * 0.25, 0).sum(axis=1)
    return moved


def draw_network(
    ties: pd.DataFrame, tables: Mapping[str, pd.DataFrame], colours: Mapping[str, str],
    positions: Mapping[str, tuple[float, float]], look: Theme,
) -> Network:
    """The network of these ties; every edge bears the id of its tie.

    Circles are persons, hexagons cohorts, boxes groups. A solid line stands, a dotted one stood when last heard of, a
    short-dashed one is uncertain, a long-dashed one is former. What is disputed has a hatched band behind it and a `?`,
    what rests on machine drafts alone a dotted one and the word `draft`; whom only drafts name has a dashed outline.
    Of several spells of one actor with one group the one that stands best is drawn, and its title tells of the others;
    of several relations of one kind the first.
    """
    network = Network(height="600px", width="100%", directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(_OPTIONS))
    colour_of = _colour_of(ties, colours)
    actors = sorted({*ties["source_id"], *ties["target_id"]})
    known = {key: rows.set_index(key).to_dict("index") for key, rows in (
        ("actor_id", tables["actors"]), ("group_id", tables["groups"]), ("cohort_id", tables["cohorts"]))}
    for actor_id in actors:
        _add_actor(network, actor_id, known, colour_of, positions, look, len(actors) <= _ALL_NAMES)
    drawn = strongest(ties)
    others = _others(ties[ties["kind"].isin(SPELLS)], set(drawn["tie_id"]))
    beside: Counter[frozenset[str]] = Counter()
    for tie in rows_of(drawn):
        if tie.kind in SPELLS:
            _add_spell(network, tie, others.get((tie.source_id, tie.target_id), []),
                       colours.get(tie.target_id, NEUTRAL), look)
        elif tie.kind == "within":
            network.add_edge(tie.source_id, tie.target_id, id=tie.tie_id, color=look.muted, width=1,
                             dashes=[2, 2], arrows="", title="is part of")
        else:
            ends = frozenset((tie.source_id, tie.target_id))
            _add_relation(network, tie, beside[ends], look)
            beside[ends] += 1
    return network


def strongest(ties: pd.DataFrame) -> pd.DataFrame:
    """Of these ties those that are drawn: one spell an actor and group, which stands best on the day, else the latest;
    of all else one a kind, source and target."""
    is_spell = ties["kind"].isin(SPELLS)
    others = ties[~is_spell].drop_duplicates(["source_id", "kind", "target_id"])
    return pd.concat([_strongest(ties[is_spell]), others], ignore_index=True)


def _others(spells: pd.DataFrame, drawn: Collection[str]) -> dict[tuple[str, str], list[Any]]:
    """The spells that are not drawn, the oldest first, by actor and group."""
    left = spells[~spells["tie_id"].isin(drawn)].sort_values(["last_evidence_date", "tie_id"])
    found: dict[tuple[str, str], list[Any]] = {}
    for spell in rows_of(left):
        found.setdefault((spell.source_id, spell.target_id), []).append(spell)
    return found


def _strongest(spells: pd.DataFrame) -> pd.DataFrame:
    ranked = spells.assign(order=spells["standing"].map(_RANK))
    ranked = ranked.sort_values(["order", "last_evidence_date", "tie_id"], ascending=[True, False, True])
    return ranked.drop_duplicates(["source_id", "target_id"]).drop(columns="order")


def _colour_of(ties: pd.DataFrame, colours: Mapping[str, str]) -> dict[str, str]:
    """An actor wears the colour of the group he stands with best; a group its own."""
    spells = ties[ties["kind"].isin(SPELLS)]
    best = spells.assign(order=spells["standing"].map(_RANK)).sort_values(
        ["order", "last_evidence_date", "tie_id"], ascending=[True, False, True]).drop_duplicates("source_id")
    worn = {row.source_id: colours.get(row.target_id, NEUTRAL) for row in rows_of(best)}
    return worn | dict(colours)


def _add_actor(
    network: Network, actor_id: str, known: Mapping[str, Mapping[Any, Any]], colour_of: Mapping[str, str],
    positions: Mapping[str, tuple[float, float]], look: Theme, all_names: bool,
) -> None:
    actor = known["actor_id"][actor_id]
    colour = colour_of.get(actor_id, NEUTRAL)
    x, y = positions.get(actor_id, (0.0, 0.0))
    common: dict[str, Any] = {"x": x, "y": y, "title": str(actor["name"])}
    is_draft = actor_id.startswith(PROPOSED)
    outline = {"borderDashes": [4, 4] if is_draft else False}
    if actor["actor_type"] == "group":
        group = known["group_id"][actor_id]
        ranked = pd.notna(group["rank"])
        label = group["short_name"] if isinstance(group["short_name"], str) else group["name"]
        network.add_node(
            actor_id, label=str(label), shape="box", margin=8, shapeProperties=outline,
            color={"background": colour, "border": look.ink if ranked else colour,
                   "highlight": {"background": colour, "border": look.ink}},
            borderWidth=1, font={"color": "#FFFFFF", "size": 28 if ranked else 18}, **common)
        return
    is_person = actor["actor_type"] == "person"
    ground = look.paper if is_draft else colour
    count = None if is_person else known["cohort_id"][actor_id]["count_min"]
    number = "" if is_person or pd.isna(count) else f"{int(count):,}"
    network.add_node(
        actor_id,
        label=_broken(str(actor["name"]), 14 if is_person else 18) if is_person or all_names else number or " ",
        shape="dot" if is_person else "hexagon", size=14 if is_person else _cohort_size(count),
        color={"background": ground, "border": colour if is_draft else look.paper,
               "highlight": {"background": ground, "border": look.ink}},
        borderWidth=2, shapeProperties=outline,
        font={"color": look.ink, "size": 20 if is_person else 16, "strokeWidth": 4, "strokeColor": look.paper},
        **common)


def _cohort_size(count: Any) -> float:
    """Grows with the cube root of the number told, so that two thousand do not cover the rest."""
    return 10.0 if pd.isna(count) else min(10 + 3 * float(count) ** (1 / 3), 44)


def _broken(label: str, width: int) -> str:
    lines, line = [], ""
    for word in label.split():
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def _add_spell(network: Network, tie: Any, others: Sequence[Any], colour: str, look: Theme) -> None:
    lines = [f"{tie.source_name} {STANDING_WORDS[tie.standing]} {tie.target_name}{_role(tie)}", _times(tie)]
    lines += [f"Also{_role(other)}: {_times(other, first=False)}" for other in others]
    network.add_edge(
        tie.source_id, tie.target_id, id=tie.tie_id, standing=tie.standing, **line_of(tie.standing, colour),
        arrows="to", label=_marks(tie) or " ", background=_band(tie, look),
        font={"color": look.ink, "size": 22, "strokeWidth": 5, "strokeColor": look.paper}, title="\n".join(lines))


def _role(tie: Any) -> str:
    return f" as {tie.role.replace(';', ', ')}" if isinstance(tie.role, str) else ""


def _times(tie: Any, first: bool = True) -> str:
    """When a spell began and ended."""
    how = " by death" if tie.end_basis == "death" else ""
    ended = f"; no end told, evidence until {day_words(tie.last_evidence_date)}" if pd.isna(tie.end_latest) else (
        f"; ended{how} {span_words(*_ends(tie.end_earliest, tie.end_latest))}")
    return (f"{'Begun' if first else 'begun'} {span_words(*_ends(tie.date_earliest, tie.date_latest))}{ended}"
            f"{' (disputed)' if tie.is_contested else ''}{' (machine draft)' if tie.is_draft else ''}")


def _marks(tie: Any) -> str:
    """What stands on a line beside its word: that it is disputed, that it is a draft."""
    return " ".join(["draft"] * bool(tie.is_draft) + ["?"] * bool(tie.is_contested))


def hulls(network: Network, groups: pd.DataFrame, colours: Mapping[str, str]) -> list[dict[str, Any]]:
    """What is drawn round a group and those that are part of it: the ids of both and the colour of the group."""
    drawn = set(network.get_nodes())
    parts: dict[str, list[str]] = {}
    for group in rows_of(groups.dropna(subset="parent_group_id").sort_values("group_id")):
        if {group.group_id, group.parent_group_id} <= drawn:
            parts.setdefault(group.parent_group_id, []).append(group.group_id)
    return [{"ids": [parent, *below], "colour": colours.get(parent, NEUTRAL)}
            for parent, below in sorted(parts.items())]


def line_of(standing: str, colour: str) -> dict[str, Any]:
    """How a line of this standing is drawn."""
    faint = standing in ("former", "presumed")
    return {"color": {"color": colour, "opacity": 0.55 if faint else 0.95}, "width": 1.5 if faint else 2.5,
            "dashes": _DASHES[standing]}


def _band(tie: Any, look: Theme) -> dict[str, Any]:
    """The hatched band behind a line that is disputed, the dotted one behind a draft."""
    if tie.is_contested or not tie.is_draft:
        return {"enabled": bool(tie.is_contested), "color": look.grid, "size": 8, "dashes": [2, 3]}
    return {"enabled": True, "color": look.muted, "size": 6, "dashes": [2, 8]}


def _ends(earliest: Any, latest: Any) -> tuple[Any, Any]:
    return tuple(None if pd.isna(day) else day.date() for day in (earliest, latest))  # type: ignore[return-value]


def _add_relation(network: Network, tie: Any, nth: int, look: Theme) -> None:
    """A thin line with a word; the `nth` between the same two bends farther, so that no word covers another."""
    words = TIE_LABELS.get(tie.kind, tie.kind.replace("_", " "))
    done = tie.kind in DEEDS
    dates = _ends(tie.date_earliest, tie.date_latest)
    title = (f"{tie.source_name} {RELATION_WORDS.get(tie.kind, OTHER_WORDS.get(tie.kind, words))} {tie.target_name}"
             f"{' (disputed)' if tie.is_contested else ''}{' (machine draft)' if tie.is_draft else ''}")
    network.add_edge(
        tie.source_id, tie.target_id, id=tie.tie_id,
        color={"color": look.ink if done else look.muted, "opacity": 0.8 if done else 0.7}, width=1.5 if done else 1,
        dashes=[3, 5] if tie.is_contested else False, arrows="to", background=_band(tie, look),
        smooth={"enabled": True, "type": "curvedCW", "roundness": round(0.18 + 0.2 * nth, 2)},
        label=f"{words} {_marks(tie)}".strip(), standing=tie.standing,
        font={"color": look.ink, "size": 15, "strokeWidth": 4, "strokeColor": look.paper},
        title=f"{title}\nTold of {span_words(*dates)}" if any(dates) else title)
