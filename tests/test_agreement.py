"""Two coders of one article: which claims they share, and how far they agree on those."""

from types import SimpleNamespace

import krippendorff
import pandas as pd
import pytest

from bayah.agreement import ACTORS, COMPARED, likeness, match, measure, read_codings
from bayah.build import check
from bayah.model import SeedError

A = "2014-06-10_herald_banner-in-the-valley"
EMPTY = dict.fromkeys(("claim_id", *COMPARED, "subject", "object"), "")


def claim(number, **cells):
    """A claim as a coder writes it; `number` is its paragraph too."""
    return EMPTY | {"claim_id": f"{number:02d}", "paragraph": str(number), "kind": "pledge", "subject_id": "man",
                    "to_group_id": "front", "date": "2014-05", "date_basis": "stated", "asserted_by": "author",
                    "modality": "asserted", "summary": f"He swore to them, time {number}."} | cells


def measured(first, second, source="x"):
    """The value of each measure of one article: (column, value) to the figure."""
    rows = measure({source: {"first": pd.DataFrame(first), "second": pd.DataFrame(second)}})
    rows = rows[rows["source_id"] == source].set_index(["column", "value"])
    return rows["agreement"]


def coded(**cells):
    return SimpleNamespace(**claim(1, **cells))


def test_likeness_adds_actors_wording_and_kind():
    # All actors shared: 4. The same words: 3. The same kind: 1.5.
    assert likeness(coded(), coded()) == pytest.approx(8.5)
    assert likeness(coded(), coded(kind="joining")) == pytest.approx(7.0)
    # Of man, front and pines, who stand on either side, only man on both: 4 / 3.
    assert likeness(coded(), coded(to_group_id="pines")) == pytest.approx(4 / 3 + 3 + 1.5)
    assert likeness(coded(summary="abc"), coded(summary="xyz")) == pytest.approx(5.5)


def test_claims_of_other_paragraphs_tell_of_two_facts():
    assert likeness(coded(), coded(paragraph="2")) == 0
    assert likeness(coded(paragraph="2-4"), coded(paragraph="4")) == pytest.approx(8.5)
    assert likeness(coded(paragraph="2-4"), coded(paragraph="5-6")) == 0


@pytest.mark.parametrize("column", [name for name in COMPARED if name not in ACTORS and name != "kind"])
def test_what_is_compared_does_not_decide_what_is_matched(column):
    assert likeness(coded(), coded(**{column: "something else"})) == likeness(coded(), coded())


def test_claims_are_matched_one_to_one_with_as_much_in_common_as_possible():
    # The first of one coder is like both of the other; given its best, the second would find nobody.
    plain = coded(summary="Swore an oath.", claim_id="a")
    other = coded(summary="Swore an oath.", claim_id="b", kind="joining")
    near = coded(summary="Swore an oath.", claim_id="c", kind="joining", subject_id="third", to_group_id="pines")
    found = match([plain, other], [near, coded(summary="Swore an oath.", claim_id="d")])
    assert [(one.claim_id, two.claim_id) for one, two in found] == [("a", "d"), ("b", "c")]
    assert match([plain], []) == []
    assert match([plain], [coded(kind="death", subject_id="third", to_group_id="", summary="zzz")]) == []


def test_f1_of_the_claims_found():
    # First three, second two, one fact shared: 2 * 1 / (3 + 2).
    figures = measured([claim(1), claim(2), claim(3)], [claim(1), claim(9)])
    assert figures["claims", "all"] == pytest.approx(0.4)
    assert measured([claim(1)], [claim(1)])["claims", "all"] == 1
    assert measured([claim(1)], [claim(2)])["claims", "all"] == 0


def test_alpha_is_krippendorffs_by_hand():
    """Four claims of both coders, modality: asserted/asserted, asserted/reported, reported/reported, asserted/asserted.

    Of the 8 cells 5 are asserted and 3 reported. One of the 4 pairs disagrees: observed disagreement 1 / 4. Expected:
    2 * 5 * 3 / (8 * 7) = 30 / 56. So alpha is 1 - (1 / 4) / (30 / 56) = 1 - 14 / 30 = 8 / 15.
    """
    first = [claim(number, modality=cell) for number, cell in
             enumerate(("asserted", "asserted", "reported", "asserted"), start=1)]
    second = [claim(number, modality=cell) for number, cell in
              enumerate(("asserted", "reported", "reported", "asserted"), start=1)]
    figures = measured(first, second)
    assert figures["modality", "all"] == pytest.approx(8 / 15, abs=1e-4)
    assert figures["modality", "equal"] == pytest.approx(0.75)
    package = krippendorff.alpha([[0, 0, 1, 0], [0, 1, 1, 0]], level_of_measurement="nominal")
    assert package == pytest.approx(8 / 15)


def test_alpha_is_not_defined_where_nothing_varies_or_nothing_is_matched():
    figures = measured([claim(1), claim(2)], [claim(1), claim(2)])
    assert pd.isna(figures["modality", "all"])
    assert figures["modality", "equal"] == 1
    nothing = measured([claim(1)], [claim(2)])
    assert nothing.drop([("claims", "all")]).isna().all()


@pytest.mark.parametrize(("column", "one", "other", "equal"), [
    ("provinces", "AF-NAN;AF-KNR", "AF-KNR;AF-NAN", 1), ("motives", "money;conduct", "conduct;money", 1),
    ("countries", "AF", "PK", 0), ("asserted_by", "The Elders", "the elders", 1), ("role", "Emir", "emir", 1),
    ("date", "2014-05", "2014", 0),
])
def test_cells_are_compared_without_order_and_case(column, one, other, equal):
    assert measured([claim(1, **{column: one})], [claim(1, **{column: other})])[column, "equal"] == equal


@pytest.mark.parametrize(("one", "other", "equal"), [
    ({"killed_min": "3", "killed_max": "5"}, {"killed_min": "3", "killed_max": "5"}, 1),
    ({"killed_min": "3", "killed_max": "5"}, {"killed_min": "3", "killed_max": "3"}, 0),
    ({"killed_min": "3"}, {"killed_min": "4"}, 0),
])
def test_the_two_ends_of_a_number_are_one_cell(one, other, equal):
    assert measured([claim(1, **one)], [claim(1, **other)])["killed", "equal"] == equal


def test_dates_may_meet_though_they_are_not_equal():
    figures = measured([claim(1), claim(2)], [claim(1, date="2014"), claim(2, date="2013")])
    assert (figures["date", "equal"], figures["date", "can meet"]) == (0, 0.5)


def test_all_articles_are_pooled_and_each_kind_has_its_own_f1():
    frames = {coder: pd.DataFrame([claim(1), claim(2, kind="death", to_group_id="")]) for coder in ("first", "second")}
    lone = {"first": pd.DataFrame([claim(1)]), "second": pd.DataFrame([claim(5, kind="clash", subject_id="x")])}
    rows = measure({"x": frames, "y": lone}).set_index(["source_id", "column", "value"])
    assert rows.loc[("all", "claims", "all"), ["n_first", "n_second", "n_matched"]].tolist() == [3, 3, 2]
    # Pledges: two of one coder, one of the other, one shared: 2 / 3.
    assert rows.loc[("all", "claims", "pledge"), "agreement"] == pytest.approx(2 / 3, abs=1e-4)
    assert rows.loc[("all", "claims", "clash"), "agreement"] == 0
    assert rows.loc[("all", "claims", "death"), "agreement"] == 1
    assert ("x", "claims", "death") not in rows.index


def test_no_codings_make_an_empty_table(tmp_path):
    assert read_codings(tmp_path) == ({}, [])
    assert measure({}).empty


def coding(root, coder="first"):
    return root / f"seeds/codings/{coder}/{A}.csv"


def problems(root):
    with pytest.raises(SeedError) as caught:
        check(root)
    return caught.value.problems


def test_columns_that_are_missing_are_named(project):
    path = coding(project)
    path.write_text(path.read_text(encoding="utf-8").replace("modality,summary", "modal,text"), encoding="utf-8")
    (problem,) = problems(project)
    assert (problem.file, problem.line, problem.what) == (
        f"seeds/codings/first/{A}.csv", 1, "has no column modality, summary")


@pytest.mark.parametrize(("coder", "missing"), [("first", "second"), ("second", "first")])
def test_an_article_that_one_of_them_coded_is_refused(project, coder, missing):
    coding(project, missing).unlink()
    (problem,) = problems(project)
    assert (problem.file, problem.what) == (
        f"seeds/codings/{missing}/{A}.csv", "is missing, and the other coder's is there")


def test_a_date_that_is_none_is_refused_with_its_line(project):
    path = coding(project, "second")
    path.write_text(path.read_text(encoding="utf-8").replace("2014-06-02,stated,AF-KNR", "June,stated,AF-KNR"),
                    encoding="utf-8")
    (problem,) = problems(project)
    assert (problem.file, problem.line, problem.where, problem.what) == (
        f"seeds/codings/second/{A}.csv", 3, "02", "'June' is not a date of the codebook")


@pytest.mark.parametrize("content", [b"", "claim_id\n01\n".encode("utf-16"), b'claim_id,"\n'])
def test_a_coding_that_is_not_csv_is_refused(project, content):
    coding(project).write_bytes(content)
    (problem,) = problems(project)
    assert problem.file == f"seeds/codings/first/{A}.csv"
    assert "is not CSV" in problem.what or "has no column" in problem.what


def test_problems_of_codings_are_told_with_those_of_the_seeds(project):
    coding(project).unlink()
    article = project / f"seeds/articles/{A}.yml"
    article.write_text(article.read_text(encoding="utf-8").replace("genre: news", "genre: novel"), encoding="utf-8")
    assert {f"seeds/codings/first/{A}.csv", f"seeds/articles/{A}.yml"} <= {p.file for p in problems(project)}
