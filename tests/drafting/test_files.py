"""Drafts as files: what stands in them, and what is not written over."""

import csv
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bayah.drafting.contract import Draft, DraftClaim, ProposedActor
from bayah.drafting.files import COLUMNS, draft_yaml, write_csv, write_draft, write_text
from bayah.drafting.reading import Given, article_of
from bayah.model import ReadingError

TEXT = "Oath at the well\n\nBy Zarmina Example\n\nMay 8, 2015\n\n" \
       "Gul Aman swore an oath to the Taliban at the old well.\n"


def drafted(**changes):
    article = article_of("a-1", ".txt", TEXT.encode(), Given(publisher="The Example Post"))
    claim = DraftClaim(
        paragraph="4", kind="pledge", subject="Gul Aman", subject_id="gul-aman", to_group="Taliban", evidence_start=60,
        evidence_end=100, confidence=0.8, rule="swear", motives=("money", "conduct"), count_min=1, count_max=2,
        killed_min=0, provinces=("AF-NAN", "AF-KUN"), date="2015-05-08", date_basis="relative",
        summary="Gul Aman swears to the Taliban.")
    return replace(Draft(article, "rules 1", (claim,), (ProposedActor("person", "Gul Aman", ("Aman",)),)), **changes)


def test_a_draft_is_a_coded_article_with_evidence(tmp_path):
    assert write_draft(drafted(), tmp_path)
    path = tmp_path / "2015-05-08_examplepost_oath-at-the-well.yml"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert document["proposed"] == [{"actor_type": "person", "name": "Gul Aman", "aliases": ["Aman"]}]
    assert (document["engine"], document["authors"], document["published"]) == (
        "rules 1", ["Zarmina Example"], "2015-05-08")
    (claim,) = document["claims"]
    assert claim["claim_id"] == "2015-05-08_examplepost_oath-at-the-well.01"
    assert (claim["coding"], claim["confidence"], claim["evidence_start"]) == ("machine", 0.8, 60)
    assert (claim["killed_min"], "killed_max" in claim, "object" in claim) == (0, False, False)


@given(st.text(), st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_any_text_is_read_back_from_a_draft(subject, summary, authors):
    article = replace(drafted().article, authors=tuple(authors))
    claim = replace(drafted().claims[0], subject=subject, summary=summary)
    document = yaml.safe_load(draft_yaml(drafted(article=article, claims=(claim,))))
    (read,) = document["claims"]
    assert (read.get("subject", ""), read.get("summary", ""), document["authors"]) == (subject, summary, authors)


def test_no_sentence_of_the_article_stands_in_a_draft(tmp_path):
    write_draft(drafted(), tmp_path)
    (path,) = tmp_path.iterdir()
    assert "old well." not in path.read_text(encoding="utf-8")


def test_another_draft_is_written_over_by_force_only(tmp_path):
    write_draft(drafted(), tmp_path)
    (path,) = tmp_path.iterdir()
    first = path.read_bytes()
    other = drafted(claims=())
    assert write_draft(drafted(), tmp_path)
    assert not write_draft(other, tmp_path)
    assert path.read_bytes() == first
    assert write_draft(other, tmp_path, force=True)
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["claims"] == []
    assert list(tmp_path.iterdir()) == [path]


def test_a_draft_needs_a_date(tmp_path):
    undated = replace(drafted().article, published="", source_id="")
    with pytest.raises(ReadingError, match=r"nothing tells when it was published.* Give --published"):
        write_draft(drafted(article=undated), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_csv_has_names_and_runs_no_formula(tmp_path):
    evil = replace(drafted().claims[0], subject="=HYPERLINK(1)", summary="+1")
    write_csv([drafted(), drafted(claims=(evil,))], tmp_path / "out.csv")
    text = (tmp_path / "out.csv").read_text(encoding="utf-8")
    first, second = csv.DictReader(text.splitlines())
    assert text.splitlines()[0] == ",".join(COLUMNS)
    assert (first["source"], first["paragraph"], first["subject"], first["to_group"], first["coding"]) == (
        "a-1", "4", "Gul Aman", "Taliban", "machine")
    assert (first["motives"], first["provinces"], first["killed_min"], first["killed_max"]) == (
        "money;conduct", "AF-NAN;AF-KUN", "0", "")
    assert (first["confidence"], first["evidence_end"]) == ("0.80", "100")
    assert (second["subject"], second["summary"]) == ("'=HYPERLINK(1)", "'+1")


def test_a_csv_that_fails_leaves_the_old_one(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old", encoding="utf-8")

    def failing():
        yield drafted()
        raise ReadingError("a", "is lost", "Find it")

    with pytest.raises(ReadingError):
        write_csv(failing(), path)
    assert path.read_text(encoding="utf-8") == "old"


def test_the_text_is_kept_to_the_byte(tmp_path):
    write_text(drafted(), tmp_path)
    assert (tmp_path / "2015-05-08_examplepost_oath-at-the-well.txt").read_bytes() == TEXT.encode()
