"""The `bayah` command: build, check, info, draft.

Reads the project around the current folder (or `--root`). Prints to the terminal; errors go to
standard error with exit code 1. Refuses to write tables while a single problem stands; of articles, each that can be
drafted is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn, track
from rich.table import Table

from bayah import __version__
from bayah.build import build as build_tables
from bayah.build import check as check_seeds
from bayah.drafting.batch import Order, Outcome, Outputs, cores, draft_files
from bayah.drafting.engines import ENGINES
from bayah.drafting.finding import find_articles
from bayah.drafting.formats import SUFFIXES
from bayah.drafting.reading import LARGEST, Given
from bayah.model import BayahError, Problem
from bayah.query import completeness, orphans, view
from bayah.store import read_tables, rows_by_table, tables_version

app = typer.Typer(
    help="Bayah, the atlas of allegiances: from coded articles to tidy tables.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
FEW = 8
"""Articles for which one process is quicker than two."""
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
        order = Order(root=root.resolve(), engine=engine, make_engine=ENGINES[engine], given=given)
        outputs = Outputs(drafts=out or (None if csv else root / "seeds" / "drafts"), csv=csv, texts=texts, force=force)
        with _bar("Drafting", len(found.files)) as advance:
            outcome = draft_files(found, order, outputs, jobs=jobs or min(cores(), -(-len(found.files) // FEW)),
                                  scheduler=scheduler, resume=resume, tell=advance)
    except BayahError as error:
        raise _fail(error) from error
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
    rows = [("articles drafted", outcome.articles), ("of these taken from an earlier run", outcome.from_ledger),
            ("claims", outcome.claims), ("proposed persons, groups and cohorts", outcome.proposed),
            ("drafts kept as they were", len(outcome.kept)), ("texts that stand twice", len(outcome.twice)),
            ("files that gave no draft", len(outcome.problems))]
    _print(Console(), "Drafted", ("what", "how many"), rows)
    for what, where in (("Drafts", outputs.drafts), ("CSV", outputs.csv), ("Texts", outputs.texts)):
        if where:
            typer.echo(f"{what}: {where}")
    for again, first in outcome.twice:
        typer.echo(f"{again} has the text of {first}, and was not drafted again.")
    for path in outcome.kept:
        typer.echo(f"{path} is another draft and was kept; --force writes over it.")
    for path in outcome.undated:
        typer.echo(f"{path}: nothing tells when it was published. Give --published.")


def _print(console: Console, title: str, header: tuple[str, ...],
           rows: Iterable[tuple[object, ...]]) -> None:
    table = Table(*header, title=title, title_justify="left")
    for row in rows:
        table.add_row(*map(str, row))
    console.print(table)


if __name__ == "__main__":
    app()
