"""Dead ends and chains."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx
import numpy as np
import pytest

from looproute.search.graph.chains import contract, drop_dead_ends
from looproute.search.graph.multigraph import Multigraph


@pytest.mark.parametrize("seed", range(150))
def test_every_edge_is_in_one_chain_and_each_chain_is_a_walk(brute: Any, seed: int) -> None:
    rng = random.Random(seed)
    town = brute.random_town(rng)
    graph = town.graph
    keep = np.array([rng.random() < 0.3 for _ in range(graph.n)])
    chains = contract(graph, keep)
    assert sorted((chains.dart >> 1).tolist()) == list(range(graph.m))
    assert chains.start[0] == 0
    assert chains.start[-1] == graph.m
    for chain in range(chains.graph.m):
        darts = chains.expand(np.array([2 * chain]))
        assert darts.tolist() == chains.dart[chains.start[chain] : chains.start[chain + 1]].tolist()
        assert graph.tail[darts[0]] == chains.graph.u[chain]
        assert graph.head[darts[-1]] == chains.graph.v[chain]
        inside = graph.head[darts[:-1]]
        assert inside.tolist() == graph.tail[darts[1:]].tolist()
        assert not keep[inside].any()
        assert (graph.degree[inside] == 2).all()
        assert chains.graph.length_m[chain] == pytest.approx(graph.length_m[darts >> 1].sum())
        back = chains.expand(np.array([2 * chain + 1]))
        assert back.tolist() == (darts[::-1] ^ 1).tolist()


@pytest.mark.parametrize("seed", range(150))
def test_contraction_leaves_vertices_of_degree_two_only_in_rings(brute: Any, seed: int) -> None:
    rng = random.Random(seed)
    graph = brute.random_town(rng).graph
    keep = np.array([rng.random() < 0.3 for _ in range(graph.n)])
    left = contract(graph, keep).graph
    ends_in_loop = np.bincount(left.u[left.u == left.v], minlength=left.n) > 0
    assert (keep | (left.degree != 2) | ends_in_loop)[left.tail].all()


def test_chains_of_a_subset_keep_the_numbers_of_the_whole_graph() -> None:
    square = Multigraph.of(4, [(0, 2, 9.0), (0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 0, 1.0)])
    ring = contract(square, np.zeros(4, dtype=bool), np.array([False, True, True, True, True]))
    assert ring.graph.m == 1
    assert sorted(ring.edges(np.array([True])).tolist()) == [1, 2, 3, 4]
    assert ring.graph.length_m.tolist() == [4.0]


def test_a_graph_without_edges_has_no_chains() -> None:
    chains = contract(Multigraph.of(3, []), np.zeros(3, dtype=bool))
    assert chains.graph.m == 0
    assert chains.expand(np.empty(0, dtype=np.int32)).tolist() == []


@pytest.mark.parametrize("seed", range(150))
def test_an_edge_is_a_dead_end_if_no_cycle_lies_beyond_it(brute: Any, seed: int) -> None:
    rng = random.Random(seed)
    town = brute.random_town(rng)
    left = drop_dead_ends(town.graph, town.root)

    # The same by peeling leaves off in NetworkX, one at a time, the root excepted.
    peeled: nx.MultiGraph[Any] = nx.MultiGraph()
    peeled.add_nodes_from(range(town.n))
    for edge, (u, v, _) in enumerate(town.edges):
        peeled.add_edge(u, v, key=edge)
    while leaves := [v for v in peeled if peeled.degree(v) == 1 and v != town.root]:
        peeled.remove_node(leaves[0])
    assert set(np.flatnonzero(left).tolist()) == {key for _, _, key in peeled.edges(keys=True)}
