"""When one sets off and is to be back, by the walker's own calendar and clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

import click

from looproute.cli.options import Typed
from looproute.cli.stderr import note
from looproute.daylight import warning
from looproute.loops import Loop
from looproute.units import format_duration

F = TypeVar("F", bound=Callable[..., Any])


def parse_time(text: str) -> time:
    """Return a time of the day.

    >>> parse_time("12:10"), parse_time("5:30pm")
    (datetime.time(12, 10), datetime.time(17, 30))
    """
    found = re.fullmatch(r"([0-9]{1,2})[:.]([0-9]{2})\s*([ap]m)?", text, re.IGNORECASE | re.ASCII)
    hour, minute, half = (int(found[1]), int(found[2]), found[3]) if found else (24, 0, None)
    if minute > 59 or not (1 <= hour <= 12 if half else hour < 24):
        raise ValueError(f"{text[:40]!r} is not a time of the day: write it like 12:10 or 5:30pm.")
    return time(hour % 12 + 12 * (half.lower() == "pm") if half else hour, minute)


def parse_date(text: str) -> date:
    """Return a date of the years 1900 to 2099, for which the sun is worked out.

    >>> parse_date("2026-12-24")
    datetime.date(2026, 12, 24)
    """
    try:
        if re.fullmatch(r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f"{text[:40]!r} is not a date from 1900 to 2099: write it like 2026-12-24.")


def parse_past(text: str) -> date:
    """Return a date that is not still to come: one on which somebody has walked."""
    day = parse_date(text)
    if day > date.today():
        raise ValueError(f"{day} is still to come: give the day on which you walked.")
    return day


TIME = Typed("time", parse_time)
DATE = Typed("date", parse_date)
PAST = Typed("date", parse_past)


def clock_options(command: F) -> F:
    """Add the options that `Clock.of` takes."""
    for option in (
        click.option(
            "--date",
            "day",
            type=DATE,
            help="The day of --depart.  [default: today]",
        ),
        click.option(
            "--back-by",
            type=TIME,
            help="Be back by then, such as 12:50: as far as one comes in the time.",
        ),
        click.option(
            "--depart",
            type=TIME,
            help="Set off then, such as 12:10; says when you are back, and whether it gets dark.",
        ),
    ):
        command = option(command)
    return command


@dataclass(frozen=True, kw_only=True)
class Clock:
    """When a walk begins, in the time zone of this machine, and how long it may take.

    Attributes
    ----------
    begin : None where nothing is known of the time.
    budget_s : the time until one must be back, None where that is open.
    """

    begin: datetime | None
    budget_s: float | None

    @classmethod
    def of(cls, depart: time | None, back_by: time | None, day: date | None) -> Clock:
        """Return when; raises UsageError for times that do not go together."""
        if depart is None and day is not None and back_by is not None:
            raise click.UsageError(
                "--back-by alone sets off now, today: for a walk on another day, add --depart."
            )
        if depart is None and day is not None:
            raise click.UsageError("--date is the day of a walk at some time: add --depart.")
        if depart is None and back_by is None:
            return cls(begin=None, budget_s=None)
        now = datetime.now().replace(second=0, microsecond=0)
        begin = now if depart is None else datetime.combine(day or now.date(), depart)
        if back_by is None:
            return cls(begin=begin.astimezone(), budget_s=None)
        back = datetime.combine(begin.date(), back_by)
        if back <= begin:
            since = "now" if depart is None else f"--depart {depart:%H:%M}"
            raise click.UsageError(
                f"--back-by {back_by:%H:%M} is not after {since}: "
                "for a walk past midnight, give --depart and --time."
            )
        # By the clock's own day: where it is put back in between, there is an hour more.
        budget_s = back.astimezone().timestamp() - begin.astimezone().timestamp()
        return cls(begin=begin.astimezone(), budget_s=budget_s)

    def wish_s(self, tolerance: float) -> float | None:
        """Return how long to walk so that one is back in time, be it a little further than that."""
        return None if self.budget_s is None else self.budget_s / (1 + tolerance)

    def tell(self, loop: Loop, *, quiet: bool = False) -> None:
        """Print when one is back, unless quiet, and warn where it gets dark."""
        if self.begin is None:
            return
        minutes = round(loop.duration_s / 60)  # once, so that the clock and they agree
        end = self.begin + timedelta(minutes=minutes)
        if not quiet:
            click.echo(
                f"Set off at {self.begin:%H:%M} and you are back at {end:%H:%M}, after "
                f"{format_duration(60 * minutes)}."
            )
        if warned := warning(loop.points[0], self.begin, end):
            note(warned)
