"""Ways from the start to where a loop may begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from looproute.search.fallbacks.spurs import Ways
from looproute.search.graph.blocks import find_blocks

if TYPE_CHECKING:
    from looproute.arrays import Ints
    from looproute.search.reach import Ball

# How far away loops are tried, as shares of the wish, and how many ways at each distance.
RINGS = (0.015, 0.03, 0.06, 0.1, 0.16, 0.25, 0.38)
QUARTERS = 4
# A vertex this much nearer or further away may stand for a ring.
NEARER, FURTHER = 0.7, 1.4


def stems(ball: Ball, target_m: float) -> list[Ints]:
    """Return ways from the ball's root to vertices on cycles, shortest first.

    They lead to the nearest such vertex, and at growing distances to one in each quarter of the
    compass. Ways over bridges alone are left out: a loop behind them is a loop from the root.

    Parameters
    ----------
    ball : the streets.
    target_m : how long the whole walk is to be.
    """
    graph = ball.graph
    ways = Ways.of(ball, np.empty(0, dtype=np.int32))
    cyclic = find_blocks(graph, ball.root).in_cycles()
    vertex = np.unique(np.concatenate([graph.u[cyclic], graph.v[cyclic]]))
    vertex = vertex[vertex != ball.root]
    if len(vertex) == 0:
        return []
    far_m = ways.length_m[vertex]
    bearing = np.arctan2(ball.x[vertex] - ball.x[ball.root], ball.y[vertex] - ball.y[ball.root])
    quarter = np.floor(bearing / (2 * np.pi) * QUARTERS).astype(np.intp)
    chosen = {int(vertex[np.argmin(far_m)])}
    for ring_m in np.multiply(RINGS, target_m):
        for way in np.unique(quarter):
            at = (quarter == way) & (far_m >= NEARER * ring_m) & (far_m <= FURTHER * ring_m)
            if at.any():
                off_m = np.where(at, np.abs(far_m - ring_m), np.inf)
                chosen.add(int(vertex[np.argmin(off_m)]))
    ordered = sorted(chosen, key=lambda v: (float(ways.length_m[v]), v))
    within_reach = [v for v in ordered if ways.length_m[v] < RINGS[-1] * FURTHER * target_m]
    found = [ways.to(v) for v in within_reach]
    return [stem for stem in found if cyclic[stem >> 1].any()]
