"""Ties: what is one, how it stands on a day, neighbourhoods, ways, measures, and the legend."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from bayah import query, ties
from bayah.query import Filters
from bayah.ties import LEGEND, STANDING_KINDS, TIE_WORDS

JOIN = {"kind": "joining", "subject": "man1", "to_group": "front", "date": "2014-05"}
LEAVE = {"kind": "renunciation", "subject": "man1", "from_group": "front", "date": "2016-06"}
DAYS = [date(2013, 1, 1), date(2014, 5, 15), date(2014, 12, 31), date(2015, 6, 1), date(2019, 1, 1)]


def by_id(found):
    return dict(zip(found["tie_id"], found["standing"], strict=True))


def kinds(found):
    return sorted(zip(found["source_id"], found["kind"], found["target_id"], strict=True))


def test_every_spell_relation_and_deed_is_a_tie_and_leads_to_events(atlas):
    found = ties.select_ties(atlas, Filters())
    spells, relations = query.select_allegiances(atlas, Filters()), query.select_relations(atlas, Filters())
    assert set(spells["allegiance_id"]) | set(relations["relation_id"]) <= set(found["tie_id"])
    assert found["tie_id"].is_unique
    events = set(atlas["events"]["event_id"])
    behind = found[found["kind"] != "within"]["event_ids"].str.split(";").explode()
    assert set(behind) <= events
    assert (behind != "").all()
    assert set(found["kind"]) <= set(TIE_WORDS)
    assert found[["source_name", "target_name"]].notna().all().all()


def test_the_kind_of_a_spell_is_its_office_else_its_oath_else_membership(made):
    tables = made(
        JOIN, {"kind": "pledge", "subject": "man2", "to_group": "front", "to_leader": "man9", "date": "2014"},
        {"kind": "affiliation", "subject": "man3", "to_group": "front", "role": "judge", "date": "2014"},
        parents={"front": None})
    assert kinds(ties.select_ties(tables, Filters())) == [
        ("man1", "membership", "front"), ("man2", "oath", "front"), ("man2", "oath_to", "man9"),
        ("man3", "office", "front")]


def test_a_deed_ties_the_doer_to_whom_it_was_done_unless_only_denied_or_planned(made):
    death = {"kind": "death", "subject": "man1", "object": "front", "date": "2015"}
    tables = made(death, death | {"subject": "man2", "modality": "denied"},
                  {"kind": "detention", "subject": "man3", "object": "front", "date": "2014"}, parents={"front": None})
    found = ties.select_ties(tables, Filters())
    assert kinds(found) == [("front", "detained", "man3"), ("front", "killed", "man1")]
    assert kinds(ties.select_ties(tables, Filters(on=date(2014, 12, 31)))) == [("front", "detained", "man3")]


def test_groups_stand_under_their_parents_up_to_the_top(made):
    tables = made(JOIN, parents={"front": "council", "council": "pines", "pines": None, "other": "pines"})
    found = ties.select_ties(tables | {"actors": pd.DataFrame({
        "actor_id": ["man1", "front", "council", "pines", "other"], "actor_type": "group", "name": "x"})}, Filters())
    assert kinds(found[found["kind"] == "within"]) == [("council", "within", "pines"), ("front", "within", "council")]


@pytest.mark.parametrize("view", [Filters(), Filters(group=("red-banner",)), Filters(known=date(2014, 9, 30)),
                                  Filters(from_=date(2014, 6, 1)), Filters(kind=("death", "pledge"))])
def test_many_days_at_once_stand_as_each_alone(atlas, view):
    for day, standing in zip(DAYS, ties.standings(atlas, view, DAYS), strict=True):
        assert standing == by_id(ties.select_ties(atlas, replace(view, on=day)))


def test_a_spell_that_ended_stands_as_former(made):
    tables = made(JOIN, LEAVE, parents={"front": None})
    (tie,) = ties.select_ties(tables, Filters(on=date(2017, 1, 1))).itertuples()
    assert (tie.standing, tie.end_basis, tie.event_ids) == ("former", "event", "E0001;E0002")


CHAIN = pd.DataFrame([
    ("t1", "a", "b", "membership", "former", False, 1), ("t2", "a", "b", "office", "held", False, 1),
    ("t3", "c", "b", "membership", "held", True, 9), ("t4", "c", "d", "allied", "held", False, 1),
    ("t5", "x", "y", "killed", "held", False, 1)],
    columns=["tie_id", "source_id", "target_id", "kind", "standing", "is_contested", "n_claims"])


def test_around_an_actor_are_those_so_many_ties_away(atlas):
    assert ties.around(CHAIN, "a", 1)["tie_id"].tolist() == ["t1", "t2"]
    assert ties.around(CHAIN, "a", 2)["tie_id"].tolist() == ["t1", "t2", "t3"]
    assert ties.around(CHAIN, "b", 1)["tie_id"].tolist() == ["t1", "t2", "t3"]
    assert ties.around(CHAIN, "nobody", 3).empty


def test_the_way_between_two_goes_by_the_firmest_ties_whichever_way_they_point():
    assert ties.way_between(CHAIN, "a", "d")["tie_id"].tolist() == ["t2", "t3", "t4"]
    assert ties.way_between(CHAIN, "d", "a")["tie_id"].tolist() == ["t4", "t3", "t2"]
    assert ties.way_between(CHAIN, "a", "x").empty
    assert ties.way_between(CHAIN, "a", "nobody").empty
    assert list(ties.way_between(CHAIN, "a", "d").columns) == list(CHAIN.columns)


def test_measures_count_others_ways_and_changes(made):
    tables = made(JOIN, LEAVE, {"kind": "joining", "subject": "man2", "to_group": "front", "date": "2014"},
                  {"kind": "joining", "subject": "man2", "to_group": "pines", "date": "2014"},
                  {"kind": "joining", "subject": "man2", "to_group": "far", "date": "2014", "modality": "denied"},
                  parents={"front": None, "pines": None, "far": None})
    found = ties.select_ties(tables, Filters())
    rows = ties.measures_of(tables, Filters(), found).set_index("actor_id")
    assert rows["degree"].to_dict() == {"front": 2, "man2": 2, "man1": 1, "pines": 1}
    assert rows.loc["man1", ["n_ties", "n_changes"]].tolist() == [1, 2]
    assert rows.loc["man2", "n_changes"] == 2  # what is only denied is none
    assert rows["betweenness"].to_dict() == pytest.approx({"front": 2 / 3, "man2": 2 / 3, "man1": 0, "pines": 0})


def test_the_legend_holds_every_kind_once_and_chooses(atlas):
    every = [kind for _, members in LEGEND.values() for kind in members]
    assert sorted(every) == sorted(TIE_WORDS)
    found = ties.select_ties(atlas, Filters())
    assert ties.only(found, [], False) is found
    for name, (_, members) in LEGEND.items():
        chosen = ties.only(found, [name], False)
        assert chosen["tie_id"].tolist() == found[found["kind"].isin(members)]["tie_id"].tolist()
    certain = ties.only(found, [], True)
    assert not certain["is_contested"].any()
    assert len(certain) == (~found["is_contested"].astype(bool)).sum()


def test_of_many_actors_those_with_most_ties_are_kept():
    assert ties.most_tied(CHAIN, 99)["tie_id"].tolist() == CHAIN["tie_id"].tolist()
    assert ties.most_tied(CHAIN, 3)["tie_id"].tolist() == ["t1", "t2", "t3"]


def test_periods_count_ties_that_begin(made):
    tables = made(JOIN, {"kind": "joining", "subject": "man2", "to_group": "front", "date": "2014-11/2015-02"},
                  parents={"front": None})
    rows = ties.select_periods(tables, Filters(), "year", "on")
    assert rows[["name", "n_events", "n_sure"]].to_numpy().tolist() == [["2014", 2, 1], ["2015", 1, 0]]
    known = ties.select_periods(tables, Filters(), "year", "known")
    assert known["n_sure"].sum() == 2


def test_a_layout_knows_every_tie_of_any_day(atlas):
    ever = {tuple(row) for row in ties.ever(atlas)[["source_id", "target_id"]].to_numpy().tolist()}
    for known in (None, *sorted(atlas["sources"]["known_date"].dt.date)):
        found = ties.select_ties(atlas, Filters(known=known))
        found = found[found["kind"] != "within"]
        assert set(zip(found["source_id"], found["target_id"], strict=True)) <= ever
    assert set(STANDING_KINDS) <= set(TIE_WORDS)
