"""Remove the streets that no walk of the requested length can use.

The rest shows which streets are *forced*: a bridge among them must be walked twice, since any other
way back would make the walk longer than requested.
"""

from __future__ import annotations

import numpy as np

from looproute._typing import Floats, Mask
from looproute.search.graph.biconnected import Approach, Inside, find_blocks
from looproute.search.graph.disjoint import shortest_trail_through
from looproute.search.graph.multigraph import Multigraph
from looproute.search.graph.shortest_paths import ShortestPaths, shortest_paths

# Summing a few hundred lengths in another order changes the result by less than this.
ROUNDING_M = 1e-5


def prune(graph: Multigraph, root: int, limit_m: float) -> Mask:
    """Return the edges that an acceptable closed walk of at most limit_m from the root can use.

    A walk is acceptable if it uses each edge at most once, except bridges that lead to a cycle,
    which it uses twice. Bridges are those of the graph of edges within reach.

    Returns
    -------
    (m,) mask of edges.

    Notes
    -----
    This is exact, and one pass is enough: an edge remains if and only if an acceptable walk within
    the limit uses it, and such a walk remains acceptable when other edges are removed. The edges
    that it repeats remain bridges, and those that it uses once remain on its cycle.

    The cost is one Dijkstra for each edge that no walk found earlier uses and no earlier bound
    excludes, so check their number first.

    Examples
    --------
    A stem of 1 to a ring of 9, and another ring behind it:

    >>> edges = [(0, 1, 1.0), (1, 2, 5.0), (2, 1, 4.0), (2, 3, 1.0), (3, 3, 2.0)]
    >>> prune(Multigraph.of(4, edges), root=0, limit_m=12.0).tolist()
    [True, True, True, False, False]
    """
    left = within_reach(graph, root, limit_m)
    left[left] = _find_usable(graph.only(left), root, limit_m)
    return left


def within_reach(graph: Multigraph, root: int, limit_m: float) -> Mask:
    """Return the (m,) edges that any closed walk of at most limit_m from the root can use."""
    distance_m = shortest_paths(graph, root).distance_m
    shortest_m = distance_m[graph.u] + graph.length_m + distance_m[graph.v]
    mask: Mask = shortest_m <= limit_m + ROUNDING_M
    return mask


def _find_usable(graph: Multigraph, root: int, limit_m: float) -> Mask:
    """Return the (m,) edges that an acceptable walk within the limit can use."""
    blocks = find_blocks(graph, root)
    approach = Approach(graph=graph, blocks=blocks)
    approach_m = _measure_approaches_m(approach, limit_m)
    usable = np.zeros(graph.m, dtype=bool)
    arrived = np.zeros(len(blocks), dtype=bool)
    # The farthest block first: walks to it show that streets on the way are usable as well.
    for block in np.flatnonzero(~blocks.is_bridge & (approach_m < limit_m))[::-1].tolist():
        room_m = limit_m + ROUNDING_M - approach_m[block]
        edge = approach.inside(block).piece.edge
        usable[edge] = _find_within_room(approach.inside(block), usable[edge], room_m)
        if usable[edge].any():
            _settle_way_to(block, approach, usable, arrived)
    return usable


def _measure_approaches_m(approach: Approach, limit_m: float) -> Floats:
    """Return the (b,) metres of the shortest way to each block and back; inf beyond the limit."""
    blocks = approach.blocks
    length_m = np.zeros(len(blocks))
    for block in range(len(blocks)):
        before = int(blocks.parent[block])
        if before >= 0:
            length_m[block] = length_m[before]
            if length_m[before] < limit_m:
                length_m[block] += approach.passage(before, int(blocks.entrance[block])).length_m
    return length_m


def _find_within_room(inside: Inside, settled: Mask, room_m: float) -> Mask:
    """Return the edges of a block that lie on a closed trail of at most room_m.

    Parameters
    ----------
    inside : the block; trails begin at its entrance.
    settled : the edges that are known to be usable.
    room_m : the longest permitted trail in metres.
    """
    graph, paths = inside.piece.graph, inside.paths
    usable = settled.copy()
    at_least_m = paths.distance_m[graph.u] + graph.length_m + paths.distance_m[graph.v]
    closed: set[int] = set()
    for edge in np.argsort(-at_least_m).tolist():
        if usable[edge] or at_least_m[edge] > room_m:
            continue
        trail = shortest_trail_through(graph, paths, edge)
        if trail is not None and trail.length_m <= room_m:
            usable[trail.darts >> 1] = True
            continue
        way = paths.path_to(int(graph.u[edge])) >> 1
        gate = next((gate for gate in way.tolist() if gate not in closed), None)
        if gate is not None:
            closed.add(gate)
            at_least_m = np.maximum(at_least_m, _bound_by_gate(graph, paths, gate))
    return usable


def _bound_by_gate(graph: Multigraph, paths: ShortestPaths, gate: int) -> Floats:
    """Return (m,) lower bounds in metres on closed trails through an edge and the source.

    Such a trail consists of the edge and two ways to its ends, only one of which can pass the gate.
    If the other way is long, it excludes all edges behind the gate.
    """
    cost = np.repeat(graph.length_m, 2)
    cost[[2 * gate, 2 * gate + 1]] = np.inf
    once_m, twice_m = shortest_paths(graph, paths.source, cost).distance_m, paths.distance_m
    ends_m = np.minimum(once_m[graph.u] + twice_m[graph.v], twice_m[graph.u] + once_m[graph.v])
    at_least_m: Floats = ends_m + graph.length_m
    return at_least_m


def _settle_way_to(block: int, approach: Approach, usable: Mask, arrived: Mask) -> None:
    """Mark the edges on the way to a block as usable, up to those marked earlier."""
    blocks = approach.blocks
    while not arrived[block]:
        arrived[block] = True
        before = int(blocks.parent[block])
        if before < 0:
            break
        passage = approach.passage(before, int(blocks.entrance[block]))
        usable[np.concatenate((passage.out, passage.back)) >> 1] = True
        block = before
