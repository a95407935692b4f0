"""Plan a treadmill walk: steps, distance and time at the speed of the belt."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

from looproute.steps.formulas import speed_factor
from looproute.steps.measurement import BELT_ERROR
from looproute.steps.walker import StepCount, Walker
from looproute.units import PACE_S_PER_M, STEP_LENGTH_M, Range

INCLINE = Range(0.0, 0.40)  # the steepest belts on the market
# At a given speed, the step changes by about 2 % on three degrees, becoming longer for some walkers
# and shorter for others, and by at most 8 %, as on hills: assumptions.
_SD_PER_DEGREE = 0.02 / 3
_MOST_SD = 0.08


class BeltWalk(NamedTuple):
    """A walk on a belt.

    Attributes
    ----------
    steps : the steps, with their band.
    length_m : the distance on the belt's display.
    low_m, high_m : the range of the true distance, given the belt's error.
    duration_s, climb_m : the time, and the height climbed.
    walker : the walker at that speed.
    """

    steps: StepCount
    length_m: float
    low_m: float
    high_m: float
    duration_s: float
    climb_m: float
    walker: Walker


def plan_belt_walk(
    walker: Walker,
    speed_mps: float,
    *,
    steps: int | None = None,
    length_m: float | None = None,
    incline: float = 0.0,
) -> BeltWalk:
    """Plan a treadmill walk of a number of steps or a length.

    A step scaled to the belt's speed is less certain. The belt's speed is constant, so an incline
    does not shorten the step; it only makes the count less certain. `incline` is rise over run.

    Raises ValueError unless exactly one of steps and length is given, or if a value is out of
    range.

    >>> plan_belt_walk(Walker.given(0.70), 5.5 / 3.6, steps=8000).steps
    StepCount(steps=8000, low=7605, high=8395)
    """
    if (steps is None) is (length_m is None):
        raise ValueError("a walk on a belt needs steps or a length, one of the two.")
    if speed_mps <= 0 or not PACE_S_PER_M.holds(1 / speed_mps):
        raise ValueError(f"speed_mps {speed_mps:g} is not a walking speed, 0.42 to 2.8 m/s.")
    if not INCLINE.holds(incline):
        raise ValueError(f"incline {incline:g} is not from 0 to 0.4.")
    step_length_m = walker.step_length_m * speed_factor(speed_mps, walker.speed_mps)
    if step_length_m > STEP_LENGTH_M.high:
        raise ValueError(
            f"a belt at {3.6 * speed_mps:.1f} km/h would make steps of {step_length_m:.2f} m, "
            "which is running: choose a slower speed."
        )
    slope_sd = min(math.degrees(math.atan(incline)) * _SD_PER_DEGREE, _MOST_SD)
    at_speed = walker.at_speed(speed_mps)
    at_speed = replace(at_speed, step_length_sd=math.hypot(at_speed.step_length_sd, slope_sd))
    if length_m is None:
        assert steps is not None
        length_m = at_speed.length_m(steps)
    return BeltWalk(
        steps=at_speed.steps(length_m),
        length_m=length_m,
        low_m=length_m * (1 + BELT_ERROR.low),
        high_m=length_m * (1 + BELT_ERROR.high),
        duration_s=length_m / speed_mps,
        climb_m=length_m * math.sin(math.atan(incline)),
        walker=at_speed,
    )
