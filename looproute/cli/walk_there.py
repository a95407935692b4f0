"""``looproute walk-there``: from one place to another, made as long as wished."""

from __future__ import annotations

from typing import Any

import click

from looproute.cli import options
from looproute.cli.plan_options import Planning, planning_options, wish_options
from looproute.geo import LatLon


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

    from looproute.planner import plan_pleasant_way, plan_ways

    target = planning.target() if planning.wished else None
    files = planning.files(f"walk-there-{planning.wish_name}" if target else "walk-there")
    here, source = planning.ground(start)
    there = planning.places.place(end, "End")
    if target:
        ways = plan_ways(target.between(here, there), source)
    else:
        way = plan_pleasant_way(
            here,
            there,
            planning.person.walker,
            source,
            snap_limit_m=planning.snap_limit_m,
        )
        ways = [way]
    planning.deliver(ways, files)
