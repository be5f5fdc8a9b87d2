"""What a file holds, and the text of plain text files.

Reads bytes. Returns `Content`, and text in UTF-8 with `\n` at the end of lines; a UTF-8 file of such lines stays as
it is, to the byte. Refuses, as a `ReadingError` that says what to do, bytes that are no text or are in another
encoding.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bayah.drafting.publication import UNTOLD, Published
from bayah.model import ReadingError

OLE = b"\xd0\xcf\x11\xe0"
_MAGIC = {b"%PDF-": "a PDF", b"PK\x03\x04": "a ZIP or Office file", OLE: "an old Office file", b"\x89PNG": "a picture",
          b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"{\\rtf": "RTF", b"\x1f\x8b": "a gzip file"}
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HIGH, _MOST_HIGH = re.compile(rb"[\x80-\xff]"), 0.1
"""Bytes that stand for accents and curved quotes, and their greatest share in a text in Latin letters."""
_CONTROL, _MOST_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]"), 0.01
"""Signs that are no text, and their greatest share in a text that some stray into."""
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]+)", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]*_]*\s*$")
_SHORT, _WIDE = 0.65, 0.95
"""Shares of the margin below which a line ends its paragraph: surely, and if it ends a sentence."""
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")


@dataclass(frozen=True)
class Content:
    """What a file holds; all but the text may be empty.

    `tells_of_file`: title, authors and date are those of the file, which somebody may have made of another's article;
    what stands round the text goes before them.
    """

    text: str
    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: Published = UNTOLD
    url: str = ""
    language: str = ""
    tells_of_file: bool = False


def plain_text(file: str, raw: bytes, encoding: str) -> str:
    """The text of a text file: as it is, but for marks of order, line ends and signs that nobody sees.

    Raises: ReadingError for bytes that are no text, or are one in another encoding.
    """
    for magic, what in _MAGIC.items():
        if raw.startswith(magic):
            raise ReadingError(file, f"is {what} by its content", "Give it the ending of its kind, or save it as text")
    text = _decoded(file, raw, encoding)
    if "\x00" in text or len(_CONTROL.findall(text)) > len(text) * _MOST_CONTROL:
        hint = _hint(raw) if b"\x00" in raw and not encoding else ""
        raise ReadingError(file, "is no text: it holds control characters", f"Save the article as UTF-8{hint}")
    return mended(text)


def mended(text: str) -> str:
    """The text with `\\n` at the end of lines, without signs that nobody sees (soft hyphens, marks of direction)."""
    text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    return _CONTROL.sub(" ", text).replace("\f", " ").replace("\v", " ")


def _decoded(file: str, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding or "utf-8-sig")
    except LookupError as error:
        raise ReadingError(file, f"cannot be read: there is no encoding '{encoding}'", "Give one that Python knows, "
                           "such as windows-1252 or utf-16") from error
    except UnicodeDecodeError as error:
        what = f"is not {encoding or 'UTF-8'} (byte {raw[error.start]:#04x} at {error.start})"
        raise ReadingError(file, what, "Save it as UTF-8" + ("" if encoding else _hint(raw)),
                           raw.count(b"\n", 0, error.start) + 1) from error


def _hint(raw: bytes) -> str:
    guess = _guess(raw)
    return f", or give --encoding {guess}, which it looks like" if guess else ", or give its --encoding"


def _guess(raw: bytes) -> str:
    """The encoding that the bytes look like, empty if they look like none that English is written in."""
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), "")
    if marked or raw.count(0) > len(raw) / 4:
        return marked or ("utf-16-le" if raw[1::2].count(0) > raw[::2].count(0) else "utf-16-be")
    if len(_HIGH.findall(raw)) > len(raw) * _MOST_HIGH:
        return ""
    try:
        raw.decode("windows-1252")
    except UnicodeDecodeError:
        return ""
    return "windows-1252"


def declared_encoding(raw: bytes) -> str:
    """The encoding that an HTML page declares, empty if none; what pages call Latin 1 is Windows-1252 (WHATWG)."""
    found = _DECLARED.search(raw[:4096])
    name = found[1].decode().lower() if found and not raw.startswith(tuple(mark for mark, _ in _MARKS)) else ""
    return {"iso-8859-1": "windows-1252", "latin1": "windows-1252", "utf-8": "", "utf-16": ""}.get(name, name)


def paragraph_ends(lines: Sequence[str]) -> list[bool]:
    """Whether each line, wrapped at a margin, is the last of its paragraph: it is short or had room for a word.

    Where letters are of different widths the margin is not sharp: a line with room for a word goes on, unless it ends a
    sentence.
    """
    lengths = [len(line.strip()) for line in lines if line.strip()] or [0]
    margin = statistics.quantiles([*lengths, *lengths], n=10)[-1]
    ends = []
    for line, following in zip(lines, [*lines, ""][1:], strict=True):
        room = len(line.strip()) + 1 + len(following.strip().split(" ")[0])
        is_ended = bool(SENTENCE_END.search(line))
        ends.append(len(line.strip()) < _SHORT * margin or (room < _WIDE * margin and is_ended))
    return ends


def paragraphs(blocks: Iterable[str]) -> str:
    """The blocks as a text file has them: set apart by blank lines, each without odd spaces."""
    lines = (" ".join(block.split()) for block in blocks)
    return "\n\n".join(line for line in lines if line) + "\n"
