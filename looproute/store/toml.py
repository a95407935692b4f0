"""Read and write TOML that people edit by hand; every fault is reported with its line."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

T = TypeVar("T")

VERSION = 1  # of all the formats
# The TOML parser of Python takes minutes for a key of 100,000 parts.
_MAX_DOTS = 12
_MAX_NUMBER = 1e9
_KINDS: Mapping[type, str] = {
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    str: "a text in quotes",
    date: "a date like 2026-11-23",
    list: "a list",
    dict: "a table",
}
_HEADER = """\
# {} for looproute. Edit it by hand as you like: it is checked when it is read.
# Comments are not kept when it is written again.
version = {}"""


class FaultError(ValueError):
    """A parse or validation error with its 1-based line number, or 0 in a file without lines."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Table:
    """A table of a TOML file, and where it is in the text.

    Attributes
    ----------
    values : its keys and values.
    text : the whole file.
    name, number : it is the `number`-th table of that name; the top of the file has no name.
    """

    values: Mapping[str, Any]
    text: str
    name: str = ""
    number: int = 1

    def read(self, kinds: Mapping[str, type], required: Collection[str] = ()) -> dict[str, Any]:
        """Return the values, each of the type that `kinds` has for its key."""
        for key in self.values:
            if key not in kinds:
                where = f"in a {self.name}" if self.name else "here"
                raise self.fault(f"{key[:40]!r} is not known {where}", key)
        for key in required:
            if key not in self.values:
                raise self.fault(f"this {self.name} has no {key}")
        return {key: self._read_value(key, kinds[key]) for key in self.values}

    def read_days(self, check: Callable[[dict[date, int]], object]) -> dict[date, int]:
        """Return the steps by day; `check` raises ValueError for a day that cannot be."""
        days: dict[date, int] = {}
        for key, steps in self.values.items():
            try:
                if type(steps) is not int:
                    raise ValueError(f"the steps of {key[:40]!r} are not a whole number")
                day = {date.fromisoformat(key): steps}
                check(day)
            except ValueError as error:
                raise self.fault(str(error), key) from error
            days |= day
        return days

    def table(self, name: str) -> Table:
        """Return a table in this one; it is empty if there is none."""
        return Table(self.values.get(name, {}), self.text, name)

    def tables(self, name: str) -> list[Table]:
        """Return the tables of a list in this one."""
        found = self.values.get(name, [])
        if not all(isinstance(values, dict) for values in found):
            raise self.fault(f"{name} is not a list of tables: begin each with [[{name}]]", name)
        return [Table(values, self.text, name, n) for n, values in enumerate(found, 1)]

    def build(self, make: Callable[..., T], fields: Mapping[str, Any], key: str = "") -> T:
        """Return `make(**fields)`; a ValueError becomes a fault of the key that it begins with.

        If it begins with none, the fault is that of `key`.
        """
        try:
            return make(**fields)
        except (ValueError, OverflowError) as error:
            first = str(error).partition(" ")[0]
            raise self.fault(str(error), first if first in self.values else key) from error

    def fault(self, message: str, key: str = "") -> FaultError:
        """Return the error for a key of this table, or for the table."""
        return FaultError(message, self.find_line(key))

    def find_line(self, key: str) -> int:
        """Return the line of a key, or the line where this table begins."""
        begin, seen, inside = 1, 0, not self.name
        for line, content in enumerate(self.text.splitlines(), 1):
            if header := re.match(r"\s*\[\[?\s*([^\]\s]+)", content):
                seen += header[1] == self.name
                inside = header[1] == self.name and seen == self.number
                if inside:
                    begin = line
                elif not self.name and header[1] == key:
                    return line
            elif inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", content) and key:
                return line
        return begin

    def _read_value(self, key: str, kind: type) -> Any:
        value = self.values[key]
        if kind in (int, float):
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if is_number and abs(value) <= _MAX_NUMBER and value == kind(value):
                return kind(value)
        elif type(value) is kind:
            return value
        raise self.fault(f"{key} is not {_KINDS[kind]}", key)


def read_toml(content: bytes) -> Table:
    r"""Return the top table of a file; raise FaultError if it is not TOML of our version.

    >>> read_toml(b"version = 1\n[walk]\nsteps = 2").table("walk").find_line("steps")
    3
    """
    try:
        text = content.decode("utf-8")
        _check_depth(text)
        top = Table(tomllib.loads(text), text)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FaultError("it is not UTF-8 text", line) from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+), column", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        fault = str(error).partition(" (at ")[0]
        raise FaultError(fault[:1].lower() + fault[1:], line) from error
    except FaultError:
        raise
    except (ValueError, RecursionError) as error:
        raise FaultError("it is not TOML that can be read", 1) from error
    if "version" not in top.values:
        raise FaultError(f"it says no version: write version = {VERSION}", 1)
    if (found := top.values["version"]) != VERSION:
        raise top.fault(
            f"version {found!r} is not {VERSION}, the one that this release reads", "version"
        )
    return top


def render_toml(
    title: str, values: Mapping[str, object], *tables: tuple[str, Mapping[str, object]]
) -> bytes:
    """Return a file with its values and its tables, each after its heading; None is left out.

    Tables without values are left out, too.
    """
    lines = [_HEADER.format(title, VERSION), *_render_values(values)]
    for heading, table in tables:
        if table:
            lines += ["", heading, *_render_values(table)]
    return ("\n".join(lines) + "\n").encode()


def render_days(days: Mapping[date, int]) -> dict[str, object]:
    """Return the values of a table of steps by day, in order."""
    return {day.isoformat(): days[day] for day in sorted(days)}


def _render_values(values: Mapping[str, object]) -> list[str]:
    return [
        f"{key} = {value if isinstance(value, date) else json.dumps(value)}"
        for key, value in values.items()
        if value is not None
    ]


def _check_depth(text: str) -> None:
    for line, written in enumerate(text.split("\n"), 1):
        if written.count(".") > _MAX_DOTS and not written.lstrip().startswith("#"):
            raise FaultError(f"a line has at most {_MAX_DOTS} dots", line)
