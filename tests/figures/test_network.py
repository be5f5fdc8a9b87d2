"""The network: places that stay, who is drawn, and how lines and labels tell standing and dispute."""

import json
from itertools import combinations
from typing import get_args

import pandas as pd
import pytest

from bayah.derive.labels import RELATION_WORDS
from bayah.figures.look import LIGHT, NEUTRAL
from bayah.figures.network import STANDING_WORDS, draw_network, layout
from bayah.model import RelationRole

DAYS = ("start_earliest", "start_latest", "end_earliest", "end_latest", "last_evidence_date")
GROUPS = ("leaf", "council", "banner", "pines", "alone", "far")  # a child before its parents
PARENTS = {"leaf": "council", "council": "banner"}
COLOURS = {"banner": "#010203", "pines": "#0A0B0C"}


def spells_of(*rows):
    """Spells of (actor, group) and what else is told of them."""
    made = [{"actor_id": actor, "group_id": group, "allegiance_id": f"{actor}.{group}.{i}", "standing": "held",
             "role": None, "is_contested": False, "is_draft": False,
             "actor_name": f"The {actor}", "group_name": f"The {group}",
             "start_earliest": "2014-05-01", "start_latest": "2014-05-31", "last_evidence_date": "2015-01-01",
             "end_basis": "last_evidence"} | more
            for i, (actor, group, more) in enumerate(rows)]
    columns = ["actor_id", "group_id", "allegiance_id", "standing", "role", "is_contested", "is_draft", "actor_name",
               "group_name", "end_basis", *DAYS]
    frame = pd.DataFrame(made, columns=columns)
    return frame.assign(**{day: pd.to_datetime(frame[day]) for day in DAYS})


def relations_of(*rows):
    made = [{"subject_id": subject, "role": role, "object_id": other, "is_contested": contested, "is_draft": False,
             "relation_id": f"{subject}.{role}.{other}.{i}", "subject_name": f"The {subject}",
             "object_name": f"The {other}"} for i, (subject, role, other, contested) in enumerate(rows)]
    return pd.DataFrame(made, columns=["subject_id", "role", "object_id", "is_contested", "is_draft", "relation_id",
                                       "subject_name", "object_name"])


def tables_of(names=(), counts=(), short=(), ranked=("banner", "pines")):
    """Groups, men called man-*, cohorts called cohort-*; `names` and `short` names override."""
    people = [f"man-{i}" for i in range(60)]
    cohorts = [f"cohort-{i}" for i in range(60)]
    ids = [*GROUPS, *people, *cohorts]
    types = ["group"] * len(GROUPS) + ["person"] * 60 + ["cohort"] * 60
    names, counts, short = dict(names), dict(counts), dict(short)
    return {
        "actors": pd.DataFrame({"actor_id": ids, "actor_type": types,
                                "name": [names.get(i, f"The {i}") for i in ids]}),
        "groups": pd.DataFrame({
            "group_id": GROUPS, "name": [names.get(i, f"The {i}") for i in GROUPS],
            "short_name": [short.get(i) for i in GROUPS], "parent_group_id": [PARENTS.get(i) for i in GROUPS],
            "rank": pd.array([1 if i in ranked else None for i in GROUPS], dtype="Int64")}),
        "cohorts": pd.DataFrame({
            "cohort_id": cohorts, "count_min": pd.array([counts.get(i) for i in cohorts], dtype="Int64")}),
    }


def ties_of(spells, relations, tables):
    """The spells and relations as ties, with the parents of the groups that they name."""
    held = spells.rename(columns={
        "allegiance_id": "tie_id", "actor_id": "source_id", "group_id": "target_id", "start_earliest": "date_earliest",
        "start_latest": "date_latest", "actor_name": "source_name", "group_name": "target_name"})
    stand = relations.rename(columns={
        "relation_id": "tie_id", "subject_id": "source_id", "object_id": "target_id", "role": "kind",
        "subject_name": "source_name", "object_name": "target_name"})
    ties = pd.concat([held.assign(kind="membership"), stand.assign(standing="held")], ignore_index=True)
    parents = dict(zip(tables["groups"]["group_id"], tables["groups"]["parent_group_id"], strict=True))
    above = {}
    for group in {*ties["source_id"], *ties["target_id"]}:
        while isinstance(parent := parents.get(group), str):
            above[group], group = parent, parent
    rows = [{"tie_id": f"{below}.within.{parent}", "source_id": below, "target_id": parent, "kind": "within",
             "standing": "held", "is_contested": False, "is_draft": False} for below, parent in sorted(above.items())]
    return pd.concat([ties, pd.DataFrame(rows, columns=ties.columns)], ignore_index=True).astype({
        "is_contested": "bool"}) if rows else ties


def places_of(spells, relations, groups):
    """Where the actors of these spells and relations stand."""
    ties = ties_of(spells, relations, {"groups": groups})
    return layout(ties[ties["kind"] != "within"], groups)


def draw(spells=None, relations=None, tables=None, look=LIGHT):
    spells = spells_of() if spells is None else spells
    relations = relations_of() if relations is None else relations
    tables = tables or tables_of()
    positions = places_of(spells, relations, tables["groups"])
    return draw_network(ties_of(spells, relations, tables), tables, COLOURS, positions, look)


def nodes_of(network):
    return {node["id"]: node for node in network.nodes}


MANY = spells_of(
    *[(f"man-{i}", ("leaf", "pines", "banner")[i % 3], {}) for i in range(20)], ("cohort-1", "leaf", {}),
    ("man-1", "banner", {}), ("man-40", "far", {}))
STANDS = relations_of(("banner", "hostile", "pines", False), ("alone", "allied", "man-41", False))


def test_the_same_tables_have_the_same_places():
    groups = tables_of()["groups"]
    assert places_of(MANY, STANDS, groups) == places_of(MANY, STANDS, groups)


@pytest.mark.parametrize("seed", range(3))
def test_places_do_not_hang_on_the_order_of_rows(seed):
    groups = tables_of()["groups"]
    shuffled = [frame.sample(frac=1, random_state=seed) for frame in (MANY, STANDS, groups)]
    assert places_of(*shuffled) == places_of(MANY, STANDS, groups)


@pytest.mark.parametrize("order", [GROUPS, GROUPS[::-1], ("council", "leaf", "banner", "pines", "alone", "far")])
def test_everyone_drawn_has_a_place_parents_too(order):
    groups = tables_of()["groups"].set_index("group_id").loc[list(order)].reset_index()
    places = places_of(MANY, STANDS, groups)
    network = draw_network(ties_of(MANY, STANDS, tables_of()), tables_of() | {"groups": groups}, COLOURS, places, LIGHT)
    assert set(nodes_of(network)) == set(places)
    assert {"leaf", "council", "banner", "alone", "man-41", "far"} <= set(places)


def test_no_two_labels_cover_each_other_and_loose_parts_stay_in_sight():
    places = places_of(MANY, STANDS, tables_of()["groups"])
    for (x, y), (other_x, other_y) in combinations(places.values(), 2):
        assert abs(x - other_x) >= 132 or abs(y - other_y) >= 68
    assert all(-300 <= x <= 1850 and -300 <= y <= 1300 for x, y in places.values())


def test_nothing_has_no_places():
    assert places_of(spells_of(), relations_of(), tables_of()["groups"]) == {}
    assert draw().nodes == []


def test_no_actor_is_drawn_twice():
    spells = spells_of(("man-1", "leaf", {}), ("man-1", "pines", {}), ("man-1", "leaf", {}), ("leaf", "pines", {}))
    network = draw(spells, relations_of(("leaf", "hostile", "pines", False), ("man-1", "rival", "man-2", False)))
    ids = [node["id"] for node in network.nodes]
    assert sorted(ids) == ["banner", "council", "leaf", "man-1", "man-2", "pines"]


def test_parents_of_drawn_groups_are_drawn_and_tied():
    network = draw(spells_of(("man-1", "leaf", {})))
    ties = {(edge["from"], edge["to"]) for edge in network.edges if edge.get("title") == "is part of"}
    assert set(nodes_of(network)) == {"man-1", "leaf", "council", "banner"}
    assert ties == {("leaf", "council"), ("council", "banner")}


def test_shapes_tell_persons_cohorts_and_groups(look):
    nodes = nodes_of(draw(spells_of(("man-1", "banner", {}), ("cohort-1", "leaf", {})), look=look))
    assert {i: node["shape"] for i, node in nodes.items()} == {
        "man-1": "dot", "cohort-1": "hexagon", "banner": "box", "leaf": "box", "council": "box"}
    assert nodes["man-1"]["font"]["color"] == look.ink
    assert nodes["banner"]["color"]["border"] == look.ink  # ranked
    assert nodes["leaf"]["color"]["border"] != look.ink
    assert nodes["banner"]["font"]["size"] > nodes["leaf"]["font"]["size"]


def test_a_node_stands_where_the_layout_says():
    spells = spells_of(("man-1", "pines", {}))
    ties = ties_of(spells, relations_of(), tables_of())
    network = draw_network(ties, tables_of(), COLOURS, {"man-1": (3.0, 4.0)}, LIGHT)
    nodes = nodes_of(network)
    assert (nodes["man-1"]["x"], nodes["man-1"]["y"]) == (3.0, 4.0)
    assert network.options["physics"] == {"enabled": False}


def test_an_actor_wears_the_colour_of_the_group_he_stands_with_best():
    nodes = nodes_of(draw(spells_of(
        ("man-1", "pines", {"standing": "former", "last_evidence_date": "2018-01-01"}), ("man-1", "banner", {}),
        ("man-2", "alone", {}))))
    colour = {i: node["color"]["background"] for i, node in nodes.items()}
    assert colour == {"man-1": "#010203", "banner": "#010203", "pines": "#0A0B0C", "man-2": NEUTRAL, "alone": NEUTRAL}


def test_a_group_goes_by_its_short_name():
    nodes = nodes_of(draw(spells_of(("man-1", "pines", {}), ("man-1", "alone", {})), tables=tables_of(
        names={"pines": "Movement of the Standing Pines"}, short={"pines": "Pines"})))
    assert (nodes["pines"]["label"], nodes["pines"]["title"]) == ("Pines", "Movement of the Standing Pines")
    assert nodes["alone"]["label"] == "The alone"


def test_a_line_a_standing():
    spells = spells_of(*[(f"man-{i}", "pines", {"standing": standing}) for i, standing in enumerate(STANDING_WORDS)])
    edges = draw(spells).edges
    assert [edge["title"].split("\n")[0] for edge in edges] == [
        f"The man-{i} {words} The pines" for i, words in enumerate(STANDING_WORDS.values())]
    dashes = [edge["dashes"] for edge in edges]
    assert dashes[0] is False
    assert all(dashes[1:])
    assert len({str(dash) for dash in dashes}) == len(STANDING_WORDS)
    width = dict(zip(STANDING_WORDS, (edge["width"] for edge in edges), strict=True))
    assert width["held"] == width["uncertain"] > width["former"] == width["presumed"]
    assert {edge["arrows"] for edge in edges} == {"to"}


def test_a_disputed_spell_wears_a_question_mark():
    sure, disputed = draw(spells_of(("man-1", "pines", {}), ("man-2", "pines", {"is_contested": True}))).edges
    assert (sure["label"].strip(), disputed["label"]) == ("", "?")
    assert "(disputed)" not in sure["title"]
    assert disputed["title"].endswith("(disputed)")


def test_the_hover_of_a_line_tells_office_and_days():
    (edge,) = draw(spells_of(("man-1", "pines", {
        "role": "governor;judge", "standing": "former", "end_earliest": "2015-03-01",
        "end_latest": "2015-03-31"}))).edges
    assert edge["title"] == "The man-1 stood with The pines as governor, judge\nBegun May 2014; ended March 2015"


def test_one_line_a_man_and_group_the_spell_that_stands_best_else_the_latest():
    held = ("man-1", "pines", {"last_evidence_date": "2014-06-01"})
    early, late = (("man-1", "pines", {"standing": "former", "role": role, "last_evidence_date": f"{year}-01-01"})
                   for role, year in (("guard", 2015), ("judge", 2017)))
    (edge,) = draw(spells_of(early, held, late)).edges
    assert "stands with" in edge["title"]
    (edge,) = draw(spells_of(early, late)).edges
    assert "as judge" in edge["title"]


@pytest.mark.parametrize("role", get_args(RelationRole))
def test_every_relation_has_its_label_and_words(role):
    (edge,) = draw(relations=relations_of(("pines", role, "banner", False))).edges
    assert edge["label"] == role.replace("_", " ")
    assert edge["title"] == f"The pines {RELATION_WORDS[role]} The banner"
    assert edge["dashes"] is False


def test_a_disputed_relation_is_dashed_and_marked_and_one_told_twice_is_one_line():
    network = draw(relations=relations_of(
        ("pines", "in_contact", "banner", True), ("pines", "in_contact", "banner", True),
        ("banner", "in_contact", "pines", False)))
    disputed, back = network.edges
    assert (disputed["label"], back["label"]) == ("in contact ?", "in contact")
    assert disputed["dashes"]
    assert disputed["title"].endswith("(disputed)")


def test_the_title_of_a_line_tells_of_the_spells_that_are_not_drawn():
    """Who left and came back has two spells and one line, that of the one that stands."""
    first = {"standing": "former", "role": "guard", "end_earliest": "2014-08-01", "end_latest": "2014-08-31",
             "end_basis": "event", "last_evidence_date": "2014-08-31"}
    again = {"start_earliest": "2016-02-01", "start_latest": "2016-02-29", "last_evidence_date": "2017-01-01",
             "is_contested": True, "is_draft": False}
    (edge,) = draw(spells_of(("man-1", "pines", first), ("man-1", "pines", again))).edges
    assert (edge["id"], edge["standing"]) == ("man-1.pines.1", "held")
    assert edge["title"].split("\n") == [
        "The man-1 stands with The pines",
        "Begun February 2016; no end told, evidence until 1 January 2017 (disputed)",
        "Also as guard: begun May 2014; ended August 2014"]
    # On a day between the two nothing tells of the second yet, and the first stands as former.
    (edge,) = draw(spells_of(("man-1", "pines", first))).edges
    assert edge["standing"] == "former"
    assert "Also" not in edge["title"]


def test_lines_between_the_same_two_bend_apart():
    network = draw(relations=relations_of(("pines", "rival", "banner", False), ("pines", "hostile", "banner", False),
                                          ("banner", "allied", "pines", False), ("alone", "allied", "far", False)))
    bends = [edge["smooth"]["roundness"] for edge in network.edges]
    assert len(set(bends[:3])) == 3
    assert bends[3] == bends[0]


@pytest.fixture(scope="module")
def crowd():
    """The ties of six hundred men with one of two groups, more than the forces place."""
    return pd.DataFrame({"source_id": [f"man-{i:03}" for i in range(600)], "kind": "membership",
                         "target_id": [("banner", "pines")[i % 2] for i in range(600)]})


def test_a_crowd_has_places_of_its_own_the_same_each_time(crowd):
    groups = tables_of()["groups"]
    places = layout(crowd, groups)
    assert set(places) == {*crowd["source_id"], "banner", "pines"}
    assert len(set(places.values())) == len(places)
    assert layout(crowd.sample(frac=1, random_state=1), groups) == places


def test_cohorts_grow_with_their_number_within_bounds():
    counts = {"cohort-1": None, "cohort-2": 0, "cohort-3": 2, "cohort-4": 300, "cohort-5": 900, "cohort-6": 10**7}
    nodes = nodes_of(draw(spells_of(*[(i, "pines", {}) for i in counts]), tables=tables_of(counts=counts)))
    sizes = [nodes[i]["size"] for i in counts]
    assert sizes == sorted(sizes)
    assert sizes[1] < sizes[2] < sizes[3] < sizes[4]
    assert (sizes[0], sizes[-1]) == (10, 44)


def test_among_many_a_cohort_wears_its_number_and_keeps_its_name_on_hover():
    few = nodes_of(draw(spells_of(("cohort-1", "pines", {})), tables=tables_of(counts={"cohort-1": 1200})))
    assert few["cohort-1"]["label"] == "The cohort-1"
    spells = spells_of(("cohort-1", "pines", {}), ("cohort-2", "pines", {}),
                       *[(f"man-{i}", "pines", {}) for i in range(50)])
    many = nodes_of(draw(spells, tables=tables_of(counts={"cohort-1": 1200})))
    assert (many["cohort-1"]["label"], many["cohort-1"]["title"]) == ("1,200", "The cohort-1")
    assert many["cohort-2"]["label"].strip() == ""
    assert many["man-1"]["label"] == "The man-1"


def test_markup_in_names_is_passed_as_plain_text(look, evil):
    tables = tables_of(names={"man-1": evil, "pines": evil, "cohort-1": evil}, short={"banner": evil})
    spells = spells_of(("man-1", "pines", {"actor_name": evil, "group_name": evil, "role": evil}),
                       ("cohort-1", "banner", {}))
    relations = relations_of(("pines", "rival", "banner", False)).assign(subject_name=evil)
    network = draw(spells, relations, tables, look)
    nodes = nodes_of(network)
    assert nodes["pines"]["label"] == nodes["banner"]["label"] == nodes["man-1"]["title"] == evil
    assert nodes["man-1"]["label"].split() == nodes["cohort-1"]["label"].split() == evil.split()
    # vis-network reads markup in labels only where `font.multi` says so; titles that are strings are text to it.
    assert '"multi"' not in json.dumps([network.nodes, network.edges, network.options])
    drawn = network.nodes + network.edges
    assert {type(part["title"]) for part in drawn} == {str}


def test_long_names_are_broken_between_words():
    name = "Abdul Someone of the Long Far Northern Valleys"
    label = nodes_of(draw(spells_of(("man-1", "pines", {})), tables=tables_of(names={"man-1": name})))["man-1"]["label"]
    assert label.split() == name.split()
    assert max(map(len, label.split("\n"))) <= 18


def test_the_browser_gets_a_network_that_it_can_read():
    network = draw(MANY, STANDS)
    assert json.loads(json.dumps([network.nodes, network.edges])) == [network.nodes, network.edges]
