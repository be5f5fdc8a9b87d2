"""Dates in running words, as EDTF with their basis: stated, relative to publication, or by another date of the text.

Reads sentences of one article in order, through a `Clock` that knows the day of publication. Returns `Dated`s:
characters, EDTF and basis. Refuses numbers and months that are no dates ("2,000 men", "may"), and days after
publication unless the text looks ahead.
Source: codebook, section 1 (`date`, `date_basis`).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from bayah.dates import parse_date
from bayah.drafting.language import Words
from bayah.drafting.lexicon import DATE, word_lists


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text: characters (the end exclusive), EDTF, and the codebook's `date_basis`."""

    start: int
    end: int
    date: str
    basis: str


@dataclass(frozen=True, slots=True)
class Span:
    """Days between which a date lies, and the unit in which it is told."""

    first: date
    last: date
    unit: str
    mark: str = ""

    @property
    def edtf(self) -> str:
        """The codebook's writing: a day, month, season or year where the span is one, else an interval."""
        first, last = self.first, self.last
        if first == last:
            return first.isoformat() + self.mark
        if self.unit == "season":
            return f"{first.year}-{21 + (first.month - 3) % 12 // 3}{self.mark}"
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            if first.year == last.year:
                return f"{first.year}{self.mark}"
            if first.year % 10 == 0 and last.year == first.year + 9:
                return f"{first.year // 10}X"
            return f"{first.year}{self.mark}/{last.year}"
        if first.day == 1 and last == _month_end(last):
            begin, end = first.isoformat()[:7], last.isoformat()[:7]
            return begin + self.mark if begin == end else f"{begin}{self.mark}/{end}"
        return f"{first.isoformat()}{self.mark}/{last.isoformat()}"


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def month_span(year: int, month: int, count: int = 1) -> Span:
    """One month, or several; `month` may run over the year's ends."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    end = month + count - 1
    last = date(year + (end - 1) // 12, (end - 1) % 12 + 1, 1)
    return Span(date(year, month, 1), _month_end(last), "month")


def year_span(year: int, count: int = 1) -> Span:
    """One year, or several."""
    return Span(date(year, 1, 1), date(year + count - 1, 12, 31), "year")


def season_span(year: int, season: int) -> Span:
    """A season by its EDTF number; winter begins in December of the year."""
    months = month_span(year, {21: 3, 22: 6, 23: 9, 24: 12}[season], 3)
    return Span(months.first, months.last, "season")


def _third(span: Span, part: str) -> Span:
    """The first, second or last third of a month (ten days) or of a year (four months)."""
    number = ("first", "second", "third").index(part)
    if span.unit == "month":
        return Span(
            span.first.replace(day=1 + 10 * number),
            span.last if number == 2 else span.first.replace(day=10 + 10 * number),
            "day",
        )
    if span.unit == "year" and span.first.year == span.last.year:
        return month_span(span.first.year, 1 + 4 * number, 4)
    return span


def shifted(day: date, unit: str, count: int) -> date:
    """The day so many units later, or earlier; the 31st becomes the last of a shorter month."""
    if unit in ("day", "week", "fortnight"):
        return day + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    months = day.year * 12 + day.month - 1 + count * {"month": 1, "year": 12, "decade": 120}[unit]
    first = date(months // 12, months % 12 + 1, 1)
    return first.replace(day=min(day.day, _month_end(first).day))


def span_of(day: date, unit: str) -> Span:
    """The calendar unit in which the day lies."""
    if unit in ("month", "year"):
        return month_span(day.year, day.month) if unit == "month" else year_span(day.year)
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=6), "week")
    return Span(day, day, "day")


class Clock:
    """Resolves the dates of one article, in the order of its text."""

    def __init__(self, published: str) -> None:
        """`published` is EDTF; without it, and where it is coarser than a day, only coarser dates can be resolved."""
        self.is_day = bool(_DAY.fullmatch(published))
        span = parse_date("" if self.is_day else published)  # parsing EDTF takes as long as reading the article
        self.today = date.fromisoformat(published) if self.is_day else span.latest or span.earliest
        self.told: Span | None = None
        """The last date that the text told, for `the same day` and `two years later`."""

    def dates_in(self, text: str, words: Words, first: int, last: int) -> list[Dated]:
        """The dates among the words `first` to `last` of the article's text, in order, none overlapping."""
        found: list[Dated] = []
        kinds = words.kinds
        for at in [at for at in range(first, last) if kinds[at] & DATE]:
            readers = _readers(words, at, first, last)
            if readers and (not found or words.starts[at] >= found[-1].end):
                dated = self._read(readers, text, words, at, first, last, found[-1].end if found else 0)
                if dated is not None:
                    found.append(dated)
        return found

    def _read(
        self, readers: tuple[_Reader, ...], text: str, words: Words, at: int, first: int, last: int, free_from: int
    ) -> Dated | None:
        low = max(words.starts[max(first, at - 7)], free_from)
        high = words.ends[min(last, at + 8) - 1]
        near = text[low:high].lower()
        for pattern, read, cues in readers:
            if cues and not any(cue in near for cue in cues):
                continue
            for match in _matches(pattern, text, low, high, words.starts[at]):
                if words.starts[at] < match.end():
                    answer = read(self, match)
                    if answer is not None:
                        span, basis = answer
                        if basis != "future":
                            self.told = span
                        begin = match.end("pre") if match.groupdict().get("pre") else match.start()
                        start, edtf = self._bounded(text, low, begin, span)
                        return Dated(start, match.end(), edtf, "relative" if basis == "future" else basis)
        return None

    def _bounded(self, text: str, low: int, start: int, span: Span) -> tuple[int, str]:
        """An open or running interval where `since`, `until` or the like stands before the date."""
        match = _BOUND.search(text, low, start)
        if match is None:
            return start, span.edtf
        word, edtf = (
            match[1].lower(),
            span.edtf.partition("/")[0] if match[1].lower() in ("since", "after") else span.edtf,
        )
        if word == "since":
            end = self._today_edtf()
            return match.start(), f"{edtf}/{end}" if end else f"{edtf}/.."
        if word == "after":
            return start, span.edtf
        return match.start(), f"../{span.edtf.rpartition('/')[2]}"

    def _today_edtf(self) -> str:
        if self.today is None:
            return ""
        return self.today.isoformat() if self.is_day else self.today.isoformat()[:7]

    def past(self, span: Span, step: Callable[[Span], Span]) -> Span:
        """The span, or the one a step earlier where it would lie after publication."""
        return step(span) if self.today is not None and span.first > self.today else span

    def clipped(self, span: Span) -> Span:
        """The span without the days after publication."""
        if self.today is not None and self.is_day and span.first <= self.today < span.last and span.unit == "week":
            return Span(span.first, self.today, "day")
        return span

    def widened(self, span: Span) -> Span:
        """A day or week of which only the month can be told, because publication is known to the month only."""
        if self.is_day or span.unit in ("month", "year", "season"):
            return span
        months = month_span(span.first.year, span.first.month)
        assert self.today is not None  # noqa: S101 - only called where there is one
        begin = months.first if span.last < self.today.replace(day=1) else shifted(months.first, "month", -1)
        return Span(begin, _month_end(self.today), "month")


def _matches(pattern: re.Pattern[str], text: str, low: int, high: int, at: int) -> Iterator[re.Match[str]]:
    """The matches between `low` and `high` that begin at `at` at the latest.

    All patterns begin at the first letter of a word; where `finditer` would try each letter, this tries each word.
    """
    free_from = low
    for begin in _BEGINNINGS.finditer(text, low, at + 1):
        if begin.start() >= free_from:
            match = pattern.match(text, begin.start(), high)
            if match is not None:
                free_from = match.end()
                yield match


_BEGINNINGS = re.compile(r"\b\w")
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_Answer = tuple[Span, str]
_Reader = tuple[re.Pattern[str], Callable[[Clock, "re.Match[str]"], _Answer | None], tuple[str, ...]]
"""A pattern, what reads its matches, and cues: without one of them about a word the pattern cannot match there."""
_BOUND = re.compile(
    r"\b(since|until|till|by|before|up to|prior to|after)(?: at least| about| around)? (?:the )?$", re.IGNORECASE
)


@cache
def _lists() -> Any:
    return word_lists("when")


def _either(words: Any) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _number(word: str) -> int | None:
    word = word.lower()
    return int(word) if word.isdigit() else _lists()["numbers"].get(word)


def _month_of(word: str) -> int:
    return int(_lists()["months"][word.lower().rstrip(".")])


def _part_of(match: re.Match[str]) -> str:
    word = match.groupdict().get("part")
    return str(_lists()["parts"][word.lower()]) if word else ""


def _year_in(match: re.Match[str]) -> int | None:
    year = match.groupdict().get("y")
    return int(year) if year else None


def _is_other_year(clock: Clock, match: re.Match[str]) -> int | None:
    """The year that `of that year`, `last year` names."""
    words = (match.groupdict().get("that") or "").lower()
    if not words:
        return None
    if words in ("last", "previous"):
        return clock.today.year - 1 if clock.today else None
    if words == "this":
        return clock.today.year if clock.today else None
    if clock.told is None:
        return None
    return clock.told.first.year + (1 if words in ("next", "following") else 0)


def _full_date(clock: Clock, match: re.Match[str]) -> _Answer | None:
    month, day = _month_of(match["m"]), int(match["d"])
    year, other = _year_in(match), _is_other_year(clock, match)
    basis = "stated" if not other else "context"
    if year is None and other is None and clock.today is None:
        return None
    told = year or other or (clock.today.year if clock.today else 0)
    try:
        span = Span(date(told, month, day), date(told, month, int(match["d2"] or day)), "day")
    except ValueError:  # the 30th of February
        return None
    if span.last < span.first:
        return None
    if year is None and other is None:
        span = clock.past(
            span, lambda late: Span(shifted(late.first, "year", -1), shifted(late.last, "year", -1), "day")
        )
    return span, basis


def _month(clock: Clock, match: re.Match[str]) -> _Answer | None:
    word = match["m"]
    if word[0].islower() or (
        (len(word) < 5 or word.lower() == "march")
        and word.lower() != "june"
        and not match["next"]
        and not match["y"]
        and not match["pre"]
        and not match["part"]
    ):
        return None
    month, year, other = _month_of(word), _year_in(match), _is_other_year(clock, match)
    if year is not None:
        span, basis = month_span(year, month), "stated"
    elif other is not None:
        span, basis = (
            month_span(other, month),
            "context" if match["that"].lower() not in ("last", "this") else "relative",
        )
    elif match["next"] and match["next"].lower() == "following":
        if clock.told is None:
            return None
        span, basis = month_span(clock.told.last.year + (month <= clock.told.last.month), month), "context"
    elif clock.today is not None:
        span = clock.past(month_span(clock.today.year, month), lambda late: month_span(late.first.year - 1, month))
        basis = "relative"
        if (match.groupdict().get("next") or "").lower() == "next":
            return month_span(clock.today.year + (month <= clock.today.month), month), "future"
        if (match.groupdict().get("next") or "").lower() == "last" and span.first.month == clock.today.month:
            span = month_span(span.first.year - 1, month)
    else:
        return None
    part = _part_of(match)
    return (_third(span, part) if part else span), basis


def _months(clock: Clock, match: re.Match[str]) -> _Answer | None:
    """From one month to another; the year may stand with the second only."""
    if clock.today is None and not match["y"]:
        return None
    year = int(match["y"]) if match["y"] else clock.today.year if clock.today else 0
    first, last = _month_of(match["m1"]), _month_of(match["m2"])
    begin = int(match["y1"]) if match["y1"] else year - (first > last)
    span = Span(date(begin, first, 1), month_span(year, last).last, "month")
    if not match["y"]:
        span = clock.past(
            span, lambda late: Span(shifted(late.first, "year", -1), shifted(late.last, "year", -1), "month")
        )
    return (span, "stated" if match["y"] else "relative") if span.first <= span.last else None


def _week_of(clock: Clock, match: re.Match[str]) -> _Answer | None:
    """`the last week of August`, `the first half of 2015`, `the second quarter of 2012`."""
    month = _month_of(match["m"]) if match["m"] else 0
    year = _year_in(match)
    if year is None and clock.today is None:
        return None
    whole = month_span(year or clock.today.year, month) if month else year_span(year or 0)  # type: ignore[union-attr]
    if month and year is None:
        whole = clock.past(whole, lambda late: month_span(late.first.year - 1, month))
    elif not month and year is None:
        return None
    number, unit = _lists()["ordinals"][match["ord"].lower()], match["u"].lower()
    basis = "stated" if year or month else "relative"
    if unit.startswith("week"):
        first = whole.last - timedelta(days=6) if number < 0 else whole.first + timedelta(days=7 * (number - 1))
        return Span(first, min(first + timedelta(days=6), whole.last), "day"), basis
    if unit.startswith("day"):
        return Span(
            max(whole.first, whole.last - timedelta(days=4)) if number < 0 else whole.first,
            whole.last if number < 0 else whole.first + timedelta(days=4),
            "day",
        ), basis
    months = {"half": 6, "quarter": 3, "months": 3}.get(unit)
    if not months or whole.unit != "year":
        return None
    number = 12 // months if number < 0 else number
    return month_span(whole.first.year, 1 + months * (number - 1), months), basis


def _year(clock: Clock, match: re.Match[str]) -> _Answer | None:
    year = int(match["y"])
    if clock.today is not None and year > clock.today.year + 3:
        return None
    span = year_span(year)
    part = _part_of(match)
    basis = "future" if clock.today is not None and year > clock.today.year else "stated"
    return (_third(span, part) if part else span), basis


def _years(clock: Clock, match: re.Match[str]) -> _Answer | None:
    first = int(match["y"])
    second = match["y2"]
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    return (year_span(first, last - first + 1), "stated") if 0 < last - first < 60 else None


def _decade(clock: Clock, match: re.Match[str]) -> _Answer | None:
    digits = match["decade"]
    year = int(digits) if len(digits) == 4 else 1900 + int(digits)
    part = _part_of(match)
    if part:
        begin = year + {"first": 0, "second": 4, "third": 7}[part]
        return year_span(begin, 3), "stated"
    return year_span(year, 10), "stated"


def _numbers(clock: Clock, match: re.Match[str]) -> _Answer | None:
    """`2015-05-08`, `08/05/2015`: where day and month can change places, the order that is not after publication."""
    if match["iso"]:
        parts = [tuple(map(int, match["iso"].split("-")))]
    else:
        one, two, year = (int(number) for number in re.split(r"[/.]", match["slashes"]))
        year += 2000 if year < 100 else 0
        parts = [(year, two, one), (year, one, two)]
    for year, month, day in parts:
        if (
            1 <= month <= 12
            and 1 <= day <= calendar.monthrange(year, month)[1]
            and (clock.today is None or date(year, month, day) <= clock.today)
        ):
            return Span(date(year, month, day), date(year, month, day), "day"), "stated"
    return None


def _weekday(clock: Clock, match: re.Match[str]) -> _Answer | None:
    if clock.today is None or match["w"][0].islower():
        return None
    number, rel = _lists()["weekdays"][match["w"].lower().rstrip(".")], (match["rel"] or "").lower()
    back = (clock.today.weekday() - number) % 7
    if rel in ("next", "coming", "this coming"):
        day = clock.today + timedelta(days=7 - back)
        return Span(day, day, "day"), "future"
    if rel in ("last", "previous") and back == 0:
        back = 7
    day = clock.today - timedelta(days=back)
    return clock.widened(Span(day, day, "day")), "relative"


def _day(clock: Clock, match: re.Match[str]) -> _Answer | None:
    if clock.today is None:
        return None
    offset = _lists()["days"][match["day"].lower()]
    day = clock.today + timedelta(days=offset)
    return clock.widened(Span(day, day, "day")), "future" if offset > 0 else "relative"


def _season(clock: Clock, match: re.Match[str]) -> _Answer | None:
    season, year, other = _lists()["seasons"][match["s"].lower()], _year_in(match), _is_other_year(clock, match)
    if year is not None:
        return season_span(year, season), "stated"
    if other is not None:
        return season_span(other, season), "context"
    if clock.today is None or not match["rel"]:
        return None
    span = clock.past(season_span(clock.today.year, season), lambda late: season_span(late.first.year - 1, season))
    rel = match["rel"].lower()
    if rel == "next":
        return season_span(span.first.year + 1, season), "future"
    if rel.startswith(("last", "previous")) and span.last >= clock.today:
        span = season_span(span.first.year - 1, season)
    return span, "relative"


def _ago(clock: Clock, match: re.Match[str]) -> _Answer | None:
    count, unit = _number(match["n"]), _lists()["units"][match["u"].lower()]
    direction = match["dir"].lower()
    if count is None or unit == "weekend":
        return None
    is_loose = match["n"].lower() in _lists()["loose"] or bool(match["about"])
    if direction == "ago":
        if clock.today is None:
            return None
        day = shifted(clock.today, unit, -count)
        span = span_of(day, {"week": "day", "fortnight": "day", "decade": "year"}.get(unit, unit))
        span = clock.widened(span)
        mark = "~" if is_loose or unit in ("week", "fortnight", "decade") else ""
        return Span(span.first, span.last, span.unit, mark), "relative"
    told = clock.told
    if told is None:
        return None
    sign = -1 if direction in ("earlier", "before", "previously") else 1
    first, last = shifted(told.first, unit, sign * count), shifted(told.last, unit, sign * count)
    span = Span(first, last, told.unit)
    if unit in ("month", "year", "decade"):
        wide = unit if unit != "decade" else "year"
        span = Span(span_of(first, wide).first, span_of(last, wide).last, wide)
    elif told.unit != "day":
        span = (
            Span(span_of(first, "month").first, span_of(last, "month").last, "month") if told.unit == "month" else told
        )
    if clock.today is not None and span.first > clock.today:
        return None
    return Span(span.first, span.last, span.unit, "~" if is_loose or unit == "week" else ""), "context"


def _unit(clock: Clock, match: re.Match[str]) -> _Answer | None:
    """`last month`, `this week`, `the same day`, `that year`, `the weekend`."""
    rel, unit = " ".join(match["rel"].lower().split()), _lists()["units"][match["u"].lower()]
    if rel in _FROM_TOLD:
        return _from_told(clock, _FROM_TOLD[rel], unit)
    if clock.today is None or unit == "decade":
        return None
    if unit == "weekend":
        saturday = clock.today - timedelta(days=(clock.today.weekday() - 5) % 7)
        return clock.widened(Span(saturday, min(saturday + timedelta(days=1), clock.today), "day")), "relative"
    if unit == "day" and match["u"].lower() not in ("night", "morning", "evening", "afternoon"):
        return None
    step = {
        "last": -1,
        "the last": -1,
        "previous": -1,
        "past": -1,
        "the past": -1,
        "next": 1,
        "coming": 1,
        "the coming": 1,
    }.get(rel, 0)
    base = span_of(shifted(clock.today, "day" if unit == "day" else unit, step), unit)
    if rel in ("past", "the past", "the last"):
        base = (
            Span(shifted(clock.today, unit, -1), clock.today, "day")
            if unit in ("week", "fortnight")
            else Span(
                span_of(shifted(clock.today, unit, -1), "month" if unit == "year" else unit).first,
                _month_end(clock.today),
                "month",
            )
        )
    if rel.startswith("later"):
        return Span(clock.today, max(base.last, clock.today), "day"), "future"
    if step > 0:
        return base, "future"
    if rel.startswith("earlier"):
        base = Span(base.first, min(base.last, clock.today), "day") if unit == "week" else base
    return clock.widened(clock.clipped(base)), "relative"


_FROM_TOLD = {
    "the same": 0,
    "that same": 0,
    "that": 0,
    "same": 0,
    "the following": 1,
    "the next": 1,
    "following": 1,
    "the previous": -1,
    "the preceding": -1,
    "the": 0,
}


def _from_told(clock: Clock, step: int, unit: str) -> _Answer | None:
    told = clock.told
    if told is None or unit in ("weekend", "decade") or (unit == "day" and told.unit != "day"):
        return None
    unit = "week" if unit == "fortnight" else unit
    span = span_of(shifted(told.first, unit, step), unit)
    if clock.today is not None and span.first > clock.today:
        return None
    return clock.clipped(span), "context"


def _recent(clock: Clock, match: re.Match[str]) -> _Answer | None:
    """`in recent weeks`, `over the past two years`: an interval up to publication."""
    if clock.today is None:
        return None
    unit = _lists()["units"][match["u"].lower()]
    word = match.groupdict().get("n")
    count = _number(word) if word else None
    if unit == "weekend" or (unit == "day" and count is None and match["u"].lower() != "days"):
        return None
    if count is None:
        count = {"day": 7, "week": 4, "fortnight": 2, "month": 4, "year": 3, "decade": 2}[unit]
        mark = "~"
    else:
        mark = "~" if unit in ("year", "decade", "month") else ""
    begin = shifted(clock.today if clock.is_day else clock.today.replace(day=1), unit, -count)
    if not clock.is_day or unit in ("month", "year", "decade"):
        wide = "year" if unit in ("year", "decade") else "month"
        begin_edtf = span_of(begin, wide).edtf
    else:
        begin_edtf = begin.isoformat()
    return _Running(begin, clock.today, "day", mark, begin_edtf, clock._today_edtf()), "relative"


@dataclass(frozen=True, slots=True)
class _Running(Span):
    """An interval that runs up to publication, each end in its own precision."""

    begin_edtf: str = ""
    end_edtf: str = ""

    @property
    def edtf(self) -> str:
        return f"{self.begin_edtf}{self.mark}/{self.end_edtf}"


@cache
def _patterns() -> dict[str, tuple[_Reader, ...]]:
    lists = _lists()
    month = rf"(?:{_either(lists['months'])})(?![a-z])\.?"
    part = rf"(?:\b(?:the |at |in )*(?P<part>{_either(lists['parts'])})(?:[ -]| of )(?:of )?)?"
    year = r"(?P<y>(?:19|20)\d\d)(?!\d)"
    that = r"(?:,? (?:of |in )?(?:the )?(?P<that>that|this|last|same|following|next|previous) year)"
    number = rf"(?P<n>\d{{1,3}}|{_either(lists['numbers'])})"
    unit = rf"(?P<u>{_either(lists['units'])})\b"
    nth = "(?:st|nd|rd|th)?"

    def made(pattern: str, read: Callable[[Clock, re.Match[str]], _Answer | None], *cues: str) -> _Reader:
        return re.compile(pattern, re.IGNORECASE), read, cues

    day_first = made(
        rf"\b(?P<d>\d{{1,2}}){nth}(?: ?(?:-|–|to|and) ?(?P<d2>\d{{1,2}}){nth})?(?: day)? (?:of )?(?P<m>{month})"
        rf"(?:,? (?:of )?{year}|{that})?",
        _full_date,
    )
    month_first = made(
        rf"\b(?P<m>{month}) (?P<d>\d{{1,2}}){nth}(?!\d|,\d)(?: ?(?:-|–|to|and) ?(?P<d2>\d{{1,2}}){nth}(?!\d))?"
        rf"(?:,? (?:of )?{year}|{that})?(?! (?:fighters|militants|people|men|soldiers|policemen|commanders))",
        _full_date,
    )
    from_month = made(
        rf"\b(?:between|from) (?:early |late |mid-)?(?P<m1>{month})(?: (?P<y1>(?:19|20)\d\d))? (?:and|to|until|"
        rf"till|through) "
        rf"(?P<m2>{month})(?: {year})?",
        _months,
        "between",
        "from",
    )
    week_of = made(
        rf"\b(?:the )?(?P<ord>{_either(lists['ordinals'])}) (?P<u>weeks?|days?|half|quarter|months) of "
        rf"(?:(?P<m>{month})(?:,? {year})?|(?P<y_only>(?:19|20)\d\d))",
        _week_of_either,
        " of ",
    )
    alone = made(
        rf"(?P<pre>\b(?:in|since|until|till|by|before|after|during|from|last|next|this|of|for) )?{part}"
        rf"(?:\b(?:the )?(?P<next>last|next|this|following) )?\b(?P<m>{month})(?:,? (?:of )?{year}|{that})?",
        _month,
    )
    years = made(
        r"\b(?:(?:between|from) )?(?P<y>(?:19|20)\d\d) ?(?:-|–|/|and|to|until|through) ?(?P<y2>(?:19|20)\d\d|"
        r"\d\d)(?!\d|-\d|/)",
        _years,
    )
    one_year = made(
        rf"{part}\b{year}(?!,\d|\.\d|%|-\d| (?:fighters|militants|people|men|soldiers|members|troops|civilians|"
        rf"families|kilomet|met|miles|km))",
        _year,
    )
    decade = made(rf"{part}(?:\bthe )?\b(?P<decade>(?:19|20)\d0|[5-9]0)['\u2019]?s\b", _decade)
    numeric = made(
        r"\b(?:(?P<iso>(?:19|20)\d\d-\d\d-\d\d)|(?P<slashes>\d{1,2}[/.]\d{1,2}[/.](?:20)?\d\d))(?!\d)", _numbers
    )
    weekday = made(
        rf"\b(?:(?P<rel>last|next|this coming|coming|this|past|previous) "
        rf")?(?P<w>{_either(lists['weekdays'])})\b(?!s)\.?",
        _weekday,
    )
    single_day = made(rf"\b(?P<day>{_either(lists['days'])})\b", _day)
    season = made(
        rf"\b(?:(?:the |in |during )*(?P<rel>last|this|past|previous|next|the) )?(?:early |late |"
        rf"mid-)?(?P<s>{_either(lists['seasons'])})\b"
        rf"(?:,? (?:of )?(?:{year}|(?P<that>that|this|last|same|following|previous) year))?(?! offensive| campaign|"
        rf" of)",
        _season,
    )
    ago = made(
        rf"\b(?:(?P<about>about|around|some|nearly|almost|more than|over|roughly|at least|a) )?{number} (?:of |and "
        rf"a half )?(?:more )?{unit} "
        r"(?P<dir>ago|earlier|previously|later|afterwards?|(?:before|after)(?= that\b|[,.;]))\b(?! than)",
        _ago,
        "ago",
        "earlier",
        "previously",
        "later",
        "after",
        "before",
    )
    recent = made(
        rf"\b(?:(?:in|over|during|for|within|through) )?(?:recent|the (?:past|last|previous)|the past|past) "
        rf"(?:{number} )?"
        r"(?P<u>days|weeks|months|years|decade|decades|fortnight)\b",
        _recent,
        "recent",
        "past",
        "last",
        "previous",
    )
    relative = made(
        r"\b(?P<rel>(?:earlier|later) (?:this|that|in the)|the same|that same|the following|the next|the previous|"
        r"the preceding|the past|the last|"
        r"the coming|over the|last|this|that|past|previous|next|coming|same|following|the(?= weekend))"
        rf" {unit}",
        _unit,
    )
    return {
        "month": (from_month, week_of, alone),
        "day of month": (from_month, week_of, day_first, month_first, alone),
        "year": (numeric, week_of, years, one_year),
        "decade": (decade,),
        "numeric": (numeric, years, one_year),
        "weekday": (weekday,),
        "day": (single_day,),
        "season": (season,),
        "unit": (week_of, ago, recent, relative),
    }


def _week_of_either(clock: Clock, match: re.Match[str]) -> _Answer | None:
    if match["y_only"]:
        year, number = int(match["y_only"]), _lists()["ordinals"][match["ord"].lower()]
        months = {"half": 6, "quarter": 3, "months": 3, "weeks": 1}.get(match["u"].lower())
        if months is None:
            return None
        number = 12 // months if number < 0 else number
        return month_span(year, 1 + months * (number - 1), months), "stated"
    return _week_of(clock, match)


@cache
def _triggers() -> dict[str, tuple[_Reader, ...]]:
    patterns, lists = _patterns(), _lists()
    found = {
        word: patterns[kind]
        for kind, table in (
            ("month", "months"),
            ("weekday", "weekdays"),
            ("season", "seasons"),
            ("day", "days"),
            ("unit", "units"),
        )
        for word in lists[table]
    }
    return found


_YEAR = re.compile(r"(?:mid-|late-|early-)?(?:19|20)\d\d$")


def _readers(words: Words, at: int, first: int, last: int) -> tuple[_Reader, ...] | None:
    """The patterns that may read a date at the word; none where the words beside it say that it is no date."""
    text, word = words.texts[at], words.lowers[at].rstrip(".")
    if word in _lists()["units"]:
        before = words.lowers[at - 1] if at > first else ""
        after = words.lowers[at + 1] if at + 1 < last else ""
        earlier = words.lowers[at - 2] if at - 2 >= first else ""
        is_told = any(near in _lists()["beside"] for near in (before, after, earlier))
        return _patterns()["unit"] if is_told else None
    if text[-1].isdigit() and (text[0].isdigit() or len(text) > 7):
        if _YEAR.match(text):
            return _patterns()["year"]
        return _patterns()["numeric"] if "/" in text or "-" in text or text.count(".") == 2 else None
    if text[0].isdigit():
        return _patterns()["decade"] if word.endswith("s") else None
    if text[0].islower() and (word in _lists()["months"] or word in _lists()["weekdays"]):
        return None
    if word in _lists()["months"]:
        beside = words.texts[at - 1][0] if at > first else "", words.texts[at + 1][0] if at + 1 < last else ""
        is_day = beside[0].isdigit() or beside[1].isdigit() or (at - 2 >= first and words.texts[at - 2][0].isdigit())
        return _patterns()["day of month" if is_day else "month"]
    return _triggers().get(word)
