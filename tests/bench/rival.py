"""Plan round trips as GraphHopper and openrouteservice do: to one far point and back.

The point lies at a third of the length, give or take a tenth, in a random heading. The way there is
the shortest; the way back is the shortest if used streets count five times.
Source: GraphHopper's RoundTripRouting, MultiPointTour and AvoidEdgesWeighting.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from .rooted import Dart, Rooted, tree

USED_AGAIN = 5.0


class Rival:
    """Round trips of a length from a start."""

    def __init__(self, rooted: Rooted, length_m: float) -> None:
        network = rooted.network
        self.rooted, self.length_m = rooted, length_m
        matrix = rooted.matrix.tocoo()
        ends = np.column_stack([rooted.u, rooted.v]).tolist()
        self.edge: dict[tuple[int, int], int] = {}
        for e in np.argsort(-rooted.length_m).tolist():
            self.edge[ends[e][0], ends[e][1]] = self.edge[ends[e][1], ends[e][0]] = e
        self.twin = dict(zip(zip(*matrix.coords, strict=True), range(matrix.nnz), strict=True))
        lat = np.append(network.lat, rooted.start[0])[: matrix.shape[0]]
        lon = np.append(network.lon, rooted.start[1])[: matrix.shape[0]]
        self.north = (lat - rooted.start[0]) * 111_320
        self.east = (lon - rooted.start[1]) * 111_320 * np.cos(np.radians(rooted.start[0]))
        near = np.isfinite(tree(rooted.matrix, rooted.root, length_m)[0])
        near[rooted.root] = False
        self.reachable = np.flatnonzero(near)

    def trip(self, heading: float, share: float) -> list[Dart]:
        """Return a trip to the point at `share` of the length and `heading` radians from north."""
        away = share * self.length_m
        east = self.east[self.reachable] - away * np.sin(heading)
        north = self.north[self.reachable] - away * np.cos(heading)
        via = int(self.reachable[np.argmin(east * east + north * north)])
        matrix = self.rooted.matrix
        out = _path(matrix, self.rooted.root, via, self.length_m)
        raised = matrix.data.copy()
        for pair in pairwise(out):
            raised[[self.twin[pair], self.twin[pair[::-1]]]] *= USED_AGAIN
        again = csr_array((raised, matrix.indices, matrix.indptr), shape=matrix.shape)
        home = _path(again, via, self.rooted.root, USED_AGAIN * self.length_m)
        return [self._dart(a, b) for a, b in pairwise([*out, *home[1:]])]

    def trips(self, count: int, seed: int) -> list[list[Dart]]:
        """Return trips in random headings."""
        random = np.random.default_rng(seed)
        headings = random.uniform(0, 2 * np.pi, count).tolist()
        shares = (random.uniform(0.9, 1.1, count) / 3).tolist()
        return [self.trip(heading, share) for heading, share in zip(headings, shares, strict=True)]

    def _dart(self, a: int, b: int) -> Dart:
        edge = self.edge[a, b]
        return Dart(edge, bool(self.rooted.u[edge] == a))


def _path(matrix: csr_array[Any], start: int, end: int, limit: float) -> list[int]:
    _, before = tree(matrix, start, limit)
    path = [end]
    while path[-1] != start:
        path.append(int(before[path[-1]]))
    return path[::-1]
