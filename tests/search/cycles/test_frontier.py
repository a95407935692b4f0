"""Joins across a frontier: simple cycles, each with the totals of its walk."""

from __future__ import annotations

import numpy as np
import pytest

from looproute.search.cycles.contracted_block import COST, LENGTH, ContractedBlock
from looproute.search.cycles.forest import StackedCopies, grow, path_to
from looproute.search.cycles.frontier import ZONE, ZONE_M, Joins, _cost_factors_along, joins
from looproute.search.cycles.score import Cycle

from ..contracted_blocks import PLACE_NAMES, Place, drawn, places, walk_cycle


@pytest.fixture(params=places(), ids=PLACE_NAMES)
def block(request: pytest.FixtureRequest) -> ContractedBlock:
    place: Place = request.param
    return place.contracted_block(1500.0)


def closed(block: ContractedBlock, seed: int, k: int = 4) -> tuple[Joins, list[int]]:
    """Return all joins of k copies towards random apexes, and the apexes as vertices."""
    rng = np.random.default_rng(seed)
    copies = StackedCopies.of(block, np.ones((k, block.n), dtype=bool))
    cost = block.totals[copies.dart, COST]
    anchors = copies.number[:, block.anchor]
    out = grow(copies, cost, anchors)
    others = np.delete(np.arange(block.n), block.anchor)
    vertex = rng.choice(others, size=k)
    apex = copies.number[np.arange(k), vertex]
    apex[1] = -1
    first = [path_to(out, v) if v >= 0 else [] for v in apex.tolist()]
    return joins(copies, cost, first), vertex.tolist()


@pytest.mark.parametrize("seed", range(3))
def test_every_join_is_a_simple_cycle_over_its_apex_with_the_right_totals(
    block: ContractedBlock, seed: int
) -> None:
    found, apexes = closed(block, seed)
    assert len(found.sums) == len(found.copy) > 0
    for i in range(0, len(found.sums), 1 + len(found.sums) // 150):
        darts = found.darts(i)
        walk_cycle(block, darts.tolist())
        assert apexes[found.copy[i]] in block.head[darts].tolist()
        assert found.sums[i] == pytest.approx(Cycle.of(block, darts).sums, abs=1e-5)


def test_a_copy_without_an_apex_has_no_joins(block: ContractedBlock) -> None:
    found, _ = closed(block, 5)
    assert 1 not in found.copy.tolist()


def test_no_two_joins_of_one_copy_are_the_same_cycle(block: ContractedBlock) -> None:
    found, _ = closed(block, 7)
    cycles = [
        (int(found.copy[i]), *sorted((found.darts(i) >> 1).tolist()))
        for i in range(len(found.sums))
    ]
    assert len(set(cycles)) == len(cycles)


def test_all_copies_can_be_without_an_apex(block: ContractedBlock) -> None:
    copies = StackedCopies.of(block, np.ones((2, block.n), dtype=bool))
    cost = block.totals[copies.dart, COST]
    assert len(joins(copies, cost, [[], []]).sums) == 0


LADDER = """
    A-------------------B
    |                   |
    C-------------------D
    |                   |
    |                   |
    |                   |
    |                   |
    |                   |
    |                   |
    E-------------------F
"""


def test_streets_near_the_first_path_cost_more_the_closer_they_follow_it() -> None:
    """The first path is A-B-D; C-D runs parallel to it at 20 m, C-E-F-D away from both."""
    block = drawn(LADDER, "A", spacing_m=10).contracted_block(3000)
    assert block.totals[::2, LENGTH] == pytest.approx([20, 220, 200, 340], abs=0.5)
    first_m, along_m, away_m = 220, 200, 340
    chain = {round(length): i for i, length in enumerate(block.totals[::2, LENGTH].tolist())}
    path = [2 * chain[first_m]]
    dear, without = _cost_factors_along(block, [path, []])
    assert dear[chain[first_m]] == pytest.approx(1 + ZONE)
    assert dear[chain[along_m]] == pytest.approx(1 + ZONE * (1 - 20 / ZONE_M), rel=0.05)
    assert 1 <= dear[chain[away_m]] < 1 + ZONE / 5
    assert without.tolist() == [1.0] * block.m, "another copy pays for a path that is not its own"


def test_the_second_path_avoids_the_surroundings_of_the_first() -> None:
    """The first path is A-B. X lies 20 m off it, nearest by C; its path from A goes by E-Y."""
    block = drawn(
        """
    A-----------------------B---.
    |                       |   |
    C---------X-------------D   |
    |         |             |   |
    |         |             |   |
    |         |             |   |
    |         |             |   |
    |         |             |   |
    |         |             |   |
    E---------Y-------------F---.
    """,
        "A",
        spacing_m=10,
    ).contracted_block(3000)
    length_m = block.totals[::2, LENGTH]
    (x_to_y,) = np.flatnonzero(
        (np.abs(length_m - 70) < 0.5) & (np.abs(block.middle[:, 0]) < 0.3 * np.ptp(block.x))
    )
    (first,) = np.flatnonzero((np.abs(length_m - 240) < 0.5) & (block.middle[:, 1] > 0))
    (b,) = {int(block.tail[2 * first]), int(block.head[2 * first])} - {block.anchor}
    copies = StackedCopies.of(block, np.ones((1, block.n), dtype=bool))
    cost = block.totals[copies.dart, LENGTH]
    anchors = copies.number[:, block.anchor]
    out = grow(copies, cost, anchors)
    found = joins(copies, cost, [path_to(out, int(copies.number[0, b]))])
    cycles = [(found.darts(i) >> 1).tolist() for i in range(len(found.sums))]
    assert all(cycle[0] == first for cycle in cycles)
    assert any(x_to_y in cycle for cycle in cycles)
    (c_to_x,) = np.flatnonzero((np.abs(length_m - 100) < 0.5) & (block.middle[:, 1] > 0))
    assert not any(c_to_x in cycle for cycle in cycles)
