"""Options for the walker, shared by the commands that count steps, and the profile."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from looproute.cli import options
from looproute.steps.formulas import Sex
from looproute.steps.walker import Walker
from looproute.store.private_file import PrivateFile
from looproute.store.profile import (
    DEFAULT_NAME,
    PlannedWalker,
    Profile,
    open_profile,
    plan_walker,
    profile_path,
)
from looproute.text.walker import describe_walker
from looproute.units import Units, format_length, format_steps

F = TypeVar("F", bound=Callable[..., Any])

_NAMED = 10  # profiles to list, before "3 more"

step_length_option = click.option(
    "--step-length",
    "--stride",
    "step_length_m",
    type=options.STEP_LENGTH,
    help="From one foot to the other, such as 0.70, 70cm or 28in. To measure it, count your steps "
    "over 100 m: 140 steps are 100/140 = 0.71. Watches call it stride length; strictly, a stride "
    "is two steps.",
)
height_option = click.option(
    "--height",
    "height_m",
    type=options.HEIGHT,
    help="Your height, such as 1.75, 175cm or 5ft9, to estimate the step length from.",
)
pace_option = click.option(
    "--pace",
    "pace_s_per_m",
    type=options.PACE,
    help="Your walking pace, such as 11min/km, 18:00/mi or 5.5km/h.",
)
sex_option = click.option(
    "--sex",
    type=click.Choice(["female", "male"]),
    help="Improves the estimate from --height slightly.",
)
profile_option = click.option(
    "--profile",
    "profile_name",
    default=DEFAULT_NAME,
    show_default=True,
    metavar="NAME",
    envvar="LOOPROUTE_PROFILE",
    show_envvar=True,
    help="The profile with your walks, height and home.",
)


def walker_options(command: F) -> F:
    """Add the options that describe the walker; `read_walker` takes their values."""
    return step_length_option(height_option(pace_option(sex_option(command))))


def profile_file(profile_name: str, *, new: bool = False) -> PrivateFile[Profile]:
    """Return the file of a profile; only the default or a `new` one may be missing."""
    try:
        file = open_profile(profile_path(profile_name))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'--profile'") from error
    if not (new or profile_name == DEFAULT_NAME or os.path.lexists(file.path)):
        names = sorted(path.stem for path in file.path.parent.glob("*.toml"))
        raise click.BadParameter(
            f"there is no profile {profile_name!r}, {_list_names(names)}; looproute calibrate me "
            f"--height 175cm --profile {profile_name} begins one.",
            param_hint="'--profile'",
        )
    return file


def _list_names(names: Sequence[str]) -> str:
    most = [*names[:_NAMED], f"{len(names) - _NAMED} more"] if len(names) > _NAMED else names
    return f"only {', '.join(most)}" if names else "and no other"


def read_walker(
    profile_name: str,
    step_length_m: float | None = None,
    height_m: float | None = None,
    pace_s_per_m: float | None = None,
    sex: Sex | None = None,
    *,
    new: bool = False,
) -> PlannedWalker:
    """Return the walker described by the options and the profile.

    If the profile may be `new`, a missing one counts as empty. Raises UsageError for options that
    contradict each other.
    """
    profile = profile_file(profile_name, new=new).read()
    if step_length_m is not None and height_m is not None:
        raise click.UsageError(
            "Give --step-length or --height, not both: the height only serves to estimate the step."
        )
    if sex is not None and height_m is None:
        raise click.UsageError("--sex only helps together with --height: give both or neither.")
    return plan_walker(
        profile,
        step_length_m=step_length_m,
        height_m=height_m,
        pace_s_per_m=pace_s_per_m,
        sex=sex,
    )


def describe_planned_walker(planned: PlannedWalker, steps: int, units: Units) -> str:
    """Return the source of the step length, and the effect of the measured walks."""
    walker, before = planned.walker, planned.uncalibrated
    basis = describe_step_length(walker, units)
    if before is None:
        return basis
    length_m, before_m = walker.length_m(steps), before.length_m(steps)
    off_m = abs(length_m - before_m)
    count = walker.steps(length_m)
    count_before = before.steps(before_m)
    return (
        f"{basis}\nYour walks changed {format_steps(steps)} steps from "
        f"{format_length(before_m, units)} to {format_length(length_m, units)}, "
        f"{format_length(off_m, units)} ({format_steps(walker.steps(off_m).steps)} steps) "
        f"{'longer' if length_m >= before_m else 'shorter'}, and the range from "
        f"±{(count_before.high - count_before.low) / 2:,.0f} to "
        f"±{(count.high - count.low) / 2:,.0f} steps."
    )


def describe_step_length(walker: Walker, units: Units) -> str:
    """Return the source of the step length and how to improve it, one sentence per line."""
    better = {
        "default": "\nMeasure yours with looproute calibrate walk, or give --height and --pace.",
        "height": "\nMeasure yours with looproute calibrate walk.",
    }
    return f"{describe_walker(walker, units)}.{better.get(walker.basis, '')}"
