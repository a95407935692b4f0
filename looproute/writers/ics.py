"""Render a training plan as a calendar (RFC 5545): an all-day entry for each outing.

The UID of an entry depends on its day, so that importing a plan again replaces the previous one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import looproute
from looproute.text.sanitize import plain
from looproute.training.plan import Outlook, Week
from looproute.units import Units, format_duration, format_length, format_steps

MARK = b"PRODID:-//looproute//"
_OCTETS = 75  # of a line (RFC 5545, section 3.1)


def render(outlook: Outlook, units: Units = "metric") -> str:
    """Return the calendar; the same outlook gives the same bytes."""
    return "".join(f"{part}\r\n" for line in _lines(outlook, units) for part in _folded(line))


def _lines(outlook: Outlook, units: Units) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//looproute//looproute {looproute.__version__}//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    plan = outlook.plan
    title = f"{format_steps(plan.first_steps)} to {format_steps(plan.goal_steps)} steps"
    yield f"X-WR-CALNAME:{_text(title)}"
    for week in outlook.weeks:
        for day in week.days:
            yield from _event(outlook, week, day, units)
    yield "END:VCALENDAR"


def _event(outlook: Outlook, week: Week, day: date, units: Units) -> Iterator[str]:
    length = format_length(week.length_m, units)
    description = f"{length}, {format_duration(week.duration_s)}. Week {week.number}."
    if day in outlook.maps:
        description += f" The loop: {outlook.maps[day]}. {outlook.attribution}."
    yield "BEGIN:VEVENT"
    yield f"UID:{_compact(day)}-walk@looproute"
    yield f"DTSTAMP:{_compact(outlook.plan.begin)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_compact(day)}"
    yield f"DTEND;VALUE=DATE:{_compact(day + timedelta(days=1))}"
    yield f"SUMMARY:{_text(f'Walk {format_steps(week.steps)} steps')}"
    yield f"DESCRIPTION:{_text(description)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _compact(day: date) -> str:
    return day.strftime("%Y%m%d")


def _text(value: str) -> str:
    """Escape the special characters of a text value (section 3.3.11)."""
    value = plain(value, 1000).replace("\\", "\\\\")
    return value.replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """Fold a line into parts of at most 75 octets, all but the first after a space (3.1)."""
    part = ""
    for character in line:
        if len((part + character).encode()) > _OCTETS:
            yield part
            part = " "
        part += character
    yield part
