"""``looproute train``: more steps from week to week, a diary of them, and loops for the outings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from looproute.cli import options
from looproute.cli.departure import DATE
from looproute.cli.stderr import note
from looproute.cli.train import report
from looproute.cli.train.log import (
    as_of_option,
    check,
    diary_file,
    kept,
    log,
    output_option,
    show,
    steps_in,
    write,
)
from looproute.cli.walker_options import (
    person_from,
    profile_file,
    profile_option,
    step_line,
    walker_options,
)
from looproute.geo import LatLon
from looproute.steps.formulas import Sex
from looproute.training import plan as training_plan
from looproute.training.plan import Outlook, Plan, plan_weeks
from looproute.units import Units, format_steps

_START = 5_000  # steps, where --from does not say
_OF_A_NEW_PLAN = (
    "--from",
    "--add",
    "--every",
    "--easier-fourth",
    "--weeks",
    "--outings",
    "--baseline",
    "--counting-everyday",
    "--start-date",
)


@click.group(invoke_without_command=True)
@click.option(
    "--from",
    "first_steps",
    type=steps_in(training_plan.FIRST_STEPS),
    help="Steps of a walk in the first week.  [default: 5,000]",
)
@click.option(
    "--to", "goal_steps", type=steps_in(training_plan.GOAL_STEPS), help="The goal, such as 10000."
)
@click.option(
    "--add",
    "rise_steps",
    type=steps_in(training_plan.RISE_STEPS),
    default="500",
    show_default=True,
    help="How many more at a time, up to 1,000.",
)
@click.option(
    "--every",
    type=click.Choice(["1w", "2w"]),
    default="1w",
    show_default=True,
    help="How often: every week or every other.",
)
@click.option("--easier-fourth", is_flag=True, help="Let each fourth week be one rise easier.")
@click.option(
    "--weeks",
    "week_count",
    type=options.whole_in(training_plan.WEEKS),
    help="How many weeks.  [default: as many as the goal takes]",
)
@click.option(
    "--outings",
    type=options.whole_in(training_plan.OUTINGS),
    default="3",
    show_default=True,
    help="On how many days of a week.",
)
@click.option(
    "--baseline",
    type=steps_in(training_plan.EVERYDAY_STEPS),
    help="Steps of an everyday day.  [default: as imported by `looproute calibrate import`]",
)
@click.option(
    "--counting-everyday",
    "everyday_steps",
    type=steps_in(training_plan.EVERYDAY_STEPS),
    default="0",
    metavar="STEPS",
    help="Take so many steps of every day off each walk; usually they do not count.",
)
@click.option(
    "--start-date",
    type=DATE,
    help="The first day.  [default: today]",
)
@as_of_option
@click.option(
    "--loops",
    "folder",
    type=options.FILE,
    metavar="FOLDER",
    help="Plan a different loop for every walk, and write a map of each into FOLDER, with the plan "
    "as index.html.",
)
@click.option(
    "--start",
    type=options.PLACE,
    help="Where the loops begin.  [default: home, or the town that is shipped]",
)
@walker_options
@profile_option
@options.map_option
@options.online_options
@options.units_option
@output_option
@options.force_option
@options.json_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    first_steps: int | None,
    goal_steps: int | None,
    rise_steps: int,
    every: str,
    easier_fourth: bool,
    week_count: int | None,
    outings: int,
    baseline: int | None,
    everyday_steps: int,
    start_date: date | None,
    as_of: date | None,
    folder: Path | None,
    start: LatLon | str | None,
    map_file: Path | None,
    step_length_m: float | None,
    height_m: float | None,
    pace_s_per_m: float | None,
    sex: Sex | None,
    profile_name: str,
    units: Units,
    outputs: tuple[Path, ...],
    force: bool,
    as_json: bool,
    **online: Any,
) -> None:
    """Walk more from week to week, up to 10,000 steps and on.

    \b
      looproute train --from 5000 --to 10000
      looproute train --to 12000 --baseline 8000 --every 2w -o training.ics
      looproute train --to 10000 --weeks 8 --loops walks
      looproute train log 2026-11-23 5210
      looproute train show

    The plan begins at 5,000 to 6,000 steps, and at most 1,000 above those of an everyday day. It is
    kept, and without --to the kept one is told as it stands: a week that was missed is repeated.
    """  # noqa: D301
    typed = _typed(ctx)
    if ctx.invoked_subcommand is not None:
        if typed:
            raise click.UsageError(f"{typed[0]} goes after {ctx.invoked_subcommand}, if anywhere.")
        return
    if goal_steps is None and (alone := [name for name in typed if name in _OF_A_NEW_PLAN]):
        raise click.UsageError(f"{alone[0]} needs a goal: add --to 10000.")
    if goal_steps is not None and as_of is not None:
        raise click.UsageError("--as-of is for the plan that is kept: leave --to out.")
    person = person_from(profile_name, step_length_m, height_m, pace_s_per_m, sex, new=True)
    file = diary_file(profile_name)
    diary = file.read()
    if goal_steps is not None:
        if baseline is None:
            baseline = profile_file(profile_name, new=True).read().baseline
        plan = Plan(
            first_steps=_begin(first_steps, goal_steps, baseline),
            goal_steps=goal_steps,
            begin=start_date or date.today(),
            rise_steps=rise_steps,
            every_weeks=int(every[0]),
            easier_fourth=easier_fourth,
            weeks=week_count,
            outings=outings,
            everyday_steps=everyday_steps,
        )
        outlook = Outlook(plan=plan, weeks=plan_weeks(plan, person.walker))
    else:
        outlook = kept(diary, person, as_of)
    if folder is not None and folder / "index.html" not in outputs:
        outputs = (folder / "index.html", *outputs)
    check([path for path in outputs if path.parent != folder or path.parent.is_dir()], force)
    maps: dict[date, Path] = {}
    if folder is not None:
        from looproute.cli.source_options import Places
        from looproute.cli.train.walks import map_files, planned, write_maps

        maps = map_files(outlook, folder, force=force)
        ground = Places(**online, units=units).ground(start or person.home, map_file)
        walks = planned(outlook, person.walker, ground)
        write_maps(walks, maps, units=units, force=force)
        outlook = replace(outlook, attribution=walks[0].loop.attribution if walks else "")
    if goal_steps is not None:
        before, _ = file.update(lambda diary: replace(diary, plan=plan))
        old = (
            "" if before.plan is None else f" in place of the plan up to {before.plan.goal_steps:,}"
        )
    if as_json:
        options.print_json(report.as_json(outlook))
    else:
        for line in report.lines(outlook, units):
            click.echo(line)
        click.echo(step_line(person.walker, units))
    if maps:
        click.echo(f"Map data: {outlook.attribution}.", err=as_json)
        note(f"Wrote {len(maps)} maps into {folder}.")
    write(outlook, outputs, maps, units=units, force=force)
    if goal_steps is not None:
        click.echo(f"Kept{old}. Note what you walk: looproute train log DATE STEPS.", err=True)


command.add_command(log)
command.add_command(show)


def _typed(ctx: click.Context) -> list[str]:
    """Return the options that stand on the command line, before any command of the group."""
    return [
        param.opts[0]
        for param in ctx.command.params
        if param.name and ctx.get_parameter_source(param.name) is ParameterSource.COMMANDLINE
    ]


def _begin(wished: int | None, goal_steps: int, baseline: int | None) -> int:
    """Return with how many steps to begin, and say so where it is not what was wished."""
    asked = min(_START, goal_steps) if wished is None else wished
    if asked > goal_steps:
        raise click.UsageError(
            f"A goal of {format_steps(goal_steps)} steps is below the start, "
            f"{format_steps(asked)}: a plan rises."
        )
    begin = training_plan.cap_first_steps(asked, baseline)
    if begin < asked and baseline is not None:
        note(
            f"An everyday day of yours has {format_steps(baseline)} steps: the plan begins "
            f"at {format_steps(begin)}, not at {format_steps(asked)}."
        )
    elif begin < asked:
        note(
            f"The plan begins at {format_steps(begin)}, not at {format_steps(asked)}: say with "
            "--baseline how many steps an everyday day of yours has."
        )
    return begin
