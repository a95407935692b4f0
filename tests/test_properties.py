"""Properties of every plan, on random towns and on parts of a real one."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, fields
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from looproute import (
    AsciiMap,
    Bundled,
    LatLon,
    Loop,
    LoopRequest,
    NoLoopError,
    StreetNetwork,
    plan_loops,
)
from looproute.geo import Bounds, Plane, cumulative_m, distance_m
from looproute.search.cycles.detours import OUTSIDE


@dataclass(frozen=True)
class Ground:
    """Streets as a source, with their origin, which a failure shows.

    `unit_m` divides the length of every loop, if known.
    """

    made: str
    unit_m: float
    network: StreetNetwork = field(repr=False)

    def streets(self, center: LatLon, radius_m: float | None) -> StreetNetwork:
        del center, radius_m
        return self.network


class Task(NamedTuple):
    """A request, and the streets for it."""

    ground: Ground
    request: LoopRequest

    def plan(self) -> list[Loop]:
        try:
            return plan_loops(self.request, self.ground)
        except NoLoopError:
            return []


@cache
def shipped() -> StreetNetwork:
    return Bundled().streets()


@st.composite
def towns(draw: st.DrawFn) -> Ground:
    """Draw a grid with missing streets."""
    rows, columns = draw(st.integers(3, 7)), draw(st.integers(3, 7))
    drawn = st.sampled_from([True] * 6 + [False])
    lines = []
    for row in range(rows):
        lines.append("+" + "".join("-+" if draw(drawn) else " +" for _ in range(columns - 1)))
        if row < rows - 1:
            lines.append(" ".join("|" if draw(drawn) else " " for _ in range(columns)))
    drawing = "\n".join(lines)
    assume("-" in drawing or "|" in drawing)
    spacing_m = draw(st.sampled_from([40.0, 55.0, 90.0]))
    town = AsciiMap(drawing, spacing_m=spacing_m)
    return Ground(f"\n{drawing}\n{spacing_m} m", 2 * spacing_m, town.streets())


@st.composite
def clips(draw: st.DrawFn) -> Ground:
    """Draw a box of 0.8 to 1.6 km from the shipped area."""
    size_m = draw(st.floats(400, 800))
    plane = Plane.at(Bundled.start)
    center = plane.to_latlon(draw(st.floats(-2000, 2000)), draw(st.floats(-2000, 2000)))
    box = Bounds.around(center, size_m)
    try:
        return Ground(repr(box), 1.0, shipped().clip(box))
    except ValueError:
        return reject()


@st.composite
def tasks(draw: st.DrawFn, grounds: st.SearchStrategy[Ground]) -> Task:
    """Draw a request with a start on any street."""
    ground = draw(grounds)
    network = ground.network
    point = draw(st.integers(0, len(network.line_lat) - 1))
    request = LoopRequest(
        start=LatLon(float(network.line_lat[point]), float(network.line_lon[point])),
        length_m=ground.unit_m * math.ceil(draw(st.floats(300, 3000)) / ground.unit_m),
        count=draw(st.integers(1, 5)),
        tolerance=draw(st.sampled_from([0.005, 0.02])),
        exact=draw(st.booleans()),
        heading_deg=draw(st.none() | st.floats(0, 360)),
        seed=draw(st.integers(0, 999)),
        only_loops=draw(st.booleans()),
    )
    return Task(ground, request)


TASKS = tasks(towns()) | tasks(clips())
some = settings(max_examples=40)


@given(TASKS)
@some
def test_a_loop_starts_and_ends_at_the_start(task: Task) -> None:
    for loop in task.plan():
        assert loop.points[0] == loop.points[-1]
        assert distance_m(task.request.start, loop.points[0]) < 1.0


@given(tasks(clips()))
@some
def test_the_length_of_a_loop_is_that_of_its_line(task: Task) -> None:
    for loop in task.plan():
        assert cumulative_m(loop.points)[-1] == pytest.approx(loop.length_m, abs=0.05)


@given(TASKS)
@some
def test_a_loop_is_within_the_tolerance(task: Task) -> None:
    for loop in task.plan():
        if task.request.only_loops:
            assert loop.kind == "loop"
            assert loop.rank > 1 or not loop.outside_tolerance
            most_m = OUTSIDE * task.request.target_m if loop.outside_tolerance else 0.0
            assert abs(loop.error_m) <= max(most_m, task.request.tolerance_m) + 1e-6


@given(TASKS)
@some
def test_the_repeated_share_is_the_part_that_the_line_passes_again(task: Task) -> None:
    for loop in task.plan():
        passed = Counter(frozenset(step) for step in pairwise(loop.points))
        repeated_m = sum(
            (times - 1) * cumulative_m(sorted(step))[-1] for step, times in passed.items()
        )
        assert loop.repeated_share == pytest.approx(repeated_m / loop.length_m, abs=0.002)


@given(TASKS)
@some
def test_there_are_at_most_count_loops_and_no_two_are_alike(task: Task) -> None:
    loops = task.plan()
    assert len(loops) <= task.request.count
    assert [loop.rank for loop in loops] == list(range(1, len(loops) + 1))
    walked = {frozenset(frozenset(step) for step in pairwise(loop.points)) for loop in loops}
    assert len(walked) == len(loops)


@given(TASKS)
@some
def test_the_same_request_gives_the_same_loops(task: Task) -> None:
    assert task.plan() == task.plan()


@given(TASKS)
@some
def test_planning_does_not_change_the_streets(task: Task) -> None:
    network = task.ground.network
    before = {each.name: getattr(network, each.name) for each in fields(StreetNetwork)}
    arrays = {name: value.copy() for name, value in before.items() if isinstance(value, np.ndarray)}
    task.plan()
    for name, value in before.items():
        assert getattr(network, name) is value
    for name, array in arrays.items():
        assert np.array_equal(before[name], array)


def test_most_of_these_tasks_have_loops() -> None:
    """A rule about loops needs some loops to check."""
    found = []

    @given(TASKS)
    @settings(some, database=None)
    def count(task: Task) -> None:
        found.append(bool(task.plan()))

    count()
    assert sum(found) > len(found) / 3
