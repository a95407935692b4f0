"""Conversion of graphs of every kind to streets."""

from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import osmnx
import pytest
from pyproj import CRS, Geod
from shapely import LineString

from looproute import LatLon, LoopRequest, find_loops
from looproute.network.network import LEAST_M, StreetNetwork

GEOD = Geod(ellps="WGS84")
PLACES = {"a": (13.26, 53.55), "b": (13.27, 53.55), "c": (13.27, 53.56)}


def graph_of(kind: Any, *edges: Any) -> Any:
    graph = kind()
    for name, (x, y) in PLACES.items():
        graph.add_node(name, x=x, y=y)
    for u, v, *tags in edges:
        graph.add_edge(u, v, **(tags[0] if tags else {}))
    return graph


def bend(u: str, v: str, by: float) -> LineString:
    (x1, y1), (x2, y2) = PLACES[u], PLACES[v]
    return LineString([(x1, y1), ((x1 + x2) / 2 + by, (y1 + y2) / 2 + by), (x2, y2)])


def lines(network: StreetNetwork) -> list[Any]:
    return [np.column_stack(network.line(e)).tolist() for e in range(len(network.u))]


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_streets_are_read_from_any_kind_of_graph(kind: Any) -> None:
    network = StreetNetwork.from_networkx(graph_of(kind, ("a", "b"), ("b", "c")))
    assert len(network.u) == 2
    expected = [GEOD.inv(*PLACES[u], *PLACES[v])[2] for u, v in ("ab", "bc")]
    assert network.length_m == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("kind", [nx.DiGraph, nx.MultiDiGraph])
def test_edges_in_both_directions_are_one_street(kind: Any) -> None:
    line = bend("a", "b", 0.001)
    there, back = {"geometry": line}, {"geometry": line.reverse()}
    cases: list[Any] = [[there, back], [there, there], [{}, {}]]
    for edges in cases:
        graph = graph_of(kind, ("a", "b", edges[0]), ("b", "a", edges[1]))
        assert len(StreetNetwork.from_networkx(graph).u) == 1


def test_streets_between_the_same_junctions_stay_apart() -> None:
    one, other = {"geometry": bend("a", "b", 0.001)}, {"geometry": bend("a", "b", -0.001)}
    graph = graph_of(
        nx.MultiDiGraph, ("a", "b", one), ("b", "a", one), ("b", "a", other), ("a", "b", other)
    )
    network = StreetNetwork.from_networkx(graph)
    assert len(network.u) == 2
    assert lines(network)[0] != lines(network)[1]


def test_parallel_edges_without_a_line_stay_apart() -> None:
    graph = graph_of(nx.MultiGraph, ("a", "b", {"length": 700}), ("b", "a", {"length": 700}))
    assert StreetNetwork.from_networkx(graph).length_m.tolist() == [700, 700]
    doubled: Any = nx.MultiDiGraph(graph)
    assert StreetNetwork.from_networkx(doubled).length_m.tolist() == [700, 700]


def test_a_line_runs_from_u_to_v_whatever_its_direction_in_the_graph() -> None:
    line = bend("a", "b", 0.001)
    for geometry in (line, line.reverse()):
        for u, v in ("ab", "ba"):
            network = StreetNetwork.from_networkx(
                graph_of(nx.MultiGraph, (u, v, {"geometry": geometry}))
            )
            assert (network.line_lon[0], network.line_lat[0]) == PLACES["a"]
            assert (network.line_lon[-1], network.line_lat[-1]) == PLACES["b"]
            assert network.lon[network.u[0]] == PLACES["a"][0]


def test_after_to_undirected_lines_run_from_u_to_v() -> None:
    graph: Any = nx.MultiDiGraph(crs="epsg:4326")
    for i, (x, y) in enumerate(PLACES.values()):
        graph.add_node(i, x=x, y=y)
    graph.add_edge(1, 0, osmid=1, length=1.0, geometry=bend("b", "a", 0.001))
    graph.add_edge(2, 1, osmid=2, length=1.0, geometry=bend("c", "b", 0.001))
    network = StreetNetwork.from_networkx(osmnx.convert.to_undirected(graph))
    for e in range(2):
        line = network.line(e)
        assert line.lat[0] == network.lat[network.u[e]]
        assert line.lon[-1] == network.lon[network.v[e]]


def test_a_self_loop_in_both_directions_is_one_street() -> None:
    (x, y) = PLACES["a"]
    ring = LineString([(x, y), (x + 0.001, y), (x + 0.001, y + 0.001), (x, y)])
    graph = graph_of(
        nx.MultiDiGraph,
        ("a", "a", {"geometry": ring}),
        ("a", "a", {"geometry": ring.reverse()}),
        ("a", "b"),
    )
    network = StreetNetwork.from_networkx(graph)
    assert len(network.u) == 2
    loop = int(np.flatnonzero(network.u == network.v)[0])
    assert network.length_m[loop] == pytest.approx(GEOD.geometry_length(ring), abs=1e-3)


def test_lengths_of_osmnx_are_measured_again_and_other_lengths_are_kept() -> None:
    graph = graph_of(nx.MultiGraph, ("a", "b", {"length": 123.0}))
    assert StreetNetwork.from_networkx(graph).length_m.tolist() == [123]
    graph.graph["created_with"] = "OSMnx 2.1.1"
    expected = GEOD.inv(*PLACES["a"], *PLACES["b"])[2]
    assert StreetNetwork.from_networkx(graph).length_m == pytest.approx([expected], abs=1e-3)


def test_duplicate_streets_of_osmnx_become_the_most_pleasant_one() -> None:
    graph = graph_of(
        nx.MultiDiGraph,
        ("a", "b", {"highway": "primary", "osmid": 1}),
        ("a", "b", {"highway": "footway", "osmid": 2}),
    )
    graph.graph["created_with"] = "OSMnx 2.1.1"
    assert StreetNetwork.from_networkx(graph).way_id.tolist() == [2]


def test_junctions_at_the_same_place_are_a_millimetre_apart() -> None:
    graph: Any = nx.Graph()
    graph.add_node(1, x=1, y=1)
    graph.add_node(2, x=1, y=1)
    graph.add_edge(1, 2)
    assert StreetNetwork.from_networkx(graph).length_m.tolist() == [LEAST_M]


def test_tags_become_class_cost_factor_name_and_way() -> None:
    graph = graph_of(
        nx.Graph,
        ("a", "b", {"highway": ["steps", "path"], "name": ["Wall", "Ring"], "osmid": [9, 7]}),
        ("b", "c", {"highway": "primary_link", "cost_factor": 7.5}),
    )
    street, link = StreetNetwork.from_networkx(graph).graph.edges(data=True)
    assert (street[2]["highway"], street[2]["name"], street[2]["osmid"]) == ("path", "Ring", 7)
    assert (link[2]["highway"], link[2]["name"], link[2]["cost_factor"]) == ("primary", "", 7.5)


@pytest.mark.parametrize("nothing", [None, float("nan"), np.float32("nan"), "", []])
def test_a_missing_value_of_a_table_is_no_street_name(nothing: Any) -> None:
    tags = {"highway": nothing, "name": nothing, "condition": nothing}
    network = StreetNetwork.from_networkx(graph_of(nx.Graph, ("a", "b", tags), ("b", "c")))
    assert (network.names, network.conditions) == (("",), ())
    assert network.kind[0] == network.kind[1]


def test_risers_are_numbers_or_text_and_anything_else_is_refused() -> None:
    graph = graph_of(nx.Graph, ("a", "b", {"highway": "steps", "risers": "12.5"}), ("b", "c"))
    assert StreetNetwork.from_networkx(graph).risers.tolist() == [12.5, 0]
    for bad in ("many", -1, float("nan")):
        graph.edges["a", "b"]["risers"] = bad
        with pytest.raises(ValueError, match=r"many|risers are 0 or more"):
            StreetNetwork.from_networkx(graph)


def test_the_order_of_a_graph_does_not_matter() -> None:
    edges = [("a", "b", {"name": "x"}), ("c", "b", {"name": "y"}), ("a", "c", {"name": "z"})]
    one = StreetNetwork.from_networkx(graph_of(nx.Graph, *edges))
    other = StreetNetwork.from_networkx(graph_of(nx.Graph, *edges[::-1]))
    assert lines(one) == lines(other)
    assert one.name.tolist() == other.name.tolist()


def test_nodes_can_have_any_name_and_coordinates_as_pos() -> None:
    graph: Any = nx.Graph()
    graph.add_node(("a", 1), pos=(13.26, 53.55))
    graph.add_node("f", pos=(13.27, 53.55))
    graph.add_node(b"alone", pos=(0, 0))
    graph.add_edge("f", ("a", 1))
    network = StreetNetwork.from_networkx(graph)
    assert sorted(network.lon.tolist()) == [13.26, 13.27]
    assert network.osm_id.tolist() == [0, 1]


def test_integer_nodes_keep_their_numbers_if_they_fit() -> None:
    places = {np.int64(-7): (13.26, 53.55), 12: (13.27, 53.55)}
    graph: Any = nx.Graph([(-7, 12)])
    nx.set_node_attributes(graph, places, "pos")
    assert StreetNetwork.from_networkx(graph).osm_id.tolist() == [-7, 12]
    huge = nx.relabel_nodes(graph, {12: 10**30})
    assert StreetNetwork.from_networkx(huge).osm_id.tolist() == [0, 1]


def test_a_graph_is_left_unchanged() -> None:
    graph = graph_of(nx.MultiDiGraph, ("b", "a", {"geometry": bend("a", "b", 0.001)}), ("b", "c"))
    before: Any = nx.MultiDiGraph(graph)
    StreetNetwork.from_networkx(graph)
    assert nx.utils.graphs_equal(graph, before)


def test_a_graph_from_a_graphml_file_is_the_graph_that_was_saved(tmp_path: Path) -> None:
    line = bend("a", "b", 0.001)
    graph = graph_of(nx.MultiDiGraph, ("a", "b", {"geometry": line, "length": 812.5}), ("b", "c"))
    graph.graph["crs"] = "epsg:4326"
    as_text: Any = graph.copy()
    for _, _, tags in as_text.edges(data=True):
        tags.update({name: str(value) for name, value in tags.items()})
    nx.write_graphml(as_text, tmp_path / "map.graphml")
    read, saved = map(
        StreetNetwork.from_networkx, (nx.read_graphml(tmp_path / "map.graphml"), graph)
    )
    assert read.length_m.tolist() == saved.length_m.tolist()
    assert lines(read) == lines(saved)


@pytest.mark.parametrize("crs", [None, "EPSG:4326", "OGC:CRS84", 4326, CRS(4326).to_wkt()])
def test_longitude_and_latitude_can_have_several_names(crs: Any) -> None:
    graph = graph_of(nx.Graph, ("a", "b"))
    graph.graph["crs"] = crs
    assert len(StreetNetwork.from_networkx(graph).u) == 1


def test_way_ids_that_osm_cannot_have_are_ignored() -> None:
    graph = graph_of(nx.Graph, ("a", "b", {"osmid": 2**63}), ("b", "c", {"osmid": 7}))
    assert StreetNetwork.from_networkx(graph).way_id.tolist() == [0, 7]


def test_an_object_that_is_no_graph_is_refused() -> None:
    not_a_graph: Any = [("a", "b")]
    with pytest.raises(ValueError, match="a NetworkX graph is needed, not list"):
        StreetNetwork.from_networkx(not_a_graph)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda g: g.clear_edges(), "no edges"),
        (lambda g: g.nodes["a"].pop("x"), "node 'a' needs x and y"),
        (lambda g: g.nodes["a"].update(x=None), "node 'a' needs x and y"),
        (lambda g: g.nodes["a"].update(y=5_934_000.0), "latitude 5934000"),
        (lambda g: g.nodes["a"].update(y=float("nan")), "latitude nan"),
        (lambda g: g.graph.update(crs="EPSG:32633"), "UTM zone 33N, not .*: project it with"),
        (lambda g: g.graph.update(crs="no such"), "crs is 'no such', not epsg:4326"),
        (lambda g: g.edges["a", "b"].update(length=-1), "edge 'a'-'b' has the length -1: give"),
        (lambda g: g.edges["a", "b"].update(length=0), "edge 'a'-'b' has the length 0: give"),
        (
            lambda g: g.edges["a", "b"].update(length=float("nan")),
            "edge 'a'-'b' has the length nan",
        ),
        (lambda g: g.edges["a", "b"].update(length="far"), "edge 'a'-'b' has a tag .*'far'"),
        (lambda g: g.edges["a", "b"].update(length=[9.0, 8.0]), "edge 'a'-'b' has a tag .*list"),
        (lambda g: g.edges["a", "b"].update(geometry="LINE"), "edge 'a'-'b' is no line: 'LINE'"),
        (lambda g: g.edges["a", "b"].update(geometry=7), "edge 'a'-'b' is no line: 7"),
        (lambda g: g.edges["a", "b"].update(geometry=bend("a", "c", 0)), "does not run from"),
    ],
)
def test_a_graph_without_valid_coordinates_or_geometry_is_refused(change: Any, words: str) -> None:
    graph = graph_of(nx.Graph, ("a", "b"), ("b", "c"))
    change(graph)
    with pytest.raises(ValueError, match=words):
        StreetNetwork.from_networkx(graph)


def test_streets_drawn_as_points_can_be_walked() -> None:
    graph: Any = nx.Graph()
    graph.add_node("a", x=13.26, y=53.55)
    graph.add_edge("a", "a", length=1000.0)
    start = LatLon(53.55, 13.26)
    (loop,) = find_loops(
        StreetNetwork.from_networkx(graph), LoopRequest(start=start, length_m=1000)
    )
    assert (loop.length_m, loop.kind) == (1000.0, "loop")
