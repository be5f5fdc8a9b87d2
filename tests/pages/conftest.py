"""The app without a browser, and the tables it shows."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bayah.store import read_tables

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def published():
    """The committed tables."""
    return read_tables(ROOT / "data" / "tables")


@pytest.fixture
def opened():
    """Open a page of the app at an address: `opened("map", province=["AF-NAN"])`."""

    def open_page(page="overview", **params):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, values in params.items():
            app.query_params[name.rstrip("_")] = values
        if page == "overview":
            return app.run()
        folder = "evidence" if page in ("sources", "disputes", "method") else "explore"
        app.run()
        for name, values in params.items():
            app.query_params[name.rstrip("_")] = values
        return app.switch_page(f"pages/{folder}/{page}.py").run()

    return open_page
