"""The Data Package around the tables: its descriptor from the contract, and its validation.

Reads `bayah.model`. Writes `datapackage.json` (Frictionless Data Package; `$schema` of version 2,
with the property names that the `frictionless` validator of version 5 takes). Refuses nothing
itself: `validate_package` returns every breach it finds as a line.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from frictionless import Package, system

from bayah import __version__
from bayah.model import TABLES, Column, Table


def field_descriptor(column: Column) -> dict[str, Any]:
    """One column as a Table Schema field with its constraints."""
    descriptor: dict[str, Any] = {
        "name": column.name, "type": column.type, "description": column.description}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.vocabulary and column.is_list:
        choice = "|".join(column.vocabulary)
        constraints["pattern"] = f"({choice})(;({choice}))*"
    elif column.vocabulary:
        constraints["enum"] = list(column.vocabulary)
    if constraints:
        descriptor["constraints"] = constraints
    return descriptor


def table_schema(table: Table, outward: Collection[tuple[str, str]] = ()) -> dict[str, Any]:
    """A table as a Table Schema with primary and foreign keys, these without the (table, column) of `outward`."""
    foreign = [
        {
            "fields": [column.name],
            # The specification writes a table's reference to itself as the empty name.
            "reference": {
                "resource": "" if column.references[0] == table.name else column.references[0],
                "fields": [column.references[1]],
            },
        }
        for column in table.columns if column.references and (table.name, column.name) not in outward
    ]
    schema: dict[str, Any] = {
        "fields": [field_descriptor(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    return schema | ({"foreignKeys": foreign} if foreign else {})


def descriptor(outward: Collection[tuple[str, str]] = ()) -> dict[str, Any]:
    """The whole package; the same from the same contract.

    `outward` names foreign keys, as (table, column), that may lead out of a part of the atlas and are not held there.
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "bayah",
        "title": "Bayah: the atlas of allegiances",
        "description": "Who swore allegiance to whom, who broke that oath, where and when, among "
        "the Afghan Taliban, the TTP, Islamic State Khorasan and their neighbours: claims of "
        "articles, reconciled into events, spells and relations.",
        "version": __version__,
        "licenses": [{
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }],
        "sources": [{"title": "GeoNames, CC BY 4.0 (points of places)", "path": "https://www.geonames.org/"}],
        "resources": [
            {
                "name": table.name,
                "description": table.description,
                "path": f"tables/{table.name}.csv",
                "type": "table",
                "scheme": "file",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": table_schema(table, outward),
            }
            for table in TABLES
        ],
    }


def write_datapackage(folder: Path) -> None:
    """Write `datapackage.json` beside the folder `tables`."""
    text = json.dumps(descriptor(), ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def validate_package(path: Path) -> list[str]:
    """Every breach of types, keys, foreign keys and vocabularies, as `table, row: what`."""
    with system.use_context(trusted=True):
        report = Package(str(path)).validate()
    breaches = [f"datapackage.json: {error.message}" for error in report.errors]
    for task in report.tasks:
        for error in task.errors:
            row = getattr(error, "row_number", None)
            breaches.append(f"{task.name}{f', row {row}' if row else ''}: {error.message}")
    return breaches
