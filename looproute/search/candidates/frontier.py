"""Cycles across a frontier: two trees that meet, and the chains that close a cycle between them.

The first path runs from the anchor to the apex. A shortest-path run from both of its ends, kept
off the path, meets itself along a frontier, and each chain across it closes a simple cycle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from looproute.search.candidates.arena import CELL_M, CROSS, TURNS
from looproute.search.candidates.forest import Copies, Forest, grow, path_to
from looproute.search.graph.ragged import row_sums, take_rows, take_walked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.signedinteger]

# Streets this near the first path are dearer, most where they run along it: up to 1 + this.
ZONE_M = 60.0
ZONE = 4.0
_REACH = int(ZONE_M / CELL_M) + 1


@dataclass(frozen=True, kw_only=True, eq=False)
class Closings:
    """c cycles of an arena, each given by the dart that closes it.

    Attributes
    ----------
    sums : (c, 4) ledger of the whole cycle, the turn at the anchor left out.
    copy : (c,) which copy of the arena it lies in.

    """

    sums: Floats
    copy: Indices
    _dart: Indices
    _tail: Indices
    _head: Indices
    _forest: Forest
    _first: list[list[int]]

    def darts(self, i: int) -> NDArray[np.int32]:
        """Return cycle i as darts of the arena, from the anchor back to it."""
        out = self._first[self.copy[i]]
        there = path_to(self._forest, int(self._head[i]))
        home = path_to(self._forest, int(self._tail[i]))
        closing = int(self._dart[i]) ^ 1
        return np.array([*out, *there, closing, *(d ^ 1 for d in reversed(home))], dtype=np.int32)


def closings(
    copies: Copies, cost: Floats, anchors: Indices, out: Forest, apex: Indices
) -> Closings:
    """Return all cycles that go from each copy's anchor to its apex and come back another way.

    Parameters
    ----------
    copies : k copies of an arena.
    cost : (d,) what walking each dart of the copies costs.
    anchors : (k,) the vertex where the cycles of each copy begin.
    out : the forest grown from the anchors.
    apex : (k,) the vertex at the end of each copy's first path, -1 for no cycles in this copy.

    """
    arena = copies.arena
    first = [path_to(out, int(a)) if a >= 0 else [] for a in apex]
    going = np.flatnonzero([len(path) > 0 for path in first])
    path = np.array([dart for path in first for dart in path], dtype=np.intp)
    of_path = np.repeat(np.arange(len(first)), [len(path) for path in first])

    inner = np.zeros(copies.n, dtype=bool)
    inner[copies.number[of_path, arena.head[path]]] = True
    inner[apex[going]] = False
    walked = np.zeros((len(first), arena.m), dtype=bool)
    walked[of_path, path >> 1] = True
    copy, edge = copies.copy[copies.tail], copies.dart >> 1
    closed = inner[copies.tail] | inner[copies.head] | walked[copy, edge]
    rest, copy, edge = copies.without(closed), copy[~closed], edge[~closed]
    dear = _dear_along(copies, of_path, path)
    back = grow(
        rest, cost[~closed] * dear[copy, edge], np.concatenate([anchors[going], apex[going]])
    )

    # One side of the frontier is the anchor's, the other the apex's; -1 finds the False put last.
    from_apex = np.zeros(copies.n + 1, dtype=bool)
    from_apex[apex[going]] = True
    from_anchor = np.zeros(copies.n + 1, dtype=bool)
    from_anchor[anchors[going]] = True
    closing = np.flatnonzero(
        from_anchor[back.source[rest.tail]] & from_apex[back.source[rest.head]]
    )
    copy = copy[closing]
    return Closings(
        sums=_sums(rest, closing, out, apex[copy], back),
        copy=copy,
        _dart=rest.dart[closing],
        _tail=rest.tail[closing],
        _head=rest.head[closing],
        _forest=back,
        _first=first,
    )


def _dear_along(copies: Copies, of_path: Indices, path: Indices) -> Floats:
    """Return (k, m) how many times dearer each chain is for running along its copy's first path.

    The samples of the path are painted on a raster, each on the cells within 60 m of it; a chain
    then looks up which sample of the path its own samples are near to.
    """
    arena, k = copies.arena, len(copies.number)
    once = np.flatnonzero(copies.dart % 2 == 0)
    copy, chain = copies.copy[copies.tail[once]], copies.dart[once] >> 1
    flat, start = take_rows(arena.sample_start, chain)
    of_sample = np.repeat(copy, np.diff(start))
    column, row = arena.sample_cells
    first_column, width = _extent(column[flat], of_sample, k)
    first_row, height = _extent(row[flat], of_sample, k)
    corner = (np.arange(k) * height - first_row) * width - first_column
    cell = row * width + column

    painted, painted_start, _ = take_walked(arena.sample_start, path)
    brush = corner[np.repeat(of_path, np.diff(painted_start))] + cell[painted]
    raster = np.full(k * width * height, -1, dtype=np.int32)
    steps = range(-_REACH, _REACH + 1)
    disc = [(i * i + j * j, i * width + j) for i in steps for j in steps]
    for far, step in sorted(disc, reverse=True):
        if far <= _REACH * _REACH:
            raster[brush + step] = painted
    by = raster[corner[of_sample] + cell[flat]]
    near = np.flatnonzero(by >= 0)
    flat, by = flat[near], by[near]
    apart_m = np.hypot(*(arena.sample_xy[flat] - arena.sample_xy[by]).T)
    heading = arena.sample_heading
    parallel = np.abs(np.einsum("ij,ij->i", heading[flat], heading[by]))
    dear = np.zeros(start[-1])
    dear[near] = np.clip(1 - apart_m / ZONE_M, 0, 1) * (0.3 + 0.7 * parallel)
    table = np.ones((k, arena.m))
    table[copy, chain] += ZONE * row_sums(dear, start) / np.diff(start)
    return table


def _extent(cells: Indices, of_copy: Indices, k: int) -> tuple[Indices, int]:
    """Return the first column (or row) of each copy's raster, and how many all rasters have."""
    first, size = np.zeros(k, dtype=np.intp), 1
    present, begin = np.unique(of_copy, return_index=True)
    if len(present):
        first[present] = np.minimum.reduceat(cells, begin) - _REACH
        size += int((np.maximum.reduceat(cells, begin) + _REACH - first[present]).max())
    return first, size


def _sums(rest: Copies, closing: Indices, out: Forest, apex: Indices, back: Forest) -> Floats:
    """Return (c, 4) ledgers: out to the apex, on to the closing dart's head, over it, and home."""
    arena, dart = rest.arena, rest.dart[closing]
    tail, head = rest.tail[closing], rest.head[closing]
    home = back.sums[tail].copy()
    home[:, CROSS] *= -1
    sums: Floats = out.sums[apex] + back.sums[head] + arena.ledger[dart ^ 1] + home
    # The joints: at the apex, and at the closing dart's two ends where they are not the trees' own.
    there, here = back.dart[head], back.dart[tail]
    sums[:, TURNS] += arena.turns(out.dart[apex], np.where(there >= 0, back.top[head], dart ^ 1))
    sums[:, TURNS] += (there >= 0) & arena.turns(there, dart ^ 1)
    sums[:, TURNS] += (here >= 0) & arena.turns(dart ^ 1, here ^ 1)
    return sums
