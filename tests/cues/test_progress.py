"""Steps and seconds at a place of a loop are counted along its legs, the same in every writer."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import numpy as np
import pytest

from looproute import Loop, LoopRequest, Walker
from looproute.cues import cues
from looproute.cues.progress import Progress, take_legs
from looproute.geo import cumulative_m
from looproute.network.network import StreetNetwork
from looproute.network.street_class import KINDS
from looproute.search import find_loops
from looproute.sources.ascii_map import AsciiMap
from looproute.writers import csv as writers_csv
from looproute.writers import tcx
from looproute.writers.course import Course
from looproute.writers.page.drawing import _progress

WALKER = Walker.given(0.70, pace_s_per_m=0.70)
TOWN = AsciiMap(
    "A---B---C\n|       |\n|       |\nD---E---F", highways={"AB": "steps", "EF": "steps"}
)


def hilly() -> StreetNetwork:
    """Return a town with stairs: some uncounted, and steep ones of 1,500 steps."""
    network = TOWN.streets()
    stairs = np.flatnonzero(network.kind == KINDS.index("steps"))
    risers = np.zeros(len(network.u))
    risers[stairs[0]] = 1500
    return replace(network, risers=risers)


@pytest.fixture(scope="module")
def loop() -> Loop:
    network = hilly()
    flat_m = float(network.length_m[network.kind != KINDS.index("steps")].sum())
    steps = round(flat_m / 0.70 + 1500 + 400 / 0.30)
    return find_loops(network, LoopRequest(start=TOWN.at("D"), steps=steps, walker=WALKER))[0]


def steps_by_hand(loop: Loop, along_m: float) -> float:
    """Return the steps up to a place, leg by leg, by the rules of the stairs."""
    at_m = cumulative_m(loop.points)
    begins = [*(leg.begin for leg in loop.legs), len(loop.points) - 1]
    steps = 0.0
    for leg, (begin, end) in zip(loop.legs, pairwise(begins), strict=True):
        metres = at_m[end] - at_m[begin]
        whole = metres / 0.70
        if leg.kind == "steps":
            whole = max(whole, leg.risers) if leg.risers else metres / 0.30
        steps += whole * np.clip((along_m - at_m[begin]) / metres, 0, 1)
    return float(steps)


def test_a_loop_has_the_steps_that_were_asked_for_though_stairs_have_many(loop: Loop) -> None:
    assert abs(loop.error_steps) <= 0.005 * loop.target_steps
    assert loop.error_m < -500  # stairs count more than their metres
    assert (loop.flights, loop.risers) == (2, 2833)
    assert loop.stairs_m == pytest.approx(800, abs=1)
    assert loop.duration_s == pytest.approx(60 * loop.steps / WALKER.cadence_spm, abs=0.5)


def test_steps_at_a_place_are_those_of_the_legs_before_it(loop: Loop) -> None:
    progress, whole_m = Progress.of(loop), cumulative_m(loop.points)[-1]
    for along_m in np.linspace(0, whole_m, 200).tolist():
        steps = progress.steps_at(along_m)
        assert steps == pytest.approx(steps_by_hand(loop, along_m), abs=1)
        assert progress.seconds_at(along_m) == pytest.approx(
            60 * steps / WALKER.cadence_spm, abs=0.5
        )
        assert progress.along_m_at(steps) == pytest.approx(along_m, abs=0.01)
    assert progress.steps_at(whole_m) == loop.steps


def test_every_writer_gives_the_same_steps_and_seconds_at_a_place(loop: Loop) -> None:
    told = list(csv.DictReader(io.StringIO(writers_csv.render([loop]).lstrip("\ufeff"))))
    table = _progress(loop, cumulative_m(loop.points))
    course = Course.of(loop, "metric")
    times = re.findall(r"<Time>([^<]+)Z</Time>", tcx.render([loop]))[: len(loop.points)]
    assert len(told) == len(cues(loop)) >= 4
    for cue, row in zip(cues(loop), told, strict=True):
        by_hand = steps_by_hand(loop, cue.along_m)
        assert abs(cue.steps - by_hand) <= 1
        assert int(row["steps"]) == cue.steps
        assert np.interp(cue.along_m, *np.array(table).T) == pytest.approx(by_hand, abs=1)
        assert course.time_s(cue.along_m) == pytest.approx(60 * by_hand / WALKER.cadence_spm, abs=1)
    for time, along_m in zip(times, cumulative_m(loop.points).tolist(), strict=True):
        after_s = datetime.fromisoformat(time) - datetime.fromisoformat(times[0])
        by_hand = steps_by_hand(loop, along_m)
        assert after_s.total_seconds() == pytest.approx(60 * by_hand / WALKER.cadence_spm, abs=1)


def test_a_course_with_a_gap_has_the_steps_that_are_left(loop: Loop) -> None:
    course = Course.of(loop, "metric", gap_m=30)
    left = steps_by_hand(loop, float(cumulative_m(loop.points)[-1]) - 30)
    assert course.loop.steps == pytest.approx(left, abs=1)
    assert sum(leg.steps for leg in course.loop.legs) == pytest.approx(left, abs=1)


def test_parts_of_legs_add_up_to_the_legs(loop: Loop) -> None:
    last = len(loop.points) - 1
    assert take_legs(loop, 0, last) == loop.legs
    for middle in range(1, last):
        parts = [*take_legs(loop, 0, middle), *take_legs(loop, middle, last)]
        assert sum(leg.steps for leg in parts) == pytest.approx(loop.steps, abs=1)
        assert sum(leg.risers for leg in parts) == pytest.approx(1500, abs=0.1)


def test_without_the_steps_of_its_legs_a_loop_is_walked_steadily(loop: Loop) -> None:
    steady = Progress.of(replace(loop, legs=tuple(leg._replace(steps=0.0) for leg in loop.legs)))
    whole_m = float(cumulative_m(loop.points)[-1])
    assert steady.steps_at(whole_m / 4) == pytest.approx(loop.steps / 4)
    assert steady.table() == [(0.0, 0.0), (whole_m, loop.steps)]
    assert len(Progress.of(loop).table()) <= 6


def test_a_time_is_met_and_counts_stairs(loop: Loop) -> None:
    request = LoopRequest(start=TOWN.at("D"), duration_s=loop.duration_s, walker=WALKER)
    same = find_loops(hilly(), request)[0]
    assert (same.asked, same.steps) == ("time", loop.steps)
    assert abs(same.error_s) <= 0.005 * same.target_s


def test_a_length_is_met_in_metres_whatever_the_stairs_count() -> None:
    request = LoopRequest(start=TOWN.at("D"), length_m=2200.0, walker=WALKER)
    found = find_loops(hilly(), request)[0]
    assert abs(found.error_m) <= request.tolerance_m
    assert found.error_steps > 1000
