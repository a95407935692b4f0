"""Near loops: shorter than the target by the requested share, with their measures."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from looproute.geo import LatLon
from looproute.network.network import StreetNetwork
from looproute.request import LoopRequest
from looproute.search.fallbacks.near_loops import Rounds, Shares, rounds_at
from looproute.search.subgraph import Subgraph, reach

from ..trails import equal_grid

STEM_M = 150.0


@pytest.fixture(scope="module")
def subgraph() -> Subgraph:
    """Return 64 blocks with sides of 100 m behind a stem of 150 m, from the start of the stem."""
    graph: nx.Graph[tuple[int, int]] = nx.grid_2d_graph(9, 9)
    graph.add_edge((0, -1), (0, 0))
    for row, column in graph:
        graph.add_node((row, column), x=0.0009 * column, y=0.0009 * row)
    nx.set_edge_attributes(graph, dict.fromkeys(graph.edges, 100.0), "length")
    graph.edges[(0, -1), (0, 0)]["length"] = STEM_M
    network = StreetNetwork.from_networkx(graph)
    return reach(network, network.nearest(LatLon(0.0, -0.0009)), 3000.0)


def searched(subgraph: Subgraph, length_m: float, *shares: Shares) -> Rounds:
    request = LoopRequest(start=LatLon(0.0, -0.0009), length_m=length_m)
    everywhere = np.ones(subgraph.graph.m, dtype=bool)
    return rounds_at(subgraph, subgraph.root, everywhere, request, shares)


def test_a_near_loop_has_its_length_and_its_repetition(
    subgraph: Subgraph,
) -> None:
    rounds = searched(subgraph, 2000.0, Shares(0.9, 1.0))
    (length_m,), (repeated_m,) = rounds.length_m.tolist(), rounds.repeated_m.tolist()
    darts = rounds.walk(0)
    assert subgraph.graph.tail[darts[0]] == subgraph.root == subgraph.graph.head[darts[-1]]
    assert all(
        subgraph.graph.head[a] == subgraph.graph.tail[b] for a, b in pairwise(darts.tolist())
    )
    assert 1800.0 <= length_m <= 2000.0
    assert length_m == pytest.approx(subgraph.graph.length_m[darts >> 1].sum())
    assert repeated_m == pytest.approx(STEM_M)


def test_lengths_are_searched_in_order_until_a_loop_is_found(
    subgraph: Subgraph,
) -> None:
    # Rounds are 300 m and multiples of 200 m long: 300 + 1600 and 300 + 800.
    nowhere, there = Shares(0.985, 0.995), Shares(0.54, 0.56)
    assert searched(subgraph, 2000.0, there).searches == 1
    assert searched(subgraph, 2000.0, nowhere, there).searches == 2
    assert searched(subgraph, 2000.0, nowhere, there).length_m == pytest.approx([1100.0])
    assert searched(subgraph, 2000.0, there, nowhere).searches == 1


def test_without_a_near_loop_the_searches_are_counted(
    subgraph: Subgraph,
) -> None:
    rounds = searched(subgraph, 2000.0, Shares(0.985, 0.995))
    assert rounds.searches == 1
    assert len(rounds.length_m) == len(rounds.repeated_m) == 0


def test_lengths_too_short_for_a_walk_are_not_searched(subgraph: Subgraph) -> None:
    assert searched(subgraph, 800.0, Shares(0.05, 0.1)).searches == 0


def rounds_of(shares: Shares, *, exact: bool) -> Rounds:
    """Return a near loop of up to 1.6 km in a grid with streets of different lengths."""
    alike, middle = equal_grid()
    network = replace(alike, length_m=alike.length_m + np.arange(len(alike.u)) % 37 / 5)
    request = LoopRequest(start=middle, length_m=1600, exact=exact, count=1)
    subgraph = reach(network, network.nearest(middle), request.target_m)
    return rounds_at(
        subgraph, subgraph.root, np.ones(subgraph.graph.m, dtype=bool), request, [shares]
    )


def test_with_exact_any_length_within_the_shares_is_accepted() -> None:
    either, exact = (rounds_of(Shares(0.8, 1.0), exact=exact) for exact in (False, True))
    assert 0.8 * 1600 <= either.length_m[0] <= 1600
    assert exact.walk(0).tolist() == either.walk(0).tolist()


def test_with_exact_a_single_share_is_met_to_the_metre() -> None:
    assert rounds_of(Shares(0.9, 0.9), exact=True).length_m == pytest.approx(1440, abs=0.5)
