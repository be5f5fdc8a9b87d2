"""The texts of the articles: told by their bytes, split as the codebook counts, their evidence found and marked."""

import hashlib
import os
from pathlib import Path

import pytest

from bayah import texts
from bayah.model import TextError
from bayah.texts import (
    Evidence,
    Paragraph,
    cut_at_marks,
    find_evidence,
    index_files,
    list_files,
    names_of,
    paragraph_range,
    read_text,
    split_paragraphs,
)

TEXTS = Path(__file__).parent / "fixtures" / "atlas" / "texts"


def digest(content):
    return hashlib.sha256(content).hexdigest()


def names(folder):
    return [file.path.name for file in list_files(folder)]


def claim_of(atlas, claim_id):
    claims = atlas["claims"]
    return next(claims[claims["claim_id"] == claim_id].itertuples())


def passage_of(atlas, claim):
    """The paragraphs that a claim of the fixture names, and the whole text."""
    sha = atlas["sources"].set_index("source_id").at[claim.source_id, "text_sha256"]
    text = read_text(index_files(list_files(TEXTS))[sha], sha)
    first, last = paragraph_range(claim.paragraph)
    return [part for part in split_paragraphs(text) if first <= part.number <= last], text


def test_a_text_is_told_by_its_bytes_whatever_its_name(tmp_path, atlas):
    (tmp_path / "deep").mkdir()
    for number, path in enumerate(sorted(TEXTS.iterdir())):
        (tmp_path / "deep" / f"<b>{number}.bin").write_bytes(path.read_bytes())
    (tmp_path / "2014-06-10_herald_banner-in-the-valley.txt").write_text("another text under its name")
    found = index_files(list_files(tmp_path))
    assert len(found) == 4
    for sha in atlas["sources"]["text_sha256"]:
        assert digest(read_text(found[sha], sha).encode()) == sha


def test_of_equal_files_the_first_counts(tmp_path):
    for name in ("b", "a"):
        (tmp_path / name).write_bytes(b"one text")
    assert index_files(list_files(tmp_path))[digest(b"one text")].path.name == "a"


def test_links_out_of_the_folder_are_not_followed(tmp_path):
    inside, outside = tmp_path / "texts", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text("not to be shown")
    (inside / "own.txt").write_text("to be shown")
    (inside / "file").symlink_to(outside / "secret.txt")
    (inside / "folder").symlink_to(outside, target_is_directory=True)
    (inside / "up").symlink_to(tmp_path, target_is_directory=True)
    (inside / "nothing").symlink_to(inside / "missing")
    (inside / "again").symlink_to(inside / "own.txt")
    assert names(inside) == ["own.txt"]
    assert digest(b"not to be shown") not in index_files(list_files(inside))


def test_a_folder_that_is_itself_a_link_is_read(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "own.txt").write_text("to be shown")
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    assert names(tmp_path / "link") == ["own.txt"]


def test_what_is_too_long_or_no_file_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr(texts, "LARGEST", 10)
    (tmp_path / "long").write_bytes(b"x" * 11)
    (tmp_path / "just").write_bytes(b"x" * 10)
    os.mkfifo(tmp_path / "pipe")
    assert names(tmp_path) == ["just"]


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_that_cannot_be_read_is_named(tmp_path, made):
    """There is none of that name, or it is a file."""
    path = tmp_path / "texts"
    if made:
        path.write_text("a file")
    with pytest.raises(TextError, match=f"{path}.*BAYAH_TEXTS"):
        list_files(path)


def test_a_file_that_was_changed_since_is_not_shown(tmp_path):
    path = tmp_path / "own.txt"
    path.write_bytes(b"as it was")
    found = index_files(list_files(tmp_path))
    path.write_bytes(b"as it is")
    assert read_text(found[digest(b"as it was")], digest(b"as it was")) is None
    path.unlink()
    assert read_text(found[digest(b"as it was")], digest(b"as it was")) is None


def test_bytes_that_are_no_utf8_are_shown_as_such(tmp_path):
    (tmp_path / "own.txt").write_bytes(b"caf\xe9")
    (file,) = list_files(tmp_path)
    assert read_text(file, digest(b"caf\xe9")) == "caf\ufffd"


@pytest.mark.parametrize(("text", "wanted"), [
    ("", []),
    (" \n\n\t\n", []),
    ("one", ["one"]),
    ("\n\none\ntwo\n\n  \n\nthree \n", ["one\ntwo", "three"]),
    ("one\r\n\r\ntwo", ["one", "two"]),
    ("one\n\u00a0\ntwo", ["one", "two"]),
    ("یک\n\nدو", ["یک", "دو"]),
])
def test_paragraphs_stand_between_blank_lines(text, wanted):
    found = split_paragraphs(text)
    assert [paragraph.text for paragraph in found] == wanted
    assert [paragraph.number for paragraph in found] == list(range(1, len(wanted) + 1))
    assert [text[paragraph.start:paragraph.end] for paragraph in found] == wanted


def test_equal_paragraphs_keep_their_own_places():
    text = "same\n\nsame\n\n same"
    assert [paragraph.start for paragraph in split_paragraphs(text)] == [0, 6, 13]


@pytest.mark.parametrize(("told", "wanted"), [("4", (4, 4)), ("4-5", (4, 5)), ("12-13", (12, 13))])
def test_a_claim_names_one_paragraph_or_several(told, wanted):
    assert paragraph_range(told) == wanted


def test_every_claim_of_the_fixture_finds_its_sentence_in_its_paragraph(atlas):
    for claim in atlas["claims"].itertuples():
        passage, text = passage_of(atlas, claim)
        found = find_evidence(claim, passage)
        assert found.basis == "names", claim.claim_id
        for first, last in found.marks:
            assert any(part.start <= first < last <= part.end for part in passage)
            words = text[first:last].casefold()
            assert any(word in words for name in names_of(claim) for word in name.casefold().split())


@pytest.mark.parametrize(("claim_id", "begins", "ends"), [
    ("2014-06-10_herald_banner-in-the-valley.01", "In May, by a ford", "Temor Lawang."),
    ("2014-06-10_herald_banner-in-the-valley.02", '"We carry one flag,"', "the Red Banner."),
    ("2014-09_courier_oaths-on-the-river.04", "In spring two river men", "the Standing Pines."),
])
def test_the_sentence_with_most_of_the_names_is_marked(atlas, claim_id, begins, ends):
    passage, text = passage_of(atlas, claim_of(atlas, claim_id))
    ((first, last),) = find_evidence(claim_of(atlas, claim_id), passage).marks
    assert text[first:last].startswith(begins)
    assert text[first:last].endswith(ends)


def test_of_equal_sentences_all_are_marked(atlas):
    """One holds the man, the next the group that he means to join."""
    claim = claim_of(atlas, "2014-09_courier_oaths-on-the-river.05")
    passage, text = passage_of(atlas, claim)
    assert [text[first:last] for first, last in find_evidence(claim, passage).marks] == [
        "Zmarak Dost is said to be mending his saddle.",
        "He means to give his oath to the Standing Pines once the snow is off."]


def test_characters_that_the_coder_noted_come_before_names(atlas):
    claim = claim_of(atlas, "2014-06-10_herald_banner-in-the-valley.03")
    passage, text = passage_of(atlas, claim)
    start = text.index("Between three and five")
    columns = [*claim._fields, "evidence_start", "evidence_end"]
    noted = dict(zip(columns, [*claim, start, start + 22], strict=True))
    assert find_evidence(row(noted), passage) == Evidence(((start, start + 22),), "span")
    # Over the blank line between its two paragraphs: a mark in each.
    noted["evidence_start"] = text.index("kept a toll")
    first, second = find_evidence(row(noted), passage).marks
    assert (text[slice(*first)], text[slice(*second)][:16]) == ("kept a toll.", "They burned the ")
    for outside in ((0, 5), (len(text), len(text) + 9), (start, start), (None, None)):
        noted["evidence_start"], noted["evidence_end"] = outside
        assert find_evidence(row(noted), passage).basis == "names"


def row(values):
    return type("Row", (), values)


def test_where_no_sentence_holds_a_name_nothing_is_marked(atlas):
    claim = claim_of(atlas, "2014-06-10_herald_banner-in-the-valley.01")
    assert find_evidence(claim, [Paragraph(1, 0, "Rain fell all afternoon. Nobody came.")]) == Evidence((), "paragraph")
    assert find_evidence(claim, []) == Evidence((), "paragraph")


def test_an_overlong_paragraph_is_one_sentence(atlas, monkeypatch):
    monkeypatch.setattr(texts, "_LONGEST_PARAGRAPH", 30)
    claim = claim_of(atlas, "2014-06-10_herald_banner-in-the-valley.01")
    paragraph = Paragraph(1, 7, "Baryal Sahak swore. Then it rained. And rained.")
    assert find_evidence(claim, [paragraph]).marks == ((7, paragraph.end),)


@pytest.mark.parametrize(("marks", "wanted"), [
    ([], [("abcdef", False)]),
    ([(12, 14)], [("ab", False), ("cd", True), ("ef", False)]),
    ([(0, 99)], [("abcdef", True)]),
    ([(14, 16), (10, 12)], [("ab", True), ("cd", False), ("ef", True)]),
    ([(11, 14), (12, 15)], [("a", False), ("bcde", True), ("f", False)]),
    ([(0, 10), (0, 4), (16, 20), (18, 20), (13, 13)], [("abcdef", False)]),
])
def test_a_paragraph_is_cut_at_its_marks_and_nothing_is_lost(marks, wanted):
    assert cut_at_marks(Paragraph(1, 10, "abcdef"), marks) == wanted
