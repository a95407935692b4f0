from __future__ import annotations

import math
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from looproute.steps.measurement import Walk
from looproute.steps.walker import Walker
from looproute.store.profile import Profile
from looproute.training.run_walk import (
    GaitStep,
    PaceError,
    RunWalk,
    Stretch,
    count_steps,
    estimate_running_step,
    estimate_walking_step,
    run_walk,
)
from looproute.training.run_walk_tables import Ratio

EXACT = 1e-9
PLAN = run_walk(10_000, 0.39, Ratio(120, 30), 1.4)


def steep_parts(cuts: list[float], distance_m: float) -> tuple[Stretch, ...]:
    """Return every other stretch between sorted shares of a distance."""
    at_m = [share * distance_m / 2 for share in sorted(set(cuts))]
    return tuple(Stretch(a, b) for a, b in list(pairwise(at_m))[::2] if b - a > 1)


@st.composite
def asked(draw: st.DrawFn) -> tuple[RunWalk, float, float, tuple[Stretch, ...]]:
    distance_m = draw(st.floats(2_000, 60_000))
    pace = draw(st.floats(0.25, 0.7))
    ratio = Ratio(draw(st.integers(20, 600)), draw(st.integers(10, 90)))
    steep = steep_parts(draw(st.lists(st.floats(0, 1), max_size=6)), distance_m)
    try:
        plan = run_walk(
            distance_m,
            pace,
            ratio,
            draw(st.floats(1.0, 1.9)),
            beginner=draw(st.booleans()),
            steep=steep,
        )
    except PaceError:
        assume(False)
    return plan, distance_m, pace, steep


@settings(max_examples=40)
@given(asked())
def test_time_and_distance_add_up(of: tuple[RunWalk, float, float, tuple[Stretch, ...]]) -> None:
    plan, distance_m, pace, _ = of
    assert plan.finish_s == plan.run_s + plan.walk_s
    assert plan.finish_s == pytest.approx(distance_m * pace, rel=EXACT)
    assert plan.distance_m == pytest.approx(distance_m, rel=EXACT)
    by_speed = plan.run_speed_mps * plan.run_s + plan.walk_speed_mps * plan.walk_s
    assert by_speed == pytest.approx(distance_m, rel=EXACT)
    for phase in plan.phases:
        speed = plan.run_speed_mps if phase.gait == "run" else plan.walk_speed_mps
        assert phase.length_m == pytest.approx(speed * phase.duration_s, rel=1e-6)
        assert phase.duration_s > 0
    assert all(a.gait != b.gait for a, b in pairwise(plan.phases))


@settings(max_examples=40)
@given(asked(), st.sampled_from([1000.0, 1609.344]))
def test_splits_cover_the_distance_up_to_the_finish(
    of: tuple[RunWalk, float, float, tuple[Stretch, ...]], each_m: float
) -> None:
    plan, distance_m, _, _ = of
    *before, finish = plan.splits(each_m)
    assert finish == (plan.distance_m, plan.finish_s)
    assert [split.distance_m for split in before] == [
        each_m * k for k in range(1, math.ceil((distance_m - 0.5) / each_m - EXACT))
    ]
    times = [0.0, *(split.time_s for split in before), finish.time_s]
    assert all(a < b for a, b in pairwise(times))


@settings(max_examples=40)
@given(asked())
def test_steep_stretches_are_walked(of: tuple[RunWalk, float, float, tuple[Stretch, ...]]) -> None:
    plan, _, _, steep = of
    for begin_m, phase in zip(plan.begins_m(), plan.phases, strict=True):
        end_m = begin_m + phase.length_m
        for stretch in steep:
            if phase.gait == "run":
                overlap = min(end_m, stretch.end_m) - max(begin_m, stretch.begin_m)
                assert overlap < 1e-3


def test_a_ten_kilometre_run_is_cut_into_runs_and_walks_of_the_ratio() -> None:
    plan = run_walk(10_000, 0.39, Ratio(120, 30), 1.4)
    assert [(phase.gait, phase.duration_s) for phase in plan.phases[:3]] == [
        ("run", 120),
        ("walk", 30),
        ("run", 120),
    ]
    assert (plan.run_s, plan.walk_s) == (26 * 120, 26 * 30)
    assert plan.run_speed_mps == pytest.approx((10_000 - 1.4 * 780) / 3120)


def test_a_beginner_walks_the_first_and_the_last_minute() -> None:
    first, *_, last = run_walk(5_000, 0.5, Ratio(30, 30), 1.4, beginner=True).phases
    assert first.gait == last.gait == "walk"
    assert first.duration_s == 60
    assert last.duration_s >= 60


def test_walks_get_longer_only_beyond_a_marathon() -> None:
    plan = run_walk(80_000, 0.45, Ratio(120, 40), 1.4)
    walks = [
        (begin_m, phase.duration_s)
        for begin_m, phase in zip(plan.begins_m(), plan.phases, strict=True)
        if phase.gait == "walk"
    ][:-1]
    assert {duration_s for begin_m, duration_s in walks if begin_m < 42_000} == {40}
    assert {duration_s for _, duration_s in walks} == {40, 50, 60, 70, 80}
    assert [duration_s for _, duration_s in walks] == sorted(duration_s for _, duration_s in walks)


@pytest.mark.parametrize(
    ("pace", "ratio", "kind", "facts"),
    [
        (0.80, Ratio(60, 30), "walk-fast-enough", {"pace_s_per_m": 0.80}),
        (0.13, Ratio(30, 60), "run-too-fast", {"run_s": 30, "walk_s": 60, "limit_s_per_m": 0.12}),
        (0.30, Ratio(3600, 30), "too-short-for-run", {"duration_s": 1500.0, "run_s": 3600}),
    ],
)
def test_an_average_that_is_impossible_is_an_error_with_its_facts(
    pace: float, ratio: Ratio, kind: str, facts: dict[str, float]
) -> None:
    with pytest.raises(PaceError) as raised:
        run_walk(5_000, pace, ratio, 1.4)
    assert raised.value.kind == kind
    assert facts.items() <= raised.value.facts.items()


def test_a_way_that_is_all_steep_cannot_be_run() -> None:
    with pytest.raises(PaceError) as raised:
        run_walk(5_000, 0.39, Ratio(60, 30), 1.4, steep=[Stretch(0, 5_000)])
    assert raised.value.kind == "run-too-fast"


def test_a_time_too_short_for_a_beginner_is_an_error_of_its_own() -> None:
    with pytest.raises(PaceError) as raised:
        run_walk(500, 0.5, Ratio(180, 30), 1.4, beginner=True)
    assert raised.value.kind == "too-short-for-beginner"


def test_running_and_walking_steps_are_counted_separately() -> None:
    steps = count_steps(
        PLAN, GaitStep(0.70, 0.02, measured=True), GaitStep(1.10, 0.02, measured=True)
    )
    assert steps.run == round((10_000 - 1.4 * PLAN.walk_s) / 1.10)
    assert steps.walk == round(1.4 * PLAN.walk_s / 0.70)
    assert steps.whole.steps == steps.run + steps.walk
    assert steps.whole.low < steps.whole.steps < steps.whole.high


def test_steps_predicted_from_one_height_err_together() -> None:
    guessed = count_steps(
        PLAN, GaitStep(0.70, 0.05, measured=False), GaitStep(1.10, 0.05, measured=False)
    ).whole
    known = count_steps(
        PLAN, GaitStep(0.70, 0.05, measured=True), GaitStep(1.10, 0.05, measured=True)
    ).whole
    assert guessed.high - guessed.steps == pytest.approx(1.96 * 0.05 * guessed.steps, abs=1)
    assert known.high < guessed.high


def test_a_given_step_overrides_a_measured_one_which_overrides_the_height() -> None:
    run = Walk(steps=1000, distance_m=1150.0, mode="run", day=date(2026, 11, 2))
    found = Profile(height_m=1.75, walks=(run,)).estimate("run")
    assert estimate_running_step(found, 3.0, height_m=1.75, given_m=1.02)[0] == 1.02
    measured = estimate_running_step(found, 3.0, height_m=1.75)
    assert measured.measured
    assert measured.length_m == found.step_length_m
    guess = estimate_running_step(Profile(height_m=1.75).estimate("run"), 3.0, height_m=1.75)
    assert round(guess.length_m, 2) == 1.12
    assert not guess.measured
    assert guess.sd > measured.sd


def test_a_step_whose_pace_is_known_gets_longer_with_the_speed() -> None:
    run = Walk(steps=1000, distance_m=1000.0, mode="run", duration_s=360.0)
    found = Profile(height_m=1.75, walks=(run,)).estimate("run")
    slow, own, fast = (
        estimate_running_step(found, mps, height_m=1.75).length_m for mps in (2.0, 1000 / 360, 3.5)
    )
    assert slow < own < fast
    assert own == pytest.approx(found.step_length_m)


def test_a_given_or_calibrated_walking_step_counts_as_measured() -> None:
    assert estimate_walking_step(Walker.given(0.7)).measured
    assert not estimate_walking_step(Walker.typical()).measured
