"""Disputes that span events: a man reported dead who acts later.

Reads events and who took part. Returns the events with `is_contested` and `contested_fields`
widened. Disputes inside one event are found where it is made (derive/events.py).
"""

from __future__ import annotations

import pandas as pd

from bayah.model import HAPPENED, join_list, split_list

POSTHUMOUS = frozenset({"death", "relation"})
"""Kinds that may be told of a man after his death without contradicting it."""
SIGNS_OF_LIFE = ("asserted", "reported")
"""Modalities in which an act shows that he lived."""


def mark_contradicted_deaths(events: pd.DataFrame, actors_of: pd.DataFrame) -> pd.DataFrame:
    """Events (key event_id); a death that a later act contradicts has `alive` contested.

    A day of life is the first day on which an event with the man as its subject can have happened,
    a day of death the last one; so only what cannot be otherwise counts. What is only planned or
    denied does not count, on either side, and what is doubted is no sign of life.
    """
    subjects = actors_of.loc[actors_of["part"] == "subject", ["event_id", "actor_id"]]
    acts = events.merge(subjects, on="event_id")
    deaths = acts[(acts["kind"] == "death") & acts["modality"].isin(HAPPENED)]
    lived = acts[~acts["kind"].isin(POSTHUMOUS) & acts["modality"].isin(SIGNS_OF_LIFE)]
    last_seen = lived.groupby("actor_id")["date_earliest"].max().rename("last_seen")
    deaths = deaths.join(last_seen, on="actor_id")
    alive_after = deaths["last_seen"] > deaths["date_latest"]
    contradicted = events["event_id"].isin(deaths.loc[alive_after, "event_id"])
    fields = [join_list([*split_list(cell), "alive"]) for cell in events["contested_fields"]]
    with_alive = pd.Series(fields, index=events.index, dtype="str")
    return events.assign(
        is_contested=events["is_contested"] | contradicted,
        contested_fields=events["contested_fields"].mask(contradicted, with_alive),
    )
