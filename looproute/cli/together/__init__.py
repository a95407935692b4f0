"""``looproute together``: one loop for a group, or several with a shared start."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from looproute.cli import options
from looproute.cli.plan_command import PlanCommand
from looproute.cli.plan_options import (
    DEFAULT_STEPS,
    Planning,
    group_planning_options,
    target_options,
)
from looproute.cli.together.members import build_json, format_text
from looproute.geo import LatLon
from looproute.readers.group_csv import read_members
from looproute.units import parse_steps

_MOST_NESTED = 5  # loops


def _parse_nested(text: str) -> tuple[int, ...]:
    """Parse several numbers of steps, the smallest first.

    >>> _parse_nested("10k,5k,8k")
    (5000, 8000, 10000)
    """
    try:
        steps = tuple(sorted({parse_steps(part) for part in text.split(",")}))
    except ValueError as error:
        raise ValueError(f"{error} Separate several by commas, like 5k,8k,10k.") from error
    if not 2 <= len(steps) <= _MOST_NESTED:
        raise ValueError(
            f"{text[:60]!r} is not 2 to {_MOST_NESTED} different numbers of steps: "
            "write them like 5k,8k,10k."
        )
    return steps


@click.command(cls=PlanCommand)
@click.argument("members_file", metavar="MEMBERS.CSV", type=options.FILE)
@options.start_argument
@target_options(f"{DEFAULT_STEPS:,}, for the average member")
@click.option(
    "--nested",
    type=options.Typed("steps", _parse_nested),
    help="Several loops with a shared start instead of one: 5k,8k,10k.",
)
@group_planning_options
def command(
    members_file: Path,
    start: LatLon | str | None,
    nested: tuple[int, ...] | None,
    **common: Any,
) -> None:
    """Plan a loop for a group: one pace, steps for each member.

    \b
      looproute together members.csv 53.5571,13.2613 --steps 8000
      looproute together members.csv --nested 5k,8k,10k -o club.html

    MEMBERS.CSV has a line for each member: name, step_length or height, and pace or cadence if
    known. The first line names the columns:

    \b
      name,step_length,height,pace
      Ada,0.78,,10min/km
      Bo,,128cm,

    The group walks at the pace of its slowest member; --steps is for its average member. With
    --nested, the loops share their first kilometre and then branch off home one by one. A map shows
    all of them, a track the shortest; `looproute share` makes tracks of the others.
    """  # noqa: D301
    from looproute.planner import plan_loops
    from looproute.training.shared_start import plan_nested_loops

    planning = Planning(**common)
    if planning.has_target and nested:
        raise click.UsageError("Give --nested or one target, not both.")
    if not planning.has_target:
        planning = replace(planning, steps=max(nested or (DEFAULT_STEPS,)))
    group = read_members(members_file)
    target = planning.target(walker=group.walker)
    outputs = planning.check_outputs(f"together-{'nested' if nested else planning.target_name}")
    origin = planning.locate_start(start)
    request = target.at(origin.start)
    if nested:
        loops, shared_m = plan_nested_loops(request, nested, origin.source)
    else:
        loops, shared_m = tuple(plan_loops(request, origin.source)), 0.0
    planning.deliver(
        loops,
        outputs,
        introduction=format_text(group, loops, shared_m, planning.units),
        answer=build_json(group, loops, shared_m),
    )
