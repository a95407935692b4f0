"""A training plan as a calendar, RFC 5545: an entry of a whole day for each outing.

An entry keeps its UID as long as its day is an outing, so that a plan that is imported anew takes
the place of the one before.
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


def render(programme: Outlook, units: Units = "metric") -> str:
    """Return the calendar; the same for the same programme, to the byte."""
    return "".join(f"{part}\r\n" for line in _lines(programme, units) for part in _folded(line))


def _lines(programme: Outlook, units: Units) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//looproute//looproute {looproute.__version__}//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    plan = programme.plan
    title = f"{format_steps(plan.first_steps)} to {format_steps(plan.goal_steps)} steps"
    yield f"X-WR-CALNAME:{_text(title)}"
    for week in programme.weeks:
        for day in week.days:
            yield from _event(programme, week, day, units)
    yield "END:VCALENDAR"


def _event(programme: Outlook, week: Week, day: date, units: Units) -> Iterator[str]:
    length = format_length(week.length_m, units)
    told = f"{length}, {format_duration(week.duration_s)}. Week {week.number}."
    if day in programme.maps:
        told += f" The loop: {programme.maps[day]}. {programme.attribution}."
    yield "BEGIN:VEVENT"
    yield f"UID:{_compact(day)}-walk@looproute"
    yield f"DTSTAMP:{_compact(programme.plan.begin)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_compact(day)}"
    yield f"DTEND;VALUE=DATE:{_compact(day + timedelta(days=1))}"
    yield f"SUMMARY:{_text(f'Walk {format_steps(week.steps)} steps')}"
    yield f"DESCRIPTION:{_text(told)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _compact(day: date) -> str:
    return day.strftime("%Y%m%d")


def _text(value: str) -> str:
    """Return a text value with what has a meaning in it escaped (section 3.3.11)."""
    value = plain(value, 1000).replace("\\", "\\\\")
    return value.replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in parts of at most 75 octets, each but the first after a space (3.1)."""
    part = ""
    for character in line:
        if len((part + character).encode()) > _OCTETS:
            yield part
            part = " "
        part += character
    yield part
