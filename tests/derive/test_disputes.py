"""Disputes: the question, who it is about, how it was found, and its sides day by day."""

from datetime import date

import pytest

from bayah.derive.events import JudgedDispute, JudgedSide

DEATH = {"kind": "death", "subject": "man", "object": "pines", "date": "2014-08-14"}
OATH = {"kind": "pledge", "subject": "man", "to_group": "front", "date": "2015-02"}
MEMBER = {"kind": "affiliation", "subject": "man", "to_group": "front", "role": "spokesman", "date": "2015"}
JUDGED = JudgedDispute("his-heart", "allegiance", "With whom does he stand?", "man", "He cannot stand with both.", (
    JudgedSide("with the front", ("a.01",)), JudgedSide("with the pines", ("b.02", "c.03"))))
STANDS = [MEMBER, {"kind": "statement", "subject": "man", "object": "pines", "date": "2015-03", "source": "b"},
          OATH | {"to_group": "pines", "source": "c"}]
READERS = {2016: date(2016, 6, 1), 2017: date(2017, 6, 1), 2018: None}


def of_field(tables, field):
    rows = tables["disputes"]
    (row,) = rows[rows["field"] == field].itertuples()
    return row


def claims_of(tables, dispute_id):
    """For each side its claims."""
    rows = tables["dispute_claims"]
    rows = rows[rows["dispute_id"] == dispute_id]
    return rows.groupby("side")["claim_id"].agg(list).to_dict()


@pytest.mark.parametrize(("first", "second", "field", "question"), [
    (DEATH, {"modality": "denied"}, "modality", "man killed by pines: is it so?"),
    (DEATH | {"modality": "doubted"}, {"modality": "planned"}, "modality", "man killed by pines: is it so?"),
    (DEATH, {"date": "2015"}, "date", "man killed by pines: when?"),
    (DEATH | {"provinces": "AF-NAN"}, {"provinces": "AF-KNR"}, "provinces", "man killed by pines: where?"),
    (DEATH | {"killed_min": 1, "killed_max": 1}, {"killed_min": 3, "killed_max": 3}, "killed",
     "man killed by pines: how many were killed?"),
    (DEATH | {"count_min": 1, "count_max": 1}, {"count_min": 3, "count_max": 3}, "count",
     "man killed by pines: how many were they?"),
    (DEATH, {"object": "front"}, "object", "man killed by pines or front: who was the other party?"),
    (MEMBER | {"kind": "appointment", "object": "emir"}, {"object": "heir"}, "object",
     "man became spokesman of front, chosen by emir or heir: chosen or appointed by whom?"),
    (OATH | {"to_leader": "emir"}, {"to_leader": "heir"}, "to_leader",
     "man pledged allegiance to emir or heir of front: to whom was the oath given?"),
])
def test_the_question_in_a_line(derived, first, second, field, question):
    tables = derived(first, first | second | {"source": "b"})
    row = of_field(tables, field)
    assert row.question == question
    assert (row.dispute_id, row.actor_id, row.basis, row.n_claims) == (f"E0001.{field}", "man", "rule", 2)


def test_dead_or_alive_has_the_death_on_one_side_and_later_life_and_denial_on_the_other(derived):
    tables = derived(DEATH | {"modality": "reported"}, DEATH | {"modality": "denied", "source": "b"},
                     OATH | {"source": "b"}, OATH | {"date": "2014-08", "to_group": "pines", "source": "b"},
                     DEATH | {"source": "c"})
    row = of_field(tables, "alive")
    assert row.question == "man killed by pines, 14 August 2014: dead, or alive after that day?"
    assert claims_of(tables, row.dispute_id) == {1: ["a.01", "c.05"], 2: ["b.02", "b.03"]}
    positions = tables["dispute_claims"].set_index(["dispute_id", "claim_id"])["position"]
    assert positions[row.dispute_id, "a.01"] == "dead"
    assert positions[row.dispute_id, "b.02"] == "alive after that day"


def test_a_death_that_can_lie_after_the_last_sign_of_life_is_on_neither_side(derived):
    tables = derived(DEATH, OATH | {"source": "b"}, DEATH | {"date": "../2015-12", "source": "c"})
    assert claims_of(tables, of_field(tables, "alive").dispute_id) == {1: ["a.01"], 2: ["b.02"]}


def test_a_denial_alone_is_no_sign_of_life(derived):
    tables = derived(DEATH, DEATH | {"modality": "denied", "source": "b"})
    assert tables["disputes"]["field"].tolist() == ["modality"]


def test_who_doubts_a_death_tells_of_it_still(derived):
    tables = derived(DEATH, DEATH | {"modality": "doubted", "source": "b"}, OATH | {"source": "c"})
    assert claims_of(tables, "E0001.alive") == {1: ["a.01", "b.02"], 2: ["c.03"]}


def test_dead_or_alive_is_in_question_from_the_day_both_were_told(derived):
    rows = [OATH, DEATH | {"source": "b"}, OATH | {"date": "2015-05", "to_group": "pines", "source": "c"}]
    found = {year: derived(*rows, known=day)["disputes"] for year, day in READERS.items()}
    assert [len(disputes) for disputes in found.values()] == [0, 1, 1]
    assert of_field({"disputes": found[2018]}, "alive").n_claims == 3
    assert derived(*rows).whole["disputes"]["dispute_id"].nunique() == 1


def test_what_an_editor_judged_begins_when_two_sides_were_published(derived):
    found = {year: derived(*STANDS, known=day, disputes=(JUDGED,)) for year, day in READERS.items()}
    assert found[2016]["disputes"].empty
    assert [claims_of(found[year], "his-heart") for year in (2017, 2018)] == [
        {1: ["a.01"], 2: ["b.02"]}, {1: ["a.01"], 2: ["b.02", "c.03"]}]
    row = of_field(found[2018], "allegiance")
    assert (row.question, row.actor_id, row.basis, row.reason, row.n_sides, row.n_claims, row.n_sources) == (
        "With whom does he stand?", "man", "judgement", "He cannot stand with both.", 2, 3, 3)


def test_a_third_side_comes_into_view_with_its_article(derived):
    three = JudgedDispute("his-heart", "allegiance", "With whom?", "man", "Why not.", (
        JudgedSide("front", ("a.01",)), JudgedSide("nobody", ("c.03",)), JudgedSide("pines", ("b.02",))))
    found = [derived(*STANDS, known=READERS[year], disputes=(three,)) for year in (2017, 2018)]
    assert [claims_of(tables, "his-heart") for tables in found] == [
        {1: ["a.01"], 2: ["b.02"]}, {1: ["a.01"], 2: ["c.03"], 3: ["b.02"]}]
    assert found[1].whole["disputes"]["n_sides"].tolist() == [2, 3]


def test_sides_that_appeared_in_one_article_are_a_dispute_from_that_day(derived):
    rows = [MEMBER | {"source": "b"}, OATH | {"to_group": "pines", "source": "b"}]
    judged = JudgedDispute("his-heart", "allegiance", "With whom?", "man", "Why not.", (
        JudgedSide("front", ("b.01",)), JudgedSide("pines", ("b.02",))))
    (row,) = derived(*rows, disputes=(judged,)).whole["disputes"].itertuples()
    assert row.known_from.year == 2017


def test_a_judged_dispute_marks_its_events_and_their_spells_from_that_day(derived):
    found = {year: derived(*STANDS, known=day, disputes=(JUDGED,)) for year, day in READERS.items()}
    fields = [tables["events"].set_index("kind")["contested_fields"].fillna("").to_dict() for tables in found.values()]
    assert fields == [
        {"affiliation": ""},
        {"affiliation": "allegiance", "statement": "allegiance"},
        {"affiliation": "allegiance", "statement": "allegiance", "pledge": "allegiance"}]
    contested = [tables["allegiances"].set_index("group_id")["is_contested"].to_dict() for tables in found.values()]
    assert contested == [{"front": False}, {"front": True}, {"front": True, "pines": True}]
    assert [tables["successions"]["is_contested"].tolist() for tables in found.values()] == [[False], [True], [True]]


def test_what_an_editor_judged_of_the_sum_leaves_the_events_unmarked(derived):
    judged = JudgedDispute(**{**vars(JUDGED), "marks_events": False})
    tables = derived(*STANDS, disputes=(judged,))
    assert not tables["events"]["is_contested"].any()
    assert len(tables["disputes"]) == 1


def test_a_judged_field_is_added_to_those_that_rules_found(derived):
    rows = [DEATH, DEATH | {"object": "front", "source": "b"}, OATH | {"source": "c"}]
    judged = JudgedDispute("who-was-he", "subject", "Who died?", "man", "Two men bear the name.", (
        JudgedSide("he", ("a.01",)), JudgedSide("another", ("c.03",))))
    tables = derived(*rows, disputes=(judged,))
    assert tables["events"].set_index("kind").loc["death", "contested_fields"] == "object;alive;subject"


def test_a_dispute_that_a_later_claim_settles_holds_for_earlier_readers_only(derived):
    narrow = DEATH | {"modality": "reported", "date": "2014-08", "source": "b"}
    tables = derived(DEATH | {"date": "2014"}, narrow, DEATH | {"date": "2014-08-14", "source": "c"})
    assert tables.whole["disputes"].empty


def test_no_dispute_gives_empty_tables(derived):
    tables = derived(OATH)
    assert tables["disputes"].empty
    assert tables["dispute_claims"].empty
