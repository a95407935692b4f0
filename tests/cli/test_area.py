"""``looproute area``: what is kept, how big it is, and how it goes away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from looproute.geo import LatLon
from looproute.network.network import StreetNetwork
from looproute.sources.bundled import Bundled
from looproute.sources.overpass import Overpass
from looproute.sources.saved_areas import Areas
from looproute.store.profile import open_profile, profile_path
from tests.cli.conftest import Run

HERE = "53.5571,13.2613"
DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[LatLon, float | None]]:
    """What the server was asked for; it answers with the shipped area."""
    asked: list[tuple[LatLon, float | None]] = []

    def streets(_: Overpass, center: LatLon, radius_m: float | None) -> StreetNetwork:
        asked.append((center, radius_m))
        return Bundled().streets()

    monkeypatch.setattr(Overpass, "streets", streets)
    return asked


def test_without_a_word_the_help_is_shown(run: Run) -> None:
    assert "looproute area fetch" in run("area").out
    assert run("area").code == 0


def test_an_area_is_fetched_with_room_to_spare(
    run: Run, asked: list[tuple[LatLon, float | None]], folder: Path
) -> None:
    result = run("area", "fetch", HERE, "--distance", "5.6km")
    assert result.code == 0
    ((center, radius_m),) = asked
    assert center == LatLon(53.5571, 13.2613)
    assert radius_m == pytest.approx(2800 * 1.05 + 500)
    assert result.out.startswith("53.55710,13.26130-3440m: ")
    assert "junctions" in result.out
    assert list(folder.iterdir()) == []
    assert len(Areas().list()) == 1


def test_room_is_for_the_steps_of_the_walker(
    run: Run, asked: list[tuple[LatLon, float | None]]
) -> None:
    for args in (["--steps", "8k"], ["--steps", "8k", "--step-length", "0.8"], []):
        assert run("area", "fetch", HERE, *args).code == 0
    (_, usual), (_, long), (_, default) = asked
    assert long == pytest.approx(0.8 * 4000 * 1.05 + 500)
    assert usual == default
    assert usual != long


def test_room_is_for_the_steps_that_the_walker_has_measured(
    run: Run, asked: list[tuple[LatLon, float | None]]
) -> None:
    run("calibrate", "walk", "--steps", "500", "--distance", "400m")
    profile = open_profile(profile_path()).read()
    assert run("area", "fetch", HERE, "--steps", "8k").code == 0
    assert asked[0][1] == pytest.approx(profile.walker().length_m(4000) * 1.05 + 500)


def test_without_a_start_it_is_round_your_home(
    run: Run, asked: list[tuple[LatLon, float | None]]
) -> None:
    run("home", HERE)
    assert run("area", "fetch").code == 0
    assert asked[0][0] == LatLon(53.5571, 13.2613)


def test_saved_areas_are_listed_described_and_removed(
    run: Run, asked: list[tuple[LatLon, float | None]]
) -> None:
    assert run("area", "list").out.startswith("0 areas, 0.0 MB, in ")
    name = run("area", "fetch", HERE).out.partition(":")[0]
    assert asked
    assert " mi, " in run("area", "list", "--units", "imperial").out
    listed = run("area", "list").out
    assert "\n1 area, " in listed
    assert listed.startswith(f"{name}  2016-02  ")
    assert "MB" in listed
    assert "© OpenStreetMap contributors, ODbL" in listed
    (entry,) = json.loads(run("area", "list", "--json").out)
    assert entry["name"] == name
    assert entry["bytes"] == Path(entry["file"]).stat().st_size
    info = run("area", "info", name)
    for word in ("latitude", "2016-02", "streets", "MB", "opendatacommons.org", entry["file"]):
        assert word in info.out
    assert json.loads(run("area", "info", name, "--json").out) == entry
    assert run("area", "remove", name).out == f"Removed {name}.\n"
    assert json.loads(run("area", "list", "--json").out) == []


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (["fetch"], 2, "Give a place"),
        (["fetch", HERE, "--offline"], 2, "cannot be downloaded with --offline"),
        (["fetch", HERE, "--steps", "8k", "--distance", "5km"], 2, "not both"),
        (["fetch", "89,13"], 2, "beyond 85 degrees"),
        (["info", "nowhere"], 1, "There is no saved area 'nowhere'"),
        (["remove", "nowhere"], 1, "There is no saved area 'nowhere'"),
        (["remove"], 2, "Missing argument"),
        (["stroll"], 2, "No such command 'stroll'"),
    ],
)
def test_invalid_area_requests_are_rejected_in_one_line(
    run: Run,
    asked: list[tuple[LatLon, float | None]],
    args: list[str],
    code: int,
    sentence: str,
) -> None:
    run("area", *args).assert_refused(code, sentence)
    assert asked == []


def test_an_area_that_cannot_be_saved_is_an_error(
    run: Run, asked: list[tuple[LatLon, float | None]], folder: Path
) -> None:
    (folder.parent / "kept").write_text("a file")
    result = run("area", "fetch", HERE)
    assert asked
    assert (result.code, result.out) == (1, "")
    assert "cannot be written to (not a directory)" in result.err


def test_a_damaged_area_is_reported_and_not_listed(
    run: Run, asked: list[tuple[LatLon, float | None]]
) -> None:
    name = run("area", "fetch", HERE).out.partition(":")[0]
    assert asked
    (area,) = Areas().list()
    area.path.write_bytes(area.path.read_bytes()[:1000])
    result = run("area", "list")
    assert result.code == 0
    assert result.out.startswith("0 areas")
    assert result.err == (
        f"'{area.path}' is damaged or cut short. It was renamed to end in .damaged.\n"
    )
    assert run("area", "info", name).code == 1


@pytest.fixture
def town(folder: Path) -> Path:
    """A map file in the current folder."""
    path = folder / "town.osm.gz"
    path.write_bytes((DATA / "oswego" / "oswego.osm.gz").read_bytes())
    return path


OSWEGO = "43.4575,-76.5105"


def test_an_imported_map_is_listed_and_used_after_it_was_moved_away(run: Run, town: Path) -> None:
    result = run("area", "import", "town.osm.gz")
    assert result.code == 0
    name = result.out.partition(":")[0]
    assert name.startswith("town@whole-")
    town.unlink()
    (entry,) = json.loads(run("area", "list", "--json").out)
    assert (entry["name"], entry["street_count"]) == (name, 649)
    assert "latitude 43.4510" in run("area", "info", name).out
    for options in ([], ["--offline"], ["--map", "town.osm.gz"]):
        planned = run("loop", OSWEGO, "--distance", "1km", "--json", *options)
        assert planned.code == 0, planned
    assert run("area", "remove", name).out == f"Removed {name}.\n"
    assert run("loop", OSWEGO, "--distance", "1km", "--json", "--offline").code == 1


def test_a_part_of_a_map_is_imported(run: Run, town: Path) -> None:
    args = ("area", "import", town.name, "--around", OSWEGO, "--radius", "600m")
    result = run(*args)
    assert result.out.startswith("town@43.45750,-76.51050-600m-"), result
    assert "600 m around 43.4575,-76.5105." in run("area", "info", result.out.partition(":")[0]).out


def test_saved_loops_find_the_map_that_they_were_planned_on(run: Run, town: Path) -> None:
    planned = run(*("loop", OSWEGO, "--distance", "1km", "--map", town.name, "-o", "loops.geojson"))
    assert planned.code == 0, planned
    town.unlink()
    shared = run("share", "loops.geojson", "-o", "walk.html")
    assert shared.code == 0, shared
    saved = (town.parent / "loops.geojson").read_text()
    page = (town.parent / "walk.html").read_text()
    assert '"map": "' in saved
    for text in (saved, page):
        assert str(town.parent) not in text
        assert "town.osm" not in text


def test_a_server_is_not_asked_for_the_streets_of_a_map_file(
    run: Run, town: Path, asked: list[tuple[LatLon, float | None]]
) -> None:
    run("loop", OSWEGO, "--distance", "1km", "--map", town.name, "-o", "loops.geojson")
    (entry,) = json.loads(run("area", "list", "--json").out)
    run("area", "remove", entry["name"])
    result = run("share", "loops.geojson", "-o", "walk.html")
    assert (result.code, asked) == (1, [])
    assert "--map" in result.err


@pytest.mark.parametrize("name", ["none.osm", "notes.txt"])
def test_a_file_that_is_not_a_map_cannot_be_imported(run: Run, folder: Path, name: str) -> None:
    (folder / "notes.txt").write_text("mine")
    assert run("area", "import", name).code == 1
    assert json.loads(run("area", "list", "--json").out) == []
