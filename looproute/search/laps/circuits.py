"""Find circuits: ways round a block, a park, or two blocks.

Streets divide the plane into faces. The border of a face is a circuit round what lies within: a
block of houses, a park, a lake. Two neighbouring faces form a larger circuit.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np

from looproute._typing import Floats, Ints, Mask
from looproute.search.graph.biconnected import find_blocks
from looproute.search.subgraph import Subgraph

# Circuits with a lower compactness, 4πA/L², are merely the two sides of one street.
LEAST_COMPACTNESS = 0.25
MOST_FACES = 4000


def circuits(subgraph: Subgraph, least_m: float, most_m: float) -> list[Ints]:
    """Return the circuits round one face or two neighbours, from least_m to most_m long.

    Each is a simple cycle, as darts of the subgraph, and begins anywhere.
    """
    graph = subgraph.graph
    inside = find_blocks(graph, subgraph.root).in_cycles()
    faces = [face for face in _find_faces(subgraph, inside) if _metres(subgraph, face) <= most_m]
    faces = faces[:MOST_FACES]
    beside: dict[int, list[int]] = defaultdict(list)
    for i, face in enumerate(faces):
        for dart in face.tolist():
            beside[dart >> 1].append(i)
    pairs = {pair for both in beside.values() for pair in combinations(sorted(set(both)), 2)}
    merged = [_merge_faces(faces[a], faces[b]) for a, b in sorted(pairs)]
    found: dict[bytes, Ints] = {}
    for circuit in [*faces, *merged]:
        walk = _order_darts(subgraph, circuit)
        if (
            walk is not None
            and least_m <= _metres(subgraph, walk) <= most_m
            and _is_round(subgraph, walk)
        ):
            found.setdefault(np.sort(walk >> 1).tobytes(), walk)
    return list(found.values())


def _find_faces(subgraph: Subgraph, inside: Mask) -> list[Ints]:
    """Return the borders of the faces as darts, each face on the left of its border.

    At every junction the outgoing darts are sorted by bearing; a border that arrives by one dart
    goes on by the neighbour of its reverse.
    """
    graph = subgraph.graph
    darts = np.flatnonzero(np.repeat(inside, 2))
    east, north = subgraph.shapes.leave[darts].T
    order = darts[np.lexsort([np.arctan2(north, east), graph.tail[darts]])]
    tail = graph.tail[order]
    first = np.flatnonzero(np.diff(tail, prepend=-1))
    last = np.append(first[1:], len(order)) - 1
    before = np.arange(len(order)) - 1
    before[first] = last
    following = np.full(2 * graph.m, -1)
    following[order ^ 1] = order[before]
    faces, seen = [], np.zeros(2 * graph.m, dtype=bool)
    ahead = following.tolist()
    for begin in darts.tolist():
        if seen[begin]:
            continue
        face, dart = [], begin
        while not seen[dart]:
            seen[dart] = True
            face.append(dart)
            dart = ahead[dart]
        faces.append(np.array(face, dtype=np.int32))
    return faces


def _merge_faces(a: Ints, b: Ints) -> Ints:
    """Return the border of the union of two faces: the darts that only one of them uses."""
    return np.concatenate([a[~np.isin(a ^ 1, b)], b[~np.isin(b ^ 1, a)]])


def _order_darts(subgraph: Subgraph, darts: Ints) -> Ints | None:
    """Return the darts ordered as one simple cycle, None if they do not form one."""
    graph = subgraph.graph
    by_tail = dict(zip(graph.tail[darts].tolist(), darts.tolist(), strict=True))
    if len(darts) == 0 or len(by_tail) < len(darts) or len(np.unique(darts >> 1)) < len(darts):
        return None
    walk, at = [], int(graph.tail[darts[0]])
    for _ in range(len(darts)):
        dart = by_tail.pop(at, None)
        if dart is None:
            return None
        walk.append(dart)
        at = int(graph.head[dart])
    return np.array(walk, dtype=np.int32) if at == graph.tail[walk[0]] else None


def _metres(subgraph: Subgraph, darts: Ints) -> float:
    return float(subgraph.length_m[darts >> 1].sum())


def _is_round(subgraph: Subgraph, walk: Ints) -> bool:
    cross: Floats = subgraph.shapes.cross[walk >> 1] * (1 - 2 * (walk & 1))
    return 2 * np.pi * abs(float(cross.sum())) / _metres(subgraph, walk) ** 2 >= LEAST_COMPACTNESS
