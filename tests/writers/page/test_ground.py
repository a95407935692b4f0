from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from shapely import LineString

from looproute.geo import LatLon, Line, cumulative_m
from looproute.network.scenery import Scenery
from looproute.writers.basemap.frame import Frame
from looproute.writers.page import ground

if TYPE_CHECKING:
    from collections.abc import Callable

    from looproute.loops import Loop
    from looproute.network.network import StreetNetwork

    Decode = Callable[[str], list[tuple[float, float]]]


def _whole(network: StreetNetwork) -> Frame:
    south, west, north, east = network.bounds
    return Frame.around([LatLon(south, west), LatLon(north, east)])


def _across(network: StreetNetwork, frame: Frame) -> list[LineString]:
    """Both diagonals of the town: all of it is near."""
    south, west, north, east = network.bounds
    lat = np.array([south, north])
    return [frame.shape(Line(lat, np.array(lon))) for lon in ((west, east), (east, west))]


def _far(network: StreetNetwork) -> Frame:
    return Frame.around([LatLon(network.bounds.south - 1, network.bounds.west)])


def test_every_metre_of_street_in_the_frame_is_drawn_once(
    decode: Decode, network: StreetNetwork
) -> None:
    drawn_m = sum(
        cumulative_m([LatLon(*place) for place in decode(line)])[-1]
        for street in ground.streets(network, _whole(network), _across(network, _whole(network)))
        for line in street["lines"]
    )
    assert drawn_m == pytest.approx(network.length_m.sum(), rel=1e-3)


def test_streets_end_at_the_edge_of_the_frame(decode: Decode, network: StreetNetwork) -> None:
    frame = Frame.around([LatLon(53.557, 13.261), LatLon(53.558, 13.262)])
    (south, west), (north, east) = frame.corners
    places = [
        place
        for street in ground.streets(network, frame, _across(network, frame))
        for line in street["lines"]
        for place in decode(line)
    ]
    assert places
    for lat, lon in places:
        assert south - 2e-6 <= lat <= north + 2e-6
        assert west - 2e-6 <= lon <= east + 2e-6


def test_paths_far_from_every_walk_are_left_out_and_streets_are_not(
    network: StreetNetwork,
) -> None:
    frame = _whole(network)
    corner = [LineString([(0, 0), (1, 1)])]
    drawn = {
        tracks: {
            small: sum(
                len(line)
                for street in ground.streets(network, frame, lines)
                for line in street["lines"]
                if (street["class"] in ("path", "service")) == small
            )
            for small in (True, False)
        }
        for tracks, lines in (("across", _across(network, frame)), ("corner", corner))
    }
    assert 0 < drawn["corner"][True] < 0.8 * drawn["across"][True]
    assert drawn["corner"][False] == drawn["across"][False]


def test_streets_of_a_class_and_a_name_are_joined_end_to_end(
    make_loops: Callable[..., list[Loop]],
) -> None:
    network = make_loops(names=("", "Ringstraße"))[0].network
    assert network is not None
    named = [
        street
        for street in ground.streets(network, _whole(network), _across(network, _whole(network)))
        if street["name"]
    ]
    assert {street["name"] for street in named} == {"Ringstraße"}
    assert len({street["class"] for street in named}) == len(named)
    assert sum(len(street["lines"]) for street in named) < (network.name > 0).sum()


def test_scenery_outside_the_frame_is_left_out(network: StreetNetwork) -> None:
    whole = _whole(network)
    drawn = ground.areas(network.scenery, whole)
    assert [area["ground"] for area in drawn] == ["water", "wood", "park"]
    assert [len(area["rings"]) for area in drawn] == [2, 1, 1]
    assert len(ground.waterways(network.scenery, whole)) == 1
    assert ground.areas(network.scenery, _far(network)) == []
    assert ground.waterways(network.scenery, _far(network)) == []


def test_nothing_there_is_nothing_drawn(network: StreetNetwork) -> None:
    assert ground.streets(network, _far(network), _across(network, _far(network))) == []
    assert ground.areas(Scenery(), _far(network)) == []
