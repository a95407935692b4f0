"""Loops of any shape: out towards a compass sector as straight as the streets go, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from looproute.search.candidates.arena import COST, LENGTH, Arena
from looproute.search.candidates.forest import Copies, grow, path_to
from looproute.search.candidates.frontier import Closings, closings

if TYPE_CHECKING:
    from looproute.arrays import Floats

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
        whole = Copies.of(arena, np.ones((1, arena.n), dtype=bool))
        out = grow(whole, arena.ledger[whole.dart, COST], np.array([arena.anchor]))
        walked_m = np.maximum(out.paths_to(whole.vertex).sums[:, LENGTH], 1.0)
        worth = np.hypot(dx, dy) / walked_m - PER_OFF * np.abs(walked_m / length_m - TURNING)
        off = (np.arctan2(dx, dy) - middle + np.pi) % (2 * np.pi) - np.pi
        inside = (np.abs(off) <= (bearings[1] - bearings[0]) / 2) & (out.dart >= 0)
        apex = np.argmax(np.where(inside, worth, -np.inf), axis=1)
        first = [path_to(out, v) if inside[i, v] else [] for i, v in enumerate(apex.tolist())]

        ahead = dx * np.sin(middle) + dy * np.cos(middle) >= -BEHIND * length_m
        for copy, path in enumerate(first):
            ahead[copy, arena.head[path]] = True
        copies = Copies.of(arena, ahead)
        return closings(copies, arena.ledger[:, COST].take(copies.dart), first)
