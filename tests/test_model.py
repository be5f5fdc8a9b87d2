"""The contract agrees with itself."""

from typing import get_args

import pytest

from bayah.model import (
    HAPPENED,
    KINDS,
    MODALITIES,
    NEEDS,
    PARTS,
    PREC_OF_PLACE,
    STATES,
    TABLE,
    TABLES,
    WHERE_PREC_WORDS,
    ActorType,
    PlaceKind,
    Problem,
    SeedError,
    TableError,
    join_list,
    split_list,
)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_table_has_distinct_described_columns_and_its_key(table):
    assert len(set(table.column_names)) == len(table.column_names)
    assert set(table.key) <= set(table.column_names)
    assert all(column.description for column in table.columns)
    keys = [column for column in table.columns if column.name in table.key]
    assert all(column.required for column in keys)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_foreign_keys_point_to_the_whole_key_of_a_table(table):
    for column in table.columns:
        if column.references:
            target, name = column.references
            assert TABLE[target].key in ((name,), (name, "known_from"))


def test_every_kind_says_what_it_needs_from_columns_of_a_claim():
    assert set(NEEDS) == set(KINDS)
    written = {name.removesuffix("_as_written") for name in TABLE["claims"].column_names}
    assert {column for needs in NEEDS.values() for choice in needs for column in choice} <= written


def test_vocabularies_within_vocabularies():
    assert set(KINDS) >= STATES
    assert set(HAPPENED) < set(MODALITIES)
    assert {"actors", *(f"{kind}s" for kind in get_args(ActorType))} <= set(TABLE)
    assert {f"{part}_id" for part in PARTS} <= set(TABLE["claims"].column_names)


def test_every_kind_of_place_has_its_precision_and_each_precision_its_words():
    assert set(PREC_OF_PLACE) == set(get_args(PlaceKind))
    assert list(WHERE_PREC_WORDS) == [1, 2, 3, 4, 5, 6]  # those of UCDP GED on land, the finest first
    assert len(set(WHERE_PREC_WORDS.values())) == len(WHERE_PREC_WORDS)
    told = {number for numbers in PREC_OF_PLACE.values() for number in numbers}
    assert told == {1, 2, 3, 5}  # a province alone and a country alone are no places


def test_an_unknown_table_is_an_error():
    with pytest.raises(KeyError):
        TABLE["treaties"]


def test_problem_tells_file_line_place_fault_and_remedy():
    whole = Problem("seeds/a.yml", 7, "a.01", "unknown kind 'oath'", "Did you mean 'pledge'?")
    assert str(whole) == "seeds/a.yml:7: a.01: unknown kind 'oath'. Did you mean 'pledge'?"
    assert str(Problem("seeds/a.yml", 0, "", "is bad", "Mend it")) == "seeds/a.yml: is bad. Mend it"


def test_seed_error_sorts_problems_and_tells_each_once():
    first, second = Problem("a.yml", 9, "", "x", "y"), Problem("a.yml", 10, "", "x", "y")
    error = SeedError([second, first, second])
    assert error.problems == (first, second)
    assert str(error).splitlines()[0] == "2 problems in the seeds; no table was changed."
    assert str(SeedError([first])).startswith("1 problem in the seeds")


def test_table_error_carries_its_breaches():
    error = TableError(iter(["events, row 2: bad"]))
    assert error.breaches == ("events, row 2: bad",)
    assert "events, row 2: bad" in str(error)


@pytest.mark.parametrize(("cell", "values"), [
    ("a;b", ["a", "b"]), ("a", ["a"]), ("", []), (None, []), (float("nan"), []), ("a;;b;", ["a", "b"]),
])
def test_split_list(cell, values):
    assert split_list(cell) == values


def test_join_list_keeps_the_first_of_each_value_in_order():
    assert join_list(["b", "", "a", "b"]) == "b;a"
    assert join_list([]) == ""
