"""Text from the seeds made safe for Streamlit's Markdown: shown as written, never as markup."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&])")


def markdown(text: object) -> str:
    """The text with everything escaped that Markdown, LaTeX, emoji codes or HTML would take for theirs."""
    return _MARKUP.sub(r"\\\1", text).replace("\n", " ") if isinstance(text, str) else ""
