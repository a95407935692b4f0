from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from looproute.errors import ReadError
from looproute.geo import cumulative_m
from looproute.loops import Laps, Loop, Mark
from looproute.network.legs import Leg
from looproute.readers import geojson as readers_geojson
from looproute.writers import geojson, write_loops
from tests.notes import EVERY_NOTE, text_note
from tests.writers.conftest import three_loops, town


@pytest.fixture
def loops() -> list[Loop]:
    return three_loops(town())


def test_what_is_written_reads_back(tmp_path: Path, loops: list[Loop]) -> None:
    path = tmp_path / "walk.geojson"
    write_loops(loops, path)
    for read, loop in zip(readers_geojson.read(path), loops, strict=True):
        assert read.network is None
        for field in fields(loop):
            value, expected = getattr(read, field.name), getattr(loop, field.name)
            if isinstance(expected, float):
                assert value == pytest.approx(expected, abs=0.05), field.name
            elif field.name == "points":
                assert value[0] == value[-1]
                assert len(value) == len(expected)
            elif field.name != "network":
                assert value == expected, field.name


def test_reading_and_writing_again_changes_nothing(tmp_path: Path, loops: list[Loop]) -> None:
    path = tmp_path / "walk.geojson"
    write_loops(loops, path)
    assert geojson.render(readers_geojson.read(path)) == path.read_text(encoding="utf-8")


def test_legs_marks_and_laps_read_back(tmp_path: Path, loops: list[Loop]) -> None:
    loop = replace(
        loops[0],
        legs=(
            Leg(0, "Am Wall", "footway"),
            Leg(3, "", "steps"),
            Leg(5, "", "steps", 42.25),
            Leg(6, "", "path", 0.0, "no @ (22:00-06:00)"),
        ),
        marks=(Mark(0.0, "walk", ""), Mark(120.5, "via", "Café")),
        laps=Laps(2, 1, 9),
    )
    path = tmp_path / "walk.geojson"
    write_loops([loop], path)
    [read] = readers_geojson.read(path)
    assert (read.legs, read.marks, read.laps) == (loop.legs, loop.marks, loop.laps)


def test_notes_read_back(tmp_path: Path, loops: list[Loop]) -> None:
    loop = replace(loops[0], notes=EVERY_NOTE)
    path = tmp_path / "walk.geojson"
    write_loops([loop], path)
    [read] = readers_geojson.read(path)
    assert read.notes == EVERY_NOTE


def test_marks_read_back_with_what_their_text_is_composed_of(
    tmp_path: Path, loops: list[Loop]
) -> None:
    marks = (
        Mark(0.0, "run", duration_s=120.0),
        Mark(120.5, "via", number=2),
        Mark(700.0, "laps done", rest_m=240.25),
    )
    path = tmp_path / "walk.geojson"
    write_loops([replace(loops[0], marks=marks)], path, units="imperial")
    [read] = readers_geojson.read(path)
    assert read.marks == marks
    assert "go on for 394 ft" in path.read_text(encoding="utf-8")


def test_the_note_of_an_older_file_is_one_text(tmp_path: Path, loops: list[Loop]) -> None:
    collection = json.loads(geojson.render(loops[:2]))
    for feature, note in zip(collection["features"], ("A stem of 300 m.", ""), strict=True):
        del feature["properties"]["notes"]
        feature["properties"]["note"] = note
    path = tmp_path / "walk.geojson"
    path.write_text(json.dumps(collection), encoding="utf-8")
    assert [loop.notes for loop in readers_geojson.read(path)] == [
        text_note("A stem of 300 m."),
        (),
    ]


def test_steps_stairs_and_what_was_asked_read_back(tmp_path: Path, loops: list[Loop]) -> None:
    about: dict[str, Any] = {"target_s": 2400.5, "stairs_m": 31.25, "flights": 3, "risers": 84}
    legs = (Leg(0, "", "path", steps=120.25), Leg(3, "", "steps", 40, steps=40))
    loop = replace(loops[0], legs=legs, asked="time", outside_tolerance=True, **about)
    path = tmp_path / "walk.geojson"
    write_loops([loop], path)
    [read] = readers_geojson.read(path)
    assert {name: getattr(read, name) for name in about} == about
    assert (read.legs, read.asked, read.outside_tolerance) == (legs, "time", True)
    assert (read.error_steps, read.error_s) == pytest.approx(
        (loop.error_steps, loop.error_s), abs=0.1
    )


def test_a_file_of_an_older_release_is_read(tmp_path: Path, loops: list[Loop]) -> None:
    path = tmp_path / "walk.geojson"
    write_loops([replace(loops[0], legs=(Leg(0, "Am Wall", "path", steps=7.5),))], path)
    collection = json.loads(path.read_text(encoding="utf-8"))
    properties = collection["features"][0]["properties"]
    for name in ("target_s", "error_s", "error_steps", "asked", "outside_tolerance"):
        del properties[name]
    for name in ("stairs_m", "flights", "risers"):
        del properties[name]
    properties["legs"] = [leg[:3] for leg in properties["legs"]]
    path.write_text(json.dumps(collection), encoding="utf-8")
    [read] = readers_geojson.read(path)
    assert read.legs == (Leg(0, "Am Wall", "path"),)
    assert (read.asked, read.flights, read.outside_tolerance) == ("length", 0, False)


def test_a_way_from_one_place_to_another_is_not_closed(tmp_path: Path, loops: list[Loop]) -> None:
    points = loops[0].points[:-1]
    way = replace(loops[0], kind="one-way", points=points, length_m=float(cumulative_m(points)[-1]))
    path = tmp_path / "walk.geojson"
    write_loops([way], path)
    assert len(readers_geojson.read(path)[0].points) == len(points)


def _spoilt(loops: list[Loop], where: str, value: Any) -> str:
    collection = json.loads(geojson.render(loops[:1]))
    *way, last = where.split(".")
    place = collection
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    if value is None:
        del place[last]
    else:
        place[int(last) if last.isdigit() else last] = value
    return json.dumps(collection)


PROPERTY = "features.0.properties."
COORDINATES = "features.0.geometry.coordinates"


@pytest.mark.parametrize(
    ("where", "value", "complaint"),
    [
        ("type", "Feature", "not a GeoJSON FeatureCollection"),
        ("features", [], "holds no loops"),
        ("features", {}, "holds no loops"),
        ("features.0", 7, "loop 1: it is not a Feature"),
        ("features.0.geometry.type", "Polygon", "not a LineString"),
        (COORDINATES, [], "fewer than three points"),
        (f"{COORDINATES}.1", [13.0], "not a pair of numbers"),
        (f"{COORDINATES}.1", ["13", "53"], "not a pair of numbers"),
        (f"{COORDINATES}.1", [13.0, 91.0], "latitude 91"),
        (f"{COORDINATES}.1", [181.0, 53.0], "longitude 181"),
        (f"{COORDINATES}.1", [10**400, 53.0], "not a pair of numbers"),
        (f"{COORDINATES}.1", [float("nan"), 53.0], "NaN is not a number"),
        (f"{COORDINATES}.0", [13.0, 53.0], "does not come back to its start"),
        (f"{PROPERTY}length_m", 5000, "its line is .* m long"),
        (f"{PROPERTY}length_m", float("inf"), "Infinity is not a number"),
        (f"{PROPERTY}length_m", "5000", "length_m is not a number"),
        (f"{PROPERTY}length_m", 10**400, "length_m is not from"),
        (f"{PROPERTY}target_m", -1, "target_m is not from"),
        (f"{PROPERTY}steps", None, "steps is not a number"),
        (f"{PROPERTY}steps", True, "steps is not a number"),
        (f"{PROPERTY}steps", 8000.5, "steps is not a whole number"),
        (f"{PROPERTY}rank", 0, "rank is not from 1"),
        (f"{PROPERTY}repeated_share", 1.5, "repeated_share is not from 0 to 1"),
        (f"{PROPERTY}kind", "spiral", "kind is not one of loop, nearest loop"),
        (f"{PROPERTY}kind", ["loop"], "kind is not one of"),
        (f"{PROPERTY}streets", "Ringstraße", "streets is not a list of names"),
        (f"{PROPERTY}streets", [1], "streets is not a list of names"),
        (f"{PROPERTY}note", 5, "note is not text"),
        (f"{PROPERTY}notes", 5, "notes is not a list"),
        (f"{PROPERTY}notes", ["Mind."], "notes is not a list of objects with a kind"),
        (f"{PROPERTY}notes", [{"kind": 5}], "notes is not a list of objects with a kind"),
        (f"{PROPERTY}notes", [{"kind": "song"}], "no complete note of a kind 'song'"),
        (f"{PROPERTY}notes", [{"kind": "laps"}], "no complete note of a kind 'laps'"),
        (
            f"{PROPERTY}notes",
            [{"kind": "out-and-back", "out_m": "far", "times": 1}],
            "no complete note",
        ),
        (
            f"{PROPERTY}notes",
            [{"kind": "out-and-back", "out_m": 1e300, "times": 1}],
            "notes is not from",
        ),
        (f"{PROPERTY}notes", [{"kind": "text", "text": {}}], "notes is not a number"),
        (f"{PROPERTY}marks", [[1, "via", "", {}]], "marks is not followed by number"),
        (f"{PROPERTY}marks", [[1, "via", "", {"colour": 1}]], "marks is not followed by number"),
        (f"{PROPERTY}marks", [[1, "via", "", {"number": 1.5}]], "marks is not a whole number"),
        (f"{PROPERTY}legs", 5, "legs is not a list of lists of 3 to 6"),
        (f"{PROPERTY}legs", [[0, "", "motorway"]], "the kind of a leg is not one of"),
        (f"{PROPERTY}legs", [[0, 1, "path"]], "legs is not text"),
        (f"{PROPERTY}legs", [[0, "", "steps", -1]], "legs is not from 0"),
        (f"{PROPERTY}legs", [[0, "", "steps", 1e308]], "legs is not from 0"),
        (f"{PROPERTY}legs", [[0, "", "steps", "9"]], "legs is not a number"),
        (f"{PROPERTY}legs", [[0, "", "path", 0, 9]], "legs is not text"),
        (f"{PROPERTY}legs", [[1, "", "path"]], "legs are not in order"),
        (f"{PROPERTY}legs", [[0, "", "path"], [0, "", "path"]], "legs are not in order"),
        (f"{PROPERTY}legs", [[0, "", "path"], [10**6, "", "path"]], "legs are not in order"),
        (f"{PROPERTY}marks", [[-1, "via", ""]], "marks is not from 0"),
        (f"{PROPERTY}marks", [[1, "fly", ""]], "the kind of a mark is not one of via, laps done"),
        (f"{PROPERTY}marks", [[9, "run", ""], [5, "walk", ""]], "marks are not in order"),
        (f"{PROPERTY}marks", [[10**5, "run", ""]], "marks are not in order"),
        (f"{PROPERTY}laps", [2, 0], "laps is not a list of three numbers"),
        (f"{PROPERTY}laps", [2, 0, 10**6], "laps are not a part of its line"),
        (f"{PROPERTY}laps", [1, 0, 4], "laps are not a part of its line"),
    ],
)
def test_a_wrong_value_is_named_and_refused(
    tmp_path: Path, loops: list[Loop], where: str, value: Any, complaint: str
) -> None:
    path = tmp_path / "walk.geojson"
    path.write_text(_spoilt(loops, where, value))
    with pytest.raises(ReadError, match=f"walk.geojson' cannot be read as loops: .*{complaint}"):
        readers_geojson.read(path)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[]", "not a GeoJSON FeatureCollection"),
        (b"[" * 100_000, "nested too deeply"),
        (b"\xff\xfe{", "not UTF-8|not JSON"),
        (b'{"type": "\xff"}', "not UTF-8"),
        (b"1" * 5000, "cannot be read"),
    ],
)
def test_a_file_that_is_not_geojson_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, complaint: str
) -> None:
    path = tmp_path / "walk.geojson"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=complaint):
        readers_geojson.read(path)


def test_a_missing_file_and_a_folder_are_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"none\.geojson' cannot be read: no such file"):
        readers_geojson.read(tmp_path / "none.geojson")
    with pytest.raises(ReadError, match="is a directory"):
        readers_geojson.read(tmp_path)
