"""Write docs/data-dictionary.md from the contract in ``bayah.model``.

Run it through ``make docs``. With ``--check`` nothing is written, and the exit code is 1 when the
file differs. The same contract gives the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bayah.model import TABLES, Column, Table  # noqa: E402 (runs without an installed package)

TARGET = ROOT / "docs" / "data-dictionary.md"
HEAD = """# Data dictionary

Made from `bayah/model.py` by `make docs`; do not edit. What the words mean:
[codebook](codebook.md).

One table is one file, `data/tables/<table>.csv`: UTF-8, `\\n`, RFC 4180, sorted by key; days are
ISO 8601, flags `true` or `false`, a missing value is an empty cell, a list joins its values by `;`.
`data/datapackage.json` says the same for machines.
"""


def data_dictionary() -> str:
    """The whole page."""
    contents = "\n".join(
        f"- [`{table.name}`](#{table.name}): {table.description}" for table in TABLES
    )
    return "\n".join([HEAD, contents, "", *map(_section, TABLES)]).rstrip() + "\n"


def _section(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    rows = "\n".join(_row(column) for column in table.columns)
    return (
        f"## {table.name}\n\n{table.description}\n\nKey: {key}.\n\n"
        f"| column | type | needed | meaning |\n| --- | --- | --- | --- |\n{rows}\n"
    )


def _row(column: Column) -> str:
    kind = "list" if column.is_list else column.type
    needed = "yes" if column.required else ""
    return f"| `{column.name}` | {kind} | {needed} | {_meaning(column)} |"


def _meaning(column: Column) -> str:
    meaning = column.description.replace("|", "\\|").rstrip(".")
    if column.references:
        table, name = column.references
        meaning += f"; `{name}` of [`{table}`](#{table})"
    if column.vocabulary:
        meaning += ": " + ", ".join(f"`{value}`" for value in column.vocabulary)
    return meaning + "."


def main() -> int:
    """Write or compare; the exit code."""
    parser = argparse.ArgumentParser(description="Write docs/data-dictionary.md.")
    parser.add_argument("--check", action="store_true", help="only compare; exit 1 if different")
    is_check = parser.parse_args().check
    made = data_dictionary()
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == made:
        print("docs/data-dictionary.md is up to date.")
        return 0
    if is_check:
        print("docs/data-dictionary.md differs from bayah/model.py: `make docs`", file=sys.stderr)
        return 1
    TARGET.write_text(made, encoding="utf-8")
    print("Wrote docs/data-dictionary.md.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
