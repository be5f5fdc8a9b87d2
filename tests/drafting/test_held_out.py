"""The committed measurement of the rule engine is that of this engine, on articles of which it knows nothing."""

from pathlib import Path

import pandas as pd
import pytest

from bayah.drafting.calibration import probability, read_curves
from bayah.drafting.engine import draft
from bayah.drafting.held_out import coded_samples, invented_samples, measure, texts_folder
from bayah.drafting.reference import read_reference
from bayah.drafting.results import FOLDER, read_results, write_results
from bayah.model import TableError
from bayah.seeds import article_files

ROOT = Path(__file__).resolve().parents[2]
TEXTS = texts_folder(ROOT)


@pytest.fixture(scope="module")
def measured():
    return measure(ROOT, TEXTS)


def test_the_committed_measurement_is_that_of_this_engine(measured):
    results, curves = measured
    committed = read_results(ROOT)
    if not TEXTS.is_dir():
        pytest.skip(f"the texts of the coded articles are not in {TEXTS}")
    for name in ("scores", "shares", "calibration"):
        pd.testing.assert_frame_equal(getattr(committed, name), getattr(results, name), check_dtype=False,
                                      obj=f"data/scoring/{name}.csv (run `make score`)")
    assert read_curves() == curves, "run `make score`"


def test_the_invented_articles_are_measured_without_any_texts(measured):
    results, _ = measured
    committed = read_results(ROOT).scores
    scores = results.scores
    for name in ("invented", "coders"):
        pd.testing.assert_frame_equal(committed[committed["measured_on"] == name].reset_index(drop=True),
                                      scores[scores["measured_on"] == name].reset_index(drop=True), check_dtype=False)


def test_without_texts_there_are_no_coded_articles(tmp_path):
    assert coded_samples(ROOT, tmp_path) == []
    assert texts_folder(ROOT, {"BAYAH_TEXTS": str(tmp_path)}) == tmp_path


def spellings(reference):
    """Every spelling with the id to which it leads."""
    return {(actor.actor_id, spelling) for actor in (*reference.persons, *reference.groups) if actor.actor_id
            for spelling in actor.spellings}


def test_every_coded_article_is_drafted_without_what_it_alone_tells():
    if not TEXTS.is_dir():
        pytest.skip(f"the texts of the coded articles are not in {TEXTS}")
    samples = coded_samples(ROOT, TEXTS)
    assert [sample.article.name for sample in samples] == [path.stem for path in article_files(ROOT)]
    whole = spellings(read_reference(ROOT))
    for sample in samples:
        assert spellings(sample.reference) < whole
        assert {claim.source for claim in sample.gold} == {sample.article.name}


def test_every_invented_article_has_gold_and_a_day():
    samples = invented_samples(ROOT)
    assert len(samples) == len(list((ROOT / "tests/fixtures/gold").glob("*.csv")))
    for sample in samples:
        assert sample.article.published
        assert {claim.source for claim in sample.gold} == {sample.article.name}
        numbers = {paragraph.number for paragraph in sample.article.paragraphs}
        assert all(claim.paragraphs <= numbers for claim in sample.gold)


def test_results_are_read_as_written_and_refused_when_damaged(measured, tmp_path):
    results, _ = measured
    assert read_results(tmp_path) is None
    write_results(results, tmp_path)
    written = {path.name: path.read_bytes() for path in (tmp_path / FOLDER).iterdir()}
    write_results(read_results(tmp_path), tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / FOLDER).iterdir()} == written
    (tmp_path / FOLDER / "shares.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(TableError, match="other columns"):
        read_results(tmp_path)
    (tmp_path / FOLDER / "scores.csv").unlink()
    with pytest.raises(TableError, match="make score"):
        read_results(tmp_path)


def test_the_confidence_of_a_draft_is_what_its_raw_score_is_worth():
    sample = invented_samples(ROOT)[0]
    raw = {(claim.kind, claim.evidence_start, claim.subject): claim.confidence
           for claim in draft(sample.article, sample.reference, keep_all=True).claims}
    made = draft(sample.article, sample.reference).claims
    assert made
    for claim in made:
        assert claim.confidence == probability(raw[claim.kind, claim.evidence_start, claim.subject], claim.kind)
