"""Cycles whose first third runs straight into a sector of bearings."""

from __future__ import annotations

import numpy as np
import pytest

from looproute.search.bearings import Bearings
from looproute.search.cycles.contracted_block import LENGTH, ContractedBlock
from looproute.search.cycles.score import Cycle
from looproute.search.cycles.sectors import Sectors

from ..contracted_blocks import GRID, PLACE_NAMES, Place, drawn, places, walk_cycle


@pytest.fixture(params=places(), ids=PLACE_NAMES)
def block(request: pytest.FixtureRequest) -> ContractedBlock:
    place: Place = request.param
    return place.contracted_block(1500.0)


def test_cycles_of_sectors_are_simple_and_sum_up(block: ContractedBlock) -> None:
    found = Sectors().cycles(block, 900.0, Bearings(first=0.7).bearings(5))
    assert len(found.sums)
    for i in range(0, len(found.sums), 1 + len(found.sums) // 60):
        darts = found.darts(i)
        walk_cycle(block, darts.tolist())
        assert found.sums[i] == pytest.approx(Cycle.of(block, darts).sums, abs=1e-5)


def test_the_end_of_the_first_path_lies_in_its_sector_a_third_of_the_way_round() -> None:
    block = drawn(GRID, "H", spacing_m=50).contracted_block(4000)
    length_m = 1800.0
    bearings = Bearings().bearings(4)
    found = Sectors().cycles(block, length_m, bearings)
    assert set(found.copy.tolist()) == {0, 1, 2, 3}
    for copy in range(4):
        cycles = [found.darts(int(i)) for i in np.flatnonzero(found.copy == copy)]
        # What all cycles of the sector begin with is the first path.
        first = 0
        while len({tuple(darts[: first + 1].tolist()) for darts in cycles}) == 1:
            first += 1
        path = cycles[0][:first]
        apex = block.head[path[-1]]
        east = block.x[apex] - block.x[block.anchor]
        north = block.y[apex] - block.y[block.anchor]
        off = (np.arctan2(east, north) - bearings[copy] + np.pi) % (2 * np.pi) - np.pi
        assert abs(off) <= np.pi / 4 + 1e-9 or len(cycles) == 1
        walked_m = float(block.totals[path, LENGTH].sum())
        assert walked_m <= 0.6 * length_m


def test_a_sector_without_streets_has_no_cycles() -> None:
    # A lies in the north-west corner: nothing leads north or west.
    block = drawn(GRID, "A", spacing_m=50).contracted_block(4000)
    found = Sectors().cycles(block, 1200.0, np.radians([315.0, 360.0]))
    assert 0 not in found.copy.tolist()
    found = Sectors().cycles(block, 1200.0, np.radians([90.0, 180.0]))
    assert set(found.copy.tolist()) == {0, 1}
