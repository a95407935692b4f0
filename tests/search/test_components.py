"""A start, a via place and an end are put on the nearest network that can hold the walk."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from looproute.errors import NoLoopError, StartTooFarError
from looproute.geo import LatLon, Plane
from looproute.network.network import StreetNetwork
from looproute.request import LoopRequest, WayRequest
from looproute.search import find_loops
from looproute.search.components import SnapTarget, components_of, snap
from looproute.search.laps import find_laps
from looproute.search.paths import find_ways, pleasant_way
from looproute.sources.ascii_map import AsciiMap

PLANE = Plane.at(LatLon(0.0, 0.0))
BLOCK_M, BLOCKS = 150.0, 6
LIMIT_M = 150.0
TOWN = AsciiMap(
    """
    P-Q

    A-B-C-D-E
    | | | | |
    F-G-H-I-J
    | | | | |
    K-L-M-N-O
    """,
    spacing_m=60,
)


def beside(gap_m: float, scrap_m: float) -> StreetNetwork:
    """Return a grid of blocks, and north of its middle, a gap away, a path that joins nothing."""
    graph: nx.Graph[str] = nx.Graph()

    def add(name: str, x: float, y: float) -> str:
        place = PLANE.to_latlon(x, y)
        graph.add_node(name, x=place.lon, y=place.lat)
        return name

    side = range(BLOCKS + 1)
    # Blocks of many lengths, so that walks have them too; the northern edge is straight.
    off = np.random.default_rng(1).uniform(-40, 40, (BLOCKS + 1, BLOCKS + 1, 2))
    off[:, 0, 1] = 0
    at = {
        (i, j): add(f"{i} {j}", i * BLOCK_M + off[i, j, 0], -j * BLOCK_M + off[i, j, 1])
        for i in side
        for j in side
    }
    for i, j in at:
        for other in ((i + 1, j), (i, j + 1)):
            if other in at:
                graph.add_edge(at[i, j], at[other])
    middle = BLOCKS * BLOCK_M / 2
    ends = (add("west", middle - scrap_m / 2, gap_m), add("east", middle + scrap_m / 2, gap_m))
    graph.add_edge(*ends)
    return StreetNetwork.from_networkx(graph)


def corner(network: StreetNetwork) -> LatLon:
    return LatLon(float(network.lat[0]), float(network.lon[0]))


def on_scrap(gap_m: float) -> LatLon:
    return PLANE.to_latlon(BLOCKS * BLOCK_M / 2, gap_m)


@settings(max_examples=60, deadline=None)
@given(
    gap_m=st.floats(1, 300),
    scrap_m=st.floats(2, 6000),
    away_m=st.floats(0, 100),
    target_m=st.sampled_from([800.0, 2000.0, 5600.0]),
)
def test_the_nearest_component_with_the_length_within_reach_is_taken(
    gap_m: float, scrap_m: float, away_m: float, target_m: float
) -> None:
    network = beside(gap_m, scrap_m)
    start = on_scrap(gap_m + away_m)
    snapped = snap(network, [SnapTarget(start)], LIMIT_M, target_m)
    [spot] = snapped.spots
    scrap = int(network.nearest(on_scrap(gap_m)).street)
    # The path has one street: it counts in full if an end of it lies within reach.
    ends_m = np.hypot(scrap_m / 2, away_m)
    if abs(ends_m - target_m / 2) < 0.03 * target_m or abs(gap_m + away_m - LIMIT_M) < 1:
        return
    holds = scrap_m >= target_m and ends_m <= target_m / 2
    town_is_near = gap_m + away_m <= LIMIT_M
    assert (spot.street == scrap) == (holds or not town_is_near)
    assert spot.distance_m <= LIMIT_M
    assert bool(snapped.notes) == (spot.street != scrap)


@settings(max_examples=60, deadline=None)
@given(gap_m=st.floats(1, 140), scrap_m=st.floats(2, 900), is_first=st.booleans())
def test_all_places_are_put_on_one_component(gap_m: float, scrap_m: float, is_first: bool) -> None:
    network, component = beside(gap_m, scrap_m), components_of(beside(gap_m, scrap_m))
    places = [SnapTarget(on_scrap(gap_m)), SnapTarget(corner(network), "end")]
    snapped = snap(network, places if is_first else places[::-1], LIMIT_M, 4000.0)
    town = network.nearest(corner(network)).street
    assert {int(component[spot.street]) for spot in snapped.spots} == {int(component[town])}
    kind = f"nearer-path-passed-over-{'start' if is_first else 'end'}"
    assert kind in [note.kind for note in snapped.notes] or not is_first


@pytest.mark.parametrize(("gap_m", "scrap_m"), [(2, 10), (30, 150), (120, 600)])
def test_a_start_a_place_and_an_end_on_a_scrap_have_walks_of_the_steps(
    gap_m: float, scrap_m: float
) -> None:
    network, scrap = beside(gap_m, scrap_m), on_scrap(gap_m)
    wanted = LoopRequest(start=scrap, steps=4000, count=1)
    home = corner(network)
    found = [
        find_loops(network, wanted)[0],
        find_loops(network, replace(wanted, start=home, via=(scrap,)))[0],
        find_ways(network, WayRequest(start=home, end=scrap, steps=4000, count=1))[0],
        find_ways(network, WayRequest(start=scrap, end=home, steps=4000, count=1))[0],
    ]
    for loop in found:
        assert abs(loop.error_steps) <= 20
        assert any(note.kind.startswith("nearer-path-passed-over-") for note in loop.notes)


def test_the_note_names_the_length_of_the_scrap_and_the_metres_between() -> None:
    start = LatLon(TOWN.at("P").lat, TOWN.at("P").lon)
    [loop] = find_loops(TOWN.streets(), LoopRequest(start=start, length_m=960, count=1))
    note = loop.notes[-1]
    assert note.kind == "nearer-path-passed-over-start"
    assert note.facts == {
        "number": 0,
        "path_m": pytest.approx(120, abs=0.5),
        "apart_m": pytest.approx(120, abs=0.5),
    }
    assert str(note) == (
        "A path nearer to the start was passed over, because the 120 m it is part of lead to no "
        "other street here: the walk uses a street 120 m from it."
    )


def test_an_island_stays_what_it_is_where_nothing_larger_is_within_the_limit() -> None:
    network = TOWN.streets()
    request = LoopRequest(start=TOWN.at("P"), length_m=960, snap_limit_m=100, only_loops=True)
    with pytest.raises(NoLoopError, match="an island of 120 m"):
        find_loops(network, request)


def test_of_components_that_are_too_small_the_one_with_most_streets_is_taken() -> None:
    network = TOWN.streets()
    snapped = snap(network, [SnapTarget(TOWN.at("P"))], 200.0, 50_000.0)
    town = network.nearest(TOWN.at("H")).street
    component = components_of(network)
    assert component[snapped.spots[0].street] == component[town]


def test_a_way_without_a_length_keeps_both_ends_on_one_network() -> None:
    network = TOWN.streets()
    walker = LoopRequest(start=TOWN.at("P"), length_m=1000).walker
    way = pleasant_way(network, TOWN.at("P"), TOWN.at("M"), walker)
    assert way.points[0].lat == pytest.approx(TOWN.at("A").lat, abs=1e-7)
    along = pleasant_way(network, TOWN.at("P"), TOWN.at("Q"), walker)
    assert along.length_m == pytest.approx(120, abs=0.5)
    assert not along.notes


def test_laps_are_walked_on_the_network_that_has_them() -> None:
    walks = find_laps(TOWN.streets(), LoopRequest(start=TOWN.at("P"), length_m=3000, count=1))
    assert walks[0].loop.kind == "laps"
    assert walks[0].loop.notes[-1].kind == "nearer-path-passed-over-start"


def test_a_place_further_than_the_limit_from_every_street_is_refused() -> None:
    with pytest.raises(StartTooFarError):
        snap(TOWN.streets(), [SnapTarget(PLANE.to_latlon(0, 5000))], 100.0, 1000.0)
