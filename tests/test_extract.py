"""The rows that a view leads to: every table by its rule, and together a package that holds."""

from datetime import date
from zipfile import ZipFile

import pandas as pd
import pytest

from bayah import query, table_files
from bayah.datapackage import validate_package
from bayah.extract import OUTWARD, select_tables
from bayah.model import PARTS, TABLE, TABLES, split_list
from bayah.query import Filters
from bayah.table_files import About

ABOUT = About("The atlas", "0123456789ab", "Some rows.", "some", "http://localhost/method")
VIEWS = {
    "known": Filters(known=date(2015, 5, 8)), "nothing": Filters(known=date(2010, 1, 1)),
    "kind": Filters(kind=("pledge",)), "group": Filters(group=("iskp",)), "province": Filters(province=("AF-NAN",)),
    "time": Filters(from_=date(2015, 1, 1), to=date(2015, 12, 31)), "on": Filters(on=date(2015, 8, 1)),
    "person": Filters(person=("mullah-omar",)), "both": Filters(kind=("death",), known=date(2017, 12, 31)),
}


@pytest.fixture(params=VIEWS)
def filters(request):
    return VIEWS[request.param]


def dangling(tables):
    """(table, column) of the foreign keys that name a row which is not there."""
    return {(table.name, column.name) for table in TABLES for column in table.columns if column.references
            and not tables[table.name][column.name].dropna().isin(
                tables[column.references[0]][column.references[1]]).all()}


def ids(rows, column):
    return set(rows[column].dropna())


def test_without_filters_nothing_known_today_is_left_out(published):
    found, known = select_tables(published, Filters()), query.view(published)
    assert {name: len(rows) for name, rows in found.items()} == {name: len(known[name]) for name in found}


def test_every_table_keeps_its_columns_and_rows_are_those_of_the_view(published, filters):
    found, known = select_tables(published, filters), query.view(published, filters)
    assert list(found) == [table.name for table in TABLES]
    for name, rows in found.items():
        assert list(rows.columns) == TABLE[name].column_names
        keys = list(TABLE[name].key)
        assert not rows.duplicated(keys).any(), name
        if keys:
            assert len(rows.merge(known[name][keys], on=keys)) == len(rows), name


def test_events_spells_and_disputes_are_those_that_pages_show(published, filters):
    found = select_tables(published, filters)
    assert ids(found["events"], "event_id") == ids(query.select_events(published, filters).events, "event_id")
    for name, select in (("allegiances", query.select_allegiances), ("successions", query.select_successions),
                         ("relations", query.select_relations), ("disputes", query.select_disputes)):
        key = TABLE[name].key[0]
        assert ids(found[name], key) == ids(select(published, filters), key), name


def test_claims_are_all_of_the_events_and_disputes_keep_all_sides(published, filters):
    found, known = select_tables(published, filters), query.view(published, filters)
    told = query.select_claims(known, found["events"]["event_id"])
    assert ids(found["claims"], "claim_id") == ids(told, "claim_id")
    sides = found["dispute_claims"].groupby("dispute_id")["side"].nunique()
    disputes = found["disputes"].set_index("dispute_id")["n_sides"]
    assert sides.sort_index().tolist() == disputes.sort_index().tolist()


def test_who_is_named_is_there_with_what_he_belongs_to_and_nobody_else(published, filters):
    found = select_tables(published, filters)
    actors = ids(found["actors"], "actor_id")
    parts = ids(found["persons"], "person_id") | ids(found["groups"], "group_id") | ids(found["cohorts"], "cohort_id")
    assert actors == parts
    named = ids(found["event_actors"], "actor_id") | ids(found["disputes"], "actor_id")
    for name, columns in {
        "allegiances": ("actor_id", "group_id", "leader_id"), "relations": ("subject_id", "object_id"),
        "successions": ("actor_id", "group_id", "predecessor_id", "successor_id"),
        "claims": [f"{part}_id" for part in PARTS],
    }.items():
        for column in columns:
            named |= ids(found[name], column)
    above = ids(found["groups"], "parent_group_id") | ids(found["cohorts"], "group_id")
    assert actors == named | above


def test_only_marked_columns_lead_out(published, filters):
    assert dangling(select_tables(published, filters)) <= set(OUTWARD)


def test_each_marked_column_leads_out_of_some_view(published):
    assert set.union(*(dangling(select_tables(published, filters)) for filters in VIEWS.values())) == set(OUTWARD)


def test_what_was_published_later_is_not_given_away(published):
    found = select_tables(published, VIEWS["known"])
    late = ids(published["sources"], "source_id") - ids(query.view(published, VIEWS["known"])["sources"], "source_id")
    assert late
    for name, rows in found.items():
        if "source_id" in rows:
            assert not ids(rows, "source_id") & late, name
    assert ids(found["story_claims"], "claim_id") <= ids(found["claims"], "claim_id")


def test_sentences_rest_on_the_view_alone(published):
    found = select_tables(published, VIEWS["group"])
    key = ["story_id", "part", "sentence"]
    whole = published["story_claims"].merge(found["story_sentences"][key], on=key)
    assert 0 < len(whole) == len(found["story_claims"])
    assert 0 < len(found["story_steps"]) < len(published["story_steps"])


def test_offices_and_provinces_are_those_that_are_named(published):
    found = select_tables(published, VIEWS["province"])
    assert found["provinces"]["province_id"].tolist() == ["AF-NAN"]
    roles = {role for name in ("claims", "events", "allegiances", "successions")
             for cell in found[name]["role"] for role in split_list(cell)}
    assert ids(found["offices"], "role") == ids(published["offices"], "role") & roles
    assert len(found["offices"]) > 0


def test_nothing_is_left_of_an_empty_view_but_the_measure_over_all(published):
    found = select_tables(published, VIEWS["nothing"])
    assert {name for name, rows in found.items() if len(rows)} == {"agreement"}
    assert found["agreement"]["source_id"].unique().tolist() == ["all"]


@pytest.mark.parametrize("name", ["kind", "known", "nothing"])
def test_the_package_of_a_view_is_valid(published, tmp_path, name):
    found = select_tables(published, VIEWS[name])
    (tmp_path / "atlas.zip").write_bytes(table_files.package(found, ABOUT, OUTWARD))
    with ZipFile(tmp_path / "atlas.zip") as archive:
        archive.extractall(tmp_path)
    assert validate_package(tmp_path / "datapackage.json") == []
    assert len(pd.read_csv(tmp_path / "tables" / "events.csv")) == len(found["events"])


def test_a_view_with_machine_drafts_holds_together(drafted):
    found = select_tables(drafted, Filters(drafts=True, known=date(2100, 1, 1)))
    assert dangling(found) == set()
    assert (found["claims"]["coding"] == "machine").any()
