"""The steps of a way that is run and walked: two step lengths, never an average of them."""

from __future__ import annotations

import math
from typing import NamedTuple

from looproute.steps import formulas
from looproute.steps.calibration import DAY_SD, NORMAL_95, Estimate
from looproute.steps.prior import HEIGHT_MODEL_SD, HEIGHT_UNKNOWN_SD, TYPICAL_HEIGHT_M
from looproute.steps.walker import StepCount, Walker
from looproute.training.run_walk import RunWalk


class Step(NamedTuple):
    """A step length in metres, its relative standard deviation, and whether it was measured."""

    length_m: float
    sd: float
    measured: bool


class Steps(NamedTuple):
    """The steps that are run, those that are walked, and both together with their band."""

    run: int
    walk: int
    whole: StepCount


def running_step(
    found: Estimate, speed_mps: float, *, height_m: float | None, given_m: float | None = None
) -> Step:
    """Return a runner's step at a speed: as given, as measured on runs, or by Hoeger's formula.

    A measured step, `found`, is moved to the speed as the formula's step moves, where the pace of
    the runs is known.
    """
    if given_m is not None:
        return Step(given_m, DAY_SD, measured=True)
    unknown_sd = 0.0 if height_m else HEIGHT_UNKNOWN_SD
    height_m = height_m or TYPICAL_HEIGHT_M
    if not found.used:
        sd = math.hypot(HEIGHT_MODEL_SD, DAY_SD, unknown_sd)
        return Step(_predicted_m(height_m, speed_mps), sd, measured=False)
    length_m = found.step_length_m
    if found.pace_s_per_m is not None:
        own_mps = 1 / found.pace_s_per_m
        length_m *= _predicted_m(height_m, speed_mps) / _predicted_m(height_m, own_mps)
    return Step(length_m, found.step_length_sd, measured=True)


def _predicted_m(height_m: float, speed_mps: float) -> float:
    """Return Hoeger's running step; slower than was measured it shrinks as a walk's does."""
    measured = formulas.running(height_m, 1 / speed_mps)
    return measured.step_length_m * formulas.growth(
        min(speed_mps, measured.speed_mps), measured.speed_mps
    )


def count(plan: RunWalk, walking: Step, running: Step) -> Steps:
    """Return the steps of a plan with the 95 % band.

    Steps that were measured err each on their own. Those that both rest on the height err
    together, so that their errors add up.
    """
    run = plan.run_s * plan.run_speed_mps / running.length_m
    walk = plan.walk_s * plan.walk_speed_mps / walking.length_m
    errors = run * running.sd, walk * walking.sd
    half = NORMAL_95 * (
        math.hypot(*errors) if running.measured or walking.measured else sum(errors)
    )
    steps = round(run) + round(walk)
    return Steps(
        round(run), round(walk), StepCount(steps, max(0, round(steps - half)), round(steps + half))
    )


def walking_step(walker: Walker) -> Step:
    """Return a walker's step, as the walker knows it."""
    return Step(
        walker.step_length_m, walker.step_length_sd, measured=walker.basis in ("given", "walks")
    )
