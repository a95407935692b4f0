from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from looproute.geo import distance_m
from looproute.loops import Laps, Loop, Mark
from looproute.writers import write_loops
from looproute.writers.course import Course

from .walks import length_m, one_way, real_loop, three_laps, walk_along

# The town's blocks are 400 m wide and 200 m high.
LAP_M = 1200.0


def test_one_of_three_laps_is_left_and_the_description_says_three() -> None:
    course = Course.of(three_laps(), "metric")
    assert course.length_m == pytest.approx(three_laps().length_m - 2 * LAP_M, rel=0.001)
    assert "This course is one of 3 laps of 1.20 km: walk it 3 times." in course.description
    assert course.loop.laps is None


def test_name_and_description_cover_the_whole_walk() -> None:
    course = Course.of(three_laps(), "metric", 30.0)
    assert course.name.endswith("steps, 4.40 km")
    assert course.description.startswith("4.40 km, as requested. About 6,286 steps (")


def test_one_lap_keeps_its_streets_and_those_of_the_way_home() -> None:
    walk = walk_along("AB" + "CFEB" * 3 + "A", "W" + "CFEB" * 3 + "H", laps=Laps(3, 1, 13))
    legs = Course.of(walk, "metric").loop.legs
    assert [(leg.begin, leg.name[0]) for leg in legs] == list(enumerate("WCFEBH"))


def test_marks_on_later_laps_are_dropped_and_later_ones_move_up() -> None:
    at_m = (100.0, 500.0, 400 + LAP_M + 100, 400 + 3 * LAP_M + 50)
    walk = replace(three_laps(), marks=tuple(Mark(m, "run", "") for m in at_m))
    marks = Course.of(walk, "metric").loop.marks
    assert [mark.along_m for mark in marks] == pytest.approx([100, 500, 400 + LAP_M + 50], abs=1)


def test_the_end_of_the_laps_follows_the_one_lap_of_the_course() -> None:
    done_m = 400 + 3 * LAP_M
    walk = replace(three_laps(), marks=(Mark(round(done_m, 3), "laps done", ""),))
    [mark] = Course.of(walk, "metric").loop.marks
    assert mark.kind == "laps done"
    assert mark.along_m == pytest.approx(400 + LAP_M, abs=1)


def test_steps_and_minutes_of_one_lap_are_its_share() -> None:
    walk = three_laps()
    loop = Course.of(walk, "metric").loop
    assert loop.steps / loop.length_m == pytest.approx(walk.steps / walk.length_m, rel=0.001)
    assert loop.duration_s / loop.length_m == pytest.approx(walk.duration_s / walk.length_m)
    assert Course.of(walk, "metric").cues[-1].steps == loop.steps


@pytest.mark.parametrize("gap_m", [1.0, 30.0, 200.0])
@pytest.mark.parametrize("make", [real_loop, three_laps])
def test_a_gap_ends_the_line_before_its_start(make: Callable[[], Loop], gap_m: float) -> None:
    whole, course = Course.of(make(), "metric"), Course.of(make(), "metric", gap_m)
    assert course.length_m == pytest.approx(whole.length_m - gap_m, abs=0.01)
    assert course.loop.points[0] == whole.loop.points[0]
    assert course.cues[-1].at == course.loop.points[-1]
    assert [leg.begin for leg in course.loop.legs] == sorted(
        {leg.begin for leg in course.loop.legs if leg.begin < len(course.loop.points) - 1}
    )


def test_the_gap_lies_on_the_last_stretch() -> None:
    course = Course.of(three_laps(), "metric", 30.0)
    home, end = course.loop.points[0], course.loop.points[-1]
    assert distance_m(home, end) == pytest.approx(30.0, abs=0.01)


def test_a_gap_that_ends_on_a_point_leaves_no_two_points_at_one_place() -> None:
    walk = walk_along("ABEDA")
    points = Course.of(walk, "metric", 200.0).loop.points
    assert len(set(points)) == len(points)


def test_a_gap_never_takes_more_than_half_of_a_walk() -> None:
    walk = replace(walk_along("ABEDA"), length_m=1200.0)
    assert length_m(list(Course.of(walk, "metric", 5000.0).loop.points)) == pytest.approx(600, 0.01)


def test_a_way_from_one_place_to_another_has_no_gap() -> None:
    assert Course.of(one_way(), "metric", 30.0).loop == one_way()


def test_time_passes_at_the_pace_of_the_walker() -> None:
    course = Course.of(real_loop(), "metric")
    assert course.time_s(course.length_m) == pytest.approx(real_loop().duration_s, rel=0.001)


@pytest.mark.parametrize("gap_m", [-1.0, 0.5, 201.0, float("nan"), float("inf")])
def test_a_gap_out_of_range_is_refused(tmp_path: Path, gap_m: float) -> None:
    with pytest.raises(ValueError, match="a gap must be"):
        write_loops([real_loop()], tmp_path / "walk.gpx", gap_m=gap_m)
    assert not list(tmp_path.iterdir())
