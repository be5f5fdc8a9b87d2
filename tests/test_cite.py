"""Citing a view: each form is read back by a program that reads it, special characters and all."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from bayah import cite
from bayah.cite import Author, CitationError, View, Work, read_work

ROOT = Path(__file__).resolve().parent.parent
WORK = Work("Bayah: the atlas", (Author("The Bayah contributors"),), "0.3.0", date(2026, 11, 22))
LINK = "http://localhost:8501/map?group=iskp&known=2015-05-08&q=50%25+%7Bx%7D_%23"
VIEW = View(WORK, "Map: Events; Nangarhar", LINK, "176f6a3cbc9b", date(2026, 11, 25), date(2015, 5, 8))
NASTY = ["50% of A & B", "{x}", "}{", "}", "{", "a } b", r"back\slash", "$5 #1_a ~", "Sa'eed \u201cq\u201d",
         "\u00e9\u017c", "\u0646\u0646\u06af\u0631", "@misc{x,", "a, b and c", "<b>&amp;</b>", "TY  - BOOK"]


def read_bibtex(text, decode=True):
    """The fields of the one entry that a reader finds."""
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()] if decode else [])
    assert library.failed_blocks == []
    (entry,) = library.entries
    assert entry.entry_type == "misc"
    return {name: field.value for name, field in entry.fields_dict.items()} | {"key": entry.key}


def read_ris(text):
    (reference,) = rispy.loads(text)
    return reference


def test_the_atlas_is_named_as_in_its_citation_file():
    work = read_work(ROOT / "CITATION.cff")
    assert (work.title, work.authors) == ("Bayah: the atlas of allegiances", (Author("The Bayah contributors"),))
    assert work.version.count(".") == 2


def test_a_citation_file_without_what_is_needed_is_refused(tmp_path):
    path = tmp_path / "CITATION.cff"
    path.write_text("title: Bayah\nversion: 1.0.0\n", encoding="utf-8")
    with pytest.raises(CitationError, match=r"CITATION.cff names no authors, date-released\. Add it"):
        read_work(path)


def test_persons_and_bodies_are_read_from_a_citation_file(tmp_path):
    path = tmp_path / "CITATION.cff"
    path.write_text("title: T\nversion: 1\ndate-released: 2026-01-02\nauthors:\n  - family-names: Khan\n"
                    "    given-names: Amina Bibi\n  - name: The Others\n", encoding="utf-8")
    work = read_work(path)
    assert work.authors == (Author("Khan", "Amina Bibi"), Author("The Others"))
    view = replace(VIEW, work=work)
    assert cite.apa(view).startswith("Khan, A. B., & The Others. (2026). ")
    assert read_bibtex(cite.bibtex(view))["author"] == "Khan, Amina Bibi and The Others"
    assert read_ris(cite.ris(view))["authors"] == ["Khan, Amina Bibi", "The Others"]
    assert json.loads(cite.csl_json(view))[0]["author"] == [
        {"family": "Khan", "given": "Amina Bibi"}, {"literal": "The Others"}]


def test_apa():
    assert cite.apa(VIEW) == (
        "The Bayah contributors. (2026). Map: Events; Nangarhar (Data version 176f6a3cbc9b, as known on 8 May 2015) "
        f"[Data visualization]. Bayah: the atlas (Version 0.3.0). Retrieved November 25, 2026, from {LINK}")


def test_without_a_day_of_knowledge_the_day_of_access_is_named():
    view = replace(VIEW, known=None)
    for form in (cite.apa, cite.bibtex, cite.ris, cite.csl_json):
        assert "as known on 25 November 2026" in form(view)


def test_every_form_names_view_version_days_and_link():
    bib, ris = read_bibtex(cite.bibtex(VIEW), decode=False), read_ris(cite.ris(VIEW))
    (csl,) = json.loads(cite.csl_json(VIEW))
    assert bib["url"] == ris["urls"][0] == csl["URL"] == LINK
    assert bib["version"] == ris["edition"] == csl["version"] == "176f6a3cbc9b"
    assert bib["note"] == ris["notes"][0] == csl["note"] == "Data version 176f6a3cbc9b, as known on 8 May 2015"
    assert (bib["urldate"], ris["access_date"]) == ("2026-11-25", "2026/11/25")
    assert csl["accessed"] == {"date-parts": [[2026, 11, 25]]}
    assert (bib["year"], ris["year"], csl["issued"]) == ("2026", "2026", {"date-parts": [[2026, 11, 22]]})
    assert bib["key"] == ris["id"] == csl["id"] == "bayah-map-20261125"
    assert ris["type_of_reference"] == "ELEC"


@pytest.mark.parametrize("title", NASTY)
def test_special_characters_are_read_back_as_they_were(title):
    view = replace(VIEW, title=title)
    fields = read_bibtex(cite.bibtex(view))
    assert fields["title"] == title
    assert set(fields) == {"author", "title", "year", "howpublished", "version", "note", "url", "urldate", "key"}
    assert read_ris(cite.ris(view))["title"] == title
    assert json.loads(cite.csl_json(view))[0]["title"] == title
    assert title in cite.apa(view)


def test_braces_are_balanced_for_programs_that_count_them():
    for title in NASTY:
        text = cite.bibtex(replace(VIEW, title=title))
        assert text.count("{") == text.count("}")


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x2fff, exclude_categories=("Cc", "Zl", "Zp", "Cs")),
               max_size=40))
def test_no_title_breaks_a_form(title):
    view = replace(VIEW, title=" ".join(title.split()))
    assert read_bibtex(cite.bibtex(view), decode=False)["url"] == LINK
    assert read_ris(cite.ris(view))["urls"] == [LINK]
    assert json.loads(cite.csl_json(view))[0]["title"] == view.title


@pytest.mark.parametrize(("title", "key"), [
    ("Map: Events", "bayah-map-20261125"), ("Method and data", "bayah-methodanddata-20261125"),
    ("\u0646\u0642\u0634\u0647", "bayah-view-20261125"), ("{}%", "bayah-view-20261125")])
def test_keys_are_plain(title, key):
    assert replace(VIEW, title=title).key == key
