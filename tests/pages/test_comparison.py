"""The table of claims: joined where they agree, marked by sign and word where not, and all of it text."""

import xml.etree.ElementTree as ElementTree

import pandas as pd
import pytest

from bayah import query
from bayah.evidence import FIELDS, compare_claims
from pages.shared.comparison import FIELD_WORDS, comparison_html, comparison_table

HOSTILE = ["<img src=x onerror=alert(1)>", "</td></table><script>alert(1)</script>", "&lt;b&gt; & \"quotes\" 'too'",
           "=HYPERLINK(\"http://h.test\")", "$\\frac{1}{2}$ **bold**", "محمد \u202eabc", "x" * 5000]


def table_of(tables, claim_id):
    """The table of the event that a claim tells of, parsed."""
    known = query.view(tables)
    event_id = known["claims"].set_index("claim_id").at[claim_id, "event_id"]
    kind = known["events"].set_index("event_id").at[event_id, "kind"]
    claims = query.select_claims(known, [event_id])
    return parsed(comparison_html(compare_claims(known, [event_id]), claims, kind, "#FFFFFF"))


def parsed(text):
    """The table out of HTML that is well-formed, or the test fails."""
    region = ElementTree.fromstring(text)  # noqa: S314
    assert (region.get("role"), region.get("tabindex")) == ("region", "0")
    assert region.get("aria-label")
    (table,) = region
    return table


def rows_of(table):
    """For each row of the body its class, its head and its cells as (text, columns)."""
    return {row[0].text: (row.get("class"), "".join(row[0].itertext()).removeprefix(row[0].text),
                          [("".join(cell.itertext()), int(cell.get("colspan", 1))) for cell in row[1:]])
            for row in table.find("tbody")}


def test_heads_name_the_article_of_each_column(atlas):
    table = table_of(atlas, "2014-06-10_herald_banner-in-the-valley.03")
    heads = table.findall("thead/tr/th")
    assert ["".join(head.itertext()) for head in heads] == [
        "Field", "Claim 1The Herald, 10 June 2014", "Claim 2The Courier, September 2014"]
    assert {head.get("scope") for head in heads} == {"col"}
    assert {row[0].get("scope") for row in table.find("tbody")} == {"row"}


def test_agreeing_cells_are_joined_and_differing_ones_say_so_in_words(atlas):
    rows = rows_of(table_of(atlas, "2014-06-10_herald_banner-in-the-valley.03"))
    assert rows["Date"] == ("agrees", "all agree", [("2 June 2014as stated", 2)])
    assert rows["Who"] == ("agrees", "all agree", [("Red Banner Frontwritten “red banner”", 2)])
    assert rows["The other party"] == ("agrees", "all agree", [("Standing Pineswritten “Pines”", 2)])
    assert rows["Killed"] == ("differs", "≠ in dispute", [("Side 1: 3 to 5", 1), ("Side 2: 8", 1)])
    assert rows["Place"][:2] == ("fits", "≈ told differently")
    assert rows["Who says so"] == ("fits", "≈ several voices", [("the article itself", 1), ("elders of the Pines", 1)])


def test_what_some_do_not_tell_is_said(atlas):
    rows = rows_of(table_of(atlas, "2014-06-10_herald_banner-in-the-valley.01"))
    assert rows["Oath given to"] == ("some", "told by 1 of 2, who agree", [("Temor Lawang", 1), ("not told", 1)])
    assert rows["Who"][2] == [("Baryal Sahakwritten “Barial Sahaak”", 2)]


def test_a_single_claim_has_no_marks(atlas):
    rows = rows_of(table_of(atlas, "2014-09_courier_oaths-on-the-river.04"))
    assert {(kind, words, len(cells)) for kind, words, cells in rows.values()} == {("single", "", 1)}
    assert rows["People"][2] == [("2", 1)]
    assert rows["Why"][2] == [("grievance, money", 1)]


def test_every_row_has_as_many_columns_as_claims(published):
    known = query.view(published)
    for event in known["events"].sort_values("n_claims").tail(12).itertuples():
        claims = query.select_claims(known, [event.event_id])
        table = parsed(comparison_html(compare_claims(known, [event.event_id]), claims, event.kind, "#12161C"))
        for _, _, cells in rows_of(table).values():
            assert sum(columns for _, columns in cells) == len(claims) == event.n_claims


def test_field_words_are_there_for_every_field():
    assert list(FIELD_WORDS) == list(FIELDS)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_a_claim_holds_is_text(hostile):
    cells = pd.DataFrame([
        {"event_id": "E0001", "field": field, "claim_id": f"a.0{number}", "value": hostile, "note": f"{hostile}!",
         "standing": "fits", "n_told": 2, "side": pd.NA, "dispute_id": ""}
        for field in ("place", "subject", "asserted_by") for number in (1, 2)])
    claims = pd.DataFrame([{"claim_id": f"a.0{number}", "publisher": hostile, "published": "2015"}
                           for number in (1, 2)])
    table = parsed(comparison_html(cells, claims, "attack", "#FFFFFF"))
    allowed = {"table", "thead", "tbody", "tr", "th", "td", "div", "small", "b", "bdi", "span"}
    assert {element.tag for element in table.iter()} <= allowed
    assert all(set(element.attrib) <= {"scope", "class", "colspan", "dir", "aria-hidden"} for element in table.iter())
    rows = rows_of(table)
    for field in ("Place", "Who", "Who says so"):
        assert rows[field][2] == [(f"{hostile}written “{hostile}!”", 2)]
    assert hostile in "".join(table.find("thead").itertext())


def test_sides_keep_equal_words_apart():
    """Two claims of one word on two sides of a dispute are not one cell."""
    cells = pd.DataFrame([{"event_id": "E0001", "field": "role", "claim_id": f"a.0{side}", "value": "emir", "note": "",
                           "standing": "differs", "n_told": 2, "side": side, "dispute_id": "d"} for side in (1, 2)])
    claims = pd.DataFrame([{"claim_id": f"a.0{side}", "publisher": "The Herald", "published": "2015"}
                           for side in (1, 2)])
    rows = rows_of(parsed(comparison_html(cells, claims, "appointment", "#FFFFFF")))
    assert rows["Role"][2] == [("Side 1: emir", 1), ("Side 2: emir", 1)]


@pytest.mark.parametrize("nth", range(12))
def test_the_frame_for_paper_tells_what_the_table_tells(atlas, nth):
    known = query.view(atlas)
    event = known["events"].sort_values(["n_claims", "event_id"], ascending=[False, True]).iloc[nth]
    claims = query.select_claims(known, [event["event_id"]])
    cells = compare_claims(known, [event["event_id"]])
    drawn = rows_of(parsed(comparison_html(cells, claims, event["kind"], "#FFFFFF")))
    told = comparison_table(cells, claims, event["kind"])
    assert list(told["Field"]) == list(drawn)
    assert len(told.columns) == 2 + len(claims)
    for row in told.itertuples(index=False):
        _, agreement, shown = drawn[row[0]]
        assert agreement.removeprefix("\u2248 ").removeprefix("\u2260 ") == row[1]
        spread = [text for text, columns in shown for _ in range(columns)]
        assert len(spread) == len(row[2:])
        assert all(text.startswith(words.split(" (")[0]) for text, words in zip(spread, row[2:], strict=True))
