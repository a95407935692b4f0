"""Check the values of a JSON file; raise ValueError with the name of an invalid one."""

from __future__ import annotations

from typing import Any

from looproute.text.sanitize import plain
from looproute.units import Range

# Steps may exceed the longest target, as the upper end of a band does.
COUNT = Range(0, 10_000_000)


def check_number(value: object, name: str, limits: Range) -> float:
    """Return a number within limits."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} is not a number")
    if not limits.holds(value):
        raise ValueError(f"{name} is not from {limits.low:g} to {limits.high:,g}")
    return float(value)


def check_whole(value: object, name: str, limits: Range = COUNT) -> int:
    """Return a whole number within limits."""
    number = check_number(value, name, limits)
    if not number.is_integer():
        raise ValueError(f"{name} is not a whole number")
    return int(number)


def check_text(value: object, name: str) -> str:
    """Return a text, made safe to show."""
    if not isinstance(value, str):
        raise ValueError(f"{name} is not text")
    return plain(value, limit=1000)


def check_choice(value: object, choices: tuple[str, ...], name: str) -> Any:
    """Return a value that is one of several."""
    if value not in choices:
        raise ValueError(f"{name} is not one of {', '.join(choices)}")
    return value


def check_flag(value: object, name: str) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{name} is not true or false")
    return value
