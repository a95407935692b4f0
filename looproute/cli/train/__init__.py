"""``looproute train``: a plan of more steps from week to week, a diary, and loops for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from looproute.cli import options
from looproute.cli.departure import DATE
from looproute.cli.source_options import locate_start, map_option, online_options, open_sources
from looproute.cli.stderr import note
from looproute.cli.train import report
from looproute.cli.train.log import (
    as_of_option,
    check_outputs,
    diary_file,
    load_outlook,
    log,
    output_option,
    show,
    steps_in,
    write_outputs,
)
from looproute.cli.train.walks import name_maps, plan_walks, write_maps
from looproute.cli.walker_options import (
    describe_step_length,
    profile_file,
    profile_option,
    read_walker,
    walker_options,
)
from looproute.geo import LatLon
from looproute.steps.formulas import Sex
from looproute.training import plan as training_plan
from looproute.training.plan import Outlook, TrainingPlan, plan_weeks
from looproute.units import Units, format_steps

_START = 5_000  # steps, the default of --from
_NEW_PLAN_OPTIONS = (
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
    help="Steps to add each time, up to 1,000.",
)
@click.option(
    "--every",
    type=click.Choice(["1w", "2w"]),
    default="1w",
    show_default=True,
    help="How often to add: every week or every other.",
)
@click.option("--easier-fourth", is_flag=True, help="Make every fourth week one increase easier.")
@click.option(
    "--weeks",
    "week_count",
    type=options.whole_in(training_plan.WEEKS),
    help="Number of weeks.  [default: as many as the goal takes]",
)
@click.option(
    "--outings",
    type=options.whole_in(training_plan.OUTINGS),
    default="3",
    show_default=True,
    help="Walks a week.",
)
@click.option(
    "--baseline",
    type=steps_in(training_plan.EVERYDAY_STEPS),
    help="Steps on an ordinary day.  [default: from `looproute calibrate import`]",
)
@click.option(
    "--counting-everyday",
    "everyday_steps",
    type=steps_in(training_plan.EVERYDAY_STEPS),
    default="0",
    metavar="STEPS",
    help="Everyday steps that count towards each walk.",
)
@click.option(
    "--start-date",
    type=DATE,
    help="First day.  [default: today]",
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
    help="Start of the loops.  [default: your home, or the bundled town]",
)
@walker_options
@profile_option
@map_option
@online_options
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
    """Walk more from week to week, up to 10,000 steps and beyond.

    \b
      looproute train --from 5000 --to 10000
      looproute train --to 12000 --baseline 8000 --every 2w -o training.ics
      looproute train --to 10000 --weeks 8 --loops walks
      looproute train log 2026-11-23 5210
      looproute train show

    A plan begins at 5,000 to 6,000 steps, at most 1,000 above an ordinary day. It is saved; without
    --to, the saved plan is shown with your progress, and a missed week is repeated.
    """  # noqa: D301
    typed = _list_given_options(ctx)
    if ctx.invoked_subcommand is not None:
        if typed:
            raise click.UsageError(f"{typed[0]} goes after {ctx.invoked_subcommand}, if anywhere.")
        return
    if goal_steps is None and (alone := [name for name in typed if name in _NEW_PLAN_OPTIONS]):
        raise click.UsageError(f"{alone[0]} needs a goal: add --to 10000.")
    if goal_steps is not None and as_of is not None:
        raise click.UsageError("--as-of is for the saved plan: omit --to.")
    planned = read_walker(profile_name, step_length_m, height_m, pace_s_per_m, sex, new=True)
    file = diary_file(profile_name)
    diary = file.read()
    if goal_steps is not None:
        if baseline is None:
            baseline = profile_file(profile_name, new=True).read().baseline
        plan = TrainingPlan(
            first_steps=_choose_first_steps(first_steps, goal_steps, baseline),
            goal_steps=goal_steps,
            begin=start_date or date.today(),
            rise_steps=rise_steps,
            every_weeks=int(every[0]),
            easier_fourth=easier_fourth,
            weeks=week_count,
            outings=outings,
            everyday_steps=everyday_steps,
        )
        outlook = Outlook(plan=plan, weeks=plan_weeks(plan, planned.walker))
    else:
        outlook = load_outlook(diary, planned, as_of)
    if folder is not None and folder / "index.html" not in outputs:
        outputs = (folder / "index.html", *outputs)
    check_outputs(
        [path for path in outputs if path.parent != folder or path.parent.is_dir()], force
    )
    maps: dict[date, Path] = {}
    if folder is not None:
        from looproute.sources.settings import SourceSettings

        maps = name_maps(outlook, folder, force=force)
        sources = open_sources(SourceSettings(map_file=map_file, **online), units)
        origin = locate_start(sources, start or planned.home)
        walks = plan_walks(outlook, planned.walker, origin)
        write_maps(walks, maps, units=units, force=force)
        outlook = replace(outlook, attribution=walks[0].loop.attribution if walks else "")
    if goal_steps is not None:
        before, _ = file.update(lambda diary: replace(diary, plan=plan))
        old = (
            "" if before.plan is None else f" in place of the plan up to {before.plan.goal_steps:,}"
        )
    if as_json:
        options.print_json(report.build_json(outlook))
    else:
        for line in report.format_lines(outlook, units):
            click.echo(line)
        click.echo(describe_step_length(planned.walker, units))
    if maps:
        click.echo(f"Map data: {outlook.attribution}.", err=as_json)
        note(f"Wrote {len(maps)} maps to {folder}.")
    write_outputs(outlook, outputs, maps, units=units, force=force)
    if goal_steps is not None:
        click.echo(f"Saved{old}. Log your walks: looproute train log DATE STEPS.", err=True)


command.add_command(log)
command.add_command(show)


def _list_given_options(ctx: click.Context) -> list[str]:
    """Return the options given on the command line before any subcommand."""
    return [
        param.opts[0]
        for param in ctx.command.params
        if param.name and ctx.get_parameter_source(param.name) is ParameterSource.COMMANDLINE
    ]


def _choose_first_steps(given: int | None, goal_steps: int, baseline: int | None) -> int:
    """Return the steps of the first week, and report it if they differ from those given."""
    target = min(_START, goal_steps) if given is None else given
    if target > goal_steps:
        raise click.UsageError(
            f"A goal of {format_steps(goal_steps)} steps is below the start, "
            f"{format_steps(target)}. A plan goes up."
        )
    begin = training_plan.cap_first_steps(target, baseline)
    if begin < target and baseline is not None:
        note(
            f"Your ordinary day has {format_steps(baseline)} steps, so the plan begins "
            f"at {format_steps(begin)}, not at {format_steps(target)}."
        )
    elif begin < target:
        note(
            f"The plan begins at {format_steps(begin)}, not at {format_steps(target)}: give "
            "the steps of your ordinary day with --baseline."
        )
    return begin
