"""Walk a loop again, point by point, on the streets of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .rooted import Dart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .rooted import Rooted

    Floats = NDArray[np.float64]

# The start is computed independently: its coordinates may differ by 1 cm.
SAME_DEG = 1e-7


def rewalk(rooted: Rooted, points: Floats) -> list[Dart] | None:
    """Return the darts whose points, in order, are exactly these (k, 2) points.

    They lead from the root back to it, each dart whole; None if there are no such darts. If streets
    share the same points, an unused one is preferred.
    """
    last = len(points) - 1
    walked: list[tuple[Dart, int]] = []
    options = [_options(rooted, rooted.root, points, 0, walked)]
    while options:
        if not options[-1]:
            options.pop()
            if walked:
                walked.pop()
            continue
        dart, at = options[-1].pop()
        walked.append((dart, at))
        if at == last and rooted.head(dart) == rooted.root:
            return [dart for dart, _ in walked]
        options.append(_options(rooted, rooted.head(dart), points, at, walked))
    return None


def _options(
    rooted: Rooted, vertex: int, points: Floats, at: int, walked: list[tuple[Dart, int]]
) -> list[tuple[Dart, int]]:
    """Return the darts from a vertex that follow the points, each with its end; best last."""
    used = {dart.edge for dart, _ in walked}
    fitting = []
    for dart in rooted.darts_from.get(vertex, []):
        line = rooted.points(dart)
        part = points[at : at + len(line)]
        if len(part) == len(line) and np.abs(part - line).max() <= SAME_DEG:
            fitting.append((dart, at + len(line) - 1))
    return sorted(fitting, key=lambda option: option[0].edge not in used)
