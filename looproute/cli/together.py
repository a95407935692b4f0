"""``looproute together``: one loop for a group, or several with a shared start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from looproute.cli import options
from looproute.cli.options import PlanCommand
from looproute.cli.plan_options import (
    DEFAULT_STEPS,
    Planning,
    group_planning_options,
    target_options,
)
from looproute.cli.table import create_table, render_table
from looproute.geo import LatLon
from looproute.loops import Loop
from looproute.readers.group_csv import read_members
from looproute.text.sanitize import for_terminal
from looproute.training.group import Group
from looproute.units import (
    Units,
    format_duration,
    format_length,
    format_pace,
    format_steps,
    parse_steps,
)

_MOST_NESTED = 5  # loops


def _parse_nested(text: str) -> tuple[int, ...]:
    """Parse several numbers of steps and sort them, smallest first.

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
        introduction=_format_text(group, loops, shared_m, planning.units),
        answer=_build_json(group, loops, shared_m),
    )


def _build_json(group: Group, loops: Sequence[Loop], shared_m: float) -> dict[str, Any]:
    """Return the pace of a group, and the figures of each loop and each member on it."""
    return {
        "pace_s_per_m": round(1 / group.walker.speed_mps, 4),
        "slowest": group.slowest.name,
        "shared_m": round(shared_m, 1),
        "loops": [
            {
                "target_steps": loop.target_steps,
                "length_m": round(loop.length_m, 1),
                "duration_s": round(loop.duration_s, 1),
                "kind": loop.kind,
                "members": [
                    {
                        "name": share.name,
                        "steps": share.steps.steps,
                        "steps_low": share.steps.low,
                        "steps_high": share.steps.high,
                        "cadence_spm": round(share.cadence_spm, 1),
                        "alone_s": round(share.alone_s, 1),
                    }
                    for share in group.shares(loop)
                ],
            }
            for loop in loops
        ],
    }


def _format_text(group: Group, loops: Sequence[Loop], shared_m: float, units: Units) -> str:
    """Return the pace of a group, and for each loop a table of its members."""
    pace = format_pace(1 / group.walker.speed_mps, units)
    slowest = for_terminal(group.slowest.name)
    lines = [f"Together at {pace}, the pace of {slowest}."]
    if shared_m:
        shared = format_length(shared_m, units)
        lines.append(f"Everybody walks the first {shared} together, {_minutes(group, shared_m)}.")
    for loop in loops:
        length = format_length(loop.length_m, units)
        lines += [
            "",
            f"{length}, {format_duration(loop.duration_s)} together:",
            _table(group, loop),
        ]
    return "\n".join(lines)


def _minutes(group: Group, length_m: float) -> str:
    return format_duration(group.walker.duration_s(length_m))


def _table(group: Group, loop: Loop) -> str:
    from rich.text import Text

    table = create_table()
    table.add_column("")
    for heading in ("steps", "95 % of days", "steps a minute", "alone"):
        table.add_column(heading, justify="right", no_wrap=True)
    for share in group.shares(loop):
        table.add_row(
            Text(for_terminal(share.name)),
            format_steps(share.steps.steps),
            f"{format_steps(share.steps.low)}–{format_steps(share.steps.high)}",
            f"{share.cadence_spm:.0f}",
            format_duration(share.alone_s),
        )
    return render_table(table)
