"""Stairs take a step for each counted or estimated riser, and never fewer than the flat."""

import math
from typing import Any

import pytest

from looproute.steps.stairs import Stairs, count_stair_steps


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
