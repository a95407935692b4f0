"""Maps as real tools write them give the same streets; damaged files are refused."""

from __future__ import annotations

import bz2
import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import pytest

from looproute.errors import StreetsError
from looproute.geo import Bounds, LatLon
from looproute.network import io as network_io
from looproute.network.network import StreetNetwork
from looproute.osm import pbf
from looproute.sources.osm_file import OsmFile

SIDE = 4  # junctions in a row of the town
STEP = 0.001  # degrees between two of them
LAT, LON = 10.0, 20.0
NODES = {
    1 + row * SIDE + column: (LAT + row * STEP, LON + column * STEP)
    for row in range(SIDE)
    for column in range(SIDE)
}
WAYS = {
    101 + line: ([1 + line * SIDE + k for k in range(SIDE)], f"Row {line}") for line in range(SIDE)
} | {
    201 + line: ([1 + line + k * SIDE for k in range(SIDE)], f"Column {line}")
    for line in range(SIDE)
}
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="a tool">\n'
TAIL = "</osm>\n"
Render = Callable[..., str]


def node(number: int, about: str = "", at: tuple[float, float] | None = None) -> str:
    lat, lon = at or NODES[abs(number)]
    return f'<node id="{number}" {about} lat="{lat:.7f}" lon="{lon:.7f}"/>\n'


def way(number: int, about: str = "", tags: str | None = None, sign: int = 1) -> str:
    refs, name = WAYS[abs(number)]
    nds = "".join(f'<nd ref="{sign * ref}"/>' for ref in refs)
    tags = f'<tag k="highway" v="path"/><tag k="name" v="{name}"/>' if tags is None else tags
    return f'<way id="{number}" {about}>{nds}{tags}</way>\n'


def town(nodes: str | None = None, ways: str | None = None, more: str = "") -> str:
    nodes = "".join(map(node, NODES)) if nodes is None else nodes
    ways = "".join(map(way, WAYS)) if ways is None else ways
    return HEAD + nodes + ways + more + TAIL


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes, str], Path]:
    def write(content: str | bytes, name: str = "town.osm") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def plain(write: Callable[..., Path]) -> StreetNetwork:
    return OsmFile(write(town(), "plain.osm")).streets()


def content(network: StreetNetwork) -> list[Any]:
    """Return all content that does not depend on the ids of nodes and ways."""
    names = [network.names[name] for name in network.name.tolist()]
    lines = zip(network.line_lat.tolist(), network.line_lon.tolist(), strict=True)
    points = list(lines)
    start = network.line_offsets.tolist()
    rows = [
        (sorted((points[a], points[b - 1])), sorted(points[a:b]), name, length_m)
        for a, b, name, length_m in zip(
            start[:-1], start[1:], names, network.length_m.tolist(), strict=True
        )
    ]
    return [network.bounds, sorted(rows)]


def pbf_of(xml: str, path: Path, *, header: osmium.io.Header | None = None) -> bytes:
    header = header or osmium.io.Header()
    with osmium.SimpleWriter(path, header=header, overwrite=True) as writer:
        item: Any
        for item in osmium.FileProcessor(osmium.io.FileBuffer(xml.encode(), "osm")):
            writer.add(item)
    return path.read_bytes()


OUT_GEOM = HEAD + "".join(
    f'<way id="{number}">'
    + "".join(
        f'<nd ref="{ref}" lat="{NODES[ref][0]:.7f}" lon="{NODES[ref][1]:.7f}"/>' for ref in refs
    )
    + f'<tag k="highway" v="path"/><tag k="name" v="{name}"/></way>'
    for number, (refs, name) in WAYS.items()
)
MOVED = (LAT + 9 * STEP, LON)

SAME: dict[str, str | bytes] = {
    "ids in descending order": town(
        "".join(node(number) for number in reversed(NODES)),
        "".join(way(number) for number in reversed(WAYS)),
    ),
    "ways before their nodes": HEAD + "".join(map(way, WAYS)) + "".join(map(node, NODES)) + TAIL,
    "negative ids": town(
        "".join(node(-number) for number in NODES),
        "".join(way(-number, sign=-1) for number in WAYS),
    ),
    "some negative ids": town(
        "".join(node(number if number != 6 else -6) for number in NODES),
        re.sub(r'ref="6"', 'ref="-6"', "".join(map(way, WAYS))),
    ),
    "places on the ways": OUT_GEOM + TAIL,
    "every object twice": town("".join(map(node, NODES)) * 2, "".join(map(way, WAYS)) * 2),
    "two extracts that overlap": town(
        "".join(map(node, NODES)) + way(101), "".join(map(way, WAYS))
    ),
    "an older version of a way": town(
        ways=way(101, 'version="1"', '<tag k="highway" v="motorway"/>')
        + way(101, 'version="2"')
        + "".join(way(number) for number in WAYS if number != 101)
    ),
    "the newer version of a way first": town(
        ways=way(101, 'version="3"')
        + way(101, 'version="2"', '<tag k="highway" v="motorway"/>')
        + "".join(way(number) for number in WAYS if number != 101)
    ),
    "a node that has moved": town(
        node(6, 'version="1"', MOVED)
        + "".join(node(number, 'version="2"') for number in NODES)
        + node(7, 'version="1"', MOVED)
    ),
    "a node that was deleted once": town(
        node(6, 'version="1" visible="true"', MOVED)
        + '<node id="6" version="2" visible="false"/>'
        + "".join(node(number, 'version="3" visible="true"') for number in NODES)
    ),
    "a barrier that is gone": town(
        '<node id="2" version="1" lat="10.0" lon="20.001"><tag k="barrier" v="wall"/></node>'
        + "".join(node(number, 'version="2"') for number in NODES),
    ),
    "a way that is deleted": town().replace(TAIL, "")
    + '<way id="999" version="2" visible="false"/><way id="998" action="delete" visible="true">'
    + '<nd ref="1"/><nd ref="16"/><tag k="highway" v="path"/></way>'
    + TAIL,
    "a way that an editor deletes, in single quotes": town().replace(
        TAIL,
        "<way id='998' user='x>y' action='delete' visible='true'>"
        "<nd ref='1'/><nd ref='16'/><tag k='highway' v='path'/></way>" + TAIL,
    ),
    "a way that was deleted later": town(
        more='<way id="998" version="1"><nd ref="1"/><nd ref="16"/>'
        '<tag k="highway" v="path"/></way>'
        '<way id="998" version="2" visible="false"/>'
    ),
    "a way that is a street no more": town(
        more='<way id="998" version="1"><nd ref="1"/><nd ref="16"/>'
        '<tag k="highway" v="path"/></way>'
        '<way id="998" version="2"><nd ref="1"/><nd ref="16"/></way>' + node(1)
    ),
    "a byte-order mark": b"\xef\xbb\xbf" + town().encode(),
    "UTF-16": town().replace("UTF-8", "UTF-16").encode("utf-16"),
    "bounds of a way": town().replace(
        '<way id="101" >', '<way id="101"><bounds minlat="1" minlon="1" maxlat="2" maxlon="2"/>'
    ),
}


@pytest.mark.parametrize("kind", SAME)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
def test_xml_as_tools_write_it_gives_the_same_streets(
    plain: StreetNetwork, write: Callable[..., Path], kind: str, packed: bool
) -> None:
    text = SAME[kind]
    raw = text.encode() if isinstance(text, str) else text
    path = write(gzip.compress(raw), "town.osm.gz") if packed else write(raw)
    network = OsmFile(path).streets()
    assert content(network) == content(plain)
    assert content(OsmFile(path).streets(LatLon(LAT, LON), 2000)) == content(network)


def test_pbf_as_tools_write_it_gives_the_same_streets(
    plain: StreetNetwork, write: Callable[..., Path], tmp_path: Path
) -> None:
    half = town(ways="".join(way(number) for number in list(WAYS)[:5]))
    rest = town(ways="".join(way(number) for number in list(WAYS)[4:]))
    files = {
        "ids in descending order": pbf_of(str(SAME["ids in descending order"]), tmp_path / "a.pbf"),
        "negative ids": pbf_of(str(SAME["negative ids"]), tmp_path / "b.pbf"),
        "ways before their nodes": pbf_of(str(SAME["ways before their nodes"]), tmp_path / "c.pbf"),
        "two files in one": pbf_of(half, tmp_path / "d.pbf") + pbf_of(rest, tmp_path / "e.pbf"),
    }
    for kind, raw in files.items():
        assert content(OsmFile(write(raw, "town.osm.pbf")).streets()) == content(plain), kind


def test_places_on_the_ways_of_a_pbf_file_are_read(plain: StreetNetwork, tmp_path: Path) -> None:
    path = tmp_path / "town.osm.pbf"
    file = osmium.io.File(str(path), "pbf,locations_on_ways=true")
    with osmium.SimpleWriter(file) as writer:
        for item in osmium.FileProcessor(
            osmium.io.FileBuffer(OUT_GEOM.encode() + TAIL.encode(), "osm")
        ):
            writer.add(item)
    assert content(OsmFile(path).streets()) == content(plain)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
@pytest.mark.parametrize("suffix", ["osm.gz", "OSM.BZ2", "Osm"])
def test_several_compressed_streams_are_one_file_with_any_suffix(
    plain: StreetNetwork,
    write: Callable[..., Path],
    pack: Callable[[bytes], bytes],
    suffix: str,
) -> None:
    raw = town().encode()
    parts = [raw[i : i + 500] for i in range(0, len(raw), 500)]
    path = write(b"".join(map(pack, parts)), f"TOWN.{suffix}")
    assert content(OsmFile(path).streets()) == content(plain)


def test_a_pbf_file_with_an_upper_case_suffix_is_read(
    plain: StreetNetwork, write: Callable[..., Path], tmp_path: Path
) -> None:
    raw = pbf_of(town(), tmp_path / "a.pbf")
    assert content(OsmFile(write(raw, "TOWN.OSM.PBF")).streets()) == content(plain)


def test_several_bounds_are_their_union(write: Callable[..., Path]) -> None:
    boxes = [(9.9995, 19.9995, 10.0015, 20.0015), (10.0005, 19.9995, 10.0035, 20.0035)]
    text = "".join(
        f'<bounds minlat="{s}" minlon="{w}" maxlat="{n}" maxlon="{e}"/>' for s, w, n, e in boxes
    )
    network = OsmFile(write(town().replace("<node", text + "<node", 1))).streets()
    assert network.bounds == Bounds(9.9995, 19.9995, 10.0035, 20.0035)


def test_bounds_that_claim_a_quarter_of_the_world_are_cut_to_the_data(
    write: Callable[..., Path],
) -> None:
    text = '<bounds minlat="0" minlon="0" maxlat="90" maxlon="180"/><node'
    network = OsmFile(write(town().replace("<node", text, 1))).streets()
    assert network.bounds == Bounds(LAT, LON, LAT + 3 * STEP, LON + 3 * STEP)


def test_a_street_ends_at_a_node_that_the_file_lacks(write: Callable[..., Path]) -> None:
    text = town("".join(node(number) for number in NODES if number != 6))
    network = OsmFile(write(text)).streets()
    rows = [name for name in network.name.tolist() if network.names[name] == "Row 1"]
    assert len(rows) == 1  # from 7 to 8: nothing leads from 5 across to 7
    assert (LAT + STEP, LON + STEP) not in zip(
        network.line_lat.tolist(), network.line_lon.tolist(), strict=True
    )


def test_a_ring_without_a_junction_is_one_self_loop_at_its_first_node(
    write: Callable[..., Path],
) -> None:
    ring = '<way id="1"><nd ref="6"/><nd ref="7"/><nd ref="3"/></way><way id="2"><nd ref="3"/>'
    ring += '<nd ref="2"/><nd ref="6"/></way>'
    text = town(ways=ring.replace("</way>", '<tag k="highway" v="path"/></way>'))
    network = OsmFile(write(text)).streets()
    assert network.osm_id.tolist() == [2]
    assert (network.u.tolist(), network.v.tolist()) == ([0], [0])
    assert network.way_id.tolist() == [1]


def test_a_large_file_gives_the_same_box_as_one_that_is_read_whole(
    data: Path, tmp_path: Path
) -> None:
    from looproute.osm.build import build_network
    from looproute.osm.reader import read

    extract = data / "neubrandenburg" / "neubrandenburg.osm.gz"
    header = osmium.io.Header()
    header.set("sorting", "Type_then_ID")
    path = tmp_path / "town.osm.pbf"
    with osmium.SimpleWriter(path, header=header) as writer:
        for item in osmium.FileProcessor(extract):
            writer.add(item)
    center = LatLon(53.5571, 13.2613)
    box = Bounds.around(center, 900)
    for file in (path, extract):
        whole = build_network(read(file, box, center))
        cropped = build_network(read(file, box, center, large_bytes=0))
        assert network_io.to_bytes(cropped) == network_io.to_bytes(whole)


def test_the_progress_of_a_file_is_reported(data: Path) -> None:
    from looproute.osm.osm_input import FileProgress
    from looproute.osm.reader import read

    for name in ("helsinki.osm.pbf", "helsinki.osm.gz"):
        seen: list[FileProgress | None] = []
        path = data / "helsinki" / name
        read(path, None, None, report=seen.append)
        done = [progress for progress in seen if progress and progress.what == "bytes"]
        assert done[-1].done == done[-1].total == path.stat().st_size
        assert seen[-1] is None


DAMAGED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a PBF file cut in a blob": (lambda raw: raw[:-9], "cut short"),
    "a PBF file without a header": (lambda raw: raw[raw.index(b"OSMData") - 6 :], "has no header"),
    "a PBF file with noise behind": (lambda raw: raw + b"\0\0\0\x05noise", "damaged"),
    "a PBF file with a blob changed": (
        lambda raw: raw[:-40] + bytes(byte ^ 255 for byte in raw[-40:]),
        "damaged",
    ),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_pbf_file_is_refused_in_one_sentence(
    write: Callable[..., Path], tmp_path: Path, kind: str
) -> None:
    change, words = DAMAGED[kind]
    path = write(change(pbf_of(town(), tmp_path / "a.pbf")), "town.osm.pbf")
    with pytest.raises(StreetsError, match=words) as caught:
        OsmFile(path).streets()
    assert "\n" not in str(caught.value)
    assert "download it again" in str(caught.value)


def test_the_groups_of_a_blob_give_its_kinds_of_objects(tmp_path: Path) -> None:
    raw = pbf_of(town(), tmp_path / "a.pbf")
    blobs = pbf.list_blobs(tmp_path / "a.pbf")
    kinds = [pbf.kinds_in(raw[blob.body : blob.end]) for blob in blobs if not blob.is_header]
    assert kinds == [{"node"}, {"way"}]
    assert pbf.kinds_in(b"noise") == {"node", "way", "relation"}


def test_lines_are_measured_on_the_ellipsoid(plain: StreetNetwork) -> None:
    assert np.all((plain.length_m > 109) & (plain.length_m < 112))
