"""The seeds as text: coded claims as YAML and rows as CSV, in the form in which the files stand.

Reads the text of a file and what is new in it. Returns the new text, in which every line that stood there stands
unchanged. Refuses to add claims to a file whose claims do not stand last.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

from bayah.model import BayahError
from bayah.seeds import ArticleSeed, ClaimSeed, Seed

_ESCAPED = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\x85", "\ufeff": "\\ufeff"}
"""What YAML takes for an end of line or an ordering mark, also within quotes."""
_ALWAYS_QUOTED = ("paragraph", "date", "published", "count_note")


def article_yaml(article: ArticleSeed, claims: Iterable[ClaimSeed]) -> str:
    """A coded article as the text of its file."""
    head = _lines(article.model_dump(mode="json", exclude_defaults=True), "")
    return "\n".join([*head, "claims:", *claim_lines(claims), ""])


def with_claims(text: str, claims: Sequence[ClaimSeed]) -> str:
    """The text of an article's file with claims after those that it has.

    Raises: BayahError if the claims that it has do not stand last in it.
    """
    longer = "\n".join([text.rstrip("\n"), *claim_lines(claims), ""])
    before = yaml.load(text, yaml.BaseLoader)  # noqa: S506 (all as text)
    try:
        after = yaml.load(longer, yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError:
        after = {}
    if after.get("claims", [])[:-len(claims)] != before["claims"] or after | {"claims": []} != before | {"claims": []}:
        raise BayahError(f"The claims of {before.get('source_id')} do not stand last in its file. "
                         "Move `claims:` to its end, indented by two spaces.")
    return longer


def claim_lines(claims: Iterable[ClaimSeed]) -> list[str]:
    """Claims as the lines of a list under `claims:`, without the columns that are empty."""
    found = []
    for claim in claims:
        first, *others = _lines(claim.model_dump(mode="json", exclude_defaults=True), "    ")
        found += [f"  - {first.lstrip()}", *others]
    return found


def _lines(cells: Mapping[str, Any], indent: str) -> list[str]:
    return [f"{indent}{name}: {_value(name, cell)}" for name, cell in cells.items()]


def _value(name: str, cell: Any) -> str:
    if isinstance(cell, list):
        return f"[{', '.join(_scalar(text, within=True) for text in cell)}]"
    return str(cell) if isinstance(cell, int | float) else _scalar(cell, quoted=name in _ALWAYS_QUOTED)


def _scalar(text: str, *, within: bool = False, quoted: bool = False) -> str:
    """The text plain where YAML then reads it as this very text, else in double quotes."""
    if not quoted:
        try:
            read = yaml.safe_load(f"[{text}]" if within else f"key: {text}")
        except yaml.YAMLError:
            read = None
        if read == ([text] if within else {"key": text}) and "\n" not in text:
            return text
    return "".join(_ESCAPED.get(letter, letter) for letter in json.dumps(text, ensure_ascii=False))


def with_rows(text: str, model: type[Seed], rows: Iterable[Seed]) -> str:
    """The text of a CSV of the seeds, sorted by its first columns, with new rows where they belong.

    Empty text gets the header of `model`.
    """
    text = text or ",".join(model.model_fields) + "\n"
    (header, head), *known = _rows(text if text.endswith("\n") else text + "\n")
    for row in rows:
        cells = [_cell(getattr(row, column, "")) for column in header]
        at = next((n for n, (other, _) in enumerate(known) if other[:3] > cells[:3]), len(known))
        known.insert(at, (cells, _row(cells)))
    return "".join([head, *(line for _, line in known)])


def _rows(text: str) -> list[tuple[list[str], str]]:
    """Each row as its cells and as it is written, line ends and quotes included."""
    lines = text.splitlines(keepends=True)
    reader = csv.reader(lines)
    found, start = [], 0
    for cells in reader:
        found.append((cells, "".join(lines[start:reader.line_num])))
        start = reader.line_num
    return found


def _row(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _cell(value: object) -> str:
    return "" if value is None else str(value)
