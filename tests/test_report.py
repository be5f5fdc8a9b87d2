"""A report of the fixture's atlas: what stands in it, what does not, and that nothing of it can run."""

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from markupsafe import escape

from bayah import cite, query, report
from bayah.query import Filters
from bayah.report import Picture, opened, write_report

VIEW = cite.View(cite.Work("The atlas", (cite.Author("Somebody"),), "1.0.0", date(2026, 1, 2)), "Timeline",
                 "https://atlas.example/base/timeline?kind=pledge&group=a&group=b", "0123456789ab", date(2026, 1, 3))


@pytest.fixture(scope="module")
def known(atlas):
    return query.view(atlas, Filters())


def page_of(tables, filters=None, view=VIEW, said="", pictures=()):
    return write_report(tables, filters or Filters(), view, said, pictures).decode()


def test_it_tells_every_event_claim_dispute_and_source_of_the_view(known):
    page = page_of(known)
    for table, column in (("events", "event_id"), ("claims", "claim_id"), ("sources", "title")):
        assert [cell for cell in known[table][column] if str(cell) not in page] == []
    assert page.count('<section class="entry">') == len(known["events"]) + len(known["disputes"])
    assert f"{len(known['events'])} of {len(known['events'])} events" in page


def test_of_one_event_it_tells_all_and_of_others_nothing(known):
    event_id = known["events"].loc[known["events"]["is_contested"], "event_id"].iloc[0]
    page = write_report(known, Filters(kind=("no such kind",)), VIEW, "", (), event_id).decode()
    claims = query.select_claims(known, [event_id])["claim_id"]
    disputes = known["disputes"].set_index("dispute_id")["question"]
    own = query.disputes_of(known, event_id)
    assert page.count('<section class="entry">') == 1 + len(own)
    assert [claim for claim in claims if claim not in page] == []
    assert own
    assert [disputes[dispute] for dispute in own if str(escape(disputes[dispute])) not in page] == []
    assert f"1 of {len(known['events'])} events" in page


def test_filters_clocks_version_and_licence_stand_in_it(atlas):
    filters = Filters(on=date(2015, 1, 1), known=date(2014, 12, 31))
    known = query.view(atlas, filters)
    page = page_of(known, filters, said="as it stood on some day")
    for words in ("as it stood on some day", "1 January 2015", "31 December 2014, from the", "version 0123456789ab",
                  "release 1.0.0 of 2 January 2026", "Saved on", "3 January 2026", "CC BY 4.0", "GeoNames"):
        assert words in page
    whole = page_of(query.view(atlas, Filters()))
    assert whole.count("no day is set") == 1
    assert "none: the whole atlas" in whole


def test_what_was_not_known_yet_does_not_stand_in_it(atlas):
    filters = Filters(known=date(2014, 7, 1))
    known = query.view(atlas, filters)
    later = set(atlas["claims"]["claim_id"]) - set(known["claims"]["claim_id"])
    assert later
    assert [claim for claim in later if claim in page_of(known, filters)] == []


def test_machine_drafts_are_called_so(drafted):
    filters = Filters(drafts=True)
    assert "nobody has reviewed them" in page_of(query.view(drafted, filters), filters)
    assert "Machine draft, not reviewed" in page_of(query.view(drafted, filters), filters)


def test_the_same_view_gives_the_same_bytes(known):
    turned = query.view({name: rows.iloc[::-1] for name, rows in known.whole.items()}, Filters())
    assert page_of(known) == page_of(turned)


def test_more_than_it_holds_is_counted(known, monkeypatch):
    monkeypatch.setattr(report, "MOST_EVENTS", 2)
    monkeypatch.setattr(report, "MOST_DISPUTES", 1)
    monkeypatch.setattr(report, "MOST_ROWS", 3)
    page = page_of(known, pictures=[Picture("A figure", ["<svg/>"], "Signs", pd.DataFrame({"n": range(10)}))])
    assert f"{len(known['events']) - 2} more events of {len(known['events'])} do not stand in this file." in page
    assert f"{len(known['disputes']) - 1} more disputes of {len(known['disputes'])}" in page
    assert "7 more rows of 10" in page
    assert page.count('<section class="entry">') == 3
    assert "The live view has them all" in page


def test_a_view_of_nothing_says_so(known):
    page = page_of(known, Filters(known=date(2000, 1, 1)))
    assert "No event matches this view." in page
    assert 'id="figures"' not in page


def test_pictures_stand_with_their_signs_and_their_table(known):
    table = pd.DataFrame({"Who": ["Gul"], "Disputed": [True], "Day": [pd.Timestamp("2015-07-01")], "None": [None],
                          "Many": [12345]})
    page = page_of(known, pictures=[Picture("One & two", ["<svg/>", "<svg/>"], "A <sign>", table, is_wide=True)])
    assert page.count('<div class="drawing"><svg/></div>') == 2
    assert "One &amp; two" in page
    assert "A &lt;sign&gt;" in page
    assert '<td dir="auto">Gul</td><td dir="auto">yes</td><td dir="auto">2015-07-01</td>' in page
    assert '<td dir="auto"></td><td dir="auto">12,345</td>' in page


def test_it_holds_no_script_and_forbids_to_fetch(known):
    page = page_of(known)
    policy = page.split('Content-Security-Policy" content="')[1].split('"')[0]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert "<script" not in page
    assert "@import" not in page
    assert "url(" not in page.split("</style>")[0]


def test_an_address_that_is_none_of_the_web_is_no_link(known):
    sources = known["sources"].assign(url="javascript:alert(1)")
    page = page_of(query.view({**known.whole, "sources": sources}, Filters()))
    assert "javascript:" not in page


def test_names_lead_to_the_event_in_the_very_view():
    address = opened(f"{VIEW.link}&event=E1", "E2")
    assert urlsplit(address)[:3] == urlsplit(VIEW.link)[:3]
    assert parse_qs(urlsplit(address).query) == {"kind": ["pledge"], "group": ["a", "b"], "event": ["E2"]}


def test_the_reference_is_that_of_the_view(known):
    page = page_of(known, view=replace(VIEW, title="A title"))
    assert "A title (Data version 0123456789ab" in page
    assert "@misc{" in page
