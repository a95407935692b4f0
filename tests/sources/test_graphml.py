"""A graph saved by OSMnx as a source of streets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import osmnx
import pytest

from looproute.errors import StreetsError
from looproute.geo import LatLon
from looproute.network.street_class import KINDS
from looproute.sources import StreetSource, map_file
from looproute.sources.graphml import GraphmlFile
from looproute.sources.osm_file import OsmFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WriteOsm = Callable[..., Path]

CENTER = LatLon(43.4575, -76.5105)
SQUARE = {1: (53.55, 13.26), 2: (53.55, 13.27), 3: (53.56, 13.27), 4: (53.56, 13.26)}


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """Save an extract as GraphML with OSMnx."""

    def save(extract: Path, **options: Any) -> Path:
        path = tmp_path / "town.graphml"
        osmnx.save_graphml(osmnx.graph_from_xml(extract, retain_all=True, **options), path)
        return path

    return save


def test_a_saved_graph_is_a_source_found_by_its_suffix() -> None:
    assert isinstance(map_file("town.graphml"), GraphmlFile)
    assert isinstance(map_file("town.osm.pbf"), OsmFile)
    assert isinstance(GraphmlFile("town.graphml"), StreetSource)


@pytest.mark.parametrize("simplify", [True, False])
@pytest.mark.parametrize("bidirectional", [True, False])
def test_a_saved_graph_has_the_streets_of_its_extract(
    oswego: Path, save: Callable[..., Path], simplify: bool, bidirectional: bool
) -> None:
    graph = GraphmlFile(save(oswego, simplify=simplify, bidirectional=bidirectional)).streets()
    file = OsmFile(oswego).streets()
    assert graph.length_m.sum() == pytest.approx(file.length_m.sum(), rel=1e-4)
    assert graph.nearest(CENTER).point == file.nearest(CENTER).point
    if simplify:
        assert len(graph.u) <= len(file.u)


def test_ways_closed_to_walkers_are_left_out_if_the_graph_has_their_tags(
    osm: WriteOsm, save: Callable[..., Path]
) -> None:
    path = osm(
        SQUARE,
        {
            1: ([1, 2], {"highway": "path"}),
            2: ([2, 3], {"highway": "motorway"}),
            3: ([3, 4], {"highway": "service", "access": "private"}),
            4: ([4, 1], {"highway": "primary"}),
        },
    )
    network = GraphmlFile(save(path, simplify=False)).streets()
    assert sorted(KINDS[kind] for kind in network.kind) == ["path", "primary"]
    assert np.unique(network.cost_factor).size == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("hello", "not a graph that OSMnx saved"),
        ("<html/>", "not a graph that OSMnx saved"),
        ("<graphml xmlns='http://graphml.graphdrawing.org/xmlns'></graphml>", "not a graph"),
    ],
)
def test_a_damaged_file_is_reported_in_one_sentence(
    tmp_path: Path, content: str, words: str
) -> None:
    path = tmp_path / "town.graphml"
    path.write_text(content)
    with pytest.raises(StreetsError, match=words) as caught:
        GraphmlFile(path).streets()
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_truncated_file_is_reported(oswego: Path, save: Callable[..., Path]) -> None:
    path = save(oswego)
    content = path.read_bytes()
    for part in (1, 5, 9):
        path.write_bytes(content[: len(content) * part // 10])
        with pytest.raises(StreetsError, match="damaged, cut short"):
            GraphmlFile(path).streets()


def test_a_start_outside_the_graph_is_reported(oswego: Path, save: Callable[..., Path]) -> None:
    with pytest.raises(
        StreetsError, match=r"no streets round 1\.0,2\.0: it covers latitude 43\.45"
    ):
        GraphmlFile(save(oswego)).streets(LatLon(1, 2), 500)


def grid(name: Callable[[int], Any] = int) -> nx.MultiDiGraph[Any]:
    """A square of four streets, as a program that knows nothing of OSMnx would make it."""
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph(crs="epsg:4326")
    for number, (lat, lon) in SQUARE.items():
        graph.add_node(name(number), x=lon, y=lat)
    for a, b in ((1, 2), (2, 3), (3, 4), (4, 1)):
        graph.add_edge(name(a), name(b), highway="path", name=f"Side {a}", oneway="no")
        graph.add_edge(name(b), name(a), highway="path", name=f"Side {a}", oneway="no")
    return graph


@pytest.fixture
def write(tmp_path: Path) -> Callable[[nx.Graph[Any]], Path]:
    """Write a graph by NetworkX: numbers stay numbers."""

    def write(graph: nx.Graph[Any]) -> Path:
        nx.write_graphml(graph, tmp_path / "grid.graphml")
        return tmp_path / "grid.graphml"

    return write


GRAPHS: dict[str, Callable[[], nx.Graph[Any]]] = {
    "typed numbers": grid,
    "nodes that have names": lambda: grid("corner {}".format),
    "an undirected graph": lambda: nx.MultiGraph(grid().to_undirected(reciprocal=True)),
    "a graph that is no multigraph": lambda: nx.Graph(grid()),
    "no crs": lambda: with_crs(None),
    "a crs as old versions write it": lambda: with_crs("{'init': 'epsg:4326'}"),
    "a crs as PROJ wrote it": lambda: with_crs("+init=epsg:4326"),
    "words for oneway": lambda: with_edges(oneway="yes", reversed="maybe"),
    "lists as text": lambda: with_edges(osmid="[7, 5]", highway="['path', 'track']"),
    "ways without a number": lambda: with_edges(osmid="unknown"),
    "places called lon and lat": lambda: renamed("lon", "lat"),
}


def with_crs(crs: str | None) -> nx.MultiDiGraph[Any]:
    graph = grid()
    del graph.graph["crs"]
    if crs is not None:
        graph.graph["crs"] = crs
    return graph


def with_edges(**tags: Any) -> nx.MultiDiGraph[Any]:
    graph = grid()
    for _, _, data in graph.edges(data=True):
        data.update(tags)
    return graph


def renamed(x: str, y: str) -> nx.MultiDiGraph[Any]:
    graph = grid()
    for _, at in graph.nodes(data=True):
        at[x], at[y] = at.pop("x"), at.pop("y")
    return graph


@pytest.mark.parametrize("kind", GRAPHS)
def test_graphml_of_any_writer_gives_the_same_streets(
    write: Callable[[nx.Graph[Any]], Path], kind: str
) -> None:
    network = GraphmlFile(write(GRAPHS[kind]())).streets()
    assert len(network.u) == 4
    assert sorted(network.names) == ["", "Side 1", "Side 2", "Side 3", "Side 4"]
    corners = set(zip(network.lat.tolist(), network.lon.tolist(), strict=True))
    assert corners == set(SQUARE.values())
    assert {KINDS[kind] for kind in network.kind.tolist()} == {"path"}


def test_the_smallest_way_id_of_a_list_in_text_is_used(
    write: Callable[[nx.Graph[Any]], Path],
) -> None:
    network = GraphmlFile(write(GRAPHS["lists as text"]())).streets()
    assert network.way_id.tolist() == [5] * 4


def test_a_projected_graph_is_projected_back(oswego: Path, tmp_path: Path) -> None:
    graph = osmnx.graph_from_xml(oswego, retain_all=True)
    path = tmp_path / "town.graphml"
    osmnx.save_graphml(graph, path)
    expected = GraphmlFile(path).streets()
    osmnx.save_graphml(osmnx.project_graph(graph), path)
    network = GraphmlFile(path).streets(CENTER, 500)
    assert network.osm_id.tolist() == expected.osm_id.tolist()
    assert network.length_m == pytest.approx(expected.length_m, abs=0.01)
    assert network.line_lat == pytest.approx(expected.line_lat, abs=1e-7)


def test_a_projected_graph_without_a_crs_is_refused_as_such(
    write: Callable[[nx.Graph[Any]], Path],
) -> None:
    graph = with_crs(None)
    for _, at in graph.nodes(data=True):
        at["x"], at["y"] = at["x"] * 1e5, at["y"] * 1e5
    with pytest.raises(
        StreetsError, match="is projected, but names no coordinate reference system"
    ):
        GraphmlFile(write(graph)).streets()


def test_an_invalid_crs_is_refused(write: Callable[[nx.Graph[Any]], Path]) -> None:
    with pytest.raises(StreetsError, match=r"grid\.graphml"):
        GraphmlFile(write(with_crs("the moon"))).streets()
