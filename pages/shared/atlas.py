"""The tables as a page asks for them; the only place that caches.

Reads `data/` of the project that the environment names as BAYAH_ROOT, else of the app's own, or the tables of the
folder named as BAYAH_DATA; borders are always the app's own. Returns shared, read-only frames, keyed by the version of
the tables. Where the tables are missing or of another version, the page says so and stops.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pandas as pd
import streamlit as st

from bayah import changes, query, search, ties
from bayah.cite import Work, read_work
from bayah.derive import Known
from bayah.drafting.results import Results, read_results
from bayah.figures import look, network
from bayah.model import TableError
from bayah.query import Filters
from bayah.store import read_tables, tables_version
from bayah.versions import KEPT, Release, Version, kept_releases, read_version

Made = TypeVar("Made")


class Changed(NamedTuple):
    """The changes by table, and how many there are of each (rows of `bayah.changes.count_changes`)."""

    by_table: Mapping[str, pd.DataFrame]
    counts: pd.DataFrame


OWN = Path(__file__).resolve().parents[2] / "data"
ROOT = Path(os.environ.get("BAYAH_ROOT") or OWN.parent).resolve()
"""The project whose seeds the desk reads and writes."""
DATA = Path(os.environ.get("BAYAH_DATA") or ROOT / "data").resolve()
DRAFTS = DATA / "drafts" / "tables"


@st.cache_resource(ttl=2, show_spinner=False)
def version() -> str:
    """The data version; looked up every other second, so that a rebuild shows without a restart."""
    return tables_version(DATA / "tables")


@st.cache_resource(ttl=2, show_spinner=False)
def _drafts() -> str:
    """The version of the tables with machine drafts; empty where there are none."""
    return tables_version(DRAFTS) if DRAFTS.exists() else ""


@st.cache_resource(max_entries=4, show_spinner="Reading the tables …")
def _tables(version: str, drafts: str = "") -> dict[str, pd.DataFrame]:
    return read_tables(DRAFTS if drafts else DATA / "tables")


def tables(drafts: bool = False) -> dict[str, pd.DataFrame]:
    """All tables, those with machine drafts if there are any and they are asked for; stops the page with what to do
    when they cannot be read."""
    try:
        return _tables(version(), _drafts() if drafts else "")
    except TableError as error:
        st.error("The tables cannot be read.\n\n" + "\n".join(f"- {line}" for line in error.breaches))
        st.stop()


@st.cache_resource(ttl=60, show_spinner=False)
def drafting_results() -> Results | None:
    """What was measured of the rule engine of this app, whatever the tables; None where nothing was."""
    return read_results(OWN.parent)


@st.cache_resource(max_entries=24, show_spinner="Looking up what was known then …")
def _view(version: str, known: date | None, drafts: str) -> Known:
    return query.view(_tables(version, drafts), Filters(known=known))


def view(filters: Filters) -> Known:
    """The tables as known on the filters' day, with machine drafts if they ask for them."""
    drafts = _drafts() if filters.drafts else ""
    published = tables(filters.drafts)["sources"]["known_date"]
    known = filters.known
    if known is not None:  # only days on which something was published differ
        seen = published[published <= pd.Timestamp(known)]
        known = seen.max().date() if len(seen) else date.min
    return _view(version(), known, drafts)


@st.cache_resource(max_entries=4, show_spinner=False)
def boundaries(after_merger: bool) -> dict[str, Any]:
    """The provinces as GeoJSON, before or after FATA's merger."""
    name = "admin1_since_2018" if after_merger else "admin1_until_2018"
    return dict(json.loads((OWN / "boundaries" / f"{name}.geojson").read_text(encoding="utf-8")))


@st.cache_resource(max_entries=4, show_spinner=False)
def _positions(version: str, drafts: str) -> dict[str, tuple[float, float]]:
    whole = _tables(version)  # all versions, so that nobody moves when the day of knowledge does
    coded = network.layout(ties.ever(whole), whole["groups"])
    return network.with_more(coded, ties.ever(_tables(version, drafts))) if drafts else coded


def positions() -> dict[str, tuple[float, float]]:
    """Where each actor stands in the network, whatever the filters; whom only drafts name beside whom he is tied to."""
    return _positions(version(), _drafts())


@st.cache_resource(max_entries=4, show_spinner=False)
def _colours(version: str) -> dict[str, str]:
    groups = _tables(version)["groups"]
    return look.group_colours(groups, query.families(groups))


def colours() -> dict[str, str]:
    """The colour of each group; one that only drafts name has none of its own."""
    return _colours(version())


def theme() -> look.Theme:
    """The theme that the browser shows."""
    return look.theme(st.context.theme.type)


@st.cache_resource(max_entries=256, show_spinner=False)
def _once(version: str, theme: str, key: tuple[Hashable, ...], _make: Callable[[], Any]) -> Any:
    return _make()


def once(key: tuple[Hashable, ...], make: Callable[[], Made]) -> Made:
    """What `make` returns, made once for this key, data version and theme, and shared between readers.

    `key` must name all that `make` depends on; what comes back must not be changed.
    """
    made: Made = _once(version(), theme().name, (_drafts(), *key), make)
    return made


@st.cache_resource(show_spinner=False)
def work() -> Work:
    """The atlas as it is cited."""
    return read_work(Path(__file__).resolve().parents[2] / "CITATION.cff")


@st.cache_resource(ttl=60, show_spinner=False)
def releases() -> list[Release]:
    """The releases whose tables are kept, the newest first."""
    return kept_releases(DATA / KEPT.name)


@st.cache_resource(max_entries=8, show_spinner="Comparing the tables …")
def changes_since(version: str, release: str) -> Changed:
    """What changed from a release that is kept to the tables of this data version."""
    path = next(one.path for one in releases() if one.release == release)
    return changed(read_version(path))


def changed(older: Version) -> Changed:
    """What changed from another version of the tables to those that are shown."""
    newer = read_version(DATA)
    found = changes.compare(older, newer)
    return Changed(found, changes.count_changes(older, newer, found))


@st.cache_resource(max_entries=4, show_spinner=False)
def _names(version: str, drafts: str) -> dict[str, str]:
    return query.names_of(_tables(version, drafts))


def names() -> dict[str, str]:
    """What to call every actor, province and source."""
    return _names(version(), _drafts())


@st.cache_resource(max_entries=6, show_spinner="Reading all names and claims …")
def _index(version: str, day: date | None, drafts: str, _view: Known) -> search.Index:
    return search.make_index(_view)


def index(filters: Filters) -> search.Index:
    """What a search looks through: the whole atlas as known on the filters' day."""
    known = view(filters)
    return _index(version(), known.day, _drafts() if filters.drafts else "", known)
