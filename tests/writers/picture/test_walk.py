from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from looproute.loops import Loop
from looproute.writers.picture import walk
from looproute.writers.picture.sheet import Sheet


def drawn(loop: Loop) -> walk.DrawnWalk:
    return walk.DrawnWalk.of(loop, Sheet.around(loop.points))


def test_a_walk_on_paper_matches_its_scale(loops: list[Loop]) -> None:
    for loop in loops[:2]:
        scale = Sheet.around(loop.points).pixels_a_metre
        assert drawn(loop).length_px == pytest.approx(loop.length_m * scale, rel=0.005)


def test_a_way_that_is_walked_twice_is_two_lines_side_by_side(loops: list[Loop]) -> None:
    way = drawn(loops[2])
    out, home = way.at(150.0), way.at(loops[2].length_m - 150.0)
    assert np.hypot(*(out - home)) == pytest.approx(16, abs=0.1)
    # One walks north there, and keeps to the right: east on the way out.
    assert out[0] > home[0]


def test_out_and_back_turns_round_without_a_spike(loops: list[Loop]) -> None:
    points = loops[0].points[:3]
    back = replace(loops[0], points=(*points, *points[-2::-1]), kind="out-and-back")
    way = drawn(back)
    assert np.isfinite(way.pixels).all()
    middle = drawn(replace(loops[0], points=points, kind="one-way")).pixels
    assert np.ptp(way.pixels, axis=0).max() < np.ptp(middle, axis=0).max() + 20


def test_points_that_repeat_do_no_harm(loops: list[Loop]) -> None:
    points = loops[0].points
    way = drawn(replace(loops[0], points=(points[0], points[0], *points[1:])))
    assert np.array_equal(way.pixels, drawn(loops[0]).pixels)


def test_the_start_is_marked_and_each_thousand_of_steps(loops: list[Loop]) -> None:
    labels = walk.marks(loops[0], drawn(loops[0]))
    assert [label.text for label in labels] == ["Start", "1,000", "2,000", "3,000"]
    assert loops[0].steps // 1000 == 3


def test_a_walk_with_two_ends_has_both_marked(loops: list[Loop]) -> None:
    way = replace(loops[0], kind="one-way", points=loops[0].points[:9])
    assert [label.text for label in walk.marks(way, drawn(way)) if label.ends] == [
        "Start",
        "Finish",
    ]


@pytest.mark.parametrize("steps", [20_000, 150_000])
def test_marks_keep_apart_however_many_steps_there_are(loops: list[Loop], steps: int) -> None:
    loop = replace(loops[0], steps=steps)
    labels = walk.marks(loop, drawn(loop))
    rooms = [shapely.Point(label.at).buffer(39) for label in labels]
    assert len(labels) > 3
    assert not any(a.intersects(b) for i, a in enumerate(rooms) for b in rooms[:i])


def test_arrows_point_the_way_one_goes(loops: list[Loop]) -> None:
    way = drawn(loops[0])
    outline = walk._arrow(way, 300.0)
    ahead = way.at(310.0) - way.at(290.0)
    assert (outline[0] - outline[2]) @ ahead > 0
