"""Divide a walk into whole laps and a rest, and compute the lap length of a track."""

from __future__ import annotations

import math
from dataclasses import dataclass

from looproute.errors import ArgumentError
from looproute.units import LANE

# World Athletics, "Track and Field Facilities Manual": two straights of 84.39 m and two half
# circles whose kerb has a radius of 36.50 m. Lanes are 1.22 m wide; a lap is measured 0.30 m from
# the kerb in lane 1, and 0.20 m from the line on the inside in the others.
STRAIGHT_M, KERB_RADIUS_M, LANE_M = 84.39, 36.50, 1.22
FROM_KERB_M, FROM_LINE_M = 0.30, 0.20


@dataclass(frozen=True, kw_only=True)
class LapCount:
    """A walk in laps: the way there and home, the whole laps, and the rest.

    Attributes
    ----------
    lap_m : the length of one lap.
    laps : the number of whole laps.
    approach_m : the length of the way to the lap and back home.
    rest_m : the length beyond the last whole lap.
    """

    lap_m: float
    laps: int
    approach_m: float
    rest_m: float

    @classmethod
    def of(
        cls,
        target_m: float,
        lap_m: float,
        *,
        approach_m: float = 0.0,
        tolerance_m: float = 0.0,
    ) -> LapCount:
        """Divide a length into laps; drop the rest if it is within the tolerance.

        Raises ArgumentError if not even one lap fits.

        >>> LapCount.of(2640, 400).rest_m
        240.0
        >>> LapCount.of(2397, 400, tolerance_m=12)
        LapCount(lap_m=400, laps=6, approach_m=0.0, rest_m=0.0)
        """
        left_m = target_m - approach_m
        laps = round(left_m / lap_m)
        if laps < 1 or abs(laps * lap_m - left_m) > tolerance_m:
            laps = math.floor(left_m / lap_m)
        if laps < 1:
            raise ArgumentError("lap-longer-than-walk", lap_m=lap_m, left_m=max(left_m, 0.0))
        near = abs(laps * lap_m - left_m) <= tolerance_m
        rest_m = 0.0 if near else left_m - laps * lap_m
        return cls(lap_m=lap_m, laps=laps, approach_m=approach_m, rest_m=rest_m)

    @property
    def total_m(self) -> float:
        """The total length."""
        return self.approach_m + self.laps * self.lap_m + self.rest_m


def track_lap_m(lane: int = 1) -> float:
    """Return the length of a lap on a standard running track, to a centimetre.

    >>> [round(track_lap_m(lane), 2) for lane in (1, 2, 8)]
    [400.0, 407.04, 453.03]
    """
    if not LANE.holds(lane):
        raise ValueError(f"a running track has lanes 1 to {LANE.high:.0f}, not {lane}")
    off_m = FROM_KERB_M if lane == 1 else (lane - 1) * LANE_M + FROM_LINE_M
    return round(2 * STRAIGHT_M + 2 * math.pi * (KERB_RADIUS_M + off_m), 2)
