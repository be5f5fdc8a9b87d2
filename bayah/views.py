"""The parameters of a view: which page takes which, and what values they can have.

Reads the vocabularies of the selections, and the tables for ids. Returns the declarations from which addresses are read
and written, and what is wrong with a view that somebody wrote down. Refuses nothing itself: `faults_of` returns
every fault with what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import get_args

import pandas as pd

from bayah import search
from bayah.dates import read_bound
from bayah.model import TABLES, VERSIONED, DateError, DisputedField
from bayah.names import did_you_mean
from bayah.periods import STEPS
from bayah.provinces import MEASURES
from bayah.query import Filters, Tables, known_values, read_filters, view
from bayah.ties import LEGEND
from bayah.timeline import LANES, ORDERS

OF_PAGE: dict[str, tuple[str, ...]] = {
    "": ("event",),
    "stories": (),
    "map": ("measure", "shade", "one", "other", "turn", "step", "compare", "against", "names", "zoom", "place", "actor",
            "event"),
    "province": ("actor", "event"),
    "person": ("actor", "event"),
    "group": ("actor", "event"),
    "event": ("event",),
    "flows": ("drawn", "count", "turn", "step", "flow", "actor", "event"),
    "network": ("ties", "certain", "depth", "way", "clock", "step", "actor", "event"),
    "timeline": ("show", "lanes", "states", "lag", "lines", "order", "sides", "density", "span", "actor", "event"),
    "sources": ("article", "event"),
    "disputes": ("about", "dispute", "actor", "event"),
    "changes": ("since", "table", "actor", "event"),
    "method": ("rows", "table"),
    "search": ("q", "among"),
}
"""Beside the filters, the parameters that each page keeps in its address."""
OF_EVERY_PAGE = ("story", "part")
"""The story that is being told, and its step: kept in the address of every page."""
CHOICES: dict[str, tuple[str, ...]] = {
    "measure": tuple(MEASURES),
    "shade": ("count", "share", "balance"),
    "turn": ("window", "upto", "on", "known"),
    "step": tuple(STEPS),
    "compare": ("none", "measure", "group", "on", "known"),
    "names": ("en", "fa", "ur"),
    "drawn": ("sankey", "matrix", "periods"),
    "count": ("events", "people"),
    "lanes": tuple(LANES),
    "show": ("events", "careers"),
    "states": ("false", "true"),
    "lag": ("false", "true"),
    "lines": ("persons", "cohorts", "both"),
    "order": tuple(ORDERS),
    "sides": ("false", "true"),
    "density": ("month", "quarter", "year"),
    "ties": tuple(LEGEND),
    "certain": ("false", "true"),
    "depth": ("all", "1", "2", "3"),
    "clock": ("on", "known"),
    "rows": ("view", "all"),
    "table": ("claims", *(table.name for table in TABLES if table.name != "claims")),
    "about": get_args(DisputedField),
    "among": ("all", *search.KINDS),
}
"""The values that a page's own controls take; the first is what a page shows when its address does not say."""
REPEATED = ("about", "ties")
"""Controls that take several values; without any, nothing is left out."""
FLAGS = ("states", "lag", "sides", "certain")
"""Controls that are on or off."""
ID_OF: dict[str, tuple[str, str]] = {
    "event": ("events", "event_id"), "actor": ("actors", "actor_id"), "way": ("actors", "actor_id"),
    "one": ("groups", "group_id"), "other": ("groups", "group_id"), "place": ("places", "place_id"),
    "article": ("sources", "source_id"), "dispute": ("disputes", "dispute_id"),
}
"""Controls that take an id: the table and the column that hold it."""
PASSING = ("event", "zoom", "span", "flow")
"""What a reader opens or moves to look closer: the view stays the same."""
UNTOLD = ("stories", "search", "changes")
"""Pages that show no view, on which no step of a story is told."""
FORMS = {
    "zoom": (r"-?\d+(\.\d+)?,-?\d+(\.\d+)?,\d+(\.\d+)?", "`longitude,latitude,scale`"),
    "span": (r"\d{4}-\d\d-\d\d,\d{4}-\d\d-\d\d", "`first day,last day`"),
    "flow": (r"[a-z0-9-]+,[a-z0-9-]+(,[^,]+)?", "`group left,group joined`, with a period or without"),
}
"""Controls that take a text of a form, and the form in words."""
FIRST = "overview"
"""What the first page, which has no name in an address, is called where a name is needed."""


def page_named(name: str) -> str | None:
    """The page of this name as it stands in an address, or None; stories are told on pages that show a view."""
    page = "" if name == FIRST else name
    return page if name and page in OF_PAGE and page not in UNTOLD else None


def page_names() -> list[str]:
    """The names of the pages on which a story can be told."""
    return [page or FIRST for page in OF_PAGE if page not in UNTOLD]


def default(name: str) -> str:
    """What a page shows when its address does not say; empty for what is only shown when chosen."""
    return CHOICES[name][0] if name in CHOICES and name not in REPEATED else ""


def faults_of(page: str, params: Mapping[str, Sequence[str]], tables: Tables) -> Iterator[tuple[str, str]]:
    """What is wrong with the parameters of a view of `page`, each with what to do.

    Ids of a table that is not among `tables` are not looked up; nor are those of derived tables unless all are there.
    """
    filters = {field.name.rstrip("_") for field in fields(Filters)}
    taken = [*sorted(filters), *OF_PAGE[page]]
    found, refused = read_filters({name: values for name, values in params.items() if name in filters}, tables)
    repeated = {*known_values(tables), *REPEATED}
    known = view(tables, found) if set(VERSIONED) <= set(tables) else tables
    for name, values in params.items():
        if name not in taken:
            yield (f"the page {page or FIRST} takes no parameter '{name}'",
                   did_you_mean(name, taken) or f"It takes {', '.join(taken)}")
        elif len(values) > 1 and name not in repeated:
            yield f"`{name}` takes one value, not {len(values)}", "Leave one"
        else:
            for value in values:
                yield from _faults_of_value(name, value, params, tables, known)
    for line in refused:
        if " after to " in line:
            yield line, "Turn them round"


def _faults_of_value(name: str, value: str, params: Mapping[str, Sequence[str]], tables: Tables,
                     known: Tables) -> Iterator[tuple[str, str]]:
    offered = _offered(name, params, tables, known)
    if offered is not None:
        if value not in offered:
            late = name in ID_OF and known is not tables and _holds(tables, ID_OF[name], value)
            todo = "It was not known on that day: take another, or a later `known`" if late else (
                did_you_mean(value, offered) or _listed(offered))
            yield f"unknown {name} '{value}'", todo
    elif name in FORMS:
        form, words = FORMS[name]
        if not re.fullmatch(form, value):
            yield f"{name} '{value}' is not {words}", "Take it from the address of the page"
    elif name in ("from", "to", "on", "known") or (name == "against" and _is_of_days(params)):
        try:
            read_bound(value, last=name != "from")
        except DateError as error:
            yield f"{name}: {error}", "Write a year, a month or a day: 2014, 2014-09 or 2014-09-30"


def _offered(name: str, params: Mapping[str, Sequence[str]], tables: Tables, known: Tables) -> list[str] | None:
    """The values that a parameter can have; None where they are no list, or are in no table that is there."""
    if name in CHOICES:
        return list(CHOICES[name])
    if name == "drafts":
        return ["true"]
    if name == "against" and not _is_of_days(params):
        compare = params.get("compare", ["none"])[0]
        return {"measure": list(MEASURES), "group": known_values(tables)["group"]}.get(compare, [])
    if name in ID_OF:
        table, column = ID_OF[name]
        is_known = table in known and (table not in VERSIONED or known is not tables)
        return known[table][column].tolist() if is_known else None
    return known_values(tables).get(name)


def _is_of_days(params: Mapping[str, Sequence[str]]) -> bool:
    return params.get("compare", ["none"])[0] in ("on", "known")


def _holds(tables: Tables, of: tuple[str, str], value: str) -> bool:
    table, column = of
    frame: pd.DataFrame = tables[table]
    return bool((frame[column] == value).any())


def _listed(offered: Sequence[str]) -> str:
    most = 24
    return f"Known: {', '.join(offered)}" if 0 < len(offered) <= most else "Take an id that the tables hold"
