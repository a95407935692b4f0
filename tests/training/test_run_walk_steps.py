from __future__ import annotations

from datetime import date

import pytest

from looproute.steps.measurement import Walk
from looproute.steps.walker import Walker
from looproute.store.profile import Profile
from looproute.training.run_walk import run_walk
from looproute.training.run_walk_steps import Step, count, running_step, walking_step
from looproute.training.run_walk_tables import Ratio

PLAN = run_walk(10_000, 0.39, Ratio(120, 30), 1.4)


def test_the_steps_are_those_run_and_those_walked_and_no_average() -> None:
    steps = count(PLAN, Step(0.70, 0.02, measured=True), Step(1.10, 0.02, measured=True))
    assert steps.run == round((10_000 - 1.4 * PLAN.walk_s) / 1.10)
    assert steps.walk == round(1.4 * PLAN.walk_s / 0.70)
    assert steps.whole.steps == steps.run + steps.walk
    assert steps.whole.low < steps.whole.steps < steps.whole.high


def test_guesses_from_one_height_err_together_and_measured_steps_apart() -> None:
    guessed = count(PLAN, Step(0.70, 0.05, measured=False), Step(1.10, 0.05, measured=False)).whole
    known = count(PLAN, Step(0.70, 0.05, measured=True), Step(1.10, 0.05, measured=True)).whole
    assert guessed.high - guessed.steps == pytest.approx(1.96 * 0.05 * guessed.steps, abs=1)
    assert known.high < guessed.high


def test_a_given_step_goes_before_a_measured_one_and_that_before_the_height() -> None:
    run = Walk(steps=1000, distance_m=1150.0, mode="run", day=date(2026, 11, 2))
    found = Profile(height_m=1.75, walks=(run,)).estimate("run")
    assert running_step(found, 3.0, height_m=1.75, given_m=1.02)[0] == 1.02
    measured = running_step(found, 3.0, height_m=1.75)
    assert measured.measured
    assert measured.length_m == found.step_length_m
    guess = running_step(Profile(height_m=1.75).estimate("run"), 3.0, height_m=1.75)
    assert not guess.measured
    assert guess.sd > measured.sd
    assert round(guess.length_m, 2) == 1.12


def test_a_step_whose_pace_is_known_gets_longer_with_the_speed() -> None:
    run = Walk(steps=1000, distance_m=1000.0, mode="run", duration_s=360.0)
    found = Profile(height_m=1.75, walks=(run,)).estimate("run")
    slow, own, fast = (
        running_step(found, mps, height_m=1.75).length_m for mps in (2.0, 1000 / 360, 3.5)
    )
    assert slow < own < fast
    assert own == pytest.approx(found.step_length_m)


def test_a_walker_s_step_is_measured_where_it_was_given_or_walked() -> None:
    assert walking_step(Walker.given(0.7)).measured
    assert not walking_step(Walker.typical()).measured
