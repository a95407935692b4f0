"""``looproute walk-there``: from one place to another, made as long as wished."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from looproute import planner
from looproute.cli import options
from looproute.cli.plan_options import Planning, planning_options, wish_options
from looproute.geo import LatLon
from looproute.loops import WayRequest
from looproute.sources.bundled import Bundled


@click.command(cls=options.NumbersCommand)
@click.argument("start", metavar="FROM", type=options.PLACE)
@click.argument("end", metavar="TO", type=options.PLACE)
@wish_options("the pleasant short way, however long")
@planning_options
def command(
    start: LatLon | str,
    end: LatLon | str,
    **common: Any,
) -> None:
    """Walk from one place to another, as far as you wish.

    \b
      looproute walk-there 53.5571,13.2613 53.5655,13.2750
      looproute walk-there 53.5571,13.2613 53.5655,13.2750 --steps 6000
      looproute walk-there "Bahnhof, Neubrandenburg" 53.5571,13.2613 --time 30min

    FROM and TO are latitude, comma, longitude in degrees, or an address in quotes. Without a length
    you get the one way that is short and pleasant, and its steps. With one, ways made that long,
    which use no street twice.

    You go by bus? Get off two stops early: give the stop two before yours as FROM, and see how many
    steps that adds.
    """  # noqa: D301
    planning = Planning(**common)
    request = planning.request(WayRequest, end=Bundled.start) if planning.wished else None
    name = f"walk-there-{planning.wish_name}" if request else "walk-there"
    outputs = planning.check_outputs(name)
    here, source = planning.locate_start(start)
    there = planning.find_place(end, "End")
    if request:
        ways = planner.plan_ways(replace(request, start=here, end=there), source)
    else:
        way = planner.plan_pleasant_way(
            here,
            there,
            planning.planned_walker.walker,
            source,
            snap_limit_m=planning.snap_limit_m,
            units=planning.units,
        )
        ways = [way]
    planning.deliver(ways, outputs)
