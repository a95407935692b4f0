"""``looproute calibrate``: measured walks, and the step length that they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import click

from looproute.cli import options
from looproute.cli.calibrate import report
from looproute.cli.calibrate.file_import import import_
from looproute.cli.calibrate.save_walk import keep, settled
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
from looproute.units import Range, Units, format_length, format_steps

_NUMBER = options.whole_in(Range(1, 100_000))  # of a walk, as `calibrate show` lists them

_count_option = partial(
    click.option, "--count", type=click.Choice(["hand", "watch"]), help="Who counted the steps."
)
_mode_option = click.option(
    "--mode",
    type=click.Choice(["walk", "brisk", "run"]),
    default="walk",
    show_default=True,
    help="Each has a step of its own.",
)
_date_option = click.option(
    "--date",
    "day",
    type=PAST,
    help="When you walked, such as 2026-11-20; walks of one day tell less than walks of two.  "
    "[default: today]",
)
_time_option = click.option(
    "--time",
    "duration_s",
    type=options.DURATION,
    help="How long it took: then the step is corrected for the --pace you plan.",
)
_strides_option = click.option(
    "--strides", is_flag=True, help="The number counts strides, which are two steps each."
)
_sure_option = click.option("--sure", is_flag=True, help="Take the numbers as they are.")


@click.group(cls=options.OrderedGroup, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Measure your step, so that 8,000 steps are 8,000.

    \b
      looproute calibrate walk --steps 560 --distance 400m
      looproute calibrate loop walk.geojson --steps 8140
      looproute calibrate import activity.fit
      looproute calibrate show
    """  # noqa: D301
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command(cls=options.NumbersCommand)
@click.option("--steps", type=options.STEPS, required=True, help="Of both feet, all laps together.")
@click.option(
    "--distance",
    "distance_m",
    type=options.length_in(Range(20.0, 100_000.0)),
    required=True,
    help="How far, such as 400m.",
)
@click.option(
    "--laps",
    type=options.whole_in(Range(1, 100)),
    default="1",
    show_default=True,
    help="How many times you walked the distance.",
)
@click.option(
    "--how",
    type=click.Choice(["track", "tape", "gps", "treadmill"]),
    default="track",
    show_default=True,
    help="How the distance is known; a known road is as good as a tape.",
)
@_count_option(default="hand", show_default=True)
@_mode_option
@_date_option
@_time_option
@click.option("--outdoors", is_flag=True, help="Let a treadmill walk count for walks outdoors.")
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
    steps = settled(profile, steps, distance_m, mode, strides=strides, sure=sure, units=units)
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
    keep(file, added, units)


@command.command(cls=options.NumbersCommand)
@click.argument("file", type=options.FILE)
@click.option("--steps", type=options.STEPS, required=True, help="How many you counted.")
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
    """Learn from a planned loop that you have walked.

    \b
      looproute loop -o walk.geojson
      looproute calibrate loop walk.geojson --steps 8140
    """  # noqa: D301
    planned = read_loop(file, number)
    profiles = profile_file(profile_name, new=True)
    profile = profiles.read()
    steps = settled(profile, steps, planned.length_m, mode, strides=strides, sure=sure, units=units)
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
        f"the band of {format_steps(planned.steps_low)} to {format_steps(planned.steps_high)}."
    )
    if on_flat.steps < steps:
        click.echo(f"Left out: {format_steps(steps - on_flat.steps)} steps on stairs.")
    keep(profiles, added, units)


command.add_command(import_)


@command.command(cls=options.NumbersCommand)
@_mode_option
@profile_option
@options.units_option
@options.json_option
def show(mode: Mode, profile_name: str, units: Units, as_json: bool) -> None:
    """Say the step length, its band, and what each walk told.

    \b
      looproute calibrate show
    """  # noqa: D301
    profile = profile_file(profile_name).read()
    if as_json:
        options.print_json(report.as_json(profile, mode))
        return
    for sentence in report.sentences(profile, mode, units):
        click.echo(sentence)


@command.command(cls=options.NumbersCommand)
@click.argument("number", type=_NUMBER, required=False)
@click.option("--all", "everything", is_flag=True, help="All walks and everyday steps.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@profile_option
@options.units_option
def forget(
    number: int | None, everything: bool, yes: bool, profile_name: str, units: Units
) -> None:
    """Remove a walk by its number, or all.

    \b
      looproute calibrate forget 2
      looproute calibrate forget --all

    NUMBER is that of the walk in `looproute calibrate show`.
    """  # noqa: D301
    if (number is None) is not everything:
        raise click.UsageError("Say which: looproute calibrate forget NUMBER, or --all.")
    file = profile_file(profile_name)
    profile = file.read()
    if number is None:
        question = f"Forget all {len(profile.walks)} walks and the everyday steps?"
        if not (yes or options.agreed(question)):
            click.echo("Nothing was forgotten: answer y, or add --yes.")
            return
        file.update(lambda profile: replace(profile, walks=(), everyday={}), expected=profile)
        click.echo("All walks and everyday steps are forgotten.")
        return
    if not 1 <= number <= len(profile.walks):
        raise click.BadParameter(
            f"there is no walk {number}: there are {len(profile.walks)}.", param_hint="'NUMBER'"
        )
    gone = profile.walks[number - 1]
    left = (*profile.walks[: number - 1], *profile.walks[number:])
    file.update(lambda profile: replace(profile, walks=left), expected=profile)
    click.echo(
        f"Forgotten: {format_steps(gone.steps)} steps over {format_length(gone.distance_m, units)}."
    )


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
    """Keep your height and pace, for as long as few walks are known.

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
    note(f"Kept in {file.path}.")
    for sentence in report.sentences(changed, "walk", units):
        click.echo(sentence)
