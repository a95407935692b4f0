"""The measures of a loop, computed independently from its points and streets."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from looproute.errors import NoLoopError
from looproute.geo import LatLon
from looproute.loops import Loop
from looproute.network.street_class import BUSY, KINDS
from looproute.request import LoopRequest
from looproute.search import find_loops
from looproute.search.features import Features
from looproute.shape import Shape
from looproute.sources.ascii_map import AsciiMap
from looproute.steps.terrain import Stairs
from looproute.steps.walker import Walker

from .contracted_blocks import Place, clipped, heading
from .rewalk import Streets


def loops_of(place: Place, length_m: float, **more: Any) -> list[Loop]:
    request = LoopRequest(start=place.start, length_m=length_m, only_loops=True, **more)
    try:
        return find_loops(place.network, request)
    except NoLoopError:
        return []


@pytest.mark.parametrize("seed", range(6))
def test_the_measures_of_a_loop_are_those_of_its_points(seed: int) -> None:
    place = clipped(seed)
    plane = Features.of(place.network).plane
    for loop in loops_of(place, 1500.0):
        lat, lon = np.array(loop.points).T
        x, y = plane.to_xy(lat, lon)
        told = (loop.near_self_share, loop.doubling_back_share, loop.compactness)
        assert told == pytest.approx(Shape.of(x, y, loop.length_m))


@pytest.mark.parametrize("seed", range(6))
def test_turns_busy_streets_and_names_are_those_of_the_streets_walked(seed: int) -> None:
    place = clipped(seed)
    network = place.network
    streets = Streets(network, network.nearest(place.start))
    plane = Features.of(network).plane
    degree = np.bincount(np.concatenate([network.u, network.v]))
    for loop in loops_of(place, 1500.0):
        steps = streets.walk(loop)
        metres = [streets.length_m[step.stretch] for step in steps]
        busy = [KINDS[network.kind[step.stretch.street]] in BUSY for step in steps]
        assert loop.busy_share == pytest.approx(
            sum(m for m, is_busy in zip(metres, busy, strict=True) if is_busy) / loop.length_m
        )
        turns = 0
        for before, after in pairwise(steps):
            if (at := streets.head(before)) < 0 or degree[at] < 3:
                continue
            came, went = (
                np.column_stack(plane.to_xy(*line.T))
                for line in (
                    streets.points[before.stretch][:: -1 if before.forward else 1],
                    streets.points[after.stretch][:: 1 if after.forward else -1],
                )
            )
            turns += bool(-heading(*came.T) @ heading(*went.T) < np.cos(np.radians(45)))
        assert loop.turns == turns
        walked: dict[str, float] = {}
        for step, m in zip(steps, metres, strict=True):
            name = network.names[network.name[step.stretch.street]]
            walked[name] = walked.get(name, 0.0) + m
        walked.pop("", None)
        assert len(loop.streets) == min(3, len(walked))
        furthest = sorted(walked.values(), reverse=True)[: len(loop.streets)]
        assert [walked[name] for name in loop.streets] == pytest.approx(furthest)


@pytest.mark.parametrize("seed", range(6))
def test_legs_are_the_streets_walked_from_junction_to_junction(seed: int) -> None:
    place = clipped(seed)
    network = place.network
    streets = Streets(network, network.nearest(place.start))
    degree = np.bincount(np.concatenate([network.u, network.v]))
    for loop in loops_of(place, 1500.0):
        steps = streets.walk(loop)
        of_step = [
            (network.names[network.name[street]], KINDS[network.kind[street]])
            for street in (step.stretch.street for step in steps)
        ]
        expected = of_step[:1] + [
            after
            for (before, after), step in zip(pairwise(of_step), steps, strict=False)
            if before != after or ((at := streets.head(step)) >= 0 and degree[at] >= 3)
        ]
        assert [(leg.name, leg.kind) for leg in loop.legs] == expected
        begins = [leg.begin for leg in loop.legs]
        assert begins[0] == 0
        assert all(a < b for a, b in pairwise([*begins, len(loop.points) - 1]))


def test_steps_and_minutes_are_those_of_the_walker() -> None:
    walker = Walker(step_length_m=0.62, cadence_spm=90)
    place = clipped(6)
    loops = loops_of(place, 1500.0, walker=walker)
    assert loops
    for loop in loops:
        steps = walker.steps(loop.length_m)
        assert (loop.steps, loop.steps_low, loop.steps_high) == (steps.steps, steps.low, steps.high)
        assert loop.duration_s == pytest.approx(walker.duration_s(loop.length_m))
        assert loop.target_steps == walker.steps(1500.0).steps
        assert loop.target_m == 1500.0
        assert loop.attribution == place.network.attribution
        assert loop.network is place.network


RING = AsciiMap("A---B\n|   |\nC---D", highways={"AB": "primary"})


def test_the_point_between_two_streets_occurs_once() -> None:
    (loop,) = find_loops(RING.streets(), LoopRequest(start=RING.at("A"), length_m=1200))
    assert len(loop.points) == 5
    assert loop.points[0] == loop.points[-1] == pytest.approx(RING.at("A"))
    assert {tuple(p) for p in loop.points} == {tuple(RING.at(name)) for name in "ABCD"}
    assert loop.busy_share == pytest.approx(1 / 3)
    assert loop.turns == 0  # at none of its corners does a third street leave
    assert loop.compactness == pytest.approx(4 * np.pi * 400 * 200 / 1200**2, rel=1e-3)
    assert (loop.repeated_share, loop.stem_m, loop.near_self_share) == (0, 0, 0)
    assert loop.streets == ()


def test_stairs_are_counted_by_riser_and_split_by_a_start_on_them() -> None:
    town = AsciiMap("A---B\n|   |\nC---D", highways={"AB": "steps", "CD": "steps"})
    network = town.streets()
    stairs = KINDS.index("steps")
    of_stairs = np.flatnonzero(network.kind == stairs).tolist()
    counted = next(e for e in of_stairs if network.line(e).lat[0] > 0)
    risers = np.where(np.arange(len(network.u)) == counted, 1500.0, 0.0)
    network = replace(network, risers=risers)
    walker = Walker.given(0.70)
    told = walker.steps(1200, Stairs(800, counted_m=400, risers=1500))
    a, b = town.at("A"), town.at("B")
    for start in (a, LatLon(a.lat, 0.75 * a.lon + 0.25 * b.lon)):
        (loop,) = find_loops(network, LoopRequest(start=start, length_m=1200, walker=walker))
        assert (loop.steps, loop.steps_low, loop.steps_high) == told
        assert loop.steps == round(400 / 0.7 + 1500 + 400 / 0.3)


def test_a_stem_is_reported_one_way_and_repeated_once() -> None:
    town = AsciiMap(
        """
    A---B---C
        |   |
        D---E
    """
    )
    (loop,) = find_loops(town.streets(), LoopRequest(start=town.at("A"), length_m=2000))
    assert loop.stem_m == pytest.approx(400, abs=0.1)
    assert loop.repeated_share == pytest.approx(0.2, abs=1e-3)
    assert loop.turns == 1  # at B it goes straight on into the ring, and turns on the way home
