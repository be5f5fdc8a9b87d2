"""Claims to events: what tells of one happening, and what does not."""

import pytest

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
