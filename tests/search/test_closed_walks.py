"""Closed walks from the root of a subgraph: found, proved, and the order of blocks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from looproute.request import LoopRequest
from looproute.search.bearings import SETTING_OFF_COS, lies_toward, sets_off_toward
from looproute.search.closed_walks import (
    BEHIND_COS,
    FEW_CYCLES,
    MOST_BLOCKS,
    PER_OFF_HEADING,
    _keep_toward_heading,
    _select_blocks,
    find_walks,
    points_along,
)
from looproute.search.cycles.contracted_block import ContractedBlock
from looproute.search.cycles.score import PER_ELSEWHERE
from looproute.search.feasibility import Existence, examine
from looproute.search.graph.biconnected import Approach, find_blocks
from looproute.search.graph.multigraph import Multigraph

from .contracted_blocks import Place, clipped, drawn, random_cycles
from .trails import equal_grid

SEVERAL = """
    A-B-------C---D
    | |       |   |
    E-F       G---H---I---J
              |   |   |   |
              K---L   M---N
"""


def walks_of(place: Place, length_m: float, **more: Any) -> Any:
    request = LoopRequest(start=place.start, length_m=length_m, **more)
    subgraph = place.subgraph(request.target_m + request.tolerance_m).without_dead_ends()
    return subgraph, find_walks(subgraph, request)


def check_walk(subgraph: Any, darts: np.ndarray) -> None:
    tails, heads = subgraph.graph.tail[darts], subgraph.graph.head[darts]
    assert tails[0] == heads[-1] == subgraph.root
    assert heads[:-1].tolist() == tails[1:].tolist()
    assert not (darts[1:] == darts[:-1] ^ 1).any()


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("length_m", [800.0, 2000.0])
def test_walks_are_closed_have_the_target_length_and_repeat_only_bridges(
    seed: int, length_m: float
) -> None:
    subgraph, walks = walks_of(clipped(seed), length_m, tolerance=0.01)
    assert walks.existence is not None or subgraph.graph.m - subgraph.graph.n >= FEW_CYCLES
    for darts in walks.darts:
        check_walk(subgraph, darts)
        assert abs(subgraph.graph.length_m[darts >> 1].sum() - length_m) <= 0.01 * length_m + 0.002
        edge, times = np.unique(darts >> 1, return_counts=True)
        assert times.max() <= 2
        usable = np.ones(subgraph.graph.m, dtype=bool)
        if walks.existence is not None and walks.existence.usable is not None:
            usable = walks.existence.usable
        blocks = find_blocks(subgraph.graph.only(usable), subgraph.root)
        bridges = np.flatnonzero(usable)[blocks.is_bridge[blocks.of_edge]]
        assert set(edge[times == 2].tolist()) <= set(bridges.tolist())
        assert not set(edge[times == 1].tolist()) & set(bridges.tolist())


def test_a_block_with_few_cycles_is_enumerated_before_any_search() -> None:
    _, walks = walks_of(drawn(SEVERAL, "A", spacing_m=50), 5900.0)
    assert walks.existence is not None
    assert walks.existence.verdict == "impossible"
    assert walks.darts == []


@pytest.mark.parametrize("heading_deg", [30.0, 150.0, 270.0])
def test_with_a_heading_no_walk_lies_in_the_opposite_direction(heading_deg: float) -> None:
    found = 0
    for seed in range(6):
        subgraph, walks = walks_of(clipped(seed), 1500.0, heading_deg=heading_deg)
        for darts in walks.darts:
            found += 1
            length_m = subgraph.graph.length_m[darts >> 1]
            x, y = subgraph.x[subgraph.graph.tail[darts]], subgraph.y[subgraph.graph.tail[darts]]
            dense = np.repeat(np.arange(len(darts)), np.maximum(1, length_m // 5).astype(int))
            ends_x, ends_y = (
                subgraph.x[subgraph.graph.head[darts]],
                subgraph.y[subgraph.graph.head[darts]],
            )
            middle_x = np.concatenate([[x[0]], (x + ends_x)[dense] / 2])
            middle_y = np.concatenate([[y[0]], (y + ends_y)[dense] / 2])
            assert lies_toward(middle_x, middle_y, heading_deg) > -0.3
    assert found


def test_the_closer_a_walk_is_to_the_heading_the_higher_its_merit() -> None:
    """Four rings that meet at S: east, west, north and south of it."""
    place = drawn(
        """
        .---.
        |   |
    .---+-S-+---.
    |   |   |   |
    .---.   .---.
    """,
        "S",
        spacing_m=30,
    )
    subgraph = place.subgraph(5000).without_dead_ends()
    blocks = find_blocks(subgraph.graph, subgraph.root)
    contracted_block = ContractedBlock.of(subgraph, blocks.edges(0) | True, subgraph.root)
    walks = [
        contracted_block.chains.expand(darts) for darts in random_cycles(contracted_block, 1, 12)
    ]
    for heading_deg in (0.0, 90.0, 200.0):
        cos = [lies_toward(*points_along(subgraph, walk), heading_deg) for walk in walks]
        begun = [sets_off_toward(*points_along(subgraph, walk), heading_deg) for walk in walks]
        kept = _keep_toward_heading(subgraph, [(0.5, walk) for walk in walks], heading_deg)
        assert [value for value, _ in kept] == pytest.approx(
            [
                0.5 - PER_OFF_HEADING * (1 - c) - PER_ELSEWHERE * (b < SETTING_OFF_COS)
                for c, b in zip(cos, begun, strict=True)
                if c > BEHIND_COS
            ]
        )
        assert [walk.tolist() for _, walk in kept] == [
            walk.tolist() for walk, c in zip(walks, cos, strict=True) if c > BEHIND_COS
        ]


def graph_of_blocks() -> Multigraph:
    """Return a tiny ring at the root, a bridge to a large block, and a small block behind it."""
    edges = [
        (0, 1, 50.0), (1, 0, 50.0),
        (1, 2, 100.0),
        (2, 3, 500.0), (3, 4, 500.0), (4, 2, 500.0), (3, 5, 500.0), (5, 4, 500.0),
        (4, 6, 150.0), (6, 4, 150.0),
    ]  # fmt: skip
    return Multigraph.of(7, edges)


def entrances(low_m: float, high_m: float) -> list[int]:
    """Return the entrances of the blocks worth searching, in order."""
    graph = graph_of_blocks()
    blocks = find_blocks(graph, 0)
    approach = Approach(graph=graph, blocks=blocks)
    return [int(blocks.entrance[b]) for b in _select_blocks(approach, blocks, low_m, high_m)]


def test_blocks_without_room_are_not_searched() -> None:
    assert entrances(95.0, 105.0) == [0]
    assert entrances(1990.0, 2010.0) == [2]
    assert entrances(5000.0, 5050.0) == []


def test_blocks_are_searched_in_order_of_their_stems() -> None:
    assert entrances(90.0, 400.0)[0] == 0


def test_a_small_block_behind_a_large_one_is_not_searched() -> None:
    # Behind the large block (room 2,000 m or so) the ring of 300 m is too small for 1,000 m.
    assert entrances(990.0, 1010.0) == [2]


def test_a_far_ring_is_not_searched_if_a_nearer_block_has_room() -> None:
    """A ring of 300 m behind a bridge of 300 m: 900 m, two thirds of them repeated."""

    def chosen(side_m: float) -> list[int]:
        square = [(0, 1, side_m), (1, 2, side_m), (2, 3, side_m), (3, 0, side_m)]
        far_ring = [(2, 4, 300.0), (4, 5, 150.0), (5, 4, 150.0)]
        graph = Multigraph.of(6, [*square, *far_ring])
        blocks = find_blocks(graph, 0)
        approach = Approach(graph=graph, blocks=blocks)
        return [int(blocks.entrance[b]) for b in _select_blocks(approach, blocks, 890.0, 910.0)]

    assert chosen(side_m=400.0) == [0]
    assert chosen(side_m=300.0) == [0, 4]  # a square of 1,200 m is not room enough to be sure


def test_a_length_neither_found_nor_disproved_is_undecided() -> None:
    network, middle = equal_grid()
    place = Place(network=network, start=middle)
    _, walks = walks_of(place, 1300.0)
    assert walks.darts == []
    assert walks.existence is not None
    assert walks.existence.verdict == "open"
    _, walks = walks_of(place, 1400.0)
    assert walks.darts


def test_bridges_on_the_way_to_a_block_count_twice() -> None:
    # The ring at 4 has 300 m; with the bridge there and back 500 m.
    assert 4 in entrances(490.0, 510.0)
    assert 4 not in entrances(501.0 + 10, 530.0)


def test_at_most_a_few_blocks_are_searched() -> None:
    edges = [(0, 0, 100.0 + i) for i in range(6)]
    graph = Multigraph.of(1, edges)
    blocks = find_blocks(graph, 0)
    approach = Approach(graph=graph, blocks=blocks)
    chosen = _select_blocks(approach, blocks, 50.0, 120.0)
    assert len(chosen) == MOST_BLOCKS
    length_m = [float(graph.length_m[blocks.edges(block)].sum()) for block in chosen]
    assert length_m == [105.0, 104.0, 103.0]  # the largest first


def test_with_exact_the_neighbourhood_of_each_walk_is_searched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network, middle = equal_grid()
    looked_about: list[float] = []

    def looked(graph: Multigraph, *how: Any) -> Existence:
        near = how[4] if len(how) == 5 else ()
        looked_about.extend(float(graph.length_m[walk].sum()) for walk in near)
        return examine(graph, *how)

    monkeypatch.setattr("looproute.search.closed_walks.examine", looked)
    walks_of(Place(network=network, start=middle), 1300.0, tolerance=0.1, exact=True)
    assert looked_about
    assert set(np.round(looked_about)) <= {1200.0, 1400.0}
