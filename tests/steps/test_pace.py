import math

import pytest

from looproute.steps.formulas import speed_factor
from looproute.steps.pace import PacedStep, move_to_pace, speed_mps

MEASURED = PacedStep(0.70, 0.021, 1.3)


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
