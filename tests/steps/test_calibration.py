import math
import random
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from looproute.steps.calibration import (
    AT_STEPS,
    DAY_SD,
    NORMAL_95,
    Estimate,
    Exclusion,
    ExclusionKind,
    Miscount,
    Prior,
    detect_miscount,
    estimate,
)
from looproute.steps.measurement import Walk

PRIOR = Prior(0.72, 0.065)
MONDAY = date(2026, 11, 23)


def walk(step_m: float, day: int | None = None, steps: int = 560, **about: object) -> Walk:
    return Walk(
        steps=steps,
        distance_m=step_m * steps,
        day=None if day is None else MONDAY + timedelta(days=day),
        **about,  # type: ignore[arg-type]
    )


def half(found: Estimate) -> float:
    return NORMAL_95 * found.step_length_sd * AT_STEPS


@st.composite
def some_walks(draw: st.DrawFn, most: int = 9) -> list[Walk]:
    """Draw walks about one step length, some on the same day, and some outliers."""
    step_m = draw(st.floats(0.5, 0.9))
    return [
        walk(
            min(step_m * draw(st.floats(0.96, 1.04)) * draw(st.sampled_from([1, 1, 1, 1, 0.7])), 1),
            draw(st.none() | st.integers(0, 4)),
            draw(st.integers(300, 3000)) * 2,
            how=draw(st.sampled_from(["track", "tape", "loop"])),
            count=draw(st.sampled_from(["hand", "watch"])),
        )
        for _ in range(draw(st.integers(1, most)))
    ]


def same(one: Estimate, other: Estimate) -> None:
    assert one.step_length_m == pytest.approx(other.step_length_m, rel=1e-9)
    assert one.step_length_sd == pytest.approx(other.step_length_sd, rel=1e-6)
    assert one.day_sd == pytest.approx(other.day_sd, rel=1e-6)
    assert one.days == other.days


# The bands of the plain formula, which has no prior of the step: never wider than these.
@pytest.mark.parametrize(
    ("walks", "plain"),
    [
        ([], 1071),
        ([walk(0.72)], 469),
        ([walk(0.72)] * 2, 405),
        ([walk(0.72)] * 3, 382),
        ([walk(0.72, steps=2780, how="gps", count="watch")], 680),
    ],
)
def test_the_band_is_as_narrow_as_the_model_allows(walks: list[Walk], plain: int) -> None:
    found = half(estimate(walks, PRIOR))
    assert 0.93 * plain <= found <= plain + 0.5


def test_the_band_of_a_future_day_is_no_narrower_than_the_daily_variation() -> None:
    days = [walk(0.72 * math.exp(DAY_SD * z), day) for day, z in enumerate([-1, 1] * 20)]
    found = estimate(days, PRIOR)
    assert 329 <= half(found) <= 350
    assert found.day_sd == pytest.approx(DAY_SD, rel=0.1)


@pytest.mark.parametrize(("spread", "low", "high"), [(0.008, 120, 230), (0.05, 700, 1000)])
def test_the_spread_of_days_is_learnt_from_fifteen_of_them(
    spread: float, low: float, high: float
) -> None:
    rng = np.random.default_rng(1)
    z = rng.normal(size=15)
    z = (z - z.mean()) / z.std()
    found = estimate([walk(0.72 * math.exp(spread * v)) for v in z], PRIOR)
    assert low < half(found) < high
    assert found.used == 15


def test_fifteen_days_on_a_track_give_the_band_of_a_known_spread() -> None:
    z = np.random.default_rng(1).normal(size=15)
    z = (z - z.mean()) / z.std(ddof=1)
    found = estimate([walk(0.72 * math.exp(DAY_SD * v)) for v in z], PRIOR)
    assert half(found) == pytest.approx(340, rel=0.02)


def test_rough_days_leave_room_for_days_that_differ_more() -> None:
    steps_m = [0.71, 0.73, 0.72, 0.715, 0.725]
    exact, rough = (
        estimate([walk(m, how=how, steps=2780) for m in steps_m], PRIOR) for how in ("track", "gps")
    )
    assert rough.day_sd > 1.5 * exact.day_sd


def test_the_spread_is_learnt_from_five_days_and_not_from_four() -> None:
    steps_m = [0.70, 0.74, 0.69, 0.75]
    assert estimate([walk(s) for s in steps_m], PRIOR).day_sd == DAY_SD
    assert estimate([walk(s) for s in [*steps_m, 0.72]], PRIOR).day_sd > 1.3 * DAY_SD


def test_without_a_walk_the_estimate_is_the_prior() -> None:
    found = estimate([], PRIOR)
    assert found.step_length_m == pytest.approx(0.72)
    assert (found.used, found.days) == (0, 0)
    assert found.step_length_sd == pytest.approx(math.hypot(PRIOR.sd, DAY_SD), rel=1e-4)


def test_one_walk_is_weighed_against_the_prior_by_precision() -> None:
    measured = walk(0.80)
    own = 1 / (DAY_SD**2 + measured.variance)
    prior = 1 / PRIOR.sd**2
    mean = (own * math.log(0.80) + prior * math.log(0.72)) / (own + prior)
    found = estimate([measured], PRIOR)
    assert found.step_length_m == pytest.approx(math.exp(mean))
    assert found.contributions[0].share == pytest.approx(own / (own + prior))
    sd = math.sqrt(1 / (own + prior) + DAY_SD**2)
    assert found.step_length_sd == pytest.approx(sd, rel=1e-4)


@given(some_walks(), st.randoms(use_true_random=False))
def test_the_order_of_walks_does_not_matter(walks: list[Walk], shuffler: random.Random) -> None:
    shuffled = walks[:]
    shuffler.shuffle(shuffled)
    same(estimate(walks, PRIOR), estimate(shuffled, PRIOR))


@given(some_walks(), st.data())
def test_a_walk_of_a_day_may_be_entered_in_two_parts(
    walks: list[Walk], data: st.DataObject
) -> None:
    dated = [i for i, each in enumerate(walks) if each.day is not None]
    assume(dated)
    i = data.draw(st.sampled_from(dated))
    whole = walks[i]
    steps = data.draw(st.integers(100, whole.steps - 100))
    parts = [
        walk(whole.step_length_m, (whole.day - MONDAY).days, n, how=whole.how, count=whole.count)  # type: ignore[operator]
        for n in (steps, whole.steps - steps)
    ]
    same(estimate(walks, PRIOR), estimate([*walks[:i], *parts, *walks[i + 1 :]], PRIOR))


@given(some_walks(), st.floats(0.8, 1.2))
def test_longer_distances_make_a_step_longer_in_proportion(
    walks: list[Walk], factor: float
) -> None:
    longer = [
        Walk(
            steps=each.steps,
            distance_m=each.distance_m * factor,
            how=each.how,
            count=each.count,
            day=each.day,
        )
        for each in walks
        if 0.31 < each.step_length_m * factor < 1.09
    ]
    assume(len(longer) == len(walks))
    found = estimate(walks, PRIOR)
    scaled = estimate(longer, Prior(PRIOR.step_length_m * factor, PRIOR.sd))
    assert scaled.step_length_m == pytest.approx(factor * found.step_length_m)
    assert scaled.step_length_sd == pytest.approx(found.step_length_sd, rel=1e-6)


@given(st.floats(0.5, 0.9), st.integers(0, 20))
def test_another_day_that_agrees_narrows_the_band(step_m: float, days: int) -> None:
    prior = Prior(step_m, 0.065)
    found = estimate([walk(step_m, day) for day in range(days)], prior)
    one_more = estimate([walk(step_m, day) for day in range(days + 1)], prior)
    assert one_more.step_length_sd < found.step_length_sd
    assert found.narrower_sd < found.step_length_sd


@given(some_walks())
def test_the_shares_of_walks_and_prior_make_a_whole(walks: list[Walk]) -> None:
    found = estimate(walks, PRIOR)
    assert all(0 <= each.share <= 1 for each in found.contributions)
    assert sum(each.share for each in found.contributions) < 1
    assert [each.walk for each in found.contributions] == walks
    assert all(
        (each.share > 0) is each.used is (each.exclusion is None) for each in found.contributions
    )


def test_two_more_walks_narrow_the_band_as_predicted() -> None:
    walks = [walk(0.72, day) for day in range(2)]
    said = estimate(walks[:1], PRIOR).narrower_sd
    then = estimate([*walks, walk(0.72, 2)], PRIOR).step_length_sd
    assert said == pytest.approx(then, rel=1e-4)


def test_walks_of_one_day_are_one_measurement_of_it() -> None:
    three_of_a_day = estimate([walk(0.72, 0)] * 3, PRIOR)
    assert three_of_a_day.days == 1
    assert half(three_of_a_day) == pytest.approx(half(estimate([walk(0.72, 0)], PRIOR)))
    assert half(estimate([walk(0.72, day) for day in range(3)], PRIOR)) < 0.85 * half(
        three_of_a_day
    )


@pytest.mark.parametrize(
    ("steps_m", "off", "deviation", "miscount"),
    [
        ([0.72, 0.36], 1, -0.50, "half steps"),
        ([0.71, 0.72, 0.36], 2, -0.50, "half steps"),
        ([0.72, 0.71, 0.73, 0.72, 0.70, 0.96], 5, 0.34, None),
        ([0.45, 0.46, 0.90], 2, 0.93, "strides"),
    ],
)
def test_an_outlier_is_excluded_with_its_deviation_and_miscount(
    steps_m: list[float], off: int, deviation: float, miscount: Miscount | None
) -> None:
    found = estimate([walk(step_m, day) for day, step_m in enumerate(steps_m)], PRIOR)
    assert [each.used for each in found.contributions] == [i != off for i in range(len(steps_m))]
    exclusion = found.contributions[off].exclusion
    assert exclusion is not None
    assert (exclusion.kind, exclusion.miscount) == ("outlier", miscount)
    assert exclusion.deviation == pytest.approx(deviation, abs=0.01)
    without = [walk(s, day) for day, s in enumerate(steps_m) if day != off]
    assert found.step_length_m == pytest.approx(estimate(without, PRIOR).step_length_m, rel=0.01)


@pytest.mark.parametrize(("others", "kept", "off"), [(3, 0.06, 0.09), (20, 0.02, 0.04)])
def test_the_limit_for_outliers_is_closer_when_more_walks_agree(
    others: int, kept: float, off: float
) -> None:
    agreed = [walk(0.72, day) for day in range(others)]
    for share, used in ((kept, True), (-kept, True), (off, False), (-off, False)):
        found = estimate([*agreed, walk(0.72 * (1 + share), others)], PRIOR)
        assert found.contributions[-1].used == used


def test_two_wrong_walks_of_five_do_not_hide_one_another() -> None:
    found = estimate([walk(step_m) for step_m in (0.72, 0.54, 0.71, 0.73, 0.53)], PRIOR)
    assert [each.used for each in found.contributions] == [True, False, True, True, False]


def test_an_outlier_among_walks_of_its_day_is_excluded() -> None:
    found = estimate([walk(0.72, 0), walk(0.71, 0), walk(0.54, 0)], PRIOR)
    assert [each.used for each in found.contributions] == [True, True, False]


def test_walks_that_agree_are_used_however_far_the_formula_is_off() -> None:
    found = estimate([walk(0.42), walk(0.43)], PRIOR)
    assert found.used == 2
    assert estimate([walk(0.42)], PRIOR).used == 1


@pytest.mark.parametrize(
    ("aside", "kind"),
    [
        (walk(0.72, steps=1200, how="gps"), "short GPS"),
        (walk(0.72, how="treadmill"), "belt"),
    ],
)
def test_short_gps_walks_and_treadmill_walks_do_not_calibrate(
    aside: Walk, kind: ExclusionKind
) -> None:
    found = estimate([aside, walk(0.80)], PRIOR)
    assert found.contributions[0].exclusion == Exclusion(kind)
    assert found.step_length_m == estimate([walk(0.80)], PRIOR).step_length_m


def test_a_treadmill_walk_marked_as_outdoors_calibrates() -> None:
    found = estimate([walk(0.72, how="treadmill", outdoors=True)], PRIOR)
    assert found.used == 1
    assert half(found) > half(estimate([walk(0.72)], PRIOR))


def test_the_pace_is_that_of_the_walks_used_with_a_duration() -> None:
    walks = [walk(0.72, 0, duration_s=300.0), walk(0.72, 1), walk(0.36, 2, duration_s=900.0)]
    found = estimate(walks, PRIOR)
    assert found.pace_s_per_m == pytest.approx(300 / (0.72 * 560))
    assert estimate(walks[1:2], PRIOR).pace_s_per_m is None


def test_modes_are_never_mixed() -> None:
    with pytest.raises(ValueError, match="different modes are not mixed"):
        estimate([walk(0.72), walk(0.80, mode="brisk")], PRIOR)


@pytest.mark.parametrize(
    ("step_m", "miscount"),
    [
        (1.40, "strides"),
        (1.51, "strides"),
        (1.52, None),
        (0.35, "half steps"),
        (0.70, None),
        (1.0, None),
    ],
)
def test_steps_within_8_percent_of_twice_or_half_are_miscounts(
    step_m: float, miscount: Miscount | None
) -> None:
    assert detect_miscount(step_m, 0.70) == miscount


def test_five_hundred_walks_with_fifty_outliers_are_estimated_quickly() -> None:
    rng = np.random.default_rng(3)
    steps_m = [0.72 * math.exp(0.02 * z) for z in rng.normal(size=500)]
    walks = [
        walk(0.5 if i % 10 == 0 else step_m, i, how="gps", count="watch", steps=3000)
        for i, step_m in enumerate(steps_m)
    ]
    found = estimate(walks, PRIOR)
    assert 440 <= found.used <= 450
    assert found.step_length_m == pytest.approx(0.72, rel=0.01)


@pytest.mark.parametrize(
    ("days", "day_sd", "least", "most"),
    [
        (1, DAY_SD, 0.93, 0.97),
        (3, DAY_SD, 0.93, 0.97),
        (5, DAY_SD, 0.93, 0.975),
        (5, 0.01, 0.93, 1.0),
        (5, 0.05, 0.91, 0.97),
    ],
)
def test_the_band_holds_for_simulated_walkers(
    days: int, day_sd: float, least: float, most: float
) -> None:
    """Simulate 1,500 walkers; the table in tests/bench/calibration.md has 20,000."""
    rng = np.random.default_rng([days, int(1000 * day_sd)])
    held = 0
    for _ in range(1500):
        true_m = PRIOR.step_length_m * math.exp(rng.normal(0, PRIOR.sd))
        errors = rng.normal(0, math.hypot(day_sd, 0.003, 0.002), days)
        found = estimate([walk(true_m * math.exp(error)) for error in errors], PRIOR)
        off = math.log(true_m / found.step_length_m) + rng.normal(0, day_sd)
        held += abs(off) <= NORMAL_95 * found.step_length_sd
    assert least <= held / 1500 <= most
