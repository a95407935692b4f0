"""The number of ways out, on which the rule for room rests."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from .room import ways


def with_streets_of_100_m(graph: Any) -> Any:
    """Return the graph with a length on each edge."""
    for pair in graph.edges:
        graph.edges[pair]["length"] = 100.0
    return graph


def test_the_number_of_ways_out_is_that_of_streets_in_the_narrowest_cut() -> None:
    assert ways(with_streets_of_100_m(nx.star_graph(5)), 0, 10.0, 90.0) == 5
    neck = nx.barbell_graph(5, 1)
    assert ways(with_streets_of_100_m(neck), 0, 50.0, 350.0) == 1
    assert ways(neck, 0, 50.0, 150.0) == 1, "the far end of the neck is far"
    assert ways(neck, 0, 50.0, 100.0) == 4
    assert ways(neck, 0, 50.0, 5000.0) == 0


@pytest.mark.parametrize("seed", range(4))
def test_networkx_counts_the_same_number_of_ways_out(seed: int) -> None:
    town: Any = nx.random_geometric_graph(60, 0.25, seed=seed)
    graph = town.subgraph(max(nx.connected_components(town), key=len))
    streets: Any = nx.DiGraph()
    streets.add_nodes_from(["near", "far"])
    steps = nx.single_source_shortest_path_length(graph, min(graph))
    place = {v: "near" if k <= 1 else "far" if k >= 3 else v for v, k in steps.items()}
    for u, v in graph.edges:
        for a, b in ((place[u], place[v]), (place[v], place[u])):
            if a != b:
                already = streets.edges[a, b]["capacity"] if streets.has_edge(a, b) else 0
                streets.add_edge(a, b, capacity=already + 1)
    most = nx.maximum_flow_value(streets, "near", "far")
    assert ways(with_streets_of_100_m(graph), min(graph), 100.0, 300.0) == most
