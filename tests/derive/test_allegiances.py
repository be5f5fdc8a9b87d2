"""Spells: who stood with whom, from when and until when."""

from datetime import date

import pytest

JOIN = {"kind": "pledge", "subject": "man", "to_group": "front"}
LEAVE = {"kind": "renunciation", "subject": "man", "from_group": "front"}
MEMBER = {"kind": "affiliation", "subject": "man", "to_group": "front"}
DEATH = {"kind": "death", "subject": "man"}
READERS = {2016: date(2016, 6, 1), 2017: date(2017, 6, 1), 2018: None}


def spells(tables, actor="man", group="front"):
    """Start, end and basis of each spell in order of its end: `earliest..latest`, empty where open."""
    rows = tables["allegiances"]
    rows = rows[(rows["actor_id"] == actor) & (rows["group_id"] == group)]
    rows = rows.sort_values(["end_latest", "start_latest"])

    def span(row, end):
        return "..".join("" if day != day else f"{day:%Y-%m-%d}"
                         for day in (row[f"{end}_earliest"], row[f"{end}_latest"]))

    return [(span(row, "start"), span(row, "end"), row["end_basis"]) for _, row in rows.iterrows()]


@pytest.mark.parametrize("kind", ["pledge", "joining", "defection", "merger", "appointment"])
def test_an_act_opens_a_spell_of_which_no_end_is_told(derived, kind):
    tables = derived(JOIN | {"kind": kind, "date": "2014-05"})
    assert spells(tables) == [("2014-05-01..2014-05-31", "..", "last_evidence")]
    row = tables["allegiances"].iloc[0]
    assert row["start_event_id"] == "E0001"
    assert f"{row['last_evidence_date']:%Y-%m-%d}" == "2014-05-31"


@pytest.mark.parametrize("kind", ["renunciation", "defection", "surrender", "merger", "pledge", "joining"])
def test_who_leaves_ends_his_spell(derived, kind):
    tables = derived(JOIN | {"date": "2014"}, LEAVE | {"kind": kind, "date": "2015-03"})
    assert spells(tables)[0] == ("2014-01-01..2014-12-31", "2015-03-01..2015-03-31", "event")


def test_a_split_ends_the_spell_only_when_it_says_whereto(derived):
    split = LEAVE | {"kind": "split", "date": "2015-03"}
    assert spells(derived(JOIN | {"date": "2014"}, split))[0][2] == "last_evidence"
    tables = derived(JOIN | {"date": "2014"}, split | {"to_group": "independent"})
    assert spells(tables)[0][2] == "event"
    assert spells(tables, group="independent") == [("2015-03-01..2015-03-31", "..", "last_evidence")]


@pytest.mark.parametrize("modality", ["planned", "denied"])
def test_what_did_not_happen_makes_no_spell(derived, modality):
    tables = derived(JOIN | {"date": "2014", "modality": modality})
    assert tables["allegiances"].empty
    assert tables["allegiance_events"].empty


def test_only_the_end_is_told(derived):
    assert spells(derived(LEAVE | {"date": "2015-03"})) == [
        ("..", "2015-03-01..2015-03-31", "event")]


def test_one_who_left_and_returns_has_two_spells(derived):
    tables = derived(JOIN | {"date": "2013"}, LEAVE | {"date": "2014-03"}, JOIN | {"date": "2015-05"})
    assert spells(tables) == [
        ("2013-01-01..2013-12-31", "2014-03-01..2014-03-31", "event"),
        ("2015-05-01..2015-05-31", "..", "last_evidence")]


def test_former_membership_is_over_and_a_later_oath_is_a_return(derived):
    former = MEMBER | {"date": "../2015-01"}
    assert spells(derived(former)) == [("..", "..2015-01-31", "event")]
    tables = derived(former, JOIN | {"date": "2015-05"})
    assert spells(tables) == [
        ("..", "..2015-01-31", "event"), ("2015-05-01..2015-05-31", "..", "last_evidence")]


def test_a_death_does_not_end_what_was_over_before(derived):
    tables = derived(MEMBER | {"date": "../2015-01"}, DEATH | {"date": "2015-06-05"})
    assert spells(tables) == [("..", "..2015-01-31", "event")]


def test_former_membership_ends_a_spell_told_before_but_a_former_office_need_not(derived):
    former = MEMBER | {"date": "../2015-06"}
    assert spells(derived(JOIN | {"date": "2014-05"}, former)) == [
        ("2014-05-01..2014-05-31", "2014-05-01..2015-06-30", "event")]
    assert spells(derived(JOIN | {"date": "2014-05"}, former | {"role": "judge"}))[0][2] == "last_evidence"


@pytest.mark.parametrize("late", ["../2016-01", "", "2014", "2014-06/2015-12"])
def test_membership_of_before_the_end_is_no_return(derived, late):
    tables = derived(JOIN | {"date": "2013"}, LEAVE | {"date": "2014-10"},
                     MEMBER | {"date": late, "source": "b"})
    assert spells(tables) == [("2013-01-01..2013-12-31", "2014-10-01..2014-10-31", "event")]


def test_membership_surely_of_after_the_end_is_a_return(derived):
    tables = derived(JOIN | {"date": "2013"}, LEAVE | {"date": "2014-10"}, MEMBER | {"date": "2014-11"})
    assert [basis for _, _, basis in spells(tables)] == ["event", "last_evidence"]


@pytest.mark.parametrize(("second", "end"), [
    ("2014-10", "2014-10-01..2014-10-31"), ("2014", "2014-10-01..2014-10-31"),
    ("2015-02", "2014-10-01..2015-02-28"),
])
def test_two_tellings_of_one_leaving_end_one_spell(derived, second, end):
    tables = derived(JOIN | {"date": "2013"}, LEAVE | {"date": "2014-10"},
                     LEAVE | {"kind": "defection", "to_group": "pines", "date": second, "source": "b"})
    assert spells(tables) == [("2013-01-01..2013-12-31", end, "event")]


def test_three_tellings_of_one_leaving_keep_every_side(derived):
    leave = LEAVE | {"kind": "defection"}
    tables = derived(JOIN | {"date": "2013"}, LEAVE | {"date": "2014-10"},
                     leave | {"to_group": "pines", "date": "2015-03"},
                     leave | {"to_group": "river", "date": "2015-01"})
    assert spells(tables) == [("2013-01-01..2013-12-31", "2014-10-01..2015-03-31", "event")]


def test_a_vague_joining_around_a_precise_leaving_is_one_spell(derived):
    tables = derived(JOIN | {"date": "2014"}, LEAVE | {"date": "2014-11-30"})
    assert spells(tables) == [("2014-01-01..2014-11-30", "2014-11-30..2014-11-30", "event")]


def test_a_joining_after_a_leaving_of_unknown_day_is_a_return(derived):
    tables = derived(LEAVE | {"date": "../2016-04"}, JOIN | {"date": "2016-03/2016-04"})
    assert [basis for _, _, basis in spells(tables)] == ["event", "last_evidence"]


def test_a_vague_leaving_cannot_end_before_the_start(derived):
    tables = derived(JOIN | {"date": "2014-10"}, LEAVE | {"date": "2014"})
    assert spells(tables) == [("2014-10-01..2014-10-31", "2014-10-01..2014-12-31", "event")]


def test_membership_tells_only_that_it_had_begun(derived):
    assert spells(derived(MEMBER | {"date": "2015-05-08"})) == [("..2015-05-08", "..", "last_evidence")]
    assert spells(derived(MEMBER)) == [("..2016-01-01", "..", "last_evidence")]
    assert spells(derived(MEMBER | {"date": "2016/2020-04"})) == [("..2016-12-31", "..", "open")]
    assert spells(derived(MEMBER | {"date": "2015-07/2016-04"})) == [("..2015-07-31", "..", "open")]
    tables = derived(MEMBER | {"date": "2014-09"}, JOIN | {"date": "2014-10"})
    assert spells(tables) == [("..2014-09-30", "..", "last_evidence")]


def test_told_membership_cannot_be_over_before_the_day_it_is_told_for(derived):
    tables = derived(MEMBER | {"date": "2014-06-10"}, LEAVE | {"date": "../2015-03"})
    assert spells(tables) == [("..2014-06-10", "2014-06-10..2015-03-31", "event")]


def test_a_death_ends_every_standing_spell_and_no_other(derived):
    tables = derived(JOIN | {"date": "2013"}, LEAVE | {"date": "2014"},
                     JOIN | {"to_group": "pines", "date": "2014-06"}, DEATH | {"date": "2015-02-09"})
    assert spells(tables)[0][2] == "event"
    assert spells(tables, group="pines") == [
        ("2014-06-01..2014-06-30", "2015-02-09..2015-02-09", "death")]


def test_a_vague_oath_lies_before_the_death(derived):
    tables = derived(JOIN | {"date": "2015"}, DEATH | {"date": "2015-02-09"})
    assert spells(tables) == [("2015-01-01..2015-02-09", "2015-02-09..2015-02-09", "death")]


def test_a_contradicted_death_ends_nothing_and_disputes_what_held_then(derived):
    tables = derived(JOIN | {"date": "2013"}, LEAVE | {"date": "2014-03"}, DEATH | {"date": "2015-02"},
                     JOIN | {"to_group": "pines", "date": "2016-05"})
    rows = tables["allegiances"].set_index("group_id")
    assert rows["end_basis"].to_dict() == {"front": "event", "pines": "last_evidence"}
    assert rows["is_contested"].to_dict() == {"front": False, "pines": True}
    death = tables["events"].set_index("kind").loc["death", "event_id"]
    behind = tables["allegiance_events"].set_index("event_id")["allegiance_id"]
    assert behind[death] == rows.loc["pines", "allegiance_id"]


def test_a_doubted_oath_after_a_death_is_not_ended_before_it_began(derived):
    tables = derived(JOIN | {"date": "2016-05", "modality": "doubted"}, DEATH | {"date": "2015-02"})
    assert spells(tables) == [("2016-05-01..2016-05-31", "..", "last_evidence")]
    death = tables["events"].set_index("kind").loc["death", "event_id"]
    assert death in set(tables["allegiance_events"]["event_id"])
    assert tables["allegiances"]["is_contested"].item()


def test_who_leaves_a_group_leaves_its_parts(derived):
    council = MEMBER | {"to_group": "council", "date": "2014", "role": "judge"}
    parents = {"front": None, "council": "front", "pines": None}
    tables = derived(council, LEAVE | {"date": "2015-03"}, parents=parents)
    assert spells(tables, group="council") == [
        ("..2014-12-31", "2015-03-01..2015-03-31", "event")]
    tables = derived(council | {"date": "2016"}, LEAVE | {"date": "2015-03"}, parents=parents)
    assert spells(tables, group="council") == [("..2016-12-31", "..", "open")]
    tables = derived(JOIN | {"date": "2014"}, LEAVE | {"from_group": "council", "date": "2015"},
                     parents=parents)
    assert spells(tables) == [("2014-01-01..2014-12-31", "..", "last_evidence")]


def test_who_leaves_a_group_leaves_the_parts_of_its_parts(derived):
    parents = {"front": None, "council": "front", "office": "council"}
    tables = derived(MEMBER | {"to_group": "office", "date": "2014"}, LEAVE | {"date": "2015-03"},
                     parents=parents)
    assert spells(tables, group="office") == [("..2014-12-31", "2015-03-01..2015-03-31", "event")]


@pytest.mark.parametrize("joining", ["2015-01", "../2015-01", "2015"])
def test_who_joins_a_group_stands_alone_no_more(derived, joining):
    alone = MEMBER | {"to_group": "independent", "date": "2012/2015-01"}
    tables = derived(alone, JOIN | {"date": joining})
    assert [basis for _, _, basis in spells(tables, group="independent")] == ["event"]
    assert [basis for _, _, basis in spells(tables)] == ["last_evidence"]


def test_offices_and_leaders_of_a_spell(derived):
    tables = derived(
        JOIN | {"date": "2013", "to_leader": "emir"},
        MEMBER | {"kind": "appointment", "role": "judge", "date": "2014"},
        JOIN | {"date": "2015", "to_leader": "heir"},
        MEMBER | {"role": "spokesman", "date": "2016"},
        {"kind": "removal", "subject": "man", "from_group": "front", "role": "judge", "date": "2015"})
    (row,) = tables["allegiances"].itertuples()
    assert (row.role, row.leader_id, row.end_basis) == ("judge;spokesman", "heir", "open")
    assert row.n_claims == 5


def test_spells_of_groups_and_cohorts_are_kept_too(derived):
    tables = derived(JOIN | {"subject": "pines", "date": "2014"})
    assert spells(tables, actor="pines") == [("2014-01-01..2014-12-31", "..", "last_evidence")]


def test_every_event_behind_a_spell_is_named_once(derived):
    tables = derived(JOIN | {"date": "2013"}, MEMBER | {"date": "2014"}, LEAVE | {"date": "2015"},
                     LEAVE | {"kind": "surrender", "object": "pines", "date": "2015", "source": "b"})
    bridge = tables["allegiance_events"]
    assert not bridge.duplicated().any()
    assert len(bridge) == 4
    assert tables["allegiances"]["n_claims"].tolist() == [4]


@pytest.mark.parametrize(("told", "basis"), [
    ({"date": "2016-01-01"}, "open"), ({"date": "2015/2016-01-01"}, "open"), ({"date": "2015/.."}, "open"),
    ({"date": "2015-12-31"}, "last_evidence"), ({}, "last_evidence"),
    ({"date": "2016-01-01", "kind": "appointment", "role": "judge"}, "last_evidence"),
])
def test_only_membership_told_for_the_day_of_its_article_stands_open(derived, told, basis):
    assert [found for _, _, found in spells(derived(MEMBER | told))] == [basis]


def test_a_later_article_that_says_nothing_of_today_takes_nothing_back(derived):
    tables = derived(MEMBER | {"date": "2015/2016-01-01"}, MEMBER | {"date": "2015", "source": "b"})
    assert spells(tables) == [("..2015-12-31", "..", "open")]


ALIVE = JOIN | {"to_group": "pines", "date": "2015-06"}


@pytest.mark.parametrize(("death", "of_life", "basis"), [
    ("c", "b", "death"), ("b", "b", "last_evidence"), ("a", "b", "last_evidence"),
])
def test_a_contradicted_death_ends_a_spell_only_with_the_last_word(derived, death, of_life, basis):
    tables = derived(JOIN | {"date": "2013"}, DEATH | {"date": "2014-03", "source": death},
                     ALIVE | {"source": of_life})
    assert [found for _, _, found in spells(tables)] == [basis]
    assert "alive" in set(tables["disputes"]["field"])
    assert tables["allegiances"]["is_contested"].all()


def test_hearsay_of_a_contradicted_death_never_has_the_last_word(derived):
    hearsay = DEATH | {"date": "2014-03", "source": "c", "modality": "reported"}
    tables = derived(JOIN | {"date": "2013"}, hearsay, ALIVE | {"source": "b"})
    assert [basis for _, _, basis in spells(tables)] == ["last_evidence"]
    assert [basis for _, _, basis in spells(derived(JOIN | {"date": "2013"}, hearsay))] == ["death"]


def test_who_read_of_his_life_before_his_death_was_told_finds_him_alive(derived):
    rows = [JOIN | {"date": "2013"}, ALIVE | {"source": "b"}, DEATH | {"date": "2014-03", "source": "c"}]
    found = {year: [basis for _, _, basis in spells(derived(*rows, known=day))] for year, day in READERS.items()}
    assert found == {2016: ["last_evidence"], 2017: ["last_evidence"], 2018: ["death"]}


def test_a_death_denied_since_has_no_newer_word_than_that_of_who_told_it(derived):
    denial = DEATH | {"modality": "denied", "source": "c"}
    tables = derived(JOIN | {"date": "2013"}, DEATH | {"date": "2014-03"}, ALIVE | {"source": "b"}, denial)
    assert [basis for _, _, basis in spells(tables)] == ["last_evidence"]


def test_membership_told_as_over_was_over_by_a_death_that_is_told(derived):
    tables = derived(JOIN | {"date": "2013"}, MEMBER | {"date": "../2015-06", "source": "b"},
                     DEATH | {"date": "2015-02-09", "source": "c"})
    (row,) = tables["allegiances"].itertuples()
    kinds = tables["events"].set_index("event_id")["kind"]
    assert spells(tables) == [("2013-01-01..2013-12-31", "2015-02-09..2015-02-09", "death")]
    assert kinds[row.end_event_id] == "death"


def test_what_ends_a_spell_told_only_as_over_is_the_telling(derived):
    (row,) = derived(MEMBER | {"date": "../2015-01"})["allegiances"].itertuples()
    assert (row.end_basis, row.end_event_id) == ("event", "E0001")


def test_a_spell_keeps_its_id_for_every_reader(derived):
    hearsay = JOIN | {"date": "2014-05", "modality": "reported"}
    rows = [hearsay, MEMBER | {"date": "2013", "source": "b"}, LEAVE | {"date": "2015", "source": "c"}]
    whole = derived(*rows).whole["allegiances"]
    assert len(whole) == 3
    assert whole["allegiance_id"].nunique() == 1
    assert spells(derived(*rows, known=READERS[2016])) == [("2014-05-01..2014-05-31", "..", "last_evidence")]


def test_a_spell_that_an_article_cuts_in_two_keeps_its_id_for_one_half(derived):
    rows = [JOIN | {"date": "2013"}, JOIN | {"date": "2015", "to_leader": "emir"},
            LEAVE | {"date": "2014-03", "source": "b"}]
    then = derived(*rows, known=READERS[2016])["allegiances"]["allegiance_id"].tolist()
    now = derived(*rows)["allegiances"]["allegiance_id"].tolist()
    assert then == ["man.front.E0001"]
    assert now == ["man.front.E0001", "man.front.E0002"]


def test_an_article_that_changes_nothing_of_a_spell_makes_no_version_of_it(derived):
    rows = [JOIN | {"date": "2013"}, JOIN | {"subject": "other", "date": "2014", "source": "b"},
            {"kind": "statement", "subject": "man", "source": "c"}]
    assert derived(*rows).whole["allegiances"]["actor_id"].tolist() == ["man", "other"]


def test_a_doubted_sign_of_life_does_not_bring_a_dead_man_back(derived):
    tables = derived(JOIN | {"date": "2013"}, DEATH | {"date": "2014-03"},
                     ALIVE | {"source": "b", "modality": "doubted"})
    assert [basis for _, _, basis in spells(tables)] == ["death"]


def test_who_loses_an_office_was_in_the_group_until_then(derived):
    removal = {"kind": "removal", "subject": "man", "from_group": "front", "role": "judge", "date": "2014-04"}
    assert spells(derived(removal)) == [("..2014-04-30", "..", "last_evidence")]
    assert spells(derived(removal, LEAVE | {"date": "2015-03"})) == [
        ("..2014-04-30", "2015-03-01..2015-03-31", "event")]
