"""An arena's ledger, headings and samples against geometry, worked out street by street."""

from __future__ import annotations

import numpy as np
import pytest

from looproute.search.candidates.arena import LENGTH, TURNS, Arena
from looproute.search.survey import Survey

from ..arenas import PLACE_NAMES, Place, by_hand, clipped, drawn, heading, places, points

MOST_M = 1500.0


@pytest.fixture(params=places(), ids=PLACE_NAMES)
def place(request: pytest.FixtureRequest) -> Place:
    chosen: Place = request.param
    return chosen


def test_the_ledger_of_each_dart_is_what_its_streets_add_up_to(place: Place) -> None:
    arena = place.arena(MOST_M)
    for dart in range(0, 2 * arena.m, 1 if arena.m < 60 else 5):
        wanted = by_hand(arena, [dart], place.network)
        assert arena.ledger[dart] == pytest.approx(wanted, abs=1e-2), dart


def test_a_dart_leaves_and_arrives_as_its_first_and_last_street_do(place: Place) -> None:
    arena = place.arena(MOST_M)
    plane = Survey.of(place.network).plane
    for dart in range(2 * arena.m):
        walk = arena.chains.expand(np.array([dart]))
        x, y = plane.to_xy(*points(arena.ball, int(walk[0]) >> 1, place.network).T)
        step = -1 if walk[0] & 1 else 1
        assert arena.leave[dart] == pytest.approx(heading(x[::step], y[::step]), abs=1e-3)
        assert arena.arrive[dart] == pytest.approx(-arena.leave[dart ^ 1])
        assert (arena.tail[dart], arena.head[dart]) == (arena.head[dart ^ 1], arena.tail[dart ^ 1])
        assert (x[::step][0], y[::step][0]) == pytest.approx(
            (arena.x[arena.tail[dart]], arena.y[arena.tail[dart]]), abs=1e-3
        )


def test_three_chains_meet_at_every_vertex_but_the_anchor(place: Place) -> None:
    arena = place.arena(MOST_M)
    ways = np.bincount(arena.tail, minlength=arena.n)
    assert (np.delete(ways, arena.anchor) >= 3).all()
    assert arena.vertex[arena.anchor] == arena.ball.root or ways[arena.anchor] >= 2


def test_samples_follow_the_chain_with_its_headings(place: Place) -> None:
    arena = place.arena(MOST_M)
    for chain in range(arena.m):
        xy = arena.sample_xy[arena.sample_start[chain] : arena.sample_start[chain + 1]]
        way = arena.sample_heading[arena.sample_start[chain] : arena.sample_start[chain + 1]]
        tail = np.array([arena.x, arena.y])[:, arena.tail[2 * chain]]
        head = np.array([arena.x, arena.y])[:, arena.head[2 * chain]]
        assert np.hypot(*(xy[0] - tail)) <= 15.1
        assert np.hypot(*(xy[-1] - head)) <= 15.1
        steps = np.diff(xy, axis=0)
        # No step is longer than the street between two samples; headings point along it.
        assert (np.hypot(*steps.T) <= 31).all()
        along = np.einsum("ij,ij->i", steps, way[:-1] + way[1:])
        assert np.mean(along > 0) > 0.8 if len(steps) else True
        central = (xy[len(xy) // 2] + xy[(len(xy) - 1) // 2]) / 2
        assert arena.middle[chain] == pytest.approx(central)


def test_darts_are_in_order_of_their_tails_each_once(place: Place) -> None:
    arena = place.arena(MOST_M)
    assert (np.diff(arena.tail[arena.order]) >= 0).all()
    assert sorted(arena.order.tolist()) == list(range(2 * arena.m))


def test_a_walk_over_streets_is_the_same_walk_over_chains(place: Place) -> None:
    ball = place.ball(MOST_M).without_dead_ends()
    arena = Arena.of(ball, np.ones(ball.graph.m, dtype=bool), ball.root)
    rng = np.random.default_rng(1)
    # Any walk from the anchor back to it, chain by chain, turning round included.
    at = arena.anchor
    walk: list[int] = []
    while len(walk) < 40 or at != arena.anchor:
        dart = int(rng.choice(np.flatnonzero(arena.tail == at)))
        walk.append(dart)
        at = int(arena.head[dart])
        if len(walk) > 20_000:
            break
    darts = np.array(walk, dtype=np.int32)
    assert arena.contracted(arena.chains.expand(darts)).tolist() == walk


def test_a_bend_is_no_turn_but_a_corner_where_a_dead_end_leaves_is() -> None:
    plain = drawn(
        """
    A-------.
    |       |
    |       |
    .-------B
    """,
        "A",
    ).arena(2000)
    assert plain.ledger[:, TURNS].tolist() == [0.0] * (2 * plain.m)
    with_dead_end = drawn(
        """
    A-------C---D
    |       |
    |       |
    .-------B
    """,
        "A",
    ).arena(2000)
    assert with_dead_end.ledger[:, TURNS].max() == 1.0
    assert with_dead_end.ledger[0, LENGTH] == pytest.approx(plain.ledger[0, LENGTH], abs=0.1)


def test_an_arena_of_a_real_place_is_much_smaller_than_its_streets() -> None:
    arena = clipped(0).arena(MOST_M)
    assert arena.m < 0.95 * arena.ball.graph.m
    assert arena.ledger[::2, LENGTH].sum() <= arena.ball.graph.length_m.sum() + 1e-6
