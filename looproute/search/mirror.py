"""Turn a subgraph the same way up as its mirror images, so that all of them are searched alike.

Ellipses lie at bearings that begin somewhere and are walked one way round; a mirrored town would be
searched along other ellipses and get other loops.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from looproute.request import LoopRequest
from looproute.search.subgraph import Subgraph

# A subgraph whose junctions lie as far to one side as to the other, to this sum of metres, stays.
BALANCED_M = 1.0


class Mirror(NamedTuple):
    """What x and y are multiplied by: 1, or -1 where an axis is reversed."""

    x: float
    y: float

    @classmethod
    def of(cls, subgraph: Subgraph) -> Mirror:
        """Return the mirror that puts more of a subgraph to the north-east of its root."""
        east_m = float(np.sum(subgraph.x - subgraph.x[subgraph.root]))
        north_m = float(np.sum(subgraph.y - subgraph.y[subgraph.root]))
        return cls(-1.0 if east_m < -BALANCED_M else 1.0, -1.0 if north_m < -BALANCED_M else 1.0)

    def subgraph(self, subgraph: Subgraph) -> Subgraph:
        """Return a subgraph as it is seen in the mirror; numbers of streets and junctions stay."""
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
        """Return a request as it is seen in the mirror."""
        if request.heading_deg is None:
            return request
        heading = np.radians(request.heading_deg)
        east, north = self.x * np.sin(heading), self.y * np.cos(heading)
        return replace(request, heading_deg=float(np.degrees(np.arctan2(east, north)) % 360.0))
