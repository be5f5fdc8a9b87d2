"""The figure of the articles: a bar each, its two parts with their numbers on them."""

import pandas as pd
import pytest

from bayah.figures.look import DARK, LIGHT
from bayah.figures.sources import draw_contributions

ROWS = pd.DataFrame({
    "source_id": ["a", "b"], "publisher": ["The Herald", "<b>The</b> Courier"], "published": ["2014-06", "2015"],
    "n_events": [5, 3], "n_alone": [4, 3]})


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_the_parts_of_a_bar_add_up_to_its_events(look):
    alone, shared = draw_contributions(ROWS, look).data
    assert (list(alone.x), list(shared.x)) == ([4, 3], [1, 0])
    assert (list(alone.text), list(shared.text)) == (["4", "3"], ["1", ""])
    assert (alone.name, shared.name) == ("told only here", "told by others too")
    assert list(alone.customdata) == list(alone.y) == ["a", "b"]


def test_the_names_are_escaped_and_the_chosen_one_is_bold():
    axis = draw_contributions(ROWS, LIGHT, "b").layout.yaxis
    assert list(axis.ticktext) == ["The Herald<br>June 2014", "<b>&lt;b&gt;The&lt;/b&gt; Courier<br>2015</b>"]
    assert list(axis.tickvals) == ["a", "b"]
    assert axis.autorange == "reversed"


def test_a_long_name_is_cut_before_it_is_escaped():
    long = ROWS.assign(publisher="&" * 300)
    (first, _) = draw_contributions(long, LIGHT).layout.yaxis.ticktext
    assert first == f"{'&amp;' * 40}<br>June 2014"


def test_without_articles_nothing_is_drawn():
    assert draw_contributions(ROWS.iloc[:0], LIGHT).layout.height > 0
