"""A saved area is found again if it covers the request, even with concurrent processes."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest

from looproute.errors import LoopRouteError, StreetsError
from looproute.geo import LatLon
from looproute.network import io
from looproute.network.network import StreetNetwork
from looproute.sources import StreetSource
from looproute.sources.bundled import Bundled
from looproute.sources.cache import default_folder
from looproute.sources.chain import ChainSource
from looproute.sources.osm_file import OsmFile
from looproute.sources.saved_areas import Areas

ROOT = Path(__file__).parents[2]
OSWEGO = ROOT / "data" / "oswego" / "oswego.osm.gz"
CENTER = LatLon(43.4575, -76.5105)
RADIUS_M = 600.0


@pytest.fixture(scope="module")
def network() -> StreetNetwork:
    return OsmFile(OSWEGO).streets(CENTER, RADIUS_M)


@pytest.fixture
def areas(tmp_path: Path, network: StreetNetwork) -> Areas:
    areas = Areas(tmp_path)
    areas.keep(network, CENTER, RADIUS_M)
    return areas


class Counted:
    """An online source that counts requests and returns a network."""

    def __init__(self, network: StreetNetwork) -> None:
        self.network, self.asked = network, 0

    def streets(self, center: LatLon, radius_m: float | None) -> StreetNetwork:
        del center, radius_m
        self.asked += 1
        return self.network


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")
def test_a_saved_area_that_is_a_pipe_is_reported_at_once(tmp_path: Path, areas: Areas) -> None:
    warnings: list[LoopRouteError] = []
    entry = areas.list()[0].path
    entry.unlink()
    os.mkfifo(entry)
    assert Areas(tmp_path, warn=warnings.append).find(CENTER, 300) is None
    assert [str(error) for error in warnings] == [f"'{entry}' cannot be read: not a regular file."]


@pytest.mark.parametrize(
    ("center", "radius_m", "found"),
    [
        (CENTER, RADIUS_M, True),
        (CENTER, 300, True),
        (LatLon(CENTER.lat + 0.002, CENTER.lon), 300, True),
        (LatLon(CENTER.lat + 0.002, CENTER.lon), 500, False),
        (CENTER, 601, False),
        (LatLon(0, 0), 300, False),
    ],
)
def test_an_area_is_found_if_it_covers_the_request(
    areas: Areas, center: LatLon, radius_m: float, found: bool
) -> None:
    assert (areas.find(center, radius_m) is not None) == found


def test_a_found_area_equals_the_saved_one(areas: Areas, network: StreetNetwork) -> None:
    found = areas.find(CENTER, RADIUS_M)
    assert found is not None
    assert io.to_bytes(found) == io.to_bytes(network)


def test_the_newest_of_several_areas_is_used(areas: Areas, network: StreetNetwork) -> None:
    wide = areas.keep(OsmFile(OSWEGO).streets(CENTER, 700), CENTER, 700)
    os.utime(wide.path, (1_000, 1_000))
    assert [area.radius_m for area in areas.list()] == [RADIUS_M, 700]
    found = areas.find(CENTER, 300)
    assert found is not None
    assert found.bounds == network.bounds


def test_a_file_that_is_no_area_is_ignored(areas: Areas) -> None:
    (areas.path / "notes.txt").write_text("mine")
    (areas.path / "town.streets").write_bytes(b"mine")
    (areas.path / "99.00000,0.00000-10m.streets").write_bytes(b"mine")
    assert len(areas.list()) == 1
    assert len(list(areas.path.iterdir())) == 4


def test_an_area_with_a_wrong_name_is_not_used(areas: Areas, network: StreetNetwork) -> None:
    areas.keep(network, CENTER, 5000)
    assert areas.find(CENTER, 3000) is None


def test_a_missing_folder_has_no_areas(tmp_path: Path) -> None:
    assert Areas(tmp_path / "none").list() == []
    assert not (tmp_path / "none").exists()


def test_the_folder_is_readable_by_its_owner_only(areas: Areas) -> None:
    if os.name == "posix":
        assert areas.path.stat().st_mode & 0o077 == 0


def test_the_environment_sets_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOPROUTE_CACHE_DIR", str(tmp_path))
    assert default_folder() == tmp_path
    monkeypatch.delenv("LOOPROUTE_CACHE_DIR")
    assert "looproute" in str(default_folder())


def test_an_area_is_removed_by_its_name(areas: Areas) -> None:
    (area,) = areas.list()
    areas.remove(areas.named(area.name))
    assert areas.list() == []
    with pytest.raises(StreetsError) as caught:
        areas.named(area.name)
    assert (caught.value.kind, caught.value.facts) == ("area-unknown", {"name": area.name})


def test_fetched_streets_are_not_fetched_again(tmp_path: Path, network: StreetNetwork) -> None:
    online = Counted(network)
    source = ChainSource(areas=Areas(tmp_path), online=online)
    assert isinstance(source, StreetSource)
    first, second = source.streets(CENTER, RADIUS_M), source.streets(CENTER, 300)
    assert online.asked == 1
    assert io.to_bytes(first) == io.to_bytes(second)


def test_the_shipped_area_is_used_inside_it_and_only_there(
    tmp_path: Path, network: StreetNetwork
) -> None:
    online = Counted(network)
    areas = Areas(tmp_path)
    shipped = ChainSource(areas=areas, online=online).streets(Bundled.start, 3000)
    assert shipped.place == "Neubrandenburg"
    assert online.asked == 0
    ChainSource(areas=areas, online=online, shipped=False).streets(Bundled.start, 3000)
    assert online.asked == 1


def test_offline_the_error_has_the_missing_circle_and_the_saved_part_of_it(areas: Areas) -> None:
    source = ChainSource(areas=areas)
    munich = LatLon(48.1, 11.5)
    with pytest.raises(StreetsError) as caught:
        source.streets(munich, 3000)
    assert caught.value.kind == "area-not-saved"
    assert caught.value.facts == {
        "center": munich,
        "radius_m": 3000,
        "name": None,
        "swapped": None,
    }
    with pytest.raises(StreetsError) as caught:
        source.streets(CENTER, 3000)
    assert caught.value.kind == "area-partly-saved"
    assert caught.value.facts["name"] == "43.45750,-76.51050-600m"
    with pytest.raises(StreetsError) as caught:
        source.streets(LatLon(CENTER.lon, CENTER.lat), 300)
    assert caught.value.kind == "area-not-saved"
    assert caught.value.facts["swapped"] == CENTER


def _keep_and_find(folder: Path, radius_m: float) -> int:
    areas = Areas(folder, warn=lambda error: print(error, file=sys.stderr))
    network = OsmFile(OSWEGO).streets(CENTER, RADIUS_M)
    missed = 0
    for _ in range(60):
        areas.keep(network, CENTER, radius_m)
        missed += areas.find(CENTER, 300) is None
    return missed


def test_processes_can_save_and_find_areas_concurrently(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        missed = pool.starmap(_keep_and_find, [(tmp_path, RADIUS_M)] * 2)
    assert missed == [0, 0]
    assert [path.suffix for path in Areas(tmp_path).path.iterdir()] == [".streets"]


def test_a_damaged_area_that_was_replaced_meanwhile_is_not_moved_away(
    areas: Areas, network: StreetNetwork
) -> None:
    (area,) = areas.list()
    area.path.write_bytes(b"damaged")

    def read(content: bytes, path: Path) -> StreetNetwork:
        areas.keep(network, CENTER, RADIUS_M)  # another process is quicker
        return io.from_bytes(content, path)

    assert areas._cache.load(area.name, read) is None
    assert areas.find(CENTER, RADIUS_M) is not None


def test_a_run_on_a_saved_area_does_not_import_osmnx(
    tmp_path: Path, network: StreetNetwork
) -> None:
    Areas(tmp_path / "kept").keep(network, CENTER, RADIUS_M)
    result = subprocess.run(
        [
            *(sys.executable, "-X", "importtime", "-m", "looproute", "loop", str(CENTER)),
            *("--steps", "1000", "-o", "walk.gpx", "-o", "walk.html"),
        ],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "LOOPROUTE_CACHE_DIR": str(tmp_path / "kept")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    imported = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}
    assert "looproute.sources.saved_areas" in imported
    assert not imported & {"osmnx", "geopandas", "osmium"}
    assert {path.name for path in tmp_path.iterdir()} == {"kept", "walk.gpx", "walk.html"}
