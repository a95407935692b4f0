"""Flip a subgraph so that it and its mirror images are searched alike.

Ellipses begin at a fixed bearing and have a fixed direction. Without the flip, a mirrored town
would be searched along other ellipses and give other loops.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from looproute.request import LoopRequest
from looproute.search.subgraph import Subgraph

# A subgraph is not flipped if its coordinates add up to less than this, in metres.
BALANCED_M = 1.0


class Mirror(NamedTuple):
    """Factors for x and y: 1, or -1 where an axis is reversed."""

    x: float
    y: float

    @classmethod
    def of(cls, subgraph: Subgraph) -> Mirror:
        """Return the mirror that moves most of a subgraph to the north-east of its root."""
        east_m = float(np.sum(subgraph.x - subgraph.x[subgraph.root]))
        north_m = float(np.sum(subgraph.y - subgraph.y[subgraph.root]))
        return cls(-1.0 if east_m < -BALANCED_M else 1.0, -1.0 if north_m < -BALANCED_M else 1.0)

    def subgraph(self, subgraph: Subgraph) -> Subgraph:
        """Return the mirrored subgraph; streets and junctions keep their numbers."""
        if self == (1.0, 1.0):
            return subgraph
        shapes, axes = subgraph.shapes, np.array(self)
        return replace(
            subgraph,
            x=self.x * subgraph.x,
            y=self.y * subgraph.y,
            shapes=replace(
                shapes,
                cross=self.x * self.y * shapes.cross,
                leave=axes * shapes.leave,
                arrive=axes * shapes.arrive,
                sample_xy=axes * shapes.sample_xy,
                sample_heading=axes * shapes.sample_heading,
            ),
        )

    def request(self, request: LoopRequest) -> LoopRequest:
        """Return the mirrored request."""
        if request.heading_deg is None:
            return request
        heading = np.radians(request.heading_deg)
        east, north = self.x * np.sin(heading), self.y * np.cos(heading)
        return replace(request, heading_deg=float(np.degrees(np.arctan2(east, north)) % 360.0))
