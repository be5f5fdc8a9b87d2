"""Offices on the network page: every term once, in order, offices with several holders first, on any day."""

import pytest

from bayah import query
from bayah.query import Filters


def offices(app):
    """The table of offices as it is shown."""
    return next(table.value for table in app.dataframe if "Office" in table.value.columns)


def test_every_term_stands_in_its_line_and_shared_offices_come_first(opened, published):
    terms = query.select_successions(published, Filters())
    table = offices(opened("network"))
    assert len(table) == len(terms) > 0
    holders = table.groupby(["Group", "Office"])["Who"].transform("nunique")
    assert (holders > 1).tolist() == sorted(holders > 1, reverse=True)
    for _, line in table.groupby(["Group", "Office"]):
        assert line["Place"].is_monotonic_increasing
        assert line.index.tolist() == list(range(line.index[0], line.index[0] + len(line)))


def test_ends_are_told_in_words(opened, published):
    terms = query.select_successions(published, Filters())
    table = offices(opened("network")).set_index(["Group", "Office", "Place"])
    begins = {"event": "an end is told", "death": "death", "succeeded": "succeeded by ", "open": "told as holding on ",
              "last_evidence": "last heard of "}
    for term in terms.itertuples():
        row = table.loc[(term.group_name, term.role, term.position)]
        assert row["How known"].startswith(begins[term.end_basis])
        assert (row["Ended"] == "no end told") == (term.end_basis in ("open", "last_evidence"))
        if term.end_basis == "succeeded":
            assert row["How known"] == f"succeeded by {term.successor_name}"


def test_standing_is_told_of_each_on_a_day(opened, published):
    terms = query.select_successions(published, Filters())
    day = terms["start_latest"].dropna().median().date()
    on = query.select_successions(published, Filters(on=day))
    assert "not_yet" in set(on["standing"])
    table = offices(opened("network", on=[str(day)]))
    assert len(table) == len(on)
    assert table["Standing"].notna().all()
    assert (table["Standing"] == "not told to hold it yet").sum() == (on["standing"] == "not_yet").sum()


def test_a_view_without_offices_says_so(opened, published):
    tables = query.view(published)
    told = set(tables["succession_events"]["event_id"])
    person = next((actor for actor in tables["persons"]["person_id"] if not told & set(
        query.select_events(tables, Filters(person=(actor,))).events["event_id"])), None)
    if person is None:
        pytest.skip("everybody holds an office")
    app = opened("network", person=[person])
    assert "No office is told of in this view." in [part.value for part in app.markdown]
