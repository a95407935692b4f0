"""Whole laps and the rest, which add up to the metre."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from looproute.errors import ArgumentError
from looproute.laps import LapCount, track_lap_m
from looproute.text.errors import describe_error


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    target_m=st.floats(200, 100_000),
    lap_m=st.floats(50, 3000),
    approach_m=st.floats(0, 3000),
    tolerance_m=st.floats(0, 50),
)
def test_approach_laps_and_rest_add_up_to_the_target(
    target_m: float, lap_m: float, approach_m: float, tolerance_m: float
) -> None:
    if target_m - approach_m < lap_m + tolerance_m:
        return
    count = LapCount.of(target_m, lap_m, approach_m=approach_m, tolerance_m=tolerance_m)
    assert count.total_m == count.approach_m + count.laps * count.lap_m + count.rest_m
    assert abs(count.total_m - target_m) <= tolerance_m + 1e-6
    assert 0 <= count.rest_m < lap_m
    assert count.laps >= 1
    if not tolerance_m:
        assert count.laps == math.floor((target_m - approach_m) / lap_m)


@pytest.mark.parametrize(
    ("lane", "lap_m"),
    # World Athletics' own figures for a standard track.
    [(1, 400.00), (2, 407.04), (3, 414.70), (4, 422.37), (5, 430.03), (6, 437.70), (7, 445.37)],
)
def test_a_lane_of_a_track_has_the_length_of_world_athletics(lane: int, lap_m: float) -> None:
    assert track_lap_m(lane) == pytest.approx(lap_m, abs=0.01)


@pytest.mark.parametrize("lane", [0, 9, -1])
def test_a_lane_outside_the_track_is_refused(lane: int) -> None:
    with pytest.raises(ValueError, match="lanes 1 to 8"):
        track_lap_m(lane)


def test_a_lap_longer_than_the_walk_is_refused_in_the_walkers_units() -> None:
    with pytest.raises(ArgumentError) as raised:
        LapCount.of(800, 900, approach_m=200)
    assert raised.value.facts == {"lap_m": 900, "left_m": 600}
    assert str(raised.value) == "a lap of 900 m is longer than the 600 m to walk"
    assert (
        describe_error(raised.value, "imperial")
        == "a lap of 0.56 mi is longer than the 0.37 mi to walk"
    )
