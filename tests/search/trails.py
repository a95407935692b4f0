"""Networks, all trails of small ones, and the streets of a walk: code of the tests only.

A trail uses no street twice.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

import networkx as nx

from looproute.geo import LatLon, Plane
from looproute.loops import Loop
from looproute.network.network import StreetNetwork

GRID = """
    A---B---C---D---E
    |   |   |   |   |
    F---G---H---I---J
    |   |   |   |   |
    K---L---M---N---O
    |   |   |   |   |
    P---Q---R---S---T
"""


def random_streets(rng: random.Random) -> StreetNetwork:
    """Return 4 to 9 connected junctions in a square of 900 m, with up to seven extra streets."""
    n = rng.randint(4, 9)
    plane = Plane.at(LatLon(0.0, 0.0))
    graph: nx.Graph[int] = nx.Graph()
    for vertex in range(n):
        place = plane.to_latlon(rng.uniform(0, 900), rng.uniform(0, 900))
        graph.add_node(vertex, x=place.lon, y=place.lat)
    edges = [(rng.randrange(v), v) for v in range(1, n)]
    edges += [(rng.randrange(n), rng.randrange(n)) for _ in range(rng.randint(2, 7))]
    graph.add_edges_from(sorted({(min(edge), max(edge)) for edge in edges if edge[0] != edge[1]}))
    return StreetNetwork.from_networkx(graph)


class Grid(NamedTuple):
    """A network, and the place in its centre."""

    network: StreetNetwork
    middle: LatLon


def equal_grid() -> Grid:
    """Return 64 blocks with sides of 100 m: loops of multiples of 200 m, too many to enumerate."""
    graph: nx.Graph[tuple[int, int]] = nx.grid_2d_graph(9, 9)
    for row, column in graph:
        graph.add_node((row, column), x=0.0009 * column, y=0.0009 * row)
    nx.set_edge_attributes(graph, dict.fromkeys(graph.edges, 100.0), "length")
    return Grid(StreetNetwork.from_networkx(graph), LatLon(0.0036, 0.0036))


def trail_lengths(
    network: StreetNetwork, start: int, end: int, via: Collection[int] = ()
) -> set[float]:
    """Return the lengths of all trails from a junction to another, or back to it."""
    leaving: dict[int, list[tuple[int, int]]] = {}
    for street, (u, v) in enumerate(zip(network.u.tolist(), network.v.tolist(), strict=True)):
        leaving.setdefault(u, []).append((street, v))
        leaving.setdefault(v, []).append((street, u))
    found = set()
    stack = [(start, frozenset[int](), frozenset([start]), 0.0)]
    while stack:
        at, walked, seen, length_m = stack.pop()
        if at == end and walked and seen.issuperset(via):
            found.add(length_m)
        stack += [
            (there, walked | {street}, seen | {there}, length_m + float(network.length_m[street]))
            for street, there in leaving.get(at, [])
            if street not in walked
        ]
    return found


def streets_of(walk: Loop) -> list[int]:
    """Return the streets of a walk from its points alone, with repetitions."""
    network = walk.network
    assert network is not None
    of = {}
    for street in range(len(network.u)):
        line = list(zip(*(part.tolist() for part in network.line(street)), strict=True))
        for i, ends in enumerate(pairwise(line)):
            of[frozenset(ends)] = street, i == 0
    walked = [of[frozenset((tuple(a), tuple(b)))] for a, b in pairwise(walk.points)]
    return [street for street, first in walked if first]
