"""The totals and the merit of a cycle."""

from __future__ import annotations

import numpy as np
import pytest

from looproute.search.cycles.contracted_block import COLUMNS, COST, CROSS, LENGTH, METRES, TURNS
from looproute.search.cycles.score import (
    PER_COST,
    PER_DOUBLING_BACK,
    PER_METRE_OFF,
    PER_NEAR_SELF,
    PER_TURN_PER_KM,
    ROUND_ENOUGH,
    Cycle,
    Goal,
    merits,
    plain_merit,
)
from looproute.search.features import Features
from looproute.shape import hugging, resample

from ..contracted_blocks import (
    PLACE_NAMES,
    Place,
    by_hand,
    drawn,
    places,
    points,
    random_cycles,
    walk_cycle,
)


def totals(length_m: float, area_m2: float, turns: float = 0.0, cost: float = 0.0) -> np.ndarray:
    row = np.zeros(COLUMNS)
    row[[LENGTH, METRES, CROSS, TURNS, COST]] = length_m, length_m, 2 * area_m2, turns, cost
    return row


@pytest.mark.parametrize("place", places(), ids=PLACE_NAMES)
def test_the_totals_of_a_cycle_agree_with_a_sum_along_it(place: Place) -> None:
    block = place.contracted_block(1500.0)
    for darts in random_cycles(block, seed=1, count=5):
        walk_cycle(block, darts.tolist())
        cycle = Cycle.of(block, darts)
        assert cycle.upto[0].tolist() == [0, 0, 0, 0, 0]
        for k in range(1, len(darts) + 1):
            wanted = by_hand(block, darts[:k].tolist(), place.network)
            assert cycle.upto[k] == pytest.approx(wanted, abs=1e-1), k
        assert cycle.sums.tolist() == cycle.upto[-1].tolist()
        assert cycle.length_m == cycle.upto[-1, LENGTH]


@pytest.mark.parametrize("place", places(), ids=PLACE_NAMES)
def test_a_cycle_has_the_same_merit_in_both_directions(place: Place) -> None:
    block = place.contracted_block(1500.0)
    cycles = [Cycle.of(block, darts) for darts in random_cycles(block, seed=2, count=8)]
    goal = Goal(target_m=1000.0, tolerance_m=5.0, exact=True)
    back = [Cycle.of(block, cycle.darts[::-1] ^ 1) for cycle in cycles]
    forth, again = merits(block, cycles, goal), merits(block, back, goal)
    assert forth == pytest.approx(again, abs=1e-9)


@pytest.mark.parametrize("place", places(), ids=PLACE_NAMES)
def test_merits_agree_with_the_shape_shares_of_the_loop(place: Place) -> None:
    """Samples lie every 20 m in the block and every 10 m in the loop: nearly the same."""
    block = place.contracted_block(1500.0)
    cycles = [Cycle.of(block, darts) for darts in random_cycles(block, seed=3, count=8)]
    goal = Goal(target_m=1000.0, tolerance_m=5.0)
    fault = goal.merit(np.array([cycle.sums for cycle in cycles])) - merits(block, cycles, goal)
    plane = Features.of(place.network).plane
    for cycle, counted in zip(cycles, fault.tolist(), strict=True):
        parts = []
        for dart in block.chains.expand(cycle.darts).tolist():
            x, y = plane.to_xy(*points(block.subgraph, dart >> 1, place.network).T)
            parts.append(np.column_stack([x, y])[:: -1 if dart & 1 else 1])
        samples, way = resample(*np.concatenate(parts).T)
        weight = np.full(len(samples), cycle.length_m / len(samples))
        hug = hugging(samples, way, weight, np.array([0, len(samples)]))
        wanted = PER_DOUBLING_BACK * hug.doubling_back[0] + PER_NEAR_SELF * hug.near_self[0]
        assert counted == pytest.approx(wanted, abs=0.12 * (PER_DOUBLING_BACK + PER_NEAR_SELF))


def test_merit_rises_with_compactness_up_to_a_limit() -> None:
    round_ = plain_merit(np.array([totals(1000, area) for area in (0, 20_000, 45_000, 60_000)]))
    assert round_[0] < round_[1] < round_[2]
    assert round_[1] - round_[0] == pytest.approx(4 * np.pi * 20_000 / 1000**2)
    circle = plain_merit(totals(1000, 1000**2 / (4 * np.pi)))
    assert circle == round_[3] == pytest.approx(ROUND_ENOUGH)
    # Whichever way round.
    assert plain_merit(totals(1000, -20_000)) == round_[1]


def test_turns_and_high_costs_reduce_the_merit_by_their_weights() -> None:
    plain = plain_merit(totals(2000, 10_000))
    assert plain - plain_merit(totals(2000, 10_000, turns=2)) == pytest.approx(PER_TURN_PER_KM)
    assert plain - plain_merit(totals(2000, 10_000, cost=2000)) == pytest.approx(PER_COST)


def test_the_error_counts_only_with_exact() -> None:
    near, far = totals(1000, 10_000), totals(1004, 10_000 * 1.004**2)
    usual = Goal(target_m=1000, tolerance_m=5)
    exact = Goal(target_m=1000, tolerance_m=5, exact=True)
    assert usual.merit(near) == pytest.approx(usual.merit(far), abs=1e-9)
    assert exact.merit(near) - exact.merit(far) == pytest.approx(4 * PER_METRE_OFF)


def test_a_target_is_met_within_its_tolerance_ends_included() -> None:
    block = drawn("A---.\n|   |\n.---.", "A", spacing_m=100).contracted_block(2000)
    cycle = Cycle.of(block, np.array([0], dtype=np.int32))
    assert cycle.length_m == pytest.approx(1200, abs=0.1)
    for off, right in ((0.0, True), (3.9, True), (-3.9, True), (4.3, False), (-4.3, False)):
        assert Goal(target_m=1200 + off, tolerance_m=4).reached(cycle) == right
    goal = Goal(target_m=cycle.length_m + 4, tolerance_m=4)
    assert (goal.low_m, goal.high_m) == (cycle.length_m, cycle.length_m + 8)
    assert goal.reached(cycle)


def test_a_finger_reduces_the_merit() -> None:
    # The same square with and without a finger of two streets 25 m apart, 300 m out and back.
    square = drawn(
        """
    A-----------.
    |           |
    |           |
    |           |
    |           |
    |           |
    |           |
    .-----------.
    """,
        "A",
        spacing_m=25,
    ).contracted_block(5000)
    finger = drawn(
        """
    A-----------.
    |           |
    |           .-----------.
    |                       |
    |           .-----------.
    |           |
    |           |
    .-----------.
    """,
        "A",
        spacing_m=25,
    ).contracted_block(5000)
    goal = Goal(target_m=1000.0, tolerance_m=4)
    worth = []
    for block in (square, finger):
        cycle = Cycle.of(block, np.array([0], dtype=np.int32))
        plain = goal.merit(cycle.sums)
        worth.append(float(plain - merits(block, [cycle], goal)[0]))
    assert worth[0] == 0
    assert worth[1] > PER_DOUBLING_BACK * 0.3
