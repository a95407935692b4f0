"""Streets from a graph that `osmnx.save_graphml` saved."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from looproute.errors import StreetsError, reason
from looproute.geo import Bounds, LatLon, find_swapped
from looproute.network.network import StreetNetwork
from looproute.osm import tags as osm_tags
from looproute.osm.map_file import check_map_file

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".graphml"


class GraphmlFile:
    """A GraphML file of OSMnx, simplified or not, which is loaded whole.

    Edges whose tags forbid walking are dropped.
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

    def _graph(self) -> nx.MultiDiGraph[Any]:
        import networkx as nx
        import osmnx

        check_map_file(self.path)
        try:
            graph = osmnx.load_graphml(self.path)
            for _, at in graph.nodes(data=True):
                at["x"], at["y"] = float(at["x"]), float(at["y"])
        except OSError as error:
            raise StreetsError("file-unreadable", path=self.path, reason=reason(error)) from error
        except (ParseError, nx.NetworkXError, LookupError, TypeError, ValueError) as error:
            detail = " ".join(str(error).split())[:80]
            raise StreetsError("graph-damaged", path=self.path, detail=detail) from error
        return graph


def _extent(graph: nx.MultiDiGraph[Any]) -> Bounds | None:
    places = [(at["y"], at["x"]) for _, at in graph.nodes(data=True)]
    if not places:
        return None
    lats, lons = zip(*places, strict=True)
    return Bounds(min(lats), min(lons), max(lats), max(lons))


def _drop_unwalkable(graph: nx.MultiDiGraph[Any]) -> None:
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
