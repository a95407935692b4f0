"""Describe a number of laps."""

from __future__ import annotations

from looproute.laps import LapCount
from looproute.units import Units, format_length, format_steps


def describe_laps(count: LapCount, units: Units = "metric") -> str:
    """Return the whole laps and the rest, as a phrase.

    >>> describe_laps(LapCount.of(2640, 400))
    '6 laps and 240 m'
    """
    laps = f"{format_steps(count.laps)} lap{'s' if count.laps > 1 else ''}"
    return f"{laps} and {format_length(count.rest_m, units)}" if count.rest_m >= 0.5 else laps
