"""An article out of a file: its text in paragraphs, furniture marked, and what is known of it.

Reads one file (`formats` says of which kinds). Returns an `Article`; what options give goes before what the file
says. Refuses a file without an English text, as a `ReadingError` that names it, what is wrong and what to do.
"""

from __future__ import annotations

import hashlib
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from slugify import slugify

from bayah.dates import parse_date
from bayah.drafting import furniture, publication
from bayah.drafting.contract import Article, Paragraph
from bayah.drafting.formats import SUFFIXES, content_of
from bayah.drafting.publication import Published
from bayah.drafting.texts import Content, paragraph_ends
from bayah.model import BayahError, DateError, ReadingError
from bayah.seeds import SOURCE_ID

LARGEST = 20
"""Megabytes that a file may have, unless told otherwise."""
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"\n\s*")
_WRAPPED = 100
"""Lines of a text without blank lines that are shorter, by their median, were wrapped at a margin."""
_LONGEST_SLUG = 60


@dataclass(frozen=True)
class Given:
    """What the caller knows of an article, and how it is to be read; empty: what the file says."""

    published: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    url: str = ""
    source_id: str = ""
    encoding: str = ""
    largest: int = LARGEST

    def __post_init__(self) -> None:
        """Raises: DateError if `published` is not EDTF with a first day; BayahError if `source_id` is no id."""
        if self.source_id and not re.fullmatch(SOURCE_ID, self.source_id):
            raise BayahError(f"--source-id {self.source_id} is no id. Write <date>_<publisher>_<title>, such as "
                             "2015-05-08_examplepost_oath-at-the-well.")
        if self.published and parse_date(self.published).earliest is None:
            raise DateError(f"--published {self.published} has no beginning; give a day, a month or a year")


def read_article(path: Path, given: Given | None = None) -> Article:
    """The article of a file.

    Raises: ReadingError.
    """
    return article_of(path.stem, path.suffix, read_bytes(path, given or Given()), given, file=str(path))


def read_bytes(path: Path, given: Given) -> bytes:
    """The bytes of a file that is not too large and has the ending of an article.

    Raises: ReadingError.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise ReadingError(str(path), "is no file", "Give a file or a folder of articles")
        if path.suffix.lower() not in SUFFIXES:
            raise ReadingError(str(path), f"has an ending that is not read ('{path.suffix}')",
                               f"Known: {', '.join(SUFFIXES)}; save the article as one of these")
        if size > given.largest * 1_000_000:
            raise ReadingError(str(path), f"is too large ({size / 1_000_000:.0f} MB, limit {given.largest} MB)",
                               "Split it, or raise the limit with --largest")
        return path.read_bytes()
    except OSError as error:
        raise ReadingError(str(path), f"cannot be read ({error.strerror})",
                           "Look whether it is there, is no link in a circle, and may be read by you") from error


def article_of(name: str, suffix: str, raw: bytes, given: Given | None = None, file: str = "") -> Article:
    """The article in the bytes of a file with the name and the ending; `file`: what messages call it.

    Raises: ReadingError.
    """
    given = given or Given()
    content = content_of(file or name + suffix, suffix.lower(), raw, given.encoding)
    spans = paragraph_spans(content.text)
    texts = [content.text[start:end] for start, end in spans]
    reasons = furniture.mark(texts, given.title or content.title)
    _refuse_other_languages(file or name, content, reasons)
    paragraphs = tuple(Paragraph(number, *span, reason)
                       for number, (span, reason) in enumerate(zip(spans, reasons, strict=True), start=1))
    return _told(name, content, paragraphs, texts, given)


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Where the blank-line separated paragraphs stand; of a text without a blank line, its lines.

    Lines that were wrapped at a margin are taken together again.
    """
    spans = _between(_BLANK, text)
    if len(spans) > 1 or "\n" not in text.strip():
        return spans
    lines = _between(_LINE, text)
    is_wrapped = statistics.median(end - start for start, end in lines) < _WRAPPED
    return _unwrapped(lines, text) if is_wrapped else lines


def _between(separator: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """The stretches between separators, without white space round them."""
    spans, start = [], len(text) - len(text.lstrip())
    while start < len(text):
        found = separator.search(text, start)
        end = found.start() if found else len(text)
        spans.append((start, start + len(text[start:end].rstrip())))
        start = found.end() if found else len(text)
    return spans


def _unwrapped(lines: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """The lines of each paragraph as one stretch; an indented line begins a paragraph, too."""
    spans = [lines[0]]
    for is_over, line in zip(paragraph_ends([text[start:end] for start, end in lines]), lines[1:], strict=False):
        if is_over or text[line[0] - 1] != "\n":
            spans.append(line)
        else:
            spans[-1] = (spans[-1][0], line[1])
    return spans


def _refuse_other_languages(file: str, content: Content, reasons: Sequence[str]) -> None:
    if content.language not in ("", "en"):
        raise ReadingError(file, f"is written in '{content.language}'", "The engine reads English: give a translation")
    if not all(reasons):
        return
    if furniture.LANGUAGE in reasons:
        raise ReadingError(file, "has no paragraph in Latin letters", "The engine reads English: give a translation")
    raise ReadingError(file, "has nothing but furniture of a page", "Look whether the article was saved whole")


def _told(name: str, content: Content, paragraphs: Sequence[Paragraph], texts: Sequence[str], given: Given) -> Article:
    """The article with what options, file and the lines round the text tell, in this order."""
    around = [text for text, paragraph in zip(texts, paragraphs, strict=True)
              if paragraph.furniture not in ("", furniture.COMMENT, furniture.HEADING)]
    titles = [text for text, paragraph in zip(texts, paragraphs, strict=True) if paragraph.furniture == furniture.TITLE]
    first = next(text for text, paragraph in zip(texts, paragraphs, strict=True) if not paragraph.furniture)
    lines = [line for text in around for line in text.split("\n")]
    title = furniture.line_of_title(titles[0]) if titles else ""
    authors = publication.authors_in(lines)
    url = given.url or content.url or publication.address_in(around)
    published = _published(given, content, lines, url)
    if content.tells_of_file:
        title, authors = title or content.title, authors or content.authors
    else:
        title, authors = content.title or title, content.authors or authors
    title = given.title or title
    publisher = given.publisher or content.publisher or publication.publisher_in(lines, first)
    return Article(
        name=name, source_id=given.source_id or source_id_of(published.date, publisher, title or name), title=title,
        authors=given.authors or authors, publisher=publisher, published=published.date,
        published_basis=published.basis, published_note=published.note, url=url, language=content.language or "en",
        text=content.text, text_sha256=hashlib.sha256(content.text.encode()).hexdigest(), paragraphs=tuple(paragraphs))


def _published(given: Given, content: Content, lines: Sequence[str], url: str) -> Published:
    if given.published:
        basis = "estimated" if re.search(r"[~?%]", given.published) else "stated"
        return Published(given.published, basis, "The date was given when the article was drafted.")
    if content.published.basis in ("stated", "address"):
        return content.published
    found = publication.published(lines, url)
    return found if found.date else content.published


def source_id_of(published: str, publisher: str, title: str) -> str:
    """`<date>_<publisher>_<title>` in the letters that ids have; empty if nothing tells the year."""
    day = re.match(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?", published)
    if not day:
        return ""
    words = slugify(title, max_length=_LONGEST_SLUG, word_boundary=True) or "untitled"
    site = slugify(publisher, separator="", stopwords=("the",)) or "unknown"
    return f"{day.group()}_{site}_{words}"
