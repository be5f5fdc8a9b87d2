"""Relations: how groups, states and persons stood to each other over time.

Reads events of kind `relation` and who took part. Returns one row an event of that kind.
"""

from __future__ import annotations

import pandas as pd

from bayah.model import TABLE
from bayah.store import typed


def derive_relations(events: pd.DataFrame, actors_of: pd.DataFrame) -> pd.DataFrame:
    """Relations (key relation_id), dated as their events; denied ones stay, marked as such."""
    relations = events[events["kind"] == "relation"]
    for part in ("subject", "object"):
        side = actors_of.loc[actors_of["part"] == part, ["event_id", "actor_id"]]
        relations = relations.merge(side.rename(columns={"actor_id": f"{part}_id"}), on="event_id")
    relation_id = (
        relations["subject_id"] + "." + relations["role"] + "." + relations["object_id"]
        + "." + relations["event_id"]
    )
    table = relations.assign(relation_id=relation_id)[TABLE["relations"].column_names]
    return typed(table.sort_values("relation_id", ignore_index=True), "relations")
