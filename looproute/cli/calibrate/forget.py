"""``looproute calibrate forget``: remove measured walks from a profile."""

from __future__ import annotations

from dataclasses import replace

import click

from looproute.cli import options
from looproute.cli.walker_options import profile_file, profile_option
from looproute.units import Range, Units, format_length, format_steps

_NUMBER = options.whole_in(Range(1, 100_000))  # number of a walk, as listed by `calibrate show`


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
