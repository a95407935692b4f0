"""Compute upper bounds on the length of a closed trail in a block.

In a closed trail every vertex has an even degree, so some edges that join the odd vertices of a
block in pairs must be left out. The lightest such edges, a minimum T-join, weigh as much as a
minimum perfect matching of the odd vertices by distance (Edmonds and Johnson 1973). Half of a
minimum *assignment* is a little less than the matching, and much cheaper to compute.
"""

from __future__ import annotations

import numpy as np

from looproute._typing import Floats
from looproute.search.graph.biconnected import Blocks
from looproute.search.graph.multigraph import Multigraph

WITH_ITSELF = 1e9  # metres; more than any assignment that pairs no vertex with itself


def longest_trail(graph: Multigraph) -> float:
    """Return an upper bound in metres on the closed trails of a connected graph.

    Examples
    --------
    A theta: three edges join two junctions, and a trail can use two of them.

    >>> longest_trail(Multigraph.of(2, [(0, 1, 3.0), (0, 1, 4.0), (0, 1, 5.0)]))
    9.0
    """
    from scipy.optimize import linear_sum_assignment
    from scipy.sparse.csgraph import dijkstra

    total_m = float(graph.length_m.sum())
    odd = np.flatnonzero(graph.degree % 2)
    if len(odd) == 0:
        return total_m
    apart_m = dijkstra(graph.matrix(), indices=odd)[:, odd]
    np.fill_diagonal(apart_m, WITH_ITSELF)
    return total_m - float(apart_m[linear_sum_assignment(apart_m)].sum()) / 2


def quick_bounds(graph: Multigraph, blocks: Blocks) -> Floats:
    """Return an upper bound on the closed trails of each block; 0 for a bridge.

    This bound is looser: at an odd vertex at least its shortest edge is left out, and an edge has
    two ends.

    Returns
    -------
    (b,) metres.
    """
    inside = np.flatnonzero(blocks.in_cycles())
    block = blocks.of_edge[inside]
    total_m = np.bincount(block, graph.length_m[inside], minlength=len(blocks))
    # One row for each end of an edge: its block, its vertex and the edge's length.
    end = np.concatenate((graph.u[inside], graph.v[inside]))
    corner, which = np.unique(
        np.tile(block.astype(np.int64), 2) * graph.n + end, return_inverse=True
    )
    shortest_m = np.full(len(corner), np.inf)
    np.minimum.at(shortest_m, which, np.tile(graph.length_m[inside], 2))
    odd = np.bincount(which, minlength=len(corner)) % 2 == 1
    left_out_m = np.bincount(corner[odd] // graph.n, shortest_m[odd], minlength=len(blocks)) / 2
    return np.asarray(total_m - left_out_m, dtype=np.float64)
