"""The extracts in data/ agree with their README, and data/make.py makes them."""

from __future__ import annotations

import functools
import gzip
import io
import re
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

import osmium
import pytest
import shapely

DATA = Path(__file__).parents[1] / "data"
AREAS = ("gothenburg", "helsinki", "liechtenstein", "neubrandenburg", "oswego", "villages")
EXTRACTS = tuple(sorted(DATA.glob("*/*.osm.*")))
DEGREE = 10_000_000

each_extract = pytest.mark.parametrize("path", EXTRACTS, ids=lambda path: path.name)


@dataclass
class Content:
    """The contents of an OSM file in order; `box` is west, south, east, north."""

    box: tuple[float, ...] = ()
    points: dict[int, tuple[int, int]] = field(default_factory=dict)
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    ways: dict[int, tuple[int, ...]] = field(default_factory=dict)
    way_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    members: dict[int, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    relation_tags: dict[int, dict[str, str]] = field(default_factory=dict)

    def line(self, way: int) -> list[tuple[float, float]]:
        return [(self.points[n][0] / DEGREE, self.points[n][1] / DEGREE) for n in self.ways[way]]


def read(path: Path) -> Content:
    content = Content()
    with osmium.io.Reader(str(path)) as reader:
        box = reader.header().box()
    corners = (box.bottom_left, box.top_right)
    content.box = tuple(side for corner in corners for side in (corner.lon, corner.lat))
    for item in osmium.FileProcessor(str(path)):
        tags = dict(item.tags)
        if isinstance(item, osmium.osm.Node):
            content.points[item.id] = (item.location.x, item.location.y)
            content.node_tags[item.id] = tags
        elif isinstance(item, osmium.osm.Way):
            content.ways[item.id] = tuple(node.ref for node in item.nodes)
            content.way_tags[item.id] = tags
        elif isinstance(item, osmium.osm.Relation):
            content.members[item.id] = tuple((m.ref, m.role) for m in item.members)
            content.relation_tags[item.id] = tags
    return content


content_of = functools.cache(read)


def readme_rows() -> list[tuple[str, ...]]:
    lines = (DATA / "README.md").read_text(encoding="utf-8").splitlines()
    return [
        tuple(cell.strip(" `") for cell in line.strip("|").split("|"))
        for line in lines
        if line.startswith("| `") and ".osm." in line
    ]


def test_every_area_has_its_extract_and_the_readme_lists_every_extract() -> None:
    assert {path.parent.name for path in EXTRACTS} == set(AREAS)
    assert sorted(row[0] for row in readme_rows()) == [
        path.relative_to(DATA).as_posix() for path in EXTRACTS
    ]


@pytest.mark.parametrize("row", readme_rows(), ids=lambda row: row[0])
def test_the_readme_lists_the_actual_boxes_counts_and_bytes(row: tuple[str, ...]) -> None:
    name, box, nodes, ways, relations, size = row
    path = DATA / name
    content = content_of(path)
    assert tuple(map(float, box.split(","))) == pytest.approx(content.box, abs=1e-9)
    counts = (len(content.points), len(content.ways), len(content.members), path.stat().st_size)
    assert [nodes, ways, relations, size] == [f"{count:,}" for count in counts]


@pytest.mark.parametrize("area", AREAS)
def test_every_area_names_its_source_and_date(area: str) -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    rows = re.findall(rf"^\| {area} \|.*\| 20\d\d-\d\d-\d\d \|.*$", readme, re.MULTILINE)
    assert len(rows) == 1


@pytest.mark.parametrize("area", AREAS)
def test_every_extract_has_a_notice_with_the_credit_and_the_licence(
    area: str,
) -> None:
    notice = (DATA / area / "NOTICE").read_text(encoding="utf-8")
    assert "© OpenStreetMap contributors" in notice
    assert "Open Database License 1.0" in notice
    assert all(path.name in notice for path in (DATA / area).iterdir() if path.suffix)


def test_all_extracts_are_smaller_than_4_mb_and_the_shipped_one_than_1_mb() -> None:
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 4_000_000
    shipped = DATA / "neubrandenburg"
    assert sum(path.stat().st_size for path in shipped.iterdir()) < 1_000_000


@each_extract
def test_no_mapper_is_named(path: Path) -> None:
    for item in osmium.FileProcessor(str(path)):
        assert not isinstance(item, osmium.osm.Changeset)
        assert (item.user, item.uid, item.changeset, item.version) == ("", 0, 0, 0)
        assert item.timestamp.timestamp() == 0


@each_extract
def test_every_node_of_a_way_exists_and_every_node_is_used(path: Path) -> None:
    content = content_of(path)
    in_ways = {node for nodes in content.ways.values() for node in nodes}
    tagged = {node for node, tags in content.node_tags.items() if tags}
    assert in_ways | tagged == content.points.keys()
    assert {way for members in content.members.values() for way, _ in members} <= set(content.ways)
    assert all(len(nodes) > 1 for nodes in content.ways.values())


@each_extract
def test_every_node_lies_in_the_box_of_its_extract(path: Path) -> None:
    content = content_of(path)
    west, south, east, north = (round(side * DEGREE) for side in content.box)
    assert all(west <= x <= east and south <= y <= north for x, y in content.points.values())


@each_extract
def test_objects_are_in_the_order_of_their_ids(path: Path) -> None:
    content = content_of(path)
    for ids in (content.points, content.ways, content.members):
        assert list(ids) == sorted(ids, key=lambda i: (i > 0, abs(i)))


@pytest.mark.parametrize("area", AREAS)
def test_streets_closed_to_walkers_stay_in_the_extract(area: str) -> None:
    tags = content_of(DATA / area / f"{area}.osm.gz").way_tags.values()
    assert any(t.get("access") in {"no", "private"} for t in tags if "highway" in t)


@each_extract
def test_an_area_of_scenery_is_a_ring_or_a_multipolygon_of_rings(path: Path) -> None:
    content = content_of(path)
    in_relations = {way for members in content.members.values() for way, _ in members}
    ground = {
        way
        for way, tags in content.way_tags.items()
        if "highway" not in tags and {"natural", "landuse"} & tags.keys()
    }
    for way in ground | in_relations:
        nodes = content.ways[way]
        assert len(nodes) > 3
        assert nodes[0] == nodes[-1]
    for members in content.members.values():
        roles = [role for _, role in members]
        assert roles == ["outer"] + ["inner"] * (len(roles) - 1)
        assert len(roles) > 1


def test_the_lake_is_in_neubrandenburg_and_its_island_is_not_in_the_lake() -> None:
    content = content_of(DATA / "neubrandenburg" / "neubrandenburg.osm.gz")
    (lake,) = (r for r, t in content.relation_tags.items() if t.get("name") == "Tollensesee")
    (outer, _), *inner = content.members[lake]
    water = shapely.Polygon(content.line(outer), [content.line(way) for way, _ in inner])
    assert water.contains(shapely.Point(13.235, 53.535))
    assert not water.contains(shapely.Point(13.2613, 53.5571))
    island = shapely.Polygon(content.line(inner[0][0])).representative_point()
    assert not water.contains(island)


def test_neubrandenburg_has_benches_cafes_toilets_and_drinking_water() -> None:
    content = content_of(DATA / "neubrandenburg" / "neubrandenburg.osm.gz")
    tags = [*content.node_tags.values(), *content.way_tags.values()]
    found = {t["amenity"] for t in tags if "amenity" in t and "highway" not in t}
    assert {"bench", "cafe", "toilets"} <= found
    assert any(t.get("leisure") == "track" for t in tags)
    assert any(t.get("waterway") == "river" for t in tags)
    assert any("barrier" in t for t in content.node_tags.values())


def test_both_files_of_helsinki_hold_the_same_data() -> None:
    gz, pbf = (content_of(DATA / "helsinki" / f"helsinki.osm.{end}") for end in ("gz", "pbf"))
    assert gz == pbf


def test_osmnx_reads_an_extract(tmp_path: Path) -> None:
    import osmnx

    osm = tmp_path / "oswego.osm"
    osm.write_bytes(gzip.decompress((DATA / "oswego" / "oswego.osm.gz").read_bytes()))
    graph = osmnx.graph_from_xml(osm, simplify=False, retain_all=True)
    content = content_of(DATA / "oswego" / "oswego.osm.gz")
    assert set(graph) == {node for nodes in content.ways.values() for node in nodes}


# A made-up place round Oswego's box (x from -76.5367 to -76.4955, y from 43.4510 to 43.4643).
MADE_UP_NODES = {
    1: (43.455, -76.53),
    2: (43.455, -76.54),  # west of the box
    3: (43.455, -76.52),
    4: (43.455, -76.51),
    5: (43.440, -76.51),  # south of the box
    6: (43.456, -76.51),
    7: (43.457, -76.51),
}
MADE_UP_WAYS = {
    10: ((1, 3, 5, 6, 7), {"highway": "path", "note": "ask Ann", "name": "Uphill & <down>"}),
    11: ((1, 2), {"highway": "steps"}),
    12: ((4, 6), {"highway": "construction", "construction": "footway"}),
    13: ((4, 6), {"building": "yes"}),
}


def made_up_osm() -> bytes:
    from xml.sax.saxutils import quoteattr

    lines = ['<osm version="0.6">']
    for node, (lat, lon) in MADE_UP_NODES.items():
        attributes = f'id="{node}" lat="{lat}" lon="{lon}" version="1" user="Ann" uid="7"'
        tag = '<tag k="barrier" v="gate"/><tag k="source" v="Ann"/>' if node == 3 else ""
        lines.append(f"<node {attributes}>{tag}</node>")
    for way, (nodes, tags) in MADE_UP_WAYS.items():
        refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
        pairs = "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())
        lines.append(f'<way id="{way}" version="1" user="Ann" uid="7">{refs}{pairs}</way>')
    return "\n".join([*lines, "</osm>"]).encode()


def make(area: str, source: Path, target: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        str(DATA / "make.py"),
        area,
        "--from",
        str(source),
        "--to",
        str(target),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def archive(folder: Path, file: str, content: bytes) -> None:
    with tarfile.open(folder / "josm_1.orig.tar.gz", "w:gz") as tar:
        entry = tarfile.TarInfo(f"josm/nodist/data/{file}")
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import bz2

    folder = tmp_path_factory.mktemp("made-up")
    archive(folder, "overpass-download.osm.bz2", bz2.compress(made_up_osm()))
    for run in ("first", "second"):
        (folder / run).mkdir()
        result = make("oswego", folder, folder / run)
        assert result.returncode == 0, result.stderr
    return folder


def test_the_same_source_gives_the_same_bytes(made_up: Path) -> None:
    first, second = (made_up / run / "oswego" / "oswego.osm.gz" for run in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()


def test_a_street_is_cut_into_runs_inside_the_box_and_the_first_keeps_its_id(
    made_up: Path,
) -> None:
    content = read(made_up / "first" / "oswego" / "oswego.osm.gz")
    assert content.ways == {-1: (6, 7), 10: (1, 3), 12: (4, 6)}
    assert content.way_tags[-1] == content.way_tags[10]
    assert set(content.points) == {1, 3, 4, 6, 7}
    assert content.points[1] == (-765300000, 434550000)


def test_only_the_tags_that_matter_to_a_walker_are_kept(made_up: Path) -> None:
    content = read(made_up / "first" / "oswego" / "oswego.osm.gz")
    assert content.way_tags[10] == {"highway": "path", "name": "Uphill & <down>"}
    assert content.way_tags[12] == {"highway": "construction", "construction": "footway"}
    assert content.node_tags[3] == {"barrier": "gate"}
    text = gzip.decompress((made_up / "first" / "oswego" / "oswego.osm.gz").read_bytes())
    assert b"Ann" not in text


def test_a_missing_archive_is_reported_in_one_sentence(tmp_path: Path) -> None:
    result = make("oswego", tmp_path, tmp_path)
    assert result.returncode == 1
    assert "holds no josm_*.orig.tar.gz" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "oswego").exists()


def test_an_archive_of_another_version_is_reported_in_one_sentence(tmp_path: Path) -> None:
    archive(tmp_path, "readme.txt", b"")
    result = make("oswego", tmp_path, tmp_path)
    assert result.returncode == 1
    assert "josm_1.orig.tar.gz holds no overpass-download.osm.bz2" in result.stderr
    assert "Traceback" not in result.stderr
