"""What part of the Earth the page draws: a plane at the loops' start and a box on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from looproute.geo import LatLon, Line, Plane
from looproute.writers.basemap.polyline import encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely import LineString

_MARGIN = 1.3  # times what the loops need
# A screen may be so many times as wide, or as high, as the loops on it would need.
_WIDE, _HIGH = 1.6, 1.4
_LEAST_M = 400.0  # each way, round the smallest loop


class Frame(NamedTuple):
    """A box in metres on a plane; what lies outside of it need not be in the page."""

    plane: Plane
    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, points: Sequence[LatLon]) -> Frame:
        """Return the box of the points with a margin that fills a wide or a high screen."""
        plane = Plane.at(points[0])
        x, y = plane.to_xy(*np.array(points).T)
        width, height = max(np.ptp(x), _LEAST_M), max(np.ptp(y), _LEAST_M)
        half_width = _MARGIN * max(width, _WIDE * height) / 2
        half_height = _MARGIN * max(height, _HIGH * width) / 2
        middle_x, middle_y = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
        return cls(
            plane,
            float(middle_x - half_width),
            float(middle_y - half_height),
            float(middle_x + half_width),
            float(middle_y + half_height),
        )

    @property
    def corners(self) -> list[list[float]]:
        """The south-west and the north-east corner, each [latitude, longitude] in degrees.

        Beyond the antimeridian longitudes go on past 180 degrees.
        """
        return [self._degrees(self.west, self.south), self._degrees(self.east, self.north)]

    def place(self, at: LatLon) -> list[float]:
        """Return a place as [latitude, longitude]; the longitude as those of the corners."""
        return self._degrees(*self.plane.to_xy(*at))

    def _degrees(self, x: float, y: float) -> list[float]:
        plane = self.plane
        lat = plane.lat + y / plane.north_m_per_deg
        return [round(lat, 6), round(plane.lon + x / plane.east_m_per_deg, 6)]

    def shape(self, line: Line) -> LineString:
        """Return a line as a Shapely one in metres of the plane."""
        import shapely

        return shapely.LineString(np.stack(self.plane.to_xy(line.lat, line.lon), axis=1))

    def shows(self, shape: LineString) -> bool:
        """Whether the box round a shape meets the frame."""
        west, south, east, north = shape.bounds
        return bool(
            east >= self.west and west <= self.east and north >= self.south and south <= self.north
        )

    def encoded(self, shapes: Iterable[LineString]) -> list[str]:
        """Return the encoded polyline of each shape; longitudes as those of the corners."""
        import shapely

        lines = np.array(list(shapes), dtype=object)
        xy, line = shapely.get_coordinates(lines, return_index=True)
        return encode(
            self.plane.lat + xy[:, 1] / self.plane.north_m_per_deg,
            self.plane.lon + xy[:, 0] / self.plane.east_m_per_deg,
            np.searchsorted(line, np.arange(len(lines) + 1)),
        )
