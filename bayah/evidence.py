"""The evidence of an event: its claims compared field by field, the events near it in time, the views that show it.

Reads the typed tables of `bayah.store` or a view of them. Returns small frames, each with its grain stated. Refuses
nothing: of an event that the view does not hold nothing is told. What is in dispute is what `disputes` says; nothing is
judged here.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from bayah.dates import edtf_words
from bayah.flows import select_crossings
from bayah.model import PARTS, split_list
from bayah.provinces import country_name
from bayah.query import Filters, Tables, select_claims, select_events, view
from bayah.ties import select_ties

FIELDS: tuple[str, ...] = ("date", "place", *PARTS, "killed", "injured", "count", "role", "motives", "asserted_by",
                           "modality")
"""What claims are compared by, in the order of the rows."""
_DISPUTED_AS = {"place": "provinces", "role": "office"}
"""The field of a dispute that stands for one of FIELDS, where they are not called the same."""
_CELLS = ["event_id", "field", "claim_id", "value", "note", "standing", "n_told", "side", "dispute_id"]
_PAST, _COMING = "before", "after"
_Sides = tuple[str, dict[str, int]]


@dataclass(frozen=True)
class Told:
    """What one claim tells in one field: `key` tells it from others, `value` and `note` are for readers."""

    key: Hashable
    value: str
    note: str = ""


def compare_claims(tables: Tables, event_ids: Iterable[str]) -> pd.DataFrame:
    """The claims of events field by field (key event_id, field, claim_id): by event, then in the order of FIELDS and of
    `select_claims`.

    Fields that no claim of an event tells are left out. `value` is what the claim tells, in words, missing where it
    tells nothing; `note` what stands beside it (the name as written, how the date is known). `standing` of the field:
    `single` (there is one claim), `agrees` (all tell the same), `some` (those that tell it tell the same), `fits` (told
    differently, no dispute), `differs` (in dispute: `dispute_id`, and `side` of each claim that stands on one).
    `n_told` is the number of claims that tell it.
    """
    tables = view(tables)
    claims = select_claims(tables, event_ids)
    names = {**_named(tables, "actors", "actor_id"), **_named(tables, "provinces", "province_id")}
    sides = _sides_inside(tables, claims)
    rows = [row for event_id, of_event in claims.groupby("event_id")
            for row in _compared(str(event_id), _rows_of(of_event), names, sides)]
    return pd.DataFrame(rows, columns=_CELLS).astype({"side": "Int64", "n_told": "int64"})


def _compared(
    event_id: str, claims: Sequence[Any], names: Mapping[str, str], sides: Mapping[tuple[str, str], _Sides]
) -> Iterator[dict[str, Any]]:
    """The rows of one event."""
    for field in FIELDS:
        told = {claim.claim_id: _told(claim, field, names) for claim in claims}
        n_told = sum(cell is not None for cell in told.values())
        if not n_told:
            continue
        dispute_id, side_of = sides.get((event_id, _DISPUTED_AS.get(field, field)), ("", {}))
        standing = _standing(list(told.values()), is_disputed=bool(dispute_id))
        for claim_id, cell in told.items():
            yield {"event_id": event_id, "field": field, "claim_id": claim_id, "value": cell.value if cell else None,
                   "note": cell.note if cell else "", "standing": standing, "n_told": n_told,
                   "side": side_of.get(claim_id), "dispute_id": dispute_id}


def _standing(told: list[Told | None], *, is_disputed: bool) -> str:
    if len(told) == 1:
        return "single"
    if is_disputed:
        return "differs"
    keys = {cell.key for cell in told if cell}
    if len(keys) > 1:
        return "fits"
    return "some" if None in told else "agrees"


def _sides_inside(tables: Tables, claims: pd.DataFrame) -> dict[tuple[str, str], _Sides]:
    """By event and field on which claims of the event stand on different sides: the dispute, and the side of each."""
    found: dict[tuple[str, str], _Sides] = {}
    disputes = tables["disputes"]
    fields = dict(zip(disputes["dispute_id"], disputes["field"], strict=True))
    of_claim = claims[["claim_id", "event_id"]]
    sides = tables["dispute_claims"].merge(of_claim, on="claim_id")
    for (event_id, dispute_id), rows in sides.groupby(["event_id", "dispute_id"]):
        if rows["side"].nunique() > 1:
            side_of = dict(zip(rows["claim_id"], rows["side"], strict=True))
            found.setdefault((str(event_id), fields[dispute_id]), (str(dispute_id), side_of))
    return found


def _told(claim: Any, field: str, names: Mapping[str, str]) -> Told | None:
    """What one claim tells in one field; None where it tells nothing."""
    if field == "date":
        return Told(claim.date, edtf_words(claim.date), claim.date_basis) if isinstance(claim.date, str) else None
    if field == "place":
        return _told_place(claim, names)
    if field in PARTS:
        actor_id, written = getattr(claim, f"{field}_id"), getattr(claim, f"{field}_as_written")
        return Told(actor_id, names[actor_id], written) if isinstance(actor_id, str) else None
    if field in ("killed", "injured", "count"):
        return _told_number(claim, field)
    value = getattr(claim, field)
    if not isinstance(value, str):
        return None
    parts = split_list(value) if field in ("role", "motives") else [value]
    return Told(tuple(sorted(parts)), ", ".join(part.replace("_", " ") for part in parts))


def _told_place(claim: Any, names: Mapping[str, str]) -> Told | None:
    provinces, countries = split_list(claim.provinces), split_list(claim.countries)
    wide = [*(names[province] for province in provinces), *map(country_name, countries)]
    places = split_list(claim.place)
    if not wide and not places:
        return None
    key = (frozenset(provinces), frozenset(countries), frozenset(place.casefold() for place in places))
    return Told(key, "; ".join(part for part in (", ".join(places), " and ".join(wide)) if part))


def _told_number(claim: Any, what: str) -> Told | None:
    low, high = getattr(claim, f"{what}_min"), getattr(claim, f"{what}_max")
    if pd.isna(low) and pd.isna(high):
        return None
    bounds = [f"{int(bound):,}" for bound in dict.fromkeys([low, high]) if pd.notna(bound)]
    least = "at least " if pd.isna(high) else "at most " if pd.isna(low) else ""
    note = "rounded or estimated" if what == "count" and isinstance(claim.count_note, str) else ""
    return Told((str(low), str(high)), f"{least}{' to '.join(bounds)}", note)


def _named(tables: Tables, table: str, key: str) -> dict[str, str]:
    rows = tables[table]
    return dict(zip(rows[key], rows["name"], strict=True))


def _rows_of(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples(index=False))


def select_near_in_time(tables: Tables, filters: Filters, event_id: str, most: int = 3) -> pd.DataFrame:
    """Events as known on the filters' day (key event_id) in which a subject of the event has a part too, in time order.

    The last `most` before it and the first `most` after it, by `when`: `before` or `after`. What is only known to be
    before publication has no place in a line of time and is left out; the event's own day may be so, then nothing is
    near it.
    """
    tables = view(tables, filters)
    events, parts = tables["events"], tables["event_actors"]
    own = parts.loc[(parts["event_id"] == event_id) & (parts["part"] == "subject"), "actor_id"]
    sharing = parts.loc[parts["actor_id"].isin(own), "event_id"]
    rows = events[events["event_id"].isin(sharing) & (events["date_precision"] != "unknown")]
    rows = rows.assign(middle=_middle(rows)).dropna(subset="middle").sort_values(
        ["middle", "date_latest", "event_id"], ignore_index=True)
    places = rows.index[rows["event_id"] == event_id]
    if places.empty:
        return rows.drop(columns="middle").assign(when="").iloc[:0]
    at = int(places[0])
    near = rows.iloc[max(at - most, 0):at + most + 1].drop(columns="middle")
    return near.assign(when=[_PAST if row < at else _COMING for row in near.index])[near["event_id"] != event_id]


def _middle(rows: pd.DataFrame) -> pd.Series[Any]:
    """The day by which an event is put in line: the middle of its span, or the end that is known."""
    earliest, latest = rows["date_earliest"], rows["date_latest"]
    return (earliest + (latest - earliest) / 2).fillna(latest).fillna(earliest)


def views_of(tables: Tables, filters: Filters, event_id: str) -> dict[str, dict[str, list[str]]]:
    """The pages whose figure has a mark for the event, each with the parameters that show it, on the filters' day of
    knowledge.

    The other filters are not kept: they may leave the event out.
    """
    known = Filters(known=filters.known, drafts=filters.drafts)
    tables = view(tables, known)
    events, parts = tables["events"], tables["event_actors"]
    mine = events[events["event_id"] == event_id]
    if mine.empty:
        return {}
    opened = {"event": [event_id]}
    found: dict[str, dict[str, list[str]]] = {}
    bridge = tables["event_provinces"]
    if provinces := bridge.loc[bridge["event_id"] == event_id, "province_id"].tolist():
        found["map"] = {**opened, "province": provinces}
    ties = select_ties(tables, known)
    if any(event_id in split_list(behind) for behind in ties["event_ids"]):
        (subject, *_) = parts.loc[(parts["event_id"] == event_id) & (parts["part"] == "subject"), "actor_id"]
        found["network"] = {**opened, "actor": [subject], "depth": ["1"]}
    crossings = select_crossings(tables, known)
    for row in _rows_of(crossings[crossings["event_id"] == event_id])[:1]:
        found["flows"] = {**opened, "flow": [f"{row.from_group_id},{row.to_group_id}"]}
    states = {"states": ["true"]} if mine["is_state"].iloc[0] else {}
    found["timeline"] = {**opened, **_narrowed(parts, event_id, tables), **states}
    return found


def _narrowed(parts: pd.DataFrame, event_id: str, tables: Tables) -> dict[str, list[str]]:
    """The filter that keeps the events of the subject of an event."""
    subject = parts.loc[(parts["event_id"] == event_id) & (parts["part"] == "subject"), "actor_id"].iloc[0]
    is_group = subject in set(tables["groups"]["group_id"])
    return {"group" if is_group else "person": [str(subject)]}


def earlier_ids(tables: Tables, event_id: str) -> list[str]:
    """The ids that lead to this event because they were found to be part of it, in order."""
    redirects = tables["event_redirects"]
    return sorted(redirects.loc[redirects["current_event_id"] == event_id, "event_id"])


def is_shown(tables: Tables, filters: Filters, event_id: str) -> bool:
    """Whether the filters of the view keep the event."""
    return bool((select_events(tables, filters).events["event_id"] == event_id).any())
