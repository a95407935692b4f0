"""Try to refute that there is no loop: walk every acceptable walk."""

from __future__ import annotations

from typing import Any, Literal

import networkx as nx

from .chains import Multigraph, bridges
from .subgraph import Subgraph

Check = Literal["confirmed", "refuted", "too many walks"]
MOST_CHAINS, MOST_STEPS = 1000, 200_000


def refute(subgraph: Subgraph, low_m: float, high_m: float) -> Check:
    """Return whether there is a closed walk of low_m to high_m, at most subgraph.most_m metres.

    It uses every street at most once, bridges among the usable ones twice, and never turns back.
    """
    if subgraph.chains.number_of_edges() > MOST_CHAINS:
        return "too many walks"
    root = subgraph.rooted.root
    graph = subgraph.usable
    home = nx.single_source_dijkstra_path_length(graph, root, weight="length")
    walks = _Walks(graph.subgraph(home), bridges(graph), home, low_m, high_m)
    if walks.exist(root):
        return "refuted"
    return "confirmed" if walks.steps < MOST_STEPS else "too many walks"


class _Walks:
    """A depth-first search over all walks from the root that can still return in time."""

    def __init__(
        self,
        graph: Multigraph[Any],
        twice: set[int],
        home: dict[Any, float],
        low_m: float,
        high_m: float,
    ) -> None:
        self.ways = {
            vertex: [
                (other, key, tags["length"], 2 if key in twice else 1)
                for _, other, key, tags in graph.edges(vertex, keys=True, data=True)
            ]
            for vertex in graph
        }
        self.home, self.low_m, self.high_m = home, low_m, high_m
        self.steps = 0

    def exist(self, root: Any) -> bool:
        """Return whether a walk of the right length was found within the limit of steps."""
        left = {key: most for ways in self.ways.values() for _, key, _, most in ways}
        stack = [(iter(self.ways[root]), 0.0, -1)]
        while stack and self.steps < MOST_STEPS:
            ways, walked_m, came_by = stack[-1]
            for other, key, length_m, _ in ways:
                there_m = walked_m + length_m
                if not left[key] or key == came_by or there_m + self.home[other] > self.high_m:
                    continue
                self.steps += 1
                if other == root and there_m >= self.low_m:
                    return True
                left[key] -= 1
                stack.append((iter(self.ways[other]), there_m, key))
                break
            else:
                stack.pop()
                if came_by >= 0:
                    left[came_by] += 1
        return False
