"""Names to ids."""

import pytest

from bayah.names import Names, UnresolvedName, did_you_mean, distinctive, namesakes, normalise

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


@pytest.mark.parametrize(("first", "second"), [
    ("Hafez Sa'eed", "Hafiz Sayed"), ("Hafez Sa\u2019eed Khan", "Sayed"), ("Mullah Omar", "Umar"),
    ("Mansour", "Mullah Mansoor"), ("Abdul Qayyum", "Maulvi Qayum"), ("Faz\u0307lull\u0101h", "Fazlullah"),
    ("Qari Zakir", "ZAKIR"), ("Sheikh Muhammad Dost", "Dost"),
])
def test_one_name_in_two_transliterations_has_one_form(first, second):
    assert distinctive(first) == distinctive(second) != frozenset()


@pytest.mark.parametrize(("first", "second"), [
    ("Shahid", "Said"), ("Khadim", "Adam"), ("Mansour", "Mansoor Dadullah"), ("Zakir", "Baqir"), ("Omar", "Amin"),
])
def test_names_that_differ_in_their_consonants_have_two_forms(first, second):
    assert distinctive(first) != distinctive(second)


@pytest.mark.parametrize("name", ["", "Mullah", "the emir", "Haji Mohammad Khan", "?!"])
def test_titles_and_the_names_of_many_tell_nobody_apart(name):
    assert distinctive(name) == frozenset()


@pytest.mark.parametrize(("names", "pairs"), [
    ({"saeed": ["Hafez Sa'eed Khan"], "sayed": ["Hafiz Sayed"]}, [("saeed", "sayed")]),
    ({"shahid": ["Shahid"], "said": ["Said"]}, []),
    ({"mansour": ["Mansour"], "dadullah": ["Mansoor Dadullah"]}, [("dadullah", "mansour")]),
    ({"akhtar": ["Akhtar Mohammad Mansour"], "dadullah": ["Mansoor Dadullah"]}, []),
    ({"akhtar": ["Akhtar Mohammad Mansour", "Mansour"], "dadullah": ["Mansoor Dadullah"]}, [("akhtar", "dadullah")]),
    ({"omar": ["Mullah Omar"], "khalid": ["Omar Khalid"], "rauf": ["Abdul Rauf"]}, [("khalid", "omar")]),
    ({"c": ["Dost"], "a": ["Dost"], "b": ["Zmarak Dost"]}, [("a", "b"), ("a", "c"), ("b", "c")]),
    ({"mullah": ["The Mullah"], "haji": ["Haji"]}, []),
    ({"one": ["Dost", "Zmarak Dost"]}, []),
    ({}, []),
])
def test_namesakes_are_those_of_whom_one_may_bear_the_others_name(names, pairs):
    assert namesakes(names) == pairs
