"""Bearings, and the position, start and orientation of a walk."""

from __future__ import annotations

import numpy as np
import pytest

from looproute.geo import LatLon
from looproute.request import LoopRequest
from looproute.search.bearings import (
    ASIDE,
    Bearings,
    begins_toward,
    is_clockwise,
    lies_toward,
    sets_off_toward,
)

# A square that lies north-east of its first corner, walked north first: clockwise.
X, Y = np.array([0.0, 0.0, 9.0, 9.0, 0.0]), np.array([0.0, 9.0, 9.0, 0.0, 0.0])


def wish(**more: object) -> LoopRequest:
    return LoopRequest(start=LatLon(0, 0), length_m=1000, **more)  # type: ignore[arg-type]


def test_bearings_go_all_round_at_equal_steps() -> None:
    bearings = Bearings(first=1.0).bearings(8)
    assert bearings[0] == 1.0
    assert np.diff(bearings) == pytest.approx(np.full(7, np.pi / 4))
    assert Bearings(first=1.0).bearings(8, turned=0.5) - bearings == pytest.approx(
        np.full(8, np.pi / 8)
    )


def test_with_a_heading_only_bearings_about_it_are_searched() -> None:
    compass = Bearings.of(wish(heading_deg=90))
    bearings = np.concatenate([compass.bearings(8, turned) for turned in (0.0, 0.5, 0.75)])
    assert np.abs(bearings - np.pi / 2).max() <= ASIDE + 1e-9
    assert bearings.min() < np.pi / 2 < bearings.max()


def test_only_the_seed_rotates_the_bearings() -> None:
    assert Bearings.of(wish(seed=1)) == Bearings.of(wish(seed=1, count=3))
    assert Bearings.of(wish(seed=1)).first != Bearings.of(wish(seed=2)).first
    assert Bearings.of(wish(seed=1)).width == pytest.approx(2 * np.pi)
    assert 0 <= Bearings.of(wish(seed=1)).first < 2 * np.pi


@pytest.mark.parametrize(
    ("heading_deg", "cos"),
    [(45, 1.0), (225, -1.0), (0, np.sqrt(0.5)), (90, np.sqrt(0.5)), (135, 0)],
)
def test_the_bearing_of_a_walk_is_that_of_its_centroid(heading_deg: float, cos: float) -> None:
    x, y = X[:-1], Y[:-1]
    assert lies_toward(x, y, heading_deg) == pytest.approx(cos, abs=1e-9)


def test_a_walk_centred_on_its_start_has_no_bearing() -> None:
    x = np.array([0.0, 1.0, -1.0, 0.0])
    assert lies_toward(x, np.zeros(4), 90) == 0.0


def test_a_walk_sets_off_in_the_direction_of_its_first_part() -> None:
    assert begins_toward(X, Y, 0)
    assert not begins_toward(X, Y, 90)
    assert begins_toward(X[::-1], Y[::-1], 90)
    assert not begins_toward(X[::-1], Y[::-1], 0)


def test_north_then_east_is_clockwise() -> None:
    assert is_clockwise(X, Y)
    assert not is_clockwise(X[::-1], Y[::-1])
    assert is_clockwise(X + 100, Y - 50)


def test_bearings_about_a_heading_alternate_between_its_right_and_its_left() -> None:
    for number in (7, 8):
        off = Bearings.of(wish(heading_deg=90)).bearings(number, 0.5) - np.pi / 2
        assert (off[0::2] >= -1e-9).all()
        assert (off[1::2] < 0).all()


def test_a_walk_sets_off_to_where_it_is_after_two_hundred_metres() -> None:
    x = np.array([0.0, 200.0, 200.0, 2000.0, 0.0])
    y = np.array([0.0, 0.0, 900.0, 900.0, 0.0])
    assert sets_off_toward(x, y, 90) == pytest.approx(1.0)
    assert sets_off_toward(x, y, 0) == pytest.approx(0.0)
