"""The map features drawn behind the streets, selected from streamed OSM data.

Tags: https://wiki.openstreetmap.org/wiki/Map_features
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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


class SceneryReader:
    """Collects the scenery of a box from pyosmium's objects; clips areas to the box."""

    def __init__(self, box: Bounds) -> None:
        self.box = box
        self.areas: list[Area] = []
        self.waterways: list[Line] = []
        self.places: list[Place] = []

    def result(self) -> Scenery:
        """Return the collected scenery."""
        return Scenery(
            areas=tuple(self.areas), waterways=tuple(self.waterways), places=tuple(self.places)
        )

    def add_node(self, node: Any) -> None:
        """Add a node of the box if it is an amenity for walkers."""
        self._add_place(node.tags, LatLon(node.location.lat, node.location.lon))

    def add_way(self, way: Any) -> None:
        """Add a way if it is a waterway through the box."""
        if way.tags.get("waterway") in _WATERWAYS:
            line = _line(way.nodes)
            if len(line.lat) > 1 and _meets(line, self.box):
                self.waterways.append(line)

    def add_area(self, area: Any) -> None:
        """Take an area, if it is ground that a map draws or something that a walker looks for."""
        ground = _ground(area.tags)
        place = area.tags.get("amenity") in _AMENITIES
        if not (ground or place):
            return
        outer = [(_line(ring), list(area.inner_rings(ring))) for ring in area.outer_rings()]
        if not any(_meets(ring, self.box) for ring, _ in outer):
            return
        if place:
            middle = outer[0][0]
            at = LatLon(float(middle.lat[:-1].mean()), float(middle.lon[:-1].mean()))
            if self.box.contains(at):
                self._add_place(area.tags, at)
        if ground:
            rings = [line for ring, holes in outer for line in (ring, *map(_line, holes))]
            if clipped := _clipped(rings, self.box):
                self.areas.append(Area(ground, clipped))

    def _add_place(self, tags: Mapping[str, str], at: LatLon) -> None:
        if amenity := _AMENITIES.get(tags.get("amenity", "")):
            self.places.append(Place(amenity, tags.get("name", ""), at))


def _ground(tags: Mapping[str, str]) -> Ground | None:
    for key, grounds in _GROUNDS.items():
        if (value := tags.get(key)) in grounds:
            return grounds[value]
    return None


def _line(nodes: Any) -> Line:
    import numpy as np

    points = np.array([(n.lat, n.lon) for n in nodes if n.location.valid()]).reshape(-1, 2)
    return Line(points[:, 0], points[:, 1])


def _meets(line: Line, box: Bounds) -> bool:
    """Return whether the bounding box of a line meets a box."""
    return bool(
        len(line.lat)
        and line.lat.min() <= box.north
        and line.lat.max() >= box.south
        and line.lon.min() <= box.east
        and line.lon.max() >= box.west
    )


def _clipped(rings: list[Line], box: Bounds) -> tuple[Line, ...]:
    """Return rings clipped to a box, each closed, without those outside it."""
    import numpy as np
    import shapely

    kept = []
    for ring in rings:
        cut = shapely.clip_by_rect(
            shapely.Polygon(np.column_stack([ring.lon, ring.lat])),
            *(box.west, box.south, box.east, box.north),
        )
        for part in shapely.get_parts(cut):
            if isinstance(part, shapely.Polygon) and not part.is_empty:
                lon, lat = shapely.get_coordinates(part.exterior).T
                kept.append(Line(lat, lon))
    return tuple(kept)
