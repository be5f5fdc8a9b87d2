"""What the map counts: measures, shares, balances, and what has no place, before and after FATA's merger."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bayah import query
from bayah.periods import STEPS
from bayah.provinces import (
    MEASURES,
    country_name,
    select_balance,
    select_periods,
    select_places,
    select_points,
    select_provinces,
    select_shades,
    select_unplaced,
    select_wider,
    turned,
    turned_back,
)
from bayah.query import Filters, boundary_day

FAR = date(2018, 5, 31)


def values(tables, measure, day=None, **wanted):
    rows = select_provinces(tables, Filters(**wanted), measure, day)
    rows = rows[rows["value"].notna()]
    return dict(zip(rows["province_id"], rows["value"].astype(int), strict=True))


@pytest.mark.parametrize(("measure", "told"), [
    ("events", {"AF-KNR": 5, "AF-NAN": 2, "PK-TA": 1}), ("claims", {"AF-KNR": 6, "AF-NAN": 3, "PK-TA": 1}),
    ("sources", {"AF-KNR": 3, "AF-NAN": 2, "PK-TA": 1}), ("changes", {"AF-KNR": 1, "AF-NAN": 1}),
    ("violence", {"AF-KNR": 3, "AF-NAN": 1, "PK-TA": 1}), ("presence", {"AF-KNR": 1}),
    ("pledges", {"AF-KNR": 1, "AF-NAN": 1}), ("joined", {"AF-KNR": 1, "AF-NAN": 1}), ("left", {}),
    ("attacks", {"AF-KNR": 1}), ("clashes", {}), ("deaths", {"AF-KNR": 2, "AF-NAN": 1, "PK-TA": 1}),
    ("killed", {"AF-KNR": 3}),
])
def test_what_the_map_counts(atlas, measure, told):
    assert values(atlas, measure) == told


def test_people_killed_are_counted_from_the_fewest_to_the_most(atlas):
    rows = select_provinces(atlas, Filters(), "killed").set_index("province_id")
    assert (rows.loc["AF-KNR", "value"], rows.loc["AF-KNR", "value_max"]) == (3, 8)
    assert select_unplaced(atlas, Filters(), "killed").empty


def test_changes_to_and_from_a_group_are_those_of_the_chosen_ones(made):
    tables = made(
        {"kind": "defection", "subject": "man1", "from_group": "front", "to_group": "council", "provinces": "AF-NAN"},
        {"kind": "defection", "subject": "man2", "from_group": "pines", "to_group": "front", "provinces": "PK-KP"},
        {"kind": "defection", "subject": "man3", "from_group": "front", "to_group": "pines", "provinces": "PK-TA",
         "modality": "denied"},
        parents={"front": None, "council": "pines", "pines": None})
    assert values(tables, "joined") == values(tables, "left") == {"AF-NAN": 1, "PK-KP": 1}
    assert values(tables, "joined", group=("pines",)) == {"AF-NAN": 1}  # the council is part of it
    assert values(tables, "left", group=("pines",)) == {"PK-KP": 1}


def test_the_share_is_of_all_that_is_told_of_the_province(atlas):
    rows = select_provinces(atlas, Filters(), "violence").set_index("province_id")
    assert rows["share"].dropna().to_dict() == {"AF-KNR": 3 / 5, "AF-NAN": 1 / 2, "PK-TA": 1}
    narrow = select_provinces(atlas, Filters(kind=("death",)), "violence").set_index("province_id")
    assert set(narrow["share"].dropna()) == {1}


def test_the_balance_of_two_groups(atlas):
    rows = select_balance(atlas, Filters(group=("river-council",)), "events", ("red-banner", "standing-pines"))
    rows = rows.set_index("province_id")
    first, second = (values(atlas, "events", group=(side,)) for side in ("red-banner", "standing-pines"))
    for place in ("AF-KNR", "AF-NAN", "PK-TA"):
        assert (rows.loc[place, "first"], rows.loc[place, "second"]) == (first.get(place, 0), second.get(place, 0))
    told = rows["first"] + rows["second"]
    assert (rows["value"].isna() == (told == 0)).all()
    assert rows["value"].dropna().between(-1, 1).all()
    other = select_balance(atlas, Filters(), "events", ("standing-pines", "red-banner")).set_index("province_id")
    assert other["value"].dropna().to_dict() == (-rows["value"].dropna()).to_dict()


def test_a_claim_counts_only_where_it_says(atlas):
    # Of the two claims of one disputed death, one names Nangarhar and one Kunar.
    assert values(atlas, "claims", kind=("death",), person=("hakan-pasha",)) == {"AF-KNR": 1, "AF-NAN": 1}


def test_the_province_filter_does_not_narrow_the_map(atlas):
    assert values(atlas, "events", province=("PK-TA",)) == values(atlas, "events")


@pytest.mark.parametrize(("day", "place"), [(None, "PK-TA"), (date(2018, 5, 30), "PK-TA"), (FAR, "PK-KP")])
@pytest.mark.parametrize("measure", ["events", "claims", "sources", "violence"])
def test_after_the_merger_fata_counts_within_khyber_pakhtunkhwa(atlas, day, place, measure):
    rows = select_provinces(atlas, Filters(), measure, day)
    assert ("PK-TA" in set(rows["province_id"])) is (place == "PK-TA")
    assert values(atlas, measure, day)[place] == 1


@pytest.mark.parametrize("measure", ["events", "claims", "sources"])
def test_one_event_in_both_parts_counts_once_after_the_merger(made, measure):
    tables = made({"kind": "attack", "subject": "front", "date": "2014-03-02", "provinces": "PK-KP;PK-TA"})
    assert values(tables, measure) == {"PK-KP": 1, "PK-TA": 1}
    assert values(tables, measure, FAR) == {"PK-KP": 1}


def test_one_dispute_in_both_parts_counts_once_after_the_merger(made):
    raid = {"kind": "attack", "subject": "front", "date": "2014-03-02", "provinces": "PK-KP;PK-TA"}
    tables = made(raid, raid | {"modality": "denied", "source": "b"})
    rows = select_provinces(tables, Filters(), "events", FAR).set_index("province_id")
    assert rows.loc["PK-KP", "n_contested"] == 1


def test_what_the_map_shows_is_what_its_province_selects(atlas):
    for on in (None, date(2018, 5, 30), FAR):
        shown = values(atlas, "events", on, on=on)
        assert shown == {
            place: len(query.select_events(atlas, Filters(province=(place,), on=on)).events)
            for place in shown}


def test_disputes_and_silence_on_the_map(atlas):
    rows = select_provinces(atlas, Filters(), "events").set_index("province_id")
    assert rows["n_contested"].dropna().astype(int).to_dict() == {"AF-KNR": 3, "AF-NAN": 1, "PK-TA": 0}
    assert rows.loc["PK-KP", ["value", "n_events"]].isna().all()


def test_unplaced_events_are_those_not_on_the_map(atlas):
    unplaced = select_unplaced(atlas, Filters(), "changes")
    assert sorted(unplaced["event_id"]) == ["E0005", "E0009", "E0013"]


YEARS = [Filters(from_=date(year, 1, 1), to=date(year, 12, 31)) for year in (2012, 2013, 2014, 2015)]
DAYS = st.none() | st.dates(date(2012, 1, 1), date(2019, 12, 31))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(bounds=st.lists(st.tuples(DAYS, DAYS, DAYS), min_size=1, max_size=4), measure=st.sampled_from(list(MEASURES)),
       group=st.sampled_from([(), ("red-banner",)]))
def test_many_periods_at_once_count_as_each_alone(atlas, bounds, measure, group):
    views = [Filters(group=group, from_=from_, to=to, on=on) for from_, to, on in bounds]
    for one, rows in zip(views, select_shades(atlas, views, measure), strict=True):
        pd.testing.assert_frame_equal(rows, select_provinces(atlas, one, measure, boundary_day(one)))
    for one, rows in zip(views, select_points(atlas, views, measure), strict=True):
        pd.testing.assert_frame_equal(rows, select_places(atlas, one, measure))
    sides = ("red-banner", "standing-pines")
    for one, rows in zip(views, select_shades(atlas, views, measure, "balance", sides), strict=True):
        pd.testing.assert_frame_equal(rows, select_balance(atlas, one, measure, sides, boundary_day(one)))


@pytest.mark.parametrize("one", [*YEARS, Filters(to=date(2014, 5, 31)), Filters(on=date(2014, 5, 31))])
def test_what_is_sure_is_part_of_what_can_be(atlas, one):
    rows = select_provinces(atlas, one, "events").dropna(subset="value")
    assert (rows["value_min"] <= rows["value"]).all()
    for row in rows.itertuples():
        assert row.value == len(query.select_events(atlas, replace(one, province=(row.province_id,))).events)


def test_an_event_surely_happened_where_its_whole_span_lies(made):
    attack = {"kind": "attack", "subject": "front", "provinces": "AF-NAN"}
    tables = made(attack | {"date": "2014-03-02"}, attack | {"date": "2013/2014", "subject": "man1"},
                  attack | {"subject": "man2"})
    (row,) = select_provinces(tables, YEARS[2], "events").dropna(subset="value").itertuples()
    assert (row.value_min, row.value) == (1, 3)  # the third is only known to be before publication
    (row,) = select_provinces(tables, Filters(), "events").dropna(subset="value").itertuples()
    assert (row.value_min, row.value) == (3, 3)
    (row,) = select_provinces(tables, YEARS[2], "claims").dropna(subset="value").itertuples()
    assert (row.value_min, row.value) == (3, 3)


def test_a_state_surely_held_where_its_interval_reaches(made):
    presence = {"kind": "presence", "subject": "front", "provinces": "AF-NAN", "date": "2013/2014"}
    tables = made(presence, presence | {"date": "../2014-06", "subject": "man1"})
    for view in (YEARS[2], Filters(on=date(2014, 1, 15)), Filters(to=date(2013, 5, 1))):
        (row,) = select_provinces(tables, view, "events").dropna(subset="value").itertuples()
        assert (row.value_min, row.value) == (1, 2)  # of the other no beginning is told


def test_a_share_is_shaded_by_itself(atlas):
    (rows,) = select_shades(atlas, [Filters()], "violence", "share")
    assert rows.set_index("province_id")["value"].dropna().to_dict() == {"AF-KNR": 3 / 5, "AF-NAN": 1 / 2, "PK-TA": 1}


def test_periods_count_what_can_have_happened_in_them(made):
    attack = {"kind": "attack", "subject": "front", "provinces": "AF-NAN"}
    tables = made(attack | {"date": "2013-11/2014-02"}, attack | {"date": "2014-08-02", "subject": "man1"},
                  attack | {"date": "2010", "subject": "man2", "provinces": ""})
    rows = select_periods(tables, Filters(province=("PK-KP",), to=date(2013, 1, 1)), "events", "quarter", "window")
    assert rows["name"].tolist() == ["2013 Q4", "2014 Q1", "2014 Q2", "2014 Q3"]
    assert rows["n_events"].tolist() == [1, 1, 0, 1]
    assert rows["n_sure"].tolist() == [0, 0, 0, 1]
    assert [str(day.date()) for day in (rows["first"][0], rows["last"][3])] == ["2013-10-01", "2014-09-30"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("turn", ["window", "upto", "on", "known"])
def test_periods_follow_each_other_without_gaps(atlas, step, turn):
    rows = select_periods(atlas, Filters(), "events", step, turn)
    assert (rows["first"].iloc[1:].values == (rows["last"] + pd.Timedelta(days=1)).iloc[:-1].values).all()
    assert rows["name"].is_unique
    assert (rows["n_sure"] <= rows["n_events"]).all()
    assert rows["n_events"].iloc[[0, -1]].gt(0).all()
    if turn == "known":
        placed = atlas["event_provinces"]["event_id"].nunique()
        assert rows["n_sure"].sum() == rows["n_events"].sum() == placed


def test_no_event_has_no_periods(made):
    tables = made({"kind": "attack", "subject": "front", "date": "2014"})
    assert select_periods(tables, Filters(), "events", "year", "window").empty


def test_a_slider_turns_one_of_the_clocks_or_the_window():
    view = Filters(group=("pines",), from_=date(2011, 1, 1), to=date(2012, 1, 1), known=date(2015, 1, 1))
    first, last = date(2014, 1, 1), date(2014, 12, 31)
    assert turned(view, "window", first, last) == replace(view, from_=first, to=last)
    assert turned(view, "upto", first, last) == replace(view, from_=None, to=last)
    assert turned(view, "on", first, last) == replace(view, from_=None, to=None, on=last)
    assert turned(view, "known", first, last) == replace(view, known=last)
    assert turned_back(view, "known") == replace(view, known=None)
    assert turned_back(replace(view, on=last), "upto") == Filters(group=("pines",), known=view.known)


def test_borders_follow_the_clock_and_late_periods():
    assert boundary_day(Filters()) is boundary_day(Filters(on=date(2018, 5, 30))) is None
    assert boundary_day(Filters(on=FAR)) == FAR
    assert boundary_day(Filters(from_=date(2019, 1, 1))) == date(2019, 1, 1)
    assert boundary_day(Filters(on=date(2014, 1, 1), from_=date(2019, 1, 1))) is None


def test_places_have_points_and_what_is_told_of_them(atlas):
    rows = select_places(atlas, Filters(), "events")
    bridge, places = atlas["event_places"], atlas["places"].set_index("place_id")
    assert len(rows) > 0
    for row in rows.itertuples():
        told = query.select_events(atlas, Filters()).events
        told = told[told["event_id"].isin(bridge.loc[bridge["place_id"] == row.place_id, "event_id"])]
        assert row.value == len(told)
        assert (row.latitude, row.longitude) == tuple(places.loc[row.place_id, ["latitude", "longitude"]])
        assert row.where_prec <= 3
    assert set(rows["place_id"]) <= set(places.index[places["country"].isin(["AF", "PK"])])


def test_what_names_no_province_is_told_of_a_region_a_country_or_nowhere(atlas):
    rows = select_wider(atlas, Filters(), "events")
    assert rows["event_id"].tolist() == select_unplaced(atlas, Filters(), "events")["event_id"].tolist()
    bridge = atlas["event_places"].merge(atlas["places"], on="place_id")
    for row in rows.itertuples():
        named = bridge.loc[bridge["event_id"] == row.event_id, "name"]
        if len(named):
            assert row.area == " and ".join(sorted(named))
        elif isinstance(row.countries, str):
            assert row.area == " and ".join(map(country_name, row.countries.split(";")))
        else:
            assert row.area == "no place told"
            assert pd.isna(row.where_prec)


def test_countries_have_names():
    assert (country_name("AF"), country_name("SY"), country_name("ZZ")) == ("Afghanistan", "Syria", "Unknown Region")
    assert country_name("QQ1") == "QQ1"
