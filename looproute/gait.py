"""The walker: steps to metres to minutes, and back, each step count with its band.

A *step* is one foot to the other; a *stride* is two steps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from looproute.units import (
    HEIGHT_M,
    INCH_M,
    MILE_M,
    PACE_S_PER_M,
    STEP_LENGTH_M,
    STRIDE_M,
    Range,
    Units,
    format_height,
    format_pace,
    format_step_length,
)

Basis = Literal["given", "height", "default"]
Sex = Literal["female", "male"]

# 100 steps a minute is moderate walking and 130 vigorous (CADENCE-Adults, Tudor-Locke and others
# 2019); 110 is a brisk walk that most people keep up.
DEFAULT_CADENCE_SPM = 110.0
CADENCE_SPM = Range(40.0, 200.0)

# A plain walk where only the height is known: 3 miles an hour, moderate in the Compendium of
# Physical Activities (Ainsworth and others 2011), and the slow end of what Hoeger measured.
DEFAULT_PACE_S_PER_M = 20 * 60 / MILE_M

# Hoeger, Bond, Ransdell, Shimon, Merugu: One-mile step count at walking and running speeds. ACSM's
# Health & Fitness Journal 12(1), 2008. Walking, 15 to 20 minutes a mile:
# steps a mile = constant + 63.4 * pace (min/mi) - 14.1 * height (in).
_HOEGER_CONSTANT = {"female": 1949.0, "male": 1916.0, None: (1949.0 + 1916.0) / 2}
_HOEGER_PER_PACE = 63.4
_HOEGER_PER_INCH = 14.1
_HOEGER_PACE_MIN_PER_MILE = Range(15.0, 20.0)

# Grieve and Gear, Ergonomics 9(5), 1966: step length grows as speed to the 0.42. From 62 m/min on
# the walk ratio, step length over cadence, is constant (Murakami and Otaka, J. Phys. Ther. Sci.
# 29(4), 2017), and then step length grows as the square root of speed.
_SLOW_EXPONENT = 0.42
_FAST_EXPONENT = 0.50
_WALK_RATIO_SPEED_MPS = 62 / 60

# Relative standard deviations of the step length, all 0-1. From day to day: 2.1 %, 1.42 of
# 68.08 cm in 40 people over a week. Of people about the height formula: 6.5 %. Of somebody whose
# height is not known: adults' heights spread by 0.10 m (NHANES 2015-2018), and each 0.01 m is
# 0.25 % of a step. Of somebody whose pace is not known: comfortable speeds spread by about
# 0.2 m/s round 1.36 m/s (Bohannon, Age and Ageing 26, 1997), and the step by half of that.
DAY_SD = 0.021
HEIGHT_MODEL_SD = 0.065
_HEIGHT_UNKNOWN_SD = 0.10 * 0.25
_PACE_UNKNOWN_SD = 0.2 / 1.36 * _FAST_EXPONENT
_HEIGHT_SD = math.hypot(HEIGHT_MODEL_SD, DAY_SD)
_TYPICAL_SD = math.hypot(_HEIGHT_SD, _HEIGHT_UNKNOWN_SD)

_NORMAL_95 = 1.96


class StepCount(NamedTuple):
    """A number of steps and its band: 19 days of 20 lie between `low` and `high`."""

    steps: int
    low: int
    high: int


@dataclass(frozen=True, kw_only=True)
class Walker:
    """Somebody who walks. `Walker()` is a typical adult of whom nothing is known.

    Attributes
    ----------
    step_length_m : metres from one foot to the other, 0.30 to 1.10.
    step_length_sd : relative standard deviation of a day's mean step length about it, 0–1.
    cadence_spm : steps per minute, both feet, 40 to 200.
    basis : where the step length comes from.
    height_m : the walker's height, 1.0 to 2.3, where it is the basis; else None.

    Raises
    ------
    ValueError : a value is out of its range.

    Examples
    --------
    >>> Walker(step_length_m=0.70, step_length_sd=DAY_SD, basis="given").steps(5600)
    StepCount(steps=8000, low=7671, high=8329)

    """

    step_length_m: float = 0.70
    step_length_sd: float = math.hypot(_TYPICAL_SD, _PACE_UNKNOWN_SD)
    cadence_spm: float = DEFAULT_CADENCE_SPM
    basis: Basis = "default"
    height_m: float | None = None

    def __post_init__(self) -> None:
        if STRIDE_M.low < self.step_length_m <= STRIDE_M.high:
            raise ValueError(
                f"step_length_m {self.step_length_m:g} looks like a stride, which is two steps, "
                f"or like running: a walking step is 0.30 to 1.10 m."
            )
        if not STEP_LENGTH_M.holds(self.step_length_m):
            raise ValueError(f"step_length_m {self.step_length_m:g} is not from 0.30 to 1.10 m.")
        if not 0 < self.step_length_sd <= 0.5:
            raise ValueError(f"step_length_sd {self.step_length_sd:g} is not above 0 up to 0.5.")
        if not CADENCE_SPM.holds(self.cadence_spm):
            raise ValueError(
                f"{self.cadence_spm:.0f} steps a minute is not from 40 to 200: "
                f"the step length and the pace do not go together."
            )
        if self.basis not in get_args(Basis):
            raise ValueError(f"basis {self.basis!r} is not one of {', '.join(get_args(Basis))}.")
        if self.height_m is not None:
            _check_height(self.height_m)

    @classmethod
    def typical(cls, pace_s_per_m: float | None = None) -> Walker:
        """Return an adult of whom nothing is known but perhaps the pace, in seconds per metre.

        >>> round(Walker.typical(pace_s_per_m=0.66).step_length_m, 3)
        0.761
        """
        if pace_s_per_m is None:
            return cls()
        speed_mps = _speed_mps(pace_s_per_m)
        step_length_m = step_length_at(speed_mps, of=cls())
        return cls(
            step_length_m=step_length_m,
            step_length_sd=_TYPICAL_SD,
            cadence_spm=speed_mps / step_length_m * 60,
        )

    @classmethod
    def given(cls, step_length_m: float, pace_s_per_m: float | None = None) -> Walker:
        """Return a walker who knows the step length, measured at the pace of the walk.

        Raises ValueError when the step length, or the cadence it has at that pace, is not one of
        a walk.

        >>> round(Walker.given(0.70, pace_s_per_m=0.72).cadence_spm)
        119
        """
        cadence_spm = DEFAULT_CADENCE_SPM
        if pace_s_per_m is not None and STEP_LENGTH_M.holds(step_length_m):
            cadence_spm = _speed_mps(pace_s_per_m) / step_length_m * 60
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
        """Return a walker of that height at that pace, 3 miles an hour where it is not known.

        Hoeger's formula holds for 15 to 20 minutes a mile. Outside it is not extrapolated: it is
        read at the nearer end, and the step is moved to the pace by `step_length_at`.

        >>> round(Walker.from_height(1.75, pace_s_per_m=0.66).step_length_m, 3)
        0.772
        """
        _check_height(height_m)
        if sex not in _HOEGER_CONSTANT:
            raise ValueError(f"sex {sex!r} is not female or male; leave it out for the mean.")
        speed_mps = _speed_mps(DEFAULT_PACE_S_PER_M if pace_s_per_m is None else pace_s_per_m)
        pace_min_per_mile = MILE_M / speed_mps / 60
        low, high = _HOEGER_PACE_MIN_PER_MILE
        measured_min_per_mile = min(max(pace_min_per_mile, low), high)
        steps_per_mile = (
            _HOEGER_CONSTANT[sex]
            + _HOEGER_PER_PACE * measured_min_per_mile
            - _HOEGER_PER_INCH * height_m / INCH_M
        )
        measured = cls(
            step_length_m=MILE_M / steps_per_mile,
            cadence_spm=steps_per_mile / measured_min_per_mile,
        )
        step_length_m = step_length_at(speed_mps, of=measured)
        if step_length_m > STEP_LENGTH_M.high:
            raise ValueError(
                f"{format_height(height_m)} tall at {format_pace(1 / speed_mps)} would be steps of "
                f"{step_length_m:.2f} m, which is running: give a slower pace."
            )
        return cls(
            step_length_m=step_length_m,
            step_length_sd=_HEIGHT_SD,
            cadence_spm=speed_mps / step_length_m * 60,
            basis="height",
            height_m=height_m,
        )

    @property
    def speed_mps(self) -> float:
        """Metres a second at the walker's cadence."""
        return self.step_length_m * self.cadence_spm / 60

    def length_m(self, steps: float) -> float:
        """Return the metres that so many steps cover."""
        return _check_amount(steps, "steps") * self.step_length_m

    def steps(self, length_m: float) -> StepCount:
        """Return the steps that a length takes, with the 95 % band."""
        steps = _check_amount(length_m, "length_m") / self.step_length_m
        half = _NORMAL_95 * self.step_length_sd * steps
        return StepCount(round(steps), max(0, round(steps - half)), round(steps + half))

    def duration_s(self, length_m: float) -> float:
        """Return the seconds that a length takes at the walker's cadence."""
        return _check_amount(length_m, "length_m") / self.speed_mps

    def describe(self, units: Units = "metric") -> str:
        """Return where the step length comes from, a phrase for the walker.

        >>> Walker.from_height(1.75, pace_s_per_m=0.66).describe()
        '0.77 m a step, from height 1.75 m at 11:00 min/km (Hoeger 2008)'
        """
        step = f"{format_step_length(self.step_length_m, units)} a step"
        if self.basis == "height" and self.height_m is not None:
            height = format_height(self.height_m, units)
            pace = format_pace(1 / self.speed_mps, units)
            return f"{step}, from height {height} at {pace} (Hoeger 2008)"
        whose = "as given" if self.basis == "given" else "a typical adult's"
        return f"{step}, {whose}, at {self.cadence_spm:.0f} steps a minute"


def step_length_at(speed_mps: float, *, of: Walker) -> float:
    """Return the step length in metres that a walker takes at another speed.

    It grows as speed to the 0.42 up to 1.03 m/s and as the square root of speed above, where the
    walk ratio is constant; the two meet there.

    >>> round(step_length_at(1.5, of=Walker(step_length_m=0.70, cadence_spm=110)), 3)
    0.757
    """

    def growth(mps: float) -> float:
        exponent = _SLOW_EXPONENT if mps < _WALK_RATIO_SPEED_MPS else _FAST_EXPONENT
        return float((mps / _WALK_RATIO_SPEED_MPS) ** exponent)

    return of.step_length_m * growth(speed_mps) / growth(of.speed_mps)


def _speed_mps(pace_s_per_m: float) -> float:
    if not PACE_S_PER_M.holds(pace_s_per_m):
        raise ValueError(
            f"pace_s_per_m {pace_s_per_m:g} is not a walking pace, 0.36 to 2.4 "
            f"seconds a metre (6 to 40 min/km)."
        )
    return 1 / pace_s_per_m


def _check_height(height_m: float) -> None:
    if not HEIGHT_M.holds(height_m):
        raise ValueError(f"height_m {height_m:g} is not a person's height, 1.0 to 2.3 m.")


def _check_amount(value: float, name: str) -> float:
    if not (math.isfinite(value) and value >= 0):
        raise ValueError(f"{name} {value} is not a finite number of at least 0.")
    return value
