"""Steps on hills and stairs."""

import math
from typing import Any

import numpy as np
import pytest

from looproute.steps.formulas import GRADE_LIMIT, grade_factor
from looproute.steps.terrain import Stairs, count_stair_steps, level_m

MPS = 1.3


def test_on_the_flat_nothing_changes_at_any_height() -> None:
    assert level_m([0, 400, 1234.5], [80, 80, 80], MPS) == pytest.approx(1234.5)


def test_an_even_slope_has_the_factor_of_its_grade() -> None:
    for grade in (-0.04, -0.02, 0.03, 0.05):
        assert level_m([0, 2000], [0, 2000 * grade], MPS) == pytest.approx(
            2000 / grade_factor(grade, MPS)
        )


def test_grades_are_taken_over_a_hundred_metres_wherever_the_way_begins() -> None:
    rise, fall = grade_factor(0.05, MPS), grade_factor(-0.05, MPS)
    along, height = [900, 1000, 1100, 1200, 1300], [80, 85, 80, 85, 80]
    assert level_m(along, height, MPS) == pytest.approx(200 / rise + 200 / fall)
    bumps = np.arange(900, 1301, 25)
    assert level_m(bumps.tolist(), [80, 85, 80, 85] * 4 + [80], MPS) == pytest.approx(400)


def test_no_hill_changes_the_steps_by_more_than_8_percent() -> None:
    rng = np.random.default_rng(3)
    along = np.cumsum(rng.uniform(1, 200, 200))
    for steepness in (1, 10, 1000):
        level = level_m(along.tolist(), rng.normal(0, steepness, 200).tolist(), MPS)
        length = float(along[-1] - along[0])
        assert length / (1 + GRADE_LIMIT) <= level <= length / (1 - GRADE_LIMIT)


def test_heights_that_jitter_from_point_to_point_are_hardly_a_hill() -> None:
    rng = np.random.default_rng(4)
    along = np.arange(0, 10_000, 5.0)
    jitter = rng.normal(0, 0.3, len(along))
    assert level_m(along.tolist(), jitter.tolist(), MPS) == pytest.approx(along[-1], rel=0.01)


@pytest.mark.parametrize(
    ("along", "height"),
    [
        ([0.0], [0.0]),
        ([0.0, 1.0], [0.0]),
        ([0.0, 100.0, 50.0], [0.0] * 3),
        ([0.0, math.nan], [0.0, 0.0]),
        ([0.0, 100.0], [0.0, math.inf]),
    ],
)
def test_invalid_lengths_and_heights_are_refused(along: list[float], height: list[float]) -> None:
    with pytest.raises(ValueError, match="way"):
        level_m(along, height, MPS)


def test_stairs_without_a_count_have_a_riser_every_30_cm() -> None:
    assert count_stair_steps(Stairs(30.0), 0.70) == pytest.approx((100.0, 10.0))


def test_counted_stairs_are_certain_and_others_are_estimated() -> None:
    assert count_stair_steps(Stairs(30.0, counted_m=30.0, risers=90), 0.70) == (90, 0)
    assert count_stair_steps(Stairs(30.0, counted_m=15.0, risers=45), 0.70) == pytest.approx(
        (45 + 50, 5.0)
    )


def test_the_steps_on_stairs_do_not_depend_on_the_walker() -> None:
    assert (
        count_stair_steps(Stairs(30.0), 0.50).steps == count_stair_steps(Stairs(30.0), 0.90).steps
    )


def test_treads_deeper_than_a_step_are_walked_like_the_flat() -> None:
    assert count_stair_steps(Stairs(70.0, counted_m=70.0, risers=5), 0.70) == pytest.approx(
        (100.0, 0.0)
    )


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        ({"counted_m": 31.0}, "counted_m 31 is more than all stairs, 30 m"),
        ({"counted_m": math.nan}, "counted_m nan of stairs is not a finite number"),
        ({"risers": math.inf}, "risers inf of stairs is not a finite number"),
    ],
)
def test_invalid_stairs_are_refused(about: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        count_stair_steps(Stairs(30.0, **about), 0.70)
