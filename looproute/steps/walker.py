"""A walker: convert between steps, metres and minutes, with a 95 % band.

A *step* is from one foot to the other; a *stride* is two steps.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

from looproute.steps import formulas
from looproute.steps.calibration import DAY_SD, NORMAL_95, Estimate, estimate
from looproute.steps.formulas import PacedStep, Sex
from looproute.steps.measurement import Walk
from looproute.steps.prior import USUAL_CADENCE_SPM, USUAL_PACE_S_PER_M, prior
from looproute.steps.terrain import Stairs, count_stair_steps
from looproute.units import HEIGHT_M, STEP_LENGTH_M, STRIDE_M, Range

Basis = Literal["given", "walks", "height", "default"]

CADENCE_SPM = Range(40.0, 200.0)

_UNKNOWN = prior("walk")


class StepCount(NamedTuple):
    """A number of steps and its 95 % band: `low` to `high` on 95 % of days."""

    steps: int
    low: int
    high: int


@dataclass(frozen=True, kw_only=True)
class Walker:
    """A walker's step length and cadence; `Walker()` is a typical adult.

    Attributes
    ----------
    step_length_m : metres from one foot to the other, 0.30 to 1.10.
    step_length_sd : relative standard deviation of a day's mean step length about it, 0–1.
    cadence_spm : steps per minute, both feet, 40 to 200.
    basis : the source of the step length.
    height_m : the walker's height, 1.0 to 2.3, if it is the basis; else None.
    walks : the number of measured walks if they are the basis; else 0.

    Raises
    ------
    ValueError : a value is out of its range.

    Examples
    --------
    >>> Walker(step_length_m=0.70, step_length_sd=DAY_SD, basis="given").steps(5600)
    StepCount(steps=8000, low=7671, high=8329)

    """

    step_length_m: float = _UNKNOWN.step_length_m
    step_length_sd: float = math.hypot(_UNKNOWN.sd, DAY_SD)
    cadence_spm: float = USUAL_CADENCE_SPM
    basis: Basis = "default"
    height_m: float | None = None
    walks: int = 0

    def __post_init__(self) -> None:
        if STRIDE_M.low < self.step_length_m <= STRIDE_M.high:
            raise ValueError(
                f"step_length_m {self.step_length_m:g} looks like a stride, which is two steps, "
                f"or like running: a walking step is {STEP_LENGTH_M:.2f} m."
            )
        if not STEP_LENGTH_M.holds(self.step_length_m):
            raise ValueError(
                f"step_length_m {self.step_length_m:g} is not from {STEP_LENGTH_M:.2f} m."
            )
        if not 0 < self.step_length_sd <= 0.5:
            raise ValueError(f"step_length_sd {self.step_length_sd:g} is not above 0 up to 0.5.")
        if not CADENCE_SPM.holds(self.cadence_spm):
            raise ValueError(
                f"{self.cadence_spm:.0f} steps a minute is not from {CADENCE_SPM:.0f}: "
                f"the step length and the pace do not go together."
            )
        if self.basis not in get_args(Basis):
            raise ValueError(f"basis {self.basis!r} is not one of {', '.join(get_args(Basis))}.")
        if self.height_m is not None:
            _check_height(self.height_m)

    @classmethod
    def typical(cls, pace_s_per_m: float | None = None) -> Walker:
        """Return a typical adult, at a pace in seconds per metre if it is known.

        >>> round(Walker.typical(pace_s_per_m=0.66).step_length_m, 3)
        0.761
        """
        if pace_s_per_m is None:
            return cls()
        speed_mps = formulas.speed_mps(pace_s_per_m)
        step_length_m, sd = prior("walk", pace_s_per_m=pace_s_per_m)
        return cls._of(PacedStep(step_length_m, math.hypot(sd, DAY_SD), speed_mps))

    @classmethod
    def given(cls, step_length_m: float, pace_s_per_m: float | None = None) -> Walker:
        """Create a walker with a known step length, measured at the pace of the walk.

        Raises ValueError if the step length, or its cadence at that pace, is not that of a walk.

        >>> round(Walker.given(0.70, pace_s_per_m=0.72).cadence_spm)
        119
        """
        cadence_spm = USUAL_CADENCE_SPM
        if pace_s_per_m is not None and STEP_LENGTH_M.holds(step_length_m):
            cadence_spm = formulas.speed_mps(pace_s_per_m) / step_length_m * 60
        return cls(
            step_length_m=step_length_m,
            step_length_sd=DAY_SD,
            cadence_spm=cadence_spm,
            basis="given",
        )

    @classmethod
    def from_height(
        cls, height_m: float, pace_s_per_m: float | None = None, sex: Sex | None = None
    ) -> Walker:
        """Predict a walker from height and pace, 3 miles an hour if it is not known.

        Hoeger's formula holds for 15 to 20 minutes per mile. Beyond that range it is read at the
        nearer end, and the step is scaled to the pace by `speed_factor`.

        >>> round(Walker.from_height(1.75, pace_s_per_m=0.66).step_length_m, 3)
        0.772
        """
        _check_height(height_m)
        if sex is not None and sex not in get_args(Sex):
            raise ValueError(f"sex {sex!r} is not female or male; leave it out for the mean.")
        if pace_s_per_m is None:
            pace_s_per_m = USUAL_PACE_S_PER_M["walk"]
        speed_mps = formulas.speed_mps(pace_s_per_m)
        step_length_m, sd = prior("walk", height_m=height_m, pace_s_per_m=pace_s_per_m, sex=sex)
        if step_length_m > STEP_LENGTH_M.high:
            raise ValueError(
                f"height_m {height_m:.2f} at {3.6 / pace_s_per_m:.1f} km/h would be steps of "
                f"{step_length_m:.2f} m, which is running: give a slower pace."
            )
        step = PacedStep(step_length_m, math.hypot(sd, DAY_SD), speed_mps)
        return cls._of(step, basis="height", height_m=height_m)

    @classmethod
    def from_walks(
        cls,
        walks: Iterable[Walk | tuple[int, float]],
        *,
        height_m: float | None = None,
        pace_s_per_m: float | None = None,
        sex: Sex | None = None,
    ) -> Walker:
        """Create a walker with a step length measured on walks of one mode.

        A walk may be a pair of steps and metres: counted by hand along a tape, on a day of its own.
        The height, if given, has more weight the fewer walks there are.

        Raises ValueError if a walk is impossible, or if none can be used.

        >>> walker = Walker.from_walks([(140, 100.0), (141, 100.0)])
        >>> round(walker.step_length_m, 3), walker.walks
        (0.711, 2)
        """
        measured = [
            walk if isinstance(walk, Walk) else Walk(steps=walk[0], distance_m=walk[1], how="tape")
            for walk in walks
        ]
        mode = measured[0].mode if measured else "walk"
        found = estimate(measured, prior(mode, height_m=height_m, sex=sex))
        if not found.used:
            kinds = {each.exclusion.kind for each in found.contributions if each.exclusion}
            why = ", ".join(sorted(kinds)) or "there is none"
            raise ValueError(f"no walk can measure the step length: {why}.")
        return cls.calibrated(found, pace_s_per_m)

    @classmethod
    def calibrated(cls, found: Estimate, pace_s_per_m: float | None = None) -> Walker:
        """Create a walker with an estimated step, at a pace if the walks have one.

        >>> slow = Walk(steps=560, distance_m=400.0, duration_s=320.0)
        >>> round(Walker.from_walks([slow], pace_s_per_m=0.66).step_length_m, 3)
        0.786
        """
        usual_mps = found.step_length_m * USUAL_CADENCE_SPM / 60
        measured = PacedStep(found.step_length_m, found.step_length_sd, usual_mps)
        step = formulas.move_to_pace(measured, found.pace_s_per_m, pace_s_per_m)
        return cls._of(step, basis="walks", walks=found.used)

    @classmethod
    def _of(cls, step: PacedStep, **about: Any) -> Walker:
        return cls(
            step_length_m=step.step_length_m,
            step_length_sd=step.sd,
            cadence_spm=step.cadence_spm,
            **about,
        )

    def at_speed(self, speed_mps: float) -> Walker:
        """Return the walker at another speed, in metres per second; see `PacedStep.at`.

        Raises ValueError if it is not positive, or the step at it is not that of a walk.

        >>> round(Walker.given(0.70).at_speed(1.5).step_length_m, 3)
        0.757
        """
        if not (math.isfinite(speed_mps) and speed_mps > 0):
            raise ValueError(f"speed_mps {speed_mps:g} is not a speed above 0.")
        step = PacedStep(self.step_length_m, self.step_length_sd, self.speed_mps).at(speed_mps)
        return self._of(step, basis=self.basis, height_m=self.height_m, walks=self.walks)

    @property
    def speed_mps(self) -> float:
        """The speed in metres per second at the walker's cadence."""
        return self.step_length_m * self.cadence_spm / 60

    def length_m(self, steps: float) -> float:
        """Return the length of a number of steps."""
        return _check_amount(steps, "steps") * self.step_length_m

    def steps(self, length_m: float, *stairs: Stairs) -> StepCount:
        """Count the steps of a way with their band; part of its length may be stairs.

        Stairs count street by street, so that the steps of parts add up to those of the whole.
        For a hilly way, pass the length that `grade.level_m` returns.

        >>> Walker.given(0.70).steps(5600, Stairs(30))
        StepCount(steps=8057, low=7729, high=8385)
        """
        climbs = [count_stair_steps(each, self.step_length_m) for each in stairs]
        stairs_m = math.fsum(each.length_m for each in stairs)
        # Lengths that were added up in another order differ in their last digits.
        if stairs_m > _check_amount(length_m, "length_m") * (1 + 1e-9):
            raise ValueError(f"{stairs_m:g} m of stairs is more than all, {length_m:g} m.")
        level = max(length_m - stairs_m, 0.0) / self.step_length_m
        guess_sd = math.fsum(climbed.sd for climbed in climbs)
        half = NORMAL_95 * math.hypot(self.step_length_sd * level, guess_sd)
        steps = level + math.fsum(climbed.steps for climbed in climbs)
        return StepCount(round(steps), max(0, round(steps - half)), round(steps + half))

    def duration_s(self, length_m: float) -> float:
        """Return the time in seconds for a length on the flat at the walker's cadence."""
        return _check_amount(length_m, "length_m") / self.speed_mps

    def steps_duration_s(self, steps: float) -> float:
        """Return the time in seconds for a number of steps at the walker's cadence."""
        return 60 * _check_amount(steps, "steps") / self.cadence_spm


def _check_height(height_m: float) -> None:
    if not HEIGHT_M.holds(height_m):
        raise ValueError(f"height_m {height_m:g} is not a person's height, {HEIGHT_M} m.")


def _check_amount(value: float, name: str) -> float:
    if not (math.isfinite(value) and value >= 0):
        raise ValueError(f"{name} {value} is not a finite number of at least 0.")
    return value
