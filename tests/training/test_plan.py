from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from looproute.steps.walker import Walker
from looproute.training.plan import TrainingPlan, cap_first_steps, plan_weeks

MONDAY = date(2026, 11, 23)
ME = Walker.given(0.70)


def plan(first: int = 5000, goal: int = 10_000, **changes: Any) -> TrainingPlan:
    return TrainingPlan(first_steps=first, goal_steps=goal, begin=MONDAY, **changes)


@st.composite
def plans(draw: st.DrawFn) -> TrainingPlan:
    first = draw(st.integers(1_500, 6_000))
    return plan(
        first,
        first + draw(st.integers(0, 15_000)),
        rise_steps=draw(st.integers(100, 1_000)),
        every_weeks=draw(st.integers(1, 2)),
        easier_fourth=draw(st.booleans()),
        outings=draw(st.integers(1, 7)),
        everyday_steps=draw(st.integers(0, 1_000)),
    )


@pytest.mark.parametrize(
    ("asked", "rungs"),
    [
        (plan(5000, 7500), [5000, 5500, 6000, 6500, 7000, 7500]),
        (plan(5000, 7500, rise_steps=1000), [5000, 6000, 7000, 7500]),
        (plan(5000, 6000, every_weeks=2), [5000, 5000, 5500, 5500, 6000]),
        (plan(5000, 7000, easier_fourth=True), [5000, 5500, 6000, 5500, 6000, 6500, 7000]),
        (plan(5000, 5800, rise_steps=1000), [5000, 5800]),
        (plan(5000, 10_000, weeks=3), [5000, 5500, 6000]),
        (plan(5000, 5500, weeks=4), [5000, 5500, 5500, 5500]),
        (plan(6000, 6000), [6000]),
    ],
    ids=[
        "+500",
        "+1000",
        "every other week",
        "easier fourth",
        "short rise",
        "cut",
        "kept",
        "there",
    ],
)
def test_weeks_rise_by_the_given_steps_up_to_the_goal(
    asked: TrainingPlan, rungs: list[int]
) -> None:
    assert list(asked.rungs()) == rungs


@given(plans())
def test_no_week_rises_by_more_than_the_given_steps_and_the_goal_is_reached(
    asked: TrainingPlan,
) -> None:
    rungs = list(asked.rungs())
    assert rungs[0] == asked.first_steps
    assert rungs[-1] == max(rungs) == asked.goal_steps
    assert all(after - before <= asked.rise_steps for before, after in pairwise(rungs))
    for before, after in zip(rungs, rungs[asked.every_weeks :], strict=False):
        assert after - before <= asked.rise_steps


@given(plans(), st.data())
def test_only_a_missed_week_is_repeated(asked: TrainingPlan, data: st.DataObject) -> None:
    over = data.draw(st.integers(0, 30))
    fate = data.draw(st.lists(st.booleans(), min_size=over, max_size=over))
    today = MONDAY + timedelta(weeks=over)
    walked = {
        MONDAY + timedelta(weeks=i): 50_000 * asked.outings for i, kept in enumerate(fate) if kept
    }
    found = plan_weeks(asked, ME, walked, today)
    assert [week.state == "missed" for week in found[:over]] == [
        not kept for kept in fate[: len(found)]
    ]
    assert all(
        after.steps == before.steps for before, after in pairwise(found) if before.state == "missed"
    )
    not_missed = [week.steps for week in found if week.state != "missed"]
    assert not_missed == [rung - asked.everyday_steps for rung in asked.rungs()]


@given(plans())
def test_weeks_follow_one_another_and_outings_lie_in_their_week(asked: TrainingPlan) -> None:
    found = plan_weeks(asked, ME)
    assert [week.number for week in found] == list(range(1, len(found) + 1))
    assert all(before.end == after.begin for before, after in pairwise(found))
    for week in found:
        assert len(set(week.days)) == asked.outings
        assert all(week.begin <= day < week.end for day in week.days)
        assert week.length_m == pytest.approx(week.steps * ME.step_length_m)
        assert week.duration_s == pytest.approx(week.steps / ME.cadence_spm * 60)


def test_a_finished_week_counts_as_walked_from_80_percent_on() -> None:
    asked = plan(5000, 6000)
    twelve = {MONDAY: 6000, MONDAY + timedelta(days=6): 6000}
    during = plan_weeks(asked, ME, {MONDAY: 6000}, MONDAY + timedelta(days=6))
    assert [week.state for week in during] == ["now", "ahead", "ahead"]
    after = plan_weeks(asked, ME, twelve, MONDAY + timedelta(days=7))
    assert [(week.state, week.walked) for week in after] == [
        ("walked", 12_000),
        ("now", 0),
        ("ahead", 0),
    ]
    less = plan_weeks(asked, ME, {MONDAY: 11_999}, MONDAY + timedelta(days=7))
    assert [(week.state, week.steps) for week in less][:2] == [("missed", 5000), ("now", 5000)]


@pytest.mark.parametrize(
    ("requested", "baseline", "first"),
    [
        (5000, 4200, 5000),
        (6000, 4200, 5200),
        (9000, None, 6000),
        (9000, 8400, 9000),
        (5000, 0, 1000),
    ],
)
def test_first_steps_are_capped_a_little_above_the_baseline(
    requested: int, baseline: int | None, first: int
) -> None:
    assert cap_first_steps(requested, baseline) == first


def test_everyday_steps_are_subtracted_once_from_each_outing() -> None:
    found = plan_weeks(plan(5000, 6000, everyday_steps=3500), ME)
    assert [week.steps for week in found] == [1500, 2000, 2500]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"goal_steps": 4000}, "a goal of 4,000 steps is below the start, 5,000"),
        ({"weeks": -1}, "a plan of -1 weeks"),
        ({"weeks": 0}, "a plan of 0 weeks"),
        ({"rise_steps": 2000}, "a rise of 2,000 steps cannot be: it is from 100 to 1,000"),
        ({"every_weeks": 3}, "every 3 weeks"),
        ({"outings": 8}, "8 outings a week"),
        ({"everyday_steps": 4900}, "leave nothing to walk"),
        ({"begin": date(1999, 1, 1)}, "2000 to 2100"),
        ({"first_steps": 0}, "a start of 0 steps"),
        ({"goal_steps": 60_000}, "a goal of 60,000 steps"),
        ({"first_steps": 999}, "a start of 999 steps cannot be: it is from 1,000 to 20,000"),
        ({"first_steps": 20_001}, "a start of 20,001 steps"),
        ({"goal_steps": 50_001}, "a goal of 50,001 steps"),
        ({"rise_steps": 99}, "a rise of 99 steps"),
        ({"weeks": 105}, "a plan of 105 weeks cannot be: it is from 1 to 104"),
        ({"everyday_steps": 30_001}, "a count of 30,001 everyday steps"),
        ({"begin": date(2101, 1, 1)}, "2000 to 2100"),
    ],
)
def test_an_invalid_plan_is_refused(changes: dict[str, Any], words: str) -> None:
    asked: dict[str, Any] = {"first_steps": 5000, "goal_steps": 10_000, "begin": MONDAY}
    with pytest.raises(ValueError, match=words):
        TrainingPlan(**(asked | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"first_steps": 1000, "goal_steps": 1000, "rise_steps": 100, "weeks": 1},
        {"first_steps": 20_000, "goal_steps": 50_000, "rise_steps": 1000, "weeks": 104},
        {"first_steps": 20_000, "goal_steps": 50_000, "everyday_steps": 19_500, "outings": 7},
        {"begin": date(2000, 1, 1), "outings": 1},
        {"begin": date(2100, 1, 1), "every_weeks": 2},
    ],
)
def test_the_limits_of_a_plan_are_inclusive(changes: dict[str, Any]) -> None:
    asked: dict[str, Any] = {"first_steps": 5000, "goal_steps": 10_000, "begin": MONDAY}
    assert list(TrainingPlan(**(asked | changes)).rungs())
