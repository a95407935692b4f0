"""The part of the Earth on a page: a box on a plane at the start of the loops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from looproute.geo import LatLon, Line, Plane
from looproute.writers.basemap.polyline import encode

if TYPE_CHECKING:
    from shapely import LineString

_MARGIN = 1.3  # times the size that the loops need
# A screen may be this many times as wide, or as high, as the loops need.
_WIDE, _HIGH = 1.6, 1.4
_LEAST_M = 400.0  # in each direction, for the smallest loop


class Frame(NamedTuple):
    """A box in metres on a plane; the page may leave out everything outside it."""

    plane: Plane
    west: float
    south: float
    east: float
    north: float

    @classmethod
    def of(cls, points: Sequence[LatLon]) -> Frame:
        """Return the box of the points, on a plane at the first of them."""
        plane = Plane.at(points[0])
        x, y = plane.to_xy(*np.array(points).T)
        return cls(plane, float(x.min()), float(y.min()), float(x.max()), float(y.max()))

    @classmethod
    def around(cls, points: Sequence[LatLon]) -> Frame:
        """Return the box of the points with a margin that fills a wide or a high screen."""
        box = cls.of(points)
        width, height = max(box.width_m, _LEAST_M), max(box.height_m, _LEAST_M)
        return box.resized(
            _MARGIN * max(width, _WIDE * height), _MARGIN * max(height, _HIGH * width)
        )

    @property
    def width_m(self) -> float:
        """The width from west to east, in metres."""
        return self.east - self.west

    @property
    def height_m(self) -> float:
        """The height from south to north, in metres."""
        return self.north - self.south

    def resized(self, width_m: float, height_m: float) -> Frame:
        """Return a frame of another size with the same centre."""
        more_x, more_y = (width_m - self.width_m) / 2, (height_m - self.height_m) / 2
        return Frame(
            self.plane,
            self.west - more_x,
            self.south - more_y,
            self.east + more_x,
            self.north + more_y,
        )

    @property
    def corners(self) -> list[list[float]]:
        """The south-west and the north-east corner, each [latitude, longitude] in degrees.

        Longitudes continue past 180 degrees beyond the antimeridian.
        """
        return [self._degrees(self.west, self.south), self._degrees(self.east, self.north)]

    def place(self, at: LatLon) -> list[float]:
        """Return a place as [latitude, longitude], in the longitude range of the corners."""
        return self._degrees(*self.plane.to_xy(*at))

    def _degrees(self, x: float, y: float) -> list[float]:
        plane = self.plane
        lat = plane.lat + y / plane.north_m_per_deg
        return [round(lat, 6), round(plane.lon + x / plane.east_m_per_deg, 6)]

    def shape(self, line: Line) -> LineString:
        """Convert a line to a Shapely line in metres of the plane."""
        import shapely

        return shapely.LineString(np.stack(self.plane.to_xy(line.lat, line.lon), axis=1))

    def shows(self, shape: LineString) -> bool:
        """Return whether the bounding box of a shape meets the frame."""
        west, south, east, north = shape.bounds
        return bool(
            east >= self.west and west <= self.east and north >= self.south and south <= self.north
        )

    def encoded(self, shapes: Iterable[LineString]) -> list[str]:
        """Return the encoded polyline of each shape, in the longitude range of the corners."""
        import shapely

        lines = np.array(list(shapes), dtype=object)
        xy, line = shapely.get_coordinates(lines, return_index=True)
        return encode(
            self.plane.lat + xy[:, 1] / self.plane.north_m_per_deg,
            self.plane.lon + xy[:, 0] / self.plane.east_m_per_deg,
            np.searchsorted(line, np.arange(len(lines) + 1)),
        )
