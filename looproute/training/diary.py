"""A walker's diary, as TOML and back: the plan that is followed, and the steps of each day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType
from typing import Any

from looproute import tomlfault
from looproute.profile import DAY_STEPS
from looproute.tomlfault import FaultError, Toml
from looproute.training.plan import YEARS, Plan

VERSION = 1  # of the format
_HEADER = """\
# What you walk, for looproute. Edit it by hand as you like: it is checked when it is read.
# Comments are not kept when looproute writes it again.
"""
_PLAN_KEYS = tuple(f.name for f in fields(Plan))


@dataclass(frozen=True, kw_only=True)
class Diary:
    """What a walker plans and has walked: steps, by day. `Diary()` is an empty one."""

    plan: Plan | None = None
    walked: Mapping[date, int] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        for day, steps in self.walked.items():
            if not DAY_STEPS.holds(steps):
                raise ValueError(f"{steps:,} steps on {day} are not from {DAY_STEPS:,}.")
            if not YEARS.holds(day.year):
                raise ValueError(f"{day} is not a day from {YEARS}.")


def render(diary: Diary) -> bytes:
    """Return the text of a diary, UTF-8; `parse` gives the diary back."""
    lines = [f"{_HEADER}version = {VERSION}"]
    if diary.plan is not None:
        lines += ["", "[plan]"]
        values = ((key, getattr(diary.plan, key)) for key in _PLAN_KEYS)
        lines += [f"{key} = {_toml(value)}" for key, value in values if value is not None]
    if diary.walked:
        lines += ["", "[walked]"]
        lines += [f"{day.isoformat()} = {diary.walked[day]}" for day in sorted(diary.walked)]
    return ("\n".join(lines) + "\n").encode()


def _toml(value: bool | int | date) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def parse(content: bytes) -> Diary:
    r"""Return the diary that a file holds; raise FaultError, with the line, where it holds none.

    >>> parse(b"version = 1\n[walked]\n2026-11-23 = 5210").walked[date(2026, 11, 23)]
    5210
    """
    toml = tomlfault.read(content)
    toml.expect(("version", "plan", "walked"), VERSION)
    table = toml.table
    return Diary(plan=_plan(table.get("plan"), toml), walked=_walked(table.get("walked", {}), toml))


def _plan(table: Any, toml: Toml) -> Plan | None:
    if table is None:
        return None
    if not isinstance(table, dict):
        raise FaultError("plan is not a table", toml.line_of("plan"))
    for key, value in table.items():
        line = toml.line_of(key, "plan")
        if key not in _PLAN_KEYS:
            raise FaultError(f"{key[:40]!r} is not known in a plan", line)
        wanted = {"begin": date, "easier_fourth": bool}.get(key, int)
        if type(value) is not wanted:
            kind = {date: "a day like 2026-11-23", bool: "true or false"}.get(
                wanted, "a whole number"
            )
            raise FaultError(f"{key} is not {kind}", line)
    try:
        return Plan(**table)
    except TypeError as error:
        needed = "begin, first_steps and goal_steps"
        raise FaultError(f"a plan needs {needed}", toml.line_of("", "plan")) from error
    except ValueError as error:
        raise FaultError(str(error), toml.line_of("", "plan")) from error


def _walked(table: Any, toml: Toml) -> Mapping[date, int]:
    if not isinstance(table, dict):
        raise FaultError("walked is not a table of days", toml.line_of("walked"))
    days: dict[date, int] = {}
    for key, steps in table.items():
        try:
            if type(steps) is not int:
                raise ValueError(f"the steps of {key[:40]!r} are not a whole number")
            days |= Diary(walked={date.fromisoformat(key): steps}).walked
        except ValueError as error:
            raise FaultError(str(error), toml.line_of(key, "walked")) from error
    return MappingProxyType(days)
