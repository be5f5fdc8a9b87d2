"""One line a claim's event: made from names, never from an article's words.

Verbs stand in forms that fit one man and many, since cohorts take part too.

Reads a claim and the names of actors. Returns plain text; whoever shows it escapes it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

from bayah.model import split_list

RELATION_WORDS = {
    "allied": "allied with",
    "hostile": "hostile to",
    "rival": "rival of",
    "supports": "supporting",
    "cooperates": "cooperating with",
    "in_contact": "in contact with",
    "part_of": "part of",
    "splinter_of": "splinter of",
    "pressures": "putting pressure on",
    "declared_war": "at declared war with",
}


def event_label(claims: Sequence[Any], names: Mapping[str, str], contested: Container[str] = ()) -> str:
    """The event of these claims in a line, told by the first; a denied, doubted or planned one says so.

    Of a party that is `contested` it names all, for a label does not choose a side.
    """
    claim = claims[0]

    def name(part: str) -> str:
        told = claims if part in contested else [claim]
        found = dict.fromkeys(getattr(other, f"{part}_id") for other in told)
        return " or ".join(names.get(actor_id, "") for actor_id in found if isinstance(actor_id, str))

    subject, other = name("subject"), name("object")
    place = claim.place if len({other_claim.place for other_claim in claims}) == 1 else None
    label = f"{subject} {_predicate(claim, name, other, place)}".strip()
    return label + {"denied": " (denied)", "doubted": " (doubted)", "planned": " (planned)"}.get(
        claim.modality, "")


def _predicate(claim: Any, name: Any, other: str, place: object) -> str:
    kind, role = claim.kind, claim.role if isinstance(claim.role, str) else ""
    to, away = name("to_group"), name("from_group")
    to_whom = " of ".join(filter(None, [name("to_leader"), to]))
    from_whom = " of ".join(filter(None, [name("from_leader"), away]))
    by = f" by {other}" if other else ""
    match kind:
        case "pledge":
            return f"pledged allegiance to {to_whom}"
        case "renunciation":
            return f"broke with {from_whom}"
        case "defection":
            return f"left {away} for {to}"
        case "joining":
            return f"joined {to}"
        case "surrender":
            return f"surrendered to {other}"
        case "split":
            return f"broke away from {away}" if to else f"rose against the leadership of {away}"
        case "merger":
            return f"joined with {to}" + (f", leaving {away}" if away else "")
        case "formation":
            return f"formed{by}" if other else "declared"
        case "appointment":
            return f"became {role}" + (f" of {to}" if to else "") + (f", chosen{by}" if by else "")
        case "removal":
            return f"removed as {role}" + (f" of {away}" if away else "") + by
        case "affiliation":
            return f"as {role} of {to}" if role else f"with {to}"
        case "detention":
            return f"detained{by}"
        case "release":
            return f"released{by}"
        case "death":
            return f"killed{by}" if other else "died"
        case "clash":
            return f"fought {other}"
        case "attack":
            return f"attacked {other}" if other else "carried out an attack" + _in_place(place)
        case "presence":
            return "present" + _in_place(place)
        case "withdrawal":
            return "withdrew" + _in_place(place)
        case "recruitment":
            return f"tried to win over {other}" if other else "recruited" + _in_place(place)
        case "negotiation":
            return f"negotiated with {other}"
        case "relation":
            return f"{RELATION_WORDS[role]} {other}"
        case _:
            return "made a public statement" + (f" about {other}" if other else "")


def _in_place(place: object) -> str:
    names = ", ".join(split_list(place))
    return f" ({names})" if names else ""
