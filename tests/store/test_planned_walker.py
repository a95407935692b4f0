"""The walker of a plan comes from the request, or else from the profile."""

from __future__ import annotations

from datetime import date

import pytest

from looproute.geo import LatLon
from looproute.steps.measurement import Walk
from looproute.store.planned_walker import plan_walker
from looproute.store.profile import Profile

HOME = LatLon(53.5571, 13.2613)
WALK = Walk(steps=560, distance_m=400.0, how="track", count="hand", day=date(2026, 11, 2))
MEASURED = Profile(height_m=1.75, home=HOME, walks=(WALK,))


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
