"""How good the data are, all counted, and the tables to take away."""

from io import BytesIO

import openpyxl
import pandas as pd
import pytest
import streamlit as st

from bayah import query, table_files
from bayah.drafting import results
from bayah.drafting.score import MODES, SCORES, SHARES
from bayah.entities import follow_the_money
from bayah.extract import select_tables
from bayah.model import TABLE, TABLES
from bayah.store import typed
from pages.shared import atlas as shared_atlas
from pages.shared import drafting_quality, quality
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


def files(app, monkeypatch, page_params):
    """What each button for a file gives, by its key, with the name that the file gets."""
    made = {}

    def note(label, data, **options):
        made[options["key"]] = (label, data, options)

    monkeypatch.setattr(st, "download_button", note)
    shown = app("method", **page_params)
    assert list(shown.exception) == []
    return shown, made


def counts(app):
    """Rows and rows of all, as the page shows them for each table."""
    (frame,) = [element.value for element in app.dataframe if list(element.value.columns)[:2] == ["Table", "Rows"]]
    return frame.set_index("Table")


def test_every_table_is_there_with_its_rows_and_what_they_are(opened, published):
    shown = counts(opened("method"))
    known = query.view(published)
    assert shown["Rows"].to_dict() == {table.name: len(known[table.name]) for table in TABLES}
    assert shown["Of all"].to_dict() == {table.name: len(published[table.name]) for table in TABLES}
    assert shown["A row is"].to_dict() == {table.name: table.description for table in TABLES}


@pytest.mark.parametrize(("rows", "ending"), [("view", "-view"), ("all", "")])
def test_the_files_hold_the_rows_that_the_page_counts(opened, published, monkeypatch, rows, ending):
    filters = query.Filters(group=("iskp",))
    params = {"group": ["iskp"], "table": ["events"], **({"rows": ["all"]} if rows == "all" else {})}
    app, made = files(opened, monkeypatch, params)
    tables = published if rows == "all" else select_tables(published, filters)
    assert counts(app)["Rows"].to_dict() == {name: len(frame) for name, frame in tables.items()}
    names = {key: options["file_name"] for key, (_, _, options) in made.items() if key.startswith("take_")}
    assert names == {
        "take_xlsx": f"bayah{ending}.xlsx", "take_package": f"bayah{ending}.zip",
        "take_entities": f"bayah{ending}.ftm.json", "take_csv": f"bayah-events{ending}.csv",
        "take_parquet": f"bayah-events{ending}.parquet", "take_jsonl": f"bayah-events{ending}.jsonl"}
    assert all(callable(made[key][1]) and made[key][2]["on_click"] == "ignore" for key in names)
    assert made["take_csv"][1]() == table_files.csv(tables["events"], "events")
    assert made["take_jsonl"][1]() == table_files.json_lines(tables["events"], "events")
    known = query.view(published, query.Filters() if rows == "all" else filters)
    narrowed = query.Filters() if rows == "all" else filters
    assert made["take_entities"][1]() == follow_the_money(select_tables(known, narrowed), known)
    book = openpyxl.load_workbook(BytesIO(made["take_xlsx"][1]()))
    about = dict(row[:2] for row in book["about"].iter_rows(values_only=True, max_row=7))
    assert about["Data version"] == shared_atlas.version()
    assert about["Filters"] == ("none" if rows == "all" else query.names_of(published)["iskp"])
    assert ("rows=all" in about["The view"]) == (rows == "all")
    assert {table.name: book[table.name].max_row - 1 for table in TABLES} == counts(app)["Rows"].to_dict()


def test_machine_drafts_are_said_to_be_among_the_rows(opened):
    assert "Machine drafts that nobody has reviewed are among them" in said(opened("method", drafts=["true"]))
    assert "Machine drafts that nobody has reviewed are among them" not in said(opened("method"))


def test_the_columns_of_the_table_are_told_with_how_many_are_filled(opened, published):
    app = opened("method", table=["places"])
    (columns,) = [element.value for element in app.dataframe if "Filled" in element.value.columns]
    assert columns["Column"].tolist() == TABLE["places"].column_names
    assert columns["Filled"].tolist() == published["places"].notna().sum().tolist()
    assert columns["Means"].tolist() == [column.description for column in TABLE["places"].columns]


@pytest.fixture
def measurement():
    """A measurement of the rule engine: pledges on coded articles and between coders."""
    rows = [(name, 3, kind, depth, mode, 10, 8, 6, 0.75, 0.6, 0.6667)
            for name in ("coded", "coders") for kind in ("all", "measured", "pledge")
            for depth in ("actor", "sides", "date_place") for mode in MODES]
    shares = [(name, measure, 4, 3, 0.75) for name in ("coded", "coders")
              for measure in ("province", "persons", "date", "modality")]
    bins = [(0.1, 0.2, 4, 1, 0.15, 0.25), (0.8, 0.9, 6, 5, 0.85, 0.8333)]
    return results.Results(
        pd.DataFrame(rows, columns=["measured_on", "n_articles", *SCORES]),
        pd.DataFrame(shares, columns=["measured_on", *SHARES]), pd.DataFrame(bins, columns=results.BINS))


def test_what_was_measured_of_the_drafts_is_said(measurement):
    said = drafting_quality.say_found(measurement.scores)
    assert said == (
        "On 3 articles of the atlas it finds 6 of 10 claims, and 6 of the 8 that it drafts are right (**F1 0.67**). "
        "The second coder, measured by the first, reaches F1 0.67.")
    depths = drafting_quality.by_depth(measurement.scores)
    assert depths.columns.tolist() == ["Kinds", "Compared", "How", "Coded articles", "The two coders"]
    assert len(depths) == 18
    kinds = drafting_quality.by_kind(measurement.scores)
    assert kinds["Kind"].unique().tolist() == ["the 8", "all", "pledge"]
    assert drafting_quality.of_what_was_found(measurement.shares)["Coded articles"].tolist() == [75.0] * 4
    assert drafting_quality.by_confidence(measurement.calibration).values.tolist() == [
        ["10% to 20%", 4, 1, 25.0], ["80% to 90%", 6, 5, 83.33]]


def test_the_page_shows_the_committed_measurement_of_the_drafts(opened):
    app = opened("method")
    committed = results.read_results(shared_atlas.OWN.parent)
    assert drafting_quality.say_found(committed.scores) in said(app)
    shown = [frame.value for frame in app.dataframe]
    by_confidence = drafting_quality.by_confidence(committed.calibration)
    for expected in (drafting_quality.by_depth(committed.scores), by_confidence):
        assert any(list(frame.columns) == list(expected.columns) and len(frame) == len(expected) for frame in shown)
    assert f"over {int(committed.calibration['n'].sum()):,} draft" in said(app)


def test_without_a_measurement_of_the_drafts_the_page_says_so(opened, monkeypatch):
    st.cache_resource.clear()
    monkeypatch.setattr(shared_atlas, "read_results", lambda _: None)
    app = opened("method")
    assert list(app.exception) == []
    assert "The rule engine has not been measured here." in said(app)
    st.cache_resource.clear()
