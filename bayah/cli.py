"""The `bayah` command: build, check, info, diff, keep.

Reads the project around the current folder (or `--root`). Prints to the terminal; errors go to
standard error with exit code 1. Refuses to write anything while a single problem stands.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from bayah import __version__, changes
from bayah.build import build as build_tables
from bayah.build import check as check_seeds
from bayah.cite import read_work
from bayah.model import TABLE, BayahError
from bayah.names import did_you_mean
from bayah.query import completeness, orphans, view
from bayah.store import read_tables, rows_by_table, tables_version
from bayah.versions import KEPT, Version, keep, kept_releases, read_version

app = typer.Typer(
    help="Bayah, the atlas of allegiances: from coded articles to tidy tables.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
_SHOWN = 20
"""So many changes of a table are told when all are asked for."""
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
Root = Annotated[Path, typer.Option(help="The project's folder, with seeds/ and data/ in it.")]


def _progress(paths: Iterable[Path]) -> Iterator[Path]:
    """A bar on standard error where a person waits, and none in a pipe or a log."""
    files = list(paths)
    console = Console(stderr=True)
    yield from track(files, "Reading articles", console=console, disable=not sys.stderr.isatty())


def _fail(error: BayahError) -> typer.Exit:
    typer.echo(str(error), err=True)
    return typer.Exit(1)


@app.command()
def build(root: Root = Path()) -> None:
    """Build data/tables and data/datapackage.json from the seeds, all or nothing."""
    try:
        built = build_tables(root, _progress)
    except BayahError as error:
        raise _fail(error) from error
    rows = rows_by_table(built.tables)
    typer.echo(f"Built {len(rows)} tables: " + ", ".join(f"{n} {name}" for name, n in rows.items()))
    typer.echo(f"Data version {tables_version(root / 'data' / 'tables')}")


@app.command()
def check(root: Root = Path()) -> None:
    """Check the seeds without writing anything; exit 1 with every problem found."""
    try:
        built = check_seeds(root, _progress)
    except BayahError as error:
        raise _fail(error) from error
    rows = rows_by_table(built.tables)
    typer.echo(f"The seeds are sound: {rows['claims']} claims of {rows['sources']} articles.")


@app.command()
def info(root: Root = Path()) -> None:
    """Tell what the built tables hold: rows, claims per article and kind, completeness, agreement, orphans."""
    try:
        tables = read_tables(root / "data" / "tables")
    except BayahError as error:
        raise _fail(error) from error
    today = view(tables)
    typer.echo(f"Bayah {__version__}, data version {tables_version(root / 'data' / 'tables')}")
    claims = tables["claims"]
    console = Console()
    now = rows_by_table(today)
    _print(console, "Rows", ("table", "today", "all versions"),
           [(name, now[name], rows) for name, rows in rows_by_table(tables).items()])
    _print(console, "Claims by article", ("article", "claims"),
           claims["source_id"].value_counts().sort_index().items())
    _print(console, "Claims by kind", ("kind", "claims"), claims["kind"].value_counts().items())
    _print(console, "Completeness", ("of the events", "events", "share"),
           [(row.measure, row.n, f"{row.share:.0%}") for row in completeness(tables).itertuples()])
    _print(console, "Disputes", ("what is in question", "disputes"), today["disputes"]["field"].value_counts().items())
    coders = tables["agreement"]
    _print(console, "Agreement of the two coders", ("of the claims found", "F1"),
           [(row.source_id, f"{row.agreement:.2f}") for row in coders.itertuples()
            if (row.column, row.value) == ("claims", "all")])
    lone = orphans(tables)
    typer.echo(f"No orphan: a claim uses each of the {len(tables['actors'])} persons, groups and cohorts." if not lone
               else f"{len(lone)} orphans that no claim uses: {', '.join(lone)}")


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="A folder of tables, a Data Package (zip), or a release that is kept.")],
    new: Annotated[str, typer.Argument(help="The same; the built tables if it is left out.")] = "",
    table: Annotated[str, typer.Option(help="Only this table, with all of its changes.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
    root: Root = Path(),
) -> None:
    """Tell which rows came, went or changed between two versions of the tables."""
    if table and table not in TABLE:
        typer.echo(f"There is no table '{table}'. {did_you_mean(table, TABLE)}", err=True)
        raise typer.Exit(1)
    try:
        older, newer = (_version(name, root) for name in (old, new))
    except BayahError as error:
        raise _fail(error) from error
    found = changes.compare(older, newer)
    found = {name: rows for name, rows in found.items() if name == table or not table}
    if as_json:
        told = {"old": older.name, "new": newer.name, "tables": changes.as_json(found)}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    if table:
        _print_changes(older, newer, found, [table], len(found.get(table, ())))
    else:
        _print_changes(older, newer, found, changes.MAIN, _SHOWN)


def _version(name: str, root: Path) -> Version:
    """The version that a reader names; a folder or a file of that name comes before a release."""
    kept = {release.release: release for release in kept_releases(root / KEPT)}
    if not name:
        return replace(read_version(root / "data"), name="the built tables")
    if name in kept and not Path(name).exists():
        return replace(read_version(kept[name].path), name=f"release {name}")
    return read_version(Path(name))


def _print_changes(
    old: Version, new: Version, found: dict[str, pd.DataFrame], tables: Iterable[str], most: int
) -> None:
    counts = changes.count_changes(old, new, found)
    counts = counts[counts[list(changes.CHANGES)].any(axis=1) | (counts["columns"] != "")]
    if counts.empty:
        typer.echo(f"Nothing changed from {old.name} to {new.name}.")
        return
    _print(Console(), f"From {old.name} to {new.name}", ("table", *changes.CHANGES, "columns"),
           counts.itertuples(index=False, name=None))
    for table in (name for name in tables if len(found.get(name, ()))):
        typer.echo(f"\n{table}")
        for row in found[table].head(most).itertuples():
            typer.echo(_CONTROL.sub("\ufffd", _say_change(row)))
        if len(found[table]) > most:
            typer.echo(f"{len(found[table]) - most:,} more: --table {table}")


def _say_change(row: Any) -> str:
    """`+ id  name`, `- id  name`, `~ id  column: before -> after`."""
    if row.change == "changed":
        return f"~ {row.id}  {row.column}: {row.before or 'empty'} -> {row.after or 'empty'}"
    now = f" (now part of {row.after})" if row.after else ""
    return f"{'+' if row.change == 'came' else '-'} {row.id}{f'  {row.name}' if row.name else ''}{now}"


@app.command(name="keep")
def keep_release(root: Root = Path()) -> None:
    """Keep the built tables as those of this release, in data/versions, for later ones to be compared with."""
    try:
        release = keep(root, read_work(root / "CITATION.cff"))
    except BayahError as error:
        raise _fail(error) from error
    typer.echo(f"Kept {release.name}, data version {release.data_version}: {release.path}")


def _print(console: Console, title: str, header: tuple[str, ...],
           rows: Iterable[tuple[object, ...]]) -> None:
    table = Table(*header, title=title, title_justify="left")
    for row in rows:
        # Cells can come from a file of a stranger: no markup, and nothing that moves the cursor.
        table.add_row(*(Text(_CONTROL.sub("\ufffd", str(cell))) for cell in row))
    console.print(table)


if __name__ == "__main__":
    app()
