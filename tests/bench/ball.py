"""The streets that a closed walk of a length can reach, and which of them it must walk twice."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx

from .forced import Graph, usable

if TYPE_CHECKING:
    from .rooted import Dart, Rooted


class Ball:
    """What lies within reach of the root for walks of at most `most_m` metres."""

    def __init__(self, rooted: Rooted, most_m: float) -> None:
        self.rooted, self.most_m = rooted, most_m

    @cached_property
    def graph(self) -> Graph[Any]:
        """The streets within half the length."""
        return simple(self.rooted.graph(self.rooted.ball(self.most_m)))

    @cached_property
    def bridges(self) -> set[int]:
        """Those without which the graph falls apart."""
        return bridges(self.graph)

    @cached_property
    def usable(self) -> Graph[Any]:
        """The streets that acceptable walks can use."""
        return usable(self.graph, self.rooted.root, self.most_m)

    @cached_property
    def forced(self) -> set[int]:
        """The bridges among the usable streets."""
        return bridges(self.usable)

    def avoidable_m(self, darts: list[Dart]) -> float:
        """Return the metres that a walk repeats although no walk of this length must.

        Bridges may be walked twice, once more than once; nothing may be walked three times.
        """
        uses = Counter(dart.edge for dart in darts)
        again = {edge for edge, count in uses.items() if count > 1}
        again -= self.bridges if again else set()
        again -= self.forced if again else set()
        length_m = self.rooted.length_m
        too_often = sum(length_m[e] * (count - 2) for e, count in uses.items() if count > 2)
        return float(sum(length_m[e] for e in again) + too_often)


def simple(graph: nx.MultiGraph[int]) -> Graph[Any]:
    """Return the graph with parallel edges and self-loops subdivided, edges carrying their key."""
    plain: Graph[Any] = Graph()
    plain.add_nodes_from(graph)
    for u, v, key, tags in graph.edges(keys=True, data=True):
        path: list[Any] = [u, v]
        if u == v:
            path = [u, (key, 0), (key, 1), v]
        elif graph.number_of_edges(u, v) > 1:
            path = [u, (key, 0), v]
        for a, b in pairwise(path):
            plain.add_edge(a, b, key=key, length=tags["length"] / (len(path) - 1))
    return plain


def bridges(graph: Graph[Any]) -> set[int]:
    """Return the keys of the edges without which the graph falls apart."""
    return {graph.edges[pair]["key"] for pair in nx.bridges(graph)}
