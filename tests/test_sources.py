"""What each article gives, what it alone says, and what others say otherwise: by hand for the fixture's three."""

from datetime import date

import pandas as pd
import pytest

from bayah import query, sources
from bayah.query import Filters
from bayah.sources import count_codings, select_article, select_contributions, select_disputed, select_otherwise

HERALD, COURIER, GAZETTE = ("2014-06-10_herald_banner-in-the-valley", "2014-09_courier_oaths-on-the-river",
                            "2015-03-20_gazette_sahak-comes-back")


def contribution(tables, source_id):
    return select_contributions(tables).set_index("source_id").loc[source_id]


def test_articles_come_in_the_order_of_publication(atlas):
    rows = select_contributions(atlas)
    assert rows["source_id"].tolist() == [HERALD, COURIER, GAZETTE]
    assert rows["n_claims"].tolist() == [4, 6, 7]


def test_events_that_no_other_article_tells(atlas):
    """The oath and the raid are told by the Herald and the Courier; the Courier and the Gazette share two deaths."""
    rows = select_contributions(atlas).set_index("source_id")
    assert rows["n_events"].to_dict() == {HERALD: 4, COURIER: 6, GAZETTE: 7}
    assert rows["n_alone"].to_dict() == {HERALD: 2, COURIER: 2, GAZETTE: 5}
    n_events = len(query.view(atlas)["events"])
    assert n_events == 2 + 2 + 5 + 4
    assert rows["share"].tolist() == [4 / n_events, 6 / n_events, 7 / n_events]
    for source_id in rows.index:
        alone = select_article(atlas, source_id).only_here
        assert len(alone) == rows.at[source_id, "n_alone"]
        assert set(alone["n_sources"]) == {1}


def test_spells_that_rest_on_one_article(published):
    """Against a count of another make: the articles of the claims of the events of each spell."""
    known = query.view(published)
    article = known["claims"].groupby("event_id")["source_id"].agg(set)
    behind = known["allegiance_events"].groupby("allegiance_id")["event_id"].agg(
        lambda ids: frozenset().union(*(article[event_id] for event_id in ids)))
    rows = select_contributions(published).set_index("source_id")
    for source_id in rows.index:
        assert rows.at[source_id, "n_spells"] == sum(source_id in of_spell for of_spell in behind)
        assert rows.at[source_id, "n_spells_alone"] == sum(of_spell == {source_id} for of_spell in behind)
    assert rows["n_spells_alone"].sum() < len(behind)


def test_disputes_in_which_it_speaks(atlas):
    known = query.view(atlas)
    sides = known["dispute_claims"]
    for source_id in (HERALD, COURIER, GAZETTE):
        mine = sides["claim_id"].str.startswith(f"{source_id}.")
        assert contribution(atlas, source_id)["n_disputes"] == sides.loc[mine, "dispute_id"].nunique() > 0


def test_claims_stand_in_the_order_of_paragraphs(atlas):
    claims = select_article(atlas, HERALD).claims
    assert claims["paragraph"].tolist() == ["1", "2", "3-4", "5"]
    assert claims["is_alone"].tolist() == [False, True, False, True]
    assert claims["is_contested"].tolist() == [False, True, True, False]


def test_paragraphs_are_numbers(published):
    for source_id in published["sources"]["source_id"]:
        told = select_article(published, source_id).claims["paragraph"].str.split("-")
        bounds = [(int(parts[0]), int(parts[-1])) for parts in told]
        assert bounds == sorted(bounds)


def test_disputes_with_other_articles_have_both_sides(atlas):
    found = select_disputed(atlas, HERALD)
    assert len(found)
    for _, sides in found.groupby("dispute_id"):
        own = set(sides.loc[sides["is_own"], "side"])
        assert own
        assert set(sides.loc[~sides["is_own"], "side"]) - own
    assert set(found.loc[found["is_own"], "source_id"]) == {HERALD}
    raid = found[found["dispute_id"].str.endswith(".killed")]
    assert raid["position"].tolist() == ["3 to 5", "8"]
    assert raid["is_own"].tolist() == [True, False]


def test_a_dispute_that_an_article_has_with_itself_is_not_with_others(published):
    known = query.view(published)
    sides = known["dispute_claims"].merge(known["claims"][["claim_id", "source_id"]], on="claim_id")
    of_one = sides.groupby("dispute_id")["source_id"].nunique()
    (source_id,) = sides.loc[sides["dispute_id"] == of_one.index[of_one == 1][0], "source_id"].unique()
    assert not set(select_disputed(published, source_id)["dispute_id"]) & set(of_one.index[of_one == 1])


def test_what_others_tell_differently(atlas):
    rows = select_otherwise(atlas, HERALD)
    told = {row.field: (row.value, row.other_value, row.standing) for row in rows.itertuples()}
    assert told == {
        "date": ("May 2014", "2014", "fits"), "motives": ("ideology", "money", "fits"),
        "killed": ("3 to 5", "8", "differs"),
        "place": ("the upper bridge; Kunar", "the high bridge, Mill district; Kunar", "fits")}
    assert set(rows["other_source_id"]) == {COURIER}
    mirrored = select_otherwise(atlas, COURIER)
    mirrored = mirrored[mirrored["other_source_id"] == HERALD]
    assert {row.field: (row.other_value, row.value, row.standing) for row in mirrored.itertuples()} == told


def test_before_the_others_appear_it_has_the_story_alone(atlas):
    known = query.view(atlas, Filters(known=date(2014, 7, 1)))
    row = contribution(known, HERALD)
    assert row["n_alone"] == row["n_events"] == 4
    assert row["share"] == 1
    found = select_article(known, HERALD)
    assert found.disputed.empty
    assert found.otherwise.empty
    assert found.claims["is_alone"].all()


def test_nothing_is_told_before_the_first_article(atlas):
    assert select_contributions(query.view(atlas, Filters(known=date(2010, 1, 1)))).empty


def test_codings_are_counted_with_those_that_are_none(atlas, drafted):
    counted = count_codings(select_article(atlas, COURIER).claims)
    assert list(counted.itertuples(index=False, name=None)) == [("human", 5), ("machine", 0), ("reviewed", 1)]
    post = select_article(drafted, "2015-04-02_post_the-pine-valleys").claims
    assert count_codings(post)["n_claims"].tolist() == [0, 2, 0]


@pytest.mark.parametrize("source_id", [HERALD, "nobody"])
def test_an_article_that_is_not_known_tells_nothing(atlas, source_id):
    known = query.view(atlas, Filters(known=date(2010, 1, 1)))
    found = select_article(known, source_id)
    assert all(frame.empty for frame in (found.claims, found.only_here, found.disputed, found.otherwise))


def test_the_tables_are_left_as_they_were(atlas):
    before = {name: frame.copy() for name, frame in atlas.items()}
    sources.select_article(atlas, HERALD)
    sources.select_contributions(atlas)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(atlas[name], frame)
