"""Selections over the fixture's tables, and over claims made for one question."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayah import provinces, query, timeline
from bayah.flows import select_flows
from bayah.model import KINDS
from bayah.provinces import MEASURES
from bayah.query import Filters
from bayah.store import typed

SECOND = "2014-09_courier_oaths-on-the-river"
FAR = date(2018, 5, 31)


def labels(tables, **wanted):
    return sorted(query.select_events(tables, Filters(**wanted)).events["event_id"])


def test_filters_are_read_and_written_as_an_address(atlas):
    params = {
        "province": ["AF-NAN", "PK-TA"], "group": ["red-banner"], "person": ["cohort-two-river-men"],
        "kind": ["pledge"], "source": [SECOND], "from": ["2014"], "to": ["2014-06"], "on": ["2014-05"],
        "known": ["2014"], "drafts": ["1"],
    }
    filters, refused = query.read_filters(params, atlas)
    assert refused == []
    assert filters == Filters(
        ("AF-NAN", "PK-TA"), ("red-banner",), ("cohort-two-river-men",), ("pledge",), (SECOND,),
        date(2014, 1, 1), date(2014, 6, 30), date(2014, 5, 1), date(2014, 12, 31), True)
    assert query.read_filters(query.write_filters(filters), atlas) == (filters, [])


def test_no_parameters_are_the_whole_atlas(atlas):
    filters, refused = query.read_filters({}, atlas)
    assert filters.is_empty
    assert refused == []
    assert query.write_filters(filters) == {}
    assert len(query.select_events(atlas, filters).events) == 13


@pytest.mark.parametrize(("params", "refused"), [
    ({"province": ["AF-XXX", "AF-NAN"]}, "province 'AF-XXX'"), ({"group": ["no-group"]}, "group 'no-group'"),
    ({"person": ["red-banner"]}, "person 'red-banner'"), ({"kind": ["oath"]}, "kind 'oath'"),
    ({"source": ["x"]}, "source 'x'"), ({"from": ["soon"]}, "from 'soon'"), ({"to": ["2015-22"]}, "to '2015-22'"),
    ({"on": ["2014/2015"]}, "on '2014/2015'"), ({"known": ["0000"]}, "known '0000'"),
    ({"from": ["2015"], "to": ["2014"]}, "from '2015-01-01' after to '2014-12-31'"),
])
def test_what_the_atlas_does_not_hold_is_set_aside_and_named(atlas, params, refused):
    filters, told = query.read_filters(params, atlas)
    assert told == [refused]
    assert filters.without("province").is_empty
    assert "AF-XXX" not in filters.province


def test_repeated_values_count_once(atlas):
    filters, _ = query.read_filters({"kind": ["death", "pledge", "death"]}, atlas)
    assert filters.kind == ("death", "pledge")


ADDRESS_DAYS = st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1))


@given(st.lists(st.sampled_from(KINDS), unique=True), ADDRESS_DAYS, ADDRESS_DAYS, st.booleans())
def test_every_view_has_an_address(atlas, kinds, on, known, drafts):
    filters = Filters(kind=tuple(kinds), on=on, known=known, drafts=drafts)
    assert query.read_filters(query.write_filters(filters), atlas) == (filters, [])


def test_known_values_offer_every_id(atlas):
    values = query.known_values(atlas)
    assert set(values["province"]) == set(atlas["provinces"]["province_id"])
    assert values["group"] == ["red-banner", "standing-pines", "river-council"]
    assert values["person"][-1] == "cohort-two-river-men"
    assert set(values["person"]) == {*atlas["persons"]["person_id"], *atlas["cohorts"]["cohort_id"]}
    assert values["source"] == sorted(atlas["sources"]["source_id"])


@pytest.mark.parametrize(("wanted", "events"), [
    ({"province": ("AF-NAN",)}, ["E0001", "E0006"]),
    ({"province": ("AF-NAN", "PK-TA")}, ["E0001", "E0006", "E0008"]),
    ({"province": ("PK-KP",)}, []),
    ({"province": ("PK-KP",), "on": date(2018, 5, 30)}, []),
    ({"province": ("PK-KP",), "on": FAR}, ["E0008"]),
    ({"group": ("river-council",)}, ["E0004", "E0005"]),
    ({"group": ("red-banner",), "kind": ("defection", "relation")}, ["E0004", "E0005"]),
    ({"person": ("zmarak-dost",)}, ["E0002", "E0010", "E0013"]),
    ({"person": ("cohort-two-river-men",)}, ["E0005"]),
    ({"source": (SECOND,)}, ["E0001", "E0003", "E0005", "E0006", "E0012", "E0013"]),
    ({"kind": ("death",), "group": ("red-banner",)}, ["E0006"]),
    ({"kind": ("attack",), "from_": date(2014, 6, 3)}, []),
    ({"kind": ("attack",), "from_": date(2014, 6, 2), "to": date(2014, 6, 2)}, ["E0003"]),
    ({"kind": ("attack",), "to": date(2014, 6, 1)}, []),
    ({"kind": ("death",), "from_": date(2014, 8, 15)}, ["E0006", "E0008"]),
    ({"kind": ("affiliation",), "from_": date(2015, 3, 20)}, ["E0010"]),
    ({"kind": ("pledge",), "from_": date(2016, 1, 1)}, ["E0013"]),
    ({"kind": ("affiliation",), "on": date(2014, 6, 10)}, ["E0002", "E0010"]),
    ({"kind": ("affiliation",), "on": date(2014, 6, 11)}, ["E0010"]),
    ({"kind": ("death",), "on": date(2014, 7, 1)}, ["E0006"]),
    ({"kind": ("death",), "on": date(2020, 1, 1)}, ["E0006", "E0008", "E0012"]),
])
def test_select_events(atlas, wanted, events):
    assert labels(atlas, **wanted) == events


def test_selection_counts_what_it_leaves_out(atlas):
    selection = query.select_events(atlas, Filters(kind=("pledge",)))
    assert selection.events["event_id"].tolist() == ["E0001", "E0007", "E0013"]
    assert (selection.n_all, selection.n_without_province, selection.n_undated) == (13, 1, 1)


def test_a_group_stands_for_its_parts_and_their_cohorts(made):
    tables = made({"kind": "joining", "subject": "cohort-x", "to_group": "pines", "date": "2014"},
                  parents={"front": None, "council": "front", "pines": None},
                  cohorts=[("cohort-x", "council", None, None)])
    assert len(labels(tables, group=("front",))) == 1
    assert labels(tables, group=("council",)) == labels(tables, group=("pines",))


def test_view_is_the_atlas_as_known(atlas):
    then = query.view(atlas, Filters(known=date(2014, 6, 10)))
    assert set(then["events"]["event_id"]) == {"E0001", "E0002", "E0003", "E0004"}
    assert len(query.view(atlas, Filters())["events"]) == 13
    # A view can be asked again: of the same day as it is, of another day from all versions.
    assert query.view(then, Filters(known=date(2014, 6, 10))) is then
    assert query.view(then) is then
    assert len(query.view(then, Filters())["events"]) == 13


def test_every_selection_takes_the_day_of_knowledge(atlas):
    early = Filters(known=date(2014, 6, 10))
    assert len(query.select_events(atlas, early).events) == 4
    assert query.select_claims(atlas, ["E0001"], early)["source_id"].nunique() == 1
    assert query.select_claims(atlas, ["E0001"])["source_id"].nunique() == 2
    assert query.select_allegiances(atlas, early)["end_basis"].tolist() == ["last_evidence", "open"]
    assert query.select_disputes(atlas, early).empty
    assert query.select_successions(atlas, early)["end_basis"].tolist() == ["open"]
    assert set(timeline.select_lanes(atlas, "kind", early)["event_id"]) == {"E0001", "E0002", "E0003", "E0004"}
    assert select_flows(atlas, early).empty
    assert provinces.select_provinces(atlas, early, "claims")["value"].sum() == 2
    assert provinces.select_unplaced(atlas, early, "events")["event_id"].tolist() == ["E0004", "E0002"]
    assert query.select_relations(atlas, Filters(known=date(2014, 1, 1))).empty
    assert query.select_actor_events(atlas, early, "baryal-sahak")["event_id"].tolist() == ["E0001"]


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2014, 6, 10), date(2014, 12, 31), FAR, None])
def test_every_selection_works_on_any_day_of_knowledge(atlas, day):
    tables = query.view(atlas, Filters(known=day))
    filters = Filters(on=day, known=day)
    n_events = len(tables["events"])
    assert query.select_events(tables, filters).n_all == n_events
    assert len(query.select_allegiances(tables, filters)) <= len(tables["allegiances"])
    assert set(select_flows(tables, filters)["n_events"]) <= {1}
    assert len(query.select_relations(tables, filters)) <= len(tables["relations"])
    assert query.completeness(tables)["n"].max() <= n_events
    for measure in MEASURES:
        assert len(provinces.select_provinces(tables, filters, measure)) == 4
        assert len(provinces.select_unplaced(tables, filters, measure)) <= n_events


def test_short_names(atlas):
    assert query.short_names(atlas, ("red-banner", "river-council")) == ("Red Banner", "River Council")
    assert query.short_names(atlas, ("", "no-group")) == ("", "")


def test_claims_of_an_event_firmest_first(atlas):
    claims = query.select_claims(atlas, ["E0012", "E0003"])
    assert claims["modality"].tolist() == ["asserted", "asserted", "reported", "denied"]
    assert claims["publisher"].tolist() == ["The Herald", "The Courier", "The Courier", "The Gazette"]
    assert "firmness" not in claims
    assert query.select_claims(atlas, []).empty


def standing(tables, day, spell="man.front.E0001"):
    rows = query.select_allegiances(tables, Filters(on=day)).set_index("allegiance_id")
    return rows["standing"].get(spell)


JOIN = {"kind": "pledge", "subject": "man", "to_group": "front"}
LEAVE = {"kind": "renunciation", "subject": "man", "from_group": "front"}


@pytest.mark.parametrize(("rows", "day", "expected"), [
    ([JOIN | {"date": "2014-05"}], "2014-04-30", None),
    ([JOIN | {"date": "2014-05"}], "2014-05-01", "uncertain"),
    ([JOIN | {"date": "2014-05"}], "2014-05-31", "held"),
    ([JOIN | {"date": "2014-05"}], "2014-06-01", "presumed"),
    ([JOIN | {"date": "2014-05"}, LEAVE | {"date": "2015-03"}], "2015-02-28", "held"),
    ([JOIN | {"date": "2014-05"}, LEAVE | {"date": "2015-03"}], "2015-03-01", "uncertain"),
    ([JOIN | {"date": "2014-05"}, LEAVE | {"date": "2015-03"}], "2015-03-31", "uncertain"),
    ([JOIN | {"date": "2014-05"}, LEAVE | {"date": "2015-03"}], "2015-04-01", "former"),
    ([JOIN], "2015-12-31", None),
    ([JOIN], "2016-01-01", "held"),
    ([JOIN], "2016-01-02", "presumed"),
    ([LEAVE | {"date": "2015-03"}], "1990-01-01", "uncertain"),
    ([LEAVE | {"date": "2015-03"}], "2015-02-28", "uncertain"),
    ([LEAVE | {"date": "2015-03"}], "2015-04-01", "former"),
    ([{"kind": "affiliation", "subject": "man", "to_group": "front", "date": "../2015-01"}],
     "2014-06-01", "uncertain"),
    ([{"kind": "affiliation", "subject": "man", "to_group": "front", "date": "../2015-01"}],
     "2015-02-01", "former"),
    ([{"kind": "affiliation", "subject": "man", "to_group": "front"}], "1990-01-01", None),
])
def test_standing_on_a_day(made, rows, day, expected):
    assert standing(made(*rows), date.fromisoformat(day)) == expected


def test_without_a_day_ended_spells_are_former_and_the_others_held(atlas):
    rows = query.select_allegiances(atlas, Filters()).set_index("allegiance_id")
    assert rows.groupby("standing").size().to_dict() == {"former": 3, "held": 2}
    row = rows.loc["zmarak-dost.red-banner.E0002"]
    assert (row["actor_name"], row["actor_type"], row["group_name"]) == (
        "Zmarak Dost", "person", "Red Banner Front")


@pytest.mark.parametrize(("wanted", "found"), [
    ({"from_": date(2015, 1, 1), "to": date(2015, 12, 31)}, True),  # began before, ended after
    ({"from_": date(2017, 1, 1)}, False), ({"to": date(2013, 12, 31)}, False),
    ({"from_": date(2016, 6, 30)}, True), ({"to": date(2014, 5, 1)}, True),
    ({"kind": ("death",)}, True), ({"person": ("other",)}, False), ({"province": ("AF-NAN",)}, True),
])
def test_a_spell_belongs_to_the_days_it_can_have_held(made, wanted, found):
    tables = made(JOIN | {"date": "2014-05", "provinces": "AF-NAN"}, LEAVE | {"date": "2016-06"},
                  {"kind": "death", "subject": "other", "date": "2015"})
    assert (len(query.select_allegiances(tables, Filters(**wanted))) == 1) is found


def test_relations_on_a_day(atlas):
    rows = query.select_relations(atlas, Filters(on=date(2014, 6, 5), kind=("pledge",)))
    assert rows[["subject_name", "object_name"]].to_numpy().tolist() == [
        ["River Council", "Red Banner Front"]]
    assert query.select_relations(atlas, Filters(on=date(2014, 6, 11))).empty


def test_events_of_an_actor_in_any_part(atlas):
    rows = query.select_actor_events(atlas, Filters(person=("zmarak-dost",)), "temor-lawang")
    assert rows["event_id"].tolist() == ["E0001", "E0008", "E0009"]


def test_groups_with_their_parts_and_the_colour_they_wear(atlas):
    groups = atlas["groups"]
    assert query.with_descendants(groups, ["red-banner"]) == {"red-banner", "river-council"}
    assert query.with_descendants(groups, []) == set()
    assert query.families(groups) == {
        "red-banner": "red-banner", "river-council": "red-banner", "standing-pines": "standing-pines"}
    deep = typed(pd.DataFrame({
        "group_id": ["a", "b", "c"], "parent_group_id": ["", "a", "b"], "rank": [None, None, None],
        "name": list("abc"), "short_name": "", "kind": "movement", "notes": ""}), "groups")
    assert query.with_descendants(deep, ["a"]) == {"a", "b", "c"}
    assert query.families(deep) == {"a": "a", "b": "a", "c": "a"}


def test_completeness_counts_each_precision_once(atlas):
    rows = query.completeness(atlas).set_index("measure")
    assert rows["n"].tolist() == [3, 3, 6, 1, 7, 4, 5]
    assert rows["n"][:4].sum() == 13
    assert rows.loc["disputed", "share"] == pytest.approx(5 / 13)


def test_aliases(atlas):
    assert query.aliases_of(atlas, "temor-lawang") == ["Old Temor"]
    assert query.aliases_of(atlas, "zmarak-dost") == []


def test_filters_without_some_of_their_fields():
    filters = Filters(kind=("pledge",), on=FAR, drafts=True)
    assert filters.without("kind", "drafts") == Filters(on=FAR)
    assert filters.without("kind", "on", "drafts").is_empty
    assert {filters: 1}[Filters(kind=("pledge",), on=FAR, drafts=True)] == 1


def test_names_of_actors_provinces_and_sources(atlas):
    called = query.names_of(atlas)
    assert called["zmarak-dost"] == "Zmarak Dost"
    assert called["AF-NAN"] == "Nangarhar"
    assert called[SECOND] == "The Courier, September 2014"
    assert len(called) == sum(len(atlas[name]) for name in ("actors", "provinces", "sources"))


def test_an_event_wears_the_colour_of_the_group_joined_else_of_the_one_that_acts(atlas):
    group_of = query.group_of_events(atlas)
    assert group_of["E0005"] == "standing-pines"  # joined, by men of the council
    assert group_of["E0003"] == "red-banner"  # acts, against the Pines
    assert group_of["E0004"] == "red-banner"  # a council wears its family's
    assert group_of["E0009"] == "red-banner"  # left
    assert group_of["E0012"] == "standing-pines"  # only the killer is a group
    assert set(group_of) == set(atlas["events"]["event_id"])


def test_terms_of_office_of_a_view_with_names(atlas):
    (row,) = query.select_successions(atlas, Filters()).itertuples()
    assert (row.group_name, row.role, row.position, row.actor_name, row.standing) == (
        "Red Banner Front", "spokesman", 1, "Zmarak Dost", "former")
    assert query.select_successions(atlas, Filters(person=("zmarak-dost",), kind=("death",)))["role"].size == 1
    assert query.select_successions(atlas, Filters(person=("baryal-sahak",))).empty
    assert query.select_successions(atlas, Filters(on=date(2014, 6, 10)))["standing"].tolist() == ["uncertain"]


def test_the_line_of_an_office_is_shown_whole_and_in_order(made):
    emir = {"kind": "appointment", "to_group": "front", "role": "emir"}
    tables = made(emir | {"subject": "man-2", "date": "2015"}, emir | {"subject": "man-1", "date": "2014"},
                  emir | {"subject": "man-3", "role": "judge", "date": "2014"})
    rows = query.select_successions(tables, Filters(person=("man-1",)))
    assert rows[["role", "actor_name", "standing"]].to_numpy().tolist() == [
        ["emir", "man-1", "held"], ["emir", "man-2", "held"]]
    assert query.select_successions(tables, Filters())["role"].tolist() == ["emir", "emir", "judge"]


def test_disputes_of_a_view_those_with_most_sources_and_claims_first(atlas):
    rows = query.select_disputes(atlas, Filters())
    assert rows["dispute_id"].tolist() == [
        "E0012.alive", "E0003.killed", "E0006.date", "E0006.object", "E0006.provinces", "E0012.modality",
        "dost-and-the-front"]
    assert rows["actor_name"].iloc[0] == "Baryal Sahak"


@pytest.mark.parametrize(("wanted", "found"), [
    ({"person": ("hakan-pasha",)}, ["E0006.date", "E0006.object", "E0006.provinces"]),
    ({"kind": ("attack",)}, ["E0003.killed"]), ({"kind": ("renunciation",)}, ["E0012.alive"]),
    ({"kind": ("affiliation",)}, ["dost-and-the-front"]), ({"province": ("PK-TA",)}, []),
    ({"kind": ("attack",), "from_": FAR, "on": FAR}, ["E0003.killed"]),  # whatever its event's day
    ({"kind": ("attack",), "known": date(2014, 9, 29)}, []),
    ({"kind": ("attack",), "known": date(2014, 9, 30)}, ["E0003.killed"]),
])
def test_a_dispute_belongs_to_the_view_of_any_event_that_its_claims_tell_of(atlas, wanted, found):
    assert query.select_disputes(atlas, Filters(**wanted))["dispute_id"].tolist() == found


def test_the_sides_of_a_dispute_stand_beside_each_other_with_their_articles(atlas):
    rows = query.select_sides(atlas, ["E0012.alive"])
    assert rows["side"].tolist() == [1, 2, 2, 2]
    assert rows["publisher"].tolist() == ["The Courier", "The Gazette", "The Gazette", "The Gazette"]
    assert rows["event_id"].tolist() == ["E0012", "E0007", "E0012", "E0009"]
    assert rows["summary"].iloc[0] == "The elders heard that the Pines killed Sahak."
    assert query.select_sides(atlas, []).empty
    assert query.select_sides(atlas, ["E0012.alive"], Filters(known=date(2014, 12, 31))).empty


def test_sides_come_in_order_of_their_dispute(atlas):
    rows = query.select_sides(atlas, ["E0006.object", "E0003.killed"])
    assert rows[["dispute_id", "side"]].to_numpy().tolist() == [
        ["E0003.killed", 1], ["E0003.killed", 2], ["E0006.object", 1], ["E0006.object", 2]]


@pytest.mark.parametrize(("event_id", "found"), [
    ("E0012", ["E0012.alive", "E0012.modality"]), ("E0007", ["E0012.alive"]), ("E0013", ["dost-and-the-front"]),
    ("E0001", []), ("no-event", []),
])
def test_disputes_of_an_event_are_those_that_its_claims_are_part_of(atlas, event_id, found):
    assert query.disputes_of(atlas, event_id) == found


def test_disputes_of_an_event_are_those_of_the_reader(atlas):
    then = query.view(atlas, Filters(known=date(2014, 12, 31)))
    assert query.disputes_of(then, "E0012") == []
    assert query.disputes_of(then, "E0003") == ["E0003.killed"]


def test_an_actor_whom_nothing_uses_is_an_orphan(atlas):
    assert query.orphans(atlas) == []
    actors = atlas["actors"]
    more = pd.concat([actors, actors.iloc[:1].assign(actor_id="juma-gharib")])
    assert query.orphans({**atlas, "actors": more}) == ["juma-gharib"]
