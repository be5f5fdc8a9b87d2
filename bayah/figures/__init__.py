"""Figures: frames in, a Plotly figure or a pyvis network out.

Reads selections of `bayah.query`, already narrowed; knows nothing of where they come from. Text in them is
untrusted: whatever reaches Plotly, which reads a little HTML, is escaped first (`look.plain`).
"""
