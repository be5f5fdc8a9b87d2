"""Takeaways: CSV that a spreadsheet does not run, and maps as GeoJSON."""

import json

import pandas as pd
from shapely.geometry import shape

from bayah.export import geojson, safe_csv

SQUARE = [[60, 30], [60, 31], [61, 31], [61, 30], [60, 30]]  # clockwise, as Plotly wants it
HOLE = [[60.2, 30.2], [60.4, 30.2], [60.4, 30.4], [60.2, 30.4], [60.2, 30.2]]
BOUNDARIES = {"type": "FeatureCollection", "features": [
    {"type": "Feature", "id": "X-1", "properties": {"province_id": "X-1", "name": "Upper Vale"},
     "geometry": {"type": "Polygon", "coordinates": [SQUARE, HOLE]}},
    {"type": "Feature", "id": "X-2", "properties": {"province_id": "X-2", "name": "Far Vale"},
     "geometry": {"type": "MultiPolygon", "coordinates": [[SQUARE]]}}]}
ROWS = pd.DataFrame({"province_id": ["X-1", "X-2"], "value": pd.array([3, None], dtype="Int64"), "share": [0.25, None]})


def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe():
    csv = safe_csv(pd.DataFrame({"name": ["=1+1", "Vale"], "@n": [1, 2]})).decode("utf-8-sig")
    assert csv == "name,'@n\n'=1+1,1\nVale,2\n"


def test_a_map_holds_its_numbers_and_null_for_what_is_not_told():
    told = json.loads(geojson(BOUNDARIES, ROWS, {"measure": "events"}))
    assert told["about"] == {"measure": "events"}
    assert [of["properties"] for of in told["features"]] == [
        {"province_id": "X-1", "name": "Upper Vale", "value": 3, "share": 0.25},
        {"province_id": "X-2", "name": "Far Vale", "value": None, "share": None}]


def test_rings_turn_as_the_standard_wants_them_and_the_boundaries_stay():
    told = json.loads(geojson(BOUNDARIES, ROWS, {}))
    first, second = (shape(of["geometry"]) for of in told["features"])
    assert first.exterior.is_ccw
    assert not first.interiors[0].is_ccw
    assert second.geoms[0].exterior.is_ccw
    assert BOUNDARIES["features"][0]["geometry"]["coordinates"][0] == SQUARE
    assert told["features"][0]["geometry"]["coordinates"][0] == SQUARE[::-1]


def test_a_province_without_a_row_keeps_its_name():
    told = json.loads(geojson(BOUNDARIES, ROWS.iloc[:1], {}))
    assert told["features"][1]["properties"] == {"province_id": "X-2", "name": "Far Vale"}
