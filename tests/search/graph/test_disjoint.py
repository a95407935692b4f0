"""Edge-disjoint paths, with NetworkX's minimum cost flow as the oracle."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx
import numpy as np
import pytest

from looproute.search.graph.biconnected import Approach, find_blocks
from looproute.search.graph.disjoint import round_trip, shortest_trail_through
from looproute.search.graph.multigraph import Multigraph
from looproute.search.graph.shortest_paths import shortest_paths

MIDDLE = "the middle of the street"


def flow_of_two_mm(town: Any, source: int, target: int | str, through: int | None) -> int | None:
    """Return the millimetres of two units of edge-disjoint flow, None if there are none."""
    flow: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    flow.add_nodes_from([*range(town.n), target], demand=0)
    for edge, (u, v, mm) in enumerate(town.edges):
        if edge == through:
            flow.add_edge(u, target, capacity=1, weight=mm)
            flow.add_edge(v, target, capacity=1, weight=0)
        elif u != v:
            flow.add_edge(u, v, capacity=1, weight=mm)
            flow.add_edge(v, u, capacity=1, weight=mm)
    flow.nodes[source]["demand"] -= 2
    flow.nodes[target]["demand"] += 2
    try:
        return int(nx.network_simplex(flow)[0])
    except nx.NetworkXUnfeasible:
        return None


@pytest.mark.parametrize("seed", range(200))
def test_a_round_trip_is_the_shortest_that_uses_no_street_twice(brute: Any, seed: int) -> None:
    rng = random.Random(seed)
    town = brute.random_town(rng)
    source, target = rng.randrange(town.n), rng.randrange(town.n)
    trip = round_trip(town.graph, source, target)
    truth = flow_of_two_mm(town, source, target, None)
    if trip is None:
        assert truth is None
        return
    assert round(1000 * trip.length_m) == truth
    darts = np.concatenate((trip.out, trip.back))
    assert len(set((darts >> 1).tolist())) == len(darts)
    assert round(1000 * town.graph.length_m[darts >> 1].sum()) == truth
    assert follow(town.graph, trip.out, source) == target
    assert follow(town.graph, trip.back, target) == source


@pytest.mark.parametrize("seed", range(200))
def test_the_shortest_trail_through_a_street_is_that_of_a_flow(brute: Any, seed: int) -> None:
    rng = random.Random(10_000 + seed)
    town = brute.random_town(rng)
    plain = [e for e, (u, v, _) in enumerate(town.edges) if u != v]
    if not plain:
        return
    source, edge = rng.randrange(town.n), rng.choice(plain)
    trail = shortest_trail_through(town.graph, shortest_paths(town.graph, source), edge)
    truth = flow_of_two_mm(town, source, MIDDLE, edge)
    assert (trail and round(1000 * trail.length_m)) == truth
    if trail is not None:
        edges = (trail.darts >> 1).tolist()
        assert edge in edges
        assert len(set(edges)) == len(edges)
        assert round(1000 * town.graph.length_m[edges].sum()) == truth


@pytest.mark.parametrize("seed", range(100))
def test_the_way_to_a_block_and_home_repeats_bridges_only(brute: Any, seed: int) -> None:
    rng = random.Random(20_000 + seed)
    town = brute.random_town(rng)
    blocks = find_blocks(town.graph, town.root)
    approach = Approach(graph=town.graph, blocks=blocks)
    for block in range(len(blocks)):
        way = approach.to(block)
        entrance = int(blocks.entrance[block])
        assert follow(town.graph, way.out, town.root) == entrance
        assert follow(town.graph, way.back, entrance) == town.root
        edges = np.concatenate((way.out, way.back)) >> 1
        assert way.length_m == pytest.approx(town.graph.length_m[edges].sum())
        times = np.bincount(edges, minlength=town.graph.m)
        is_bridge = np.append(blocks.is_bridge, False)[blocks.of_edge]
        assert (times[is_bridge] % 2 == 0).all()
        assert (times[~is_bridge] <= 1).all()


def test_beyond_a_bridge_there_is_no_other_way_back() -> None:
    assert round_trip(Multigraph.of(2, [(0, 1, 5.0)]), source=0, target=1) is None
    assert round_trip(Multigraph.of(2, []), source=0, target=1) is None


def follow(graph: Multigraph, darts: np.ndarray[Any, Any], at: int) -> int:
    """Walk the darts and return where they end."""
    for dart in darts.tolist():
        assert graph.tail[dart] == at
        at = int(graph.head[dart])
    return at
