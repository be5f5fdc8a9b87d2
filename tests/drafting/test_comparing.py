"""When two spellings, dates and places of two codings mean the same."""

from pathlib import Path

import pytest

from bayah.drafting.comparing import KnownNames, is_near_date, is_near_spelling, is_same_date, is_same_spelling

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("one", "other"), [
    ("Hafez Sa\u2019eed Khan", "Hafiz Saeed Khan"), ("Mullah Zakir", "Maulvi Zakir"), ("the Army", "The  army"),
    ("eight Lashkar fighters", "8 Lashkar fighters"), ("about 1,200 men", "some 1200 men"),
    ("Mohammad Khan", "Muhammad Khan"),
])
def test_one_name_in_two_spellings_is_the_same(one, other):
    assert is_same_spelling(one, other)
    assert is_near_spelling(one, other)


@pytest.mark.parametrize(("one", "other"), [
    ("Mullah Rauf", "Mullah Abdul Rauf Khadim"), ("17 villagers", "villagers"), ("Turkistan Islamic Party", "TIP"),
    ("Twelve of his men", "12 fighters of Gul"), ("Lashkar", "Lashkar militants"), ("army", "Pakistani army"),
    ("two commanders of the Lashkar", "two leaders of the Lashkar"),
])
def test_what_a_name_does_not_tell_is_forgiven_when_relaxed(one, other):
    for first, second in ((one, other), (other, one)):
        assert is_near_spelling(first, second)
        assert not is_same_spelling(first, second)


@pytest.mark.parametrize(("one", "other"), [
    ("Abdul Rauf", "Abdul Razzaq"), ("Gul's men", "Gul"), ("gunmen loyal to Gul", "Gul"),
    ("20 villagers", "17 villagers"), ("Lashkar", "20 Lashkar fighters"), ("officials", "police"),
    ("Taliban fighters", "Lashkar fighters"), ("Mohammad Khan", "Abdul Khan"),
])
def test_other_people_are_never_the_same(one, other):
    assert not is_near_spelling(one, other)
    assert not is_near_spelling(other, one)


def test_dates_are_the_same_or_may_be():
    assert is_same_date("2015-07", "2015-07-01/2015-07-31") is False  # the same days, not known as a month
    assert is_same_date("", "")
    assert not is_same_date("2015-07", "2015-07~")
    assert is_near_date("2015-07", "2015-07-14")
    assert is_near_date("", "2015")
    assert not is_near_date("2015-06", "2015-07")


def test_names_of_the_reference_tables_lead_to_ids(project):
    known = KnownNames(project)
    assert known.actor_id("the nobody", "subject") == ""
    person = (project / "seeds/reference/persons.csv").read_text(encoding="utf-8").splitlines()[1].split(",")
    assert known.actor_id(person[1], "subject") == person[0]
    assert known.actor_id(person[1], "to_leader") == person[0]
    assert known.actor_id(person[1], "to_group") == ""
    assert known.is_person((person[1], ""), "subject")


def test_without_tables_names_stand_as_written(tmp_path):
    known = KnownNames(tmp_path)
    assert known.actor_id("Taliban", "subject") == ""
    assert known.provinces_of(["Kabul"]) == frozenset()
    assert known.is_person(("Gul", ""), "subject")
    assert known.is_person(("two men", ""), "to_leader")
    assert not known.is_person(("two men", ""), "subject")
    assert not known.is_person(("Taliban", ""), "from_group")


def test_places_lie_in_provinces():
    known = KnownNames(ROOT)
    assert known.provinces_of(["Jalalabad", "Nowhere"]) == {"AF-NAN"}
    assert known.provinces_of(["Helmand"]) == {"AF-HEL"}
