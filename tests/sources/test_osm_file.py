"""From a file to streets: complete, oriented, geodesic; every fault has a sentence."""

import bz2
import gc
import gzip
import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import osmium
import osmnx
import pytest
from pyproj import Geod

from looproute.errors import StreetsError
from looproute.geo import Bounds, LatLon
from looproute.network import io as network_io
from looproute.network.network import StreetNetwork
from looproute.network.street_class import KINDS
from looproute.osm import tags as osm_tags
from looproute.sources import StreetSource
from looproute.sources.osm_file import OsmFile

DATA = Path(__file__).parents[2] / "data"
GEOD = Geod(ellps="WGS84")
WriteOsm = Callable[..., Path]
Segment = frozenset[tuple[float, float]]
Way = tuple[list[str], dict[str, str]]
Raw = tuple[dict[str, tuple[float, float]], dict[int, Way], set[str]]
SQUARE: dict[int, Any] = {
    1: (53.550, 13.260),
    2: (53.550, 13.270),
    3: (53.560, 13.270),
    4: (53.560, 13.260),
    5: (53.570, 13.260),
}


@pytest.fixture(scope="module")
def neubrandenburg() -> StreetNetwork:
    return OsmFile(DATA / "neubrandenburg" / "neubrandenburg.osm.gz").streets()


@pytest.fixture(scope="module")
def raw() -> Raw:
    """The extract parsed from XML: places of nodes, ways with tags, nodes with barriers."""
    with gzip.open(DATA / "neubrandenburg" / "neubrandenburg.osm.gz") as file:
        root: Any = ElementTree.parse(file).getroot()
    tags = {item: {t.get("k"): t.get("v") for t in item.iter("tag")} for item in root}
    places = {n.get("id"): (float(n.get("lat")), float(n.get("lon"))) for n in root.iter("node")}
    barred = {n.get("id") for n in root.iter("node") if osm_tags.blocks(tags[n])}
    ways = {
        int(way.get("id")): ([nd.get("ref") for nd in way.iter("nd")], tags[way])
        for way in root.iter("way")
    }
    return places, ways, barred


def segments_of(network: StreetNetwork) -> Iterator[tuple[int, list[Segment]]]:
    for e in range(len(network.u)):
        points = list(zip(*map(np.ndarray.tolist, network.line(e)), strict=True))
        yield e, [frozenset(pair) for pair in pairwise(points)]


def test_streets_cover_exactly_the_ways_open_to_walkers(
    neubrandenburg: StreetNetwork, raw: Raw
) -> None:
    places, ways, barred = raw
    walkable: set[Segment] = set()
    open_: set[Segment] = set()
    for refs, tags in ways.values():
        if osm_tags.judge(tags).may_walk:
            for a, b in pairwise(refs):
                if places[a] != places[b]:
                    walkable.add(frozenset((places[a], places[b])))
                    if not {a, b} & barred:
                        open_.add(frozenset((places[a], places[b])))
    used = {segment for _, segments in segments_of(neubrandenburg) for segment in segments}
    assert used <= walkable
    assert open_ <= used


def test_every_street_has_its_geodesic_length_to_a_millimetre(
    neubrandenburg: StreetNetwork, raw: Raw
) -> None:
    places, _, _ = raw
    known = set(places.values())
    for e in range(len(neubrandenburg.u)):
        line = neubrandenburg.line(e)
        points = list(zip(line.lat.tolist(), line.lon.tolist(), strict=True))
        assert known.issuperset(points)
        lats, lons = zip(*points, strict=True)
        assert neubrandenburg.length_m[e] == pytest.approx(GEOD.line_length(lons, lats), abs=1e-3)


def test_every_street_has_one_class_and_one_name(neubrandenburg: StreetNetwork, raw: Raw) -> None:
    places, ways, _ = raw
    said: defaultdict[Segment, set[tuple[str, str]]] = defaultdict(set)
    for refs, tags in ways.values():
        verdict = osm_tags.judge(tags)
        if verdict.may_walk:
            for a, b in pairwise(refs):
                said[frozenset((places[a], places[b]))].add((verdict.kind, tags.get("name", "")))
    for e, segments in segments_of(neubrandenburg):
        kind = KINDS[neubrandenburg.kind[e]]
        name = neubrandenburg.names[neubrandenburg.name[e]]
        assert all((kind, name) in said[segment] for segment in segments)


def test_streets_run_from_u_to_v_within_the_town(neubrandenburg: StreetNetwork) -> None:
    network = neubrandenburg
    assert network.bounds == Bounds(53.52, 13.20, 53.59, 13.33)
    first, last = network.line_offsets[:-1], network.line_offsets[1:] - 1
    assert np.array_equal(network.line_lat[first], network.lat[network.u])
    assert np.array_equal(network.line_lon[last], network.lon[network.v])
    assert network.nearest(LatLon(53.5571, 13.2613)).distance_m < 30
    grounds = {area.ground for area in network.scenery.areas}
    assert grounds == {"water", "wood", "park", "track"}
    assert {place.amenity for place in network.scenery.places} >= {"bench", "cafe"}
    assert network.scenery.waterways


def test_a_radius_loads_only_its_box(neubrandenburg: StreetNetwork) -> None:
    center = LatLon(53.5571, 13.2613)
    near = OsmFile(DATA / "neubrandenburg" / "neubrandenburg.osm.gz").streets(center, 400)
    assert near.bounds == Bounds.around(center, 400)
    assert near.line_lat.min() >= near.bounds.south
    assert near.line_lon.max() <= near.bounds.east
    nearest, in_all = near.nearest(center), neubrandenburg.nearest(center)
    assert nearest.point == in_all.point
    inside = {s for _, parts in segments_of(neubrandenburg.clip(near.bounds)) for s in parts}
    assert inside <= {s for _, parts in segments_of(near) for s in parts}
    for area in near.scenery.areas:
        for ring in area.rings:
            assert ring.lat.min() >= near.bounds.south - 1e-9
            assert (ring.lat[0], ring.lon[0]) == (ring.lat[-1], ring.lon[-1])


def test_every_format_gives_the_same_streets(oswego: Path, tmp_path: Path) -> None:
    plain = gzip.decompress(oswego.read_bytes())
    (tmp_path / "oswego.osm").write_bytes(plain)
    (tmp_path / "oswego.osm.bz2").write_bytes(bz2.compress(plain))
    header = osmium.io.Header()
    header.add_box(osmium.osm.Box(-76.5367, 43.4510, -76.4955, 43.4643))
    with osmium.SimpleWriter(str(tmp_path / "oswego.osm.pbf"), header=header) as writer:
        for item in osmium.FileProcessor(oswego):
            writer.add(item)
    (tmp_path / "oswego.pbf").write_bytes((tmp_path / "oswego.osm.pbf").read_bytes())
    expected = network_io.to_bytes(OsmFile(oswego).streets())
    for suffix in ("osm", "osm.bz2", "osm.pbf", "pbf"):
        network = OsmFile(tmp_path / f"oswego.{suffix}").streets()
        assert network_io.to_bytes(network) == expected, suffix


def test_a_file_is_a_source(oswego: Path) -> None:
    assert isinstance(OsmFile(oswego), StreetSource)


def test_parallel_streets_and_self_loops_are_kept(osm: WriteOsm) -> None:
    path = osm(
        SQUARE | {6: (53.58, 13.26), 7: (53.58, 13.27), 8: (53.54, 13.26)},
        {
            1: ([1, 8], {"highway": "residential"}),
            2: ([1, 2, 3], {"highway": "residential"}),
            3: ([1, 4, 3], {"highway": "residential"}),
            4: ([3, 5], {"highway": "residential"}),
            5: ([5, 6, 7, 5], {"highway": "residential"}),
        },
    )
    network = OsmFile(path).streets()
    assert network.osm_id.tolist() == [1, 3, 5, 8]
    streets = sorted(zip(network.u.tolist(), network.v.tolist(), strict=True))
    assert streets == [(0, 1), (0, 1), (0, 3), (1, 2), (2, 2)]


def test_islands_of_any_size_are_kept_and_lone_nodes_are_not(osm: WriteOsm) -> None:
    path = osm(
        SQUARE,
        {
            1: ([1, 2], {"highway": "residential"}),
            2: ([3, 4], {"highway": "footway"}),
            3: ([5], {"highway": "footway"}),
            4: ([5, 5], {"highway": "footway"}),
            5: ([5, 99], {"highway": "footway"}),
        },
    )
    assert OsmFile(path).streets().osm_id.tolist() == [1, 2, 3, 4]


def test_an_isolated_ring_is_kept(osm: WriteOsm) -> None:
    path = osm(SQUARE, {1: ([1, 2, 3, 4, 1], {"highway": "footway", "area": "yes"})})
    length_m = OsmFile(path).streets().length_m.sum()
    corners = [SQUARE[node] for node in (1, 2, 3, 4, 1)]
    expected = GEOD.line_length([lon for _, lon in corners], [lat for lat, _ in corners])
    assert length_m == pytest.approx(expected, abs=0.01)


def test_a_one_way_street_is_open_to_walkers_in_both_directions(osm: WriteOsm) -> None:
    path = osm(SQUARE, {1: ([1, 2, 3], {"highway": "residential", "oneway": "-1"})})
    assert len(OsmFile(path).streets().u) == 1


def test_a_street_is_split_only_where_its_class_or_name_changes(osm: WriteOsm) -> None:
    path = osm(
        SQUARE,
        {
            1: ([1, 2], {"highway": "residential", "name": "Ring"}),
            2: ([2, 3], {"highway": "residential", "name": "Ring", "surface": "sand"}),
            3: ([3, 4], {"highway": "residential", "name": "Wall"}),
            4: ([4, 5], {"highway": "footway", "name": "Wall"}),
        },
    )
    network = OsmFile(path).streets()
    assert network.osm_id.tolist() == [1, 3, 4, 5]
    ring = network.length_m.argmax()
    plain, sandy = (GEOD.inv(*SQUARE[a][::-1], *SQUARE[b][::-1])[2] for a, b in ((1, 2), (2, 3)))
    mixed = (plain + 1.2 * sandy) / (plain + sandy)
    assert network.cost_factor[ring] == pytest.approx(mixed, abs=0.001)
    assert network.way_id[ring] == 1


STEPS = {"highway": "steps"}
# A row of four nodes to the north, 11 m apart, and one to the east of the second.
NEAR: dict[int, Any] = {k: (53.5499 + k / 10_000, 13.26) for k in range(1, 5)}
NEAR[5] = (NEAR[2][0], 13.27)


def test_counted_stairs_that_become_one_street_add_up(osm: WriteOsm) -> None:
    flights = {1: ([1, 2], "30"), 2: ([3, 2], "40"), 3: ([3, 4], "50")}
    ways = {way: (refs, STEPS | {"step_count": n}) for way, (refs, n) in flights.items()}
    assert OsmFile(osm(NEAR, ways)).streets().risers.tolist() == [120]


def test_stairs_that_a_junction_cuts_share_their_count_by_length(osm: WriteOsm) -> None:
    path = osm(
        NEAR,
        {
            1: ([1, 2, 3, 4], STEPS | {"step_count": "90"}),
            2: ([2, 5], {"highway": "footway"}),
        },
    )
    network = OsmFile(path).streets()
    assert sorted(network.risers.tolist()) == pytest.approx([0, 30, 60], abs=0.02)
    assert network.risers.sum() == pytest.approx(90, abs=0.02)


def test_uncounted_stairs_are_not_joined_to_counted_stairs(osm: WriteOsm) -> None:
    path = osm(NEAR, {1: ([1, 2], STEPS | {"step_count": "40"}), 2: ([2, 3, 4], STEPS)})
    network = OsmFile(path).streets()
    assert sorted(network.risers.tolist()) == [0, 40]
    assert network.length_m[network.risers > 0] == pytest.approx(11.13, abs=0.01)


@pytest.mark.parametrize("count", ["many", "-3", "0", "9999"])
def test_an_impossible_step_count_is_ignored(osm: WriteOsm, count: str) -> None:
    path = osm(NEAR, {1: ([1, 2, 3], STEPS | {"step_count": count})})
    assert OsmFile(path).streets().risers.tolist() == [0]


def test_a_street_that_is_closed_at_times_has_its_opening_condition(osm: WriteOsm) -> None:
    path = osm(
        SQUARE,
        {
            1: ([1, 2], {"highway": "path", "access:conditional": "no @ (22:00-06:00)"}),
            2: ([2, 3], {"highway": "path", "foot:conditional": "no @ (Su)"}),
            3: ([3, 4], {"highway": "footway"}),
        },
    )
    network = OsmFile(path).streets()
    ((street, rule),) = network.conditions
    assert KINDS[network.kind[street]] == "path"
    assert rule == "no @ (22:00-06:00); no @ (Su)"


@pytest.mark.parametrize(
    ("tags", "passes"),
    [
        ({"barrier": "gate"}, True),
        ({"barrier": "gate", "locked": "yes"}, False),
        ({"barrier": "wall"}, False),
        ({"barrier": "wall", "foot": "yes"}, True),
    ],
)
def test_a_barrier_in_the_middle_of_a_way_may_stop_walkers(
    osm: WriteOsm, tags: dict[str, str], passes: bool
) -> None:
    nodes = SQUARE | {2: (*SQUARE[2], tags)}
    ways = {1: ([1, 2], {"highway": "path"}), 2: ([2, 3, 4], {"highway": "path"})}
    network = OsmFile(osm(nodes, ways)).streets()
    assert network.osm_id.tolist() == ([1, 4] if passes else [3, 4])


def test_a_barrier_at_a_junction_closes_no_street(osm: WriteOsm) -> None:
    nodes = SQUARE | {2: (*SQUARE[2], {"barrier": "gate", "access": "no"})}
    ways = {1: ([1, 2, 3], {"highway": "path"}), 2: ([2, 4], {"highway": "path"})}
    assert len(OsmFile(osm(nodes, ways)).streets().u) == 3


def test_an_area_with_holes_is_drawn_from_its_relation(osm: WriteOsm) -> None:
    nodes = SQUARE | {
        11: (53.552, 13.262),
        12: (53.552, 13.268),
        13: (53.558, 13.268),
        21: (53.553, 13.265, {"amenity": "cafe", "name": "<b>Turm</b>".replace("<", "&lt;")}),
        22: (53.554, 13.265, {"amenity": "bank"}),
    }
    ways = {
        1: ([1, 2, 3], {"highway": "residential"}),
        2: ([1, 2, 3, 4, 1], {}),
        3: ([11, 12, 13, 11], {}),
        4: ([1, 13], {"waterway": "stream"}),
    }
    relation = (
        '<relation id="1"><member type="way" ref="2" role="outer"/>'
        '<member type="way" ref="3" role="inner"/>'
        '<tag k="type" v="multipolygon"/><tag k="natural" v="water"/></relation>'
    )
    scenery = OsmFile(osm(nodes, ways, relation)).streets().scenery
    (lake,) = scenery.areas
    assert lake.ground == "water"
    assert sorted(len(ring.lat) for ring in lake.rings) == [4, 5]
    assert [(place.amenity, place.name) for place in scenery.places] == [("cafe", "<b>Turm</b>")]
    assert len(scenery.waterways) == 1


def test_names_that_xml_cannot_hold_are_read_from_pbf(tmp_path: Path) -> None:
    path = tmp_path / "odd.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for node in (1, 2):
            writer.add_node(osmium.osm.mutable.Node(id=node, location=(13.2, 53.5 + node / 100)))
        tags = {"highway": "path", "name": 'Am \x01 <Wall> & "Turm"\x1b[31m'}
        writer.add_way(osmium.osm.mutable.Way(id=1, nodes=[1, 2], tags=tags))
    assert OsmFile(path).streets().names == ("", 'Am  <Wall> & "Turm"[31m')


def test_the_settings_of_osmnx_and_of_python_stay_as_they_were(oswego: Path) -> None:
    before = dict(vars(osmnx.settings))
    OsmFile(oswego).streets()
    assert dict(vars(osmnx.settings)) == before
    assert gc.isenabled()


def test_no_temporary_files_remain(
    oswego: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    OsmFile(oswego).streets()
    assert list(tmp_path.iterdir()) == []


def town() -> bytes:
    return gzip.decompress((DATA / "oswego" / "oswego.osm.gz").read_bytes())


FAULTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.osm": (lambda: b"", "is empty"),
    "cut.osm": (lambda: town()[:60_000], "damaged, cut short"),
    "cut.osm.gz": (lambda: gzip.compress(town())[:9_000], "damaged, cut short"),
    "tail.osm.gz": (lambda: gzip.compress(town())[:-4], "damaged, cut short"),
    "cut.osm.bz2": (lambda: bz2.compress(town())[:9_000], "damaged, cut short"),
    "cut.osm.pbf": (lambda: b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x7c", "damaged, cut short"),
    "noise.osm.pbf": (lambda: bytes(range(256)) * 9, "damaged, cut short"),
    "text.osm": (lambda: b"hello", "not OpenStreetMap data"),
    "page.osm": (lambda: b"<html><body/></html>", "not OpenStreetMap data"),
    "answer.osm": (lambda: b'{"elements": []}', "not OpenStreetMap data"),
    "plain.osm.gz": (lambda: b"hello", "not OpenStreetMap data"),
    "nan.osm": (
        lambda: b'<osm version="0.6"><node id="1" lat="nan" lon="1"/></osm>',
        "not OpenStreetMap data",
    ),
    "bare.osm": (lambda: b'<osm version="0.6"></osm>', "holds no streets"),
    "town.zip": (lambda: b"PK", "does not end in"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_damaged_file_is_reported_in_one_sentence(tmp_path: Path, name: str) -> None:
    content, words = FAULTS[name]
    path = tmp_path / name
    path.write_bytes(content())
    with pytest.raises(StreetsError, match=words) as caught:
        OsmFile(path).streets()
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_and_a_missing_file_are_reported(tmp_path: Path) -> None:
    with pytest.raises(StreetsError, match="is a folder"):
        OsmFile(tmp_path).streets()
    with pytest.raises(
        StreetsError, match=r"town\.osm' cannot be read: no such file or directory\."
    ):
        OsmFile(tmp_path / "town.osm").streets()


def test_streets_without_their_nodes_are_reported(osm: WriteOsm) -> None:
    with pytest.raises(StreetsError, match="not the nodes that place them"):
        OsmFile(osm({}, {1: ([1, 2], {"highway": "path"})})).streets()


def test_a_town_closed_to_walkers_is_reported(osm: WriteOsm) -> None:
    path = osm(SQUARE, {1: ([1, 2], {"highway": "motorway"})})
    with pytest.raises(StreetsError, match="No street here may be walked"):
        OsmFile(path).streets()


def test_a_start_outside_the_file_is_refused_with_the_covered_box(
    oswego: Path, osm: WriteOsm
) -> None:
    with pytest.raises(StreetsError, match=r"round 1.0,2.0: it covers latitude 43.4510 to 43.4643"):
        OsmFile(oswego).streets(LatLon(1, 2), 500)
    path = osm(SQUARE, {1: ([1, 2, 3], {"highway": "path"})})
    with pytest.raises(StreetsError, match=r"it covers latitude 53.5500 to 53.5600"):
        OsmFile(path).streets(LatLon(53.9, 13.26), 500)


def test_a_file_without_bounds_covers_the_box_of_its_streets(osm: WriteOsm) -> None:
    path = osm(SQUARE, {1: ([1, 2, 3], {"highway": "path"})})
    center = LatLon(53.555, 13.27)
    assert OsmFile(path).streets(center, 5000).bounds == Bounds(53.55, 13.26, 53.56, 13.27)


@pytest.mark.parametrize("radius_m", [0, -1, math.nan, math.inf])
def test_an_invalid_radius_is_refused(oswego: Path, radius_m: float) -> None:
    with pytest.raises(ValueError, match="radius"):
        OsmFile(oswego).streets(LatLon(43.455, -76.51), radius_m)
