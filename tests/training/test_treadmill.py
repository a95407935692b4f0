from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from looproute.steps.formulas import speed_factor
from looproute.steps.walker import Walker
from looproute.training.treadmill import plan_belt_walk

ME = Walker.given(0.70)


@given(st.integers(100, 50_000), st.floats(0.8, 2.0), st.floats(0, 0.2))
def test_steps_to_a_length_and_back_are_the_same_walk(
    steps: int, speed_mps: float, incline: float
) -> None:
    there = plan_belt_walk(ME, speed_mps, steps=steps, incline=incline)
    back = plan_belt_walk(ME, speed_mps, length_m=there.length_m, incline=incline)
    assert there.steps.steps == steps
    assert back == there
    assert there.duration_s == pytest.approx(there.length_m / speed_mps)


def test_the_step_has_the_length_of_the_belts_speed() -> None:
    walk = plan_belt_walk(ME, 1.6, steps=1000)
    step_length_m = ME.step_length_m * speed_factor(1.6, ME.speed_mps)
    assert walk.walker.step_length_m == step_length_m > ME.step_length_m
    assert walk.length_m == pytest.approx(1000 * step_length_m)
    assert walk.walker == ME.at_speed(1.6)


def test_the_error_of_the_belt_is_separate_from_the_band() -> None:
    walk = plan_belt_walk(ME, 1.4, length_m=5000)
    assert (walk.low_m, walk.high_m) == (4900, 5150)
    half = (walk.steps.high - walk.steps.low) / 2
    assert half == pytest.approx(1.96 * walk.walker.step_length_sd * walk.steps.steps, abs=1)


def test_an_incline_widens_the_band_and_adds_a_climb() -> None:
    flat = plan_belt_walk(ME, 1.4, length_m=5000)
    steep = plan_belt_walk(ME, 1.4, length_m=5000, incline=0.1)
    assert steep.steps.steps == flat.steps.steps
    assert steep.steps.low < flat.steps.low
    assert steep.climb_m == pytest.approx(497.5, abs=0.1)


@pytest.mark.parametrize(
    ("speed_mps", "target", "words"),
    [
        (1.4, {}, "one of the two"),
        (1.4, {"steps": 100, "length_m": 100.0}, "one of the two"),
        (0.0, {"steps": 100}, "not a walking speed"),
        (float("nan"), {"steps": 100}, "not a walking speed"),
        (1.4, {"steps": 100, "incline": 0.5}, "incline 0.5"),
    ],
)
def test_an_invalid_belt_walk_is_refused(
    speed_mps: float, target: dict[str, float], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        plan_belt_walk(ME, speed_mps, **target)  # type: ignore[arg-type]


def test_a_belt_speed_above_walking_is_refused() -> None:
    with pytest.raises(ValueError, match=r"9\.0 km/h would make steps of .* which is running"):
        plan_belt_walk(Walker.given(1.0), 2.5, steps=1000)
