"""Stairs: a step for each riser, however long the walker's step is."""

from __future__ import annotations

import math
from typing import NamedTuple

# Where nobody has counted them a tread is 0.30 m deep, give or take a tenth.
TREAD_M = 0.30
TREAD_SD = 0.10


class Climb(NamedTuple):
    """The steps that stairs take, and the standard deviation of that number."""

    steps: float
    sd: float


def climb(
    stairs_m: float, step_length_m: float, *, counted_m: float = 0.0, risers: float = 0.0
) -> Climb:
    """Return the steps on stairs, of which `counted_m` metres are known to have so many risers.

    The others have one every 0.30 m. Treads deeper than a step, and landings, are walked as the
    flat is: stairs never take fewer steps than their length does on the flat.

    Raises ValueError where a number is negative or not finite, or more is counted than there is.

    >>> climb(30.0, 0.70)
    Climb(steps=100.0, sd=10.0)
    >>> climb(30.0, 0.70, counted_m=30.0, risers=64)
    Climb(steps=64.0, sd=0.0)
    """
    for name, value in (("stairs_m", stairs_m), ("counted_m", counted_m), ("risers", risers)):
        if not (math.isfinite(value) and value >= 0):
            raise ValueError(f"{name} {value} is not a finite number of at least 0.")
    if counted_m > stairs_m:
        raise ValueError(f"counted_m {counted_m:g} is more than all stairs, {stairs_m:g} m.")
    guessed = (stairs_m - counted_m) / TREAD_M
    counted = max(risers, counted_m / step_length_m)
    return Climb(guessed + counted, TREAD_SD * guessed)
