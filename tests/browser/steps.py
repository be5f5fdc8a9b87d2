"""What a reader does and sees, in the words of the tests."""

import re
import time
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from bayah import query
from bayah.query import Filters

PATIENCE = 30_000  # milliseconds; machines that share two cores are slow at times
# Of pages not headed by their title.
HEADINGS = {"Overview": "Bayah, the atlas of allegiances", "Disputes": "What the sources dispute"}
IDLE = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
# Figures are mounted after the run that sends them: Plotly's have their SVG, the network its count.
FIGURES_STAND = """() => {
  const every = (selector, stands) => [...document.querySelectorAll(selector)].every(stands);
  if (document.querySelector("[data-testid=stException]")) return true;  // there will be none
  return document.querySelector("h1")
    && every("[data-testid=stPlotlyChart]", (box) => {
      const gd = box.querySelector(".js-plotly-plot");
      return gd?.calcdata && gd.querySelector(
        ".choroplethlayer path, .scatterlayer .point, .barlayer .point, .sankey-node");
    })
    && (document.querySelector("h1").innerText !== "Map" || document.querySelector(".provinces")?.dataset.ready)
    && every(".st-key-flows_figure, .st-key-overview_figure, .st-key-timeline_figure", (box) => {
      const plots = box.querySelector(".plots");
      return plots ? plots.dataset.ready : box.querySelector(".js-plotly-plot");
    })
    && every("[data-testid=stBidiComponentIsolated]", (box) => {
      const net = box.shadowRoot?.querySelector(".net");
      return box.shadowRoot?.childElementCount && (!net || net.dataset.ready);
    });
}"""


def settled(page):
    """Wait until nothing runs and the figures stand."""
    page.wait_for_selector(IDLE)
    page.wait_for_function(FIGURES_STAND)
    assert page.get_by_test_id("stException").all_inner_texts() == []


def unlinked(text):
    """The text as Markdown shows it: what could become a link holds a character without width."""
    return re.sub(r"(?<=http:)(?=//)|(?<=https:)(?=//)|(?=@)", "\u2060", text)


def go(page, address):
    """Open an address of the app and wait for it."""
    page.goto(address)
    settled(page)


def params_of(page):
    """The parameters in the address bar."""
    return parse_qs(urlsplit(page.url).query)


def eventually(page, find, wanted):
    """What `find` finds comes to be `wanted`."""
    until = time.monotonic() + PATIENCE / 1000
    while (found := find()) != wanted and time.monotonic() < until:
        page.wait_for_timeout(100)
    assert found == wanted


def expect_params(page, params):
    """The address comes to hold these parameters, lists by name, and no others."""
    eventually(page, lambda: params_of(page), params)


def count_words(tables, filters):
    """What the line of counts begins with in a view."""
    selection = query.select_events(query.view(tables, filters), filters)
    shown = len(selection.events)
    if shown == selection.n_all:
        return f"All {shown:,} events"
    return f"{shown:,} of {selection.n_all:,} events"


def count_line(page):
    """The line that says how many events are shown."""
    return page.get_by_test_id("stCaptionContainer").filter(
        has_text=re.compile(r"^(All [\d,]+|[\d,]+ of [\d,]+) events"))


def expect_view(page, tables, **filters):
    """The page comes to show the events of these filters, and its address to name them."""
    filters = Filters(**filters)
    expect(count_line(page)).to_have_text(re.compile(f"^{count_words(tables, filters)}"))
    expect_params(page, query.write_filters(filters))


def choose(page, label, option):
    """Pick an option in one of the lists of the sidebar."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")  # the list stays open for more, and hides the page while it is
    expect(box).to_have_attribute("aria-expanded", "false")


def set_day(page, label, day):
    """Type a day into one of the two clocks."""
    field = page.get_by_role("group", name=label, exact=True)
    field.get_by_role("spinbutton").first.click()
    page.keyboard.type(f"{day:%Y%m%d}")
    # Streamlit takes a typed day once the field is left: over the day and the calendar's button.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")


def turn_to(page, title):
    """Follow a link of the navigation."""
    page.get_by_test_id("stTopNav").get_by_role("link", name=title, exact=True).click()
    expect(page.locator("h1")).to_have_text(HEADINGS.get(title, title))


def panel(page):
    """The evidence beside the figure."""
    return page.locator(".st-key-evidence")


def expect_claims(page, tables, event_id):
    """The panel comes to show the event's claims, each with its paragraph and its publisher."""
    claims = query.select_claims(tables, [event_id])
    assert len(claims) > 0
    for claim in claims.itertuples():
        card = panel(page).get_by_test_id("stCaptionContainer").filter(has_text=claim.claim_id)
        expect(card).to_contain_text(f"paragraph {claim.paragraph}")
        expect(card).to_contain_text(claim.publisher)
        expect(panel(page)).to_contain_text(claim.summary)


def click_where(page, script, arg):
    """Click where a script finds what is looked for, once it has come to rest there."""
    spot = None
    for _ in range(PATIENCE // 200):
        before, spot = spot, page.evaluate(script, arg)
        if spot and spot == before:
            page.mouse.click(**spot)
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"{arg} does not stand where it can be clicked: {spot}")


def figure(page, script):
    """What a script finds in the Plotly figure `gd`, once it stands."""
    return page.wait_for_function(f"""() => {{
      const gd = document.querySelector(".js-plotly-plot:not([data-part=brush])");
      return gd?.calcdata && {{ found: {script} }};
    }}""").evaluate("({ found }) => found")


def select_row(page, table, row):
    """Tick a row of a table, told by its place from the top."""
    expect(table.get_by_test_id(f"glide-cell-1-{row}")).to_be_attached()
    canvas = table.get_by_test_id("data-grid-canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    # The grid is painted: header and rows are 35 pixels high, the boxes stand at the left.
    page.mouse.click(box["x"] + 16, box["y"] + 35 * (row + 1) + 17)


def close(page, name):
    """Close the event or the actor in the panel."""
    page.locator(f".st-key-close_{name} button").click()
