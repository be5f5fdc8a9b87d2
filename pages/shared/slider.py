"""The slider over periods, on the side of the server: what it moves over, and what it moves.

Reads periods of `bayah.periods` and the filters. What the slider came to rest at becomes the filters of all pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from bayah import provinces
from bayah.provinces import Turn
from bayah.query import Filters
from pages.shared.address import put_filters
from pages.shared.filters import say_filters

BEFORE: dict[str, str] = {"window": "", "upto": "Up to the end of ", "on": "As it stood at the end of ",
                          "known": "As known at the end of "}
"""What stands before the name of a period, by what the slider turns."""


@dataclass(frozen=True)
class Slider:
    """The periods that a slider moves over, and what it moves."""

    turn: Turn
    step: str
    rows: pd.DataFrame

    def views(self, filters: Filters) -> list[Filters]:
        """The filters in each period."""
        return [provinces.turned(filters, self.turn, row.first.date(), row.last.date())
                for row in self.rows.itertuples()]

    def at(self, filters: Filters) -> int | None:
        """The period that the filters are set to."""
        return next((n for n, view in enumerate(self.views(filters)) if view == filters), None)

    def told(self, filters: Filters, counted: str) -> dict[str, Any] | None:
        """The slider as its script takes it; `counted`: what its bars count. None where there are no periods."""
        if self.rows.empty:
            return None
        back = provinces.turned_back(filters, self.turn)
        unset = "Today" if self.turn == "known" else "All times"
        return {"names": self.rows["name"].tolist(), "n_events": self.rows["n_events"].tolist(),
                "n_sure": self.rows["n_sure"].tolist(), "at": self.at(filters), "is_unset": back == filters,
                "unset": unset if back == filters else "The days set in the filters", "before": BEFORE[self.turn],
                "counted": counted if self.turn == "window" else "", "said": say_filters(back.without("province"))}

    def turned(self, key: str) -> None:
        """The period that the slider of the component `key` came to rest at becomes the filters that `turn` names."""
        nth = st.session_state[key]["period"]
        if nth is None or nth >= len(self.rows):
            return
        filters: Filters = st.session_state["filters"]
        put_filters(provinces.turned_back(filters, self.turn) if nth < 0 else self.views(filters)[nth])
