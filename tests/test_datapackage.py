"""The Data Package: it describes every table, and its validation finds what is broken."""

import json

import pytest

from bayah import __version__
from bayah.datapackage import descriptor, validate_package
from bayah.model import TABLES

A = "2014-06-10_herald_banner-in-the-valley"


def test_the_descriptor_covers_every_table_and_column():
    package = descriptor()
    assert package["version"] == __version__
    assert [resource["name"] for resource in package["resources"]] == [table.name for table in TABLES]
    for resource, table in zip(package["resources"], TABLES, strict=True):
        schema = resource["schema"]
        assert [field["name"] for field in schema["fields"]] == table.column_names
        assert schema["primaryKey"] == list(table.key)
        required = [f["name"] for f in schema["fields"] if f.get("constraints", {}).get("required")]
        assert required == [column.name for column in table.columns if column.required]
        keys = {key["fields"][0]: key["reference"] for key in schema.get("foreignKeys", [])}
        assert keys == {
            column.name: {
                "resource": "" if column.references[0] == table.name else column.references[0],
                "fields": [column.references[1]],
            } for column in table.columns if column.references
        }


def test_the_descriptor_on_disk_is_that_of_the_contract(data):
    assert json.loads((data / "datapackage.json").read_text(encoding="utf-8")) == descriptor()


def test_what_was_built_is_valid(data):
    assert validate_package(data / "datapackage.json") == []


@pytest.mark.parametrize(("table", "old", "new", "what"), [
    ("claims", "2014-05-01,2014-05-31", "soon,2014-05-31", "date"),
    ("claims", "Standing Pines,,,,,,,,,,,3,5,", "Standing Pines,,,,,,,,,,,three,5,", "integer"),
    ("events", "pledge,false,", "pledge,maybe,", "boolean"),
    ("provinces", "AF-KNR,Kunar,AF", "AF-KNR,Kunar,ZZ", "enum"),
    ("claims", f"{A}.01,{A},E0001,1,pledge", f"{A}.01,{A},E0001,1,oath", "enum"),
    ("claims", "grievance;money", "grievance;greed", "pattern"),
    ("claims", "grievance;money", "grievance,money", "extra"),
    ("events", "ideology;money", "ideology;money;", "pattern"),
    ("events", "ideology;money", "xideology", "pattern"),
    ("events", "E0002,affiliation", "E0001,affiliation", "primary key"),
    ("event_actors", "E0001,temor-lawang,to_leader", "E0001,red-banner,to_group", "primary key"),
    ("claims", f"{A}.01,{A},E0001", f"{A}.01,{A},E0099", "foreign key"),
    ("claims", "baryal-sahak,Baryal Sahak", "nobody,Baryal Sahak", "foreign key"),
    ("claim_provinces", "AF-NAN", "AF-XXX", "foreign key"),
    ("claim_places", ",river", ",sea", "foreign key"),
    ("event_places", "E0008,", "E0099,", "foreign key"),
    ("places", "Mill,district,AF-KNR", "Mill,district,AF-XXX", "foreign key"),
    ("places", "Mill,district", "Mill,village", "enum"),
    ("groups", "council,red-banner", "council,no-banner", "foreign key"),
    ("allegiance_events", "E0009", "E0099", "foreign key"),
    ("actors", "baryal-sahak,person,Baryal Sahak", "baryal-sahak,person,", "required"),
    ("claims", "claim_id,source_id", "claim,source_id", "label"),
])
def test_damage_is_found_in_its_table(data, table, old, new, what):
    path = data / "tables" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    breaches = [b for b in validate_package(data / "datapackage.json") if b.startswith(table)]
    assert any(what in breach.lower() for breach in breaches), breaches


def test_a_missing_table_is_found(data):
    (data / "tables" / "relations.csv").unlink()
    assert any("relations" in breach for breach in validate_package(data / "datapackage.json"))
