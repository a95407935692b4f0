"""Read loops from a file, and load the streets to draw behind them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from looproute.cli.options import whole_in
from looproute.cli.source_options import open_sources
from looproute.errors import StreetsError
from looproute.geo import LatLon, Plane
from looproute.loops import Loop
from looproute.readers import geojson
from looproute.sources import StreetSource
from looproute.units import Range

if TYPE_CHECKING:
    from looproute.network.network import StreetNetwork

_ROUND_M = 100.0  # of streets around the walks, less than when they were planned

NUMBER = whole_in(Range(1, 1000))  # number of a loop in a file

number_option = click.option(
    "--loop",
    "number",
    type=NUMBER,
    default="1",
    show_default=True,
    help="Number of the loop in the file.",
)


def read_loop(path: Path, number: int) -> Loop:
    """Read a loop, by its number, from a file that looproute wrote."""
    loops = {loop.rank: loop for loop in geojson.read(path)}
    if number not in loops:
        held = ", ".join(map(str, sorted(loops)))
        raise click.BadParameter(
            f"'{path}' has no loop {number}: it has {held}.", param_hint="'--loop'"
        )
    return loops[number]


def add_streets(loops: Sequence[Loop], source: StreetSource) -> list[Loop]:
    """Return the loops with the surrounding streets and their attribution."""
    lat, lon = zip(*(place for loop in loops for place in loop.points), strict=True)
    center = LatLon((min(lat) + max(lat)) / 2, (min(lon) + max(lon)) / 2)
    plane = Plane.at(center)
    east_m, north_m = plane.to_xy(max(lat), max(lon))
    network = source.streets(center, max(east_m, north_m) + _ROUND_M)
    return [
        replace(loop, network=network, attribution=_join_attributions(loop, network))
        for loop in loops
    ]


def _join_attributions(loop: Loop, network: StreetNetwork) -> str:
    """Return the attribution of the streets and, if it differs, that of the loop."""
    own, streets = loop.attribution, network.attribution
    return own if streets in own else f"{streets}; {own}"


def add_offline_streets(
    loops: Sequence[Loop], file: Path, map_file: Path | None = None
) -> list[Loop]:
    """Return the loops of a file with streets available offline, or unchanged if there are none."""
    from looproute.sources.settings import SourceSettings

    sources = open_sources(SourceSettings(map_file=map_file, offline=True))
    with suppress(StreetsError):
        return add_streets(loops, sources.find_streets(geojson.read_map_id(file)))
    return list(loops)
