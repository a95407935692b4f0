"""The subgraph of a start, with NetworkX as the oracle."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest

from looproute.geo import LatLon
from looproute.network.network import Spot, StreetNetwork
from looproute.search.features import Features
from looproute.search.subgraph import AT_JUNCTION_M, Subgraph, reach
from looproute.sources.ascii_map import AsciiMap

from .contracted_blocks import PLACE_NAMES, Place, clipped, places, points

START = "start"


def split(network: StreetNetwork, spot: Spot) -> nx.MultiGraph[Any]:
    """Return the streets, with the start's street split at the start."""
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
def test_the_subgraph_has_every_street_within_half_the_length(place: Place, most_m: float) -> None:
    spot = place.network.nearest(place.start)
    subgraph = place.subgraph(most_m)
    oracle = split(place.network, spot)
    distance = nx.single_source_dijkstra_path_length(oracle, START, weight="length")
    far = float("inf")
    inside = sorted(
        float(tags["length"])
        for u, v, tags in oracle.edges(data=True)
        if distance.get(u, far) + tags["length"] + distance.get(v, far) <= most_m
    )
    assert np.sort(subgraph.graph.length_m).tolist() == pytest.approx(inside)
    both_ends = np.concatenate([subgraph.graph.u, subgraph.graph.v])
    assert set(both_ends.tolist()) | {subgraph.root} == set(range(subgraph.graph.n))
    assert subgraph.distance_m[subgraph.root] == 0
    for edge, street in enumerate(subgraph.street.tolist()):
        named: list[Any] = [int(place.network.u[street]), int(place.network.v[street])]
        begin, end = subgraph.part[edge]
        if begin > 0:
            named[0] = START
        if end < 1:
            named[1] = START
        for end_of, name in zip((subgraph.graph.u, subgraph.graph.v), named, strict=True):
            assert subgraph.distance_m[end_of[edge]] == pytest.approx(distance[name], abs=1e-6)


@pytest.mark.parametrize("place", places(), ids=PLACE_NAMES)
def test_streets_in_the_subgraph_keep_their_place_length_and_shape(place: Place) -> None:
    network = place.network
    features = Features.of(network)
    subgraph = place.subgraph(1500)
    assert (np.bincount(subgraph.street) <= 2).all()
    of_street = np.bincount(subgraph.street, subgraph.graph.length_m)
    whole = np.bincount(subgraph.street, subgraph.part[:, 1] - subgraph.part[:, 0])
    used = np.unique(subgraph.street)
    assert of_street[used] == pytest.approx(network.length_m[used] * whole[used])
    # Costs are those of the streets within reach alone, whatever else was loaded.
    within = np.isin(np.arange(len(network.u)), used)
    cost = np.zeros(len(network.u))
    cost[within] = Features.of(network.only(within, network.bounds)).cost
    assert subgraph.cost == pytest.approx(
        cost[subgraph.street] * (subgraph.part[:, 1] - subgraph.part[:, 0])
    )
    assert (subgraph.busy == features.busy[subgraph.street]).all()
    for edge in range(subgraph.graph.m):
        x, y = features.plane.to_xy(*points(subgraph, edge, network).T)
        cross = float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
        assert subgraph.shapes.cross[edge] == pytest.approx(cross, abs=1e-2)
        assert subgraph.x[subgraph.graph.u[edge]] == pytest.approx(x[0], abs=1e-3)
        assert subgraph.y[subgraph.graph.v[edge]] == pytest.approx(y[-1], abs=1e-3)


@pytest.mark.parametrize("place", places(), ids=PLACE_NAMES)
def test_without_dead_ends_each_vertex_except_the_root_has_two_edges(place: Place) -> None:
    whole = place.subgraph(1500)
    subgraph = whole.without_dead_ends()
    ways = np.bincount(
        np.concatenate([subgraph.graph.u, subgraph.graph.v]), minlength=subgraph.graph.n
    )
    assert (np.delete(ways, subgraph.root) >= 2).all()
    assert subgraph.distance_m[subgraph.root] == 0
    assert subgraph.is_junction[subgraph.root] == whole.is_junction[whole.root]
    # A junction is one in the whole network, also where one way left is a dead end.
    assert subgraph.is_junction[(np.arange(subgraph.graph.n) != subgraph.root) & (ways >= 3)].all()


def test_a_start_half_a_metre_from_a_junction_is_that_junction() -> None:
    town = AsciiMap("A-------B", spacing_m=100)
    network = town.streets()
    for along_m, splits in (
        (0.0, False),
        (0.9 * AT_JUNCTION_M, False),
        (1.1 * AT_JUNCTION_M, True),
    ):
        for end, sign in (("A", 1), ("B", -1)):
            here = town.at(end)
            per_m = (town.at("B").lon - town.at("A").lon) / 800
            subgraph = ball_at(network, LatLon(here.lat, here.lon + sign * per_m * along_m))
            assert subgraph.graph.m == (2 if splits else 1)
            assert subgraph.graph.n == (3 if splits else 2)


def test_a_street_too_long_for_the_subgraph_is_left_out_even_at_the_start() -> None:
    # 100 m from A: there and back to A is 200 m, to B it is 1,400 m.
    town = AsciiMap("A-------B", spacing_m=100)
    network = town.streets()
    subgraph = ball_at(network, LatLon(0.0, town.at("A").lon * 0.75))
    assert subgraph.graph.m == 2
    near = ball_at(network, LatLon(0.0, town.at("A").lon * 0.75), most_m=500)
    assert near.graph.length_m.tolist() == pytest.approx([100], abs=0.1)


def test_a_self_loop_is_split_into_two_edges() -> None:
    town = AsciiMap(
        """
        A---.
        |   |
        .---.
        """,
        spacing_m=50,
    )
    network = town.streets()
    opposite = LatLon(-town.at("A").lat, -town.at("A").lon)
    subgraph = ball_at(network, opposite)
    assert (subgraph.graph.n, subgraph.graph.m) == (2, 2)
    assert subgraph.graph.length_m.sum() == pytest.approx(float(network.length_m[0]))
    assert subgraph.distance_m.max() == pytest.approx(subgraph.graph.length_m.min())


def test_each_seed_perturbs_costs_in_its_own_way_and_no_seed_leaves_them() -> None:
    subgraph = places()[0].subgraph(1000)
    assert subgraph.perturb_costs(0) is subgraph
    once, again, other = (
        subgraph.perturb_costs(3),
        subgraph.perturb_costs(3),
        subgraph.perturb_costs(4),
    )
    assert once.cost.tolist() == again.cost.tolist()
    assert not np.isclose(once.cost, other.cost).any()
    assert not np.isclose(once.cost, subgraph.cost).any()
    assert once.graph is subgraph.graph
    assert np.std(np.log(once.cost / subgraph.cost)) == pytest.approx(0.2, abs=0.1)
    assert (np.abs(np.log(once.cost / subgraph.cost)) < 1.5).all()


def test_another_start_leaves_the_features_unchanged() -> None:
    place = clipped(1)
    features = Features.of(place.network)
    before = features.reach.data.copy(), features.reach.indices.copy()
    place.subgraph(800)
    assert features.reach.data.tolist() == before[0].tolist()
    assert features.reach.indices.tolist() == before[1].tolist()


def ball_at(network: StreetNetwork, start: LatLon, most_m: float = 5000) -> Subgraph:
    return reach(network, network.nearest(start), most_m)
