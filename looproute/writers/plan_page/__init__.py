"""Render a training plan as an HTML page: a bar chart and a table with links to maps.

One file, light or dark, ready to print. The page is template.html with
training.css and training.js, in a `webpage`.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from looproute.training.plan import Outlook, Week
from looproute.units import Units, format_duration, format_length, format_steps
from looproute.writers import webpage

# The size of the drawing, in its own units.
_WIDTH, _HEIGHT = 720.0, 160.0
# The greatest width of a week, for short plans, which are aligned to the left.
_WIDEST_WEEK = 60.0
_STATES = {"walked": "walked", "missed": "missed, will be repeated", "now": "now", "ahead": ""}


class _Bar(NamedTuple):
    """A week in the drawing: the planned steps and those walked."""

    x: float
    width: float
    y: float
    height: float
    walked_y: float
    walked_height: float
    state: str


class _Walk(NamedTuple):
    """An outing in the table: its day and a link to its map, if any."""

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
    state_label: str


def render(outlook: Outlook, units: Units = "metric") -> str:
    """Return the page; the same outlook gives the same bytes."""
    plan, weeks = outlook.plan, outlook.weeks
    goal, first = format_steps(plan.goal_steps), format_steps(plan.first_steps)
    return webpage.document(
        "plan_page/template.html",
        styles=("webpage/colours.css", "plan_page/training.css"),
        scripts=("webpage/colours.js", "plan_page/training.js"),
        title=f"{first} to {goal} steps",
        subheading=_subheading(outlook),
        everyday=_everyday(outlook),
        bars=_bars(weeks),
        states={week.state for week in weeks},
        width=_WIDTH,
        height=_HEIGHT,
        most=format_steps(max(week.steps for week in weeks)),
        rows=[_row(outlook, week, units) for week in weeks],
        attribution=outlook.attribution,
    )


def _subheading(outlook: Outlook) -> str:
    count, plan = len(outlook.weeks), outlook.plan
    begin = f"{plan.begin:%d %B %Y}".lstrip("0")
    return (
        f"{count} week{'s' * (count > 1)} from {begin}, "
        f"{plan.outings} walk{'s' * (plan.outings > 1)} a week."
    )


def _everyday(outlook: Outlook) -> str:
    steps = outlook.plan.everyday_steps
    if not steps:
        return "These steps come in addition to your everyday steps."
    return f"These steps come after {format_steps(steps)} everyday steps that count."


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


def _row(outlook: Outlook, week: Week, units: Units) -> _Row:
    walked = outlook.walked
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
                quote(outlook.maps.get(day, ""), errors="surrogateescape"),
                format_steps(walked[day]) if day in walked else "",
            )
            for day in sorted({*week.days, *other_days})
        ),
        week.state,
        _STATES[week.state],
    )
