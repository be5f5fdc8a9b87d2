"""Citing a view of the atlas: as APA, BibTeX, RIS and CSL-JSON, of one day of knowledge and one version of the data.

Reads CITATION.cff and what a page says of its view. Returns text. Refuses a CITATION.cff without authors, title or
date. BibTeX is written by bibtexparser with pylatexenc's escapes, RIS by rispy; APA is a line of our own, for one kind
of work (docs/decisions/0011-citing.md).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import rispy
import yaml
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from pylatexenc.latexencode import RULE_DICT, UnicodeToLatexConversionRule, UnicodeToLatexEncoder

from bayah.dates import day_words
from bayah.model import BayahError

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")
# BibTeX counts braces even where a backslash stands before them: only words for them keep a field whole.
_BRACES = UnicodeToLatexConversionRule(RULE_DICT, {ord("{"): r"{\lbrace}", ord("}"): r"{\rbrace}"})


class _Ris(rispy.RisWriter):  # type: ignore[misc]
    """RIS that begins with its first tag: rispy numbers references, and RIS knows no such line."""

    def set_header(self, count: int) -> str:
        return ""


class CitationError(BayahError):
    """CITATION.cff does not say what a citation needs."""


@dataclass(frozen=True)
class Author:
    """A person, with a given name, or a body, without."""

    family: str
    given: str = ""


@dataclass(frozen=True)
class Work:
    """The atlas as CITATION.cff names it."""

    title: str
    authors: tuple[Author, ...]
    version: str
    released: date


@dataclass(frozen=True)
class View:
    """One view of the atlas, its title in one line. `known`: the day of its knowledge; None means the day of access."""

    work: Work
    title: str
    link: str
    data_version: str
    accessed: date
    known: date | None = None

    @property
    def state(self) -> str:
        """Which state of the atlas was seen, in words."""
        return f"data version {self.data_version}, as known on {day_words(self.known or self.accessed)}"

    @property
    def key(self) -> str:
        """A key for reference managers; the same view on the same day has the same one."""
        page = "".join(char for char in self.title.split(":")[0].lower() if char.isascii() and char.isalnum())
        return f"bayah-{page or 'view'}-{self.accessed:%Y%m%d}"


def read_work(path: Path) -> Work:
    """The atlas as a CITATION.cff names it.

    Raises: CitationError when the file names no title, author, version or date of release.
    """
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    missing = [name for name in ("title", "authors", "version", "date-released") if not said.get(name)]
    if missing:
        raise CitationError(f"{path.name} names no {', '.join(missing)}. Add it; the form is told at "
                            "https://citation-file-format.github.io")
    authors = tuple(Author(one.get("family-names") or one["name"], one.get("given-names", ""))
                    for one in said["authors"])
    return Work(said["title"], authors, str(said["version"]), date.fromisoformat(str(said["date-released"])))


def apa(view: View) -> str:
    """The reference in the style of the American Psychological Association, seventh edition, as plain text."""
    accessed = f"{MONTHS[view.accessed.month - 1]} {view.accessed.day}, {view.accessed.year}"
    authors = _apa_authors(view.work.authors)
    return (f"{authors}{'' if authors.endswith('.') else '.'} ({view.work.released.year}). {view.title} "
            f"({_capitalised(view.state)}) [Data visualization]. {view.work.title} (Version {view.work.version}). "
            f"Retrieved {accessed}, from {view.link}")


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _apa_authors(authors: Sequence[Author]) -> str:
    names = [f"{one.family}, {' '.join(f'{name[0]}.' for name in one.given.split())}" if one.given else one.family
             for one in authors]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"


def bibtex(view: View) -> str:
    """The reference as one entry of BibTeX, `@misc`, which every style knows; the address stands as it is."""
    encode = UnicodeToLatexEncoder(conversion_rules=[_BRACES, "defaults"], unknown_char_policy="keep",
                                   unknown_char_warning=False).unicode_to_latex
    authors = " and ".join(f"{encode(one.family)}, {encode(one.given)}" if one.given else f"{{{encode(one.family)}}}"
                           for one in view.work.authors)
    fields = {"author": authors, "title": f"{{{encode(view.title)}}}", "year": str(view.work.released.year),
              "howpublished": encode(f"{view.work.title} (version {view.work.version})"),
              "version": encode(view.data_version), "note": encode(_capitalised(view.state)),
              "url": view.link.replace("{", "%7B").replace("}", "%7D"), "urldate": view.accessed.isoformat()}
    entry = Entry("misc", view.key, [Field(name, value) for name, value in fields.items()])
    return str(write_string(Library([entry])))


def ris(view: View) -> str:
    """The reference as RIS, type ELEC."""
    accessed, released = (f"{day:%Y/%m/%d}" for day in (view.accessed, view.work.released))
    said: dict[str, Any] = {
        "type_of_reference": "ELEC", "id": view.key,
        "authors": [", ".join(filter(None, (one.family, one.given))) for one in view.work.authors],
        "title": view.title, "secondary_title": view.work.title,
        "year": str(view.work.released.year), "date": released, "edition": view.data_version,
        "notes": [_capitalised(view.state)], "urls": [view.link], "access_date": accessed}
    return str(rispy.dumps([said], implementation=_Ris))


def csl_json(view: View) -> str:
    """The reference as CSL-JSON, from which citation programs make any style."""
    item = {
        "id": view.key, "type": "webpage", "title": view.title, "container-title": view.work.title,
        "author": [{"family": one.family, "given": one.given} if one.given else {"literal": one.family}
                   for one in view.work.authors],
        "issued": _parts(view.work.released), "accessed": _parts(view.accessed), "version": view.data_version,
        "genre": "Data visualization", "note": _capitalised(view.state), "URL": view.link}
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


def _parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}
