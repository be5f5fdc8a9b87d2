"""The line under every page: which data these are and of when, what changed, the licence, how to cite.

Reads the tables and the releases that are kept. Draws.
"""

from __future__ import annotations

import streamlit as st

from bayah import __version__
from bayah.dates import edtf_words
from bayah.figures.look import counted
from pages.shared import atlas
from pages.shared.text import markdown

LICENCE_LINK = "https://creativecommons.org/licenses/by/4.0/"
CHANGES = "pages/evidence/changes.py"


def draw_footer() -> None:
    """Data version and date, the way to what changed, licence and sources of what is not ours."""
    with st.container(key="colophon", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(f"Bayah {__version__}. {say_data()}", width="content")
            st.page_link(CHANGES, label="What changed", icon=":material/difference:")
        st.caption(f"Tables: [CC BY 4.0]({LICENCE_LINK}); to cite this view, *Cite* above. Borders: Natural Earth; "
                   "they show who administers, not who claims. Places: GeoNames, CC BY 4.0.")


def say_data() -> str:
    """Which data these are, of when, and from what; the days are those of releases and articles, not of a clock."""
    version, releases = atlas.version(), atlas.releases()
    same = next((release for release in releases if release.data_version == version), None)
    since = f", changed since release {releases[0].name}" if releases else ""
    sources = atlas.tables()["sources"].sort_values(["known_date", "source_id"])
    newest = f", the newest published {markdown(edtf_words(sources['published'].iloc[-1]))}" if len(sources) else ""
    return (f"Data version {version}{f' of release {same.name}' if same else since}, from "
            f"{counted(len(sources), 'article')}{newest}.")
