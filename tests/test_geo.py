import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from looproute.geo import (
    WORLD,
    Bounds,
    LatLon,
    Line,
    Plane,
    cumulative_m,
    distance_m,
    segment_lengths_m,
    shares_along,
    split_line,
)

GEOD = Geod(ellps="WGS84")
NEUBRANDENBURG = LatLon(53.5571, 13.2613)
places = st.builds(LatLon, st.floats(-70, 70), st.floats(-180, 180))


@pytest.mark.parametrize("lat", [math.nan, math.inf, 91, -90.0001])
def test_an_invalid_latitude_is_refused(lat: float) -> None:
    with pytest.raises(ValueError, match="latitude"):
        LatLon(lat, 0)


@pytest.mark.parametrize("lon", [math.nan, -math.inf, 181])
def test_an_invalid_longitude_is_refused(lon: float) -> None:
    with pytest.raises(ValueError, match="longitude"):
        LatLon(0, lon)


def test_a_place_is_formatted_as_latitude_comma_longitude() -> None:
    assert str(NEUBRANDENBURG) == "53.5571,13.2613"


@given(places, st.floats(0, 360), st.floats(1, 15_000))
def test_the_plane_is_right_to_half_a_percent_within_15_km(
    origin: LatLon, heading: float, length_m: float
) -> None:
    lon, lat, _ = GEOD.fwd(origin.lon, origin.lat, heading, length_m)
    x, y = Plane.at(origin).to_xy(lat, lon)
    assert math.hypot(x, y) == pytest.approx(length_m, rel=0.005)


@given(places, st.floats(-9000, 9000), st.floats(-9000, 9000))
def test_the_plane_converts_there_and_back(origin: LatLon, x: float, y: float) -> None:
    plane = Plane.at(origin)
    there = plane.to_latlon(x, y)
    assert plane.to_xy(there.lat, there.lon) == pytest.approx((x, y), abs=1e-4)


def test_the_plane_crosses_the_antimeridian() -> None:
    x, _ = Plane.at(LatLon(-16.8, 179.999)).to_xy(-16.8, -179.999)
    assert x == pytest.approx(distance_m(LatLon(-16.8, 0), LatLon(-16.8, 0.002)), rel=1e-6)


def test_lengths_of_a_line_add_up() -> None:
    line = [LatLon(53.55, 13.26), LatLon(53.56, 13.26), LatLon(53.56, 13.27)]
    lat, lon = np.array(line).T
    walked = cumulative_m(line)
    assert walked[0] == 0
    assert np.diff(walked) == pytest.approx(segment_lengths_m(lat, lon))
    assert walked[-1] == pytest.approx(distance_m(line[0], line[1]) + distance_m(line[1], line[2]))


def test_a_single_point_has_no_segments() -> None:
    assert len(segment_lengths_m(np.zeros(1), np.zeros(1))) == 0


@given(places, st.floats(100, 20_000))
def test_the_box_round_a_circle_contains_it(center: LatLon, radius_m: float) -> None:
    box = Bounds.around(center, radius_m)
    assert box.contains(center)
    for heading in range(0, 360, 45):
        lon, lat, _ = GEOD.fwd(center.lon, center.lat, heading, radius_m * 0.99)
        if abs(lon - center.lon) < 180:
            assert box.contains(LatLon(lat, lon))


@pytest.mark.parametrize("center", [LatLon(90, 0), LatLon(0, 180), LatLon(-90, -180)])
def test_boxes_end_at_the_poles_and_the_antimeridian(center: LatLon) -> None:
    assert Bounds.around(center, 1000).overlap(WORLD) == Bounds.around(center, 1000)


@pytest.mark.parametrize("place", [(1, 3), (2, 3), (1, 4), (2, 4)])
def test_a_box_contains_its_corners_and_nothing_beyond(place: tuple[float, float]) -> None:
    lat, lon = place
    assert Bounds(1, 3, 2, 4).contains(LatLon(lat, lon))
    assert not Bounds(1, 3, 2, 4).contains(LatLon(lat + (lat - 1.5), lon))
    assert not Bounds(1, 3, 2, 4).contains(LatLon(lat, lon + (lon - 3.5)))


def test_the_overlap_of_boxes_is_their_intersection() -> None:
    assert Bounds(0, 0, 2, 2).overlap(Bounds(1, -1, 3, 1)) == Bounds(1, 0, 2, 1)
    apart = Bounds(0, 0, 1, 1).overlap(Bounds(2, 2, 3, 3))
    assert apart.south > apart.north


@given(
    st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), min_size=2, max_size=9),
    st.floats(0, 1),
)
def test_a_line_is_split_at_the_given_share(corners: list[tuple[int, int]], share: float) -> None:
    lat, lon = (NEUBRANDENBURG + np.array(corners) * 1e-5).T
    before, after = split_line(Line(lat, lon), share)
    assert (before.lat[0], before.lon[0]) == (lat[0], lon[0])
    assert (after.lat[-1], after.lon[-1]) == (lat[-1], lon[-1])
    assert (before.lat[-1], before.lon[-1]) == (after.lat[0], after.lon[0])
    parts = [segment_lengths_m(*part).sum() for part in (before, after)]
    whole = segment_lengths_m(lat, lon).sum()
    assert sum(parts) == pytest.approx(whole, abs=1e-3)
    assert parts[0] == pytest.approx(share * whole, abs=1e-3 + 1e-4 * whole)


def test_shares_along_a_line_without_length_are_even() -> None:
    assert shares_along(Line(np.zeros(3), np.zeros(3))).tolist() == [0, 0.5, 1]
