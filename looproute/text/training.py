"""Describe ratios of running to walking."""

from __future__ import annotations

from looproute.text.quantities import format_stopwatch
from looproute.training.run_walk_tables import Ratio


def format_ratio(ratio: Ratio) -> str:
    """Return ``2:00/0:30``.

    >>> format_ratio(Ratio(120, 30))
    '2:00/0:30'
    """
    return f"{format_stopwatch(ratio.run_s)}/{format_stopwatch(ratio.walk_s)}"
