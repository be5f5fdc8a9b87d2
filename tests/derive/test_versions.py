"""The second clock: a version begins where content changes, and ends where it changes again."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bayah.derive.versions import Version, by_key, follow, moments, standing_on, versions

FIRST, SECOND, THIRD, FOURTH = (date(2016 + number, 1, 1) for number in range(4))


def test_what_stays_the_same_makes_no_new_version():
    assert versions([(FIRST, {"a": 1}), (SECOND, {"a": 1}), (THIRD, {"a": 1})]) == [Version(FIRST, None, 1)]


def test_what_changes_is_closed_on_the_day_the_new_content_begins():
    assert versions([(FIRST, {"a": 1}), (SECOND, {"a": 2})]) == [Version(FIRST, SECOND, 1), Version(SECOND, None, 2)]


def test_what_vanishes_is_closed_and_comes_back_as_a_new_version():
    states = [(FIRST, {"a": 1, "b": 5}), (SECOND, {"b": 5}), (THIRD, {"a": 1, "b": 5})]
    assert sorted(versions(states), key=lambda version: (version.content, version.known_from)) == [
        Version(FIRST, SECOND, 1), Version(THIRD, None, 1), Version(FIRST, None, 5)]


def test_content_of_one_key_may_pass_to_another():
    assert versions([(FIRST, {"a": 1}), (SECOND, {"b": 1})]) == [Version(FIRST, SECOND, 1), Version(SECOND, None, 1)]


def test_no_states_make_no_versions():
    assert versions([]) == []


def test_a_version_holds_from_its_first_day_until_before_its_last():
    version = Version(FIRST, SECOND, 1)
    days = [FIRST - timedelta(1), FIRST, SECOND - timedelta(1), SECOND]
    assert [version.holds_on(day) for day in days] == [False, True, True, False]
    assert Version(FIRST, None, 1).holds_on(FOURTH)


def test_moments_are_the_days_of_change_once_each_in_order():
    rows = [Version(SECOND, THIRD, 1), Version(FIRST, SECOND, 2), Version(THIRD, None, 3)]
    assert moments(rows) == [FIRST, SECOND, THIRD]
    assert moments([]) == []


def test_follow_looks_again_only_where_a_row_changed():
    rows = [Version(FIRST, SECOND, 1), Version(SECOND, None, 2), Version(SECOND, None, 3)]
    looked = []

    def state(known):
        looked.append(sorted(known))
        return {"most": max(known)}

    assert follow(rows, state) == [Version(FIRST, SECOND, 1), Version(SECOND, None, 3)]
    assert looked == [[1], [2, 3]]


def test_follow_makes_no_version_of_a_change_that_does_not_show():
    rows = [Version(FIRST, SECOND, 1), Version(SECOND, None, 3)]
    assert follow(rows, lambda known: {"odd": sum(known) % 2}) == [Version(FIRST, None, 1)]


def test_what_followed_rows_no_longer_give_holds_no_more():
    rows = [Version(FIRST, SECOND, 1)]
    assert follow(rows, lambda known: dict.fromkeys(known, "told")) == [Version(FIRST, SECOND, "told")]


def test_a_row_stands_under_each_of_its_keys():
    both, one = Version(FIRST, None, "ab"), Version(SECOND, None, "a")
    assert by_key([both, one], set) == {"a": [both, one], "b": [both]}


STATES = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2), max_size=4)
STATES_OF_DAYS = st.dictionaries(st.dates(FIRST, SECOND), STATES, max_size=8).map(lambda found: sorted(found.items()))


@given(STATES_OF_DAYS, st.lists(st.dates(FIRST - timedelta(9), SECOND + timedelta(9)), max_size=5))
def test_what_stands_on_any_day_is_the_last_state_before_it(states, others):
    found = versions((day, {key: (key, value) for key, value in state.items()}) for day, state in states)
    for day in [*others, *(day for day, _ in states)]:
        last = next((state for known, state in reversed(states) if known <= day), {})
        assert sorted(standing_on(found, day)) == sorted(last.items())


@given(STATES_OF_DAYS)
def test_versions_of_a_key_follow_each_other_and_differ_where_they_touch(states):
    found = versions((day, {key: (key, value) for key, value in state.items()}) for day, state in states)
    for of_key in by_key(found, lambda content: content[0]).values():
        ordered = sorted(of_key, key=lambda version: version.known_from)
        for before, after in pairwise(ordered):
            assert before.known_until is not None
            assert before.known_until <= after.known_from
            assert before.known_until < after.known_from or before.content != after.content
