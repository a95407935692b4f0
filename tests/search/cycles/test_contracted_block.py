"""A block's totals, headings and samples against its geometry, street by street."""

from __future__ import annotations

import numpy as np
import pytest

from looproute.search.cycles.contracted_block import LENGTH, TURNS, ContractedBlock
from looproute.search.features import Features

from ..contracted_blocks import PLACE_NAMES, Place, by_hand, clipped, drawn, heading, places, points

MOST_M = 1500.0


@pytest.fixture(params=places(), ids=PLACE_NAMES)
def place(request: pytest.FixtureRequest) -> Place:
    chosen: Place = request.param
    return chosen


def test_the_totals_of_a_dart_are_the_sums_of_its_streets(place: Place) -> None:
    block = place.contracted_block(MOST_M)
    for dart in range(0, 2 * block.m, 1 if block.m < 60 else 5):
        wanted = by_hand(block, [dart], place.network)
        assert block.totals[dart] == pytest.approx(wanted, abs=1e-2), dart


def test_a_dart_has_the_headings_of_its_first_and_last_street(place: Place) -> None:
    block = place.contracted_block(MOST_M)
    plane = Features.of(place.network).plane
    for dart in range(2 * block.m):
        walk = block.chains.expand(np.array([dart]))
        x, y = plane.to_xy(*points(block.subgraph, int(walk[0]) >> 1, place.network).T)
        step = -1 if walk[0] & 1 else 1
        assert block.leave[dart] == pytest.approx(heading(x[::step], y[::step]), abs=1e-3)
        assert block.arrive[dart] == pytest.approx(-block.leave[dart ^ 1])
        assert (block.tail[dart], block.head[dart]) == (block.head[dart ^ 1], block.tail[dart ^ 1])
        assert (x[::step][0], y[::step][0]) == pytest.approx(
            (block.x[block.tail[dart]], block.y[block.tail[dart]]), abs=1e-3
        )


def test_three_chains_meet_at_every_vertex_but_the_anchor(place: Place) -> None:
    block = place.contracted_block(MOST_M)
    ways = np.bincount(block.tail, minlength=block.n)
    assert (np.delete(ways, block.anchor) >= 3).all()
    assert block.vertex[block.anchor] == block.subgraph.root or ways[block.anchor] >= 2


def test_samples_follow_the_chain_with_its_headings(place: Place) -> None:
    block = place.contracted_block(MOST_M)
    for chain in range(block.m):
        xy = block.sample_xy[block.sample_offsets[chain] : block.sample_offsets[chain + 1]]
        way = block.sample_heading[block.sample_offsets[chain] : block.sample_offsets[chain + 1]]
        tail = np.array([block.x, block.y])[:, block.tail[2 * chain]]
        head = np.array([block.x, block.y])[:, block.head[2 * chain]]
        assert np.hypot(*(xy[0] - tail)) <= 15.1
        assert np.hypot(*(xy[-1] - head)) <= 15.1
        steps = np.diff(xy, axis=0)
        # No step is longer than the street between two samples; headings point along it.
        assert (np.hypot(*steps.T) <= 31).all()
        along = np.einsum("ij,ij->i", steps, way[:-1] + way[1:])
        assert np.mean(along > 0) > 0.8 if len(steps) else True
        central = (xy[len(xy) // 2] + xy[(len(xy) - 1) // 2]) / 2
        assert block.middle[chain] == pytest.approx(central)


def test_darts_are_sorted_by_their_tails_without_duplicates(place: Place) -> None:
    block = place.contracted_block(MOST_M)
    assert (np.diff(block.tail[block.order]) >= 0).all()
    assert sorted(block.order.tolist()) == list(range(2 * block.m))


def test_a_walk_over_streets_is_the_same_walk_over_chains(place: Place) -> None:
    subgraph = place.subgraph(MOST_M).without_dead_ends()
    block = ContractedBlock.of(subgraph, np.ones(subgraph.graph.m, dtype=bool), subgraph.root)
    rng = np.random.default_rng(1)
    # Any walk from the anchor back to it, chain by chain, turning round included.
    at = block.anchor
    walk: list[int] = []
    while len(walk) < 40 or at != block.anchor:
        dart = int(rng.choice(np.flatnonzero(block.tail == at)))
        walk.append(dart)
        at = int(block.head[dart])
        if len(walk) > 20_000:
            break
    darts = np.array(walk, dtype=np.int32)
    assert block.contract_walk(block.chains.expand(darts)).tolist() == walk


def test_a_corner_at_a_dead_end_is_a_turn_and_a_bend_is_not() -> None:
    plain = drawn(
        """
    A-------.
    |       |
    |       |
    .-------B
    """,
        "A",
    ).contracted_block(2000)
    assert plain.totals[:, TURNS].tolist() == [0.0] * (2 * plain.m)
    with_dead_end = drawn(
        """
    A-------C---D
    |       |
    |       |
    .-------B
    """,
        "A",
    ).contracted_block(2000)
    assert with_dead_end.totals[:, TURNS].max() == 1.0
    assert with_dead_end.totals[0, LENGTH] == pytest.approx(plain.totals[0, LENGTH], abs=0.1)


def test_a_contracted_block_is_much_smaller_than_its_streets() -> None:
    block = clipped(0).contracted_block(MOST_M)
    assert block.m < 0.95 * block.subgraph.graph.m
    assert block.totals[::2, LENGTH].sum() <= block.subgraph.graph.length_m.sum() + 1e-6
