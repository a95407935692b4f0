"""A map file is read once; its cached streets are found by file, by place and by id."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from looproute.errors import StreetsError
from looproute.geo import Bounds, LatLon
from looproute.network import io
from looproute.network.network import StreetNetwork
from looproute.sources import StreetSource, map_cache, opened_map
from looproute.sources.chain import ChainSource
from looproute.sources.map_cache import Cell, MapCache
from looproute.sources.opened_map import CachedStreets, OpenedMap
from looproute.sources.osm_file import OsmFile
from looproute.sources.saved_areas import Areas

ROOT = Path(__file__).parents[2]
OSWEGO = ROOT / "data" / "oswego" / "oswego.osm.gz"
CENTER = LatLon(43.4575, -76.5105)
RADIUS_M = 400.0


@pytest.fixture
def town(tmp_path: Path) -> Path:
    path = tmp_path / "home of me" / "town.osm.gz"
    path.parent.mkdir()
    path.write_bytes(OSWEGO.read_bytes())
    return path


@pytest.fixture
def cache(tmp_path: Path) -> MapCache:
    return MapCache(tmp_path / "kept")


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Bounds | None]:
    """The boxes that were read from files."""
    reads: list[Bounds | None] = []
    read = OsmFile.streets_in

    def streets_in(self: OsmFile, box: Bounds | None, center: LatLon | None) -> StreetNetwork:
        reads.append(box)
        return read(self, box, center)

    monkeypatch.setattr(OsmFile, "streets_in", streets_in)
    return reads


def test_a_small_file_is_read_once_and_whole(
    town: Path, cache: MapCache, reads: list[Bounds | None]
) -> None:
    source = OpenedMap(town, cache=cache)
    assert isinstance(source, StreetSource)
    first = source.streets(CENTER, RADIUS_M)
    again = OpenedMap(town, cache=cache).streets(CENTER, RADIUS_M)
    elsewhere = source.streets(LatLon(43.4560, -76.5060), 300)
    assert reads == [None]
    assert io.to_bytes(first) == io.to_bytes(again)
    assert first.map_id == again.map_id == elsewhere.map_id != ""
    assert first.bounds == Bounds.around(CENTER, RADIUS_M)


def test_a_large_file_is_cached_in_cells_with_a_margin(
    town: Path, cache: MapCache, reads: list[Bounds | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened_map, "WHOLE_BYTES", 0)
    source = OpenedMap(town, cache=cache)
    first = source.streets(CENTER, RADIUS_M)
    near = LatLon(CENTER.lat + 0.003, CENTER.lon - 0.003)
    assert len(source.streets(near, RADIUS_M).u)
    cell = Cell.around(CENTER, RADIUS_M)
    assert reads == [cell.box]
    assert Bounds.around(CENTER, RADIUS_M + 1000).within(cell.box)
    whole = OsmFile(OSWEGO).streets().clip(Bounds.around(CENTER, RADIUS_M))
    assert first.osm_id.tolist() == whole.osm_id.tolist()
    assert first.length_m.tolist() == whole.length_m.tolist()


@pytest.mark.parametrize("change", ["size", "time", "rules", "format"])
def test_a_file_that_has_changed_is_read_again(
    town: Path,
    cache: MapCache,
    reads: list[Bounds | None],
    monkeypatch: pytest.MonkeyPatch,
    change: str,
) -> None:
    OpenedMap(town, cache=cache).streets(CENTER, RADIUS_M)
    if change == "size":
        seen = town.stat()
        town.write_bytes(town.read_bytes() + b"\0")
        os.utime(town, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    elif change == "time":
        os.utime(town, ns=(1, 1))
    elif change == "rules":
        monkeypatch.setattr(map_cache, "_hash_rules", lambda: "other rules")
    else:
        monkeypatch.setattr(io, "VERSION", io.VERSION + 1)
    OpenedMap(town, cache=cache).streets(CENTER, RADIUS_M)
    assert len(reads) == 2


def test_a_file_that_is_gone_is_used_from_the_cache_with_a_warning(
    town: Path, cache: MapCache, reads: list[Bounds | None]
) -> None:
    first = OpenedMap(town, cache=cache).streets(CENTER, RADIUS_M)
    town.rename(town.with_name("gone.osm.gz"))
    warned: list[StreetsError] = []
    again = OpenedMap(town, cache=cache, warn=warned.append).streets(CENTER, RADIUS_M)
    assert io.to_bytes(again) == io.to_bytes(first)
    assert len(reads) == 1
    assert [error.kind for error in warned] == ["map-gone"]
    with pytest.raises(StreetsError, match="no such file"):
        OpenedMap(town, cache=MapCache(town.parent / "none")).streets(CENTER, RADIUS_M)


def test_a_cached_map_is_found_by_its_id_which_reveals_no_path(town: Path, cache: MapCache) -> None:
    network = OpenedMap(town, cache=cache).streets(CENTER, RADIUS_M)
    found = cache.find_by_id(network.map_id)
    assert found is not None
    assert found.map_id == network.map_id
    assert cache.find_by_id("0" * 16) is None
    (entry,) = cache.list()
    for text in (network.map_id, entry.name):
        assert "home of me" not in text
    assert CachedStreets(found).streets(CENTER, RADIUS_M).bounds == network.bounds


def test_only_an_imported_map_is_used_without_its_path(town: Path, cache: MapCache) -> None:
    source = OpenedMap(town, cache=cache)
    source.streets(CENTER, RADIUS_M)
    anywhere = ChainSource(areas=Areas(cache.path.parent), maps=cache, shipped=False)
    with pytest.raises(StreetsError, match="are not saved on this computer"):
        anywhere.streets(CENTER, RADIUS_M)
    source.import_(None, None)
    assert len(anywhere.streets(CENTER, RADIUS_M).u)
    with pytest.raises(StreetsError, match="are not saved on this computer"):
        anywhere.streets(LatLon(48, 11), RADIUS_M)


def test_a_part_of_a_file_is_imported_round_a_place(town: Path, cache: MapCache) -> None:
    entry, network = OpenedMap(town, cache=cache).import_(CENTER, 300)
    assert entry.cell == Cell(CENTER, 300)
    assert entry.imported
    assert network.bounds == Bounds.around(CENTER, 300)
    assert cache.find_covering(CENTER, 200) is not None
    assert cache.find_covering(CENTER, 400) is None


def test_a_start_elsewhere_is_refused_from_the_file_and_from_the_cache(
    town: Path, cache: MapCache
) -> None:
    for _ in range(2):
        with pytest.raises(
            StreetsError, match=r"no streets round 1\.0,2\.0: it covers latitude 43"
        ):
            OpenedMap(town, cache=cache).streets(LatLon(1, 2), RADIUS_M)
        OpenedMap(town, cache=cache).streets(CENTER, RADIUS_M)


def test_the_entries_used_longest_ago_are_removed_above_the_limit(
    town: Path, tmp_path: Path
) -> None:
    network = OsmFile(town).streets()
    size = len(io.to_bytes(network))
    cache = MapCache(tmp_path / "kept", max_bytes=3 * size)
    cells = [Cell(LatLon(43.0 + k, -76.0), 500.0) for k in range(4)]
    for k, cell in enumerate(cells):
        entry, _ = cache.save(network, town, cell)
        os.utime(entry.path, (k, k))
        if k == 2:
            assert cache.open(cache.list()[-1]) is not None  # the oldest is used again
    left = {entry.cell for entry in cache.list()}
    assert left == {cells[0], cells[2], cells[3]}


def test_an_entry_of_any_other_name_is_left_alone(cache: MapCache) -> None:
    cache.path.mkdir(parents=True)
    for name in ("mine.streets", "a@99.0,0.0-5m-" + "0" * 12 + "-" + "0" * 12 + ".streets"):
        (cache.path / name).write_bytes(b"mine")
    assert cache.list() == []


def _open(folder: Path, town: Path) -> int:
    network = OpenedMap(town, cache=MapCache(folder)).streets(CENTER, RADIUS_M)
    return len(network.u)


def test_processes_that_open_a_file_at_once_do_not_harm_each_other(
    town: Path, tmp_path: Path
) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        counts = pool.starmap(_open, [(tmp_path / "kept", town)] * 4)
    assert len(set(counts)) == 1
    assert [path.suffix for path in MapCache(tmp_path / "kept").path.iterdir()] == [".streets"]


INTERRUPTED = """
import sys
from pathlib import Path
from looproute.geo import LatLon
from looproute.sources.map_cache import MapCache
from looproute.sources.opened_map import OpenedMap
def stop(progress):
    raise KeyboardInterrupt
try:
    OpenedMap(Path(sys.argv[1]), cache=MapCache(Path(sys.argv[2])), report=stop).streets(
        LatLon(43.4575, -76.5105), 400.0
    )
except KeyboardInterrupt:
    sys.exit(130)
"""


def test_ctrl_c_leaves_no_half_file(town: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    environment: dict[str, Any] = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    code = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, str(town), str(tmp_path / "kept")],
        env=environment,
        check=False,
    ).returncode
    assert code == 130
    assert not (tmp_path / "kept").exists()
    assert list(temporary.iterdir()) == []
    assert _open(tmp_path / "kept", town)
