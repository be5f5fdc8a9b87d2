"""The `bayah` command: build, check, info, draft, score, diff, keep.

Reads the project around the current folder (or `--root`). Prints to the terminal; errors go to
standard error with exit code 1. Refuses to write tables while a single problem stands; of articles, each that can be
drafted is.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn, track
from rich.table import Table
from rich.text import Text

from bayah import __version__, changes
from bayah.build import build as build_tables
from bayah.build import check as check_seeds
from bayah.cite import read_work
from bayah.drafting.batch import Order, Outcome, Outputs, cores, draft_files
from bayah.drafting.comparing import KnownNames
from bayah.drafting.engines import ENGINES, called
from bayah.drafting.finding import find_articles
from bayah.drafting.formats import SUFFIXES
from bayah.drafting.reading import LARGEST, Given
from bayah.drafting.score import DEPTH_WORDS, DEPTHS, FIGURES, read_coding
from bayah.drafting.score import score as score_codings
from bayah.model import TABLE, BayahError, Problem
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
FEW = 200
"""Articles that one process drafts while another one gets ready."""
MOST_TOLD = 20
"""Lines of one kind that are printed about articles."""
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


@app.command()
def score(
    gold: Annotated[Path, typer.Argument(help="What is right: a CSV, a coded article (.yml), or a folder of them.")],
    pred: Annotated[Path, typer.Argument(help="What is measured, in the same forms.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the rows as CSV.")] = False,
    root: Root = Path(),
) -> None:
    """Measure one coding of articles against another: precision, recall and F1 (docs/scoring.md)."""
    try:
        measured = score_codings(read_coding(gold), read_coding(pred), KnownNames(root))
    except BayahError as error:
        raise _fail(error) from error
    if as_json:
        frames = {"scores": measured.rows, "shares": measured.shares}
        typer.echo(json.dumps({"articles": measured.articles, "left_out": measured.left_out} | {
            name: json.loads(frame.to_json(orient="records")) for name, frame in frames.items()}, indent=1))
    elif as_csv:
        typer.echo(measured.rows.to_csv(index=False, lineterminator="\n"), nl=False)
    else:
        print_score(measured.rows, measured.shares)
        if measured.left_out:
            typer.echo(f"Not measured, for the first coding lacks them: {', '.join(measured.left_out)}", err=True)


def print_score(scores: pd.DataFrame, shares: pd.DataFrame) -> None:
    """Print the rows and shares of a `Score`: a table a mode, a line a kind."""
    console = Console()
    for mode, rows in scores.groupby("mode", sort=False):
        heads = [f"{DEPTH_WORDS[depth]}\n{'P':4} {'R':4} F1" for depth in DEPTHS]
        _print(console, f"Precision, recall and F1, {mode}", ("\nkind", "\ngold", "\nfound", *heads),
               [(kind, *of_kind[["n_gold", "n_predicted"]].iloc[0],
                 *(" ".join(f"{_cell(cell):4}" for cell in figures)
                   for figures in of_kind[list(FIGURES)].itertuples(index=False)))
                for kind, of_kind in rows.groupby("kind", sort=False)],
               box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    _print(console, "Of the claims that tell of one fact", ("what is right", "of", "right", "share"),
           shares.map(_cell).itertuples(index=False))


def _cell(cell: object) -> str:
    return str(cell) if not isinstance(cell, float) else "" if math.isnan(cell) else f"{cell:.2f}"


@app.command()
def draft(
    articles: Annotated[list[Path], typer.Argument(
        metavar="FILE...", help=".txt, .md, .html, .pdf or .docx; or folders of them.")],
    published: Annotated[str, typer.Option(help="When they were published (EDTF): 2015-05-08, 2015-05, 2015~.")] = "",
    out: Annotated[Path | None, typer.Option(
        help="The folder of the drafts.", show_default="seeds/drafts; with --csv alone none")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the claims as CSV, too, or alone.")] = None,
    texts: Annotated[Path | None, typer.Option(envvar="BAYAH_TEXTS", help="Keep the texts here, for the desk.")] = None,
    engine: Annotated[str, typer.Option(help=f"Who drafts: {', '.join(ENGINES)}.")] = "rules",
    title: Annotated[str, typer.Option(help="The title, of a single article.")] = "",
    author: Annotated[list[str] | None, typer.Option(help="An author; may be given several times.")] = None,
    publisher: Annotated[str, typer.Option(help="The newspaper or site.")] = "",
    url: Annotated[str, typer.Option(help="The address, of a single article.")] = "",
    source_id: Annotated[str, typer.Option(help="The id, of a single article.")] = "",
    encoding: Annotated[str, typer.Option(help="Of text and HTML that is not UTF-8, such as windows-1252.")] = "",
    largest: Annotated[int, typer.Option(min=1, help="Megabytes that a file may have.")] = LARGEST,
    jobs: Annotated[int, typer.Option(min=0, help="Processes.", show_default="one for each core")] = 0,
    scheduler: Annotated[str, typer.Option(help="A Dask scheduler, such as tcp://host:8786.")] = "",
    resume: Annotated[bool, typer.Option(help="Take what was drafted before from build/drafts.sqlite.")] = True,
    force: Annotated[bool, typer.Option("--force", help="Write over drafts that differ.")] = False,
    root: Root = Path(),
) -> None:
    """Draft claims from articles that nobody has coded, for a person to confirm; exit 1 if a file gave none."""
    try:
        if engine not in ENGINES:
            raise BayahError(f"There is no engine '{engine}'. Known: {', '.join(ENGINES)}.")
        found = find_articles(articles)
        if not found.files and not found.problems:
            raise BayahError(f"{', '.join(map(str, articles))}: there is no article. Known are {', '.join(SUFFIXES)}.")
        if len(found.files) != 1 and (title or url or source_id):
            raise BayahError(f"--title, --url and --source-id are for a single article; these are {len(found.files)}.")
        given = Given(published=published, title=title, authors=tuple(author or ()), publisher=publisher, url=url,
                      source_id=source_id, encoding=encoding, largest=largest)
        order = Order(root=root.resolve(), engine=called(engine), make_engine=ENGINES[engine], given=given)
        outputs = Outputs(drafts=out or (None if csv else root / "seeds" / "drafts"), csv=csv, texts=texts, force=force)
        with _bar("Drafting", len(found.files)) as advance:
            outcome = draft_files(found, order, outputs, jobs=jobs or min(cores(), -(-len(found.files) // FEW)),
                                  scheduler=scheduler, resume=resume, tell=advance)
    except BayahError as error:
        raise _fail(error) from error
    except KeyboardInterrupt as error:
        typer.echo("Stopped. The same command goes on from here.", err=True)
        raise typer.Exit(130) from error
    _tell(outcome, outputs)
    if found.others:
        typer.echo("Left alone, for they are no articles: "
                   + ", ".join(f"{count} {ending}" for ending, count in sorted(found.others.items())))
    if outcome.problems:
        head = f"{len(outcome.problems)} file{'s' * (len(outcome.problems) > 1)} gave no draft:"
        typer.echo("\n".join([head, *map(str, outcome.problems)]), err=True)
        raise typer.Exit(1)


@contextmanager
def _bar(words: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error where a person waits, to be advanced by what is done."""
    columns = (TextColumn(words), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        bar = progress.add_task(words, total=total)
        yield lambda done: progress.advance(bar, done)


def _tell(outcome: Outcome, outputs: Outputs) -> None:
    """Print what was drafted and where it lies, and what a person should look at."""
    rows = [("articles", outcome.articles), ("claims", outcome.claims),
            ("proposed persons, groups and cohorts", outcome.proposed)]
    remarkable = [("articles taken from an earlier run", outcome.from_ledger),
                  ("drafts kept as they were", len(outcome.kept)), ("texts that stand twice", len(outcome.twice)),
                  ("files that gave no draft", len(outcome.problems))]
    _print(Console(), "Drafted", ("what", "how many"), [*rows, *(row for row in remarkable if row[1])])
    for what, where in (("Drafts", outputs.drafts), ("CSV", outputs.csv), ("Texts", outputs.texts)):
        if where:
            typer.echo(f"{what}: {where}")
    for lines in ([f"{path}: {note}" for path, note in outcome.notes],
                  [f"{again} has the text of {first}, and was not drafted again." for again, first in outcome.twice],
                  [f"{path} is another draft and was kept; --force writes over it." for path in outcome.kept],
                  [f"{path}: nothing tells when it was published. Give --published." for path in outcome.undated]):
        more = [f"… and {len(lines) - MOST_TOLD} more like it."] if len(lines) > MOST_TOLD else []
        typer.echo("".join(f"{line}\n" for line in [*lines[:MOST_TOLD], *more]), nl=False)


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
           rows: Iterable[tuple[object, ...]], **look: Any) -> None:
    table = Table(*header, title=title, title_justify="left", **look)
    for row in rows:
        # Cells can come from a file of a stranger: no markup, and nothing that moves the cursor.
        table.add_row(*(Text(_CONTROL.sub("\ufffd", str(cell))) for cell in row))
    console.print(table)


if __name__ == "__main__":
    app()
