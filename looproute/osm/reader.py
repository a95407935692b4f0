"""Reads an OSM file with pyosmium: the ways and nodes of a box, and nothing beyond it.

The file streams through once for multipolygons and once for everything else; what is outside the
box is dropped as it passes. libosmium keeps the nodes' coordinates meanwhile, 16 bytes a node.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from looproute.errors import StreetsError
from looproute.geo import WORLD, Bounds, LatLon, find_swapped
from looproute.network.scenery import Scenery
from looproute.osm import tags as osm_tags
from looproute.osm.map_file import check_map_file
from looproute.osm.scenery import GROUND_KEYS, SCENERY_KEYS, SceneryReader

_DEGREE = 10_000_000  # OpenStreetMap counts in whole 1e-7 degrees


class OsmWay(NamedTuple):
    """A way: its tags, and its nodes by id."""

    tags: Mapping[str, str]
    nodes: tuple[int, ...]


@dataclass(kw_only=True)
class OsmStreets:
    """The highways of a box as OSM has them.

    Attributes
    ----------
    bounds : the box, or the part of it that the file covers.
    ways : by id, each way tagged highway=* that has a node in the box, whole.
    nodes : the place of each of their nodes, by id.
    barriers : the tags of those of their nodes that carry a barrier, by id.
    scenery : what a map draws behind them.
    date : when the file was current, YYYY-MM-DD, or "" where it does not say.
    """

    bounds: Bounds
    ways: dict[int, OsmWay] = field(default_factory=dict)
    nodes: dict[int, LatLon] = field(default_factory=dict)
    barriers: dict[int, Mapping[str, str]] = field(default_factory=dict)
    scenery: Scenery = field(default_factory=Scenery)
    date: str = ""


def read(path: Path, box: Bounds | None, center: LatLon | None) -> OsmStreets:
    """Return the highways of the file that lie in the box, or all of them for None.

    Raises StreetsError, in one sentence, where the file cannot be read, is not OSM data, holds
    no streets, or none round `center`.
    """
    import osmium

    check_map_file(path)
    try:
        header = osmium.FileProcessor(path).header
        covered = _bounds(header.box())
        if covered and center and not covered.contains(center):
            raise _error_elsewhere(path, center, covered)
        found = _Reading(box or covered or WORLD)
        found.take(path)
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
        detail = " ".join(str(error).split())
        raise StreetsError("map-damaged", path=path, detail=detail) from error
    if not found.ways:
        raise _error_empty(path, found, center)
    bounds = (box or WORLD).overlap(covered or found.extent())
    return found.result(bounds, header.get("osmosis_replication_timestamp")[:10])


def read_xml(content: bytes, box: Bounds, date: str) -> OsmStreets:
    """Return the highways of OSM XML that holds all there is in the box; there may be none."""
    import osmium

    found = _Reading(box)
    found.take(osmium.io.FileBuffer(content, "osm"))
    return found.result(box, date)


class _Reading:
    """What has been kept so far of a file that streams by."""

    def __init__(self, box: Bounds) -> None:
        self.south, self.west, self.north, self.east = (round(side * _DEGREE) for side in box)
        self.ways: dict[int, OsmWay] = {}
        self.nodes: dict[int, LatLon] = {}
        self.barriers: dict[int, Mapping[str, str]] = {}
        self.scenery = SceneryReader(box)
        self.highways = 0
        self.seen_south = self.seen_west = math.inf
        self.seen_north = self.seen_east = -math.inf

    def take(self, data: Any) -> None:
        """Keep what belongs here of a file, or of a buffer of one."""
        import osmium

        ground = osmium.filter.KeyFilter(*GROUND_KEYS)
        wanted = osmium.filter.KeyFilter("highway", "barrier", *SCENERY_KEYS)
        for item in osmium.FileProcessor(data).with_areas(ground).with_filter(wanted):
            self._add(item)

    def result(self, bounds: Bounds, date: str) -> OsmStreets:
        """Return what was kept."""
        return OsmStreets(
            bounds=bounds,
            ways=self.ways,
            nodes=self.nodes,
            barriers={node: tags for node, tags in self.barriers.items() if node in self.nodes},
            scenery=self.scenery.result(),
            date=date,
        )

    def _add(self, item: Any) -> None:
        if item.is_way():
            if "highway" in item.tags:
                self._add_way(item)
            else:
                self.scenery.add_way(item)
        elif item.is_node():
            if self._inside(item.location.x, item.location.y):
                if "barrier" in item.tags:
                    self.barriers[item.id] = dict(item.tags)
                self.scenery.add_node(item)
        elif item.is_area():
            self.scenery.add_area(item)

    def _inside(self, x: int, y: int) -> bool:
        return self.west <= x <= self.east and self.south <= y <= self.north

    def _add_way(self, way: Any) -> None:
        self.highways += 1
        # A node that the file lacks is beyond the ends of the world.
        points = [
            (node.ref, x, y)
            for node in way.nodes
            if abs(x := node.x) <= 180 * _DEGREE and abs(y := node.y) <= 90 * _DEGREE
        ]
        if not points:
            return
        _, x, y = points[0]
        self.seen_west, self.seen_east = min(self.seen_west, x), max(self.seen_east, x)
        self.seen_south, self.seen_north = min(self.seen_south, y), max(self.seen_north, y)
        if any(self._inside(x, y) for _, x, y in points):
            tags = dict(way.tags)
            kept = {key: tags[key] for key in osm_tags.WAY_KEYS if key in tags}
            self.ways[way.id] = OsmWay(kept, tuple(ref for ref, _, _ in points))
            for ref, x, y in points:
                if ref not in self.nodes:
                    self.nodes[ref] = LatLon(y / _DEGREE, x / _DEGREE)

    def extent(self) -> Bounds:
        """Return the box round the file's highways: their first nodes and all that were kept."""
        lats, lons = zip(*self.nodes.values(), strict=True) if self.nodes else ((), ())
        return Bounds(
            min(self.seen_south / _DEGREE, *lats, math.inf),
            min(self.seen_west / _DEGREE, *lons, math.inf),
            max(self.seen_north / _DEGREE, *lats, -math.inf),
            max(self.seen_east / _DEGREE, *lons, -math.inf),
        )


def _bounds(box: Any) -> Bounds | None:
    """Return what a file's header says that it covers, if it says so."""
    if not box.valid():
        return None
    low, high = box.bottom_left, box.top_right
    return Bounds(low.lat, low.lon, high.lat, high.lon)


def _error_elsewhere(path: Path, center: LatLon, covered: Bounds) -> StreetsError:
    swapped = find_swapped(center, covered)
    return StreetsError("map-elsewhere", path=path, center=center, covered=covered, swapped=swapped)


def _error_empty(path: Path, found: _Reading, center: LatLon | None) -> StreetsError:
    if not found.highways:
        return StreetsError("map-without-streets", path=path)
    if math.isinf(found.seen_west):
        return StreetsError("map-without-nodes", path=path)
    if center is None:
        return StreetsError("map-without-streets-in-bounds", path=path)
    return _error_elsewhere(path, center, found.extent())
