"""Count steps on hills and stairs: the flat length of a hilly way, and a step for each riser."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from looproute.steps.formulas import grade_factor

# Heights from GPS or an elevation model err by metres between points, so grades are averaged over
# this length.
PIECE_M = 100.0

# Treads of stairs without a step count are 0.30 m deep, with a standard deviation of a tenth of
# that: chosen, typical of outdoor stairs.
TREAD_M = 0.30
TREAD_SD = 0.10


def level_m(along_m: Sequence[float], height_m: Sequence[float], speed_mps: float) -> float:
    """Return the length on the flat that takes as many steps as a hilly way.

    `along_m` are increasing metres from the start and `height_m` metres above sea level, of the
    same points; `speed_mps` is the speed on the flat. See `grade_factor`.

    Raises ValueError unless both hold finite numbers for at least two points.

    >>> level_m([0, 1000], [50, 50], 1.3)
    1000.0
    >>> round(level_m([0, 1000], [50, 80], 1.3))
    1054
    """
    import numpy as np

    along, height = np.asarray(along_m, float), np.asarray(height_m, float)
    if along.shape != height.shape or along.ndim != 1 or len(along) < 2:
        raise ValueError("a way has as many heights as points, two at least.")
    if not (np.isfinite(along).all() and np.isfinite(height).all() and (np.diff(along) >= 0).all()):
        raise ValueError("lengths along a way rise, and they and the heights are finite.")
    pieces = max(1, round(float(along[-1] - along[0]) / PIECE_M))
    at = np.linspace(along[0], along[-1], pieces + 1)
    climb_m = np.diff(np.interp(at, along, height)).tolist()
    return math.fsum(
        metres / grade_factor(climb / metres, speed_mps)
        for metres, climb in zip(np.diff(at).tolist(), climb_m, strict=True)
        if metres
    )


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
