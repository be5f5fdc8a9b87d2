"""The server of the dashboard: the app, and beside it every table as JSON under an address that stays.

`streamlit run serve.py` starts both; `streamlit run app.py` the app alone.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.shared.served import table_routes

app = st.App(Path(__file__).resolve().parent / "app.py", routes=table_routes(st.get_option("server.baseUrlPath")))
