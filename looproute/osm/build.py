"""OSMnx's graph of every highway to a StreetNetwork: who may walk first, simplification last."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from looproute.errors import StreetsError, reason
from looproute.geo import Bounds
from looproute.network.network import LEAST_M, StreetNetwork
from looproute.osm import tags as osm_tags
from looproute.osm import xml_elements
from looproute.osm.osmnx_settings import osmnx_settings
from looproute.osm.reader import OsmStreets

if TYPE_CHECKING:
    import networkx as nx


# A count for which treads would be shallower than this is a slip; spiral stairs are drawn short.
_LEAST_TREAD_M = 0.05


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep Python's collector of cycles from going through a growing graph again and again.

    A graph is millions of objects that all stay: this takes a third off the time to build it.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def network_of(found: OsmStreets, *, place: str) -> StreetNetwork:
    """Return what may be walked of the highways of a box.

    Raises StreetsError where that is nothing, or where the temporary folder cannot be written to.
    """
    import osmnx

    verdicts = {way_id: osm_tags.judge(way.tags) for way_id, way in found.ways.items()}
    open_ways = [way for way, verdict in verdicts.items() if verdict.may_walk]
    if not open_ways:
        raise StreetsError("no-walkable-streets")
    with collector_paused():
        graph = _graph(found, open_ways)
        risers_per_m = _risers_per_m(graph, found)
        graph.remove_nodes_from(_outside(graph, found.bounds))
        graph.remove_nodes_from(_barriers(found))
        _price(graph, found, verdicts, risers_per_m)
        if not graph.number_of_edges():
            raise StreetsError("no-walkable-streets")
        simple = osmnx.simplify_graph(
            graph,
            remove_rings=False,
            edge_attrs_differ=["class", "counted"],
            edge_attr_aggs={"length": sum, "cost": sum, "risers": sum},
        )
        for _, _, street in simple.edges(data=True):
            street["highway"], street["name"] = street.pop("class")
            street["cost_factor"] = round(street["cost"] / street["length"], 3)
            street["risers"] = round(street["risers"], 2)
        return StreetNetwork.from_networkx(
            simple, bounds=found.bounds, scenery=found.scenery, place=place, date=found.date
        )


def _graph(found: OsmStreets, ways: Sequence[int]) -> nx.MultiDiGraph[Any]:
    """Return the graph that OSMnx makes of ways: there and back, not simplified."""
    import osmnx

    nodes = {node for way in ways for node in found.ways[way].nodes}
    try:
        with tempfile.TemporaryDirectory(prefix="looproute-") as folder, osmnx_settings():
            cropped = Path(folder) / "cropped.osm"
            with cropped.open("w", encoding="utf-8") as file:
                file.write(xml_elements.HEAD)
                for node in found.nodes:
                    if node in nodes:
                        file.write(xml_elements.node(node, found.nodes[node], {}))
                for way in ways:
                    tags = found.ways[way].tags
                    name = {"name": tags["name"]} if "name" in tags else {}
                    file.write(xml_elements.way(way, found.ways[way].nodes, name))
                file.write(xml_elements.TAIL)
            return osmnx.graph_from_xml(
                cropped, bidirectional=True, simplify=False, retain_all=True
            )
    except OSError as error:
        raise StreetsError("temporary-folder-unwritable", reason=reason(error)) from error


def _outside(graph: nx.MultiDiGraph[Any], bounds: Bounds) -> list[Any]:
    south, west, north, east = bounds
    return [
        node
        for node, at in graph.nodes(data=True)
        if not (south <= at["y"] <= north and west <= at["x"] <= east)
    ]


def _barriers(found: OsmStreets) -> list[int]:
    """Return the nodes that cannot be passed.

    A barrier where ways meet is left alone: it does not say which of them it closes.
    """
    beside: dict[int, set[int]] = {
        node: set() for node, tags in found.barriers.items() if osm_tags.blocks(tags)
    }
    for way in found.ways.values():
        for pair in pairwise(way.nodes):
            for node, other in (pair, pair[::-1]):
                if node in beside and found.bounds.contains(found.nodes[other]):
                    beside[node].add(other)
    return [node for node, others in beside.items() if len(others) <= 2]


def _risers_per_m(graph: nx.MultiDiGraph[Any], found: OsmStreets) -> dict[int, float]:
    """Return how many risers there are on a metre of the stairs that somebody has counted, by way.

    `graph` has all edges of these ways, there and back.
    """
    counts = {way_id: osm_tags.risers(way.tags) for way_id, way in found.ways.items()}
    length_m = {way_id: 0.0 for way_id, count in counts.items() if count}
    for _, _, tags in graph.edges(data=True):
        if tags["osmid"] in length_m:
            length_m[tags["osmid"]] += max(tags["length"], LEAST_M) / 2
    return {
        way_id: counts[way_id] / whole_m
        for way_id, whole_m in length_m.items()
        if counts[way_id] * _LEAST_TREAD_M <= whole_m
    }


def _price(
    graph: nx.MultiDiGraph[Any],
    found: OsmStreets,
    verdicts: Mapping[int, osm_tags.Verdict],
    risers_per_m: Mapping[int, float],
) -> None:
    """Give each edge its class, length, cost and risers, and nothing else; drop lonely nodes.

    Stairs that were counted are not joined to others, so that a street's are all counted or none.
    """
    conditions = {way_id: osm_tags.condition(way.tags) for way_id, way in found.ways.items()}
    for _, _, tags in graph.edges(data=True):
        way, length_m = tags["osmid"], max(tags["length"], LEAST_M)
        kind = verdicts[way].kind, tags.get("name", "")
        tags.clear()
        tags["osmid"], tags["class"], tags["length"] = way, kind, length_m
        tags["cost"] = length_m * verdicts[way].cost_factor
        tags["counted"] = way in risers_per_m
        tags["risers"] = length_m * risers_per_m.get(way, 0.0)
        if conditions[way]:
            tags["condition"] = conditions[way]
    graph.remove_nodes_from([node for node, degree in graph.degree if not degree])
