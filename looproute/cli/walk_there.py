"""``looproute walk-there``: a walk from one place to another, as long as the target."""

from __future__ import annotations

from typing import Any

import click

from looproute.cli import options
from looproute.cli.options import PlanCommand
from looproute.cli.plan_options import Planning, planning_options, target_options
from looproute.geo import LatLon


@click.command(cls=PlanCommand)
@click.argument("start", metavar="FROM", type=options.PLACE)
@click.argument("end", metavar="TO", type=options.PLACE)
@target_options("a pleasant short way of any length")
@planning_options
def command(
    start: LatLon | str,
    end: LatLon | str,
    **common: Any,
) -> None:
    """Walk from one place to another, as far as you like.

    \b
      looproute walk-there 53.5571,13.2613 53.5655,13.2750
      looproute walk-there 53.5571,13.2613 53.5655,13.2750 --steps 6000
      looproute walk-there "Bahnhof, Neubrandenburg" 53.5571,13.2613 --time 30min

    FROM and TO are latitude, comma, longitude in degrees, or an address in quotes. Without a target
    you get one short and pleasant way and its steps. With a target you get ways of that length,
    which use no street twice.

    Taking the bus? Get off two stops early: give that stop as FROM and see how many steps you gain.
    """  # noqa: D301
    from looproute.planner import plan_pleasant_way, plan_ways

    planning = Planning(**common)
    target = planning.target() if planning.has_target else None
    name = f"walk-there-{planning.target_name}" if target else "walk-there"
    outputs = planning.check_outputs(name)
    here, source = planning.locate_start(start)
    there = planning.find_place(end, "End")
    if target:
        ways = plan_ways(target.between(here, there), source)
    else:
        way = plan_pleasant_way(
            here,
            there,
            planning.planned_walker.walker,
            source,
            snap_limit_m=planning.snap_limit_m,
        )
        ways = [way]
    planning.deliver(ways, outputs)
