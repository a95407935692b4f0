"""Validation of networks, the nearest street, and the streets of a box."""

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from looproute.geo import Bounds, LatLon, Plane, distance_m, split_line
from looproute.network.network import Condition, StreetNetwork
from looproute.privacy.anonymity import AnonymitySet
from looproute.search.bridges import bridges_of
from looproute.search.features import Features
from looproute.sources.ascii_map import AsciiMap
from looproute.sources.bundled import Bundled

SHIPPED = Bundled().streets()
TOWN = AsciiMap(
    """
    A---B---C
    |   |   |
    .---D---E
    """
)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"lat": np.array([0.0])}, "a number for each"),
        ({"length_m": np.array([100.0, 200.0])}, "a number for each"),
        ({"length_m": np.zeros(6)}, "length_m is above 0"),
        ({"length_m": np.full(6, np.nan)}, "length_m is above 0"),
        ({"cost_factor": np.full(6, -1.0)}, "cost_factor is above 0"),
        ({"cost_factor": np.full(6, np.inf)}, "cost_factor is above 0"),
        ({"risers": np.zeros(5)}, "a number for each"),
        ({"risers": np.full(6, -1.0)}, "risers are 0 or more"),
        ({"risers": np.full(6, np.nan)}, "risers are 0 or more"),
        ({"lat": np.full(5, np.nan)}, "latitudes"),
        ({"lon": np.full(5, 200.0)}, "longitudes"),
        ({"line_lat": np.full(13, np.inf)}, "latitudes"),
        ({"u": np.full(6, 5, dtype=np.int32)}, "u is a junction"),
        ({"v": np.full(6, -1, dtype=np.int32)}, "v is a junction"),
        ({"kind": np.full(6, 99, dtype=np.uint8)}, "kind"),
        ({"name": np.full(6, 1, dtype=np.int32)}, "name is one of names"),
        ({"names": ("Ring",)}, "names"),
        ({"conditions": (Condition(6, "no @ (22:00-06:00)"),)}, "condition"),
        ({"line_offsets": np.array([0, 1, 4, 6, 8, 10, 13], dtype=np.int32)}, "line_offsets"),
        ({"line_lat": np.zeros(13)}, "from its u to its v"),
    ],
)
def test_a_network_with_inconsistent_arrays_is_refused(change: Any, rule: str) -> None:
    network = TOWN.streets()
    assert (len(network.lat), len(network.u), len(network.line_lat)) == (5, 6, 13)
    with pytest.raises(ValueError, match=rule):
        replace(network, **change)


def nearest_by_shapely(network: StreetNetwork, place: LatLon) -> tuple[Any, Any]:
    plane = Plane.at(place)
    x, y = plane.to_xy(network.line_lat, network.line_lon)
    owner = np.repeat(np.arange(len(network.u)), np.diff(network.line_offsets))
    lines = shapely.linestrings(np.column_stack([x, y]), indices=owner)
    return lines, shapely.distance(lines, shapely.Point(0, 0))


@settings(max_examples=40, deadline=None)
@given(st.floats(53.52, 53.59), st.floats(13.20, 13.33))
def test_the_nearest_street_agrees_with_a_search_of_all_streets(lat: float, lon: float) -> None:
    place = LatLon(lat, lon)
    spot = SHIPPED.nearest(place)
    lines, distances = nearest_by_shapely(SHIPPED, place)
    assert spot.distance_m == pytest.approx(distances.min(), abs=1e-6)
    assert distances[spot.street] == pytest.approx(distances.min(), abs=1e-6)
    assert distance_m(place, spot.point) == pytest.approx(spot.distance_m, rel=1e-3, abs=0.01)
    line = lines[spot.street]
    share = line.project(shapely.Point(0, 0), normalized=True)
    assert spot.share == pytest.approx(share, abs=1e-4)
    assert spot.along_m == pytest.approx(spot.share * SHIPPED.length_m[spot.street])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(SHIPPED.u) - 1), st.floats(0, 1))
def test_a_point_on_a_street_is_found_there(street: int, share: float) -> None:
    before, _ = split_line(SHIPPED.line(street), share)
    point = LatLon(float(before.lat[-1]), float(before.lon[-1]))
    spot = SHIPPED.nearest(point)
    assert spot.distance_m < 0.001
    if spot.street == street and SHIPPED.u[street] != SHIPPED.v[street]:
        there, _ = split_line(SHIPPED.line(street), spot.share)
        assert distance_m(point, LatLon(there.lat[-1], there.lon[-1])) < 0.05


def test_a_gap_between_consecutive_streets_is_no_street() -> None:
    town = AsciiMap(
        """
        A--B


        C--D
        """
    )
    spot = town.streets().nearest(LatLon(0, 0))
    assert spot.distance_m == pytest.approx(150, rel=1e-4)


def test_the_nearest_street_is_found_from_far_away() -> None:
    spot = TOWN.streets().nearest(LatLon(1, 0))
    assert spot.distance_m == pytest.approx(110_474, rel=0.001)


def test_a_box_keeps_the_streets_that_lie_entirely_in_it() -> None:
    network = TOWN.streets()
    b, d = TOWN.at("B"), TOWN.at("D")
    east = network.clip(Bounds(-1, b.lon - 1e-6, 1, 1))
    assert len(east.lat) == 4
    assert sorted(east.length_m.tolist()) == [200, 200, 400, 400]
    assert east.nearest(d).distance_m < 0.01
    assert east.bounds.west == b.lon - 1e-6


def test_a_box_of_the_shipped_area_has_the_streets_inside_it() -> None:
    box = Bounds.around(Bundled.start, 500)
    clipped = SHIPPED.clip(box)
    inside = [
        e for e in range(len(SHIPPED.u)) if all(map(box.contains, map(LatLon, *SHIPPED.line(e))))
    ]
    assert clipped.length_m.tolist() == SHIPPED.length_m[inside].tolist()
    assert clipped.osm_id[clipped.u].tolist() == SHIPPED.osm_id[SHIPPED.u[inside]].tolist()
    assert clipped.bounds == box


def test_conditions_stay_with_their_streets() -> None:
    conditions = tuple(Condition(e, f"no @ {e}:00") for e in range(6))
    network = replace(TOWN.streets(), conditions=conditions)
    b = TOWN.at("B")
    east = network.clip(Bounds(-1, b.lon - 1e-6, 1, 1))
    again = StreetNetwork.from_networkx(network.graph)
    for other in (east, again):
        assert len(other.conditions) == len(other.u)
        for street, rule in other.conditions:
            before = int(rule[5])
            assert other.line(street).lat.tolist() == network.line(before).lat.tolist()
            assert other.line(street).lon.tolist() == network.line(before).lon.tolist()


def test_risers_stay_with_their_streets() -> None:
    network = replace(TOWN.streets(), risers=np.array([0, 1.5, 2, 3, 4, 5]))
    east = network.clip(Bounds(-1, TOWN.at("B").lon - 1e-6, 1, 1))
    again = StreetNetwork.from_networkx(network.graph)
    for other in (east, again):
        for street, count in enumerate(other.risers.tolist()):
            before = network.risers.tolist().index(count)
            assert other.line(street).lat.tolist() == network.line(before).lat.tolist()
            assert other.line(street).lon.tolist() == network.line(before).lon.tolist()
    assert sum("risers" in tags for _, _, tags in network.graph.edges(data=True)) == 5


def test_a_box_without_streets_is_refused() -> None:
    with pytest.raises(ValueError, match="no street lies wholly in"):
        TOWN.streets().clip(Bounds(10, 10, 11, 11))


def test_the_graph_keeps_the_contract_of_osmnx() -> None:
    graph = SHIPPED.graph
    assert graph is SHIPPED.graph
    assert graph.graph["crs"] == "epsg:4326"
    assert not graph.is_directed()
    assert graph.number_of_edges() == len(SHIPPED.u)
    for u, _, tags in list(graph.edges(data=True))[:100]:
        assert {"length", "osmid", "highway", "name", "geometry"} <= tags.keys()
        node = graph.nodes[u]
        assert (node["x"], node["y"]) in {tags["geometry"].coords[0], tags["geometry"].coords[-1]}


def test_a_network_survives_conversion_to_a_graph_and_back() -> None:
    again = StreetNetwork.from_networkx(SHIPPED.graph)
    arrays = (
        "lat",
        "lon",
        "osm_id",
        "u",
        "v",
        "length_m",
        "cost_factor",
        "kind",
        "way_id",
        "risers",
    )
    for name in arrays:
        assert np.array_equal(getattr(again, name), getattr(SHIPPED, name)), name
    assert SHIPPED.risers.any()
    assert np.array_equal(again.line_lat, SHIPPED.line_lat)
    assert again.names == SHIPPED.names


@pytest.mark.parametrize("of", [Features.of, AnonymitySet.of, bridges_of])
def test_values_derived_from_a_network_are_computed_once_and_freed_with_it(
    of: Callable[[StreetNetwork], object],
) -> None:
    network = TOWN.streets()
    assert of(network) is of(network)
    left = weakref.ref(network)
    del network
    gc.collect()
    assert left() is None
