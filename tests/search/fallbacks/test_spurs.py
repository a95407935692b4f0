"""Spurs: the choice of the street and of the turning point."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from looproute.search.fallbacks.plans import NOWHERE
from looproute.search.fallbacks.spurs import Turn, Ways
from looproute.search.subgraph import Subgraph, reach
from looproute.sources.ascii_map import AsciiMap

# Streets from S: 250 m to W, 300 m to E, 150 m to N.
SIDE_STREETS = """
W----S-----E
     |
     |
     N
"""
TO_W, TO_E, TO_N = 0, 1, 2


@pytest.fixture(scope="module")
def subgraph() -> Subgraph:
    """Return all streets with equal costs."""
    town = AsciiMap(SIDE_STREETS, spacing_m=50)
    network = town.streets()
    subgraph = reach(network, network.nearest(town.at("S")), 2000.0)
    assert subgraph.graph.length_m.tolist() == pytest.approx([250.0, 300.0, 150.0])
    return replace(subgraph, cost=subgraph.graph.length_m.copy())


def scale_costs(subgraph: Subgraph, *streets: int) -> Subgraph:
    """Return the streets with the cost of some of them doubled."""
    cost = subgraph.cost.copy()
    cost[list(streets)] *= 2
    return replace(subgraph, cost=cost)


def spur(subgraph: Subgraph, least_m: float, exact_m: float, most_m: float) -> Turn:
    turn = Ways.of(subgraph, NOWHERE).spur(least_m, exact_m, most_m)
    assert turn is not None
    return turn


@pytest.mark.parametrize(("unpleasant", "taken"), [(TO_W, TO_E), (TO_E, TO_W)])
def test_of_side_streets_with_the_right_length_the_most_pleasant_is_used(
    subgraph: Subgraph, unpleasant: int, taken: int
) -> None:
    turn = spur(scale_costs(subgraph, unpleasant), 240.0, 275.0, 310.0)
    assert (turn.darts >> 1).tolist() == [taken]
    assert turn.share == 1.0


@pytest.mark.parametrize(
    ("unpleasant", "taken"), [((TO_W, TO_E), TO_N), ((TO_E, TO_N), TO_W), ((TO_N, TO_W), TO_E)]
)
def test_a_spur_turns_in_the_most_pleasant_street_that_is_long_enough(
    subgraph: Subgraph, unpleasant: tuple[int, int], taken: int
) -> None:
    turn = spur(scale_costs(subgraph, *unpleasant), 119.0, 120.0, 121.0)
    assert (turn.darts >> 1).tolist() == [taken]
    assert turn.share * subgraph.graph.length_m[taken] == pytest.approx(120.0)


def test_a_side_street_of_the_right_length_comes_before_a_turn_in_a_pleasant_one(
    subgraph: Subgraph,
) -> None:
    turn = spur(scale_costs(subgraph, TO_N), 149.0, 150.5, 152.0)
    assert (turn.darts >> 1).tolist() == [TO_N]
    assert not turn.in_mid_street


def test_streets_that_are_all_shorter_give_no_spur(subgraph: Subgraph) -> None:
    assert Ways.of(subgraph, NOWHERE).spur(301.0, 302.0, 303.0) is None


def test_no_spur_uses_a_street_of_the_walk(subgraph: Subgraph) -> None:
    walk = np.array([2 * TO_E, 2 * TO_E + 1], dtype=np.int32)
    turn = Ways.of(subgraph, walk).spur(1.0, 100.0, 900.0)
    assert turn is not None
    assert (turn.darts >> 1).tolist() == [TO_W]
