"""The text of a file and what the file says of it, by its ending.

Reads bytes. Returns `Content`: text whose paragraphs are set apart by blank lines, and title, authors, publisher,
date, address and language where the format holds them. Refuses, as a `ReadingError` that says what to do, what is
empty, binary, encrypted, damaged, in another encoding, or of another format than its name says.
"""

from __future__ import annotations

import re

from bayah.drafting.documents import docx, pdf
from bayah.drafting.markup import html, markdown
from bayah.drafting.texts import Content, declared_encoding, plain_text
from bayah.model import ReadingError

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")
_HTML = (".html", ".htm")
_PAGE = re.compile(r"\s*(?:<!doctype html|<html\b)", re.IGNORECASE)


def content_of(file: str, suffix: str, raw: bytes, encoding: str = "") -> Content:
    """What the bytes of a file hold; `suffix` with its dot, in small letters; `encoding`: of a text, UTF-8 without it.

    Raises: ReadingError.
    """
    if not raw.strip():
        raise ReadingError(file, "is empty", "Leave it out, or save the article anew")
    if suffix == ".pdf":
        return pdf(file, raw)
    if suffix == ".docx":
        return docx(file, raw)
    text = plain_text(file, raw, encoding or (declared_encoding(raw) if suffix in _HTML else ""))
    if suffix in _HTML:
        return html(file, text)
    if _PAGE.match(text):
        raise ReadingError(file, "is HTML by its content", "Give it the ending .html")
    return markdown(text) if suffix == ".md" else Content(text)
