"""Where quoted words stand, and when a sentence is not our own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayah.drafting.quoting import OWN_WORDS, Quotable, shares_wording

TEXT = "The  man\u2019s \u201coath\u201d \u2013 sworn\nin Kunar \u2013 broke. The man left; the man\u00adly oath held."


@pytest.mark.parametrize(("quote", "found"), [
    ("man's \"oath\" - sworn in Kunar", "man\u2019s \u201coath\u201d \u2013 sworn\nin Kunar"),
    ("\u201cTHE MAN LEFT\u201d", "The man left"), ("manly oath", "man\u00adly oath"), ("  sworn in  ", "sworn\nin"),
])
def test_words_are_found_however_marks_and_gaps_are_written(quote, found):
    start, end = Quotable(TEXT).find(quote)
    assert TEXT[start:end] == found


@pytest.mark.parametrize("quote", ["", " ", "\u2013", "man left the", "he man", "oat", "... broke", "sworn.in"])
def test_what_does_not_stand_there_as_whole_words_is_not_found(quote):
    assert Quotable(TEXT).find(quote) is None


def test_a_place_within_a_range_comes_before_an_earlier_one():
    text = "an oath. an oath."
    assert Quotable(text).find("an oath") == (0, 7)
    assert Quotable(text).find("an oath", [range(9, 17)]) == (9, 16)


@given(st.text(min_size=1), st.data())
def test_what_is_found_is_what_was_quoted(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = Quotable(text).find(text[start:end])
    if found is not None:
        assert Quotable(text[slice(*found)]).find(text[start:end]) == (0, found[1] - found[0])


def test_more_words_in_a_row_than_a_sentence_may_share():
    words = [f"w{number}" for number in range(20)]
    text = " ".join(words)
    assert not shares_wording("So " + " ".join(words[:OWN_WORDS]), text)
    assert shares_wording("So " + " ".join(words[3:4 + OWN_WORDS]).upper(), text)
    assert not shares_wording("", text)
