"""Shortest-path forests: NetworkX checks the distances, walking each path its totals."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest

from looproute.search.cycles.contracted_block import COST, TURNS, ContractedBlock
from looproute.search.cycles.forest import StackedCopies, grow, path_to

from ..contracted_blocks import CROOKED, PLACE_NAMES, Place, drawn, places


@pytest.fixture(params=places(), ids=PLACE_NAMES)
def block(request: pytest.FixtureRequest) -> ContractedBlock:
    place: Place = request.param
    return place.contracted_block(1500.0)


def random_copies(block: ContractedBlock, seed: int) -> StackedCopies:
    """Return three copies, each with most of the vertices, including the anchor."""
    rng = np.random.default_rng(seed)
    inside = rng.random((3, block.n)) < 0.9
    inside[:, block.anchor] = True
    return StackedCopies.of(block, inside)


def as_digraph(copies: StackedCopies, cost: Any) -> nx.MultiDiGraph[int]:
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    graph.add_nodes_from(range(copies.n))
    for tail, head, dart, weight in zip(
        copies.tail.tolist(), copies.head.tolist(), copies.dart.tolist(), cost.tolist(), strict=True
    ):
        if np.isfinite(weight):
            graph.add_edge(tail, head, key=dart, weight=weight)
    return graph


def test_copies_are_the_streets_between_their_own_vertices(block: ContractedBlock) -> None:
    copies = random_copies(block, 1)
    assert (np.diff(copies.copy) >= 0).all()
    for copy in range(3):
        mine = copies.vertex[copies.copy == copy].tolist()
        assert copies.number[copy, mine].tolist() == np.flatnonzero(copies.copy == copy).tolist()
        wanted = [
            dart
            for dart in range(2 * block.m)
            if block.tail[dart] in mine and block.head[dart] in mine
        ]
        assert sorted(copies.dart[copies.copy[copies.tail] == copy].tolist()) == wanted
    assert (copies.copy[copies.tail] == copies.copy[copies.head]).all()
    assert copies.vertex[copies.tail].tolist() == block.tail[copies.dart].tolist()
    assert copies.vertex[copies.head].tolist() == block.head[copies.dart].tolist()
    left = np.flatnonzero(np.arange(len(copies.dart)) % 3)
    assert copies.only(left).dart.tolist() == copies.dart[left].tolist()
    by_vertex = np.arange(3 * block.n).reshape(3, -1)
    assert copies.of_vertices(by_vertex).tolist() == by_vertex[copies.copy, copies.vertex].tolist()
    by_chain = np.arange(3 * block.m).reshape(3, -1)
    of_dart = by_chain[copies.copy[copies.tail], copies.dart >> 1]
    assert copies.of_chains(by_chain).tolist() == of_dart.tolist()


@pytest.mark.parametrize("limit", [np.inf, 500.0])
@pytest.mark.parametrize("sources", [1, 5])
def test_every_vertex_belongs_to_its_nearest_source_by_a_path_that_sums_up(
    block: ContractedBlock, sources: int, limit: float
) -> None:
    rng = np.random.default_rng(sources)
    copies = random_copies(block, 2)
    cost = block.totals[copies.dart, COST] * rng.uniform(0.9, 1.1, len(copies.dart))
    anchors = copies.number[:, block.anchor]
    more = rng.choice(copies.n, size=sources - 1, replace=False)
    roots = np.unique(np.concatenate([anchors, more]))
    forest = grow(copies, cost, roots, limit=limit)

    oracle = as_digraph(copies, cost)
    nearest = nx.multi_source_dijkstra_path_length(
        oracle, set(roots.tolist()), cutoff=limit, weight="weight"
    )
    assert np.flatnonzero(np.isfinite(forest.cost)).tolist() == sorted(nearest)
    assert (forest.source[~np.isfinite(forest.cost)] == -1).all()
    price = dict(
        zip(zip(copies.tail.tolist(), copies.dart.tolist(), strict=True), cost, strict=True)
    )
    paths = forest.paths_to(np.array(sorted(nearest)))
    for i, vertex in enumerate(sorted(nearest)):
        assert forest.cost[vertex] == pytest.approx(nearest[vertex])
        path = path_to(forest, vertex)
        walked, at = 0.0, int(forest.source[vertex])
        assert at in roots
        for dart in path:
            walked += price[at, dart]
            assert block.tail[dart] == copies.vertex[at]
            at = int(copies.number[copies.copy[at], block.head[dart]])
            assert forest.source[at] == forest.source[vertex], "the path leaves its source's realm"
        assert at == vertex
        assert walked == pytest.approx(nearest[vertex])
        sums = block.totals[path].sum(axis=0)
        for before, after in pairwise(path):
            sums[TURNS] += bool(block.turns(np.array([before]), np.array([after]))[0])
        assert paths.sums[i] == pytest.approx(sums, rel=1e-9, abs=1e-6)
        assert [paths.first[i], paths.last[i]] == ([path[0], path[-1]] if path else [-1, -1])
        assert forest.dart[vertex] == paths.last[i]
        assert path or forest.before[vertex] == vertex
        # One path by itself adds up to the same as among all others.
        alone = forest.paths_to(np.array([vertex]))
        assert alone.sums.tolist() == paths.sums[[i]].tolist()


def test_a_closed_street_is_not_walked(block: ContractedBlock) -> None:
    copies = StackedCopies.of(block, np.ones((1, block.n), dtype=bool))
    cost = block.totals[copies.dart, COST].copy()
    first = np.flatnonzero(copies.tail == block.anchor)[0]
    closed = (copies.tail == copies.tail[first]) & (copies.head == copies.head[first])
    cost[closed] = np.inf
    forest = grow(copies, cost, np.array([block.anchor]))
    oracle = nx.single_source_dijkstra_path_length(
        as_digraph(copies, cost), block.anchor, weight="weight"
    )
    assert forest.cost.tolist() == pytest.approx([oracle.get(v, np.inf) for v in range(block.n)])
    assert not np.isin(copies.dart[closed], forest.dart).any()


def test_of_parallel_streets_the_path_takes_the_cheapest_in_this_run() -> None:
    block = drawn(CROOKED, "D").contracted_block(1500.0)
    copies = StackedCopies.of(block, np.ones((1, block.n), dtype=bool))
    ends = list(zip(copies.tail.tolist(), copies.head.tolist(), strict=True))
    twice = [i for i, pair in enumerate(ends) if pair == ends[i - 1]]
    assert twice, "the town has no parallel streets"
    for second in twice:
        cost = block.totals[copies.dart, COST].copy()
        cost[second] = 0.1 * cost[second - 1]
        forest = grow(copies, cost, np.array([ends[second][0]]))
        assert forest.dart[ends[second][1]] == copies.dart[second]
        assert path_to(forest, ends[second][1]) == [copies.dart[second]]
