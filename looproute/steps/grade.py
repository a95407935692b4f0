"""The steps of a way whose heights are known. OpenStreetMap has none; a course often has them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from looproute.steps.formulas import grade_factor

# Heights by GPS or from a model of the ground are off by metres from point to point: a grade is
# taken over so many metres, not between two points.
PIECE_M = 100.0


def level_m(along_m: Sequence[float], height_m: Sequence[float], speed_mps: float) -> float:
    """Return the metres on the flat that take as many steps as a way up and down hill.

    `along_m` are metres from the start, rising, and `height_m` metres above the sea, of the same
    points; `speed_mps` is the speed on the flat. See `grade_factor`, which is never beyond 8 %.

    Raises ValueError where the two do not have a number, finite, for each of two points or more.

    >>> level_m([0, 1000], [50, 50], 1.3)
    1000.0
    >>> round(level_m([0, 1000], [50, 80], 1.3))
    1054
    """
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
