"""The tables as JSON under addresses that stay: `/tables/index.json`, and one file a table beside it.

Reads the tables that the pages show, also those of BAYAH_DATA, whenever they are asked for: what is served is never
older than what is shown. Returns routes for the server; an answer bears the data version as its tag, so that a program
can ask whether anything is new. Any page of the web may read them.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urljoin

import pandas as pd
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bayah import table_files
from bayah.model import TABLE, TABLES, TableError
from bayah.store import read_tables, tables_version
from pages.shared.atlas import DATA, work

FOLDER = "tables"


def table_routes(base: str) -> list[Route]:
    """The routes, under the path `base` that the whole app is served under, if any."""
    root = "".join(f"/{part}" for part in (base.strip("/"), FOLDER) if part)
    return [Route(f"{root}/{{name}}.json", _answer, methods=["GET", "HEAD"])]


def address_of(name: str, link: str) -> str:
    """The whole address of a file of `table_names`; `link` is that of a page, beside which the files stand."""
    return urljoin(link, f"{FOLDER}/{name}.json")


def is_served() -> bool:
    """Whether this server was started with the routes: `streamlit run app.py` has none."""
    return "serve" in sys.modules


def table_names() -> list[str]:
    """The names of the files, the list of all tables first."""
    return ["index", *(table.name for table in TABLES)]


def _answer(request: Request) -> Response:
    name, version = request.path_params["name"], tables_version(DATA / "tables")
    head = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache", "ETag": f'"{version}"'}
    if name not in table_names():
        return JSONResponse({"error": f"There is no table '{name}'; index.json lists them all."}, 404, head)
    if request.headers.get("if-none-match", "").removeprefix("W/") == head["ETag"]:
        return Response(None, 304, head)
    try:
        return Response(_body(version, name), 200, head, "application/json")
    except TableError:
        return JSONResponse({"error": "The tables cannot be read; try again in a minute."}, 503, head)


@lru_cache(maxsize=2)
def _tables(version: str) -> Mapping[str, pd.DataFrame]:
    return read_tables(DATA / "tables")


@lru_cache(maxsize=64)
def _body(version: str, name: str) -> bytes:
    tables = _tables(version)
    if name == "index":
        return table_files.json_index(tables, work(), version)
    return table_files.json_array(tables[name], TABLE[name].name)
