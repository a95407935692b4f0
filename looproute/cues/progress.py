"""How many steps and seconds are walked at a place of a loop: the one count of all writers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from looproute._typing import Floats
from looproute.geo import cumulative_m
from looproute.loops import Loop
from looproute.network.legs import Leg

# A place may be left out of a table where this many steps are the difference.
_NO_DIFFERENCE = 0.25


class Progress(NamedTuple):
    """The steps walked along a loop, evenly within each of its legs.

    Attributes
    ----------
    along_m : (k,) metres along the loop's points, from 0 to the whole line, where legs end.
    steps : (k,) walked there, from 0 to the loop's steps.
    duration_s : of the whole loop.
    """

    along_m: Floats
    steps: Floats
    duration_s: float

    @classmethod
    def of(cls, loop: Loop) -> Progress:
        """Return the progress along a loop; steady where the steps of its legs are not known."""
        along_m = cumulative_m(loop.points)
        begins = [leg.begin for leg in loop.legs]
        walked = np.cumsum([leg.steps for leg in loop.legs])
        if not begins or walked[-1] <= 0:
            return cls(along_m[[0, -1]], np.array([0.0, loop.steps]), loop.duration_s)
        steps = np.concatenate([[0.0], walked]) * (loop.steps / walked[-1])
        return cls(along_m[[*begins, -1]], steps, loop.duration_s)

    def steps_at(self, along_m: float) -> float:
        """Return the steps walked at a place, not rounded."""
        return float(np.interp(along_m, self.along_m, self.steps))

    def seconds_at(self, along_m: float) -> float:
        """Return the seconds walked at a place."""
        total = float(self.steps[-1])
        if total <= 0:
            return 0.0
        return self.duration_s * self.steps_at(along_m) / total

    def along_m_at(self, steps: float) -> float:
        """Return how many metres are walked after a number of steps."""
        return float(np.interp(steps, self.steps, self.along_m))

    def table(self) -> list[tuple[float, float]]:
        """Return (metres, steps) between which steps are even, as few as tell them to a step."""
        kept = [0]
        for i in range(1, len(self.along_m) - 1):
            part = slice(kept[-1], i + 2)
            along_m, steps = self.along_m[part], self.steps[part]
            even = np.interp(along_m, along_m[[0, -1]], steps[[0, -1]])
            if np.abs(even - steps).max() > _NO_DIFFERENCE:
                kept.append(i)
        kept.append(len(self.along_m) - 1)
        return [(float(self.along_m[i]), float(self.steps[i])) for i in kept]


def take_legs(loop: Loop, begin: int, end: int) -> tuple[Leg, ...]:
    """Return the legs between two points of a loop, counted from the first of them.

    A leg of which only a part lies there has that part of its risers and steps.
    """
    along_m = cumulative_m(loop.points)
    ends = [*(leg.begin for leg in loop.legs[1:]), len(loop.points) - 1]
    found = []
    for leg, leg_end in zip(loop.legs, ends, strict=False):
        first, last = max(leg.begin, begin), min(leg_end, end)
        if first < last:
            whole_m = float(along_m[leg_end] - along_m[leg.begin])
            share = float(along_m[last] - along_m[first]) / whole_m if whole_m else 1.0
            found.append(
                leg._replace(
                    begin=first - begin, risers=share * leg.risers, steps=share * leg.steps
                )
            )
    return tuple(found)
