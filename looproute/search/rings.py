"""Round loops: for each direction a circle through the anchor, and the cycles that follow it.

For every direction a circle of the wished circumference is laid through the anchor, and streets
are made dearer the further they are off it. The first path runs from the anchor about a third of
the way round. All rings are searched at once, as copies side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from looproute.search.arena import COST, Arena
from looproute.search.forest import Copies, Forest, grow
from looproute.search.frontier import Closings, closings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

# Streets are this much longer than the circle that they follow.
DETOUR = 1.27
# A street's cost grows by this times the square of how far, in radii, it is off the circle.
ROUNDNESS = 3.0
INNER, OUTER = 0.55, 1.75
# Near the anchor, within this share of the radius, a walker may go any way.
FREE = 0.25
APEX_FROM, APEX_TO = np.radians(95.0), np.radians(130.0)


def ring_cycles(arena: Arena, length_m: float, bearings: Floats, side: Floats) -> Closings:
    """Return the cycles round the circles of a given length towards k bearings.

    Parameters
    ----------
    arena : where to search.
    length_m : how long the cycles should be, roughly.
    bearings : (k,) radians clockwise from north, from the anchor to each circle's centre.
    side : (k,) 1 to begin counter-clockwise round the centre, -1 clockwise.

    """
    radius = length_m / (2 * np.pi * DETOUR)
    cx = arena.x[arena.anchor] + radius * np.sin(bearings)
    cy = arena.y[arena.anchor] + radius * np.cos(bearings)
    inside, off2 = _ring(arena, arena.x, arena.y, cx, cy, radius)
    _, middle_off2 = _ring(arena, arena.middle[:, 0], arena.middle[:, 1], cx, cy, radius)
    inside[:, arena.anchor] = True
    copies = Copies.of(arena, inside)
    copy = copies.copy[copies.tail]
    edge = copies.dart >> 1
    mean_off2 = (
        off2[copy, arena.tail[copies.dart]]
        + off2[copy, arena.head[copies.dart]]
        + 4 * middle_off2[copy, edge]
    ) / 6
    cost = arena.ledger[copies.dart, COST] * (1 + ROUNDNESS * mean_off2)
    anchors = copies.number[:, arena.anchor]
    out = grow(copies, cost, anchors)

    apex = _apexes(copies, out, cx, cy, anchors, side)
    return closings(copies, cost, anchors, out, apex)


def _ring(
    arena: Arena, x: Floats, y: Floats, cx: Floats, cy: Floats, radius: float
) -> tuple[NDArray[np.bool_], Floats]:
    """Return (k, n) whether points belong to each circle's ring, and the square they are off it."""
    off = np.hypot(x - cx[:, None], y - cy[:, None]) / radius
    near = np.hypot(x - arena.x[arena.anchor], y - arena.y[arena.anchor]) < FREE * radius
    inside = ((off > INNER) & (off < OUTER)) | near
    return inside, np.where(near, 0.0, (off - 1) ** 2)


def _apexes(
    copies: Copies, out: Forest, cx: Floats, cy: Floats, anchors: Indices, side: Floats
) -> Indices:
    """Return for each ring the vertex that ends its first path, -1 where there is none."""
    arena, copy = copies.arena, copies.copy
    dx, dy = arena.x[copies.vertex] - cx[copy], arena.y[copies.vertex] - cy[copy]
    ax, ay = dx[anchors][copy], dy[anchors][copy]
    angle = np.arctan2(ax * dy - ay * dx, ax * dx + ay * dy) * side[copy]
    fits = np.isfinite(out.cost) & (angle > APEX_FROM) & (angle < APEX_TO)
    apex = np.full(len(cx), -1)
    fitting = np.flatnonzero(fits)
    ranked = fitting[np.lexsort([out.cost[fitting] / angle[fitting], copy[fitting]])]
    first = np.flatnonzero(np.diff(copy[ranked], prepend=-1))
    apex[copy[ranked[first]]] = ranked[first]
    return apex
