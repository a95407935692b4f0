"""``looproute loop``: the wish, one call, the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import click

from looproute.cli import options
from looproute.cli.departure import Clock, clock_options
from looproute.cli.plan_options import DEFAULT_STEPS, Planning, planning_options, wish_options
from looproute.cli.stderr import note
from looproute.geo import LatLon


@click.command(cls=options.NumbersCommand)
@options.start_argument
@wish_options()
@click.option("--heading", "heading_deg", type=options.HEADING, help="Set off to N, NE or 120.")
@click.option(
    "--via",
    multiple=True,
    type=options.PLACE,
    help="Pass here: coordinates or an address; may be given several times, the best order is "
    "found.",
)
@click.option(
    "--only-loops",
    is_flag=True,
    help="No lollipops, laps or ways out and back: loops, or the reason why there are none.",
)
@clock_options
@planning_options
def command(
    start: LatLon | str | None,
    heading_deg: float | None,
    via: tuple[LatLon | str, ...],
    only_loops: bool,
    depart: time | None,
    back_by: time | None,
    day: date | None,
    **common: Any,
) -> None:
    """Find loops of the steps you want and write a map of them.

    \b
      looproute loop
      looproute loop 53.5571,13.2613 --steps 8000 -o walk.html -o walk.gpx
      looproute loop "Treptower Tor, Neubrandenburg" --distance 5.6km
      looproute loop 53.5571,13.2613 --distance 5.6km --map town.osm.pbf
      looproute loop --time 45min --height 1.75 --pace 11min/km
      looproute loop 53.5571,13.2613 --steps 8000 --via 53.5640,13.2700
      looproute loop 53.5571,13.2613 --depart 12:10 --back-by 12:50

    START is where the loop begins and ends: latitude, comma, longitude in degrees, or an address.
    Without it: your home, if `looproute home` knows it, else a place in the town that comes with
    looproute.
    """  # noqa: D301
    planning = Planning(**common)
    if planning.wished and back_by is not None:
        raise click.UsageError(
            "--back-by says how long to walk: leave --steps, --distance and --time out."
        )
    clock = Clock.of(depart, back_by, day)
    if back_by is not None:
        planning = replace(planning, duration_s=clock.wish_s(planning.tolerance))
    elif not planning.wished:
        planning = replace(planning, steps=DEFAULT_STEPS)

    from looproute.planner import plan_loops

    target = planning.target(heading_deg=heading_deg, only_loops=only_loops)
    target.check_via(len(via))
    files = planning.files(f"loop-{planning.wish_name}")
    ground = planning.ground(start)
    places = tuple(planning.places.place(place, "Via") for place in via)
    loops = plan_loops(target.at(ground.start, places), ground.source)
    planning.deliver(loops, files)
    if any(loop.kind == "laps" for loop in loops):
        note("Short loops near here that are worth repeating: looproute laps.")
    clock.tell(loops[0], quiet=planning.as_json)
