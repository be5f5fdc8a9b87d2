"""Dates of the codebook: EDTF text to intervals of days, and intervals back to words.

Reads EDTF (ISO 8601-2; parsed by the `edtf` library) as far as the codebook uses it: days, months,
seasons, years, decades, `~?%`, and intervals of these with `..` for an open end. Returns
`DateSpan`s, whose ends are days and open ends `None`. Refuses other text, intervals that end before
they begin and intervals that have an empty end or none that is closed.
"""

from __future__ import annotations

import calendar
import math
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from time import struct_time

from edtf import EDTFObject, parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from edtf.parser.parser_classes import Interval, Season, UncertainOrApproximate

from bayah.model import DateError, Precision

# The library reads all of EDTF and more (times, sets, semesters), and crashes on some of it.
_MONTH = "(?:0[1-9]|1[0-2]|2[1-4])"
_POINT = f"(?:[0-9]{{2}}XX|[0-9]{{3}}X|[0-9]{{4}}(?:-{_MONTH}(?:-[0-9]{{2}})?)?)[~?%]?"
_FORM = re.compile(f"{_POINT}|{_POINT}/(?:{_POINT}|[.][.])|[.][.]/{_POINT}")
_SEASON_NAMES = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}


@dataclass(frozen=True)
class DateSpan:
    """The days between which a date lies, both included; `None` is an open end."""

    earliest: date | None
    latest: date | None
    precision: Precision
    is_approximate: bool = False

    @property
    def days(self) -> float:
        """Length in days; infinite when an end is open."""
        if self.earliest is None or self.latest is None:
            return math.inf
        return (self.latest - self.earliest).days + 1


UNKNOWN = DateSpan(None, None, "unknown")


@lru_cache(maxsize=4096)
def parse_date(text: str) -> DateSpan:
    """The interval of days that an EDTF text stands for; the empty text is the unknown date.

    Raises: DateError when the text is not EDTF of the codebook's kind or ends before it begins.
    """
    if not text:
        return UNKNOWN
    if text.startswith("/") or text.endswith("/"):
        raise DateError(f"'{text}' has an empty end; write `..` for an open one: '../2015-01'")
    try:
        parsed = parse_edtf(text if _FORM.fullmatch(text) else "")
        earliest, latest = _day(parsed.lower_strict()), _last_day(parsed)
    except (EDTFParseException, ValueError) as error:  # ValueError: the year 0, or after 9999
        raise DateError(
            f"'{text}' is not an EDTF date; write for example 2015-07-30, 2015-07, 2015, 2015-22 "
            "(summer), 2014-09/2014-10, ../2015-01, 2016-03~"
        ) from error
    if earliest and latest and latest < earliest:
        raise DateError(f"'{text}' ends before it begins")
    is_approximate = any(mark in text for mark in "~?%")
    return DateSpan(earliest, latest, _precision(text, earliest, latest), is_approximate)


def _day(moment: struct_time | float) -> date | None:
    return date(*moment[:3]) if isinstance(moment, struct_time) else None


def _last_day(parsed: EDTFObject) -> date | None:
    """EDTF leaves open where winter ends; we let it run from December through February."""
    end = parsed.upper if isinstance(parsed, Interval) else parsed
    end = end.date if isinstance(end, UncertainOrApproximate) else end
    latest = _day(parsed.upper_strict())
    if isinstance(end, Season) and latest is not None and latest.month == 12:
        year = latest.year + 1
        return date(year, 2, calendar.monthrange(year, 2)[1])
    return latest


def _precision(text: str, earliest: date | None, latest: date | None) -> Precision:
    bare = text.rstrip("~?%")
    if "/" in bare or earliest is None or latest is None:
        return "day" if earliest == latest and earliest is not None else "range"
    if earliest == latest:
        return "day"
    if len(bare) == 7:
        return "month" if earliest.month == latest.month else "season"
    return "year" if len(bare) == 4 and bare.isdigit() else "range"


def span_precision(earliest: date | None, latest: date | None) -> Precision:
    """The precision of an interval whose EDTF text is gone (a reconciled event)."""
    if earliest is None and latest is None:
        return "unknown"
    if earliest is None or latest is None:
        return "range"
    if earliest == latest:
        return "day"
    if earliest.day != 1 or latest.day != calendar.monthrange(latest.year, latest.month)[1]:
        return "range"
    months = (latest.year - earliest.year) * 12 + latest.month - earliest.month + 1
    if months == 1:
        return "month"
    if months == 3 and earliest.month in _SEASON_NAMES:
        return "season"
    return "year" if months == 12 and earliest.month == 1 else "range"


def ucdp_date_prec(span: DateSpan) -> int | None:
    """UCDP GED `date_prec`: 1 day, 2 up to 6 days, 3 a week, 4 up to a month, 5 up to a year."""
    for limit, code in ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5)):
        if span.days <= limit:
            return code
    return None


def acled_time_precision(span: DateSpan) -> int | None:
    """ACLED `time_precision`: 1 day, 2 week, 3 month; ACLED has no coarser code."""
    for limit, code in ((1, 1), (7, 2), (31, 3)):
        if span.days <= limit:
            return code
    return None


def can_meet(a: DateSpan, b: DateSpan) -> bool:
    """True when one day can lie in both; an open end reaches any day."""
    return (a.earliest is None or b.latest is None or a.earliest <= b.latest) and (
        b.earliest is None or a.latest is None or b.earliest <= a.latest
    )


def intersect(a: DateSpan, b: DateSpan) -> DateSpan:
    """The days that lie in both; only for spans that can meet."""
    earliest = max((d for d in (a.earliest, b.earliest) if d), default=None)
    latest = min((d for d in (a.latest, b.latest) if d), default=None)
    return DateSpan(earliest, latest, span_precision(earliest, latest),
                    a.is_approximate or b.is_approximate)


def hull(a: DateSpan, b: DateSpan) -> DateSpan:
    """From the first day of either to the last day of either."""
    earliest = min(a.earliest, b.earliest) if a.earliest and b.earliest else None
    latest = max(a.latest, b.latest) if a.latest and b.latest else None
    return DateSpan(
        earliest, latest, span_precision(earliest, latest), a.is_approximate or b.is_approximate
    )


def unit_end(day: date) -> date:
    """The last day of the coarsest calendar unit that begins on this day: of its year, its month, or itself.

    An interval keeps only the first day of its beginning; one that opens on 1 January is taken to be dated to the year.
    """
    if (day.month, day.day) == (1, 1):
        return date(day.year, 12, 31)
    return day.replace(day=calendar.monthrange(day.year, day.month)[1]) if day.day == 1 else day


def read_bound(text: str, *, last: bool = False) -> date | None:
    """A filter's `2015`, `2015-05` or `2015-05-08` as a day: its first, or with `last` its last.

    Raises: DateError for anything else; the empty text is no bound.
    """
    span = parse_date(text.strip())
    if text.strip() and (span.precision not in ("day", "month", "year") or "/" in text):
        raise DateError(f"'{text}' is not a year, month or day; write 2015, 2015-05 or 2015-05-08")
    return span.latest if last else span.earliest


def day_words(day: date) -> str:
    """`30 November 2017`, the same in every locale."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def span_words(earliest: date | None, latest: date | None) -> str:
    """An interval as a reader says it: 'July 2015', 'by 30 November 2017', 'since 2015'."""
    if earliest is None:
        return "date not known" if latest is None else f"by {_end_words(latest, last=True)}"
    if latest is None:
        return f"since {_end_words(earliest, last=False)}"
    precision = span_precision(earliest, latest)
    if precision == "day":
        return day_words(earliest)
    if precision == "month":
        return f"{calendar.month_name[earliest.month]} {earliest.year}"
    if precision == "season":
        return f"{_SEASON_NAMES[earliest.month]} {earliest.year}"
    if precision == "year":
        return str(earliest.year)
    return f"{_end_words(earliest, last=False)} to {_end_words(latest, last=True)}"


def edtf_words(text: str) -> str:
    """An EDTF date as a reader says it: `2023-12~` is 'about December 2023', `2010?` 'perhaps 2010'.

    Raises: DateError as `parse_date` does.
    """
    span = parse_date(text)
    hedge = "about " if "~" in text or "%" in text else "perhaps " if "?" in text else ""
    return hedge + span_words(span.earliest, span.latest)


def short_bound(day: date, *, last: bool = False) -> str:
    """The shortest text that `read_bound` reads as this day: `2015`, `2015-05` or `2015-05-08`."""
    for text in (f"{day:%Y}", f"{day:%Y-%m}"):
        if read_bound(text, last=last) == day:
            return text
    return day.isoformat()


def _end_words(day: date, *, last: bool) -> str:
    """An end of a range by the coarsest calendar unit that it closes."""
    month_end = calendar.monthrange(day.year, day.month)[1]
    if (day.month, day.day) == ((12, 31) if last else (1, 1)):
        return str(day.year)
    if day.day == (month_end if last else 1):
        return f"{calendar.month_name[day.month]} {day.year}"
    return day_words(day)
