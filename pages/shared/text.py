"""Text from the seeds made safe for Streamlit's Markdown: shown as written, never as markup."""

from __future__ import annotations

import re
from urllib.parse import quote

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&])")
_OF_ADDRESSES = ":/?#@!$&*+,;=%~"


def markdown(text: object) -> str:
    """The text with everything escaped that Markdown, LaTeX, emoji codes or HTML would take for theirs."""
    return _MARKUP.sub(r"\\\1", text).replace("\n", " ") if isinstance(text, str) else ""


def link(text: object, address: object) -> str:
    """The text as a link; bare where there is no address of the web."""
    if not isinstance(address, str) or not address.startswith(("http://", "https://")):
        return markdown(text)
    return f"[{markdown(text)}]({quote(address, safe=_OF_ADDRESSES)})"
