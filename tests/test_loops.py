"""A wish says how long in one of three ways, and every number in it is checked."""

from __future__ import annotations

from typing import Any

import pytest

from looproute.gait import Walker
from looproute.geo import LatLon
from looproute.loops import MAX_COUNT, MAX_LENGTH_M, MIN_LENGTH_M, LoopRequest
from looproute.search import find_loops
from looproute.sources.town import Town

START = LatLon(53.5, 13.2)


def wish(**given: Any) -> LoopRequest:
    return LoopRequest(start=START, **given)


def test_a_length_in_metres_is_the_target() -> None:
    assert wish(length_m=5600.0).target_m == 5600.0


def test_steps_are_the_walkers_steps() -> None:
    walker = Walker(step_length_m=0.7)
    request = wish(steps=8000, walker=walker)
    assert request.target_m == pytest.approx(5600)
    assert request.target_m == walker.length_m(8000)


def test_minutes_are_walked_at_the_walkers_cadence() -> None:
    walker = Walker(step_length_m=0.7, cadence_spm=100)
    assert wish(duration_s=3600, walker=walker).target_m == pytest.approx(60 * 100 * 0.7)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"steps": 8000, "length_m": 5600.0},
        {"steps": 8000, "duration_s": 3600.0},
        {"steps": 8000, "duration_s": 3600.0, "length_m": 5600.0},
    ],
)
def test_two_lengths_or_none_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="exactly one of steps, length_m and duration_s"):
        wish(**given)


@pytest.mark.parametrize("length_m", [MIN_LENGTH_M, 1000, MAX_LENGTH_M])
def test_lengths_from_a_block_to_far_beyond_a_marathon_are_taken(length_m: float) -> None:
    assert wish(length_m=length_m).target_m == length_m


@pytest.mark.parametrize(
    "length_m", [0, -5, MIN_LENGTH_M - 0.1, MAX_LENGTH_M + 0.1, float("nan"), float("inf")]
)
def test_other_lengths_are_refused_with_the_range(length_m: float) -> None:
    with pytest.raises(ValueError, match=r"200 m to 100 km"):
        wish(length_m=length_m)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"count": 0}, "count must be from 1 to 20, not 0"),
        ({"count": MAX_COUNT + 1}, "not 21"),
        ({"tolerance": -0.001}, "tolerance must be a share from 0 to 0.2"),
        ({"tolerance": 0.21}, "not 0.21"),
        ({"tolerance": float("nan")}, "not nan"),
        ({"heading_deg": -1.0}, "heading must be from 0 to 360 degrees"),
        ({"heading_deg": 361.0}, "not 361"),
        ({"heading_deg": float("nan")}, "not nan"),
        ({"snap_limit_m": -1.0}, "the snap limit must be from 0 to 5000 m"),
        ({"snap_limit_m": 5001.0}, "not 5001"),
        ({"seed": -1}, "seed must be 0 or more, not -1"),
    ],
)
def test_a_number_out_of_range_is_named_with_its_rule(given: dict[str, Any], rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        wish(length_m=1000.0, **given)


@pytest.mark.parametrize(
    "given",
    [
        {"count": 1},
        {"count": MAX_COUNT},
        {"tolerance": 0.0},
        {"tolerance": 0.2},
        {"heading_deg": 0.0},
        {"heading_deg": 360.0},
        {"snap_limit_m": 0.0},
        {"snap_limit_m": 5000.0},
        {"seed": 2**40},
    ],
)
def test_the_ends_of_each_range_are_within_it(given: dict[str, Any]) -> None:
    assert wish(length_m=1000.0, **given)


@pytest.mark.parametrize(
    ("length_m", "tolerance", "tolerance_m"),
    [(8000.0, 0.005, 40.0), (500.0, 0.005, 4.0), (800.0, 0.005, 4.0), (1000.0, 0.0, 4.0)],
)
def test_the_tolerance_is_a_share_of_the_wish_and_never_less_than_four_metres(
    length_m: float, tolerance: float, tolerance_m: float
) -> None:
    assert wish(length_m=length_m, tolerance=tolerance).tolerance_m == pytest.approx(tolerance_m)


def test_the_error_of_a_loop_is_above_nothing_when_it_is_too_long() -> None:
    town = Town("A---B\n|   |\nC---D")
    for off_m in (-3.0, 0.0, 3.0):
        request = LoopRequest(start=town.at("A"), length_m=1200.0 + off_m)
        (loop,) = find_loops(town.streets(), request)
        assert loop.error_m == pytest.approx(-off_m, abs=0.01)
        assert loop.target_m == 1200.0 + off_m
