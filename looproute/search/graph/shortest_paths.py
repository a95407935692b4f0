"""Compute shortest paths from one vertex, as darts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from looproute._typing import Floats, Ints
from looproute.search.graph.multigraph import Multigraph


@dataclass(frozen=True, kw_only=True, eq=False)
class ShortestPaths:
    """The tree of shortest paths from a source.

    Attributes
    ----------
    source : the first vertex of all paths.
    distance_m : (n,) to each vertex; inf if there is no path.
    into : (n,) the last dart of the path to each vertex; -1 at the source and out of reach.
    tail : (2m,) tail vertex of each dart of the graph.
    """

    source: int
    distance_m: Floats
    into: Ints
    tail: Ints

    def path_to(self, target: int) -> Ints:
        """Return the darts from the source to a vertex within reach, in walking order."""
        darts = []
        while target != self.source:
            darts.append(int(self.into[target]))
            target = int(self.tail[darts[-1]])
        return np.array(darts[::-1], dtype=np.int32)


def shortest_paths(
    graph: Multigraph, source: int, dart_cost: Floats | None = None
) -> ShortestPaths:
    """Return the shortest paths from the source.

    Parameters
    ----------
    graph : any multigraph.
    source : a vertex.
    dart_cost : (2m,) > 0, inf to close a dart; None for the lengths.

    Examples
    --------
    >>> parallel = Multigraph.of(3, [(0, 1, 9.0), (0, 1, 4.0), (2, 1, 3.0)])
    >>> paths = shortest_paths(parallel, source=0)
    >>> paths.distance_m.tolist(), paths.path_to(2).tolist()
    ([0.0, 4.0, 7.0], [2, 5])
    """
    from scipy.sparse.csgraph import dijkstra

    rows, predecessors = dijkstra(
        graph.matrix(dart_cost), indices=[source], return_predecessors=True
    )
    distance_m, before = rows[0], predecessors[0]
    # Of parallel darts from the predecessor, the path uses the cheapest, which is written last.
    candidates = np.flatnonzero(before[graph.head] == graph.tail)
    cost = graph.length_m[candidates >> 1] if dart_cost is None else dart_cost[candidates]
    candidates = candidates[np.argsort(-cost)]
    into = np.full(graph.n, -1, dtype=np.int32)
    into[graph.head[candidates]] = candidates
    return ShortestPaths(source=source, distance_m=distance_m, into=into, tail=graph.tail)
