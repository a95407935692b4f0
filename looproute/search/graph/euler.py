"""Put edges into walking order."""

from __future__ import annotations

import numpy as np

from looproute._typing import Ints
from looproute.search.graph.multigraph import Multigraph


def closed_walk(graph: Multigraph, edges: Ints, root: int) -> Ints:
    """Return a closed walk from the root over these edges, each as often as it is given.

    The edges must be connected, touch the root and be even in number at each vertex. If bridges
    are given twice and lead to a cycle, the walk never turns round in place: it walks what lies
    beyond a bridge before it crosses the bridge again.

    Returns
    -------
    (len(edges),) darts.

    Notes
    -----
    Hierholzer and Wiener (1873).

    Examples
    --------
    >>> lollipop = Multigraph.of(3, [(0, 1, 5.0), (1, 2, 5.0), (1, 2, 5.0)])
    >>> closed_walk(lollipop, np.array([0, 0, 1, 2]), root=0).tolist()
    [0, 4, 3, 1]
    """
    leaving: dict[int, list[tuple[int, int]]] = {}
    for place, edge in enumerate(edges.tolist()):
        leaving.setdefault(int(graph.u[edge]), []).append((place, 2 * edge))
        leaving.setdefault(int(graph.v[edge]), []).append((place, 2 * edge + 1))
    used = np.zeros(len(edges), dtype=bool)
    walk: list[int] = []
    stack: list[tuple[int, int]] = [(root, -1)]
    while stack:
        at, arrived_by = stack[-1]
        choices = leaving.get(at, [])
        while choices and used[choices[-1][0]]:
            choices.pop()
        if choices:
            place, dart = choices.pop()
            used[place] = True
            stack.append((int(graph.head[dart]), dart))
        else:
            walk.append(arrived_by)
            stack.pop()
    return np.array(walk[-2::-1], dtype=np.int32)
