"""``looproute runwalk``: alternate running and walking at an average pace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import click

from looproute.cli import options
from looproute.cli.loop_files import add_offline_streets, number_option, read_loop
from looproute.cli.runwalk import report
from looproute.cli.stderr import wrote
from looproute.cli.walker_options import (
    height_option,
    profile_file,
    profile_option,
    read_walker,
    step_length_option,
)
from looproute.geo import cumulative_m
from looproute.loops import Loop
from looproute.readers.gpx_course import read_course
from looproute.text.sanitize import for_terminal
from looproute.training.parse import parse_race, parse_ratio, parse_run_pace, parse_run_step
from looproute.training.run_walk import (
    Stretch,
    estimate_running_step,
    estimate_walking_step,
    run_walk,
)
from looproute.training.run_walk_marks import find_climbs, mark_changes
from looproute.training.run_walk_tables import TABLES, Ratio, Table, find_ratios
from looproute.units import MILE_M, Units, format_pace


class _Course(NamedTuple):
    """The course of a run: a loop and its steep stretches."""

    loop: Loop
    steep: tuple[Stretch, ...]


@click.command(cls=options.NumbersCommand)
@click.option(
    "--distance",
    "distance_m",
    type=options.Typed("race", parse_race),
    help="marathon, half, 10k, 8km, 5mi, up to 250 km.",
)
@click.option(
    "--on",
    "course_file",
    type=options.FILE,
    metavar="FILE",
    help="Run a saved loop (.geojson of `looproute loop`) or a race course (.gpx) instead.",
)
@number_option
@click.option(
    "--pace",
    "pace_s_per_m",
    type=options.Typed("pace", parse_run_pace),
    required=True,
    help="Target average pace, walks included, such as 6:30/km or 10:30/mi.",
)
@click.option(
    "--ratio",
    type=options.Typed("run/walk", parse_ratio),
    help="Running and walking time, such as 2:00/0:30.",
)
@click.option(
    "--table",
    type=click.Choice(["short", "minute"]),
    help="Table for the ratio: short (walks of 30 s or less) or minute (one-minute walks).  "
    "[default: short]",
)
@click.option(
    "--beginner", is_flag=True, help="Walk the first and last minute, and add an eight-week plan."
)
@click.option(
    "--walk-pace",
    "walk_pace_s_per_m",
    type=options.PACE,
    help="Pace of the walks in between, such as 10min/km.",
)
@click.option(
    "--run-step-length",
    "run_step_m",
    type=options.Typed("length", parse_run_step),
    help="Step length when you run at that pace, such as 1.05.",
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
    """Alternate running and walking, and know how fast to run.

    \b
      looproute runwalk --distance 10k --pace 6:30/km
      looproute runwalk --distance marathon --pace 10:30/mi --table minute
      looproute runwalk --distance half --pace 6:45/km --ratio 2:00/0:30
      looproute runwalk --on loop.geojson --pace 7:30/km --beginner -o run.fit

    Jeff Galloway's run-walk method: walk early and often, and finish faster. The ratio for a pace
    comes from his two tables; looproute adds how fast to run in between.
    """  # noqa: D301
    course = None if course_file is None else _read_course(course_file, number)
    if (distance_m is None) is (course is None):
        raise click.UsageError("Give either --distance, or --on with a course.")
    if ratio is not None and table is not None:
        raise click.UsageError("Give --ratio or --table, not both.")
    if outputs and course_file is None:
        raise click.UsageError("--output needs a course to draw: add --on loop.geojson.")
    files = None
    if outputs:
        from looproute.writers import Outputs

        files = Outputs(paths=outputs, force=force, gap_m=gap_m, units=units)
        files.check()
    walker = read_walker(
        profile_name, step_length_m, None if step_length_m else height_m, walk_pace_s_per_m
    ).walker
    if course is not None:
        distance_m = course.loop.length_m
    assert distance_m is not None
    plan = run_walk(
        distance_m,
        pace_s_per_m,
        ratio or _choose_ratio(pace_s_per_m, table or "short", units),
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
    if course is not None and files is not None:
        assert course_file is not None
        runs = [mark_changes(course.loop, plan, card.steps.whole)]
        runs = add_offline_streets(runs, course_file)
        credit = runs[0].attribution
        files.write(runs)
    if as_json:
        options.print_json(report.build_json(card))
    else:
        for line in report.format_lines(card):
            click.echo(line)
    if credit:
        click.echo(f"Map data: {for_terminal(credit)}.", err=as_json)
    for path in outputs:
        wrote(path)


def _read_course(path: Path, number: int) -> _Course:
    """Read a course: a loop from GeoJSON, or a track with its climbs from GPX."""
    if path.suffix.lower() == ".gpx":
        loop, height_m = read_course(path)
        along_m = cumulative_m(loop.points).tolist()
        return _Course(loop, find_climbs(along_m, height_m) if height_m else ())
    return _Course(read_loop(path, number), ())


def _choose_ratio(pace_s_per_m: float, table: Table, units: Units) -> Ratio:
    """Return the usual ratio for a pace. Raises UsageError if the table has none."""
    ratios = find_ratios(pace_s_per_m, table)
    if not ratios:
        first, *_, last = TABLES[table]
        limits = " to ".join(
            format_pace(row_pace * 60 / MILE_M, units) for row_pace in (first.fastest, last.slowest)
        )
        raise click.UsageError(
            f"The table of {report.TABLE_NAMES[table]} has no ratio for "
            f"{format_pace(pace_s_per_m, units)}: it covers {limits}. "
            "Give a --ratio, such as 2:00/0:30."
        )
    return ratios[0]
