"""Streets from a graph in GraphML, as any version of OSMnx or NetworkX itself saves it."""

from __future__ import annotations

import ast
from contextlib import suppress
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

import numpy as np

from looproute.errors import StreetsError, reason
from looproute.geo import Bounds, LatLon, find_swapped
from looproute.network.crs import Transform, latlon_transformer
from looproute.network.network import StreetNetwork
from looproute.osm import tags as osm_tags
from looproute.osm.map_file import check_map_file

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".graphml"
_PLACES = (("x", "y"), ("lon", "lat"), ("longitude", "latitude"))  # names of coordinates


class GraphmlFile:
    """A GraphML file of OSMnx, simplified or not, or of NetworkX, which is loaded whole.

    A projected graph is projected back. Edges whose tags forbid walking are dropped.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = Path(path)

    def streets(self, center: LatLon | None = None, radius_m: float | None = None) -> StreetNetwork:
        """Return all the streets in the file, for any radius.

        Raises StreetsError if the file cannot be read, is not such a graph, or has no walkable
        streets round `center`.
        """
        del radius_m
        graph = self._graph()
        covered = _extent(graph)
        if covered is None:
            raise StreetsError("graph-without-streets", path=self.path, detail="it has no nodes")
        if center is not None and not covered.contains(center):
            swapped = find_swapped(center, covered)
            raise StreetsError(
                "map-elsewhere", path=self.path, center=center, covered=covered, swapped=swapped
            )
        _drop_unwalkable(graph)
        try:
            return StreetNetwork.from_networkx(graph, place=self.path.stem)
        except (TypeError, ValueError) as error:
            raise StreetsError(
                "graph-without-streets", path=self.path, detail=str(error)
            ) from error

    def _graph(self) -> Any:
        import networkx as nx

        check_map_file(self.path)
        try:
            graph: Any = nx.read_graphml(self.path, force_multigraph=True)
            graph = _parse_attributes(graph)
        except OSError as error:
            raise StreetsError("file-unreadable", path=self.path, reason=reason(error)) from error
        except (ParseError, nx.NetworkXError, LookupError, TypeError, ValueError) as error:
            detail = " ".join(str(error).split())[:80]
            raise StreetsError("graph-damaged", path=self.path, detail=detail) from error
        if any(abs(at["y"]) > 90 or abs(at["x"]) > 180 for _, at in graph.nodes(data=True)):
            raise StreetsError("graph-projected", path=self.path)
        return graph


def _parse_attributes(graph: nx.MultiGraph[Any]) -> nx.MultiGraph[Any]:
    """Return a graph with parsed attributes, in latitude and longitude.

    GraphML holds text or numbers; OSMnx writes everything as text, lists too.
    """
    import networkx as nx

    with suppress(ValueError):
        graph = nx.relabel_nodes(graph, {node: int(node) for node in graph})
    for _, at in graph.nodes(data=True):
        x, y = next((pair for pair in _PLACES if all(key in at for key in pair)), _PLACES[0])
        at["x"], at["y"] = float(at[x]), float(at[y])
    for _, _, tags in graph.edges(data=True):
        for key, value in tags.items():
            tags[key] = _parse_list(value)
        tags["osmid"] = _way_id(tags.get("osmid", 0))
    to_latlon = latlon_transformer(graph.graph.get("crs"))
    graph.graph["crs"] = "epsg:4326"
    if to_latlon is not None:
        _project(graph, to_latlon)
    return graph


def _parse_list(value: Any) -> Any:
    """Return a list for the text of a list, and any other value unchanged."""
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        with suppress(SyntaxError, ValueError):
            return ast.literal_eval(value)
    return value


def _way_id(value: Any) -> int:
    """Return the smallest way id of an edge, or 0 for none."""
    numbers = value if isinstance(value, list) else [value]
    try:
        return min(map(int, numbers))
    except (TypeError, ValueError):
        return 0


def _project(graph: nx.MultiGraph[Any], to_latlon: Transform) -> None:
    """Project the nodes and lines of a graph back to longitude and latitude."""
    import shapely

    for _, at in graph.nodes(data=True):
        lon, lat = to_latlon(np.array([at["x"]]), np.array([at["y"]]))
        at["x"], at["y"] = float(lon[0]), float(lat[0])
    for _, _, tags in graph.edges(data=True):
        if "geometry" in tags:
            line = tags["geometry"]
            line = shapely.from_wkt(line) if isinstance(line, str) else line
            x, y = shapely.get_coordinates(line).T
            tags["geometry"] = shapely.LineString(np.column_stack(to_latlon(x, y)))


def _extent(graph: nx.MultiGraph[Any]) -> Bounds | None:
    places = [(at["y"], at["x"]) for _, at in graph.nodes(data=True)]
    if not places:
        return None
    lats, lons = zip(*places, strict=True)
    return Bounds(min(lats), min(lons), max(lats), max(lons))


def _drop_unwalkable(graph: nx.MultiGraph[Any]) -> None:
    """Drop the edges that may not be walked, and set the cost factor of the others.

    If OSMnx lists several values of a key, the alphabetically first one counts.
    """
    closed = []
    for u, v, key, tags in graph.edges(keys=True, data=True):
        way_tags = {
            k: str(min(tags[k]) if isinstance(tags[k], list) else tags[k])
            for k in osm_tags.WAY_KEYS
            if k in tags
        }
        if "highway" not in way_tags:
            continue
        verdict = osm_tags.judge(way_tags)
        if verdict.may_walk:
            tags.update(cost_factor=verdict.cost_factor, condition=osm_tags.condition(way_tags))
        else:
            closed.append((u, v, key))
    graph.remove_edges_from(closed)
