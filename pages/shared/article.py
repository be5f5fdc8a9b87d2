"""One article whole, and all of them beside each other: what each says, what it alone says, what others say otherwise.

Reads the view, and the day of knowledge in it. Draws what `bayah.sources` selects; choosing an article, a claim or an
event in it changes the address.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from bayah import sources
from bayah.dates import day_words, edtf_words
from bayah.figures.look import counted
from bayah.figures.sources import draw_contributions
from bayah.model import TextError
from bayah.query import Filters, Tables
from bayah.sources import Article
from bayah.texts import paragraph_range, split_paragraphs
from bayah.words import MODALITY_WORDS, teller
from pages.shared import atlas, quality, texts
from pages.shared.claims import by_authors
from pages.shared.comparison import FIELD_WORDS, STANDING_WORDS
from pages.shared.components import chosen_points, day, draw_download, draw_event_table, draw_figure
from pages.shared.disputes import draw_lead, say_sides
from pages.shared.event import CSS, open_event
from pages.shared.reading import passage_html
from pages.shared.text import link, markdown

PUBLISHED_WORDS = {"stated": "stated in the article", "address": "from the address",
                   "context": "from what the text speaks of", "estimated": "estimated"}
PUBLISHER_WORDS = {
    "news_agency": "news agency", "newspaper": "newspaper", "magazine": "magazine", "broadcaster": "broadcaster",
    "online_news": "online news", "think_tank": "think tank", "advocacy": "advocacy organisation",
    "government": "government", "armed_group": "outlet of an armed group", "other": "other",
}
CODING_WORDS = {"human": "coded, not drafted by the machine", "reviewed": "machine drafts that a person has confirmed",
                "machine": "machine drafts that nobody has reviewed"}
SHARED, CONTESTED = ":material/group: also told by others", ":material/balance: disputed"


def open_article(source_id: str) -> None:
    """Show this article whole."""
    st.session_state["article"] = source_id
    st.session_state.pop("event", None)


def draw_articles(tables: Tables, listed: pd.DataFrame) -> None:
    """The articles in the order of publication: how much each gives, as a figure and as a table."""
    rows = sources.select_contributions(tables)
    rows = rows[rows["source_id"].isin(listed["source_id"])].reset_index(drop=True)
    _draw_figure(rows)
    table = contribution_table(rows)
    table.insert(2, "Kind of publisher", listed["publisher_kind"].map(PUBLISHER_WORDS).fillna("not coded"))

    def choose() -> None:
        if chosen := st.session_state["source_table"]["selection"]["rows"]:
            open_article(rows.at[chosen[0], "source_id"])

    st.dataframe(table, hide_index=True, key="source_table", alt="Articles; choose a row to open one", on_select=choose,
                 selection_mode="single-row", column_config=_column_widths())
    draw_download(listed.merge(rows.drop(columns=["title", "publisher", "published"]), on="source_id"),
                  "bayah-sources.csv", "sources_download")


def contribution_table(rows: pd.DataFrame) -> pd.DataFrame:
    """What each article gives as a reader's table."""
    return pd.DataFrame({
        "Title": rows["title"], "Publisher": rows["publisher"], "Published": rows["published"].map(edtf_words),
        "Claims": rows["n_claims"], "Events": rows["n_events"], "Of all events": rows["share"] * 100,
        "Only here": rows["n_alone"], "In disputes": rows["n_disputes"], "Spells": rows["n_spells"],
        "Spells on it alone": rows["n_spells_alone"],
    })


def _column_widths() -> dict[str, Any]:
    number = st.column_config.NumberColumn
    return {
        "Title": st.column_config.TextColumn(width="medium"),
        "Claims": number(width=65), "Events": number(width=65), "Spells": number(width=65),
        "Of all events": number(format="%.0f%%", width=95, help="Events that it tells, of all in the view; those of "
                                "several articles count for each."),
        "Only here": number(width=80, help="Events that no other article tells."),
        "In disputes": number(width=85, help="Disputes in which one of its claims stands."),
        "Spells on it alone": number(width=120, help="Spells of allegiance that rest on no other article."),
    }


def _draw_figure(rows: pd.DataFrame, chosen: str = "") -> None:
    def choose() -> None:
        for point in chosen_points("contribution_figure"):
            open_article(point["customdata"])

    figure = draw_contributions(rows, atlas.theme(), chosen)
    draw_figure(figure, "contribution_figure", "Events that each article tells, and how many no other does; the table "
                "has the same numbers", choose, displayModeBar=False)


def draw_article(tables: Tables, filters: Filters, source: Any) -> None:
    """One article: what is known of it, what it gives, its claims, what it alone says and what others say otherwise."""
    found = atlas.once(("article", filters.known, filters.drafts, source.source_id),
                       lambda: sources.select_article(tables, source.source_id))
    _draw_head(source)
    _draw_contribution(tables, source.source_id)
    _draw_coding(tables, source, found)
    _draw_paragraphs(source, found.claims)
    _draw_only_here(source, found)
    _draw_otherwise(tables, filters, source, found)


def _draw_head(source: Any) -> None:
    st.subheader(markdown(source.title), anchor=False)
    authors = by_authors(source.authors).strip() or "author not given"
    kind = PUBLISHER_WORDS.get(source.publisher_kind, "kind of publisher not coded")
    st.markdown(f"{markdown(authors[:1].upper() + authors[1:])}. **{markdown(source.publisher)}** ({kind}), "
                f"{edtf_words(source.published)}. {_say_address(source)}")
    note = f"  \n{markdown(source.note)}" if isinstance(source.note, str) else ""
    st.caption(
        f"Date {PUBLISHED_WORDS[source.published_basis]}: {markdown(source.published_note)} It counts as known from "
        f"{day_words(day(source.known_date))}.  \nGenre: {source.genre}; language: `{source.language}`; SHA-256 of the "
        f"text coded from: `{source.text_sha256}`; id: `{source.source_id}`{note}")


def _say_address(source: Any) -> str:
    return link("At the publisher", source.url) if isinstance(source.url, str) else "Its address is not known."


def _draw_contribution(tables: Tables, source_id: str) -> None:
    """How much of the atlas comes from it, among the others."""
    rows = sources.select_contributions(tables)
    own = rows[rows["source_id"] == source_id]
    (row,) = own.itertuples()
    st.markdown("#### What it gives")
    st.markdown(
        f"**{counted(row.n_claims, 'claim')}** that tell of **{counted(row.n_events, 'event')}**, {row.share:.0%} of "
        f"all that are known; **{row.n_alone:,}** of them no other article tells. It speaks in "
        f"**{counted(row.n_disputes, 'dispute')}**. Of {counted(row.n_spells, 'spell')} of allegiance that rest on it, "
        f"**{row.n_spells_alone:,}** rest on it alone.")
    with st.expander("Beside the other articles", icon=":material/bar_chart:"):
        _draw_figure(rows, source_id)
        st.dataframe(contribution_table(rows), hide_index=True, alt="What each article gives", height="content",
                     column_config=_column_widths())


def _draw_coding(tables: Tables, source: Any, found: Article) -> None:
    """How it was coded, and how far two coders agree on it."""
    counts = sources.count_codings(found.claims)
    told = "; ".join(f"{counted(row.n_claims, 'claim')} {CODING_WORDS[row.coding]}" for row in counts.itertuples()
                     if row.n_claims)
    st.markdown("#### How it was coded")
    rows = tables["agreement"]
    agreed = quality.by_article(rows[rows["source_id"] == source.source_id], atlas.names())
    twice = "It was not coded twice."
    if len(agreed):
        (row,) = agreed.to_dict("records")
        twice = (f"Coded twice, by two who worked apart: the first found {row['Claims of the first']}, the second "
                 f"{row['Claims of the second']} claims, {row['Found by both']} of them the same (F1 {row['F1']:.2f}; "
                 "1 would be all).")
    checked = " A person has not yet checked it." if quality.UNCHECKED in str(source.note) else ""
    st.markdown(f"{told.capitalize() or 'No claims'}. {twice}{checked}")


def _draw_paragraphs(source: Any, claims: pd.DataFrame) -> None:
    """The claims under their paragraphs, each opening its event; the paragraph itself where the text is at hand."""
    st.markdown("#### What it says, paragraph by paragraph")
    st.html(CSS)
    st.caption("Choose a claim to see its event, and what others say of it. No other article tells of an event without "
               f"the mark {SHARED}.")
    for paragraph, of_paragraph in claims.groupby("paragraph", sort=False):
        with st.container(key=f"paragraph_{paragraph}", gap="xxsmall"):
            st.markdown(f"**Paragraph {paragraph}**")
            for claim in of_paragraph.itertuples():
                st.button(_say_claim(claim), key=f"claim_{claim.claim_id}", type="tertiary", on_click=open_event,
                          args=(claim.event_id,))
            if texts.is_served():
                _draw_text(source, str(paragraph))
    draw_download(claims, f"{source.source_id}.csv", "claims_download")


def _say_claim(claim: Any) -> str:
    """A claim in a line: our summary, who says it and how, and what is to be known of its event."""
    said = f"{MODALITY_WORDS[claim.modality].lower()} {markdown(teller(claim.asserted_by))}"
    dated = f", {markdown(edtf_words(claim.date))}" if isinstance(claim.date, str) else ""
    draft = ", machine draft" if claim.coding == "machine" else ""
    shared = "" if claim.is_alone else f" {SHARED}"
    contested = f" {CONTESTED}" if claim.is_contested else ""
    return f"{markdown(claim.summary)} :gray[{claim.kind.capitalize()}, {said}{dated}{draft}.]{shared}{contested}"


def _draw_text(source: Any, paragraph: str) -> None:
    key = f"text_{paragraph}"
    with st.expander("Read it", key=key, on_change="rerun", type="compact") as opened:
        if not opened.open:
            return
        try:
            text = texts.text_of(source.text_sha256)
        except TextError as error:
            st.warning(markdown(str(error)), icon=":material/folder_off:")
            return
        if text is None:
            st.caption("The folder of texts holds no file with the bytes that were coded from.")
            return
        first, last = paragraph_range(paragraph)
        shown = [part for part in split_paragraphs(text) if first <= part.number <= last]
        st.html(passage_html(shown, (first, last), (), source.language))


def _draw_only_here(source: Any, found: Article) -> None:
    """The events that no other article tells."""
    n_events = len(found.only_here)
    st.markdown("#### What it alone says")
    if not n_events:
        st.markdown("Nothing: other articles tell all its events too.")
        return
    st.markdown(f"{counted(n_events, 'event')} that no other article of the view tells.")
    draw_event_table(found.only_here, "only_here", height=320 if n_events > 8 else "content")


def _draw_otherwise(tables: Tables, filters: Filters, source: Any, found: Article) -> None:
    """Disputes with other articles, and what they tell differently of the same events without contradicting it."""
    st.markdown("#### What others say otherwise")
    if found.disputed.empty and found.otherwise.empty:
        st.markdown("No other article says otherwise.")
        return
    for dispute_id, sides in found.disputed.groupby("dispute_id", sort=False):
        with st.container(border=True, gap="xsmall"):
            own = sorted(set(sides.loc[sides["is_own"], "side"]))
            st.markdown(f"**{markdown(sides['question'].iloc[0])}**  \n{say_sides(sides)}")
            st.caption(f"This article stands on side {' and '.join(map(str, own))}, "
                       "in the order of the list.")
            draw_lead(str(dispute_id), filters, "Side by side, claim by claim")
    if len(found.otherwise):
        st.markdown("**Told differently of one event, or in dispute**")
        _draw_differences(tables, source, found.otherwise)


def _draw_differences(tables: Tables, source: Any, rows: pd.DataFrame) -> None:
    """What this article and others tell of the same, in rows; choosing one opens the event."""
    labels, called = tables["events"].set_index("event_id")["label"], atlas.names()
    table = pd.DataFrame({
        "Event": rows["event_id"].map(labels), "About": rows["field"].map(FIELD_WORDS), "Here": rows["value"],
        "Elsewhere": rows["other_value"], "In": rows["other_source_id"].map(called),
        "So": rows["standing"].map(STANDING_WORDS),
    })

    def choose() -> None:
        if chosen := st.session_state["otherwise"]["selection"]["rows"]:
            open_event(rows.at[chosen[0], "event_id"])

    st.dataframe(table, hide_index=True, key="otherwise", on_select=choose, selection_mode="single-row",
                 alt="What this article and others tell differently; choose a row to open the event", height="content",
                 column_config={"Event": st.column_config.TextColumn(width="medium")})
    draw_download(rows, f"{source.source_id}-otherwise.csv", "otherwise_download")
