"""The claims of an event compared field by field, what is near it in time, and the views that show it."""

import pandas as pd
import pytest

from bayah import evidence, flows, query, ties
from bayah.evidence import FIELDS, compare_claims, earlier_ids, is_shown, select_near_in_time, views_of
from bayah.model import split_list
from bayah.query import Filters

OATH, RAID, DEATH = ("2014-06-10_herald_banner-in-the-valley.01", "2014-06-10_herald_banner-in-the-valley.03",
                     "2014-09_courier_oaths-on-the-river.06")


def event_of(tables, claim_id):
    return tables["claims"].set_index("claim_id").at[claim_id, "event_id"]


def standings(cells):
    return dict(zip(cells["field"], cells["standing"], strict=True))


def told(cells, field):
    """What each claim tells in a field, with its note and its side."""
    rows = cells[cells["field"] == field]
    return [(value if isinstance(value, str) else None, note, None if pd.isna(side) else side)
            for value, note, side in zip(rows["value"], rows["note"], rows["side"], strict=True)]


def test_an_oath_told_twice(atlas):
    """One man under two spellings; a month within a year; each has another motive; one names the leader."""
    cells = compare_claims(atlas, [event_of(atlas, OATH)])
    assert standings(cells) == {
        "date": "fits", "place": "agrees", "subject": "agrees", "to_group": "agrees", "to_leader": "some",
        "motives": "fits", "asserted_by": "agrees", "modality": "agrees"}
    assert told(cells, "date") == [("May 2014", "stated", None), ("2014", "context", None)]
    assert told(cells, "subject") == [("Baryal Sahak", "Baryal Sahak", None), ("Baryal Sahak", "Barial Sahaak", None)]
    assert told(cells, "to_leader") == [("Temor Lawang", "Temor Lawang", None), (None, "", None)]
    assert cells.loc[cells["field"] == "to_leader", "n_told"].tolist() == [1, 1]
    assert told(cells, "place") == [("Nangarhar", "", None)] * 2


def test_a_raid_with_two_numbers_is_in_dispute(atlas):
    event_id = event_of(atlas, RAID)
    cells = compare_claims(atlas, [event_id])
    assert standings(cells)["killed"] == "differs"
    assert told(cells, "killed") == [("3 to 5", "", 1), ("8", "", 2)]
    assert set(cells.loc[cells["field"] == "killed", "dispute_id"]) == {f"{event_id}.killed"}
    assert told(cells, "place") == [("the upper bridge; Kunar", "", None),
                                    ("the high bridge, Mill district; Kunar", "", None)]
    assert standings(cells)["place"] == "fits"
    assert told(cells, "asserted_by") == [("author", "", None), ("elders of the Pines", "", None)]


def test_the_fields_of_disputes_are_those_that_differ(atlas):
    """Whatever the build found in dispute within an event differs here, and nothing else does."""
    names = {"provinces": "place", "office": "role"}
    known = query.view(atlas)
    rule = known["disputes"][known["disputes"]["basis"] == "rule"]
    wanted = {(dispute_id.partition(".")[0], names.get(field, field))
              for dispute_id, field in zip(rule["dispute_id"], rule["field"], strict=True) if field != "alive"}
    cells = compare_claims(known, known["events"]["event_id"])
    found = cells[cells["standing"] == "differs"]
    assert set(zip(found["event_id"], found["field"], strict=True)) == wanted
    assert len(wanted) > 2


def test_one_claim_alone_agrees_with_nobody(atlas):
    cells = compare_claims(atlas, [event_of(atlas, "2014-09_courier_oaths-on-the-river.05")])
    assert set(cells["standing"]) == {"single"}
    assert "date" not in set(cells["field"])
    assert told(cells, "modality") == [("planned", "", None)]


def test_rows_come_in_the_order_of_the_fields_and_the_claims(published):
    known = query.view(published)
    events = known["events"].sort_values("n_claims", ascending=False).head(9)["event_id"]
    for event_id, cells in compare_claims(known, events).groupby("event_id"):
        fields = list(dict.fromkeys(cells["field"]))
        assert fields == [field for field in FIELDS if field in fields]
        claims = query.select_claims(known, [event_id])["claim_id"].tolist()
        for _, of_field in cells.groupby("field"):
            assert of_field["claim_id"].tolist() == claims


def test_nothing_is_told_of_what_is_not_known(atlas):
    assert compare_claims(atlas, ["E9999"]).empty
    assert compare_claims(atlas, []).empty


def test_before_an_article_appears_it_is_not_compared(atlas):
    known = query.view(atlas, Filters(known=pd.Timestamp("2014-07-01").date()))
    assert set(compare_claims(known, [event_of(atlas, OATH)])["standing"]) == {"single"}


@pytest.fixture
def raids(made):
    """An attack that fifteen voices tell of, one of them with another number."""
    rows = [{"kind": "attack", "subject": "group-a", "object": "group-b", "date": "2014-05-01", "provinces": "AF-NAN",
             "killed_min": 3, "killed_max": 3, "source": "abc"[number % 3], "asserted_by": f"voice {number}"}
            for number in range(14)]
    other = {"killed_min": 9, "killed_max": 9, "modality": "doubted", "asserted_by": "voice 14"}
    tables = made(*rows, rows[0] | other)
    sources = tables["sources"].assign(title="A title", authors=None, publisher="The Herald", published="2015",
                                       url=None, language="en", text_sha256="0" * 64)
    claims = tables["claims"].assign(**{f"{part}_as_written": tables["claims"][f"{part}_id"]
                                        for part in ("subject", "object")})
    return tables | {"sources": sources, "claims": claims}


def test_fifteen_claims_are_compared_as_two_are(raids):
    (event_id,) = query.view(raids)["events"]["event_id"]
    cells = compare_claims(raids, [event_id])
    assert (cells["field"] == "killed").sum() == 15
    assert standings(cells)["killed"] == standings(cells)["modality"] == "differs"
    assert standings(cells)["date"] == "agrees"
    sides = cells.loc[cells["field"] == "killed", "side"].value_counts()
    assert sorted(sides) == [1, 14]


def test_what_the_same_man_did_before_and_after(atlas):
    known = query.view(atlas)
    near = select_near_in_time(known, Filters(), event_of(known, OATH))
    assert set(near["when"]) == {"after"}
    assert near["date_latest"].is_monotonic_increasing
    parts = known["event_actors"]
    his = set(parts.loc[parts["actor_id"] == "baryal-sahak", "event_id"])
    assert set(near["event_id"]) <= his - {event_of(known, OATH)}
    assert len(select_near_in_time(known, Filters(), event_of(known, OATH), most=1)) == 1


def test_what_has_no_day_is_near_nothing(atlas):
    known = query.view(atlas)
    planned = event_of(known, "2014-09_courier_oaths-on-the-river.05")
    assert known["events"].set_index("event_id").at[planned, "date_precision"] == "unknown"
    assert select_near_in_time(known, Filters(), planned).empty
    assert select_near_in_time(known, Filters(), "E9999").empty


def test_every_view_that_is_offered_shows_the_event(published):
    """The filters of the address keep it, and what the page draws has it."""
    known = query.view(published)
    drawn = ties.select_ties(known, Filters())
    crossings = flows.select_crossings(known, Filters())
    for event in known["events"].drop_duplicates(["kind", "modality"]).itertuples():
        offered = views_of(known, Filters(), event.event_id)
        assert "timeline" in offered
        for page, params in offered.items():
            filters, refused = query.read_filters(params, known)
            assert refused == []
            assert is_shown(known, filters, event.event_id), (event.event_id, page)
        assert ("states" in offered["timeline"]) == event.is_state
        assert ("network" in offered) == any(event.event_id in split_list(behind) for behind in drawn["event_ids"])
        assert ("flows" in offered) == (event.event_id in set(crossings["event_id"]))
        assert ("map" in offered) == (event.event_id in set(known["event_provinces"]["event_id"]))


def test_an_event_that_is_not_known_is_in_no_view(atlas):
    assert views_of(atlas, Filters(known=pd.Timestamp("2014-01-01").date()), event_of(atlas, OATH)) == {}
    assert not is_shown(atlas, Filters(kind=("death",)), event_of(atlas, OATH))


def test_former_ids_are_told(published):
    row = published["event_redirects"].iloc[0]
    assert row["event_id"] in earlier_ids(published, row["current_event_id"])
    assert earlier_ids(published, row["event_id"]) == []


def test_disputes_of_events_beside_each_other_do_not_mix(atlas):
    """Two events in one call are compared as each alone is."""
    known = query.view(atlas)
    ids = [event_of(known, RAID), event_of(known, DEATH)]
    both = compare_claims(known, ids)
    alone = pd.concat([evidence.compare_claims(known, [event_id]) for event_id in sorted(ids)], ignore_index=True)
    pd.testing.assert_frame_equal(both, alone)
