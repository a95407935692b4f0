"""Samples of a block's trails: all closed, and those near a walk contain it."""

from __future__ import annotations

import random
from collections import Counter

import networkx as nx
import numpy as np
import pytest

from looproute.search.feasibility.cycle_space import cycle_rank
from looproute.search.feasibility.sampling import random_trails
from looproute.search.graph.biconnected import Piece, cut_out
from looproute.search.graph.multigraph import Multigraph

LIMIT_MM = 60_000


def grid(side: int, seed: int) -> tuple[Piece, nx.Graph[int]]:
    """Return a square grid of streets of 1 to 2 m as a block, rooted at its corner."""
    rng = random.Random(seed)
    network = nx.convert_node_labels_to_integers(nx.grid_2d_graph(side, side))
    edges = [(u, v, round(rng.uniform(1, 2), 3)) for u, v in network.edges]
    graph = Multigraph.of(side * side, edges)
    return cut_out(graph, np.ones(graph.m, dtype=bool), 0), network


@pytest.mark.parametrize("seed", range(5))
def test_samples_are_closed_trails_through_the_entrance_within_the_limit(seed: int) -> None:
    piece, _ = grid(6, seed)
    for trails in random_trails(piece, LIMIT_MM, samples=3, mu=8):
        assert not trails.complete
        assert len(trails.sets)
        for trail in range(len(trails.sets)):
            edges = trails.edges(trail)
            walked = nx.Graph((int(piece.graph.u[e]), int(piece.graph.v[e])) for e in edges)
            assert piece.root in walked
            assert nx.is_connected(walked)
            assert all(degree % 2 == 0 for _, degree in walked.degree)
            length_mm = round(1000 * piece.graph.length_m[edges].sum())
            assert length_mm == trails.length_mm[trail] <= LIMIT_MM


@pytest.mark.parametrize("seed", range(5))
def test_samples_near_walks_contain_each_walk_in_turn(seed: int) -> None:
    piece, network = grid(7, seed)
    assert cycle_rank(piece.graph) == 36
    number = {frozenset(edge): i for i, edge in enumerate(network.edges)}
    rings = [[0, 1, 2, 9, 16, 15, 14, 7], [0, 1, 2, 3, 4, 11, 10, 9, 8, 7]]
    near = []
    for ring in rings:
        pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
        near.append(np.isin(np.arange(piece.graph.m), [number[frozenset(pair)] for pair in pairs]))
    samples = random_trails(piece, LIMIT_MM, samples=4, mu=6, near=near)
    for sample, trails in enumerate(samples):
        walked = Counter(tuple(sorted(trails.edges(i).tolist())) for i in range(len(trails.sets)))
        assert walked[tuple(np.flatnonzero(near[sample % 2]).tolist())] == 1
        assert len(walked) > 1
