"""The map features drawn behind the streets: which tags count, and how shapes become a scenery.

Areas are filled by the even-odd rule, so outer and inner rings need not be distinguished. Rings
begin at their smallest point and areas are clipped to the box, so that the scenery does not depend
on its source.

Tags: https://wiki.openstreetmap.org/wiki/Map_features
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from looproute.geo import Bounds, LatLon, Line
from looproute.network.scenery import Amenity, Area, Ground, Place, Scenery

_GROUNDS: dict[str, dict[str, Ground]] = {
    "natural": {"water": "water", "wood": "wood", "scrub": "wood"},
    "waterway": {"riverbank": "water"},
    "landuse": {
        "reservoir": "water",
        "basin": "water",
        "forest": "wood",
        "grass": "park",
        "meadow": "park",
        "village_green": "park",
        "recreation_ground": "park",
        "cemetery": "park",
        "allotments": "park",
    },
    "leisure": {
        "park": "park",
        "garden": "park",
        "common": "park",
        "playground": "park",
        "track": "track",
    },
}
_WATERWAYS = ("river", "stream", "canal", "ditch")
_AMENITIES: dict[str, Amenity] = {
    "bench": "bench",
    "cafe": "cafe",
    "toilets": "toilets",
    "drinking_water": "drinking_water",
}

GROUND_KEYS = tuple(_GROUNDS)
SCENERY_KEYS = (*GROUND_KEYS, "amenity")
SCENERY_TAGS: dict[str, bool | str | list[str]] = {
    **{
        key: [*values, *(_WATERWAYS if key == "waterway" else ())]
        for key, values in _GROUNDS.items()
    },
    "amenity": list(_AMENITIES),
}
"""The same tags as OSMnx takes them: the values of each key."""


class Described(NamedTuple):
    """The features that an object is drawn as: an area, a waterway, a place, or several."""

    ground: Ground | None
    amenity: Amenity | None
    is_waterway: bool
    name: str


def describe(get: Callable[[str], str | None], *, is_area: bool) -> Described | None:
    """Return the features of an object, or None; `get` returns the value of a key.

    `is_area` is False for a way that is not closed.
    """
    is_waterway = get("waterway") in _WATERWAYS
    ground: Ground | None = None
    amenity = None
    if is_area:
        amenity = _AMENITIES.get(get("amenity") or "")
        for key, grounds in _GROUNDS.items():
            if (value := get(key)) in grounds:
                ground = grounds[value]
                break
    if not (ground or amenity or is_waterway):
        return None
    return Described(ground, amenity, is_waterway, get("name") or "")


def draw(shapes: Iterable[tuple[Described, list[Line]]], box: Bounds) -> Scenery:
    """Return the scenery of a box from objects with their point, line or rings."""
    areas: list[Area] = []
    waterways: list[Line] = []
    places: list[Place] = []
    for (ground, amenity, is_waterway, name), lines in shapes:
        if not any(_meets(line, box) for line in lines):
            continue
        if is_waterway and len(lines[0].lat) > 1:
            waterways.append(lines[0])
        rings = [_begin_at_least(line) for line in lines] if ground or amenity else []
        if amenity:
            outer = max(rings, key=lambda ring: float(np.ptp(ring.lat) * np.ptp(ring.lon)))
            inner = slice(None, -1) if len(outer.lat) > 1 else slice(None)
            at = LatLon(float(outer.lat[inner].mean()), float(outer.lon[inner].mean()))
            if box.contains(at):
                places.append(Place(amenity, name, at))
        if ground and (clipped := _clip(rings, box)):
            areas.append(Area(ground, clipped))
    return Scenery(areas=tuple(areas), waterways=tuple(waterways), places=tuple(places))


def clip_scenery(scenery: Scenery, box: Bounds) -> Scenery:
    """Return the part of a scenery that lies in a box."""
    areas = [
        Area(area.ground, rings)
        for area in scenery.areas
        if any(_meets(ring, box) for ring in area.rings) and (rings := _clip(area.rings, box))
    ]
    return Scenery(
        areas=tuple(areas),
        waterways=tuple(line for line in scenery.waterways if _meets(line, box)),
        places=tuple(place for place in scenery.places if box.contains(place.at)),
    )


def _begin_at_least(ring: Line) -> Line:
    """Return a closed ring from its smallest point on, towards the smaller neighbour."""
    if len(ring.lat) < 4:
        return ring
    points = np.column_stack(ring)[:-1]
    first = int(np.lexsort((points[:, 1], points[:, 0]))[0])
    points = np.roll(points, -first, axis=0)
    if points[-1].tolist() < points[1].tolist():
        points = np.roll(points[::-1], 1, axis=0)
    lat, lon = np.vstack([points, points[:1]]).T
    return Line(np.ascontiguousarray(lat), np.ascontiguousarray(lon))


def _meets(line: Line, box: Bounds) -> bool:
    """Return whether the bounding box of a line meets a box."""
    return bool(
        len(line.lat)
        and line.lat.min() <= box.north
        and line.lat.max() >= box.south
        and line.lon.min() <= box.east
        and line.lon.max() >= box.west
    )


def _clip(rings: Iterable[Line], box: Bounds) -> tuple[Line, ...]:
    """Return rings clipped to a box, each closed, without those outside it."""
    import shapely

    kept = []
    for ring in rings:
        lat, lon = ring
        if Bounds(lat.min(), lon.min(), lat.max(), lon.max()).within(box):
            kept.append(ring)
            continue
        try:
            cut = shapely.clip_by_rect(
                shapely.Polygon(np.column_stack([lon, lat])),
                *(box.west, box.south, box.east, box.north),
            )
        except shapely.errors.GEOSException:  # the outline crosses itself
            continue
        for part in shapely.get_parts(cut):
            if isinstance(part, shapely.Polygon) and not part.is_empty:
                lon, lat = shapely.get_coordinates(part.exterior).T
                kept.append(_begin_at_least(Line(lat, lon)))
    return tuple(sorted(kept, key=lambda ring: (float(ring.lat[0]), float(ring.lon[0]))))
