"""Options for streets and addresses, shared by the commands that need a map."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from looproute.cli.options import FILE, Typed
from looproute.cli.stderr import ReadingProgress, WaitingProgress, note, warn
from looproute.geo import LatLon
from looproute.units import Units

if TYPE_CHECKING:
    from looproute.sources.settings import ConfiguredSources, Origin, SourceSettings

F = TypeVar("F", bound=Callable[..., Any])


def parse_deadline(text: str) -> float:
    """Parse a time from 1 s to 60 min, ``90s`` or ``2min``, to seconds.

    >>> parse_deadline("90s"), parse_deadline("2min")
    (90.0, 120.0)
    """
    found = re.fullmatch(r"([0-9]{1,5}(?:\.[0-9]{1,3})?)\s*(s|min)", text, re.ASCII)
    seconds = float(found[1]) * {"s": 1, "min": 60}[found[2]] if found else -1.0
    if not 1 <= seconds <= 3600:
        raise ValueError(
            f"{text[:40]!r} is not a time from 1 s to 60 min: write it like 90s or 2min."
        )
    return seconds


map_option = click.option(
    "--map",
    "map_file",
    type=FILE,
    metavar="FILE",
    envvar="LOOPROUTE_MAP",
    show_envvar=True,
    help="Read streets from an OpenStreetMap file (.osm, .osm.gz, .osm.bz2, .osm.pbf) or a "
    ".graphml of OSMnx.  [default: saved areas, then a server]",
)


def online_options(command: F) -> F:
    """Add the options for servers; `SourceSettings` takes their values."""
    for option in (
        click.option("--offline", is_flag=True, help="Use no network."),
        click.option(
            "--deadline",
            "deadline_s",
            type=Typed("time", parse_deadline),
            default="90s",
            show_default=True,
            envvar="LOOPROUTE_DEADLINE",
            show_envvar=True,
            help="Total time to wait for servers.",
        ),
        click.option(
            "--nominatim",
            metavar="URL",
            envvar="LOOPROUTE_NOMINATIM_URL",
            show_envvar=True,
            help="Server for addresses.",
        ),
        click.option(
            "--overpass",
            metavar="URL",
            envvar="LOOPROUTE_OVERPASS_URL",
            show_envvar=True,
            help="Server for streets.",
        ),
    ):
        command = option(command)
    return command


def open_sources(settings: SourceSettings, units: Units = "metric") -> ConfiguredSources:
    """Open the sources for the given settings, with progress and warnings on stderr."""
    from looproute.sources.settings import ConfiguredSources

    return ConfiguredSources(
        settings, on_wait=WaitingProgress(units), on_read=ReadingProgress(), warn=warn
    )


def find_place(sources: ConfiguredSources, place: LatLon | str, name: str = "Start") -> LatLon:
    """Return the coordinates of a place; look up an address and print the match."""
    if isinstance(place, LatLon):
        return place
    found = sources.find_address(place)
    note(f"{name}: {found.label} ({found.at}).")
    return found.at


def locate_start(sources: ConfiguredSources, start: LatLon | str | None) -> Origin:
    """Return a start and its streets. Raises UsageError for a map without a start."""
    if start is None and sources.settings.map_file is not None:
        raise click.UsageError("--map needs a start on it: give one as LAT,LON.")
    return sources.locate(None if start is None else find_place(sources, start))
