"""Cycles whose first third leads straight into a sector of the compass."""

from __future__ import annotations

import numpy as np
import pytest

from looproute.search.candidates.arena import LENGTH, Arena
from looproute.search.candidates.cycles import Cycle
from looproute.search.candidates.sectors import Sectors
from looproute.search.compass import Compass

from ..arenas import GRID, PLACE_NAMES, Place, drawn, places, walk_cycle


@pytest.fixture(params=places(), ids=PLACE_NAMES)
def arena(request: pytest.FixtureRequest) -> Arena:
    place: Place = request.param
    return place.arena(1500.0)


def test_cycles_of_sectors_are_simple_and_sum_up(arena: Arena) -> None:
    found = Sectors().cycles(arena, 900.0, Compass(first=0.7).bearings(5))
    assert len(found.sums)
    for i in range(0, len(found.sums), 1 + len(found.sums) // 60):
        darts = found.darts(i)
        walk_cycle(arena, darts.tolist())
        assert found.sums[i] == pytest.approx(Cycle.of(arena, darts).sums, abs=1e-5)


def test_the_end_of_the_first_path_lies_in_its_sector_a_third_of_the_way_round() -> None:
    arena = drawn(GRID, "H", spacing_m=50).arena(4000)
    length_m = 1800.0
    bearings = Compass().bearings(4)
    found = Sectors().cycles(arena, length_m, bearings)
    assert set(found.copy.tolist()) == {0, 1, 2, 3}
    for copy in range(4):
        cycles = [found.darts(int(i)) for i in np.flatnonzero(found.copy == copy)]
        # What all cycles of the sector begin with is the first path.
        first = 0
        while len({tuple(darts[: first + 1].tolist()) for darts in cycles}) == 1:
            first += 1
        path = cycles[0][:first]
        apex = arena.head[path[-1]]
        east = arena.x[apex] - arena.x[arena.anchor]
        north = arena.y[apex] - arena.y[arena.anchor]
        off = (np.arctan2(east, north) - bearings[copy] + np.pi) % (2 * np.pi) - np.pi
        assert abs(off) <= np.pi / 4 + 1e-9 or len(cycles) == 1
        walked_m = float(arena.ledger[path, LENGTH].sum())
        assert walked_m <= 0.6 * length_m


def test_a_sector_without_streets_has_no_cycles() -> None:
    # A lies in the north-west corner: nothing leads north or west.
    arena = drawn(GRID, "A", spacing_m=50).arena(4000)
    found = Sectors().cycles(arena, 1200.0, np.radians([315.0, 360.0]))
    assert 0 not in found.copy.tolist()
    found = Sectors().cycles(arena, 1200.0, np.radians([90.0, 180.0]))
    assert set(found.copy.tolist()) == {0, 1}
