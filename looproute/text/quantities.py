"""Fill sentences with quantities, in the reader's units."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from typing import Any

from looproute.training.run_walk_tables import Ratio
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
"""A sentence with fields, or a function that composes one from facts and units."""


class _Quantities(string.Formatter):
    """A formatter whose format specifications name quantities.

    ``target`` is a length in the quantity that was asked, as the facts say: steps, a time or a
    length; ``more_steps`` adds a count of steps to a length. ``length`` is one to the metre,
    ``about`` a rounded one, ``steps`` a count with commas, ``time`` hours and minutes,
    ``stopwatch`` minutes and seconds, ``pace`` minutes to a kilometre or a mile, ``seconds`` and
    ``megabytes`` what they say, ``list`` the first few of several items. Any other specification
    is Python's own.
    """

    def __init__(self, units: Units, facts: Mapping[str, Any]) -> None:
        self.units = units
        self.facts = facts

    def format_field(self, value: Any, format_spec: str) -> str:
        """Format a value by its specification."""
        match format_spec:
            case "target":
                return describe_quantity(value, self.facts, self.units)
            case "more_steps":
                asked_length = self.facts.get("asked", "length") == "length"
                return f", {format_steps(value)} steps" if asked_length else ""
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
    """Return a sentence with its facts, in the reader's units."""
    return fill(sentence, facts, units) if isinstance(sentence, str) else sentence(facts, units)


def fill(sentence: str, facts: Mapping[str, object], units: Units = "metric") -> str:
    """Return a sentence with its fields filled.

    >>> fill("{length_m:length} in {steps:steps} steps", {"length_m": 1979.4, "steps": 2828})
    '1,979 m in 2,828 steps'
    """
    return _Quantities(units, facts).vformat(sentence, (), facts)


def describe_quantity(level_m: float, facts: Mapping[str, Any], units: Units = "metric") -> str:
    """Return level metres in the quantity that was asked: steps, a time or a length.

    >>> describe_quantity(5600, {"asked": "steps", "step_length_m": 0.70})
    '8,000 steps'
    >>> describe_quantity(5600, {"asked": "time", "speed_mps": 1.4}), describe_quantity(5600, {})
    ('1 h 7 min', '5,600 m')
    """
    match facts.get("asked", "length"):
        case "steps":
            return f"{format_steps(level_m / facts['step_length_m'])} steps"
        case "time":
            return format_duration(level_m / facts["speed_mps"])
    return precise_length(level_m, units)


def precise_length(length_m: float, units: Units = "metric") -> str:
    """Return a length precise enough to distinguish two walks.

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


def format_ratio(ratio: Ratio) -> str:
    """Format a ratio as ``2:00/0:30``.

    >>> format_ratio(Ratio(120, 30))
    '2:00/0:30'
    """
    return f"{format_stopwatch(ratio.run_s)}/{format_stopwatch(ratio.walk_s)}"
