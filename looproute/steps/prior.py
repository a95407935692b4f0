"""Predict a step length and its uncertainty before any measured walk."""

from __future__ import annotations

import math

from looproute.steps import formulas
from looproute.steps.calibration import Prior
from looproute.steps.formulas import FAST_EXPONENT, Predicted, Sex
from looproute.steps.measurement import Mode
from looproute.units import MILE_M

# An ordinary walk if only the height is known: 3 miles an hour, moderate in the Compendium of
# Physical Activities (Ainsworth and others 2011), and the slow end of Hoeger's measurements. In the
# Compendium a brisk walk is 3.5 miles an hour, and a run 6.
USUAL_PACE_S_PER_M: dict[Mode, float] = {
    "walk": 20 * 60 / MILE_M,
    "brisk": 3600 / 3.5 / MILE_M,
    "run": 10 * 60 / MILE_M,
}

# 100 steps a minute is moderate walking and 130 vigorous (CADENCE-Adults, Tudor-Locke and others
# 2019); 110 is a brisk walk that most people can sustain.
USUAL_CADENCE_SPM = 110.0

# A typical adult's step at that cadence, and the height that goes with it: chosen, near the 0.71 m
# that Hoeger's formula gives for that height at 3 miles an hour.
TYPICAL_STEP_M = 0.70
_TYPICAL_SPEED_MPS = TYPICAL_STEP_M * USUAL_CADENCE_SPM / 60
TYPICAL_HEIGHT_M = 1.70

# Relative standard deviations of the step length, 0–1, in addition to that from day to day. Between
# people, about the height formula: 6.5 %, chosen; it was 8.5 % for 40 people of all heights, see
# `DAY_SD`. Unknown height: adults' heights have a standard deviation of 0.10 m (NHANES 2015-2018),
# and each 0.01 m is 0.25 % of a step by Hoeger's formula. Unknown pace: comfortable speeds have 0.2
# m/s about 1.36 m/s (Bohannon, Age and Ageing 26, 1997), and the step half of that, relatively;
# running paces have an assumed 1.5 minutes per mile.
HEIGHT_MODEL_SD = 0.065
HEIGHT_UNKNOWN_SD = 0.10 * 0.25
PACE_UNKNOWN_SD = 0.2 / 1.36 * FAST_EXPONENT
_RUNNING_PACE_UNKNOWN_SD = 0.13


def prior(
    mode: Mode,
    *,
    height_m: float | None = None,
    pace_s_per_m: float | None = None,
    sex: Sex | None = None,
) -> Prior:
    """Predict the step of a mode from height and pace, or for a typical adult.

    `pace_s_per_m` is that of a walk; brisk walks and runs have their usual pace.

    >>> round(prior("walk", height_m=1.75).step_length_m, 3), prior("walk", height_m=1.75).sd
    (0.722, 0.065)
    """
    sd = HEIGHT_MODEL_SD if height_m is not None else math.hypot(HEIGHT_MODEL_SD, HEIGHT_UNKNOWN_SD)
    usual_s_per_m = USUAL_PACE_S_PER_M[mode]
    if mode == "run":
        tall_m = TYPICAL_HEIGHT_M if height_m is None else height_m
        step_length_m = formulas.predict_running_step(tall_m, usual_s_per_m).step_length_m
        return Prior(step_length_m, math.hypot(sd, _RUNNING_PACE_UNKNOWN_SD))
    known_s_per_m = pace_s_per_m if mode == "walk" else usual_s_per_m
    if height_m is not None:
        speed_mps = 1 / (known_s_per_m or usual_s_per_m)
        step = formulas.predict_walking_step(height_m, 1 / speed_mps, sex)
    else:
        speed_mps = _TYPICAL_SPEED_MPS if known_s_per_m is None else 1 / known_s_per_m
        step = Predicted(TYPICAL_STEP_M, _TYPICAL_SPEED_MPS)
        sd = math.hypot(sd, PACE_UNKNOWN_SD if pace_s_per_m is None or mode == "brisk" else 0.0)
    return Prior(step.step_length_m * formulas.speed_factor(speed_mps, step.speed_mps), sd)
