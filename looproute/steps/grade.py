"""Hills: the length on the flat that takes as many steps."""

from __future__ import annotations

import math
from collections.abc import Sequence

from looproute.steps.formulas import grade_factor

# Heights from GPS or an elevation model are off by metres from point to point, so grades are taken
# over this length.
PIECE_M = 100.0


def level_m(along_m: Sequence[float], height_m: Sequence[float], speed_mps: float) -> float:
    """Return the length on the flat that takes as many steps as a hilly way.

    `along_m` are increasing metres from the start and `height_m` metres above sea level, of the
    same points; `speed_mps` is the speed on the flat. See `grade_factor`.

    Raises ValueError unless both have a finite number for each of at least two points.

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
