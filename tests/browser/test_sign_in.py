"""Signing in with a provider of our own: an editor gets the desk, and nobody else does."""

import json
import shutil
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from playwright.sync_api import expect

from bayah.build import build

from .conftest import _free_port, _running_app
from .steps import settled

pytestmark = pytest.mark.browser

TESTS = Path(__file__).resolve().parents[1]
SOURCE = "2015-04-22_lantern_commander-walks-over"


class Provider:
    """Says of whoever comes that he is `person`."""

    def __init__(self):
        self.key = RSAKey.generate_key(2048, parameters={"kid": "one", "use": "sig", "alg": "RS256"})
        self.person, self.nonce = {}, ""
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                provider.get(self)

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                provider.tell(self, provider.token())

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def get(self, request):
        path, asked = urlsplit(request.path).path, parse_qs(urlsplit(request.path).query)
        if path == "/authorize":
            self.nonce = asked["nonce"][0]
            request.send_response(302)
            back = urlencode({"code": "once", "state": asked["state"][0]})
            request.send_header("Location", f"{asked['redirect_uri'][0]}?{back}")
            request.end_headers()
        elif path == "/keys":
            self.tell(request, KeySet([self.key]).as_dict(private=False))
        else:
            self.tell(request, {
                "issuer": self.address, "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token", "jwks_uri": f"{self.address}/keys",
                "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"]})

    def token(self):
        now = int(time.time())
        told = {"iss": self.address, "aud": "bayah", "sub": "1", "iat": now, "exp": now + 600, "nonce": self.nonce}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, told | self.person, self.key)
        return {"access_token": "none", "token_type": "Bearer", "expires_in": 600, "id_token": signed}

    @staticmethod
    def tell(request, answer):
        content = json.dumps(answer).encode()
        request.send_response(200)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)


@pytest.fixture(scope="module")
def provider():
    provider = Provider()
    yield provider
    provider.server.shutdown()
    provider.server.server_close()


@pytest.fixture(scope="module")
def hosted(provider, tmp_path_factory):
    """An app that lets the editors of one newspaper sign in."""
    root = tmp_path_factory.mktemp("hosted")
    shutil.copytree(TESTS / "fixtures/atlas/seeds", root / "seeds")
    build(root)
    port = _free_port()
    (root / "secrets.toml").write_text(f"""\
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "{'0123456789abcdef' * 3}"
client_id = "bayah"
client_secret = "secret"
server_metadata_url = "{provider.address}/.well-known/openid-configuration"

[bayah]
editors = ["@newsroom.example"]
""")
    environment = {"BAYAH_ROOT": str(root), "BAYAH_DATA": "", "BAYAH_DESK": "",
                   "STREAMLIT_SECRETS_FILES": str(root / "secrets.toml")}
    with _running_app(root, environment, port) as address:
        yield address


def sign_in(chromium, hosted):
    page = chromium.new_context(base_url=hosted).new_page()
    page.goto("/")
    settled(page)
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "oauth2" not in url and "/sign-in" not in url)
    settled(page)
    return page



def test_an_editor_gets_the_desk(chromium, hosted, provider):
    provider.person = {"email": "ann@newsroom.example", "email_verified": True}
    page = sign_in(chromium, hosted)
    page.goto("/desk")
    expect(page.locator("h1")).to_have_text("Desk")
    page.context.close()


@pytest.mark.parametrize("person", [
    {"email": "ann@newsroom.example", "email_verified": False}, {"email": "ann@newsroom.example"},
    {"email": "eve@elsewhere.example", "email_verified": True}])
def test_nobody_else_does(chromium, hosted, provider, person):
    provider.person = person
    page = sign_in(chromium, hosted)
    page.goto("/desk")
    expect(page.get_by_role("dialog")).to_contain_text("Page not found")
    page.goto("/sign-in")
    expect(page.get_by_text("not among the editors")).to_be_visible()
    page.context.close()
