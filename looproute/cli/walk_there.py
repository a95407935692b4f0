"""``looproute walk-there``: from one place to another, made as long as wished."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from looproute.cli import options
from looproute.cli.planning import Planning, one_wish, planning_options, wish_name, wish_options
from looproute.geo import LatLon


@click.command(cls=options.NumbersCommand)
@options.place_argument("start", "FROM")
@options.place_argument("end", "TO")
@wish_options("the pleasant short way, however long")
@planning_options
def command(
    start: LatLon | str,
    end: LatLon | str,
    steps: int | None,
    length_m: float | None,
    duration_s: float | None,
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
    wished = one_wish(steps, length_m, duration_s)

    from looproute.loops import WayRequest
    from looproute.planner import plan_pleasant_way, plan_ways
    from looproute.sources.bundled import Bundled

    walker = planning.person.walker
    if not wished:
        files = planning.files("walk-there")
        here, there = planning.places.place(start), planning.places.place(end, "End")
        way = plan_pleasant_way(
            here, there, walker, planning.source(here), snap_limit_m=planning.snap_limit_m
        )
        planning.deliver([way], files)
        return
    request = WayRequest(
        start=Bundled.start,
        end=Bundled.start,
        steps=steps,
        length_m=length_m,
        duration_s=duration_s,
        walker=walker,
        count=planning.count,
        tolerance=planning.tolerance,
        exact=planning.exact,
        seed=planning.seed,
        snap_limit_m=planning.snap_limit_m,
    )
    files = planning.files(f"walk-there-{wish_name(steps, length_m, duration_s)}")
    here, there = planning.places.place(start), planning.places.place(end, "End")
    request = replace(request, start=here, end=there)
    planning.deliver(plan_ways(request, planning.source(here)), files)
