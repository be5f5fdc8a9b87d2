"""The dossiers of persons and groups: what a view tells of an actor, over the fixture and claims made in short."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from bayah import actors, dossier, query
from bayah.query import Filters

HERALD, COURIER, GAZETTE = (
    "2014-06-10_herald_banner-in-the-valley", "2014-09_courier_oaths-on-the-river",
    "2015-03-20_gazette_sahak-comes-back")
EARLY = Filters(known=date(2014, 12, 31))
VIEWS = [Filters(), Filters(kind=("death",)), Filters(province=("AF-KNR",)), Filters(source=(GAZETTE,)),
         Filters(on=date(2014, 7, 1)), EARLY, Filters(from_=date(2015, 1, 1)), Filters(group=("standing-pines",)),
         Filters(person=("zmarak-dost",)), Filters(known=date(1990, 1, 1))]


@pytest.fixture
def small(made):
    """Tables of claims made in short: the front with its council, the pines, and whoever else is named."""

    def make(*rows, types=(), sole=(), **given):
        tables = made(*rows, parents={"front": None, "council": "front", "pines": None}, **given)
        groups = tables["groups"]
        ranks = pd.Series(range(1, len(groups) + 1)).where(groups["parent_group_id"].isna())
        known = tables["actors"]
        silent = groups.loc[~groups["group_id"].isin(known["actor_id"]), "group_id"]
        known = pd.concat([known, pd.DataFrame({"actor_id": silent, "name": silent})], ignore_index=True)
        kinds = dict.fromkeys(groups["group_id"], "group") | dict(types)
        identities = pd.DataFrame(columns=["identity_id", "actor_id", "other_id", "alias", "judgement", "reason"],
                                  dtype="str")
        return tables | {
            "groups": groups.assign(rank=ranks), "identities": identities,
            "actors": known.assign(actor_type=known["actor_id"].map(kinds).fillna("person")),
            "offices": pd.DataFrame({"role": list(sole), "is_sole": [True] * len(sole)}).astype({"is_sole": "bool"}),
            "sources": tables["sources"].assign(title="A title", publisher="The Herald", published="2015", url=None)}

    return make


@pytest.mark.parametrize("filters", VIEWS)
@pytest.mark.parametrize("types", [("person", "cohort"), ("group",)])
def test_what_is_listed_of_an_actor_is_what_his_dossier_shows(atlas, filters, types):
    rows = actors.select_listed(atlas, filters, types)
    known = atlas["actors"]
    assert set(rows["actor_id"]) == set(known.loc[known["actor_type"].isin(types), "actor_id"])
    for row in rows.itertuples():
        events = query.select_events(atlas, actors.own_view(atlas, filters, row.actor_id)).events
        assert row.n_events == len(events), row.actor_id
    assert rows["n_events"].is_monotonic_decreasing


def test_the_own_view_sets_one_filter_and_leaves_the_others(atlas):
    given = Filters(person=("zmarak-dost",), group=("standing-pines",), kind=("death",))
    assert actors.own_view(atlas, given, "hakan-pasha") == replace(given, person=("hakan-pasha",))
    assert actors.own_view(atlas, given, "red-banner") == replace(given, group=("red-banner",))
    assert actors.own_view(atlas, given, "nobody") == replace(given, person=("nobody",))


def test_a_group_is_told_of_by_what_its_parts_and_their_men_do(atlas):
    listed = actors.select_listed(atlas, Filters(), ("group",)).set_index("actor_id")["n_events"]
    council = query.select_events(atlas, Filters(group=("river-council",))).events
    assert council["event_id"].tolist() == ["E0005", "E0004"]  # one by its men alone
    assert listed["river-council"] == 2
    banner = actors.select_group(atlas, Filters(), "red-banner").events
    assert {"E0004", "E0005"} < set(banner["event_id"])


def test_an_id_that_was_judged_the_same_leads_to_the_one_that_is_kept(atlas):
    rows = pd.DataFrame({"identity_id": ["a.b"], "actor_id": ["hakan-pasha"], "other_id": ["hakkan"],
                         "judgement": ["same"], "reason": ["One man."]})
    tables = atlas | {"identities": pd.concat([atlas["identities"], rows], ignore_index=True)}
    assert actors.kept_actor(tables, "hakkan") == "hakan-pasha"
    assert actors.kept_actor(tables, "zmarak-dost") == "zmarak-dost"  # judged, and not the same
    assert actors.kept_actor(tables, "nobody") == "nobody"
    told = actors.select_identities(tables, "hakan-pasha")
    assert told[["judgement", "called"]].to_numpy().tolist() == [["same", "hakkan"], ["not_same", "Zmarak Dost"]]
    assert told["other_id"].isna().tolist() == [True, False]  # the id that stands for him has no dossier of its own


def test_judgements_of_identity_are_told_of_both_with_their_reasons(atlas):
    (one,) = actors.select_identities(atlas, "hakan-pasha").itertuples()
    (other,) = actors.select_identities(atlas, "zmarak-dost").itertuples()
    assert (one.other_id, one.called) == ("zmarak-dost", "Zmarak Dost")
    assert (other.other_id, other.called) == ("hakan-pasha", "Hakan Pasha")
    assert one.reason == other.reason != ""
    (spelling,) = actors.select_identities(atlas, "temor-lawang").itertuples()
    assert (spelling.judgement, spelling.called) == ("same", "Old Temor")
    assert actors.select_identities(atlas, "baryal-sahak").empty


def test_spells_in_order_and_the_acts_behind_them_on_their_lines(atlas):
    found = actors.select_person(atlas, Filters(), "baryal-sahak")
    assert found.spells["group_id"].tolist() == ["red-banner", "standing-pines"]
    assert found.career == {"E0001": "red-banner", "E0009": "red-banner", "E0007": "standing-pines",
                            "E0012": found.career["E0012"]}
    early = actors.select_person(atlas, EARLY, "baryal-sahak")
    assert early.spells["group_id"].tolist() == ["red-banner"]
    assert early.career == {"E0001": "red-banner", "E0012": "red-banner"}


def test_no_state_stands_as_a_mark_on_a_career(atlas):
    found = actors.select_person(atlas, Filters(), "zmarak-dost")
    assert found.spells["role"].tolist() == ["spokesman"]
    assert found.career == {}


def test_oaths_given_withdrawn_and_planned_each_with_its_claim(atlas):
    rows = actors.select_oaths(atlas, Filters(), "baryal-sahak")
    assert rows[["claim_id", "how", "other_id", "group_id"]].to_numpy().tolist() == [
        [f"{HERALD}.01", "gave", "temor-lawang", "red-banner"],
        [f"{COURIER}.01", "gave", "red-banner", "red-banner"],  # no leader told
        [f"{GAZETTE}.04", "withdrew", "temor-lawang", "red-banner"],
        [f"{GAZETTE}.01", "gave", "standing-pines", "standing-pines"]]
    (planned,) = actors.select_oaths(atlas, Filters(), "zmarak-dost").itertuples()
    assert (planned.how, planned.modality, planned.is_contested) == ("gave", "planned", True)
    assert actors.select_oaths(atlas, EARLY, "baryal-sahak")["claim_id"].tolist() == [
        f"{HERALD}.01", f"{COURIER}.01"]


def test_a_leader_is_told_whose_oath_he_received_and_lost(atlas):
    rows = actors.select_oaths(atlas, Filters(), "temor-lawang")
    assert rows[["how", "other_id"]].to_numpy().tolist() == [["received", "baryal-sahak"], ["lost", "baryal-sahak"]]
    assert rows["other_name"].tolist() == ["Baryal Sahak"] * 2


def test_a_change_of_side_that_names_leaders_tells_both_oaths_and_talks_tell_none(small):
    tables = small(
        {"kind": "defection", "subject": "man1", "from_group": "front", "to_group": "pines", "from_leader": "man2",
         "to_leader": "man3", "date": "2015"},
        {"kind": "defection", "subject": "man4", "from_group": "front", "to_group": "pines"},
        {"kind": "recruitment", "subject": "man5", "to_group": "pines", "to_leader": "man3"})
    assert set(actors.select_oaths(tables, Filters(), "man1")[["how", "other_id"]].itertuples(index=False, name=None)) \
        == {("gave", "man3"), ("withdrew", "man2")}
    assert actors.select_oaths(tables, Filters(), "man3")[["how", "other_id"]].to_numpy().tolist() == [
        ["received", "man1"]]
    assert actors.select_oaths(tables, Filters(), "man4").empty
    assert actors.select_oaths(tables, Filters(), "man5").empty


def test_offices_with_who_came_before_and_after(small):
    emir = {"kind": "appointment", "role": "emir", "to_group": "front"}
    tables = small(emir | {"subject": "man1", "date": "2013"}, emir | {"subject": "man2", "date": "2014"},
                   emir | {"subject": "man3", "date": "2015"})
    line = tables["successions"]
    is_second = line["actor_id"] == "man2"
    line = line.assign(predecessor_id=pd.Series("man1", index=line.index).where(is_second),
                       successor_id=pd.Series("man3", index=line.index).where(is_second))
    tables = query.view(query.view(tables).whole | {"successions": line})
    (term,) = actors.select_offices(tables, Filters(), "man2").itertuples()
    assert (term.role, term.predecessor_name, term.successor_name) == ("emir", "man1", "man3")
    (first,) = actors.select_offices(tables, Filters(), "man1").itertuples()
    assert pd.isna(first.predecessor_name)
    assert actors.select_offices(tables, Filters(), "man4").empty


def test_who_vouches_by_article_and_voice_and_how_firmly(atlas):
    rows = actors.select_voices(atlas, Filters(person=("baryal-sahak",))).set_index(["source_id", "asserted_by"])
    assert rows.at[(GAZETTE, "author"), "n_claims"] == 2
    assert rows.at[(GAZETTE, "author"), "kinds"] == "pledge 1, renunciation 1"
    denied = rows.loc[(GAZETTE, "Baryal Sahak")]
    assert (denied["n_denied"], denied["n_asserted"]) == (1, 0)
    assert rows.at[(COURIER, "elders of the Pines"), "n_reported"] == 1
    firmness = [f"n_{how}" for how in ("asserted", "reported", "doubted", "denied", "planned")]
    assert (rows[firmness].sum(axis=1) == rows["n_claims"]).all()
    assert set(actors.select_voices(atlas, replace(EARLY, person=("baryal-sahak",)))["source_id"]) == {HERALD, COURIER}


def test_disputes_about_him_come_before_those_that_his_events_are_drawn_into(small):
    attack = {"kind": "attack", "subject": "front", "object": "man1", "date": "2015-03-01"}
    death = {"kind": "death", "subject": "man1"}
    tables = small(attack | {"killed_min": 3, "killed_max": 3},
                   attack | {"killed_min": 8, "killed_max": 8, "source": "b"},
                   death | {"date": "2014"}, death | {"date": "2016", "source": "b"})
    rows = actors.select_questions(tables, Filters(), "man1")
    assert rows[["actor_id", "is_own"]].drop_duplicates().to_numpy().tolist() == [["man1", True], ["front", False]]
    assert actors.select_questions(tables, Filters(), "front")["is_own"].tolist() == [True]


def test_ties_have_the_one_at_the_other_end_whichever_way_they_point(atlas):
    rows = actors.select_tied(atlas, Filters(), "baryal-sahak")
    assert set(rows["other_id"]) == {"red-banner", "standing-pines", "temor-lawang"}
    assert rows["other_id"].iloc[0] == "standing-pines"  # of most ties: his oath, and his death as told
    words = set(rows["words"])
    assert "Standing Pines killed Baryal Sahak" in words
    assert not (rows["other_id"] == "baryal-sahak").any()
    assert actors.select_tied(atlas, Filters(), "nobody").empty


def test_lines_of_sole_offices_come_first_and_the_groups_own_before_those_of_parts(small):
    told = {"kind": "affiliation", "date": "2015"}
    tables = small(told | {"subject": "man1", "to_group": "council", "role": "emir"},
                   told | {"subject": "man2", "to_group": "front", "role": "judge"},
                   told | {"subject": "man3", "to_group": "front", "role": "emir"},
                   told | {"subject": "man4", "to_group": "pines", "role": "emir"}, sole=["emir"])
    rows = actors.select_leaders(tables, Filters(), "front")
    assert rows[["actor_id", "is_sole"]].to_numpy().tolist() == [["man3", True], ["man2", False], ["man1", False]]
    assert actors.select_leaders(tables, Filters(on=date(2010, 1, 1)), "front").empty  # nobody holds it yet


CHANGE = {"kind": "defection", "date": "2015"}


def test_who_came_who_left_who_moved_within_and_who_rose(small):
    rows = (CHANGE | {"subject": "man1", "from_group": "pines", "to_group": "council"},
            CHANGE | {"subject": "man2", "from_group": "front", "to_group": "pines"},
            CHANGE | {"subject": "man3", "from_group": "council", "to_group": "front"},
            {"kind": "split", "subject": "man4", "from_group": "front", "date": "2016"},
            {"kind": "split", "subject": "man5", "from_group": "front", "to_group": "pines", "date": "2016"},
            {"kind": "pledge", "subject": "cohort-a", "to_group": "front", "date": "2017"},
            CHANGE | {"subject": "man6", "from_group": "front", "to_group": "pines", "modality": "planned"},
            {"kind": "joining", "subject": "man7", "to_group": "pines", "date": "2015"})
    tables = small(*rows, types=[("cohort-a", "cohort")], cohorts=[("cohort-a", None, 6, 10)])

    def turnover(group):
        own = actors.own_view(tables, Filters(), group)
        return actors.select_turnover(tables, Filters(), group, dossier.select_changes(tables, own)).set_index(
            "actor_id")

    found = turnover("front")
    assert found["way"].to_dict() == {"man1": "came", "man2": "left", "man3": "within", "man4": "rose",
                                      "man5": "left", "cohort-a": "came"}
    assert found.loc["cohort-a", ["people_min", "people_max"]].tolist() == [6, 10]
    assert found.loc["man1", ["people_min", "people_max"]].tolist() == [1, 1]
    flows = actors.select_own_flows(tables, Filters(), "front").set_index(["from_group_id", "to_group_id"])
    assert flows["way"].to_dict() == {("pines", "council"): "came", ("front", "pines"): "left",
                                      ("council", "front"): "within"}
    assert flows.at[("front", "pines"), "n_events"] == 2
    assert turnover("council")["way"].to_dict() == {"man1": "came", "man3": "left"}


def test_an_event_that_counts_its_people_outweighs_the_cohort(small):
    tables = small({"kind": "joining", "subject": "cohort-a", "to_group": "front", "count_min": 2, "count_max": 3},
                   {"kind": "joining", "subject": "cohort-b", "to_group": "front"},
                   types=[("cohort-a", "cohort"), ("cohort-b", "cohort")],
                   cohorts=[("cohort-a", None, 6, 10), ("cohort-b", None, None, None)])
    rows = actors.select_turnover(tables, Filters(), "front", dossier.select_changes(
        tables, Filters(group=("front",)))).set_index("actor_id")
    assert rows.loc["cohort-a", ["people_min", "people_max"]].tolist() == [2, 3]
    assert rows.loc["cohort-b", ["people_min", "people_max"]].isna().all()


@pytest.mark.parametrize(("on", "standing"), [
    (None, {"baryal-sahak": "former", "zmarak-dost": "former", "cohort-two-river-men": "former"}),
    (date(2014, 6, 10), {"baryal-sahak": "held", "zmarak-dost": "uncertain", "cohort-two-river-men": "former"}),
    (date(2014, 12, 1), {"baryal-sahak": "uncertain", "cohort-two-river-men": "former"})])
def test_members_stand_as_they_do_on_the_day_and_those_of_parts_count(atlas, on, standing):
    rows = actors.select_members(atlas, Filters(on=on), "red-banner")
    found = dict(zip(rows["actor_id"], rows["standing"], strict=True))
    assert standing.items() <= found.items()
    order = ["held", "presumed", "uncertain", "former"]
    assert rows["standing"].map(order.index).is_monotonic_increasing
    assert "temor-lawang" not in found  # nobody tells that he is one of them


def test_where_a_group_is_told_to_be_by_the_rule_of_the_province(atlas):
    own = actors.own_view(atlas, Filters(), "standing-pines")
    told = dossier.select_told(atlas, own)
    places = told.loc[told["n_events"] > 0, "province_id"]
    presence = {place: dossier.select_presence(atlas, replace(own, province=(place,))) for place in places}
    rows = actors.select_grounds(told, presence, actors.party_of(atlas, "standing-pines"))
    assert rows[["province_id", "how"]].to_numpy().tolist() == [["AF-KNR", "presence 1"]]
    assert rows["name"].tolist() == ["Kunar"]
    banner = {place: dossier.select_presence(atlas, Filters(province=(place,))) for place in places}
    assert actors.select_grounds(told, banner, "red-banner")["how"].tolist() == ["attack 1"]
    assert actors.select_grounds(told, {}, "red-banner").empty


def test_a_part_counts_for_the_ranked_group_above_it(atlas):
    assert actors.party_of(atlas, "river-council") == "red-banner"
    assert actors.party_of(atlas, "standing-pines") == "standing-pines"


def test_relations_tell_the_other_party_and_leave_parts_to_the_kin(small):
    told = {"kind": "relation", "date": "2015"}
    tables = small(told | {"subject": "front", "object": "pines", "role": "hostile"},
                   told | {"subject": "pines", "object": "council", "role": "supports"},
                   told | {"subject": "council", "object": "front", "role": "part_of"},
                   told | {"subject": "council", "object": "front", "role": "cooperates"},
                   told | {"subject": "pines", "object": "man1", "role": "supports"})
    rows = actors.select_own_relations(tables, Filters(), "front")
    assert rows[["other_id", "role"]].to_numpy().tolist() == [["pines", "hostile"], ["pines", "supports"]]
    assert all(row.subject_name in row.words and row.object_name in row.words for row in rows.itertuples())
    assert set(actors.select_own_relations(tables, Filters(), "pines")["other_id"]) == {"front", "council", "man1"}


def test_kin_by_the_table_of_groups_by_relations_and_by_splits(small):
    told = {"kind": "relation", "date": "2015"}
    tables = small(told | {"subject": "council", "object": "front", "role": "part_of"},
                   told | {"subject": "pines", "object": "front", "role": "splinter_of"},
                   told | {"subject": "rivals", "object": "front", "role": "splinter_of", "modality": "denied"},
                   {"kind": "split", "subject": "man1", "from_group": "council", "date": "2014"},
                   {"kind": "split", "subject": "man2", "from_group": "pines", "date": "2014"})

    def kin(group, **wanted):
        rows = actors.select_kin(tables, Filters(**wanted), group)
        return list(zip(rows["other_id"], rows["how"], strict=True))

    assert kin("front") == [("council", "below"), ("council", "has_part"), ("man1", "split"), ("pines", "has_splinter")]
    assert kin("council") == [("front", "above"), ("front", "part_of"), ("man1", "split")]
    assert kin("pines") == [("front", "splinter_of"), ("man2", "split")]
    # What the table of groups says is told on no day.
    assert kin("front", to=date(2013, 1, 1)) == [("council", "below")]


@pytest.mark.parametrize("filters", [VIEWS[n] for n in (0, 2, 4, 5, 8, 9)])
def test_a_dossier_of_everyone_can_be_made_in_every_view(atlas, filters):
    for row in atlas["actors"].itertuples():
        make = actors.select_group if row.actor_type == "group" else actors.select_person
        found = make(atlas, filters, row.actor_id)
        own = actors.own_view(atlas, filters, row.actor_id)
        assert set(found.events["event_id"]) == set(query.select_events(atlas, own).events["event_id"])
        claims = query.view(atlas, filters)["claims"]
        assert found.voices["n_claims"].sum() == claims["event_id"].isin(found.events["event_id"]).sum()
        assert set(found.disputes["dispute_id"]) == set(query.select_disputes(atlas, own)["dispute_id"])


def test_nothing_is_told_of_nobody(atlas):
    found = actors.select_person(atlas, Filters(), "nobody")
    assert all(frame.empty for frame in (found.events, found.spells, found.oaths, found.offices, found.voices,
                                         found.disputes, found.tied))
    assert found.career == {}
