"""Laps as phrases."""

from __future__ import annotations

from looproute.laps import LapCount
from looproute.text.laps import describe_laps


def test_laps_and_the_rest_are_in_the_walkers_units() -> None:
    assert describe_laps(LapCount.of(2640, 400)) == "6 laps and 240 m"
    assert describe_laps(LapCount.of(400, 400)) == "1 lap"
    assert describe_laps(LapCount.of(800, 400)) == "2 laps"
    assert describe_laps(LapCount.of(2640, 400), "imperial") == "6 laps and 0.15 mi"
