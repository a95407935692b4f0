"""OpenStreetMap data in memory: read from a file or a GeoJSON, written as OSM XML.

Coordinates are whole numbers of 1e-7 degrees, as OpenStreetMap stores them, so nothing is rounded.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar
from xml.sax.saxutils import quoteattr

T = TypeVar("T")
Tags = dict[str, str]

DEGREE = 10_000_000


class Point(NamedTuple):
    """A place: x to the east, y to the north, in 1e-7 degrees."""

    x: int
    y: int


class Box(NamedTuple):
    """A box in degrees, edges included."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, point: Point) -> bool:
        """Return whether the point lies in the box."""
        west, south, east, north = (round(side * DEGREE) for side in self)
        return west <= point.x <= east and south <= point.y <= north


class Way(NamedTuple):
    """A line, or a closed ring, through nodes."""

    nodes: tuple[int, ...]
    tags: Tags


class Member(NamedTuple):
    """A way in a multipolygon; its role is "outer" or "inner"."""

    way: int
    role: str


class Multipolygon(NamedTuple):
    """A relation: ways that together bound an area."""

    members: tuple[Member, ...]
    tags: Tags


@dataclass
class OsmData:
    """Nodes (their points and tags), ways and multipolygons, by id."""

    points: dict[int, Point] = field(default_factory=dict)
    node_tags: dict[int, Tags] = field(default_factory=dict)
    ways: dict[int, Way] = field(default_factory=dict)
    multipolygons: dict[int, Multipolygon] = field(default_factory=dict)


def read_osm(content: bytes, suffix: str) -> OsmData:
    """Parse a file; `suffix` names its format as in libosmium, such as "osm.pbf"."""
    import osmium

    data = OsmData()
    for item in osmium.FileProcessor(osmium.io.FileBuffer(content, suffix)):
        tags = dict(item.tags)
        if isinstance(item, osmium.osm.Node):
            data.points[item.id] = Point(item.location.x, item.location.y)
            if tags:
                data.node_tags[item.id] = tags
        elif isinstance(item, osmium.osm.Way):
            data.ways[item.id] = Way(tuple(node.ref for node in item.nodes), tags)
        elif isinstance(item, osmium.osm.Relation) and tags.get("type") == "multipolygon":
            members = (Member(m.ref, m.role or "outer") for m in item.members if m.type == "w")
            data.multipolygons[item.id] = Multipolygon(tuple(members), tags)
    return data


def read_geojson(content: bytes) -> OsmData:
    """Parse the ways of an Overpass Turbo GeoJSON.

    It has no nodes: points get the ids 1 to n from west to east, and ways meet where their
    coordinates are equal.
    """
    lines: dict[int, list[Point]] = {}
    tags: dict[int, Tags] = {}
    for feature in json.loads(content)["features"]:
        way = int(feature["id"].removeprefix("way/"))
        places = feature["geometry"]["coordinates"]
        if feature["geometry"]["type"] == "Polygon":
            (places,) = places
        lines[way] = [Point(round(lon * DEGREE), round(lat * DEGREE)) for lon, lat in places]
        tags[way] = feature["properties"]
    points = sorted({point for line in lines.values() for point in line})
    node = {point: number for number, point in enumerate(points, start=1)}
    ways = {way: Way(tuple(node[p] for p in line), tags[way]) for way, line in lines.items()}
    return OsmData(points={node[p]: p for p in points}, ways=ways)


def osm_xml(data: OsmData, box: Box) -> bytes:
    """Return gzipped OSM XML, sorted by type and id, with every tag and without mappers.

    The same data give the same bytes every time.
    """
    west, south, east, north = box
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<osm version="0.6" generator="looproute" copyright="OpenStreetMap contributors" '
        'license="https://opendatacommons.org/licenses/odbl/1-0/">',
        f'<bounds minlat="{south}" minlon="{west}" maxlat="{north}" maxlon="{east}"/>',
    ]
    for node, point in _by_id(data.points):
        place = f'lat="{_degrees(point.y)}" lon="{_degrees(point.x)}"'
        lines += _element("node", f'id="{node}" {place}', [], data.node_tags.get(node, {}))
    for way_id, way in _by_id(data.ways):
        refs = [f'<nd ref="{node}"/>' for node in way.nodes]
        lines += _element("way", f'id="{way_id}"', refs, way.tags)
    for relation_id, relation in _by_id(data.multipolygons):
        refs = [f'<member type="way" ref="{w}" role="{role}"/>' for w, role in relation.members]
        lines += _element("relation", f'id="{relation_id}"', refs, relation.tags)
    lines += ["</osm>", ""]
    return gzip.compress("\n".join(lines).encode(), mtime=0)


def _by_id(items: Mapping[int, T]) -> list[tuple[int, T]]:
    """Return the items in libosmium's order: -1, -2, ..., then 1, 2, ..."""
    return sorted(items.items(), key=lambda item: (item[0] > 0, abs(item[0])))


def _degrees(value: int) -> str:
    """Format 1e-7 degrees as degrees, without rounding in binary."""
    sign, (whole, part) = "-" * (value < 0), divmod(abs(value), DEGREE)
    return f"{sign}{whole}.{part:07d}"


def _element(kind: str, attributes: str, refs: list[str], tags: Tags) -> list[str]:
    content = refs + [f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in sorted(tags.items())]
    if not content:
        return [f"<{kind} {attributes}/>"]
    return [f"<{kind} {attributes}>", *content, f"</{kind}>"]
