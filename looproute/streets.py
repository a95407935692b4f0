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
    from typing import Any

    import networkx as nx

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

LEAST_M = 0.001  # the length of a street between two junctions at the same place
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

    @classmethod
    def from_networkx(
        cls, graph: nx.Graph, *, bounds: Bounds | None = None, **about: Any
    ) -> StreetNetwork:
        """Return the streets of an OSMnx graph, simplified or not, or of any NetworkX graph.

        A node needs `x` and `y`, longitude and latitude, or `pos`, the pair of them. An edge may
        have `geometry` (a LineString either way round), `length` in metres, `highway`, `name`,
        `osmid` and `comfort`. Directions are forgotten: there and back along the same points is
        one street. Lengths are measured on the ellipsoid where the graph gives none, and where
        OSMnx made them, on a sphere. Junctions without a street are left out. `bounds` is the
        box round them if it is not given; `about` may hold scenery, place, date, attribution.

        Raises ValueError where places are missing or no latitude and longitude, or there is no
        edge. The graph is not changed.

        >>> import networkx as nx
        >>> square = nx.cycle_graph(4)
        >>> for node in square:
        ...     square.add_node(node, x=0.001 * (node in (1, 2)), y=0.001 * (node > 1))
        >>> StreetNetwork.from_networkx(square).length_m.round().tolist()
        [111.0, 111.0, 111.0, 111.0]
        """
        from looproute.nxgraph import from_networkx

        return from_networkx(graph, bounds=bounds, **about)

    @cached_property
    def graph(self) -> nx.MultiGraph:
        """The network as an undirected NetworkX graph; read it, don't change it.

        It keeps OSMnx's contract: junctions are named by `osm_id` and have `x` and `y`; streets
        have `length`, `osmid`, `highway`, `name`, `geometry` (from u to v), and `comfort`.
        """
        from looproute.nxgraph import to_networkx

        return to_networkx(self)
