"""A walker's diary, as TOML and back: the plan that is followed, and the steps of each day."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType
from typing import Any

from looproute.profiletoml import FaultError
from looproute.training.progression import YEARS, Plan
from looproute.units import Range

VERSION = 1
DAY_STEPS = Range(0, 200_000)
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
                raise ValueError(f"{steps:,} steps on {day} are not from 0 to 200,000.")
            if not YEARS.holds(day.year):
                raise ValueError(f"{day} is not a day from 2000 to 2100.")


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
    try:
        text = content.decode("utf-8")
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise FaultError("it is not UTF-8 text", content[: error.start].count(b"\n") + 1) from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+), column", str(error))
        fault = str(error).partition(" (at ")[0]
        line = int(at[1]) if at else text.count("\n") + 1
        raise FaultError(fault[:1].lower() + fault[1:], line) from error
    except (ValueError, RecursionError) as error:
        raise FaultError("it is not TOML that can be read", 1) from error
    for key in table:
        if key not in ("version", "plan", "walked"):
            raise FaultError(f"{key[:40]!r} is not known here", _line(text, "", key))
    if table.get("version") != VERSION:
        raise FaultError(
            f"version {table.get('version')!r} is not {VERSION}, the one that this looproute reads",
            _line(text, "", "version"),
        )
    return Diary(plan=_plan(table.get("plan"), text), walked=_walked(table.get("walked", {}), text))


def _plan(table: Any, text: str) -> Plan | None:
    if table is None:
        return None
    if not isinstance(table, dict):
        raise FaultError("plan is not a table", _line(text, "", "plan"))
    for key, value in table.items():
        line = _line(text, "plan", key)
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
        raise FaultError(f"a plan needs {needed}", _line(text, "plan", "")) from error
    except ValueError as error:
        raise FaultError(str(error), _line(text, "plan", "")) from error


def _walked(table: Any, text: str) -> Mapping[date, int]:
    if not isinstance(table, dict):
        raise FaultError("walked is not a table of days", _line(text, "", "walked"))
    days: dict[date, int] = {}
    for key, steps in table.items():
        try:
            if type(steps) is not int:
                raise ValueError(f"the steps of {key[:40]!r} are not a whole number")
            days |= Diary(walked={date.fromisoformat(key): steps}).walked
        except ValueError as error:
            raise FaultError(str(error), _line(text, "walked", key)) from error
    return MappingProxyType(days)


def _line(text: str, table: str, key: str) -> int:
    """Return the line of a key in a table, or that of the table, or the first."""
    inside, begin = not table, 1
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([^\]\s]+)", line):
            inside = header[1] == table
            begin = number if inside else begin
            if not table and header[1] == key:
                return number
        elif inside and key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number
    return begin
