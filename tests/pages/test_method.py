"""How good the data are: what the coders agree on, what was coded, and what is not covered, all counted."""

import pandas as pd
import pytest
import streamlit as st

from bayah import query
from bayah.model import TABLE
from bayah.store import typed
from pages.shared import atlas as shared_atlas
from pages.shared import quality
from pages.shared.text import markdown


def row(column, value, measure, agreement, source="all"):
    return {"source_id": source, "column": column, "value": value, "measure": measure, "agreement": agreement,
            "n_first": 10, "n_second": 12, "n_matched": 8}


@pytest.fixture
def agreement():
    """A measure of three columns, two kinds and one article."""
    rows = [row("claims", "all", "f1", 0.7273), row("claims", "pledge", "f1", 0.5), row("claims", "death", "f1", None),
            row("claims", "all", "f1", 0.7273, "an-article"),
            row("kind", "all", "alpha", 0.9), row("kind", "equal", "share", 0.95),
            row("date", "all", "alpha", 0.4), row("date", "equal", "share", 0.6), row("date", "can meet", "share", 1.0),
            row("role", "all", "alpha", None), row("role", "equal", "share", 1.0),
            row("date", "all", "alpha", 0.1, "an-article")]
    return typed(pd.DataFrame(rows, columns=TABLE["agreement"].column_names), "agreement")


def said(app):
    return "\n".join(part.value for part in [*app.markdown, *app.caption])


def test_columns_come_weakest_first_and_say_how_to_read_them(agreement):
    columns = quality.by_column(agreement)
    assert columns[["Column", "Reading", "Equal cells"]].values.tolist() == [
        ["date", "weak", 60.0], ["kind", "good", 95.0], ["role", "not defined", 100.0]]
    assert quality.say_weakest(columns) == "1 of 3 columns are weak, and to be used with care: `date` (0.40)."
    assert quality.say_dates(agreement) == "Of the dates 60% are equal, and 100% can both be true."


def test_without_a_weak_column_the_lowest_are_named(agreement):
    good = quality.by_column(agreement[agreement["column"] != "date"])
    assert quality.say_weakest(good) == "No column is weak; the lowest are `kind` (0.90)."
    assert quality.say_dates(agreement[agreement["column"] != "date"]) == ""


@pytest.mark.parametrize(("alpha", "reading"), [
    (0.8, "good"), (0.799, "tentative"), (0.667, "tentative"), (0.6669, "weak"), (-0.2, "weak")])
def test_alpha_is_read_by_krippendorffs_bounds(agreement, alpha, reading):
    one = agreement[agreement["column"] == "kind"].assign(agreement=alpha)
    assert quality.by_column(one)["Reading"].tolist() == [reading]


def test_claims_found_by_both_are_told_by_kind_and_article(agreement):
    assert set(quality.by_kind(agreement)["Kind"]) == {"pledge", "death"}
    assert quality.by_article(agreement, {"an-article": "An article"})["Article"].tolist() == ["An article"]


def test_the_page_tells_what_the_tables_hold(opened, published):
    app = opened("method")
    assert list(app.exception) == []
    text, whole = said(app), quality.pooled(published["agreement"])
    if whole is None:
        assert "no measure of how far two coders agree" in text
    else:
        assert f"**F1 {whole.agreement:.2f}**" in text
        assert quality.say_weakest(quality.by_column(published["agreement"])) in text
    unchecked = published["sources"]["note"].fillna("").str.contains(quality.UNCHECKED).sum()
    assert f"**The claims of {unchecked} of {len(published['sources'])} articles have not been checked" in text
    for publisher in published["sources"]["publisher"]:
        assert markdown(publisher) in text


def test_without_a_measure_the_page_says_so(opened, published, monkeypatch):
    st.cache_resource.clear()
    empty = {**published, "agreement": published["agreement"].head(0)}
    monkeypatch.setattr(shared_atlas, "read_tables", lambda _: empty)
    app = opened("method")
    assert list(app.exception) == []
    assert "no measure of how far two coders agree" in said(app)
    st.cache_resource.clear()


def test_counts_add_up_to_the_claims_and_events_of_the_view(published):
    tables = query.view(published)
    kinds = quality.claims_by_kind(tables, query.names_of(tables))
    assert kinds["All"].sum() == len(tables["claims"])
    assert kinds.drop(columns=["Kind", "All"]).sum(axis=1).tolist() == kinds["All"].tolist()
    assert len(kinds.columns) == len(tables["sources"]) + 2
    shares = quality.shares(tables).set_index("What")
    assert shares.loc[shares.index.str.contains("dated|before publication"), "Number"].sum() == len(tables["events"])
    assert (shares["Share"] <= 100).all()
    assert quality.articles(tables)["Claims"].sum() == len(tables["claims"])
