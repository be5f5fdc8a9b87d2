"""EDTF to days and back to words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayah.dates import (
    UNKNOWN,
    DateSpan,
    acled_time_precision,
    can_meet,
    day_words,
    edtf_words,
    hull,
    intersect,
    parse_date,
    read_bound,
    short_bound,
    span_precision,
    span_words,
    ucdp_date_prec,
    unit_end,
)
from bayah.model import DateError


def day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("text", "earliest", "latest", "precision", "is_approximate"), [
    ("2015-07-30", "2015-07-30", "2015-07-30", "day", False),
    ("2016-02", "2016-02-01", "2016-02-29", "month", False),
    ("2015-02", "2015-02-01", "2015-02-28", "month", False),
    ("2015", "2015-01-01", "2015-12-31", "year", False),
    ("2015-21", "2015-03-01", "2015-05-31", "season", False),
    ("2015-22", "2015-06-01", "2015-08-31", "season", False),
    ("2015-23", "2015-09-01", "2015-11-30", "season", False),
    ("2015-24", "2015-12-01", "2016-02-29", "season", False),
    ("2014-24", "2014-12-01", "2015-02-28", "season", False),
    ("201X", "2010-01-01", "2019-12-31", "range", False),
    ("20XX", "2000-01-01", "2099-12-31", "range", False),
    ("2014-09/2014-10", "2014-09-01", "2014-10-31", "range", False),
    ("2014-21/2014-24", "2014-03-01", "2015-02-28", "range", False),
    ("../2014-24", "", "2015-02-28", "range", False),
    ("2014-09-03/2014-09-03", "2014-09-03", "2014-09-03", "day", False),
    ("../2014-04", "", "2014-04-30", "range", False),
    ("2014-04/..", "2014-04-01", "", "range", False),
    ("2016-03-31~", "2016-03-31", "2016-03-31", "day", True),
    ("2016-03~", "2016-03-01", "2016-03-31", "month", True),
    ("2010?", "2010-01-01", "2010-12-31", "year", True),
    ("2010%", "2010-01-01", "2010-12-31", "year", True),
    ("2012~/2015-01", "2012-01-01", "2015-01-31", "range", True),
    ("../2023-12~", "", "2023-12-31", "range", True),
])
def test_parse_date(text, earliest, latest, precision, is_approximate):
    assert parse_date(text) == DateSpan(day(earliest), day(latest), precision, is_approximate)


def test_no_text_is_the_unknown_date():
    assert parse_date("") == UNKNOWN
    assert UNKNOWN.days == float("inf")


@pytest.mark.parametrize("text", [
    "junk", "May 2015", "2015-7", "2015/07", "15-07-2015", "2015-13", "2015-00", "2015-02-30", "2015-20",
    "2015-25", "2015-41", "2015-22-05", "0000", "9999-24", "-0100", "Y17000", "2015-1X", "2015-XX",
    "[2015,2016]", "2015S2", "2015-07-30T10:00", " 2015", "2015 ", "2015\n", "unknown", "..", "/", "../..",
    "2015/2016/2017", "~2015", "2015-02-28/2015-02-30", "٢٠١٥",
])
def test_other_text_is_refused_with_the_forms_to_write(text):
    with pytest.raises(DateError, match=r"EDTF|empty end"):
        parse_date(text)


@pytest.mark.parametrize("text", ["/2015", "2015/", "../", "/.."])
def test_an_empty_end_is_refused(text):
    with pytest.raises(DateError, match="empty end"):
        parse_date(text)


@pytest.mark.parametrize("text", ["2016/2015", "2015-08/2015-07", "2015-07-30/2015-07-29"])
def test_an_interval_cannot_end_before_it_begins(text):
    with pytest.raises(DateError, match="ends before it begins"):
        parse_date(text)


@pytest.mark.parametrize(("text", "ucdp", "acled"), [
    ("2015-07-30", 1, 1),
    ("2015-07-01/2015-07-02", 2, 2), ("2015-07-01/2015-07-06", 2, 2),
    ("2015-07-01/2015-07-07", 3, 2),
    ("2015-07-01/2015-07-08", 4, 3), ("2015-02", 4, 3), ("2015-07", 4, 3),
    ("2015-07-01/2015-08-01", 5, None), ("2015-22", 5, None), ("2016", 5, None),
    ("2015/2016-01-01", 5, None), ("2015/2016-01-02", None, None),
    ("../2015", None, None), ("", None, None),
])
def test_ucdp_and_acled_precision(text, ucdp, acled):
    span = parse_date(text)
    assert (ucdp_date_prec(span), acled_time_precision(span)) == (ucdp, acled)


@pytest.mark.parametrize(("earliest", "latest", "precision"), [
    ("", "", "unknown"), ("2015-01-01", "", "range"), ("", "2015-01-01", "range"),
    ("2015-01-01", "2015-01-01", "day"), ("2016-02-01", "2016-02-29", "month"),
    ("2015-12-01", "2016-02-29", "season"), ("2015-02-01", "2015-04-30", "range"),
    ("2015-01-01", "2015-12-31", "year"), ("2015-02-01", "2016-01-31", "range"),
    ("2015-01-01", "2015-01-30", "range"), ("2015-01-02", "2015-01-31", "range"),
])
def test_span_precision(earliest, latest, precision):
    assert span_precision(day(earliest), day(latest)) == precision


DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@st.composite
def spans(draw):
    low, high = sorted([draw(DAYS), draw(DAYS)])
    earliest = draw(st.sampled_from([low, None]))
    latest = draw(st.sampled_from([high, None]))
    return DateSpan(earliest, latest, span_precision(earliest, latest))


def holds(span, moment):
    return (span.earliest is None or span.earliest <= moment) and (
        span.latest is None or moment <= span.latest)


@given(spans(), spans())
def test_meeting_is_mutual_and_means_a_common_day(a, b):
    assert can_meet(a, b) == can_meet(b, a)
    ends = [end for end in (a.earliest, a.latest, b.earliest, b.latest) if end] or [date(2015, 1, 1)]
    assert can_meet(a, b) == any(holds(a, end) and holds(b, end) for end in ends)


@given(spans(), spans(), DAYS)
def test_intersection_holds_the_common_days_and_hull_all_days(a, b, moment):
    if can_meet(a, b):
        assert holds(intersect(a, b), moment) == (holds(a, moment) and holds(b, moment))
    if holds(a, moment) or holds(b, moment):
        assert holds(hull(a, b), moment)


@given(spans(), spans())
def test_intersection_and_hull_do_not_depend_on_order(a, b):
    assert hull(a, b) == hull(b, a)
    if can_meet(a, b):
        assert intersect(a, b) == intersect(b, a)
        assert intersect(a, b).days <= min(a.days, b.days)


@given(DAYS)
def test_every_day_is_read_back(moment):
    assert parse_date(moment.isoformat()) == DateSpan(moment, moment, "day")
    month = parse_date(f"{moment:%Y-%m}")
    assert month.earliest <= moment <= month.latest
    assert (month.latest + timedelta(days=1)).day == 1
    season = parse_date(f"{moment.year}-24")
    assert season.latest == date(moment.year + 1, 3, 1) - timedelta(days=1)


def test_approximation_survives_intersection():
    assert intersect(parse_date("2015~"), parse_date("2015-03")).is_approximate
    assert not intersect(parse_date("2015"), parse_date("2015-03")).is_approximate


@pytest.mark.parametrize(("text", "last", "expected"), [
    ("2015", False, "2015-01-01"), ("2015", True, "2015-12-31"),
    ("2016-02", False, "2016-02-01"), ("2016-02", True, "2016-02-29"),
    ("2015-05-08", False, "2015-05-08"), ("2015-05-08", True, "2015-05-08"),
    (" 2015 ", False, "2015-01-01"), ("", False, ""), ("  ", True, ""),
])
def test_read_bound(text, last, expected):
    assert read_bound(text, last=last) == day(expected)


@pytest.mark.parametrize("text", ["2015-22", "201X", "2015/2016", "../2015", "soon", "2015-07-01/2015-07-01"])
def test_read_bound_refuses_what_is_no_year_month_or_day(text):
    with pytest.raises(DateError):
        read_bound(text)


@pytest.mark.parametrize(("earliest", "latest", "words"), [
    ("", "", "date not known"),
    ("", "2017-11-30", "by November 2017"), ("", "2017-11-29", "by 29 November 2017"),
    ("", "2017-12-31", "by 2017"),
    ("2015-01-01", "", "since 2015"), ("2015-02-01", "", "since February 2015"),
    ("2015-02-02", "", "since 2 February 2015"),
    ("2015-05-08", "2015-05-08", "8 May 2015"), ("2015-07-01", "2015-07-31", "July 2015"),
    ("2015-03-01", "2015-05-31", "spring 2015"), ("2015-06-01", "2015-08-31", "summer 2015"),
    ("2015-09-01", "2015-11-30", "autumn 2015"), ("2015-12-01", "2016-02-29", "winter 2015"),
    ("2015-01-01", "2015-12-31", "2015"),
    ("2014-09-01", "2014-10-31", "September 2014 to October 2014"),
    ("2014-01-01", "2016-12-31", "2014 to 2016"),
    ("2014-01-02", "2015-05-08", "2 January 2014 to 8 May 2015"),
])
def test_span_words(earliest, latest, words):
    assert span_words(day(earliest), day(latest)) == words


def test_day_words_has_no_leading_nought():
    assert day_words(date(2015, 5, 8)) == "8 May 2015"


@pytest.mark.parametrize(("text", "words"), [
    ("2023-12~", "about December 2023"), ("2010?", "perhaps 2010"), ("2010%", "about 2010"),
    ("2015-22", "summer 2015"), ("../2015-01", "by January 2015"), ("", "date not known"),
])
def test_edtf_words_keep_the_hedge(text, words):
    assert edtf_words(text) == words


def test_edtf_words_refuse_what_is_no_date():
    with pytest.raises(DateError):
        edtf_words("soon")


@given(DAYS, st.booleans())
def test_short_bound_is_read_as_the_same_day(moment, last):
    assert read_bound(short_bound(moment, last=last), last=last) == moment


@pytest.mark.parametrize(("moment", "last", "text"), [
    ("2015-01-01", False, "2015"), ("2015-12-31", True, "2015"), ("2015-01-01", True, "2015-01-01"),
    ("2015-05-01", False, "2015-05"), ("2016-02-29", True, "2016-02"), ("2015-05-08", False, "2015-05-08"),
])
def test_short_bound_is_as_short_as_can_be(moment, last, text):
    assert short_bound(day(moment), last=last) == text


@pytest.mark.parametrize(("day", "end"), [
    (date(2016, 1, 1), date(2016, 12, 31)),
    (date(2016, 2, 1), date(2016, 2, 29)),
    (date(2016, 2, 2), date(2016, 2, 2)),
])
def test_a_beginning_reaches_to_the_end_of_its_unit(day, end):
    assert unit_end(day) == end
