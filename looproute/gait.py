"""The walker: steps to metres to minutes, and back, each step count with its band.

A *step* is one foot to the other; a *stride* is two steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Basis = Literal["given", "height", "default"]


class StepCount(NamedTuple):
    """A number of steps and its band: 19 days of 20 lie between `low` and `high`."""

    steps: int
    low: int
    high: int


@dataclass(frozen=True, kw_only=True)
class Walker:
    """Somebody who walks.

    Attributes
    ----------
    step_length_m : metres from one foot to the other.
    step_length_sd : relative standard deviation of a day's mean step length about it, 0–1.
    cadence_spm : steps per minute, both feet.
    basis : where the step length comes from.
    """

    step_length_m: float = 0.70
    step_length_sd: float = 0.09
    cadence_spm: float = 110.0
    basis: Basis = "default"

    def length_m(self, steps: float) -> float:
        """Return the metres that so many steps cover."""
        return steps * self.step_length_m

    def steps(self, length_m: float) -> StepCount:
        """Return the steps that a length takes, with the 95 % band."""
        steps = length_m / self.step_length_m
        half = 1.96 * self.step_length_sd * steps
        return StepCount(round(steps), max(0, round(steps - half)), round(steps + half))

    def duration_s(self, length_m: float) -> float:
        """Return the seconds that a length takes at the walker's cadence."""
        return length_m / self.step_length_m / self.cadence_spm * 60
