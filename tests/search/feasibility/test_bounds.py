"""No closed trail is longer than the bounds."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
import pytest

from looproute.search.feasibility.bounds import longest_trail, quick_bounds
from looproute.search.graph.biconnected import cut_out, find_blocks
from looproute.search.graph.multigraph import Multigraph


def longest_even_mm(edges: list[tuple[int, int, int]]) -> int:
    """Return the length of the longest even set of edges, connected or not, by brute force."""
    best = 0
    for size in range(len(edges) + 1):
        for some in combinations(edges, size):
            ends = [end for u, v, _ in some for end in (u, v)]
            if all(ends.count(end) % 2 == 0 for end in set(ends)):
                best = max(best, sum(mm for _, _, mm in some))
    return best


@pytest.mark.parametrize("seed", range(60))
def test_bounds_are_never_below_the_longest_trail(brute: Any, seed: int) -> None:
    rng = random.Random(seed)
    town = brute.random_town(rng)
    blocks = find_blocks(town.graph, root=0)
    quick_m = quick_bounds(town.graph, blocks)
    assert (quick_m[blocks.is_bridge] == 0).all()
    for block in np.flatnonzero(~blocks.is_bridge).tolist():
        edges = np.flatnonzero(blocks.edges(block)).tolist()
        if len(edges) > 10:
            continue
        piece = cut_out(town.graph, blocks.edges(block), int(blocks.entrance[block]))
        bound_m = longest_trail(piece.graph)
        assert 1000 * bound_m >= longest_even_mm([town.edges[e] for e in edges]) - 1e-6
        assert bound_m <= quick_m[block] + 1e-9
        assert quick_m[block] <= piece.graph.length_m.sum() + 1e-9


@pytest.mark.parametrize("seed", range(20))
def test_the_bound_is_close_to_that_of_a_perfect_matching(seed: int) -> None:
    network = nx.random_regular_graph(3, 16, seed=seed)
    rng = random.Random(seed)
    edges = [(u, v, float(rng.randint(20, 200))) for u, v in network.edges]
    graph = Multigraph.of(16, edges)
    weighted: nx.Graph[Any] = nx.Graph()
    weighted.add_weighted_edges_from(edges)
    apart: nx.Graph[Any] = nx.Graph()
    for u, lengths in nx.all_pairs_dijkstra_path_length(weighted):
        apart.add_weighted_edges_from((u, v, length) for v, length in lengths.items() if u < v)
    left_out = sum(apart.edges[pair]["weight"] for pair in nx.min_weight_matching(apart))
    total_m = sum(length for _, _, length in edges)
    assert total_m - left_out <= longest_trail(graph) + 1e-9 <= total_m - 0.8 * left_out


def test_a_graph_without_odd_vertices_is_one_trail() -> None:
    eight = Multigraph.of(3, [(0, 1, 1.0), (0, 1, 2.0), (0, 2, 3.0), (0, 2, 4.0), (2, 2, 5.0)])
    assert longest_trail(eight) == 15.0
