from __future__ import annotations

import numpy as np
import pytest

from looproute.privacy.anonymity import BEHIND_M, Sector

EAST = Sector(100.0, 50.0, 0.0)


@pytest.mark.parametrize(
    ("x", "y", "outside_m"),
    [
        (100, 50, 0),  # the meeting point
        (1000, 50, 0),
        (1000, 1000, 0),  # 45° aside
        (100 - BEHIND_M, 50, 0),  # the apex
        (0, 50, 100 - BEHIND_M),  # behind it
        (100 - BEHIND_M, 1050, 1000 * np.cos(np.radians(50))),  # next to it
    ],
)
def test_a_point_has_distance_0_inside_the_sector_and_to_its_edge_outside(
    x: float, y: float, outside_m: float
) -> None:
    found = EAST.outside_m(np.array([x], float), np.array([y], float))
    assert found[0] == pytest.approx(outside_m, abs=1e-6)


def test_the_distance_is_to_the_nearest_point_of_the_sector() -> None:
    """Compare with points spread over the sector."""
    random = np.random.default_rng(1)
    sector = Sector(-30.0, 20.0, 2.0)
    points = random.uniform(-400, 400, (200_000, 2))
    inside = points[sector.outside_m(*points.T) == 0]
    asked = random.uniform(-250, 250, (40, 2))
    nearest = [np.hypot(*(inside - place).T).min() for place in asked]
    assert sector.outside_m(*asked.T) == pytest.approx(nearest, abs=8)


def test_a_sector_is_convex() -> None:
    random = np.random.default_rng(2)
    points = random.uniform(-500, 500, (20_000, 2))
    inside = points[EAST.outside_m(*points.T) == 0]
    between = (inside[:-1] + inside[1:]) / 2
    assert EAST.outside_m(*between.T).max() < 1e-9
