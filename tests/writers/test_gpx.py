from __future__ import annotations

import csv
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import gpxpy
import pytest

from looproute.geo import LatLon, cumulative_m
from looproute.loops import Loop, Mark
from looproute.writers import gpx, write_loops
from tests.notes import text_note

NS = "{http://www.topografix.com/GPX/1/1}"


def _length_m(places: list[LatLon]) -> float:
    return float(cumulative_m(places)[-1])


def test_gpxpy_reads_one_closed_track_of_the_same_length(loops: list[Loop]) -> None:
    for loop in loops:
        read = gpxpy.parse(gpx.render([loop]), version="1.1")
        assert (len(read.tracks), len(read.routes), len(read.waypoints)) == (1, 0, 0)
        (segment,) = read.tracks[0].segments
        places = [LatLon(point.latitude, point.longitude) for point in segment.points]
        assert places[0] == places[-1]
        assert _length_m(places) == pytest.approx(loop.length_m, abs=0.1)
        assert not any(point.elevation or point.time for point in segment.points)


@pytest.mark.skipif(shutil.which("gpsbabel") is None, reason="gpsbabel is not installed")
def test_gpsbabel_reads_the_same_length(tmp_path: Path, loops: list[Loop]) -> None:
    path, table = tmp_path / "walk.gpx", tmp_path / "walk.csv"
    write_loops(loops, path)
    command = ["gpsbabel", "-t", "-i", "gpx", "-f", str(path), "-o", "unicsv", "-F", str(table)]
    subprocess.run(command, check=True, timeout=60)
    with table.open(newline="") as file:
        places = [LatLon(float(r["Latitude"]), float(r["Longitude"])) for r in csv.DictReader(file)]
    assert _length_m(places) == pytest.approx(loops[0].length_m, rel=0.001)


def test_only_the_first_loop_is_written(loops: list[Loop]) -> None:
    assert gpx.render(loops) == gpx.render(loops[:1])


def test_the_credit_and_the_licence_stand_in_the_metadata(loops: list[Loop]) -> None:
    read = gpxpy.parse(gpx.render(loops))
    assert read.copyright_author == "OpenStreetMap contributors"
    assert read.copyright_license == "https://opendatacommons.org/licenses/odbl/1-0/"
    assert read.creator is not None
    assert read.creator.startswith("looproute ")


def test_elements_stand_in_the_order_of_the_schema(loops: list[Loop]) -> None:
    root = ElementTree.fromstring(gpx.render(loops))
    order = {
        f"{NS}gpx": ["metadata", "trk"],
        f"{NS}metadata": ["name", "desc", "copyright", "bounds"],
        f"{NS}trk": ["name", "desc", "src", "type", "trkseg"],
    }
    for element in root.iter():
        if element.tag in order:
            assert [child.tag for child in element] == [NS + tag for tag in order[element.tag]]
    assert root.get("version") == "1.1"


def test_bounds_hold_every_point_and_no_more(loops: list[Loop]) -> None:
    bounds = ElementTree.fromstring(gpx.render(loops)).find(f"{NS}metadata/{NS}bounds")
    assert bounds is not None
    lats = [point.lat for point in loops[0].points]
    lons = [point.lon for point in loops[0].points]
    assert [float(bounds.get(key, "")) for key in ("minlat", "minlon", "maxlat", "maxlon")] == (
        pytest.approx([min(lats), min(lons), max(lats), max(lons)], abs=1e-7)
    )


def test_tiny_degrees_are_written_without_an_exponent(loops: list[Loop]) -> None:
    points = tuple(LatLon(lat, 1e-9) for lat in (0, 1e-6, 0))
    text = gpx.render([replace(loops[0], points=points)])
    assert 'lon="0.0000000"' in text
    assert "e-" not in text.split("<trkseg>")[1]


def test_hostile_names_leave_valid_xml(loops: list[Loop]) -> None:
    names = ("]]><trk/>", "a & <b>", "\x00\x0b\ufffe\ud800", "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;")
    text = gpx.render(
        [
            replace(
                loops[0],
                streets=names,
                notes=text_note("<!-- \x1b -->"),
                attribution="&",
            )
        ]
    )
    root = ElementTree.fromstring(text.encode())
    assert len(root.findall(f"{NS}trk")) == 1
    assert "]]><trk/>" in (root.findtext(f"{NS}trk/{NS}desc") or "")


def test_the_same_loops_are_the_same_bytes(loops: list[Loop]) -> None:
    assert gpx.render(loops) == gpx.render(list(loops))


def test_the_sport_is_walking_or_running(loops: list[Loop]) -> None:
    assert "<type>walking</type>" in gpx.render(loops)
    run = replace(loops[0], marks=(Mark(0.0, "run", ""),))
    assert "<type>running</type>" in gpx.render([run])
