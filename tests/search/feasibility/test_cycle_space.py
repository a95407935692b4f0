"""All closed trails of a small graph, against an enumeration of its edge sets."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
import pytest

from looproute.search.feasibility.cycle_space import closed_trails, cycle_rank
from looproute.search.graph.multigraph import Multigraph


def all_trails(town: Any, root: int, limit_mm: int) -> set[frozenset[int]]:
    """Return all sets of edges that make a closed trail through the root, by brute force."""
    found = set()
    for size in range(1, len(town.edges) + 1):
        for some in combinations(range(len(town.edges)), size):
            trail: nx.MultiGraph[Any] = nx.MultiGraph([town.edges[e][:2] for e in some])
            short = sum(town.edges[e][2] for e in some) <= limit_mm
            if short and root in trail and nx.is_connected(trail) and nx.is_eulerian(trail):
                found.add(frozenset(some))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_trails_agree_with_an_enumeration_of_all_edge_sets(brute: Any, seed: int) -> None:
    rng = random.Random(seed)
    town = brute.random_town(rng)
    if len(town.edges) > 11:
        return
    root = rng.randrange(town.n)
    limit_mm = round(sum(mm for _, _, mm in town.edges) * rng.uniform(0.3, 1.0))
    trails = closed_trails(town.graph, root, limit_mm)
    ours = [trails.edges(trail).tolist() for trail in range(len(trails.sets))]
    assert all(len(set(edges)) == len(edges) for edges in ours)
    assert len(set(map(frozenset, ours))) == len(ours)
    assert set(map(frozenset, ours)) == all_trails(town, root, limit_mm)
    assert trails.length_mm.tolist() == [sum(town.edges[e][2] for e in edges) for edges in ours]
    for vertex in range(town.n):
        touched = (trails.sets & trails.touched_by[vertex]) != 0
        assert touched.tolist() == [
            any(vertex in town.edges[e][:2] for e in edges) for edges in ours
        ]


@pytest.mark.parametrize("seed", range(5))
def test_a_street_network_of_high_rank_has_a_trail_for_each_connected_even_set(seed: int) -> None:
    # 13 more edges than a tree: every even set is in the count, those that hang together are kept.
    network = nx.random_regular_graph(3, 24, seed=seed)
    graph = Multigraph.of(24, [(u, v, 1.0) for u, v in network.edges])
    assert cycle_rank(graph) == 13
    trails = closed_trails(graph, root=0, limit_mm=36_000)
    # In a cubic graph an even set is made of rings: a trail is a ring, and each counts its edges.
    rings = [ring for ring in nx.simple_cycles(network) if 0 in ring]
    assert sorted(trails.length_mm.tolist()) == sorted(1000 * len(ring) for ring in rings)


def test_trails_of_a_subset_of_edges_are_reported_as_incomplete() -> None:
    theta = Multigraph.of(2, [(0, 1, 1.0), (0, 1, 2.0), (0, 1, 3.0)])
    some = closed_trails(theta, 0, 9_000, among=np.array([True, False, True]))
    assert some.length_mm.tolist() == [4000]
    assert some.edges(0).tolist() == [0, 2]
    assert not some.complete
    assert closed_trails(theta, 0, 9_000).complete


def test_a_tree_has_no_closed_trail() -> None:
    tree = Multigraph.of(3, [(0, 1, 1.0), (1, 2, 1.0)])
    assert len(closed_trails(tree, 0, 9_000).sets) == 0
