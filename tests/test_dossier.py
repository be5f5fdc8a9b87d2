"""The dossier of a province: its borders, and what a view tells of it, over claims made for one question."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from bayah import query
from bayah.dossier import (
    SIGNS,
    neighbours,
    select_articles,
    select_changes,
    select_dossier,
    select_near,
    select_presence,
    select_told,
)
from bayah.model import KINDS, NEEDS
from bayah.query import FATA_MERGED, Filters, with_merged

BOUNDARIES = Path(__file__).resolve().parent.parent / "data/boundaries"
HERALD, COURIER, GAZETTE = (
    "2014-06-10_herald_banner-in-the-valley", "2014-09_courier_oaths-on-the-river",
    "2015-03-20_gazette_sahak-comes-back")
HERE = Filters(province=("AF-NAN",))
LATER = date(2019, 1, 1)


@pytest.fixture(scope="module", params=["until", "since"])
def outlines(request):
    """The outlines of before and of after FATA's merger, by that name."""
    text = (BOUNDARIES / f"admin1_{request.param}_2018.geojson").read_text(encoding="utf-8")
    return request.param, json.loads(text)


def test_provinces_touch_those_that_they_are_known_to_touch(outlines):
    when, boundaries = outlines
    found = neighbours(boundaries)
    over_the_border = "PK-TA" if when == "until" else "PK-KP"
    assert set(found["AF-NAN"]) == {"AF-KNR", "AF-LAG", "AF-KAB", "AF-LOG", "AF-PIA", over_the_border}
    assert set(found["AF-BDG"]) == {"AF-FYB", "AF-GHO", "AF-HER"}
    assert set(found["PK-SD"]) == {"PK-BA", "PK-PB"}
    assert ("PK-TA" in found) == (when == "until")
    assert ("AF-KHO" in found["PK-KP"]) == (when == "since")
    assert "AF-HEL" in found["PK-BA"]


def test_a_border_has_two_sides_and_nobody_is_alone_or_his_own_neighbour(outlines):
    _, boundaries = outlines
    found = neighbours(boundaries)
    assert set(found) == {feature["id"] for feature in boundaries["features"]}
    assert all(place in found[other] for place, others in found.items() for other in others)
    assert all(others and place not in others and list(others) == sorted(others) for place, others in found.items())


def square(name, x, y, *more):
    """A feature of unit squares by their lower left corners."""
    rings = [[[[a, b], [a, b + 1], [a + 1, b + 1], [a + 1, b], [a, b]]] for a, b in [(x, y), *more]]
    kind, coordinates = ("MultiPolygon", rings) if more else ("Polygon", rings[0])
    return {"id": name, "geometry": {"type": kind, "coordinates": coordinates}}


@pytest.mark.parametrize(("others", "found"), [
    ([square("b", 1, 0)], ("b",)), ([square("b", 2, 0)], ()),
    ([square("b", 1, 1)], ()),  # a corner is no border
    ([square("b", 1, 1, (1, -1))], ()),  # nor are two
    ([square("b", 5, 5, (0, 1))], ("b",)), ([square("c", 0, 1), square("b", 1, 0)], ("b", "c")), ([], ()),
])
def test_a_shared_border_makes_neighbours_and_a_shared_point_does_not(others, found):
    boundaries = {"features": [square("a", 0, 0), *others]}
    assert neighbours(boundaries)["a"] == found


@pytest.mark.parametrize("filters", [
    Filters(), Filters(kind=("death",)), Filters(group=("red-banner",)), Filters(on=date(2014, 7, 1)),
    Filters(on=LATER), Filters(known=date(2014, 9, 30)), Filters(province=("AF-KNR",), from_=date(2015, 1, 1)),
])
def test_what_is_told_of_a_province_is_what_choosing_it_shows(atlas, filters):
    rows = select_told(atlas, filters)
    assert set(rows["province_id"]) == set(atlas["provinces"]["province_id"])
    for row in rows.itertuples():
        shown = query.select_events(atlas, replace(filters, province=(row.province_id,))).events
        assert row.n_events == len(shown), row.province_id
    assert rows["n_events"].is_monotonic_decreasing


TOUCHING = {"AF-NAN": ("AF-KNR", "PK-KP"), "AF-KNR": ("AF-NAN", "PK-KP"), "PK-KP": ("AF-KNR", "AF-NAN")}


@pytest.mark.parametrize(("chosen", "found"), [
    (("AF-NAN",), {"AF-KNR": 4, "PK-KP": 1}), (("AF-NAN", "AF-KNR"), {"PK-KP": 1}),
    (("PK-TA",), {"AF-KNR": 4, "AF-NAN": 2}),  # merged by then
    (("XX-XXX",), {}), ((), {}),
])
def test_neighbours_are_not_chosen_themselves_and_have_their_events(atlas, chosen, found):
    rows = select_near(atlas, Filters(province=chosen, on=LATER), TOUCHING)
    assert dict(zip(rows["province_id"], rows["n_events"], strict=True)) == found


def test_a_province_is_joined_by_what_was_merged_into_it():
    assert with_merged(Filters(province=("PK-KP",))).province == ("PK-KP",)
    assert with_merged(Filters(province=("PK-KP",), on=date(2018, 5, 30))).province == ("PK-KP",)
    assert with_merged(Filters(province=("PK-KP",), on=FATA_MERGED)).province == ("PK-KP", "PK-TA")
    assert with_merged(Filters(province=("PK-KP", "PK-TA"), on=LATER)).province == ("PK-KP", "PK-TA")
    assert with_merged(Filters(province=("AF-NAN",), on=LATER)).province == ("AF-NAN",)


PARTS = {"subject": "man1", "object": "front", "from_group": "pines", "to_group": "council", "from_leader": "man2",
         "to_leader": "man3"}


@pytest.fixture
def present(made):
    """Who is told to be in a place by claims made in short; all are of Nangarhar unless they say otherwise."""

    def select(*rows, filters=HERE, **given):
        return select_presence(tables_of(made, *rows, **given), filters).set_index("party_id")

    return select


def tables_of(made, *rows, parents=None, **given):
    """Tables in which all groups are actors, and those without a parent ranked."""
    tables = made(*[{"provinces": "AF-NAN"} | row for row in rows],
                  parents={"front": None, "council": "front", "pines": None} | (parents or {}), **given)
    groups = tables["groups"]
    ranks = pd.Series(range(1, len(groups) + 1)).where(groups["parent_group_id"].isna())
    sources = tables["sources"].assign(title="A title", publisher="The Herald", published="2015")
    others = groups.loc[~groups["group_id"].isin(tables["actors"]["actor_id"]), "group_id"]
    silent = pd.DataFrame({"actor_id": others, "actor_type": "group", "name": others})
    return tables | {"groups": groups.assign(rank=ranks), "sources": sources,
                     "actors": pd.concat([tables["actors"], silent], ignore_index=True)}


@pytest.mark.parametrize("kind", KINDS)
def test_only_some_kinds_tell_who_is_there_and_only_by_some_parts(present, kind):
    named = {part: PARTS[part] for part in PARTS if any(part in needed for needed in NEEDS[kind])}
    rows = present({"kind": kind, "role": "allied", "date": "2015", **named})
    expected = {"front" if part == "to_group" else named[part] for part in SIGNS.get(kind, ()) if part in named}
    if kind in ("affiliation", "appointment"):  # the council is part of the front
        rows = present({"kind": kind, "role": "judge", "date": "2015", "subject": "man1", "to_group": "council"})
        expected = {"front"}
    assert set(rows.index) == expected
    assert set(rows["how"]) <= {f"{kind} 1"}


def test_councils_count_for_their_group_cohorts_for_theirs_and_others_for_themselves(present):
    rows = present({"kind": "presence", "subject": "council"}, {"kind": "attack", "subject": "cohort-a"},
                   {"kind": "attack", "subject": "cohort-b"}, {"kind": "recruitment", "subject": "man1"},
                   {"kind": "affiliation", "subject": "man2", "to_group": "independent"},
                   parents={"independent": None},
                   cohorts=[("cohort-a", "council", None, None), ("cohort-b", None, None, None)])
    assert rows["how"].to_dict() == {"front": "attack 1, presence 1", "cohort-b": "attack 1", "man1": "recruitment 1"}


def test_what_is_planned_or_denied_tells_nothing_and_what_is_doubted_says_so(present):
    presence = {"kind": "presence", "date": "2015"}
    rows = present(presence | {"subject": "front", "modality": "planned"},
                   presence | {"subject": "pines", "modality": "denied"},
                   presence | {"subject": "man1", "modality": "doubted"},
                   presence | {"subject": "man2", "modality": "doubted"}, {"kind": "attack", "subject": "man2"})
    assert rows["is_doubted"].to_dict() == {"man1": True, "man2": False}


def test_a_disputed_event_marks_who_it_tells_of(present):
    attack = {"kind": "attack", "subject": "front", "object": "pines", "date": "2015-03-01"}
    rows = present(attack | {"killed_min": 3, "killed_max": 3},
                   attack | {"killed_min": 8, "killed_max": 8, "source": "b"}, {"kind": "presence", "subject": "pines"})
    assert rows["is_contested"].to_dict() == {"front": True, "pines": False}
    assert rows.loc["front", "n_events"] == 1


def days(row, which):
    return [str(row[f"{which}_{end}"].date()) if pd.notna(row[f"{which}_{end}"]) else None
            for end in ("earliest", "latest")]


@pytest.mark.parametrize(("dates", "first", "last"), [
    (["2015-03"], ["2015-03-01", "2015-03-31"], ["2015-03-01", "2015-03-31"]),
    # The first lies in 2014 or by May 2014, whichever of both it was.
    (["2014", "2014-05"], ["2014-01-01", "2014-05-31"], ["2014-05-01", "2014-12-31"]),
    (["2013-05", "2015-08-02"], ["2013-05-01", "2013-05-31"], ["2015-08-02", "2015-08-02"]),
    # What has no first day leaves the span of the others as it is, and alone only says by when.
    (["2015-03", ""], ["2015-03-01", "2015-03-31"], ["2015-03-01", "2015-03-31"]),
    ([""], [None, "2016-01-01"], [None, "2016-01-01"]), (["../2014-06"], [None, "2014-06-30"], [None, "2014-06-30"]),
    # Told as still there on the day of publication; begun within the year.
    (["2014/.."], ["2014-01-01", "2014-12-31"], ["2016-01-01", "2016-01-01"]),
])
def test_the_days_of_the_first_and_the_last_telling(present, dates, first, last):
    rows = [{"kind": "presence", "subject": "front", "date": told} for told in dates]
    row = present(*rows).loc["front"]
    assert (days(row, "first"), days(row, "last")) == (first, last)
    assert row["n_undated"] == sum(told in ("", "../2014-06") for told in dates)


def seen(when, kind="presence"):
    return {"kind": kind, "subject": "front", "date": when}


GONE = seen("2015-06", "withdrawal")


@pytest.mark.parametrize(("rows", "on", "expected"), [
    ([seen("2015-03")], "2015-02-28", None), ([seen("2015-03")], "2015-03-15", "held"),
    ([seen("2015-03")], "2015-04-01", "presumed"), ([seen("2015-03")], None, "presumed"),
    ([seen("2014/..")], "2015-07-01", "held"), ([seen("2014/..")], "2017-01-01", "presumed"),
    # An act is no state: within its span nobody knows whether it was before or after the day.
    ([seen("2015-03", "attack")], "2015-03-15", "uncertain"), ([seen("2015-03", "attack")], "2015-04-01", "presumed"),
    ([seen("2015-03-15", "attack")], "2015-03-15", "held"),
    ([seen("")], "2010-01-01", "uncertain"), ([seen("")], "2016-01-02", "presumed"),
    ([seen("2015-03"), GONE], "2015-05-31", "presumed"), ([seen("2015-03"), GONE], "2015-06-01", "uncertain"),
    ([seen("2015-03"), GONE], "2015-07-01", "withdrawn"), ([seen("2015-03"), GONE], None, "withdrawn"),
    ([GONE], "2015-05-31", None), ([GONE], "2015-06-15", "uncertain"), ([GONE], "2015-07-01", "withdrawn"),
    # Back again, or perhaps.
    ([seen("2015-03"), GONE, seen("2015-09")], "2015-08-01", "withdrawn"),
    ([seen("2015-03"), GONE, seen("2015-09")], "2015-09-15", "held"),
    ([seen("2015-03"), GONE, seen("2015-09")], None, "presumed"),
    ([seen("2015-03"), GONE, seen("2015", "attack")], "2015-08-01", "uncertain"),
    ([seen("2015-03"), GONE, seen("2015", "attack")], None, "uncertain"),
    # Told of a whole year, in the middle of which it left.
    ([seen("2015"), GONE], "2015-08-01", "uncertain"), ([seen("2015"), GONE], "2015-03-01", "held"),
    ([seen("2015"), GONE], None, "uncertain"),
    # It left on a day that nobody tells.
    ([seen("2015-03"), seen("", "withdrawal")], "2015-03-15", "held"),
    ([seen("2015-03"), seen("", "withdrawal")], "2015-05-01", "uncertain"),
    ([seen("2015-03"), seen("", "withdrawal")], None, "uncertain"),
])
def test_who_is_there_on_a_day(present, rows, on, expected):
    found = present(*rows, filters=replace(HERE, on=date.fromisoformat(on) if on else None))
    assert found["standing"].get("front") == expected


@pytest.mark.parametrize(("wanted", "found"), [
    ({}, True), ({"from_": date(2015, 4, 1)}, False), ({"from_": date(2015, 3, 31)}, True),
    ({"to": date(2014, 4, 30)}, False), ({"to": date(2014, 5, 1)}, True), ({"kind": ("death",)}, True),
    ({"from_": date(2014, 8, 1), "to": date(2014, 9, 1)}, True),  # told before and after
    ({"on": date(2014, 4, 30)}, False), ({"on": date(2020, 1, 1)}, True), ({"province": ("PK-KP",)}, False),
    ({"group": ("pines",)}, False), ({"group": ("front",)}, True), ({"source": ("b",)}, False),
])
def test_days_and_kinds_of_a_view_do_not_shorten_the_span(present, wanted, found):
    rows = present(seen("2014-05", "attack"), seen("2015-03"), filters=replace(HERE, **wanted))
    assert ("front" in rows.index) == found
    if found:
        assert days(rows.loc["front"], "first") + days(rows.loc["front"], "last") == [
            "2014-05-01", "2014-05-31", "2015-03-01", "2015-03-31"]


def test_what_was_merged_into_a_province_is_told_there_from_then_on(present):
    fata = seen("2014-05") | {"provinces": "PK-TA"}
    there = Filters(province=("PK-KP",))
    assert present(fata, filters=there).empty
    assert list(present(fata, filters=replace(there, on=LATER)).index) == ["front"]


def test_presence_obeys_the_day_of_knowledge(atlas):
    kunar = Filters(province=("AF-KNR",))
    rows = select_presence(atlas, kunar)
    assert rows[["party_id", "name", "how"]].to_numpy().tolist() == [
        ["red-banner", "Red Banner Front", "attack 1"], ["standing-pines", "Standing Pines", "presence 1"]]
    early = select_presence(atlas, replace(kunar, known=date(2014, 12, 31)))
    assert early["party_id"].tolist() == ["red-banner"]
    assert early["is_contested"].tolist() == [True]
    first = select_presence(atlas, replace(kunar, known=date(2014, 6, 10)))
    assert first["is_contested"].tolist() == [False]
    assert select_presence(atlas, replace(kunar, known=date(1990, 1, 1))).empty


def test_who_changed_sides_from_whom_to_whom(made):
    change = {"kind": "defection", "from_group": "front", "to_group": "pines"}
    tables = tables_of(
        made, change | {"subject": "man1", "date": "2015-03"}, change | {"subject": "man2", "date": "2014"},
        {"kind": "renunciation", "subject": "man1", "from_leader": "man3", "date": "2016"},
        {"kind": "pledge", "subject": "man1", "to_leader": "man4"},
        change | {"subject": "man5", "modality": "planned"}, change | {"subject": "man6", "modality": "denied"},
        change | {"subject": "man7", "provinces": "PK-KP"}, {"kind": "death", "subject": "man2"})
    rows = select_changes(tables, HERE)
    assert rows[["actor_id", "kind", "left", "joined"]].to_numpy().tolist() == [
        ["man2", "defection", "front", "pines"], ["man1", "defection", "front", "pines"],
        ["man1", "pledge", "", "man4"], ["man1", "renunciation", "man3", ""]]
    assert not rows[["event_id", "actor_id"]].duplicated().any()
    assert select_changes(tables, replace(HERE, kind=("death",))).empty


def test_named_persons_stand_before_cohorts_and_groups(made):
    change = {"kind": "joining", "to_group": "pines"}
    tables = tables_of(made, change | {"subject": "council", "date": "2013"},
                       change | {"subject": "cohort-a", "date": "2014"}, change | {"subject": "man1", "date": "2015"},
                       cohorts=[("cohort-a", None, None, None)])
    types = {"council": "group", "cohort-a": "cohort"}
    actors = tables["actors"].assign(actor_type=tables["actors"]["actor_id"].map(types).fillna("person"))
    rows = select_changes(tables | {"actors": actors}, HERE)
    assert rows["actor_id"].tolist() == ["man1", "cohort-a", "council"]


def test_sides_on_which_the_sources_differ_are_all_named(made):
    change = {"kind": "defection", "subject": "man1", "to_group": "pines", "date": "2015"}
    tables = tables_of(made, change | {"from_group": "front"},
                       change | {"from_group": "rivals", "source": "b"}, parents={"rivals": None})
    (row,) = select_changes(tables, HERE).itertuples()
    assert (row.left, row.is_contested) == ("front or rivals", True)


def test_articles_that_tell_of_a_province_with_their_paragraphs(atlas):
    rows = select_articles(atlas, HERE).set_index("source_id")
    assert rows[["n_claims", "n_placed", "n_events", "paragraphs"]].to_dict("index") == {
        COURIER: {"n_claims": 2, "n_placed": 2, "n_events": 2, "paragraphs": "1;6"},
        HERALD: {"n_claims": 1, "n_placed": 1, "n_events": 1, "paragraphs": "1"},
        # It tells of the same death, and places it elsewhere.
        GAZETTE: {"n_claims": 1, "n_placed": 0, "n_events": 1, "paragraphs": rows.loc[GAZETTE, "paragraphs"]}}
    assert rows.index[0] == COURIER
    known = select_articles(atlas, replace(HERE, known=date(2014, 6, 10)))
    assert known["source_id"].tolist() == [HERALD]
    assert select_articles(atlas, Filters(province=("PK-KP",))).empty
    (fata,) = select_articles(atlas, Filters(province=("PK-KP",), on=LATER)).itertuples()
    assert (fata.source_id, fata.n_placed) == (GAZETTE, 1)


def test_paragraphs_stand_as_the_article_runs(made):
    told = {"kind": "attack", "subject": "front"}
    rows = [told | {"date": f"2015-0{n}-01", "paragraph": paragraph}
            for n, paragraph in enumerate(["10", "4-5", "2", "4", "2"], start=1)]
    (row,) = select_articles(tables_of(made, *rows), HERE).itertuples()
    assert (row.paragraphs, row.n_claims) == ("2;4;4-5;10", 5)


def test_a_dossier_holds_what_the_selections_say(atlas):
    found = select_dossier(atlas, HERE, TOUCHING)
    assert found.events["event_id"].tolist() == ["E0001", "E0006"]
    assert found.n_undated == 0
    assert found.changes["event_id"].tolist() == ["E0001"]
    assert found.disputes["dispute_id"].tolist() == ["E0006.date", "E0006.object", "E0006.provinces"]
    assert found.near["province_id"].tolist() == ["AF-KNR", "PK-KP"]
    assert found.flows.empty
    assert found.presence.empty  # an oath and a death tell nobody to be there
    assert len(found.articles) == 3
    merged = select_dossier(atlas, Filters(province=("PK-KP",), on=LATER), TOUCHING)
    assert merged.events["event_id"].tolist() == ["E0008"]


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2014, 6, 10), date(2014, 12, 31), LATER])
def test_a_dossier_can_be_made_on_any_day_of_both_clocks(atlas, day):
    for filters in (replace(HERE, known=day), replace(HERE, on=day), replace(HERE, from_=day), Filters(known=day)):
        found = select_dossier(atlas, filters, TOUCHING)
        assert len(found.events) == len(query.select_events(atlas, filters).events)
        assert set(found.changes["event_id"]) <= set(found.events["event_id"])
        assert found.articles["n_events"].max() <= len(found.events) or found.articles.empty
