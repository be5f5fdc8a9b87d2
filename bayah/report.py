"""A view as a report: one HTML file that opens without a network and prints on A4.

Reads the tables as known on the view's day, its filters, its reference (`bayah.cite`) and its pictures. Returns bytes,
the same for the same view saved on the same day. The file holds no script and a policy that lets nothing be fetched or
run, whatever a name holds: figures are SVG, with the same as a table below each. Refuses nothing; of more than
`MOST_EVENTS` events, `MOST_DISPUTES` disputes or `MOST_ROWS` rows of a table the first stand in the file, and how many
are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bayah import cite, query
from bayah.dates import day_words, edtf_words, span_words
from bayah.figures.look import counted, rows_of
from bayah.model import split_list
from bayah.query import Filters, Tables
from bayah.table_files import CREDITS, LICENCE
from bayah.words import MODALITY_WORDS, say_numbers, teller, xml_text

MOST_EVENTS, MOST_DISPUTES, MOST_ROWS = 300, 100, 300
_LONGEST_WORD = 30


@dataclass(frozen=True)
class Picture:
    """A figure of the view: its pieces as SVG, what its signs mean, and the same as a reader's table; without one where
    the list of events tells the same."""

    title: str
    drawings: Sequence[str]
    words: str
    table: pd.DataFrame | None = None
    is_wide: bool = False
    """Whether it wants a page across."""


@dataclass(frozen=True)
class _Entry:
    """A picture as the page shows it."""

    title: str
    drawings: Sequence[Markup]
    words: str
    is_wide: bool
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    has_long_words: bool
    """Whether a cell has a word that would push the others off the page, and is to be broken anywhere."""
    left_out: str


def write_report(
    tables: Tables, filters: Filters, view: cite.View, said: str, pictures: Iterable[Picture] = (), event_id: str = "",
) -> bytes:
    """The report of a view of `tables`, or of one event alone, whatever the filters; `said` are the filters in words,
    empty if there are none."""
    selection = query.select_events(tables, filters)
    disputes = query.select_disputes(tables, filters)
    if event_id:
        selection, disputes = _of_event(tables, event_id)
    events, told = selection.events, disputes.head(MOST_DISPUTES)
    shown = _first_events(events)
    claims = query.select_claims(tables, shown["event_id"])
    sides = query.select_sides(tables, told["dispute_id"])
    entries = [_entry(picture) for picture in pictures]
    parts = [("figures", "Figures")] if entries else []
    parts += [("events", counted(len(events), "event")), ("disputes", counted(len(disputes), "dispute")),
              ("sources", "Sources"), ("citation", "To cite this view")]
    page: str = _page().render(
        view=view, counts=_say_counts(selection), facts=_facts(tables, filters, view, said), parts=parts,
        pictures=entries, events=_events(tables, shown, claims, view.link),
        events_left_out=_left_out(len(events), len(shown), "event"), disputes=_disputes(told, sides),
        disputes_left_out=_left_out(len(disputes), len(told), "dispute"),
        sources=_sources(tables, {*claims["source_id"], *sides["source_id"]}), apa=cite.apa(view),
        bibtex=cite.bibtex(view), licence=LICENCE, credits=CREDITS, saved=day_words(view.accessed))
    return page.encode()


def _of_event(tables: Tables, event_id: str) -> tuple[query.Selection, pd.DataFrame]:
    """One event, and the disputes that its claims are part of."""
    everything, disputes = query.select_events(tables, Filters()), query.select_disputes(tables, Filters())
    events = everything.events[everything.events["event_id"] == event_id]
    return (query.Selection(events, everything.n_all, 0, 0),
            disputes[disputes["dispute_id"].isin(query.disputes_of(tables, event_id))])


@cache
def _page() -> Any:
    environment = Environment(
        loader=PackageLoader("bayah"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        finalize=lambda value: value if isinstance(value, Markup) else xml_text(value))
    return environment.get_template("report.html")


def _first_events(events: pd.DataFrame) -> pd.DataFrame:
    ordered: pd.DataFrame = events.sort_values(["date_earliest", "date_latest", "event_id"])
    return ordered.head(MOST_EVENTS)


def _left_out(total: int, shown: int, noun: str) -> str:
    return f"{total - shown:,} more {noun}s of {total:,} do not stand in this file." if total > shown else ""


def _say_counts(selection: query.Selection) -> str:
    events = selection.events
    parts = [f"{len(events):,} of {selection.n_all:,} events", f"{selection.n_without_province:,} without a province",
             f"{selection.n_undated:,} only known to be before publication",
             f"{int(events['is_contested'].sum()):,} disputed"]
    return "; ".join(part for part in parts if not part.startswith("0 w") and not part.startswith("0 o")) + "."


def _facts(tables: Tables, filters: Filters, view: cite.View, said: str) -> list[tuple[str, str]]:
    """What the view is: its filters, its two clocks, its data."""
    n_sources = counted(len(tables["sources"]), "article")
    known = f"{day_words(filters.known)}, from the {n_sources} published by then" if filters.known else (
        f"all {n_sources} of this version")
    facts = [("Filters", said or "none: the whole atlas"),
             ("True on", day_words(filters.on) if filters.on else "no day is set: all times"),
             ("Known by", known),
             ("Data", f"version {view.data_version}; release {view.work.version} of {day_words(view.work.released)}"),
             ("Saved on", day_words(view.accessed))]
    if filters.drafts:
        facts.append(("Machine drafts", "are among these; nobody has reviewed them"))
    return facts


def _entry(picture: Picture) -> _Entry:
    table = pd.DataFrame() if picture.table is None else picture.table
    rows = [[_cell(cell) for cell in row] for row in table.head(MOST_ROWS).itertuples(index=False, name=None)]
    # The drawings are made by our own code, which escapes every text in them.
    drawings = [Markup(drawing) for drawing in picture.drawings]  # noqa: S704
    return _Entry(picture.title, drawings, picture.words, picture.is_wide, [str(name) for name in table.columns], rows,
                  any(len(word) > _LONGEST_WORD for row in rows for cell in row for word in cell.split()),
                  _left_out(len(table), len(rows), "row"))


def _cell(cell: Any) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else ""
    if isinstance(cell, pd.Timestamp):
        return f"{cell:%Y-%m-%d}"
    return "" if pd.isna(cell) else f"{cell:,}" if isinstance(cell, int) else str(cell)


def _events(tables: Tables, events: pd.DataFrame, claims: pd.DataFrame, link: str) -> list[dict[str, Any]]:
    of_event = dict(list(claims.groupby("event_id")))
    places = _places(tables, events)
    return [{
        "id": event.event_id, "label": event.label, "link": opened(link, event.event_id),
        "what": f"{event.kind.capitalize()}, {_when(event)}{places.get(event.event_id, '')}"
                f"{'. Machine draft, not reviewed' if event.is_draft else ''}",
        "disputed": _disputed(event), "claims": [
            _claim(claim, say_numbers(claim)) for claim in rows_of(of_event[event.event_id])],
    } for event in rows_of(events)]


def _when(row: Any) -> str:
    return span_words(*(None if pd.isna(day) else day.date() for day in (row.date_earliest, row.date_latest)))


def _disputed(event: Any) -> str:
    fields = ", ".join(field.replace("_", " ") for field in split_list(event.contested_fields))
    return f"Disputed{f': {fields}' if fields else ''}." if event.is_contested else ""


def _places(tables: Tables, events: pd.DataFrame) -> dict[str, str]:
    """Where the events were, as the end of a line."""
    called = dict(zip(tables["provinces"]["province_id"], tables["provinces"]["name"], strict=True))
    bridge = tables["event_provinces"]
    named = bridge["province_id"].map(called).sort_values().groupby(bridge["event_id"]).agg(" and ".join).to_dict()
    said = {}
    for event in rows_of(events):
        parts = [", ".join(split_list(event.place)), named.get(event.event_id, "")]
        if any(parts):
            said[event.event_id] = f"; {'; '.join(filter(None, parts))}"
    return said


def _claim(claim: Any, numbers: str = "") -> dict[str, str]:
    """A claim: who says so and how, the day and the `numbers` that it gives, and where it stands."""
    said = f"{MODALITY_WORDS[claim.modality]} {teller(claim.asserted_by)}."
    dated = f" Date: {edtf_words(claim.date)}." if isinstance(claim.date, str) else ""
    return {
        "id": claim.claim_id, "summary": claim.summary,
        "said": f"{said}{dated}{f' {numbers}.' if numbers else ''}",
        "where": f"{claim.publisher}, {edtf_words(claim.published)}, paragraph {claim.paragraph}",
        "url": _web(claim.url)}


def _disputes(disputes: pd.DataFrame, sides: pd.DataFrame) -> list[dict[str, Any]]:
    of_dispute = dict(list(sides.groupby("dispute_id")))
    return [{
        "question": dispute.question,
        "basis": f"An editor's judgement: {dispute.reason}" if dispute.basis == "judgement" else "Found by rule.",
        "sides": [{"position": side["position"].iloc[0], "claims": [_claim(claim) for claim in rows_of(side)]}
                  for _, side in of_dispute[dispute.dispute_id].groupby("side")],
    } for dispute in rows_of(disputes)]


def _sources(tables: Tables, source_ids: set[str]) -> list[dict[str, str]]:
    sources = tables["sources"]
    rows = sources[sources["source_id"].isin(source_ids)].sort_values(["known_date", "source_id"])
    return [{
        "authors": source.authors.replace(";", ", ") if isinstance(source.authors, str) else source.publisher,
        "published": edtf_words(source.published), "title": source.title, "publisher": source.publisher,
        "url": _web(source.url),
    } for source in rows_of(rows)]


def _web(address: Any) -> str:
    """The address if it is one of the web; nothing else may stand behind a link."""
    return address if isinstance(address, str) and address.startswith(("http://", "https://")) else ""


def opened(link: str, event_id: str) -> str:
    """The address of the view with this event open in it."""
    parts = urlsplit(link)
    params = [(name, value) for name, value in parse_qsl(parts.query) if name != "event"]
    return urlunsplit(parts._replace(query=urlencode([*params, ("event", event_id)])))
