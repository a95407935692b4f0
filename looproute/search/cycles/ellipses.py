"""Find round loops: cycles that follow an ellipse through the anchor for each bearing.

Each ellipse has the requested circumference, passes through the anchor and has its centre on the
bearing; streets cost more the further they are off it. The first path runs about a third of the
way round. All ellipses are searched at once, in stacked copies of the block.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from looproute._typing import Floats
from looproute.search.cycles.contracted_block import COST, ContractedBlock
from looproute.search.cycles.forest import StackedCopies, best_of_each, grow, path_to
from looproute.search.cycles.frontier import Joins, joins

# Length of a loop along streets divided by the circumference of its ellipse.
DETOUR = 1.2
# The cost of a street grows by this times the square of its distance from the ellipse, in radii.
ROUNDNESS = 5.0
INNER, OUTER = 0.6, 1.55
# Within this share of the radius from the anchor, distance from the ellipse costs nothing.
FREE = 0.25
# The first path ends between these angles round the centre, and keeps to this side of the anchor.
APEX_FROM, APEX_TO = np.radians(95.0), np.radians(130.0)
BEHIND = np.radians(30.0)


@dataclass(frozen=True, kw_only=True)
class Ellipses:
    """Ellipses of one circumference through a point, with a centre on each bearing.

    Attributes
    ----------
    stretch : length along the bearing divided by length across it; 1 for circles.
    """

    stretch: float = 1.0

    def cycles(self, block: ContractedBlock, length_m: float, bearings: Floats) -> Joins:
        """Return the cycles that follow ellipses of length `length_m` through the anchor."""
        at_x, at_y = block.x[block.anchor], block.y[block.anchor]
        dx, dy = block.x - at_x, block.y - at_y
        forth, aside = self._to_ellipse_coordinates(length_m, bearings, dx, dy)
        near = dx * dx + dy * dy < (FREE * max(self._half_axes_m(length_m))) ** 2
        radius = np.where(near, 1.0, np.sqrt(forth * forth + aside * aside))
        middle_x, middle_y = block.middle.T
        along, across = self._to_ellipse_coordinates(
            length_m, bearings, middle_x - at_x, middle_y - at_y
        )
        middle_radius = np.sqrt(along * along + across * across)

        copies = StackedCopies.of(block, (radius > INNER) & (radius < OUTER))
        off2 = (copies.of_vertices(radius) - 1) ** 2
        # Simpson's rule along the chain.
        middle_off2 = (copies.of_chains(middle_radius) - 1) ** 2
        mean_off2 = (off2.take(copies.tail) + off2.take(copies.head) + 4 * middle_off2) / 6
        cost = block.totals[:, COST].take(copies.dart) * (1 + ROUNDNESS * mean_off2)
        anchors = copies.number[:, block.anchor]
        # The angle round the centre: 0 at the anchor, increasing in the direction of the walk.
        angle = np.arctan2(copies.of_vertices(aside), -copies.of_vertices(forth))
        ahead = (angle > -BEHIND) & (angle < APEX_TO)
        begun = cost * block.setting_off().take(copies.dart)
        out = grow(copies, np.where(ahead.take(copies.head), begun, np.inf), anchors)
        # The first path ends where the cost per angle is least.
        fits = np.flatnonzero(np.isfinite(out.cost) & (angle > APEX_FROM) & (angle < APEX_TO))
        apex = best_of_each(copies, fits, out.cost[fits] / angle[fits])
        return joins(copies, cost, [path_to(out, v) if v >= 0 else [] for v in apex.tolist()])

    def _half_axes_m(self, length_m: float) -> tuple[float, float]:
        """Return the half axes of an ellipse, along its bearing and across it.

        Source: Euler's estimate of an ellipse's perimeter, 2π·√((a² + b²)/2).
        """
        across = length_m / (2 * np.pi * DETOUR) * np.sqrt(2 / (1 + self.stretch**2))
        return across * self.stretch, across

    def _to_ellipse_coordinates(
        self, length_m: float, bearings: Floats, dx: Floats, dy: Floats
    ) -> tuple[Floats, Floats]:
        """Return (k, n) coordinates in which each ellipse is the unit circle round its centre.

        The first runs along the bearing, the second across it, such that every other ellipse is
        walked clockwise.
        """
        along, across = self._half_axes_m(length_m)
        sin, cos = np.sin(bearings)[:, None], np.cos(bearings)[:, None]
        side = np.where(np.arange(len(bearings)) % 2 == 0, 1.0, -1.0)[:, None] / across
        return dx * (sin / along) + dy * (cos / along) - 1, dy * (sin * side) - dx * (cos * side)
