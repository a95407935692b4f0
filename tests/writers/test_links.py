from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import networkx as nx
import numpy as np
import pytest

from looproute.geo import LatLon, cumulative_m, distance_m
from looproute.loops import Laps, Loop
from looproute.planner import plan_loops
from looproute.request import LoopRequest
from looproute.sources.bundled import Bundled
from looproute.writers.links import MOST_WAYPOINTS, _least_lost, directions, geo_uri


@pytest.fixture(scope="module")
def loop() -> Loop:
    return plan_loops(LoopRequest(start=Bundled.start, steps=8000, count=1), Bundled())[0]


def test_a_geo_uri_is_latitude_comma_longitude() -> None:
    assert geo_uri(LatLon(-33.0, 151.2000004)) == "geo:-33,151.2"
    assert geo_uri(LatLon(-0.0000001, 0.0)) in ("geo:0,0", "geo:-0,0")


def test_a_link_names_start_destination_and_at_most_nine_places_on_the_loop(loop: Loop) -> None:
    found = directions(loop)
    query = parse_qs(urlsplit(found.url).query)
    assert query["api"] == ["1"]
    assert query["travelmode"] == ["walking"]
    assert query["origin"] == query["destination"] == [geo_uri(loop.points[0])[4:]]
    waypoints = query["waypoints"][0].split("|")
    assert waypoints == [geo_uri(place)[4:] for place in found.waypoints]
    assert 1 <= len(waypoints) <= MOST_WAYPOINTS
    assert set(found.waypoints) <= set(loop.points)


def test_the_shortest_way_through_the_places_is_hardly_shorter_than_the_loop(loop: Loop) -> None:
    found = directions(loop)
    assert found.loop_m == pytest.approx(loop.length_m, abs=0.1)
    assert found.length_m is not None
    assert 0.97 * loop.length_m <= found.length_m <= loop.length_m + 1


def test_the_length_of_the_way_is_that_of_networkx(loop: Loop) -> None:
    network, found = loop.network, directions(loop)
    assert network is not None
    graph: nx.Graph[Any] = nx.Graph()
    for u, v, length_m in zip(network.u, network.v, network.length_m, strict=True):
        if not graph.has_edge(u, v) or length_m < graph.edges[u, v]["length_m"]:
            graph.add_edge(u, v, length_m=length_m)
    stops = [loop.points[0], *found.waypoints, loop.points[-1]]
    for i, place in enumerate(stops):
        spot = network.nearest(place)
        e = spot.street
        whole_m = network.length_m[e]
        graph.add_edge(f"stop {i}", network.u[e], length_m=spot.along_m)
        graph.add_edge(f"stop {i}", network.v[e], length_m=whole_m - spot.along_m)
    walked_m = sum(
        nx.dijkstra_path_length(graph, f"stop {i}", f"stop {i + 1}", weight="length_m")
        for i in range(len(stops) - 1)
    )
    assert found.length_m == pytest.approx(walked_m, abs=0.1)


def test_without_streets_the_distance_to_straight_lines_is_given(loop: Loop) -> None:
    found = directions(replace(loop, network=None))
    assert found.length_m is None
    assert 10 < found.off_m < 0.1 * loop.length_m


def test_the_link_has_one_lap_of_several(loop: Loop) -> None:
    points = loop.points + loop.points[1:]
    laps = replace(
        loop,
        points=points,
        kind="laps",
        length_m=2 * loop.length_m,
        laps=Laps(2, 0, len(points) - 1),
    )
    assert directions(laps).loop_m == pytest.approx(loop.length_m, abs=0.1)


def test_a_one_way_ends_where_it_ends(loop: Loop) -> None:
    half = loop.points[: len(loop.points) // 2]
    way = replace(loop, kind="one-way", points=half, length_m=float(cumulative_m(half)[-1]))
    query = parse_qs(urlsplit(directions(way).url).query)
    lat, lon = map(float, query["destination"][0].split(","))
    assert distance_m(LatLon(lat, lon), half[-1]) < 0.2


@pytest.mark.parametrize("seed", range(5))
def test_no_choice_of_places_loses_less(seed: int) -> None:
    """Against every choice, where there are few."""
    from itertools import combinations, pairwise

    k = 13
    lost = np.random.default_rng(seed).integers(0, 9, (k, k)).astype(float) * 10
    chosen = _least_lost(lost)
    best = min(
        sum(lost[a, b] for a, b in pairwise((0, *inner, k - 1)))
        for n in range(MOST_WAYPOINTS + 1)
        for inner in combinations(range(1, k - 1), n)
    )
    assert sum(lost[a, b] for a, b in pairwise(chosen.tolist())) <= best + 1
    assert chosen[0] == 0
    assert chosen[-1] == k - 1
    assert (np.diff(chosen) > 0).all()
    assert len(chosen) <= MOST_WAYPOINTS + 2
