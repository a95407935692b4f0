"""The way that makes a walk longer: which street it takes, and where on it one turns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from looproute.search.fallbacks.plans import NOWHERE
from looproute.search.fallbacks.spurs import Turn, Ways
from looproute.search.reach import Ball, reach
from looproute.sources.town import Town

# Streets from S: 250 m to W, 300 m to E, 150 m to N.
SIDE_STREETS = """
W----S-----E
     |
     |
     N
"""
TO_W, TO_E, TO_N = 0, 1, 2


@pytest.fixture(scope="module")
def ball() -> Ball:
    """All of them, as pleasant as one another."""
    town = Town(SIDE_STREETS, spacing_m=50)
    network = town.streets()
    ball = reach(network, network.nearest(town.at("S")), 2000.0)
    assert ball.graph.length_m.tolist() == pytest.approx([250.0, 300.0, 150.0])
    return replace(ball, cost=ball.graph.length_m.copy())


def dearer(ball: Ball, *streets: int) -> Ball:
    """Return the streets with some of them twice as unpleasant as the others."""
    cost = ball.cost.copy()
    cost[list(streets)] *= 2
    return replace(ball, cost=cost)


def spur(ball: Ball, least_m: float, exact_m: float, most_m: float) -> Turn:
    turn = Ways.of(ball, NOWHERE).spur(least_m, exact_m, most_m)
    assert turn is not None
    return turn


@pytest.mark.parametrize(("unpleasant", "taken"), [(TO_W, TO_E), (TO_E, TO_W)])
def test_of_side_streets_that_end_where_the_length_is_right_the_pleasant_one_is_taken(
    ball: Ball, unpleasant: int, taken: int
) -> None:
    turn = spur(dearer(ball, unpleasant), 240.0, 275.0, 310.0)
    assert (turn.darts >> 1).tolist() == [taken]
    assert turn.share == 1.0


@pytest.mark.parametrize(
    ("unpleasant", "taken"), [((TO_W, TO_E), TO_N), ((TO_E, TO_N), TO_W), ((TO_N, TO_W), TO_E)]
)
def test_one_turns_in_the_pleasant_one_of_the_streets_that_are_long_enough(
    ball: Ball, unpleasant: tuple[int, int], taken: int
) -> None:
    turn = spur(dearer(ball, *unpleasant), 119.0, 120.0, 121.0)
    assert (turn.darts >> 1).tolist() == [taken]
    assert turn.share * ball.graph.length_m[taken] == pytest.approx(120.0)


def test_a_street_that_ends_where_the_length_is_right_comes_before_a_turn_in_a_pleasant_one(
    ball: Ball,
) -> None:
    turn = spur(dearer(ball, TO_N), 149.0, 150.5, 152.0)
    assert (turn.darts >> 1).tolist() == [TO_N]
    assert not turn.in_mid_street


def test_where_all_streets_are_shorter_there_is_no_spur(ball: Ball) -> None:
    assert Ways.of(ball, NOWHERE).spur(301.0, 302.0, 303.0) is None


def test_the_longest_spur_leads_to_the_end_that_is_farthest(ball: Ball) -> None:
    turn = Ways.of(ball, NOWHERE).longest()
    assert turn is not None
    assert (turn.darts >> 1).tolist() == [TO_E]
    assert not turn.in_mid_street


def test_no_spur_leads_over_a_street_of_the_walk_itself(ball: Ball) -> None:
    walk = np.array([2 * TO_E, 2 * TO_E + 1], dtype=np.int32)
    turn = Ways.of(ball, walk).longest()
    assert turn is not None
    assert (turn.darts >> 1).tolist() == [TO_W]
