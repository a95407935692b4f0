"""Conversion of a NetworkX graph to a StreetNetwork, and back."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from looproute._typing import Floats, Ints, Mask
from looproute.geo import Bounds, LatLon, segment_lengths_m
from looproute.network.crs import latlon_transformer, parse_crs
from looproute.network.network import LEAST_M, Condition, StreetNetwork
from looproute.network.street_class import KINDS, street_class

if TYPE_CHECKING:
    import networkx as nx

_SAME_DEG = 1e-6  # a decimetre


class _Edge(NamedTuple):
    """The attributes of an edge; the smallest value if OSMnx lists several."""

    cost_factor: float
    way_id: int
    kind: str
    name: str
    length_m: float | None
    risers: float
    condition: str

    @classmethod
    def of(cls, u: Hashable, v: Hashable, tags: Mapping[str, Any]) -> _Edge:
        try:
            return cls._read(tags)
        except (TypeError, ValueError) as error:
            raise ValueError(f"edge {u!r}-{v!r} has a tag that cannot be read ({error})") from error

    @classmethod
    def _read(cls, tags: Mapping[str, Any]) -> _Edge:
        highway = street_class(str(_smallest(_clean(tags.get("highway")))))
        way = _smallest(tags.get("osmid", 0))
        return cls(
            cost_factor=float(tags.get("cost_factor", highway.cost_factor)),
            way_id=way if isinstance(way, int) and abs(way) < 2**63 else 0,
            kind=highway.kind,
            name=str(_smallest(_clean(tags.get("name")))),
            length_m=None if tags.get("length") is None else float(tags["length"]),
            risers=float(_smallest(tags.get("risers", 0))),
            condition=_joined(_clean(tags.get("condition"))),
        )


class _Lines(NamedTuple):
    """Edges as lines from u to v, u <= v: line e has points[start[e]:start[e + 1]]."""

    u: Ints
    v: Ints
    points: Floats
    start: Ints
    backward: Mask


def from_networkx(
    graph: nx.Graph[Any], *, bounds: Bounds | None = None, **about: Any
) -> StreetNetwork:
    """Return the network of a graph; see `StreetNetwork.from_networkx`."""
    import networkx as nx

    if not isinstance(graph, nx.Graph):
        raise ValueError(f"a NetworkX graph is needed, not {type(graph).__name__}")
    _check_crs(graph.graph.get("crs") or "epsg:4326")
    if not graph.number_of_edges():
        raise ValueError("the graph has no edges, so there are no streets")
    by_osmnx = str(graph.graph.get("created_with", "")).startswith("OSMnx")
    junctions = _junctions(graph)
    places = np.array([_place(node, graph.nodes[node]) for node in junctions])
    lines = _lines(graph, junctions, places)
    edges = [_Edge.of(*edge) for edge in graph.edges(data=True)]
    chosen = _streets(lines, edges, directed=graph.is_directed(), by_osmnx=by_osmnx)
    streets = [edges[e] for e in chosen]
    flat = [np.arange(lines.start[e], lines.start[e + 1]) for e in chosen]
    points = lines.points[np.concatenate(flat)]
    start = np.cumsum([0, *map(len, flat)]).astype(np.int32)
    length_m = _lengths_m(points, start)
    if not by_osmnx:
        for e, street in zip(chosen, streets, strict=True):
            if street.length_m is not None and not 0 < street.length_m < math.inf:
                raise ValueError(
                    f"edge {junctions[lines.u[e]]!r}-{junctions[lines.v[e]]!r} has the length "
                    f"{street.length_m:g}: give metres above 0, or none to have it measured"
                )
        given = [street.length_m for street in streets]
        length_m = np.array([b if a is None else a for a, b in zip(given, length_m, strict=True)])
    names = ("", *sorted({street.name for street in streets} - {""}))
    name_number = {name: i for i, name in enumerate(names)}
    kind_number = {kind: i for i, kind in enumerate(KINDS)}
    numbered = all(
        isinstance(node, int | np.integer) and abs(int(node)) < 2**63 for node in junctions
    )
    return StreetNetwork(
        lat=places[:, 0].copy(),
        lon=places[:, 1].copy(),
        osm_id=np.array(junctions if numbered else range(len(junctions)), dtype=np.int64),
        u=lines.u[chosen],
        v=lines.v[chosen],
        length_m=length_m,
        cost_factor=np.array([street.cost_factor for street in streets]),
        kind=np.array([kind_number[street.kind] for street in streets], dtype=np.uint8),
        name=np.array([name_number[street.name] for street in streets], dtype=np.int32),
        names=names,
        way_id=np.array([street.way_id for street in streets], dtype=np.int64),
        risers=np.array([street.risers for street in streets]),
        line_lat=points[:, 0].copy(),
        line_lon=points[:, 1].copy(),
        line_offsets=start,
        conditions=tuple(
            Condition(i, street.condition) for i, street in enumerate(streets) if street.condition
        ),
        bounds=bounds or Bounds(*points.min(axis=0).tolist(), *points.max(axis=0).tolist()),
        **about,
    )


def _check_crs(crs: Any) -> None:
    """Raise ValueError unless a graph has longitudes and latitudes of WGS 84."""
    try:
        system = parse_crs(crs)
        if latlon_transformer(crs) is None:
            return
        name = system.name
    except ValueError:
        name = repr(crs)[:60]
    raise ValueError(
        f"the graph's crs is {name}, not epsg:4326 (latitude and longitude): "
        "project it with osmnx.project_graph(graph, to_latlong=True)"
    )


def to_networkx(network: StreetNetwork) -> nx.MultiGraph[Any]:
    """Return the network as an undirected graph with OSMnx's attributes."""
    import networkx as nx
    import shapely

    graph: nx.MultiGraph[Any] = nx.MultiGraph(crs="epsg:4326")
    ids = network.osm_id.tolist()
    for node, lat, lon in zip(ids, network.lat.tolist(), network.lon.tolist(), strict=True):
        graph.add_node(node, x=lon, y=lat)
    owner = np.repeat(np.arange(len(network.u)), np.diff(network.line_offsets))
    points = np.column_stack([network.line_lon, network.line_lat])
    lines: Any = shapely.linestrings(points, indices=owner)
    counted = np.flatnonzero(network.risers).tolist()
    extras: dict[int, dict[str, Any]] = {e: {"risers": float(network.risers[e])} for e in counted}
    for street, rule in network.conditions:
        extras.setdefault(street, {})["condition"] = rule
    for street, line in enumerate(lines):
        graph.add_edge(
            ids[network.u[street]],
            ids[network.v[street]],
            length=float(network.length_m[street]),
            cost_factor=float(network.cost_factor[street]),
            osmid=int(network.way_id[street]),
            highway=KINDS[network.kind[street]],
            name=network.names[network.name[street]],
            geometry=line,
            **extras.get(street, {}),
        )
    return graph


def _clean(value: Any) -> Any:
    """Return the value of a tag, or "" for None and NaN, which tables have for no value."""
    return "" if value != value else value or ""


def _smallest(value: Any) -> Any:
    return min(value) if isinstance(value, list) else value


def _joined(value: Any) -> str:
    return "; ".join(sorted(map(str, value))) if isinstance(value, list) else str(value)


def _junctions(graph: nx.Graph[Any]) -> list[Hashable]:
    """Return the nodes with an edge, sorted if their names can be compared."""
    touched: list[Any] = [node for node, degree in graph.degree if degree]
    try:
        return sorted(touched)
    except TypeError:
        return touched


def _place(node: Hashable, tags: Mapping[str, Any]) -> LatLon:
    try:
        lon, lat = (tags["x"], tags["y"]) if "x" in tags else tags["pos"]
        return LatLon(float(lat), float(lon))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"node {node!r} needs x and y, or pos: longitude and latitude in degrees ({error})"
        ) from error


def _line(u: Hashable, v: Hashable, tags: Mapping[str, Any]) -> Any:
    """Return the geometry of an edge, or None; GraphML files hold it as text."""
    import shapely

    geometry = tags.get("geometry")
    text = isinstance(geometry, str)
    line = shapely.from_wkt(geometry, on_invalid="ignore") if text else geometry
    if geometry is not None and not isinstance(line, shapely.Geometry):
        raise ValueError(f"the geometry of edge {u!r}-{v!r} is no line: {geometry!r}")
    return line


def _lines(graph: nx.Graph[Any], junctions: list[Hashable], places: Floats) -> _Lines:
    """Return the edges of a graph as lines, in either direction of their geometries."""
    import shapely

    number = {node: i for i, node in enumerate(junctions)}
    ends = np.array([(number[a], number[b]) for a, b, _ in graph.edges(data=True)])
    geometry = np.empty(len(ends), dtype=object)
    geometry[:] = [_line(*edge) for edge in graph.edges(data=True)]
    straight = np.array([line is None for line in geometry])
    if straight.any():
        geometry[straight] = shapely.linestrings(places[ends[straight]][:, :, ::-1])
    xy, owner = shapely.get_coordinates(geometry, return_index=True)
    points: Floats = xy[:, ::-1]
    start = np.searchsorted(owner, np.arange(len(ends) + 1))
    tips = points[np.column_stack([start[:-1], start[1:] - 1])]
    gap, gap_turned = (np.abs(tips - places[e]).max(axis=(1, 2)) for e in (ends, ends[:, ::-1]))
    turned = gap_turned < gap
    if (apart := np.minimum(gap, gap_turned)).max() > _SAME_DEG:
        a, b = (junctions[i] for i in ends[apart.argmax()])
        raise ValueError(f"the geometry of edge {a!r}-{b!r} does not run from one to the other")
    backward = ends[:, 0] > ends[:, 1]
    for e in np.flatnonzero(ends[:, 0] == ends[:, 1]):
        line = points[start[e] : start[e + 1]]
        backward[e] = line[::-1].tolist() < line.tolist()
    turned = np.where(ends[:, 0] == ends[:, 1], backward, turned ^ backward)
    flat = np.arange(len(points))
    flat = np.where(turned[owner], start[owner] + start[owner + 1] - 1 - flat, flat)
    points = np.ascontiguousarray(points[flat])
    u, v = ends.min(axis=1).astype(np.int32), ends.max(axis=1).astype(np.int32)
    points[start[:-1]], points[start[1:] - 1] = places[u], places[v]
    return _Lines(u, v, points, start.astype(np.int32), backward)


def _streets(lines: _Lines, edges: list[_Edge], *, directed: bool, by_osmnx: bool) -> list[int]:
    """Return the edges that are streets, in an order that does not depend on the graph's.

    OSMnx stores each street in both directions: all its edges along the same points are one street.
    In other graphs, edges along the same points in one direction are parallel streets.
    """
    groups: dict[tuple[int, int, bytes], tuple[list[int], list[int]]] = {}
    start = lines.start.tolist()
    content = lines.points.tobytes()
    size = lines.points.itemsize * 2
    for e, (u, v, backward) in enumerate(
        zip(lines.u.tolist(), lines.v.tolist(), lines.backward.tolist(), strict=True)
    ):
        key = (u, v, content[size * start[e] : size * start[e + 1]])
        groups.setdefault(key, ([], []))[directed and backward].append(e)
    streets = []
    for key in sorted(groups):
        there, back = groups[key]
        if by_osmnx:
            streets.append(min(there + back, key=lambda e: edges[e][:2]))
        else:
            streets += there if len(there) >= len(back) else back
    return streets


def _lengths_m(points: Floats, start: Ints) -> Floats:
    """Return geodesic metres, rounded to 0.1 mm so that every PROJ gives the same."""
    walked = np.concatenate([[0.0], np.cumsum(segment_lengths_m(points[:, 0], points[:, 1]))])
    length_m: Floats = np.round(walked[start[1:] - 1] - walked[start[:-1]], 4)
    return length_m.clip(min=LEAST_M)
