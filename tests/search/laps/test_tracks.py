"""Running tracks on the map as laps of 400 m."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from looproute.geo import LatLon, Line, Plane, segment_lengths_m
from looproute.network.network import StreetNetwork
from looproute.network.scenery import Area, Scenery
from looproute.request import LoopRequest
from looproute.search.laps import find_laps
from looproute.search.laps.tracks import NAME, with_tracks
from looproute.sources.ascii_map import AsciiMap
from looproute.sources.bundled import Bundled

PLANE = Plane.at(LatLon(0.0, 0.0))


def oval(length_m: float, *, east_m: float, points: int = 40) -> Line:
    """Return a closed circle of a length, with its western edge at a distance from the centre."""
    radius_m = length_m / (2 * np.pi)
    turn = np.linspace(0, 2 * np.pi, points + 1)
    places = [
        PLANE.to_latlon(
            east_m + radius_m - radius_m * float(np.cos(t)), radius_m * float(np.sin(t))
        )
        for t in turn[:-1]
    ]
    lat, lon = np.array([*places, places[0]]).T
    return Line(lat, lon)


def town(*rings: Line) -> StreetNetwork:
    network = AsciiMap("A---B\n|   |\nC---D", spacing_m=50).streets()
    areas = tuple(Area("track", (ring,)) for ring in rings)
    return replace(network, scenery=Scenery(areas=areas))


START = LatLon(0.0, 0.0)


@pytest.mark.parametrize("drawn_m", [400.0, 434.0, 460.0])
def test_the_outline_of_a_track_is_400_m_in_the_inside_lane(drawn_m: float) -> None:
    network = with_tracks(town(oval(drawn_m, east_m=130.0)), START)
    [track] = np.flatnonzero(network.name == network.names.index(NAME))
    assert network.length_m[track] == 400.0
    line = network.line(int(track))
    assert segment_lengths_m(line.lat, line.lon).sum() == pytest.approx(400.0, abs=1.0)


def test_other_tracks_have_the_length_of_their_outline() -> None:
    network = with_tracks(town(oval(333.0, east_m=130.0)), START)
    [track] = np.flatnonzero(network.name == network.names.index(NAME))
    assert network.length_m[track] == pytest.approx(333.0, abs=3)


@pytest.mark.parametrize(
    "ring",
    [
        oval(100.0, east_m=130.0),  # a practice ground
        oval(900.0, east_m=130.0),  # a race course
        oval(400.0, east_m=400.0),  # no street leads there
        oval(400.0, east_m=130.0, points=4),  # a field with corners
    ],
)
def test_other_tracks_and_unreachable_ones_are_left_out(ring: Line) -> None:
    network = town(ring)
    assert with_tracks(network, START) is network


def test_a_track_far_from_the_start_is_left_out() -> None:
    network = town(oval(400.0, east_m=130.0))
    assert with_tracks(network, LatLon(0.05, 0.05)) is network


def test_laps_on_a_track_have_the_target_length() -> None:
    network = town(oval(434.0, east_m=130.0))
    walks = find_laps(network, LoopRequest(start=START, length_m=2840))
    [walk] = [walk for walk in walks if NAME in walk.loop.streets]
    assert walk.count.lap_m == 400.0
    whole_m = walk.count.approach_m + walk.count.laps * 400.0 + walk.count.rest_m
    assert walk.loop.length_m == pytest.approx(whole_m, abs=0.01)
    assert "a running track" in walk.loop.note


def test_the_tracks_of_a_real_town_are_found() -> None:
    request = LoopRequest(start=LatLon(53.5420, 13.2740), steps=8000)
    walks = find_laps(Bundled().streets(), request)
    assert walks[0].loop.streets[0] == NAME
    assert walks[0].count.lap_m == 400.0
