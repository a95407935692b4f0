"""Find forced repetition: bridges among the streets that a walk of a length can use.

This uses NetworkX and no code of the search. A street is usable if the shortest walk through it
that repeats only bridges is short enough. Removing the others creates new bridges, so this repeats
until nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import networkx as nx

from .chains import Graph, Multigraph, contracted, simple


def usable(graph: Multigraph[Any], root: Any, most_m: float) -> Multigraph[Any]:
    """Return the chains that acceptable walks of at most most_m metres can use."""
    while True:
        graph = contracted(graph, root)
        useless = set(_useless(simple(graph), root, most_m))
        if not useless:
            return graph
        graph.remove_edges_from([edge for edge in graph.edges(keys=True) if edge[2] in useless])


def _useless(graph: Graph[Any], root: Any, most_m: float) -> Iterable[int]:
    """Yield the edges on cycles through which the shortest acceptable walk is longer than most_m.

    Edges on cycles that the root does not lead to are among them.
    """
    blocks = [graph.edge_subgraph(block) for block in nx.biconnected_component_edges(graph)]
    at: dict[Any, list[int]] = {}
    for i, block in enumerate(blocks):
        for vertex in block:
            at.setdefault(vertex, []).append(i)
    left = set(range(len(blocks)))
    reached = [(root, 0.0)]
    while reached:
        entrance, approach_m = reached.pop()
        for i in at.get(entrance, []):
            if i not in left:
                continue
            left.remove(i)
            trails = _Trails(blocks[i], entrance, most_m - approach_m)
            if blocks[i].number_of_edges() > 1:
                for a, b, tags in blocks[i].edges(data=True):
                    if trails.through(a, b, tags["length"]) > most_m - approach_m:
                        yield tags["key"]
            for vertex in blocks[i]:
                if vertex != entrance and len(at[vertex]) > 1:
                    reached.append((vertex, approach_m + trails.to(vertex)))
    for i in left:
        if blocks[i].number_of_edges() > 1:
            yield from (tags["key"] for _, _, tags in blocks[i].edges(data=True))


class _Trails:
    """The shortest closed trails of a block from its entrance; inf beyond a limit."""

    def __init__(self, block: Graph[Any], entrance: Any, limit_m: float) -> None:
        self.block, self.entrance, self.limit_m = block, entrance, limit_m
        found: Any = nx.single_source_dijkstra(block, entrance, weight="length")
        self.far: dict[Any, float] = found[0]
        self.path: dict[Any, list[Any]] = found[1]

    def to(self, vertex: Any) -> float:
        """Return the shortest way to a vertex and back: a bridge twice, or two disjoint paths."""
        if self.block.number_of_edges() == 1:
            return 2 * self.far[vertex]
        return self._two_paths(vertex, vertex, None)

    def through(self, a: Any, b: Any, length_m: float) -> float:
        """Return the shortest closed trail through an edge (a, b)."""
        return self._two_paths(a, b, (a, b)) + length_m

    def _two_paths(self, a: Any, b: Any, without: tuple[Any, Any] | None) -> float:
        """Return the least total of edge-disjoint paths from the entrance to a and to b.

        Suurballe's algorithm: a shortest path to the nearer one, then a second one that may undo
        parts of the first, on lengths reduced by the distances so that none is negative.
        """
        if self.far[a] > self.far[b]:
            a, b = b, a
        first, second = self.path[a], self.path[b]
        if self.far[a] + self.far[b] > self.limit_m:
            return float("inf")
        if a != b and (len(first) == 1 or first[1] != second[1]) and set(second[:2]) != {a, b}:
            return float(self.far[a] + self.far[b])
        forward, closed = set(pairwise(first)), set(without or ())

        def reduced(u: Any, v: Any, tags: dict[str, Any]) -> float | None:
            if (u, v) in forward or {u, v} == closed:
                return None
            if (v, u) in forward:
                return 0.0
            return max(0.0, float(tags["length"] + self.far[u] - self.far[v]))

        both_m = self.far[a] + self.far[b]
        try:
            found: Any = nx.single_source_dijkstra(
                self.block, self.entrance, b, cutoff=self.limit_m - both_m, weight=reduced
            )
        except nx.NetworkXNoPath:
            return float("inf")
        return float(both_m + found[0])
