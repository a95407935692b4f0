"""Other programs read each format, and all read the same walk."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import fitdecode  # type: ignore[import-untyped]
import gpxpy
import pyogrio  # type: ignore[import-untyped]
import pytest
import shapely
from fit_tool.fit_file import FitFile  # type: ignore[import-untyped]

from looproute import read_loops
from looproute.cues import cues
from looproute.geo import LatLon
from looproute.loops import Loop
from looproute.text.cues import describe_cue
from looproute.writers import FORMATS, write_loops
from looproute.writers.course import Course

from .walks import length_m, one_way, real_loop, three_laps

SEMICIRCLES = 2**31 / 180
TCX = "{http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2}"
KML = "{http://www.opengis.net/kml/2.2}"

needs_gpsbabel = pytest.mark.skipif(
    shutil.which("gpsbabel") is None, reason="gpsbabel is not installed"
)


@pytest.fixture(params=[real_loop, three_laps, one_way])
def loop(request: pytest.FixtureRequest) -> Loop:
    make: Callable[[], Loop] = request.param
    return make()


@pytest.fixture
def course(loop: Loop) -> Course:
    return Course.of(loop, "metric")


def _written(loop: Loop, path: Path) -> bytes:
    write_loops([loop], path)
    return path.read_bytes()


def _babel(path: Path, kind: str, what: str) -> list[LatLon]:
    """What gpsbabel makes of a file: its track (-t) or its waypoints (-w)."""
    command = ["gpsbabel", what, "-i", kind, "-f", str(path), "-o", "unicsv", "-F", "-"]
    told = subprocess.run(command, check=True, timeout=60, capture_output=True).stdout
    rows = csv.DictReader(io.StringIO(told.decode()))
    return [LatLon(float(row["Latitude"]), float(row["Longitude"])) for row in rows]


@needs_gpsbabel
@pytest.mark.parametrize(
    ("suffix", "kind", "more"),
    [("gpx", "gpx", None), ("fit", "garmin_fit", None), ("tcx", "gtrnctr", 1), ("kml", "kml", 2)],
)
def test_gpsbabel_reads_the_same_length_and_cues(
    tmp_path: Path, loop: Loop, course: Course, suffix: str, kind: str, more: int | None
) -> None:
    path = tmp_path / f"walk.{suffix}"
    _written(loop, path)
    assert length_m(_babel(path, kind, "-t")) == pytest.approx(course.length_m, rel=0.001)
    if more is not None:  # it adds a point for a lap; KML has the start and the finish, too
        assert len(_babel(path, kind, "-w")) == len(course.cues) - 2 + more


def test_gpxpy_reads_the_same_length(tmp_path: Path, loop: Loop, course: Course) -> None:
    read = gpxpy.parse(_written(loop, tmp_path / "walk.gpx").decode(), version="1.1")
    (segment,) = read.tracks[0].segments
    places = [LatLon(point.latitude, point.longitude) for point in segment.points]
    assert length_m(places) == pytest.approx(course.length_m, rel=0.001)


def test_fit_tool_reads_the_same_length_and_cues(
    tmp_path: Path, loop: Loop, course: Course
) -> None:
    content = _written(loop, tmp_path / "walk.fit")
    messages = [r.message for r in FitFile.from_bytes(content).records if not r.is_definition]
    records = [message for message in messages if message.name == "record"]
    places = [LatLon(record.position_lat, record.position_long) for record in records]
    assert length_m(places) == pytest.approx(course.length_m, rel=0.001)
    assert records[-1].distance == pytest.approx(course.length_m, abs=0.02)
    points = [message for message in messages if message.name == "course_point"]
    assert len(points) == len(course.cues) - 2


def test_fitdecode_reads_the_same_length_and_turns(
    tmp_path: Path, loop: Loop, course: Course
) -> None:
    content = _written(loop, tmp_path / "walk.fit")
    with fitdecode.FitReader(io.BytesIO(content), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        frames = [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]
    places = [
        LatLon(*(frame.get_value(f"position_{axis}") / SEMICIRCLES for axis in ("lat", "long")))
        for frame in frames
        if frame.name == "record"
    ]
    assert length_m(places) == pytest.approx(course.length_m, rel=0.001)
    told = [frame.get_value("type") for frame in frames if frame.name == "course_point"]
    names = dict.fromkeys(("via", "laps done", "run", "walk"), "generic") | {"turn round": "u_turn"}
    turns = [names.get(cue.turn, cue.turn.replace(" ", "_")) for cue in course.cues[1:-1]]
    assert told == turns


def test_tcx_holds_the_same_length_and_turns(tmp_path: Path, loop: Loop, course: Course) -> None:
    root = ElementTree.fromstring(_written(loop, tmp_path / "walk.tcx"))
    places = [
        LatLon(
            float(point.findtext(f"{TCX}Position/{TCX}LatitudeDegrees", "")),
            float(point.findtext(f"{TCX}Position/{TCX}LongitudeDegrees", "")),
        )
        for point in root.iter(f"{TCX}Trackpoint")
    ]
    assert length_m(places) == pytest.approx(course.length_m, rel=0.001)
    told = [point.findtext(f"{TCX}Notes") for point in root.iter(f"{TCX}CoursePoint")]
    assert told == [describe_cue(cue, "metric") for cue in course.cues[1:-1]]


def test_pyogrio_and_shapely_read_the_same_line_of_kml(
    tmp_path: Path, loop: Loop, course: Course
) -> None:
    path = tmp_path / "walk.kml"
    _written(loop, path)
    root = ElementTree.fromstring(path.read_bytes())
    coordinates = root.findtext(f".//{KML}LineString/{KML}coordinates", "").split()
    places = [LatLon(*reversed([float(n) for n in pair.split(",")])) for pair in coordinates]
    assert length_m(places) == pytest.approx(course.length_m, rel=0.001)
    if "KML" in pyogrio.list_drivers():
        layer = pyogrio.read_dataframe(path, layer=0)
        (line,) = [shape for shape in layer.geometry if shape.geom_type == "LineString"]
        assert len(line.coords) == len(course.loop.points)


def test_pyogrio_and_shapely_read_the_same_length_of_geojson(tmp_path: Path, loop: Loop) -> None:
    path = tmp_path / "walk.geojson"
    content = _written(loop, path)
    shapes = [
        *pyogrio.read_dataframe(path).geometry,
        shapely.geometry.shape(json.loads(content)["features"][0]["geometry"]),
    ]
    assert len(shapes) == 2
    for line in shapes:
        places = [LatLon(lat, lon) for lon, lat in line.coords]
        assert length_m(places) == pytest.approx(loop.length_m, rel=0.001)


def test_the_cue_sheet_has_every_cue_of_the_whole_walk(tmp_path: Path, loop: Loop) -> None:
    rows = list(csv.DictReader(io.StringIO(_written(loop, tmp_path / "w.csv").decode("utf-8-sig"))))
    assert [row["turn"] for row in rows] == [cue.turn for cue in cues(loop)]
    assert float(rows[-1]["metres"]) == pytest.approx(loop.length_m, rel=0.001)
    assert int(rows[-1]["steps"]) == loop.steps


@pytest.mark.parametrize("suffix", [".gpx", ".fit", ".tcx", ".kml", ".csv"])
def test_the_same_walk_twice_is_the_same_bytes(tmp_path: Path, loop: Loop, suffix: str) -> None:
    once, again = tmp_path / f"once{suffix}", tmp_path / f"again{suffix}"
    assert _written(loop, once) == _written(loop, again)


@pytest.mark.parametrize("suffix", [".gpx", ".fit", ".tcx", ".kml", ".csv"])
def test_the_credit_is_in_it_and_looproute_knows_its_own(
    tmp_path: Path, loop: Loop, suffix: str
) -> None:
    path = tmp_path / f"walk{suffix}"
    assert "© OpenStreetMap contributors, ODbL".encode() in _written(loop, path)
    assert FORMATS[suffix].mark in path.read_bytes()[:4096]
    write_loops([loop], path)  # over its own file, without force


def test_a_loop_read_back_and_laid_on_its_streets_has_the_same_cues(tmp_path: Path) -> None:
    path = tmp_path / "walk.geojson"
    write_loops([real_loop()], path)
    (read,) = read_loops(path)
    again = cues(replace(read, network=real_loop().network))
    assert [(describe_cue(cue, "metric"), cue.steps) for cue in again] == [
        (describe_cue(cue, "metric"), cue.steps) for cue in cues(real_loop())
    ]
