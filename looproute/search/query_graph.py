"""Join the ends of paths to the root by virtual edges of no length.

A path from the root to another place, closed by the virtual edge between them, is a loop. So the
search for loops finds paths: loops that must use the virtual edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from looproute._typing import Floats, Indices, Mask
from looproute.network.network import StreetNetwork
from looproute.search.features import Features, Shapes
from looproute.search.graph.multigraph import Multigraph
from looproute.search.level import least_m, level_costs
from looproute.search.subgraph import Subgraph

# SciPy reads an edge of length 0 as no edge.
VIRTUAL_M = 1e-6


@dataclass(frozen=True, kw_only=True, eq=False)
class QueryGraph:
    """A subgraph whose last `len(ends)` streets are virtual edges from the ends to the root.

    Attributes
    ----------
    subgraph : the streets; virtual edges have the number -1 in the network.
    ends : vertices of the subgraph; the k-th one is joined by the k-th of the last streets.
    """

    subgraph: Subgraph
    ends: tuple[int, ...]

    @classmethod
    def of(
        cls,
        network: StreetNetwork,
        root: int,
        ends: Sequence[int],
        streets: Mask,
        level_m: Floats,
    ) -> QueryGraph:
        """Return the query graph of some streets, given as a (m,) mask, and the ends of paths.

        `level_m` are the (m, 2) level metres of the streets.
        """
        features, n, k = Features.of(network), len(network.lat), len(ends)
        x, y = features.x[root], features.y[root]
        end = np.array(ends, dtype=np.int32)
        virtual_shapes = Shapes(
            cross=features.x[end] * y - x * features.y[end],
            leave=np.zeros((2 * k, 2)),
            arrive=np.zeros((2 * k, 2)),
            sample_xy=np.tile([x, y], (k, 1)),
            sample_heading=np.zeros((k, 2)),
            sample_offsets=np.arange(k + 1),
        )
        m = len(network.u)
        whole = Subgraph(
            graph=Multigraph(
                n=n,
                u=np.concatenate([network.u, end]),
                v=np.concatenate([network.v, np.full(k, root, dtype=np.int32)]),
                length_m=np.concatenate([least_m(level_m), np.full(k, VIRTUAL_M)]),
            ),
            root=root,
            plane=features.plane,
            x=features.x,
            y=features.y,
            distance_m=np.zeros(n),
            is_junction=features.degree >= 3,
            street=np.concatenate([np.arange(m), np.full(k, -1)]),
            part=np.tile([0.0, 1.0], (m + k, 1)),
            length_m=np.concatenate([network.length_m, np.full(k, VIRTUAL_M)]),
            level_m=np.concatenate([level_m, np.full((k, 2), VIRTUAL_M)]),
            cost=np.concatenate([level_costs(network, level_m), np.full(k, VIRTUAL_M)]),
            busy=np.concatenate([features.busy, np.zeros(k, dtype=bool)]),
            shapes=features.shapes.followed_by(virtual_shapes),
        )
        return cls._take_streets(whole, k, np.flatnonzero(streets))

    @property
    def m(self) -> int:
        """The number of streets without virtual edges."""
        return self.subgraph.graph.m - len(self.ends)

    def virtual_edge(self, which: int = 0) -> int:
        """Return the subgraph's number of a virtual edge."""
        return self.m + which

    def only(self, streets: Mask) -> QueryGraph:
        """Return the query graph of the streets of a (m,) mask, with the same virtual edges."""
        return self._take_streets(self.subgraph, len(self.ends), np.flatnonzero(streets))

    def perturb_costs(self, seed: int) -> QueryGraph:
        """Return the query graph with costs changed at random, see `Subgraph.perturb_costs`."""
        return replace(self, subgraph=self.subgraph.perturb_costs(seed))

    def distances_m(self) -> Floats:
        """Return the (1 + k, n) level metres along the streets from the root and each end."""
        from scipy.sparse.csgraph import dijkstra

        rows: Floats = dijkstra(
            self.without_virtual_edges().graph.matrix(), indices=[self.subgraph.root, *self.ends]
        )
        return rows

    def within(self, most_m: float) -> QueryGraph | None:
        """Return the streets that a path to the first end of at most `most_m` level metres can use.

        Return None if there is no such path.
        """
        there_m, back_m = self.distances_m()[:2]
        if there_m[self.ends[0]] > most_m:
            return None
        graph = self.without_virtual_edges().graph
        through_m = np.minimum(
            there_m[graph.u] + back_m[graph.v], there_m[graph.v] + back_m[graph.u]
        )
        return self.only(through_m + graph.length_m <= most_m)

    def without_virtual_edges(self) -> Subgraph:
        """Return the subgraph without virtual edges; streets and vertices keep their numbers."""
        graph = self.subgraph.graph
        left = np.arange(graph.m) < self.m
        subgraph = self.subgraph
        return replace(
            subgraph,
            graph=graph.only(left),
            street=subgraph.street[left],
            part=subgraph.part[left],
            length_m=subgraph.length_m[left],
            level_m=subgraph.level_m[left],
            cost=subgraph.cost[left],
            busy=subgraph.busy[left],
            shapes=subgraph.shapes.take(np.flatnonzero(left)),
        )

    @staticmethod
    def _take_streets(subgraph: Subgraph, ties: int, streets: Indices) -> QueryGraph:
        m = subgraph.graph.m
        part = subgraph.only(np.concatenate([streets, np.arange(m - ties, m)]))
        return QueryGraph(subgraph=part, ends=tuple(part.graph.u[len(streets) :].tolist()))
