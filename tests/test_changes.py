"""What came, went and changed between two versions."""

from pathlib import Path

import pandas as pd
import pytest

from bayah import versions
from bayah.changes import CHANGES, MAIN, as_json, compare, count_changes
from bayah.versions import Version, kept_releases, read_version

ROOT = Path(__file__).resolve().parents[1]
CLAIMS = pd.DataFrame({"claim_id": ["a.01", "a.02", "a.03"], "summary": ["One", "Two", "Three"],
                       "date": ["2015", "", "2016"]})
EVENTS = pd.DataFrame({
    "event_id": ["E1", "E2", "E2"], "label": ["First", "Second", "Second, as told earlier"],
    "n_claims": ["1", "2", "1"], "known_from": ["2015-01-01", "2016-01-01", "2015-01-01"],
    "known_until": ["", "", "2016-01-01"]})
ACTORS = pd.DataFrame({"actor_id": ["gul", "ttp"], "name": ["Gul Aman", "The TTP"]})
SPELLS = pd.DataFrame({"allegiance_id": ["gul.ttp.E1"], "actor_id": ["gul"], "group_id": ["ttp"]})


def version(**tables):
    return Version("some", {"claims": CLAIMS, "events": EVENTS, "actors": ACTORS, "allegiances": SPELLS, **tables})


def rows(found, table):
    return [tuple(row) for row in found[table][["change", "id", "name", "column", "before", "after"]].to_numpy()]


def test_the_same_version_has_no_changes():
    found = compare(version(), version())
    assert set(found) == {"claims", "events", "actors", "allegiances"}
    assert all(changes.empty for changes in found.values())


def test_rows_come_go_and_change_cell_by_cell():
    newer = CLAIMS.assign(date=["2015", "2014", "2016"], summary=["One", "Two, told anew", "Three"]).iloc[1:]
    newer = pd.concat([newer, pd.DataFrame({"claim_id": ["b.01"], "summary": ["Four"], "date": [""]})])
    assert rows(compare(version(), version(claims=newer)), "claims") == [
        ("came", "b.01", "Four", "", "", ""), ("went", "a.01", "One", "", "", ""),
        ("changed", "a.02", "Two, told anew", "date", "", "2014"),
        ("changed", "a.02", "Two, told anew", "summary", "Two", "Two, told anew")]


def test_the_order_of_rows_and_columns_is_no_change():
    turned = CLAIMS.iloc[::-1][["summary", "date", "claim_id"]]
    assert compare(version(), version(claims=turned))["claims"].empty


def test_only_what_the_readers_of_either_version_knew_last_is_compared():
    newer = pd.DataFrame({
        "event_id": ["E1", "E2", "E1"], "label": ["First, told anew", "Second", "First"], "n_claims": ["2", "2", "1"],
        "known_from": ["2017-01-01", "2016-01-01", "2015-01-01"], "known_until": ["", "", "2017-01-01"]})
    found = rows(compare(version(), version(events=newer)), "events")
    assert [(change, row, column) for change, row, _, column, *_ in found] == [
        ("changed", "E1", "known_from"), ("changed", "E1", "label"), ("changed", "E1", "n_claims")]


def test_an_event_that_became_part_of_another_says_so():
    redirects = pd.DataFrame({"event_id": ["E2"], "current_event_id": ["E1"]})
    found = compare(version(), version(events=EVENTS.iloc[:1], event_redirects=redirects))
    assert rows(found, "events") == [("went", "E2", "Second", "", "", "E1")]
    assert as_json(found)["events"]["went"] == [{"id": "E2", "name": "Second", "now": "E1"}]


def test_a_spell_is_named_by_who_stood_with_whom_in_its_own_version():
    found = compare(version(), version(allegiances=SPELLS.iloc[:0], actors=ACTORS.iloc[1:]))
    assert rows(found, "allegiances") == [("went", "gul.ttp.E1", "Gul Aman with The TTP", "", "", "")]


def test_apostrophes_against_formulas_are_no_change():
    formulas, safe = CLAIMS.assign(summary=["=1+1", "-x", "'so'"]), CLAIMS.assign(summary=["'=1+1", "'-x", "'so'"])
    assert compare(version(claims=formulas), version(claims=safe))["claims"].empty


def test_tables_and_columns_that_one_version_lacks_are_said():
    older = Version("old", {"claims": CLAIMS.drop(columns="date")})
    newer = Version("new", {"claims": CLAIMS, "events": EVENTS})
    found = compare(older, newer)
    assert found["claims"].empty
    counts = count_changes(older, newer, found).set_index("table")
    assert counts.at["claims", "columns"] == "came: date"
    assert counts.at["events", "columns"] == "only the newer version has this table"
    assert counts.loc["events", list(CHANGES)].tolist() == [2, 0, 0]


def test_a_version_without_the_columns_that_name_a_row_is_compared_all_the_same():
    found = compare(version(allegiances=SPELLS[["allegiance_id"]]), version(allegiances=SPELLS.iloc[:0]))
    assert rows(found, "allegiances") == [("went", "gul.ttp.E1", "", "", "", "")]


def test_json_tells_every_change_once():
    newer = CLAIMS.assign(date=["2014", "", "2016"], summary=["Uno", "Two", "Three"])
    told = as_json(compare(version(), version(claims=newer)))["claims"]
    assert told == {"came": [], "went": [], "changed": [{"id": "a.01", "name": "Uno", "columns": {
        "date": {"before": "2015", "after": "2014"}, "summary": {"before": "One", "after": "Uno"}}}]}


@pytest.mark.parametrize("release", [one.release for one in kept_releases(ROOT / versions.KEPT)])
def test_each_kept_release_leads_to_these_tables_by_its_changes(release):
    older, newer = read_version(ROOT / versions.KEPT / f"{release}.zip"), read_version(ROOT)
    found = compare(older, newer)
    counts = count_changes(older, newer, found)
    assert counts["table"].tolist()[:len(MAIN)] == [name for name in MAIN if name in found]
    for table in ("claims", "events", "allegiances"):
        (key,) = versions.key_of(table)
        before, after = (set(versions.today(one.tables[table])[key]) for one in (older, newer))
        assert set(found[table].query("change == 'came'")["id"]) == after - before
        assert set(found[table].query("change == 'went'")["id"]) == before - after
