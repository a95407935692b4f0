"""Candidates: good cycles of the right length in one arena, wave after wave until there are enough."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from looproute.search.arena import LENGTH, Arena
from looproute.search.choice import choose
from looproute.search.closing import close
from looproute.search.cycles import Cycle, Goal, merits, plain_merit
from looproute.search.frontier import Closings
from looproute.search.rings import ring_cycles

# A cycle longer than the wish by more than this share is not worth closing, and what a share off
# the length of the circle costs in merit.
GAP = 0.12
PER_GAP = 2.0
# Merit that is good enough not to look for better.
GOOD = -0.6


class Wave(NamedTuple):
    """One search round the compass: how large the circles are, relative to the wish.

    `bearings` of them, the first one `offset` of a step from north; of the cycles of each ring
    the best `keep` are closed, in at most `rounds` rounds.
    """

    scale: float
    offset: float = 0.0
    bearings: int = 12
    keep: int = 3
    rounds: int = 1


WAVES = (
    Wave(1.0),
    Wave(0.85, offset=0.5),
    Wave(1.15, offset=0.25),
    Wave(0.7, rounds=2),
    Wave(0.4, rounds=4, bearings=8),
    Wave(0.2, rounds=6, bearings=6),
)


def candidates(arena: Arena, goal: Goal, count: int) -> list[tuple[float, Cycle]]:
    """Return up to `count` different cycles with their merits, best first, all right in length."""
    length_m = arena.ledger[::2, LENGTH]
    pool: dict[bytes, tuple[float, Cycle]] = {}
    chosen: list[int] = []
    for wave in WAVES:
        fresh = {_streets(cycle): cycle for cycle in _wave(arena, goal, wave)}
        fresh = {key: cycle for key, cycle in fresh.items() if key not in pool}
        if not fresh:
            continue
        values = merits(arena, list(fresh.values()), goal)
        pool.update(zip(fresh, zip(values.tolist(), fresh.values(), strict=True), strict=True))
        every = list(pool.values())
        worth = np.array([value for value, _ in every])
        chosen = choose(worth, [cycle.darts for _, cycle in every], length_m, count)
        if len(chosen) == count and worth[chosen].min() > GOOD:
            break
    every = list(pool.values())
    return [every[i] for i in chosen]


def _streets(cycle: Cycle) -> bytes:
    return np.unique(cycle.darts >> 1).tobytes()


def _wave(arena: Arena, goal: Goal, wave: Wave) -> list[Cycle]:
    """Return the cycles right in length that one wave finds."""
    turn = np.arange(wave.bearings)
    bearings = (turn + wave.offset) * (2 * np.pi / wave.bearings)
    side = np.where(turn % 2 == 0, 1.0, -1.0)
    found = ring_cycles(arena, goal.target_m * wave.scale, bearings, side)
    most_m = goal.target_m * (1 + GAP)
    going = [
        Cycle.of(arena, found.darts(i))
        for i in _promising(found, goal.target_m * wave.scale, most_m, wave.keep)
    ]
    done: list[Cycle] = []
    for _ in range(wave.rounds):
        if not going:
            break
        closed = [cycle for cycle in close(arena, going, goal) if cycle is not None]
        done += [cycle for cycle in closed if goal.reached(cycle)]
        going = [cycle for cycle in closed if not goal.reached(cycle)]
    return done


def _promising(found: Closings, near_m: float, most_m: float, keep: int) -> list[int]:
    """Return the best few cycles of each ring, nearness to the length of the circle counted."""
    length_m = found.sums[:, LENGTH]
    worth = plain_merit(found.sums) - PER_GAP * np.abs(length_m - near_m) / near_m
    fits = np.flatnonzero(length_m < most_m)
    ranked = fits[np.lexsort([-worth[fits], found.copy[fits]])]
    ring = found.copy[ranked]
    first = np.flatnonzero(np.diff(ring, prepend=-1))
    place = np.arange(len(ranked)) - np.repeat(first, np.diff(first, append=len(ranked)))
    return [int(i) for i in ranked[place < keep]]
