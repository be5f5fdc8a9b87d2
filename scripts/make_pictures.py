"""The pictures of the README: one of each view, taken from the running app in Chromium.

Starts the app on a free port, reads nothing else. Writes docs/images/*.png, 1280 pixels wide. Run by hand after a
change that shows: `.venv/bin/python scripts/make_pictures.py`.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))
from bench import ROOT, server

VIEWS = {
    "overview": "",
    "map": "map?measure=events&province=AF-NAN",
    "network": "network?on=2015-02-01&actor=hafiz-saeed-khan-orakzai",
    "timeline": "timeline?show=careers&actor=abdul-razzaq-mehdi",
}


def main() -> None:
    """Take every picture."""
    with server("app.py", {}) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address)
        for name, path in VIEWS.items():
            page.wait_for_timeout(3000)
            page.goto(address + path)
            page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
            page.wait_for_timeout(2500)
            page.screenshot(path=ROOT / "docs" / "images" / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
