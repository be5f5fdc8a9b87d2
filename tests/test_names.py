"""Names to ids."""

import pytest

from bayah.names import Names, UnresolvedName, did_you_mean, normalise

ANY = ("person", "group", "cohort")


@pytest.fixture
def names():
    return Names(
        [
            ("baryal-sahak", "person", ["Baryal Sahak"]),
            ("baryal-the-younger", "person", ["Baryal the Younger"]),
            ("red-banner", "group", ["Red Banner Front", "Red Banner", ""]),
            ("river-men", "cohort", ["two river men"]),
        ],
        [
            ("baryal-sahak", "Barial Sa'hak"), ("baryal-sahak", "Baryal"),
            ("baryal-the-younger", "Baryal"), ("red-banner", "Lawang"), ("baryal-sahak", "Lawang"),
        ],
    )


@pytest.mark.parametrize("spelling", [
    "Baryal Sahak", "baryal  sahak", " BARYAL\tSAHAK ", "Barial Sa'hak", "Barial Sa\u2019hak",
    "Barial Sa\u2018hak", "Barial Sa\u02bchak", "Barial Sa`hak", "\uff22aryal Sahak",
])
def test_every_spelling_leads_to_one_man(names, spelling):
    assert names.resolve(spelling, ANY) == "baryal-sahak"


def test_short_name_leads_to_the_group_and_no_name_to_nobody(names):
    assert names.resolve("red banner", ("group",)) == "red-banner"
    with pytest.raises(UnresolvedName):
        names.resolve("", ANY)


def test_a_name_of_two_men_is_refused_until_an_id_says_which(names):
    with pytest.raises(UnresolvedName, match="borne by baryal-sahak, baryal-the-younger") as caught:
        names.resolve("Baryal", ANY)
    assert "_id:" in caught.value.todo
    assert names.resolve("Baryal", ANY, "baryal-the-younger") == "baryal-the-younger"


def test_the_column_tells_a_man_from_a_group_of_one_name(names):
    assert names.resolve("Lawang", ("person",)) == "baryal-sahak"
    assert names.resolve("Lawang", ("group",)) == "red-banner"


def test_a_name_of_the_wrong_type_is_refused(names):
    with pytest.raises(UnresolvedName, match="'two river men' is a cohort, and a group is needed here"):
        names.resolve("two river men", ("group",))


def test_an_unknown_name_is_refused_with_the_nearest_of_the_wanted_type(names):
    with pytest.raises(UnresolvedName, match="unknown person 'Baryal Sahakk'") as caught:
        names.resolve("Baryal Sahakk", ("person",))
    assert caught.value.todo == "Did you mean 'Baryal Sahak'?"
    with pytest.raises(UnresolvedName) as caught:
        names.resolve("Red Baner Front", ("group",))
    assert caught.value.todo == "Did you mean 'Red Banner Front'?"


def test_a_name_unlike_all_others_says_where_to_add_it(names):
    with pytest.raises(UnresolvedName) as caught:
        names.resolve("Xyzzy", ("group",))
    assert "seeds/reference" in caught.value.todo


def test_an_explicit_id_must_exist_and_be_of_the_type(names):
    with pytest.raises(UnresolvedName, match="no group with the id 'red-baner'") as caught:
        names.resolve("Red Banner", ("group",), "red-baner")
    assert caught.value.todo == "Did you mean 'red-banner'?"
    with pytest.raises(UnresolvedName, match="no group with the id 'baryal-sahak'"):
        names.resolve("Red Banner", ("group",), "baryal-sahak")


def test_normalise_keeps_apart_what_differs():
    assert normalise("Saeed") != normalise("Sa'eed")
    assert normalise("STRASSE") == normalise("stra\u00dfe")


def test_did_you_mean_says_nothing_when_nothing_is_near():
    assert did_you_mean("pledg", ["pledge", "clash"]) == "Did you mean 'pledge'?"
    assert did_you_mean("qqq", ["pledge", "clash"]) == ""
    assert did_you_mean("pledge", []) == ""
