"""Detours against walking them, and the cycles after closing."""

from __future__ import annotations

import numpy as np
import pytest

from looproute.search.cycles.contracted_block import COST, LENGTH, ContractedBlock
from looproute.search.cycles.detours import HALF_COST, Detours, close, detours
from looproute.search.cycles.score import Cycle, Goal

from ..contracted_blocks import (
    CROOKED,
    GRID,
    PLACE_NAMES,
    Place,
    drawn,
    places,
    random_cycles,
    walk_cycle,
)


@pytest.fixture(params=places(), ids=PLACE_NAMES)
def block(request: pytest.FixtureRequest) -> ContractedBlock:
    place: Place = request.param
    return place.contracted_block(1500.0)


def cycles_of(block: ContractedBlock, seed: int, count: int = 6) -> list[Cycle]:
    return [Cycle.of(block, darts) for darts in random_cycles(block, seed, count)]


def taken(block: ContractedBlock, cycle: Cycle, found: Detours, *chosen: int) -> Cycle:
    """Return the cycle with the detours inserted, last one first."""
    darts = cycle.darts.tolist()
    for i in sorted(chosen, key=lambda i: -int(found.leave[i])):
        darts = [*darts[: found.leave[i]], *found.darts(i), *darts[found.join[i] :]]
    return Cycle.of(block, np.array(darts, dtype=np.int32))


@pytest.mark.parametrize("seed", range(3))
def test_every_detour_has_its_reported_effect_and_keeps_the_cycle_simple(
    block: ContractedBlock, seed: int
) -> None:
    cycles = cycles_of(block, seed)
    found = detours(block, cycles)
    assert (np.diff(found.cycle) >= 0).all()
    assert (found.leave < found.join).all()
    for i in range(len(found.cycle)):
        cycle = cycles[found.cycle[i]]
        after = taken(block, cycle, found, i)
        walk_cycle(block, after.darts.tolist())
        assert after.sums == pytest.approx(cycle.sums + found.change[i], abs=1e-5), i


@pytest.mark.parametrize("seed", range(3))
def test_detours_over_separate_stretches_add_up_and_never_touch(
    block: ContractedBlock, seed: int
) -> None:
    cycles = cycles_of(block, seed)
    found = detours(block, cycles)
    rng = np.random.default_rng(seed)
    tried = 0
    for _ in range(600):
        i, j = rng.integers(len(found.cycle), size=2)
        if found.cycle[i] == found.cycle[j] and found.join[i] < found.leave[j]:
            tried += 1
            cycle = cycles[found.cycle[i]]
            after = taken(block, cycle, found, int(i), int(j))
            walk_cycle(block, after.darts.tolist())
            both = cycle.sums + found.change[i] + found.change[j]
            assert after.sums == pytest.approx(both, abs=1e-5)
    assert tried or max(len(cycle.darts) for cycle in cycles) < 8


@pytest.mark.parametrize("seed", range(3))
def test_detours_do_not_depend_on_the_other_cycles(block: ContractedBlock, seed: int) -> None:
    cycles = cycles_of(block, seed)
    together = detours(block, cycles)
    for number, cycle in enumerate(cycles):
        alone = detours(block, [cycle])
        mine = together.cycle == number
        key = np.lexsort([alone.change[:, LENGTH], alone.join, alone.leave])
        key_mine = np.lexsort(
            [together.change[mine, LENGTH], together.join[mine], together.leave[mine]]
        )
        assert together.leave[mine][key_mine].tolist() == alone.leave[key].tolist()
        assert together.change[mine][key_mine] == pytest.approx(alone.change[key], abs=1e-6)


def test_a_street_across_can_replace_either_side_but_never_the_anchor() -> None:
    """Round A-B-D-C, B-C is the only other street, and can replace only the stretch B-D-C."""
    block = drawn(
        """
    A-----B---.
    |     |   |
    |     |   |
    C-----+   |
    |         |
    |         |
    .---------D
    """,
        "A",
        spacing_m=20,
    ).contracted_block(2000)
    outer = max(cycles_of(block, 0, 20), key=lambda cycle: cycle.length_m)
    assert outer.length_m == pytest.approx(4 * 20 * 10 - 4 * 20 * 2, abs=1)
    found = detours(block, [outer])
    assert found.change[:, LENGTH] == pytest.approx([(6 + 3 - 23) * 20], abs=0.5)
    assert taken(block, outer, found, 0).length_m == pytest.approx(20 * 18, abs=0.5)


def test_each_half_of_a_detour_is_within_its_reach(block: ContractedBlock) -> None:
    cycles = cycles_of(block, 4)
    found = detours(block, cycles)
    for i in range(len(found.cycle)):
        costs = [float(block.totals[dart, COST]) for dart in found.darts(i)]
        # Each half costs at most so much, and one street joins the two.
        assert any(
            max(sum(costs[:k]), sum(costs[k + 1 :])) <= HALF_COST + 1e-6 for k in range(len(costs))
        )


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_detours_bring_the_length_to_or_closer_to_the_target(
    block: ContractedBlock, seed: int, exact: bool
) -> None:
    cycles = cycles_of(block, seed, 10)
    target_m = float(np.median([cycle.length_m for cycle in cycles])) + 60
    goal = Goal(target_m=target_m, tolerance_m=5.0, exact=exact)
    for cycle, closed in zip(cycles, close(block, cycles, goal), strict=True):
        if closed is None:
            assert not goal.reached(cycle)
            continue
        walk_cycle(block, closed.darts.tolist())
        assert closed.length_m <= goal.high_m
        if goal.reached(closed):
            if goal.reached(cycle):
                assert goal.merit(closed.sums) >= goal.merit(cycle.sums)
        else:
            assert cycle.length_m < closed.length_m < goal.low_m


@pytest.mark.parametrize("seed", range(3))
def test_the_result_is_at_least_as_good_as_the_best_single_detour(
    block: ContractedBlock, seed: int
) -> None:
    cycles = cycles_of(block, seed, 10)
    found = detours(block, cycles)
    for number, cycle in enumerate(cycles):
        changed = cycle.sums + found.change[found.cycle == number]
        for target_m in (cycle.length_m, cycle.length_m + 100, cycle.length_m - 100):
            goal = Goal(target_m=target_m, tolerance_m=20.0)
            every = np.vstack([cycle.sums[None], changed])
            right = (every[:, LENGTH] >= goal.low_m) & (every[:, LENGTH] <= goal.high_m)
            (closed,) = close(block, [cycle], goal)
            if right.any():
                assert closed is not None
                assert goal.reached(closed)
                assert goal.merit(closed.sums) >= goal.merit(every[right]).max() - 1e-9


def test_a_small_cycle_grows_to_many_times_its_length() -> None:
    block = drawn(GRID, "H", spacing_m=50).contracted_block(5000)
    small = min(cycles_of(block, 3, 20), key=lambda cycle: cycle.length_m)
    goal = Goal(target_m=2200.0, tolerance_m=11.0)
    cycle = small
    for _ in range(8):
        (closed,) = close(block, [cycle], goal)
        if closed is None or goal.reached(closed):
            break
        assert closed.length_m > cycle.length_m
        walk_cycle(block, closed.darts.tolist())
        cycle = closed
    assert cycle.length_m > 2 * small.length_m


def test_growing_takes_many_detours_at_once_and_the_best_first() -> None:
    """A ring with detours of 60 and 40 m: both, or the better one if one fits."""
    block = drawn(
        """
                  .---.
        .---.     |   |
        |   |     |   |
    A---B---C-----D---E---.
    |                     |
    .---------------------.
    """,
        "A",
        spacing_m=10,
    ).contracted_block(3000)
    ring = min(cycles_of(block, 0, 20), key=lambda cycle: cycle.length_m)
    assert ring.length_m == pytest.approx(480, abs=0.5)
    found = detours(block, [ring])
    assert sorted(found.change[:, LENGTH].tolist()) == pytest.approx([40, 60], abs=0.5)
    far = Goal(target_m=2000.0, tolerance_m=10.0)
    (both,) = close(block, [ring], far)
    assert both is not None
    assert both.length_m == pytest.approx(580, abs=0.5)
    # Where only one fits it is the one of more merit, though neither reaches the length.
    near = Goal(target_m=545.0, tolerance_m=4.0)
    (one,) = close(block, [ring], near)
    assert one is not None
    assert one.length_m == pytest.approx(540, abs=0.5)
    alone = near.merit(ring.sums + found.change)
    assert alone.max() > alone.min() + 1e-3
    assert near.merit(one.sums) == pytest.approx(float(alone.max()))


def test_no_detour_is_returned_if_none_helps() -> None:
    block = drawn("A---.\n|   |\n.---.", "A", spacing_m=100).contracted_block(2000)
    ring = Cycle.of(block, np.array([0], dtype=np.int32))
    assert close(block, [ring], Goal(target_m=1300.0, tolerance_m=5.0)) == [None]
    assert close(block, [ring], Goal(target_m=900.0, tolerance_m=5.0)) == [None]
    (same,) = close(block, [ring], Goal(target_m=1200.0, tolerance_m=5.0))
    assert same is ring


def test_with_exact_detours_come_at_least_as_close_to_the_target() -> None:
    block = drawn(CROOKED, "D", spacing_m=31.7).contracted_block(4000)
    cycles = cycles_of(block, 5, 20)
    usual = Goal(target_m=1000.0, tolerance_m=50.0)
    exact = Goal(target_m=1000.0, tolerance_m=50.0, exact=True)
    for easy, strict in zip(close(block, cycles, usual), close(block, cycles, exact), strict=True):
        if easy is not None and usual.reached(easy):
            assert strict is not None
            assert abs(strict.length_m - 1000) <= abs(easy.length_m - 1000) + 1.0
