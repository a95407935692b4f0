import math
from typing import Any

import pytest

from looproute.steps.measurement import Walk, step_limits


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"steps": 19}, "steps 19 is not a whole number from 20"),
        ({"steps": 560.5}, "steps 560.5 is not a whole number"),
        ({"steps": math.nan}, "steps nan is not"),
        ({"distance_m": math.inf}, "distance_m inf is not from 20"),
        ({"distance_m": 19.9}, "distance_m 19.9 is not from 20"),
        ({"how": "wheel"}, "how 'wheel' is not one of track, tape, gps, treadmill, loop"),
        ({"count": "foot"}, "count 'foot' is not one of hand, watch"),
        ({"mode": "crawl"}, "mode 'crawl' is not one of walk, brisk, run"),
        ({"duration_s": 0.0}, "duration_s 0 is not from 5"),
        ({"steps": 280}, "1.43 m each, .* 0.30 to 1.10 m: are these strides, two steps each"),
        ({"steps": 1400}, "0.29 m each, .*: is a lap missing"),
        ({"steps": 100}, "4.00 m each, .*: are steps missing"),
        ({"steps": 160, "mode": "run"}, "2.50 m each, and a step is 0.45 to 2.20 m"),
    ],
)
def test_an_invalid_walk_is_refused(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Walk(**({"steps": 560, "distance_m": 400.0} | fields))


def test_a_run_may_have_a_longer_step_than_a_walk() -> None:
    assert Walk(steps=300, distance_m=400.0, mode="run").step_length_m == pytest.approx(4 / 3)
    assert step_limits("brisk") == step_limits("walk") != step_limits("run")


def test_the_errors_of_distance_and_count_add_up_as_variances() -> None:
    assert Walk(steps=560, distance_m=400.0).variance == pytest.approx(0.003**2 + 0.002**2)
    by_gps = Walk(steps=2800, distance_m=2000.0, how="gps", count="watch")
    assert by_gps.variance == pytest.approx(0.03**2 + 0.02**2)
