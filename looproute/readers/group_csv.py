"""Read a group from a CSV table with one row per member.

The columns are `name,step_length,height,pace,cadence`. Quantities are written as on the command
line: 0.70, 70cm, 175cm, 5ft9, 11min/km, 18:00/mi. Each row needs a step length or a height. Tables
separated by semicolons, as written by some spreadsheets, are also accepted.
"""

from __future__ import annotations

import csv
from pathlib import Path

from looproute.readers.result import WalkFileError, reading
from looproute.readers.values import number
from looproute.steps.walker import CADENCE_SPM, Walker
from looproute.training.group import MOST_MEMBERS, Group, Member
from looproute.units import parse_height, parse_pace, parse_step_length

_KNOWN = ("name", "step_length", "height", "pace", "cadence")
_MOST_BYTES = 1_000_000
_MOST_NAME = 60  # characters


def read_members(path: Path) -> Group:
    """Read the group in a table.

    Raises
    ------
    WalkFileError : the file is missing, empty or not such a table; names the line of an invalid
    row.
    """
    with reading(path, " as a group"):
        if path.stat().st_size > _MOST_BYTES:
            raise WalkFileError(f"it is larger than {_MOST_BYTES:,} bytes")
        try:
            return Group(members=tuple(_parse_members(path.read_text(encoding="utf-8-sig"))))
        except (UnicodeDecodeError, csv.Error) as error:
            raise WalkFileError("it is not CSV in UTF-8") from error


def _parse_members(text: str) -> list[Member]:
    head, _, _ = text.partition("\n")
    delimiter = ";" if ";" in head else ","
    rows = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    names = [name.strip().lower() for name in rows.fieldnames or ()]
    if "name" not in names or len(set(names)) < len(names):
        raise WalkFileError(f"its first line is not like {','.join(_KNOWN)}.")
    if strange := set(names) - set(_KNOWN):
        raise WalkFileError(
            f"its column {sorted(strange)[0][:40]!r} is not one of {', '.join(_KNOWN)}."
        )
    rows.fieldnames = names
    members: list[Member] = []
    for row in rows:
        try:
            member = _parse_member(row)
            if any(member.name == other.name for other in members):
                raise ValueError(f"{member.name!r} is there already.")
        except (ValueError, WalkFileError) as error:
            raise WalkFileError(f"line {rows.line_num}: {error}") from error
        members.append(member)
        if len(members) > MOST_MEMBERS:
            raise WalkFileError(f"it has more than {MOST_MEMBERS} rows.")
    if not members:
        raise WalkFileError("it has no members.")
    return members


def _parse_member(row: dict[str, str | None]) -> Member:
    if None in row or None in row.values():
        raise ValueError("there are not as many values as columns.")
    values = {column: (value or "").strip() for column, value in row.items()}
    name, step, height, pace, cadence = (values.get(column, "") for column in _KNOWN)
    if not 1 <= len(name) <= _MOST_NAME:
        raise ValueError(f"a name has 1 to {_MOST_NAME} letters.")
    if bool(step) is bool(height):
        raise ValueError(f"{name!r} needs step_length or height, one of the two.")
    if cadence and (pace or height):
        raise ValueError(f"{name!r} has a cadence: that goes with step_length alone, not a pace.")
    pace_s_per_m = parse_pace(pace) if pace else None
    if height:
        return Member(name, Walker.from_height(parse_height(height), pace_s_per_m))
    step_length_m = parse_step_length(step)
    if cadence:
        try:
            spm = number(cadence, "cadence", CADENCE_SPM)
        except WalkFileError as error:
            raise ValueError(f"{error} steps a minute.") from error
        pace_s_per_m = 60 / (step_length_m * spm)
    return Member(name, Walker.given(step_length_m, pace_s_per_m))
