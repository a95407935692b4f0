"""A StreetNetwork from a NetworkX graph, and back to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from looproute import walkability
from looproute.geo import Bounds, LatLon, segment_lengths_m
from looproute.streets import LEAST_M, StreetNetwork

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import networkx as nx

    from looproute.streets import Floats, Ints


_SAME_DEG = 1e-6  # a decimetre


class _Street(NamedTuple):
    """An edge on its way into a network: junctions by index, u <= v, points (k, 2) from u to v."""

    u: int
    v: int
    points: Floats
    tags: Mapping[str, Any]

    @property
    def street_class(self) -> walkability.StreetClass:
        return walkability.street_class(str(_first(self.tags.get("highway", ""))))

    @property
    def comfort(self) -> float:
        return float(self.tags.get("comfort", self.street_class.comfort))

    @property
    def name(self) -> str:
        return str(_first(self.tags.get("name") or ""))

    @property
    def way_id(self) -> int:
        way = _first(self.tags.get("osmid", 0))
        return way if isinstance(way, int) else 0


def _first(value: Any) -> Any:
    """Return the least of the values that OSMnx lists where it made one street of several."""
    return min(value) if isinstance(value, list) else value


def from_networkx(
    graph: nx.Graph[Any], *, bounds: Bounds | None = None, **about: Any
) -> StreetNetwork:
    """Return the network of a graph; see `StreetNetwork.from_networkx`."""
    crs = str(graph.graph.get("crs", "epsg:4326")).lower()
    if crs != "epsg:4326":
        raise ValueError(f"the graph's crs is {crs}, not epsg:4326 (latitude and longitude)")
    junctions = _junctions(graph)
    places = {node: _place(node, graph.nodes[node]) for node in junctions}
    number = {node: i for i, node in enumerate(junctions)}
    by_osmnx = str(graph.graph.get("created_with", "")).startswith("OSMnx")
    streets = _streets(graph, number, places, by_osmnx)
    if not streets:
        raise ValueError("the graph has no edges, so there are no streets")
    lat, lon = np.array(list(places.values())).T
    points = np.concatenate([street.points for street in streets])
    start = np.cumsum([0, *(len(street.points) for street in streets)]).astype(np.int32)
    names = ("", *sorted({street.name for street in streets} - {""}))
    name_number = {name: i for i, name in enumerate(names)}
    kind_number = {kind: i for i, kind in enumerate(walkability.KINDS)}
    numbered = all(isinstance(node, int) for node in junctions)
    return StreetNetwork(
        lat=lat.copy(),
        lon=lon.copy(),
        osm_id=np.array(junctions if numbered else range(len(junctions)), dtype=np.int64),
        u=np.array([street.u for street in streets], dtype=np.int32),
        v=np.array([street.v for street in streets], dtype=np.int32),
        length_m=_lengths_m(streets, points, start, by_osmnx),
        comfort=np.array([street.comfort for street in streets]),
        kind=np.array([kind_number[s.street_class.kind] for s in streets], dtype=np.uint8),
        name=np.array([name_number[street.name] for street in streets], dtype=np.int32),
        names=names,
        way_id=np.array([street.way_id for street in streets], dtype=np.int64),
        line_lat=points[:, 0].copy(),
        line_lon=points[:, 1].copy(),
        line_start=start,
        bounds=bounds or Bounds(*points.min(axis=0).tolist(), *points.max(axis=0).tolist()),
        **about,
    )


def to_networkx(network: StreetNetwork) -> nx.MultiGraph[Any]:
    """Return the network as an undirected graph with OSMnx's attributes."""
    import networkx as nx
    import shapely

    graph: nx.MultiGraph[Any] = nx.MultiGraph(crs="epsg:4326")
    ids = network.osm_id.tolist()
    for node, lat, lon in zip(ids, network.lat.tolist(), network.lon.tolist(), strict=True):
        graph.add_node(node, x=lon, y=lat)
    owner = np.repeat(np.arange(len(network.u)), np.diff(network.line_start))
    points = np.column_stack([network.line_lon, network.line_lat])
    lines: Any = shapely.linestrings(points, indices=owner)
    for street, line in enumerate(lines):
        graph.add_edge(
            ids[network.u[street]],
            ids[network.v[street]],
            length=float(network.length_m[street]),
            comfort=float(network.comfort[street]),
            osmid=int(network.way_id[street]),
            highway=walkability.KINDS[network.kind[street]],
            name=network.names[network.name[street]],
            geometry=line,
        )
    return graph


def _junctions(graph: nx.Graph[Any]) -> list[Hashable]:
    """Return the nodes that a street touches, sorted where their names can be."""
    touched = [node for node, degree in graph.degree if degree]
    try:
        return sorted(touched)
    except TypeError:
        return touched


def _place(node: Hashable, tags: dict[str, Any]) -> LatLon:
    try:
        lon, lat = (tags["x"], tags["y"]) if "x" in tags else tags["pos"]
        return LatLon(float(lat), float(lon))
    except KeyError:
        raise ValueError(
            f"node {node!r} has no place: it needs x and y (or pos), longitude and latitude"
        ) from None
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"node {node!r} needs x and y (or pos), longitude and latitude in degrees: {error}"
        ) from None


def _streets(
    graph: nx.Graph[Any],
    number: dict[Hashable, int],
    places: dict[Hashable, LatLon],
    by_osmnx: bool,
) -> list[_Street]:
    """Return each street once, in an order that does not depend on the graph's.

    OSMnx gives each street there and back; what it gives twice along the same points is one
    street. Other graphs may mean parallel streets by it: there and back is one, the rest stays.
    """
    groups: dict[tuple[int, int, bytes], tuple[list[_Street], list[_Street]]] = {}
    for a, b, tags in graph.edges(data=True):
        u, v, points = number[a], number[b], _points(places[a], places[b], tags.get("geometry"))
        back = u > v or (u == v and points[::-1].tolist() < points.tolist())
        if back:
            u, v, points = v, u, np.ascontiguousarray(points[::-1])
        group = groups.setdefault((u, v, points.tobytes()), ([], []))
        group[back and graph.is_directed()].append(_Street(u, v, points, tags))
    streets = []
    for key in sorted(groups):
        there, back_again = groups[key]
        if by_osmnx:
            streets.append(min(there + back_again, key=lambda s: (s.comfort, s.way_id)))
        else:
            streets += there if len(there) >= len(back_again) else back_again
    return streets


def _points(a: LatLon, b: LatLon, geometry: Any) -> Floats:
    """Return the (k, 2) points of an edge from a to b, whichever way its geometry runs.

    A geometry that stops short of a junction is drawn on to it.
    """
    import shapely

    ends = np.array([a, b])
    if geometry is None:
        return ends
    points: Floats = shapely.get_coordinates(geometry)[:, ::-1]
    if np.abs(points[[0, -1]] - ends).sum() > np.abs(points[[-1, 0]] - ends).sum():
        points = points[::-1]
    short = np.abs(points[[0, -1]] - ends).max(axis=1) > _SAME_DEG
    inner = points[not short[0] : len(points) - (not short[1])]
    return np.concatenate([ends[:1], inner, ends[1:]])


def _lengths_m(streets: list[_Street], points: Floats, start: Ints, by_osmnx: bool) -> Floats:
    """Return metres: those that the graph gives, unless OSMnx did, or geodesic ones.

    OSMnx measures on a sphere, up to 0.5 % wrong. A tenth of a millimetre is fine enough, and
    the same with every PROJ.
    """
    walked = np.concatenate([[0.0], np.cumsum(segment_lengths_m(points[:, 0], points[:, 1]))])
    length_m: Floats = np.maximum(np.round(walked[start[1:] - 1] - walked[start[:-1]], 4), LEAST_M)
    if not by_osmnx:
        for i, street in enumerate(streets):
            length_m[i] = street.tags.get("length", length_m[i])
    return length_m
