"""Insert a loop into a path that is too short and cannot be stretched.

This is the case if one street leads from start to end, and other streets branch off it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from looproute._typing import Floats, Ints, Mask
from looproute.network.network import StreetNetwork
from looproute.request import LoopRequest
from looproute.search.closed_walks import find_walks
from looproute.search.graph.multigraph import Multigraph
from looproute.search.query_graph import QueryGraph
from looproute.units import LENGTH_M

# The number of places along the path to try, each of which reaches other streets.
MOST_PLACES = 4
# Try one place in this many metres if several reach the same streets.
APART_M = 500.0


def excursions(
    network: StreetNetwork, request: LoopRequest, streets: Mask, walk: Ints, level_m: Floats
) -> Iterator[Ints]:
    """Yield a path with an inserted loop that makes up the missing length.

    Parameters
    ----------
    network : the streets.
    request : the request for the whole path.
    streets : (m,) mask of streets that may be used.
    walk : darts of the network; the loop uses none of their streets.
    level_m : (m, 2) level metres of the streets.
    """
    missing_m = request.target_m - float(level_m[walk >> 1, walk & 1].sum())
    if missing_m < LENGTH_M.low:
        return
    missing = replace(request, steps=None, duration_s=None, length_m=missing_m, via=(), count=2)
    rest = streets.copy()
    rest[walk >> 1] = False
    for i, vertex in _find_places(network, rest, walk):
        near = QueryGraph.of(network, vertex, [], rest, level_m)
        away_m = near.distances_m()[0]
        graph = near.subgraph.graph
        through_m = away_m[graph.u] + graph.length_m + away_m[graph.v]
        subgraph = near.only(
            through_m <= missing_m + missing.tolerance_m
        ).subgraph.without_dead_ends()
        if subgraph.graph.m == 0:
            continue
        for loop in find_walks(subgraph.perturb_costs(request.seed), missing).darts:
            darts = (2 * subgraph.street[loop >> 1] + (loop & 1)).astype(np.int32)
            yield np.concatenate([walk[:i], darts, walk[i:]])


def _find_places(network: StreetNetwork, rest: Mask, walk: Ints) -> list[tuple[int, int]]:
    """Return indices into the walk, and junctions, that reach unused streets.

    Those that reach the greatest length come first.
    """
    from scipy.sparse.csgraph import connected_components

    n = len(network.lat)
    graph = Multigraph(n=n, u=network.u, v=network.v, length_m=network.length_m).only(rest)
    _, part = connected_components(graph.matrix(), directed=False)
    size_m = np.bincount(part[graph.u], graph.length_m, minlength=int(part.max()) + 1)
    tail = np.where(walk & 1, network.v[walk >> 1], network.u[walk >> 1])
    head = np.where(walk & 1, network.u[walk >> 1], network.v[walk >> 1])
    along_m = np.concatenate([[0.0], np.cumsum(network.length_m[walk >> 1])])
    vertices = np.append(tail, head[-1:])
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for i, vertex in enumerate(vertices.tolist()):
        if graph.degree[vertex]:
            key = int(part[vertex]), int(along_m[i] // APART_M)
            found.setdefault(key, (i, vertex))
    ranked = sorted(found.items(), key=lambda item: (-size_m[item[0][0]], item[1]))
    return [place for _, place in ranked[:MOST_PLACES]]
