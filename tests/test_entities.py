"""FollowTheMoney entities, held against the schemata of the library (scripts/check_followthemoney.py wrote them)."""

import json
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from bayah import query
from bayah.entities import follow_the_money
from bayah.extract import select_tables
from bayah.query import Filters

MODEL = json.loads((Path(__file__).parent / "data" / "followthemoney.json").read_text(encoding="utf-8"))
HARD = ["<b>bold</b> & \"quoted\"", "حافظ سعید خان", "=1+1", "x" * 5000]


def entities(tables, filters=None):
    known = query.view(tables, filters or Filters())
    return [json.loads(line) for line in
            follow_the_money(select_tables(known, filters or Filters()), known).decode().splitlines()]


@pytest.fixture(scope="module")
def whole(published):
    return entities(published)


def of_schema(found, *schemata):
    return [entity for entity in found if entity["schema"] in schemata]


@pytest.mark.parametrize("filters", [
    Filters(), Filters(group=("iskp",)), Filters(kind=("pledge",)), Filters(known=date(2015, 5, 8)),
    Filters(known=date(2010, 1, 1))], ids=["whole", "group", "kind", "known", "nothing"])
def test_every_entity_fits_its_schema_and_points_to_what_is_there(published, filters):
    found = entities(published, filters)
    schema_of = {entity["id"]: entity["schema"] for entity in found}
    assert len(schema_of) == len(found)
    for entity in found:
        schema, properties = MODEL[entity["schema"]], entity["properties"]
        assert re.fullmatch(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?", entity["id"])
        assert set(schema["required"]) <= set(properties) <= set(schema["properties"]), entity["id"]
        for name, values in properties.items():
            assert values
            assert all(isinstance(value, str) and value for value in values)
            kind = schema["properties"][name]
            if kind == "date":
                assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value) for value in values)
            elif kind == "url":
                assert all(value.startswith(("http://", "https://")) for value in values)
            elif kind[0].isupper():  # the schema that it must point to
                assert all(kind in MODEL[schema_of[value]]["is_a"] for value in values), (entity["id"], name)


def test_each_row_is_one_entity(published, whole):
    known = query.view(published)
    alone = "independent"
    spells, relations = known["allegiances"], known["relations"]
    wanted = {
        "Article": len(known["sources"]), "Person": len(known["persons"]), "LegalEntity": len(known["cohorts"]),
        "Membership": int(((spells["actor_id"] != alone) & (spells["group_id"] != alone)).sum()),
        "UnknownLink": int(((relations["subject_id"] != alone) & (relations["object_id"] != alone)).sum()),
        "Event": len(known["events"])}
    assert {schema: len(of_schema(whole, schema)) for schema in wanted} == wanted
    groups = known["groups"]
    assert len(of_schema(whole, "Organization", "PublicBody")) == (groups["group_id"] != alone).sum()
    assert len(of_schema(whole, "PublicBody")) == (groups["kind"] == "state").sum() > 0


def test_every_spell_relation_and_event_has_its_articles(published, whole):
    claims = query.view(published)["claims"]
    for entity in of_schema(whole, "Event"):
        own = claims[claims["event_id"] == entity["properties"]["recordId"][0]]
        ids = {f"bayah.source.{source.replace('_', '--')}" for source in own["source_id"]}
        assert set(entity["properties"]["proof"]) == ids
        assert set(entity["properties"]["summary"]) == set(own["summary"])
    assert all(entity["properties"].get("proof") for entity in of_schema(whole, "Membership", "UnknownLink"))


def test_a_spell_of_a_view_keeps_the_articles_that_the_view_leaves_out(published, whole):
    proofs = {entity["id"]: entity["properties"]["proof"] for entity in of_schema(whole, "Membership")}
    found = of_schema(entities(published, Filters(kind=("pledge",))), "Membership")
    assert found
    assert all(entity["properties"]["proof"] == proofs[entity["id"]] for entity in found)


def test_a_day_is_given_as_far_as_it_is_known(atlas):
    spell = atlas["allegiances"].iloc[[0]]
    for start, end, wanted in (("2015-05-08", "2015-05-08", ["2015-05-08"]), ("2015-05-01", "2015-05-31", ["2015-05"]),
                               ("2015-09-30", "2015-10-01", ["2015"]), ("2014-12-31", "2015-01-01", None),
                               (None, "2015-01-01", None)):
        dated = spell.assign(start_earliest=pd.Timestamp(start) if start else pd.NaT, start_latest=pd.Timestamp(end),
                             known_until=pd.NaT)
        (found,) = of_schema(entities({**atlas, "allegiances": dated}), "Membership")
        assert found["properties"].get("startDate") == wanted
        assert found["properties"]["description"][0].startswith("Begun: ")


def test_hard_texts_survive(atlas):
    persons = atlas["persons"].head(len(HARD)).assign(notes=HARD)
    found = of_schema(entities({**atlas, "persons": persons}), "Person")
    assert sorted(entity["properties"]["notes"][0] for entity in found) == sorted(HARD)


def test_the_same_rows_in_another_order_give_the_same_bytes(published, whole):
    turned = {name: rows.iloc[::-1] for name, rows in published.items()}
    assert entities(turned) == whole
