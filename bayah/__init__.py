"""Bayah, the atlas of allegiances: from coded articles to tidy tables to figures.

The way of the data is read, derive, select, draw. Nothing in this package knows a screen:
Streamlit is imported by `app.py`, `serve.py` and `pages/` alone.
"""

__version__ = "0.4.0"
