"""Loops of any shape: out towards a compass sector as straight as the streets go, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from looproute.search.arena import COST, LENGTH, Arena
from looproute.search.compass import Compass
from looproute.search.forest import Copies, grow
from looproute.search.frontier import Closings, closings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# The first path ends about so far round the loop; what a share off this costs in straightness.
TURNING = 1 / 3
PER_OFF = 2.0


@dataclass(frozen=True, kw_only=True)
class Sectors:
    """The compass cut into `number` sectors, a path leading straight into each one."""

    number: int

    def cycles(self, arena: Arena, length_m: float, compass: Compass) -> Closings:
        """Return the cycles of an arena that begin with a path of a third of a length."""
        copies = Copies.of(arena, np.ones((self.number, arena.n), dtype=bool))
        cost = arena.ledger[copies.dart, COST]
        anchors = copies.number[:, arena.anchor]
        out = grow(copies, cost, anchors)
        dx = arena.x[copies.vertex] - arena.x[arena.anchor]
        dy = arena.y[copies.vertex] - arena.y[arena.anchor]
        walked_m = np.maximum(out.sums[:, LENGTH], 1.0)
        straight = np.hypot(dx, dy) / walked_m
        worth = straight - PER_OFF * np.abs(walked_m / length_m - TURNING)
        bearing = (np.arctan2(dx, dy) - compass.first) % (2 * np.pi)
        sector = (bearing / compass.width * self.number).astype(np.intp)
        worth[(sector != copies.copy) | (out.dart < 0)] = -np.inf
        worth = worth.reshape(self.number, arena.n)
        best = worth.argmax(axis=1)
        apex = np.where(
            np.isfinite(worth.max(axis=1)), copies.number[np.arange(self.number), best], -1
        )
        return closings(copies, cost, anchors, out, apex)
