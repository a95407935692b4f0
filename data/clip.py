"""Clip OpenStreetMap data to a box: the streets and, if requested, the scenery of a map.

Objects that clipping creates have ids below zero, which OpenStreetMap never uses: -1, -2, ...
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

import shapely
from osm import DEGREE, Box, Member, Multipolygon, OsmData, Point, Tags, Way

STREET_TAGS = frozenset({
    # access
    "highway", "foot", "access", "access:conditional", "foot:conditional", "sidewalk",
    "sidewalk:left", "sidewalk:right", "sidewalk:both", "motorroad", "service", "construction",
    "oneway", "oneway:foot", "bicycle", "segregated", "designation", "barrier", "locked",
    "opening_hours", "ford", "area", "military", "indoor",
    # cost
    "surface", "lit", "sac_scale", "step_count", "incline", "width", "smoothness", "tracktype",
    "trail_visibility", "maxspeed", "motor_vehicle", "footway", "cycleway", "crossing",
    "junction", "ramp", "handrail", "wheelchair",
    # names and drawing
    "name", "ref", "bridge", "tunnel", "layer", "covered", "level",
})  # fmt: skip
STREET_NODE_TAGS = frozenset({
    "highway", "barrier", "locked", "opening_hours", "foot", "access", "access:conditional",
    "foot:conditional", "bicycle", "crossing", "ford", "wheelchair",
})  # fmt: skip
SCENERY_TAGS = frozenset({
    "natural", "landuse", "leisure", "sport", "surface", "water", "waterway", "intermittent",
    "tunnel", "name",
})  # fmt: skip
PLACE_TAGS = frozenset({"amenity", "name", "access", "fee", "wheelchair"})

AMENITIES = frozenset({"bench", "cafe", "toilets", "drinking_water"})
WATERWAYS = frozenset({"river", "stream", "canal", "ditch"})
GROUND = {
    "natural": frozenset({"water", "wood", "scrub"}),
    "waterway": frozenset({"riverbank"}),
    "leisure": frozenset({"park", "garden", "common", "playground"}),
    "landuse": frozenset({
        "forest", "reservoir", "basin", "grass", "meadow", "village_green",
        "recreation_ground", "cemetery", "allotments",
    }),
}  # fmt: skip


def clip(source: OsmData, box: Box, *, scenery: bool) -> OsmData:
    """Return the streets in the box and, with `scenery`, areas, waterways, tracks and amenities.

    A line is cut into its runs of nodes inside the box; the first run keeps the line's id.
    """
    result = OsmData()
    new_ids = itertools.count(-1, -1)
    _add_lines(source, box, result, new_ids, scenery=scenery)
    if scenery:
        for node, tags in source.node_tags.items():
            if tags.get("amenity") in AMENITIES and box.contains(source.points[node]):
                result.node_tags[node] = result.node_tags.get(node, {}) | _only(PLACE_TAGS, tags)
        _add_ground(source, box, result, new_ids)
    used = {node for way in result.ways.values() for node in way.nodes} | set(result.node_tags)
    result.points |= {node: source.points[node] for node in used & source.points.keys()}
    return result


def _only(keys: frozenset[str], tags: Tags) -> Tags:
    return {key: value for key, value in tags.items() if key in keys}


def _add_lines(
    source: OsmData, box: Box, result: OsmData, new_ids: Iterator[int], *, scenery: bool
) -> None:
    for way_id, way in source.ways.items():
        street = "highway" in way.tags
        line = way.tags.get("waterway") in WATERWAYS or way.tags.get("leisure") == "track"
        if not (street or (scenery and line)):
            continue
        tags = _only(STREET_TAGS if street else SCENERY_TAGS, way.tags)
        for number, run in enumerate(_runs(way.nodes, source.points, box)):
            result.ways[next(new_ids) if number else way_id] = Way(run, tags)
            for node in run if street else ():
                if node_tags := _only(STREET_NODE_TAGS, source.node_tags.get(node, {})):
                    result.node_tags[node] = node_tags


def _runs(nodes: Iterable[int], points: dict[int, Point], box: Box) -> Iterator[tuple[int, ...]]:
    """Yield each run of two or more nodes in a row that are inside the box."""
    for inside, run in itertools.groupby(nodes, lambda n: n in points and box.contains(points[n])):
        if inside and len(nodes_inside := tuple(run)) > 1:
            yield nodes_inside


def _add_ground(source: OsmData, box: Box, result: OsmData, new_ids: Iterator[int]) -> None:
    """Add the areas in the box: whole if they lie in it, otherwise cut to it."""
    pieces = _Pieces(source, box, result, new_ids)
    done: set[int] = set()
    for relation in source.multipolygons.values():
        members = [member for member in relation.members if member.way in source.ways]
        outer = [member.way for member in members if member.role != "inner"]
        inner = [member.way for member in members if member.role == "inner"]
        tags = relation.tags
        if not _ground(tags) and not set(tags) - {"type", "source", "created_by"}:
            # Until 2017 the outer ways could carry the tags of a multipolygon.
            tags = next((t for way in outer if _ground(t := source.ways[way].tags)), {})
        if _ground(tags):
            done.update(way for way in outer if _ground(source.ways[way].tags) <= _ground(tags))
            pieces.add(shapely.difference(pieces.area(outer), pieces.area(inner)), tags)
    for way_id, way in source.ways.items():
        ring = len(way.nodes) > 3 and way.nodes[0] == way.nodes[-1]
        place = way.tags.get("amenity") in AMENITIES
        if not (ring and (place or _ground(way.tags))) or way_id in done or way_id in result.ways:
            continue
        if all(node in source.points and box.contains(source.points[node]) for node in way.nodes):
            result.ways[way_id] = Way(way.nodes, _only(SCENERY_TAGS | PLACE_TAGS, way.tags))
        elif not place:
            pieces.add(pieces.area([way_id]), way.tags)


def _ground(tags: Tags) -> set[tuple[str, str]]:
    """Return the tags that make a map draw this as an area."""
    return {(key, tags[key]) for key in GROUND if tags.get(key) in GROUND[key]}


class _Pieces:
    """Adds areas, cut to the box, to the result as closed ways or, with holes, multipolygons."""

    def __init__(self, source: OsmData, box: Box, result: OsmData, new_ids: Iterator[int]) -> None:
        self._source, self._result, self._new_ids = source, result, new_ids
        west, south, east, north = (side * DEGREE for side in box)
        self._frame = shapely.box(west, south, east, north)
        self._node = {point: node for node, point in sorted(source.points.items(), reverse=True)}

    def area(self, ways: Iterable[int]) -> shapely.Geometry:
        """Return the area that the ways, joined end to end, enclose."""
        points = self._source.points
        lines = [[points[n] for n in self._source.ways[way].nodes if n in points] for way in ways]
        rings = shapely.polygonize([shapely.LineString(line) for line in lines if len(line) > 1])
        return shapely.union_all(shapely.get_parts(rings))

    def add(self, area: shapely.Geometry, tags: Tags) -> None:
        """Add the parts of the area that lie in the box."""
        tags = _only(SCENERY_TAGS, tags)
        for part in shapely.get_parts(shapely.intersection(area, self._frame).normalize()):
            if not isinstance(part, shapely.Polygon) or part.is_empty:
                continue
            if not part.interiors:
                self._add_ring(part.exterior, tags)
                continue
            rings = [("outer", part.exterior), *(("inner", hole) for hole in part.interiors)]
            members = tuple(Member(self._add_ring(ring, {}), role) for role, ring in rings)
            self._result.multipolygons[next(self._new_ids)] = Multipolygon(
                members, {**tags, "type": "multipolygon"}
            )

    def _add_ring(self, ring: shapely.LinearRing, tags: Tags) -> int:
        corners = [Point(round(x), round(y)) for x, y in ring.coords]
        for corner in corners:
            if corner not in self._node:
                self._node[corner] = next(self._new_ids)
            self._result.points[self._node[corner]] = corner
        way = next(self._new_ids)
        self._result.ways[way] = Way(tuple(self._node[corner] for corner in corners), tags)
        return way
