"""A profile as TOML and back; every fault is told with its line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from looproute import tomlfault
from looproute.geo import LatLon
from looproute.profile import Profile
from looproute.steps.measurement import Walk
from looproute.tomlfault import FaultError

VERSION = 1  # of the format
_HEADER = """\
# A walker's profile for looproute. Edit it by hand as you like: it is checked when it is read.
# Comments are not kept when looproute writes it again.
"""
_NUMBERS = ("height_m", "pace_s_per_m")
_WALK_KEYS = ("date", "steps", "distance_m", "how", "count", "mode", "duration_s", "outdoors")
_KEYS = ("version", *_NUMBERS, "sex", "home", "walk", "everyday")


def parse(content: bytes) -> Profile:
    r"""Return the profile that a file holds; raise FaultError where it holds none.

    >>> parse(b"version = 1\nheight_m = 1.75").height_m
    1.75
    """
    toml = tomlfault.read(content)
    toml.expect(_KEYS, VERSION)
    try:
        return _profile(toml.table)
    except _ValueFaultError as fault:
        line = toml.line_of(fault.key, fault.table, fault.number)
        raise FaultError(str(fault), line) from fault


def render(profile: Profile) -> bytes:
    """Return the text of a profile, UTF-8; `parse` gives the profile back."""
    lines = [f"{_HEADER}version = {VERSION}"]
    for key in _NUMBERS:
        if (value := getattr(profile, key)) is not None:
            lines.append(f"{key} = {float(value)!r}")
    if profile.sex is not None:
        lines.append(f'sex = "{profile.sex}"')
    if profile.home is not None:
        lines.append(f"home = [{profile.home.lat!r}, {profile.home.lon!r}]")
    for walk in profile.walks:
        lines += ["", "[[walk]]"]
        if walk.day is not None:
            lines.append(f"date = {walk.day.isoformat()}")
        lines += [f"steps = {walk.steps}", f"distance_m = {float(walk.distance_m)!r}"]
        lines += [f'{key} = "{getattr(walk, key)}"' for key in ("how", "count", "mode")]
        if walk.duration_s is not None:
            lines.append(f"duration_s = {float(walk.duration_s)!r}")
        if walk.outdoors:
            lines.append("outdoors = true")
    if profile.everyday:
        lines += ["", "[everyday]"]
        lines += [
            f"{day.isoformat()} = {profile.everyday[day]}" for day in sorted(profile.everyday)
        ]
    return ("\n".join(lines) + "\n").encode()


class _ValueFaultError(ValueError):
    """A value that cannot be: in the n-th table of a name, or at the top where it is empty."""

    def __init__(self, message: str, key: str, table: str = "", number: int = 1) -> None:
        super().__init__(message)
        self.key, self.table, self.number = key, table, number


def _profile(table: Mapping[str, Any]) -> Profile:
    fields: dict[str, Any] = {}
    for key in _NUMBERS:
        if key in table:
            fields[key] = _number(table[key], key)
    if "sex" in table:
        fields["sex"] = table["sex"]
    for key, value in fields.items():
        try:
            Profile(**{key: value})
        except (ValueError, TypeError) as error:
            raise _ValueFaultError(str(error), key) from error
    if "home" in table:
        fields["home"] = _home(table["home"])
    walks = table.get("walk", [])
    if not isinstance(walks, list):
        raise _ValueFaultError("walk is not a list of tables: begin each with [[walk]]", "walk")
    return Profile(
        walks=tuple(_walk(walk, number) for number, walk in enumerate(walks, 1)),
        everyday=_everyday(table.get("everyday", {})),
        **fields,
    )


def _home(value: object) -> LatLon:
    if not isinstance(value, list) or len(value) != 2:
        raise _ValueFaultError("home is not [latitude, longitude]", "home")
    try:
        return LatLon(*(_number(degrees, "home") for degrees in value))
    except ValueError as error:
        raise _ValueFaultError(str(error), "home") from error


def _walk(table: object, number: int) -> Walk:
    if not isinstance(table, dict):
        raise _ValueFaultError("a walk is not a table", "walk")
    for key in table:
        if key not in _WALK_KEYS:
            raise _ValueFaultError(f"{key[:40]!r} is not known in a walk", key, "walk", number)
    for key in ("steps", "distance_m"):
        if key not in table:
            raise _ValueFaultError(f"this walk has no {key}", "", "walk", number)
    fields = dict(table)
    for key in ("steps", "distance_m", "duration_s"):
        if key in fields:
            fields[key] = _number(fields[key], key, "walk", number)
    if not float(fields["steps"]).is_integer():
        raise _ValueFaultError("steps is not a whole number", "steps", "walk", number)
    fields["steps"] = int(fields["steps"])
    fields["day"] = fields.pop("date", None)
    if fields["day"] is not None and not _is_date(fields["day"]):
        raise _ValueFaultError("date is not a date like 2026-11-23", "date", "walk", number)
    if not isinstance(fields.get("outdoors", False), bool):
        raise _ValueFaultError("outdoors is not true or false", "outdoors", "walk", number)
    try:
        return Walk(**fields)
    except (ValueError, TypeError) as error:
        key = str(error).partition(" ")[0]
        key = key if key in table else "steps"
        raise _ValueFaultError(str(error), key, "walk", number) from error


def _everyday(table: object) -> Mapping[date, int]:
    if not isinstance(table, dict):
        raise _ValueFaultError("everyday is not a table of days", "everyday")
    days: dict[date, int] = {}
    for key, steps in table.items():
        try:
            if not isinstance(steps, int) or isinstance(steps, bool):
                raise ValueError(f"the steps of {key[:40]!r} are not a whole number")
            days |= Profile(everyday={date.fromisoformat(key): steps}).everyday
        except ValueError as error:
            raise _ValueFaultError(str(error), key, "everyday") from error
    return MappingProxyType(days)


def _number(value: object, key: str, table: str = "", number: int = 1) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e9:
        raise _ValueFaultError(f"{key} is not a number that can be", key, table, number)
    if value != value:
        raise _ValueFaultError(f"{key} is not a number", key, table, number)
    return value


def _is_date(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)
