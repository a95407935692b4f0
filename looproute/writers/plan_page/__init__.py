"""A training plan as one HTML page: the weeks as bars and as a table, with links to their maps.

One file, light or dark, and ready for paper. What the reader's browser gets is template.html with
training.css and training.js, in a `webpage`.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from looproute.training.plan import Outlook, Week
from looproute.units import Units, format_duration, format_length, format_steps
from looproute.writers import webpage

# The drawing of the weeks, in units of its own.
_WIDTH, _HEIGHT = 720.0, 160.0
# Of a short plan the weeks are no wider than these, from the left.
_WIDEST_WEEK = 60.0
_STATES = {"walked": "walked", "missed": "missed, so it is repeated", "now": "now", "ahead": ""}


class _Bar(NamedTuple):
    """A week in the drawing: what is planned, and of it what was walked."""

    x: float
    width: float
    y: float
    height: float
    walked_y: float
    walked_height: float
    state: str


class _Walk(NamedTuple):
    """An outing in the table: its day, and the map of its loop if there is one."""

    day: str
    iso: str
    map: str
    walked: str


class _Row(NamedTuple):
    """A week in the table."""

    number: int
    begin: str
    steps: str
    length: str
    duration: str
    walks: tuple[_Walk, ...]
    state: str
    told: str


def render(programme: Outlook, units: Units = "metric") -> str:
    """Return the page; the same for the same programme, to the byte."""
    plan, weeks = programme.plan, programme.weeks
    goal, first = format_steps(plan.goal_steps), format_steps(plan.first_steps)
    return webpage.document(
        "plan_page/template.html",
        styles=("webpage/colours.css", "plan_page/training.css"),
        scripts=("webpage/colours.js", "plan_page/training.js"),
        title=f"{first} to {goal} steps",
        subheading=_subheading(programme),
        everyday=_everyday(programme),
        bars=_bars(weeks),
        states={week.state for week in weeks},
        width=_WIDTH,
        height=_HEIGHT,
        most=format_steps(max(week.steps for week in weeks)),
        rows=[_row(programme, week, units) for week in weeks],
        attribution=programme.attribution,
    )


def _subheading(programme: Outlook) -> str:
    count, plan = len(programme.weeks), programme.plan
    begin = f"{plan.begin:%d %B %Y}".lstrip("0")
    return (
        f"{count} week{'s' * (count > 1)} from {begin}, "
        f"{plan.outings} walk{'s' * (plan.outings > 1)} a week."
    )


def _everyday(programme: Outlook) -> str:
    steps = programme.plan.everyday_steps
    if not steps:
        return "These steps are walked on purpose, beside those of every day."
    return f"They are what is left when {format_steps(steps)} everyday steps count."


def _bars(weeks: tuple[Week, ...]) -> list[_Bar]:
    most = max(max(week.planned, week.walked) for week in weeks)
    pitch = min(_WIDTH / len(weeks), _WIDEST_WEEK)
    bars = []
    for number, week in enumerate(weeks):
        high, done = _HEIGHT * week.planned / most, _HEIGHT * week.walked / most
        bar = _Bar(
            x=round(pitch * (number + 0.1), 1),
            width=round(pitch * 0.8, 1),
            y=round(_HEIGHT - high, 1),
            height=round(high, 1),
            walked_y=round(_HEIGHT - done, 1),
            walked_height=round(done, 1),
            state=week.state,
        )
        bars.append(bar)
    return bars


def _row(programme: Outlook, week: Week, units: Units) -> _Row:
    walked = programme.walked
    other_days = {day for day in walked if week.begin <= day < week.end}
    return _Row(
        week.number,
        f"{week.begin:%d %b %Y}".lstrip("0"),
        format_steps(week.steps),
        format_length(week.length_m, units),
        format_duration(week.duration_s),
        tuple(
            _Walk(
                f"{day:%a} {day.day}",
                day.isoformat(),
                quote(programme.maps.get(day, ""), errors="surrogateescape"),
                format_steps(walked[day]) if day in walked else "",
            )
            for day in sorted({*week.days, *other_days})
        ),
        week.state,
        _STATES[week.state],
    )
