from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from looproute import AsciiMap, Bundled, LoopRequest, NoLoopError, Walker, read_loops, write_loops
from looproute.cues import cues
from looproute.geo import cumulative_m
from looproute.training.shared_start import NestedLoops, plan_nested_loops

STEPS = (3200, 5000)
REQUEST = LoopRequest(start=Bundled.start, steps=8000, walker=Walker.given(0.70))
# Blocks of 280 m by 210 m, so that there are loops of 2,240 m and of 3,500 m.
ROW = "+---+---+---+---+---+---+---+---+"
BLOCKS = f"{ROW}\n" + 2 * "|   |   |   |   |   |   |   |   |\n"
DRAWING = 4 * BLOCKS + ROW.replace("+---+---+---+---+", "+---+---+---+---S", 1) + "\n"
STREETS = AsciiMap(DRAWING + BLOCKS.removeprefix(f"{ROW}\n") + 3 * BLOCKS + ROW, spacing_m=70)


@pytest.fixture(scope="module")
def real() -> NestedLoops:
    return plan_nested_loops(REQUEST, STEPS, Bundled())


@pytest.fixture(scope="module")
def drawn() -> NestedLoops:
    return plan_nested_loops(replace(REQUEST, start=STREETS.at("S")), STEPS, STREETS)


@pytest.fixture(params=["real", "drawn"])
def nested(request: pytest.FixtureRequest) -> NestedLoops:
    found: NestedLoops = request.getfixturevalue(request.param)
    return found


def test_each_loop_has_its_target_length_and_the_shortest_is_first(nested: NestedLoops) -> None:
    assert [loop.rank for loop in nested.loops] == [1, 2]
    for loop, steps in zip(nested.loops, STEPS, strict=True):
        assert loop.target_steps == pytest.approx(steps, abs=1)
        assert abs(loop.error_m) <= max(0.005 * loop.target_m, 4.0)


def test_nested_loops_share_their_start_and_repeat_no_street(
    nested: NestedLoops,
) -> None:
    first, second = nested.loops
    shared = [a for a, b in zip(first.points, second.points, strict=False) if a == b]
    assert cumulative_m(shared)[-1] >= nested.shared_m - 0.01
    assert 400 <= nested.shared_m <= 1400
    for loop in nested.loops:
        streets = [frozenset(ends) for ends in pairwise(loop.points)]
        assert len(streets) == len(set(streets))
        assert loop.repeated_share == 0


def test_nested_loops_are_closed_and_their_lengths_are_correct(nested: NestedLoops) -> None:
    for loop in nested.loops:
        assert loop.points[0] == loop.points[-1] == nested.loops[-1].points[0]
        assert cumulative_m(loop.points)[-1] == pytest.approx(loop.length_m)
        assert loop.duration_s > 0
        assert 0 < loop.compactness <= 1
        assert loop.steps_low < loop.steps < loop.steps_high


def test_a_shorter_loop_is_measured_as_the_search_measures(real: NestedLoops) -> None:
    short = real.loops[0]
    found = cues(short)
    assert 0 < short.turns <= len(found) + 6
    assert len(short.streets) == 3
    assert set(short.streets) <= {leg.name for leg in short.legs}
    assert [leg.begin for leg in short.legs] == sorted({leg.begin for leg in short.legs})


def test_nested_loops_can_be_written_and_read(
    nested: NestedLoops, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("nested") / "club.geojson"
    write_loops(nested.loops, path)
    assert [loop.steps for loop in read_loops(path)] == [loop.steps for loop in nested.loops]


def test_the_order_of_the_targets_does_not_matter(real: NestedLoops) -> None:
    again = plan_nested_loops(REQUEST, STEPS[::-1], Bundled())
    assert [loop.points for loop in again.loops] == [loop.points for loop in real.loops]


@pytest.mark.parametrize("steps", [(), (5000,), (5000, 5000)])
def test_fewer_than_two_different_lengths_are_refused(steps: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="two different numbers of steps"):
        plan_nested_loops(REQUEST, steps, Bundled())


def test_streets_with_a_single_loop_raise_no_loop_error() -> None:
    ring = AsciiMap("S---+\n|   |\n+---+", spacing_m=100)
    with pytest.raises(NoLoopError) as raised:
        plan_nested_loops(replace(REQUEST, start=ring.at("S")), (1000, 1715), ring)
    assert (raised.value.kind, raised.value.facts["steps"]) == ("no-shared-start", 1715)
    assert raised.value.target_m == pytest.approx(0.70 * 1715)
