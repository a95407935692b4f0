"""``looproute loop``: the wish, one call, the answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from looproute.cli import options
from looproute.cli.person import person_from, profile_option
from looproute.gait import Sex
from looproute.geo import LatLon
from looproute.units import Units

if TYPE_CHECKING:
    from looproute.loops import LoopRequest
    from looproute.sources import StreetSource

DEFAULT_STEPS = 8000


@click.command(cls=options.NumbersCommand)
@options.start_argument
@click.option(
    "--steps", type=options.STEPS, help="How many steps: 8000, 8,000 or 8k.  [default: 8,000]"
)
@click.option(
    "--distance", "length_m", type=options.LENGTH, help="How far, such as 5.6km or 3.5mi."
)
@click.option(
    "--time", "duration_s", type=options.DURATION, help="How long, such as 45min or 1h30."
)
@click.option(
    "--count",
    type=options.COUNT,
    default="5",
    show_default=True,
    help="How many loops to choose from.",
)
@options.walker_options
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    envvar="LOOPROUTE_MAP",
    show_envvar=True,
    help="Streets from an OpenStreetMap file: .osm, .osm.gz, .osm.bz2, .osm.pbf, or a .graphml of "
    "OSMnx. Without it: from what was kept of the last time, or from a server.",
)
@options.online_options
@click.option("--heading", "heading_deg", type=options.HEADING, help="Set off to N, NE or 120.")
@click.option(
    "--tolerance",
    type=options.TOLERANCE,
    default="0.5%",
    show_default=True,
    help="How far a loop may be off the length.",
)
@profile_option
@click.option("--exact", is_flag=True, help="Nearest in length before most pleasant.")
@click.option(
    "--only-loops",
    is_flag=True,
    help="No lollipops, laps or ways out and back: loops, or the reason why there are none.",
)
@click.option(
    "--seed",
    type=options.SEED,
    default="0",
    show_default=True,
    help="Another number gives other loops.",
)
@click.option(
    "--snap",
    "snap_limit_m",
    type=options.SNAP,
    default="150m",
    show_default=True,
    help="How far the start may be from a street.",
)
@options.units_option
@click.option(
    "-o",
    "--output",
    "outputs",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Write FILE.html (a map), FILE.gpx (the best loop for a watch) or FILE.geojson; may be "
    "given several times.  [default: a map in this folder]",
)
@click.option("--force", is_flag=True, help="Replace files that looproute did not write.")
@click.option("--open", "open_map", is_flag=True, help="Open the map in the browser.")
@options.json_option
def command(
    start: LatLon | str | None,
    steps: int | None,
    length_m: float | None,
    duration_s: float | None,
    count: int,
    step_length_m: float | None,
    height_m: float | None,
    pace_s_per_m: float | None,
    sex: Sex | None,
    profile_name: str,
    map_file: Path | None,
    overpass: str | None,
    nominatim: str | None,
    deadline_s: float,
    offline: bool,
    heading_deg: float | None,
    tolerance: float,
    exact: bool,
    only_loops: bool,
    seed: int,
    snap_limit_m: float,
    units: Units,
    outputs: tuple[Path, ...],
    force: bool,
    open_map: bool,
    as_json: bool,
) -> None:
    """Find loops of the steps you want and write a map of them.

    \b
      looproute loop
      looproute loop 53.5571,13.2613 --steps 8000 -o walk.html -o walk.gpx
      looproute loop "Treptower Tor, Neubrandenburg" --distance 5.6km
      looproute loop 53.5571,13.2613 --distance 5.6km --map town.osm.pbf
      looproute loop --time 45min --height 1.75 --pace 11min/km

    START is where the loop begins and ends: latitude, comma, longitude in degrees, or an address.
    Without it: your home, if `looproute home` knows it, else a place in the town that comes with
    looproute.
    """  # noqa: D301
    given = [option for option in (steps, length_m, duration_s) if option is not None]
    if len(given) > 1:
        raise click.UsageError("Give one of --steps, --distance and --time, not several.")
    if not given:
        steps = DEFAULT_STEPS
    person = person_from(profile_name, step_length_m, height_m, pace_s_per_m, sex)
    start = start or person.home
    if map_file is not None and start is None:
        raise click.UsageError("--map needs a start on it: looproute loop LAT,LON --map FILE.")

    from looproute.cli.places import Places
    from looproute.loops import LoopRequest
    from looproute.planner import plan_loops
    from looproute.sources import map_file as read_map
    from looproute.sources.bundled import Bundled
    from looproute.writers import check_output, geojson, write_loops

    request = LoopRequest(
        start=Bundled.start,
        steps=steps,
        length_m=length_m,
        duration_s=duration_s,
        walker=person.walker,
        count=count,
        tolerance=tolerance,
        exact=exact,
        heading_deg=heading_deg,
        seed=seed,
        snap_limit_m=snap_limit_m,
        only_loops=only_loops,
    )
    files = outputs or (() if as_json else (Path(f"{_name(request)}.html"),))
    pages = [path for path in files if path.suffix.lower() == ".html"]
    if open_map and not pages:
        raise click.UsageError("--open needs a map to open: add -o walk.html.")
    for path in files:
        check_output(path, force=force)
    places = Places(overpass=overpass, nominatim=nominatim, deadline_s=deadline_s, offline=offline)
    source: StreetSource = Bundled()
    if start is not None:
        request = replace(request, start=places.place(start))
        source = places.anywhere() if map_file is None else read_map(map_file)
    loops = plan_loops(request, source)
    for path in files:
        write_loops(loops, path, force=force, units=units)

    if as_json:
        click.echo(geojson.render(loops, units), nl=False)
    else:
        from looproute.cli.table import show

        click.echo(person.lines(request.walker.steps(request.target_m).steps, units))
        show(loops, units)
    for path in files:
        use = ": open it in a browser, or send it; it needs no network." if path in pages else "."
        click.echo(f"Wrote {path}{use}", err=True)
    if open_map:
        import webbrowser

        if not webbrowser.open(pages[0].resolve().as_uri()):
            click.echo(f"No browser answered: open {pages[0]} yourself.", err=True)


def _name(request: LoopRequest) -> str:
    """Return a file name for the wish, such as ``loop-8000-steps`` or ``loop-5.6km``."""
    if request.steps is not None:
        return f"loop-{request.steps}-steps"
    if request.length_m is not None:
        return f"loop-{request.length_m / 1000:.3g}km"
    assert request.duration_s is not None
    return f"loop-{request.duration_s / 60:.0f}min"
