"""The review of an invented draft: the journal, the acts, two writers, and what is published."""

import json
import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import bayah.publish
from bayah.build import build
from bayah.journal import JournalError, StaleReviewError, journal_of, read_journal
from bayah.model import BayahError, TableError
from bayah.publish import PublishError, plan, publish
from bayah.review import (
    ClaimError,
    NewName,
    ReviewError,
    do,
    doubts,
    merged,
    namesakes_of,
    new_names,
    open_review,
    select_waiting,
    values_of,
)
from bayah.seed_files import _scalar, claim_lines, with_claims, with_rows
from bayah.seeds import AliasSeed, PersonSeed, read_seeds
from bayah.texts import find_text
from bayah.unsaved import keep_form, read_forms

DESK = Path(__file__).parent / "fixtures" / "desk"
SOURCE = "2015-04-22_lantern_commander-walks-over"
CODED = "2014-06-10_herald_banner-in-the-valley"


@pytest.fixture
def desk(project):
    """The fixture project with the draft of an article that nobody has coded."""
    shutil.copy(DESK / f"{SOURCE}.yml", project / "seeds" / "drafts")
    return project


def state(review, key):
    return review.claims[key].state


def article(root):
    return (root / "seeds/articles" / f"{SOURCE}.yml").read_text(encoding="utf-8")


def snapshot(root):
    """Every file of the seeds and tables but the journal."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for folder in ("seeds", "data")
            for path in sorted((root / folder).rglob("*")) if path.is_file() and path.suffix != ".jsonl"}


# --- The acts ------------------------------------------------------------------------------------


def test_a_new_review_has_every_claim_waiting_and_no_journal(desk):
    review = open_review(desk, SOURCE)
    assert [one.key for one in review.standing] == ["01", "02", "03", "04", "05", "06"]
    assert review.count()["waiting"] == 6
    assert not journal_of(desk, SOURCE).exists()


def test_acts_are_in_the_journal_with_who_and_when_and_hold_when_it_is_opened_again(desk):
    review = do(open_review(desk, SOURCE), "ann", "accept", ["01"])
    review = do(review, "bob", "reject", ["05"], reason="not_stated")
    again = open_review(desk, SOURCE)
    assert (state(again, "01"), state(again, "05")) == ("accepted", "rejected")
    assert (again.claims["01"].by, again.claims["05"].reason) == ("ann", "not_stated")
    entries = read_journal(journal_of(desk, SOURCE))
    assert [(entry.act, entry.by) for entry in entries] == [("opened", "ann"), ("accept", "ann"), ("reject", "bob")]
    assert all(entry.at.endswith("+00:00") for entry in entries)
    assert again == review


def test_an_edit_changes_the_values_and_an_unsound_one_is_refused_with_every_fault(desk):
    review = open_review(desk, SOURCE)
    values = values_of(review.claims["03"].claim)
    review = do(review, "ann", "edit", ["03"], [values | {"killed_max": 6, "date": "2015-04-24"}])
    assert (review.claims["03"].claim.killed_max, review.claims["03"].claim.date) == (6, "2015-04-24")
    assert state(review, "03") == "waiting"
    with pytest.raises(ClaimError) as refused:
        do(review, "ann", "edit", ["03"], [values | {"kind": "atack", "date": "soon"}])
    assert {column for column, _, _ in refused.value.faults} >= {"kind", "date"}
    assert len(read_journal(journal_of(desk, SOURCE))) == 2


def test_a_claim_is_split_into_two_that_replace_it(desk):
    review = open_review(desk, SOURCE)
    values = values_of(review.claims["01"].claim)
    review = do(review, "ann", "split", ["01"], [values, values | {"kind": "joining"}])
    assert [one.key for one in review.standing][:2] == ["n1a", "n1b"]
    assert review.claims["n1b"].claim.kind == "joining"
    with pytest.raises(ReviewError, match="Claim 01 is replaced"):
        do(review, "ann", "accept", ["01"])


def test_merging_takes_what_the_first_has_and_the_evidence_of_all(desk):
    review = open_review(desk, SOURCE)
    first, second = (review.claims[key].claim for key in ("01", "03"))
    values = merged([first, second])
    review = do(review, "ann", "merge", ["01", "03"], [values])
    one = review.claims["n1"].claim
    assert (one.kind, one.paragraph, one.killed_min) == ("defection", "2-3", 4)
    assert (one.evidence_start, one.evidence_end) == (first.evidence_start, second.evidence_end)
    assert len(review.standing) == 5


def test_a_claim_can_be_added(desk):
    review = do(open_review(desk, SOURCE), "ann", "add", values=[{
        "kind": "relation", "subject": "Red Banner Front", "object": "Standing Pines", "role": "hostile",
        "paragraph": "3", "date": "2015-04", "date_basis": "context", "asserted_by": "author", "modality": "asserted",
        "summary": "The two fight each other.", "evidence_start": 235, "evidence_end": 260}])
    assert state(review, "n1") == "waiting"
    assert review.claims["n1"].claim.confidence is None


@pytest.mark.parametrize(("options", "told"), [
    ({"reason": None}, "Say why"), ({"reason": "other", "text": " "}, "needs a sentence")])
def test_a_rejection_needs_its_reason(desk, options, told):
    with pytest.raises(ReviewError, match=told):
        do(open_review(desk, SOURCE), "ann", "reject", ["01"], **options)


def test_what_was_decided_can_be_reopened(desk):
    review = do(open_review(desk, SOURCE), "ann", "reject", ["01"], reason="duplicate")
    review = do(review, "ann", "reopen", ["01"])
    assert (state(review, "01"), review.claims["01"].reason) == ("waiting", "")


def test_undo_and_redo_go_back_and_forth_until_something_else_is_done(desk):
    review = do(open_review(desk, SOURCE), "ann", "accept", ["01"])
    review = do(review, "ann", "reject", ["02"], reason="wrong_kind")
    review = do(do(review, "bob", "undo"), "bob", "undo")
    assert review.count()["waiting"] == 6
    assert review.undoable is None
    review = do(review, "bob", "redo")
    assert (state(review, "01"), state(review, "02")) == ("accepted", "waiting")
    review = do(review, "bob", "accept", ["03"])
    assert review.redoable is None
    with pytest.raises(ReviewError, match="nothing to do again"):
        do(review, "bob", "redo")


def test_acts_that_do_not_fit_are_refused_and_not_written(desk):
    review = open_review(desk, SOURCE)
    for act, keys, told in (("accept", ["99"], "no claim 99"), ("merge", ["01"], "at least 2"),
                            ("undo", [], "nothing to undo"), ("reopen", ["01"], "is waiting")):
        with pytest.raises(ReviewError, match=told):
            do(review, "ann", act, keys, [values_of(review.claims["01"].claim)])
    assert not journal_of(desk, SOURCE).exists()


def test_an_id_that_leads_elsewhere_is_refused(desk):
    with pytest.raises(ReviewError, match="no id"):
        open_review(desk, "../articles/x")
    with pytest.raises(ReviewError, match="There is no draft"):
        open_review(desk, "2015_none_none")


# --- The journal ---------------------------------------------------------------------------------


def test_a_second_writer_is_told_who_wrote_what_meanwhile_and_nothing_of_his_is_taken(desk):
    ann, bob = open_review(desk, SOURCE), open_review(desk, SOURCE)
    do(ann, "ann@example.org", "accept", ["01"])
    with pytest.raises(StaleReviewError, match=r"ann@example\.org accepted 01") as refused:
        do(bob, "bob", "reject", ["01"], reason="wrong_actor")
    assert [entry.act for entry in refused.value.missed] == ["opened", "accept"]
    assert state(open_review(desk, SOURCE), "01") == "accepted"
    assert state(do(open_review(desk, SOURCE), "bob", "accept", ["02"]), "02") == "accepted"


def test_a_torn_last_line_is_as_if_it_had_not_been_written(desk):
    review = do(open_review(desk, SOURCE), "ann", "accept", ["01"])
    review = do(review, "ann", "accept", ["02"])
    path = journal_of(desk, SOURCE)
    path.write_bytes(path.read_bytes()[:-5])
    review = open_review(desk, SOURCE)
    assert (state(review, "01"), state(review, "02")) == ("accepted", "waiting")
    review = do(review, "ann", "accept", ["03"])
    assert [entry.number for entry in read_journal(path)] == [0, 1, 2]
    assert (state(review, "02"), state(review, "03")) == ("waiting", "accepted")


def test_a_crash_while_a_line_is_written_loses_nothing_that_was_told_as_taken(desk, monkeypatch):
    review = do(open_review(desk, SOURCE), "ann", "accept", ["01"])

    def fail(_):
        raise OSError("no space left on device")

    monkeypatch.setattr("bayah.journal.os.fsync", fail)
    with pytest.raises(OSError, match="no space"):
        do(review, "ann", "accept", ["02"])
    assert state(open_review(desk, SOURCE), "01") == "accepted"


@pytest.mark.parametrize(("line", "told"), [
    ('{"number": 1}', "is no entry"), ("nonsense", "is no entry"),
    ('{"number": 7, "act": "undo", "by": "ann", "at": "now"}', "bears the number 7, and 1 is due")])
def test_a_broken_line_is_told_by_its_number(desk, line, told):
    do(open_review(desk, SOURCE), "ann", "accept", ["01"])
    path = journal_of(desk, SOURCE)
    first, second = path.read_text().splitlines()
    path.write_text(f"{first}\n{line}\n{second}\n")
    with pytest.raises(JournalError, match=f":2: {told}"):
        open_review(desk, SOURCE)


def test_a_journal_that_takes_back_what_is_not_there_is_refused(desk):
    do(open_review(desk, SOURCE), "ann", "accept", ["01"])
    path = journal_of(desk, SOURCE)
    opened = path.read_text().splitlines()[0]
    path.write_text(opened + "\n" + json.dumps({"number": 1, "act": "undo", "by": "ann", "at": "now"}) + "\n")
    with pytest.raises(JournalError, match="what is not there"):
        open_review(desk, SOURCE)


def test_a_draft_made_anew_does_not_shift_under_its_review(desk):
    review = do(open_review(desk, SOURCE), "ann", "accept", ["01"])
    path = desk / "seeds/drafts" / f"{SOURCE}.yml"
    path.write_text(path.read_text().replace("kind: defection", "kind: joining"))
    review = open_review(desk, SOURCE)
    assert review.is_of_another_draft
    assert state(review, "01") == "waiting"
    with pytest.raises(ReviewError, match="made anew"):
        do(review, "ann", "accept", ["01"])
    review = do(review, "ann", "opened")
    assert not review.is_of_another_draft
    assert state(do(review, "ann", "reject", ["01"], reason="wrong_kind"), "01") == "rejected"
    assert len(read_journal(journal_of(desk, SOURCE))) == 4


def test_the_pile_counts_what_is_decided(desk):
    do(open_review(desk, SOURCE), "ann", "accept", ["01", "02"])
    pile = {row.source_id: (row.n_claims, row.n_decided, row.n_published) for row in select_waiting(desk)}
    assert pile == {"2015-04-02_post_the-pine-valleys": (2, 0, 0), SOURCE: (6, 2, 0)}


# --- Publishing ----------------------------------------------------------------------------------


@pytest.fixture
def accepted(desk):
    """A review with the commander's defection and the attack accepted, in a project that was built."""
    build(desk)
    return do(open_review(desk, SOURCE), "ann", "accept", ["01", "03"])


def test_a_look_at_what_would_be_written_writes_nothing(accepted):
    before = snapshot(accepted.root)
    publication = plan(accepted)
    assert publication.problems == ()
    assert publication.left_out == (("03", "the old mill"),)
    assert sorted(publication.files) == [
        f"seeds/articles/{SOURCE}.yml", "seeds/reference/aliases.csv", "seeds/reference/persons.csv"]
    assert snapshot(accepted.root) == before


def test_what_is_published_is_in_the_seeds_and_the_tables(accepted):
    review, _, built = publish(accepted, "ann")
    root = accepted.root
    assert (state(review, "01"), review.claims["03"].published_as) == ("published", f"{SOURCE}.02")
    claims = read_seeds(root, [root / "seeds/articles" / f"{SOURCE}.yml"]).claims
    first, second = (claim for _, _, claim in claims)
    assert (first.claim_id, first.coding, first.confidence) == (f"{SOURCE}.01", "reviewed", 0.91)
    assert (first.evidence_start, first.evidence_end) == (53, 184)
    assert second.place == ""
    rows = built.tables["claims"].set_index("claim_id").loc[[f"{SOURCE}.01", f"{SOURCE}.02"]]
    assert rows["subject_id"].tolist() == ["mullah-torak-ember", "red-banner"]
    assert not built.tables["actors"]["actor_id"].str.startswith("draft-").any()
    persons = (root / "seeds/reference/persons.csv").read_text().splitlines()
    assert persons[1:] == sorted(persons[1:])
    assert (root / "seeds/drafts" / f"{SOURCE}.yml").exists()
    assert built.register["claim_id"].tolist().count(f"{SOURCE}.01") == 1
    assert build(root).tables["claims"].equals(built.tables["claims"])


def test_more_can_be_accepted_and_published_and_the_claims_before_stay_as_they_are(accepted):
    review, _, _ = publish(accepted, "ann")
    before = article(accepted.root)
    with pytest.raises(ReviewError, match="Claim 01 is published"):
        do(review, "ann", "reject", ["01"], reason="duplicate")
    with pytest.raises(ReviewError, match="what was published stays"):
        do(review, "ann", "undo")
    review, _, _ = publish(do(review, "bob", "accept", ["06"]), "bob")
    assert article(accepted.root).startswith(before)
    assert review.claims["06"].published_as == f"{SOURCE}.03"


def test_a_number_once_given_is_not_given_again(accepted):
    publish(accepted, "ann")
    path = accepted.root / "seeds/articles" / f"{SOURCE}.yml"
    text = article(accepted.root)
    path.write_text(text[:text.index(f"  - claim_id: {SOURCE}.02")])
    review = open_review(accepted.root, SOURCE)
    assert (state(review, "01"), state(review, "03")) == ("published", "accepted")
    review, _, _ = publish(review, "ann")
    assert review.claims["03"].published_as == f"{SOURCE}.03"


def test_a_coded_article_is_extended_and_its_claims_are_not_touched(desk):
    draft = (DESK / f"{SOURCE}.yml").read_text().replace(SOURCE, CODED).replace("2015-04-22", "2014-06-10")
    draft = draft.replace("2015-04", "2014-06")
    (desk / "seeds/drafts" / f"{CODED}.yml").write_text(draft)
    path = desk / "seeds/articles" / f"{CODED}.yml"
    before = path.read_text()
    review, _, _ = publish(do(open_review(desk, CODED), "ann", "accept", ["04"]), "ann")
    assert path.read_text().startswith(before)
    assert review.claims["04"].published_as == f"{CODED}.05"


def test_a_problem_is_told_at_its_claim_and_nothing_is_written(accepted):
    values = values_of(accepted.claims["03"].claim)
    review = do(accepted, "ann", "edit", ["03"], [values | {"place": "the upper bridge", "provinces": ["AF-NAN"]}])
    assert [problem.what for problem in doubts(review, review.claims["03"].claim)] == [
        "the place 'the upper bridge' is of AF-KNR, which is not among the provinces"]
    before = snapshot(accepted.root)
    with pytest.raises(PublishError, match=r"Claim 03: the place 'the upper bridge' is of AF-KNR"):
        publish(review, "ann")
    assert snapshot(accepted.root) == before
    assert read_journal(journal_of(accepted.root, SOURCE))[-1].act == "edit"


def test_a_build_that_fails_leaves_everything_as_it_was(accepted, monkeypatch):
    before = snapshot(accepted.root)

    def fail(root):
        raise TableError(["claims, row 2: broken"])

    monkeypatch.setattr(bayah.publish, "build", fail)
    with pytest.raises(TableError):
        publish(accepted, "ann")
    assert snapshot(accepted.root) == before
    review = open_review(accepted.root, SOURCE)
    assert review.count()["accepted"] == 2
    monkeypatch.undo()
    review, _, _ = publish(review, "ann")
    assert review.claims["01"].published_as == f"{SOURCE}.03"


def test_who_has_not_seen_the_last_entry_cannot_publish(accepted):
    do(accepted, "bob", "reject", ["03"], reason="not_stated")
    with pytest.raises(StaleReviewError, match="bob rejected 03"):
        publish(accepted, "ann")


def test_nothing_accepted_is_nothing_to_publish(desk):
    with pytest.raises(PublishError, match="No claim is accepted"):
        publish(open_review(desk, SOURCE), "ann")


# --- Who is new ----------------------------------------------------------------------------------


def renamed(review, name):
    """The review with the commander of the first claim called otherwise, and that claim accepted."""
    values = values_of(review.claims["01"].claim)
    return do(review, "ann", "accept", ["01"], [values | {"subject": name}])


def test_a_namesake_must_be_judged_and_somebody_else_is_then_a_new_man(desk):
    review = renamed(open_review(desk, SOURCE), "Commander Baryal")
    review = do(review, "ann", "identify", values=[{"name": "Commander Baryal", "actor_type": "person"}])
    named = new_names(review, [review.claims["01"]])["Commander Baryal"]
    assert namesakes_of(review, named) == ["baryal-sahak"]
    with pytest.raises(PublishError, match="the name may also mean baryal-sahak"):
        publish(review, "ann")
    review = do(review, "ann", "identify", values=[{
        "name": "Commander Baryal", "actor_type": "person",
        "others": [{"other_id": "baryal-sahak", "judgement": "not_same", "reason": "Invented: another valley."}]}])
    assert namesakes_of(review, new_names(review, [review.claims["01"]])["Commander Baryal"]) == []
    _, _, built = publish(review, "ann")
    assert "commander-baryal" in built.tables["persons"]["person_id"].tolist()
    row = built.tables["identities"].set_index("other_id").loc["commander-baryal"]
    assert (row["actor_id"], row["judgement"], row["reason"]) == (
        "baryal-sahak", "not_same", "Invented: another valley.")


def test_a_namesake_who_is_the_same_man_gets_an_alias(desk):
    review = renamed(open_review(desk, SOURCE), "Commander Baryal")
    review = do(review, "ann", "identify", values=[{
        "name": "Commander Baryal", "actor_type": "person", "actor_id": "baryal-sahak"}])
    _, publication, built = publish(review, "ann")
    assert publication.rows == (AliasSeed(actor_id="baryal-sahak", alias="Commander Baryal", source_id=SOURCE),)
    claim = built.tables["claims"].set_index("claim_id").loc[f"{SOURCE}.01"]
    assert (claim["subject_id"], claim["subject_as_written"]) == ("baryal-sahak", "Commander Baryal")


def test_whom_nobody_proposed_somebody_must_name(desk):
    review = renamed(open_review(desk, SOURCE), "Nobody Known")
    assert new_names(review, [review.claims["01"]]) == {"Nobody Known": None}
    with pytest.raises(PublishError, match="Claim 01: 'Nobody Known' is nobody known"):
        publish(review, "ann")


def test_new_groups_and_cohorts_get_rows_and_ids_of_their_own(desk):
    review = open_review(desk, SOURCE)
    values = values_of(review.claims["01"].claim)
    review = do(review, "ann", "accept", ["01"], [values | {
        "subject": "six of his men", "to_group": "Draft Lodge", "count_min": 6, "count_max": 6}])
    review = do(review, "ann", "identify", values=[
        {"name": "six of his men", "actor_type": "cohort", "group_id": "red-banner", "count_min": 6, "count_max": 6},
        {"name": "Draft Lodge", "actor_type": "group", "kind": "council", "parent_group_id": "standing-pines"}])
    _, _, built = publish(review, "ann")
    groups = built.tables["groups"].set_index("group_id")
    assert groups.at["the-draft-lodge", "parent_group_id"] == "standing-pines"
    assert built.tables["cohorts"].set_index("cohort_id").at["cohort-six-of-his-men", "group_id"] == "red-banner"


def test_a_judgement_without_a_reason_is_refused(desk):
    with pytest.raises(ClaimError):
        do(open_review(desk, SOURCE), "ann", "identify", values=[{
            "name": "X", "actor_type": "person",
            "others": [{"other_id": "baryal-sahak", "judgement": "not_same", "reason": ""}]}])


def test_a_new_name_is_what_the_draft_proposes_until_a_person_says_otherwise(desk):
    review = open_review(desk, SOURCE)
    named = new_names(review, [review.claims["01"]])
    name = "Mullah Torak Ember"
    assert named == {name: NewName(name=name, actor_type="person", group_id="red-banner")}


# --- The files -----------------------------------------------------------------------------------


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_text_stands_in_yaml_as_itself(text):
    assert yaml.safe_load(f"key: {_scalar(text)}") == {"key": text}
    assert yaml.safe_load(f"key: [{_scalar(text, within=True)}]") == {"key": [text]}


def test_claims_as_they_are_written_are_read_as_they_were(project):
    path = project / "seeds/articles" / f"{CODED}.yml"
    claims = [claim for _, _, claim in read_seeds(project, [path]).claims]
    head = path.read_text().partition("claims:\n")[0]
    path.write_text("\n".join([head + "claims:", *claim_lines(claims), ""]))
    again = read_seeds(project, [path])
    assert again.problems == []
    assert [claim for _, _, claim in again.claims] == claims


def test_the_committed_articles_keep_their_form_in_a_round_trip():
    root = Path(__file__).resolve().parents[1]
    path = root / "seeds/articles/2016-04_lwj_senior-isk-leaders-defect.yml"
    claims = [claim for _, _, claim in read_seeds(root, [path]).claims]
    assert "\n".join(claim_lines(claims)) == path.read_text().partition("claims:\n")[2].rstrip("\n")


def test_a_file_whose_claims_do_not_stand_last_is_refused(project):
    path = project / "seeds/articles" / f"{CODED}.yml"
    claims = [claim for _, _, claim in read_seeds(project, [path]).claims]
    with pytest.raises(BayahError, match="do not stand last"):
        with_claims(path.read_text() + "note: at the end\n", claims[:1])


def test_rows_are_put_where_they_belong_and_the_others_stay_as_written():
    text = 'person_id,name,notes\na,"A","one,\ntwo"\nc,C,\n'
    rows = [PersonSeed(person_id="d", name='D "the" D'), PersonSeed(person_id="b", name="B, C")]
    assert with_rows(text, PersonSeed, rows) == (
        'person_id,name,notes\na,"A","one,\ntwo"\nb,"B, C",\nc,C,\nd,"D ""the"" D",\n')
    assert with_rows("", AliasSeed, []) == "actor_id,alias,source_id\n"


# --- What is at hand -----------------------------------------------------------------------------


def test_a_half_filled_form_is_each_reviewers_own(tmp_path):
    keep_form(tmp_path, SOURCE, "a@x.org", "01", {"kind": "death"})
    keep_form(tmp_path, SOURCE, "a@x.org", "02", {"kind": "clash"})
    keep_form(tmp_path, SOURCE, "a@x.org", "02", None)
    assert read_forms(tmp_path, SOURCE, "a@x.org") == {"01": {"kind": "death"}}
    assert read_forms(tmp_path, SOURCE, "a.x@org") == {}


def test_a_text_is_known_by_its_fingerprint_and_not_by_its_name(tmp_path, desk):
    sha256 = open_review(desk, SOURCE).article.text_sha256
    (tmp_path / f"{SOURCE}.txt").write_text("Another text.")
    assert find_text(tmp_path, SOURCE, sha256) is None
    shutil.copy(DESK / f"{SOURCE}.txt", tmp_path / "article.txt")
    assert find_text(tmp_path, SOURCE, sha256).startswith("Commander of the Red Banner")
