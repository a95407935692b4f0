"""Edges in walking order."""

from __future__ import annotations

import random
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from looproute.search.graph.euler import closed_walk
from looproute.search.graph.multigraph import Multigraph


@pytest.mark.parametrize("seed", range(40))
def test_every_edge_is_walked_as_often_as_it_is_listed(seed: int) -> None:
    rng = random.Random(seed)
    # Rings that share vertices are even everywhere and hang together at vertex 0.
    rings = [[0, *rng.sample(range(1, 9), rng.randint(0, 4))] for _ in range(rng.randint(1, 4))]
    edges = [(u, v, 1.0) for ring in rings for u, v in pairwise([*ring, ring[0]])]
    graph = Multigraph.of(9, edges)
    walk = closed_walk(graph, np.arange(graph.m, dtype=np.int32), root=0)
    assert sorted((walk >> 1).tolist()) == list(range(graph.m))
    assert graph.tail[walk[0]] == 0
    assert graph.head[walk[-1]] == 0
    assert graph.head[walk[:-1]].tolist() == graph.tail[walk[1:]].tolist()
    assert nx.is_eulerian(nx.MultiGraph([(u, v) for u, v, _ in edges]))


def test_a_walk_over_bridges_never_turns_back_on_a_street() -> None:
    # A stem to a fork; at each of its two tips a ring; edges given in an order that invites a turn.
    town = Multigraph.of(
        4, [(0, 1, 1.0), (1, 2, 1.0), (1, 3, 1.0), (2, 2, 1.0), (3, 3, 1.0), (1, 1, 1.0)]
    )
    for order in (
        [0, 0, 1, 1, 2, 2, 3, 4, 5],
        [5, 4, 3, 2, 2, 1, 1, 0, 0],
        [3, 1, 0, 2, 4, 5, 2, 1, 0],
    ):
        walk = closed_walk(town, np.array(order), root=0).tolist()
        assert sorted(dart >> 1 for dart in walk) == sorted(order)
        assert all(after != before ^ 1 for before, after in pairwise(walk))


def test_no_edges_give_no_walk() -> None:
    empty = np.empty(0, dtype=np.int32)
    assert closed_walk(Multigraph.of(1, []), empty, root=0).tolist() == []
