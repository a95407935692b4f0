"""Which way to look for loops, and which way round to walk them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from looproute._typing import Floats
from looproute.request import LoopRequest

# How far to both sides of a heading loops may lie.
ASIDE = np.radians(60.0)


class Bearings(NamedTuple):
    """The bearings to search: radians clockwise from north, from `first` on and `width` wide."""

    first: float = 0.0
    width: float = 2 * np.pi

    @classmethod
    def of(cls, request: LoopRequest) -> Bearings:
        """Return the whole compass, turned by the seed, or what lies about the heading."""
        if request.heading_deg is None:
            return cls(first=np.random.default_rng(request.seed).uniform(0, 2 * np.pi))
        return cls(first=np.radians(request.heading_deg) - ASIDE, width=2 * ASIDE)

    def bearings(self, number: int, turned: float = 0.0) -> Floats:
        """Return bearings at equal steps, the first one `turned` of a step after the beginning."""
        steps = np.arange(number, dtype=np.float64) + turned
        return self.first + steps * (self.width / number)


def lies_toward(x: Floats, y: Floats, heading_deg: float) -> float:
    """Return the cosine of how far off a heading a closed walk lies, seen from its first point."""
    east, north = float(np.mean(x) - x[0]), float(np.mean(y) - y[0])
    heading = np.radians(heading_deg)
    away = np.hypot(east, north)
    return float((east * np.sin(heading) + north * np.cos(heading)) / away) if away > 0 else 0.0


def sets_off_toward(x: Floats, y: Floats, heading_deg: float) -> float:
    """Return the cosine of how far off a heading the first eighth of a closed walk lies."""
    eighth = max(1, len(x) // 8) + 1
    return lies_toward(x[:eighth], y[:eighth], heading_deg)


def begins_toward(x: Floats, y: Floats, heading_deg: float) -> bool:
    """Return whether a closed walk sets off nearer to a heading than it does walked backwards."""
    back = sets_off_toward(x[::-1], y[::-1], heading_deg)
    return sets_off_toward(x, y, heading_deg) >= back


def is_clockwise(x: Floats, y: Floats) -> bool:
    """Return whether a closed line goes round clockwise."""
    return bool(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) <= 0)
