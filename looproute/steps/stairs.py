"""Count the steps on stairs: one for each riser."""

from __future__ import annotations

import math
from typing import NamedTuple

# Treads of stairs without a step count are 0.30 m deep, with a standard deviation of a tenth of
# that: chosen, typical of outdoor stairs.
TREAD_M = 0.30
TREAD_SD = 0.10


class Stairs(NamedTuple):
    """Stairs along a way: their length, the length with known risers, the risers."""

    length_m: float = 0.0
    counted_m: float = 0.0
    risers: float = 0.0


NO_STAIRS = Stairs()


class Climb(NamedTuple):
    """Steps on stairs, and the standard deviation of that number."""

    steps: float
    sd: float


def count_stair_steps(stairs: Stairs, step_length_m: float) -> Climb:
    """Count the steps on stairs for a step length on the flat, in metres.

    Stairs without a step count have a riser every 0.30 m. Treads deeper than a step, and landings,
    are walked like the flat: stairs never take fewer steps than the same length on the flat.

    Raises ValueError if a number is negative or not finite, or `counted_m` exceeds `length_m`.

    >>> count_stair_steps(Stairs(30.0), 0.70)
    Climb(steps=100.0, sd=10.0)
    >>> count_stair_steps(Stairs(30.0, counted_m=30.0, risers=64), 0.70)
    Climb(steps=64.0, sd=0.0)
    """
    for name, value in stairs._asdict().items():
        if not (math.isfinite(value) and value >= 0):
            raise ValueError(f"{name} {value} of stairs is not a finite number of at least 0.")
    length_m, counted_m, risers = stairs
    if counted_m > length_m:
        raise ValueError(f"counted_m {counted_m:g} is more than all stairs, {length_m:g} m.")
    guessed = (length_m - counted_m) / TREAD_M
    counted = max(risers, counted_m / step_length_m)
    return Climb(guessed + counted, TREAD_SD * guessed)
