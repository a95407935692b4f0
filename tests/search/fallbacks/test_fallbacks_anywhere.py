"""Substitutes from random places, in random and real towns: each start has a walk."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from looproute.geo import LatLon, Plane, cumulative_m
from looproute.network.network import StreetNetwork
from looproute.request import LoopRequest
from looproute.search.assemble import answer
from looproute.search.closed_walks import find_walks
from looproute.search.fallbacks import Offer, fallbacks
from looproute.search.fallbacks.context import Context
from looproute.search.subgraph import reach
from looproute.sources.osm_file import OsmFile

DATA = Path(__file__).parents[3] / "data"
PLANE = Plane.at(LatLon(0, 0))


@st.composite
def towns(draw: st.DrawFn) -> StreetNetwork:
    """Return some junctions with random streets: parallel, self-loops, separate components."""
    n = draw(st.integers(1, 8))
    coordinate = st.integers(0, 400)
    graph: nx.MultiGraph[int] = nx.MultiGraph()
    for node in range(n):
        place = PLANE.to_latlon(draw(coordinate), draw(coordinate))
        graph.add_node(node, x=place.lon, y=place.lat)
    ends = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))
    for u, v in draw(st.lists(ends, min_size=1, max_size=12)):
        graph.add_edge(u, v, length=draw(st.integers(1, 900)))
    return StreetNetwork.from_networkx(graph)


def offers_at(network: StreetNetwork, request: LoopRequest) -> list[Offer] | None:
    """Return the substitutes, None if there is a loop."""
    start = network.nearest(request.start)
    subgraph = reach(network, start, request.target_m + request.tolerance_m)
    walks = find_walks(subgraph.without_dead_ends(), request)
    if walks.darts:
        return None
    context = Context.of(network, start, request, walks.existence)
    assert context.refusal().proved == (context.standing == "impossible")
    assert context.refusal().reason.endswith(".")
    return fallbacks(context)


def check(offers: list[Offer], request: LoopRequest) -> None:
    """Check that the first is right in length, and that no short way is walked again and again."""
    for rank, offer in enumerate(offers, start=1):
        graph, darts = offer.subgraph.graph, offer.darts
        assert graph.tail[darts[0]] == offer.subgraph.root == graph.head[darts[-1]]
        assert all(graph.head[a] == graph.tail[b] for a, b in pairwise(darts.tolist()))
        off_m = abs(float(graph.length_m[darts >> 1].sum()) - request.target_m)
        if offer.kind == "nearest loop":
            assert rank > 1
            assert off_m <= 0.1 * request.target_m
        else:
            assert off_m <= request.tolerance_m + 0.01
        times = np.bincount(darts >> 1)
        if offer.kind in ("nearest loop", "loop and spur", "lollipop", "out-and-back"):
            assert times.max() <= 2
        elif offer.laps is not None and offer.laps.times > 2:
            lap = darts[offer.laps.begin : offer.laps.end][: len(darts) // offer.laps.times]
            out_and_back = (lap == lap[::-1] ^ 1).all()
            assert not out_and_back or graph.length_m[lap >> 1].sum() >= 2 * 500 - 0.01


@settings(max_examples=100, deadline=None)
@given(towns(), st.integers(0, 400), st.integers(0, 400), st.integers(200, 4000))
def test_the_first_walk_has_the_target_length(
    network: StreetNetwork, x: int, y: int, length_m: int
) -> None:
    request = LoopRequest(start=PLANE.to_latlon(x, y), length_m=length_m, snap_limit_m=5000)
    check(offers_at(network, request) or [], request)


@cache
def area(name: str) -> StreetNetwork:
    return OsmFile(DATA / name / f"{name}.osm.gz").streets()


@pytest.mark.parametrize("name", ["villages", "liechtenstein"])
def test_real_starts_have_walks_that_can_be_walked(name: str) -> None:
    network, rng = area(name), np.random.default_rng(7)
    share = network.length_m / network.length_m.sum()
    kinds = set()
    for street in rng.choice(len(share), 12, p=share).tolist():
        lat, lon = network.line(street)
        for length_m in (1000, 3000, 6000):
            request = LoopRequest(start=LatLon(lat[0], lon[0]), length_m=length_m)
            offers = offers_at(network, request) or []
            check(offers, request)
            for offer in offers:
                kinds.add(offer.kind)
                loop = answer(
                    network, request, offer.subgraph, offer.darts,
                    rank=1, kind=offer.kind, notes=offer.notes, laps=offer.laps,
                )  # fmt: skip
                walked_m = float(cumulative_m(loop.points)[-1])
                assert walked_m == pytest.approx(loop.length_m, abs=1)
                assert loop.points[0] == loop.points[-1]
    assert kinds == {"nearest loop", "loop and spur", "lollipop", "laps", "out-and-back"}


def test_no_walk_leaves_the_smallest_islands_of_a_real_town() -> None:
    network = area("helsinki")
    graph = nx.Graph(zip(network.u.tolist(), network.v.tolist(), strict=True))
    islands = sorted(nx.connected_components(graph), key=len)[:10]
    for island in islands:
        junction = min(island)
        place = LatLon(float(network.lat[junction]), float(network.lon[junction]))
        request = LoopRequest(start=place, length_m=3000)
        offers = offers_at(network, request) or []
        check(offers, request)
        for offer in offers:
            streets = offer.subgraph.street[offer.darts >> 1]
            assert set(network.u[streets].tolist()) <= island
