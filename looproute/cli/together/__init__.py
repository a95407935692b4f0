"""``looproute together``: one loop for a group, or loops that begin together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from looproute.cli import options
from looproute.cli.plan_options import (
    DEFAULT_STEPS,
    Planning,
    group_planning_options,
    wish_options,
)
from looproute.cli.together.members import as_json, as_text
from looproute.geo import LatLon
from looproute.units import parse_steps

_MOST_NESTED = 5  # loops


def _parse_nested(text: str) -> tuple[int, ...]:
    """Return several numbers of steps, the least first.

    >>> _parse_nested("10k,5k,8k")
    (5000, 8000, 10000)
    """
    try:
        steps = tuple(sorted({parse_steps(part) for part in text.split(",")}))
    except ValueError as error:
        raise ValueError(f"{error} Several are parted by commas, like 5k,8k,10k.") from error
    if not 2 <= len(steps) <= _MOST_NESTED:
        raise ValueError(
            f"{text[:60]!r} is not 2 to {_MOST_NESTED} different numbers of steps: "
            "write them like 5k,8k,10k."
        )
    return steps


@click.command(cls=options.NumbersCommand)
@click.argument("members_file", metavar="MEMBERS.CSV", type=options.FILE)
@options.start_argument
@wish_options(f"{DEFAULT_STEPS:,} of the group's average")
@click.option(
    "--nested",
    type=options.Typed("steps", _parse_nested),
    help="Instead of one loop several that begin together: 5k,8k,10k.",
)
@group_planning_options
def command(
    members_file: Path,
    start: LatLon | str | None,
    nested: tuple[int, ...] | None,
    **common: Any,
) -> None:
    """Plan a loop for a group: each one's steps, one pace for all.

    \b
      looproute together members.csv 53.5571,13.2613 --steps 8000
      looproute together members.csv --nested 5k,8k,10k -o club.html

    MEMBERS.CSV is a table with a line for each: name, step_length or height, and pace or cadence if
    you know it. Its first line names the columns:

    \b
      name,step_length,height,pace
      Ada,0.78,,10min/km
      Bo,,128cm,

    The group goes at the pace of its slowest. --steps are those of its average member. With
    --nested, the loops share their first kilometre, then who wants less takes a shorter way home; a
    map shows all of them, a track the shortest: `looproute share` makes tracks of the others.
    """  # noqa: D301
    planning = Planning(**common)
    if planning.wished and nested:
        raise click.UsageError("Give --nested or one length, not both.")
    if not planning.wished:
        planning = replace(planning, steps=max(nested or (DEFAULT_STEPS,)))

    from looproute.planner import plan_loops
    from looproute.readers.group_csv import read_members
    from looproute.training.shared_start import plan_nested_loops

    group = read_members(members_file)
    target = planning.target(walker=group.walker)
    files = planning.files(f"together-{'nested' if nested else planning.wish_name}")
    ground = planning.ground(start)
    request = target.at(ground.start)
    if nested:
        loops, shared_m = plan_nested_loops(request, nested, ground.source)
    else:
        loops, shared_m = tuple(plan_loops(request, ground.source)), 0.0
    planning.deliver(
        loops,
        files,
        said=as_text(group, loops, shared_m, planning.units),
        answer=as_json(group, loops, shared_m),
    )
