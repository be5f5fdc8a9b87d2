"""The page of the articles: how much each gives, and one of them whole."""

from typing import get_args

import pytest

from bayah import query, sources
from bayah.dates import edtf_words
from bayah.model import CODINGS, PublishedBasis, PublisherKind
from pages.shared.article import CODING_WORDS, PUBLISHED_WORDS, PUBLISHER_WORDS
from pages.shared.text import markdown


def said(app):
    """All that the page says, one text."""
    parts = [*app.markdown, *app.caption, *app.subheader]
    return "\n".join([*(part.value for part in parts), *(button.label for button in app.button)])


@pytest.fixture(params=["first", "last"])
def source(published, request):
    """An article that others came after, and one that came after others."""
    return published["sources"].sort_values("known_date").iloc[0 if request.param == "first" else -1]


def test_every_article_stands_in_the_list_with_what_it_gives(opened, published):
    app = opened("sources")
    (table,) = app.dataframe
    rows = sources.select_contributions(published)
    assert table.value["Title"].tolist() == rows["title"].tolist()
    assert table.value["Only here"].tolist() == rows["n_alone"].tolist()
    assert "not coded" not in set(table.value["Kind of publisher"])


def test_an_article_is_told_whole(opened, published, source):
    app = opened("sources", article=[source["source_id"]])
    text = said(app)
    assert markdown(source["title"]) in text
    assert f"**{markdown(source['publisher'])}** ({PUBLISHER_WORDS[source['publisher_kind']]})" in text
    assert edtf_words(source["published"]) in text
    assert source["text_sha256"] in text
    row = sources.select_contributions(published).set_index("source_id").loc[source["source_id"]]
    assert f"**{row['n_claims']} claims** that tell of **{row['n_events']} events**" in text
    assert f"**{row['n_alone']}** of them no other article tells" in text
    claims = sources.select_article(published, source["source_id"]).claims
    for claim in claims.itertuples():
        label = app.button(key=f"claim_{claim.claim_id}").label
        assert label.startswith(markdown(claim.summary))
        assert ("also told by others" in label) == (not claim.is_alone)
        assert ("disputed" in label) == claim.is_contested
    assert [part.value for part in app.markdown if part.value.startswith("**Paragraph")] == [
        f"**Paragraph {paragraph}**" for paragraph in claims["paragraph"].unique()]


def test_what_it_alone_says_and_what_others_say_otherwise(opened, published, source):
    app = opened("sources", article=[source["source_id"]])
    found = sources.select_article(published, source["source_id"])
    tables = {tuple(frame.value.columns): frame.value for frame in app.dataframe}
    alone = tables[("Event", "When", "Kind", "Claims", "Sources", "Disputed")]
    assert sorted(alone["Event"]) == sorted(found.only_here["label"])
    text = said(app)
    assert found.disputed["dispute_id"].nunique() > 0
    for question in found.disputed["question"].unique():
        assert markdown(question) in text
    otherwise = tables[("Event", "About", "Here", "Elsewhere", "In", "So")]
    assert otherwise["Elsewhere"].tolist() == found.otherwise["other_value"].tolist()
    assert len(otherwise) > 0


def test_a_claim_opens_its_event_beside_the_article(opened, published, source):
    app = opened("sources", article=[source["source_id"]])
    claim = sources.select_article(published, source["source_id"]).claims.iloc[0]
    app.button(key=f"claim_{claim['claim_id']}").click().run()
    assert app.session_state["event"] == claim["event_id"]
    assert any(f"`{claim['claim_id']}`" in caption.value for caption in app.caption)
    app.button(key="leave_article").click().run()
    assert "article" not in app.session_state
    assert "event" not in app.session_state


def test_known_by_takes_an_article_back_to_its_day(opened, published):
    first = published["sources"].sort_values("known_date").iloc[0]
    day = str(first["known_date"].date())
    app = opened("sources", article=[first["source_id"]], known=[day])
    row = sources.select_contributions(published).set_index("source_id").loc[first["source_id"]]
    text = said(app)
    assert "100% of all that are known" in text
    assert "also told by others" not in "".join(button.label for button in app.button)
    known = query.view(published, query.Filters(known=first["known_date"].date()))
    alone = sources.select_contributions(known)["n_alone"].iloc[0]
    assert f"**{alone}** of them no other article tells" in text
    assert alone > row["n_alone"]


@pytest.mark.parametrize("article", ["nobody", "<b>"])
def test_an_unknown_article_is_said_to_be_unknown(opened, article):
    app = opened("sources", article=[article])
    assert any("names an article that the atlas does not hold" in warning.value for warning in app.warning)
    assert len(app.dataframe) == 1


def test_an_article_that_had_not_appeared_is_said_to_be_so(opened, published):
    last = published["sources"].sort_values("known_date").iloc[-1]
    app = opened("sources", article=[last["source_id"]], known=["2015-06-01"])
    assert any("not yet appeared" in warning.value for warning in app.warning)


def test_every_vocabulary_has_words():

    assert set(PUBLISHER_WORDS) == set(get_args(PublisherKind))
    assert set(PUBLISHED_WORDS) == set(get_args(PublishedBasis))
    assert set(CODING_WORDS) == set(CODINGS)
