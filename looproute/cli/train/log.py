"""``looproute train log`` and ``show``: what was walked, and how far one has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from looproute.cli import options
from looproute.cli.departure import DATE, PAST
from looproute.cli.stderr import note
from looproute.cli.train import report
from looproute.cli.walker_options import Person, person_from, profile_file, profile_option
from looproute.steps.measurement import DAY_STEPS
from looproute.store.diary import Diary, open_diary
from looproute.store.private_file import PrivateFile
from looproute.store.profile import profile_path
from looproute.training.plan import YEARS, Outlook, plan_weeks
from looproute.units import Range, Units, format_steps, parse_steps, parse_whole

as_of_option = click.option(
    "--as-of",
    type=DATE,
    help="How it stands on that day.  [default: today]",
)


output_option = options.output_option(
    "Write FILE.html, a page, or FILE.ics, a calendar; may be given several times."
)


def steps_in(limits: Range) -> options.Typed:
    """Return the type of a number of steps within limits."""

    def parse(text: str) -> int:
        steps = parse_whole(text, limits) if text.strip() == "0" else parse_steps(text)
        return parse_whole(str(steps), limits)

    return options.Typed("steps", parse)


@click.command(cls=options.NumbersCommand)
@click.argument("day", metavar="DATE", type=PAST)
@click.argument("steps", type=steps_in(DAY_STEPS))
@profile_option
def log(day: date, steps: int, profile_name: str) -> None:
    """Note the steps of the walk on a day.

    \b
      looproute train log 2026-11-23 5210

    A day that was noted before is replaced. The diary is a text file that you may mend by hand:
    diaries/me.toml, beside the folder of your profile.
    """  # noqa: D301
    before, diary = diary_file(profile_name).update(
        lambda diary: replace(diary, walked={**diary.walked, day: steps})
    )
    was = f" (before: {format_steps(before.walked[day])})" if day in before.walked else ""
    click.echo(f"{day}: {format_steps(steps)} steps{was}.")
    if diary.plan is not None:
        from looproute.steps.walker import Walker

        found = plan_weeks(diary.plan, Walker(), diary.walked, day)
        for week in found:
            if week.begin <= day < week.end:
                click.echo(
                    f"Week {week.number}: {format_steps(week.walked)} of "
                    f"{format_steps(week.planned)} steps."
                )
        if not found[0].begin <= day < found[-1].end:
            note("That day is outside the plan: it is kept, and does not count for it.")


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
    """Draw how far you have come.

    \b
      looproute train show
      looproute train show -o training.html
    """  # noqa: D301
    person = person_from(profile_name, new=True)
    outlook = kept(diary_file(profile_name).read(), person, as_of)
    check(outputs, force)
    if as_json:
        options.print_json(report.progress_as_json(outlook))
    else:
        report.show(outlook, units)
    write(outlook, outputs, {}, units=units, force=force)


def diary_file(profile_name: str) -> PrivateFile[Diary]:
    """Return the diary of a person, which lies beside the profiles."""
    profile_file(profile_name, new=True)
    return open_diary(profile_path(profile_name).parents[1] / "diaries" / f"{profile_name}.toml")


def kept(diary: Diary, person: Person, as_of: date | None) -> Outlook:
    """Return the plan that is kept, as it stands on a day."""
    if diary.plan is None:
        raise click.UsageError("No plan is kept. Make one: looproute train --from 5000 --to 10000.")
    today = as_of or date.today()
    if not YEARS.holds(today.year):
        raise click.BadParameter(f"{today} is not a day from 2000 to 2100.", param_hint="'--as-of'")
    found = plan_weeks(diary.plan, person.walker, diary.walked, today)
    return Outlook(plan=diary.plan, weeks=found, walked=diary.walked)


def check(outputs: Iterable[Path], force: bool) -> None:
    """Raise what says that a plan cannot be written there."""
    for path in outputs:
        from looproute.writers.plan_output import check_programme_output

        check_programme_output(path, force=force)


def write(
    outlook: Outlook,
    outputs: tuple[Path, ...],
    maps: dict[date, Path],
    *,
    units: Units,
    force: bool,
) -> None:
    """Write a plan to files, each with links to the maps from where it lies."""
    for path in outputs:
        from looproute.cli.train.walks import links
        from looproute.writers.plan_output import write_programme

        linked = replace(outlook, maps=links(maps, path))
        write_programme(linked, path, force=force, units=units)
        note(f"Wrote {path}.")
