"""Candidates: of the target length, distinct, sorted by merit; the pool keeps each once."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from looproute.search.bearings import Bearings
from looproute.search.cycles import Pool, candidates
from looproute.search.cycles.contracted_block import COST, LENGTH, ContractedBlock
from looproute.search.cycles.score import Cycle, Goal, merits
from looproute.search.select import MOST_SHARED

from ..contracted_blocks import (
    GRID,
    PLACE_NAMES,
    Place,
    clipped,
    drawn,
    places,
    random_cycles,
    walk_cycle,
)


@pytest.fixture(params=places(), ids=PLACE_NAMES)
def block(request: pytest.FixtureRequest) -> ContractedBlock:
    place: Place = request.param
    return place.contracted_block(1500.0)


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("target_m", [600.0, 1100.0])
def test_candidates_are_simple_distinct_and_of_the_target_length(
    block: ContractedBlock, target_m: float, exact: bool
) -> None:
    goal = Goal(target_m=target_m, tolerance_m=6.0, exact=exact)
    found = candidates(block, goal, Bearings(), 5).right
    for value, cycle in found:
        walk_cycle(block, cycle.darts.tolist())
        assert goal.reached(cycle)
        assert value == pytest.approx(float(merits(block, [cycle], goal)[0]))
    metres = block.totals[::2, LENGTH]
    for (_, one), (_, other) in combinations(found, 2):
        shared = np.intersect1d(one.darts >> 1, other.darts >> 1)
        less = min(one.length_m, other.length_m)
        assert metres[shared].sum() <= MOST_SHARED * less + 1e-6
    assert not found or found[0][0] == max(value for value, _ in found)


@pytest.mark.parametrize("seed", [6, 7, 8])
def test_with_enough_room_the_requested_number_of_cycles_is_found(seed: int) -> None:
    block = clipped(seed, half_side_m=1500.0).contracted_block(2600)
    if block.m < 150:
        pytest.skip("there is little room")
    found = candidates(block, Goal(target_m=2500.0, tolerance_m=12.5), Bearings(), 5).right
    assert len(found) == 5


def test_a_ring_alone_is_its_only_candidate() -> None:
    block = drawn("A---.\n|   |\n.---.", "A", spacing_m=100).contracted_block(2000)
    goal = Goal(target_m=1202.0, tolerance_m=4.0)
    ((_, ring),) = candidates(block, goal, Bearings(), 5).right
    assert ring.length_m == pytest.approx(1200, abs=0.1)
    assert candidates(block, Goal(target_m=1210.0, tolerance_m=4.0), Bearings(), 5).right == []


def test_a_pool_keeps_each_cycle_once_in_either_direction() -> None:
    block = drawn(GRID, "H").contracted_block(4000)
    cycles = [Cycle.of(block, darts) for darts in random_cycles(block, 1, 6)]
    goal = Goal(target_m=1000.0, tolerance_m=5.0)
    pool = Pool(block, goal, 20)
    pool.add(cycles)
    chosen = [cycle.darts.tolist() for _, cycle in pool.chosen]
    worth = pool.worth
    pool.add([Cycle.of(block, cycle.darts[::-1] ^ 1) for cycle in cycles])
    assert [cycle.darts.tolist() for _, cycle in pool.chosen] == chosen
    assert pool.worth == worth
    assert not pool.full


def test_the_best_of_a_pool_never_gets_worse() -> None:
    block = drawn(GRID, "H").contracted_block(4000)
    pool = Pool(block, Goal(target_m=1000.0, tolerance_m=5.0), 3)
    assert (pool.worth, pool.chosen) == (0, [])
    best = -np.inf
    for darts in random_cycles(block, 2, 15):
        pool.add([Cycle.of(block, darts)])
        assert pool.chosen[0][0] >= best
        best = pool.chosen[0][0]
        assert len(pool.chosen) <= 3
        assert pool.worst == min(value for value, _ in pool.chosen)
        assert pool.full == (len(pool.chosen) == 3)


@pytest.mark.parametrize("seed", range(4))
def test_a_pool_does_not_depend_on_the_order_of_cycles(seed: int) -> None:
    block = clipped(6, half_side_m=1500.0).contracted_block(2600)
    goal = Goal(target_m=1000.0, tolerance_m=5.0)
    cycles = [Cycle.of(block, darts) for darts in random_cycles(block, seed, 12)]
    together, in_turn = Pool(block, goal, 5), Pool(block, goal, 5)
    together.add(cycles)
    for i in np.argsort(-merits(block, cycles, goal), kind="stable"):
        in_turn.add([cycles[i]])
    assert in_turn.best == pytest.approx(together.best)
    assert in_turn.worth == pytest.approx(together.worth)
    assert len(in_turn.chosen) == len(together.chosen)


def test_a_penalised_street_costs_more_and_nothing_else_changes(block: ContractedBlock) -> None:
    before = block.totals.copy()
    times = np.ones(block.m)
    times[0] = 3.0
    dearer = block.scale_costs(times)
    assert dearer.totals[:2, COST] == pytest.approx(3 * before[:2, COST])
    assert (dearer.totals[2:] == before[2:]).all()
    assert (np.delete(dearer.totals, COST, axis=1) == np.delete(before, COST, axis=1)).all()
    assert (block.totals == before).all(), "the block itself has changed"
