"""Every page in Chromium: it loads, wide and narrow, light and dark, and asks nobody else."""

import re

import pytest

from .steps import eventually, figure, go, settled

pytestmark = pytest.mark.browser

ADDRESSES = {
    "/": "Bayah, the atlas of allegiances",
    "/stories": "Stories",
    "/map": "Map",
    "/province": "Province",
    "/province?province=AF-NAN": "Province",
    "/person": "Person",
    "/person?actor=abdul-rauf-khadim": "Person",
    "/group": "Group",
    "/group?actor=iskp": "Group",
    "/event": "Event",
    "/event?event=E0012": "Event",
    "/network": "Network",
    "/flows": "Flows",
    "/flows?drawn=periods&flow=iskp,afghan-taliban": "Flows",
    "/timeline": "Timeline",
    "/timeline?show=careers": "Timeline",
    "/search": "Search",
    "/search?q=taliban": "Search",
    "/sources": "Sources",
    "/sources?article=2017-12_lwj_taliban-touts-defection-of-deputy": "Sources",
    "/disputes": "What the sources dispute",
    "/method": "Method and data",
    "/changes": "What changed",
    "/changes?since=0.1.0&table=events": "What changed",
}
NARROW = {"width": 390, "height": 844}
OVERFLOW = """() => {
  const wide = [document.documentElement, ...document.querySelectorAll(
    "[data-testid=stMain], [data-testid=stAppViewContainer]")];
  return wide.map((box) => box.scrollWidth - box.clientWidth).filter((more) => more > 0);
}"""
GROUND = "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_loads_wide_and_narrow_light_and_dark(page, address):
    page.emulate_media(color_scheme="light")
    go(page, address)
    assert page.locator("h1").all_inner_texts() == [ADDRESSES[address]]
    assert brightness(page) > 128
    page.emulate_media(color_scheme="dark")
    eventually(page, lambda: brightness(page) < 128, True)
    settled(page)
    page.set_viewport_size(NARROW)
    settled(page)
    assert page.evaluate(OVERFLOW) == []


def test_page_opened_in_the_dark_is_dark(page):
    """Figures too: Python learns the theme and draws them with light labels."""
    page.emulate_media(color_scheme="dark")
    go(page, "/timeline")
    assert brightness(page) < 128
    eventually(page, lambda: mean_of_hex(figure(page, "gd.layout.font.color")) > 128, True)


def test_phone_page_opens_without_overflow(visitor):
    """Opened on a phone rather than made narrow: the sidebar is shut and figures are drawn small."""
    page = visitor.stranger(viewport=NARROW, has_touch=True, is_mobile=True)
    for address in ("/map", "/province?province=AF-NAN", "/person?actor=mullah-omar", "/group?actor=ttp",
                    "/event?event=E0012", "/network", "/disputes", "/method"):
        go(page, address)
        assert page.evaluate(OVERFLOW) == [], address


def test_first_visitor_of_a_deep_link_is_not_told_that_there_is_no_such_page(start_app, visitor):
    """Streamlit takes pages/ for its own until the app has run once; only the first visitor sees it."""
    address = start_app()
    page = visitor.window(address)
    go(page, f"{address}/map")
    # The false alarm comes with the page; then it has to go, and to stay away.
    page.wait_for_function("() => !document.querySelector('[role=dialog]')")
    page.wait_for_timeout(1000)
    assert page.get_by_text("Page not found").count() == 0
    assert page.locator("h1").all_inner_texts() == ["Map"]


def brightness(page):
    """How light the ground of the page is, from 0 to 255."""
    colour = page.evaluate(GROUND)
    return sum(int(part) for part in re.findall(r"\d+", colour)[:3]) / 3


def mean_of_hex(colour):
    """The mean of the parts of a #rrggbb colour."""
    return sum(bytes.fromhex(colour.removeprefix("#"))) / 3
