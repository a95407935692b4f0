"""Candidates: good cycles of the right length in one arena, wave after wave until there are enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from looproute.search.arena import LENGTH, Arena
from looproute.search.choice import choose, shared_shares
from looproute.search.closing import close
from looproute.search.cycles import Cycle, merits, plain_merit
from looproute.search.frontier import Closings
from looproute.search.rings import ring_cycles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BEARINGS = 12
# Waves: circles of these sizes relative to the wish.
SCALES = (1.0, 0.85, 1.15, 0.7)
# A cycle further than this from the wish is not worth closing.
GAP = 0.12
PER_GAP = 2.0
PER_RING = 3
GOOD = -1.0


def candidates(
    arena: Arena, target_m: float, tolerance_m: float, count: int
) -> list[tuple[float, Cycle]]:
    """Return up to `count` cycles with their merits, best first, each within tolerance."""
    lengths = arena.ledger[::2, LENGTH]
    pool: dict[bytes, Cycle] = {}
    chosen: list[int] = []
    for wave, scale in enumerate(SCALES):
        step = 2 * np.pi / BEARINGS
        bearings = (np.arange(BEARINGS) + 0.5 * (wave % 2)) * step
        side = np.where((np.arange(BEARINGS) + wave) % 2 == 0, 1.0, -1.0)
        found = ring_cycles(arena, target_m * scale, bearings, side)
        raw = [Cycle.of(arena, found.darts(i)) for i in _promising(found, target_m)]
        if raw:
            for cycle in close(arena, raw, target_m, tolerance_m):
                if cycle is not None:
                    pool.setdefault(np.unique(cycle.darts >> 1).tobytes(), cycle)
        if not pool:
            continue
        cycles = list(pool.values())
        values = merits(arena, cycles)
        chosen = choose(values, shared_shares(lengths, [cycle.darts for cycle in cycles]), count)
        if len(chosen) == count and values[chosen].min() > GOOD:
            break
    return [(float(values[i]), cycles[i]) for i in chosen]


def _promising(found: Closings, target_m: float) -> list[int]:
    """Return the best few cycles of each ring, nearness to the target counted."""
    gap = np.abs(found.sums[:, LENGTH] - target_m) / target_m
    worth = plain_merit(found.sums) - PER_GAP * gap
    near = np.flatnonzero(gap < GAP)
    ranked = near[np.lexsort([-worth[near], found.copy[near]])]
    ring = found.copy[ranked]
    first = np.flatnonzero(np.diff(ring, prepend=-1))
    place = np.arange(len(ranked)) - np.repeat(first, np.diff(first, append=len(ranked)))
    return [int(i) for i in ranked[place < PER_RING]]
