"""``looproute home``: where loops start when no start is given."""

from __future__ import annotations

from dataclasses import replace

import click

from looproute.cli import options
from looproute.cli.stderr import note
from looproute.cli.walker_options import profile_file, profile_option
from looproute.geo import LatLon, swapped_hint

FORGET = "forget"


def _parse_home(
    _ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]
) -> LatLon | str | None:
    """Return the place, `FORGET`, or None for no words."""
    text = " ".join(value).strip()
    if text in ("", FORGET):
        return text or None
    try:
        place = options.parse_coordinates(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'PLACE'") from error
    if place is None:
        raise click.BadParameter(
            f"{text[:60]!r} is not a latitude, comma, longitude in degrees, like 53.5571,13.2613.",
            param_hint="'PLACE'",
        )
    return place


@click.command(cls=options.NumbersCommand)
@click.argument("start", nargs=-1, metavar="[PLACE|forget]", callback=_parse_home)
@profile_option
def command(start: LatLon | str | None, profile_name: str) -> None:
    """Keep a home, where loops start when no start is given.

    \b
      looproute home 53.5571,13.2613
      looproute home forget

    PLACE is latitude, comma, longitude in degrees. It is kept in the profile on this computer, in a
    file that only you can read, and nowhere else. Without PLACE: say what is kept.
    """  # noqa: D301
    file = profile_file(profile_name, new=isinstance(start, LatLon))
    if start is None:
        home = file.read().home
        kept = "No home is kept." if home is None else f"Home: {home}."
        click.echo(kept)
    elif isinstance(start, LatLon):
        file.update(lambda profile: replace(profile, home=start))
        click.echo(f"Loops start at {start} from now on, unless you say another start.")
        note(f"Kept in {file.path}.{_swapped(start)}")
    else:
        file.update(lambda profile: replace(profile, home=None))
        click.echo("No home is kept.")


def _swapped(home: LatLon) -> str:
    """Return a question where the other way round a home lies in the town that is shipped."""
    from looproute.sources.bundled import Bundled

    return swapped_hint(home, Bundled.bounds)
