"""Properties of the search on real streets and drawn towns, for any start and target."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from looproute.errors import NoLoopError
from looproute.geo import Bounds, Plane
from looproute.loops import Loop
from looproute.network.network import StreetNetwork
from looproute.network.street_class import KINDS
from looproute.request import LoopRequest
from looproute.search import find_loops
from looproute.search.cycles.detours import OUTSIDE
from looproute.writers import geojson

from .contracted_blocks import CROOKED, GRID, Place, bundled, clipped, drawn
from .renumbering import mirrored, renumbered
from .rewalk import Streets

CLIPS = 12


@cache
def protected(number: int) -> Place:
    """Return a place with read-only arrays."""
    if number >= CLIPS:
        place = drawn(*[(GRID, "H"), (CROOKED, "D"), (GRID, "A")][number - CLIPS], spacing_m=30)
    else:
        place = clipped(number, half_side_m=900.0)
    for field in fields(place.network):
        value = getattr(place.network, field.name)
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return place


def wish(place: Place, length_m: float, **more: Any) -> LoopRequest:
    more.setdefault("only_loops", True)
    return LoopRequest(start=place.start, length_m=length_m, **more)


def found(network: StreetNetwork, request: LoopRequest) -> list[Loop]:
    """Return the loops, an empty list if there are none."""
    try:
        return find_loops(network, request)
    except NoLoopError:
        return []


numbers = st.integers(0, CLIPS + 2)
lengths_m = st.floats(300, 3500)


@settings(max_examples=60)
@given(numbers, lengths_m, st.integers(0, 3), st.booleans())
def test_every_loop_agrees_with_its_figures(
    number: int, length_m: float, seed: int, exact: bool
) -> None:
    place = protected(number)
    request = wish(place, length_m, seed=seed, exact=exact)
    streets = Streets(place.network, place.network.nearest(request.start))
    walked = []
    for loop in found(place.network, request):
        steps = streets.check(loop)
        assert loop.kind == "loop"
        most_m = OUTSIDE * length_m if loop.outside_tolerance else request.tolerance_m
        assert abs(loop.error_m) <= most_m + 0.002
        assert loop.rank > 1 or not loop.outside_tolerance
        level = request.walker.steps(loop.length_m).steps
        has_stairs = (place.network.kind == KINDS.index("steps")).any()
        assert loop.steps >= level if has_stairs else loop.steps == level
        if not loop.outside_tolerance:  # it is offered for its shape, next to a loop like it
            walked.append({step.stretch for step in steps})
    for one, other in combinations(walked, 2):
        both_m, *each_m = (
            sum(streets.length_m[stretch] for stretch in some) for some in (one & other, one, other)
        )
        assert both_m <= 0.5 * min(each_m) + 1.0


@settings(max_examples=25)
@given(numbers, lengths_m, st.integers(0, 3))
def test_the_same_request_gives_the_same_bytes(number: int, length_m: float, seed: int) -> None:
    place = protected(number)
    request = wish(place, length_m, seed=seed)
    again = replace(place.network)  # another network of the same arrays: nothing is remembered
    texts = {
        geojson.render(found(network, request)) for network in (place.network, place.network, again)
    }
    assert len(texts) == 1


@settings(max_examples=25)
@given(numbers, lengths_m, st.floats(0, 360))
@example(0, 1941.0, 148.0)
def test_with_a_heading_every_loop_lies_and_sets_off_that_way(
    number: int, length_m: float, heading_deg: float
) -> None:
    place = protected(number)
    request = wish(place, length_m, heading_deg=heading_deg)
    way = np.array([np.cos(np.radians(heading_deg)), np.sin(np.radians(heading_deg))])
    for loop in found(place.network, request):
        points = np.array(loop.points) - np.array(loop.points[0])
        points[:, 1] *= np.cos(np.radians(loop.points[0].lat))
        step = np.hypot(*np.diff(points, axis=0).T)
        along = np.concatenate([[0.0], np.cumsum(step)])
        at = np.linspace(0, along[-1], 201)
        even = np.column_stack([np.interp(at, along, points[:, k]) for k in (0, 1)])
        lies = even.mean(axis=0)
        cos = lies @ way / max(float(np.hypot(*lies)), 1e-12)
        assert cos > -0.25, "it lies the other way"


def test_exact_is_at_least_as_close_to_the_target() -> None:
    """It holds in 95 % of tasks; the length of a stem can prevent it."""
    rng = random.Random(7)
    off_m = []
    for task in range(40):
        place, length_m = protected(task % (CLIPS + 3)), rng.uniform(300, 3000)
        usual = found(place.network, wish(place, length_m))
        exact = found(place.network, wish(place, length_m, exact=True))
        assert bool(usual) == bool(exact)
        if usual:
            off_m.append((abs(usual[0].error_m), abs(exact[0].error_m)))
    nearer = [exact_m <= usual_m + 0.1 for usual_m, exact_m in off_m]
    assert np.mean(nearer) >= 0.95
    usual_m, exact_m = np.median(off_m, axis=0)
    assert exact_m < usual_m / 4


@pytest.mark.parametrize("number", range(CLIPS))
def test_exact_meets_the_target_to_the_metre_if_there_is_room(number: int) -> None:
    place = protected(number)
    subgraph = place.subgraph(2500).without_dead_ends()
    if subgraph.graph.m - subgraph.graph.n < 100:
        pytest.skip("there is little room")
    loops = found(place.network, wish(place, 2500, exact=True))
    assert loops
    assert abs(loops[0].error_m) <= 1.0


def test_another_seed_gives_different_loops_somewhere() -> None:
    place = protected(0)
    texts = {
        geojson.render(found(place.network, wish(place, 2500, seed=seed))) for seed in range(4)
    }
    assert len(texts) >= 3


def measures(loops: list[Loop]) -> list[tuple[float, ...]]:
    """Return what is measured of each loop."""
    return [
        (loop.length_m, loop.turns, loop.compactness, loop.doubling_back_share, loop.stem_m)
        for loop in loops
    ]


def town_of_squares(columns: int, rows: int) -> Place:
    """Return a town of equal squares, the start at the junction in its middle."""
    streets = [
        "-".join("+" * columns) if row % 2 == 0 else "| " * columns for row in range(2 * rows - 1)
    ]
    middle = streets[rows // 2 * 2]
    at = columns // 2 * 2
    streets[rows // 2 * 2] = f"{middle[:at]}S{middle[at + 1 :]}"
    return drawn("\n".join(streets), "S", spacing_m=50)


@cache
def tasks() -> list[tuple[Place, float]]:
    """Return forty tasks on clips of real streets and as many on equal squares."""
    rng = random.Random(3)
    squares = [town_of_squares(columns, rows) for columns, rows in ((7, 7), (9, 6), (12, 12))]
    places = [
        *(protected(task % CLIPS) for task in range(40)),
        *(squares[i % 3] for i in range(6)),
    ]
    return [(place, rng.uniform(300, 3500)) for place in places]


def test_renumbered_and_turned_streets_give_the_same_loops() -> None:
    for seed, (place, length_m) in enumerate(tasks()):
        request = wish(place, length_m)
        others = found(renumbered(place.network, seed), request)
        assert [loop.points for loop in found(place.network, request)] == [
            loop.points for loop in others
        ]


@pytest.mark.parametrize(("east_west", "north_south"), [(True, False), (False, True)])
def test_mirrored_streets_give_loops_of_the_same_measures(
    east_west: bool, north_south: bool
) -> None:
    for place, length_m in tasks()[:40]:
        request = wish(place, length_m)
        network, start = mirrored(
            place.network, place.start, east_west=east_west, north_south=north_south
        )
        others = found(network, replace(request, start=start))
        expected = measures(found(place.network, request))
        assert len(others) == len(expected)
        for one, other in zip(measures(others), expected, strict=True):
            assert one == pytest.approx(other, abs=1e-3)


def test_a_larger_cut_of_the_same_map_gives_the_same_loops() -> None:
    whole = bundled()
    for place, length_m in tasks()[:20]:
        request = wish(place, length_m, only_loops=False)
        near = whole.clip(Bounds.around(place.start, 0.6 * length_m + 500))
        near_points, points = (
            [loop.points for loop in found(network, request)] for network in (near, whole)
        )
        assert near_points == points


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("heading_deg", [None, 200.0])
def test_fewer_loops_are_the_first_of_more(exact: bool, heading_deg: float | None) -> None:
    for place, length_m in tasks()[:CLIPS]:
        request = wish(place, length_m, exact=exact, heading_deg=heading_deg, only_loops=False)
        five = found(place.network, request)
        for count in (1, 3):
            fewer = found(place.network, replace(request, count=count))
            assert [loop.points for loop in fewer] == [loop.points for loop in five[:count]]


@pytest.mark.parametrize("heading_deg", [0, 90, 180, 270])
def test_on_equal_squares_loops_set_off_towards_the_heading(heading_deg: float) -> None:
    place = town_of_squares(25, 25)
    request = wish(place, 3000, heading_deg=heading_deg, count=3)
    for loop in found(place.network, request):
        x, y = Plane.at(loop.points[0]).to_xy(*np.array(loop.points).T)
        along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
        east, north = np.interp(200, along, x), np.interp(200, along, y)
        off_deg = np.degrees(np.arctan2(east, north)) - heading_deg
        assert abs((off_deg + 180) % 360 - 180) <= 45.1
