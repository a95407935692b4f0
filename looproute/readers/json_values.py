"""Values of JSON that anybody may have edited: each is checked before it is used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from looproute.text.sanitize import plain
from looproute.units import Range

# Steps may exceed the longest target, as the upper end of a range does.
COUNT = Range(0, 10_000_000)


def load_json(path: Path, max_bytes: int) -> Any:
    """Return the content of a JSON file.

    Raises ValueError if it is not JSON or larger than `max_bytes`, and OSError if unreadable.
    """
    try:
        if path.stat().st_size > max_bytes:
            raise ValueError(f"it is larger than {max_bytes:,} bytes")
        return json.loads(path.read_bytes(), parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON ({error.msg} in line {error.lineno})") from error
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8 text") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def parse_number(value: object, name: str, limits: Range) -> float:
    """Return a number within limits. Raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} is not a number")
    if not limits.holds(value):
        raise ValueError(f"{name} is not from {limits.low:g} to {limits.high:,g}")
    return float(value)


def parse_count(value: object, name: str, limits: Range = COUNT) -> int:
    """Return a whole number within limits. Raises ValueError for anything else."""
    number = parse_number(value, name, limits)
    if not number.is_integer():
        raise ValueError(f"{name} is not a whole number")
    return int(number)


def parse_text(value: object, name: str) -> str:
    """Return a text of one line. Raises ValueError for anything else."""
    if not isinstance(value, str):
        raise ValueError(f"{name} is not text")
    return plain(value, limit=1000)


def parse_choice(value: object, choices: tuple[str, ...], name: str) -> Any:
    """Return a value that is one of some names. Raises ValueError for any other."""
    if value not in choices:
        raise ValueError(f"{name} is not one of {', '.join(choices)}")
    return value


def parse_flag(value: object, name: str) -> bool:
    """Return true or false. Raises ValueError for anything else."""
    if not isinstance(value, bool):
        raise ValueError(f"{name} is not true or false")
    return value


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")
