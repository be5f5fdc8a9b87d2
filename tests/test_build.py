"""The pipeline: invented articles to tables that were worked out by hand, and what a build promises.

The expected tables in fixtures/atlas/expected follow from the codebook and docs/reconciling.md; whoever
changes a rule works them out anew.
"""

from collections import defaultdict
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml

import bayah.build
from bayah.build import build, check
from bayah.datapackage import validate_package
from bayah.derive import DERIVED, as_known
from bayah.model import TABLE, TABLES, SeedError, TableError
from bayah.store import read_tables
from tests.conftest import without_ids

EXPECTED = Path(__file__).parent / "fixtures" / "atlas" / "expected"
FIRST, SECOND, THIRD = (
    "2014-06-10_herald_banner-in-the-valley", "2014-09_courier_oaths-on-the-river",
    "2015-03-20_gazette_sahak-comes-back",
)
DRAFT = "2015-04-02_post_the-pine-valleys"
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
NAMES = ("sources", "claims", "claim_provinces", "claim_places", *DERIVED)


def files(root):
    kept = [path for path in (root / "data").rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted([*kept, root / bayah.build.REGISTER])}


def article(root, source_id):
    return root / "seeds" / "articles" / f"{source_id}.yml"


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def take_away(root, *source_ids):
    """The project without these articles, and without what is judged of them or seen in them."""
    judged = root / "seeds" / "judgements"
    for source_id in source_ids:
        article(root, source_id).unlink()
        for path in (root / "seeds/codings").rglob(f"{source_id}.csv"):
            path.unlink()
        for path in judged.glob("*.csv"):
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            path.write_text("".join(line for line in lines if source_id not in line), encoding="utf-8")
        disputes = yaml.safe_load((judged / "disputes.yml").read_text(encoding="utf-8"))
        kept = [dispute for dispute in disputes if source_id not in str(dispute)]
        (judged / "disputes.yml").write_text(yaml.safe_dump(kept), encoding="utf-8")
        aliases = root / "seeds/reference/aliases.csv"
        aliases.write_text(aliases.read_text(encoding="utf-8").replace(source_id, ""), encoding="utf-8")


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
    assert sorted(path.name for path in (project / "data").iterdir()) == ["datapackage.json", "drafts", "tables"]
    assert sorted(path.name for path in (project / "data/drafts").iterdir()) == ["datapackage.json", "tables"]
    assert len(files(project)) == 2 * (len(TABLES) + 1) + 1


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


@pytest.mark.parametrize("folder", ["tables", "drafts"])
def test_a_failed_rename_puts_the_old_tables_back(project, monkeypatch, folder):
    build(project)
    before = files(project)
    add_earlier(project)
    rename = Path.rename

    def fail_for_new_tables(path, target):
        if path.name == folder and path.parent.name.startswith(".build-"):
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
    with_third = {path: path.read_bytes() for path in (project / "seeds").rglob("*")
                  if path.is_file() and path.parent.name != "registers"}
    take_away(project, THIRD)
    build(project)
    assert event_of(project) == before
    used = set(read_tables(project / "data/tables")["events"]["event_id"])
    gone = set(before.values()) - used
    assert gone == {"E0007", "E0008", "E0009", "E0010", "E0011"}
    assert read_tables(project / "data/tables")["event_redirects"].empty  # nothing is left that they could lead to
    add_earlier(project)
    build(project)
    assert event_of(project)["2013-01_almanac_first-banner.01"] == "E0014"
    for path, content in with_third.items():
        path.write_bytes(content)
    build(project)
    assert {claim: event_of(project)[claim] for claim in before} == before


def test_the_id_of_an_event_found_to_be_another_is_never_given_again(project):
    judged = project / "seeds/judgements/events.csv"
    row = judged.read_text(encoding="utf-8")
    judged.write_text(row.splitlines()[0] + "\n", encoding="utf-8")  # judged one, they would stay one on any dates
    edit(article(project, SECOND), 'date: "2014"\n', 'date: "2014-03"\n')
    build(project)
    claim = f"{SECOND}.01"
    assert event_of(project)[claim] != event_of(project)[f"{FIRST}.01"]
    lost = event_of(project)[claim]
    edit(article(project, SECOND), 'date: "2014-03"\n', 'date: "2014"\n')
    judged.write_text(row, encoding="utf-8")
    build(project)
    register = pd.read_csv(project / bayah.build.REGISTER)
    assert set(register.loc[register["claim_id"] == claim, "event_id"]) == {"E0001", lost}
    add_earlier(project)
    build(project)
    tables = read_tables(project / "data/tables")
    claims = tables["claims"].set_index("claim_id")["event_id"]
    assert claims[claim] == "E0001"
    told = tables["event_claims"]
    assert set(told.loc[told["event_id"] == lost, "claim_id"]) <= {claim}
    redirects = tables["event_redirects"]
    assert redirects.to_numpy().tolist() == [[lost, "E0001"]]


def linked_by_the_third(root):
    """Two tellings of an oath that no rule joins, and a third article by which an editor judged them one."""
    edit(article(root, SECOND), 'date: "2014"\n', 'date: "2014-03"\n')
    edit(article(root, THIRD), "claims:\n", f"""claims:
  - claim_id: {THIRD}.08
    paragraph: "1"
    kind: joining
    subject: Baryal Sahak
    to_group: Red Banner Front
    date: "2014-04"
    date_basis: stated
    asserted_by: author
    modality: asserted
    coding: human
    summary: He was with them since April.
""")
    judged = root / "seeds/judgements/events.csv"
    judged.write_text("claim_id,other_claim_id,judgement,reason\n"
                      f"{FIRST}.01,{THIRD}.08,same_event,x\n{THIRD}.08,{SECOND}.01,same_event,x\n", encoding="utf-8")


def test_an_event_of_earlier_readers_has_an_id_of_its_own_that_is_kept(project):
    linked_by_the_third(project)
    build(project)
    before = files(project)
    tables = read_tables(project / "data/tables")
    own = as_known(tables, date(2014, 12, 31))["event_claims"].set_index("claim_id")["event_id"]
    now = tables["claims"].set_index("claim_id")["event_id"]
    assert now[f"{FIRST}.01"] == now[f"{SECOND}.01"] == now[f"{THIRD}.08"] == own[f"{FIRST}.01"]
    lost = own[f"{SECOND}.01"]
    assert lost not in set(now)
    register = pd.read_csv(project / bayah.build.REGISTER)
    assert (lost, f"{SECOND}.01") in set(register.itertuples(index=False, name=None))
    build(project)
    assert files(project) == before
    add_earlier(project)
    build(project)
    told = read_tables(project / "data/tables")["event_claims"]
    assert told.loc[told["event_id"] == lost, "claim_id"].tolist() == [f"{SECOND}.01"]


def test_no_id_is_given_to_claims_of_two_happenings_from_build_to_build(project):
    """Merged, taken apart and merged again: whatever bore an id bears it, or nothing does."""
    judged = project / "seeds/judgements/events.csv"
    row = judged.read_text(encoding="utf-8")
    bearers = defaultdict(set)
    for judgement in (row, row.replace("same_event", "not_same_event"), row):
        judged.write_text(judgement, encoding="utf-8")
        build(project)
        tables = read_tables(project / "data/tables")
        kinds = tables["claims"].set_index("claim_id")[["kind", "subject_id"]].agg("/".join, axis=1)
        for event_id, claim_id in tables["event_claims"][["event_id", "claim_id"]].itertuples(index=False):
            bearers[event_id].add(kinds[claim_id])
    assert {event_id: happenings for event_id, happenings in bearers.items() if len(happenings) > 1} == {}


@pytest.mark.parametrize(("day", "later"), [
    (date(2014, 6, 9), [FIRST, SECOND, THIRD]), (date(2014, 6, 10), [SECOND, THIRD]),
    (date(2014, 9, 29), [SECOND, THIRD]), (date(2014, 9, 30), [THIRD]), (date(2015, 3, 19), [THIRD]),
    (date(2015, 3, 20), []), (None, []),
])
def test_the_atlas_as_known_is_the_one_built_from_what_was_published(project, atlas, day, later):
    known = as_known(atlas, day)
    for name in DERIVED:
        assert day is None or (known[name]["known_from"] <= pd.Timestamp(day)).all()
    if len(later) == 3:
        assert all(known[name].empty for name in NAMES)
        return
    take_away(project, *later)
    alone = as_known(check(project).tables, None)
    assert without_ids(known, NAMES) == without_ids(alone, NAMES)


def test_drafts_as_known_are_those_built_from_what_was_published(project, drafted):
    known = as_known(drafted, date(2015, 3, 20))
    (project / "seeds/drafts" / f"{DRAFT}.yml").unlink()
    built = check(project)
    assert built.with_drafts is None
    assert without_ids(known, NAMES) == without_ids(as_known(built.tables, None), NAMES)


@pytest.mark.parametrize("tables", ["atlas", "drafted"])
@pytest.mark.parametrize("name", DERIVED)
def test_versions_of_one_row_never_hold_on_the_same_day(request, tables, name):
    rows = request.getfixturevalue(tables)[name]
    key = [column for column in TABLE[name].key if column != "known_from"]
    rows = rows.sort_values([*key, "known_from"])
    following = rows.groupby(key)["known_from"].shift(-1)
    assert (rows["known_until"] <= following)[following.notna()].all()
    assert (rows["known_from"] < rows["known_until"])[rows["known_until"].notna()].all()


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


def test_a_newer_article_can_tell_a_place_more_finely(atlas):
    then, now = as_known(atlas, date(2014, 12, 31)), as_known(atlas, None)
    found = [(tables["events"].set_index("event_id").loc["E0006", "where_prec"],
              tables["event_places"].query("event_id == 'E0006'")["place_id"].tolist()) for tables in (then, now)]
    assert found == [(4, []), (2, ["upper-bridge"])]
    assert set(then["claim_places"]["claim_id"]) < set(now["claim_places"]["claim_id"])


def test_drafts_take_part_only_in_a_set_of_their_own(atlas, drafted):
    without, with_drafts = as_known(atlas, None), as_known(drafted, None)
    assert DRAFT not in set(atlas["sources"]["source_id"])
    assert not atlas["claims"]["coding"].eq("machine").any()
    assert not atlas["events"]["is_draft"].any()
    assert with_drafts["events"].query("is_draft")["kind"].tolist() == ["withdrawal"]
    oaths = [tables["events"].set_index("event_id").loc["E0001", "n_claims"] for tables in (without, with_drafts)]
    assert oaths == [2, 3]


def test_a_draft_takes_no_id_from_the_register(project):
    build(project)
    assert not any(claim.startswith(DRAFT) for claim in event_of(project))
    before = (project / bayah.build.REGISTER).read_bytes()
    (project / "seeds/drafts" / f"{DRAFT}.yml").unlink()
    build(project)
    assert (project / bayah.build.REGISTER).read_bytes() == before


def test_tables_with_drafts_go_away_with_the_last_draft(project):
    build(project)
    assert validate_package(project / "data/drafts/datapackage.json") == []
    (project / "seeds/drafts" / f"{DRAFT}.yml").unlink()
    build(project)
    assert sorted(path.name for path in (project / "data").iterdir()) == ["datapackage.json", "tables"]


def test_a_draft_beside_a_coded_article_of_its_name_is_left_out(project):
    text = (project / "seeds/drafts" / f"{DRAFT}.yml").read_text(encoding="utf-8")
    article(project, DRAFT).write_text(text.replace("coding: machine", "coding: reviewed"), encoding="utf-8")
    built = check(project)
    assert built.with_drafts is None
    assert built.tables["claims"]["source_id"].eq(DRAFT).sum() == 2
    assert not built.tables["events"]["is_draft"].any()


def draft_claim(number, **columns):
    """A claim of the fixture's draft as YAML."""
    cells = {"claim_id": f"{DRAFT}.{number}", "paragraph": '"4"', "kind": "joining", "subject": "Zmarai Tor",
             "to_group": "Red Banner Front", "date_basis": "publication", "asserted_by": "author",
             "modality": "asserted", "coding": "machine", "summary": "Invented."} | columns
    return "  - " + "\n    ".join(f"{key}: {cell}" for key, cell in cells.items() if cell) + "\n"


def add_to_draft(project, claims="", proposed=""):
    path = project / "seeds/drafts" / f"{DRAFT}.yml"
    path.write_text(path.read_text(encoding="utf-8") + claims + proposed, encoding="utf-8")


def test_a_broken_claim_of_a_draft_stays_out_and_stops_nothing(project):
    edit(project / "seeds/drafts" / f"{DRAFT}.yml", "kind: withdrawal", "kind: withdrawl")
    built = build(project)
    assert [(problem.where, problem.what) for problem in built.left_out] == [
        (f"{DRAFT}.01", "unknown kind 'withdrawl'")]
    drafts = built.with_drafts["claims"].query("source_id == @DRAFT")
    assert drafts["claim_id"].tolist() == [f"{DRAFT}.02"]
    assert not built.tables["claims"]["source_id"].eq(DRAFT).any()


def test_a_draft_with_a_broken_head_stays_out_whole(project):
    edit(project / "seeds/drafts" / f"{DRAFT}.yml", "genre: news", "genre: newz")
    built = check(project)
    assert [problem.what for problem in built.left_out] == ["unknown genre 'newz'"]
    assert not built.with_drafts["sources"]["source_id"].eq(DRAFT).any()


def test_an_unknown_name_that_a_draft_does_not_propose_leaves_its_claim_out(project):
    add_to_draft(project, draft_claim("03"))
    built = check(project)
    assert [(problem.where, "unknown person or group or cohort 'Zmarai Tor'" in problem.what)
            for problem in built.left_out] == [(f"{DRAFT}.03", True)]


def test_whom_a_draft_proposes_is_an_actor_of_the_drafts_alone(project):
    told = draft_claim("03", evidence_start="10", evidence_end="25", confidence="0.83", rule="joining.1")
    add_to_draft(project, told,
                 "proposed:\n  - {actor_type: person, name: Zmarai Tor, aliases: [Tor]}\n"
                 "  - {actor_type: person, name: Nobody Names Him}\n  - {actor_type: person, name: Baryal Sahak}\n")
    built = check(project)
    assert built.left_out == ()
    actors = built.with_drafts["actors"]
    assert actors.loc[actors["actor_id"].str.startswith("draft-"), "name"].tolist() == ["Zmarai Tor"]
    claim = built.with_drafts["claims"].set_index("claim_id").loc[f"{DRAFT}.03"]
    assert claim["subject_id"] == "draft-person-zmarai-tor"
    assert (claim["evidence_start"], claim["evidence_end"], claim["confidence"]) == (10, 25, 0.83)
    assert not built.tables["actors"]["actor_id"].str.startswith("draft-").any()


def test_two_drafts_that_propose_one_name_mean_one_actor(project):
    proposed = "proposed:\n  - {actor_type: person, name: Zmarai Tor}\n"
    add_to_draft(project, draft_claim("03"), proposed)
    path = project / "seeds/drafts" / f"{DRAFT}.yml"
    other = path.with_name("2015-04-03_post_more-of-it.yml")
    other.write_text(path.read_text(encoding="utf-8").replace(DRAFT, other.stem).replace("Zmarai Tor", "ZMARAI TOR"),
                     encoding="utf-8")
    found = check(project).with_drafts["claims"].query("kind == 'joining'")
    assert found["subject_id"].tolist() == ["draft-person-zmarai-tor"] * 2


def test_a_draft_may_name_a_place_that_no_gazetteer_holds(project):
    add_to_draft(project, draft_claim("03", subject="Standing Pines", place="Nowhere district", provinces="[AF-KNR]"))
    built = check(project)
    assert built.left_out == ()
    assert built.with_drafts["claims"].set_index("claim_id").at[f"{DRAFT}.03", "place"] == "Nowhere district"
    assert not built.with_drafts["claim_places"]["claim_id"].eq(f"{DRAFT}.03").any()


def test_agreement_leaves_out_codings_of_articles_that_are_not_there(project):
    for coder in ("first", "second"):
        path = project / f"seeds/codings/{coder}/{FIRST}.csv"
        path.rename(path.with_name("2013-01_nobody_no-such-article.csv"))
    assert check(project).tables["agreement"].empty


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
