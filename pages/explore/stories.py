"""Stories: guided tours through the atlas, each told step by step on the pages themselves."""

from __future__ import annotations

import streamlit as st

from pages.shared import atlas
from pages.shared.story import draw_stories, step_table

tables = atlas.tables()
st.title("Stories", anchor=False)
st.markdown("Short tours through what the articles tell. Each step opens a view of the atlas with a few sentences "
            "above it, and behind every sentence stand the claims that it rests on. You can look around, change the "
            "view and come back; the address of a step can be sent to somebody else.")
if tables["stories"].empty:
    st.markdown("No story has been written yet.")
else:
    draw_stories(tables)
    st.caption("A story has its own filters: beginning one sets those that are set now aside.")
    with st.expander("Every step as a table"):
        st.dataframe(step_table(tables), hide_index=True, alt="Every step of every story")
