import pytest

from bayah.dates import parse_date
from bayah.drafting.language import words_of
from bayah.drafting.when import Clock


def _dates(text: str, published: str = "2015-05-12") -> list[tuple[str, str, str]]:
    words = words_of(text)
    return [
        (text[one.start : one.end], one.date, one.basis)
        for one in Clock(published).dates_in(text, words, 0, len(words))
    ]


@pytest.mark.parametrize(
    ("text", "date", "basis"),
    [
        ("He fell on 30 November 2014.", "2014-11-30", "stated"),
        ("He fell on Nov. 30, 2014.", "2014-11-30", "stated"),
        ("He fell on the 3rd of May.", "2015-05-03", "stated"),
        ("He fell on December 2.", "2014-12-02", "stated"),
        ("He fell in August 2013.", "2013-08", "stated"),
        ("He fell in August.", "2014-08", "relative"),
        ("He fell in May.", "2015-05", "relative"),
        ("He fell in 2009.", "2009", "stated"),
        ("The 2010 raid was worse.", "2010", "stated"),
        ("It began in the 1990s.", "199X", "stated"),
        ("He fell in early 2013.", "2013-01/2013-04", "stated"),
        ("He fell in late June 2013.", "2013-06-21/2013-06-30", "stated"),
        ("He fell in the last week of April.", "2015-04-24/2015-04-30", "stated"),
        ("He fought between 2009 and 2013.", "2009/2013", "stated"),
        ("He fell on Monday.", "2015-05-11", "relative"),
        ("He fell on Tuesday.", "2015-05-12", "relative"),
        ("He fell last Tuesday.", "2015-05-05", "relative"),
        ("He fell yesterday.", "2015-05-11", "relative"),
        ("He fell last week.", "2015-05-04/2015-05-10", "relative"),
        ("He fell this week.", "2015-05-11/2015-05-12", "relative"),
        ("He fell last month.", "2015-04", "relative"),
        ("He fell last year.", "2014", "relative"),
        ("He fell last summer.", "2014-22", "relative"),
        ("He fell two years ago.", "2013", "relative"),
        ("He fell three days ago.", "2015-05-09", "relative"),
        ("He fell a fortnight ago.", "2015-04-28~", "relative"),
        ("He fell in summer 2012.", "2012-22", "stated"),
        ("He fell on 2014-03-02.", "2014-03-02", "stated"),
        ("He fell on 08/05/2015.", "2015-05-08", "stated"),
        ("He fell on 12/25/2014.", "2014-12-25", "stated"),
        ("They have fought since 2010.", "2010/2015-05-12", "stated"),
        ("He led it until March 2014.", "../2014-03", "stated"),
    ],
)
def test_a_date_is_read(text: str, date: str, basis: str) -> None:
    [(_, read, told)] = _dates(text)
    assert (read, told) == (date, basis)
    parse_date(read)


@pytest.mark.parametrize(
    "text",
    [
        "Some 2,000 men and 2014 militants came.",
        "They may march on, the army said of its long march.",
        "The 45-year-old fought for years.",
        "A spring offensive is near.",
        "He ran it day and night.",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert _dates(text) == []


def test_the_text_tells_from_which_day_to_count() -> None:
    text = (
        "On 3 June 2009 he fell. The same day all fled. The following month his son fell. Two years later he was gone."
    )
    assert [date for _, date, _ in _dates(text)] == ["2009-06-03", "2009-06-03", "2009-07", "2011"]


def test_a_month_of_a_told_year() -> None:
    assert _dates("He left in November 2013 and came back the following March.")[1][1:] == ("2014-03", "context")


def test_nothing_lies_after_publication_unless_the_text_looks_ahead() -> None:
    assert _dates("They meet next week.")[0][1] == "2015-05-18/2015-05-24"
    for text in ("on Friday", "in December", "on June 1", "this week", "last winter", "on Sunday morning"):
        for _, date, _ in _dates(f"He fell {text}."):
            latest = parse_date(date).latest
            assert latest is not None
            assert latest.isoformat() <= "2015-05-31"


def test_an_article_of_a_known_month_has_no_days_of_the_week() -> None:
    assert _dates("He fell last week.", published="2015-01") == [("last week", "2014-12/2015-01", "relative")]


def test_without_a_day_of_publication_only_stated_dates_are_read() -> None:
    assert _dates("He fell on Monday, or in 2013.", published="") == [("2013", "2013", "stated")]
