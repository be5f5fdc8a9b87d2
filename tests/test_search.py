"""Search: what must come first for how people write, and what must find nothing."""

import time
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayah import query, search
from bayah.derive import Known
from bayah.query import Filters
from bayah.search import KINDS, LONGEST, cleaned, fold, make_index, sound
from bayah.store import read_tables

TABLES = read_tables(Path(__file__).resolve().parent.parent / "data" / "tables")
INDEX = make_index(query.view(TABLES))

FIRST = [
    # As an article or another one writes it, or as a newspaper would.
    ("Hafez Sayed Khan", "hafiz-saeed-khan-orakzai"),
    ("Hafiz Said Khan", "hafiz-saeed-khan-orakzai"),
    ("Khan Saeed Hafiz", "hafiz-saeed-khan-orakzai"),
    ("Orakzay", "hafiz-saeed-khan-orakzai"),
    ("Mulla Umar", "mullah-omar"),
    ("omar", "mullah-omar"),
    ("MULLAH OMAR", "mullah-omar"),
    ("Akhtar Mansur", "akhtar-mohammad-mansour"),
    ("Mullah Akhtar Muhammad Mansoor", "akhtar-mohammad-mansour"),
    ("Mansur Dadullah", "mansoor-dadullah"),
    ("Mansoor Dadulla", "mansoor-dadullah"),
    ("Haibatullah Akhunzada", "hibatullah-akhundzada"),
    ("Hebatullah", "hibatullah-akhundzada"),
    ("Abdul Rauf Khadem", "abdul-rauf-khadim"),
    ("Abdur Raouf Khadim", "abdul-rauf-khadim"),
    ("Abdul Qayyum Zakir", "abdul-qayum-zakir"),
    ("Mullah Yaqoob", "mullah-yacoub"),
    ("Hakeemullah Mehsood", "hakimullah-mehsud"),
    ("Baytullah Mahsud", "baitullah-mehsud"),
    ("Nur Wali Mehsud", "noor-wali-mehsud"),
    ("Maulana Fazlullah", "mullah-fazlullah"),
    ("Ayman Zawahri", "ayman-al-zawahiri"),
    ("Aiman al-Zawahri", "ayman-al-zawahiri"),
    ("al-Baghdādī", "abu-bakr-al-baghdadi"),
    ("Sanaullah Ghaffari", "sanaullah-ghafari"),
    ("Qari Hikmat", "qari-hekmat"),
    ("Ehsanulah Ehsan", "ehsanullah-ehsan"),
    ("Medvedyev", "dmitry-medvedev"),
    # Groups
    ("Daesh", "islamic-state"), ("da\u2019ish", "islamic-state"), ("i.s.k.p.", "iskp"), ("IS", "islamic-state"),
    ("Tehrik-i-Taliban Pakistan", "ttp"), ("Tahreek e Taliban", "ttp"), ("alqaida", "al-qaeda"),
    ("Al Qaida", "al-qaeda"), ("Hezb-i Islami Gulbudin", "hig"), ("kweta shura", "quetta-shura"),
    # Provinces and places, in both scripts
    ("Wardag", "AF-WAR"), ("Vardak", "AF-WAR"), ("Maydan Wardag", "AF-WAR"), ("وردک", "AF-WAR"),
    ("Nangahar", "AF-NAN"), ("ننگرهار", "AF-NAN"), ("ننگرہار", "AF-NAN"), ("Qandahar", "AF-KAN"), ("Kandhar", "AF-KAN"),
    ("قندهار", "AF-KAN"), ("قندھار", "AF-KAN"), ("saripul", "AF-SAR"), ("Sar i Pul", "AF-SAR"), ("Kunarr", "AF-KNR"),
    ("Khyber Pukhtunkhwa", "PK-KP"), ("خيبر پختونخوا", "PK-KP"), ("Hilmand", "AF-HEL"), ("daikundi", "AF-DAY"),
    ("FATA", "PK-TA"), ("Jallalabad", "jalalabad"), ("Peshawer", "peshawar"), ("D.I. Khan", "dera-ismail-khan"),
    # While typing
    ("hibat", "hibatullah-akhundzada"), ("nang", "AF-NAN"), ("mullah om", "mullah-omar"), ("nangr", "AF-NAN"),
    # A person in Persian letters
    ("ملا عمر", "mullah-omar"), ("حافظ سعید خان", "hafiz-saeed-khan-orakzai"), ("طالبان", "afghan-taliban"),
    # Articles
    ("Jihadi Realignments", "2015-05-08_diplomat_jihadi-realignments-in-khorasan"),
]
NOTHING = [
    "xyzzy", "Osama bin Laden", "Sirajuddin Haqqani", "Hafiz Gul Bahadur", "Kathmandu", "Boko Haram", "Zahir Shah",
    "Lashkar-e-Taiba", "quarterly football results", "1979", "سمرقند", "كتاب", "", "   ",
    "!!! ---", "'", "☃", "%", "\u202e", "Kazan", "Vladivostok", "Masood Azhar",
]


def found(text, index=INDEX, **options):
    return search.search(index, text, **options)


def first(text, index=INDEX):
    results = found(text, index)
    return results.groups[0][2][0].entry.key if results.groups else None


@pytest.mark.parametrize(("text", "key"), FIRST)
def test_what_is_meant_comes_first(text, key):
    assert first(text) == key


@pytest.mark.parametrize("text", NOTHING)
def test_what_the_atlas_does_not_hold_is_not_found(text):
    assert found(text).groups == ()


def test_every_name_and_spelling_finds_its_own():
    """Whoever bears the very name may be one of several namesakes, but is among the first."""
    for entry in INDEX.entries:
        if entry.kind in ("person", "group", "province", "place"):
            for name in entry.names:
                hits = [hit for _, _, hits in found(name, limit=10).groups for hit in hits]
                assert any(hit.entry == entry for hit in hits), (name, entry.key)


def test_kinds_come_by_their_best_and_words_together_find_events_and_claims():
    kinds = [kind for kind, _, _ in found("death of Mullah Omar").groups]
    assert {"event", "claim"} <= set(kinds)
    event = next(hits[0] for kind, _, hits in found("Mullah Omar died").groups if kind == "event")
    assert event.entry.title == "Mullah Omar died"
    claims = next(hits for kind, _, hits in found("suicide attack Jalalabad").groups if kind == "claim")
    assert all(hit.entry.leads[1].startswith("E") for hit in claims)
    assert "Jalalabad" in "".join(text for text, _ in (*claims[0].title, *claims[0].other))


def test_an_event_is_found_under_other_names_of_those_it_tells_of():
    events = next(hits for kind, _, hits in found("Wardag").groups if kind == "event")
    where = TABLES["event_provinces"]
    assert {hit.entry.key for hit in events} <= set(where.loc[where["province_id"] == "AF-WAR", "event_id"])


def test_pieces_say_what_matches_and_keep_the_text():
    hit = found("Hafez Sayed Khan").groups[0][2][0]
    assert hit.title == (("Hafiz", True), (" ", False), ("Saeed", True), (" ", False), ("Khan", True),
                         (" Orakzai", False))
    for _, _, hits in found("omar taliban").groups:
        for hit in hits:
            assert "".join(text for text, _ in hit.title) == hit.entry.title
            assert "".join(text for text, _ in hit.about) == hit.entry.about
            assert any(is_match for _, is_match in (*hit.title, *hit.about, *hit.other))


def test_a_spelling_that_matches_is_shown_beside_the_name():
    hit = found("Daesh").groups[0][2][0]
    assert hit.entry.title == "Islamic State"
    assert ("Da'esh", True) in hit.other or ("Daesh", True) in hit.other


def test_limit_and_one_kind_alone():
    few, many = found("taliban", limit=2), found("taliban", only="claim", limit=400)
    counts = {kind: number for kind, number, _ in few.groups}
    assert all(len(hits) == min(2, number) for _, number, hits in few.groups)
    assert {kind: len(hits) for kind, _, hits in many.groups if hits} == {"claim": counts["claim"]}
    assert few.n_found == many.n_found == sum(counts.values())


@pytest.mark.parametrize(("known", "text", "is_found"), [
    (date(2015, 5, 8), "Hibatullah Akhundzada", False),
    (date(2017, 12, 31), "Hibatullah Akhundzada", True),
    (date(2015, 5, 8), "Wilayah Khorasan", False),
    (date(2014, 1, 1), "Taliban", False),
])
def test_what_was_not_known_on_the_day_is_not_found(known, text, is_found):
    view = query.view(TABLES, Filters(known=known))
    kinds = {kind for kind, _, _ in found(text, make_index(view)).groups} - {"province"}
    assert bool(kinds) is is_found


def test_on_a_day_only_what_was_published_by_it_is_indexed():
    view = query.view(TABLES, Filters(known=date(2015, 5, 8)))
    index = make_index(view)
    published = set(view["sources"]["source_id"])
    assert {entry.key for entry in index.entries if entry.kind == "source"} == published
    assert {entry.key for entry in index.entries if entry.kind == "event"} == set(view["events"]["event_id"])
    assert {entry.leads[0] for entry in index.entries if entry.kind == "claim"} == published
    notes = set(TABLES["persons"]["notes"].dropna())
    assert not notes & {entry.about for entry in index.entries}  # remarks tell what was learnt later
    later = TABLES["aliases"][~TABLES["aliases"]["source_id"].isin(published)]["alias"]
    earlier = TABLES["aliases"][TABLES["aliases"]["source_id"].isin(published)]["alias"]
    spelled = {name for entry in index.entries if entry.kind in ("person", "group", "cohort") for name in entry.names}
    names = set(TABLES["actors"]["name"])
    assert not (set(later) - set(earlier) - names) & spelled


@pytest.mark.parametrize(("one", "other"), [
    ("Jama'at", "Jamaat"), ("Jama\u2019at", "jama\u02bfat"), ("Ghōr", "Ghor"), ("Béloutchistan", "beloutchistan"),
    ("U.S.", "us"), ("Omar's", "Omar"), ("Straße", "STRASSE"), ("ﻋﻤﺮ", "عمر"), ("قندهار", "قندہار"), ("كابل", "کابل"),
])
def test_accents_apostrophes_case_and_letters_of_one_sound_fold_together(one, other):
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), [
    ("hafez", "hafiz"), ("saeed", "sayed"), ("mansour", "mansur"), ("yacoub", "yaqub"), ("wardak", "vardak"),
    ("kandahar", "qandhar"), ("nangahar", "nangarhar"), ("ghazni", "gazni"), ("tehreek", "tahrik"),
])
def test_transliterations_sound_alike(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [
    ("omar", "amin"), ("kabul", "zabul"), ("khost", "kost"), ("paktia", "paktika")])
def test_other_names_sound_otherwise(one, other):
    assert sound(one) != sound(other)


def test_of_three_words_two_are_enough_but_not_one():
    assert first("Jalalabad Peshawar nowherestan") is not None or found("Abdul Rauf Khadim nowherestan").groups
    assert first("Khadim Rauf nowherestan") == "abdul-rauf-khadim"
    assert found("Khadim nowherestan elsewhereabad").groups == ()


def test_where_all_words_are_found_what_lacks_one_is_left_out():
    every = next(hits for kind, _, hits in found("Saeed Orakzai", limit=20).groups if kind == "person")
    assert [hit.entry.key for hit in every] == ["hafiz-saeed-khan-orakzai"]
    assert len(next(hits for kind, _, hits in found("Saeed", limit=20).groups if kind == "person")) > 1


def test_a_part_is_found_by_the_names_of_the_whole():
    for text in ("ISIS Khorasan", "ISIS-K", "Daesh Khorasan"):
        assert "iskp" in {hit.entry.key for kind, _, hits in found(text).groups if kind == "group" for hit in hits}


@given(st.text(max_size=60))
def test_any_text_is_harmless(text):
    assert "\n" not in cleaned(text)
    results = found(cleaned(text))
    assert all(kind in KINDS and number >= len(hits) for kind, number, hits in results.groups)


def test_a_very_long_text_is_cut_and_answered_at_once():
    text = "Mullah Omar " + "<b>" * 5000
    start = time.perf_counter()
    assert len(cleaned(text)) <= LONGEST
    found(text)
    found("x" * 5000)
    assert time.perf_counter() - start < 2


def test_what_turns_or_steers_text_is_taken_out():
    assert cleaned("a\u202eb\u2066c\nd\x00e\t f") == "abc d e  f"


def test_an_atlas_without_anything_finds_nothing():
    empty = Known({name: frame.iloc[:0] for name, frame in TABLES.items()}, TABLES, None)
    assert found("omar", make_index(empty)).groups == ()


def test_names_full_of_markup_are_found_and_kept_as_written(atlas):
    hostile = dict(query.view(atlas))
    person = hostile["event_actors"].merge(hostile["persons"], left_on="actor_id", right_on="person_id").iloc[0]
    name = "<b>Zzyzx</b> **Jama'at** ${x}"
    persons = hostile["persons"].copy()
    persons.loc[persons["person_id"] == person.person_id, "name"] = name
    hit = found("zzyzx jamaat", make_index(Known({**hostile, "persons": persons}, hostile, None))).groups[0][2][0]
    assert "".join(text for text, _ in hit.title) == name
    assert ("Jama'at", True) in hit.title


def test_a_larger_atlas_is_searched_within_a_breath():
    """A hundred times the claims: an answer takes milliseconds (docs/searching.md); here slow machines have room."""
    view = query.view(TABLES)
    claims = pd.concat([view["claims"].assign(claim_id=view["claims"]["claim_id"] + f"-{n}") for n in range(100)],
                       ignore_index=True)
    index = make_index(Known({**view, "claims": claims}, view, None))
    assert len(claims) == 37_500
    start = time.perf_counter()
    for text in ("Hafez Sayed Khan", "taliban", "ننگرهار", "nowherestan"):
        found(text, index)
    assert (time.perf_counter() - start) / 4 < 0.25
