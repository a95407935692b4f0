"""``looproute runwalk``: run and walk by turns, at an average pace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import click

from looproute.cli import options
from looproute.cli.loop_files import number_option, on_streets_at_hand, read_loop
from looproute.cli.runwalk import report
from looproute.cli.stderr import wrote
from looproute.cli.walker_options import (
    height_option,
    person_from,
    profile_file,
    profile_option,
    step_length_option,
)
from looproute.loops import Loop
from looproute.training.parse import parse_race, parse_ratio, parse_run_pace, parse_run_step
from looproute.training.run_walk import (
    Stretch,
    estimate_running_step,
    estimate_walking_step,
    run_walk,
)
from looproute.training.run_walk_tables import TABLES, Ratio, Table, find_ratios
from looproute.units import MILE_M, Units, format_pace


class _Course(NamedTuple):
    """What is run: a loop that can carry marks, and where it is steep."""

    loop: Loop
    steep: tuple[Stretch, ...]


@click.command(cls=options.NumbersCommand)
@click.option(
    "--distance",
    "distance_m",
    type=options.Typed("race", parse_race),
    help="marathon, half, 10k, 8km, 5mi: up to 250 km.",
)
@click.option(
    "--on",
    "course_file",
    type=options.FILE,
    metavar="FILE",
    help="Run on a loop (.geojson of `looproute loop`) or on a race course (.gpx) instead.",
)
@number_option
@click.option(
    "--pace",
    "pace_s_per_m",
    type=options.Typed("pace", parse_run_pace),
    required=True,
    help="The average wished, walks included, such as 6:30/km or 10:30/mi.",
)
@click.option(
    "--ratio",
    type=options.Typed("run/walk", parse_ratio),
    help="How long to run and to walk, such as 2:00/0:30.",
)
@click.option(
    "--table",
    type=click.Choice(["short", "minute"]),
    help="Take the ratio from the table of walks of 30 s or less, or of one-minute walks.  "
    "[default: short]",
)
@click.option("--beginner", is_flag=True, help="Walk the first and last minute; eight weeks to it.")
@click.option(
    "--walk-pace",
    "walk_pace_s_per_m",
    type=options.PACE,
    help="How fast you walk in between, such as 10min/km.",
)
@click.option(
    "--run-step-length",
    "run_step_m",
    type=options.Typed("length", parse_run_step),
    help="Of your run at that pace, such as 1.05.",
)
@step_length_option
@height_option
@profile_option
@options.units_option
@options.output_options()
@options.json_option
def command(
    distance_m: float | None,
    course_file: Path | None,
    number: int,
    pace_s_per_m: float,
    ratio: Ratio | None,
    table: Table | None,
    beginner: bool,
    walk_pace_s_per_m: float | None,
    run_step_m: float | None,
    step_length_m: float | None,
    height_m: float | None,
    profile_name: str,
    units: Units,
    outputs: tuple[Path, ...],
    force: bool,
    gap_m: float,
    as_json: bool,
) -> None:
    """Run and walk by turns, and know how fast to run.

    \b
      looproute runwalk --distance 10k --pace 6:30/km
      looproute runwalk --distance marathon --pace 10:30/mi --table minute
      looproute runwalk --distance half --pace 6:45/km --ratio 2:00/0:30
      looproute runwalk --on loop.geojson --pace 7:30/km --beginner -o run.fit

    The run-walk method after Jeff Galloway: walk early and often, and finish faster. The ratio of a
    pace is from his two tables; the answer says how fast to run in between.
    """  # noqa: D301
    course = None if course_file is None else _course(course_file, number)
    if (distance_m is None) is (course is None):
        raise click.UsageError("Give --distance, or --on with a course: one of the two.")
    if ratio is not None and table is not None:
        raise click.UsageError("Give --ratio or --table, not both.")
    if outputs and course_file is None:
        raise click.UsageError("--output needs a course to draw: add --on loop.geojson.")
    if outputs:
        from looproute.writers import check_outputs

        check_outputs(outputs, force=force, gap_m=gap_m)
    walker = person_from(
        profile_name, step_length_m, None if step_length_m else height_m, walk_pace_s_per_m
    ).walker
    if course is not None:
        distance_m = course.loop.length_m
    assert distance_m is not None
    plan = run_walk(
        distance_m,
        pace_s_per_m,
        ratio or _ratio(pace_s_per_m, table or "short", units),
        walker.speed_mps,
        beginner=beginner,
        steep=() if course is None else course.steep,
    )
    profile = profile_file(profile_name).read()
    height_m = height_m or profile.height_m
    card = report.RaceCard(
        plan=plan,
        pace_s_per_m=pace_s_per_m,
        walking=estimate_walking_step(walker),
        running=estimate_running_step(
            replace(profile, height_m=height_m).estimate("run"),
            plan.run_speed_mps,
            height_m=height_m,
            given_m=run_step_m,
        ),
        published=ratio is None,
        steep=() if course is None else course.steep,
        beginner=beginner,
        units=units,
    )
    credit = "" if course is None else course.loop.attribution
    if course is not None and outputs:
        from looproute.training.run_walk_marks import mark_changes
        from looproute.writers import write_loops

        marked = mark_changes(course.loop, plan, card.steps.whole)
        runs = on_streets_at_hand([marked])
        credit = runs[0].attribution
        for path in outputs:
            write_loops(runs, path, force=force, units=units, gap_m=gap_m)
    if as_json:
        options.print_json(report.as_json(card))
    else:
        for line in report.lines(card):
            click.echo(line)
    if credit:
        from looproute.text.sanitize import for_terminal

        click.echo(f"Map data: {for_terminal(credit)}.", err=as_json)
    for path in outputs:
        wrote(path)


def _course(path: Path, number: int) -> _Course:
    """Return the course of a file: a loop of a GeoJSON, or the track of a GPX with its climbs."""
    if path.suffix.lower() == ".gpx":
        from looproute.geo import cumulative_m
        from looproute.readers.gpx_course import read_course
        from looproute.training.run_walk_marks import find_climbs

        loop, height_m = read_course(path)
        along_m = cumulative_m(loop.points).tolist()
        return _Course(loop, find_climbs(along_m, height_m) if height_m else ())
    return _Course(read_loop(path, number), ())


def _ratio(pace_s_per_m: float, table: Table, units: Units) -> Ratio:
    """Return the usual ratio for a pace, or refuse where the table has none."""
    ratios = find_ratios(pace_s_per_m, table)
    if not ratios:
        first, *_, last = TABLES[table]
        between = " to ".join(
            format_pace(row_pace * 60 / MILE_M, units) for row_pace in (first.fastest, last.slowest)
        )
        raise click.UsageError(
            f"The table of {report.TABLE_NAMES[table]} has no ratio for "
            f"{format_pace(pace_s_per_m, units)}: it goes from {between}. "
            "Give a --ratio, such as 2:00/0:30."
        )
    return ratios[0]
