"""Method and data: how to read the atlas, how good the data are, what they do not cover, every table to take away."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from bayah.drafting.results import Results, expected_error
from bayah.figures.calibration import draw_calibration
from bayah.figures.look import counted
from bayah.query import Filters
from pages.shared import atlas, drafting_quality, quality
from pages.shared.components import draw_download, draw_figure
from pages.shared.taking_away import draw_tables
from pages.shared.text import markdown


def draw_frame(frame: pd.DataFrame, name: str, alt: str, **columns: object) -> None:
    """A table with its download."""
    st.dataframe(frame, hide_index=True, height="content", alt=alt, column_config=columns)
    draw_download(frame, f"bayah-{name}.csv", f"{name}_download")


def draw_agreement(agreement: pd.DataFrame) -> None:
    """How far two coders agree who worked apart."""
    st.markdown("#### How good are the data")
    whole = quality.pooled(agreement)
    if whole is None:
        st.markdown("These tables hold no measure of how far two coders agree.")
        return
    columns, articles = quality.by_column(agreement), quality.by_article(agreement, atlas.names())
    st.markdown(
        f"{counted(len(articles), 'article')} {'was' if len(articles) == 1 else 'were'} coded twice, by two AI "
        f"assistants who worked apart. The first found {whole.n_first:,} "
        f"claims, the second {whole.n_second:,}; {whole.n_matched:,} of them tell of one fact "
        f"(**F1 {whole.agreement:.2f}**; 1 would be all). A third pass settled the differences: the atlas holds what "
        "came of it. The measure is that of the whole coding, whatever the clocks are set to.")
    st.markdown(
        "**Krippendorff's alpha** says how much more often the two fill a cell alike than chance would have it: 1 is "
        f"full agreement, 0 is chance. By Krippendorff, {quality.GOOD:.1f} and more is good, {quality.TENTATIVE} and "
        "more allows tentative conclusions, less is weak; where nearly all cells are empty, a few differences make "
        "alpha low although nearly all cells are equal.")
    st.markdown(f"{quality.say_weakest(columns)} {quality.say_dates(agreement)}")
    draw_frame(columns, "agreement-columns", "Agreement by column, the weakest first",
               Means=st.column_config.TextColumn(width="medium"),
               **{"Alpha": st.column_config.NumberColumn(format="%.2f", width=70),
                  "Equal cells": st.column_config.NumberColumn(format="%.0f%%", width=100)})
    number = st.column_config.NumberColumn(format="%.2f", width=70)
    for title, name, frame in (
            ("Found by both coders, by kind", "agreement-kinds", quality.by_kind(agreement)),
            ("Found by both coders, by article", "agreement-articles", articles)):
        with st.expander(title):
            draw_frame(frame, name, title, F1=number)


def draw_drafting() -> None:
    """How good the drafts of the rule engine are on articles that it does not know."""
    st.markdown("#### How good are the machine's drafts")
    results = atlas.drafting_results()
    if results is None:
        st.markdown("The rule engine has not been measured here.")
        return
    st.markdown(
        "The rule engine drafts claims from articles that nobody has coded, for a person to confirm. Here it drafts "
        "each coded article as if nobody had read it, without the names that this article alone gave. Counted are "
        f"{drafting_quality.EIGHT}, each with all its sides. {drafting_quality.say_found(results.scores)}")
    st.markdown(
        "**Precision**: of what it drafts, how much is right. **Recall**: of what is there, how much it finds. **F1** "
        "is their harmonic mean, below beside that of the two coders. *Strict*: names, dates and provinces are equal, "
        "and no more and no less is told. *Middle*, as counted above: a shorter form of a name, a date that may be the "
        "same or one common province will do, but all that the coder told must be there. *Relaxed*: what one of the "
        "two leaves out does not count as wrong.")
    number = st.column_config.NumberColumn(format="%.2f")
    share = st.column_config.NumberColumn(format="%.0f%%")
    depths = drafting_quality.by_depth(results.scores)
    draw_frame(depths, "drafts-depths", "F1 of the drafts and of the coders, by what is compared",
               **dict.fromkeys(depths.columns[3:], number))
    with st.expander("Precision and recall, by kind"):
        draw_frame(drafting_quality.by_kind(results.scores), "drafts-kinds", "How good the drafts are, by kind",
                   **dict.fromkeys(("Precision", "Recall", "F1"), number))
    found = drafting_quality.of_what_was_found(results.shares)
    st.markdown("Of the claims that tell of one fact, the share of which these are right:")
    draw_frame(found, "drafts-columns", "Columns that are right in the claims found",
               **dict.fromkeys(found.columns[1:], share))
    draw_confidence(results)


def draw_confidence(results: Results) -> None:
    """What the confidence of a draft is worth."""
    bins = results.calibration
    st.markdown(
        "**A draft's confidence** is the chance that it holds with its sides. Here each article's drafts have the "
        "confidence that all other articles teach; on the dashed line as many hold as was promised. On average the "
        f"two lie {100 * expected_error(bins):.0f} points apart (expected calibration error, over "
        f"{counted(int(bins['n'].sum()), 'draft')}, those too unsure to be shown among them).")
    figure, table = st.columns([3, 2])
    with figure:
        draw_figure(draw_calibration(bins, atlas.theme()), "calibration",
                    "Share of drafts that hold, by their confidence; the table beside it has the numbers")
    with table:
        share = st.column_config.NumberColumn(format="%.0f%%")
        draw_frame(drafting_quality.by_confidence(bins), "drafts-confidence", "Drafts by confidence",
                   Share=share)


def draw_counts() -> None:
    """What was coded, and how finely it is known."""
    st.markdown("#### What was coded")
    with st.expander("Claims of each kind, article by article"):
        draw_frame(quality.claims_by_kind(tables, atlas.names()), "claims-by-kind", "Claims by kind and article")
    draw_frame(quality.shares(tables), "completeness", "How finely it is known",
               Share=st.column_config.ProgressColumn(format="%.0f%%", min_value=0, max_value=100))
    st.caption("*A named source* is a party that the article quotes; the other claims are the article's own voice.")


def draw_gaps() -> None:
    """What the data do not cover, and who read them."""
    st.markdown("#### What they do not cover")
    sources, claims = quality.articles(tables), tables["claims"]
    notes = sources["How it was coded"]
    unchecked = int(notes.str.contains(quality.UNCHECKED, regex=False).sum())
    genres = ", ".join(f"{number} {genre}" for genre, number in sources["Genre"].value_counts().items())
    languages = " and ".join("English" if code == "en" else markdown(code) for code in sources["Language"].unique())
    publishers = ", ".join(markdown(name) for name in sources["Publisher"].unique())
    st.markdown(f"""
- **{counted(len(sources), "article")}**{f" ({genres})" if genres else ""}, all in {languages or "no language"}, from
  {publishers or "nobody"}.
- What they do not tell is not here: *nothing told* about a province is not the same as *nothing happened*.
- **The claims of {unchecked} of {len(sources)} articles have not been checked by a person**: their notes, below, say
  so. {int((claims["coding"] == "reviewed").sum()):,} of {len(claims):,} claims are machine drafts that a person has
  confirmed.
""")
    draw_frame(sources, "articles", "The articles and how each was coded",
               Title=st.column_config.TextColumn(width="medium"))


filters: Filters = st.session_state["filters"]
tables = atlas.view(filters)
st.title("Method and data", anchor=False)
st.markdown("""
#### How to read it
- **A claim** is one fact that one article asserts, told in our words and tied to its paragraph. Claims are never
  merged.
- **An event** gathers the claims that tell of one happening. Where they cannot all be true, or one tells
  what another denies or doubts, the event is **disputed** and every side is kept.
- **A dispute** puts the sides beside each other, also where they stand in several events. Most are found by rule; what
  no rule sees is an editor's judgement, with its reason.
- **A spell** is the time over which a person or cohort stood with a group. Its start and end are spans of days: what
  lies between is sure, the rest is drawn pale. Where no end is told, the line stops at the last day that a claim
  speaks of.
- **Two clocks.** *True on* is when something held; *Known by* is when it had been published. With *Known by* set,
  everything is as derived from the articles published by then alone. An article of which only the month is known counts
  from the last day of that month.
- **Dates** are EDTF. A mark is a day, a bar a span in which the day lies, an arrow points back from a
  day by which it had happened.
""")
draw_agreement(tables["agreement"])
draw_drafting()
draw_counts()
draw_gaps()
draw_tables(filters)
