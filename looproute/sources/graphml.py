"""Streets from a graph that OSMnx saved, as `osmnx.save_graphml` does."""

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
    """A GraphML file of OSMnx, simplified or not; it is held whole.

    Of what the graph has, what may not be walked is left out as far as its tags tell.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = Path(path)

    def streets(self, center: LatLon | None = None, radius_m: float | None = None) -> StreetNetwork:
        """Return all the streets in the file, whatever the radius.

        Raises StreetsError where the file cannot be read, is no such graph, or has no streets
        that may be walked round `center`.
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
    """Take out the edges that may not be walked, and price the others.

    Of several values that OSMnx lists for a key the first in the alphabet counts.
    """
    closed = []
    for u, v, key, tags in graph.edges(keys=True, data=True):
        said = {
            k: str(min(tags[k]) if isinstance(tags[k], list) else tags[k])
            for k in osm_tags.WAY_KEYS
            if k in tags
        }
        if "highway" not in said:
            continue
        verdict = osm_tags.judge(said)
        if verdict.may_walk:
            tags.update(cost_factor=verdict.cost_factor, condition=osm_tags.condition(said))
        else:
            closed.append((u, v, key))
    graph.remove_edges_from(closed)
