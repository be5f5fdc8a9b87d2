"""Years, quarters and months, and how many spans of days fall into each.

Reads frames with date_earliest and date_latest (days; missing: open). Returns one row a period. Refuses nothing.
"""

from __future__ import annotations

import pandas as pd

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
    earliest, latest = spans["date_earliest"], spans["date_latest"]
    states = spans["is_state"].astype(bool) if "is_state" in spans else pd.Series(False, index=spans.index)
    days = list(zip(rows["first"], rows["last"], strict=True))
    return rows.assign(
        n_events=[int((~(latest < first) & ~(earliest > last)).sum()) for first, last in days],
        n_sure=[int(((earliest >= first) & (latest <= last)).where(
            ~states, (earliest <= last) & (latest.isna() | (latest >= first))).sum()) for first, last in days])


def _name(period: pd.Period, step: str) -> str:
    return {"year": str(period.year), "quarter": f"{period.year} Q{period.quarter}",
            "month": edtf_words(f"{period.year}-{period.month:02d}")}[step]
