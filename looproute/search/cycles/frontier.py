"""Join two trees across their frontier into cycles.

The first path runs from the anchor to the apex. A shortest-path search from both of its ends that
may not use the path meets itself along a frontier, and each chain across it closes a simple cycle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from looproute._typing import Floats, Indices, Ints
from looproute.search.cycles.contracted_block import COLUMNS, CROSS, TURNS, ContractedBlock
from looproute.search.cycles.forest import Forest, StackedCopies, grow, path_to
from looproute.search.graph.ragged import take_walked

# Streets within this distance of the first path cost up to 1 + ZONE times as much, parallel ones
# most.
ZONE_M = 60.0
ZONE = 4.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Joins:
    """c cycles of a block, each represented by the dart that closes it.

    Attributes
    ----------
    sums : (c, 5) totals of the whole cycle, without the turn at the anchor.
    copy : (c,) the copy of the block that contains it.

    """

    sums: Floats
    copy: Indices
    _dart: Indices
    _tail: Indices
    _head: Indices
    _forest: Forest
    _first: list[list[int]]

    def darts(self, i: int) -> Ints:
        """Return cycle i as darts of the block, from the anchor back to it."""
        out = self._first[self.copy[i]]
        there = path_to(self._forest, int(self._head[i]))
        home = path_to(self._forest, int(self._tail[i]))
        closing = int(self._dart[i]) ^ 1
        return np.array([*out, *there, closing, *(d ^ 1 for d in reversed(home))], dtype=np.int32)


def joins(copies: StackedCopies, cost: Floats, first: list[list[int]]) -> Joins:
    """Return all cycles that begin with each copy's first path and return another way.

    Parameters
    ----------
    copies : k copies of a block.
    cost : (d,) cost of each dart of the copies.
    first : k paths from the anchor to an apex, as the block's darts; an empty one gives no cycles.

    """
    block = copies.block
    size = np.array([len(path) for path in first], dtype=np.intp)
    going = np.flatnonzero(size)
    path = np.array([dart for path in first for dart in path], dtype=np.intp)
    of_path = np.repeat(np.arange(len(first)), size)
    last = path[np.cumsum(size)[going] - 1]
    anchors = copies.number[going, block.anchor]
    apex = copies.number[going, block.head[last]]

    inner = np.zeros(copies.n, dtype=bool)
    inner[copies.number[of_path, block.head[path]]] = True
    inner[apex] = False
    walked = np.zeros((len(first), block.m), dtype=bool)
    walked[of_path, path >> 1] = True
    closed = inner.take(copies.tail) | inner.take(copies.head) | copies.of_chains(walked)
    left = np.flatnonzero(~closed)
    rest = copies.only(left)
    factors = rest.of_chains(_cost_factors_along(block, first))
    back = grow(rest, cost.take(left) * factors, np.concatenate([anchors, apex]))

    # One side of the frontier is the anchor's, the other the apex's; -1 indexes the final False.
    from_apex = np.zeros(copies.n + 1, dtype=bool)
    from_apex[apex] = True
    from_anchor = np.zeros(copies.n + 1, dtype=bool)
    from_anchor[anchors] = True
    here, there = from_anchor.take(back.source), from_apex.take(back.source)
    closing = np.flatnonzero(here.take(rest.tail) & there.take(rest.head))
    copy = copies.copy.take(rest.tail.take(closing))
    out = np.zeros((len(first), COLUMNS))
    np.add.at(out, of_path, block.totals[path])
    joined = of_path[1:] == of_path[:-1]
    np.add.at(out[:, TURNS], of_path[1:], joined & block.turns(path[:-1], path[1:]))
    arrival = np.zeros(len(first), dtype=np.intp)
    arrival[going] = last
    return Joins(
        sums=_add_up_totals(rest, closing, out[copy], arrival[copy], back),
        copy=copy,
        _dart=rest.dart[closing],
        _tail=rest.tail[closing],
        _head=rest.head[closing],
        _forest=back,
        _first=first,
    )


def _cost_factors_along(block: ContractedBlock, paths: list[list[int]]) -> Floats:
    """Return the (k, m) factors by which chains along each of k paths cost more."""
    xy, heading, start = block.sample_xy, block.sample_heading, block.sample_offsets
    darts = np.array([dart for path in paths for dart in path], dtype=np.intp)
    of_path = np.repeat(np.arange(len(paths)), [len(path) for path in paths])
    walked, by_dart, _ = take_walked(start, darts)
    copy = np.repeat(of_path, np.diff(by_dart))
    near, by = block.grid_index.near(walked, copy)
    beside = walked.take(by)
    apart_m = np.hypot(*(xy.take(near, axis=0) - xy.take(beside, axis=0)).T)
    cos = np.einsum("ij,ij->i", heading.take(near, axis=0), heading.take(beside, axis=0))
    part = np.clip(1 - apart_m / ZONE_M, 0, 1) * (0.3 + 0.7 * np.abs(cos))
    chain = np.repeat(np.arange(block.m), np.diff(start)).take(near)
    along = np.bincount(copy.take(by) * block.m + chain, part, len(paths) * block.m)
    factors: Floats = 1 + ZONE * along.reshape(len(paths), block.m) / np.diff(start)
    return factors


def _add_up_totals(
    rest: StackedCopies, closing: Indices, out: Floats, last: Indices, back: Forest
) -> Floats:
    """Return the (c, 5) totals of cycles: to the apex, to the closing dart, over it, and back.

    `out` are the totals of the first paths, `last` their last darts.
    """
    block, dart, ends = rest.block, rest.dart[closing] ^ 1, len(closing)
    both = back.paths_to(np.concatenate([rest.head[closing], rest.tail[closing]]))
    home = both.sums[ends:]
    home[:, CROSS] *= -1
    sums: Floats = out + both.sums[:ends] + block.totals[dart] + home
    # Turns between the parts: at the apex and, outside the trees, at the closing dart's ends.
    there, here = both.last[:ends], both.last[ends:]
    sums[:, TURNS] += block.turns(last, np.where(there >= 0, both.first[:ends], dart))
    sums[:, TURNS] += (there >= 0) & block.turns(there, dart)
    sums[:, TURNS] += (here >= 0) & block.turns(dart, here ^ 1)
    return sums
