"""The sides of a question: which claims of one event can be true together, and which cannot.

Reads the claims of an event. Returns for each field in dispute its sides. Refuses nothing. A claim that fits several
sides is on none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from bayah.dates import DateSpan, can_meet, intersect
from bayah.model import PARTS, STATES, split_list

Claim = Any
Value = TypeVar("Value")
Side = tuple[Any, list[Claim]]
"""What the claims of a side have in common, and the claims."""
Range = tuple[int | None, int | None]

AGAINST = ("doubted", "denied")
MUTUAL_KINDS = frozenset({"clash", "negotiation"})
"""Kinds whose two sides may change places, so that a differing object is no dispute."""


def contested_fields(claims: Sequence[Claim], parent: Mapping[str, Any]) -> list[str]:
    """What the claims of one event dispute among themselves, in the order of `DisputedField`."""
    return list(sides_by_field(claims, parent)) if len(claims) > 1 else []


def sides_by_field(claims: Sequence[Claim], parent: Mapping[str, Any]) -> dict[str, list[Side]]:
    """For each field that the claims of one event dispute, its sides.

    What is denied and told by nobody is no dispute, nor is a group beside the one that it is part of (`parent`).
    """
    found = {"modality": _for_and_against(claims)}
    kind = claims[0].kind
    if kind not in STATES:
        spans = [(claim, _span(claim)) for claim in claims]
        found["date"] = _partition(spans, _same_days, lambda span: span.days)
    places = [(claim, frozenset(split_list(claim.provinces))) for claim in claims]
    found["provinces"] = _partition([place for place in places if place[1]], _same_places, len)
    for what in ("killed", "injured", "count"):
        ranges = [(claim, told_range(claim, what)) for claim in claims]
        found[what] = _partition([told for told in ranges if told[1] != (None, None)], _same_numbers, _width)
    for part in PARTS:
        if part in ("subject", "object") and (kind in MUTUAL_KINDS or kind == "relation"):
            continue
        named = [(claim, getattr(claim, f"{part}_id")) for claim in claims]
        found[part] = _partition([(claim, actor) for claim, actor in named if actor],
                                 partial(_same_actor, parent), lambda _: 0)
    return {field: sides for field, sides in found.items() if len(sides) > 1}


def told_range(claim: Claim, what: str) -> Range:
    """Fewest and most people `killed`, `injured` or counted (`count`), as one claim tells it."""
    return getattr(claim, f"{what}_min"), getattr(claim, f"{what}_max")


def _for_and_against(claims: Iterable[Claim]) -> list[Side]:
    sides: dict[str, list[Claim]] = {"for": [], "against": []}
    for claim in claims:
        sides["against" if claim.modality in AGAINST else "for"].append(claim)
    return [(side, told) for side, told in sides.items() if told]


def _partition(
    told: Iterable[tuple[Claim, Value]], meet: Callable[[Value, Value], Value | None], width: Callable[[Value], float]
) -> list[Side]:
    """Narrow values first; each joins the one side that it can meet, narrows it, or makes a side of its own."""
    found: list[tuple[Value, list[Claim]]] = []
    narrow_first = sorted(enumerate(told), key=lambda entry: (width(entry[1][1]), entry[0]))
    for _, (claim, value) in narrow_first:
        met = [(number, common) for number, (own, _) in enumerate(found)
               if (common := meet(own, value)) is not None]
        if not met:
            found.append((value, [claim]))
        elif len(met) == 1:
            number, common = met[0]
            found[number] = (common, [*found[number][1], claim])
    return list(found)


def _span(claim: Claim) -> DateSpan:
    return DateSpan(claim.date_earliest, claim.date_latest, claim.date_precision)


def _same_days(a: DateSpan, b: DateSpan) -> DateSpan | None:
    return intersect(a, b) if can_meet(a, b) else None


def _same_actor(parent: Mapping[str, Any], a: str, b: str) -> str | None:
    """The one actor that both can mean: the same, or of a group and a part of it the part."""
    for part, whole in ((a, b), (b, a)):
        above: Any = part
        while isinstance(above, str):
            if above == whole:
                return part
            above = parent.get(above)
    return None


def _same_places(a: frozenset[str], b: frozenset[str]) -> frozenset[str] | None:
    return a & b or None


def _same_numbers(a: Range, b: Range) -> Range | None:
    low = max((n for n in (a[0], b[0]) if n is not None), default=None)
    high = min((n for n in (a[1], b[1]) if n is not None), default=None)
    return None if low is not None and high is not None and low > high else (low, high)


def _width(numbers: Range) -> float:
    low, high = numbers
    return high - low if low is not None and high is not None else float("inf")
