from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from looproute.geo import LatLon
from looproute.steps.measurement import Walk
from looproute.steps.walker import Walker
from looproute.store.profile import Profile, plan_walker

TRACK = Walk(steps=560, distance_m=400.0)
HOME = LatLon(53.5571, 13.2613)
WALK = Walk(steps=560, distance_m=400.0, how="track", count="hand", day=date(2026, 11, 2))
MEASURED = Profile(height_m=1.75, home=HOME, walks=(WALK,))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"height_m": 17.5}, "height_m 17.5 is not a height"),
        ({"height_m": float("nan")}, "height_m nan is not"),
        ({"sex": "x"}, "sex 'x' is not female or male"),
        ({"pace_s_per_m": 0.1}, "pace_s_per_m 0.1 is not from 0.36"),
        ({"everyday": {date(2026, 1, 1): -1}}, "-1 steps on 2026-01-01 are not"),
    ],
)
def test_a_profile_that_cannot_be_is_refused(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Profile(**fields)


def test_the_walker_is_measured_else_by_height_else_typical() -> None:
    assert Profile().walker() == Walker.typical()
    assert Profile(height_m=1.75).walker() == Walker.from_height(1.75)
    tall = Profile(height_m=1.75, sex="male", pace_s_per_m=0.66)
    assert tall.walker() == Walker.from_height(1.75, 0.66, "male")
    assert tall.walker(0.72) == Walker.from_height(1.75, 0.72, "male")
    measured = Profile(height_m=1.75, walks=(TRACK,))
    assert measured.walker().basis == "walks"
    assert measured.uncalibrated() == Walker.from_height(1.75)


def test_walks_that_are_all_set_aside_measure_nothing() -> None:
    gps = Walk(steps=700, distance_m=500.0, how="gps", count="watch")
    assert Profile(walks=(gps,)).walker() == Walker.typical()


def test_only_walks_of_the_mode_count() -> None:
    run = Walk(steps=300, distance_m=400.0, mode="run")
    profile = Profile(walks=(TRACK, run))
    assert profile.estimate("walk").contributions[0].walk == TRACK
    assert profile.estimate("run").contributions[0].walk == run
    assert profile.walker() == Profile(walks=(TRACK,)).walker()


def test_a_profile_may_know_a_home() -> None:
    assert Profile(home=LatLon(53.5, 13.2)).home == LatLon(53.5, 13.2)


def test_the_baseline_is_the_median_of_the_last_four_weeks_on_record() -> None:
    newest = date(2026, 11, 22)
    recent = {newest - timedelta(days=i): 6000 + i for i in range(28)}
    old = {newest - timedelta(days=28 + i): 20_000 for i in range(100)}
    assert Profile(everyday=recent | old).baseline == 6014
    assert Profile(everyday={newest - timedelta(days=i): 1 for i in range(6)}).baseline is None
    assert Profile().baseline is None


def test_measured_walks_are_used_with_the_walker_before_them() -> None:
    planned = plan_walker(MEASURED)
    assert planned.walker.basis == "walks"
    assert planned.uncalibrated is not None
    assert planned.uncalibrated.basis == "height"


@pytest.mark.parametrize(
    ("described", "basis"), [({"step_length_m": 0.8}, "given"), ({"height_m": 1.9}, "height")]
)
def test_a_described_walker_replaces_the_walks(described: dict[str, float], basis: str) -> None:
    planned = plan_walker(MEASURED, **described)  # type: ignore[arg-type]
    assert (planned.walker.basis, planned.uncalibrated) == (basis, None)


def test_an_empty_profile_is_a_typical_adult() -> None:
    assert plan_walker(Profile()).walker.basis == "default"


@pytest.mark.parametrize("described", [{}, {"step_length_m": 0.8}, {"height_m": 1.9}])
def test_the_home_is_that_of_the_profile(described: dict[str, float]) -> None:
    assert plan_walker(MEASURED, **described).home == HOME  # type: ignore[arg-type]


def test_a_step_length_and_a_height_contradict_each_other() -> None:
    with pytest.raises(ValueError, match="a step length or a height, not both"):
        plan_walker(Profile(), step_length_m=0.7, height_m=1.75)


def test_a_sex_needs_a_height() -> None:
    with pytest.raises(ValueError, match="a sex needs a height"):
        plan_walker(Profile(height_m=1.75), sex="female")
