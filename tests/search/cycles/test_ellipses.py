"""Ellipses through the anchor, and the cycles that follow them."""

from __future__ import annotations

from functools import cache

import networkx as nx
import numpy as np
import pytest

from looproute.geo import LatLon
from looproute.network.network import StreetNetwork
from looproute.search.bearings import Bearings
from looproute.search.cycles.contracted_block import LENGTH, ContractedBlock
from looproute.search.cycles.ellipses import DETOUR, Ellipses
from looproute.search.cycles.score import Cycle

from ..contracted_blocks import PLACE_NAMES, Place, drawn, places, walk_cycle

LENGTH_M = 1000.0


@cache
def dense() -> ContractedBlock:
    """Return a grid of streets 55 m apart, 1,100 m wide, rooted at its centre."""
    graph: nx.Graph[tuple[int, int]] = nx.grid_2d_graph(21, 21)
    for row, column in graph:
        graph.add_node((row, column), x=0.0005 * (column - 10), y=0.0005 * (row - 10))
    place = Place(network=StreetNetwork.from_networkx(graph), start=LatLon(0.0, 0.0))
    return place.contracted_block(2500.0)


@pytest.fixture(params=places(), ids=PLACE_NAMES)
def block(request: pytest.FixtureRequest) -> ContractedBlock:
    place: Place = request.param
    return place.contracted_block(1500.0)


@pytest.mark.parametrize("stretch", [1.0, 1.6, 0.6])
def test_cycles_of_ellipses_are_simple_and_have_the_right_totals(
    block: ContractedBlock, stretch: float
) -> None:
    bearings = Bearings(first=0.3).bearings(8)
    found = Ellipses(stretch=stretch).cycles(block, LENGTH_M, bearings)
    for i in range(0, len(found.sums), 1 + len(found.sums) // 60):
        darts = found.darts(i)
        walk_cycle(block, darts.tolist())
        assert found.sums[i] == pytest.approx(Cycle.of(block, darts).sums, abs=1e-5)


def middle_of(block: ContractedBlock, darts: np.ndarray) -> tuple[float, float]:
    """Return the mean position of a cycle's vertices, relative to the anchor."""
    tails = block.tail[darts]
    return (
        float(block.x[tails].mean() - block.x[block.anchor]),
        float(block.y[tails].mean() - block.y[block.anchor]),
    )


@pytest.mark.parametrize("bearing", np.radians([0, 90, 180, 270]).tolist())
def test_an_ellipse_gives_cycles_towards_its_bearing(bearing: float) -> None:
    block = dense()
    found = Ellipses().cycles(block, LENGTH_M, np.array([bearing, bearing]))
    assert len(found.sums)
    best = sorted(range(len(found.sums)), key=lambda i: abs(found.sums[i, LENGTH] - LENGTH_M))
    for i in best[:5]:
        east, north = middle_of(block, found.darts(i))
        assert east * np.sin(bearing) + north * np.cos(bearing) > 0


def test_every_other_ellipse_is_clockwise() -> None:
    block = dense()
    found = Ellipses().cycles(block, LENGTH_M, np.zeros(4))
    right = np.abs(found.sums[:, LENGTH] - LENGTH_M) < 150
    for copy in range(4):
        mine = right & (found.copy == copy)
        assert mine.any()
        clockwise = np.mean(found.sums[mine, 1] < 0)
        assert clockwise > 0.8 if copy % 2 == 0 else clockwise < 0.2


def test_cycles_in_dense_streets_have_about_the_target_length() -> None:
    found = Ellipses().cycles(dense(), 1500.0, Bearings(first=0.1).bearings(8))
    off = np.abs(found.sums[:, LENGTH] / 1500.0 - 1)
    for copy in range(8):
        assert off[found.copy == copy].min() < 0.12


@pytest.mark.parametrize("stretch", [1.0, 1.6, 0.6])
def test_an_ellipse_has_its_length_and_stretch_and_passes_the_anchor(stretch: float) -> None:
    ellipses = Ellipses(stretch=stretch)
    along, across = ellipses._half_axes_m(LENGTH_M)
    assert along / across == pytest.approx(stretch)
    around = np.linspace(0, 2 * np.pi, 2000)
    x, y = across * np.cos(around), along * (1 + np.sin(around))
    perimeter_m = float(np.hypot(np.diff(x), np.diff(y)).sum())
    assert perimeter_m * DETOUR == pytest.approx(LENGTH_M, rel=0.02)
    forth, aside = ellipses._to_ellipse_coordinates(LENGTH_M, np.zeros(1), x, y)
    assert np.hypot(forth, aside) == pytest.approx(np.ones((1, 2000)))
    forth, aside = ellipses._to_ellipse_coordinates(
        LENGTH_M, np.array([1.2]), np.zeros(1), np.zeros(1)
    )
    assert np.hypot(forth, aside) == pytest.approx(np.ones((1, 1)))


def test_an_ellipse_without_streets_has_no_cycles() -> None:
    block = drawn("A---.\n|   |\n.---.", "A", spacing_m=10).contracted_block(3000)
    assert len(Ellipses().cycles(block, 3000.0, Bearings().bearings(4)).sums) == 0
