"""Candidates: right in length, different, in order of merit; the pool keeps each once."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from looproute.search.candidates import Pool, candidates
from looproute.search.candidates.arena import COST, LENGTH, Arena
from looproute.search.candidates.cycles import Cycle, Goal, merits
from looproute.search.choice import MOST_SHARED
from looproute.search.compass import Compass

from ..arenas import GRID, PLACE_NAMES, Place, clipped, drawn, places, random_cycles, walk_cycle


@pytest.fixture(params=places(), ids=PLACE_NAMES)
def arena(request: pytest.FixtureRequest) -> Arena:
    place: Place = request.param
    return place.arena(1500.0)


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("target_m", [600.0, 1100.0])
def test_candidates_are_simple_right_in_length_and_differ(
    arena: Arena, target_m: float, exact: bool
) -> None:
    goal = Goal(target_m=target_m, tolerance_m=6.0, exact=exact)
    found = candidates(arena, goal, Compass(), 5)
    for value, cycle in found:
        walk_cycle(arena, cycle.darts.tolist())
        assert goal.reached(cycle)
        assert value == pytest.approx(float(merits(arena, [cycle], goal)[0]))
    metres = arena.ledger[::2, LENGTH]
    for (_, one), (_, other) in combinations(found, 2):
        shared = np.intersect1d(one.darts >> 1, other.darts >> 1)
        less = min(one.length_m, other.length_m)
        assert metres[shared].sum() <= MOST_SHARED * less + 1e-6
    assert not found or found[0][0] == max(value for value, _ in found)


@pytest.mark.parametrize("seed", [6, 7, 8])
def test_where_there_is_room_there_are_as_many_as_are_wished_for(seed: int) -> None:
    arena = clipped(seed, half_side_m=1500.0).arena(2600)
    if arena.m < 150:
        pytest.skip("there is little room")
    found = candidates(arena, Goal(target_m=2500.0, tolerance_m=12.5), Compass(), 5)
    assert len(found) == 5


def test_a_ring_alone_is_its_only_candidate() -> None:
    arena = drawn("A---.\n|   |\n.---.", "A", spacing_m=100).arena(2000)
    goal = Goal(target_m=1202.0, tolerance_m=4.0)
    ((_, ring),) = candidates(arena, goal, Compass(), 5)
    assert ring.length_m == pytest.approx(1200, abs=0.1)
    assert candidates(arena, Goal(target_m=1210.0, tolerance_m=4.0), Compass(), 5) == []


def test_a_pool_keeps_each_cycle_once_whichever_way_it_is_walked() -> None:
    arena = drawn(GRID, "H").arena(4000)
    cycles = [Cycle.of(arena, darts) for darts in random_cycles(arena, 1, 6)]
    goal = Goal(target_m=1000.0, tolerance_m=5.0)
    pool = Pool(arena, goal, 20)
    pool.add(cycles)
    chosen = [cycle.darts.tolist() for _, cycle in pool.chosen]
    worth = pool.worth
    pool.add([Cycle.of(arena, cycle.darts[::-1] ^ 1) for cycle in cycles])
    assert [cycle.darts.tolist() for _, cycle in pool.chosen] == chosen
    assert pool.worth == worth
    assert not pool.full


def test_a_pool_never_gets_worse_at_the_top() -> None:
    arena = drawn(GRID, "H").arena(4000)
    pool = Pool(arena, Goal(target_m=1000.0, tolerance_m=5.0), 3)
    assert (pool.worth, pool.chosen) == (0, [])
    best = -np.inf
    for darts in random_cycles(arena, 2, 15):
        pool.add([Cycle.of(arena, darts)])
        assert pool.chosen[0][0] >= best
        best = pool.chosen[0][0]
        assert len(pool.chosen) <= 3
        assert pool.worst == min(value for value, _ in pool.chosen)
        assert pool.full == (len(pool.chosen) == 3)


@pytest.mark.parametrize("seed", range(4))
def test_a_pool_chooses_alike_whether_cycles_come_together_or_the_best_first(seed: int) -> None:
    arena = clipped(6, half_side_m=1500.0).arena(2600)
    goal = Goal(target_m=1000.0, tolerance_m=5.0)
    cycles = [Cycle.of(arena, darts) for darts in random_cycles(arena, seed, 12)]
    together, in_turn = Pool(arena, goal, 5), Pool(arena, goal, 5)
    together.add(cycles)
    for i in np.argsort(-merits(arena, cycles, goal), kind="stable"):
        in_turn.add([cycles[i]])
    assert in_turn.best == pytest.approx(together.best)
    assert in_turn.worth == pytest.approx(together.worth)
    assert len(in_turn.chosen) == len(together.chosen)


def test_a_dearer_street_costs_more_and_nothing_else_changes(arena: Arena) -> None:
    before = arena.ledger.copy()
    times = np.ones(arena.m)
    times[0] = 3.0
    dearer = arena.dearer(times)
    assert dearer.ledger[:2, COST] == pytest.approx(3 * before[:2, COST])
    assert (dearer.ledger[2:] == before[2:]).all()
    assert (np.delete(dearer.ledger, COST, axis=1) == np.delete(before, COST, axis=1)).all()
    assert (arena.ledger == before).all(), "the arena itself has changed"
