"""The app as a server of its own, Debian's Chromium, and pages that are watched while they are used."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect, sync_playwright

from bayah.store import read_tables

from .steps import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
WIDE = {"width": 1440, "height": 900}
START = 60  # seconds
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync"]
# A traceback may stand on the page for a moment only, until the next run replaces it.
TELL_EXCEPTIONS = """
new MutationObserver(() => {
  for (const box of document.querySelectorAll("[data-testid=stException]:not([data-told])")) {
    box.dataset.told = "1";
    console.error("stException: " + box.innerText);
  }
}).observe(document, { childList: true, subtree: true });
"""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="package")
def start_app(tmp_path_factory):
    """Starts the app anew, with what is given as its environment, and returns its address; all are ended."""
    with ExitStack() as running:
        yield lambda **environment: running.enter_context(_running_app(tmp_path_factory.mktemp("app"), environment))


@pytest.fixture(scope="package")
def app(start_app):
    """The address of the one app that most tests share."""
    return start_app()


@contextmanager
def _running_app(folder, environment):
    port = _free_port()
    address = f"http://localhost:{port}"
    log = folder / "streamlit.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "serve.py", "--server.port", str(port),
             "--server.headless", "true", "--server.fileWatcherType", "none",
             "--server.showEmailPrompt", "false", "--browser.serverAddress", "localhost",
             "--browser.gatherUsageStats", "false"],
            cwd=ROOT, env=os.environ | environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait_for(process, address, log)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(process, address, log):
    """Until our own process serves: another one on the same port would answer just as healthily."""
    until = time.monotonic() + START
    while time.monotonic() < until:
        told = log.read_text(encoding="utf-8", errors="replace")
        if process.poll() is not None:
            pytest.fail(f"The app ended before it served:\n{told}")
        # Streamlit names its address only once it holds the port.
        if f"URL: {address}" in told and _is_healthy(address):
            return
        time.sleep(0.1)
    pytest.fail(f"The app did not serve {address} within {START} seconds:\n{log.read_text()}")


def _is_healthy(address):
    try:
        with urlopen(f"{address}/_stcore/health", timeout=5) as answer:  # noqa: S310
            return answer.read() == b"ok"
    except (URLError, OSError):
        return False


# Not longer than this package: Playwright's event loop would stand in the way of tests after it.
@pytest.fixture(scope="package")
def chromium():
    """The browser."""
    if os.environ.get("BAYAH_NO_BROWSER") == "1":
        pytest.skip("BAYAH_NO_BROWSER is set")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.fail(f"None of {', '.join(names)} is installed. On Debian: sudo apt-get update && "
                    "sudo apt-get install chromium. Without it: BAYAH_NO_BROWSER=1 pytest")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


# One context for most windows: they share the cache of Streamlit's scripts, yet each has a session of
# its own, for that hangs on the connection.
@pytest.fixture(scope="package")
def shared_context(chromium, app):
    """The profile that most windows belong to."""
    context = chromium.new_context(
        base_url=app, permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script(TELL_EXCEPTIONS)
    yield context
    context.close()


class Visitor:
    """Opens windows of the browser, each with a session of its own, and notes what must not be."""

    def __init__(self, context, address):
        self.context, self.address = context, address
        self.opened, self.complaints = [], []

    def window(self, address=None, viewport=None):
        """A new window, for the shared app or the one at `address`."""
        page = self.context.new_page()
        page.set_viewport_size(viewport or WIDE)
        return self._watched(page, address or self.address)

    def stranger(self, **options):
        """A new window of a profile that has never been here."""
        context = self.context.browser.new_context(
            **{"base_url": self.address, "viewport": WIDE, **options})
        context.add_init_script(TELL_EXCEPTIONS)
        self.opened.append(context)
        return self._watched(context.new_page(), self.address)

    def _watched(self, page, address):
        page.set_default_timeout(PATIENCE)
        self.opened.append(page)
        ours = {f"{host}:{urlsplit(address).port}" for host in ("localhost", "127.0.0.1")}

        def note_request(url):
            parts = urlsplit(url)
            if parts.scheme not in ("data", "blob") and parts.netloc not in ours:
                self.complaints.append(f"a request to another host: {url}")

        page.on("request", lambda request: note_request(request.url))
        page.on("websocket", lambda socket: note_request(socket.url))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", self._note_console)
        return page

    def _note_console(self, message):
        if message.text.startswith("stException: "):
            self.complaints.append(message.text)


@pytest.fixture
def visitor(shared_context, app):
    """Windows for one test, which fails when anything leaves this machine or raises."""
    visitor = Visitor(shared_context, app)
    yield visitor
    for opened in reversed(visitor.opened):
        opened.close()
    assert visitor.complaints == []


@pytest.fixture
def page(visitor):
    """One window, 1440 pixels wide."""
    return visitor.window()


@pytest.fixture
def tables():
    """The published tables, which the app shows."""
    return read_tables(ROOT / "data" / "tables")
