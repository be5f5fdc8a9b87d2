"""The texts of the articles, for those who run a dashboard beside a folder of them; without it there are none.

Reads the folder that the environment names as BAYAH_TEXTS. Returns texts whose bytes are those that were coded from.
Unset or empty, the variable means that no text is ever read or shown.
"""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from bayah.texts import StoredFile, index_files, list_files, read_text


def is_served() -> bool:
    """Whether whoever runs the dashboard has told it to show texts."""
    return bool(os.environ.get("BAYAH_TEXTS"))


def text_of(text_sha256: str) -> str | None:
    """The text that was coded from, or None where the folder does not hold it, or no folder is named.

    Raises: TextError when the folder cannot be read.
    """
    if not is_served():
        return None
    files = _files(os.environ["BAYAH_TEXTS"])
    file = _index(tuple((str(file.path), file.changed, file.size) for file in files)).get(text_sha256)
    return read_text(file, text_sha256) if file else None


@st.cache_resource(ttl=2, show_spinner=False)
def _files(folder: str) -> tuple[StoredFile, ...]:
    return list_files(Path(folder))


@st.cache_resource(max_entries=2, show_spinner="Looking through the folder of texts …")
def _index(files: tuple[tuple[str, int, int], ...]) -> dict[str, StoredFile]:
    """The files by digest, looked up anew when one of them has changed."""
    return index_files(StoredFile(Path(path), changed, size) for path, changed, size in files)
