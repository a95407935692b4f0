"""Add a measured walk to a profile, or remove walks: confirm, and report what changed."""

from __future__ import annotations

import sys
from dataclasses import replace

import click

from looproute.cli import options
from looproute.cli.calibrate import report
from looproute.cli.stderr import note
from looproute.cli.walker_options import profile_file, profile_option
from looproute.steps.calibration import AT_STEPS, detect_miscount
from looproute.steps.measurement import Mode, Walk, step_limits
from looproute.store.private_file import PrivateFile
from looproute.store.profile import Profile
from looproute.text.walker import MISCOUNTS
from looproute.units import Range, Units, format_length, format_step_length, format_steps

_NUMBER = options.whole_in(Range(1, 100_000))  # number of a walk, as listed by `calibrate show`


def confirm_steps(
    profile: Profile,
    steps: int,
    distance_m: float,
    mode: Mode,
    *,
    strides: bool,
    sure: bool,
    units: Units,
) -> int:
    """Return the steps, after asking about numbers that look like strides or mistakes."""
    if strides:
        return 2 * steps
    step_m, expected_m = distance_m / steps, profile.estimate(mode).step_length_m
    limits = step_limits(mode)
    miscount = detect_miscount(step_m, expected_m)
    if step_m > limits.high and limits.holds(step_m / 2):
        miscount = "strides"
    if miscount is None or (sure and limits.holds(step_m)):
        return steps
    found = (
        f"{format_steps(steps)} over {format_length(distance_m, units)} is "
        f"{format_step_length(step_m, units)} each; {format_step_length(expected_m, units)} was "
        f"expected. That looks like {MISCOUNTS[miscount]}."
    )
    long = step_m > expected_m
    if not sys.stdin.isatty():
        strides_hint = "--strides if they are strides, or " if long else ""
        raise click.UsageError(
            f"{found} Check the steps and the laps; add {strides_hint}--sure if it is right."
        )
    click.echo(found, err=True)
    if long and click.confirm("Are these strides, two steps each?", err=True):
        return 2 * steps
    if not click.confirm("Keep the numbers as they are?", err=True):
        raise click.Abort
    return steps


def save_walk(file: PrivateFile[Profile], added: Walk, units: Units) -> None:
    """Add a walk to a profile and report what it changed."""
    profiles = file.update(lambda profile: profile.add_walks([added]))
    before, after = (profile.estimate(added.mode) for profile in profiles)
    click.echo(
        f"Saved: {format_steps(added.steps)} steps over {format_length(added.distance_m, units)}, "
        f"{report.format_measured_step(added.step_length_m, units)} a step."
    )
    latest = after.contributions[-1]
    if not latest.used:
        click.echo(f"Set aside: {report.explain_exclusion(latest)}.")
    gain_m = AT_STEPS * (after.step_length_m - before.step_length_m)
    more = f"{format_length(abs(gain_m), units)} {'more' if gain_m > 0 else 'less'} than before"
    click.echo(
        f"{report.format_measured_step(after.step_length_m, units)} a step now: {AT_STEPS:,} "
        f"steps are {format_length(AT_STEPS * after.step_length_m, units)}, "
        f"{more if abs(gain_m) >= 1 else 'as before'}; "
        f"range ±{report.half_range(before.step_length_sd):,} → "
        f"±{report.half_range(after.step_length_sd):,}."
    )
    if latest.used and after.days == before.days:
        click.echo("Walks on one day measure only that day; days differ more.")
    click.echo(report.describe_next_walks(after))
    note(f"Saved in {file.path}.")


@click.command(cls=options.NumbersCommand)
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
        raise click.UsageError("Give a walk or --all: looproute calibrate forget NUMBER.")
    file = profile_file(profile_name)
    profile = file.read()
    if number is None:
        question = f"Remove all {len(profile.walks)} walks and the everyday steps?"
        if not (yes or options.confirm(question)):
            click.echo("Nothing was removed: answer y, or add --yes.")
            return
        file.update(lambda profile: replace(profile, walks=(), everyday={}), expected=profile)
        click.echo("All walks and everyday steps are removed.")
        return
    if not 1 <= number <= len(profile.walks):
        raise click.BadParameter(
            f"there is no walk {number}: there are {len(profile.walks)}.", param_hint="'NUMBER'"
        )
    gone = profile.walks[number - 1]
    left = (*profile.walks[: number - 1], *profile.walks[number:])
    file.update(lambda profile: replace(profile, walks=left), expected=profile)
    click.echo(
        f"Removed: {format_steps(gone.steps)} steps over {format_length(gone.distance_m, units)}."
    )
