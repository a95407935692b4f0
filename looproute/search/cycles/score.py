"""Score a cycle of a block by its totals and its shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from looproute._typing import AnyInts, Floats
from looproute.search.bearings import SETTING_OFF_COS, sets_off_toward
from looproute.search.cycles.contracted_block import (
    COLUMNS,
    COST,
    CROSS,
    LENGTH,
    METRES,
    TURNS,
    ContractedBlock,
)
from looproute.search.cycles.frontier import Joins
from looproute.search.graph.ragged import take_walked
from looproute.shape import hugging

# Merit of a loop: its compactness, up to this limit, less the penalties below.
ROUND_ENOUGH = 0.65
PER_TURN_PER_KM = 0.06
PER_COST = 0.5
PER_DOUBLING_BACK = 3.0
PER_NEAR_SELF = 2.0
# Penalty for setting off away from the heading.
PER_ELSEWHERE = 1.0
# Penalty per metre off the target if an exact length is requested: while closing and afterwards.
PER_METRE_OFF, PER_METRE_OFF_CLOSED = 1.0, 0.1


def plain_merit(sums: Floats) -> Floats:
    """Return the merits of cycles from their totals, the last axis of `sums`."""
    length = sums[..., METRES]
    compact = 2 * np.pi * np.abs(sums[..., CROSS]) / length**2
    merit: Floats = (
        np.minimum(compact, ROUND_ENOUGH)
        - PER_TURN_PER_KM * sums[..., TURNS] / length * 1000
        - PER_COST * sums[..., COST] / length
    )
    return merit


@dataclass(frozen=True, kw_only=True)
class Goal:
    """The target of cycles in level metres, its tolerance, and whether exactness comes first."""

    target_m: float
    tolerance_m: float
    exact: bool = False

    @property
    def low_m(self) -> float:
        """The shortest valid length."""
        return self.target_m - self.tolerance_m

    @property
    def high_m(self) -> float:
        """The longest valid length."""
        return self.target_m + self.tolerance_m

    def reached(self, cycle: Cycle) -> bool:
        """Return whether a cycle has a valid length."""
        return self.low_m <= cycle.length_m <= self.high_m

    def merit(self, sums: Floats) -> Floats:
        """Return the plain merit of totals, less a penalty per metre off an exact target."""
        if not self.exact:
            return plain_merit(sums)
        return plain_merit(sums) - PER_METRE_OFF * np.abs(sums[..., LENGTH] - self.target_m)


@dataclass(frozen=True, kw_only=True, eq=False)
class Cycle:
    """A simple cycle from the anchor back to it.

    Attributes
    ----------
    darts : (k,) of the block.
    upto : (k + 1, 5) totals up to each vertex, including turns at the vertices passed.

    """

    darts: AnyInts
    upto: Floats

    @classmethod
    def of(cls, block: ContractedBlock, darts: AnyInts) -> Cycle:
        """Return the cycle that consists of these darts."""
        upto = np.zeros((len(darts) + 1, COLUMNS))
        np.cumsum(block.totals[darts], axis=0, out=upto[1:])
        upto[2:, TURNS] += np.cumsum(block.turns(darts[:-1], darts[1:]))
        return cls(darts=darts, upto=upto)

    @property
    def sums(self) -> Floats:
        """(5,) totals of the whole cycle."""
        whole: Floats = self.upto[-1]
        return whole

    @property
    def length_m(self) -> float:
        """The length in level metres."""
        return float(self.upto[-1, LENGTH])


def merits(block: ContractedBlock, cycles: list[Cycle], goal: Goal) -> Floats:
    """Return the (c,) merits of cycles, including penalties for parts that run close together."""
    darts = np.concatenate([cycle.darts for cycle in cycles])
    flat, start, way = take_walked(block.sample_offsets, darts)
    size = np.diff(start)
    hug = hugging(
        block.sample_xy[flat],
        way[:, None] * block.sample_heading[flat],
        np.repeat(block.totals[darts, METRES] / size, size),
        start[np.concatenate([[0], np.cumsum([len(cycle.darts) for cycle in cycles])])],
    )
    sums = np.array([cycle.sums for cycle in cycles])
    plain = plain_merit(sums)
    if goal.exact:
        plain -= PER_METRE_OFF_CLOSED * np.abs(sums[:, LENGTH] - goal.target_m)
    if block.heading_deg is not None:
        plain -= [PER_ELSEWHERE * _is_elsewhere(block, cycle) for cycle in cycles]
    whole: Floats = plain - PER_DOUBLING_BACK * hug.doubling_back - PER_NEAR_SELF * hug.near_self
    return whole


def _is_elsewhere(block: ContractedBlock, cycle: Cycle) -> bool:
    """Return whether a cycle, walked either way, does not set off towards the block's heading."""
    assert block.heading_deg is not None
    flat, _, _ = take_walked(block.sample_offsets, cycle.darts)
    at_x, at_y = block.x[block.anchor], block.y[block.anchor]
    x, y = block.sample_xy[flat].T
    x, y = np.concatenate([[at_x], x, [at_x]]), np.concatenate([[at_y], y, [at_y]])
    ways = ((x, y), (x[::-1], y[::-1]))
    cos = max(sets_off_toward(*way, block.heading_deg) for way in ways)
    return cos < SETTING_OFF_COS


# Cycles longer than the target by more than this share are not closed. The second number is the
# merit lost per share of difference from the length of the followed shape.
GAP = 0.12
PER_GAP = 2.0


def select_promising(found: Joins, followed_m: float, target_m: float, kept: int) -> list[int]:
    """Return at most `kept` of the best cycles of each copy, in the order of the copies.

    They are ranked by merit and by how near they are to the length of the followed shape.
    """
    length_m = found.sums[:, LENGTH]
    off = np.abs(length_m - followed_m) / followed_m
    worth = plain_merit(found.sums) - PER_GAP * off
    fits = np.flatnonzero(length_m < target_m * (1 + GAP))
    ranked = fits[np.lexsort([-worth[fits], found.copy[fits]])]
    first = np.flatnonzero(np.diff(found.copy[ranked], prepend=-1))
    place = np.arange(len(ranked)) - np.repeat(first, np.diff(first, append=len(ranked)))
    return [int(i) for i in ranked[place < kept]]
