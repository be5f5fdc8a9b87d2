"""The `bayah` command: build, check, info.

Reads the project around the current folder (or `--root`). Prints to the terminal; errors go to
standard error with exit code 1. Refuses to write anything while a single problem stands.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bayah import __version__
from bayah.build import build as build_tables
from bayah.build import check as check_seeds
from bayah.model import BayahError, Problem
from bayah.query import completeness, orphans, view
from bayah.store import read_tables, rows_by_table, tables_version

app = typer.Typer(
    help="Bayah, the atlas of allegiances: from coded articles to tidy tables.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
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
    _tell_left_out(built.left_out)


def _tell_left_out(problems: Sequence[Problem]) -> None:
    if problems:
        typer.echo("\n".join([f"Left out of the drafts, {len(problems)}:", *map(str, problems)]), err=True)


@app.command()
def check(root: Root = Path()) -> None:
    """Check the seeds without writing anything; exit 1 with every problem found."""
    try:
        built = check_seeds(root, _progress)
    except BayahError as error:
        raise _fail(error) from error
    rows = rows_by_table(built.tables)
    typer.echo(f"The seeds are sound: {rows['claims']} claims of {rows['sources']} articles.")
    _tell_left_out(built.left_out)


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


def _print(console: Console, title: str, header: tuple[str, ...],
           rows: Iterable[tuple[object, ...]]) -> None:
    table = Table(*header, title=title, title_justify="left")
    for row in rows:
        table.add_row(*map(str, row))
    console.print(table)


if __name__ == "__main__":
    app()
