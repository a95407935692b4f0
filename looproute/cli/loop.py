"""``looproute loop``: closed loops from one start."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import click

from looproute.cli import options
from looproute.cli.departure import Departure, departure_options
from looproute.cli.options import PlanCommand
from looproute.cli.plan_options import DEFAULT_STEPS, Planning, planning_options, target_options
from looproute.cli.stderr import note
from looproute.geo import LatLon


@click.command(cls=PlanCommand)
@options.start_argument
@target_options()
@click.option(
    "--heading", "heading_deg", type=options.HEADING, help="Set off towards N, NE or 120 (degrees)."
)
@click.option(
    "--via",
    multiple=True,
    type=options.PLACE,
    help="Pass this place: coordinates or an address; may be repeated. looproute finds the best "
    "order.",
)
@click.option(
    "--only-loops",
    is_flag=True,
    help="Fail with the reason instead of offering lollipops, laps or out-and-backs.",
)
@departure_options
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
    The default is your home, if you have saved one with `looproute home`, or else a place in the
    town that comes with looproute.
    """  # noqa: D301
    from looproute.planner import plan_loops

    planning = Planning(**common)
    if planning.has_target and back_by is not None:
        raise click.UsageError(
            "--back-by already sets the walking time: omit --steps, --distance and --time."
        )
    departure = Departure.of(depart, back_by, day)
    if back_by is not None:
        cadence_spm = planning.planned_walker.walker.cadence_spm
        target_s = departure.target_s(planning.tolerance, cadence_spm)
        planning = replace(planning, duration_s=target_s)
    elif not planning.has_target:
        planning = replace(planning, steps=DEFAULT_STEPS)

    target = planning.target(
        heading_deg=heading_deg, only_loops=only_loops, no_longer=back_by is not None
    )
    target.check_via(len(via))
    outputs = planning.check_outputs(f"loop-{planning.target_name}")
    origin = planning.locate_start(start)
    places = tuple(planning.find_place(place, "Via") for place in via)
    loops = plan_loops(target.at(origin.start, places), origin.source)
    planning.deliver(loops, outputs)
    if any(loop.kind == "laps" for loop in loops):
        note("For short loops worth repeating near here, try looproute laps.")
    departure.report(loops[0], quiet=planning.as_json)
