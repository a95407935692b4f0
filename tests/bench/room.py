"""Judge whether there is room for five different loops."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_flow
from scipy.spatial import ConvexHull, QhullError

from .chains import simple
from .measures import metres
from .rooted import Rooted, tree

NEAR = 1 / 3
STREETS = 4.0
WAYS, FROM, TO = 4, 1 / 16, 1 / 4
RULE = (
    "There is room where the largest 2-connected part of the streets within a third of the target "
    f"has at least {STREETS:g} times the target in streets, the hull round it at least the area "
    f"of a circle as long as the target, and at least {WAYS} ways in it that share no street lead "
    "from within a sixteenth of the target of the start (of the end of its stem, the target less "
    "the stem) to a quarter of the target away: two loops that use the same way out and the same "
    "way home share half of their length, and three ways make only three pairs."
)


def has_room(rooted: Rooted, length_m: float) -> bool:
    """Return whether there is room for loops of this length."""
    far, _ = tree(rooted.matrix, rooted.root, NEAR * length_m)
    near = np.flatnonzero(np.isfinite(far[rooted.u]) & np.isfinite(far[rooted.v]))
    graph = simple(rooted.graph(near))
    blocks = ((_street_m(graph, block), block) for block in nx.biconnected_component_edges(graph))
    most_m, largest = max(blocks, key=lambda block: block[0], default=(0.0, []))
    if most_m < STREETS * length_m:
        return False
    lat = np.append(rooted.network.lat, rooted.start[0])
    lon = np.append(rooted.network.lon, rooted.start[1])
    vertices = [v for v in {v for pair in largest for v in pair} if isinstance(v, int)]
    points = np.column_stack([lat[vertices], lon[vertices]])
    try:
        hull = ConvexHull(np.column_stack(metres(points, rooted.start)))
    except QhullError:
        return False
    if hull.volume < length_m**2 / (4 * np.pi):  # in two dimensions, the volume is the area
        return False
    entrance = min(vertices, key=lambda v: far[v])
    left_m = length_m - 2 * float(far[entrance])
    return ways(graph.edge_subgraph(largest), entrance, FROM * left_m, TO * left_m) >= WAYS


def ways(graph: nx.Graph[Any], start: Any, from_m: float, to_m: float) -> int:
    """Return the number of edge-disjoint ways from near a start to far from it.

    By max-flow and min-cut: the number of streets to close so that nothing within `from_m` of the
    start is connected with anything further than `to_m`.
    """
    metres_off: dict[Any, float] = nx.single_source_dijkstra_path_length(
        graph, start, weight="length"
    )
    off = np.array(list(metres_off.values()))
    # Vertex 0 stands for everything near, vertex 1 for everything far.
    number = np.where(off <= from_m, 0, np.where(off >= to_m, 1, np.arange(2, len(off) + 2)))
    at = dict(zip(metres_off, number.tolist(), strict=True))
    ends = np.array([(at[u], at[v]) for u, v in graph.edges], dtype=np.int32)
    u, v = ends[ends[:, 0] != ends[:, 1]].T
    size = len(off) + 2
    streets = coo_array(
        (np.ones(2 * len(u), dtype=np.int32), (np.append(u, v), np.append(v, u))),
        shape=(size, size),
    )
    return int(maximum_flow(streets.tocsr(), 0, 1).flow_value)


def _street_m(graph: nx.Graph[Any], block: list[tuple[Any, Any]]) -> float:
    return sum(graph.edges[pair]["length"] for pair in block) if len(block) > 1 else 0.0
