"""The committed boundaries: right places, right ids, no gaps, and rings Plotly can fill."""

import csv
import json
from itertools import combinations
from pathlib import Path

import pytest
import shapely
from shapely.geometry import Point, shape

ROOT = Path(__file__).resolve().parent.parent
BOUNDARIES = ROOT / "data/boundaries"
MAPS = {  # file to a day on which it holds
    "admin1_until_2018.geojson": "2018-05-30",
    "admin1_since_2018.geojson": "2018-06-01",
}
AFGHAN_PROVINCES = 34
SLIVER = 1e-6  # square degrees, about a hectare
MAX_BYTES = 100_000


def read_features(name):
    return json.loads((BOUNDARIES / name).read_text(encoding="utf-8"))["features"]


def read_shapes(name):
    return {f["id"]: shape(f["geometry"]) for f in read_features(name)}


def read_rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PROVINCES = read_rows(ROOT / "seeds/reference/provinces.csv")
PLACES = read_rows(ROOT / "seeds/reference/places.csv")
CAPITALS = read_rows(ROOT / "tests/data/capitals.csv")
AFGHAN_CAPITALS = [row for row in CAPITALS if row["province_id"].startswith("AF-")]


def valid_ids(day):
    return {
        row["province_id"]
        for row in PROVINCES
        if (row["valid_from"] or "0") <= day < (row["valid_until"] or "9")
    }


@pytest.fixture(scope="module", params=MAPS)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def shapes(name):
    return read_shapes(name)


def provinces_at(row, shapes):
    place = Point(float(row["longitude"]), float(row["latitude"]))
    return [i for i, geometry in shapes.items() if geometry.contains(place)]


def test_every_province_has_one_capital():
    assert len(AFGHAN_CAPITALS) == AFGHAN_PROVINCES
    assert [r["province_id"] for r in CAPITALS] == [r["province_id"] for r in PROVINCES]


@pytest.mark.parametrize("row", AFGHAN_CAPITALS, ids=lambda row: row["capital"])
def test_afghan_capital_is_in_its_own_province_only(row, shapes):
    assert provinces_at(row, shapes) == [row["province_id"]]


def test_pakistani_capitals_follow_the_merger(name, shapes):
    moved = {"PK-TA": "PK-KP"} if name == "admin1_since_2018.geojson" else {}
    for row in CAPITALS:
        expected = moved.get(row["province_id"], row["province_id"])
        assert provinces_at(row, shapes) == [expected], row["capital"]


def test_ids_are_those_valid_at_the_time(name):
    ids = [f["id"] for f in read_features(name)]
    assert ids == sorted(valid_ids(MAPS[name]))


def test_only_fata_ends():
    assert {r["province_id"]: r["valid_until"] for r in PROVINCES if r["valid_until"]} == {
        "PK-TA": "2018-05-31"
    }


def test_properties_repeat_the_table(name):
    table = {r["province_id"]: r for r in PROVINCES}
    for feature in read_features(name):
        row = table[feature["id"]]
        assert feature["properties"] == {k: row[k] for k in ("province_id", "name", "country")}


def test_points_of_the_table_are_inside():
    shapes = read_shapes("admin1_until_2018.geojson")
    for row in PROVINCES:
        assert provinces_at(row, shapes) == [row["province_id"]], row["name"]


def test_places_are_inside_the_province_that_the_gazetteer_gives_them():
    shapes = read_shapes("admin1_until_2018.geojson")
    points = [row for row in PLACES if row["latitude"]]
    assert points
    for row in points:
        assert provinces_at(row, shapes) == [row["province_id"]] * bool(row["province_id"]), row["name"]


def test_geometries_are_valid(shapes):
    assert [i for i, geometry in shapes.items() if not geometry.is_valid] == []
    assert {g.geom_type for g in shapes.values()} <= {"Polygon", "MultiPolygon"}


def test_rings_turn_as_plotly_wants(shapes):
    for province_id, geometry in shapes.items():
        for part in getattr(geometry, "geoms", [geometry]):
            assert not part.exterior.is_ccw, province_id
            assert all(hole.is_ccw for hole in part.interiors), province_id


def test_provinces_do_not_overlap(shapes):
    overlaps = {(a, b): shapes[a].intersection(shapes[b]).area for a, b in combinations(shapes, 2)}
    assert {pair: area for pair, area in overlaps.items() if area > SLIVER} == {}


def test_no_gap_is_left_between_provinces(shapes):
    parts = shapely.get_parts(shapely.union_all(list(shapes.values())))
    assert sum(len(part.interiors) for part in parts) == 0


def test_fata_went_into_khyber_pakhtunkhwa_whole():
    before, after = (read_shapes(name) for name in MAPS)
    expected = before["PK-KP"].union(before["PK-TA"])
    assert after["PK-KP"].area == pytest.approx(expected.area, rel=0.001)
    assert after["PK-KP"].symmetric_difference(expected).area < SLIVER
    assert after["PK-KP"].geom_type == "Polygon"
    assert len(after["PK-KP"].interiors) == 0


def test_all_other_provinces_are_the_same_on_both_maps():
    before, after = (read_shapes(name) for name in MAPS)
    assert [i for i in after if i != "PK-KP" and not after[i].equals(before[i])] == []


def test_a_spelling_leads_to_one_province():
    owners = {}
    for row in PROVINCES:
        for spelling in {row["name"], *filter(None, row["aliases"].split(";"))}:
            owners.setdefault(spelling.casefold(), []).append(row["province_id"])
    assert {s: ids for s, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(
    ("spelling", "province_id"),
    [
        ("Nangahar", "AF-NAN"),
        ("Wardag", "AF-WAR"),
        ("Maidan Wardak", "AF-WAR"),
        ("Hilmand", "AF-HEL"),
        ("Paktya", "AF-PIA"),
        ("NWFP", "PK-KP"),
        ("North-West Frontier Province", "PK-KP"),
        ("FATA", "PK-TA"),
        ("tribal areas", "PK-TA"),
    ],
)
def test_usual_spellings_are_known(spelling, province_id):
    assert [r["province_id"] for r in PROVINCES if spelling in r["aliases"].split(";")] == [
        province_id
    ]


def test_files_are_small_and_end_in_a_newline(name):
    content = (BOUNDARIES / name).read_bytes()
    assert len(content) < MAX_BYTES
    assert content.endswith(b"}\n")
