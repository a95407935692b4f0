"""What `looproute train` answers: the weeks of a plan, and how far one has come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from looproute.cli.table import plain_table, rendered, terminal_columns
from looproute.training.plan import Outlook, State
from looproute.units import Units, format_length, format_steps

# Goals after the goal; most of the benefit is reached at 8,000 to 10,000 steps (Paluch and others,
# The Lancet Public Health 7, 2022).
MILESTONES = (8_000, 10_000, 12_000, 15_000, 20_000)
_BAR = 24
_ROOM_FOR_BARS = 77  # columns; on a narrower terminal figures go before bars
_TOLD: dict[State, str] = {"walked": "walked", "missed": "missed", "now": "now", "ahead": ""}


def lines(outlook: Outlook, units: Units) -> Iterator[str]:
    """Yield the plan as a table of 80 columns, and what goes with it."""
    plan, weeks = outlook.plan, outlook.weeks
    yield "week  from         steps    length  min"
    for week in weeks:
        told = f"  {_TOLD[week.state]}" if _TOLD[week.state] else ""
        yield (
            f"{week.number:4d}  {week.begin}  {format_steps(week.steps):>6}  "
            f"{format_length(week.length_m, units):>8}  {week.duration_s / 60:3.0f}{told}"
        )
    yield ""
    outings = f"{plan.outings} walk{'s' * (plan.outings > 1)} a week"
    if plan.everyday_steps:
        counted = format_steps(plan.everyday_steps)
        yield f"{outings}: what is left when {counted} everyday steps count."
    else:
        yield f"{outings}, beside the steps of every day, which do not count."
    yield from _next(outlook)


def _next(outlook: Outlook) -> Iterator[str]:
    plan = outlook.plan
    reached = plan.everyday_steps + max(week.steps for week in outlook.weeks)
    goal = format_steps(plan.goal_steps)
    if reached < plan.goal_steps:
        yield (
            f"Then you are at {format_steps(reached)}; {goal} come in week {plan.weeks_to_goal}."
        )
        return
    further = next((steps for steps in MILESTONES if steps > plan.goal_steps), None)
    if further is not None:
        yield (
            f"And then: looproute train --from {plan.goal_steps} --to {further} "
            f"--baseline {plan.goal_steps}"
        )


def show(outlook: Outlook, units: Units) -> None:
    """Print how far one has come: a bar for each week, as much of it full as was walked."""
    from rich.text import Text

    drawn = terminal_columns() >= _ROOM_FOR_BARS
    table = plain_table("week", "from", "a walk")
    if drawn:
        table.add_column("", no_wrap=True, width=_BAR)
    table.add_column("walked", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for week in outlook.weeks:
        full = min(round(_BAR * week.walked / week.planned), _BAR)
        bar = Text("█" * full + "░" * (_BAR - full))
        walked = f"{format_steps(week.walked)} of {format_steps(week.planned)}"
        table.add_row(
            str(week.number),
            str(week.begin),
            format_steps(week.steps),
            *([bar] if drawn else []),
            walked if week.state != "ahead" or week.walked else "",
            _TOLD[week.state],
        )
    click.echo(f"{rendered(table)}\n")
    counted = [week for week in outlook.weeks if week.state != "ahead"]
    steps = sum(week.walked for week in counted)
    days = sum(any(w.begin <= day < w.end for w in counted) for day in outlook.walked)
    reached = [week.steps for week in outlook.weeks if week.state == "walked"]
    at = f", at {format_steps(max(reached))} a walk" if reached else ""
    click.echo(f"{format_steps(steps)} steps on {days} day{'s' * (days != 1)}{at}.")
    begin, end = outlook.weeks[0].begin, outlook.weeks[-1].end
    if other := sum(not begin <= day < end for day in outlook.walked):
        days_are = "day that you noted is" if other == 1 else "days that you noted are"
        click.echo(f"{other} more {days_are} outside the plan.")
    ahead = [week for week in outlook.weeks if week.state in ("now", "ahead")]
    if ahead:
        week = ahead[0]
        click.echo(
            f"Week {week.number} of {len(outlook.weeks)}: {format_steps(week.steps)} steps a "
            f"walk, {format_length(week.length_m, units)}, {week.duration_s / 60:.0f} min."
        )
    for line in _next(outlook):
        click.echo(line)


def as_json(outlook: Outlook) -> dict[str, Any]:
    """Return the weeks for a program."""
    return {
        "weeks": [
            {
                "week": week.number,
                "start": week.begin.isoformat(),
                "steps": week.steps,
                "length_m": round(week.length_m, 1),
                "duration_s": round(week.duration_s, 1),
            }
            for week in outlook.weeks
        ]
    }


def progress_as_json(outlook: Outlook) -> dict[str, Any]:
    """Return the weeks, with what was walked, for a program."""
    answer = as_json(outlook)
    for told, week in zip(answer["weeks"], outlook.weeks, strict=True):
        told |= {"planned_steps": week.planned, "walked_steps": week.walked, "state": week.state}
    return answer
