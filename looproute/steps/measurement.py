"""A walk with counted steps over a known length, and its measurement errors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from looproute.units import STEP_LENGTH_M, Range

How = Literal["track", "tape", "gps", "treadmill", "loop"]
Count = Literal["hand", "watch"]
Mode = Literal["walk", "brisk", "run"]

# The limits of a measured walk; the last is for a running step.
STEPS = Range(20, 200_000)
DISTANCE_M = Range(20.0, 100_000.0)
SECONDS = Range(5, 86_400)
RUNNING_STEP_M = Range(0.45, 2.2)

DAY_STEPS = Range(0, 200_000)
"""The plausible numbers of steps in a day."""

BELT_ERROR = Range(-0.02, 0.03)
"""The true distance on a treadmill is 2 % less to 3 % more than displayed.

Chosen, because no study is known; displays are seldom checked.
"""

# Relative standard deviations, chosen. A track: 0.3 %, as walkers stray from the measured line; a
# tape or a known road: 0.5 %; a planned loop: 1 %, as walkers do not keep to the middle of its
# streets. Eight GPS watches erred by 3.2 to 6.1 % on average, less in the open (Gilgen-Ammann and
# others, JMIR mHealth and uHealth 8(6), 2020): 3 %. The error of a belt is uniform over its range.
# Counting by hand errs by 0.2 %, a watch by 2 %.
_DISTANCE_SD: dict[How, float] = {
    "track": 0.003,
    "tape": 0.005,
    "gps": 0.03,
    "treadmill": (BELT_ERROR.high - BELT_ERROR.low) / math.sqrt(12),
    "loop": 0.01,
}
_COUNT_SD: dict[Count, float] = {"hand": 0.002, "watch": 0.02}


@dataclass(frozen=True, kw_only=True)
class Walk:
    """A walk with counted steps and a known length.

    Attributes
    ----------
    steps : of both feet, 20 to 200,000.
    distance_m : 20 to 100,000 metres.
    how, count : how the distance was measured, and how the steps were counted.
    mode : walks of different modes are estimated separately.
    day : walks on the same day share that day's step; None for a separate day.
    duration_s : 5 to 86,400 seconds, if known; it gives the pace.
    outdoors : use a treadmill walk for the outdoor step length, too.

    Raises
    ------
    ValueError : a value is out of range, or the step is not one of that mode.

    Examples
    --------
    >>> round(Walk(steps=560, distance_m=400.0).step_length_m, 3)
    0.714

    """

    steps: int
    distance_m: float
    how: How = "track"
    count: Count = "hand"
    mode: Mode = "walk"
    day: date | None = None
    duration_s: float | None = None
    outdoors: bool = False

    def __post_init__(self) -> None:
        if not STEPS.holds(self.steps) or self.steps != int(self.steps):
            raise ValueError(f"steps {self.steps} is not a whole number from {STEPS:,}.")
        if not DISTANCE_M.holds(self.distance_m):
            raise ValueError(f"distance_m {self.distance_m:g} is not from {DISTANCE_M:,.0f} m.")
        for name, kinds in (("how", How), ("count", Count), ("mode", Mode)):
            if getattr(self, name) not in get_args(kinds):
                raise ValueError(
                    f"{name} {getattr(self, name)!r} is not one of {', '.join(get_args(kinds))}."
                )
        if self.duration_s is not None and not SECONDS.holds(self.duration_s):
            raise ValueError(f"duration_s {self.duration_s:g} is not from {SECONDS:,} seconds.")
        limits = step_limits(self.mode)
        if not limits.holds(self.step_length_m):
            question = "is a lap missing"
            if self.step_length_m > limits.high:
                strides = self.step_length_m <= 2 * limits.high
                question = "are these strides, two steps each" if strides else "are steps missing"
            raise ValueError(
                f"{self.steps:,} steps over {self.distance_m:,.0f} m are "
                f"{self.step_length_m:.2f} m each, and a step is {limits.low:.2f} to "
                f"{limits.high:.2f} m: {question}?"
            )

    @property
    def step_length_m(self) -> float:
        """The mean step length on this walk."""
        return self.distance_m / self.steps

    @property
    def variance(self) -> float:
        """The relative variance of the step length, from distance and count."""
        return _DISTANCE_SD[self.how] ** 2 + _COUNT_SD[self.count] ** 2


def step_limits(mode: Mode) -> Range:
    """Return the least and the greatest step length of a mode, in metres."""
    return RUNNING_STEP_M if mode == "run" else STEP_LENGTH_M
