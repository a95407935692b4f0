"""Published formulas of step length by height, pace, speed and grade; steps at another pace."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from looproute.units import INCH_M, MILE_M, PACE_S_PER_M, Range

Sex = Literal["female", "male"]

# Hoeger, Bond, Ransdell, Shimon, Merugu: One-mile step count at walking and running speeds. ACSM's
# Health & Fitness Journal 12(1), 2008. Walking, 15 to 20 minutes per mile:
# steps per mile = constant + 63.4 * pace (min/mi) - 14.1 * height (in).
_WALKING_CONSTANT = {"female": 1949.0, "male": 1916.0, None: (1949.0 + 1916.0) / 2}
_WALKING_PER_PACE = 63.4
_WALKING_PER_INCH = 14.1
_WALKING_PACE_MIN_PER_MILE = Range(15.0, 20.0)
# Running, 6 to 12 minutes per mile, both sexes: 1084 + 143.6 * pace (min/mi) - 13.5 * height (in).
_RUNNING_CONSTANT = 1084.0
_RUNNING_PER_PACE = 143.6
_RUNNING_PER_INCH = 13.5
_RUNNING_PACE_MIN_PER_MILE = Range(6.0, 12.0)

# Grieve and Gear, Ergonomics 9(5), 1966: step length grows as speed to the 0.42. From 62 m/min on
# the walk ratio, step length over cadence, is constant (Murakami and Otaka, J. Phys. Ther. Sci.
# 29(4), 2017), and then step length grows as the square root of speed.
SLOW_EXPONENT = 0.42
FAST_EXPONENT = 0.50
_WALK_RATIO_SPEED_MPS = 62 / 60

EXPONENT_SD = FAST_EXPONENT - SLOW_EXPONENT
"""Uncertainty added when a step is converted to another pace.

It is a relative standard deviation per unit of log pace, the difference of the two exponents of
`speed_factor`.
"""

# Tobler, Three presentations on geographical analysis and modeling, NCGIA 93-1, 1993: on a grade S
# people walk 6 * exp(-3.5 * |S + 0.05|) km/h. Factors from it are limited to 8 %.
_TOBLER_RATE = 3.5
_TOBLER_FASTEST = -0.05
GRADE_LIMIT = 0.08


class Predicted(NamedTuple):
    """A step length in metres, and the speed in m/s at which it was measured."""

    step_length_m: float
    speed_mps: float


def predict_walking_step(height_m: float, pace_s_per_m: float, sex: Sex | None = None) -> Predicted:
    """Predict a walking step by Hoeger's formula, at 15 to 20 minutes per mile.

    Other paces are read at the nearer end of that range.

    >>> round(MILE_M / predict_walking_step(64 * INCH_M, 900 / MILE_M, "female").step_length_m, 1)
    1997.6
    """
    pace = _clamp_pace(pace_s_per_m, _WALKING_PACE_MIN_PER_MILE)
    steps_per_mile = (
        _WALKING_CONSTANT[sex] + _WALKING_PER_PACE * pace - _WALKING_PER_INCH * height_m / INCH_M
    )
    return Predicted(MILE_M / steps_per_mile, MILE_M / (60 * pace))


def predict_running_step(height_m: float, pace_s_per_m: float) -> Predicted:
    """Predict a running step by Hoeger's formula, at 6 to 12 minutes per mile.

    Other paces are read at the nearer end of that range.

    >>> round(MILE_M / predict_running_step(70 * INCH_M, 480 / MILE_M).step_length_m, 1)
    1287.8
    """
    pace = _clamp_pace(pace_s_per_m, _RUNNING_PACE_MIN_PER_MILE)
    steps_per_mile = (
        _RUNNING_CONSTANT + _RUNNING_PER_PACE * pace - _RUNNING_PER_INCH * height_m / INCH_M
    )
    return Predicted(MILE_M / steps_per_mile, MILE_M / (60 * pace))


def speed_factor(speed_mps: float, since_mps: float) -> float:
    """Return the ratio of the step length at one speed to that at another.

    Step length grows as speed to the power 0.42 up to 1.03 m/s, and as its square root above.

    >>> round(speed_factor(1.5, since_mps=1.283), 3)
    1.081
    """
    return _scale_speed(speed_mps) / _scale_speed(since_mps)


def grade_factor(grade: float, speed_mps: float) -> float:
    """Return the ratio of the step length on a grade to that on the flat.

    People slow down uphill and steeply downhill by Tobler's function, and their steps get shorter
    with the speed. The ratio is limited to 0.92 to 1.08. `grade` is rise over run, `speed_mps` the
    speed on the flat.

    >>> [round(grade_factor(grade, 1.3), 3) for grade in (-0.3, -0.02, 0.0, 0.02, 0.3)]
    [0.92, 1.036, 1.0, 0.966, 0.92]
    """
    if not math.isfinite(grade):
        raise ValueError(f"grade {grade} is not a number: it is rise over run, like 0.05.")
    slower = math.exp(-_TOBLER_RATE * (abs(grade - _TOBLER_FASTEST) - abs(_TOBLER_FASTEST)))
    slowest = max(slower * speed_mps, 1e-3)
    return min(max(speed_factor(slowest, speed_mps), 1 - GRADE_LIMIT), 1 + GRADE_LIMIT)


def _clamp_pace(pace_s_per_m: float, measured: Range) -> float:
    return min(max(pace_s_per_m * MILE_M / 60, measured.low), measured.high)


def _scale_speed(mps: float) -> float:
    exponent = SLOW_EXPONENT if mps < _WALK_RATIO_SPEED_MPS else FAST_EXPONENT
    return float((mps / _WALK_RATIO_SPEED_MPS) ** exponent)


class PacedStep(NamedTuple):
    """A step length in metres, its relative standard deviation, and its speed."""

    step_length_m: float
    sd: float
    speed_mps: float

    @property
    def cadence_spm(self) -> float:
        """Steps per minute, both feet."""
        return self.speed_mps / self.step_length_m * 60

    def at(self, speed_mps: float) -> PacedStep:
        """Return the step at another speed, where it is less certain.

        >>> round(PacedStep(0.70, 0.021, 1.25).at(1.5).step_length_m, 3)
        0.767
        """
        moved = EXPONENT_SD * math.log(speed_mps / self.speed_mps)
        step_length_m = self.step_length_m * speed_factor(speed_mps, self.speed_mps)
        return PacedStep(step_length_m, math.hypot(self.sd, moved), speed_mps)


def move_to_pace(
    measured: PacedStep, own_s_per_m: float | None, planned_s_per_m: float | None
) -> PacedStep:
    """Convert a measured step to the planned pace, if there is one.

    The step is scaled from its own pace if that is known; otherwise only the speed changes.

    >>> slow = PacedStep(0.70, 0.021, 1.25)
    >>> round(move_to_pace(slow, own_s_per_m=0.8, planned_s_per_m=0.66).step_length_m, 3)
    0.771
    """
    if own_s_per_m is not None:
        measured = measured._replace(speed_mps=1 / own_s_per_m)
    if planned_s_per_m is None:
        return measured
    planned_mps = speed_mps(planned_s_per_m)
    if own_s_per_m is None:
        return measured._replace(speed_mps=planned_mps)
    return measured.at(planned_mps)


def speed_mps(pace_s_per_m: float) -> float:
    """Return metres per second; raise ValueError unless it is a walking pace.

    >>> speed_mps(0.8)
    1.25
    """
    if not PACE_S_PER_M.holds(pace_s_per_m):
        raise ValueError(
            f"pace_s_per_m {pace_s_per_m:g} is not a walking pace, {PACE_S_PER_M} "
            f"seconds a metre (6 to 40 min/km)."
        )
    return 1 / pace_s_per_m
