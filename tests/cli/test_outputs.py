"""What -o, --gap and --force write, in every command that has them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from looproute import read_loops
from looproute.geo import LatLon, cumulative_m
from looproute.writers import FORMATS
from tests.cli.conftest import Run

TRACK_POINT = "{http://www.topografix.com/GPX/1/1}trkpt"


def _track_m(path: Path) -> float:
    points = ElementTree.parse(path).iter(TRACK_POINT)
    places = [LatLon(float(p.get("lat", "")), float(p.get("lon", ""))) for p in points]
    return float(cumulative_m(places)[-1])


def test_one_search_writes_every_format(run: Run, folder: Path) -> None:
    files = [f"walk{suffix}" for suffix in FORMATS]
    result = run(
        "loop", "--steps", "3k", "--count", "1", *(arg for name in files for arg in ("-o", name))
    )
    assert result.code == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted(files)
    assert all(f"Wrote {name}" in result.err for name in files)


@pytest.mark.parametrize("command", ["loop", "share"])
def test_the_help_names_every_format(run: Run, command: str) -> None:
    told = run(command, "--help").out
    assert all(suffix in told for suffix in FORMATS)


def test_a_gap_shortens_the_track_and_nothing_else(run: Run, folder: Path) -> None:
    files = ("-o", "walk.gpx", "-o", "walk.geojson")
    assert run("loop", "--steps", "3k", *files, "--gap", "30m").code == 0
    whole_m = read_loops(folder / "walk.geojson")[0].length_m
    assert _track_m(folder / "walk.gpx") == pytest.approx(whole_m - 30, abs=0.2)


def test_a_gap_is_refused_before_a_search_where_no_file_is_followed(run: Run, folder: Path) -> None:
    result = run("loop", "-o", "walk.html", "--gap", "30m")
    assert result.code == 2
    assert "add one of .gpx, .fit, .tcx, .kml" in result.err
    assert not list(folder.iterdir())


@pytest.mark.parametrize("gap", ["30", "0m", "300m", "nan", "-5m", ""])
def test_a_gap_that_is_no_short_length_is_refused(run: Run, gap: str) -> None:
    result = run("loop", "-o", "walk.gpx", f"--gap={gap}")
    assert result.code == 2
    assert "--gap" in result.err


@pytest.mark.parametrize("suffix", [".fit", ".tcx", ".kml", ".csv"])
def test_foreign_files_are_replaced_only_by_force(run: Run, folder: Path, suffix: str) -> None:
    path = folder / f"walk{suffix}"
    path.write_bytes(b"my own")
    assert run("loop", "--steps", "3k", "-o", path.name).code == 1
    assert path.read_bytes() == b"my own"
    assert run("loop", "--steps", "3k", "-o", path.name, "--force").code == 0
    assert FORMATS[suffix].mark in path.read_bytes()
