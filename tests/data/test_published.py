"""The committed tables: whole, at one with the seeds, and tied to the articles where these are at hand."""

import csv
import hashlib
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from bayah.build import REGISTER, check
from bayah.datapackage import validate_package
from bayah.derive import as_known
from bayah.model import TABLE, TABLES, VERSIONED, WHERE_PREC_WORDS, split_list
from bayah.names import normalise
from bayah.store import read_tables, rows_by_table, write_table

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT.parent / "shared" / "articles"
TOTALS = Path(__file__).parent / "expected_totals.csv"


@pytest.fixture(scope="module")
def whole():
    """The tables with all their versions."""
    return read_tables(ROOT / "data" / "tables")


@pytest.fixture(scope="module")
def tables(whole):
    """The tables as a reader of today finds them."""
    return as_known(whole, None)


@pytest.fixture(scope="module")
def rebuilt():
    return check(ROOT)


@pytest.fixture(scope="module")
def articles():
    """The text of each article by the SHA-256 of its bytes."""
    if not ARTICLES.is_dir():
        pytest.skip(f"the articles are not ours to publish, and {ARTICLES} is not here")
    texts = [path.read_bytes() for path in ARTICLES.glob("*.txt")]
    return {hashlib.sha256(text).hexdigest(): text.decode("utf-8") for text in texts}


def not_after(earlier, later):
    return earlier.isna() | later.isna() | (earlier <= later)


def test_keys_foreign_keys_types_and_vocabularies_hold():
    assert validate_package(ROOT / "data" / "datapackage.json") == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_seeds_give_these_very_bytes(rebuilt, table, tmp_path):
    write_table(rebuilt.tables[table.name], table.name, tmp_path / "fresh.csv")
    published = ROOT / "data" / "tables" / f"{table.name}.csv"
    assert (tmp_path / "fresh.csv").read_bytes() == published.read_bytes()


def test_the_register_holds_every_claim_and_each_pair_once(tables, rebuilt):
    register = pd.read_csv(ROOT / REGISTER, dtype="str")
    assert rebuilt.register.astype("str").equals(register.astype("str"))
    assert not register.duplicated().any()
    now = set(tables["claims"][["event_id", "claim_id"]].itertuples(index=False, name=None))
    assert now <= set(register[["event_id", "claim_id"]].itertuples(index=False, name=None))


def test_as_many_rows_as_last_agreed(whole):
    with TOTALS.open(encoding="utf-8", newline="") as file:
        expected = {row["table"]: int(row["rows"]) for row in csv.DictReader(file)}
    assert rows_by_table(whole) == expected


def test_the_atlas_is_that_of_five_articles_and_their_many_claims(tables):
    assert len(tables["sources"]) == 5
    assert len(tables["claims"]) >= 250
    assert set(tables["claims"]["source_id"]) == set(tables["sources"]["source_id"])


def test_every_event_adds_up_from_its_claims(tables):
    claims, events = tables["claims"], tables["events"].set_index("event_id")
    of_event = claims.merge(tables["sources"][["source_id", "known_date"]], on="source_id").groupby("event_id")
    assert set(of_event.groups) == set(events.index)
    assert of_event.size().eq(events["n_claims"]).all()
    assert of_event["source_id"].nunique().eq(events["n_sources"]).all()
    assert of_event["known_date"].min().eq(events["known_date"]).all()
    judged = set(tables["event_judgements"]["claim_id"]) | set(tables["event_judgements"]["other_claim_id"])
    by_rule = claims[~claims["event_id"].isin(claims.loc[claims["claim_id"].isin(judged), "event_id"])]
    assert by_rule.groupby("event_id")["kind"].nunique().eq(1).all()
    assert events["n_claims"].sum() == len(claims)
    assert events["is_contested"].eq(events["contested_fields"].notna()).all()


@pytest.mark.parametrize("part", ["killed", "injured", "count"])
@pytest.mark.parametrize("table", ["claims", "events"])
def test_numbers_of_people_are_ordered(tables, table, part):
    low, high = tables[table][f"{part}_min"], tables[table][f"{part}_max"]
    assert (low.isna() | high.isna() | (low <= high)).all()


@pytest.mark.parametrize("table", ["claims", "events", "relations"])
def test_days_are_ordered(tables, table):
    assert not_after(tables[table]["date_earliest"], tables[table]["date_latest"]).all()


def test_nothing_is_told_of_a_day_after_its_article(tables):
    claims = tables["claims"].merge(tables["sources"], on="source_id")
    told = claims[claims["modality"] != "planned"]
    assert not_after(told["date_earliest"], told["known_date"]).all()
    assert not_after(told["date_latest"], told["known_date"]).all()


def test_a_claim_lies_within_the_days_of_its_event_when_days_are_not_disputed(tables):
    events = tables["events"].set_index("event_id")
    undisputed = events[~events["contested_fields"].fillna("").str.contains("date") & ~events["is_state"]]
    days = undisputed[["date_earliest", "date_latest"]].add_suffix("_event")
    rows = tables["claims"].join(days, on="event_id", how="inner")
    assert not_after(rows["date_earliest"], rows["date_latest_event"]).all()
    assert not_after(rows["date_earliest_event"], rows["date_latest"]).all()


def test_bridges_hold_what_the_claims_say(tables):
    told = {(claim.claim_id, place) for claim in tables["claims"].itertuples()
            for place in split_list(claim.provinces)}
    assert told == set(tables["claim_provinces"].itertuples(index=False, name=None))
    event_of = tables["claims"].set_index("claim_id")["event_id"]
    assert {(event_of[claim], place) for claim, place in told} == set(
        tables["event_provinces"][["event_id", "province_id"]].itertuples(index=False, name=None))
    assert event_of.to_dict() == tables["event_claims"].set_index("claim_id")["event_id"].to_dict()


def spellings(rows, key):
    """Every name of these rows and the id that bears it."""
    return {normalise(name): row[key] for _, row in rows.iterrows()
            for name in [row["name"], *split_list(row["aliases"])]}


def test_claims_name_places_of_the_gazetteer_or_their_own_provinces(tables):
    of_place, of_province = spellings(tables["places"], "place_id"), spellings(tables["provinces"], "province_id")
    found = set()
    for claim in tables["claims"].itertuples():
        for name in map(normalise, split_list(claim.place)):
            if name in of_place:
                found.add((claim.claim_id, of_place[name]))
            else:
                assert of_province[name] in split_list(claim.provinces), claim.claim_id
    assert found == set(tables["claim_places"].itertuples(index=False, name=None))
    assert set(tables["places"]["place_id"]) == {place for _, place in found}  # the gazetteer is not padded


def test_places_of_events_are_those_of_their_claims(tables):
    bridge = tables["claim_places"].merge(tables["claims"][["claim_id", "event_id"]], on="claim_id")
    told = set(bridge[["event_id", "place_id"]].itertuples(index=False, name=None))
    assert told == set(tables["event_places"][["event_id", "place_id"]].itertuples(index=False, name=None))


def test_a_claim_names_the_province_or_country_of_its_places(tables):
    claims = tables["claims"][["claim_id", "provinces", "countries"]]
    places = tables["places"].drop(columns="provinces")
    rows = tables["claim_places"].merge(places, on="place_id").merge(claims, on="claim_id")
    for row in rows.itertuples():
        countries = split_list(row.country)
        if isinstance(row.province_id, str):
            assert row.province_id in split_list(row.provinces), row.claim_id
        elif len(countries) == 1 and not split_list(row.provinces):
            assert countries[0] in split_list(row.countries), row.claim_id


def test_every_place_is_told_as_finely_as_it_is_known(tables):
    claims = tables["claims"].set_index("claim_id")
    finest = tables["claim_places"].merge(tables["places"], on="place_id").groupby("claim_id")["where_prec"].min()
    alone = claims["provinces"].notna().map({True: 4, False: None}).fillna(
        claims["countries"].notna().map({True: 6, False: None}))
    told = pd.concat([finest.reindex(claims.index).astype("float"), alone.astype("float")], axis=1).min(axis=1)
    pd.testing.assert_series_equal(claims["where_prec"].astype("float"), told, check_names=False)
    assert set(told.dropna()) <= set(WHERE_PREC_WORDS)
    events = tables["events"].set_index("event_id")["where_prec"].astype("float")
    of_event = told.groupby(claims["event_id"]).min()
    pd.testing.assert_series_equal(events.sort_index(), of_event.sort_index(), check_names=False)


def test_only_what_is_a_point_has_one_and_says_where_it_is_from(tables):
    places = tables["places"]
    is_point = places["where_prec"] <= 3
    assert places["latitude"].notna().eq(is_point).all()
    assert places["longitude"].notna().eq(is_point).all()
    assert places["kind"].eq("region").eq(~is_point).all()
    numbers = places["source"].str.extract(r"^GeoNames (\d+)$")[0].dropna()
    assert not numbers.duplicated().any()
    assert len(numbers) >= is_point.sum() - 1  # Kajaki is too small a village for the list that was used


def test_every_event_has_its_subject_and_every_actor_a_claim(tables):
    actors = tables["event_actors"]
    assert set(actors.loc[actors["part"] == "subject", "event_id"]) == set(tables["events"]["event_id"])
    parents = set(tables["groups"]["parent_group_id"].dropna()) | set(tables["cohorts"]["group_id"].dropna())
    assert set(tables["actors"]["actor_id"]) - set(actors["actor_id"]) - parents == set()


def test_actors_are_the_persons_groups_and_cohorts(tables):
    for kind in ("person", "group", "cohort"):
        ids = tables["actors"].loc[tables["actors"]["actor_type"] == kind, "actor_id"]
        assert set(ids) == set(tables[f"{kind}s"][f"{kind}_id"])


@pytest.mark.parametrize("table", ["allegiances", "successions"])
def test_spells_and_terms_begin_before_they_end(whole, table):
    spells = whole[table]
    assert not_after(spells["start_earliest"], spells["start_latest"]).all()
    assert not_after(spells["end_earliest"], spells["end_latest"]).all()
    assert not_after(spells["start_earliest"], spells["end_latest"]).all()
    assert not_after(spells["start_latest"], spells["end_latest"]).all()
    assert not_after(spells["last_evidence_date"], spells["end_latest"]).all()
    stands = spells["end_basis"].isin(["open", "last_evidence"])
    assert spells["end_latest"].isna().eq(stands).all()
    assert spells["end_event_id"].isna()[stands].all()


def test_nobody_stands_twice_with_one_group_at_one_time(tables):
    standing = tables["allegiances"][tables["allegiances"]["end_latest"].isna()]
    assert not standing.duplicated(["actor_id", "group_id"]).any()


def test_spells_add_up_from_their_events(tables):
    bridge = tables["allegiance_events"].merge(tables["events"], on="event_id")
    spells = tables["allegiances"].set_index("allegiance_id")
    by_spell = bridge.groupby("allegiance_id")
    assert set(by_spell.groups) == set(spells.index)
    assert by_spell["n_claims"].sum().eq(spells["n_claims"]).all()
    assert by_spell["is_contested"].any().eq(spells["is_contested"]).all()
    pairs = set(tables["allegiance_events"][["allegiance_id", "event_id"]].itertuples(index=False, name=None))
    for column in ("start_event_id", "end_event_id"):
        assert set(spells[column].dropna().items()) <= pairs


def test_relations_are_the_events_of_that_kind(tables):
    events = tables["events"].set_index("event_id")
    rows = tables["relations"].set_index("event_id")
    assert sorted(rows.index) == sorted(events.index[events["kind"] == "relation"])
    assert rows["role"].eq(events["role"].reindex(rows.index)).all()


@pytest.mark.parametrize("name", VERSIONED)
def test_versions_of_a_row_follow_each_other_and_differ(whole, name):
    rows = whole[name]
    key = [column for column in TABLE[name].key if column != "known_from"]
    rows = rows.sort_values([*key, "known_from"], ignore_index=True)
    same = rows[key].eq(rows[key].shift()).all(axis=1)
    before = rows.shift()
    assert rows["known_from"].isin(whole["sources"]["known_date"]).all()
    assert (rows["known_until"].isna() | (rows["known_from"] < rows["known_until"])).all()
    assert (before["known_until"] <= rows["known_from"])[same].all()
    # What holds on without a break is one version, unless something in it changed.
    unbroken = same & (before["known_until"] == rows["known_from"])
    content = [column for column in rows if column not in ("known_from", "known_until")]
    unchanged = (rows[content].astype("str").fillna("") == before[content].astype("str").fillna("")).all(axis=1)
    assert not (unbroken & unchanged).any()


def test_there_are_no_more_versions_than_claims_can_have_changed(whole):
    n_claims = len(whole["claims"])
    for name in ("events", "allegiances", "successions", "relations", "disputes"):
        assert len(whole[name]) <= n_claims, name


def test_a_reader_knows_only_what_was_published(whole):
    for day in whole["sources"]["known_date"]:
        view = as_known(whole, day.date())
        assert set(view["claims"]["source_id"]) == set(
            whole["sources"].loc[whole["sources"]["known_date"] <= day, "source_id"])
        assert view["events"]["n_claims"].sum() == len(view["claims"])
        assert view["claims"]["event_id"].isin(view["events"]["event_id"]).all()
        for name in ("allegiance_events", "succession_events", "event_actors", "event_provinces", "event_places"):
            assert view[name]["event_id"].isin(view["events"]["event_id"]).all()
        for name in ("dispute_claims", "claim_provinces", "claim_places"):
            assert view[name]["claim_id"].isin(view["claims"]["claim_id"]).all()


def test_mullah_omar_is_alive_for_a_reader_of_may_2015(whole):
    def emir(day):
        spells = as_known(whole, day)["allegiances"]
        return spells[(spells["actor_id"] == "mullah-omar") & (spells["group_id"] == "afghan-taliban")].iloc[0]

    then = emir(date(2015, 5, 8))
    assert (then["end_basis"], then["role"], bool(then["is_contested"])) == ("open", "emir", True)
    assert f"{then['last_evidence_date']:%Y-%m-%d}" == "2015-05-08"
    now = emir(None)
    assert (now["end_basis"], f"{now['end_latest']:%Y}") == ("death", "2013")


def test_the_articles_dispute_at_least_ten_things(tables):
    disputes = tables["disputes"]
    assert len(disputes) >= 10
    assert (disputes["n_sides"] >= 2).all()
    sides = tables["dispute_claims"].groupby("dispute_id")
    assert sides["side"].nunique().to_dict() == disputes.set_index("dispute_id")["n_sides"].to_dict()
    assert sides["claim_id"].nunique().to_dict() == disputes.set_index("dispute_id")["n_claims"].to_dict()
    # An event that the claims dispute has its dispute, and the other way round.
    by_rule = disputes[disputes["basis"] == "rule"]["dispute_id"].str.partition(".")
    contested = tables["events"].set_index("event_id")["contested_fields"].dropna().map(split_list)
    assert all(field in contested[event] for event, field in zip(by_rule[0], by_rule[2], strict=True))
    held = set(zip(by_rule[0], by_rule[2], strict=True))
    judged = tables["dispute_claims"].merge(disputes[disputes["basis"] == "judgement"][["dispute_id", "field"]])
    judged = judged.merge(tables["event_claims"], on="claim_id")
    held |= set(zip(judged["event_id"], judged["field"], strict=True))
    assert {(event, field) for event, fields in contested.items() for field in fields} <= held


@pytest.mark.parametrize(("group", "line"), [
    ("iskp", ["hafiz-saeed-khan-orakzai", "abdul-hasib-logari", "abu-omar-khorasani", "sanaullah-ghafari"]),
    ("afghan-taliban", ["mullah-omar", "akhtar-mohammad-mansour", "hibatullah-akhundzada"]),
    ("ttp", ["baitullah-mehsud", "hakimullah-mehsud", "noor-wali-mehsud"]),
])
def test_the_lines_of_emirs(tables, group, line):
    terms = tables["successions"]
    terms = terms[(terms["group_id"] == group) & (terms["role"] == "emir")].sort_values("position")
    assert terms["actor_id"].tolist() == line
    assert terms["successor_id"].dropna().tolist() == line[1:]
    assert terms["predecessor_id"].dropna().tolist() == line[:-1]


def test_two_coders_were_measured_on_every_article(tables):
    agreement = tables["agreement"]
    assert set(agreement["source_id"]) == {*tables["sources"]["source_id"], "all"}
    claims = agreement[(agreement["column"] == "claims") & (agreement["value"] == "all")]
    assert claims["agreement"].between(0, 1).all()
    assert (claims["n_matched"] <= claims[["n_first", "n_second"]].min(axis=1)).all()


def test_summaries_are_sentences_and_an_article_tells_each_once(tables):
    claims = tables["claims"]
    assert not claims.duplicated(["source_id", "summary"]).any()
    assert claims["summary"].str.fullmatch(r"[^\s].*[.!?]").all()


def test_labels_name_things_and_no_ids(tables):
    labels = tables["events"]["label"]
    assert not labels.str.contains(r"\bnan\b|None|  ").any()
    ids = set(tables["actors"]["actor_id"])
    assert not any(ids & set(label.split()) for label in labels if "-" in label)


def paragraphs(text):
    return [block for block in re.split(r"\n\s*\n", text) if block.strip()]


def test_each_source_was_coded_from_one_of_the_articles(tables, articles):
    digests = tables["sources"]["text_sha256"]
    assert not digests.duplicated().any()
    assert set(digests) <= set(articles)


def test_it_is_said_what_kind_of_body_each_publisher_is(tables):
    """One publisher is of one kind in all its articles."""
    sources = tables["sources"]
    assert sources["publisher_kind"].notna().all()
    assert (sources.groupby("publisher")["publisher_kind"].nunique() == 1).all()


def test_each_claim_stands_in_a_paragraph_of_its_article(tables, articles):
    digest = tables["sources"].set_index("source_id")["text_sha256"]
    count = {source: len(paragraphs(articles[sha])) for source, sha in digest.items()}
    outside = [claim.claim_id for claim in tables["claims"].itertuples()
               if int(claim.paragraph.rpartition("-")[2]) > count[claim.source_id]]
    assert outside == []


def test_stories_are_told_in_our_own_words(tables, articles):
    """No run of six words of a story stands in an article."""
    def runs(text):
        words = re.findall(r"[a-z0-9']+", text.lower().replace("\u2019", "'"))
        return {tuple(words[nth:nth + 6]) for nth in range(len(words) - 5)}

    theirs = set().union(*(runs(text) for text in articles.values()))
    ours = [*tables["stories"]["title"], *tables["stories"]["about"], *tables["story_steps"]["heading"],
            *tables["story_sentences"]["text"]]
    assert len(ours) > 100
    assert [run for text in ours for run in runs(text) & theirs] == []
