"""The legs of a loop: their lengths and the steps of their stairs."""

from __future__ import annotations

import pytest

from looproute import LatLon, Walker
from looproute.geo import cumulative_m
from looproute.loops import measure_flat
from looproute.network.legs import Leg, find_stairs, measure_flights, measure_legs
from looproute.steps.terrain import Stairs, count_stair_steps
from tests.cli.conftest import made_up_loop

POINTS = [LatLon(0, 0.001 * i) for i in range(8)]
ALONG_M = cumulative_m(POINTS).tolist()
ALL_M = ALONG_M[-1]
UP, DOWN = Leg(0, "", "path"), Leg(5, "", "path")


def test_a_leg_has_the_length_of_the_line_up_to_the_next_leg() -> None:
    legs = (UP, Leg(2, "", "steps"), DOWN)
    found = [ALONG_M[2], ALONG_M[5] - ALONG_M[2], ALL_M - ALONG_M[5]]
    assert measure_legs(legs, POINTS, ALL_M) == pytest.approx(found)
    assert sum(measure_legs(legs, POINTS, 1000.0)) == pytest.approx(1000)
    assert measure_legs((), POINTS, ALL_M) == []


def test_stairs_are_the_legs_that_are_stairs() -> None:
    stairs_m = ALONG_M[5] - ALONG_M[2]
    legs = (UP, Leg(2, "", "steps"), DOWN)
    [stairs] = find_stairs(legs, measure_legs(legs, POINTS, ALL_M))
    assert stairs == pytest.approx(Stairs(stairs_m))
    assert find_stairs((UP, DOWN), measure_legs((UP, DOWN), POINTS, ALL_M)) == ()
    assert find_stairs((), []) == ()


def test_each_leg_of_stairs_counts_alone_whether_it_was_counted_or_not() -> None:
    legs = (UP, Leg(2, "", "steps", 40), Leg(3, "", "steps"), Leg(5, "", "steps", 60.5))
    counted, guessed, last = find_stairs(legs, measure_legs(legs, POINTS, ALL_M))
    first_m, last_m = ALONG_M[3] - ALONG_M[2], ALL_M - ALONG_M[5]
    assert counted == pytest.approx(Stairs(first_m, first_m, 40))
    assert guessed == pytest.approx(Stairs(ALONG_M[5] - ALONG_M[3]))
    assert last == pytest.approx(Stairs(last_m, last_m, 60.5))


def test_flights_are_runs_of_legs_that_are_stairs() -> None:
    legs = (UP, Leg(2, "", "steps", 40), Leg(3, "", "steps"), Leg(5, "", "path"))
    assert measure_flights(legs, [50.0, 10.0, 6.0, 30.0]) == (16.0, 1, 60)
    more = (*legs, Leg(6, "", "steps", 7))
    assert measure_flights(more, [50.0, 10.0, 6.0, 30.0, 2.0]) == (18.0, 2, 67)
    assert measure_flights((UP, DOWN), [50.0, 50.0]) == (0.0, 0, 0)


@pytest.mark.parametrize("length_m", [700.0, 777.7, *range(100, 120), 1e-3])
def test_stairs_are_never_longer_than_the_line(length_m: float) -> None:
    legs = tuple(Leg(i, "", "steps", 50) for i in range(7))
    found = find_stairs(legs, measure_legs(legs, POINTS, length_m))
    assert sum(stairs.length_m for stairs in found) == pytest.approx(length_m)
    assert Walker.given(0.70).steps(length_m, *found).steps >= 350


def test_a_walk_without_its_stairs_has_the_steps_and_metres_of_the_flat() -> None:
    legs = (UP, Leg(2, "", "steps", 40), Leg(3, "", "steps"), DOWN)
    loop = made_up_loop(points=tuple(POINTS), length_m=ALL_M, legs=legs)
    stairs = find_stairs(legs, measure_legs(legs, POINTS, ALL_M))
    climbed = round(sum(count_stair_steps(each, 0.70).steps for each in stairs))
    stairs_m = sum(each.length_m for each in stairs)
    assert measure_flat(loop, 1000 + climbed, 0.70) == pytest.approx((1000, ALL_M - stairs_m))
    assert measure_flat(made_up_loop(legs=(UP, Leg(2, "", "path"))), 1000, 0.70) == (
        1000,
        made_up_loop().length_m,
    )


@pytest.mark.parametrize("legs", [(Leg(0, "", "steps", 40),), (UP, Leg(2, "", "steps"))])
def test_a_walk_whose_steps_are_all_on_stairs_has_none_on_the_flat(
    legs: tuple[Leg, ...],
) -> None:
    loop = made_up_loop(points=tuple(POINTS), length_m=ALL_M, legs=legs)
    with pytest.raises(ValueError, match="All of the 900 steps are on stairs"):
        measure_flat(loop, 900, 0.70)
