"""Describe running and walking: times on a stopwatch, ratios, changes of gait."""

from __future__ import annotations

from looproute.training.run_walk import Phase
from looproute.training.run_walk_tables import Ratio
from looproute.units import format_stopwatch


def format_ratio(ratio: Ratio) -> str:
    """Return ``2:00/0:30``.

    >>> format_ratio(Ratio(120, 30))
    '2:00/0:30'
    """
    return f"{format_stopwatch(ratio.run_s)}/{format_stopwatch(ratio.walk_s)}"


def describe_phase(phase: Phase) -> str:
    """Return what to do in a phase and for how long.

    >>> describe_phase(Phase("run", 120, 300.0))
    'Run 2:00'
    """
    return f"{phase.gait.capitalize()} {format_stopwatch(phase.duration_s)}"
