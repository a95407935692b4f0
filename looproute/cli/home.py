"""``looproute home``: the default start."""

from __future__ import annotations

from dataclasses import replace

import click

from looproute.cli import options
from looproute.cli.stderr import note
from looproute.cli.walker_options import profile_file, profile_option
from looproute.geo import LatLon, find_swapped
from looproute.text.errors import describe_swapped

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
    """Save your home, where loops start by default.

    \b
      looproute home 53.5571,13.2613
      looproute home forget

    PLACE is latitude, comma, longitude in degrees. It is saved in your profile on this computer
    only, in a file that only you can read. Without PLACE, the saved home is shown.
    """  # noqa: D301
    file = profile_file(profile_name, new=isinstance(start, LatLon))
    if start is None:
        home = file.read().home
        saved = "No home is saved." if home is None else f"Home: {home}."
        click.echo(saved)
    elif isinstance(start, LatLon):
        file.update(lambda profile: replace(profile, home=start))
        click.echo(f"Loops start at {start} from now on, unless you give another start.")
        note(f"Saved in {file.path}.{_swapped(start)}")
    else:
        file.update(lambda profile: replace(profile, home=None))
        click.echo("No home is saved.")


def _swapped(home: LatLon) -> str:
    """Return a question if the home would be in the bundled town with the numbers swapped."""
    from looproute.sources.bundled import Bundled

    return describe_swapped(find_swapped(home, Bundled.bounds))
