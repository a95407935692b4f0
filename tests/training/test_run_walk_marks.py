from __future__ import annotations

from dataclasses import replace

import pytest

from looproute import Bundled, LoopRequest, plan_loops, read_loops, write_loops
from looproute.loops import Loop, Mark
from looproute.steps.walker import StepCount
from looproute.training.run_walk import Stretch, run_walk
from looproute.training.run_walk_marks import find_climbs, mark_changes
from looproute.training.run_walk_tables import Ratio


@pytest.fixture(scope="module")
def loop() -> Loop:
    return plan_loops(LoopRequest(start=Bundled.start, length_m=5000, count=1), Bundled())[0]


def test_every_change_is_a_mark_where_it_happens(loop: Loop, tmp_path: object) -> None:
    plan = run_walk(loop.length_m, 0.4, Ratio(120, 30), 1.4)
    run = mark_changes(loop, plan, StepCount(5000, 4900, 5100))
    assert [mark.kind for mark in run.marks] == [phase.gait for phase in plan.phases]
    assert run.marks[0] == Mark(0.0, "run", duration_s=120)
    assert run.marks[1].along_m == pytest.approx(120 * plan.run_speed_mps)
    assert run.marks[-1].along_m < loop.length_m
    assert (run.steps, run.steps_low, run.steps_high) == (5000, 4900, 5100)
    assert run.duration_s == plan.finish_s
    assert run.target_m == run.length_m
    assert run.points == loop.points
    write_loops([run], f"{tmp_path}/run.geojson")
    [again] = read_loops(f"{tmp_path}/run.geojson")
    durations_s = [mark.duration_s for mark in run.marks]
    assert [mark.duration_s for mark in again.marks] == pytest.approx(durations_s, abs=0.001)


def test_marks_of_changes_are_replaced_and_other_marks_stay(loop: Loop) -> None:
    plan = run_walk(loop.length_m, 0.4, Ratio(120, 30), 1.4)
    count = StepCount(5000, 4900, 5100)
    cafe = Mark(777.0, "via", "Café")
    once = mark_changes(replace(loop, marks=(cafe,)), plan, count)
    assert cafe in once.marks
    assert mark_changes(once, plan, count) == once
    assert [mark.along_m for mark in once.marks] == sorted(mark.along_m for mark in once.marks)


def test_climbs_are_found_but_gentle_hills_and_descents_are_not() -> None:
    along_m = [0.0, 1000.0, 1300.0, 2000.0, 2300.0, 4000.0]
    assert find_climbs(along_m, [0, 0, 45, 45, 0, 60]) == (Stretch(1000, 1300),)
    assert find_climbs(along_m, [10.0] * 6) == ()
    [whole] = find_climbs([0.0, 400.0], [0.0, 60.0])
    assert whole == (0, 400)
