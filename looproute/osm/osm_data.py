"""OpenStreetMap data of a box as arrays, before its tags are judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from looproute._typing import Indices, Mask
from looproute.geo import Bounds
from looproute.network.scenery import Scenery

DEGREE = 10_000_000  # OpenStreetMap counts in whole 1e-7 degrees
UNKNOWN = 2_147_483_647  # what libosmium stores for a node without a place


class Nodes(NamedTuple):
    """n nodes: their ids, ascending, and their places in whole 1e-7 degrees.

    A node that the data does not have is at (UNKNOWN, UNKNOWN).
    """

    id: NDArray[np.int64]
    x: NDArray[np.int32]
    y: NDArray[np.int32]

    @property
    def known(self) -> Mask:
        """(n,) whether the place of each node is known."""
        known: Mask = (np.abs(self.x) <= 180 * DEGREE) & (np.abs(self.y) <= 90 * DEGREE)
        return known

    def within(self, box: Bounds) -> Mask:
        """Return (n,) whether each node lies in a box."""
        south, west, north, east = (round(side * DEGREE) for side in box)
        inside: Mask = (self.y >= south) & (self.y <= north) & (self.x >= west) & (self.x <= east)
        return inside

    def extent(self) -> Bounds | None:
        """Return the box round the nodes whose place is known, or None if there are none."""
        known = self.known
        if not known.any():
            return None
        x, y = self.x[known], self.y[known]
        south, west, north, east = (int(side) for side in (y.min(), x.min(), y.max(), x.max()))
        return Bounds(south / DEGREE, west / DEGREE, north / DEGREE, east / DEGREE)


class Segments(NamedTuple):
    """s pieces of ways between two neighbouring nodes: a, b index the nodes, `way` the ways."""

    a: Indices
    b: Indices
    way: Indices

    def take(self, kept: Mask) -> Segments:
        """Return the segments that a mask selects."""
        return Segments(self.a[kept], self.b[kept], self.way[kept])


@dataclass(frozen=True, kw_only=True, eq=False)
class OsmData:
    """The highways of a box.

    Attributes
    ----------
    bounds : the box, or the part of it that the data covers.
    nodes : those that a way refers to.
    segments : of the ways, without those to a node that has no place.
    way_id : (w,) the ways tagged highway=*.
    way_tags : (w,) indices into `tags`.
    way_name : (w,) indices into `names`.
    tags : distinct sets of the tags in `osm.tags.WAY_KEYS`, without the name.
    names : distinct names; `names[0]` is "".
    barriers : the tags of nodes that carry a barrier, by id.
    scenery : the map features drawn behind the streets.
    date : the date of the data, YYYY-MM-DD, or "" if unknown.
    """

    bounds: Bounds
    nodes: Nodes
    segments: Segments
    way_id: NDArray[np.int64]
    way_tags: Indices
    way_name: Indices
    tags: Sequence[Mapping[str, str]]
    names: Sequence[str]
    barriers: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    scenery: Scenery = field(default_factory=Scenery)
    date: str = ""
