"""Find good cycles of the right length in one block, in waves until there are enough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from looproute._typing import Floats
from looproute.search.bearings import Bearings
from looproute.search.cycles.contracted_block import LENGTH, ContractedBlock
from looproute.search.cycles.detours import MUCH_BETTER, close, close_in_rounds
from looproute.search.cycles.ellipses import Ellipses
from looproute.search.cycles.frontier import Joins
from looproute.search.cycles.score import GAP, Cycle, Goal, merits, plain_merit, select_promising
from looproute.search.cycles.sectors import Sectors
from looproute.search.select import MUCH_WORSE, choose

# The number of cycles closed for each direction.
KEPT = 2
# The number of directions in a wave, and its minimum in a large block: each direction needs a copy
# of the block, and all copies together have at most about this many vertices.
DIRECTIONS, FEWEST = 12, 4
MOST_COPIED = 50_000
# Merit above which the search stops early.
GOOD = -0.85
# Once there are enough cycles, a wave that gains less than this is the last one.
LEAST_GAIN = 0.1
MOST_IMPROVEMENTS = 2
MOST_JUDGED = 4  # the number of cycles just outside the tolerance to judge
# For each chosen cycle that uses a street, up to two, its cost rises by this share of itself.
SURCHARGE = 1.0


# In a block of at most this many chains, the waves of a batch are searched together, since the
# overhead of a call exceeds its work.
TOGETHER = 600


class Guide(Protocol):
    """A source of cycles that follow a shape, such as an ellipse."""

    def cycles(self, block: ContractedBlock, length_m: float, bearings: Floats) -> Joins:
        """Return cycles of roughly `length_m`, towards each of the bearings."""


class Wave(NamedTuple):
    """One search in all directions.

    `guide` is what the cycles follow, `scale` times as long as the target, on bearings at equal
    steps, the first one turned by `turned` steps. The best cycles of each direction are closed in
    at most `rounds` rounds. Streets of cycles already chosen cost more.
    """

    guide: Guide
    turned: float = 0.0
    scale: float = 1.0
    rounds: int = 2


BATCHES = (
    (Wave(Ellipses()),),
    (Wave(Sectors(longest=1 + GAP)),),
    (
        Wave(Ellipses(stretch=1.6), turned=0.5),
        Wave(Ellipses(stretch=0.6), turned=0.25),
        Wave(Ellipses(), turned=0.75, scale=0.85),
    ),
    (
        Wave(Ellipses(), turned=0.3),
        Wave(Sectors(longest=1 + GAP), turned=0.3),
        Wave(Ellipses(stretch=1.6), turned=0.8),
    ),
    (
        Wave(Ellipses(stretch=0.6), turned=0.55),
        Wave(Ellipses(), turned=0.05, scale=0.85),
        Wave(Ellipses(), scale=0.7),
    ),
    (
        Wave(Ellipses(), scale=0.4, rounds=4),
        Wave(Sectors(), scale=0.2, rounds=6),
        Wave(Sectors(), scale=0.1, rounds=8),
    ),
)


class FoundCycles(NamedTuple):
    """Cycles with their merits.

    Attributes
    ----------
    right : different cycles of the right length, best first.
    outside : a cycle slightly outside the tolerance that is better than all of them, or None.
    """

    right: list[tuple[float, Cycle]]
    outside: tuple[float, Cycle] | None


def candidates(block: ContractedBlock, goal: Goal, compass: Bearings, count: int) -> FoundCycles:
    """Return up to `count` different cycles, and perhaps a better one just outside."""
    pool = Pool(block, goal, count)
    pool.add([ring for ring in _find_rings(block) if goal.reached(ring)])
    for waves in _group_waves(block):
        before = pool.worth
        found = _close_waves(_raise_costs(block, pool), goal, compass, waves, pool.outside)
        pool.add([Cycle.of(block, cycle.darts) for cycle in found])
        if pool.is_enough(before):
            break
    return FoundCycles(pool.improved(), pool.best_outside())


def _group_waves(block: ContractedBlock) -> Iterable[Sequence[Wave]]:
    """Return batches of waves; the waves of a batch are searched together."""
    if block.m <= TOGETHER:
        return BATCHES
    return ((wave,) for batch in BATCHES for wave in batch)


class Pool:
    """The distinct cycles found, and the best choice among them."""

    def __init__(self, block: ContractedBlock, goal: Goal, count: int) -> None:
        self._arena, self._goal, self._count = block, goal, count
        self._cycles: dict[bytes, tuple[float, Cycle]] = {}
        self.chosen: list[tuple[float, Cycle]] = []
        self.outside: list[Cycle] = []

    def add(self, cycles: list[Cycle]) -> None:
        """Add cycles, except those that are much worse than the best, and choose again."""
        least = self.best - MUCH_WORSE
        cycles = [cycle for cycle in cycles if plain_merit(cycle.sums) >= least]
        keys = [np.unique(cycle.darts >> 1).tobytes() for cycle in cycles]
        fresh = {
            key: cycle for key, cycle in zip(keys, cycles, strict=True) if key not in self._cycles
        }
        if not fresh:
            return
        values = merits(self._arena, list(fresh.values()), self._goal).tolist()
        for key, value, cycle in zip(fresh, values, fresh.values(), strict=True):
            self._cycles[key] = value, cycle
        every = list(self._cycles.values())
        best = choose(
            np.array([value for value, _ in every]),
            [cycle.darts for _, cycle in every],
            self._arena.totals[::2, LENGTH],
            self._count,
        )
        self.chosen = [every[i] for i in best]

    @property
    def full(self) -> bool:
        """Whether as many cycles are chosen as were requested."""
        return len(self.chosen) == self._count

    @property
    def best(self) -> float:
        """The greatest merit of the chosen cycles."""
        return max((value for value, _ in self.chosen), default=-np.inf)

    @property
    def worst(self) -> float:
        """The least merit of the chosen cycles."""
        return min(value for value, _ in self.chosen)

    def is_enough(self, worth_before: float) -> bool:
        """Return whether the pool is full, and good throughout or hardly better than before."""
        return self.full and (self.worst > GOOD or self.worth < worth_before + LEAST_GAIN)

    def improved(self) -> list[tuple[float, Cycle]]:
        """Return the chosen cycles after adding detours that improve their shape."""
        tried: list[Cycle] = []
        for _ in range(MOST_IMPROVEMENTS):
            before = self.worth
            fresh = [cycle for _, cycle in self.chosen if cycle not in tried]
            if fresh:
                closed = close(self._arena, fresh, self._goal, self.outside)
                self.add([cycle for cycle in closed if cycle is not None])
            tried += fresh
            if self.worth < before + LEAST_GAIN:
                break
        return self.chosen

    def best_outside(self) -> tuple[float, Cycle] | None:
        """Return the best cycle just outside the tolerance; None unless it is much better."""
        if not (self.outside and self.chosen):
            return None
        # When these were found, chains of chosen cycles cost more than they do.
        near = [Cycle.of(self._arena, cycle.darts) for cycle in self.outside]
        near.sort(key=lambda cycle: -float(plain_merit(cycle.sums)))
        values = merits(self._arena, near[:MOST_JUDGED], self._goal)
        best = int(np.argmax(values))
        return (
            (float(values[best]), near[best]) if values[best] >= self.best + MUCH_BETTER else None
        )

    @property
    def worth(self) -> float:
        """The total merit of the chosen cycles, each relative to a merit of -2."""
        return sum(value + 2 for value, _ in self.chosen)


def _find_rings(block: ContractedBlock) -> list[Cycle]:
    """Return the cycles that are one chain from the anchor back to it."""
    darts = np.flatnonzero((block.tail == block.anchor) & (block.head == block.anchor))
    return [Cycle.of(block, dart) for dart in darts[::2, None]]


def _raise_costs(block: ContractedBlock, pool: Pool) -> ContractedBlock:
    """Return a copy of the block in which the chains of chosen cycles cost more."""
    walked = np.zeros(block.m)
    for _, cycle in pool.chosen:
        walked[cycle.darts >> 1] += 1
    return block.scale_costs(1 + SURCHARGE * np.minimum(walked, 2))


def _close_waves(
    block: ContractedBlock,
    goal: Goal,
    compass: Bearings,
    waves: Sequence[Wave],
    outside: list[Cycle],
) -> list[Cycle]:
    """Return the cycles of the right length that some waves find; see `close` for `outside`."""
    directions = max(FEWEST, min(DIRECTIONS, MOST_COPIED // block.n))
    begun: dict[bytes, Cycle] = {}
    for wave in waves:
        length_m = goal.target_m * wave.scale
        found = wave.guide.cycles(block, length_m, compass.bearings(directions, wave.turned))
        for i in select_promising(found, length_m, goal.target_m, KEPT):
            darts = found.darts(i)
            begun.setdefault(np.sort(darts >> 1).tobytes(), Cycle.of(block, darts))
    rounds = max(wave.rounds for wave in waves)
    return close_in_rounds(block, list(begun.values()), goal, rounds, outside)
