"""The floor of `scripts/bench.py`: a bare Streamlit page that shows the very figures of the app.

Reads the pickle named by BAYAH_BENCH: per page, the figure without and with the filter, made beforehand. A text field
switches between them, as the field From of the app does, or a list, as the one of the map's measures.
"""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bayah.query import Filters
from pages.shared.components import plotly_config
from pages.shared.ties_network import mount_network

st.set_page_config(layout="wide")


@st.cache_resource
def figures() -> dict[str, tuple[object, object]]:
    """Both figures of every page."""
    return pickle.loads(Path(os.environ["BAYAH_BENCH"]).read_bytes())  # noqa: S301 (our own file)


name = st.query_params["page"]
if name == "map by measure":
    turned = st.selectbox("Shade the provinces by", ["Events", "Claims"]) == "Claims"
elif name == "timeline by lanes":
    turned = st.segmented_control("Lanes by", ["Group", "Kind"], default="Group", required=True) == "Kind"
else:
    turned = bool(st.text_input("From", key="from"))
figure = figures()[name][turned]
if name == "network":
    drawn, hulls, periods = figure
    mount_network(drawn, "network", "network", hulls=hulls, periods=periods, filters=Filters())
else:
    for n, one in enumerate(figure if isinstance(figure, tuple) else (figure,)):
        st.plotly_chart(one, key=f"figure {n}", theme=None, config=plotly_config())
