"""Takeaways: frames as files that a spreadsheet opens without running anything, and maps as GeoJSON.

Reads frames and boundaries. Returns bytes. Refuses nothing; a cell that a spreadsheet would take for a formula gets
an apostrophe before it (OWASP, "CSV Injection").
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(cell: object) -> object:
    """The cell, with an apostrophe before text that a spreadsheet would run."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def safe_csv(frame: pd.DataFrame) -> bytes:
    """The frame as CSV (UTF-8 with a mark that spreadsheets need), safe to open."""
    text = frame.map(safe_cell).rename(columns=lambda name: str(safe_cell(name)))
    csv = text.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    return ("\ufeff" + csv).encode()


def geojson(boundaries: Mapping[str, Any], rows: pd.DataFrame, about: Mapping[str, str]) -> bytes:
    """The provinces as GeoJSON (RFC 7946) with the columns of `rows` (key province_id) as properties.

    A number that is missing becomes null. `about` says what the file shows, as a member of its own. Outer rings are
    turned the way the standard wants them; Plotly wants them the other way.
    """
    cells = json.loads(rows.set_index("province_id").to_json(orient="index", double_precision=6))
    features = [{**feature, "geometry": _wound(feature["geometry"]),
                 "properties": {**feature["properties"], **cells.get(feature["id"], {})}}
                for feature in boundaries["features"]]
    whole = {"type": "FeatureCollection", "about": dict(about), "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _wound(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """The geometry with every ring reversed: our outer rings are clockwise, our holes are not."""
    rings = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": [ring[::-1] for ring in rings]}
    return {"type": "MultiPolygon", "coordinates": [[ring[::-1] for ring in part] for part in rings]}
