"""Add a measured walk to a profile: confirm the count, report what changed."""

from __future__ import annotations

import sys

import click

from looproute.cli.calibrate import report
from looproute.cli.stderr import note
from looproute.steps.calibration import AT_STEPS, detect_miscount
from looproute.steps.measurement import Mode, Walk, step_limits
from looproute.store.private_file import PrivateFile
from looproute.store.profile import Profile
from looproute.text.walker import MISCOUNTS
from looproute.units import Units, format_length, format_step_length, format_steps


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
