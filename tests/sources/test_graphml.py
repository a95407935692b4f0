"""A graph saved by OSMnx as a source of streets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
