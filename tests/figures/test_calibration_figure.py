"""The reliability diagram."""

import pandas as pd

from bayah.figures.calibration import draw_calibration

BINS = pd.DataFrame({"low": [0.1, 0.8], "high": [0.2, 0.9], "n": [4, 1200], "n_accepted": [1, 1000],
                     "mean": [0.15, 0.85], "accepted": [0.25, 0.8333]})


def test_marks_stand_where_the_bins_say_with_the_number_of_drafts(look):
    promised, drafts = draw_calibration(BINS, look).data
    assert list(promised.x) == list(promised.y) == [0, 1]
    assert list(drafts.x) == [0.15, 0.85]
    assert list(drafts.y) == [0.25, 0.8333]
    assert list(drafts.text) == ["4", "1,200"]
    assert list(drafts.customdata) == ["4 drafts", "1,200 drafts"]
    assert drafts.marker.size[0] < drafts.marker.size[1]


def test_no_drafts_are_an_empty_diagram(look):
    assert len(draw_calibration(BINS.head(0), look).data[1].x) == 0
