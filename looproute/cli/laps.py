"""``looproute laps``: short loops near the start, repeated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from looproute.cli import options
from looproute.cli.options import PlanCommand
from looproute.cli.plan_options import DEFAULT_STEPS, Planning, planning_options, target_options
from looproute.cli.walker_options import describe_planned_walker
from looproute.geo import LatLon
from looproute.laps import LapCount, track_lap_m
from looproute.steps.walker import Walker
from looproute.text.notes import describe_laps, describe_notes
from looproute.units import Units, format_duration, format_length, format_steps

if TYPE_CHECKING:
    from looproute.search.laps import LapWalk


@click.command(cls=PlanCommand)
@options.start_argument
@target_options()
@click.option("--track", is_flag=True, help="Laps of a 400 m running track; needs no START.")
@click.option(
    "--lane", type=options.LANE, help="Lane of the track, from 1 (inside) to 8.  [default: 1]"
)
@planning_options
def command(
    start: LatLon | str | None,
    track: bool,
    lane: int | None,
    **common: Any,
) -> None:
    """Find short loops worth repeating, and count the laps.

    \b
      looproute laps 53.5571,13.2613 --steps 8000
      looproute laps 53.5571,13.2613 --time 40min -o laps.html -o laps.gpx
      looproute laps --track --lane 3 --steps 8000

    Round the block, round a park, on a running track that is on the map: quiet loops with few turns
    and crossings, close to START, come first. The output gives the number of laps and what remains.

    --json prints the best walk, whose approach_m, laps × lap_m and rest_m add up to total_m, with
    the rest under "others".
    """  # noqa: D301
    planning = Planning(**common)
    if not planning.has_target:
        planning = replace(planning, steps=DEFAULT_STEPS)
    if lane is not None and not track:
        raise click.UsageError("--lane is for a running track: add --track.")
    if track and (start is not None or planning.outputs or planning.open_map):
        raise click.UsageError("--track is not a place on the map: omit START and --output.")

    target = planning.target()
    if track:
        _show_track(target.target_m, lane or 1, target.walker, planning)
        return
    from looproute.planner import plan_laps

    outputs = planning.check_outputs(f"laps-{planning.target_name}")
    origin = planning.locate_start(start)
    walks = plan_laps(target.at(origin.start), origin.source)
    best, *others = (_properties(walk, target.walker, planning.units) for walk in walks)
    planning.deliver([walk.loop for walk in walks], outputs, answer={**best, "others": others})


def _show_track(target_m: float, lane: int, walker: Walker, planning: Planning) -> None:
    """Print the number of laps on a track."""
    count = LapCount.of(target_m, track_lap_m(lane))
    if planning.as_json:
        options.print_json({**_numbers(count, walker), "lane": lane})
        return
    units = planning.units
    click.echo(
        describe_planned_walker(planning.planned_walker, walker.steps(target_m).steps, units)
    )
    click.echo(
        f"{describe_laps(count.laps, count.rest_m, units)} in lane {lane}, where a lap is "
        f"{_exact(count.lap_m, units)}: "
        f"{format_length(count.total_m, units)}, "
        f"{format_steps(walker.steps(count.total_m).steps)} steps, "
        f"{format_duration(walker.duration_s(count.total_m))}."
    )


def _exact(length_m: float, units: Units) -> str:
    """Format the length of a lap, to the centimetre in metric units."""
    return f"{length_m:.2f} m" if units == "metric" else format_length(length_m, units)


def _numbers(count: LapCount, walker: Walker) -> dict[str, Any]:
    return {
        "lap_m": round(count.lap_m, 3),
        "laps": count.laps,
        "approach_m": round(count.approach_m, 3),
        "rest_m": round(count.rest_m, 3),
        "total_m": round(count.total_m, 3),
        "steps": walker.steps(count.total_m).steps,
        "duration_s": round(walker.duration_s(count.total_m), 1),
    }


def _properties(walk: LapWalk, walker: Walker, units: Units) -> dict[str, Any]:
    loop = walk.loop
    return {
        **_numbers(walk.count, walker),
        "steps": loop.steps,
        "crossings": walk.crossings,
        "streets": list(loop.streets),
        "note": describe_notes(loop.notes, units),
    }
