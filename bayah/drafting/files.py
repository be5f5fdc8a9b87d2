"""Drafts as files: `seeds/drafts/<source_id>.yml` for the desk, and one CSV with names for whoever measures.

Reads drafts. Returns nothing, writes whole files or none: aside first, then in their place. Refuses to write over
another draft, for a person may be reviewing it, and to write one without what a coded article must have. No text of
an article stands in a draft; in the CSV a text that a spreadsheet would run gets an apostrophe before it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from bayah.drafting.contract import Draft, DraftClaim
from bayah.export import safe_cell
from bayah.model import ReadingError

_FROM_CLAIM = ("paragraph", "kind", "subject", "object", "from_group", "to_group", "from_leader", "to_leader", "role",
               "motives", "killed_min", "killed_max", "injured_min", "injured_max", "count_min", "count_max",
               "count_note", "date", "date_basis", "provinces", "countries", "place", "asserted_by", "modality")
_IDS = ("subject_id", "object_id", "from_group_id", "to_group_id", "from_leader_id", "to_leader_id")
_EVIDENCE = ("confidence", "evidence_start", "evidence_end", "rule")
COLUMNS = ("source", *_FROM_CLAIM, "coding", "summary", *_IDS, *_EVIDENCE)
"""The columns of the CSV, in their order."""
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""Five times as quick in C."""
_NO_FOLD = 1_000_000
_UNKNOWN_PUBLISHER, _GENRE = "unknown publisher", "news"


def draft_yaml(draft: Draft) -> bytes:
    """A draft as YAML, in the keys of a coded article and those that only drafts have.

    Raises: ReadingError if it lacks what a coded article must have.
    """
    article = draft.article
    if not article.source_id or not article.published:
        raise ReadingError(article.name, "nothing tells when it was published, and a draft needs it",
                           "Give --published with a day, a month or a year")
    head = {
        "source_id": article.source_id, "title": article.title or article.name, "authors": article.authors,
        "publisher": article.publisher or _UNKNOWN_PUBLISHER, "published": article.published,
        "published_basis": article.published_basis, "published_note": article.published_note, "url": article.url,
        "language": article.language, "genre": _GENRE, "text_sha256": article.text_sha256, "engine": draft.engine}
    claims = [{"claim_id": f"{article.source_id}.{number:02d}", **_claim_cells(claim)}
              for number, claim in enumerate(draft.claims, start=1)]
    proposed = [_filled(asdict(actor)) for actor in draft.proposed]
    document = {**_filled(head, keep="authors"), "proposed": proposed, "claims": claims}
    return bytes(yaml.dump(document, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=_NO_FOLD,
                           encoding="utf-8"))


def _claim_cells(claim: DraftClaim) -> dict[str, Any]:
    told = _filled({name: getattr(claim, name) for name in (*_FROM_CLAIM, *_IDS)})
    return told | {"coding": "machine", "summary": claim.summary, "evidence_start": claim.evidence_start,
                   "evidence_end": claim.evidence_end, "confidence": round(claim.confidence, 2), "rule": claim.rule}


def _filled(cells: dict[str, Any], keep: str = "") -> dict[str, Any]:
    """The cells that hold something, and the one to keep; tuples as lists."""
    return {name: list(cell) if isinstance(cell, tuple) else cell for name, cell in cells.items()
            if name == keep or cell not in (None, "", ())}


def write_draft(draft: Draft, folder: Path, force: bool = False) -> bool:
    """Write `<source_id>.yml` into the folder; False where another draft stands there, which only `force` replaces.

    Raises: ReadingError if the draft lacks what a coded article must have.
    """
    document, path = draft_yaml(draft), folder / f"{draft.article.source_id}.yml"
    if path.exists() and not force and path.read_bytes() != document:
        return False
    _write_whole(path, document)
    return True


def write_text(draft: Draft, folder: Path) -> None:
    """Write the article's text, to which the evidence points, as `<source_id>.txt` into the folder."""
    article = draft.article
    _write_whole(folder / f"{article.source_id or article.name}.txt", article.text.encode())


def write_csv(drafts: Iterable[Draft], path: Path) -> None:
    """Write the claims of the drafts, in their order, with the names in the name columns (`COLUMNS`)."""
    aside = _aside(path)
    with aside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for draft in drafts:
            writer.writerows(_rows(draft))
    aside.replace(path)


def _rows(draft: Draft) -> Iterator[list[object]]:
    for claim in draft.claims:
        cells = {"source": draft.article.name, "coding": "machine", "confidence": f"{claim.confidence:.2f}"}
        yield [safe_cell(cells[name] if name in cells else _cell(getattr(claim, name))) for name in COLUMNS]


def _cell(value: object) -> object:
    return ";".join(value) if isinstance(value, tuple) else value


def _write_whole(path: Path, document: bytes) -> None:
    aside = _aside(path)
    aside.write_bytes(document)
    aside.replace(path)


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")
