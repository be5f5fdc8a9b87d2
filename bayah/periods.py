"""Years, quarters and months, and how many spans of days fall into each.

Reads frames with date_earliest and date_latest (days; missing: open). Returns one row a period. Refuses nothing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bayah.dates import edtf_words

STEPS = {"year": "Y", "quarter": "Q", "month": "M"}
"""The lengths that a period can have, and how pandas calls them."""


def count_periods(spans: pd.DataFrame, dated: pd.DataFrame, step: str) -> pd.DataFrame:
    """Periods without gaps (key first) from the first day of `dated` to the last, with counts of `spans`.

    Columns: name, first, last (days, both inclusive), n_events: spans that can lie in it, n_sure: spans that lie wholly
    in it; of states (`is_state`, where the frame has it) those told to hold over an interval that reaches into it.
    """
    ends = pd.concat([dated["date_earliest"], dated["date_latest"]]).dropna()
    periods = pd.period_range(ends.min(), ends.max(), freq=STEPS[step]) if len(ends) else pd.PeriodIndex([], freq="Y")
    rows = pd.DataFrame({"name": [_name(period, step) for period in periods],
                         "first": periods.start_time.normalize(), "last": periods.end_time.normalize()})
    states = spans["is_state"].astype(bool) if "is_state" in spans else pd.Series(False, index=spans.index)
    can, surely = _lies_in(spans, states.to_numpy(), rows)
    return rows.assign(n_events=can.sum(axis=0).astype("int64"), n_sure=surely.sum(axis=0).astype("int64"))


def _lies_in(spans: pd.DataFrame, is_state: NDArray[np.bool_], periods: pd.DataFrame) -> tuple[NDArray[np.bool_], ...]:
    """For every span (down) and period (across) whether it can lie in it, and whether it surely does.

    All at once: a question for each period would cost a hundred times as much. Comparing with a missing day is false.
    """
    first, last = (periods[column].to_numpy("datetime64[s]")[None, :] for column in ("first", "last"))
    earliest, latest = (
        pd.to_datetime(spans[column]).to_numpy("datetime64[s]")[:, None] for column in ("date_earliest", "date_latest"))
    can = ~(latest < first) & ~(earliest > last)
    within = (earliest >= first) & (latest <= last)
    holding = (earliest <= last) & (np.isnat(latest) | (latest >= first))
    return can, np.where(is_state[:, None], holding, within)


def _name(period: pd.Period, step: str) -> str:
    return {"year": str(period.year), "quarter": f"{period.year} Q{period.quarter}",
            "month": edtf_words(f"{period.year}-{period.month:02d}")}[step]
