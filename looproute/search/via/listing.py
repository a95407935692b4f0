"""List all loops through some junctions, where streets are few."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from looproute._typing import Ints, Mask
from looproute.search.feasibility.cycle_space import closed_trails, cycle_rank
from looproute.search.graph.biconnected import cut_out, find_blocks
from looproute.search.graph.euler import closed_walk
from looproute.search.graph.multigraph import Multigraph

# At most 2 to the power of this many sets of streets are examined.
MOST_MU = 16
MOST_WALKS = 12


def list_loops(
    graph: Multigraph, streets: Mask, stops: list[int], low_m: float, high_m: float
) -> list[Ints]:
    """Return loops through all stops, from the first of them back to it, unordered.

    They repeat only bridges that lead to stops. The list is empty if there are too many streets to
    list, or if the loop would have to pass through two blocks.

    Parameters
    ----------
    graph : the streets.
    streets : (m,) mask of the streets that may be used.
    stops : junctions that are connected.
    low_m, high_m : the range of valid lengths.

    >>> from looproute.search.graph.multigraph import Multigraph
    >>> edges = [(0, 1, 9.0), (1, 2, 5.0), (1, 2, 7.0), (2, 3, 2.0)]
    >>> street = np.ones(4, dtype=bool)
    >>> [walk.tolist() for walk in list_loops(Multigraph.of(4, edges), street, [0, 3], 30.0, 40.0)]
    [[0, 4, 6, 7, 3, 1]]
    """
    root = stops[0]
    piece = cut_out(graph, streets, root)
    number = {vertex: i for i, vertex in enumerate(piece.vertex.tolist())}
    blocks = find_blocks(piece.graph, piece.root)
    of_vertex = {
        stop: next(
            (int(b) for b in blocks.of_edge[_edges_at(piece.graph, number[stop])] if b >= 0), -1
        )
        for stop in stops[1:]
    }
    needed: set[int] = set()
    for stop, block in of_vertex.items():
        path = blocks.path(block)
        # The last block may be left out if the stop is its entrance.
        needed |= {b for b in path if blocks.entrance[b] != number[stop]}
    around = [b for b in needed if not blocks.is_bridge[b]]
    if len(around) != 1:
        return []
    bridges = np.flatnonzero(np.isin(blocks.of_edge, [b for b in needed if blocks.is_bridge[b]]))
    inside = blocks.edges(around[0])
    ring = cut_out(piece.graph, inside, int(blocks.entrance[around[0]]))
    if cycle_rank(ring.graph) > MOST_MU:
        return []
    bridges_m = 2 * float(piece.graph.length_m[bridges].sum())
    ends = [number[stop] for stop in stops[1:]]
    ends += [int(blocks.entrance[b]) for b in needed]
    passed = [i for i, vertex in enumerate(ring.vertex.tolist()) if vertex in ends]
    length_m = np.maximum(np.rint(1000 * ring.graph.length_m), 1) / 1000
    found = closed_trails(
        replace(ring.graph, length_m=length_m), ring.root, int(1000 * (high_m - bridges_m))
    )
    fits = found.length_mm >= 1000 * (low_m - bridges_m)
    for vertex in passed:
        fits &= (found.sets & found.touched_by[vertex]) != 0
    walks = []
    for trail in np.flatnonzero(fits)[:MOST_WALKS].tolist():
        edges = np.concatenate([np.repeat(bridges, 2), ring.edge[found.edges(trail)]])
        walk = closed_walk(piece.graph, edges, piece.root)
        walks.append(piece.darts_in_whole(walk))
    return walks


def _edges_at(graph: Multigraph, vertex: int) -> Ints:
    """Return the edges that touch a vertex."""
    return np.flatnonzero((graph.u == vertex) | (graph.v == vertex)).astype(np.int32)
