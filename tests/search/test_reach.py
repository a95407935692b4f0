"""The ball of a start, with NetworkX as the oracle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest

from looproute.geo import LatLon
from looproute.search.reach import AT_JUNCTION_M, Ball, reach
from looproute.search.survey import Survey
from looproute.sources.town import Town

from .arenas import PLACE_NAMES, Place, clipped, places, points

if TYPE_CHECKING:
    from looproute.streets import Spot, StreetNetwork

START = "start"


def split(network: StreetNetwork, spot: Spot) -> nx.MultiGraph[Any]:
    """Return the streets with the start's one cut in two at the start."""
    graph: nx.MultiGraph[Any] = nx.MultiGraph()
    for street, (u, v) in enumerate(zip(network.u.tolist(), network.v.tolist(), strict=True)):
        whole_m = float(network.length_m[street])
        if street == spot.street:
            graph.add_edge(u, START, key=(street, 0), length=spot.share * whole_m)
            graph.add_edge(START, v, key=(street, 1), length=(1 - spot.share) * whole_m)
        else:
            graph.add_edge(u, v, key=(street, 0), length=whole_m)
    return graph


@pytest.mark.parametrize("most_m", [300.0, 800.0, 1500.0])
@pytest.mark.parametrize("place", [clipped(seed) for seed in range(6)])
def test_the_ball_is_every_street_there_and_back_in_time(place: Place, most_m: float) -> None:
    spot = place.network.nearest(place.start)
    ball = place.ball(most_m)
    oracle = split(place.network, spot)
    distance = nx.single_source_dijkstra_path_length(oracle, START, weight="length")
    far = float("inf")
    inside = sorted(
        float(tags["length"])
        for u, v, tags in oracle.edges(data=True)
        if distance.get(u, far) + tags["length"] + distance.get(v, far) <= most_m
    )
    assert np.sort(ball.graph.length_m).tolist() == pytest.approx(inside)
    both_ends = np.concatenate([ball.graph.u, ball.graph.v])
    assert set(both_ends.tolist()) | {ball.root} == set(range(ball.graph.n))
    assert ball.distance_m[ball.root] == 0
    for edge, street in enumerate(ball.street.tolist()):
        named: list[Any] = [int(place.network.u[street]), int(place.network.v[street])]
        begin, end = ball.part[edge]
        if begin > 0:
            named[0] = START
        if end < 1:
            named[1] = START
        for end_of, name in zip((ball.graph.u, ball.graph.v), named, strict=True):
            assert ball.distance_m[end_of[edge]] == pytest.approx(distance[name], abs=1e-6)


@pytest.mark.parametrize("place", places(), ids=PLACE_NAMES)
def test_streets_in_the_ball_keep_their_place_their_length_and_their_shape(place: Place) -> None:
    network = place.network
    survey = Survey.of(network)
    ball = place.ball(1500)
    assert (np.bincount(ball.street) <= 2).all()
    of_street = np.bincount(ball.street, ball.graph.length_m)
    whole = np.bincount(ball.street, ball.part[:, 1] - ball.part[:, 0])
    used = np.unique(ball.street)
    assert of_street[used] == pytest.approx(network.length_m[used] * whole[used])
    assert ball.cost == pytest.approx(
        survey.cost[ball.street] * (ball.part[:, 1] - ball.part[:, 0])
    )
    assert (ball.busy == survey.busy[ball.street]).all()
    for edge in range(ball.graph.m):
        x, y = survey.plane.to_xy(*points(ball, edge, network).T)
        cross = float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
        assert ball.shapes.cross[edge] == pytest.approx(cross, abs=1e-2)
        assert ball.x[ball.graph.u[edge]] == pytest.approx(x[0], abs=1e-3)
        assert ball.y[ball.graph.v[edge]] == pytest.approx(y[-1], abs=1e-3)


@pytest.mark.parametrize("place", places(), ids=PLACE_NAMES)
def test_without_dead_ends_each_vertex_but_the_root_has_two_ways(place: Place) -> None:
    whole = place.ball(1500)
    ball = whole.without_dead_ends()
    ways = np.bincount(np.concatenate([ball.graph.u, ball.graph.v]), minlength=ball.graph.n)
    assert (np.delete(ways, ball.root) >= 2).all()
    assert ball.distance_m[ball.root] == 0
    assert ball.is_junction[ball.root] == whole.is_junction[whole.root]
    # A junction is one in the whole network, also where one way left is a dead end.
    assert ball.is_junction[(np.arange(ball.graph.n) != ball.root) & (ways >= 3)].all()


def test_a_start_half_a_metre_from_a_junction_is_that_junction() -> None:
    town = Town("A-------B", spacing_m=100)
    network = town.streets()
    for along_m, splits in (
        (0.0, False),
        (0.9 * AT_JUNCTION_M, False),
        (1.1 * AT_JUNCTION_M, True),
    ):
        for end, sign in (("A", 1), ("B", -1)):
            here = town.at(end)
            per_m = (town.at("B").lon - town.at("A").lon) / 800
            ball = ball_at(network, LatLon(here.lat, here.lon + sign * per_m * along_m))
            assert ball.graph.m == (2 if splits else 1)
            assert ball.graph.n == (3 if splits else 2)


def test_a_street_that_leads_on_too_far_is_left_out_from_the_start_too() -> None:
    # 100 m from A: there and back to A is 200 m, to B it is 1,400 m.
    town = Town("A-------B", spacing_m=100)
    network = town.streets()
    ball = ball_at(network, LatLon(0.0, town.at("A").lon * 0.75))
    assert ball.graph.m == 2
    near = ball_at(network, LatLon(0.0, town.at("A").lon * 0.75), most_m=500)
    assert near.graph.length_m.tolist() == pytest.approx([100], abs=0.1)


def test_a_self_loop_is_split_in_two_ways_home() -> None:
    town = Town(
        """
        A---.
        |   |
        .---.
        """,
        spacing_m=50,
    )
    network = town.streets()
    opposite = LatLon(-town.at("A").lat, -town.at("A").lon)
    ball = ball_at(network, opposite)
    assert (ball.graph.n, ball.graph.m) == (2, 2)
    assert ball.graph.length_m.sum() == pytest.approx(float(network.length_m[0]))
    assert ball.distance_m.max() == pytest.approx(ball.graph.length_m.min())


def test_costs_are_shaken_alike_by_one_seed_otherwise_by_another_and_not_at_all_by_none() -> None:
    ball = places()[0].ball(1000)
    assert ball.shaken(0) is ball
    once, again, other = ball.shaken(3), ball.shaken(3), ball.shaken(4)
    assert once.cost.tolist() == again.cost.tolist()
    assert not np.isclose(once.cost, other.cost).any()
    assert not np.isclose(once.cost, ball.cost).any()
    assert once.graph is ball.graph
    assert np.std(np.log(once.cost / ball.cost)) == pytest.approx(0.2, abs=0.1)
    assert (np.abs(np.log(once.cost / ball.cost)) < 1.5).all()


def test_another_start_leaves_the_survey_as_it_was() -> None:
    place = clipped(1)
    survey = Survey.of(place.network)
    before = survey.reach.data.copy(), survey.reach.indices.copy()
    place.ball(800)
    assert survey.reach.data.tolist() == before[0].tolist()
    assert survey.reach.indices.tolist() == before[1].tolist()


def ball_at(network: StreetNetwork, start: LatLon, most_m: float = 5000) -> Ball:
    return reach(network, network.nearest(start), most_m)
