"""Loops of any shape: out towards a compass sector as straight as the streets go, and back."""

from __future__ import annotations

import numpy as np

from looproute._typing import Floats
from looproute.search.cycles.contracted_block import COST, LENGTH, METRES, ContractedBlock
from looproute.search.cycles.forest import StackedCopies, grow, path_to
from looproute.search.cycles.frontier import Joins, joins

# The first path ends about so far round the loop; what a share off this costs in straightness.
TURNING = 1 / 3
PER_OFF = 2.0
# Streets further behind the anchor than this share of the length are left out.
BEHIND = 0.25


class Sectors:
    """The compass cut into sectors, a path leading straight into each."""

    def cycles(self, block: ContractedBlock, length_m: float, bearings: Floats) -> Joins:
        """Return the cycles of a block that begin with a path of a third of a length."""
        dx, dy = block.x - block.x[block.anchor], block.y - block.y[block.anchor]
        middle = bearings[:, None]
        whole = StackedCopies.of(block, np.ones((1, block.n), dtype=bool))
        out = grow(whole, block.totals[whole.dart, COST], np.array([block.anchor]))
        walked = np.maximum(out.paths_to(whole.vertex).sums, 1.0)
        straight = np.hypot(dx, dy) / walked[:, METRES]
        worth = straight - PER_OFF * np.abs(walked[:, LENGTH] / length_m - TURNING)
        off = (np.arctan2(dx, dy) - middle + np.pi) % (2 * np.pi) - np.pi
        inside = (np.abs(off) <= (bearings[1] - bearings[0]) / 2) & (out.dart >= 0)
        apex = np.argmax(np.where(inside, worth, -np.inf), axis=1)
        first = [path_to(out, v) if inside[i, v] else [] for i, v in enumerate(apex.tolist())]

        ahead = dx * np.sin(middle) + dy * np.cos(middle) >= -BEHIND * length_m
        for copy, path in enumerate(first):
            ahead[copy, block.head[path]] = True
        copies = StackedCopies.of(block, ahead)
        return joins(copies, block.totals[:, COST].take(copies.dart), first)
