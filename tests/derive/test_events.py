"""Claims to events: what tells of one happening, and what does not."""

from datetime import date

import pytest

from bayah.derive import as_known
from bayah.derive.events import Judgements

PLEDGE = {"kind": "pledge", "subject": "man", "to_group": "front"}
ATTACK = {"kind": "attack", "subject": "front", "object": "pines", "date": "2015-03-02",
          "provinces": "AF-NAN"}


def ids(tables):
    """For each claim in order the number of its event, counted by first claim."""
    events = tables["claims"]["event_id"].tolist()
    return [list(dict.fromkeys(events)).index(event) for event in events]


def event(tables, number=0):
    return tables["events"].iloc[number]


def days(row):
    return tuple(None if value != value else str(value.date())
                 for value in (row.date_earliest, row.date_latest))


def test_two_articles_of_one_oath_are_one_event_dated_as_finely_as_either(derived):
    tables = derived(PLEDGE | {"date": "2015"}, PLEDGE | {"date": "2015-03", "source": "b"})
    assert ids(tables) == [0, 0]
    row = event(tables)
    assert (row.n_claims, row.n_sources, row.is_contested) == (2, 2, False)
    assert (days(row), row.date_precision) == (("2015-03-01", "2015-03-31"), "month")


@pytest.mark.parametrize(("first", "second", "same"), [
    (PLEDGE | {"date": "2015-03"}, PLEDGE | {"date": "2015-05", "source": "b"}, False),
    (PLEDGE, PLEDGE | {"subject": "other", "source": "b"}, False),
    (PLEDGE, PLEDGE | {"to_group": "pines", "source": "b"}, False),
    (PLEDGE, PLEDGE | {"kind": "joining", "source": "b"}, False),
    (PLEDGE, PLEDGE | {"to_leader": "emir", "source": "b"}, True),
    (PLEDGE | {"provinces": "AF-NAN"}, PLEDGE | {"provinces": "AF-HEL", "source": "b"}, False),
    (PLEDGE | {"provinces": "AF-NAN"}, PLEDGE | {"source": "b"}, True),
    (PLEDGE | {"countries": "AF"}, PLEDGE | {"provinces": "PK-KP", "source": "b"}, False),
    (PLEDGE | {"countries": "PK"}, PLEDGE | {"provinces": "PK-KP", "source": "b"}, True),
    (PLEDGE, PLEDGE, False),  # one party in one article does not tell one oath twice
    (PLEDGE, PLEDGE | {"asserted_by": "a mullah"}, True),
    (PLEDGE, PLEDGE | {"modality": "denied"}, True),
    ({"kind": "removal", "subject": "man", "from_group": "front", "role": "judge"},
     {"kind": "removal", "subject": "man", "from_group": "front", "role": "spokesman", "source": "b"}, False),
    ({"kind": "renunciation", "subject": "man", "from_leader": "emir"},
     {"kind": "renunciation", "subject": "man", "from_leader": "rival", "source": "b"}, False),
    ({"kind": "renunciation", "subject": "man", "from_group": "front", "from_leader": "emir"},
     {"kind": "renunciation", "subject": "man", "from_group": "front", "source": "b"}, True),
    ({"kind": "clash", "subject": "front", "object": "pines", "date": "2015-03"},
     {"kind": "clash", "subject": "pines", "object": "front", "date": "2015-03", "source": "b"}, True),
    (ATTACK, ATTACK | {"source": "b"}, True),
    (ATTACK, ATTACK | {"date": "2015-03-03", "source": "b"}, False),
    (ATTACK, ATTACK | {"date": "2015", "source": "b"}, False),
    (ATTACK, ATTACK | {"date": "2015-21", "source": "b"}, True),
    (ATTACK, ATTACK | {"provinces": None, "source": "b"}, False),
    (ATTACK, ATTACK | {"provinces": "AF-NAN;AF-KNR", "source": "b"}, True),
    ({"kind": "statement", "subject": "front", "object": "pines", "date": "2015-03-02"},
     {"kind": "statement", "subject": "front", "object": "man", "date": "2015-03-02", "source": "b"}, False),
])
def test_which_claims_tell_of_one_event(derived, first, second, same):
    assert (ids(derived(first, second)) == [0, 0]) is same
    assert (ids(derived(second, first)) == [0, 0]) is same


def test_a_vague_claim_that_fits_two_events_joins_neither(derived):
    tables = derived(PLEDGE | {"date": "2014-03"}, PLEDGE | {"date": "2014-10"},
                     PLEDGE | {"date": "2014", "source": "b"})
    assert ids(tables) == [0, 1, 2]
    assert not tables["events"]["is_contested"].any()


def test_a_vague_claim_that_fits_one_event_joins_it(derived):
    tables = derived(PLEDGE | {"date": "2013-03"}, PLEDGE | {"date": "2014-10"},
                     PLEDGE | {"date": "2014", "source": "b"})
    assert ids(tables) == [0, 1, 1]


def test_undated_claims_are_known_by_publication_and_stay_undated(derived):
    tables = derived(PLEDGE, PLEDGE | {"source": "b"})
    assert ids(tables) == [0, 0]
    assert (days(event(tables)), event(tables).date_precision) == ((None, "2016-01-01"), "unknown")


def test_one_death_told_on_two_days_is_one_disputed_event(derived):
    death = {"kind": "death", "subject": "man"}
    tables = derived(
        death | {"date": "2015-02-09", "object": "front", "provinces": "AF-HEL"},
        death | {"date": "2015-03-01", "object": "pines", "provinces": "AF-NAN", "source": "b"})
    row = event(tables)
    assert ids(tables) == [0, 0]
    assert row.contested_fields == "date;provinces;object"
    assert days(row) == ("2015-02-09", "2015-03-01")


@pytest.mark.parametrize("vague", ["2015-02", "2015-03", "2015"])
def test_a_vague_third_telling_leaves_no_side_of_a_dispute_out(derived, vague):
    death = {"kind": "death", "subject": "man"}
    tables = derived(death | {"date": "2015-02-09"}, death | {"date": "2015-03-01", "source": "b"},
                     death | {"date": vague, "source": "c"})
    assert days(event(tables)) == ("2015-02-09", "2015-03-01")


def test_denial_and_doubt_contest(derived):
    for modality in ("denied", "doubted"):
        row = event(derived(PLEDGE, PLEDGE | {"modality": modality, "source": "b"}))
        assert (row.modality, row.contested_fields) == ("asserted", "modality")
    row = event(derived(PLEDGE | {"modality": "reported"}))
    assert (row.modality, row.is_contested) == ("reported", False)


@pytest.mark.parametrize(("low", "high", "is_contested"), [
    ((3, 5), (5, 9), False), ((3, 5), (6, 6), True), ((3, None), (4, 4), False),
    ((5, None), (4, 4), True), ((None, 3), (4, 6), True), ((None, None), (4, 4), False),
])
def test_numbers_are_disputed_when_they_cannot_agree(derived, low, high, is_contested):
    tables = derived(ATTACK | {"killed_min": low[0], "killed_max": low[1]},
                     ATTACK | {"killed_min": high[0], "killed_max": high[1], "source": "b"})
    row = event(tables)
    assert (row.contested_fields == "killed") is is_contested
    known = [number for number in (*low, *high) if number is not None]
    assert (row.killed_min, row.killed_max) == (min(known), max(known))


def test_a_state_held_on_the_days_of_either_claim(derived):
    member = {"kind": "affiliation", "subject": "man", "to_group": "front"}
    tables = derived(member | {"date": "2014-09/2015-01"},
                     member | {"date": "2015-01/2015-12", "source": "b"})
    assert ids(tables) == [0, 0]
    assert days(event(tables)) == ("2014-09-01", "2015-12-31")
    assert not event(tables).is_contested


def test_that_he_was_and_that_he_is_are_two_states(derived):
    member = {"kind": "affiliation", "subject": "man", "to_group": "front"}
    was = member | {"date": "../2015-06"}
    assert ids(derived(member | {"date": "2015-03"}, was | {"source": "b"})) == [0, 1]
    assert ids(derived(was, member | {"date": "../2015-03", "source": "b"})) == [0, 0]
    assert ids(derived(member, was | {"source": "b"}, member | {"source": "c"})) == [0, 1, 0]


def test_the_firmest_claim_names_the_event_and_the_first_dates_its_knowledge(derived):
    tables = derived(PLEDGE | {"modality": "reported"}, PLEDGE | {"source": "b"})
    row = event(tables)
    assert (row.modality, str(row.known_date.date())) == ("asserted", "2016-01-01")
    assert not row.label.endswith(")")


def test_an_event_is_a_draft_until_one_claim_is_reviewed(derived):
    machine = PLEDGE | {"coding": "machine"}
    assert event(derived(machine)).is_draft
    assert not event(derived(machine, PLEDGE | {"coding": "reviewed", "source": "b"})).is_draft


def test_parts_are_told_once_each(derived):
    tables = derived(PLEDGE | {"to_leader": "emir"}, PLEDGE | {"to_leader": "rival", "source": "b"})
    rows = tables["event_actors"][["actor_id", "part"]].itertuples(index=False, name=None)
    assert list(rows) == [
        ("emir", "to_leader"), ("front", "to_group"), ("man", "subject"), ("rival", "to_leader")]
    assert event(tables).contested_fields == "to_leader"


def test_ids_stay_with_their_claims_and_new_ones_count_on(derived):
    held = {"a.02": "E0007", "a.03": "E10000"}
    tables = derived(PLEDGE, PLEDGE | {"subject": "other"}, PLEDGE | {"subject": "third"}, event_ids=held)
    assert tables["claims"]["event_id"].tolist() == ["E10001", "E0007", "E10000"]


def test_events_found_to_be_one_keep_the_lower_id(derived):
    held = {"a.01": "E9999", "b.02": "E10000"}
    tables = derived(PLEDGE, PLEDGE | {"source": "b"}, event_ids=held)
    assert tables["claims"]["event_id"].unique().tolist() == ["E9999"]


def test_an_event_that_falls_apart_keeps_its_id_once(derived):
    held = {"a.01": "E0001", "b.02": "E0001"}
    tables = derived(PLEDGE, PLEDGE | {"subject": "other", "source": "b"}, event_ids=held)
    assert tables["claims"]["event_id"].tolist() == ["E0001", "E0002"]


def test_the_order_of_claims_does_not_matter(derived):
    rows = [PLEDGE | {"date": "2014-03"}, PLEDGE | {"date": "2014", "source": "b"},
            PLEDGE | {"date": "2014-03-05", "source": "c"}, ATTACK, ATTACK | {"source": "b"}]
    forward, backward = derived(*rows), derived(*rows[::-1])
    assert ids(forward) == [0, 0, 0, 1, 1]
    assert sorted(map(days, forward["events"].itertuples())) == sorted(
        map(days, backward["events"].itertuples()))


MARCH, OCTOBER = PLEDGE | {"date": "2014-03"}, PLEDGE | {"date": "2014-10", "source": "b"}
JOINING = {"kind": "joining", "subject": "men", "to_group": "pines", "date": "2015", "source": "c"}


def one_event(*pairs):
    return Judgements(same=pairs)


def two_events(*pairs):
    return Judgements(apart=frozenset(map(frozenset, pairs)))


def event_ids(tables, day=None):
    """For each claim its event as a reader of that day found it."""
    rows = as_known(tables, day)["event_claims"]
    return dict(zip(rows["claim_id"], rows["event_id"], strict=True))


def test_claims_judged_one_event_are_one_though_their_dates_cannot_meet(derived):
    assert ids(derived(MARCH, OCTOBER)) == [0, 1]
    tables = derived(MARCH, OCTOBER, judgements=one_event(("a.01", "b.02")))
    assert ids(tables) == [0, 0]
    assert event(tables).contested_fields == "date"
    assert days(event(tables)) == ("2014-03-01", "2014-10-31")


def test_claims_judged_one_event_may_be_of_other_kinds_and_actors(derived):
    tables = derived(MARCH, JOINING, judgements=one_event(("c.02", "a.01")))
    row = event(tables)
    assert ids(tables) == [0, 0]
    assert (row.kind, row.n_claims, row.contested_fields) == ("pledge", 2, "date;subject;to_group")
    assert set(tables["event_actors"]["actor_id"]) == {"man", "men", "front", "pines"}


def test_a_judgement_reaches_through_others_and_takes_nothing_else_along(derived):
    other = PLEDGE | {"subject": "other", "date": "2014-03"}
    tables = derived(MARCH, OCTOBER, JOINING, other, judgements=one_event(("a.01", "c.03"), ("c.03", "b.02")))
    assert ids(tables) == [0, 0, 0, 1]


def test_blocks_joined_by_a_judgement_stay_apart_for_their_other_claims(derived):
    tables = derived(MARCH, JOINING, MARCH | {"date": "2013"}, JOINING | {"date": "2013", "source": "b"},
                     judgements=one_event(("a.01", "c.02")))
    assert ids(tables) == [0, 0, 1, 2]


def test_who_reads_before_the_link_of_two_claims_finds_two_events(derived):
    tables = derived(MARCH, OCTOBER, JOINING, judgements=one_event(("a.01", "c.03"), ("c.03", "b.02")))
    assert len(set(event_ids(tables, date(2017, 6, 1)).values())) == 2
    assert len(set(event_ids(tables).values())) == 1


def test_claims_judged_two_events_are_two_though_the_rules_would_join_them(derived):
    rows = [PLEDGE | {"date": "2014-03"}, PLEDGE | {"date": "2014-03", "source": "b"}]
    assert ids(derived(*rows)) == [0, 0]
    assert ids(derived(*rows, judgements=two_events(("b.02", "a.01")))) == [0, 1]


def test_a_claim_keeps_away_from_every_event_that_holds_one_it_is_judged_apart_from(derived):
    rows = [PLEDGE | {"date": "2014-03-05"}, PLEDGE | {"date": "2014-03", "source": "b"},
            PLEDGE | {"date": "2014", "source": "c"}]
    assert ids(derived(*rows, judgements=two_events(("b.02", "c.03")))) == [0, 0, 1]


def test_even_two_deaths_of_one_man_may_be_judged_two_events(derived):
    death = {"kind": "death", "subject": "man"}
    rows = [death, death | {"source": "b"}]
    assert ids(derived(*rows, judgements=two_events(("a.01", "b.02")))) == [0, 1]


@pytest.mark.parametrize(("role", "same"), [
    ("allied", True), ("hostile", True), ("rival", True), ("cooperates", True), ("in_contact", True),
    ("supports", False), ("part_of", False), ("splinter_of", False), ("pressures", False), ("declared_war", False),
])
def test_what_holds_both_ways_is_one_event_from_whichever_side_it_is_told(derived, role, same):
    there = {"kind": "relation", "subject": "pines", "object": "front", "role": role, "date": "2014"}
    back = there | {"subject": "front", "object": "pines", "source": "b"}
    tables = derived(there, back)
    assert (ids(tables) == [0, 0]) is same
    if same:
        (row,) = tables["relations"].itertuples()
        assert (row.subject_id, row.object_id, row.is_contested) == ("pines", "front", False)
        assert set(tables["event_actors"][["actor_id", "part"]].itertuples(index=False, name=None)) == {
            ("pines", "subject"), ("front", "object")}


@pytest.mark.parametrize("rows", [
    [PLEDGE | {"modality": "reported"}, PLEDGE | {"source": "b"}],  # the firmer claim came later
    [PLEDGE | {"date": "2014"}, PLEDGE | {"date": "2014-03", "source": "b"}],
    [PLEDGE | {"date": "2014"}, PLEDGE | {"date": "2014", "asserted_by": "a mullah", "source": "c"}],
])
def test_an_event_keeps_its_id_whatever_later_articles_add_to_it(derived, rows):
    tables = derived(*rows)
    assert tables.whole["event_claims"]["event_id"].unique().tolist() == ["E0001"]
    assert tables.whole["event_claims"]["known_until"].isna().all()


@pytest.mark.parametrize("rows", [
    [PLEDGE | {"modality": "reported"}, PLEDGE | {"source": "b"}],
    [MARCH, OCTOBER, JOINING],
    [PLEDGE | {"date": "2014"}, PLEDGE | {"date": "2014-03", "source": "b"}, OCTOBER | {"source": "c"}],
])
def test_ids_are_the_same_from_build_to_build(derived, rows):
    judged = one_event(("a.01", "c.03"), ("c.03", "b.02"))
    found = derived(*rows, judgements=judged).whole["event_claims"]
    register = found.groupby("claim_id")["event_id"].agg(list).to_dict()
    again = derived(*rows, judgements=judged, register=register, next_number=10).whole["event_claims"]
    assert again.to_dict("list") == found.to_dict("list")


def test_two_events_of_then_that_are_one_today_had_two_ids_then(derived):
    judged = one_event(("a.01", "c.03"), ("c.03", "b.02"))
    tables = derived(MARCH, OCTOBER, JOINING, judgements=judged)
    early, later, now = (event_ids(tables, day) for day in (date(2016, 6, 1), date(2017, 6, 1), None))
    assert early == {"a.01": "E0001"}
    assert later == {"a.01": "E0001", "b.02": "E0002"}
    assert set(now.values()) == {"E0001"}
    assert tables["claims"]["event_id"].unique().tolist() == ["E0001"]


def test_a_new_version_begins_only_where_an_article_changes_the_event(derived):
    whole = derived(PLEDGE | {"date": "2014"}, PLEDGE | {"date": "2014-03", "source": "b"},
                    PLEDGE | {"subject": "other", "source": "c"}).whole["events"]
    rows = whole[whole["event_id"] == "E0001"]
    assert rows["n_claims"].tolist() == [1, 2]
    assert [str(day.date()) for day in rows["known_from"]] == ["2016-01-01", "2017-01-01"]
    assert whole["known_until"].isna().sum() == 2


def test_who_took_part_stays_while_the_event_itself_changes(derived):
    rows = derived(PLEDGE, PLEDGE | {"to_leader": "emir", "source": "b"}).whole["event_actors"]
    since = rows.set_index("actor_id")["known_from"].dt.year.to_dict()
    assert since == {"man": 2016, "front": 2016, "emir": 2017}
    assert rows["known_until"].isna().all()
