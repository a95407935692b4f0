"""Root a street network at a start, so that loops can be checked on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from looproute._typing import Floats, Indices, Ints
from looproute.geo import LatLon
from looproute.network.network import StreetNetwork

# A start within this distance of a junction is that junction.
AT_JUNCTION_M = 0.5


class Dart(NamedTuple):
    """A street walked in one direction: from u to v, or back."""

    edge: int
    forward: bool

    @property
    def reverse(self) -> Dart:
        """Return the same street in the other direction."""
        return Dart(self.edge, not self.forward)


@dataclass(frozen=True, kw_only=True, eq=False)
class Rooted:
    """The m edges of a network, the start's street split unless the start is a junction.

    Attributes
    ----------
    network : the network of the streets.
    root : the vertex at the start.
    start : its place as (lat, lon).
    u, v, length_m, street : (m,) ends, metres, and number in the network.
    """

    network: StreetNetwork
    root: int
    start: tuple[float, float]
    u: NDArray[np.int64]
    v: NDArray[np.int64]
    length_m: Floats
    street: NDArray[np.int64]
    _halves: tuple[Floats, Floats] | None

    @classmethod
    def at(cls, network: StreetNetwork, place: LatLon) -> Rooted:
        """Return the network with a junction at the point on a street nearest to a place."""
        spot = network.nearest(place)
        u, v = network.u.astype(np.int64), network.v.astype(np.int64)
        length_m, street = network.length_m, np.arange(len(u))
        whole_m = float(length_m[spot.street])
        for end, off_m in ((u, spot.along_m), (v, whole_m - spot.along_m)):
            if off_m <= AT_JUNCTION_M:
                root = int(end[spot.street])
                start = float(network.lat[root]), float(network.lon[root])
                return cls(
                    network=network, root=root, start=start, u=u, v=v,
                    length_m=length_m, street=street, _halves=None,
                )  # fmt: skip
        e, root = spot.street, len(network.lat)
        u, v = np.append(u, root), np.append(v, v[e])
        v[e] = root
        length_m = np.append(length_m, whole_m - spot.along_m)
        length_m[e] = spot.along_m
        return cls(
            network=network, root=root, start=(spot.point.lat, spot.point.lon), u=u, v=v,
            length_m=length_m, street=np.append(street, e),
            _halves=_split(np.column_stack(network.line(e)), spot.point),
        )  # fmt: skip

    def points(self, dart: Dart) -> Floats:
        """Return the points of a dart, (k, 2), as (lat, lon)."""
        street = int(self.street[dart.edge])
        if self._halves is not None and street == self.street[-1]:
            line = self._halves[dart.edge == len(self.u) - 1]
        else:
            line = np.column_stack(self.network.line(street))
        return line if dart.forward else line[::-1]

    def tail(self, dart: Dart) -> int:
        """Return the vertex that a dart leaves."""
        return int((self.u if dart.forward else self.v)[dart.edge])

    def head(self, dart: Dart) -> int:
        """Return the vertex that a dart leads to."""
        return self.tail(dart.reverse)

    @cached_property
    def darts_from(self) -> dict[int, list[Dart]]:
        """Return the darts that leave each vertex."""
        found: dict[int, list[Dart]] = {}
        for edge, (u, v) in enumerate(zip(self.u.tolist(), self.v.tolist(), strict=True)):
            found.setdefault(u, []).append(Dart(edge, True))
            found.setdefault(v, []).append(Dart(edge, False))
        return found

    @cached_property
    def matrix(self) -> csr_array[Any]:
        """Return street lengths in both directions, the shortest of parallel streets."""
        n = max(len(self.network.lat), self.root + 1)
        tail, head = np.concatenate([self.u, self.v]), np.concatenate([self.v, self.u])
        length = np.tile(self.length_m, 2)
        order = np.lexsort([length, head, tail])
        tail, head, length = tail[order], head[order], length[order]
        first = np.diff(tail * n + head, prepend=-1) != 0
        begin = np.concatenate([[0], np.cumsum(np.bincount(tail[first], minlength=n))])
        heads, begin = head[first].astype(np.int32), begin.astype(np.int32)
        return csr_array((length[first], heads, begin), shape=(n, n))

    def subgraph(self, length_m: float) -> Indices:
        """Return the edges that a closed walk of at most length_m can reach and come back from."""
        far, _ = tree(self.matrix, self.root, length_m / 2)
        return np.flatnonzero(far[self.u] + self.length_m + far[self.v] <= length_m)

    def graph(self, edges: Indices) -> nx.MultiGraph[int]:
        """Return the edges as a NetworkX graph, see `chains.Multigraph`."""
        graph: nx.MultiGraph[int] = nx.MultiGraph()
        graph.add_node(self.root)
        u, v, length = self.u[edges].tolist(), self.v[edges].tolist(), self.length_m[edges].tolist()
        for e, a, b, length_m in zip(edges.tolist(), u, v, length, strict=True):
            graph.add_edge(a, b, key=e, length=length_m, streets=(e,))
        return graph


def tree(matrix: csr_array[Any], start: int, limit: float) -> tuple[Floats, Ints]:
    """Return distances, inf beyond the limit, and predecessors of the vertices."""
    far, before = dijkstra(matrix, indices=[start], limit=limit, return_predecessors=True)
    return far[0], before[0]


def _split(line: Floats, place: LatLon) -> tuple[Floats, Floats]:
    """Return the parts of a line before and after its point at a place."""
    at = np.array(place)
    scale = np.array([1.0, np.cos(np.radians(place.lat))])
    begin, step = (line[:-1] - at) * scale, np.diff(line, axis=0) * scale
    square = np.maximum((step**2).sum(axis=1), 1e-30)
    along = np.clip(-(begin * step).sum(axis=1) / square, 0, 1)
    k = int(np.argmin(np.hypot(*(begin + along[:, None] * step).T)))
    return np.vstack([line[: k + 1], at]), np.vstack([at, line[k + 1 :]])
