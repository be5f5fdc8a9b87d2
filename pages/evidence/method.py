"""Method and data: how to read the atlas, what it does not cover, and every table to take away."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from bayah.dates import edtf_words
from bayah.model import TABLES
from bayah.query import Filters
from pages.shared import atlas
from pages.shared.address import default
from pages.shared.components import draw_download
from pages.shared.text import markdown

filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
st.title("Method and data", anchor=False)
st.markdown("""
#### How to read it
- **A claim** is one fact that one article asserts, told in our words and tied to its paragraph. Claims are never
  merged.
- **An event** gathers the claims that tell of one happening. Where they cannot all be true, or someone denies or doubts
  it, the event is **disputed** and every side is kept.
- **A spell** is the time over which a person or cohort stood with a group. Its start and end are spans of days: what
  lies between is sure, the rest is drawn pale. Where no end is told, the line stops at the last day that a claim
  speaks of.
- **Two clocks.** *True on* is when something held; *Known by* is when it had been published. With *Known by* set,
  everything is derived anew from the articles published by then. An article of which only the month is known counts
  from the last day of that month.
- **Dates** are EDTF. A mark is a day, a bar a span in which the day lies, an arrow points back from a
  day by which it had happened.

#### What it does not cover
A handful of articles in English from a few publishers: an American think tank's journal, a news site, a magazine, an
opinion site. What they do not tell is not here, and *nothing told* about a province is not the same as *nothing
happened*.
""")
st.markdown("#### Who coded it")
st.markdown("\n".join(f"- **{markdown(row.publisher)}**, {edtf_words(row.published)}: {markdown(row.note)}"
                      for row in tables["sources"].itertuples() if isinstance(row.note, str))
            or "The articles carry no notes on their coding.")
st.markdown("#### Tables")
said = "as known by the day set" if filters.known else "whole"
st.caption(f"Each table {said}, as CSV. What each column means stands in docs/data-dictionary.md and in "
           "data/datapackage.json.")
st.dataframe(pd.DataFrame({
    "Table": [table.name for table in TABLES],
    "Rows": [len(tables[table.name]) for table in TABLES],
    "Key": [", ".join(table.key) for table in TABLES],
    "A row is": [table.description for table in TABLES],
}), hide_index=True, height="content", alt="The tables of the atlas")
st.session_state.setdefault("table", default("table"))
name = st.selectbox("Table", [table.name for table in TABLES], key="table")
st.dataframe(tables[name].head(200), hide_index=True, height=360, alt=f"Table {name}")
if len(tables[name]) > 200:
    st.caption(f"The first 200 of {len(tables[name]):,} rows; the download has them all.")
draw_download(tables[name], f"bayah-{name}.csv", "table_download")
