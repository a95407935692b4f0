from __future__ import annotations

import numpy as np
import pytest
from shapely import LineString

from looproute.geo import LatLon, Line
from looproute.writers.basemap.frame import Frame


def test_the_frame_holds_the_points_with_room_for_a_wide_and_a_high_screen() -> None:
    frame = Frame.around([LatLon(53.55, 13.25), LatLon(53.56, 13.26)])
    (south, west), (north, east) = frame.corners
    assert south < 53.55 - 0.001
    assert north > 53.56 + 0.001
    assert west < 13.25 - 0.001
    assert east > 13.26 + 0.001
    width, height = frame.east - frame.west, frame.north - frame.south
    assert width > 1.5 * 1113
    assert height > 1.1 * 1113


def test_one_place_has_a_frame_too() -> None:
    frame = Frame.around([LatLon(0, 0), LatLon(0, 0)])
    assert frame.east - frame.west > 400


def test_across_the_antimeridian_longitudes_go_on() -> None:
    frame = Frame.around([LatLon(-17, 179.995), LatLon(-17, -179.995)])
    (_, west), (_, east) = frame.corners
    assert 179.9 < west < 179.995
    assert 180.005 < east < 180.1
    shape = frame.shape(Line(np.array([-17.0, -17.0]), np.array([179.995, -179.995])))
    assert shape.length == pytest.approx(1064.6, abs=1)


def test_nothing_beyond_the_edge_is_shown() -> None:
    frame = Frame.around([LatLon(0, 0), LatLon(0.01, 0.01)])
    assert frame.shows(LineString([(frame.west - 5, 0), (frame.west + 5, 0)]))
    assert frame.shows(LineString([(frame.west - 5, 0), (frame.east + 5, 0)]))
    assert not frame.shows(LineString([(frame.east + 1, 0), (frame.east + 9, 0)]))
    assert not frame.shows(LineString([(0, frame.north + 1), (0, frame.north + 9)]))
