"""The text of a file and what the file says of it: `.txt`, `.md`, `.html`, `.pdf`, `.docx`.

Reads bytes. Returns `Content`: text whose paragraphs are set apart by blank lines, and title, authors, publisher,
date, address and language where the format holds them. A UTF-8 `.txt` stays as it is, to the byte. Refuses, as a
`ReadingError` that says what to do, what is empty, binary, encrypted, damaged, in another encoding, or of another
format than its name says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import charset_normalizer

from bayah.drafting.publication import UNTOLD, Published
from bayah.model import ReadingError

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")
_MAGIC = {b"%PDF-": "a PDF", b"PK\x03\x04": "a ZIP or Office file", b"\xd0\xcf\x11\xe0": "an old Office file",
          b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"{\\rtf": "RTF",
          b"\x1f\x8b": "a gzip file"}
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")


@dataclass(frozen=True)
class Content:
    """What a file holds; all but the text may be empty."""

    text: str
    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: Published = UNTOLD
    url: str = ""
    language: str = ""


def content_of(file: str, suffix: str, raw: bytes, encoding: str = "") -> Content:
    """What the bytes of a file hold; `suffix` with its dot, in small letters; `encoding`: of a text, UTF-8 without it.

    Raises: ReadingError.
    """
    if not raw.strip():
        raise ReadingError(file, "is empty", "Leave it out, or save the article anew")
    return Content(plain_text(file, raw, encoding))


def plain_text(file: str, raw: bytes, encoding: str) -> str:
    """The text of a text file: as it is, but for marks of order, line ends and signs that nobody sees.

    Raises: ReadingError for bytes that are no text, or are one in another encoding.
    """
    for magic, what in _MAGIC.items():
        if raw.startswith(magic):
            raise ReadingError(file, f"is {what} by its content", "Give it the ending of its kind, or save it as text")
    text = _decoded(file, raw, encoding)
    if _CONTROL.search(text):
        raise ReadingError(file, "is no text: it holds control characters", "Save the article as text (UTF-8)")
    return mended(text)


def mended(text: str) -> str:
    """The text with `\\n` at the end of lines, without signs that nobody sees (soft hyphens, marks of direction)."""
    text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    return text.replace("\f", " ").replace("\v", " ")


def _decoded(file: str, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding or "utf-8-sig")
    except LookupError as error:
        raise ReadingError(file, f"cannot be read: there is no encoding '{encoding}'", "Give one that Python knows, "
                           "such as windows-1252 or utf-16") from error
    except UnicodeDecodeError as error:
        what = f"is not {encoding or 'UTF-8'} (byte {raw[error.start]:#04x} at {error.start})"
        guess = "" if encoding else _guess(raw)
        option = f"--encoding {guess}, which it looks like" if guess else "its --encoding"
        raise ReadingError(file, what, f"Save it as UTF-8, or give {option}",
                           raw.count(b"\n", 0, error.start) + 1) from error


def _guess(raw: bytes) -> str:
    """The encoding that the bytes look like, empty if they look like none."""
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), "")
    if marked or b"\x00" in raw:
        return marked
    best = charset_normalizer.from_bytes(raw[:200_000], cp_isolation=["cp1252", "cp1250", "cp1251", "cp1256"]).best()
    return best.encoding if best else ""
