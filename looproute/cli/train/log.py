"""``looproute train log`` and ``show``: the diary and the progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from looproute.cli import options
from looproute.cli.departure import DATE, PAST
from looproute.cli.stderr import note
from looproute.cli.train import report
from looproute.cli.train.walks import link_maps
from looproute.cli.walker_options import profile_file, profile_option, read_walker
from looproute.steps.measurement import DAY_STEPS
from looproute.steps.walker import Walker
from looproute.store.diary import Diary, open_diary
from looproute.store.private_file import PrivateFile
from looproute.store.profile import PlannedWalker, profile_path
from looproute.training.plan import YEARS, Outlook, plan_weeks
from looproute.units import Range, Units, format_steps, parse_steps, parse_whole

as_of_option = click.option(
    "--as-of",
    type=DATE,
    help="Show the progress on this day.  [default: today]",
)


output_option = options.output_option(
    "Write FILE.html (a page) or FILE.ics (a calendar); may be repeated."
)


def steps_in(limits: Range) -> options.Typed:
    """Create the Click type of a number of steps within limits."""

    def parse(text: str) -> int:
        steps = parse_whole(text, limits) if text.strip() == "0" else parse_steps(text)
        return parse_whole(str(steps), limits)

    return options.Typed("steps", parse)


@click.command(cls=options.NumbersCommand)
@click.argument("day", metavar="DATE", type=PAST)
@click.argument("steps", type=steps_in(DAY_STEPS))
@profile_option
def log(day: date, steps: int, profile_name: str) -> None:
    """Log the steps of the walk on a day.

    \b
      looproute train log 2026-11-23 5210

    An entry for the same day is replaced. The diary is a text file that you may edit by hand:
    diaries/me.toml, next to the folder of your profile.
    """  # noqa: D301
    before, diary = diary_file(profile_name).update(
        lambda diary: replace(diary, walked={**diary.walked, day: steps})
    )
    was = f" (before: {format_steps(before.walked[day])})" if day in before.walked else ""
    click.echo(f"{day}: {format_steps(steps)} steps{was}.")
    if diary.plan is not None:
        found = plan_weeks(diary.plan, Walker(), diary.walked, day)
        for week in found:
            if week.begin <= day < week.end:
                click.echo(
                    f"Week {week.number}: {format_steps(week.walked)} of "
                    f"{format_steps(week.planned)} steps."
                )
        if not found[0].begin <= day < found[-1].end:
            note("That day is outside the plan: it is saved but does not count.")


@click.command(cls=options.NumbersCommand)
@as_of_option
@profile_option
@options.units_option
@output_option
@options.force_option
@options.json_option
def show(
    as_of: date | None,
    profile_name: str,
    units: Units,
    outputs: tuple[Path, ...],
    force: bool,
    as_json: bool,
) -> None:
    """Show your progress.

    \b
      looproute train show
      looproute train show -o training.html
    """  # noqa: D301
    planned = read_walker(profile_name, new=True)
    outlook = load_outlook(diary_file(profile_name).read(), planned, as_of)
    check_outputs(outputs, force)
    if as_json:
        options.print_json(report.build_progress_json(outlook))
    else:
        report.print_progress(outlook, units)
    write_outputs(outlook, outputs, {}, units=units, force=force)


def diary_file(profile_name: str) -> PrivateFile[Diary]:
    """Return the diary file of a profile."""
    profile_file(profile_name, new=True)
    return open_diary(profile_path(profile_name).parents[1] / "diaries" / f"{profile_name}.toml")


def load_outlook(diary: Diary, planned: PlannedWalker, as_of: date | None) -> Outlook:
    """Load the saved plan, with the progress on a day."""
    if diary.plan is None:
        raise click.UsageError(
            "There is no saved plan. Make one: looproute train --from 5000 --to 10000."
        )
    today = as_of or date.today()
    if not YEARS.holds(today.year):
        raise click.BadParameter(f"{today} is not a day from 2000 to 2100.", param_hint="'--as-of'")
    found = plan_weeks(diary.plan, planned.walker, diary.walked, today)
    return Outlook(plan=diary.plan, weeks=found, walked=diary.walked)


def check_outputs(outputs: Sequence[Path], force: bool) -> None:
    """Check that the plan can be written to all outputs."""
    if not outputs:
        return
    from looproute.writers.plan_output import check_plan_output

    for path in outputs:
        check_plan_output(path, force=force)


def write_outputs(
    outlook: Outlook,
    outputs: tuple[Path, ...],
    maps: dict[date, Path],
    *,
    units: Units,
    force: bool,
) -> None:
    """Write a plan to files, each with links to the maps relative to it."""
    if not outputs:
        return
    from looproute.writers.plan_output import write_plan

    for path in outputs:
        linked = replace(outlook, maps=link_maps(maps, path))
        write_plan(linked, path, force=force, units=units)
        note(f"Wrote {path}.")
