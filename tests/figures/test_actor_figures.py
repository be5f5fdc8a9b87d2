"""The figures of an actor's dossier: a line a group or a term, named, on all the years that it has."""

import pandas as pd
import pytest

from bayah import actors
from bayah.figures.actors import draw_career, draw_terms
from bayah.figures.look import DARK, LIGHT, plain
from bayah.query import Filters, select_events

COLOURS = {"red-banner": "#0072B2"}


@pytest.fixture
def found(atlas):
    """A man of the fixture who stood with two groups."""
    return actors.select_person(atlas, Filters(), "baryal-sahak")


@pytest.fixture
def terms(atlas):
    return actors.select_leaders(atlas, Filters(), "red-banner")


def drawn(figure):
    """What the marks and bars carry first."""
    return {data[0] for trace in figure.data for data in trace.customdata}


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_a_career_has_a_named_line_for_each_group_and_a_mark_for_each_act(found, look):
    events = found.events[found.events["event_id"].isin(found.career)]
    figure = draw_career(found.spells, events, found.career, COLOURS, look)
    assert [note.text for note in figure.layout.annotations] == ["Red Banner Front", "Standing Pines"]
    assert drawn(figure) == set(found.spells["group_id"]) | set(events["event_id"])
    assert {note.font.color for note in figure.layout.annotations} == {look.ink}
    first, last = (pd.Timestamp(end) for end in figure.layout.xaxis.range)
    assert first < events["date_earliest"].min()
    assert last > events["date_latest"].max()


def test_a_career_without_acts_is_drawn_without_marks(atlas):
    found = actors.select_person(atlas, Filters(), "zmarak-dost")
    none = select_events(atlas, Filters(kind=("statement",))).events
    assert none.empty
    figure = draw_career(found.spells, none, {}, COLOURS, LIGHT)
    assert drawn(figure) == {"red-banner"}
    assert {trace.type for trace in figure.data} == {"bar"}


def test_terms_stand_one_below_the_other_with_holder_and_office(terms):
    figure = draw_terms(terms, COLOURS, LIGHT, pd.Timestamp(2014, 7, 1))
    assert [note.text for note in figure.layout.annotations] == ["Zmarak Dost, spokesman"]
    assert drawn(figure) == set(terms["succession_id"])
    assert len([shape for shape in figure.layout.shapes if shape.type == "line"]) == 1  # the day of the clock
    twice = pd.concat([terms, terms.assign(succession_id="other", actor_name="<b>Another")], ignore_index=True)
    both = draw_terms(twice, COLOURS, LIGHT)
    assert both.layout.height > figure.layout.height
    assert both.layout.annotations[1].text == f"{plain('<b>Another')}, spokesman"
