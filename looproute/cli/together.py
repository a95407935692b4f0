"""``looproute together``: one loop for a group, or loops that begin together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from looproute.cli import options, shares
from looproute.cli.person import profile_option
from looproute.cli.planning import Planning, one_wish, wish_name, wish_options
from looproute.units import parse_steps

if TYPE_CHECKING:
    from looproute.geo import LatLon

DEFAULT_STEPS = 8000
_MOST_NESTED = 5


class _Nested(click.ParamType):  # type: ignore[type-arg]  # generic from Click 8.5 on
    name = "steps"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        try:
            steps = tuple(sorted({parse_steps(text) for text in value.split(",")}))
        except ValueError as error:
            self.fail(f"{error} Several are parted by commas, like 5k,8k,10k.", param, ctx)
        if not 2 <= len(steps) <= _MOST_NESTED:
            self.fail(
                f"{value[:60]!r} is not two to {_MOST_NESTED} different numbers of steps: "
                "write them like 5k,8k,10k.",
                param,
                ctx,
            )
        return steps


@click.command(cls=options.NumbersCommand)
@click.argument("members_file", metavar="MEMBERS.CSV", type=click.Path(path_type=Path))
@options.start_argument
@wish_options("8,000 of the group's average")
@click.option(
    "--nested",
    type=_Nested(),
    help="Instead of one loop several that begin together: 5k,8k,10k.",
)
@options.map_option
@options.online_options
@profile_option
@click.option(
    "--seed",
    type=options.SEED,
    default="0",
    show_default=True,
    help="Another number gives another loop.",
)
@options.units_option
@options.output_options("a map in this folder")
@options.json_option
def command(
    members_file: Path,
    start: LatLon | str | None,
    steps: int | None,
    length_m: float | None,
    duration_s: float | None,
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
    wished = one_wish(steps, length_m, duration_s)
    if wished and nested:
        raise click.UsageError("Give --nested or one length, not both.")
    if not wished:
        steps = max(nested) if nested else DEFAULT_STEPS
    planning = Planning(
        count=1,
        step_length_m=None,
        height_m=None,
        pace_s_per_m=None,
        sex=None,
        tolerance=0.005,
        exact=False,
        snap_limit_m=150.0,
        open_map=False,
        **common,
    )

    from looproute.imports.members import read_members
    from looproute.loops import LoopRequest
    from looproute.planner import plan_loops
    from looproute.sources.bundled import Bundled
    from looproute.training.nested import nested_loops
    from looproute.writers import write_loops

    group = read_members(members_file)
    begin = planning.begin(start)
    request = LoopRequest(
        start=Bundled.start,
        steps=steps,
        length_m=length_m,
        duration_s=duration_s,
        walker=group.walker,
        count=1,
        seed=planning.seed,
    )
    name = "nested" if nested else wish_name(steps, length_m, duration_s)
    files = planning.files(f"together-{name}")
    request = replace(request, start=planning.place(begin))
    source = planning.source(begin)
    if nested:
        found = nested_loops(request, nested, source)
        loops, shared_m = found.loops, found.shared_m
    else:
        loops, shared_m = tuple(plan_loops(request, source)), 0.0
    if planning.as_json:
        for path in files:
            write_loops(
                loops, path, force=planning.force, units=planning.units, gap_m=planning.gap_m
            )
        click.echo(shares.as_json(group, loops, shared_m))
        planning.tell(files)
    else:
        planning.deliver(loops, files, said=shares.as_text(group, loops, shared_m, planning.units))
