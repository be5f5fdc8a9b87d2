"""Text from the seeds made safe for Streamlit's Markdown: shown as written, never as markup."""

from __future__ import annotations

import re
from urllib.parse import quote

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&])")
# Streamlit looks for these in what it is to show, after all escapes are gone.
_ADDRESS = re.compile(r"(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
_WORD_JOINER = "\u2060"
_OF_ADDRESSES = ":/?#@!$&*+,;=%~"


def markdown(text: object) -> str:
    """The text with everything escaped that Markdown, LaTeX, emoji codes or HTML would take for theirs.

    An address in it is kept from becoming a link by a character that has no width.
    """
    if not isinstance(text, str):
        return ""
    return _MARKUP.sub(r"\\\1", _ADDRESS.sub(_WORD_JOINER, text)).replace("\n", " ")


def link(text: object, address: object) -> str:
    """The text as a link; bare where there is no address of the web."""
    if not isinstance(address, str) or not address.startswith(("http://", "https://")):
        return markdown(text)
    return f"[{markdown(text)}]({quote(address, safe=_OF_ADDRESSES)})"
