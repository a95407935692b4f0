"""The part of the plane that may be seen: a wedge from a meeting point, away from the home."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from looproute.arrays import Floats

HALF_RAD = np.radians(50.0)
"""Chosen: room for a loop that is not thin, and most of the town left for the home to be in."""

BEHIND_M = 60.0
"""How far behind the meeting point the wedge begins, so that streets round it are in it."""


class Wedge(NamedTuple):
    """All that lies within 50° of the way it faces, seen from its apex; it is convex.

    `x` and `y` are the meeting point in metres, 60 m before the apex; `facing_rad` is
    anticlockwise from east.
    """

    x: float
    y: float
    facing_rad: float

    def outside_m(self, x: Floats, y: Floats) -> Floats:
        """Return how far points are from the wedge, 0 for those in it; arrays of metres."""
        east, north = x - self.x, y - self.y
        cos, sin = np.cos(self.facing_rad), np.sin(self.facing_rad)
        ahead = east * cos + north * sin + BEHIND_M
        aside = np.abs(north * cos - east * sin)
        beyond_rad = np.arctan2(aside, ahead) - HALF_RAD
        away_m: Floats = np.hypot(ahead, aside)
        # Beyond 90° from a side its nearest point is the apex.
        nearer = np.sin(np.clip(beyond_rad, 0.0, np.pi / 2))
        return np.asarray(away_m * nearer)
