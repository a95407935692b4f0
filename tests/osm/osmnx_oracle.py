"""A street network built by OSMnx: another way from the same judged ways to the same streets."""

import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

import networkx as nx
import osmium
import osmnx

from looproute.geo import Bounds
from looproute.network.network import LEAST_M, StreetNetwork
from looproute.network.street_class import KINDS
from looproute.osm import tags as osm_tags
from looproute.osm.osmnx_settings import osmnx_settings

LEAST_TREAD_M = 0.05

Place = tuple[float, float]


class Way(NamedTuple):
    tags: dict[str, str]
    nodes: list[int]


class Extract(NamedTuple):
    bounds: Bounds
    places: dict[int, Place]
    ways: dict[int, Way]
    barriers: dict[int, dict[str, str]]


class Street(NamedTuple):
    """The content to compare; `line` runs in the direction that sorts first."""

    ends: tuple[int, int]
    line: tuple[Place, ...]
    kind: str
    name: str
    way_id: int


class Figures(NamedTuple):
    length_m: float
    cost_factor: float
    risers: float
    condition: str


def read_extract(path: Path) -> Extract:
    """Read a sorted extract. A way ends at a node that the extract lacks, and goes on behind it."""
    places: dict[int, Place] = {}
    ways: dict[int, Way] = {}
    barriers = {}
    box = osmium.FileProcessor(path).header.box()
    item: Any
    for item in osmium.FileProcessor(path):
        if item.is_node():
            places[item.id] = item.location.lat, item.location.lon
            if "barrier" in item.tags:
                barriers[item.id] = dict(item.tags)
        elif item.is_way() and "highway" in item.tags:
            ways[item.id] = Way(dict(item.tags), [node.ref for node in item.nodes])
    low, high = box.bottom_left, box.top_right
    return Extract(Bounds(low.lat, low.lon, high.lat, high.lon), places, ways, barriers)


def network_by_osmnx(extract: Extract) -> StreetNetwork:
    """Return the network of the ways that may be walked; OSMnx makes and simplifies the graph."""
    verdicts = {way: osm_tags.judge(tags) for way, (tags, _) in extract.ways.items()}
    with tempfile.TemporaryDirectory() as folder, osmnx_settings():
        path = Path(folder) / "judged.osm"
        way_of: list[int] = []
        text = "\n".join(xml_lines(extract, verdicts, way_of))
        path.write_text(text, encoding="utf-8")
        graph = osmnx.graph_from_xml(path, bidirectional=True, simplify=False, retain_all=True)
    for _, _, tags in graph.edges(data=True):
        tags["osmid"] = way_of[tags["osmid"]]
    per_m = risers_per_m(graph, extract)
    south, west, north, east = extract.bounds
    graph.remove_nodes_from(
        [
            node
            for node, at in graph.nodes(data=True)
            if not (south <= at["y"] <= north and west <= at["x"] <= east)
        ]
    )
    graph.remove_nodes_from(blocked(extract))
    for _, _, tags in graph.edges(data=True):
        way, length_m = tags["osmid"], max(tags["length"], LEAST_M)
        kind = verdicts[way].kind, tags.get("name", "")
        tags.clear()
        tags.update(osmid=way, kind=kind, length=length_m, counted=way in per_m)
        tags.update(
            cost=length_m * verdicts[way].cost_factor, risers=length_m * per_m.get(way, 0.0)
        )
        if condition := osm_tags.condition(extract.ways[way].tags):
            tags["condition"] = condition
    graph.remove_nodes_from([node for node, degree in graph.degree if not degree])
    simple = osmnx.simplify_graph(
        graph,
        remove_rings=False,
        edge_attrs_differ=["kind", "counted"],
        edge_attr_aggs={"length": sum, "cost": sum, "risers": sum},
    )
    for _, _, street in simple.edges(data=True):
        street["highway"], street["name"] = street.pop("kind")
        street["cost_factor"] = street["cost"] / street["length"]
    return StreetNetwork.from_networkx(simple, bounds=extract.bounds)


def xml_lines(
    extract: Extract, verdicts: dict[int, osm_tags.Verdict], way_of: list[int]
) -> Iterator[str]:
    """Yield the ways that may be walked as OSM XML; `way_of` gets the way of each part of one."""
    yield '<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">'
    for node, (lat, lon) in extract.places.items():
        yield f'<node id="{node}" lat="{lat:.7f}" lon="{lon:.7f}"/>'
    for way, (tags, nodes) in extract.ways.items():
        if verdicts[way].may_walk:
            name = f'<tag k="name" v={quoteattr(tags["name"])}/>' if "name" in tags else ""
            for known in split_at_gaps(nodes, extract.places):
                refs = "".join(f'<nd ref="{node}"/>' for node in known)
                yield f'<way id="{len(way_of)}">{refs}{name}</way>'
                way_of.append(way)
    yield "</osm>"


def split_at_gaps(nodes: list[int], places: dict[int, Place]) -> list[list[int]]:
    parts: list[list[int]] = [[]]
    for node in nodes:
        if node in places:
            parts[-1].append(node)
        else:
            parts.append([])
    return [part for part in parts if len(part) > 1]


def risers_per_m(graph: Any, extract: Extract) -> dict[int, float]:
    counts = {way: osm_tags.risers(tags) for way, (tags, _) in extract.ways.items()}
    length_m = {way: 0.0 for way, count in counts.items() if count}
    for _, _, tags in graph.edges(data=True):
        if (way := tags["osmid"]) in length_m:
            length_m[way] += max(tags["length"], LEAST_M) / 2
    return {
        way: counts[way] / whole_m
        for way, whole_m in length_m.items()
        if whole_m and counts[way] * LEAST_TREAD_M <= whole_m
    }


def blocked(extract: Extract) -> list[int]:
    beside: dict[int, set[int]] = {
        node: set() for node, tags in extract.barriers.items() if osm_tags.blocks(tags)
    }
    south, west, north, east = extract.bounds
    for _, nodes in extract.ways.values():
        for known in split_at_gaps(nodes, extract.places):
            for pair in pairwise(known):
                for node, other in (pair, pair[::-1]):
                    lat, lon = extract.places[other]
                    if node in beside and south <= lat <= north and west <= lon <= east:
                        beside[node].add(other)
    return [node for node, others in beside.items() if len(others) <= 2]


def streets_of(network: StreetNetwork) -> dict[Street, Figures]:
    """Return the streets of a network, rings without a junction joined to one self-loop each."""
    rules = dict(network.conditions)
    graph: nx.MultiGraph[int] = nx.MultiGraph()
    for node, lat, lon in zip(network.osm_id, network.lat, network.lon, strict=True):
        graph.add_node(int(node), place=(float(lat), float(lon)))
    for e in range(len(network.u)):
        u, v = int(network.osm_id[network.u[e]]), int(network.osm_id[network.v[e]])
        lat, lon = network.line(e)
        line = tuple(zip(lat.tolist(), lon.tolist(), strict=True))
        kind, name = KINDS[network.kind[e]], network.names[network.name[e]]
        street = Street(
            (min(u, v), max(u, v)), min(line, line[::-1]), kind, name, int(network.way_id[e])
        )
        figures = Figures(
            float(network.length_m[e]),
            float(network.cost_factor[e]),
            float(network.risers[e]),
            rules.get(e, ""),
        )
        graph.add_edge(u, v, street=street, figures=figures)
    found: dict[Street, Figures] = {}
    for nodes in nx.connected_components(graph):
        part = graph.subgraph(nodes)
        edges = [(data["street"], data["figures"]) for _, _, data in part.edges(data=True)]
        if is_split_ring(part, [street for street, _ in edges]):
            edges = [join(part, edges)]
        found.update(edges)
    return found


def is_split_ring(part: Any, streets: list[Street]) -> bool:
    """Whether a component is a ring that OSMnx left in pieces, since no junction is on it."""
    return (
        len(streets) > 2
        and all(degree == 2 for _, degree in part.degree)
        and len({(street.kind, street.name) for street in streets}) == 1
        and all(len(street.line) == 2 for street in streets)
    )


def join(part: Any, edges: list[tuple[Street, Figures]]) -> tuple[Street, Figures]:
    first = min(part)
    line = [part.nodes[u]["place"] for u, _ in nx.eulerian_circuit(part, first)]
    line.append(line[0])
    streets, figures = zip(*edges, strict=True)
    whole_m = sum(each.length_m for each in figures)
    street = Street(
        (first, first),
        min(tuple(line), tuple(line[::-1])),
        streets[0].kind,
        streets[0].name,
        min(each.way_id for each in streets),
    )
    return street, Figures(
        whole_m,
        sum(each.cost_factor * each.length_m for each in figures) / whole_m,
        sum(each.risers for each in figures),
        "; ".join(sorted({each.condition for each in figures} - {""})),
    )
