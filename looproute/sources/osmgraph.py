"""OSMnx's graph of every highway to a StreetNetwork: who may walk first, simplification last."""

from __future__ import annotations

import gc
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from looproute import walkability
from looproute.errors import StreetsError
from looproute.sources import osmxml
from looproute.sources.osmnx_settings import osmnx_settings
from looproute.streets import LEAST_M, StreetNetwork

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx

    from looproute.geo import Bounds
    from looproute.sources.osmread import OsmStreets


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
    with collector_paused():
        return street_network(
            _graph(found), found.bounds, scenery=found.scenery, place=place, date=found.date
        )


def _graph(found: OsmStreets) -> nx.MultiDiGraph[Any]:
    """Return the graph that OSMnx makes of them: there and back, not simplified."""
    import osmnx

    try:
        with tempfile.TemporaryDirectory(prefix="looproute-") as folder, osmnx_settings():
            cropped = Path(folder) / "cropped.osm"
            with cropped.open("w", encoding="utf-8") as file:
                file.write(osmxml.HEAD)
                for node, at in found.nodes.items():
                    file.write(osmxml.node(node, at, found.barriers.get(node, {})))
                for way_id, way in found.ways.items():
                    file.write(osmxml.way(way_id, way.nodes, way.tags))
                file.write(osmxml.TAIL)
            return osmnx.graph_from_xml(
                cropped, bidirectional=True, simplify=False, retain_all=True
            )
    except OSError as error:
        raise StreetsError(
            f"the folder for temporary files cannot be written to ({error.strerror}); make room "
            "there, or name another one with TMPDIR."
        ) from error


def street_network(graph: nx.MultiDiGraph[Any], bounds: Bounds, **about: Any) -> StreetNetwork:
    """Return the streets of an unsimplified, two-way OSMnx graph that may be walked in the box.

    `graph` is used up: what may not be walked is taken out of it. `about` goes to the network:
    scenery, place, date. Raises StreetsError where nothing is left.
    """
    import osmnx

    _drop_outside(graph, bounds)
    _drop_barriers(graph)
    _drop_unwalkable(graph)
    if not graph.number_of_edges():
        raise StreetsError("no street here may be walked; try another place or map.")
    simple = osmnx.simplify_graph(
        graph,
        remove_rings=False,
        edge_attrs_differ=["highway", "name"],
        edge_attr_aggs={"length": sum, "cost": sum},
    )
    for _, _, street in simple.edges(data=True):
        street["comfort"] = round(street["cost"] / street["length"], 3)
    return StreetNetwork.from_networkx(simple, bounds=bounds, **about)


def _drop_outside(graph: nx.MultiDiGraph[Any], bounds: Bounds) -> None:
    south, west, north, east = bounds
    graph.remove_nodes_from(
        [
            node
            for node, at in graph.nodes(data=True)
            if not (south <= at["y"] <= north and west <= at["x"] <= east)
        ]
    )


def _drop_barriers(graph: nx.MultiDiGraph[Any]) -> None:
    """Take out the nodes that nobody passes.

    A barrier where ways meet is left alone: it does not say which of them it closes.
    """
    graph.remove_nodes_from(
        [
            node
            for node, tags in graph.nodes(data=True)
            if "barrier" in tags and walkability.blocks(tags) and len(graph.succ[node]) <= 2
        ]
    )


def _drop_unwalkable(graph: nx.MultiDiGraph[Any]) -> None:
    """Take out streets that may not be walked and junctions without any; price the others."""
    verdicts: dict[int, walkability.Verdict] = {}
    closed = []
    for u, v, key, tags in graph.edges(keys=True, data=True):
        way = tags["osmid"]
        if way not in verdicts:
            verdicts[way] = walkability.judge(tags)
        verdict = verdicts[way]
        if not verdict.may_walk:
            closed.append((u, v, key))
            continue
        length_m, name = max(tags["length"], LEAST_M), tags.get("name", "")
        condition = walkability.condition(tags)
        tags.clear()
        tags.update(osmid=way, highway=verdict.kind, name=name, length=length_m)
        tags["cost"] = length_m * verdict.comfort
        if condition:
            tags["condition"] = condition
    graph.remove_edges_from(closed)
    graph.remove_nodes_from([node for node, degree in graph.degree if not degree])
