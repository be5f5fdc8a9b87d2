"""Relations: how groups, states and persons stood to each other over time.

Reads versions of events. Returns a row for each version of an event of kind `relation`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bayah.derive.events import Event
from bayah.derive.versions import Version, follow


def derive_relations(events: Sequence[Version[Event]]) -> list[Version[Mapping[str, Any]]]:
    """Versions of relations, dated as their events; denied ones stay, marked as such."""
    relations = [version for version in events if version.content.kind == "relation"]
    return follow(relations, lambda known: {event.event_id: _relation(event) for event in known})


def _relation(event: Event) -> Mapping[str, Any]:
    subject, other = event.parts["subject"][0], event.parts["object"][0]
    return {
        "relation_id": f"{subject}.{event.role}.{other}.{event.event_id}",
        "event_id": event.event_id,
        "subject_id": subject,
        "object_id": other,
        "role": event.role,
        "date_earliest": event.date_earliest,
        "date_latest": event.date_latest,
        "modality": event.modality,
        "is_contested": event.is_contested,
        "n_claims": event.n_claims,
    }
