"""The calendar of a plan, read back by another program."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import icalendar
import pytest

from looproute.steps.walker import Walker
from looproute.training.plan import Outlook, TrainingPlan, plan_weeks
from looproute.writers import ics

BEGIN = date(2026, 11, 23)


@pytest.fixture
def programme() -> Outlook:
    plan = TrainingPlan(first_steps=5000, goal_steps=6000, begin=BEGIN)
    found = plan_weeks(plan, Walker.given(0.70))
    maps = {day: f"walks/{day}.html" for week in found for day in week.days}
    return Outlook(
        plan=plan, weeks=found, maps=maps, attribution="© OpenStreetMap contributors, ODbL"
    )


def test_another_program_reads_an_entry_for_every_outing(programme: Outlook) -> None:
    read = icalendar.Calendar.from_ical(ics.render(programme))
    events = list(read.walk("VEVENT"))
    days = [day for week in programme.weeks for day in week.days]
    assert [event.decoded("DTSTART") for event in events] == days
    assert [event.decoded("DTEND") for event in events] == [day + timedelta(days=1) for day in days]
    assert str(events[0]["SUMMARY"]) == "Walk 5,000 steps"
    assert str(events[0]["DESCRIPTION"]) == (
        "3.50 km, 45 min. Week 1. The loop: walks/2026-11-23.html. "
        "© OpenStreetMap contributors, ODbL."
    )
    assert not any(event.errors for event in read.walk())


def test_an_outing_keeps_its_uid_when_the_plan_is_written_again(programme: Outlook) -> None:
    def uids(changed: Outlook) -> list[str]:
        read = icalendar.Calendar.from_ical(ics.render(changed))
        return [str(event["UID"]) for event in read.walk("VEVENT")]

    before = uids(programme)
    assert len(set(before)) == len(before)
    steeper = replace(programme.plan, rise_steps=1000)
    after = uids(replace(programme, plan=steeper, weeks=plan_weeks(steeper, Walker.given(0.70))))
    assert after == before[: len(after)]


def test_lines_are_folded_at_75_octets_and_end_in_crlf(programme: Outlook) -> None:
    maps = dict.fromkeys(programme.maps, "spazieren/überälteste Straße; 5, 6\\7\nEND:VEVENT.html")
    text = ics.render(replace(programme, maps=maps))
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    [first, *_] = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert "überälteste Straße; 5, 6\\7 END:VEVENT.html" in str(first["DESCRIPTION"])


def test_imperial_lengths_are_in_miles(programme: Outlook) -> None:
    assert "DESCRIPTION:2.17 mi" in ics.render(programme, "imperial")


def test_the_mark_is_near_the_beginning(programme: Outlook) -> None:
    assert ics.MARK in ics.render(programme).encode()[:200]
