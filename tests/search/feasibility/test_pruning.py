"""Pruning leaves exactly the streets of acceptable walks."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from looproute.search.feasibility import pruning
from looproute.search.feasibility.pruning import prune, within_reach
from looproute.search.graph.disjoint import Flow, shortest_trail_through
from looproute.search.graph.multigraph import Multigraph
from looproute.search.graph.shortest_paths import ShortestPaths


@pytest.mark.parametrize("seed", range(300))
def test_pruning_leaves_the_same_edges_as_brute_force(brute: Any, seed: int) -> None:
    rng = random.Random(50_000 + seed)
    town = brute.random_town(rng)
    limit_mm = max(1, round(sum(mm for _, _, mm in town.edges) * rng.uniform(0.2, 1.2)))
    try:
        truth = brute.usable(town, limit_mm)
    except brute.TooManyWalksError:
        return
    assert set(np.flatnonzero(prune(town.graph, town.root, limit_mm / 1000)).tolist()) == truth


RING_OF_40 = [(0, 1, 10.0), (1, 2, 10.0), (2, 3, 10.0), (3, 0, 10.0)]
STEM_OPPOSITE_THE_ROOT_AND_ITS_RING = [(2, 4, 5.0), (4, 4, 4.0)]
WAY_ACROSS = [(1, 3, 60.0)]
TOWN = Multigraph.of(5, [*RING_OF_40, *STEM_OPPOSITE_THE_ROOT_AND_ITS_RING, *WAY_ACROSS])


@pytest.mark.parametrize(
    ("limit_m", "left"),
    [
        (39.9, []),
        (40.0, [0, 1, 2, 3]),
        (53.9, [0, 1, 2, 3]),
        (54.0, [0, 1, 2, 3, 4, 5]),
        (79.9, [0, 1, 2, 3, 4, 5]),
        (80.0, [0, 1, 2, 3, 4, 5, 6]),
    ],
)
def test_a_street_stays_if_its_shortest_walk_is_within_the_limit(
    limit_m: float, left: list[int]
) -> None:
    assert np.flatnonzero(prune(TOWN, 0, limit_m)).tolist() == left


def test_removing_far_streets_creates_a_bridge() -> None:
    # A way of 10 and one of 100 lead to a ring of 20: at 50 m the short one is the only one.
    town = Multigraph.of(2, [(0, 1, 10.0), (0, 1, 100.0), (1, 1, 20.0)])
    assert prune(town, 0, 50.0).tolist() == [True, False, True]
    assert prune(town, 0, 120.0).tolist() == [True, True, False]
    assert prune(town, 0, 130.0).tolist() == [True, True, True]


def test_reach_counts_the_way_there_the_street_and_the_way_home() -> None:
    row = Multigraph.of(3, [(0, 1, 5.0), (1, 2, 5.0)])
    assert within_reach(row, 0, 19.9).tolist() == [True, False]
    assert within_reach(row, 0, 20.0).tolist() == [True, True]


def test_streets_too_far_behind_a_gate_are_removed_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A ladder: one side of its foot is 10 m from the root, the other 300 m; its rungs are 10 m.
    rungs = [(1 + 2 * i, 2 + 2 * i, 10.0) for i in range(40)]
    rails = [(1 + i, 3 + i, 10.0) for i in range(78)]
    ladder = Multigraph.of(81, [(0, 1, 10.0), (0, 2, 300.0), *rungs, *rails])
    in_vain: list[int] = []

    def tried(graph: Multigraph, paths: ShortestPaths, edge: int) -> Flow | None:
        trail = shortest_trail_through(graph, paths, edge)
        if trail is None or trail.length_m > 850:
            in_vain.append(edge)
        return trail

    monkeypatch.setattr(pruning, "shortest_trail_through", tried)
    left = np.flatnonzero(prune(ladder, 0, 850.0))
    # 10 + 26 × 10 up, a rung, 26 × 10 down and 300 home: 840 m.
    assert left.tolist() == [0, 1, *range(2, 2 + 27), *range(42, 42 + 2 * 26)]
    assert len(in_vain) == 1
