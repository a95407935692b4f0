"""Drop dead ends and contract streets in a row into chains, which keeps all loops."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from looproute._typing import Ints, Mask
from looproute.search.graph.multigraph import Multigraph


def drop_dead_ends(graph: Multigraph, root: int) -> Mask:
    """Return the edges that remain after dead ends are removed repeatedly.

    These are every cycle, every way between cycles, and the way from the root to the cycles of its
    component. A component without a cycle is removed completely.

    Returns
    -------
    (m,) mask of edges.

    Examples
    --------
    >>> lollipop = [(0, 1, 5.0), (1, 2, 5.0), (2, 3, 5.0), (3, 1, 5.0), (3, 4, 5.0)]
    >>> drop_dead_ends(Multigraph.of(5, lollipop), root=0).tolist()
    [True, True, True, True, False]
    """
    left = np.ones(graph.m, dtype=bool)
    degree = graph.degree.copy()
    degree[root] += 2  # the root is never a leaf
    # The one edge of a leaf is the sum of its remaining edges, so no adjacency lists are needed.
    edge_sum = np.bincount(graph.tail, np.repeat(np.arange(graph.m), 2), graph.n).astype(np.int64)
    end_sum = graph.u.astype(np.int64) + graph.v
    leaves = np.flatnonzero(degree == 1)
    while leaves.size:
        edge = edge_sum[leaves]
        other = end_sum[edge] - leaves
        left[edge] = False
        degree[leaves] = 0
        np.subtract.at(degree, other, 1)
        np.subtract.at(edge_sum, other, edge)
        leaves = np.unique(other[degree[other] == 1])
    return left


@dataclass(frozen=True, kw_only=True, eq=False)
class Chains:
    """A multigraph whose edges are chains of another graph's edges; vertices keep their numbers.

    Attributes
    ----------
    graph : c edges, each a chain between two vertices that stay.
    dart : (k,) darts of the other graph, chain after chain, each from the chain's u to its v.
    start : (c + 1,) chain i has the darts dart[start[i]] up to dart[start[i + 1]].
    """

    graph: Multigraph
    dart: Ints
    start: Ints

    def expand(self, walk: Ints) -> Ints:
        """Convert a walk over darts of chains to darts of the other graph."""
        if len(walk) == 0:
            return np.empty(0, dtype=np.int32)
        return np.concatenate([self._expand_dart(int(dart)) for dart in walk])

    def edges(self, chains: Mask) -> Ints:
        """Return the edges of the other graph that form the chains of a (c,) mask."""
        return self.dart[np.repeat(chains, np.diff(self.start))] >> 1

    def over(self, edges: Mask) -> Mask:
        """Return the (c,) mask of the chains that begin with an edge of a (m,) mask."""
        over: Mask = edges[self.dart[self.start[:-1]] >> 1]
        return over

    def _expand_dart(self, dart: int) -> Ints:
        along = self.dart[self.start[dart >> 1] : self.start[(dart >> 1) + 1]]
        return along[::-1] ^ 1 if dart & 1 else along


def contract(graph: Multigraph, keep: Mask, among: Mask | None = None) -> Chains:
    """Join edges that meet in a vertex of degree 2 into chains.

    Parameters
    ----------
    graph : any multigraph.
    keep : (n,) vertices of degree 2 that remain. On a ring without such a vertex, its first one
        remains.
    among : (m,) the edges to contract; the others are left out. None for all.

    Examples
    --------
    >>> ring_with_tail = [(0, 1, 1.0), (2, 1, 2.0), (2, 3, 3.0), (3, 1, 4.0)]
    >>> chains = contract(Multigraph.of(4, ring_with_tail), np.zeros(4, dtype=bool))
    >>> chains.graph.u.tolist(), chains.graph.v.tolist(), chains.graph.length_m.tolist()
    ([0, 1], [1, 1], [1.0, 9.0])
    >>> chains.expand(np.array([0, 2, 1])).tolist()  # out, round, home
    [0, 3, 4, 6, 1]
    """
    if among is not None:
        chains = contract(graph.only(among), keep)
        edge = np.flatnonzero(among)[chains.dart >> 1]
        return replace(chains, dart=(2 * edge + (chains.dart & 1)).astype(np.int32))
    stays = keep | (graph.degree != 2)
    dart = np.arange(2 * graph.m)
    # From dart d into a vertex of degree 2, a walk goes on by the dart that is not d ^ 1.
    leaving_sum = np.bincount(graph.tail, dart, graph.n).astype(np.int64)
    previous = np.where(stays[graph.tail], dart, (leaving_sum[graph.tail] - dart) ^ 1)
    # Pointer doubling: first[d] jumps back along the chain, rank[d] counts the darts jumped.
    first, rank = previous, (previous != dart).astype(np.int64)
    begins = stays[graph.tail]
    for _ in range(int(2 * graph.m).bit_length()):
        if begins[first].all():
            break
        first, rank = first[first], rank + rank[first]
    if not begins[first].all():  # the remaining darts are on rings
        return contract(graph, keep | _one_vertex_per_ring(graph, previous, ~begins[first]))
    # Each chain is found from both ends: take the one that begins with the smaller dart.
    ends = np.flatnonzero(stays[graph.head])
    ends = ends[first[ends] < (ends ^ 1)]
    size = rank[ends] + 1
    start = np.concatenate(([0], np.cumsum(size))).astype(np.int32)
    place = np.full(2 * graph.m, -1)
    place[first[ends]] = start[:-1]
    member = np.flatnonzero(place[first] >= 0)
    ordered = np.empty(len(member), dtype=np.int32)
    ordered[place[first[member]] + rank[member]] = member
    chain_of = np.repeat(np.arange(len(ends)), size)
    length_m = np.bincount(chain_of, graph.length_m[ordered >> 1], len(ends)).astype(np.float64)
    return Chains(
        graph=Multigraph(
            n=graph.n,
            u=graph.tail[first[ends]],
            v=graph.head[ends],
            length_m=length_m,
        ),
        dart=ordered,
        start=start,
    )


def _one_vertex_per_ring(graph: Multigraph, previous: Ints, on_ring: Mask) -> Mask:
    """Return the smallest vertex of each ring, given the darts on rings."""
    smallest, jump = graph.tail, previous
    for _ in range(int(2 * graph.m).bit_length()):
        smallest, jump = np.minimum(smallest, smallest[jump]), jump[jump]
    chosen = np.zeros(graph.n, dtype=bool)
    chosen[smallest[on_ring]] = True
    return chosen
