"""The pipeline: invented articles to tables that were worked out by hand, and what a build promises.

The expected tables in fixtures/atlas/expected follow from the codebook and docs/reconciling.md; whoever
changes a rule works them out anew.
"""

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import bayah.build
from bayah.build import build, check
from bayah.datapackage import validate_package
from bayah.derive import DERIVED, as_known
from bayah.model import TABLE, TABLES, SeedError, TableError
from bayah.store import read_tables

EXPECTED = Path(__file__).parent / "fixtures" / "atlas" / "expected"
FIRST, SECOND, THIRD = (
    "2014-06-10_herald_banner-in-the-valley", "2014-09_courier_oaths-on-the-river",
    "2015-03-20_gazette_sahak-comes-back",
)
EARLIER = """\
source_id: 2013-01_almanac_first-banner
title: The first banner
authors: []
publisher: The Almanac
published: "2013-01"
published_basis: estimated
published_note: Invented.
language: en
genre: news
text_sha256: {digest}
claims:
  - claim_id: 2013-01_almanac_first-banner.01
    paragraph: "1"
    kind: formation
    subject: Red Banner Front
    date: "2012"
    date_basis: stated
    asserted_by: author
    modality: asserted
    coding: human
    summary: The front was founded.
"""


def files(root):
    kept = [root / "data" / "datapackage.json", root / bayah.build.REGISTER]
    kept += sorted((root / "data" / "tables").iterdir())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in kept}


def article(root, source_id):
    return root / "seeds" / "articles" / f"{source_id}.yml"


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add_earlier(root):
    path = article(root, "2013-01_almanac_first-banner")
    path.write_text(EARLIER.format(digest="0" * 64), encoding="utf-8")


def event_of(root):
    register = pd.read_csv(root / bayah.build.REGISTER)
    return dict(zip(register["claim_id"], register["event_id"], strict=True))


def test_there_is_an_expectation_for_every_table():
    assert {path.stem for path in EXPECTED.iterdir()} == set(TABLE)


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_built_table_is_byte_for_byte_the_one_worked_out(built, table):
    name = f"{table}.csv"
    assert (built / "data/tables" / name).read_text("utf-8") == (EXPECTED / name).read_text("utf-8")


def test_a_second_build_gives_the_same_bytes(project):
    build(project)
    before = files(project)
    build(project)
    assert files(project) == before
    assert validate_package(project / "data" / "datapackage.json") == []


def test_nothing_but_tables_package_and_register_is_left_behind(project):
    build(project)
    assert sorted(path.name for path in (project / "data").iterdir()) == ["datapackage.json", "tables"]
    assert len(files(project)) == len(TABLES) + 2


def test_check_writes_nothing_and_finds_what_build_writes(project, built):
    before = sorted(project.rglob("*"))
    tables = check(project).tables
    assert sorted(project.rglob("*")) == before
    assert {name: len(frame) for name, frame in tables.items()} == {
        name: len(frame) for name, frame in read_tables(built / "data/tables").items()}


def test_a_broken_seed_leaves_tables_and_register_untouched(project):
    build(project)
    before = files(project)
    add_earlier(project)
    edit(article(project, SECOND), "kind: attack", "kind: atack")
    with pytest.raises(SeedError):
        build(project)
    assert files(project) == before


def test_tables_that_break_the_contract_are_not_put_in_place(project, monkeypatch):
    build(project)
    before = files(project)
    add_earlier(project)
    monkeypatch.setattr(bayah.build, "validate_package", lambda _: ["events, row 2: broken"])
    with pytest.raises(TableError, match="events, row 2: broken"):
        build(project)
    assert files(project) == before


def test_a_failed_rename_puts_the_old_tables_back(project, monkeypatch):
    build(project)
    before = files(project)
    add_earlier(project)
    rename = Path.rename

    def fail_for_new_tables(path, target):
        if path.name == "tables" and path.parent.name.startswith(".build-"):
            raise OSError("no room")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_for_new_tables)
    with pytest.raises(OSError, match="no room"):
        build(project)
    monkeypatch.undo()
    assert files(project) == before


def test_event_ids_survive_an_article_that_sorts_before_all_others(project):
    build(project)
    before = event_of(project)
    add_earlier(project)
    build(project)
    after = event_of(project)
    new = after.pop("2013-01_almanac_first-banner.01")
    assert after == before
    assert int(new[1:]) == max(int(event_id[1:]) for event_id in before.values()) + 1


def test_ids_of_claims_taken_out_are_kept_and_never_given_again(project):
    build(project)
    before = event_of(project)
    third = article(project, THIRD)
    text = third.read_text(encoding="utf-8")
    third.unlink()
    build(project)
    assert event_of(project) == before
    used = set(read_tables(project / "data/tables")["events"]["event_id"])
    gone = set(before.values()) - used
    assert gone == {"E0007", "E0008", "E0009", "E0010", "E0011"}
    add_earlier(project)
    build(project)
    assert event_of(project)["2013-01_almanac_first-banner.01"] == "E0014"
    third.write_text(text, encoding="utf-8")
    build(project)
    assert {claim: event_of(project)[claim] for claim in before} == before


def test_the_id_of_an_event_found_to_be_another_is_never_given_again(project):
    edit(article(project, SECOND), 'date: "2014"\n', 'date: "2014-03"\n')
    build(project)
    claim = f"{SECOND}.01"
    assert event_of(project)[claim] != event_of(project)[f"{FIRST}.01"]
    lost = event_of(project)[claim]
    edit(article(project, SECOND), 'date: "2014-03"\n', 'date: "2014"\n')
    build(project)
    register = pd.read_csv(project / bayah.build.REGISTER)
    assert set(register.loc[register["claim_id"] == claim, "event_id"]) == {"E0001", lost}
    add_earlier(project)
    build(project)
    claims = read_tables(project / "data/tables")["claims"].set_index("claim_id")["event_id"]
    assert claims[claim] == "E0001"
    assert lost not in set(claims)


def without_ids(tables):
    """The tables with the first claim of an event in the place of its id, which two builds mint anew."""
    claims = tables["claims"]
    first = claims.groupby("event_id")["claim_id"].min().to_dict()
    texts = {}
    for name in ("sources", "claims", "claim_provinces", *DERIVED):
        frame = tables[name][TABLE[name].column_names].astype("str").fillna("")
        frame = frame.map(lambda cell: re.sub(r"\bE\d{4,}\b", lambda m: first[m[0]], cell))
        texts[name] = sorted(frame.itertuples(index=False, name=None))
    return texts


@pytest.mark.parametrize(("day", "later"), [
    (date(2014, 6, 9), [FIRST, SECOND, THIRD]), (date(2014, 6, 10), [SECOND, THIRD]),
    (date(2014, 9, 29), [SECOND, THIRD]), (date(2014, 9, 30), [THIRD]), (date(2015, 3, 19), [THIRD]),
    (date(2015, 3, 20), []), (None, []),
])
def test_the_atlas_as_known_is_the_one_built_from_what_was_published(project, atlas, day, later):
    known = as_known(atlas, day, with_drafts=True)
    for source_id in later:
        article(project, source_id).unlink()
    if len(later) == 3:
        assert all(known[name].empty for name in ("sources", "claims", "claim_provinces", *DERIVED))
        return
    # An alias may only name an article that is there.
    edit(project / "seeds/reference/aliases.csv", SECOND, "")
    assert without_ids(known) == without_ids(check(project).tables)


def test_as_known_keeps_event_ids_and_leaves_the_whole_atlas_alone(atlas):
    before = {name: frame.copy() for name, frame in atlas.items()}
    known = as_known(atlas, date(2014, 12, 31))
    assert set(known["events"]["event_id"]) < set(atlas["events"]["event_id"])
    assert list(known["sources"]["source_id"]) == [FIRST, SECOND]
    for name, frame in before.items():
        pd.testing.assert_frame_equal(atlas[name], frame)


def test_a_report_not_yet_contradicted_stands(atlas):
    then = as_known(atlas, date(2014, 12, 31))
    death = then["events"].set_index("event_id").loc["E0012"]
    assert (death["n_claims"], death["is_contested"]) == (1, False)
    spell = then["allegiances"].set_index("allegiance_id").loc["baryal-sahak.red-banner.E0001"]
    assert (spell["end_basis"], spell["end_event_id"]) == ("death", "E0012")
    assert not spell["is_contested"]


def test_drafts_take_part_only_when_asked_for(atlas):
    without, with_drafts = as_known(atlas, None), as_known(atlas, None, with_drafts=True)
    assert set(with_drafts["events"]["event_id"]) - set(without["events"]["event_id"]) == {"E0011"}
    assert not without["claims"]["coding"].eq("machine").any()
    assert "E0011" not in set(without["event_provinces"]["event_id"])


@pytest.mark.parametrize(("old", "new", "latest"), [
    ('date: "2014-05"', 'date: "2014"', "2014-06-10"),  # told by publication, so it had happened by then
    ('date: "2014-05"', 'date: "2014-05/.."', "2014-06-10"),
])
def test_what_was_told_as_done_was_done_by_publication(project, old, new, latest):
    edit(article(project, FIRST), old, new)
    claim = check(project).tables["claims"].set_index("claim_id").loc[f"{FIRST}.01"]
    assert f"{claim['date_latest']:%Y-%m-%d}" == latest


def test_a_state_may_stand_open_after_publication(project):
    edit(article(project, FIRST), 'date: "2014-06-10"\n', 'date: "2014-06/.."\n')
    claim = check(project).tables["claims"].set_index("claim_id").loc[f"{FIRST}.02"]
    assert pd.isna(claim["date_latest"])
