"""Loops of any shape: out towards a compass sector as straight as the streets go, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from looproute.search.candidates.arena import COST, LENGTH, Arena
from looproute.search.candidates.forest import Copies, best_of_each, grow
from looproute.search.candidates.frontier import Closings, closings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# The first path ends about so far round the loop; what a share off this costs in straightness.
TURNING = 1 / 3
PER_OFF = 2.0
# Streets further behind the anchor than this share of the length are left out.
BEHIND = 0.25


class Sectors:
    """The compass cut into sectors, a path leading straight into each."""

    def cycles(self, arena: Arena, length_m: float, bearings: Floats) -> Closings:
        """Return the cycles of an arena that begin with a path of a third of a length."""
        dx, dy = arena.x - arena.x[arena.anchor], arena.y - arena.y[arena.anchor]
        middle = bearings[:, None]
        copies = Copies.of(arena, dx * np.sin(middle) + dy * np.cos(middle) >= -BEHIND * length_m)
        cost = arena.ledger[copies.dart, COST]
        anchors = copies.number[:, arena.anchor]
        out = grow(copies, cost, anchors)

        off = (np.arctan2(dx, dy)[copies.vertex] - bearings[copies.copy] + np.pi) % (2 * np.pi)
        inside = np.abs(off - np.pi) <= (bearings[1] - bearings[0]) / 2
        fits = np.flatnonzero(inside & (out.dart >= 0))
        walked_m = out.sums[fits, LENGTH]
        straight = np.hypot(dx, dy)[copies.vertex[fits]] / walked_m
        worth = straight - PER_OFF * np.abs(walked_m / length_m - TURNING)
        return closings(copies, cost, anchors, out, best_of_each(copies, fits, -worth))
