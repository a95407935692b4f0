from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise

import pytest

from looproute import AsciiMap, Bundled, Walker
from looproute.geo import distance_m
from looproute.loops import Loop
from looproute.text.notes import describe_notes
from looproute.training.outings import FORTNIGHT, MOST_SHARED, Outing, plan_outings
from looproute.training.plan import TrainingPlan, plan_weeks
from looproute.units import Units

ME = Walker.given(0.70)
BEGIN = date(2026, 11, 23)


def shared(one: Loop, other: Loop) -> float:
    """Return the common share of the shorter loop, computed from its points alone."""
    pieces = [{frozenset(pair) for pair in pairwise(loop.points)} for loop in (one, other)]
    common_m = sum(distance_m(*sorted(pair)) for pair in pieces[0] & pieces[1] if len(pair) == 2)
    return common_m / min(one.length_m, other.length_m)


@pytest.fixture(scope="module")
def found() -> list[Outing]:
    plan = TrainingPlan(first_steps=5000, goal_steps=6000, begin=BEGIN, outings=4)
    return list(plan_outings(plan_weeks(plan, ME), ME, Bundled.start, Bundled()))


def test_every_outing_has_a_loop_of_its_weeks_steps(found: list[Outing]) -> None:
    assert [outing.loop.target_steps for outing in found] == [5000] * 4 + [5500] * 4 + [6000] * 4
    for outing in found:
        assert outing.loop.kind == "loop"
        assert abs(outing.loop.error_m) <= max(4, 0.005 * outing.week.length_m)
        assert outing.day in outing.week.days


def test_no_two_loops_of_a_fortnight_share_more_than_half(found: list[Outing]) -> None:
    pairs = [(a, b) for a, b in combinations(found, 2) if b.day - a.day <= FORTNIGHT]
    assert len(pairs) > 40
    assert all(shared(a.loop, b.loop) <= MOST_SHARED for a, b in pairs)
    assert max(outing.shared for outing in found) == pytest.approx(
        max(shared(a.loop, b.loop) for a, b in pairs), abs=0.01
    )


def test_the_same_plan_gives_the_same_loops(found: list[Outing]) -> None:
    plan = TrainingPlan(first_steps=5000, goal_steps=6000, begin=BEGIN, outings=4)
    [again, *_] = plan_outings(plan_weeks(plan, ME)[:1], ME, Bundled.start, Bundled())
    assert again.loop.points == found[0].loop.points


def test_the_only_loop_is_repeated_and_its_share_is_reported() -> None:
    ring = AsciiMap(
        """
        A---B
        |   |
        C---D
        """,
        spacing_m=100,
    )
    steps = round(1200 / ME.step_length_m)
    plan = TrainingPlan(first_steps=steps, goal_steps=steps, begin=BEGIN)
    walks = list(plan_outings(plan_weeks(plan, ME), ME, ring.at("A"), ring))
    assert [round(outing.shared, 3) for outing in walks] == [0.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("units", "said"), [("metric", "Walk 700 m out"), ("imperial", "Walk 0.435 mi out")]
)
def test_notes_of_an_outing_are_in_the_units_of_their_reader(units: Units, said: str) -> None:
    road = AsciiMap("A---B", spacing_m=300)
    plan = TrainingPlan(first_steps=2000, goal_steps=2000, begin=BEGIN, outings=1)
    [outing, *_] = plan_outings(plan_weeks(plan, ME), ME, road.at("A"), road)
    assert said in describe_notes(outing.loop.notes, units)


def test_no_weeks_need_no_streets() -> None:
    assert list(plan_outings([], ME, Bundled.start, Bundled())) == []
