"""Whether there is room for five loops that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from scipy.spatial import ConvexHull, QhullError

from .chains import simple
from .measures import metres
from .rooted import tree

if TYPE_CHECKING:
    from .rooted import Rooted

NEAR = 1 / 3
STREETS = 4.0
RULE = (
    "There is room where the largest 2-connected part of the streets within a third of the wish "
    f"has at least {STREETS:g} times the wish in streets, and the hull round it at least the area "
    "of a circle as long as the wish."
)


def has_room(rooted: Rooted, length_m: float) -> bool:
    """Return whether there is, for loops of this length."""
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
    return bool(hull.volume >= length_m**2 / (4 * np.pi))  # of two dimensions, the area


def _street_m(graph: nx.Graph[Any], block: list[tuple[Any, Any]]) -> float:
    return sum(graph.edges[pair]["length"] for pair in block) if len(block) > 1 else 0.0
