"""Format the output of `looproute train`: the weeks of a plan and the progress."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from looproute.cli.table import create_table, get_terminal_columns, render_table
from looproute.training.plan import Outlook, State
from looproute.units import Units, format_length, format_steps

# Further goals; most of the benefit is reached at 8,000 to 10,000 steps (Paluch and others,
# The Lancet Public Health 7, 2022).
MILESTONES = (8_000, 10_000, 12_000, 15_000, 20_000)
_BAR = 24
_ROOM_FOR_BARS = 77  # columns; narrower terminals show figures without bars
_STATE_LABELS: dict[State, str] = {
    "walked": "walked",
    "missed": "missed",
    "now": "now",
    "ahead": "",
}


def format_lines(outlook: Outlook, units: Units) -> Iterator[str]:
    """Yield the lines of a plan: a table of 80 columns, and notes."""
    plan, weeks = outlook.plan, outlook.weeks
    yield "week  from         steps    length  min"
    for week in weeks:
        state = f"  {_STATE_LABELS[week.state]}" if _STATE_LABELS[week.state] else ""
        yield (
            f"{week.number:4d}  {week.begin}  {format_steps(week.steps):>6}  "
            f"{format_length(week.length_m, units):>8}  {week.duration_s / 60:3.0f}{state}"
        )
    yield ""
    outings = f"{plan.outings} walk{'s' * (plan.outings > 1)} a week"
    if plan.everyday_steps:
        counted = format_steps(plan.everyday_steps)
        yield f"{outings}, after {counted} everyday steps that count."
    else:
        yield f"{outings}, in addition to everyday steps, which do not count."
    yield from _next_goal(outlook)


def _next_goal(outlook: Outlook) -> Iterator[str]:
    plan = outlook.plan
    reached = plan.everyday_steps + max(week.steps for week in outlook.weeks)
    goal = format_steps(plan.goal_steps)
    if reached < plan.goal_steps:
        yield (
            f"That takes you to {format_steps(reached)}; you reach {goal} in week "
            f"{plan.weeks_to_goal}."
        )
        return
    further = next((steps for steps in MILESTONES if steps > plan.goal_steps), None)
    if further is not None:
        yield (
            f"Next: looproute train --from {plan.goal_steps} --to {further} "
            f"--baseline {plan.goal_steps}"
        )


def print_progress(outlook: Outlook, units: Units) -> None:
    """Print the progress: a bar for each week, filled by the share walked."""
    from rich.text import Text

    drawn = get_terminal_columns() >= _ROOM_FOR_BARS
    table = create_table("week", "from", "a walk")
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
            _STATE_LABELS[week.state],
        )
    click.echo(f"{render_table(table)}\n")
    counted = [week for week in outlook.weeks if week.state != "ahead"]
    steps = sum(week.walked for week in counted)
    days = sum(any(w.begin <= day < w.end for w in counted) for day in outlook.walked)
    reached = [week.steps for week in outlook.weeks if week.state == "walked"]
    at = f", at {format_steps(max(reached))} a walk" if reached else ""
    click.echo(f"{format_steps(steps)} steps on {days} day{'s' * (days != 1)}{at}.")
    begin, end = outlook.weeks[0].begin, outlook.weeks[-1].end
    if other := sum(not begin <= day < end for day in outlook.walked):
        days_are = "logged day is" if other == 1 else "logged days are"
        click.echo(f"{other} more {days_are} outside the plan.")
    ahead = [week for week in outlook.weeks if week.state in ("now", "ahead")]
    if ahead:
        week = ahead[0]
        click.echo(
            f"Week {week.number} of {len(outlook.weeks)}: {format_steps(week.steps)} steps a "
            f"walk, {format_length(week.length_m, units)}, {week.duration_s / 60:.0f} min."
        )
    for line in _next_goal(outlook):
        click.echo(line)


def build_json(outlook: Outlook) -> dict[str, Any]:
    """Return the weeks as JSON."""
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


def build_progress_json(outlook: Outlook) -> dict[str, Any]:
    """Return the weeks as JSON, with the steps walked."""
    answer = build_json(outlook)
    for item, week in zip(answer["weeks"], outlook.weeks, strict=True):
        item |= {"planned_steps": week.planned, "walked_steps": week.walked, "state": week.state}
    return answer
