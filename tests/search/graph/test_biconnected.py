"""Blocks, bridges and entrances, with NetworkX as the oracle."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx
import numpy as np
import pytest

from looproute.search.graph.biconnected import cut_out, find_blocks
from looproute.search.graph.multigraph import Multigraph


def subdivided(town: Any) -> nx.Graph[Any]:
    """Return a simple graph: each edge split in three, so that no two are parallel."""
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_nodes_from(range(town.n))
    for edge, (u, v, _) in enumerate(town.edges):
        nx.add_path(graph, [u, ("first", edge), ("second", edge), v])
    return graph


def middle(edge: int) -> frozenset[tuple[str, int]]:
    return frozenset([("first", edge), ("second", edge)])


@pytest.mark.parametrize("seed", range(300))
def test_blocks_and_bridges_are_those_of_networkx(brute: Any, seed: int) -> None:
    rng = random.Random(seed)
    town = brute.random_town(rng)
    blocks = find_blocks(town.graph, town.root)
    oracle = subdivided(town)
    here = nx.node_connected_component(oracle, town.root)
    inside = [e for e, (u, _, _) in enumerate(town.edges) if u in here]
    assert np.flatnonzero(blocks.of_edge >= 0).tolist() == inside

    bridges = {frozenset(pair) for pair in nx.bridges(oracle)}
    assert [e for e in inside if blocks.is_bridge[blocks.of_edge[e]]] == [
        e for e in inside if middle(e) in bridges
    ]
    of_networkx = [
        {e for e in inside if middle(e) in {frozenset(pair) for pair in pairs}}
        for pairs in nx.biconnected_component_edges(oracle)
    ]
    ours = [set(np.flatnonzero(blocks.edges(b)).tolist()) for b in range(len(blocks))]
    assert sorted(map(sorted, ours)) == sorted(sorted(e) for e in of_networkx if e)


@pytest.mark.parametrize("seed", range(300))
def test_every_way_from_the_root_enters_a_block_by_its_entrance(brute: Any, seed: int) -> None:
    rng = random.Random(1000 + seed)
    town = brute.random_town(rng)
    blocks = find_blocks(town.graph, town.root)
    for block in range(len(blocks)):
        edges = np.flatnonzero(blocks.edges(block)).tolist()
        ends = {end for e in edges for end in town.edges[e][:2]}
        entrance, parent = int(blocks.entrance[block]), int(blocks.parent[block])
        assert entrance in ends
        without = subdivided(town)
        without.remove_nodes_from(node for e in edges for node in middle(e))
        assert nx.has_path(without, town.root, entrance)
        assert not any(nx.has_path(without, town.root, end) for end in ends - {entrance})
        assert parent < block
        if entrance == town.root:
            assert parent == -1
        else:
            above = np.flatnonzero(blocks.edges(parent)).tolist()
            assert entrance in {end for e in above for end in town.edges[e][:2]}
            assert entrance != blocks.entrance[parent]
        assert blocks.path(block)[-1] == block


def test_a_bridge_is_worthwhile_if_a_cycle_lies_beyond_it() -> None:
    edges = [(0, 1, 1.0), (1, 2, 1.0), (2, 2, 1.0), (1, 3, 1.0), (4, 4, 1.0)]
    blocks = find_blocks(Multigraph.of(5, edges), root=0)
    worthwhile = [bool(blocks.worthwhile()[block]) for block in blocks.of_edge[:4]]
    assert worthwhile == [True, True, True, False]
    assert blocks.in_cycles().tolist() == [False, False, True, False, False]


def test_a_root_without_streets_is_in_no_block() -> None:
    blocks = find_blocks(Multigraph.of(3, [(1, 2, 1.0)]), root=0)
    assert len(blocks) == 0
    assert blocks.of_edge.tolist() == [-1]
    assert blocks.in_cycles().tolist() == [False]


def test_a_long_row_of_streets_does_not_exceed_the_recursion_limit() -> None:
    row = Multigraph.of(20_000, [(i, i + 1, 1.0) for i in range(19_999)])
    assert find_blocks(row, root=0).is_bridge.all()


def test_a_component_keeps_the_numbers_of_the_whole_graph() -> None:
    graph = Multigraph.of(6, [(0, 1, 1.0), (5, 3, 2.0), (3, 1, 3.0), (1, 5, 4.0)])
    piece = cut_out(graph, np.array([False, True, True, True]), root=1)
    assert piece.graph.n == 3
    assert piece.vertex[piece.root] == 1
    darts = piece.darts_in_whole(np.arange(2 * piece.graph.m, dtype=np.int32))
    assert graph.tail[darts].tolist() == piece.vertex[piece.graph.tail].tolist()
    assert graph.head[darts].tolist() == piece.vertex[piece.graph.head].tolist()
    assert graph.length_m[darts >> 1].tolist() == piece.graph.length_m.repeat(2).tolist()
