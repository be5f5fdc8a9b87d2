"""The sides of a question, one field at a time."""

from datetime import date

import pytest

PLEDGE = {"kind": "pledge", "subject": "man", "to_group": "front"}
DEATH = {"kind": "death", "subject": "man"}
RAID = {"kind": "attack", "subject": "front", "object": "pines", "date": "2015-03-02"}
NUMBERS = ("killed", "injured", "count")


def sides(tables, field):
    """For each side of the dispute on a field its position and the sources that hold it."""
    rows = tables["dispute_claims"].merge(tables["disputes"][["dispute_id", "field"]], on="dispute_id")
    rows = rows[rows["field"] == field].sort_values(["side", "claim_id"])
    return [(of_side["position"].iloc[0], "".join(of_side["claim_id"].str[0]))
            for _, of_side in rows.groupby("side", sort=True)]


def number(what, low, high):
    return {f"{what}_min": low, f"{what}_max": high}


@pytest.mark.parametrize(("first", "second", "field", "told"), [
    (PLEDGE, {"modality": "denied"}, "modality", [("told as a fact", "a"), ("denied", "b")]),
    (PLEDGE, {"modality": "doubted"}, "modality", [("told as a fact", "a"), ("doubted", "b")]),
    (PLEDGE | {"modality": "reported"}, {"modality": "denied"}, "modality",
     [("told as hearsay", "a"), ("denied", "b")]),
    (PLEDGE | {"modality": "planned"}, {"modality": "doubted"}, "modality", [("planned", "a"), ("doubted", "b")]),
    (PLEDGE | {"modality": "denied"}, {"modality": "asserted"}, "modality", [("told as a fact", "b"), ("denied", "a")]),
    (DEATH | {"date": "2015-02-09"}, {"date": "2015-03"}, "date", [("9 February 2015", "a"), ("March 2015", "b")]),
    (DEATH | {"date": "2015-03"}, {"date": "2015-02-09"}, "date", [("March 2015", "a"), ("9 February 2015", "b")]),
    (DEATH | {"provinces": "AF-NAN;AF-KNR"}, {"provinces": "PK-KP"}, "provinces",
     [("Kunar, Nangarhar", "a"), ("Khyber", "b")]),
    (DEATH | {"object": "front"}, {"object": "pines"}, "object", [("front", "a"), ("pines", "b")]),
    (PLEDGE | {"to_leader": "emir"}, {"to_leader": "heir"}, "to_leader", [("emir", "a"), ("heir", "b")]),
])
def test_what_each_side_holds_in_words(derived, first, second, field, told):
    names = {"AF-NAN": "Nangarhar", "AF-KNR": "Kunar", "PK-KP": "Khyber", "man": "man", "front": "front",
             "pines": "pines", "emir": "emir", "heir": "heir"}
    tables = derived(first, first | second | {"source": "b"}, names=names)
    assert sides(tables, field) == told
    assert tables["events"]["contested_fields"].tolist() == [field]


@pytest.mark.parametrize("what", NUMBERS)
@pytest.mark.parametrize(("first", "second", "told"), [
    ((3, 5), (8, 8), [("3 to 5", "a"), ("8", "b")]), ((None, 3), (4, None), [("at most 3", "a"), ("at least 4", "b")]),
    ((5, None), (4, 4), [("at least 5", "a"), ("4", "b")]),
    ((3, 5), (5, 9), []), ((3, None), (4, 4), []), ((None, None), (4, 4), []),
    ((0, 0), (1, 1), [("0", "a"), ("1", "b")]),
])
def test_numbers_that_cannot_agree_make_sides(derived, what, first, second, told):
    tables = derived(RAID | number(what, *first), RAID | number(what, *second) | {"source": "b"})
    assert sides(tables, what) == told


@pytest.mark.parametrize("modality", ["denied", "doubted"])
def test_what_nobody_tells_as_so_is_no_dispute(derived, modality):
    tables = derived(PLEDGE | {"modality": modality}, PLEDGE | {"modality": "denied", "source": "b"})
    assert tables["disputes"].empty
    assert not tables["events"]["is_contested"].any()


def test_who_agrees_stands_on_one_side_and_narrows_it(derived):
    tables = derived(DEATH | {"date": "2015-02"}, DEATH | {"date": "2015-02-09", "source": "b"},
                     DEATH | {"date": "2015-03", "source": "c"})
    assert sides(tables, "date") == [("9 February 2015", "ab"), ("March 2015", "c")]


@pytest.mark.parametrize(("vague", "field", "told"), [
    ({"date": "2015"}, "date", [("9 February 2015", "a"), ("March 2015", "b")]),
    ({}, "date", [("9 February 2015", "a"), ("March 2015", "b")]),
    ({"date": "2015", "provinces": "AF-KNR;AF-NAN"}, "provinces", [("AF-NAN", "a"), ("AF-KNR", "b")]),
    ({"date": "2015", "killed_min": 1}, "killed", [("2", "a"), ("4", "b")]),
])
def test_a_claim_that_fits_several_sides_is_on_none(derived, vague, field, told):
    first = {"date": "2015-02-09", "provinces": "AF-NAN", **number("killed", 2, 2)}
    second = {"date": "2015-03", "provinces": "AF-KNR", **number("killed", 4, 4), "source": "b"}
    tables = derived(DEATH | first, DEATH | second, DEATH | vague | {"source": "c"})
    assert sides(tables, field) == told


def test_a_claim_that_says_nothing_of_it_is_on_no_side(derived):
    tables = derived(DEATH | {"object": "front"}, DEATH | {"object": "pines", "source": "b"}, DEATH | {"source": "c"})
    assert sides(tables, "object") == [("front", "a"), ("pines", "b")]


def test_three_that_cannot_meet_are_three_sides_in_the_order_in_which_they_were_known(derived):
    tables = derived(DEATH | {"date": "2015-02", "source": "c"}, DEATH | {"date": "2015-03-01", "source": "b"},
                     DEATH | {"date": "2014"})
    assert sides(tables, "date") == [("2014", "a"), ("1 March 2015", "b"), ("February 2015", "c")]
    assert tables["disputes"].set_index("field").loc["date", "n_sides"] == 3


def test_a_group_and_what_it_is_part_of_are_no_two_sides(derived):
    parents = {"council": "front", "office": "council"}
    rows = [DEATH | {"object": "front"}, DEATH | {"object": "office", "source": "b"}]
    assert derived(*rows, parents=parents)["disputes"].empty
    third = DEATH | {"object": "pines", "source": "c"}
    assert sides(derived(*rows, third, parents=parents), "object") == [("office", "ab"), ("pines", "c")]
    assert sides(derived(*rows), "object") == [("front", "a"), ("office", "b")]


@pytest.mark.parametrize("kind", ["affiliation", "presence"])
def test_the_days_of_a_state_are_not_disputed(derived, kind):
    state = {"kind": kind, "subject": "man", "to_group": "front", "provinces": "AF-NAN"}
    tables = derived(state | {"date": "2015-02/2015-03"}, state | {"date": "2015-03", "source": "b"})
    assert tables["disputes"].empty


@pytest.mark.parametrize("kind", ["clash", "negotiation"])
def test_sides_that_may_change_places_are_not_disputed(derived, kind):
    fight = {"kind": kind, "subject": "front", "object": "pines", "date": "2015-03"}
    assert derived(fight, fight | {"subject": "pines", "object": "front", "source": "b"})["disputes"].empty


def test_a_question_is_open_only_since_the_other_side_was_published(derived):
    rows = [DEATH | {"object": "front"}, DEATH | {"source": "b"}, DEATH | {"object": "pines", "source": "c"}]
    assert derived(*rows, known=date(2017, 6, 1))["disputes"].empty
    (row,) = derived(*rows).whole["disputes"].itertuples()
    assert (row.known_from.year, row.n_sides, row.n_claims, row.n_sources) == (2018, 2, 2, 2)
