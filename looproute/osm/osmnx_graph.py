"""Convert the graph and the features that OSMnx downloads to arrays.

The graph is not simplified, keeps all components, and has the tags of `osm.tags`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from looproute.geo import Bounds, Line
from looproute.network.scenery import Scenery
from looproute.osm import tags as osm_tags
from looproute.osm.highways import DistinctTags
from looproute.osm.osm_data import DEGREE, Nodes, OsmData, Segments
from looproute.osm.scenery import SCENERY_KEYS, describe, draw

_KINDS = ("node", "way", "relation")


def data_from_graph(
    graph: Any, *, bounds: Bounds, scenery: Scenery | None = None, date: str = ""
) -> OsmData:
    """Return the highways of a graph of OSMnx.

    Each edge is a piece of a way between two nodes; the reversed edges that OSMnx adds are
    dropped.
    """
    number = {node: i for i, node in enumerate(sorted(graph.nodes))}
    places = np.array([(graph.nodes[node]["x"], graph.nodes[node]["y"]) for node in number])
    x, y = np.rint(places * DEGREE).astype(np.int32).reshape(-1, 2).T
    a, b, way = array("q"), array("q"), array("q")
    ways: dict[int, int] = {}
    way_tags, way_name = array("q"), array("q")
    distinct = DistinctTags()
    for u, v, tags in graph.edges(data=True):
        if tags["reversed"]:
            continue
        way_id = tags["osmid"]
        if way_id not in ways:
            ways[way_id] = len(ways)
            numbers = distinct.number(tags.get)
            way_tags.append(numbers[0])
            way_name.append(numbers[1])
        a.append(number[u])
        b.append(number[v])
        way.append(ways[way_id])
    return OsmData(
        bounds=bounds,
        nodes=Nodes(np.array(list(number), dtype=np.int64), x, y),
        segments=Segments(*(np.array(ends, dtype=np.intp) for ends in (a, b, way))),
        way_id=np.array(list(ways), dtype=np.int64),
        way_tags=np.array(way_tags, dtype=np.intp),
        way_name=np.array(way_name, dtype=np.intp),
        tags=distinct.tags(),
        names=distinct.names(),
        barriers=dict(_barriers(graph)),
        scenery=scenery or Scenery(),
        date=date,
    )


def scenery_from_features(features: Any, box: Bounds) -> Scenery:
    """Return the scenery of a box from a table of OSMnx's features."""
    import shapely

    columns = [key for key in (*SCENERY_KEYS, "name", "area") if key in features.columns]
    shapes = []
    for (kind, number), row in zip(features.index, features.itertuples(index=False), strict=True):
        tags = {key: value for key in columns if isinstance(value := getattr(row, key), str)}
        parts = []
        for part in shapely.get_parts(row.geometry):
            is_polygon = isinstance(part, shapely.Polygon)
            parts += [part.exterior, *part.interiors] if is_polygon else [part]
        lines = [Line(*shapely.get_coordinates(part)[:, ::-1].T) for part in parts]
        is_area = kind != "way" or (all(map(_is_ring, lines)) and tags.get("area") != "no")
        described = describe(tags.get, is_area=is_area)
        if described and lines:
            shapes.append((_KINDS.index(kind), number, described, lines))
    shapes.sort(key=lambda shape: shape[:2])
    return draw(((described, lines) for _, _, described, lines in shapes), box)


def _is_ring(line: Line) -> bool:
    """Return whether a line is closed and has an inside."""
    lat, lon = line
    return len(lat) > 3 and bool(lat[0] == lat[-1] and lon[0] == lon[-1])


def _barriers(graph: Any) -> Iterator[tuple[int, Mapping[str, str]]]:
    for node, tags in graph.nodes(data=True):
        if "barrier" in tags:
            yield node, {key: tags[key] for key in osm_tags.NODE_KEYS if key in tags}
