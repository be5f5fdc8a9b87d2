"""The app without a browser."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def opened():
    """Open a page of the app at an address: `opened("map", province=["AF-NAN"])`."""

    def open_page(page="overview", **params):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, values in params.items():
            app.query_params[name.rstrip("_")] = values
        if page == "overview":
            return app.run()
        folder = "evidence" if page in ("sources", "disputes", "method", "changes") else "explore"
        app.run()
        for name, values in params.items():
            app.query_params[name.rstrip("_")] = values
        return app.switch_page(f"pages/{folder}/{page}.py").run()

    return open_page
