"""A walker's profile: height, home, measured walks and everyday steps.

Training plans start from `Profile.baseline`, the usual daily steps as counted by a phone or a
watch, and use the step length of `Profile.walker`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, get_args

import click

from looproute.geo import LatLon
from looproute.steps.calibration import Estimate, Prior, estimate
from looproute.steps.formulas import Sex
from looproute.steps.measurement import DAY_STEPS, Mode, Walk
from looproute.steps.prior import prior
from looproute.steps.walker import Walker
from looproute.store.private_file import PrivateFile
from looproute.store.toml import Table, read_toml, render_days, render_toml
from looproute.units import HEIGHT_M, PACE_S_PER_M

BASELINE_DAYS = 28
"""The baseline is the median of the recorded days in a period of this many days."""

DEFAULT_NAME = "me"

_LEAST_BASELINE_DAYS = 7  # a week, to include working days and days off
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])?")
_VALUES = {"height_m": float, "pace_s_per_m": float, "sex": str}
_FILE = {"version": int, **_VALUES, "home": list, "walk": list, "everyday": dict}
_WALK = {
    "date": date,
    "steps": int,
    "distance_m": float,
    "how": str,
    "count": str,
    "mode": str,
    "duration_s": float,
    "outdoors": bool,
}


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The known facts about a walker; `Profile()` is empty.

    Attributes
    ----------
    height_m, sex, pace_s_per_m : predict the step length if no walk measures it; the pace is also
    the usual one.
    home : the default start of loops.
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
        """Return the prior of the step length, before any measured walk."""
        return prior(mode, height_m=self.height_m, pace_s_per_m=self.pace_s_per_m, sex=self.sex)

    def estimate(self, mode: Mode = "walk") -> Estimate:
        """Estimate the step length from the walks of a mode and the prior."""
        return estimate((walk for walk in self.walks if walk.mode == mode), self.prior(mode))

    def walker(self, pace_s_per_m: float | None = None) -> Walker:
        """Return the walker to plan for: measured, else from height, else a typical adult.

        >>> Profile(height_m=1.75).walker().basis
        'height'
        """
        found = self.estimate()
        if found.used:
            return Walker.calibrated(found, pace_s_per_m or self.pace_s_per_m)
        return self.uncalibrated(pace_s_per_m)

    def uncalibrated(self, pace_s_per_m: float | None = None) -> Walker:
        """Return the same walker without the measured walks."""
        pace_s_per_m = pace_s_per_m or self.pace_s_per_m
        if self.height_m is not None:
            return Walker.from_height(self.height_m, pace_s_per_m, self.sex)
        return Walker.typical(pace_s_per_m)

    def add_walks(
        self, walks: Iterable[Walk], everyday: Mapping[date, int] = MappingProxyType({})
    ) -> Profile:
        """Return the profile with more walks and, for each day, the greater count of steps."""
        days = {**self.everyday}
        for day, steps in everyday.items():
            days[day] = max(steps, days.get(day, 0))
        return replace(self, walks=(*self.walks, *walks), everyday=days)

    @property
    def baseline(self) -> int | None:
        """The usual daily steps, from which training plans start; None below seven days.

        It is the median of the last 28 recorded days, so a long hike or a day without the phone
        hardly matters. Days without a record are ignored.

        >>> Profile(everyday={date(2026, 11, day): 1000 * day for day in range(1, 9)}).baseline
        4500
        """
        if not self.everyday:
            return None
        since = max(self.everyday) - timedelta(days=BASELINE_DAYS)
        recent = sorted(steps for day, steps in self.everyday.items() if day > since)
        if (count := len(recent)) < _LEAST_BASELINE_DAYS:
            return None
        return round((recent[(count - 1) // 2] + recent[count // 2]) / 2)


def profile_path(name: str = DEFAULT_NAME) -> Path:
    """Return the path of a person's profile; `LOOPROUTE_CONFIG_DIR` changes the folder.

    Raises ValueError unless the name consists of lower-case letters, digits, hyphens and
    underscores.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"{name[:40]!r} is not a profile's name: write up to 40 small letters, digits, "
            "hyphens and underscores, like anna."
        )
    base = Path(os.environ.get("LOOPROUTE_CONFIG_DIR") or click.get_app_dir("looproute"))
    return base / "profiles" / f"{name}.toml"


def open_profile(path: Path) -> PrivateFile[Profile]:
    """Return the file of a profile."""
    return PrivateFile(
        path, what="profile", empty=Profile, parse=parse_profile, render=render_profile
    )


def parse_profile(content: bytes) -> Profile:
    r"""Parse the content of a profile file; raise FaultError if it is invalid.

    >>> parse_profile(b"version = 1\nheight_m = 1.75").height_m
    1.75
    """
    top = read_toml(content)
    found = top.read(_FILE)
    fields = {key: found[key] for key in _VALUES if key in found}
    if "home" in found:
        fields["home"] = _read_home(top, found["home"])
    fields["walks"] = tuple(_read_walk(table) for table in top.tables("walk"))
    days = top.table("everyday").read_days(lambda day: Profile(everyday=day))
    return top.build(Profile, {**fields, "everyday": MappingProxyType(days)})


def _read_home(top: Table, degrees: list[object]) -> LatLon:
    if len(degrees) != 2 or not all(type(number) in (int, float) for number in degrees):
        raise top.fault("home is not [latitude, longitude]", "home")
    return top.build(LatLon, dict(zip(("lat", "lon"), degrees, strict=True)), "home")


def _read_walk(table: Table) -> Walk:
    fields = table.read(_WALK, required=("steps", "distance_m"))
    fields["day"] = fields.pop("date", None)
    return table.build(Walk, fields, "steps")


def render_profile(profile: Profile) -> bytes:
    """Render a profile as the content of its file."""
    values = {key: getattr(profile, key) for key in (*_VALUES, "home")}
    return render_toml(
        "A walker's profile",
        values,
        *(("[[walk]]", _walk_values(walk)) for walk in profile.walks),
        ("[everyday]", render_days(profile.everyday)),
    )


def _walk_values(walk: Walk) -> dict[str, object]:
    values = {key: getattr(walk, "day" if key == "date" else key) for key in _WALK}
    return values | {"outdoors": walk.outdoors or None}


class PlannedWalker(NamedTuple):
    """The walker to plan for, and the default start.

    Attributes
    ----------
    walker : the walker whose steps are planned.
    uncalibrated : the same walker without measured walks; None unless walks were used.
    home : the default start, if the profile has one.
    """

    walker: Walker
    uncalibrated: Walker | None
    home: LatLon | None


def plan_walker(
    profile: Profile,
    *,
    step_length_m: float | None = None,
    height_m: float | None = None,
    pace_s_per_m: float | None = None,
    sex: Sex | None = None,
) -> PlannedWalker:
    """Return the walker to plan for; a step length or a height replaces the profile's walks.

    Raises ValueError for a step length together with a height, and for a sex without a height.

    >>> plan_walker(Profile(height_m=1.75)).walker.basis
    'height'
    >>> plan_walker(Profile(height_m=1.75), step_length_m=0.8).walker.step_length_m
    0.8
    """
    if step_length_m is not None and height_m is not None:
        raise ValueError("give a step length or a height, not both")
    if sex is not None and height_m is None:
        raise ValueError("a sex needs a height")
    if step_length_m is not None:
        return PlannedWalker(Walker.given(step_length_m, pace_s_per_m), None, profile.home)
    if height_m is not None:
        walker = Walker.from_height(height_m, pace_s_per_m, sex)
        return PlannedWalker(walker, None, profile.home)
    walker = profile.walker(pace_s_per_m)
    measured = walker.basis == "walks"
    before = profile.uncalibrated(pace_s_per_m) if measured else None
    return PlannedWalker(walker, before, profile.home)
