"""``looproute area``: saved areas and map files, to plan in without a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from looproute.cli import options
from looproute.cli.plan_options import DEFAULT_STEPS
from looproute.cli.source_options import find_place, online_options, open_sources
from looproute.cli.stderr import ReadingProgress, warn
from looproute.cli.walker_options import profile_option, read_walker, walker_options
from looproute.errors import StreetsError
from looproute.geo import LatLon, distance_m
from looproute.steps.formulas import Sex
from looproute.units import Units, format_length

if TYPE_CHECKING:
    from looproute.network.network import StreetNetwork
    from looproute.sources.map_cache import MapEntry
    from looproute.sources.saved_areas import KeptArea

# Margins: how far the start may move, and how much longer a loop may be.
SPARE_M = 500.0
SPARE_SHARE = 0.05


@click.group(cls=options.OrderedGroup, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Download areas once, and plan in them offline.

    \b
      looproute area fetch 53.5571,13.2613 --steps 20k
      looproute area import country.osm.pbf --around 53.5571,13.2613 --radius 30km
      looproute area list
      looproute area remove 53.55710,13.26130-8090m
    """  # noqa: D301
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command(cls=options.NumbersCommand)
@options.start_argument
@click.option(
    "--steps",
    type=options.STEPS,
    help=f"Steps of the longest loop to make room for.  [default: {DEFAULT_STEPS:,}]",
)
@click.option(
    "--distance",
    "length_m",
    type=options.LENGTH,
    help="Length of the longest loop to make room for.",
)
@walker_options
@profile_option
@online_options
@options.units_option
def fetch(
    start: LatLon | str | None,
    steps: int | None,
    length_m: float | None,
    step_length_m: float | None,
    height_m: float | None,
    pace_s_per_m: float | None,
    sex: Sex | None,
    profile_name: str,
    overpass: str | None,
    nominatim: str | None,
    deadline_s: float,
    offline: bool,
    units: Units,
) -> None:
    """Download the streets around START and save them.

    \b
      looproute area fetch "Treptower Tor, Neubrandenburg" --steps 20k

    START is latitude, comma, longitude in degrees, or an address. The default is your home, if you
    have saved one with `looproute home`.
    """  # noqa: D301
    if steps is not None and length_m is not None:
        raise click.UsageError("Give --steps or --distance, not both.")
    if offline:
        raise click.UsageError("An area cannot be downloaded with --offline.")
    planned = read_walker(profile_name, step_length_m, height_m, pace_s_per_m, sex)
    middle = start or planned.home
    if middle is None:
        raise click.UsageError(
            "Give a place: looproute area fetch START, an address or LAT,LON; or save your home "
            "first: looproute home LAT,LON."
        )

    from looproute.planner import check_start
    from looproute.sources.saved_areas import Areas
    from looproute.sources.settings import SourceSettings

    loop_m = planned.walker.length_m(steps or DEFAULT_STEPS) if length_m is None else length_m
    radius_m = loop_m / 2 * (1 + SPARE_SHARE) + SPARE_M
    settings = SourceSettings(overpass=overpass, nominatim=nominatim, deadline_s=deadline_s)
    sources = open_sources(settings, units)
    at = find_place(sources, middle)
    check_start(at, radius_m)
    network = sources.server.streets(at, radius_m)
    failures: list[StreetsError] = []
    area = Areas(warn=failures.append).keep(network, at, radius_m)
    if failures:
        raise failures[0]
    click.echo(f"{area.name}: {_sizes(network, area, units)}.")


@command.command("import", cls=options.NumbersCommand)
@click.argument("file", type=options.FILE, metavar="FILE")
@click.option("--around", type=options.PLACE, help="Import only the part around this place.")
@click.option(
    "--radius",
    "radius_m",
    type=options.LENGTH,
    default="10km",
    show_default=True,
    help="Radius of the part to import.",
)
@online_options
@options.units_option
def import_(
    file: Path,
    around: LatLon | str | None,
    radius_m: float,
    units: Units,
    **online: Any,
) -> None:
    """Save the streets of the map FILE, so that they open at once.

    \b
      looproute area import town.osm.pbf
      looproute area import country.osm.pbf --around 53.5571,13.2613 --radius 30km

    Commands then find its streets without --map, even if the file is moved away.
    """  # noqa: D301
    from looproute.sources.map_cache import MapCache
    from looproute.sources.opened_map import OpenedMap
    from looproute.sources.settings import SourceSettings

    center = None
    if around is not None:
        center = find_place(open_sources(SourceSettings(**online), units), around, "Around")
    failures: list[StreetsError] = []
    opened = OpenedMap(
        file, cache=MapCache(warn=failures.append), warn=warn, report=ReadingProgress()
    )
    entry, network = opened.import_(center, None if center is None else radius_m)
    if failures:
        raise failures[0]
    click.echo(f"{entry.name}: {_sizes(network, entry, units)}.")


@command.command("list")
@options.units_option
@options.json_option
def list_(units: Units, as_json: bool) -> None:
    """List the saved areas and map files, the newest first.

    \b
      looproute area list
    """  # noqa: D301
    saved = _SavedStreets()
    opened = [(area, network) for area in saved.list() if (network := saved.open(area))]
    if as_json:
        options.print_json([_to_json(area, network) for area, network in opened])
        return
    for area, network in opened:
        sizes = _sizes(network, area, units)
        click.echo(f"{area.name}  {network.date or 'no date'}  {sizes}")
    total = sum(_bytes(area) for area, _ in opened)
    count = f"{len(opened)} area{'s' * (len(opened) != 1)}"
    click.echo(f"{count}, {total / 1e6:.1f} MB, in {saved.areas.path} and {saved.maps.path}.")
    if opened:
        click.echo("Map data: © OpenStreetMap contributors, ODbL.")


@command.command(cls=options.NumbersCommand)
@click.argument("name")
@options.units_option
@options.json_option
def info(name: str, units: Units, as_json: bool) -> None:
    """Show what is in the area NAME, as `area list` names it.

    \b
      looproute area info 53.55710,13.26130-8090m
    """  # noqa: D301
    saved = _SavedStreets()
    area = saved.named(name)
    network = saved.open(area)
    if network is None:
        raise StreetsError(f"{area.path} cannot be opened: download the area again.")
    if as_json:
        options.print_json(_to_json(area, network))
        return
    center, radius_m = _circle(area, network)
    click.echo(f"{area.name}: {format_length(radius_m, units)} around {center}.")
    click.echo(f"It holds {network.bounds}.")
    click.echo(f"Streets as of {network.date or 'no known date'}: {_sizes(network, area, units)}.")
    click.echo(f"File: {area.path}")
    click.echo(f"Licence: {network.attribution} 1.0, https://opendatacommons.org/licenses/odbl/")


@command.command(cls=options.NumbersCommand)
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
def remove(names: tuple[str, ...]) -> None:
    """Remove saved areas and map files, as `area list` names them.

    \b
      looproute area remove 53.55710,13.26130-8090m
    """  # noqa: D301
    saved = _SavedStreets()
    for area in [saved.named(name) for name in names]:
        saved.remove(area)
        click.echo(f"Removed {area.name}.")


class _SavedStreets:
    """The downloaded areas and the map files that were opened."""

    def __init__(self) -> None:
        from looproute.sources.map_cache import MapCache
        from looproute.sources.saved_areas import Areas

        self.areas, self.maps = Areas(warn=warn), MapCache(warn=warn)

    def list(self) -> list[KeptArea | MapEntry]:
        return [*self.areas.list(), *self.maps.list()]

    def named(self, name: str) -> KeptArea | MapEntry:
        maps = {entry.name: entry for entry in self.maps.list()}
        return maps.get(name) or self.areas.named(name)

    def open(self, entry: KeptArea | MapEntry) -> StreetNetwork | None:
        from looproute.sources.saved_areas import KeptArea

        return self.areas.open(entry) if isinstance(entry, KeptArea) else self.maps.open(entry)

    def remove(self, entry: KeptArea | MapEntry) -> None:
        from looproute.sources.saved_areas import KeptArea

        if isinstance(entry, KeptArea):
            self.areas.remove(entry)
        else:
            self.maps.remove(entry)


def _circle(entry: KeptArea | MapEntry, network: StreetNetwork) -> tuple[LatLon, float]:
    """Return the centre and radius of an entry; of a whole file, those of its bounds."""
    from looproute.sources.saved_areas import KeptArea

    if isinstance(entry, KeptArea):
        return entry.center, entry.radius_m
    if entry.cell is not None:
        return entry.cell
    south, west, north, east = network.bounds
    middle = LatLon((south + north) / 2, (west + east) / 2)
    return middle, distance_m(middle, LatLon(north, east))


def _sizes(network: StreetNetwork, area: KeptArea | MapEntry, units: Units) -> str:
    return (
        f"{len(network.lat):,} junctions, {len(network.u):,} streets, "
        f"{format_length(float(network.length_m.sum()), units)}, {_bytes(area) / 1e6:.2f} MB"
    )


def _bytes(area: KeptArea | MapEntry) -> int:
    return area.path.stat().st_size if area.path.exists() else 0


def _to_json(area: KeptArea | MapEntry, network: StreetNetwork) -> dict[str, object]:
    center, radius_m = _circle(area, network)
    return {
        "name": area.name,
        "lat": center.lat,
        "lon": center.lon,
        "radius_m": radius_m,
        "date": network.date,
        "junction_count": len(network.lat),
        "street_count": len(network.u),
        "length_m": round(float(network.length_m.sum()), 1),
        "bytes": _bytes(area),
        "file": str(area.path),
        "attribution": network.attribution,
    }
