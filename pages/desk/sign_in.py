"""Where an editor signs in; the desk itself exists only for whoever has."""

from __future__ import annotations

import streamlit as st

from pages.desk.access import editor

st.title("Sign in", anchor=False)
name = editor()
if name:
    st.markdown("You are signed in as an editor: the desk stands in the navigation.")
elif st.user.to_dict().get("is_logged_in"):
    st.markdown("You are signed in, and not among the editors of this atlas.")
else:
    st.markdown("For editors of this atlas.")
    st.button("Sign in", on_click=st.login, type="primary")
if st.user.to_dict().get("is_logged_in"):
    st.button("Sign out", on_click=st.logout)
