"""Places on the Earth: WGS 84 points, geodesic lengths, and a local metric plane.

Only this module depends on the order of coordinates: elsewhere a place is a `LatLon`, or a pair of
arrays named `lat` and `lon`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from looproute._typing import Floats

Degrees = TypeVar("Degrees", float, "Floats")

# WGS 84 (NIMA TR8350.2): semi-major axis in metres, first eccentricity squared.
_A_M = 6_378_137.0
_E2 = 6.694_379_990_141_33e-3


class _Pair(NamedTuple):
    lat: float
    lon: float


class LatLon(_Pair):
    """A place: latitude −90 to 90 and longitude −180 to 180, in degrees, WGS 84.

    Raises ValueError for a number that is not finite or is out of range.

    >>> LatLon(53.557, 13.261).lat
    53.557
    """

    __slots__ = ()

    def __new__(cls, lat: float, lon: float) -> LatLon:  # noqa: D102
        if not (math.isfinite(lat) and abs(lat) <= 90):
            raise ValueError(f"latitude {lat} is not a number from -90 to 90 degrees")
        if not (math.isfinite(lon) and abs(lon) <= 180):
            raise ValueError(f"longitude {lon} is not a number from -180 to 180 degrees")
        return super().__new__(cls, float(lat), float(lon))

    def __str__(self) -> str:
        return f"{round(self.lat, 6)},{round(self.lon, 6)}"


def check_place(name: str, place: object) -> None:
    """Raise ValueError unless a place is a LatLon, not a bare pair of numbers.

    >>> check_place("start", (53.5571, 13.2613))
    Traceback (most recent call last):
    ValueError: start must be a LatLon, like LatLon(53.5571, 13.2613), not (53.5571, 13.2613)
    """
    if not isinstance(place, LatLon):
        raise ValueError(f"{name} must be a LatLon, like LatLon(53.5571, 13.2613), not {place!r}")


def find_swapped(place: LatLon, *boxes: Bounds) -> LatLon | None:
    """Return a place with latitude and longitude swapped if it is then in a box, else None.

    >>> str(find_swapped(LatLon(13.26, 53.56), Bounds(53.5, 13.2, 53.6, 13.3)))
    '53.56,13.26'
    """
    if abs(place.lon) > 90:
        return None
    swapped = LatLon(place.lon, place.lat)
    return swapped if any(box.contains(swapped) for box in boxes) else None


class Bounds(NamedTuple):
    """A box on the Earth, in degrees; `contains` includes its edges."""

    south: float
    west: float
    north: float
    east: float

    def contains(self, place: LatLon) -> bool:
        """Return whether the place lies in the box."""
        return self.south <= place.lat <= self.north and self.west <= place.lon <= self.east

    def within(self, other: Bounds) -> bool:
        """Return whether the box lies wholly in another."""
        return self.overlap(other) == self

    @classmethod
    def around(cls, center: LatLon, radius_m: float) -> Bounds:
        """Return the bounding box of a circle, cut at the poles and the antimeridian."""
        plane = Plane.at(center)
        north, east = radius_m / plane.north_m_per_deg, radius_m / plane.east_m_per_deg
        return cls(
            center.lat - north, center.lon - east, center.lat + north, center.lon + east
        ).overlap(WORLD)

    def overlap(self, other: Bounds) -> Bounds:
        """Return the intersection of two boxes; if it is empty, its south is above its north."""
        return Bounds(
            max(self.south, other.south),
            max(self.west, other.west),
            min(self.north, other.north),
            min(self.east, other.east),
        )

    def __str__(self) -> str:
        return (
            f"latitude {self.south:.4f} to {self.north:.4f}, "
            f"longitude {self.west:.4f} to {self.east:.4f}"
        )


WORLD = Bounds(-90.0, -180.0, 90.0, 180.0)


class Line(NamedTuple):
    """The k points of a line as two arrays of degrees."""

    lat: Floats
    lon: Floats


class Plane(NamedTuple):
    """A local metric plane: x metres east and y metres north of an origin.

    Uses the ellipsoid's two radii of curvature at the origin; within 15 km of it, below 70° of
    latitude, distances are accurate to 0.5 %. Use it for shapes and nearest points, never for
    lengths.
    """

    lat: float
    lon: float
    east_m_per_deg: float
    north_m_per_deg: float

    @classmethod
    def at(cls, origin: LatLon) -> Plane:
        """Return the plane that is tangent to the Earth at `origin`."""
        sin, cos = math.sin(math.radians(origin.lat)), math.cos(math.radians(origin.lat))
        bend = 1 - _E2 * sin * sin
        east = _A_M / math.sqrt(bend) * cos
        north = _A_M * (1 - _E2) / bend**1.5
        return cls(origin.lat, origin.lon, math.radians(east), math.radians(north))

    def to_xy(self, lat: Degrees, lon: Degrees) -> tuple[Degrees, Degrees]:
        """Return (x, y) in metres for degrees: two numbers or two arrays of the same shape."""
        turn = (lon - self.lon + 180.0) % 360.0 - 180.0
        return turn * self.east_m_per_deg, (lat - self.lat) * self.north_m_per_deg

    def to_latlon(self, x: float, y: float) -> LatLon:
        """Return the place at (x, y) in metres, the inverse of `to_xy`."""
        lon = self.lon + x / self.east_m_per_deg
        return LatLon(self.lat + y / self.north_m_per_deg, (lon + 180.0) % 360.0 - 180.0)


def shares_along(line: Line) -> Floats:
    """Return the position of each of the k points of a line as shares 0–1 of its length.

    The points of a line without length are spaced evenly.
    """
    import numpy as np

    lat, lon = line
    steps = local_lengths_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
    along = np.concatenate([[0.0], np.cumsum(steps)])
    shares: Floats = along / along[-1] if along[-1] > 0 else np.linspace(0.0, 1.0, len(along))
    return shares


def split_line(line: Line, share: float) -> tuple[Line, Line]:
    """Split a line at `share` of its length, 0–1, into the parts before and after.

    Both parts include the split point. Lines across the antimeridian are not supported.
    """
    import numpy as np

    shares = shares_along(line)
    k = int(np.searchsorted(shares[1:-1], share)) + 1
    lat, lon = np.interp(share, shares, line.lat), np.interp(share, shares, line.lon)
    return (
        Line(np.append(line.lat[:k], lat), np.append(line.lon[:k], lon)),
        Line(np.append(lat, line.lat[k:]), np.append(lon, line.lon[k:])),
    )


def part_of_line(line: Line, begin: float, end: float) -> Line:
    """Return the part of a line between two shares of its length, 0 <= begin < end <= 1."""
    if end < 1:
        line, _ = split_line(line, end)
    if begin > 0:
        _, line = split_line(line, begin / end)
    return line


def local_lengths_m(lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats) -> Floats:
    """Return the length in metres of each of k straight lines from a to b.

    Each is measured with the ellipsoid's radii at its own middle, which is right to a millimetre
    a kilometre.
    """
    import numpy as np

    middle = np.radians((lat_a + lat_b) / 2)
    bend = 1 - _E2 * np.sin(middle) ** 2
    east = np.radians(lon_b - lon_a) * np.cos(middle) * _A_M / np.sqrt(bend)
    north = np.radians(lat_b - lat_a) * _A_M * (1 - _E2) / bend**1.5
    lengths_m: Floats = np.hypot(east, north)
    return lengths_m


def segment_lengths_m(lat: Floats, lon: Floats) -> Floats:
    """Return the geodesic length in metres of each of the k−1 segments of a line of k points.

    Source: Karney's geodesics on the WGS 84 ellipsoid, as PROJ computes them.
    """
    import numpy as np
    from pyproj import Geod

    if len(lat) < 2:
        return np.zeros(0)
    return np.asarray(Geod(ellps="WGS84").line_lengths(lon, lat), dtype=np.float64)


def distance_m(a: LatLon, b: LatLon) -> float:
    """Return the geodesic distance between two places in metres.

    >>> round(distance_m(LatLon(0, 0), LatLon(0, 1)), 3)
    111319.491
    """
    from pyproj import Geod

    return float(Geod(ellps="WGS84").inv(a.lon, a.lat, b.lon, b.lat)[2])


def middle(a: LatLon, b: LatLon) -> LatLon:
    """Return the place halfway between two places, as the crow flies.

    >>> str(middle(LatLon(0, 10), LatLon(0, 20)))
    '0.0,15.0'
    """
    from pyproj import Geod

    geod = Geod(ellps="WGS84")
    azimuth_deg, _, apart_m = geod.inv(a.lon, a.lat, b.lon, b.lat)
    lon, lat, _ = geod.fwd(a.lon, a.lat, azimuth_deg, apart_m / 2)
    return LatLon(lat, lon)


def cumulative_m(points: Sequence[LatLon]) -> Floats:
    """Return the distance in metres along a line to each of its k points, from 0."""
    import numpy as np

    lat, lon = np.array(points, dtype=np.float64).reshape(-1, 2).T
    return np.concatenate([[0.0], np.cumsum(segment_lengths_m(lat, lon))])
