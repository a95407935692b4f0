"""Find loops of any shape: out into a compass sector as straight as possible, and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from looproute._typing import Floats
from looproute.search.cycles.contracted_block import COST, LENGTH, METRES, ContractedBlock
from looproute.search.cycles.forest import StackedCopies, grow, path_to
from looproute.search.cycles.frontier import Joins, joins

# The share of the loop at which the first path ends, and the penalty per share off it.
TURNING = 1 / 3
PER_OFF = 2.0
# Streets further behind the anchor than this share of the length are left out.
BEHIND = 0.25


@dataclass(frozen=True, kw_only=True)
class Sectors:
    """Sectors of the compass, each with a straight path into it.

    Attributes
    ----------
    longest : cycles longer than this times the target may be left out.
    """

    longest: float = np.inf

    def cycles(self, block: ContractedBlock, length_m: float, bearings: Floats) -> Joins:
        """Return the cycles of a block that begin with a path of a third of the length."""
        dx, dy = block.x - block.x[block.anchor], block.y - block.y[block.anchor]
        middle = bearings[:, None]
        whole = StackedCopies.of(block, np.ones((1, block.n), dtype=bool))
        cost = (block.totals[:, COST] * block.setting_off()).take(whole.dart)
        out = grow(whole, cost, np.array([block.anchor]))
        walked = np.maximum(out.paths_to(whole.vertex).sums, 1.0)
        walked_m = walked[:, LENGTH]
        straight = np.hypot(dx, dy) / walked[:, METRES]
        worth = straight - PER_OFF * np.abs(walked_m / length_m - TURNING)
        off = (np.arctan2(dx, dy) - middle + np.pi) % (2 * np.pi) - np.pi
        width = float(np.diff(np.sort(bearings)).min())
        inside = (np.abs(off) <= width / 2) & (out.dart >= 0)
        apex = np.argmax(np.where(inside, worth, -np.inf), axis=1)
        first = [path_to(out, v) if inside[i, v] else [] for i, v in enumerate(apex.tolist())]

        ahead = dx * np.sin(middle) + dy * np.cos(middle) >= -BEHIND * length_m
        # The way back is at least the straight line from the first path to a vertex, and from there
        # the length along the streets.
        home_m = block.subgraph.distance_m[block.vertex]
        home_m = home_m - home_m[block.anchor]
        for copy, (path, end) in enumerate(zip(first, apex.tolist(), strict=True)):
            to_m = np.hypot(block.x - block.x[end], block.y - block.y[end])
            room_m = self.longest * length_m - walked_m[end]
            ahead[copy] &= to_m + home_m <= room_m
            ahead[copy, block.head[path]] = True
            ahead[copy, block.anchor] = True
        copies = StackedCopies.of(block, ahead)
        return joins(copies, block.totals[:, COST].take(copies.dart), first)
