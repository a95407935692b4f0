"""Crop the map round a shared loop to the streets visible from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from looproute.geo import Bounds, LatLon, Line, Plane
from looproute.network.network import StreetNetwork
from looproute.network.scenery import Area, Scenery

if TYPE_CHECKING:
    from shapely import Geometry

MARGIN_M = 30.0  # chosen: the streets that a walker sees, and not a block further


def crop_network(network: StreetNetwork, points: Sequence[LatLon]) -> StreetNetwork:
    """Return the streets and the scenery within 30 m of the convex hull of a loop.

    The crop depends on the loop alone, so its edge reveals nothing about a home. Streets are kept
    whole or dropped; areas and waterways are cut. The place's name, the names of other streets and
    the loaded bounds are removed.
    """
    import shapely

    plane = Plane.at(points[0])
    xy = np.column_stack(plane.to_xy(*np.array(points).T))
    region = shapely.buffer(shapely.MultiPoint(xy).convex_hull, MARGIN_M)
    shapely.prepare(region)
    x, y = plane.to_xy(network.line_lat, network.line_lon)
    inside = shapely.contains_xy(region, x, y)
    kept = network.only(np.logical_and.reduceat(inside, network.line_offsets[:-1]), network.bounds)
    used, name = np.unique(np.append(kept.name, 0), return_inverse=True)
    return replace(
        kept,
        name=name[:-1].astype(np.int32),
        names=tuple(network.names[i] for i in used.tolist()),
        scenery=_crop_scenery(network.scenery, plane, region),
        bounds=Bounds(
            float(kept.line_lat.min()),
            float(kept.line_lon.min()),
            float(kept.line_lat.max()),
            float(kept.line_lon.max()),
        ),
        place="",
        map_id="",
    )


def _crop_scenery(scenery: Scenery, plane: Plane, region: Geometry) -> Scenery:
    """Return the part of the scenery inside a region of the plane."""
    import shapely

    areas = []
    for area in scenery.areas:
        rings = [_xy(plane, ring) for ring in area.rings if len(ring.lat) > 3]
        if not any(_boxes_meet(ring, region) for ring in rings):
            continue
        # Rings follow the even-odd rule: a point inside two of them is in a hole.
        whole = reduce(
            shapely.symmetric_difference,
            (shapely.make_valid(shapely.Polygon(ring)) for ring in rings),
        )
        cut = tuple(_rings(plane, shapely.intersection(whole, region)))
        if cut:
            areas.append(Area(area.ground, cut))
    waterways = []
    for line in scenery.waterways:
        xy = _xy(plane, line)
        if _boxes_meet(xy, region):
            parts = shapely.get_parts(shapely.intersection(shapely.LineString(xy), region))
            waterways += [_line(plane, part) for part in parts if part.geom_type == "LineString"]
    places = [
        place
        for place in scenery.places
        if shapely.contains_xy(region, *plane.to_xy(place.at.lat, place.at.lon))
    ]
    return Scenery(areas=tuple(areas), waterways=tuple(waterways), places=tuple(places))


def _xy(plane: Plane, line: Line) -> np.ndarray:
    return np.column_stack(plane.to_xy(line.lat, line.lon))


def _boxes_meet(xy: np.ndarray, region: Geometry) -> bool:
    """Return whether the bounds of a line and a region intersect."""
    import shapely

    west, south, east, north = shapely.bounds(region)
    low, high = xy.min(axis=0), xy.max(axis=0)
    return bool(low[0] <= east and high[0] >= west and low[1] <= north and high[1] >= south)


def _rings(plane: Plane, shape: Geometry) -> Iterator[Line]:
    import shapely

    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and not part.is_empty:
            yield from (_line(plane, ring) for ring in (part.exterior, *part.interiors))


def _line(plane: Plane, shape: Geometry) -> Line:
    import shapely

    x, y = shapely.get_coordinates(shape).T
    return Line(plane.lat + y / plane.north_m_per_deg, plane.lon + x / plane.east_m_per_deg)
