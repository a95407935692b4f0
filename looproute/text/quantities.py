"""Fill sentences with quantities, in the units of the reader."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from typing import Any

from looproute.units import (
    MILE_M,
    Units,
    format_duration,
    format_length,
    format_pace,
    format_steps,
)

_LISTED = 5
Sentence = str | Callable[[Mapping[str, Any], Units], str]
"""A sentence with fields, or what composes one from its facts in the units of the reader."""


class _Quantities(string.Formatter):
    """A formatter whose format specifications name quantities.

    ``length`` is a length to the metre, ``about`` a rounded one, ``steps`` a count with commas,
    ``time`` hours and minutes, ``stopwatch`` minutes and seconds, ``pace`` minutes to a kilometre
    or a mile, ``seconds`` and ``megabytes`` what they say, ``list`` the first few of several
    items. Any other specification is Python's own.
    """

    def __init__(self, units: Units) -> None:
        self.units = units

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return a value as the specification wants it."""
        match format_spec:
            case "length":
                return precise_length(value, self.units)
            case "about":
                return format_length(value, self.units)
            case "steps":
                return format_steps(value)
            case "time":
                return format_duration(value)
            case "stopwatch":
                return format_stopwatch(value)
            case "pace":
                return format_pace(value, self.units)
            case "seconds":
                return f"{value:.0f} s"
            case "megabytes":
                return f"{value / 1e6:.0f} MB"
            case "list":
                more = [f"and {len(value) - _LISTED} more"] if len(value) > _LISTED else []
                return "; ".join([*map(str, value[:_LISTED]), *more])
        text: str = super().format_field(value, format_spec)
        return text


def render(sentence: Sentence, facts: Mapping[str, Any], units: Units = "metric") -> str:
    """Return a sentence with its facts, in the units of the reader."""
    return fill(sentence, facts, units) if isinstance(sentence, str) else sentence(facts, units)


def fill(sentence: str, facts: Mapping[str, object], units: Units = "metric") -> str:
    """Return a sentence with its fields filled.

    >>> fill("{length_m:length} in {steps:steps} steps", {"length_m": 1979.4, "steps": 2828})
    '1,979 m in 2,828 steps'
    """
    return _Quantities(units).vformat(sentence, (), facts)


def precise_length(length_m: float, units: Units = "metric") -> str:
    """Return a length exact enough to tell two walks from each other.

    >>> precise_length(1979.4), precise_length(2000), precise_length(11_700), precise_length(163)
    ('1,979 m', '2 km', '11.7 km', '163 m')
    >>> precise_length(1979.4, "imperial"), precise_length(50, "imperial")
    ('1.23 mi', '164 ft')
    """
    if units == "imperial":
        text = format_length(length_m, units)
        return text if text.endswith("ft") else f"{_without_zeros(length_m / MILE_M, 3)} mi"
    metres = round(length_m)
    if metres >= 10_000:
        return f"{_without_zeros(metres / 1000, 2)} km"
    return f"{metres // 1000} km" if metres and metres % 1000 == 0 else f"{metres:,} m"


def format_stopwatch(duration_s: float) -> str:
    """Return ``0:30``, ``32:30`` or ``4:34:16``.

    >>> format_stopwatch(30), format_stopwatch(16456.05)
    ('0:30', '4:34:16')
    """
    minutes, seconds = divmod(round(duration_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def _without_zeros(number: float, decimals: int) -> str:
    return f"{number:.{decimals}f}".rstrip("0").rstrip(".")
