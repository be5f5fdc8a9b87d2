"""The text of PDF and Word files, and what they say of themselves.

Reads bytes. Returns `Content`: paragraphs without running heads and page numbers, and the properties of the file.
Refuses, as a `ReadingError` that says what to do, files that are damaged, encrypted, or hold no text.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bayah.drafting.publication import UNTOLD, Published, people
from bayah.drafting.texts import OLE, Content, mended, paragraph_ends, paragraphs
from bayah.model import ReadingError

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MOST_UNPACKED = 200_000_000
"""Bytes that a Word file may have when unpacked."""
_PAGE_NUMBERS = {"", "#", "- # -", "page #", "page # of #", "#/#", "# of #"}
_NO_MOMENT = datetime(2013, 12, 23, 23, 15)
"""When the empty document was made from which python-docx makes all others."""


def pdf(file: str, raw: bytes) -> Content:
    """The lines of a PDF taken together to paragraphs, without running heads and page numbers."""
    import pypdf  # slow to import, and few files are PDFs

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a damaged file is told once, by us
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _encrypted(file)
        pages = [mended(page.extract_text()).strip().split("\n") for page in reader.pages]
        told = {name: str(value) for name, value in (reader.metadata or {}).items()}
        made = reader.metadata.creation_date if reader.metadata else None
    except ReadingError:
        raise
    except pypdf.errors.DependencyError as error:
        raise _encrypted(file) from error
    except Exception as error:  # a damaged file may break the library anywhere
        raise ReadingError(file, f"is no PDF, or a damaged one ({error})",
                           "Save it anew, or its text as .txt") from error
    text = paragraphs(_reflowed(_without_running_heads(pages)))
    if not re.search(r"\w{2}", text):
        raise ReadingError(file, "is a PDF without text, perhaps of scanned pages",
                           "Let a program for text recognition (OCR) read it first")
    return Content(text=text, title=told.get("/Title", ""), authors=people(told.get("/Author", "")),
                   published=_made(made), tells_of_file=True)


def _encrypted(file: str) -> ReadingError:
    return ReadingError(file, "is encrypted", "Save it without a password")


def _made(moment: datetime | None) -> Published:
    """The month in which a file was made, as an estimate of when its article was published."""
    note = "The file was made in that month; nothing else tells when the article was published."
    is_told = moment is not None and moment.replace(tzinfo=None) != _NO_MOMENT
    return Published(f"{moment:%Y-%m}~", "estimated", note) if is_told else UNTOLD


def _without_running_heads(pages: Sequence[Sequence[str]]) -> list[str]:
    """The lines of all pages but for page numbers, and for first and last lines that most pages share."""
    edges = Counter(_signature(line) for page in pages for line in {*page[:2], *page[-2:]})
    shared = {line for line, count in edges.items() if count > max(1, len(pages) / 2)} | _PAGE_NUMBERS
    return [line for page in pages for number, line in enumerate(page)
            if 2 <= number < len(page) - 2 or _signature(line) not in shared]


def _signature(line: str) -> str:
    """A line as it looks on every page: numbers are one sign."""
    return re.sub(r"\d+", "#", " ".join(line.split())).casefold()


def _reflowed(lines: Sequence[str]) -> list[str]:
    """Lines that were wrapped at a margin, as paragraphs; a word that a hyphen broke is whole again."""
    blocks, begun = [], ""
    for line, is_last in zip(lines, paragraph_ends(lines), strict=True):
        is_broken_word = re.search(r"[a-z]-$", begun) and re.match(r"\s*[a-z]", line)
        joint = "" if begun.endswith("-") else " "
        begun = (begun[:-1] if is_broken_word else begun) + joint + line.strip()
        if is_last:
            blocks.append(begun)
            begun = ""
    return [*blocks, begun]


def docx(file: str, raw: bytes) -> Content:
    """The paragraphs of a Word file, those of tables too, and its properties."""
    import docx as word  # slow to import, and few files are Word's

    if raw.startswith(OLE):
        raise ReadingError(file, "is an old or an encrypted Office file", "Save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > _MOST_UNPACKED:
            raise ReadingError(file, f"unpacks to {unpacked // 1_000_000} MB, more than an article has",
                               "Save its text as .txt")
        document = word.Document(io.BytesIO(raw))
        blocks = [block.text for block in document.element.body.iter(f"{{{_WORD}}}p")]
        told = document.core_properties
        author, title, made = told.author, told.title, told.created
    except ReadingError:
        raise
    except Exception as error:  # a damaged file may break the library anywhere
        raise ReadingError(file, f"is no Word file, or a damaged one ({error})",
                           "Save it anew, or its text as .txt") from error
    text = paragraphs(mended("\n".join(blocks)).split("\n"))
    if not text.strip():
        raise ReadingError(file, "is a Word file without text", "Look whether it holds a picture of the article only")
    return Content(text=text, title=title, authors=people(author), published=_made(made), tells_of_file=True)
