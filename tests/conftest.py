"""What many tests need: the fixture project, its tables, and claims made from a few words."""

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from bayah.build import build
from bayah.dates import parse_date
from bayah.derive import Given, as_known, derive
from bayah.model import PARTS, TABLE
from bayah.store import read_tables, typed

# The first example of a test reads the grammar of EDTF; how long that takes is no finding.
settings.register_profile("bayah", deadline=None)
settings.load_profile("bayah")

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = Path(__file__).parent / "fixtures" / "atlas"
KNOWN = {"a": date(2016, 1, 1), "b": date(2017, 1, 1), "c": date(2018, 1, 1)}


@pytest.fixture
def project(tmp_path):
    """A copy of the fixture's seeds that a test may damage."""
    shutil.copytree(FIXTURE / "seeds", tmp_path / "seeds")
    return tmp_path


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The fixture project, built once; tests only read it."""
    root = tmp_path_factory.mktemp("atlas")
    shutil.copytree(FIXTURE / "seeds", root / "seeds")
    build(root)
    return root


@pytest.fixture(scope="session")
def atlas(built):
    """The fixture's tables as a page reads them; tests do not change them."""
    return read_tables(built / "data" / "tables")


@pytest.fixture(scope="session")
def drafted(built):
    """The fixture's tables with the machine drafts."""
    return read_tables(built / "data" / "drafts" / "tables")


@pytest.fixture(scope="session")
def published():
    """The committed tables."""
    return read_tables(ROOT / "data" / "tables")


# Columns that hold free text; ids and vocabularies are checked when the tables are built.
FREE = {
    "actors": ["name"], "persons": ["name", "notes"], "groups": ["name", "short_name", "notes"],
    "cohorts": ["name", "notes"], "aliases": ["alias"], "provinces": ["name"], "places": ["name"],
    "sources": ["title", "authors", "publisher", "published_note", "note"],
    "claims": ["summary", "asserted_by", "place", "subject_as_written", "object_as_written"],
    "events": ["label", "place"], "allegiances": ["role"], "successions": ["role"],
    "disputes": ["question", "reason"], "dispute_claims": ["position", "asserted_by"],
    "identities": ["alias", "reason"], "stories": ["title", "about"], "story_steps": ["heading"],
    "story_sentences": ["text"],
}
TEXTS = (
    "<script>window.broken=1</script>", "<img src=https://evil.example/x.png onerror=window.broken=1>",
    "</title></svg><b>bold</b>&amp;", "=HYPERLINK(\"https://evil.example\",\"x\")", "+1+1", "-1+1", "@SUM(A1)",
    "\t=1+1", "\r=1+1", "\"double\" 'single' \u201ccurly\u201d; a, b\nnew line",
    "**c** _d_ $e$ :red[f] [g](http://h.test) `i`",
    "\u202eحافظ سعید خان\u202c و \u2066امیر\u2069",  # noqa: RUF001
    "]]> <!-- ${title} {{ title }} {% raw %}",
    "long " * 998 + "over.", "W" * 5000,
)
"""Labels that are hard to show: markup, formulas, quotes, letters from right to left with marks that turn the order,
and five thousand characters, with spaces and without."""


@pytest.fixture(scope="session")
def free_text():
    """The columns of each table that hold free text."""
    return FREE


@pytest.fixture(scope="session")
def make_hostile():
    """Tables in which every free text is one of `TEXTS`, in turn, whatever was there."""
    def make(tables):
        return {name: rows.assign(**{
            column: _hostile(rows[column], at) for at, column in enumerate(FREE.get(name, ()))})
            for name, rows in tables.items()}

    return make


def _hostile(cells, start):
    texts = [TEXTS[(start + number) % len(TEXTS)] for number in range(len(cells))]
    return cells.where(cells.isna(), pd.Series(texts, index=cells.index, dtype="str"))


@pytest.fixture
def data(built, tmp_path):
    """A copy of the fixture's built data that a test may damage."""
    return Path(shutil.copytree(built / "data", tmp_path / "data"))


@pytest.fixture(scope="session")
def derived():
    """Derives tables from claims given in short: `kind`, `subject`, ids of parts, `date`, `source`.

    Sources a, b and c appear on the first days of 2016, 2017 and 2018. Ids serve as names. `given` overrides what the
    derivation is told beside the claims; `known` is the day of the reader, today without it.
    """
    return _derived


def _derived(*rows, parents=None, event_ids=None, known=None, **given):
    claims = pd.DataFrame([_claim(number, row) for number, row in enumerate(rows, start=1)])
    frame = typed(claims.reindex(columns=TABLE["claims"].column_names), "claims")
    frame = frame.drop(columns="event_id").assign(known_date=claims["known_date"])
    names = {row[part] for row in rows for part in PARTS if part in row}
    ids = event_ids or {}
    highest = max((int(event_id[1:]) for event_id in ids.values()), default=0)
    told = Given(names={name: name for name in names}, parent=parents or {},
                 register={claim: [event_id] for claim, event_id in ids.items()}, next_number=highest + 1)
    found = derive(frame, replace(told, **given))
    sources = pd.DataFrame({"source_id": list(KNOWN), "known_date": pd.to_datetime(list(KNOWN.values()))})
    bridges = {f"claim_{noun}s": pd.DataFrame({"claim_id": [], f"{noun}_id": []}, dtype="str")
               for noun in ("province", "place")}
    return as_known(found.tables | {"claims": found.claims, "sources": sources, **bridges}, known)


def _claim(number, row):
    source = row.get("source", "a")
    span = parse_date(row.get("date", ""))
    latest = span.latest if row.get("date") else KNOWN[source]
    parts = {f"{part}_id": row[part] for part in PARTS if part in row}
    given = {key: value for key, value in row.items() if key not in PARTS and key != "source"}
    return {
        "claim_id": f"{source}.{number:02d}", "source_id": source, "known_date": KNOWN[source],
        "asserted_by": "author", "modality": "asserted", "coding": "human",
        "date_earliest": span.earliest, "date_latest": latest, "date_precision": span.precision,
        **parts, **given,
    }


def without_ids(tables, names):
    """The tables with the first claim of an event in the place of its id, which two builds mint anew.

    A spell or term of office is named by all its events: its id may stand for an event that was not told of yet.
    """
    first = tables["claims"].groupby("event_id")["claim_id"].min().to_dict()
    named = {}
    for noun in ("allegiance", "succession"):
        for term_id, event_ids in tables[f"{noun}_events"].groupby(f"{noun}_id")["event_id"]:
            named[term_id] = f"{term_id.rpartition('.')[0]} {sorted(first[event_id] for event_id in event_ids)}"
    texts = {}
    for name in names:
        columns = [column for column in TABLE[name].column_names if column not in ("known_from", "known_until")]
        frame = tables[name][columns].astype("str").fillna("")
        frame = frame.map(lambda cell: re.sub(r"\bE\d{4,}\b", lambda m: first[m[0]], named.get(cell, cell)))
        texts[name] = sorted(frame.itertuples(index=False, name=None))
    return texts


@pytest.fixture
def made(derived):
    """Tables of claims made in short, with the reference tables that the selections need."""

    def make(*rows, parents=None, cohorts=()):
        tables = derived(*rows, parents=parents)
        claims = tables["claims"]
        ids = sorted(set(tables["event_actors"]["actor_id"]))
        bridge = claims[["claim_id"]].assign(
            province_id=claims["provinces"].fillna("").str.split(";")).explode("province_id")
        persons = pd.DataFrame({"person_id": [i for i in ids if i.startswith("man")]})
        groups = pd.DataFrame(list((parents or {}).items()), columns=["group_id", "parent_group_id"])
        places = [("AF-NAN", "Nangarhar", "AF"), ("PK-KP", "Khyber Pakhtunkhwa", "PK"), ("PK-TA", "FATA", "PK")]
        return tables | {
            "claims": claims.drop(columns="known_date"),
            "claim_provinces": bridge[bridge["province_id"] != ""],
            "actors": pd.DataFrame({"actor_id": ids, "actor_type": "person", "name": ids}),
            "persons": persons,
            "groups": groups,
            "cohorts": pd.DataFrame(
                list(cohorts), columns=["cohort_id", "group_id", "count_min", "count_max"]),
            "provinces": pd.DataFrame(places, columns=["province_id", "name", "country"]),
        }

    return make
