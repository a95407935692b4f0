"""Who walks: the options of a command where they say it, else the profile."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import click

from looproute.cli import options
from looproute.geo import LatLon
from looproute.steps.formulas import Sex
from looproute.steps.walker import Walker
from looproute.store.private_file import PrivateFile
from looproute.store.profile import DEFAULT_NAME, Profile, open_profile, profile_path
from looproute.text.walker import describe_walker
from looproute.units import Units, format_length, format_steps

F = TypeVar("F", bound=Callable[..., Any])

_NAMED = 10  # profiles, before "and so many more"

step_length_option = click.option(
    "--step-length",
    "--stride",
    "step_length_m",
    type=options.STEP_LENGTH,
    help="From one foot to the other, such as 0.70, 70cm or 28in. Count your steps over 100 m: 140 "
    "steps are 100/140 = 0.71. Watches call it stride length; a stride proper is two steps.",
)
height_option = click.option(
    "--height",
    "height_m",
    type=options.HEIGHT,
    help="Your height, such as 1.75, 175cm or 5ft9: the step is estimated from it.",
)
pace_option = click.option(
    "--pace",
    "pace_s_per_m",
    type=options.PACE,
    help="How fast you walk, such as 11min/km, 18:00/mi or 5.5km/h.",
)
sex_option = click.option(
    "--sex",
    type=click.Choice(["female", "male"]),
    help="Makes the estimate from --height a little better.",
)
profile_option = click.option(
    "--profile",
    "profile_name",
    default=DEFAULT_NAME,
    show_default=True,
    metavar="NAME",
    envvar="LOOPROUTE_PROFILE",
    show_envvar=True,
    help="Whose walks, height and home are used.",
)


def walker_options(command: F) -> F:
    """Add the options that say how somebody walks; `person_from` takes what they give."""
    return step_length_option(height_option(pace_option(sex_option(command))))


def profile_file(profile_name: str, *, new: bool = False) -> PrivateFile[Profile]:
    """Return the file of a profile, which need not be there yet if it is the usual one or `new`."""
    try:
        file = open_profile(profile_path(profile_name))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'--profile'") from error
    if not (new or profile_name == DEFAULT_NAME or os.path.lexists(file.path)):
        names = sorted(path.stem for path in file.path.parent.glob("*.toml"))
        raise click.BadParameter(
            f"there is no profile {profile_name!r}, {_only(names)}; looproute calibrate me "
            f"--height 175cm --profile {profile_name} begins one.",
            param_hint="'--profile'",
        )
    return file


def _only(names: Sequence[str]) -> str:
    most = [*names[:_NAMED], f"{len(names) - _NAMED} more"] if len(names) > _NAMED else names
    return f"only {', '.join(most)}" if names else "and no other"


class Person(NamedTuple):
    """The walker to plan for, the same before any walk was measured, and the home, if known."""

    walker: Walker
    before: Walker | None
    home: LatLon | None

    def lines(self, steps: int, units: Units) -> str:
        """Return where the step comes from, and what the walks have changed for so many steps."""
        walker, before = self.walker, self.before
        told = step_line(walker, units)
        if before is None:
            return told
        length_m, before_m = walker.length_m(steps), before.length_m(steps)
        off_m = abs(length_m - before_m)
        count = walker.steps(length_m)
        count_before = before.steps(before_m)
        return (
            f"{told}\nBefore these walks {format_steps(steps)} steps were taken for "
            f"{format_length(before_m, units)}; they are {format_length(length_m, units)}, "
            f"{format_length(off_m, units)} ({format_steps(walker.steps(off_m).steps)} steps) "
            f"{'more' if length_m >= before_m else 'less'}, and the band is "
            f"±{(count.high - count.low) / 2:,.0f}, not "
            f"±{(count_before.high - count_before.low) / 2:,.0f}."
        )


def step_line(walker: Walker, units: Units) -> str:
    """Return where the step length comes from and how to better it, a sentence a line."""
    better = {
        "default": "\nMeasure yours with looproute calibrate walk, or give --height and --pace.",
        "height": "\nMeasure yours with looproute calibrate walk.",
    }
    return f"{describe_walker(walker, units)}.{better.get(walker.basis, '')}"


def person_from(
    profile_name: str,
    step_length_m: float | None = None,
    height_m: float | None = None,
    pace_s_per_m: float | None = None,
    sex: Sex | None = None,
    *,
    new: bool = False,
) -> Person:
    """Return who walks. A step length or a height that is given goes before the profile's walks.

    A profile that is not there yet is taken for an empty one where it may be `new`.
    """
    profile = profile_file(profile_name, new=new).read()
    if step_length_m is not None or height_m is not None or sex is not None:
        walker = _described(step_length_m, height_m, pace_s_per_m, sex)
        return Person(walker, None, profile.home)
    walker = profile.walker(pace_s_per_m)
    before = profile.uncalibrated(pace_s_per_m) if walker.basis == "walks" else None
    return Person(walker, before, profile.home)


def _described(
    step_length_m: float | None, height_m: float | None, pace_s_per_m: float | None, sex: Sex | None
) -> Walker:
    """Return the walker whom the options describe."""
    if step_length_m is not None and height_m is not None:
        raise click.UsageError(
            "Give --step-length or --height, not both: the height only serves to estimate the step."
        )
    if sex is not None and height_m is None:
        raise click.UsageError("--sex only helps together with --height: give both or neither.")
    if step_length_m is not None:
        return Walker.given(step_length_m, pace_s_per_m)
    if height_m is not None:
        return Walker.from_height(height_m, pace_s_per_m, sex)
    return Walker.typical(pace_s_per_m)
