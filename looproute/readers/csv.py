"""Read a CSV table of walks and days: `date,steps,distance_m[,how,count,mode]`.

A row without a distance is a whole day. Without `how` and `count`, the least accurate methods are
assumed: a distance by GPS and a count by a watch.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from looproute.readers.result import Found, Request, WalkFileError
from looproute.readers.values import number
from looproute.units import Range

_NEEDED = ("date", "steps", "distance_m")
_KNOWN = (*_NEEDED, "how", "count", "mode")
_COUNT, _METRES = Range(0, 1_000_000), Range(0, 1_000_000)
_MOST_ROWS = 100_000  # lines of a table


def read(path: Path, request: Request) -> Found:
    """Read the walks and days of a table; report an invalid row with its line number."""
    found = Found()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            _check_header(rows.fieldnames)
            for row in rows:
                if rows.line_num > _MOST_ROWS:
                    raise WalkFileError(f"it has more than {_MOST_ROWS:,} lines")
                try:
                    _add_row(row, rows.line_num, request, found)
                except WalkFileError as error:
                    raise WalkFileError(f"in line {rows.line_num}, {error}") from error
    except csv.Error as error:
        raise WalkFileError(f"it is not CSV ({error})") from error
    except UnicodeDecodeError as error:
        raise WalkFileError("it is not UTF-8 text") from error
    return found


def _check_header(names: object) -> None:
    if not isinstance(names, list) or not set(_NEEDED) <= set(names):
        raise WalkFileError(f"its first line is not {','.join(_NEEDED)}[,how,count,mode]")
    if strange := set(names) - set(_KNOWN):
        raise WalkFileError(f"its column {sorted(strange)[0][:40]!r} is not known")


def _add_row(row: dict[str, str | None], line: int, request: Request, found: Found) -> None:
    if None in row or None in [row[name] for name in _NEEDED]:
        raise WalkFileError("there are not as many values as columns")
    values = {name: (value or "").strip() for name, value in row.items()}
    try:
        day = date.fromisoformat(values["date"])
    except ValueError as error:
        raise WalkFileError(f"{values['date'][:40]!r} is not a date like 2026-11-23") from error
    steps = number(values["steps"], "steps", _COUNT)
    if not steps.is_integer():
        raise WalkFileError(f"steps {values['steps']} is not a whole number")
    if not values["distance_m"]:
        found.add_day(day, steps)
        return
    found.add_walk(
        f"line {line}",
        steps=int(steps),
        distance_m=number(values["distance_m"], "distance_m", _METRES),
        how=values.get("how") or "gps",
        count=values.get("count") or "watch",
        mode=values.get("mode") or request.mode or "walk",
        day=day,
    )
