"""Options for the departure and the return, in the time zone of this machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

import click

from looproute.cli.options import Typed
from looproute.cli.stderr import note
from looproute.daylight import find_darkness
from looproute.loops import Loop
from looproute.request import LEAST_OFF_STEPS
from looproute.text.summary import darkness_sentence
from looproute.units import format_duration

F = TypeVar("F", bound=Callable[..., Any])


def parse_time(text: str) -> time:
    """Parse a time of day.

    >>> parse_time("12:10"), parse_time("5:30pm")
    (datetime.time(12, 10), datetime.time(17, 30))
    """
    found = re.fullmatch(r"([0-9]{1,2})[:.]([0-9]{2})\s*([ap]m)?", text, re.IGNORECASE | re.ASCII)
    hour, minute, half = (int(found[1]), int(found[2]), found[3]) if found else (24, 0, None)
    if minute > 59 or not (1 <= hour <= 12 if half else hour < 24):
        raise ValueError(f"{text[:40]!r} is not a time of the day: write it like 12:10 or 5:30pm.")
    return time(hour % 12 + 12 * (half.lower() == "pm") if half else hour, minute)


def parse_date(text: str) -> date:
    """Parse a date from 1900 to 2099, the years for which sunset is computed.

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
    """Parse a date that is not in the future."""
    day = parse_date(text)
    if day > date.today():
        raise ValueError(f"{day} is in the future: give the day on which you walked.")
    return day


TIME = Typed("time", parse_time)
DATE = Typed("date", parse_date)
PAST = Typed("date", parse_past)


def departure_options(command: F) -> F:
    """Add the options that `Departure.of` takes."""
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
            help="Be back by this time, such as 12:50; the walk is as long as the time allows.",
        ),
        click.option(
            "--depart",
            type=TIME,
            help="Set off at this time, such as 12:10; shows your return and warns of darkness.",
        ),
    ):
        command = option(command)
    return command


@dataclass(frozen=True, kw_only=True)
class Departure:
    """The departure of a walk and the time available.

    Attributes
    ----------
    begin : the departure; None if not given.
    budget_s : seconds until the latest return; None if open.
    """

    begin: datetime | None
    budget_s: float | None

    @classmethod
    def of(cls, depart: time | None, back_by: time | None, day: date | None) -> Departure:
        """Return the departure given by the options. Raises UsageError if they conflict."""
        if depart is None and day is not None and back_by is not None:
            raise click.UsageError(
                "--back-by alone means a walk that starts now: for another day, add --depart."
            )
        if depart is None and day is not None:
            raise click.UsageError("--date needs the time of the walk: add --depart.")
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
        # In elapsed time: if the clocks go back in between, there is an extra hour.
        budget_s = back.astimezone().timestamp() - begin.astimezone().timestamp()
        return cls(begin=begin.astimezone(), budget_s=budget_s)

    def target_s(self, tolerance: float, cadence_spm: float) -> float | None:
        """Return the target that is back in time even at the longest accepted time.

        >>> noon = Departure(begin=None, budget_s=3618.0)
        >>> round(noon.target_s(0.005, cadence_spm=120), 6)
        3600.0
        """
        if self.budget_s is None:
            return None
        least_off_s = 60 * LEAST_OFF_STEPS / cadence_spm
        return min(self.budget_s / (1 + tolerance), self.budget_s - least_off_s)

    def report(self, loop: Loop, *, quiet: bool = False) -> None:
        """Print the time of return, unless quiet, and warn about darkness."""
        if self.begin is None:
            return
        minutes = round(loop.duration_s / 60)  # rounded once, so that duration and end agree
        end = self.begin + timedelta(minutes=minutes)
        if not quiet:
            click.echo(
                f"If you set off at {self.begin:%H:%M}, you are back at {end:%H:%M}, after "
                f"{format_duration(60 * minutes)}."
            )
        if darkness := find_darkness(loop.points[0], self.begin, end):
            note(darkness_sentence(darkness))
