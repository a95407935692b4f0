import math
from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from looproute.steps.calibration import DAY_SD, Prior, estimate
from looproute.steps.formulas import Sex, speed_factor
from looproute.steps.measurement import Walk
from looproute.steps.prior import USUAL_PACE_S_PER_M
from looproute.steps.terrain import Stairs
from looproute.steps.walker import Walker
from looproute.units import INCH_M, MILE_M

WALKERS = st.one_of(
    st.builds(Walker.given, st.floats(0.55, 0.9), st.none() | st.floats(0.65, 0.9)),
    st.builds(
        Walker.from_height,
        st.floats(1.0, 2.0),
        st.none() | st.floats(0.5, 2.4),
        st.sampled_from([None, "female", "male"]),
    ),
    st.builds(Walker.typical, st.none() | st.floats(0.36, 2.4)),
)


def step_length_at(speed_mps: float, *, of: Walker) -> float:
    return of.step_length_m * speed_factor(speed_mps, of.speed_mps)


def pace(minutes_per_mile: float) -> float:
    return minutes_per_mile * 60 / MILE_M


@pytest.mark.parametrize(
    ("sex", "minutes_per_mile", "inches", "steps_per_mile"),
    [
        ("female", 15, 64, 1949 + 951 - 902.4),  # 1997.6
        ("female", 20, 64, 1949 + 1268 - 902.4),  # 2314.6
        ("male", 18, 70, 1916 + 1141.2 - 987),  # 2070.2
        (None, 16, 68, 1932.5 + 1014.4 - 958.8),  # 1988.1
    ],
)
def test_hoeger_gives_the_steps_of_a_mile(
    sex: Sex | None, minutes_per_mile: float, inches: float, steps_per_mile: float
) -> None:
    walker = Walker.from_height(inches * INCH_M, pace(minutes_per_mile), sex)
    assert MILE_M / walker.step_length_m == pytest.approx(steps_per_mile)
    assert walker.cadence_spm == pytest.approx(steps_per_mile / minutes_per_mile)


def test_beyond_hoegers_paces_the_walk_ratio_is_constant() -> None:
    at_15 = Walker.from_height(1.75, pace(15))
    at_12 = Walker.from_height(1.75, pace(12))
    assert at_12.step_length_m == pytest.approx(at_15.step_length_m * math.sqrt(15 / 12))
    assert at_12.step_length_m / at_12.cadence_spm == pytest.approx(
        at_15.step_length_m / at_15.cadence_spm
    )
    at_20 = Walker.from_height(1.75, pace(20))
    at_24 = Walker.from_height(1.75, pace(24))
    assert at_24.step_length_m == pytest.approx(at_20.step_length_m * math.sqrt(20 / 24))


def test_a_slow_step_follows_grieve_and_gear_below_the_constant_walk_ratio() -> None:
    walker = Walker(step_length_m=0.5, cadence_spm=60.0)  # 0.5 m/s
    assert step_length_at(0.25, of=walker) == pytest.approx(0.5 * 0.5**0.42)
    boundary = step_length_at(62 / 60, of=walker)
    assert boundary == pytest.approx(0.5 * (62 / 60 / 0.5) ** 0.42)
    assert step_length_at(2 * 62 / 60, of=walker) == pytest.approx(boundary * math.sqrt(2))


@given(WALKERS, st.floats(0.5, 2.3), st.floats(0.5, 2.3))
def test_moving_a_step_to_a_pace_and_back_changes_nothing(
    walker: Walker, first: float, second: float
) -> None:
    there = step_length_at(first, of=walker)
    at_first = Walker(step_length_m=0.7, cadence_spm=first / 0.7 * 60)
    ratio = step_length_at(second, of=at_first) / 0.7
    assert there * ratio == pytest.approx(step_length_at(second, of=walker))
    assert step_length_at(walker.speed_mps, of=walker) == pytest.approx(walker.step_length_m)
    assert (there < step_length_at(second, of=walker)) == (first < second) or first == second


@given(st.floats(1.0, 2.1), st.floats(0.5, 2.3))
def test_taller_and_faster_walkers_take_longer_steps(height_m: float, pace_s_per_m: float) -> None:
    walker = Walker.from_height(height_m, pace_s_per_m)
    taller = Walker.from_height(height_m + 0.02, pace_s_per_m)
    faster = Walker.from_height(height_m, pace_s_per_m - 0.02)
    assert taller.step_length_m > walker.step_length_m
    assert faster.step_length_m > walker.step_length_m
    assert Walker.from_height(height_m, pace_s_per_m, "male").step_length_m > walker.step_length_m


def test_a_height_without_a_pace_is_taken_at_three_miles_an_hour() -> None:
    assert Walker.from_height(1.75) == Walker.from_height(1.75, USUAL_PACE_S_PER_M["walk"])
    assert Walker.from_height(1.75).speed_mps == pytest.approx(3 * MILE_M / 3600)


@pytest.mark.parametrize(
    ("walker", "half"),
    [
        (Walker.given(0.70), 329),
        (Walker.from_height(1.75), 1071),
        (Walker.typical(pace_s_per_m=0.66), 1141),
        (Walker(), 1622),
    ],
)
def test_the_band_at_8000_steps_is_narrower_when_more_is_known(walker: Walker, half: int) -> None:
    count = walker.steps(walker.length_m(8000))
    assert count.steps == 8000
    assert count.steps - count.low == pytest.approx(half, abs=1)
    assert count.high - count.steps == pytest.approx(half, abs=1)


@given(WALKERS, st.floats(0, 100_000))
def test_steps_metres_and_seconds_agree(walker: Walker, length_m: float) -> None:
    count = walker.steps(length_m)
    assert 0 <= count.low <= count.steps <= count.high
    assert abs(walker.length_m(count.steps) - length_m) <= walker.step_length_m / 2 + 1e-6
    seconds = walker.duration_s(length_m)
    assert seconds * walker.cadence_spm / 60 == pytest.approx(length_m / walker.step_length_m)


@given(st.floats(0.55, 0.95), st.floats(0.55, 0.9))
def test_the_walker_walks_at_the_given_pace(step_length_m: float, pace_s_per_m: float) -> None:
    for walker in (
        Walker.given(step_length_m, pace_s_per_m),
        Walker.from_height(1.7, pace_s_per_m),
        Walker.typical(pace_s_per_m),
    ):
        assert walker.duration_s(1000) == pytest.approx(1000 * pace_s_per_m)
    assert Walker.given(step_length_m, pace_s_per_m).step_length_m == step_length_m


def test_the_typical_walker_is_the_default_one() -> None:
    assert Walker.typical() == Walker()
    assert Walker.typical(1 / Walker().speed_mps).step_length_m == pytest.approx(0.70)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"step_length_m": 7.0}, "step_length_m 7 is not from 0.30 to 1.10 m"),
        ({"step_length_m": 0.29}, "step_length_m 0.29 is not"),
        ({"step_length_m": math.nan}, "step_length_m nan is not"),
        ({"step_length_m": 1.5}, "looks like a stride, which is two steps"),
        ({"step_length_sd": 0.0}, "step_length_sd 0 is not"),
        ({"step_length_sd": math.inf}, "step_length_sd inf is not"),
        ({"cadence_spm": 39.0}, "39 steps a minute is not from 40 to 200"),
        ({"cadence_spm": 201.0}, "201 steps a minute is not"),
        ({"cadence_spm": math.nan}, "nan steps a minute is not"),
        ({"basis": "guess"}, "basis 'guess' is not one of given, walks, height, default"),
        ({"height_m": 17.5}, "height_m 17.5 is not a person's height"),
    ],
)
def test_an_invalid_walker_is_refused(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Walker(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"step_length_m": 0.30, "step_length_sd": 0.5, "cadence_spm": 40.0},
        {"step_length_m": 1.10, "cadence_spm": 200.0},
    ],
)
def test_the_limits_of_a_walker_are_inclusive(fields: dict[str, float]) -> None:
    walker = Walker(**fields)  # type: ignore[arg-type]
    assert walker.steps(walker.length_m(8000)).steps == 8000


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Walker.from_height(0.9), "height_m 0.9 is not"),
        (lambda: Walker.from_height(math.nan), "height_m nan is not"),
        (lambda: Walker.from_height(1.75, 0.3), "pace_s_per_m 0.3 is not a walking pace"),
        (lambda: Walker.from_height(1.75, math.nan), "pace_s_per_m nan is not"),
        (lambda: Walker.from_height(1.75, sex=cast(Sex, "x")), "sex 'x' is not female or male"),
        (
            lambda: Walker.from_height(2.3, 0.36),
            r"height_m 2\.30 at 10\.0 km/h .* which is running",
        ),
        (lambda: Walker.typical(0.3), "pace_s_per_m 0.3 is not"),
        (lambda: Walker.given(7.0, 0.66), "step_length_m 7 is not"),
        (lambda: Walker.given(0.0, 0.66), "step_length_m 0 is not"),
        (lambda: Walker.given(0.3, 0.36), "do not go together"),
        (lambda: Walker().steps(math.nan), "length_m nan is not a finite number"),
        (lambda: Walker().length_m(-1), "steps -1 is not a finite number"),
        (lambda: Walker().duration_s(math.inf), "length_m inf is not a finite number"),
    ],
)
def test_a_wrong_argument_is_named_in_one_sentence(
    make: Callable[[], object], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        make()


def test_a_measured_step_still_varies_from_day_to_day() -> None:
    assert Walker.given(0.7).step_length_sd == DAY_SD


def test_a_measured_walker_has_the_step_and_the_band_of_the_estimate() -> None:
    walks = [(140, 100.0), (141, 100.0)]
    walker = Walker.from_walks(walks, height_m=1.75)
    found = estimate(
        [Walk(steps=n, distance_m=m, how="tape") for n, m in walks],
        Prior(Walker.from_height(1.75).step_length_m, 0.065),
    )
    assert walker.step_length_m == pytest.approx(found.step_length_m)
    assert walker.step_length_sd == pytest.approx(found.step_length_sd)
    assert (walker.basis, walker.walks) == ("walks", 2)


@pytest.mark.parametrize(
    ("walks", "sentence"),
    [
        ([], "no walk can measure the step length: there is none"),
        ([(70, 100.0)], "are these strides, two steps each"),
        ([(140, math.nan)], "distance_m nan is not"),
        ([Walk(steps=700, distance_m=500.0, how="gps")], "step length: short GPS"),
    ],
)
def test_walks_that_measure_nothing_are_refused(
    walks: list[Walk | tuple[int, float]], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        Walker.from_walks(walks)


def test_a_measured_step_is_scaled_to_the_pace_if_its_own_is_known() -> None:
    timed = Walk(steps=560, distance_m=400.0, duration_s=300.0)
    walker = Walker.from_walks([timed])
    assert walker.speed_mps == pytest.approx(400 / 300)
    faster = Walker.from_walks([timed], pace_s_per_m=0.6)
    assert faster.step_length_m == pytest.approx(step_length_at(1 / 0.6, of=walker))
    assert faster.duration_s(1000) == pytest.approx(600)
    off = 0.08 * math.log(faster.speed_mps / walker.speed_mps)
    assert faster.step_length_sd == pytest.approx(math.hypot(walker.step_length_sd, off))


def test_a_measured_step_of_unknown_pace_keeps_its_length_at_another_pace() -> None:
    plain = Walker.from_walks([(560, 400.0)])
    paced = Walker.from_walks([(560, 400.0)], pace_s_per_m=0.66)
    assert paced.step_length_m == plain.step_length_m
    assert paced.duration_s(1000) == pytest.approx(660)


def test_stairs_take_a_step_for_each_riser_or_each_30_cm() -> None:
    walker = Walker.given(0.70)
    counted, guessed = Stairs(30, counted_m=30, risers=100), Stairs(30)
    assert walker.steps(730, Stairs(30, counted_m=30, risers=64)).steps == 1000 + 64
    assert walker.steps(730, guessed).steps == 1000 + 100
    assert walker.steps(730, guessed).high > walker.steps(730, counted).high
    assert walker.steps(30, counted) == (100, 100, 100)
    assert walker.steps(760, Stairs(60, counted_m=30, risers=64)).steps == 1000 + 64 + 100
    assert walker.steps(700, Stairs(0)) == walker.steps(700)


@pytest.mark.parametrize(
    ("stairs", "sentence"),
    [
        (Stairs(101.0), "101 m of stairs is more than all, 100 m"),
        (Stairs(math.nan), "length_m nan of stairs is not a finite number"),
        (Stairs(10.0, risers=-1), "risers -1 of stairs is not"),
    ],
)
def test_invalid_stairs_are_refused(stairs: Stairs, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Walker().steps(100, stairs)


def test_at_another_speed_the_step_changes_and_is_less_certain() -> None:
    walker = Walker.given(0.70, pace_s_per_m=0.80)
    faster = walker.at_speed(1.6)
    assert faster.step_length_m == pytest.approx(step_length_at(1.6, of=walker))
    assert faster.speed_mps == pytest.approx(1.6)
    assert faster.step_length_sd > walker.step_length_sd
    assert walker.at_speed(walker.speed_mps).step_length_m == pytest.approx(walker.step_length_m)
    for speed_mps in (0.0, -1.0, math.nan, math.inf, 1e308):
        with pytest.raises(ValueError, match=r"is not a speed above 0|is not from|looks like"):
            walker.at_speed(speed_mps)
