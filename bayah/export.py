"""Takeaways: frames as files that a spreadsheet opens without running anything, maps as GeoJSON, timelines as
TimelineJS3.

Reads frames and boundaries. Returns bytes. Refuses nothing; a cell that a spreadsheet would take for a formula gets
an apostrophe before it (OWASP, "CSV Injection").
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from bayah.dates import span_words
from bayah.store import CARRIAGE_RETURN

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(cell: object) -> object:
    """The cell, with an apostrophe before text that a spreadsheet would run."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _one_line_end(cell: object) -> object:
    return re.sub(CARRIAGE_RETURN, "\n", cell) if isinstance(cell, str) else cell


def safe_csv(frame: pd.DataFrame) -> bytes:
    """The frame as CSV (UTF-8 with a mark that spreadsheets need), safe to open."""
    text = frame.map(lambda cell: _one_line_end(safe_cell(cell))).rename(
        columns=lambda name: str(_one_line_end(safe_cell(name))))
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


def timeline_js(events: pd.DataFrame, lanes: Mapping[str, str], told_by: Mapping[str, str],
                about: Mapping[str, str]) -> bytes:
    """Events (key event_id) as TimelineJS3 wants them (timeline.knightlab.com/docs/json-format.html).

    `lanes` (its groups) and `told_by` (who says so) are by event_id; `about` has title and link. An event without a
    first day stands on its last one; the days that it really has are its `display_date`. Text is escaped, for the
    format takes HTML. An event without any day is left out.
    """
    dated = events.dropna(subset=["date_earliest", "date_latest"], how="all")
    title = {"text": {"headline": html.escape(about["title"]), "text": html.escape(about["link"])}}
    slides = [_slide(event, lanes, told_by) for event in dated.to_dict("records")]
    return json.dumps({"title": title, "events": slides}, ensure_ascii=False, indent=1, allow_nan=False).encode()


def _slide(event: Mapping[Any, Any], lanes: Mapping[str, str], told_by: Mapping[str, str]) -> dict[str, Any]:
    first, last = (None if pd.isna(event[end]) else event[end].date() for end in ("date_earliest", "date_latest"))
    begun = first or last
    disputed = ", disputed" if event["is_contested"] else ""
    words = f"{event['kind'].capitalize()}{disputed}. {told_by.get(event['event_id'], '')}"
    slide = {"unique_id": event["event_id"], "start_date": _js_date(begun), "group": lanes.get(event["event_id"], ""),
             "display_date": span_words(first, last),
             "text": {"headline": html.escape(event["label"]), "text": html.escape(words)}}
    return slide | ({"end_date": _js_date(last)} if last and last != begun else {})


def _js_date(day: Any) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _wound(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """The geometry with every ring reversed: our outer rings are clockwise, our holes are not."""
    rings = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": [ring[::-1] for ring in rings]}
    return {"type": "MultiPolygon", "coordinates": [[ring[::-1] for ring in part] for part in rings]}
