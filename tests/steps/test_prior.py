"""The step length before any measured walk, and its uncertainty."""

import pytest

from looproute.steps import formulas
from looproute.steps.prior import prior
from looproute.units import MILE_M


def test_the_prior_is_hoegers_step_at_the_usual_pace_of_the_mode() -> None:
    walking = prior("walk", height_m=1.75)
    assert walking.step_length_m == formulas.predict_walking_step(1.75, 1200 / MILE_M).step_length_m
    brisk, running = prior("brisk", height_m=1.75), prior("run", height_m=1.75)
    assert walking.step_length_m < brisk.step_length_m < running.step_length_m
    faster = prior("walk", height_m=1.75, pace_s_per_m=900 / MILE_M)
    assert faster.step_length_m == formulas.predict_walking_step(1.75, 900 / MILE_M).step_length_m


def test_the_prior_is_wider_when_less_is_known() -> None:
    assert prior("walk", height_m=1.75).sd == 0.065
    assert prior("walk", height_m=1.75).sd < prior("walk", pace_s_per_m=0.66).sd < prior("walk").sd
    assert prior("walk").step_length_m == pytest.approx(0.70)
    assert prior("run").sd > prior("run", height_m=1.75).sd > 0.13
