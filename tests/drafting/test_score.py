"""What `bayah score` counts: precision, recall and F1 of one coding against another."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from bayah.cli import app
from bayah.drafting.comparing import KnownNames
from bayah.drafting.score import DEPTHS, MODES, ScoreError, matched, read_coding, score

ROOT = Path(__file__).resolve().parents[2]
BLANK = {"source": "a", "paragraph": "1", "kind": "death", "subject": "Gul", "object": "", "from_group": "",
         "to_group": "", "from_leader": "", "to_leader": "", "date": "2015-07-02", "provinces": "AF-NAN", "place": "",
         "modality": "asserted"}


@pytest.fixture
def coding(tmp_path):
    """Writes rows as a CSV and reads them back as claims."""
    def write(*rows, name="coding.csv"):
        path = tmp_path / name
        pd.DataFrame([BLANK | row for row in rows]).to_csv(path, index=False)
        return read_coding(path)
    return write


@pytest.fixture
def known(tmp_path):
    return KnownNames(tmp_path)


def found(gold, predicted, known):
    """At which depths and modes the first of each fit."""
    return {f"{depth} {mode}" for depth in DEPTHS for mode in MODES if matched(gold, predicted, known, depth, mode)}


EVERY = {f"{depth} {mode}" for depth in DEPTHS for mode in MODES}
RELAXED = {f"{depth} relaxed" for depth in DEPTHS}
MIDDLE = RELAXED | {f"{depth} middle" for depth in DEPTHS}
ACTOR, SIDES = ({f"{depth} {mode}" for mode in MODES} for depth in DEPTHS[:2])


@pytest.mark.parametrize(("gold", "predicted", "fits"), [
    ({}, {}, EVERY),
    ({}, {"kind": "attack"}, set()),
    ({}, {"source": "b"}, set()),
    ({}, {"subject": "Khalil"}, set()),
    ({"subject": "Mullah Gul Agha"}, {"subject": "Gul"}, MIDDLE),
    ({"object": "NATO"}, {"object": "army"}, ACTOR),
    ({"object": "NATO"}, {}, ACTOR | RELAXED),
    ({}, {"object": "NATO"}, ACTOR | MIDDLE),
    ({}, {"date": "2015-07"}, ACTOR | SIDES | MIDDLE),
    ({"date": ""}, {}, ACTOR | SIDES | MIDDLE),
    ({}, {"date": ""}, ACTOR | SIDES | RELAXED),
    ({}, {"date": "2015-08"}, ACTOR | SIDES),
    ({"provinces": "AF-KNR;AF-NAN"}, {"provinces": "AF-NAN;AF-KNR"}, EVERY),
    ({"provinces": "AF-KNR;AF-NAN"}, {}, ACTOR | SIDES | MIDDLE),
    ({"provinces": ""}, {}, ACTOR | SIDES | MIDDLE),
    ({}, {"provinces": "AF-KNR"}, ACTOR | SIDES),
    ({}, {"provinces": ""}, ACTOR | SIDES | RELAXED),
    ({}, {"paragraph": "7"}, EVERY),
    ({"kind": "clash", "object": "army"}, {"kind": "clash", "subject": "army", "object": "Gul"}, EVERY),
    ({"object": "army"}, {"subject": "army", "object": "Gul"}, set()),
    ({"subject_id": "gul-agha"}, {"subject_id": "gul-mohammad"}, set()),
    ({"subject_id": "gul-agha"}, {"subject": "the man", "subject_id": "gul-agha"}, EVERY),
])
def test_claims_fit_at_a_depth(coding, known, gold, predicted, fits):
    assert found(coding(gold), coding(predicted), known) == fits


def test_places_stand_for_provinces_when_relaxed(coding):
    gold, predicted = coding({}), coding({"provinces": "", "place": "Jalalabad"})
    assert "date_place relaxed" in found(gold, predicted, KnownNames(ROOT))
    elsewhere = coding({"provinces": "AF-KNR"})
    assert "date_place relaxed" not in found(elsewhere, predicted, KnownNames(ROOT))


def test_a_name_that_was_only_looked_up_may_mean_another_who_bears_it(coding):
    known = KnownNames(ROOT)
    gold = coding({"subject": "Taliban"})
    assert known.actor_id("Taliban", "subject") not in ("", "ttp")
    assert found(gold, coding({"subject": "the Taliban", "subject_id": "ttp"}), known) == EVERY
    assert found(gold, coding({"subject": "TTP", "subject_id": "ttp"}), known) == set()
    branch = coding({"subject": "Khorasan Province", "subject_id": "iskp"})
    assert found(branch, coding({"subject": "ISIS", "subject_id": "islamic-state"}), known) == MIDDLE
    sure = coding({"subject": "Taliban", "subject_id": "afghan-taliban"})
    assert found(sure, coding({"subject": "Taliban", "subject_id": "ttp"}), known) == set()


def rows(measured):
    return measured.rows.set_index(["kind", "depth", "mode"])


def test_figures_by_hand(coding, known):
    gold = coding({}, {"subject": "Khalil"}, {"kind": "attack", "subject": "army"}, {"kind": "attack", "subject": "Z"})
    predicted = coding({}, {"kind": "attack", "subject": "Army"}, {"subject": "Wali"})
    figures = rows(score(gold, predicted, known))
    whole = figures.loc[("all", "actor", "strict")]
    assert whole.tolist() == [4, 3, 2, pytest.approx(2 / 3, abs=1e-4), 0.5, pytest.approx(4 / 7, abs=1e-4)]
    assert figures.loc[("measured", "actor", "strict"), ["n_gold", "n_predicted", "n_matched"]].tolist() == [2, 2, 1]
    assert figures.loc[("attack", "actor", "strict"), ["precision", "recall"]].tolist() == [1, 0.5]


def test_each_claim_is_matched_once_and_as_many_as_can_be(coding, known):
    # "Gul" fits both of the gold; given the first, the other prediction would find nobody.
    gold = coding({"subject": "Gul Agha"}, {"subject": "Gul Khalil"})
    predicted = coding({"subject": "Gul"}, {"subject": "Gul Agha Sherzai"})
    assert rows(score(gold, predicted, known)).loc[("all", "actor", "relaxed"), "n_matched"] == 2
    twice = coding({"subject": "Gul"}, {"subject": "Gul"}, {"subject": "Gul"})
    figures = rows(score(coding({}), twice, known))
    assert figures.loc[("all", "actor", "strict"), "precision"] == pytest.approx(1 / 3, abs=1e-4)


def shares(measured):
    return {row.measure: (row.n, row.n_right) for row in measured.shares.itertuples()}


def test_province_and_persons_are_measured_on_claims_of_one_fact(coding, known):
    gold = coding({"object": "Wali"}, {"subject": "Zahir", "provinces": ""}, {"subject": "two men", "paragraph": "3"})
    predicted = coding({"object": "Khalil"}, {"subject": "Zahir"},
                       {"subject": "two men", "paragraph": "3", "provinces": "AF-KNR"})
    # Persons: Gul and Zahir right, the killer of Gul wrong; two men are nobody. Provinces: of two told, one right.
    assert shares(score(gold, predicted, known)) == {
        "province": (2, 1), "persons": (3, 2), "date": (3, 3), "modality": (3, 3)}


def test_the_wrong_man_in_the_right_fact_counts_against_linking(coding, known):
    gold, predicted = coding({}), coding({"subject": "Khalil"})
    assert shares(score(gold, predicted, known))["persons"] == (1, 0)
    assert shares(score(gold, coding({"subject": "Khalil", "paragraph": "2"}), known))["persons"] == (0, 0)


def test_articles_without_a_prediction_count_as_missed_and_others_are_left_out(coding, known):
    gold = coding({}, {"source": "b"})
    measured = score(gold, coding({}, {"source": "c"}), known)
    assert (measured.articles, measured.left_out) == (("a", "b"), ("c",))
    assert rows(measured).loc[("all", "actor", "strict"), ["n_gold", "n_predicted", "n_matched"]].tolist() == [2, 1, 1]


def test_without_a_common_article_nothing_is_measured(coding, known):
    with pytest.raises(ScoreError, match="no article in common: the first has a, the second b"):
        score(coding({}), coding({"source": "b"}), known)


def test_nothing_predicted_is_a_recall_of_nothing(coding, known):
    figures = rows(score(coding({}), [], known)).loc[("all", "sides", "strict")]
    assert figures[["recall", "f1"]].tolist() == [0, 0]
    assert pd.isna(figures["precision"])


def test_every_problem_of_every_row_is_told(tmp_path):
    path = tmp_path / "c.csv"
    pd.DataFrame([BLANK | {"kind": "deth", "colour": "red"}, BLANK | {"date": "July"}, BLANK | {"paragraph": "x"},
                  BLANK | {"subject": "", "modality": "sure"}]).to_csv(path, index=False)
    with pytest.raises(ScoreError) as caught:
        read_coding(path)
    told = str(caught.value)
    for part in ("unknown column 'colour'", "claim 1: unknown kind 'deth'. Did you mean 'death'?",
                 "claim 2: 'July' is not an EDTF date", "claim 3: 'x' is no paragraph", "claim 4: `subject` is empty",
                 "claim 4: unknown modality 'sure'"):
        assert part in told


@pytest.mark.parametrize(("name", "content", "told"), [
    ("c.csv", "source,kind\na,death\n", "has no column paragraph, subject"),
    ("c.csv", b"\xff\xfe\x00", "cannot be read"),
    ("c.csv", "", "cannot be read"),
    ("c.yml", "- 1\n", "no mapping with a list of `claims`"),
    ("c.yml", "claims: [1]\n", "no mapping with a list of `claims`"),
    ("c.yml", "a: [", "cannot be read"),
    ("c.docx", "x", "is neither .csv nor .yml"),
])
def test_files_that_are_no_codings_are_refused(tmp_path, name, content, told):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ScoreError, match=told):
        read_coding(path)
    with pytest.raises(ScoreError, match="cannot be read"):
        read_coding(tmp_path / "missing.csv")


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(ScoreError, match=r"holds no \.csv and no \.yml"):
        read_coding(tmp_path)


def test_coded_articles_are_read_as_well_as_tables(project, known):
    claims = read_coding(project / "seeds/articles")
    assert {claim.source for claim in claims} == {path.stem for path in (project / "seeds/articles").glob("*.yml")}
    assert rows(score(claims, claims, known)).loc[("all", "date_place", "strict"), "f1"] == 1


def run(*arguments):
    return CliRunner().invoke(app, ["score", *map(str, arguments)])


@pytest.fixture
def two(tmp_path, coding):
    coding({}, {"subject": "Khalil"}, name="gold.csv")
    coding({}, name="found.csv")
    return tmp_path / "gold.csv", tmp_path / "found.csv"


def test_the_command_prints_tables_json_and_csv(two):
    shown = run(*two)
    assert shown.exit_code == 0
    assert "Precision, recall and F1, strict" in shown.output
    assert "1.00 0.50 0.67" in shown.output
    told = json.loads(run(*two, "--json").output)
    assert told["articles"] == ["a"]
    assert {row["measure"] for row in told["shares"]} == {"province", "persons", "date", "modality"}
    assert {"kind": "death", "depth": "sides", "mode": "strict", "n_gold": 2, "n_predicted": 1, "n_matched": 1,
            "precision": 1.0, "recall": 0.5, "f1": 0.6667} in told["scores"]
    lines = run(*two, "--csv").output.splitlines()
    assert lines[0] == "kind,depth,mode,n_gold,n_predicted,n_matched,precision,recall,f1"
    assert "death,sides,strict,2,1,1,1.0,0.5,0.6667" in lines


def test_the_command_tells_what_is_wrong_and_fails(two, tmp_path):
    shown = run(two[0], tmp_path / "nothing.csv")
    assert shown.exit_code == 1
    assert "nothing.csv: cannot be read" in shown.output
