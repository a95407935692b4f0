"""The streets of an area: a NetworkX graph, checked, with the arrays that the search runs on.

A *street* is one physical way between two junctions: one undirected edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from looproute.geo import Bounds, LatLon, Line, Plane
from looproute.scenery import Scenery

if TYPE_CHECKING:
    import networkx as nx

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

ATTRIBUTION = "© OpenStreetMap contributors, ODbL"


@dataclass(frozen=True, kw_only=True, eq=False)
class StreetNetwork:
    """n junctions joined by m streets, never mutated.

    Attributes
    ----------
    lat, lon : (n,) degrees, the junctions.
    osm_id : (n,) what the source calls each junction.
    u, v : (m,) the junctions at a street's two ends; u == v for a self-loop.
    length_m : (m,) geodesic metres.
    comfort : (m,) cost of a metre walked here relative to a plain quiet street, > 0; dear = unpleasant.
    kind : (m,) index into `walkability.KINDS`.
    name : (m,) index into `names`; `names[0]` is "".
    way_id : (m,) the OSM way a street was cut from, 0 where unknown.
    line_lat, line_lon : (k,) the points of all streets, each running from its u to its v.
    line_start : (m + 1,) street e has the points line_start[e] up to line_start[e + 1].
    bounds : the box that was loaded; beyond it there may be streets that are not here.
    scenery : what the map draws behind the streets.
    place, date, attribution : where and when the streets are from, and who is to be credited.
    """

    lat: Floats
    lon: Floats
    osm_id: NDArray[np.int64]
    u: Ints
    v: Ints
    length_m: Floats
    comfort: Floats
    kind: NDArray[np.uint8]
    name: Ints
    names: tuple[str, ...]
    way_id: NDArray[np.int64]
    line_lat: Floats
    line_lon: Floats
    line_start: Ints
    bounds: Bounds
    scenery: Scenery = Scenery()
    place: str = ""
    date: str = ""
    attribution: str = ATTRIBUTION

    def line(self, street: int) -> Line:
        """Return the points of a street, from its u to its v."""
        part = slice(self.line_start[street], self.line_start[street + 1])
        return Line(self.line_lat[part], self.line_lon[part])
