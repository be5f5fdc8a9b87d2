"""The texts of the articles, where the one who runs the atlas has them: their paragraphs, and what in them carries a
claim.

Reads a folder of text files. Each is told by the SHA-256 of its bytes; its name counts for nothing. Returns paragraphs
as the codebook counts them, and the parts of them that are evidence. Passes over links that lead out of the folder,
folders that are links, files over LARGEST, and what is no regular file. Refuses a folder that cannot be read.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pysbd
from pysbd.languages import LANGUAGE_CODES

from bayah.model import PARTS, TextError, split_list

LARGEST = 2_000_000
"""Bytes of the longest file that is taken for the text of an article."""
_BLANK_LINE = re.compile(r"\n\s*\n")
_WORD = re.compile(r"\w+")
_SMALL_WORDS = frozenset({"a", "al", "an", "and", "for", "from", "in", "of", "the", "to", "who"})
_LEAST_LIKE = 0.5
"""How much of one name a sentence must hold, at the least, to be taken for the evidence."""
_LONGEST_PARAGRAPH = 20_000
"""Characters over which a paragraph is taken for one sentence: no article has such, and the splitter is slow on it."""

Range = tuple[int, int]
"""The first character, and the one after the last."""
Basis = Literal["span", "names", "paragraph"]


@dataclass(frozen=True)
class StoredFile:
    """A file of the folder, and what tells that it was changed."""

    path: Path
    changed: int
    size: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its number, from 1, and the place of its first character in the text."""

    number: int
    start: int
    text: str

    @property
    def end(self) -> int:
        """The place after its last character in the text."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Evidence:
    """What carries a claim: ranges of characters of the text, in order, and how they were found.

    `span`: the coder noted them; `names`: the sentences that hold most of the names of the claim; `paragraph`: none
    does, so the whole paragraph stands for it, and nothing is marked.
    """

    marks: tuple[Range, ...]
    basis: Basis


def list_files(folder: Path) -> tuple[StoredFile, ...]:
    """The files of the folder and the folders in it that can be texts, by path.

    Raises: TextError when it is no folder, or cannot be read.
    """
    home = folder.resolve()

    def refuse(error: OSError) -> None:
        raise TextError(f"The folder of texts {folder} cannot be read: {error.strerror}. "
                        "Let BAYAH_TEXTS name a folder that the app may read, or nothing")

    found = []
    for inside, _, names in os.walk(home, onerror=refuse):
        for path in (Path(inside) / name for name in names):
            real = path.resolve()
            state = _state(real) if real.is_relative_to(home) else None
            if state and stat.S_ISREG(state.st_mode) and state.st_size <= LARGEST:
                found.append(StoredFile(real, state.st_mtime_ns, state.st_size))
    return tuple(sorted(set(found), key=lambda file: file.path))


def _state(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None  # a link to nothing, or gone since it was listed


def index_files(files: Iterable[StoredFile]) -> dict[str, StoredFile]:
    """The files by the SHA-256 of their bytes; of equal ones the first. What cannot be opened is no text."""
    found: dict[str, StoredFile] = {}
    for file in files:
        if (content := _bytes_of(file)) is not None:
            found.setdefault(_digest(content), file)
    return found


def read_text(file: StoredFile, text_sha256: str) -> str | None:
    """The text of a file, or None where its bytes are no longer those of the digest."""
    content = _bytes_of(file)
    return content.decode("utf-8", errors="replace") if content and _digest(content) == text_sha256 else None


def find_text(folder: Path, name: str, text_sha256: str) -> str | None:
    """The text of the digest out of a folder of many, the file of this name looked at first; None if none is it.

    Raises: TextError when the folder cannot be read.
    """
    files = sorted(list_files(folder), key=lambda file: file.path.stem != name)
    return next((text for file in files if (text := read_text(file, text_sha256)) is not None), None)


def _bytes_of(file: StoredFile) -> bytes | None:
    try:
        with file.path.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError:
        return None  # gone, or not to be read since it was listed


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def split_paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs between blank lines, in order; what is blank is none."""
    ends = [(blank.start(), blank.end()) for blank in _BLANK_LINE.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(text)]
    found: list[Paragraph] = []
    for start, stop in zip(starts, stops, strict=True):
        bare = text[start:stop].strip()
        if bare:
            found.append(Paragraph(len(found) + 1, text.index(bare, start), bare))
    return found


def paragraph_range(told: str) -> Range:
    """The first and the last paragraph that a claim names: `4` or `4-5`."""
    first, _, last = told.partition("-")
    return int(first), int(last or first)


def find_evidence(claim: Any, passage: Sequence[Paragraph], language: str = "en") -> Evidence:
    """What in its paragraphs carries a claim, a row of the claims table.

    The characters that the coder noted (`evidence_start`, `evidence_end`), if the row has them and they lie in the
    passage; else the sentences that hold most of its names as written.
    """
    start, end = (getattr(claim, f"evidence_{side}", None) for side in ("start", "end"))
    if pd.notna(start) and pd.notna(end) and (inside := _within(passage, int(start), int(end))):
        return Evidence(inside, "span")
    liking = [(sentence, _liking(sentence_text, names_of(claim)))
              for sentence, sentence_text in _sentences(passage, language)]
    most = max((like for _, like in liking), default=0.0)
    if most < _LEAST_LIKE:
        return Evidence((), "paragraph")
    return Evidence(tuple(sentence for sentence, like in liking if like == most), "names")


def _within(passage: Sequence[Paragraph], start: int, end: int) -> tuple[Range, ...]:
    cut = [(max(start, paragraph.start), min(end, paragraph.end)) for paragraph in passage]
    return tuple((first, last) for first, last in cut if first < last)


def names_of(claim: Any) -> list[str]:
    """The names that a claim has from its article: of actors, places, the office and who says so."""
    parts = [getattr(claim, f"{part}_as_written") for part in PARTS]
    voice = [] if claim.asserted_by == "author" else [claim.asserted_by]
    return [name for name in dict.fromkeys([*parts, *split_list(claim.place), claim.role, *voice])
            if isinstance(name, str)]


def _liking(sentence: str, names: Iterable[str]) -> float:
    """How many of the names the sentence holds; of a name in part, the share of its words."""
    told = _words(sentence)
    return sum(len(words & told) / len(words) for words in map(_words, names) if words)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold())) - _SMALL_WORDS


def _sentences(passage: Sequence[Paragraph], language: str) -> Iterator[tuple[Range, str]]:
    """The sentences of a passage, each with its range in the text."""
    splitter = pysbd.Segmenter(language=language if language in LANGUAGE_CODES else "en", clean=False, char_span=True)
    for paragraph in passage:
        if len(paragraph.text) > _LONGEST_PARAGRAPH:
            yield (paragraph.start, paragraph.end), paragraph.text
            continue
        for sentence in splitter.segment(paragraph.text):
            words = sentence.sent.rstrip()
            start = paragraph.start + sentence.start
            yield (start, start + len(words)), words


def cut_at_marks(paragraph: Paragraph, marks: Iterable[Range]) -> list[tuple[str, bool]]:
    """The whole paragraph in pieces, each with whether it is evidence; marks that touch or overlap are one."""
    is_marked = [False] * len(paragraph.text)
    for start, end in marks:
        first, last = max(start - paragraph.start, 0), min(end - paragraph.start, len(paragraph.text))
        if first < last:
            is_marked[first:last] = [True] * (last - first)
    return [("".join(letter for letter, _ in piece), is_evidence)
            for is_evidence, piece in groupby(zip(paragraph.text, is_marked, strict=True), key=itemgetter(1))]
