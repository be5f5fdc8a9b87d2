"""Who may use the desk: editors who signed in, or whoever sits at the machine when it was started for that.

Reads the environment (`BAYAH_DESK`), the secrets (`[bayah] editors`) and what the browser and the connection say.
Returns the name under which decisions are written, or None: then the page does not exist.
"""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st

DESK = "BAYAH_DESK"
LOCAL, NETWORK = "1", "network"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def editor() -> str | None:
    """The name of whoever may use the desk in this session."""
    return _signed_in() or _at_the_machine()


def can_sign_in() -> bool:
    """Whether editors are named and there is a provider who can say who they are."""
    return bool(_editors()) and st.secrets.load_if_toml_exists() and "auth" in st.secrets


def is_editor(email: object, verified: object, editors: tuple[str, ...]) -> bool:
    """Whether a verified address is one of the editors', or of a domain (`@example.org`) of theirs."""
    if not isinstance(email, str) or verified is not True or not re.fullmatch("[^@]+@[^@]+", email):
        return False
    mine = email.casefold()
    return any(mine == one or (one.startswith("@") and mine.endswith(one)) for one in map(str.casefold, editors))


def is_of_this_machine(headers: Mapping[str, str], address: str | None) -> bool:
    """Whether a browser on this machine asks for a page of this machine, and no proxy passes it on.

    `address` is the client's, None on the loopback. A name other than the loopback's is refused, for another
    site's name may be made to lead here.
    """
    asked = {name.lower(): value for name, value in headers.items()}
    if address is not None or any(name in asked for name in _PASSED_ON):
        return False
    hosts = [urlsplit(f"//{asked.get('host', '')}").hostname]
    if "origin" in asked:
        hosts.append(urlsplit(asked["origin"]).hostname)
    return all(host in _LOOPBACK for host in hosts)


def _editors() -> tuple[str, ...]:
    if not st.secrets.load_if_toml_exists():
        return ()
    return tuple(map(str, st.secrets.get("bayah", {}).get("editors", ())))


def _signed_in() -> str | None:
    user = st.user.to_dict()
    if user.get("is_logged_in") and is_editor(user.get("email"), user.get("email_verified"), _editors()):
        return str(user["email"])
    return None


def _at_the_machine() -> str | None:
    wanted = os.environ.get(DESK, "")
    if wanted == NETWORK or (wanted == LOCAL and is_of_this_machine(st.context.headers, st.context.ip_address)):
        return os.environ.get("BAYAH_EDITOR") or getpass.getuser()
    return None
