"""A walker's profile: height, home, measured walks, everyday steps, and what follows from them.

Training asks `Profile.baseline` for the steps of an everyday day, as the phone or the watch has
counted them, and `Profile.walker` for the step length.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import get_args

from looproute.geo import LatLon
from looproute.steps.calibration import Estimate, Prior, estimate
from looproute.steps.formulas import Sex
from looproute.steps.measurement import Mode, Walk
from looproute.steps.prior import prior
from looproute.steps.walker import Walker
from looproute.units import HEIGHT_M, PACE_S_PER_M, Range

DAY_STEPS = Range(0, 200_000)
"""The steps that somebody may have walked in a day."""

BASELINE_DAYS = 28
"""An everyday day is the median of what is known of so many days, up to the last one."""

_LEAST_BASELINE_DAYS = 7  # a week: working days and others


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What is known of a walker. `Profile()` is of somebody of whom nothing is.

    Attributes
    ----------
    height_m, sex, pace_s_per_m : for the step where no walk tells it, and the usual pace.
    home : where loops start when no start is given.
    walks : the measured walks, of all modes, in the order they were added.
    everyday : steps of whole days, by date: 0 to 200,000.

    Raises
    ------
    ValueError : a value is out of range.
    """

    height_m: float | None = None
    sex: Sex | None = None
    pace_s_per_m: float | None = None
    home: LatLon | None = None
    walks: tuple[Walk, ...] = ()
    everyday: Mapping[date, int] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if self.height_m is not None and not HEIGHT_M.holds(self.height_m):
            raise ValueError(f"height_m {self.height_m:g} is not a height from {HEIGHT_M} m.")
        if self.sex is not None and self.sex not in get_args(Sex):
            raise ValueError(f"sex {self.sex!r} is not female or male.")
        if self.pace_s_per_m is not None and not PACE_S_PER_M.holds(self.pace_s_per_m):
            raise ValueError(
                f"pace_s_per_m {self.pace_s_per_m:g} is not from {PACE_S_PER_M} s a metre."
            )
        for day, steps in self.everyday.items():
            if not DAY_STEPS.holds(steps):
                raise ValueError(f"{steps} steps on {day} are not from {DAY_STEPS:,}.")

    def prior(self, mode: Mode = "walk") -> Prior:
        """Return what is known of the step before any walk."""
        return prior(mode, height_m=self.height_m, pace_s_per_m=self.pace_s_per_m, sex=self.sex)

    def estimate(self, mode: Mode = "walk") -> Estimate:
        """Return what the walks of a mode, and the prior, say of the step."""
        return estimate((walk for walk in self.walks if walk.mode == mode), self.prior(mode))

    def walker(self, pace_s_per_m: float | None = None) -> Walker:
        """Return the walker to plan for: as measured, else by height, else a typical adult.

        >>> Profile(height_m=1.75).walker().basis
        'height'
        """
        found = self.estimate()
        if found.used:
            return Walker.calibrated(found, pace_s_per_m or self.pace_s_per_m)
        return self.uncalibrated(pace_s_per_m)

    def uncalibrated(self, pace_s_per_m: float | None = None) -> Walker:
        """Return the same walker as if no walk had been measured."""
        pace_s_per_m = pace_s_per_m or self.pace_s_per_m
        if self.height_m is not None:
            return Walker.from_height(self.height_m, pace_s_per_m, self.sex)
        return Walker.typical(pace_s_per_m)

    @property
    def baseline(self) -> int | None:
        """The everyday steps of a day, to begin a training plan from; None below seven days.

        It is the median of the last 28 days on record: the mean, but for days of a long hike and
        days on which the phone stayed at home. Days that are not on record are left out.

        >>> Profile(everyday={date(2026, 11, day): 1000 * day for day in range(1, 9)}).baseline
        4500
        """
        if not self.everyday:
            return None
        since = max(self.everyday) - timedelta(days=BASELINE_DAYS)
        recent = [steps for day, steps in self.everyday.items() if day > since]
        from statistics import median  # late: `looproute steps` answers at once without it

        return round(median(recent)) if len(recent) >= _LEAST_BASELINE_DAYS else None
