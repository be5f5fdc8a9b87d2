"""What a raw score is worth: the fitted curves, and how honest they are on articles that they have not seen."""

import pandas as pd
import pytest

from bayah.drafting import calibration
from bayah.drafting.calibration import (
    ENOUGH,
    IDENTITY,
    PRIOR,
    Curve,
    Judged,
    fit,
    leave_one_out,
    probability,
    read_curves,
    write_curves,
)
from bayah.drafting.held_out import reliability
from bayah.drafting.results import expected_error
from bayah.model import BayahError


def judged(*rows, source="a", kind="death"):
    return [Judged(source, raw, kind, held) for raw, held in rows]


def test_a_curve_is_straight_between_its_knots_and_level_outside():
    curves = {"others": Curve((0.2, 0.6), (0.1, 0.5))}
    assert [probability(raw, "death", curves) for raw in (0, 0.2, 0.4, 0.6, 1)] == [0.1, 0.1, 0.3, 0.5, 0.5]
    assert probability(0.637, "death", IDENTITY) == 0.64


def test_a_kind_with_a_curve_of_its_own_is_read_from_it():
    curves = {"others": Curve((0.5,), (0.5,)), "death": Curve((0.5,), (0.9,))}
    assert (probability(0.3, "death", curves), probability(0.3, "pledge", curves)) == (0.9, 0.5)


@pytest.mark.parametrize(("raw", "accepted"), [((), ()), ((0.1,), (0.1, 0.2)), ((0.2, 0.2), (0.1, 0.2)),
                                               ((0.1, 0.2), (0.3, 0.2))])
def test_a_curve_that_falls_is_refused(raw, accepted):
    with pytest.raises(BayahError):
        Curve(raw, accepted)


def test_the_fit_pools_what_falls_and_draws_small_steps_to_the_mean():
    # Of 0.2 none of 2 holds; 0.4 (all) and 0.6 (none) fall, and are pooled: 2 of 4; of 0.8 all 2. The mean is 0.5.
    rows = judged(*[(raw, held) for raw, held in ((0.2, False), (0.4, True), (0.6, False), (0.8, True)) for _ in "12"])
    curve = fit(rows)["others"]
    assert curve.raw == (0.2, 0.5, 0.8)
    low, high = PRIOR * 0.5 / (2 + PRIOR), (2 + PRIOR * 0.5) / (2 + PRIOR)
    assert curve.accepted == pytest.approx((low, 0.5, high), abs=1e-4)


def test_only_kinds_with_enough_drafts_have_a_curve():
    many = judged(*[(number / ENOUGH, number % 3 > 0) for number in range(ENOUGH)], kind="death")
    assert set(fit(many + judged((0.1, True), kind="pledge"))) == {"others", "death"}
    with pytest.raises(BayahError, match="No draft was judged"):
        fit([])


def test_an_articles_drafts_are_judged_by_the_curves_of_the_others():
    rows = judged((0.5, True), (0.5, True), source="a") + judged((0.5, False), source="b")
    # The curve of b alone says 0, that of a alone says 1.
    assert leave_one_out(rows) == [(0, True), (0, True), (1, False)]


def test_bins_and_the_expected_error_by_hand():
    bins = reliability([(0.12, True), (0.18, False), (0.9, True), (1.0, True)])
    assert bins.values.tolist() == [[0.1, 0.2, 2, 1, 0.15, 0.5], [0.9, 1.0, 2, 2, 0.95, 1.0]]
    assert expected_error(bins) == pytest.approx((2 * 0.35 + 2 * 0.05) / 4)


def test_curves_are_written_as_they_are_read(tmp_path, monkeypatch):
    curves = {"others": Curve((0.2, 0.6), (0.1, 0.5)), "death": Curve((0.5,), (0.9,))}
    write_curves(curves, tmp_path / "curves.yml")
    monkeypatch.setattr(calibration, "DATA", tmp_path / "curves.yml")
    read_curves.cache_clear()
    assert read_curves() == curves
    read_curves.cache_clear()


def test_the_committed_curves_never_fall_and_stay_between_0_and_1():
    for kind, curve in read_curves().items():
        values = [probability(raw / 20, kind) for raw in range(21)]
        assert values == sorted(values)
        assert 0 <= values[0] <= values[-1] <= 1
        assert pd.Series(curve.raw).between(0, 1).all()
