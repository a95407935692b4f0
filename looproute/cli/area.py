"""``looproute area``: saved areas, to plan in without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from looproute.cli import options
from looproute.cli.plan_options import DEFAULT_STEPS
from looproute.cli.source_options import find_place, online_options, open_sources
from looproute.cli.stderr import warn
from looproute.cli.walker_options import profile_option, read_walker, walker_options
from looproute.errors import StreetsError
from looproute.geo import LatLon
from looproute.steps.formulas import Sex
from looproute.units import Units, format_length

if TYPE_CHECKING:
    from looproute.network.network import StreetNetwork
    from looproute.sources.saved_areas import Areas, KeptArea

# Margins: how far the start may move, and how much longer a loop may be.
SPARE_M = 500.0
SPARE_SHARE = 0.05


@click.group(cls=options.OrderedGroup, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Download areas once, and plan in them offline.

    \b
      looproute area fetch 53.5571,13.2613 --steps 20k
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


@command.command("list")
@options.units_option
@options.json_option
def list_(units: Units, as_json: bool) -> None:
    """List the saved areas, the newest first.

    \b
      looproute area list
    """  # noqa: D301
    areas = _open_areas()
    opened = [(area, network) for area in areas.list() if (network := areas.open(area))]
    if as_json:
        options.print_json([_to_json(area, network) for area, network in opened])
        return
    for area, network in opened:
        sizes = _sizes(network, area, units)
        click.echo(f"{area.name}  {network.date or 'no date'}  {sizes}")
    total = sum(_bytes(area) for area, _ in opened)
    count = f"{len(opened)} area{'s' * (len(opened) != 1)}"
    click.echo(f"{count}, {total / 1e6:.1f} MB, in {areas.path}.")
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
    areas = _open_areas()
    area = areas.named(name)
    network = areas.open(area)
    if network is None:
        raise StreetsError(f"{area.path} cannot be opened: download the area again.")
    if as_json:
        options.print_json(_to_json(area, network))
        return
    click.echo(f"{area.name}: {format_length(area.radius_m, units)} around {area.center}.")
    click.echo(f"It holds {network.bounds}.")
    click.echo(f"Streets as of {network.date or 'no known date'}: {_sizes(network, area, units)}.")
    click.echo(f"File: {area.path}")
    click.echo(f"Licence: {network.attribution} 1.0, https://opendatacommons.org/licenses/odbl/")


@command.command(cls=options.NumbersCommand)
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
def remove(names: tuple[str, ...]) -> None:
    """Remove areas, as `area list` names them.

    \b
      looproute area remove 53.55710,13.26130-8090m
    """  # noqa: D301
    areas = _open_areas()
    for area in [areas.named(name) for name in names]:
        areas.remove(area)
        click.echo(f"Removed {area.name}.")


def _open_areas() -> Areas:
    """Return the saved areas; print a warning for each that is damaged."""
    from looproute.sources.saved_areas import Areas

    return Areas(warn=warn)


def _sizes(network: StreetNetwork, area: KeptArea, units: Units) -> str:
    return (
        f"{len(network.lat):,} junctions, {len(network.u):,} streets, "
        f"{format_length(float(network.length_m.sum()), units)}, {_bytes(area) / 1e6:.2f} MB"
    )


def _bytes(area: KeptArea) -> int:
    return area.path.stat().st_size if area.path.exists() else 0


def _to_json(area: KeptArea, network: StreetNetwork) -> dict[str, object]:
    return {
        "name": area.name,
        "lat": area.center.lat,
        "lon": area.center.lon,
        "radius_m": area.radius_m,
        "date": network.date,
        "junction_count": len(network.lat),
        "street_count": len(network.u),
        "length_m": round(float(network.length_m.sum()), 1),
        "bytes": _bytes(area),
        "file": str(area.path),
        "attribution": network.attribution,
    }
