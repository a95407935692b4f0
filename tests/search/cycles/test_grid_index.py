"""The neighbours of points."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from looproute.search.cycles.grid_index import CELL_M, REACH, GridIndex


@pytest.mark.parametrize("seed", range(5))
def test_all_points_within_reach_are_near_and_none_beyond_the_cells(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.uniform(-700, 700, (400, 2)) * [1.0, 0.4]
    some = rng.choice(len(points), size=1 + 3 * seed, replace=False)
    near, place = GridIndex.of(points).near(some, np.zeros(len(some), dtype=int))
    by = some[place]
    assert len(np.unique(near)) == len(near), "each once"
    apart_m = cdist(points, points[some]).min(axis=1)
    assert set(np.flatnonzero(apart_m < CELL_M * REACH).tolist()) <= set(near.tolist())
    assert apart_m[near].max() <= CELL_M * (REACH + 1) * np.sqrt(2)
    assert set(by.tolist()) <= set(some.tolist())
    # It may be off the nearest one by what two cells are wide.
    by_m = np.hypot(*(points[near] - points[by]).T)
    assert (by_m <= apart_m[near] + 2 * np.sqrt(2) * CELL_M).all()


def test_a_point_is_near_itself_and_an_empty_index_has_no_neighbours() -> None:
    grid_index = GridIndex.of(np.array([[0.0, 0.0], [500.0, 0.0]]))
    near, by = grid_index.near(np.array([1]), np.array([0]))
    assert (near.tolist(), by.tolist()) == ([1], [0])
    nothing = np.array([], dtype=int)
    assert [part.tolist() for part in grid_index.near(nothing, nothing)] == [[], []]


def test_groups_of_points_know_nothing_of_each_other() -> None:
    rng = np.random.default_rng(0)
    points = rng.uniform(0, 500, (200, 2))
    grid_index = GridIndex.of(points)
    some, others = np.arange(0, 20), np.arange(20, 50)
    both = np.concatenate([some, others])
    near, place = grid_index.near(both, np.repeat([0, 1], [20, 30]))
    for group, alone in enumerate((some, others)):
        mine = (place >= 20) == bool(group)
        expected, by = grid_index.near(alone, np.zeros(len(alone), dtype=int))
        assert sorted(zip(near[mine].tolist(), both[place[mine]].tolist(), strict=True)) == sorted(
            zip(expected.tolist(), alone[by].tolist(), strict=True)
        )


def test_a_grid_index_without_points_is_empty() -> None:
    near, by = GridIndex.of(np.empty((0, 2))).near(*2 * [np.array([], dtype=int)])
    assert (len(near), len(by)) == (0, 0)
