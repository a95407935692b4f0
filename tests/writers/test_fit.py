from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import fitdecode  # type: ignore[import-untyped]
import pytest

from looproute.loops import Mark
from looproute.writers import fit

from .walks import one_way, real_loop, three_laps, walk_along


def _messages(content: bytes, name: str = "") -> list[Any]:
    with fitdecode.FitReader(io.BytesIO(content), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        return [
            frame
            for frame in reader
            if isinstance(frame, fitdecode.FitDataMessage) and name in ("", frame.name)
        ]


def _fields(message: Any) -> dict[str, Any]:
    return {field.name: field.value for field in message.fields}


def test_messages_stand_in_the_order_of_a_course() -> None:
    names = [message.name for message in _messages(fit.render([real_loop()]))]
    in_order = list(dict.fromkeys(names))
    assert in_order == ["file_id", "course", "lap", "event", "record", "course_point"]
    assert names[-1] == "event"
    assert names.count("event") == 2


def test_it_is_a_course_for_walking() -> None:
    content = fit.render([real_loop()])
    assert _fields(_messages(content, "file_id")[0])["type"] == "course"
    course = _fields(_messages(content, "course")[0])
    assert (course["sport"], course["name"]) == ("walking", "8,000 steps")


def test_a_walk_with_runs_in_it_is_a_course_for_running() -> None:
    course = _fields(_messages(fit.render([one_way()]), "course")[0])
    assert (course["sport"], course["name"]) == ("running", "Run and walk")


def test_it_takes_as_long_as_the_walker_does() -> None:
    content = fit.render([real_loop()])
    (lap,) = map(_fields, _messages(content, "lap"))
    assert lap["total_timer_time"] == pytest.approx(real_loop().duration_s, rel=0.001)
    assert lap["total_distance"] == pytest.approx(real_loop().length_m, rel=0.001)
    records = list(map(_fields, _messages(content, "record")))
    took_s = (records[-1]["timestamp"] - records[0]["timestamp"]).total_seconds()
    assert took_s == pytest.approx(real_loop().duration_s, abs=1)
    pace = real_loop().length_m / real_loop().duration_s
    assert [record["speed"] for record in records] == pytest.approx(
        [pace] * len(records), abs=0.001
    )


def test_times_and_distances_never_go_back() -> None:
    records = list(map(_fields, _messages(fit.render([three_laps()]), "record")))
    for name in ("timestamp", "distance"):
        values = [record[name] for record in records]
        assert values == sorted(values)


def test_a_course_point_has_the_turn_and_the_street() -> None:
    walk = walk_along("ABEFCBEDA", "WSSESSSS")
    points = list(map(_fields, _messages(fit.render([walk]), "course_point")))
    assert (points[0]["type"], points[0]["name"]) == ("right", "S Street")
    assert points[0]["distance"] == pytest.approx(400, abs=1)


def test_a_name_fits_a_watch_and_is_not_cut_in_a_letter() -> None:
    for street in ("Ж" * 40, "Straße" * 10, "日本語" * 9, "x" * 40):
        walk = walk_along("ABEDA")
        walk = replace(walk, legs=tuple(leg._replace(name=street) for leg in walk.legs))
        walk = replace(walk, legs=(walk.legs[0]._replace(name="Start"), *walk.legs[1:]))
        name = _fields(_messages(fit.render([walk]), "course_point")[0])["name"]
        assert street.startswith(name)
        assert 10 <= len(name.encode()) <= 15


def test_an_unnamed_street_is_described_by_the_turn() -> None:
    points = map(_fields, _messages(fit.render([walk_along("ABEDA")]), "course_point"))
    assert [point["name"] for point in points] == ["Right", "Right", "Right"]


def test_runs_walks_and_places_are_points_of_the_course() -> None:
    walk = replace(one_way(), marks=(*one_way().marks, Mark(900.0, "via", "Bakery \x1b[31m")))
    points = list(map(_fields, _messages(fit.render([walk]), "course_point")))
    told = [point["name"] for point in points if point["type"] == "generic"]
    assert told == ["Run 2 min", "Walk", "Bakery [31m"]


def test_one_lap_of_several_is_written() -> None:
    last = _fields(_messages(fit.render([three_laps()]), "record")[-1])
    assert last["distance"] == pytest.approx(2000, abs=2)


def test_a_gap_ends_the_records_before_the_start() -> None:
    last = _fields(_messages(fit.render([real_loop()], gap_m=30), "record")[-1])
    assert last["distance"] == pytest.approx(real_loop().length_m - 30, abs=0.1)
