"""``looproute treadmill``: steps, distance and time on a treadmill."""

from __future__ import annotations

import re

import click

from looproute.cli import options
from looproute.cli.walker_options import (
    height_option,
    profile_option,
    read_walker,
    step_length_option,
)
from looproute.steps.measurement import BELT_ERROR
from looproute.training.treadmill import INCLINE, plan_belt_walk
from looproute.units import (
    MILE_M,
    Range,
    Units,
    format_duration,
    format_length,
    format_step_length,
    format_steps,
)

# Wrist counters miss steps below about this speed, or while a hand holds the rail: chosen.
_SLOW_MPS = 0.9


def _parse_incline(text: str) -> float:
    """Parse a percentage from 0 to 40 %, ``2%``, to rise over run."""
    found = re.fullmatch(r"([0-9]{1,2}(?:\.[0-9]{1,2})?)\s*%?", text, re.ASCII)
    incline = float(found[1]) / 100 if found else -1.0
    if not INCLINE.holds(incline):
        raise ValueError(f"{text[:40]!r} is not an incline from 0% to 40%: write it like 2%.")
    return incline


@click.command(cls=options.NumbersCommand)
@click.option("--steps", type=options.STEPS, help="Number of steps: 8000, 8,000 or 8k.")
@click.option(
    "--distance",
    "length_m",
    type=options.length_in(Range(50.0, 100_000.0)),
    help="Distance on the display, such as 5.6km or 3.5mi.",
)
@click.option(
    "--speed",
    "pace_s_per_m",
    type=options.PACE,
    required=True,
    help="Speed of the belt, such as 5.5km/h, 3.4mph or 11min/km.",
)
@click.option(
    "--incline",
    type=options.Typed("percent", _parse_incline),
    default="0%",
    show_default=True,
    help="Incline of the belt, such as 2%.",
)
@step_length_option
@height_option
@profile_option
@options.units_option
@options.json_option
def command(
    steps: int | None,
    length_m: float | None,
    pace_s_per_m: float,
    incline: float,
    step_length_m: float | None,
    height_m: float | None,
    profile_name: str,
    units: Units,
    as_json: bool,
) -> None:
    """Convert between steps, distance and time on a treadmill.

    \b
      looproute treadmill --steps 8000 --speed 5.5km/h
      looproute treadmill --distance 3.5mi --speed 3.4mph --incline 2%

    The step length is the one at the belt's speed; --step-length, that of your usual walk, is
    adjusted to it. Walks on a belt do not change the step length of planned loops, unless you add
    them with `looproute calibrate walk --how treadmill --outdoors`.
    """  # noqa: D301
    if (steps is None) is (length_m is None):
        raise click.UsageError("Give either --steps or --distance.")
    own_pace_s_per_m = None if step_length_m is not None else pace_s_per_m
    planned = read_walker(profile_name, step_length_m, height_m, own_pace_s_per_m)
    walk = plan_belt_walk(
        planned.walker, 1 / pace_s_per_m, steps=steps, length_m=length_m, incline=incline
    )
    if as_json:
        answer = {
            "steps": walk.steps.steps,
            "steps_low": walk.steps.low,
            "steps_high": walk.steps.high,
            "length_m": round(walk.length_m, 1),
            "belt_low_m": round(walk.low_m, 1),
            "belt_high_m": round(walk.high_m, 1),
            "duration_s": round(walk.duration_s, 1),
            "climb_m": round(walk.climb_m, 1),
            "speed_m_s": round(1 / pace_s_per_m, 4),
            "step_length_m": round(walk.walker.step_length_m, 4),
            "cadence_spm": round(walk.walker.cadence_spm, 1),
        }
        options.print_json(answer)
        return
    other: Units = "imperial" if units == "metric" else "metric"
    far = f"{format_length(walk.length_m, units)} ({format_length(walk.length_m, other)})"
    click.echo(
        f"{format_steps(walk.steps.steps)} steps on a belt at {_speed(pace_s_per_m, units)} "
        f"({_speed(pace_s_per_m, other)}) are {far}, {format_duration(walk.duration_s)}."
    )
    click.echo(
        f"95 % of days: {format_steps(walk.steps.low)}–{format_steps(walk.steps.high)} steps."
    )
    click.echo(
        f"Belts err by {100 * BELT_ERROR.low:.0f} to +{100 * BELT_ERROR.high:.0f} %, so the real "
        f"distance is {format_length(walk.low_m, units)} to {format_length(walk.high_m, units)}."
    )
    if incline:
        click.echo(f"The incline climbs {format_length(walk.climb_m, units)}.")
    click.echo(
        f"{format_step_length(walk.walker.step_length_m, units)} a step at this speed, "
        f"{walk.walker.cadence_spm:.0f} steps a minute."
    )
    if 1 / pace_s_per_m < _SLOW_MPS:
        click.echo("Wrist counters miss steps at this speed, and whenever a hand holds the rail.")


def _speed(pace_s_per_m: float, units: Units) -> str:
    if units == "metric":
        return f"{3.6 / pace_s_per_m:.1f} km/h"
    return f"{3600 / MILE_M / pace_s_per_m:.1f} mph"
