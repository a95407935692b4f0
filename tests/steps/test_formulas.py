import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from looproute.steps import formulas
from looproute.steps.formulas import (
    GRADE_LIMIT,
    PacedStep,
    grade_factor,
    move_to_pace,
    speed_factor,
    speed_mps,
)
from looproute.units import INCH_M, MILE_M

MEASURED = PacedStep(0.70, 0.021, 1.3)


@pytest.mark.parametrize(
    ("minutes", "inches", "steps_per_mile"),
    [
        (8, 70, 1084 + 1148.8 - 945),  # 1287.8
        (10, 64, 1084 + 1436 - 864),  # 1656
        (4, 70, 1084 + 861.6 - 945),  # 1000.6, taken at 6
        (15, 70, 1084 + 1723.2 - 945),  # 1862.2, taken at 12
    ],
)
def test_hoeger_gives_the_running_steps_of_a_mile(
    minutes: float, inches: float, steps_per_mile: float
) -> None:
    step = formulas.predict_running_step(inches * INCH_M, minutes * 60 / MILE_M)
    assert MILE_M / step.step_length_m == pytest.approx(steps_per_mile)
    measured = min(max(minutes, 6), 12)
    assert step.speed_mps == pytest.approx(MILE_M / measured / 60)


@pytest.mark.parametrize(
    ("grade", "factor"),
    [
        (0.0, 1.0),
        (0.02, math.exp(-3.5 * 0.02 / 2)),
        (-0.02, math.exp(3.5 * 0.02 / 2)),
        (-0.10, 1.0),  # as fast as on the flat
        (-0.05, 1.08),
        (0.30, 0.92),
        (-1.0, 0.92),
        (1e300, 0.92),
    ],
)
def test_a_grade_changes_the_step_as_tobler_slows_the_walker(grade: float, factor: float) -> None:
    assert grade_factor(grade, 1.4) == pytest.approx(factor)


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(0.4, 3))
def test_no_grade_changes_a_step_by_more_than_8_percent(grade: float, speed_mps: float) -> None:
    assert abs(grade_factor(grade, speed_mps) - 1) <= GRADE_LIMIT + 1e-12


@pytest.mark.parametrize("grade", [math.nan, math.inf, -math.inf])
def test_a_grade_that_is_not_finite_is_refused(grade: float) -> None:
    with pytest.raises(ValueError, match="is not a number: it is rise over run"):
        grade_factor(grade, 1.4)


@given(st.floats(0.3, 3), st.floats(0.3, 3))
def test_moving_a_step_to_another_pace_and_back_changes_nothing(one: float, other: float) -> None:
    assert speed_factor(one, other) * speed_factor(other, one) == pytest.approx(1)


def test_without_a_planned_pace_the_step_keeps_its_own_pace_if_known() -> None:
    assert move_to_pace(MEASURED, None, None) == MEASURED
    assert move_to_pace(MEASURED, 0.8, None) == (0.70, 0.021, 1.25)


def test_a_step_of_unknown_pace_keeps_its_length_when_the_speed_changes() -> None:
    assert move_to_pace(MEASURED, None, 0.8) == (0.70, 0.021, 1.25)


def test_a_step_moved_further_from_its_own_pace_is_less_certain() -> None:
    near, far = move_to_pace(MEASURED, 0.8, 0.75), move_to_pace(MEASURED, 0.8, 0.6)
    assert far.step_length_m == pytest.approx(0.70 * speed_factor(1 / 0.6, 1.25))
    assert 0.021 < near.sd < far.sd
    assert far.sd == pytest.approx(math.hypot(0.021, 0.08 * math.log(0.8 / 0.6)))


@pytest.mark.parametrize("pace_s_per_m", [0.0, -1.0, 0.35, 2.5, math.nan, math.inf])
def test_a_pace_outside_walking_is_refused(pace_s_per_m: float) -> None:
    with pytest.raises(ValueError, match="is not a walking pace"):
        speed_mps(pace_s_per_m)
