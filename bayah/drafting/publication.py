"""When, by whom and where an article was published, by what stands round its text and in its address.

Reads the paragraphs that are not the article itself (`furniture`), and its first line of text. Returns authors,
publisher and an EDTF date with the words on how it is known. Refuses nothing; what is not told stays empty, and
`05/08/2015`, which two continents read as two days, tells only its year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

_MONTHS = {name: number for number, names in enumerate((
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sep sept", "october oct", "november nov", "december dec"), start=1) for name in names.split()}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_DATES = [re.compile(pattern, re.IGNORECASE) for pattern in (
    rf"(?<!\d){_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)",
    rf"\b{_MONTH},?\s+{_DAY},?\s+{_YEAR}",
    rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
    rf"(?<!\d)(?P<first>\d{{1,2}})[/.](?P<second>\d{{1,2}})[/.]{_YEAR}",
    rf"\b{_MONTH},?\s+{_YEAR}",
)]
_IN_PATH = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[/-](?P<month>0[1-9]|1[0-2])(?:[/-](?P<day>[0-2]\d|3[01])(?!\d))?(?!\d)")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"]+")
_BYLINE = re.compile(r"(?:(?:written |reported |posted |story |report )?by|authors?)\b ?:? ?", re.IGNORECASE)
_NO_PERSON = re.compile(
    r"\b(?:staff|correspondents?|reporters?|desk|news|press|agency|agencies|agence|reuters|afp|ap|times|post|"
    r"herald|journal|tribune|editors?|writers?|monitoring|bureau|team|admin|web|online|report|media|magazine)\b",
    re.IGNORECASE)
_PERSON = r"(?P<name>[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){1,3})"
_OF_WRITER = (re.compile(rf"{_PERSON}(?:,[^,]{{1,40}},)? (?:is|was) (?:an?|the) "),
              re.compile(rf"Follow {_PERSON} on "))
_AGENCY_LINE = re.compile(r"[A-Z][^()\n]{2,60}\((?P<agency>[A-Z][\w .&'’-]{1,40})\)\s*[-–—:]")
_PUBLISHED_IN = re.compile(
    r"(?:published|appeared|printed|posted) (?:in|on|by) (?:the )?"
    r"(?P<where>(?-i:[A-Z])[\w .&'’-]{2,50}?)(?:,| on | in |\.|$)",
    re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\W*(?:\d{4}\W+)?(?:by )?(?P<where>(?-i:[A-Z])[\w &'’-]{2,50}?)(?:[.,|]|$)", re.IGNORECASE)


class Published(NamedTuple):
    """A date of publication: EDTF, its basis (codebook) and how it is known, in a sentence."""

    date: str
    basis: str
    note: str


UNTOLD = Published("", "", "Nothing tells when it was published; dates such as \"last week\" stay open.")


def date_in(text: str) -> str:
    """The first date that a line tells in whole, as EDTF; empty if none."""
    found = min((match for pattern in _DATES if (match := pattern.search(text))),
                key=lambda match: (match.start(), -match.end()), default=None)
    return _edtf(found) if found else ""


def date_of_address(url: str) -> str:
    """Year and month, and the day if it is there, out of the path of an address; empty if none."""
    found = _IN_PATH.search(urlsplit(url).path)
    return _edtf(found) if found else ""


def published(lines: Iterable[str], url: str) -> Published:
    """The date that a line beside the article states, or else the one in its address."""
    stated = next((told for line in lines if (told := date_in(line))), "")
    return Published(stated, "stated", "The date stands beside the text.") if stated else of_address(url)


def of_address(url: str) -> Published:
    """What the path of an address tells."""
    told = date_of_address(url)
    finest = "Year and month" if len(told) == len("2015-05") else "Year, month and day"
    return Published(told, "address", f"{finest} stand in the address of the page.") if told else UNTOLD


def authors_in(lines: Sequence[str]) -> tuple[str, ...]:
    """The persons of the first byline, of which a desk or an agency is none; else who is introduced beside the text."""
    for line in lines:
        if opened := _BYLINE.match(line.strip()):
            return people(line.strip()[opened.end():])
    introduced = [found["name"] for line in lines for pattern in _OF_WRITER if (found := pattern.match(line.strip()))]
    return tuple(dict.fromkeys(name for name in introduced if not _NO_PERSON.search(name)))


def people(names: str) -> tuple[str, ...]:
    """The persons of "Gul Khan and JAMES BROWN, The Example Post | May 8, 2015"."""
    names = re.split(r"\s[|•·–—-]\s|\n", names)[0]
    for pattern in _DATES:
        names = pattern.sub("", names)
    parts = (part.strip(" .,;:") for part in re.split(r",|;|&|\band\b|\bwith\b", names))
    return tuple(part.title() if part.isupper() else part for part in parts
                 if 1 <= part.count(" ") <= 4 and part[0].isupper() and not _NO_PERSON.search(part))


def publisher_in(lines: Sequence[str], first_prose: str) -> str:
    """Who published: by a line on it, by a copyright, by the agency of the dateline."""
    for pattern in (_PUBLISHED_IN, _COPYRIGHT):
        for line in lines:
            if (found := pattern.search(line)) and not date_in(found["where"]):
                return " ".join(found["where"].split())
    agency = _AGENCY_LINE.match(first_prose)
    return agency["agency"] if agency else ""


def address_in(lines: Iterable[str]) -> str:
    """The first address with a path; one of a bare site tells nothing of the article."""
    addresses = (match.group().rstrip(".,;") for line in lines for match in _ADDRESS.finditer(line))
    return next((url for url in addresses if len(urlsplit(url).path) > 1), "")


def _edtf(found: re.Match[str]) -> str:
    parts = found.groupdict()
    year, month, day = parts["year"], parts.get("month"), parts.get("day")
    if parts.get("first"):
        month, day = _month_and_day(int(parts["first"]), int(parts["second"]))
    number = _MONTHS.get((month or "").lower().rstrip("."), 0) or int(month or 0)
    if not 1 <= number <= 12:
        return year
    try:
        return date(int(year), number, int(day)).isoformat() if day else f"{year}-{number:02d}"
    except ValueError:
        return f"{year}-{number:02d}"


def _month_and_day(first: int, second: int) -> tuple[str | None, str | None]:
    if first == second or (first > 12) != (second > 12):
        month, day = (second, first) if first > 12 else (first, second)
        return str(month), str(day)
    return None, None
