"""Exact closing: detours that give a cycle the length it lacks, and a better shape where they can.

All vertices of a cycle are sources, its own chains are closed. Each chain across a frontier is
then a detour that replaces a stretch of the cycle; its length, area, turns and cost are known.
Detours between different vertices over stretches that do not overlap cannot touch, so two of them
may be taken together and their figures add up. Whatever is taken, the cycle stays simple.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from looproute.search.arena import CROSS, LENGTH, TURNS, Arena
from looproute.search.cycles import Cycle, plain_merit
from looproute.search.forest import Copies, Forest, grow, path_to

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]
    Mask = NDArray[np.bool_]

# How far a detour may stray from the cycle, in metres; each half of it may cost this much.
STRAY_M = 300.0
HALF_COST = 450.0
# Of the detours of one cycle, this many of the best are tried in pairs.
PAIRED = 48


@dataclass(frozen=True, kw_only=True, eq=False)
class Detours:
    """d detours: of cycle `cycle`, from its vertex `leave` to its vertex `join`, later along it.

    Attributes
    ----------
    change : (d, 4) what taking the detour adds to the cycle's ledger.

    """

    cycle: Indices
    leave: Indices
    join: Indices
    change: Floats
    _dart: Indices
    _tail: Indices
    _head: Indices
    _forest: Forest

    def darts(self, i: int) -> list[int]:
        """Return detour i as darts of the arena."""
        there = path_to(self._forest, int(self._tail[i]))
        on = path_to(self._forest, int(self._head[i]))
        return [*there, int(self._dart[i]), *(d ^ 1 for d in reversed(on))]


def detours(arena: Arena, cycles: list[Cycle]) -> Detours:
    """Return every detour of each cycle."""
    c = len(cycles)
    size = np.array([len(cycle.darts) for cycle in cycles])
    of_cycle = np.repeat(np.arange(c), size)
    darts = np.concatenate([cycle.darts for cycle in cycles])
    place = np.concatenate([np.arange(k) for k in size])
    copies = Copies.of(arena, _near(arena, of_cycle, darts, c))
    sources = copies.number[of_cycle, arena.tail[darts]]

    own = np.zeros((c, arena.m), dtype=bool)
    own[of_cycle, darts >> 1] = True
    rest = copies.without(own[copies.copy[copies.tail], copies.dart >> 1])
    forest = grow(rest, arena.ledger[rest.dart, 3], sources, limit=HALF_COST)

    at = np.full(copies.n + 1, -1)
    at[sources] = np.arange(len(sources))
    from_, to = at[forest.source[rest.tail]], at[forest.source[rest.head]]
    k = np.flatnonzero((from_ >= 0) & (from_ < to))
    from_, to, dart = from_[k], to[k], rest.dart[k]
    tail, head = rest.tail[k], rest.head[k]

    there, back = forest.dart[tail], forest.dart[head]
    onward = forest.sums[head].copy()
    onward[:, CROSS] *= -1
    change = forest.sums[tail] + arena.ledger[dart] + onward
    change[:, TURNS] += (there >= 0) & arena.turns(there, dart)
    change[:, TURNS] += (back >= 0) & arena.turns(dart, back ^ 1)
    first = np.where(there >= 0, forest.top[tail], dart)
    last = np.where(back >= 0, forest.top[head] ^ 1, dart)
    change[:, TURNS] += (place[from_] > 0) & arena.turns(darts[from_ - 1], first)
    change[:, TURNS] += arena.turns(last, darts[to])

    # The stretch that the detour replaces, with the turns at its two ends.
    upto = np.concatenate([cycle.upto[:-1] for cycle in cycles])
    change -= upto[to] - upto[from_]
    change[:, TURNS] -= arena.turns(darts[to - 1], darts[to])
    return Detours(
        cycle=of_cycle[from_],
        leave=place[from_],
        join=place[to],
        change=change,
        _dart=dart,
        _tail=tail,
        _head=head,
        _forest=forest,
    )


def _near(arena: Arena, of_cycle: Indices, darts: NDArray[np.int32], c: int) -> Mask:
    """Return (c, n) which vertices lie within about STRAY_M of each cycle's vertices."""
    west, south = arena.x.min(), arena.y.min()
    column = ((arena.x - west) // STRAY_M).astype(np.intp) + 1
    row = ((arena.y - south) // STRAY_M).astype(np.intp) + 1
    width, height = column.max() + 2, row.max() + 2
    raster = np.zeros((c, height, width), dtype=bool)
    for chain_end in (arena.tail[darts], arena.head[darts]):
        r, col = row[chain_end], column[chain_end]
        for dr in (-1, 0, 1):
            for dc in (-1, 0, 1):
                raster[of_cycle, r + dr, col + dc] = True
    near: Mask = raster[:, row, column]
    return near


def close(
    arena: Arena, cycles: list[Cycle], target_m: float, tolerance_m: float
) -> list[Cycle | None]:
    """Return each cycle at its best: within tolerance of the target, by at most two detours.

    None where a cycle cannot be brought to that length.
    """
    found = detours(arena, cycles)
    return [
        _closed(arena, cycle, found, np.flatnonzero(found.cycle == i), target_m, tolerance_m)
        for i, cycle in enumerate(cycles)
    ]


def _closed(
    arena: Arena,
    cycle: Cycle,
    found: Detours,
    mine: Indices,
    target_m: float,
    tolerance_m: float,
) -> Cycle | None:
    best: tuple[int, ...] = ()
    best_merit = -np.inf
    if abs(cycle.length_m - target_m) <= tolerance_m:
        best_merit = float(plain_merit(cycle.sums))
    alone = cycle.sums + found.change[mine]
    fits = np.abs(alone[:, LENGTH] - target_m) <= tolerance_m
    merits = plain_merit(alone)
    if fits.any():
        i = int(np.argmax(np.where(fits, merits, -np.inf)))
        if merits[i] > best_merit:
            best, best_merit = (int(mine[i]),), float(merits[i])

    few = mine[np.argsort(-merits, kind="stable")[:PAIRED]]
    change, leave, join = found.change[few], found.leave[few], found.join[few]
    both = cycle.sums + change[:, None] + change[None, :]
    fits = np.abs(both[..., LENGTH] - target_m) <= tolerance_m
    fits &= join[:, None] < leave[None, :]
    if fits.any():
        merits = np.where(fits, plain_merit(both), -np.inf)
        i, j = np.unravel_index(int(np.argmax(merits)), merits.shape)
        if merits[i, j] > best_merit:
            best, best_merit = (int(few[i]), int(few[j])), float(merits[i, j])
    if best_merit == -np.inf:
        return None
    darts = cycle.darts.tolist()
    for i in reversed(best):
        darts[found.leave[i] : found.join[i]] = found.darts(i)
    return Cycle.of(arena, np.array(darts, dtype=np.int32))
