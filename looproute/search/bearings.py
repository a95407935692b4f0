"""Choose the bearings to search, and the direction in which to walk a loop."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from looproute._typing import Floats
from looproute.request import LoopRequest

# Loops lie within this angle of a requested heading, in radians.
ASIDE = np.radians(75.0)
# A walk sets off towards a heading if it lies within this angle of it after this many metres, or
# after this share of a short walk.
SETTING_OFF_M, SETTING_OFF_SHARE = 200.0, 0.125
BACK_M = 1.0
SETTING_OFF_COS = float(np.cos(np.radians(45.0)))


class Bearings(NamedTuple):
    """The bearings to search: radians clockwise from north, `width` wide from `first` on.

    With a heading, the range lies about it, and bearings alternate between its right and its left:
    ellipses with their centres on the right are walked clockwise, the others anticlockwise.
    """

    first: float = 0.0
    width: float = 2 * np.pi

    @classmethod
    def of(cls, request: LoopRequest) -> Bearings:
        """Return the whole compass, turned by the seed, or the range about the heading."""
        if request.heading_deg is None:
            return cls(first=np.random.default_rng(request.seed).uniform(0, 2 * np.pi))
        return cls(first=np.radians(request.heading_deg) - ASIDE, width=2 * ASIDE)

    def bearings(self, number: int, turned: float = 0.0) -> Floats:
        """Return bearings at equal steps, the first one `turned` steps after the beginning."""
        steps = np.arange(number, dtype=np.float64) + turned
        bearings = self.first + steps * (self.width / number)
        if self.width == 2 * np.pi:
            return bearings
        alternating = np.empty(number)
        alternating[0::2], alternating[1::2] = bearings[number // 2 :], bearings[: number // 2]
        return alternating


def lies_toward(x: Floats, y: Floats, heading_deg: float) -> float:
    """Return the cosine of the angle between a heading and a closed walk, from its first point."""
    east, north = float(np.mean(x) - x[0]), float(np.mean(y) - y[0])
    heading = np.radians(heading_deg)
    away = np.hypot(east, north)
    return float((east * np.sin(heading) + north * np.cos(heading)) / away) if away > 0 else 0.0


def sets_off_toward(x: Floats, y: Floats, heading_deg: float) -> float:
    """Return the cosine of the angle between a heading and a walk after its first 200 m.

    It is 0 for a walk that is back at its start by then.
    """
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    at = min(SETTING_OFF_M, SETTING_OFF_SHARE * float(along[-1]))
    east, north = np.interp(at, along, x) - x[0], np.interp(at, along, y) - y[0]
    heading = np.radians(heading_deg)
    away = np.hypot(east, north)
    return (
        float((east * np.sin(heading) + north * np.cos(heading)) / away) if away > BACK_M else 0.0
    )


def begins_toward(x: Floats, y: Floats, heading_deg: float) -> bool:
    """Return whether a closed walk sets off nearer to a heading than its reverse does.

    If both set off towards it, compare the bearings of their first eighth.
    """
    eighth = max(1, len(x) // 8) + 1
    forwards, backwards = (
        (
            min(sets_off_toward(*way, heading_deg), SETTING_OFF_COS),
            lies_toward(way[0][:eighth], way[1][:eighth], heading_deg),
        )
        for way in ((x, y), (x[::-1], y[::-1]))
    )
    return forwards >= backwards


def is_clockwise(x: Floats, y: Floats) -> bool:
    """Return whether a closed line runs clockwise."""
    return bool(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) <= 0)
