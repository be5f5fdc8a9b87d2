"""The frame of the dashboard: navigation, the shared filters, the two clocks, the footer.

Reads the tables through `pages.shared.atlas`. Every page is drawn between reading the address and writing it.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.desk.access import can_sign_in, editor
from pages.shared import atlas
from pages.shared.address import keep_choices, read_address, wants_drafts, write_address
from pages.shared.citing import draw_cite
from pages.shared.components import draw_copy_link
from pages.shared.embedding import draw_way_back, leave_out
from pages.shared.filters import draw_filters, say_filters
from pages.shared.footer import CHANGES, draw_footer
from pages.shared.reporting import draw_save
from pages.shared.search_box import SEARCH, draw_search_box
from pages.shared.story import draw_story, follow_story
from pages.shared.text import markdown

HERE = Path(__file__).resolve().parent

st.set_page_config(page_icon=str(HERE / "static" / "icon.svg"), layout="wide",
                   initial_sidebar_state="auto")
st.html(HERE / "pages" / "shared" / "frame.css")

desk = []
if editor():
    desk.append(st.Page("pages/desk/review.py", title="Desk", icon=":material/edit_note:", url_path="desk"))
if can_sign_in():  # reached by its address alone
    desk.append(st.Page("pages/desk/sign_in.py", title="Sign in", icon=":material/login:", url_path="sign-in",
                        visibility="hidden"))

page = st.navigation(
    [
        st.Page("pages/explore/overview.py", title="Overview", icon=":material/newspaper:",
                default=True),
        st.Page("pages/explore/stories.py", title="Stories", icon=":material/menu_book:"),
        st.Page("pages/explore/map.py", title="Map", icon=":material/map:"),
        st.Page("pages/explore/province.py", title="Province", icon=":material/location_on:"),
        st.Page("pages/explore/person.py", title="Person", icon=":material/person:"),
        st.Page("pages/explore/group.py", title="Group", icon=":material/groups:"),
        st.Page("pages/explore/network.py", title="Network", icon=":material/hub:"),
        st.Page("pages/explore/flows.py", title="Flows", icon=":material/swap_horiz:"),
        st.Page("pages/explore/timeline.py", title="Timeline", icon=":material/view_timeline:"),
        st.Page("pages/evidence/sources.py", title="Sources", icon=":material/article:"),
        st.Page("pages/evidence/disputes.py", title="Disputes", icon=":material/balance:"),
        st.Page("pages/evidence/method.py", title="Method and data", icon=":material/fact_check:",
                url_path="method"),
        # Reached from every panel.
        st.Page("pages/explore/event.py", title="Event", icon=":material/event:", visibility="hidden"),
        # Reached by the line under every page, and by the box in the frame.
        st.Page(CHANGES, title="What changed", icon=":material/difference:", visibility="hidden"),
        st.Page(SEARCH, title="Search", icon=":material/search:", visibility="hidden"),
        *desk,
    ],
    position="top",
)

# A page set here would win over the page's own title, so it is set once the page is known.
st.set_page_config(page_title=f"{page.title} · Bayah")
if page in desk:  # shows no view: no filters, no address of one, nothing to cite
    page.run()
    st.stop()
tables = atlas.tables(wants_drafts(page.url_path))
follow_story()
read_address(tables, page.url_path)
filters = draw_filters(tables)
st.session_state["filters"] = filters
leave_out(page.url_path)

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center",
                  key="masthead"):
    said = say_filters(filters)
    st.markdown(f"**Filtered:** {markdown(said)}" if said else "The whole atlas, as known today", width="stretch")
    with st.container(horizontal=True, vertical_alignment="center", width="content", key="tools"):
        draw_search_box(filters, page.url_path)
        draw_copy_link(page.url_path)
        citing = st.container(horizontal=True, width="content")
if refused := st.session_state.get("_refused"):
    st.warning(markdown(f"The link names what the atlas does not hold; left out: {', '.join(refused)}."),
               icon=":material/link_off:")

draw_story(tables, filters, page.url_path)
keep_choices()
page.run()
with citing:  # once the page has said what it shows
    draw_cite(filters, page.url_path, page.title)
    draw_save(filters, page.url_path, page.title)

draw_footer()
draw_way_back(filters, page.url_path)
write_address(filters, page.url_path)
