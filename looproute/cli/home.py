"""``looproute home``: where loops start when no start is given."""

from __future__ import annotations

from dataclasses import replace

import click

from looproute.cli import options
from looproute.cli.person import profile_file, profile_option
from looproute.cli.progress import note
from looproute.geo import LatLon

FORGET = "forget"


@click.command(cls=options.NumbersCommand)
@click.argument("start", nargs=-1, metavar="[PLACE|forget]", callback=options.parse_start)
@profile_option
def command(start: LatLon | str | None, profile_name: str) -> None:
    """Keep a home, where loops start when no start is given.

    \b
      looproute home 53.5571,13.2613
      looproute home forget

    PLACE is latitude, comma, longitude in degrees. It is kept in the profile on this computer, in a
    file that only you can read, and nowhere else. Without PLACE: say what is kept.
    """  # noqa: D301
    file = profile_file(profile_name)
    profile = file.read()
    if start is None:
        kept = "No home is kept." if profile.home is None else f"Home: {profile.home}."
        click.echo(kept)
    elif isinstance(start, LatLon):
        file.write(replace(profile, home=start))
        click.echo(f"Loops start at {start} from now on, unless you say another start.")
        note(f"Kept in {file.path}.")
    elif start == FORGET:
        if profile.home is not None:
            file.write(replace(profile, home=None))
        click.echo("No home is kept.")
    else:
        raise click.BadParameter(
            f"{start[:60]!r} is not a latitude, comma, longitude in degrees, like 53.5571,13.2613.",
            param_hint="PLACE",
        )
