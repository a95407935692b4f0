"""Join streets to chains: contract a graph to its junctions."""

from __future__ import annotations

from itertools import count, pairwise
from typing import Any

import networkx as nx

Multigraph = nx.MultiGraph  # edges have `length` and `streets`; their keys are unique numbers
Graph = nx.Graph  # edges have `key`, the key of the edge of the multigraph, and `length`


def contracted(graph: Multigraph[Any], root: Any) -> Multigraph[Any]:
    """Return the graph without dead ends, with one edge for each chain."""
    graph = graph.copy()
    numbers = count(max((key for _, _, key in graph.edges(keys=True)), default=0) + 1)
    left = list(graph)
    while left:
        vertex = left.pop()
        if vertex == root or vertex not in graph or graph.degree(vertex) > 2:
            continue
        ends = list(graph.edges(vertex, keys=True, data=True))
        if len(ends) == 1 and ends[0][1] == vertex:
            continue  # an isolated ring
        others = [other for _, other, _, _ in ends]
        graph.remove_node(vertex)
        left += others
        if len(ends) == 2:
            length = sum(tags["length"] for *_, tags in ends)
            streets = ends[0][3]["streets"] + ends[1][3]["streets"]
            u, v = others
            graph.add_edge(u, v, key=next(numbers), length=length, streets=streets)
    return graph


def simple(graph: Multigraph[Any]) -> Graph[Any]:
    """Return the graph with parallel edges and self-loops subdivided."""
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


def bridges(graph: Multigraph[Any]) -> set[int]:
    """Return the keys of the bridges."""
    plain = simple(graph)
    return {plain.edges[pair]["key"] for pair in nx.bridges(plain)}


def streets(graph: Multigraph[Any], keys: set[int]) -> set[int]:
    """Return the streets of the edges."""
    edges = graph.edges(keys=True, data=True)
    return {street for _, _, key, tags in edges if key in keys for street in tags["streets"]}
