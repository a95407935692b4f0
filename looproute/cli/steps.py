"""``looproute steps``: the distance and the time of some steps."""

from __future__ import annotations

from typing import Any

import click

from looproute.cli import options
from looproute.cli.walker_options import (
    describe_planned_walker,
    profile_option,
    read_walker,
    walker_options,
)
from looproute.units import Units, format_duration, format_length, format_steps


@click.command(cls=options.NumbersCommand)
@click.argument("steps", type=options.STEPS)
@walker_options
@profile_option
@options.units_option
@options.json_option
def command(
    steps: int,
    units: Units,
    as_json: bool,
    **walking: Any,
) -> None:
    """Show the distance and the time of a number of steps.

    \b
      looproute steps 8000 --height 175cm --pace 11min/km
    """  # noqa: D301
    planned = read_walker(**walking)
    walker = planned.walker
    length_m = walker.length_m(steps)
    duration_s = walker.duration_s(length_m)
    count = walker.steps(length_m)
    if as_json:
        answer = {
            "steps": count.steps,
            "steps_low": count.low,
            "steps_high": count.high,
            "length_m": round(length_m, 1),
            "duration_s": round(duration_s, 1),
            "step_length_m": round(walker.step_length_m, 4),
            "cadence_spm": round(walker.cadence_spm, 1),
            "basis": walker.basis,
        }
        options.print_json(answer)
        return
    far = format_length(length_m, units)
    click.echo(f"{format_steps(steps)} steps are about {far}, {format_duration(duration_s)}.")
    click.echo(
        f"Steps counted over {far} (95 % of days): "
        f"{format_steps(count.low)}–{format_steps(count.high)}."
    )
    click.echo(describe_planned_walker(planned, steps, units))
