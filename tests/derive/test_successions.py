"""Terms of office: who held it, after whom, and how it ended."""

from datetime import date

import pytest

SOLE = frozenset({"emir"})
EMIR = {"kind": "affiliation", "to_group": "front", "role": "emir"}
CHOSEN = {"kind": "appointment", "to_group": "front", "role": "emir"}
REMOVED = {"kind": "removal", "from_group": "front", "role": "emir"}
LEAVES = {"kind": "renunciation", "from_group": "front"}
DIES = {"kind": "death"}
FIRST, SECOND, THIRD = {"subject": "first"}, {"subject": "second"}, {"subject": "third"}


def line(tables, role="emir", group="front"):
    """The holders of the office in order."""
    rows = tables["successions"]
    rows = rows[(rows["role"] == role) & (rows["group_id"] == group)]
    return list(rows.sort_values("position").itertuples())


def told(tables, **office):
    """For each term its holder, its end and how that is known."""
    def day(cell):
        return "" if cell != cell else f"{cell:%Y-%m-%d}"

    return [(row.actor_id, f"{day(row.end_earliest)}..{day(row.end_latest)}", row.end_basis)
            for row in line(tables, **office)]


def neighbours(tables):
    return [tuple(None if name != name else name for name in (row.predecessor_id, row.actor_id, row.successor_id))
            for row in line(tables)]


def test_a_sole_office_has_a_line_with_those_before_and_after(derived):
    tables = derived(CHOSEN | SECOND | {"date": "2014-07"}, EMIR | FIRST | {"date": "2013"},
                     CHOSEN | THIRD | {"date": "2015-07"}, sole_offices=SOLE)
    assert neighbours(tables) == [(None, "first", "second"), ("first", "second", "third"), ("second", "third", None)]
    assert [row.position for row in line(tables)] == [1, 2, 3]
    assert told(tables) == [("first", "2014-07-01..2014-07-31", "succeeded"),
                            ("second", "2015-07-01..2015-07-31", "succeeded"), ("third", "..", "last_evidence")]


def test_several_hold_another_office_side_by_side(derived):
    judge = {"role": "judge"}
    tables = derived(EMIR | FIRST | judge | {"date": "2013"}, CHOSEN | SECOND | judge | {"date": "2014-07"},
                     sole_offices=SOLE)
    rows = line(tables, role="judge")
    assert [row.position for row in rows] == [1, 2]
    assert [row.end_basis for row in rows] == ["last_evidence", "last_evidence"]
    assert tables["successions"][["predecessor_id", "successor_id"]].isna().all(axis=None)


def test_an_office_of_each_group_has_its_own_line(derived):
    tables = derived(EMIR | FIRST | {"date": "2013"}, EMIR | SECOND | {"to_group": "pines", "date": "2014"},
                     sole_offices=SOLE)
    assert told(tables) == [("first", "..", "last_evidence")]
    assert told(tables, group="pines") == [("second", "..", "last_evidence")]


def test_who_is_told_to_hold_it_after_the_next_began_was_not_succeeded(derived):
    tables = derived(EMIR | FIRST | {"date": "2013/2014-12"}, CHOSEN | SECOND | {"date": "2014-07"},
                     EMIR | SECOND | {"date": "2015"}, sole_offices=SOLE)
    assert told(tables) == [("first", "..", "last_evidence"), ("second", "..", "last_evidence")]


def test_the_order_is_that_of_the_last_day_told_and_what_is_over_comes_first(derived):
    tables = derived(CHOSEN | FIRST | {"date": "2012"}, REMOVED | FIRST | {"date": "2015"},
                     EMIR | SECOND | {"date": "2015"}, EMIR | THIRD | {"date": "2014"}, sole_offices=SOLE)
    assert [row.actor_id for row in line(tables)] == ["third", "first", "second"]


@pytest.mark.parametrize(("end", "days", "basis"), [
    (REMOVED | {"date": "2014-03"}, "2014-03-01..2014-03-31", "event"),
    (LEAVES | {"date": "2014-03"}, "2014-03-01..2014-03-31", "event"),
    (LEAVES | {"from_group": "movement", "date": "2014-03"}, "2014-03-01..2014-03-31", "event"),
    (DIES | {"date": "2014-03-05"}, "2014-03-05..2014-03-05", "death"),
    (EMIR | {"date": "../2014-03"}, "2013-01-01..2014-03-31", "event"),
    (EMIR | {"date": "../2014-03", "role": None}, "2013-01-01..2014-03-31", "event"),
    (EMIR | {"date": "../2014-03", "role": None, "to_group": "movement"}, "2013-01-01..2014-03-31", "event"),
    (REMOVED | {"date": "2014-03", "role": "judge"}, "..", "last_evidence"),
    (LEAVES | {"from_group": "council", "date": "2014-03"}, "..", "last_evidence"),
    (EMIR | {"date": "../2014-03", "role": "judge"}, "..", "last_evidence"),
    (REMOVED | {"date": "2014-03", "modality": "planned"}, "..", "last_evidence"),
    (DIES | {"date": "2014-03-05", "modality": "denied"}, "..", "last_evidence"),
])
def test_what_ends_a_term(derived, end, days, basis):
    parents = {"movement": None, "front": "movement", "council": "front"}
    tables = derived(CHOSEN | FIRST | {"date": "2013"}, end | FIRST, parents=parents, sole_offices=SOLE)
    assert told(tables) == [("first", days, basis)]


def test_an_end_that_is_told_is_kept_before_that_of_the_successor(derived):
    tables = derived(CHOSEN | FIRST | {"date": "2013"}, REMOVED | FIRST | {"date": "2014-03"},
                     CHOSEN | SECOND | {"date": "2015"}, sole_offices=SOLE)
    assert told(tables)[0] == ("first", "2014-03-01..2014-03-31", "event")


def test_what_ends_the_succeeded_is_the_appointment_of_the_next(derived):
    tables = derived(EMIR | FIRST | {"date": "2013"}, CHOSEN | SECOND | {"date": "2014-07"}, sole_offices=SOLE)
    kinds = tables["events"].set_index("event_id")["kind"]
    first, second = line(tables)
    assert kinds[first.end_event_id] == kinds[second.start_event_id] == "appointment"
    behind = tables["succession_events"]
    behind = behind.loc[behind["succession_id"] == first.succession_id, "event_id"].map(kinds)
    assert sorted(behind) == ["affiliation", "appointment"]


def test_who_was_told_to_hold_it_last_succeeds_whoever_held_it_before(derived):
    tables = derived(EMIR | FIRST | {"date": "2013"}, EMIR | SECOND | {"date": "2014-07-03"}, sole_offices=SOLE)
    (basis,) = [row.end_basis for row in line(tables) if row.actor_id == "first"]
    assert basis == "succeeded"
    assert told(tables)[0][1].endswith("..2014-07-03")


def test_one_who_comes_back_into_office_has_two_terms(derived):
    tables = derived(CHOSEN | FIRST | {"date": "2012"}, REMOVED | FIRST | {"date": "2013"},
                     CHOSEN | SECOND | {"date": "2013-12"}, REMOVED | SECOND | {"date": "2014"},
                     CHOSEN | FIRST | {"date": "2015"}, sole_offices=SOLE)
    assert [row.actor_id for row in line(tables)] == ["first", "second", "first"]
    assert len({row.succession_id for row in line(tables)}) == 3


@pytest.mark.parametrize("modality", ["planned", "denied"])
def test_an_office_that_nobody_is_told_to_hold_has_no_line(derived, modality):
    tables = derived(CHOSEN | FIRST | {"date": "2013", "modality": modality}, sole_offices=SOLE)
    assert tables["successions"].empty
    assert tables["succession_events"].empty


def test_a_successor_told_of_later_ends_the_term_for_his_readers_only(derived):
    rows = [EMIR | FIRST | {"date": "2013"}, CHOSEN | SECOND | {"date": "2014-07", "source": "b"}]
    found = derived(*rows, sole_offices=SOLE).whole["successions"]
    first = found[found["actor_id"] == "first"]
    assert first["end_basis"].tolist() == ["last_evidence", "succeeded"]
    assert first["succession_id"].tolist() == ["front.emir.first.E0001"] * 2
    assert told(derived(*rows, known=date(2016, 6, 1), sole_offices=SOLE)) == [("first", "..", "last_evidence")]


def test_the_name_of_an_office_is_made_fit_for_an_id(derived):
    tables = derived(EMIR | FIRST | {"role": "Chief judge (Swat)", "date": "2013"})
    assert tables["successions"]["succession_id"].tolist() == ["front.chief-judge-swat.first.E0001"]


def test_two_offices_in_one_event_are_two_terms(derived):
    tables = derived(EMIR | FIRST | {"date": "2013"}, CHOSEN | FIRST | {"role": "judge", "date": "2013"},
                     DIES | FIRST | {"date": "2014"}, sole_offices=SOLE)
    assert tables["successions"]["role"].tolist() == ["emir", "judge"]
    assert tables["successions"]["end_basis"].tolist() == ["death", "death"]


def test_who_was_known_before_his_office_was_told_has_no_term_then(derived):
    rows = [{"kind": "pledge", "to_group": "front", "date": "2012"} | FIRST,
            EMIR | FIRST | {"date": "2013", "source": "b"}]
    assert derived(*rows, known=date(2016, 6, 1), sole_offices=SOLE)["successions"].empty
    assert told(derived(*rows, sole_offices=SOLE)) == [("first", "..", "last_evidence")]


def test_a_term_told_as_over_was_over_when_the_next_man_held_a_sole_office(derived):
    rows = [EMIR | FIRST | {"date": "../2015-05"}, EMIR | SECOND | {"date": "2015-01", "source": "b"},
            EMIR | SECOND | {"date": "2015-06", "source": "c"}]
    first, second = line(derived(*rows, sole_offices=SOLE))
    assert (first.actor_id, f"{first.end_latest:%Y-%m-%d}", second.actor_id) == ("first", "2015-01-31", "second")
    assert f"{line(derived(*rows))[0].end_latest:%Y-%m-%d}" == "2015-05-31"


def test_who_stands_alone_holds_no_office(derived):
    alone = {"kind": "affiliation", "to_group": "independent", "role": "operator", "date": "2014"} | FIRST
    assert derived(alone)["successions"].empty
