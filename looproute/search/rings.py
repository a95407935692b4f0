"""Round loops: for each direction a circle through the anchor, and the cycles that follow it.

For every direction a circle of the wished circumference is laid through the anchor, and streets
are made dearer the further they are off it. The first path runs from the anchor about a third of
the way round. Then one shortest-path run from both of its ends, kept off the first path, meets
itself along a frontier: each chain across the frontier closes a simple cycle. All rings are
searched at once, as copies side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from looproute.search.arena import TURNS, Arena
from looproute.search.forest import Copies, Forest, grow, path_to
from looproute.search.ragged import row_sums, take_rows

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
# Streets this near the first path are dearer, most where they run along it: up to 1 + this.
ZONE_M = 60.0
ZONE = 4.0
_CELL_M = 20.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Closings:
    """c cycles of an arena, each given by the dart that closes it.

    Attributes
    ----------
    sums : (c, 4) ledger of the whole cycle, the turn at the anchor left out.
    ring : (c,) which circle it follows.
    """

    sums: Floats
    ring: Indices
    _dart: Indices
    _tail: Indices
    _head: Indices
    _forest: Forest
    _first: list[list[int]]

    def darts(self, i: int) -> NDArray[np.int32]:
        """Return cycle i as darts of the arena, from the anchor back to it."""
        out = self._first[self.ring[i]]
        there = path_to(self._forest, int(self._head[i]))
        home = path_to(self._forest, int(self._tail[i]))
        closing = int(self._dart[i]) ^ 1
        return np.array([*out, *there, closing, *(d ^ 1 for d in reversed(home))], dtype=np.int32)


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
    cost = arena.ledger[copies.dart, 3] * (1 + ROUNDNESS * mean_off2)
    anchors = copies.number[:, arena.anchor]
    out = grow(copies, cost, anchors)

    apex = _apexes(copies, out, cx, cy, anchors, side)
    first = [path_to(out, int(a)) if a >= 0 else [] for a in apex]
    going = np.flatnonzero([len(path) > 0 for path in first])
    chains = np.array([d >> 1 for path in first for d in path], dtype=np.intp)
    of_path = np.repeat(np.arange(len(first)), [len(path) for path in first])
    dear = _along(arena, copies, of_path, chains, cx, cy, radius)

    closed_vertex = np.zeros(copies.n, dtype=bool)
    on_path = copies.number[of_path, arena.head[[d for path in first for d in path]]]
    closed_vertex[on_path] = True
    closed_vertex[apex[going]] = False
    closed_edge = np.zeros((len(first), arena.m), dtype=bool)
    closed_edge[of_path, chains] = True
    closed = closed_vertex[copies.tail] | closed_vertex[copies.head] | closed_edge[copy, edge]
    rest = copies.without(closed)
    copy, edge = copy[~closed], edge[~closed]
    cost = cost[~closed] * (1 + dear[copy, edge])
    back = grow(rest, cost, np.concatenate([anchors[going], apex[going]]))

    is_apex = np.zeros(copies.n + 1, dtype=bool)
    is_apex[apex[going]] = True
    reached = (back.source[rest.tail] >= 0) & (back.source[rest.head] >= 0)
    closing = np.flatnonzero(
        reached & ~is_apex[back.source[rest.tail]] & is_apex[back.source[rest.head]]
    )
    return _closings(arena, rest, back, closing, copy[closing], first)


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


def _along(
    arena: Arena,
    copies: Copies,
    of_path: Indices,
    chains: Indices,
    cx: Floats,
    cy: Floats,
    radius: float,
) -> Floats:
    """Return (k, m) how much dearer each chain is for running along its ring's first path.

    The samples of the path are painted on a raster round the circle, each on the cells within
    60 m of it; a chain then looks up which sample its own samples are near to.
    """
    k = len(cx)
    half = OUTER * radius + ZONE_M + _CELL_M
    side = int(2 * half / _CELL_M) + 1
    flat, start = take_rows(arena.sample_start, chains)
    painter = np.repeat(of_path, np.diff(start))
    path_xy, path_heading = arena.sample_xy[flat], arena.sample_heading[flat]
    margin = int(ZONE_M / _CELL_M) + 1
    width = side + 2 * margin

    def cell(ring: Indices, xy: Floats) -> tuple[Indices, NDArray[np.bool_]]:
        column = ((xy[:, 0] - cx[ring] + half) // _CELL_M).astype(np.intp)
        row = ((xy[:, 1] - cy[ring] + half) // _CELL_M).astype(np.intp)
        on = (column >= 0) & (column < side) & (row >= 0) & (row < side)
        return (ring * width + column + margin) * width + row + margin, on

    raster = np.full(k * width * width, -1, dtype=np.int32)
    at, on = cell(painter, path_xy)
    sample = np.flatnonzero(on).astype(np.int32)
    reach = range(-margin, margin + 1)
    steps = [(i * i + j * j, i * width + j) for i in reach for j in reach]
    for far2, step in sorted(steps, reverse=True):
        if far2 <= margin * margin:
            raster[at[on] + step] = sample

    forward = np.flatnonzero(copies.dart % 2 == 0)
    ring, chain = copies.copy[copies.tail[forward]], copies.dart[forward] >> 1
    flat, start = take_rows(arena.sample_start, chain)
    at, on = cell(np.repeat(ring, np.diff(start)), arena.sample_xy[flat])
    nearest = np.where(on, raster[np.where(on, at, 0)], -1)
    hit = np.flatnonzero(nearest >= 0)
    by = nearest[hit]
    apart = np.hypot(*(arena.sample_xy[flat[hit]] - path_xy[by]).T)
    parallel = np.abs(np.einsum("ij,ij->i", arena.sample_heading[flat[hit]], path_heading[by]))
    dear = np.zeros(len(flat))
    dear[hit] = ZONE * np.clip(1 - apart / ZONE_M, 0, 1) * (0.3 + 0.7 * parallel)
    table = np.zeros((k, arena.m))
    table[ring, chain] = row_sums(dear, start) / np.diff(start)
    return table


def _closings(
    arena: Arena,
    rest: Copies,
    back: Forest,
    closing: Indices,
    ring: Indices,
    first: list[list[int]],
) -> Closings:
    tail, head = rest.tail[closing], rest.head[closing]
    dart = rest.dart[closing]
    out_sums = np.zeros((len(first), 4))
    for i, path in enumerate(first):
        if path:
            out_sums[i] = arena.ledger[path].sum(axis=0)
            out_sums[i, TURNS] += arena.turns(path[:-1], path[1:]).sum()
    home = back.sums[tail].copy()
    home[:, 1] *= -1
    sums = out_sums[ring] + back.sums[head] + arena.ledger[dart ^ 1] + home
    # The joints: at the apex, and at the closing dart's two ends (where it is not one of both).
    last = np.array([path[-1] if path else 0 for path in first], dtype=np.intp)[ring]
    there, here = back.dart[head], back.dart[tail]
    at_apex = np.where(there >= 0, back.top[head], dart ^ 1)
    sums[:, TURNS] += arena.turns(last, at_apex)
    sums[:, TURNS] += np.where(there >= 0, arena.turns(there, dart ^ 1), False)
    sums[:, TURNS] += np.where(here >= 0, arena.turns(dart ^ 1, here ^ 1), False)
    return Closings(
        sums=sums,
        ring=ring,
        _dart=dart,
        _tail=tail,
        _head=head,
        _forest=back,
        _first=first,
    )
