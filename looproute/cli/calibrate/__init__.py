"""``looproute calibrate``: measured walks and the step length estimated from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import click

from looproute.cli import options
from looproute.cli.calibrate import report
from looproute.cli.calibrate.file_import import import_
from looproute.cli.calibrate.kept_walks import confirm_steps, forget, save_walk
from looproute.cli.departure import PAST
from looproute.cli.loop_files import number_option, read_loop
from looproute.cli.stderr import note
from looproute.cli.walker_options import (
    height_option,
    pace_option,
    profile_file,
    profile_option,
    sex_option,
)
from looproute.loops import measure_flat
from looproute.steps.formulas import Sex
from looproute.steps.measurement import Count, How, Mode, Walk
from looproute.store.profile import Profile
from looproute.units import Range, Units, format_steps

_count_option = partial(
    click.option,
    "--count",
    type=click.Choice(["hand", "watch"]),
    help="How the steps were counted.",
)
_mode_option = click.option(
    "--mode",
    type=click.Choice(["walk", "brisk", "run"]),
    default="walk",
    show_default=True,
    help="How you walked; each mode has its own step length.",
)
_date_option = click.option(
    "--date",
    "day",
    type=PAST,
    help="Date of the walk, such as 2026-11-20; walks on two days are worth more than on one.  "
    "[default: today]",
)
_time_option = click.option(
    "--time",
    "duration_s",
    type=options.DURATION,
    help="Time it took, to adjust the step length to the --pace of a plan.",
)
_strides_option = click.option(
    "--strides", is_flag=True, help="--steps counts strides of two steps each."
)
_sure_option = click.option("--sure", is_flag=True, help="Accept unusual numbers.")


@click.group(cls=options.OrderedGroup, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Measure your step length, so that 8,000 steps are 8,000.

    \b
      looproute calibrate walk --steps 560 --distance 400m
      looproute calibrate loop walk.geojson --steps 8140
      looproute calibrate import activity.fit
      looproute calibrate show
    """  # noqa: D301
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command(cls=options.NumbersCommand)
@click.option(
    "--steps",
    type=options.STEPS,
    required=True,
    help="Number of steps, both feet, all laps together.",
)
@click.option(
    "--distance",
    "distance_m",
    type=options.length_in(Range(20.0, 100_000.0)),
    required=True,
    help="Distance, such as 400m.",
)
@click.option(
    "--laps",
    type=options.whole_in(Range(1, 100)),
    default="1",
    show_default=True,
    help="Number of times you walked the distance.",
)
@click.option(
    "--how",
    type=click.Choice(["track", "tape", "gps", "treadmill"]),
    default="track",
    show_default=True,
    help="How the distance was measured; a known road counts as tape.",
)
@_count_option(default="hand", show_default=True)
@_mode_option
@_date_option
@_time_option
@click.option("--outdoors", is_flag=True, help="Use a treadmill walk for outdoor walks, too.")
@_strides_option
@_sure_option
@profile_option
@options.units_option
def walk(
    steps: int,
    distance_m: float,
    laps: int,
    how: How,
    count: Count,
    mode: Mode,
    day: date | None,
    duration_s: float | None,
    outdoors: bool,
    strides: bool,
    sure: bool,
    profile_name: str,
    units: Units,
) -> None:
    """Add a walk whose steps you counted.

    \b
      looproute calibrate walk --steps 560 --distance 400m
      looproute calibrate walk --steps 1118 --distance 400m --laps 2 --time 9min
      looproute calibrate walk --steps 2790 --distance 2km --how gps --count watch
    """  # noqa: D301
    if outdoors and how != "treadmill":
        raise click.UsageError("--outdoors is for a walk on a treadmill: add --how treadmill.")
    file = profile_file(profile_name, new=True)
    profile = file.read()
    distance_m *= laps
    steps = confirm_steps(profile, steps, distance_m, mode, strides=strides, sure=sure, units=units)
    added = Walk(
        steps=steps,
        distance_m=distance_m,
        how=how,
        count=count,
        mode=mode,
        day=day or date.today(),
        duration_s=duration_s,
        outdoors=outdoors,
    )
    save_walk(file, added, units)


@command.command(cls=options.NumbersCommand)
@click.argument("file", type=options.FILE)
@click.option("--steps", type=options.STEPS, required=True, help="Number of steps counted.")
@number_option
@_count_option(default="watch", show_default=True)
@_mode_option
@_date_option
@_time_option
@_strides_option
@_sure_option
@profile_option
@options.units_option
def loop(
    file: Path,
    steps: int,
    number: int,
    count: Count,
    mode: Mode,
    day: date | None,
    duration_s: float | None,
    strides: bool,
    sure: bool,
    profile_name: str,
    units: Units,
) -> None:
    """Add a planned loop that you have walked.

    \b
      looproute loop -o walk.geojson
      looproute calibrate loop walk.geojson --steps 8140
    """  # noqa: D301
    planned = read_loop(file, number)
    profiles = profile_file(profile_name, new=True)
    profile = profiles.read()
    steps = confirm_steps(
        profile, steps, planned.length_m, mode, strides=strides, sure=sure, units=units
    )
    on_flat = measure_flat(planned, steps, profile.estimate(mode).step_length_m)
    added = Walk(
        steps=on_flat.steps,
        distance_m=on_flat.length_m,
        how="loop",
        count=count,
        mode=mode,
        day=day or date.today(),
        duration_s=duration_s,
    )
    off = steps - planned.steps
    side = "within" if planned.steps_low <= steps <= planned.steps_high else "outside"
    click.echo(
        f"Planned {format_steps(planned.steps)} steps, counted {format_steps(steps)}: "
        f"{format_steps(abs(off))} {'more' if off >= 0 else 'fewer'}, {side} "
        f"the range of {format_steps(planned.steps_low)}–{format_steps(planned.steps_high)}."
    )
    if on_flat.steps < steps:
        click.echo(f"Left out: {format_steps(steps - on_flat.steps)} steps on stairs.")
    save_walk(profiles, added, units)


command.add_command(import_)


@command.command(cls=options.NumbersCommand)
@_mode_option
@profile_option
@options.units_option
@options.json_option
def show(mode: Mode, profile_name: str, units: Units, as_json: bool) -> None:
    """Show the step length, its range and what each walk contributes.

    \b
      looproute calibrate show
    """  # noqa: D301
    profile = profile_file(profile_name).read()
    if as_json:
        options.print_json(report.build_json(profile, mode))
        return
    for sentence in report.describe_estimate(profile, mode, units):
        click.echo(sentence)


command.add_command(forget)


@command.command(cls=options.NumbersCommand)
@height_option
@pace_option
@sex_option
@profile_option
@options.units_option
def me(
    height_m: float | None,
    pace_s_per_m: float | None,
    sex: Sex | None,
    profile_name: str,
    units: Units,
) -> None:
    """Save your height and pace, for use until you have measured walks.

    \b
      looproute calibrate me --height 175cm --pace 11min/km
    """  # noqa: D301
    if height_m is None and pace_s_per_m is None and sex is None:
        raise click.UsageError("Give --height, --pace or --sex.")
    file = profile_file(profile_name, new=True)

    def describe(profile: Profile) -> Profile:
        changed = replace(
            profile,
            height_m=profile.height_m if height_m is None else height_m,
            sex=profile.sex if sex is None else sex,
            pace_s_per_m=profile.pace_s_per_m if pace_s_per_m is None else pace_s_per_m,
        )
        changed.walker()
        return changed

    _, changed = file.update(describe)
    note(f"Saved in {file.path}.")
    for sentence in report.describe_estimate(changed, "walk", units):
        click.echo(sentence)
