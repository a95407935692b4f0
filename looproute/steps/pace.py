"""Convert a measured step length to the pace of another walk."""

from __future__ import annotations

import math
from typing import NamedTuple

from looproute.steps.formulas import FAST_EXPONENT, SLOW_EXPONENT, speed_factor
from looproute.units import PACE_S_PER_M

EXPONENT_SD = FAST_EXPONENT - SLOW_EXPONENT
"""Uncertainty added when a step is converted to another pace.

It is a relative standard deviation per unit of log pace, the difference of the two exponents of
`speed_factor`.
"""


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
