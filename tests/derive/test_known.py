"""Two clocks: what is selected for a day is what is derived from the articles published by then."""


import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from bayah.derive import DERIVED, as_known
from bayah.model import TABLE
from tests.conftest import KNOWN, without_ids

SOLE = frozenset({"emir"})
DATES = ["", "2014", "2014-03", "2014-03-05", "2014-10", "2015", "../2014-10", "2014-03/2015-01", "2015-06/.."]


def told(kind, man, groups, when, source, modality, place, number):
    """A claim in short: what its kind needs, and a number, office or leader where one is drawn."""
    group, left = groups
    row = {"kind": kind, "subject": group if kind == "presence" else man, "source": source, "modality": modality}
    if kind in ("pledge", "affiliation", "defection"):
        row["to_group"] = group
    if kind == "defection":
        row["from_group"] = left
    of_kind = {"death": {"killed_min": number, "killed_max": number}, "affiliation": {"role": "emir"},
               "pledge": {"to_leader": f"leader-{number}"}}
    return row | (of_kind.get(kind, {}) if number else {}) | {
        name: cell for name, cell in (("date", when), ("provinces", place), ("where_prec", number)) if cell}


ROWS = st.lists(st.builds(
    told, st.sampled_from(["pledge", "affiliation", "death", "defection", "presence"]),
    st.sampled_from(["man", "other"]), st.permutations(["front", "pines"]), st.sampled_from(DATES),
    st.sampled_from("abc"),
    st.sampled_from(["asserted", "asserted", "reported", "doubted", "denied", "planned"]),
    st.sampled_from(["", "AF-NAN", "AF-KNR"]), st.sampled_from([0, 0, 3, 5])), min_size=1, max_size=6)


@settings(max_examples=25)
@given(ROWS)
def test_what_is_selected_for_a_day_is_derived_from_what_was_published_by_then(derived, rows):
    rows = [row | {"claim_id": f"{row['source']}.{number:02d}"} for number, row in enumerate(rows, start=1)]
    places = {row["claim_id"]: [f"town of {row['provinces']}"] for row in rows if "provinces" in row}
    whole = derived(*rows, sole_offices=SOLE, places=places)
    for day in sorted({KNOWN[row["source"]] for row in rows}):
        then = as_known(whole, day)
        published = [row for row in rows if KNOWN[row["source"]] <= day]
        # Ids decide between what is dated alike, so both bear the same.
        ids = dict(zip(then["claims"]["claim_id"], then["claims"]["event_id"], strict=True))
        alone = derived(*published, sole_offices=SOLE, event_ids=ids, places=places)
        assert without_ids(then, DERIVED) == without_ids(alone, DERIVED)


@settings(max_examples=25)
@given(ROWS)
def test_versions_grow_with_the_claims_and_never_hold_on_the_same_day(derived, rows):
    tables = derived(*rows).whole
    assert len(tables["events"]) <= 2 * len(rows)
    for name in DERIVED:
        key = [column for column in TABLE[name].key if column != "known_from"]
        versions = tables[name].sort_values([*key, "known_from"])
        following = versions.groupby(key)["known_from"].shift(-1)
        assert (versions["known_until"] <= following)[following.notna()].all()
        assert (versions["known_from"] < versions["known_until"])[versions["known_until"].notna()].all()
        assert versions["known_from"].isin(pd.to_datetime(list(KNOWN.values()))).all()
    for day in KNOWN.values():  # every claim tells of one event on every day since it was published
        found = as_known(tables, day)["event_claims"]["claim_id"].tolist()
        assert sorted(found) == sorted(claim for claim in tables["claims"]["claim_id"] if KNOWN[claim[0]] <= day)
